package desktop

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// keeper is a part of a desktop, of the test's own, that keeps a computer awake. It tells what happens to it.
type keeper struct {
	t    *testing.T
	bus  *dbus.Conn
	told chan string
}

func newKeeper(t *testing.T, bus *dbus.Conn) *keeper {
	const most = 32
	return &keeper{t: t, bus: bus, told: make(chan string, most)}
}

// offer has the keeper answer under a name, and tell when who asked has gone.
func (k *keeper) offer(name string, path dbus.ObjectPath, of string, inhibit any) {
	k.t.Helper()
	more := map[string]any{"Inhibit": inhibit, "UnInhibit": func(cookie uint32) *dbus.Error {
		k.told <- "let go"
		return nil
	}}
	if err := takes(k.bus, path, of, more); err != nil {
		k.t.Fatal(err)
	}
	if _, err := k.bus.RequestName(name, dbus.NameFlagDoNotQueue); err != nil {
		k.t.Fatal(err)
	}
}

func (k *keeper) portal() {
	k.watchPeers()
	k.offer(portalName, portalPath, inhibitInterface, func(_ string, flags uint32, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
		if flags == 12 && options["reason"].Value() == "A story is playing" {
			k.told <- "held"
		}
		return requestPath, nil
	})
}

func (k *keeper) saver() {
	k.offer(saverName, saverPath, saverName, func(program, reason string) (uint32, *dbus.Error) {
		k.told <- "held by the saver"
		return 7, nil
	})
}

// watchPeers tells of each connection that ends, as a portal notices it.
func (k *keeper) watchPeers() {
	k.t.Helper()
	const most = 64
	signals := make(chan *dbus.Signal, most)
	k.bus.Signal(signals)
	if err := k.bus.AddMatchSignal(dbus.WithMatchInterface("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged")); err != nil {
		k.t.Fatal(err)
	}
	go func() {
		for s := range signals {
			var name, before, after string
			if dbus.Store(s.Body, &name, &before, &after) == nil && name[0] == ':' && after == "" {
				k.told <- "gone"
			}
		}
	}()
}

// await waits until the keeper tells something.
func (k *keeper) await(want string) {
	k.t.Helper()
	for late := time.After(10 * time.Second); ; {
		select {
		case got := <-k.told:
			if got == want {
				return
			}
		case <-late:
			k.t.Fatalf("waited in vain to hear %q", want)
		}
	}
}

const why = "A story is playing"

// noSystemBus sees to it that a test asks nothing of the machine that it runs on.
func noSystemBus(t *testing.T) {
	t.Helper()
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/bus")
}

func TestTheComputerIsKeptAwakeByThePortalAndLetGo(t *testing.T) {
	noSystemBus(t)
	k := newKeeper(t, startBus(t))
	k.portal()
	a := NewAwake(t.Context())
	a.Hold(why)
	k.await("held")
	a.Release()
	k.await("gone")
}

func TestTheEndOfTheProgramLetsTheComputerSleep(t *testing.T) {
	noSystemBus(t)
	k := newKeeper(t, startBus(t))
	k.portal()
	ctx, cancel := context.WithCancel(t.Context())
	NewAwake(ctx).Hold(why)
	k.await("held")
	cancel()
	k.await("gone")
}

func TestAPortalThatStartsAgainIsAskedAgain(t *testing.T) {
	noSystemBus(t)
	k := newKeeper(t, startBus(t))
	k.portal()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	NewAwake(ctx).Hold(why)
	k.await("held")
	if _, err := k.bus.ReleaseName(portalName); err != nil {
		t.Fatal(err)
	}
	if _, err := k.bus.RequestName(portalName, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	k.await("held")
}

func TestWithoutAPortalTheScreenSaverIsAsked(t *testing.T) {
	noSystemBus(t)
	k := newKeeper(t, startBus(t))
	k.saver()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	a := NewAwake(ctx)
	a.Hold(why)
	k.await("held by the saver")
	a.Release()
	k.await("let go")
}

func TestAPortalThatCannotKeepAwakeLeavesItToTheScreenSaver(t *testing.T) {
	noSystemBus(t)
	k := newKeeper(t, startBus(t))
	k.offer(portalName, portalPath, inhibitInterface, func(string, uint32, map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
		return "", dbus.MakeFailedError(errors.New("not here"))
	})
	k.saver()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	NewAwake(ctx).Hold(why)
	k.await("held by the saver")
}

// login has the keeper answer as the system's sessions do: with something to hold, whose other end is given.
func (k *keeper) login() (given, other *os.File) {
	k.t.Helper()
	k.t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", os.Getenv("DBUS_SESSION_BUS_ADDRESS"))
	other, given, err := os.Pipe()
	if err != nil {
		k.t.Fatal(err)
	}
	k.t.Cleanup(func() {
		given.Close()
		other.Close()
	})
	fd := dbus.UnixFD(given.Fd())
	k.offer(loginName, loginPath, loginName+".Manager", func(what, who, reason, mode string) (dbus.UnixFD, *dbus.Error) {
		if what == "idle" && mode == "block" {
			k.told <- "held by the system"
		}
		return fd, nil
	})
	return given, other
}

func TestWithNeitherTheSystemIsAskedNotToBeIdle(t *testing.T) {
	k := newKeeper(t, startBus(t))
	k.login()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	NewAwake(ctx).Hold(why)
	k.await("held by the system")
}

func TestWhatTheSystemGaveToHoldIsLetGo(t *testing.T) {
	k := newKeeper(t, startBus(t))
	given, other := k.login()
	i, err := byLogin(t.Context(), why)
	if err != nil {
		t.Fatal(err)
	}
	given.Close() // so that only what was handed over is open
	i.end()
	if err := other.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Read(make([]byte, 1)); errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("it stays open")
	}
}

func TestKeepingAwakeWaitsForNobody(t *testing.T) {
	noSystemBus(t)
	bus := startBus(t)
	k := newKeeper(t, bus)
	k.offer(portalName, portalPath, inhibitInterface, func(string, uint32, map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
		<-t.Context().Done()
		return requestPath, nil
	})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	a := NewAwake(ctx)
	begun := time.Now()
	for range 100 {
		a.Hold(why)
		a.Release()
	}
	if took := time.Since(begun); took > 100*time.Millisecond {
		t.Errorf("it waited %v for a portal that does not answer", took)
	}
}
