package atspi

import (
	"testing"

	"alongside/app/access"
)

func TestAQueueKeepsKeysAndLooksInTheirOrder(t *testing.T) {
	q := newQueue()
	first, second := access.Change{Now: &access.Snapshot{}}, access.Key{Name: "a"}
	q.change(first)
	q.key(second)
	got := q.take()
	if _, ok := got[0].(access.Change); !ok || len(got) != 2 || got[1] != any(second) {
		t.Errorf("the queue holds %v", got)
	}
}

func TestAQueueThatNobodyEmptiesKeepsOnlyHowThingsStand(t *testing.T) {
	q := newQueue()
	var last *access.Snapshot
	for range longestQueue + 1 {
		last = &access.Snapshot{}
		q.change(access.Change{Now: last})
	}
	got := q.take()
	if r, ok := got[0].(resync); !ok || len(got) != 1 || r.now != last {
		t.Errorf("the queue holds %d things, the first of them %v", len(got), got[0])
	}
}
