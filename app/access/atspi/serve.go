package atspi

import (
	"context"
	"runtime"
	"time"

	"alongside/app/access"
)

// Options are how a tree is served.
type Options struct {
	// Always serves the tree whether or not the desktop says that a screen reader is wanted: for tests, and for tools that
	// drive the program.
	Always bool
}

// Serve carries a tree to the accessibility bus until the context ends, and returns the context's error. Buses that are not
// there yet, or are started anew, are waited for. No session bus is ever started. On Windows and macOS, which have no such
// bus, it only waits.
func Serve(ctx context.Context, tree *access.Tree, options Options) error {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		<-ctx.Done()
		return ctx.Err()
	}
	again(ctx, func(ctx context.Context) { followSession(ctx, tree, options) })
	return ctx.Err()
}

// How long to wait before something that ended is tried again: longer each time, unless it went well for a while.
const (
	firstWait = 200 * time.Millisecond
	lastWait  = 5 * time.Second
	wentWell  = 10 * time.Second
)

// again does something again and again until the context ends.
func again(ctx context.Context, do func(context.Context)) {
	wait := firstWait
	for ctx.Err() == nil {
		began := time.Now()
		do(ctx)
		if time.Since(began) > wentWell {
			wait = firstWait
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
		wait = min(2*wait, lastWait)
	}
}
