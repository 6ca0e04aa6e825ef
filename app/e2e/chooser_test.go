//go:build linux

package e2e

import (
	"bufio"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	portalPath    = "/org/freedesktop/portal/desktop"
	portalName    = "org.freedesktop.portal."
	portalRequest = portalPath + "/request/desk/1"
)

// A portal is a desktop's portal at the desk. Whatever it is asked for, it chooses the same file, as a person would.
type portal struct {
	bus    *dbus.Conn
	choice string
	parent chan string // the window that asked
}

func (p *portal) ReadAll([]string) (map[string]map[string]dbus.Variant, *dbus.Error) {
	return map[string]map[string]dbus.Variant{}, nil
}

func (p *portal) Get(string, string) (dbus.Variant, *dbus.Error) {
	return dbus.MakeVariant(uint32(4)), nil
}

func (p *portal) OpenFile(parent, _ string, _ map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	p.parent <- parent
	go func() {
		time.Sleep(100 * time.Millisecond)
		_ = p.bus.Emit(portalRequest, portalName+"Request.Response", uint32(0), map[string]dbus.Variant{"uris": dbus.MakeVariant([]string{"file://" + p.choice})})
	}()
	return portalRequest, nil
}

// set has the portal tell that the person has chosen something for all programs.
func (p *portal) set(t *testing.T, namespace, key string, value any) {
	t.Helper()
	if err := p.bus.Emit(portalPath, portalName+"Settings.SettingChanged", namespace, key, dbus.MakeVariant(value)); err != nil {
		t.Fatal(err)
	}
}

// openPortal gives the desk a message bus with a portal on it.
func (d *desk) openPortal(choice string) *portal {
	d.t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		d.t.Fatal(err)
	}
	defer read.Close()
	daemon := exec.Command("dbus-daemon", "--session", "--nofork", "--print-address=3")
	daemon.ExtraFiles = []*os.File{write}
	d.start(daemon)
	write.Close()
	address, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		d.t.Fatalf("the message bus does not start: %v", err)
	}
	address = strings.TrimSpace(address)
	d.within = []string{"env", "DBUS_SESSION_BUS_ADDRESS=" + address}
	p := &portal{choice: choice, parent: make(chan string, 1)}
	if p.bus, err = dbus.Connect(address); err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { p.bus.Close() })
	for _, name := range []string{portalName + "Settings", portalName + "FileChooser", "org.freedesktop.DBus.Properties"} {
		if err := p.bus.Export(p, portalPath, name); err != nil {
			d.t.Fatal(err)
		}
	}
	if _, err := p.bus.RequestName(portalName+"Desktop", dbus.NameFlagDoNotQueue); err != nil {
		d.t.Fatal(err)
	}
	return p
}

// newStory writes a transcript where the person keeps files.
func (d *desk) newStory() string {
	d.t.Helper()
	path := filepath.Join(d.home, "kettle+tea.txt")
	if err := os.WriteFile(path, []byte("The Kettle\n\nANNA VALE: The kettle is on.\n\nBEN ORR: Then I will stay.\n"), 0o600); err != nil {
		d.t.Fatal(err)
	}
	return path
}

func TestAFileIsChosenInTheDesktopsChooser(t *testing.T) {
	d := sit(t)
	desktop := d.openPortal(d.newStory())
	p := d.openLibrary()
	p.key("ctrl+o")
	p.wait("the story that was chosen", func() bool { return strings.HasPrefix(p.title(), "The Kettle") })
	if parent := <-desktop.parent; !strings.HasPrefix(parent, "x11:") {
		t.Errorf("the window that asks is called %q", parent)
	}
}

func TestAFileIsChosenByKeysWithoutADesktop(t *testing.T) {
	d := sit(t)
	d.newStory()
	p := d.openLibrary()
	p.key("ctrl+o")
	p.settle()
	p.key("k", "Return") // to the name that begins with it
	p.wait("the story that was chosen", func() bool { return strings.HasPrefix(p.title(), "The Kettle") })
}

func TestTheWindowFollowsTheDesktopsTextSizeAndColours(t *testing.T) {
	d := sit(t)
	desktop := d.openPortal("")
	p := d.openLibrary()
	ink := func() int { return p.count(image.Rectangle{}, rgb(0x1B1A17)) }
	before := ink()
	desktop.set(t, "org.gnome.desktop.interface", "text-scaling-factor", 2.0)
	p.wait("larger text", func() bool { return ink() > before*3/2 })
	desktop.set(t, "org.freedesktop.appearance", "color-scheme", uint32(1))
	p.wait("dark colours", func() bool { return p.count(image.Rectangle{}, rgb(0x14161A)) > usualSize.X*usualSize.Y/4 })
}
