//go:build linux

package e2e

import (
	"os"
	"path/filepath"
	"slices"
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
	what   string // in the words of docs/accessibility.md
	key    string
	want   []string
	atOnce bool // the window's name and a message come at once, and Orca says them in either order
}

// isSaid reports whether Orca said what it should.
func (s visitStep) isSaid(said []string) bool {
	want := s.want
	if s.atOnce {
		said, want = slices.Sorted(slices.Values(said)), slices.Sorted(slices.Values(want))
	}
	return slices.Equal(said, want)
}

// hold presses a key. Ctrl is held for a moment, as people do: Orca asks whether it is down when it hears of the caret.
func (p *program) hold(key string, until func()) {
	p.t.Helper()
	rest, ctrl := strings.CutPrefix(key, "ctrl+")
	if !ctrl {
		p.key(key)
		until()
		return
	}
	p.do("xdotool", "keydown", "ctrl", "key", rest)
	until()
	p.do("xdotool", "keyup", "ctrl")
}

func TestOrcaReadsAVisitFromStartToEnd(t *testing.T) {
	d := sit(t)
	d.openBuses("dbus-send")
	r := d.readAloud()
	r.HearAll(time.Second)
	p := d.launch()
	p.wait("the window", func() bool { return p.title() != "" })
	const patience = 4 * time.Second
	check := func(s visitStep, said []string) {
		if !s.isSaid(said) {
			t.Errorf("%s (%s): Orca says\n%#v, want\n%#v", s.what, s.key, said, s.want)
		}
	}
	steps := visitSteps()
	check(steps[0], r.Hear(steps[0].want, patience))
	for _, s := range steps[1:] {
		p.hold(s.key, func() { check(s, r.Hear(s.want, patience)) })
	}
	p.wait("the end", func() bool { return !p.running() })
}

