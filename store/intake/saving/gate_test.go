package saving

import (
	"context"
	"errors"
	"testing"
)

func TestOneAtATimeGoesThroughTheGate(t *testing.T) {
	g := newGate()
	_, out, err := g.enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() {
		_, _, err := g.enter(ctx)
		ended <- err
	}()
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("a second one, that gave up waiting, got %v", err)
	}
	out()
	_, out, err = g.enter(t.Context())
	if err != nil {
		t.Fatalf("after the first was out: %v", err)
	}
	out()
}

func TestWhoGoesFirstIsMadeWayFor(t *testing.T) {
	g := newGate()
	inside, out, err := g.enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	entered := make(chan func())
	go func() {
		out, err := g.enterFirst(t.Context())
		if err != nil {
			t.Error(err)
		}
		entered <- out
	}()
	<-inside.Done()
	if cause := context.Cause(inside); !errors.Is(cause, errMakeWay) {
		t.Errorf("who was inside is told %v, want %v", cause, errMakeWay)
	}
	out()
	outFirst := <-entered
	again := make(chan func())
	go func() {
		_, out, err := g.enter(t.Context())
		if err != nil {
			t.Error(err)
		}
		again <- out
	}()
	select {
	case <-again:
		t.Error("who made way came in while the other was inside")
	default:
	}
	outFirst()
	(<-again)()
}

func TestWhoGivesUpGoingFirstHoldsNobodyUp(t *testing.T) {
	g := newGate()
	inside, out, err := g.enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() {
		_, err := g.enterFirst(ctx)
		ended <- err
	}()
	<-inside.Done()
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	out()
	_, out, err = g.enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out()
}
