package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"alongside/app/control"
	"alongside/app/reader"
	"alongside/store"
	"alongside/sync/transcript"
)

// markAll puts a mark of each kind into the open story, at what is heard.
func (d *desk) markAll() {
	d.t.Helper()
	d.seek(10 * time.Second) // where someone speaks
	at, ok := d.reading.screen.View.Here()
	if !ok {
		d.t.Fatal("there is nothing to mark here")
	}
	word := d.reading.story.Transcript.Turns[at.Turn].Words()[1]
	note := d.reading.newMark(store.Note, at)
	note.Note = "Ask the keeper"
	d.addMarks(d.reading, []store.Mark{
		d.reading.newMark(store.Bookmark, at), d.reading.newMark(store.Highlight, at), note,
		d.reading.newMark(store.Word, reader.Stretch{Turn: at.Turn, Span: word}),
	}, nil)
	d.until("all is marked", func() bool { return len(d.reading.story.Marks) == 4 })
}

// kept are the marks of the sample story in the library, by kind.
func (d *desk) kept() (kinds []string) {
	d.t.Helper()
	marks, err := d.library.Marks(d.t.Context(), d.reading.story.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, m := range marks {
		kinds = append(kinds, string(m.Kind))
	}
	return kinds
}

func TestABookmarkIsPutWhereOneListensAndTakenAwayAgain(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	d.toggleBookmark()
	d.until("it is put", func() bool { return slices.Equal(d.kept(), []string{"bookmark"}) })
	d.untilSaid("is bookmarked")
	d.toggleBookmark()
	d.until("it is gone", func() bool { return len(d.kept()) == 0 && len(d.reading.story.Marks) == 0 })
	d.untilSaid("no longer bookmarked")
}

func TestWhatIsSelectedIsHighlighted(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	view := d.reading.screen.View
	view.Read(reader.Stretch{Turn: 0, Span: transcript.Span{Start: 0, End: 1}})
	view.TypedShortcut(ctrlShift(fyne.KeyRight))
	d.toggleHighlight()
	d.until("it is highlighted", func() bool { return len(d.reading.story.Marks) == 1 })
	want := d.reading.story.Transcript.Turns[0].Words()[0]
	if m := d.reading.story.Marks[0]; m.Turn != 0 || m.Span != want {
		t.Errorf("highlighted is %q in turn %d", m.Quote, m.Turn)
	}
}

func TestANoteIsKeptHoweverItsPanelIsClosed(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	d.writeNote()
	d.typed("Ask him")
	d.escape()
	d.until("the note is kept", func() bool { return len(d.reading.story.Marks) == 1 && d.reading.story.Marks[0].Note == "Ask him" })
	d.writeNote()
	d.typed(" soon")
	d.escape()
	d.until("the same note is changed", func() bool {
		return len(d.reading.story.Marks) == 1 && strings.Contains(d.reading.story.Marks[0].Note, "soon")
	})
}

func TestAnEmptyNoteIsNone(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	d.writeNote()
	d.escape()
	d.settle()
	if kinds := d.kept(); len(kinds) != 0 {
		t.Errorf("kept is %v", kinds)
	}
}

// listed is the list in the panel that is open.
func (d *desk) listed() *control.List {
	d.t.Helper()
	list, ok := d.win.Canvas().Focused().(*control.List)
	if !ok {
		d.t.Fatalf("the focus is on %q, which is no list", d.focus())
	}
	return list
}

func TestAMarkRemovedInTheListIsBroughtBack(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	d.markAll()
	before := d.kept()
	d.showMarks()
	list := d.listed()
	d.press(fyne.KeyDelete)
	d.until("it is removed", func() bool { return len(d.kept()) == 3 && strings.Contains(list.Name(0), "Removed") })
	d.press(fyne.KeyReturn)
	d.until("it is back", func() bool { return len(d.kept()) == 4 && !strings.Contains(list.Name(0), "Removed") })
	slices.Sort(before)
	if after := d.kept(); !slices.Equal(slices.Sorted(slices.Values(after)), before) {
		t.Errorf("the marks are %v, were %v", after, before)
	}
}

func TestEnterInTheListGoesToAMark(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	d.until("the sound is open", func() bool { return d.reading.player != nil })
	turn := len(d.reading.story.Transcript.Turns) - 1
	d.addMarks(d.reading, []store.Mark{d.reading.newMark(store.Bookmark, reader.Stretch{Turn: turn, Span: transcript.Span{End: 5}})}, nil)
	d.until("it is put", func() bool { return len(d.reading.story.Marks) == 1 })
	d.showMarks()
	d.press(fyne.KeyReturn)
	if d.panel() != nil || d.reading.marked.Turn != turn || d.win.Canvas().Focused() != fyne.Focusable(d.reading.screen.View) {
		t.Errorf("turn %d is heard, want %d; the focus is on %q", d.reading.marked.Turn, turn, d.focus())
	}
}

func TestAWordIsHeardByItselfAndTheStoryStaysWhereItIs(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	d.until("the sound is open", func() bool { return d.reading.player != nil })
	d.markAll()
	d.seek(20 * time.Second)
	d.showWords()
	d.press(fyne.KeyReturn)
	if at := d.reading.player.Position(); at > 15*time.Second || !d.reading.player.Playing() {
		t.Errorf("what plays is at %v, playing %v", at, d.reading.player.Playing())
	}
	d.untilWithin(10*time.Second, "it was heard", func() bool { return d.reading.hearing == nil })
	if at := d.reading.player.Position(); at != 20*time.Second || d.reading.player.Playing() {
		t.Errorf("the story is at %v, playing %v", at, d.reading.player.Playing())
	}
}

func TestAllMarksCanBeReachedByKeys(t *testing.T) {
	keys := map[string]string{}
	for _, s := range sections() {
		for _, c := range s.commands {
			if key := keyText(c.key); key != "" {
				if other, taken := keys[key]; taken {
					t.Errorf("%s is for both %q and %q", key, other, c.name)
				}
				keys[key] = c.name
			}
		}
	}
}
