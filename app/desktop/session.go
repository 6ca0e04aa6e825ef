package desktop

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/godbus/dbus/v5"
)

var errNoBus = errors.New("this system has no message bus")

// HasBus reports whether systems of this kind have a message bus, by which the desktop is asked and told things.
func HasBus() bool { return runtime.GOOS != "windows" && runtime.GOOS != "darwin" }

// openSession connects to the session's bus. Each part of the program has a connection of its own, so that it gets no other
// part's signals, and so that what it holds or has asked for ends with it.
func openSession() (*dbus.Conn, error) {
	if !HasBus() {
		return nil, errNoBus
	}
	bus, err := dbus.SessionBusPrivateNoAutoStartup() // one that was started here would be left behind for good
	if err != nil {
		return nil, fmt.Errorf("finding the session's message bus: %w", err)
	}
	if err = bus.Auth(nil); err == nil {
		err = bus.Hello()
	}
	if err != nil {
		bus.Close()
		return nil, fmt.Errorf("connecting to the session's message bus: %w", err)
	}
	return bus, nil
}

// How soon a bus that has gone is looked for again: at first, and at the longest.
const (
	firstAgain = 250 * time.Millisecond
	lastAgain  = 30 * time.Second
)

// stay serves on the session's bus until ctx is done, and again whenever the bus has gone and come back: first on one that is
// open already. serve ends when the bus does.
func stay(ctx context.Context, bus *dbus.Conn, serve func(ctx context.Context, bus *dbus.Conn)) {
	for again := firstAgain; ctx.Err() == nil; {
		if bus != nil {
			on(ctx, bus, serve)
			bus, again = nil, firstAgain
		}
		rest(ctx, again)
		again = min(2*again, lastAgain)
		bus, _ = openSession() // nil while there is none
	}
	if bus != nil {
		bus.Close()
	}
}

// on serves on a bus until that or ctx ends.
func on(ctx context.Context, bus *dbus.Conn, serve func(ctx context.Context, bus *dbus.Conn)) {
	defer bus.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(bus.Context(), cancel)
	defer stop()
	serve(ctx, bus)
}

// takes makes functions an object's interface on a bus.
func takes(bus *dbus.Conn, path dbus.ObjectPath, of string, methods map[string]any) error {
	if err := bus.ExportMethodTable(methods, path, of); err != nil {
		return fmt.Errorf("offering %s on the message bus: %w", of, err)
	}
	return nil
}

// rest waits a moment, or until ctx is done.
func rest(ctx context.Context, moment time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(moment):
	}
}
