//go:build linux

package e2e

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"alongside/sync/playback/loopback"
)

// A desk is what a person sits at: a display, loudspeakers and a home folder of its own.
type desk struct {
	t       testing.TB
	home    string
	display *display
	sound   *loopback.Server
	bus     string   // the address of its message bus, if it has one
	within  []string // the command that Alongside is started by, if any
}

// windowManager is what openbox is told: no borders, everything at the top left, and no keys of its own, so that a place
// in the window is the same place on the display and every key reaches the program.
const windowManager = `<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
 <focus><focusNew>yes</focusNew></focus>
 <theme><keepBorder>no</keepBorder></theme>
 <keyboard/>
 <mouse/>
 <applications>
  <application class="*"><decor>no</decor><position force="yes"><x>0</x><y>0</y></position></application>
 </applications>
</openbox_config>`

// usualSize is the size of the window in most tests.
var usualSize = image.Pt(1280, 800)

// displaySize is larger than any window in the tests.
var displaySize = image.Pt(1440, 900)

// sit makes a desk. The test is skipped on a machine that cannot have one.
func sit(t testing.TB) *desk {
	t.Helper()
	for _, name := range []string{"Xvfb", "openbox", "xdotool", "pulseaudio", "ffmpeg"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s is not installed, so there is no desk to sit at", name)
		}
	}
	home, err := os.MkdirTemp("", "e2e") // a short name: it holds sockets
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(home) })
	d := &desk{t: t, home: home}
	for _, name := range []string{"run", "data", "config/openbox", "cache", "pulse", "screen"} {
		if err := os.MkdirAll(filepath.Join(home, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	d.display = d.openDisplay(displaySize)
	d.sound, err = loopback.Start(filepath.Join(home, "pulse"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.sound.Kill)
	config := filepath.Join(home, "config/openbox/rc.xml")
	if err := os.WriteFile(config, []byte(windowManager), 0o600); err != nil {
		t.Fatal(err)
	}
	d.start(exec.Command("openbox", "--config-file", config))
	d.wait("the window manager", func() bool {
		out, _ := d.command("xdotool", "get_num_desktops").Output()
		return len(out) > 0
	})
	return d
}

// openDisplay starts Xvfb on a free display.
func (d *desk) openDisplay(size image.Point) *display {
	d.t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		d.t.Fatal(err)
	}
	defer read.Close()
	folder := filepath.Join(d.home, "screen")
	server := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", size.X, size.Y),
		"-fbdir", folder, "-nolisten", "tcp", "-noreset", "-dpi", "96")
	server.ExtraFiles = []*os.File{write}
	d.start(server)
	write.Close()
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		d.t.Fatalf("Xvfb opened no display: %v", err)
	}
	s, err := mapDisplay(filepath.Join(folder, "Xvfb_screen0"))
	if err != nil {
		d.t.Fatal(err)
	}
	s.name = ":" + strings.TrimSpace(number)
	d.t.Cleanup(s.close)
	return s
}

// environment is the environment of programs at the desk: nothing of the person's own session reaches them.
func (d *desk) environment() []string {
	var env []string
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		own := strings.HasPrefix(name, "XDG_") || strings.HasPrefix(name, "PULSE_") || strings.HasPrefix(name, "FYNE_")
		if !own && name != "WAYLAND_DISPLAY" && name != "DBUS_SESSION_BUS_ADDRESS" {
			env = append(env, pair)
		}
	}
	env = append(env,
		"HOME="+d.home,
		"XDG_RUNTIME_DIR="+filepath.Join(d.home, "run"),
		"XDG_DATA_HOME="+filepath.Join(d.home, "data"),
		"XDG_CONFIG_HOME="+filepath.Join(d.home, "config"),
		"XDG_CACHE_HOME="+filepath.Join(d.home, "cache"),
		"LIBGL_ALWAYS_SOFTWARE=1",
	)
	if d.display != nil {
		env = append(env, "DISPLAY="+d.display.name)
	}
	if d.sound != nil {
		env = append(env, d.sound.Environment()...)
	}
	if d.bus != "" {
		env = append(env, "DBUS_SESSION_BUS_ADDRESS="+d.bus, "GSETTINGS_BACKEND=memory")
	}
	return env
}

