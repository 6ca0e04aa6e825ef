package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"alongside/app/control"
	"alongside/app/library"
	"alongside/app/look"
	"alongside/app/reader"
	"alongside/store"
	"alongside/sync/tapping"
)

// A scene is one thing that can be on the screen.
type scene struct {
	name  string
	enter func(*desk)
	leave func(*desk) // nil where nothing has to be put back
}

// scenes are all screens and panels, each as it is with something in it. They are shown one after the other on one desk,
// which has the sample story on its shelf.
func scenes() []scene {
	return slices.Concat(
		shelfScenes(), panelScenes(), readerScenes(), emphasisScenes(), findScenes(), paceScenes(), delayScenes(), companionScenes(),
	)
}

func shelfScenes() []scene {
	search := func(query string) func(*desk) {
		return func(d *desk) {
			d.win.Canvas().Focus(d.shelf.screen.FindField())
			d.shelf.search.query = query
			d.shelf.search.ask(d.ctx, query)
			d.until("what was found is shown", func() bool { return d.says("Show all stories") })
		}
	}
	forget := func(d *desk) { d.shelf.search.find(""); d.shelf.screen.ClearHits(); d.shelf.screen.Enter() }
	clear := func(d *desk) { d.notice().Clear(); d.shelf.screen.Enter() }
	return []scene{
		{name: "stories", enter: func(d *desk) { d.showShelf(); d.until("a story has the focus", func() bool { return d.focus() != "" }) }},
		{
			name: "stories being saved",
			enter: func(d *desk) {
				d.shelf.screen.SetSaving([]library.Item{
					{ID: -1, Title: "A story on its way", Detail: "example.org", Status: "Reading the page, 40%", Progress: 0.4, Busy: true},
				})
			},
			leave: func(d *desk) { d.shelf.screen.SetSaving(nil) },
		},
		{name: "found", enter: search("bell"), leave: forget},
		{name: "nothing found", enter: search("xylophone"), leave: forget},
		{
			name:  "a message",
			enter: func(d *desk) { d.say(control.Message{Text: "It was removed.", Action: "Undo", Do: func() {}}) },
			leave: clear,
		},
		{name: "a problem", enter: func(d *desk) { d.problem(fmt.Errorf("the disk is full; make room")) }, leave: clear},
		{
			name:  "an empty library",
			enter: func(d *desk) { d.shelf.screen.SetItems(nil); d.shelf.screen.Enter() },
			leave: func(d *desk) { d.shelf.show(d.shelf.stories); d.shelf.screen.Enter() },
		},
		{
			name: "no feeds",
			enter: func(d *desk) {
				d.showFeeds()
				d.until("the list of feeds is there", func() bool { return d.focus() == "Add a feed" })
			},
		},
		{
			name: "feeds",
			enter: func(d *desk) {
				d.feeds.catalog.SetItems([]library.Item{
					library.FeedItem(store.Feed{ID: 1, Title: "Harbor Radio", Episodes: 12, New: 3, Keep: 3}, time.Now()),
					library.FeedItem(store.Feed{ID: 2, URL: "https://example.org/feed", Problem: "the server cannot be found"}, time.Now()),
				})
				d.feeds.catalog.Select(1)
			},
			leave: func(d *desk) { d.showShelf(); d.until("a story has the focus", func() bool { return d.focus() != "" }) },
		},
	}
}

func panelScenes() []scene {
	panel := func(name string, open func(*desk)) scene {
		return scene{name: name, enter: func(d *desk) {
			open(d)
			d.until(name+" is open", func() bool { return d.win.Canvas().Overlays().Top() != nil })
		}, leave: func(d *desk) { d.closePanels() }}
	}
	var settings []scene
	for i, v := range settingViews() {
		settings = append(settings, panel(v.name, func(d *desk) { d.settingsAt = i; d.showSettings() }))
	}
	return append(settings, []scene{
		panel("adding a file", func(d *desk) {
			d.openAddPanel(library.AddRequest{AudioPath: "/home/me/bell.mp3"}).Say("Choose a file first.")
		}),
		panel("adding a page", func(d *desk) { d.openAddPanel(library.AddRequest{Source: "https://example.org/bell"}) }),
		panel("adding a text", func(d *desk) { d.openAddPanel(library.AddRequest{Text: "ANNA: The bell."}) }),
		panel("an empty address", func(d *desk) { d.feeds.add() }),
		panel("keys", func(d *desk) { d.showKeys() }),
		panel("about", func(d *desk) { d.showAbout() }),
		{
			name: "settings after a set was chosen",
			enter: func(d *desk) {
				d.change(sets()[0].in(d.chosen.preferences))
				d.settingsAt = 0
				d.showSettings()
				d.tapNamed("Learning a language")
			},
			leave: func(d *desk) { d.closePanels(); d.change(sets()[0].in(d.chosen.preferences)) },
		},
		panel("storage", func(d *desk) { d.showStorage() }),
		panel("saving a copy", func(d *desk) { d.saveCopyOf(d.shelf.stories[0].ID) }),
	}...)
}

