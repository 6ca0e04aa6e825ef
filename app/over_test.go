package app

import (
	"testing"

	"fyne.io/fyne/v2"

	"alongside/app/library"
)

// names are what all on the screen that can have the focus, or tells something, is called.
func (d *desk) names() (names []string) {
	for _, o := range d.seen() {
		if a, ok := o.(fyne.Accessible); ok {
			names = append(names, a.AccessibilityLabel())
		}
	}
	return names
}

// screens are the places in the window besides a story, and how one gets there.
func (d *desk) screens(s *site) map[string]func() {
	return map[string]func(){
		"shelf":       func() { d.showShelf() },
		"feeds":       func() { d.showFeeds() },
		"episodes":    func() { d.showFeeds(); d.feeds.subscribe(s.URL + "/feed.xml") },
		"form":        d.addStory,
		"feed's form": func() { d.feeds.add() },
		"storage":     d.showStorage,
		"keys":        d.showKeys,
		"about":       d.showAbout,
	}
}

func TestEverythingThatCanHaveTheFocusHasAName(t *testing.T) {
	site := newSite(t)
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.until("the shelf is full", func() bool { return len(d.shelf.stories) == 1 })
	for name, open := range d.screens(site) {
		d.closePanels()
		open()
		d.until(name+" is there", func() bool { return d.focus() != "" })
		for _, o := range d.seen() {
			if _, focusable := o.(fyne.Focusable); !focusable {
				continue
			}
			if a, ok := o.(fyne.Accessible); !ok || a.AccessibilityLabel() == "" {
				t.Errorf("%s: a %T has no name", name, o)
			}
		}
	}
}

func TestACommandThatShowsSomethingElseClosesThePanelFirst(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.until("the shelf is full", func() bool { return len(d.shelf.stories) == 1 })
	run := func(name string) {
		for _, s := range d.sections {
			for _, c := range s.commands {
				if c.name == name {
					d.perform(c)
					return
				}
			}
		}
		t.Fatalf("there is no command %q", name)
	}
	for _, c := range []struct {
		command string
		stays   bool
	}{{"Larger text", true}, {"Feeds", false}, {"Find", false}, {"Back to the library", false}} {
		d.closePanels()
		if c.command == "Back to the library" {
			d.showFeeds()
		}
		d.openAddPanel(library.AddRequest{})
		run(c.command)
		if got := d.panel() != nil; got != c.stays {
			t.Errorf("after %q the form is open: %v", c.command, got)
		}
	}
	run("Add a story…")
	run("Add a story…")
	if n := len(d.win.Canvas().Overlays().List()); n != 1 {
		t.Errorf("%d forms are open, want one", n)
	}
}

func TestTheWindowSaysWhatItShows(t *testing.T) {
	site := newSite(t)
	d := newDesk(t, newLibrary(t))
	d.openSample()
	steps := []struct {
		open func()
		want string
	}{
		{func() {}, "The Fog Bell of Wren Harbor – Alongside"},
		{d.showShelf, "Alongside"},
		{d.showFeeds, "Feeds – Alongside"},
		{func() { d.feeds.subscribe(site.URL + "/feed.xml") }, "Harbor Radio – Alongside"},
	}
	for _, s := range steps {
		s.open()
		d.until("the window is called "+s.want, func() bool { return d.win.Title() == s.want })
	}
}

func TestTheFocusIsGivenUpWithTheScreenThatHadIt(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.until("the first story has the focus", func() bool { return d.win.Canvas().Focused() != nil })
	before, ok := d.win.Canvas().Focused().(interface{ HasFocus() bool })
	if !ok {
		t.Fatalf("%T does not say whether it has the focus", d.win.Canvas().Focused())
	}
	d.openStory(1, -1)
	d.until("the story is open", func() bool { return d.reading != nil })
	if before.HasFocus() {
		t.Error("the card still shows the ring of focus")
	}
}
