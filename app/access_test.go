package app

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"alongside/app/access"
	"alongside/app/control"
	"alongside/app/desktop"
	"alongside/app/library"
)

// A view is something to see in the window, and how one gets there.
type view struct {
	name  string
	empty bool // on a library without stories
	open  func(*desk, *site)
	there func(*desk) bool
}

// views are the screens and panels, besides a story.
func views() []view {
	panel := func(d *desk) bool { return d.panel() != nil && d.focus() != "" }
	listed := func(d *desk) bool { return d.focus() != "" }
	form := func(fill func(*library.AddPanel)) func(*desk, *site) {
		return func(d *desk, _ *site) { fill(d.openAddPanel(library.AddRequest{})) }
	}
	find := func(query string) func(*desk, *site) {
		return func(d *desk, _ *site) { d.findEverywhere(); d.typed(query) }
	}
	return append(settingViews(), []view{
		{name: "the library", there: listed},
		{name: "an empty library", empty: true, there: func(d *desk) bool { return d.tells("No stories here yet") }},
		{name: "what a search found", open: find("bell"), there: func(d *desk) bool { return d.tells("in 1 story") }},
		{name: "a search that found nothing", open: find("zeppelin"), there: func(d *desk) bool { return d.tells("Nothing found") }},
		{name: "the form", open: form(func(*library.AddPanel) {}), there: panel},
		{name: "the form for a page", open: form(func(p *library.AddPanel) { p.Fill(library.AddRequest{Source: "https://example.org/bell"}) }), there: panel},
		{name: "the form for copied text", open: form(func(p *library.AddPanel) { p.Fill(library.AddRequest{Text: "ANNA: Hello.", AudioPath: "bell.mp3"}) }), there: panel},
		{name: "the form with a problem", open: form(func(p *library.AddPanel) { p.Say("Choose a file first.") }), there: func(d *desk) bool { return d.tells("Choose a file first.") }},
		{name: "the keys", open: func(d *desk, _ *site) { d.showKeys() }, there: panel},
		{name: "about", open: func(d *desk, _ *site) { d.showAbout() }, there: panel},
		{name: "storage", open: func(d *desk, _ *site) { d.showStorage() }, there: panel},
		{name: "settings after a set was chosen", open: func(d *desk, _ *site) { d.showSettings(); d.chooseSet(sets()[4]) }, there: panel},
		{name: "settings of one story", open: func(d *desk, _ *site) {
			d.openSample()
			d.toggleOnlyHere()
			d.setSpeed(1.5)
			d.showSettings()
		}, there: func(d *desk) bool { return d.tells("Here: speed.") }},
		{name: "the delay of the sound", open: func(d *desk, _ *site) { d.testOn(newHeadphones()) }, there: panel},
		{name: "pressing along with flashes", open: func(d *desk, _ *site) { d.testOn(newHeadphones()).watch() }, there: panel},
		{name: "pressing along with clicks", open: func(d *desk, _ *site) { d.testOn(newHeadphones()).hear() }, there: panel},
		{name: "a delay that was found", open: func(d *desk, _ *site) { d.delayFound() }, there: panel},
		{name: "settings in a story", open: func(d *desk, _ *site) { d.openSample(); d.showSettings() }, there: panel},
		{name: "a file to choose", open: func(d *desk, _ *site) {
			d.chooseHere(desktop.FileRequest{Title: "Open a file", Accept: "Open", Folder: d.library.Dir()}, func(string) {})
		}, there: panel},
		{name: "the menus", open: func(d *desk, _ *site) { d.toMenus() }, there: func(d *desk) bool { return d.focus() != "" }},
		{name: "a menu beside a button", open: func(d *desk, _ *site) { d.shelf.itemMenu(1, d.win.Content()) }, there: func(d *desk) bool { return d.tells("Play from the beginning") }},
		{name: "a story", open: func(d *desk, _ *site) { d.openStory(1, -1) }, there: func(d *desk) bool { return d.reading != nil && d.reading.player != nil }},
		{name: "marks in a story", open: func(d *desk, _ *site) { d.openSample(); d.markAll() }, there: func(d *desk) bool { return len(d.reading.story.Marks) == 4 }},
		{name: "the list of marks", open: func(d *desk, _ *site) { d.openSample(); d.markAll(); d.showMarks() }, there: panel},
		{name: "the word list", open: func(d *desk, _ *site) { d.openSample(); d.markAll(); d.showWords() }, there: panel},
		{name: "the words of all stories", open: func(d *desk, _ *site) { d.openSample(); d.markAll(); d.showAllWords() }, there: panel},
		{name: "a note", open: func(d *desk, _ *site) { d.openSample(); d.writeNote() }, there: panel},
		{name: "where to go", open: func(d *desk, _ *site) { d.openSample(); d.showGoTo(); d.typed("1") }, there: panel},
		{name: "who speaks", open: func(d *desk, _ *site) { d.openSample(); d.showSpeakers() }, there: panel},
		{name: "the turns of one speaker", open: func(d *desk, _ *site) {
			d.openSample()
			d.showSpeakers()
			d.listed().OnChoose(0)
		}, there: panel},
		{name: "what was found in a story", open: func(d *desk, _ *site) { d.openSample(); d.find(); d.typed("the") }, there: func(d *desk) bool { return d.tells("1 of ") }},
		{name: "the strip", open: func(d *desk, _ *site) { d.openSample(); d.win.Canvas().Focus(d.reading.screen.Strip()) }, there: func(d *desk) bool { return d.tells("Place in the story") }},
		{name: "copies", open: func(d *desk, _ *site) { d.saveCopyOf(1) }, there: panel},
		{name: "no feeds", open: func(d *desk, _ *site) { d.showFeeds() }, there: func(d *desk) bool { return d.focus() == "Add a feed" }},
		{name: "the feed's form", open: func(d *desk, _ *site) { d.feeds.add() }, there: panel},
		{name: "episodes", open: func(d *desk, s *site) { d.showFeeds(); d.feeds.subscribe(s.URL + "/feed.xml") }, there: func(d *desk) bool { return d.tells("Episode 2") }},
		{name: "feeds", open: func(d *desk, s *site) { d.openFeed(s); d.showFeeds() }, there: func(d *desk) bool { return d.tells("Harbor Radio") && d.feeds.feed == 0 }},
		{name: "a problem", open: func(d *desk, _ *site) { d.problem(fmt.Errorf("the file is empty")) }, there: func(d *desk) bool { return d.tells("The file is empty.") }},
		{name: "a message with something to do", open: func(d *desk, _ *site) { d.shelf.remove(1) }, there: func(d *desk) bool { return d.tells("” was removed.") }},
		{name: "work", open: func(d *desk, _ *site) {
			d.say(control.Message{Text: "Backing up, 10%", Ongoing: true, Action: "Cancel", Do: func() {}})
		}, there: func(d *desk) bool { return d.tells("Backing up, 10%") }},
	}...)
}

