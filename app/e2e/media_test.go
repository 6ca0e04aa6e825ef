//go:build linux

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// joinDesktop gives the desk a bus, and skips the test where a program named is missing.
func (d *desk) joinDesktop(programs ...string) *dbus.Conn {
	d.t.Helper()
	for _, name := range append(programs, "dbus-daemon") {
		if _, err := exec.LookPath(name); err != nil {
			d.t.Skipf("%s is not installed; make deps installs it", name)
		}
	}
	d.openBus()
	bus, err := dbus.Connect(d.bus)
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { bus.Close() })
	return bus
}

// playerctl runs the program that desktops' panels and people use to control what plays.
func (d *desk) playerctl(words ...string) string {
	d.t.Helper()
	return strings.TrimSpace(d.do("playerctl", append([]string{"--player=Alongside"}, words...)...))
}

// position is where the desktop is told that the story is.
func (d *desk) position() time.Duration {
	d.t.Helper()
	seconds, err := strconv.ParseFloat(d.playerctl("position"), 64)
	if err != nil {
		d.t.Fatal(err)
	}
	return time.Duration(seconds * float64(time.Second))
}

func TestTheDesktopsControlsPlayTheStory(t *testing.T) {
	d := sit(t)
	d.joinDesktop("playerctl")
	p := d.openLibrary()
	p.key("ctrl+2")
	if title := d.playerctl("metadata", "title"); title == "" || !strings.HasPrefix(p.title(), title) {
		t.Errorf("the desktop shows %q, the window %q", title, p.title())
	}
	d.playerctl("play")
	if !p.waitPlaying(true) {
		t.Fatal("it does not play")
	}
	d.wait("the desktop to show that it plays", func() bool { return d.playerctl("status") == "Playing" })
	d.playerctl("position", "20")
	if at := d.position(); at < 20*time.Second || at > 23*time.Second {
		t.Errorf("gone to 20 s, it is at %v", at)
	}
	d.playerctl("pause")
	if !p.waitPlaying(false) {
		t.Error("it does not pause")
	}
	before := d.position()
	d.playerctl("next")
	if after := d.position(); after <= before {
		t.Errorf("the next turn is at %v, before was %v", after, before)
	}
}

// saver is a desktop's screen saver: it tells who asked for it not to come.
type saver chan dbus.Sender

// Inhibit is what screen savers have.
func (s saver) Inhibit(_, _ string, sender dbus.Sender) (uint32, *dbus.Error) {
	s <- sender
	return 1, nil
}

func TestAProgramThatIsKilledLetsTheComputerSleep(t *testing.T) {
	const name = "org.freedesktop.ScreenSaver"
	d := sit(t)
	bus := d.joinDesktop()
	asked := make(saver, 8)
	if err := bus.Export(asked, "/org/freedesktop/ScreenSaver", name); err != nil {
		t.Fatal(err)
	}
	if _, err := bus.RequestName(name, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	p := d.openLibrary()
	if len(asked) > 0 {
		t.Error("the computer is kept awake before anything plays")
	}
	p.key("space")
	var who dbus.Sender
	select {
	case who = <-asked:
	case <-time.After(patience):
		t.Fatal("nothing keeps the computer awake")
	}
	p.end(syscall.SIGKILL)
	d.wait("the computer to be let go", func() bool {
		var there bool
		err := bus.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, string(who)).Store(&there)
		return err == nil && !there
	})
}

func TestASecondStartOpensItsFileInTheFirstWindow(t *testing.T) {
	d := sit(t)
	d.joinDesktop("xev")
	p := d.openLibrary()
	d.start(exec.Command("xev"))
	d.wait("another program's window in front", func() bool { return strings.HasPrefix(p.title(), "Event Tester") })
	path := filepath.Join(d.home, "harbor.txt")
	if err := os.WriteFile(path, []byte("MARIA LOPEZ: Good morning.\n\nBEN REED: Good morning to you.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.run(path) // ends by itself
	p.wait("the file in the first window, in front of the other", func() bool { return strings.HasPrefix(p.title(), "harbor") })
	if !p.running() {
		t.Error("the first has ended")
	}
}
