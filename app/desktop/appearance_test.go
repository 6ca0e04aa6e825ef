package desktop

import (
	"bufio"
	"context"
	"math"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

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

func export(t *testing.T, bus *dbus.Conn, object any, path dbus.ObjectPath, of string) {
	t.Helper()
	if err := bus.Export(object, path, of); err != nil {
		t.Fatal(err)
	}
}

// takeName makes a connection the desktop's portal.
func takeName(t *testing.T, bus *dbus.Conn) {
	t.Helper()
	if _, err := bus.RequestName(portalName, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
}

// told are settings of a desktop portal of the test's own.
type told map[setting]any

func (p told) ReadAll(namespaces []string) (map[string]map[string]dbus.Variant, *dbus.Error) {
	all := map[string]map[string]dbus.Variant{}
	for _, namespace := range namespaces {
		all[namespace] = map[string]dbus.Variant{}
		for name, value := range p {
			if name.namespace == namespace {
				all[namespace][name.key] = dbus.MakeVariant(value)
			}
		}
	}
	return all, nil
}

// watch runs a portal with settings and gives what is told of them.
func watch(t *testing.T, settings told) (*dbus.Conn, <-chan Appearance) {
	t.Helper()
	bus := startBus(t)
	export(t, bus, settings, portalPath, settingsInterface)
	takeName(t, bus)
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	return bus, WatchAppearance(ctx)
}

func next(t *testing.T, seen <-chan Appearance) Appearance {
	t.Helper()
	select {
	case a, ok := <-seen:
		if !ok {
			t.Fatal("nothing more will be told")
		}
		return a
	case <-time.After(10 * time.Second):
		t.Fatal("nothing was told")
	}
	return Appearance{}
}

// change has the portal tell that a setting has changed.
func change(t *testing.T, bus *dbus.Conn, name setting, value any) {
	t.Helper()
	if err := bus.Emit(portalPath, settingsInterface+".SettingChanged", name.namespace, name.key, dbus.MakeVariant(value)); err != nil {
		t.Fatal(err)
	}
}

// settingCases are the settings of a desktop and what each comes to.
func settingCases() map[string]struct {
	settings told
	want     Appearance
} {
	return map[string]struct {
		settings told
		want     Appearance
	}{
		"dark":                              {told{scheme(): uint32(1)}, Appearance{Dark: true, Text: 1}},
		"light":                             {told{scheme(): uint32(2)}, Usual()},
		"more contrast":                     {told{contrast(): uint32(1)}, Appearance{MoreContrast: true, Text: 1}},
		"reduced motion":                    {told{motion(): uint32(1)}, Appearance{Still: true, Text: 1}},
		"no animations":                     {told{animations(): false}, Appearance{Still: true, Text: 1}},
		"animations":                        {told{animations(): true}, Usual()},
		"motion of any kind, no animations": {told{motion(): uint32(0), animations(): false}, Usual()},
		"large text":                        {told{textScale(): 1.5}, Appearance{Text: 1.5}},
		"small text":                        {told{textScale(): 0.75}, Appearance{Text: 0.75}},
		"a scheme that is no number":        {told{scheme(): "dark"}, Usual()},
		"an unknown scheme":                 {told{scheme(): uint32(9)}, Usual()},
		"an unknown contrast":               {told{contrast(): uint32(7)}, Usual()},
		"an unknown motion":                 {told{motion(): uint32(2), animations(): false}, Appearance{Still: true, Text: 1}},
		"animations that are no yes or no":  {told{animations(): uint32(0)}, Usual()},
		"text that is no number":            {told{textScale(): "1.5"}, Usual()},
		"a whole number of text":            {told{textScale(): uint32(2)}, Usual()},
		"text far too large":                {told{textScale(): 40.0}, Usual()},
		"text of no size":                   {told{textScale(): 0.0}, Usual()},
		"text that is not a number at all":  {told{textScale(): math.NaN()}, Usual()},
	}
}

func TestTheDesktopsSettingsAreKnownAtTheStart(t *testing.T) {
	for name, c := range settingCases() {
		t.Run(name, func(t *testing.T) {
			_, seen := watch(t, c.settings)
			if got := next(t, seen); got != c.want {
				t.Errorf("it is %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestChangesOfTheDesktopsSettingsAreFollowed(t *testing.T) {
	for name, c := range settingCases() {
		t.Run(name, func(t *testing.T) {
			bus, seen := watch(t, told{})
			next(t, seen)
			for setting, value := range c.settings {
				change(t, bus, setting, value)
			}
			change(t, bus, scheme(), uint32(prefersDark)) // something is told in any case
			want := c.want
			want.Dark = true
			for got := next(t, seen); got != want; got = next(t, seen) {
				if got.Dark {
					t.Fatalf("it is %+v, want %+v", got, want)
				}
			}
		})
	}
}

func TestAValueThatCannotBeLeavesTheSettingAsItWas(t *testing.T) {
	bus, seen := watch(t, told{textScale(): 2.0, motion(): uint32(1)})
	next(t, seen)
	change(t, bus, textScale(), 1000.0)
	change(t, bus, motion(), "none")
	change(t, bus, contrast(), uint32(1))
	if got, want := next(t, seen), (Appearance{MoreContrast: true, Still: true, Text: 2}); got != want {
		t.Errorf("it is %+v, want %+v", got, want)
	}
}

func TestSignalsThatAreNoneOfTheSettingsAreIgnored(t *testing.T) {
	bus, seen := watch(t, told{})
	next(t, seen)
	if err := bus.Emit(portalPath, settingsInterface+".SettingChanged", uint32(1)); err != nil {
		t.Fatal(err)
	}
	change(t, bus, setting{"org.example", "color-scheme"}, uint32(1))
	change(t, bus, contrast(), uint32(1))
	if got, want := next(t, seen), (Appearance{MoreContrast: true, Text: 1}); got != want {
		t.Errorf("it is %+v, want %+v", got, want)
	}
}

func TestWithoutAPortalTheWatchEnds(t *testing.T) {
	startBus(t)
	select {
	case a, ok := <-WatchAppearance(t.Context()):
		if ok {
			t.Errorf("it tells %+v", a)
		}
	case <-time.After(10 * time.Second):
		t.Error("it goes on without a portal")
	}
}