// command is a program at the desk, not yet started. It ends at the latest when the tests do.
func (d *desk) command(name string, args ...string) *exec.Cmd {
	c := exec.Command(name, args...)
	c.Env = d.environment()
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	return c
}

// alongside is the program with its arguments, not yet started.
func (d *desk) alongside(args ...string) *exec.Cmd {
	d.t.Helper()
	words := append(append(slices.Clone(d.within), binaryOf(d.t)), args...)
	return d.command(words[0], words[1:]...)
}

// run runs Alongside to its end and gives what it printed.
func (d *desk) run(args ...string) string {
	d.t.Helper()
	c := d.alongside(args...)
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		d.t.Fatalf("alongside %s: %v\n%s%s", strings.Join(args, " "), err, out, said.String())
	}
	return string(out)
}

// start starts a program of the desk's own that runs until the test ends.
func (d *desk) start(c *exec.Cmd) {
	d.t.Helper()
	c.Env = d.environment()
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := c.Start(); err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	})
}

// do runs a program at the desk to its end and gives what it printed.
func (d *desk) do(name string, args ...string) string {
	d.t.Helper()
	out, err := d.command(name, args...).Output()
	if err != nil {
		var failed *exec.ExitError
		if errors.As(err, &failed) {
			err = fmt.Errorf("%w: %s", err, failed.Stderr)
		}
		d.t.Fatalf("%s %s: %v", filepath.Base(name), strings.Join(args, " "), err)
	}
	return string(out)
}

// patience is how long anything may take on a busy machine.
const patience = 15 * time.Second

// wait waits until something is so.
func (d *desk) wait(what string, so func() bool) {
	d.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if so() {
			return
		}
	}
	d.t.Fatalf("waited for %s in vain", what)
}

// A program is Alongside with its window open.
type program struct {
	*desk
	process *exec.Cmd
	trace   string
	log     *strings.Builder
	exited  chan struct{}
}

// open opens the window at a story, in the usual size, and waits until all of it is drawn.
func (d *desk) open(story telling) *program {
	d.t.Helper()
	p := d.launch(story.id)
	p.wait("the story in the window", func() bool { return strings.HasPrefix(p.title(), story.title) })
	p.settle()
	p.resize(usualSize)
	return p
}

// openLibrary opens the window at the library; where it is new, that is the sample story.
func (d *desk) openLibrary() *program {
	d.t.Helper()
	p := d.launch()
	p.wait("the window", func() bool { return p.title() != "" })
	p.settle()
	p.resize(usualSize)
	return p
}

// launch starts the window without waiting for it.
func (d *desk) launch(args ...string) *program {
	d.t.Helper()
	d.pointAway()
	p := &program{desk: d, trace: filepath.Join(d.home, "trace"), log: &strings.Builder{}, exited: make(chan struct{})}
	p.process = d.alongside(append([]string{"--trace", p.trace}, args...)...)
	p.process.Stdout, p.process.Stderr = p.log, p.log
	if err := p.process.Start(); err != nil {
		d.t.Fatal(err)
	}
	go func() {
		_ = p.process.Wait()
		close(p.exited)
	}()
	d.t.Cleanup(func() {
		p.keepEvidence()
		p.end(syscall.SIGKILL)
	})
	return p
}

