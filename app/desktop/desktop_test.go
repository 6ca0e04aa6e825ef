package desktop

import (
	"bufio"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	portalName = "org.freedesktop.portal.Desktop"
	portalPath = "/org/freedesktop/portal/desktop"
	settingsOf = "org.freedesktop.portal.Settings"
)

// portal is a desktop portal of the test's own. Read wraps its answer twice, as old portals do.
type portal map[string]uint32

func (p portal) Read(_, key string) (dbus.Variant, *dbus.Error) {
	return dbus.MakeVariant(dbus.MakeVariant(p[key])), nil
}

// startBus runs a message bus for the test and makes it the session's.
func startBus(t *testing.T) *dbus.Conn {
	t.Helper()
	daemon := exec.Command("dbus-daemon", "--session", "--nofork", "--print-address=1")
	out, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Skipf("there is no dbus-daemon here: %v; make deps installs it", err)
	}
	t.Cleanup(func() {
		daemon.Process.Kill()
		daemon.Wait()
	})
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
	bus, err := dbus.Connect(strings.TrimSpace(address))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { bus.Close() })
	return bus
}

func TestTheDesktopsColoursAreFollowed(t *testing.T) {
	bus := startBus(t)
	if err := bus.Export(portal{scheme: prefersDark}, portalPath, settingsOf); err != nil {
		t.Fatal(err)
	}
	if _, err := bus.RequestName(portalName, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	seen := make(chan Appearance, 10)
	WatchAppearance(func(a Appearance) { seen <- a })
	if got := next(t, seen); got != (Appearance{Dark: true}) {
		t.Errorf("at the start %+v, want dark", got)
	}
	want := Appearance{Dark: true, MoreContrast: true}
	for range 50 { // it listens a moment after it has read
		if err := bus.Emit(portalPath, settingsOf+".SettingChanged", namespace, contrast, dbus.MakeVariant(uint32(prefersHigher))); err != nil {
			t.Fatal(err)
		}
		select {
		case got := <-seen:
			if got != want {
				t.Errorf("after the change %+v, want %+v", got, want)
			}
			return
		case <-time.After(100 * time.Millisecond):
		}
	}
	t.Error("a change of contrast was not told")
}

func next(t *testing.T, seen <-chan Appearance) Appearance {
	t.Helper()
	select {
	case a := <-seen:
		return a
	case <-time.After(10 * time.Second):
		t.Fatal("nothing was told")
		return Appearance{}
	}
}
