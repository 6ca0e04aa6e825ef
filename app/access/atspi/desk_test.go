//go:build linux

package atspi

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/godbus/dbus/v5"

	"alongside/app/access"
)

const launcher = "/usr/libexec/at-spi-bus-launcher"

// A desk is a desktop without anything but buses: the session's, and the one of accessibility.
type desk struct {
	t        testing.TB
	folder   string
	daemon   *exec.Cmd
	launcher *exec.Cmd
}

// newDesk starts the buses for a test. The session's bus is always at the same address, so that it can be started anew.
func newDesk(t testing.TB) *desk {
	t.Helper()
	for _, program := range []string{"dbus-daemon", launcher} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not here: make deps installs it", program)
		}
	}
	d := &desk{t: t, folder: t.TempDir()}
	t.Setenv("XDG_RUNTIME_DIR", d.folder)
	t.Setenv("HOME", d.folder)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", d.address())
	t.Setenv("AT_SPI_BUS_ADDRESS", "")
	t.Setenv("GSETTINGS_BACKEND", "memory")
	t.Cleanup(d.stop)
	d.start()
	return d
}

func (d *desk) address() string { return "unix:path=" + filepath.Join(d.folder, "bus") }

func (d *desk) start() {
	d.t.Helper()
	d.daemon = exec.Command("dbus-daemon", "--session", "--nofork", "--nopidfile", "--address="+d.address(), "--print-address=1")
	d.daemon.SysProcAttr = groupOfItsOwn()
	out, err := d.daemon.StdoutPipe()
	if err != nil {
		d.t.Fatal(err)
	}
	if err := d.daemon.Start(); err != nil {
		d.t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		d.t.Fatal("the session's bus did not start:", err)
	}
	d.launcher = exec.Command(launcher, "--launch-immediately")
	d.launcher.SysProcAttr = groupOfItsOwn()
	if err := d.launcher.Start(); err != nil {
		d.t.Fatal(err)
	}
	d.bus().Close()
}

func (d *desk) stop() {
	for _, c := range []*exec.Cmd{d.launcher, d.daemon} {
		if c != nil && c.Process != nil {
			end(c)
		}
	}
	os.Remove(filepath.Join(d.folder, "bus"))
}

// groupOfItsOwn is for programs that start others, so that these can be ended with them.
func groupOfItsOwn() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// end ends a program and those that it has started.
func end(c *exec.Cmd) {
	syscall.Kill(-c.Process.Pid, syscall.SIGKILL)
	c.Wait()
}

// session is a connection to the session's bus.
func (d *desk) session() *dbus.Conn {
	d.t.Helper()
	session, err := dbus.Connect(d.address())
	if err != nil {
		d.t.Fatal(err)
	}
	return session
}

// bus is a connection to the accessibility bus.
func (d *desk) bus() *dbus.Conn {
	d.t.Helper()
	session := d.session()
	defer session.Close()
	var bus *dbus.Conn
	d.until("the accessibility bus is there", func() bool {
		address, err := accessibilityAddress(context.Background(), session)
		if err != nil {
			return false
		}
		bus, err = dbus.Connect(address)
		return err == nil
	})
	return bus
}

// until waits for something to become so.
func (d *desk) until(what string, so func() bool) {
	d.t.Helper()
	for deadline := time.Now().Add(8 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if so() {
			return
		}
	}
	d.t.Fatalf("waited in vain until %s", what)
}

// drawing runs functions one after another on a goroutine of its own, as the toolkit does.
func drawing(t testing.TB) func(func()) {
	work, done := make(chan func(), 10000), make(chan struct{})
	go func() {
		for {
			select {
			case <-done:
				return
			case f := <-work:
				f()
			}
		}
	}()
	t.Cleanup(func() { close(done) })
	return func(f func()) {
		select {
		case <-done:
		case work <- f:
		}
	}
}

// show shows an object in a window of a program, and serves it.
func show(t testing.TB, content fyne.CanvasObject, options Options) *access.Tree {
	t.Helper()
	tree := access.NewTree("Recipes", drawing(t))
	serve(t, tree, content, options)
	return tree
}

// serve shows an object in a window that a tree looks at, and serves the tree.
func serve(t testing.TB, tree *access.Tree, content fyne.CanvasObject, options Options) {
	t.Helper()
	test.NewTempApp(t)
	w := test.NewWindow(content)
	w.SetTitle("Kitchen")
	w.Resize(fyne.NewSize(640, 480))
	tree.AddWindow(w)
	tree.Activate(w)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		Serve(ctx, tree, options)
	}()
	t.Cleanup(func() {
		stop()
		<-ended
		w.Close()
	})
}

// A client is a reader that asks one program.
type client struct {
	d    *desk
	bus  *dbus.Conn
	root reference
}

// find waits until the program is listed among those of the desktop.
func (d *desk) find() *client {
	d.t.Helper()
	c := &client{d: d, bus: d.bus()}
	d.t.Cleanup(func() { c.bus.Close() })
	d.until("the program is listed", func() bool {
		var programs []reference
		if c.bus.Object(registryName, rootPath).Call(accessible+".GetChildren", 0).Store(&programs) != nil || len(programs) == 0 {
			return false
		}
		c.root = programs[len(programs)-1]
		return true
	})
	return c
}

// call calls a method of an object and keeps what it answers.
func (c *client) call(of reference, method string, arguments []any, answers ...any) {
	c.d.t.Helper()
	call := c.bus.Object(of.Name, of.Path).Call(method, 0, arguments...)
	if err := call.Store(answers...); err != nil {
		c.d.t.Fatalf("%s of %s: %v", method, of.Path, err)
	}
}

// states are those that an object is in.
func (c *client) states(of reference) stateSet {
	c.d.t.Helper()
	var states []uint32
	c.call(of, accessible+".GetState", nil, &states)
	if len(states) != len(stateSet{}) {
		c.d.t.Fatalf("%s has %d words of states", of.Path, len(states))
	}
	return stateSet(states)
}

// named is the object with a name, anywhere in the program.
func (c *client) named(name string) reference {
	c.d.t.Helper()
	var found reference
	c.d.until("there is "+name, func() bool {
		var items []cacheItem
		c.call(reference{c.root.Name, cachePath}, "org.a11y.atspi.Cache.GetItems", nil, &items)
		for _, item := range items {
			if item.Name == name {
				found = item.Object
				return true
			}
		}
		return false
	})
	return found
}

// words joins what was found, for messages.
func words(list []string) string { return strings.Join(list, ", ") }
