package saving

import (
	"context"
	"errors"
	stdsync "sync"
)

// A gate lets one story's times be looked for at a time: it takes the whole machine. Who waits in front of the screen goes
// first, and whatever is inside for later makes way for them.
type gate struct {
	mu      stdsync.Mutex
	changed *stdsync.Cond
	inside  bool
	leave   context.CancelCauseFunc // asks who is inside for later to make way; nil where nobody is
	first   int                     // how many wait who go first
}

func newGate() *gate {
	g := &gate{}
	g.changed = stdsync.NewCond(&g.mu)
	return g
}

// errMakeWay ends the work of who has to make way, who may enter again.
var errMakeWay = errors.New("somebody goes first")

// enter waits for work that can wait. The context it gives ends with errMakeWay when somebody goes first. Call out when the
// work has ended.
func (g *gate) enter(ctx context.Context) (_ context.Context, out func(), err error) {
	if err := g.wait(ctx, func() bool { return !g.inside && g.first == 0 }); err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	g.inside, g.leave = true, cancel
	g.mu.Unlock()
	return ctx, func() {
		cancel(nil)
		g.out()
	}, nil
}

// enterFirst waits only until who is inside has made way.
func (g *gate) enterFirst(ctx context.Context) (out func(), err error) {
	g.mu.Lock()
	g.first++
	if g.leave != nil {
		g.leave(errMakeWay)
	}
	g.mu.Unlock()
	err = g.wait(ctx, func() bool { return !g.inside })
	if err != nil {
		g.mu.Lock()
	}
	g.first--
	g.inside = g.inside || err == nil
	g.changed.Broadcast()
	g.mu.Unlock()
	return g.out, err
}

// wait waits until the gate is as it should be, and then holds its lock; not where it gives ctx's error.
func (g *gate) wait(ctx context.Context, ready func() bool) error {
	stop := context.AfterFunc(ctx, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.changed.Broadcast()
	})
	defer stop()
	g.mu.Lock()
	for !ready() && ctx.Err() == nil {
		g.changed.Wait()
	}
	if err := ctx.Err(); err != nil {
		g.mu.Unlock()
		return err
	}
	return nil
}

func (g *gate) out() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.inside, g.leave = false, nil
	g.changed.Broadcast()
}