func readerScenes() []scene {
	return []scene{
		{name: "a story as it opens", enter: func(d *desk) {
			d.openStory(d.shelf.stories[0].ID, -1)
			d.until("the story is open", func() bool { return d.reading != nil && d.reading.player != nil })
		}},
		{name: "a story that is read", enter: func(d *desk) {
			d.notice().Clear()
			at := 20 * time.Second
			for d.reading.timeline.At(at).Word < 0 {
				at += 10 * time.Millisecond
			}
			d.seek(at)
			d.until("a word is marked", func() bool { return d.reading.marked.Word >= 0 })
		}},
		{
			name: "the keyboard on a spoken word",
			enter: func(d *desk) {
				d.win.Canvas().Focus(d.reading.screen.View)
				d.press(fyne.KeyRight)
			},
			leave: func(d *desk) { d.win.Canvas().Focus(d.reading.screen.PlayButton()) },
		},
		{
			name: "finding in a story",
			enter: func(d *desk) {
				d.reading.screen.Find()
				for _, r := range "the" {
					d.win.Canvas().Focused().TypedRune(r)
				}
			},
			leave: func(d *desk) { d.press(fyne.KeyEscape); d.win.Canvas().Focus(d.reading.screen.PlayButton()) },
		},
		{
			name: "words being timed",
			enter: func(d *desk) {
				d.reading.screen.Progress.Say("Finding when each word is spoken, about 20 seconds left", 0.3, func() {})
			},
			leave: func(d *desk) { d.reading.screen.Progress.Clear() },
		},
		{
			name: "what was mended",
			enter: func(d *desk) {
				d.showMendedPanel(d.reading, []store.Mending{
					{ID: 2, Taps: []tapping.Tap{{At: 9 * time.Second, Speed: 1}}},
					{ID: 1, Taps: make([]tapping.Tap, 12)},
				})
			},
			leave: func(d *desk) { d.closePanels() },
		},
		{
			name:  "settings of one story",
			enter: func(d *desk) { d.toggleOnlyHere(); d.setSpeed(1.5); d.showSettings() },
			leave: func(d *desk) { d.asEverywhere(); d.closePanels() },
		},
		{name: "tapping through", enter: func(d *desk) { d.openTapRun(d.reading, tappedBefore{kept: []tapping.Tap{{At: time.Second, Speed: 1}}}) }, leave: func(d *desk) { d.closePanels() }},
		{
			name: "contents",
			enter: func(d *desk) {
				control.ShowList(d.win.Canvas(), "Contents", reader.NewContents([]reader.Chapter{
					{Title: "The lighthouse"}, {Title: "The keeper", Level: 1, Turn: 1}, {Title: "Wind and water", Turn: 3},
				}, 1))
			},
			leave: func(d *desk) { d.closePanels() },
		},
		{
			name: "marks",
			enter: func(d *desk) {
				d.markAll()
				d.notice().Clear()
			},
		},
		{name: "the list of marks", enter: func(d *desk) { d.showMarks() }, leave: func(d *desk) { d.closePanels() }},
		{name: "the word list", enter: func(d *desk) { d.showWords() }, leave: func(d *desk) { d.closePanels() }},
		{
			name: "the words of all stories",
			enter: func(d *desk) {
				d.showAllWords()
				d.until("they are listed", func() bool { return d.panel() != nil })
			},
			leave: func(d *desk) { d.closePanels() },
		},
		{name: "a note", enter: func(d *desk) { d.writeNote() }, leave: func(d *desk) { d.closePanels() }},
		{
			name:  "scrolled away",
			enter: func(d *desk) { d.reading.screen.View.ScrollLines(200) },
			leave: func(d *desk) { d.follow() },
		},
	}
}

// says reports whether some words are on the screen.
func (d *desk) says(words string) bool {
	for _, p := range d.parts() {
		if _, what, ok := inkOf(p.object); ok && strings.Contains(what, words) {
			return true
		}
	}
	return false
}

// everyScene shows each scene in turn.
func everyScene(t *testing.T, size fyne.Size, see func(t *testing.T, d *desk)) {
	t.Helper()
	lib := newLibrary(t)
	d := newDesk(t, lib)
	d.win.Resize(size)
	d.start("")
	d.until("the shelf is full", func() bool { return len(d.shelf.stories) == 1 })
	for _, s := range scenes() {
		s.enter(d)
		d.settle()
		t.Run(s.name, func(t *testing.T) { see(t, d) })
		if s.leave != nil {
			s.leave(d)
		}
	}
}

// settle does what is waiting already.
func (d *desk) settle() {
	for {
		select {
		case do := <-d.waiting:
			do()
		default:
			return
		}
	}
}

// inEveryLook shows what is on the screen in each look at some scales of text, and puts both back.
func (d *desk) inEveryLook(scales []float32, see func(name string)) {
	for _, scale := range scales {
		d.setText(scale)
		for _, l := range []look.Look{look.Paper, look.Ink, look.Contrast, look.Cream, look.Dusk} {
			d.setLook(l)
			d.settle()
			see(fmt.Sprintf("%s at %.0f%%", l, 100*scale))
		}
	}
	d.setText(1)
	d.setLook(look.Paper)
	d.settle()
}