// settingViews are the groups of settings.
func settingViews() (all []view) {
	for i, g := range append([]settingGroup{{name: readyMade}}, settingGroups()...) {
		all = append(all, view{
			name:  "settings: " + g.name,
			open:  func(d *desk, _ *site) { d.settingsAt = i; d.showSettings() },
			there: func(d *desk) bool { return d.focus() == g.name+", chosen" },
		})
	}
	return all
}

// typed types a text where the focus is.
func (d *desk) typed(text string) {
	for _, r := range text {
		d.win.Canvas().Focused().TypedRune(r)
	}
}

// tells reports whether a screen reader is told of something whose name holds some words.
func (d *desk) tells(words string) (found bool) {
	d.tree.Look().Walk(func(e *access.Element) bool {
		found = found || strings.Contains(e.Name, words)
		return !found
	})
	return found
}

// on opens the window at a view, with text of a scale.
func (v view) on(t *testing.T, s *site, size fyne.Size, scale float32) *desk {
	t.Helper()
	lib := crowded(t, 0)
	if !v.empty {
		lib = newLibrary(t)
	}
	d := newDesk(t, lib)
	d.win.Resize(size)
	d.setText(scale)
	d.start("")
	d.until("the library is there", func() bool { return d.focus() != "" })
	if v.open != nil {
		v.open(d, s)
	}
	d.until(v.name+" is there", func() bool { return v.there(d) })
	d.applyTheme() // at the window's size, as it is by then
	d.tree.Activate(d.win)
	return d
}

// TestAScreenReaderIsToldOfAllThereIs looks at every screen and panel as programs for those who cannot see it do.
func TestAScreenReaderIsToldOfAllThereIs(t *testing.T) {
	if testing.Short() {
		t.Skip("short mode, as for the race detector, which would take minutes over it")
	}
	site := newSite(t)
	for _, size := range []struct {
		size  fyne.Size
		scale float32
	}{{fyne.NewSize(1280, 800), 1}, {fyne.NewSize(640, 480), 3}} {
		for _, v := range views() {
			t.Run(fmt.Sprintf("%s at %.0f%%", v.name, 100*size.scale), func(t *testing.T) {
				d := v.on(t, site, size.size, size.scale)
				s := d.tree.Look()
				for _, f := range s.Faults() {
					t.Errorf("%q, role %d, %s", f.Element.Name, f.Element.Role, f.What)
				}
				d.compare(s)
			})
		}
	}
}

// compare holds what can have the focus against what is told of it.
func (d *desk) compare(s *access.Snapshot) {
	d.t.Helper()
	const most = 1 // pixel
	for _, o := range d.seen() {
		f, ok := o.(fyne.Focusable)
		if off, is := o.(fyne.Disableable); !ok || is && off.Disabled() {
			continue
		}
		e := s.Of(o)
		switch {
		case e == nil:
			d.t.Errorf("nothing is told of a %T", o)
			continue
		case !e.CanFocus():
			d.t.Errorf("%q cannot be given the focus", e.Name)
		}
		at, told := fyne.CurrentApp().Driver().AbsolutePositionForObject(o), s.Bounds(e)
		for _, off := range []float32{at.X - told.X, at.Y - told.Y, o.Size().Width - told.Width, o.Size().Height - told.Height} {
			if math.Abs(float64(off)) > most {
				d.t.Errorf("%q stands at %v, %v, and is told to be at %v, %v", e.Name, at, o.Size(), told.Position, told.Size)
				break
			}
		}
		focused := s.Focused()
		for focused != nil && focused != e { // it may be on a part of it
			focused = s.Parent(focused)
		}
		if f == d.win.Canvas().Focused() && focused == nil {
			d.t.Errorf("%q has the focus, and it is told to be on %+v", e.Name, s.Focused())
		}
	}
}