// visitSteps is a visit, from the first start to the end. The first happens without a key.
func visitSteps() []visitStep {
	return []visitStep{
		{what: "The program starts", want: []string{"The Fog Bell of Wren Harbor – Alongside frame.", "notification.", "Press Space, or the round button below, to play. The words you hear are marked. Click any word to hear it.", "Playing tool bar", "Play push button."}, atOnce: true},
		{what: "Back to the library", key: "ctrl+l", want: []string{"left control ", "l ", "Alongside", "The Fog Bell of Wren Harbor. Alongside · 23 November 2026 · 2 minutes · 4 voices. Not begun."}},
		{what: "To the search", key: "ctrl+f", want: []string{"left control ", "f ", "Find in all stories entry."}},
		{what: "Back to the list", key: "Escape", want: []string{"escape ", "Stories.", "List with 1 item.", "The Fog Bell of Wren Harbor. Alongside · 23 November 2026 · 2 minutes · 4 voices. Not begun."}},
		{what: "Open the story", key: "Return", want: []string{"return ", "The Fog Bell of Wren Harbor – Alongside", "notification.", "Press Space, or the round button below, to play. The words you hear are marked. Click any word to hear it.", "Play push button."}, atOnce: true},
		{what: "Play", key: "space", want: []string{"space ", "Pause"}},
		{what: "Pause", key: "space", want: []string{"space "}},
		{what: "Next turn", key: "alt+Down", want: []string{"left alt ", "notification.", "Nora Field, host: In the town of Wren Harbor, fog comes in from the sea on about 80 mornings a year."}},
		{what: "Next turn", key: "alt+Down", want: []string{"left alt ", "read only (SOUNDBITE OF BELL)"}},
		{what: "Next sentence", key: "alt+Right", want: []string{"left alt ", "read only Tom Alder, reporter: That is the fog bell, at the end of the old stone pier. It weighs as much "}},
		{what: "A line down", key: "Down", want: []string{"as a small car, and for thirty years it did not ring. The town had put in an "}},
		{what: "A line down", key: "Down", want: []string{"electric horn. Duncan Reid, who mends nets here, never took to it."}},
		{what: "A word on", key: "ctrl+Right", want: []string{"left control ", "electric"}},
		{what: "A letter on", key: "Right", want: []string{"o"}},
		{what: "A turn on", key: "ctrl+Next", want: []string{"left control ", "page down ", "read only Duncan Reid: The horn tells you where the pier is. The bell told you that somebody was "}},
		{what: "Next control", key: "Tab", want: []string{"tab ", "Playing tool bar", "Place in the story horizontal slider 0:27 of 1:53. Tom Alder: That is the fog bell, at the end of the old…", "Up and Down go by turns."}},
		{what: "Next turn, on the strip", key: "Down", want: []string{"0:42 of 1:53. Duncan Reid: The horn tells you where the pier is. The…"}},
		{what: "By sounds", key: "Next", want: []string{"page down ", "Up and Down go by sounds", "notification.", "1 in this story."}},
		{what: "By turns again", key: "Prior", want: []string{"page up ", "Up and Down go by turns", "notification.", "9 in this story."}},
		{what: "Go to", key: "ctrl+g", want: []string{"left control ", "g ", "Go to dialog", "Where to go entry.", "12:30, turn 12, a name."}},
		{what: "A turn’s number", key: "4", want: []string{"4 ", "notification.", "Enter goes there. Turn 4 at 0:42: Duncan Reid, “The horn tells you where the pier is. The bell told you that somebody was awake,…”"}},
		{what: "Leave it", key: "Escape", want: []string{"escape ", "Place in the story horizontal slider 0:42 of 1:53. Duncan Reid: The horn tells you where the pier is. The…", "Up and Down go by turns."}},
		{what: "Who speaks", key: "ctrl+i", want: []string{"left control ", "i ", "Who speaks dialog", "Who speaks.", "List with 4 items.", "Duncan Reid: 2 turns, 0:12, 11% of the story.", "speaks now."}},
		{what: "Leave the list", key: "Escape", want: []string{"escape ", "Place in the story horizontal slider 0:42 of 1:53. Duncan Reid: The horn tells you where the pier is. The…", "Up and Down go by turns."}},
		{what: "Settings", key: "F2", want: []string{"F2 ", "Settings dialog Each changes several settings at once, and only those that it names. You can change every one of them afterwards. Now: As it comes.", "Groups of settings panel.", "Ready-made.", "selected radio button"}},
		{what: "Next group", key: "Tab", want: []string{"tab ", "Text.", "not selected radio button"}},
		{what: "Leave the settings", key: "Escape", want: []string{"escape ", "Place in the story horizontal slider 0:42 of 1:53. Duncan Reid: The horn tells you where the pier is. The…", "Up and Down go by turns."}},
		{what: "To the menus", key: "F10", want: []string{"F10 ", "Story menu."}},
		{what: "Next menu", key: "Right", want: []string{"Library menu."}},
		{what: "Open it", key: "Down", want: []string{"Back to the library Ctrl+L."}},
		{what: "Next item", key: "Down", want: []string{"Find Ctrl+F."}},
		{what: "Close it", key: "Escape", want: []string{"escape ", "Library menu."}},
		{what: "Leave the menus", key: "Escape", want: []string{"Playing tool bar", "Place in the story horizontal slider 0:42 of 1:53. Duncan Reid: The horn tells you where the pier is. The…", "Up and Down go by turns."}},
		{what: "All commands and keys", key: "F1", want: []string{"F1 ", "Commands and keys dialog", "Commands and keys.", "List with 155 items.", "Story."}},
		{what: "Next one", key: "Down", want: []string{"Add a story…   (Ctrl + N)"}},
		{what: "One that begins with F", key: "f", want: []string{"f ", "Find   (Ctrl + F)"}},
		{what: "Leave them", key: "Escape", want: []string{"escape ", "Place in the story horizontal slider 0:42 of 1:53. Duncan Reid: The horn tells you where the pier is. The…", "Up and Down go by turns."}},
		{what: "Add a story", key: "ctrl+n", want: []string{"left control ", "n ", "Add a story dialog A saved page, a document, a book, a transcript or subtitles. Sound that the page or the file names is found by itself.", "Choose a file push button."}},
		{what: "Next control", key: "Tab", want: []string{"tab ", "Choose its sound push button.", "Sound that the page or the file names is found by itself."}},
		{what: "Leave the form", key: "Escape", want: []string{"escape ", "Place in the story horizontal slider 0:42 of 1:53. Duncan Reid: The horn tells you where the pier is. The…", "Up and Down go by turns."}},
		{what: "Quit", key: "ctrl+q", want: []string{"left control ", "q "}},
	}
}
