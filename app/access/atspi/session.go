package atspi

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"

	"alongside/app/access"
)

// Names on the session's bus.
const (
	launcherName = "org.a11y.Bus"
	launcherPath = "/org/a11y/bus"
	statusFace   = "org.a11y.Status"
	properties   = "org.freedesktop.DBus.Properties"
)

// answerWithin is how long another program may take to answer.
const answerWithin = 5 * time.Second

// sessionAddress is where the session's bus is; "" where there is none. The bus library would start one.
func sessionAddress() string {
	if address, set := os.LookupEnv("DBUS_SESSION_BUS_ADDRESS"); set {
		if strings.HasPrefix(address, "disabled:") || strings.HasPrefix(address, "autolaunch:") {
			return ""
		}
		return address
	}
	folder := cmp.Or(os.Getenv("XDG_RUNTIME_DIR"), fmt.Sprintf("/run/user/%d", os.Getuid()))
	socket := filepath.Join(folder, "bus")
	if _, err := os.Stat(socket); err != nil {
		return ""
	}
	return "unix:path=" + socket
}

// followSession serves the tree while the session's bus is there and something on it wants a screen reader.
func followSession(ctx context.Context, tree *access.Tree, options Options) {
	address := sessionAddress()
	if address == "" {
		return
	}
	session, err := dbus.Connect(address, dbus.WithContext(ctx))
	if err != nil {
		return
	}
	defer session.Close()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	context.AfterFunc(session.Context(), stop)
	if options.Always {
		carry(ctx, session, tree)
		return
	}
	followStatus(ctx, session, tree)
}

// carry serves the tree on the accessibility bus, and again when that bus is another.
func carry(ctx context.Context, session *dbus.Conn, tree *access.Tree) {
	again(ctx, func(ctx context.Context) {
		address, err := accessibilityAddress(ctx, session)
		if err != nil {
			return
		}
		join(ctx, address, tree)
	})
}

// accessibilityAddress is where the accessibility bus is. Asking for it starts that bus, where the desktop has one.
func accessibilityAddress(ctx context.Context, session *dbus.Conn) (string, error) {
	if address := os.Getenv("AT_SPI_BUS_ADDRESS"); address != "" {
		return address, nil
	}
	ctx, stop := context.WithTimeout(ctx, answerWithin)
	defer stop()
	var address string
	err := session.Object(launcherName, launcherPath).CallWithContext(ctx, launcherName+".GetAddress", 0).Store(&address)
	if err == nil && address == "" {
		err = errors.New("its address is empty")
	}
	if err != nil {
		return "", fmt.Errorf("asking the desktop for its accessibility bus: %w", err)
	}
	return address, nil
}

// followStatus serves the tree while the desktop says that accessibility is wanted.
func followStatus(ctx context.Context, session *dbus.Conn, tree *access.Tree) {
	changes := make(chan *dbus.Signal, 16)
	session.Signal(changes)
	for _, match := range [][]dbus.MatchOption{
		{dbus.WithMatchObjectPath(launcherPath), dbus.WithMatchInterface(properties), dbus.WithMatchMember("PropertiesChanged")},
		{dbus.WithMatchInterface("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, launcherName)},
	} {
		if session.AddMatchSignalContext(ctx, match...) != nil {
			return
		}
	}
	var stop func() // nil while the tree is not served
	defer func() {
		if stop != nil {
			stop()
		}
	}()
	for {
		switch on := wanted(ctx, session); {
		case on && stop == nil:
			stop = start(ctx, func(ctx context.Context) { carry(ctx, session, tree) })
		case !on && stop != nil:
			stop()
			stop = nil
		}
		select {
		case <-ctx.Done():
			return
		case _, open := <-changes:
			if !open {
				return
			}
		}
	}
}

// start does something on a goroutine of its own, until the function that it returns is called, which waits for its end.
func start(ctx context.Context, do func(context.Context)) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		do(ctx)
	}()
	return func() {
		cancel()
		<-ended
	}
}

// wanted reports whether the desktop says that accessibility, or a screen reader, is switched on. A launcher that does not
// run is not started for that: whoever wants accessibility has it running.
func wanted(ctx context.Context, session *dbus.Conn) bool {
	ctx, stop := context.WithTimeout(ctx, answerWithin)
	defer stop()
	var status map[string]dbus.Variant
	launcher := session.Object(launcherName, launcherPath)
	if launcher.CallWithContext(ctx, properties+".GetAll", dbus.FlagNoAutoStart, statusFace).Store(&status) != nil {
		return false
	}
	for _, name := range []string{"IsEnabled", "ScreenReaderEnabled"} {
		if on, ok := status[name].Value().(bool); ok && on {
			return true
		}
	}
	return false
}
