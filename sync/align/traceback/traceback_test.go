package traceback_test

import (
	"strings"
	"testing"

	"alongside/sync/align/traceback"
)

// ways are what a search goes on from.
type ways []int32

func (w ways) each(visit func(*int32)) {
	for i := range w {
		visit(&w[i])
	}
}

func path(t traceback.Tree[string], number int32) string { return strings.Join(t.Path(number), "") }

// forked is a tree in which two ways have "abc" in common, and a third way has been given up.
func forked() (t traceback.Tree[string], w ways) {
	a := t.Add(traceback.Root, "a")
	lost := t.Add(a, "x")
	b := t.Add(a, "b")
	t.Add(lost, "y")
	c := t.Add(b, "c")
	return t, ways{t.Add(c, "d"), t.Add(t.Add(c, "e"), "f")}
}

func TestPruningKeepsWhatWaysGoThrough(t *testing.T) {
	tree, w := forked()
	tree.Prune(w.each)
	if len(tree) != 6 {
		t.Errorf("%d arrivals are kept, not 6", len(tree))
	}
	if got := path(tree, w[0]) + " " + path(tree, w[1]); got != "abcd abcef" {
		t.Errorf("the ways are now %s", got)
	}
}

func TestWhatAllWaysAgreeOnIsSettledOnce(t *testing.T) {
	tree, w := forked()
	tree.Prune(w.each)
	if got := strings.Join(tree.Settle(w.each), ""); got != "abc" || tree.Root() != "c" {
		t.Errorf("%q is settled, the root is %q", got, tree.Root())
	}
	if got := tree.Settle(w.each); got != nil {
		t.Errorf("%q is settled again", got)
	}
	if got := path(tree, w[0]) + " " + path(tree, w[1]); got != "cd cef" {
		t.Errorf("the ways are now %s", got)
	}
	w[0] = w[1] // the other way is given up
	tree.Prune(w.each)
	if got := strings.Join(tree.Settle(w.each), ""); got != "cef" || len(tree) != 1 {
		t.Errorf("%q is settled and %d arrivals kept", got, len(tree))
	}
}

func TestAWayThatGoesOnFromTheRootSettlesNothing(t *testing.T) {
	var tree traceback.Tree[string]
	root := tree.Add(traceback.Root, "a")
	w := ways{root, tree.Add(root, "b")}
	tree.Prune(w.each)
	if got := tree.Settle(w.each); got != nil {
		t.Errorf("%q is settled", got)
	}
}
