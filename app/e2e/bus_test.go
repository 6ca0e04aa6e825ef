//go:build linux

package e2e

import (
	"net"
	"os/exec"
	"path/filepath"
)

// a11yLauncher starts the bus that screen readers use.
const a11yLauncher = "/usr/libexec/at-spi-bus-launcher"

// openBuses gives the desk a message bus and one for screen readers, as on a desktop where one is in use. The test is skipped
// where they, or the programs named, are missing.
func (d *desk) openBuses(programs ...string) {
	d.t.Helper()
	for _, name := range append(programs, "dbus-daemon", a11yLauncher) {
		if _, err := exec.LookPath(name); err != nil {
			d.t.Skipf("%s is not installed; make deps installs it", name)
		}
	}
	d.openBus()
	d.start(exec.Command(a11yLauncher, "--launch-immediately", "--a11y=1", "--screen-reader=1"))
	d.wait("the bus of screen readers", func() bool {
		return d.command("dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus.GetAddress").Run() == nil
	})
}

// openBus gives the desk a message bus.
func (d *desk) openBus() {
	d.t.Helper()
	path := filepath.Join(d.home, "run", "bus")
	d.bus = "unix:path=" + path
	d.start(exec.Command("dbus-daemon", "--session", "--nofork", "--nopidfile", "--address="+d.bus))
	d.wait("the message bus", func() bool { return answers(path) })
}

// answers reports whether someone listens on a socket.
func answers(path string) bool {
	c, err := net.Dial("unix", path)
	if err != nil {
		return false
	}
	c.Close()
	return true
}

// python is the interpreter that Debian's packages are installed for, whatever else there is.
const python = "/usr/bin/python3"

// hasPython skips the test where a module is missing.
func (d *desk) hasPython(module string) {
	d.t.Helper()
	if err := exec.Command(python, "-c", "import "+module).Run(); err != nil {
		d.t.Skipf("Python's %s is not installed; make deps installs it", module)
	}
}