// keepEvidence shows how things stood when a test failed.
func (p *program) keepEvidence() {
	if !p.t.Failed() {
		return
	}
	path := filepath.Join(screens, "failed", p.t.Name()+".png")
	if err := p.display.save(path, image.Rectangle{}); err == nil {
		p.t.Logf("the window is in %s", path)
	}
	if !p.running() {
		p.t.Logf("the program has ended (%v); it said:\n%s", p.process.ProcessState, p.log)
	}
	trace, _ := os.ReadFile(p.trace)
	p.t.Logf("the end of the trace:\n%s", trace[max(0, len(trace)-2000):])
}

// screens is where pictures are written.
const screens = "../../build/screens"

// end sends a signal and waits until the program is gone.
func (p *program) end(signal syscall.Signal) {
	p.t.Helper()
	_ = p.process.Process.Signal(signal)
	select {
	case <-p.exited:
	case <-time.After(patience):
		p.t.Errorf("the program does not end on %v", signal)
		_ = p.process.Process.Kill()
		<-p.exited
	}
}

// running reports whether the program is still there.
func (p *program) running() bool {
	select {
	case <-p.exited:
		return false
	default:
		return true
	}
}

// window is the number of the program's window, "" while there is none.
func (p *program) window() string {
	out, _ := p.command("xdotool", "search", "--onlyvisible", "--class", "alongside").Output()
	number, _, _ := strings.Cut(string(out), "\n")
	return number
}

// title is what stands in the window's title bar.
func (p *program) title() string {
	out, _ := p.command("xdotool", "getactivewindow", "getwindowname").Output()
	return strings.TrimSpace(string(out))
}

// key presses keys, one after the other, as "space" or "ctrl+plus".
func (p *program) key(keys ...string) {
	p.t.Helper()
	p.do("xdotool", append([]string{"key"}, keys...)...)
}

// write types text.
func (p *program) write(text string) {
	p.t.Helper()
	p.do("xdotool", "type", "--delay", "20", text)
}

// click presses a button of the mouse at a place: 1 is the left one, 4 and 5 are the wheel up and down.
func (p *program) click(at image.Point, button int) {
	p.t.Helper()
	p.do("xdotool", "mousemove", fmt.Sprint(at.X), fmt.Sprint(at.Y), "click", fmt.Sprint(button))
}

// pointAway takes the pointer out of every picture: the display draws it into them, and takes it away for a moment whenever
// something is drawn below it.
func (d *desk) pointAway() {
	d.t.Helper()
	d.do("xdotool", "mousemove", fmt.Sprint(displaySize.X), fmt.Sprint(displaySize.Y))
}

// resize gives the window a size and waits until it is drawn in it. While a screen is being built the toolkit may take
// the window's size back, so it is asked for again.
func (p *program) resize(size image.Point) {
	p.t.Helper()
	for range 5 {
		p.do("xdotool", "windowsize", p.window(), fmt.Sprint(size.X), fmt.Sprint(size.Y))
		p.settle()
		if p.size() == size {
			return
		}
	}
	p.t.Fatalf("the window does not become %v", size)
}

// size is the window's size.
func (p *program) size() image.Point {
	p.t.Helper()
	var size image.Point
	for _, row := range strings.Fields(p.do("xdotool", "getwindowgeometry", "--shell", p.window())) {
		_, _ = fmt.Sscanf(row, "WIDTH=%d", &size.X)
		_, _ = fmt.Sscanf(row, "HEIGHT=%d", &size.Y)
	}
	return size
}

// settle waits until the picture no longer changes.
func (p *program) settle() {
	p.t.Helper()
	p.settleIn(image.Rectangle{})
}

// settleIn waits until an area no longer changes, as that above the play bar, whose clock goes on while a story plays.
func (p *program) settleIn(area image.Rectangle) {
	p.t.Helper()
	const still = 400 * time.Millisecond
	last, since := p.display.sum(area), time.Now()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if sum := p.display.sum(area); sum != last {
			last, since = sum, time.Now()
		}
		if time.Since(since) > still {
			return
		}
	}
	p.t.Fatal("the picture never comes to rest")
}
