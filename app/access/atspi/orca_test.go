//go:build linux

package atspi

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// speechConfiguration has speech-dispatcher say nothing, to nowhere.
const speechConfiguration = `LogLevel 1
LogDir "default"
CommunicationMethod "unix_socket"
AudioOutputMethod "alsa"
AddModule "dummy" "sd_dummy" ""
DefaultModule dummy
`

// A reading is a screen reader at a program in a real window.
type reading struct {
	*desk
	log    string
	window string
	heard  int // how many utterances were looked at
}

// read starts a display, the program and Orca.
func read(t *testing.T) *reading {
	t.Helper()
	for _, program := range []string{"Xvfb", "openbox", "xdotool", "orca", "speech-dispatcher", "/usr/bin/python3"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not here: make deps installs it", program)
		}
	}
	r := &reading{desk: newDesk(t)}
	r.log = filepath.Join(r.folder, "orca.log")
	r.display()
	r.session().Object(launcherName, launcherPath).SetProperty(statusFace+".ScreenReaderEnabled", true)
	r.run("openbox")
	r.speech()
	r.run("/usr/bin/python3", "testdata/orca_by_line.py", r.log)
	t.Cleanup(func() {
		if t.Failed() {
			log := r.logged()
			t.Logf("the end of Orca's log:\n%s", log[max(len(log)-1000, 0):])
		}
	})
	r.until("Orca is there", func() bool { return len(r.said()) > 0 })
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(asProgram, "1")
	r.run(self)
	r.until("the window is there", func() bool {
		out, err := exec.Command("xdotool", "search", "--onlyvisible", "--name", "^Kitchen$").Output()
		r.window = strings.TrimSpace(string(out))
		return err == nil && r.window != ""
	})
	exec.Command("xdotool", "windowactivate", "--sync", r.window).Run()
	return r
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

// speech starts a speech-dispatcher that says nothing.
func (r *reading) speech() {
	folder := filepath.Join(r.folder, "speech")
	if err := os.MkdirAll(filepath.Join(folder, "modules"), 0o700); err != nil {
		r.t.Fatal(err)
	}
	for name, content := range map[string]string{
		filepath.Join(folder, "speechd.conf"): speechConfiguration,
		filepath.Join(r.folder, ".asoundrc"):  "pcm.!default { type null }\nctl.!default { type null }\n",
	} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			r.t.Fatal(err)
		}
	}
	socket := filepath.Join(r.folder, "speech.sock")
	r.t.Setenv("SPEECHD_ADDRESS", "unix_socket:"+socket)
	r.run("speech-dispatcher", "-s", "-C", folder, "-L", folder, "-P", filepath.Join(folder, "pid"), "-c", "unix_socket", "-S", socket)
	r.until("speech-dispatcher is there", func() bool { _, err := os.Stat(socket); return err == nil })
}

func (r *reading) run(name string, arguments ...string) { r.begin(exec.Command(name, arguments...)) }

// begin starts something that ends with the test.
func (r *reading) begin(c *exec.Cmd) {
	r.t.Helper()
	c.SysProcAttr = groupOfItsOwn()
	if err := c.Start(); err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { end(c) })
}

func (r *reading) logged() string {
	log, _ := os.ReadFile(r.log)
	return string(log)
}

// said is all that Orca has said.
func (r *reading) said() []string {
	var said []string
	for _, m := range regexp.MustCompile(`SPEECH OUTPUT: '(.*?)' ?(?:voice=|\{)`).FindAllStringSubmatch(r.logged(), -1) {
		said = append(said, m[1])
	}
	return said
}

// press presses a key and gives what Orca says then: as soon as that is what is wanted. Ctrl is held until then, as a person
// holds it for longer than Orca takes to look at it.
func (r *reading) press(key string, want ...string) []string {
	r.t.Helper()
	modifier, last, combined := strings.Cut(key, "+")
	if !combined {
		r.xdotool("key", key)
		return r.hear(want)
	}
	r.xdotool("keydown", modifier, "key", last)
	defer r.xdotool("keyup", modifier)
	return r.hear(want)
}

func (r *reading) xdotool(arguments ...string) {
	r.t.Helper()
	if err := exec.Command("xdotool", arguments...).Run(); err != nil {
		r.t.Fatalf("xdotool %s: %v", words(arguments), err)
	}
}

// hear waits until Orca has said what is wanted, or has had time enough to, and a moment longer: people do not press keys while
// they still hear of the last.
func (r *reading) hear(want []string) []string {
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if slices.Equal(r.said()[r.heard:], want) {
			break
		}
	}
	time.Sleep(150 * time.Millisecond)
	said := r.said()[r.heard:]
	r.heard += len(said)
	return said
}

func TestOrcaSaysWhatIsOnTheScreen(t *testing.T) {
	r := read(t)
	if got := r.hear([]string{"Screen reader on.", "Kitchen frame."}); !slices.Contains(got, "Kitchen frame.") {
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
		if !strings.Contains(r.logged(), "SAY ALL: [paragraph | ] '"+sentence) {
			t.Errorf("reading all, Orca does not say %q", sentence)
		}
	}
	time.Sleep(time.Second) // so that what is said twice has been
	if more := r.said()[r.heard:]; len(more) > 0 {
		t.Errorf("Orca goes on to say %q", more)
	}
}
