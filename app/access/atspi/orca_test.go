//go:build linux

package atspi

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"alongside/app/access/orca"
)

// orcasPatience is how long it may take to say something on a busy machine.
const orcasPatience = 5 * time.Second

// A reading is a screen reader at a program in a real window.
type reading struct {
	*desk
	orca *orca.Reader
}

// seat is a desktop with a display, where neither the program nor Orca has been started.
func seat(t *testing.T) *reading {
	t.Helper()
	missing := orca.Missing()
	for _, program := range []string{"Xvfb", "openbox", "xdotool"} {
		if _, err := exec.LookPath(program); err != nil {
			missing = append(missing, program)
		}
	}
	if len(missing) > 0 {
		t.Skipf("%s are not here: make deps installs them", words(missing))
	}
	r := &reading{desk: newDesk(t)}
	r.display()
	r.begin(exec.Command("openbox"))
	return r
}

// reader starts Orca.
func (r *reading) reader() {
	r.t.Helper()
	reader, err := orca.Start(r.t.TempDir(), r.folder, r.begin)
	if err != nil {
		r.t.Fatal(err)
	}
	r.orca = reader
	r.t.Cleanup(func() {
		if r.t.Failed() {
			log := reader.Log()
			r.t.Logf("the end of Orca's log:\n%s", log[max(len(log)-1000, 0):])
		}
	})
	r.until("Orca is there", func() bool { return len(reader.Said()) > 0 })
}

// program starts the program and waits for its window.
func (r *reading) program() {
	r.t.Helper()
	self, err := os.Executable()
	if err != nil {
		r.t.Fatal(err)
	}
	program := exec.Command(self)
	program.Env = append(os.Environ(), asProgram+"=1")
	r.begin(program)
	var window string
	r.until("the window is there", func() bool {
		out, err := exec.Command("xdotool", "search", "--onlyvisible", "--name", "^Kitchen$").Output()
		window = strings.TrimSpace(string(out))
		return err == nil && window != ""
	})
	r.xdotool("windowactivate", "--sync", window)
}

// display starts an X display of the test's own.
func (r *reading) display() {
	number, out, err := os.Pipe()
	if err != nil {
		r.t.Fatal(err)
	}
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "800x600x24", "-nolisten", "tcp")
	x.ExtraFiles = []*os.File{out}
	r.begin(x)
	out.Close()
	buffer := make([]byte, 16)
	n, err := number.Read(buffer)
	if err != nil {
		r.t.Fatal("Xvfb did not start:", err)
	}
	r.t.Setenv("DISPLAY", ":"+strings.TrimSpace(string(buffer[:n])))
	r.t.Setenv("LIBGL_ALWAYS_SOFTWARE", "1")
	r.t.Setenv("WAYLAND_DISPLAY", "")
}

// begin starts something that ends with the test.
func (r *reading) begin(c *exec.Cmd) {
	r.t.Helper()
	c.SysProcAttr = groupOfItsOwn()
	if err := c.Start(); err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { end(c) })
}

// press presses a key and gives what Orca says then: as soon as that is what is wanted. Ctrl is held until then, as a person
// holds it for longer than Orca takes to look at it.
func (r *reading) press(key string, want ...string) []string {
	r.t.Helper()
	modifier, last, combined := strings.Cut(key, "+")
	if !combined {
		r.xdotool("key", key)
		return r.orca.Hear(want, orcasPatience)
	}
	r.xdotool("keydown", modifier, "key", last)
	defer r.xdotool("keyup", modifier)
	return r.orca.Hear(want, orcasPatience)
}

func (r *reading) xdotool(arguments ...string) {
	r.t.Helper()
	if err := exec.Command("xdotool", arguments...).Run(); err != nil {
		r.t.Fatalf("xdotool %s: %v", words(arguments), err)
	}
}

