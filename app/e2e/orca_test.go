//go:build linux

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alongside/app/access/orca"
)

// readAloud starts Orca at the desk.
func (d *desk) readAloud() *orca.Reader {
	d.t.Helper()
	if missing := orca.Missing(); len(missing) > 0 {
		d.t.Skipf("%s not installed; make deps installs it", strings.Join(missing, ", "))
	}
	folder := filepath.Join(d.home, "orca")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		d.t.Fatal(err)
	}
	r, err := orca.Start(folder, d.home, d.start)
	if err != nil {
		d.t.Fatal(err)
	}
	d.wait("Orca", func() bool { return len(r.Said()) > 0 })
	return r
}

// A visitStep is a key that a person presses, and what Orca is to say then.
type visitStep struct {
	what string // in the words of the documentation
	key  string
	want []string
}

func TestOrcaReadsAVisitFromStartToEnd(t *testing.T) {
	d := sit(t)
	d.openBuses("dbus-send")
	r := d.readAloud()
	r.HearAll(time.Second)
	p := d.launch()
	p.wait("the window", func() bool { return p.title() != "" })
	check := func(s visitStep, said []string) {
		if fmt.Sprint(said) != fmt.Sprint(s.want) {
			t.Errorf("%s (%s): Orca says\n%q, want\n%q", s.what, s.key, said, s.want)
		}
	}
	start := visitStep{what: "The program starts", want: nil}
	check(start, r.HearAll(2*time.Second))
	for _, s := range visitSteps() {
		p.key(s.key)
		check(s, r.HearAll(1500*time.Millisecond))
	}
}

func visitSteps() []visitStep {
	return []visitStep{
		{what: "Back to the library", key: "ctrl+l"},
		{what: "To the search", key: "ctrl+f"},
		{what: "Back to the story", key: "Escape"},
		{what: "Down to the list", key: "Down"},
		{what: "Open the story", key: "Return"},
		{what: "Play", key: "space"},
		{what: "Pause", key: "space"},
		{what: "Next turn", key: "alt+Down"},
		{what: "A line down", key: "Down"},
		{what: "A word on", key: "ctrl+Right"},
		{what: "A letter on", key: "Right"},
		{what: "Next control", key: "Tab"},
		{what: "Settings", key: "F2"},
		{what: "Larger text", key: "Right"},
		{what: "Next", key: "Tab"},
		{what: "Leave", key: "Escape"},
		{what: "menus", key: "F10"},
		{what: "menu", key: "Down"},
		{what: "menu", key: "Down"},
		{what: "Leave", key: "Escape"},
		{what: "Leave", key: "Escape"},
		{what: "Keys", key: "F1"},
		{what: "Leave", key: "Escape"},
		{what: "Add", key: "ctrl+n"},
		{what: "Next", key: "Tab"},
		{what: "Leave", key: "Escape"},
		{what: "Leave", key: "ctrl+q"},
	}
}
