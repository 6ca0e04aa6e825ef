package desktop

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"
)

// The names by which a computer is kept awake: where there is no portal, or none that can, by the desktop's screen saver, else
// by the system's sessions.
const (
	inhibitInterface = "org.freedesktop.portal.Inhibit"
	saverName        = "org.freedesktop.ScreenSaver"
	saverPath        = "/org/freedesktop/ScreenSaver"
	loginName        = "org.freedesktop.login1"
	loginPath        = "/org/freedesktop/login1"
)

// What the portal is asked to put off: falling asleep, and darkening the screen. A person who reads along needs both.
const (
	putOffSleep = 4
	putOffIdle  = 8
)

// How soon it is asked again to keep a computer awake, where nothing could: at first, as what could may be starting anew, and
// at the longest.
const (
	firstAsk = time.Second
	lastAsk  = time.Minute
)

// Awake keeps the computer from falling asleep, and its screen from going dark, while that is asked for. It ends with the
// program however that ends: the bus notices that nobody is there any more.
type Awake struct {
	mu      sync.Mutex
	reason  string // "" while the computer may sleep
	changed chan struct{}
}

// NewAwake makes an Awake that works until ctx is done.
func NewAwake(ctx context.Context) *Awake {
	a := &Awake{changed: make(chan struct{}, 1)}
	go a.run(ctx)
	return a
}

// Hold keeps the computer awake from now on, for a reason that the desktop may show. It does not wait.
func (a *Awake) Hold(reason string) { a.set(reason) }

// Release lets it sleep again. It does not wait.
func (a *Awake) Release() { a.set("") }

func (a *Awake) set(reason string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if reason == a.reason {
		return
	}
	a.reason = reason
	select {
	case a.changed <- struct{}{}:
	default:
	}
}

func (a *Awake) wanted() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.reason
}

func (a *Awake) run(ctx context.Context) {
	for wait := firstAsk; ; {
		select {
		case <-a.changed: // what is read now is the newest
		default:
		}
		reason := a.wanted()
		lost, release := hold(ctx, reason)
		var again <-chan time.Time
		if lost != nil {
			wait = firstAsk
		} else if reason != "" {
			again = time.After(wait)
			wait = min(2*wait, lastAsk)
		}
		select {
		case <-ctx.Done():
		case <-a.changed:
		case <-lost:
			rest(ctx, firstAgain) // what was asked may end each time that it is
		case <-again:
		}
		release()
		if ctx.Err() != nil {
			return
		}
	}
}

// hold keeps the computer awake by the first means that can, until release is called. lost is closed when it no longer does;
// it is nil where nothing could, or for no reason.
func hold(ctx context.Context, reason string) (lost <-chan struct{}, release func()) {
	if reason == "" {
		return nil, func() {}
	}
	for _, means := range []func(context.Context, string) (*inhibition, error){byPortal, bySaver, byLogin} {
		if i, err := means(ctx, reason); err == nil {
			return i.watch(), i.end
		}
	}
	return nil, func() {}
}

// An inhibition is what keeps the computer awake: as long as its connection is open.
type inhibition struct {
	bus     *dbus.Conn
	keeper  string // the name of who was asked
	signals chan *dbus.Signal
	end     func()
}

// inhibit begins to listen for the keeper's end on a connection that is closed if asking fails.
func inhibit(bus *dbus.Conn, keeper string, ask func(*inhibition) error) (*inhibition, error) {
	const most = 8
	i := &inhibition{bus: bus, keeper: keeper, signals: make(chan *dbus.Signal, most), end: func() { bus.Close() }}
	bus.Signal(i.signals)
	err := bus.AddMatchSignal(dbus.WithMatchInterface("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, keeper))
	if err == nil {
		err = ask(i)
	}
	if err != nil {
		bus.Close()
		return nil, fmt.Errorf("asking %s to keep the computer awake: %w", keeper, err)
	}
	return i, nil
}

func byPortal(ctx context.Context, reason string) (*inhibition, error) {
	p, err := openPortal()
	if err != nil {
		return nil, err
	}
	return inhibit(p.bus, portalName, func(i *inhibition) error {
		var request dbus.ObjectPath // it holds as long as the connection
		options := map[string]dbus.Variant{"reason": dbus.MakeVariant(reason)}
		return p.call(ctx, answerTime, inhibitInterface+".Inhibit", &request, "", uint32(putOffSleep|putOffIdle), options)
	})
}

func bySaver(ctx context.Context, reason string) (*inhibition, error) {
	bus, err := openSession()
	if err != nil {
		return nil, err
	}
	return inhibit(bus, saverName, func(i *inhibition) error {
		ctx, cancel := context.WithTimeout(ctx, answerTime)
		defer cancel()
		var cookie uint32
		saver := bus.Object(saverName, saverPath)
		if err := saver.CallWithContext(ctx, saverName+".Inhibit", 0, "Alongside", reason).Store(&cookie); err != nil {
			return err
		}
		i.end = func() { // not all savers notice at once that a connection has closed
			saver.Go(saverName+".UnInhibit", dbus.FlagNoReplyExpected, nil, cookie)
			bus.Close()
		}
		return nil
	})
}

func byLogin(ctx context.Context, reason string) (*inhibition, error) {
	if !HasBus() {
		return nil, errNoBus
	}
	bus, err := dbus.ConnectSystemBus()
	if err != nil {
		return nil, fmt.Errorf("connecting to the system's message bus: %w", err)
	}
	return inhibit(bus, loginName, func(i *inhibition) error {
		ctx, cancel := context.WithTimeout(ctx, answerTime)
		defer cancel()
		var held dbus.UnixFD // it holds while this is open
		manager := bus.Object(loginName, loginPath)
		if err := manager.CallWithContext(ctx, loginName+".Manager.Inhibit", 0, "idle", "Alongside", reason, "block").Store(&held); err != nil {
			return err
		}
		file := os.NewFile(uintptr(held), "inhibitor")
		if file == nil {
			return errors.New("it gave nothing to hold")
		}
		i.end = func() {
			file.Close()
			bus.Close()
		}
		return nil
	})
}

// watch tells by closing the channel that the computer is no longer kept awake: who did it has ended, or the bus
// has gone.
func (i *inhibition) watch() <-chan struct{} {
	lost := make(chan struct{})
	go func() {
		defer close(lost)
		for {
			select {
			case <-i.bus.Context().Done():
				return
			case signal, ok := <-i.signals:
				if !ok || i.endedBy(signal) {
					return
				}
			}
		}
	}()
	return lost
}

// endedBy reports whether a signal says that the computer is no longer kept awake.
func (i *inhibition) endedBy(s *dbus.Signal) bool {
	if s.Name != "org.freedesktop.DBus.NameOwnerChanged" {
		return false
	}
	var name, before, after string
	return dbus.Store(s.Body, &name, &before, &after) == nil && name == i.keeper && before != "" // "": it was just started
}