func TestOrcaSaysWhatIsOnTheScreen(t *testing.T) {
	r := seat(t)
	r.set("ScreenReaderEnabled", true)
	r.reader()
	r.program()
	if got := r.orca.Hear([]string{"Screen reader on.", "Kitchen frame."}, orcasPatience); !slices.Contains(got, "Kitchen frame.") {
		t.Fatalf("Orca begins with %q, want the window", got)
	}
	for _, step := range []struct {
		key  string
		want []string
	}{
		{"Tab", []string{"tab ", "Cook push button."}},
		{"space", []string{"space ", "notification.", "The soup is on."}},
		{"Tab", []string{"tab ", "Guests entry."}},
		{"a", []string{"a "}},
		{"b", []string{"b "}},
		{"Left", []string{"b"}},
		{"BackSpace", []string{"backspace ", "a"}},
		{"Tab", []string{"tab ", "Salt check box not checked."}},
		{"space", []string{"space ", "checked"}},
		{"Tab", []string{"tab ", "Warmth horizontal slider 0 degrees."}},
		{"Right", []string{"20 degrees"}},
		{"Tab", []string{"tab ", "Herbs.", "List with 3 items.", "Basil."}},
		{"Down", []string{"Dill."}},
		{"Down", []string{"Thyme."}},
		{"Up", []string{"Dill."}},
		{"Tab", []string{"tab ", "Recipe document frame", "read only First chop the onions. Then fry them."}},
		{"Right", []string{"i"}},
		{"Right", []string{"r"}},
		{"ctrl+Right", []string{"left control ", "First"}},
		{"ctrl+Right", []string{"left control ", "chop"}},
		{"Down", []string{"slowly in butter."}},
		{"Down", []string{"Add water."}},
		{"Down", []string{"Serve hot."}},
		{"Up", []string{"Add water."}},
		{"Up", []string{"slowly in butter."}},
		{"KP_Add", []string{"plus "}}, // Orca's command for reading all, which it logs in another way
		{"Tab", []string{"tab ", "Burn push button."}},
		{"space", []string{"space ", "notification.", "The soup has burned."}},

		{"Tab", []string{"tab ", "Gallery panel.", "Chapter two heading level 2."}},
		{"Down", []string{"Home page link."}},
		{"Down", []string{"Follow toggle button pressed."}},
		{"Down", []string{"Mute toggle button not pressed."}},
		{"Down", []string{"Speed combo box.", "Normal."}},
		{"Down", []string{"Saving 40 percent."}},
		{"Down", []string{"Open Ctrl+O."}},
		{"Down", []string{"Large check menu item checked."}},
		{"Down", []string{"Ink.", "selected radio button"}},
		{"Down", []string{"Gone push button grayed."}},
		{"Down", []string{"Look collapsed push button."}},
		{"Down", []string{"Print push button.", "On paper."}},
		{"Down", []string{"A lighthouse image."}},
		{"Down", []string{"Secret password text ••"}},
		{"Down", []string{"Notes entry one."}},
		{"Down", []string{"Story one.", "12 minutes."}},
		{"Down", []string{"read only Maria: I never saw it.", "time not sure."}},
		{"Down", []string{"Plain words label."}},
		{"Down", []string{"3 of 10 statusbar."}},
		{"Down", []string{"Place horizontal slider 1:20 of 3:45."}},
		{"Down", []string{"Story menu."}},
		{"Down", []string{"Panel dialog What is in it."}},
	} {
		if got := r.press(step.key, step.want...); !slices.Equal(got, step.want) {
			t.Errorf("after %s Orca says %q, want %q", step.key, got, step.want)
		}
	}
	for _, sentence := range []string{"Add water.", "Serve hot."} {
		if !strings.Contains(r.orca.Log(), "SAY ALL: [paragraph | ] '"+sentence) {
			t.Errorf("reading all, Orca does not say %q", sentence)
		}
	}
	time.Sleep(time.Second) // so that what is said twice has been
	if more := r.orca.Hear(nil, 0); len(more) > 0 {
		t.Errorf("Orca goes on to say %q", more)
	}
}

func TestOrcaStartedLaterSaysWhereTheFocusIs(t *testing.T) {
	r := seat(t)
	r.program()
	r.xdotool("key", "Tab")
	r.xdotool("key", "Tab")
	r.reader()
	want := []string{"Screen reader on.", "Kitchen frame.", "Guests entry."}
	if got := r.orca.Hear(want, orcasPatience); !slices.Equal(got, want) {
		t.Errorf("Orca says %q, want %q", got, want)
	}
}
