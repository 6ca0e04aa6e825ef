package app

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"alongside/app/control"
	"alongside/app/library"
	"alongside/app/sample"
	"alongside/assets"
	"alongside/store"
	"alongside/sync/playback"
)

// A desk is a window under test, and what waits to be done on its drawing goroutine, which is the test's own.
type desk struct {
	*window
	t       testing.TB
	waiting chan func()
}

// newDesk opens a window on a library that holds the sample story.
func newDesk(t testing.TB, lib *store.Library) *desk {
	t.Helper()
	d := &desk{t: t, waiting: make(chan func(), 1000)}
	a := test.NewTempApp(t)
	d.window = newWindow(t.Context(), a, func(do func()) { d.waiting <- do }, Options{Library: lib, Device: playback.Silent()})
	t.Cleanup(func() {
		d.leaveReading()
		d.finish()
	})
	return d
}

func newLibrary(t testing.TB) *store.Library {
	t.Helper()
	lib, err := store.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lib.Close() })
	if _, err := sample.Add(t.Context(), lib); err != nil {
		t.Fatal(err)
	}
	return lib
}

// until does what waits until a condition holds.
func (d *desk) until(what string, holds func() bool) {
	d.t.Helper()
	d.untilWithin(10*time.Second, what, holds)
}

func (d *desk) untilWithin(limit time.Duration, what string, holds func() bool) {
	d.t.Helper()
	late := time.After(limit)
	for !holds() {
		select {
		case do := <-d.waiting:
			do()
		case <-late:
			d.t.Fatalf("waited in vain until %s; it says %q and is saving %+v", what, d.notice().Text(), d.savings.states)
		}
	}
}

// openSample opens the sample story and waits for its sound.
func (d *desk) openSample() {
	d.t.Helper()
	d.start("1")
	d.until("the story is open", func() bool { return d.reading != nil && d.reading.player != nil })
}

func (d *desk) press(key fyne.KeyName) {
	e := &fyne.KeyEvent{Name: key}
	if f := d.win.Canvas().Focused(); f != nil {
		f.TypedKey(e)
	} else {
		d.win.Canvas().OnTypedKey()(e)
	}
}

func TestStoryOpensReadyToPlay(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	if d.win.Canvas().Focused() != d.reading.screen.PlayButton() {
		t.Errorf("the focus is on %T, want Play", d.win.Canvas().Focused())
	}
	if d.notice().Text() == "" {
		t.Error("nobody says how to begin")
	}
	if d.reading.player.Playing() {
		t.Error("it plays without being asked")
	}
}

func TestSpacePlaysAndPausesWhereverTheFocusIs(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	places := []struct {
		name  string
		focus func()
	}{
		{"on Play", func() { d.win.Canvas().Focus(d.reading.screen.PlayButton()) }},
		{"on the transcript", func() { d.win.Canvas().Focus(d.reading.screen.View) }},
		{"on the next control", func() { d.win.Canvas().FocusNext() }},
		{"nowhere", func() { d.win.Canvas().Unfocus() }},
	}
	for _, p := range places {
		p.focus()
		before := d.reading.player.Playing()
		d.press(fyne.KeySpace)
		if d.reading.player.Playing() == before {
			t.Errorf("with the focus %s Space did nothing", p.name)
		}
	}
}

func TestHighlightFollowsWhatIsHeard(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	at, ok := d.reading.timeline.NextTurn(0)
	if !ok {
		t.Fatal("the sample has no timings")
	}
	d.seek(at - 200*time.Millisecond)
	d.toggle()
	d.until("the first turn is marked", func() bool { return d.reading.marked.Turn == 0 })
	if now := d.reading.player.Position(); now < at-50*time.Millisecond || now > at+150*time.Millisecond {
		t.Errorf("the turn that begins at %v was marked at %v", at, now)
	}
}

func TestPlaceSurvivesClosing(t *testing.T) {
	lib := newLibrary(t)
	d := newDesk(t, lib)
	d.openSample()
	d.seek(40 * time.Second)
	d.setText(2)
	d.close()
	d.finish()
	again := newDesk(t, lib)
	again.openSample()
	if got := again.reading.position(); got < 39*time.Second || got > 41*time.Second {
		t.Errorf("opened again at %v, left at 40 s", got)
	}
	if again.chosen.Text != 2 {
		t.Errorf("text at %v, was left at 2", again.chosen.Text)
	}
}

func TestRemovedStoryComesBack(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.until("the shelf is full", func() bool { return len(d.shelf.stories) == 1 })
	d.shelf.remove(d.shelf.stories[0].ID)
	d.until("the story is gone", func() bool { return len(d.shelf.stories) == 0 && d.notice().Visible() })
	d.shelf.undoRemove()
	d.until("the story is back", func() bool { return len(d.shelf.stories) == 1 })
}

func TestWhatGoesWrongIsSaidOnTheScreen(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("/nowhere/story.txt")
	d.until("something is said", func() bool { return d.notice().Visible() && strings.Contains(d.notice().Text(), "/nowhere/story.txt") })
}

func TestEveryCommandIsInTheMenuAndNoKeyServesTwo(t *testing.T) {
	seen := map[string]string{}
	for _, s := range sections() {
		for _, c := range s.commands {
			if c.name == "" || c.key == nil {
				continue
			}
			if c.do == nil {
				t.Errorf("%s does nothing", c.name)
			}
			if before, ok := seen[c.key.ShortcutName()]; ok {
				t.Errorf("%s belongs to both %s and %s", keyText(c.key), before, c.name)
			}
			seen[c.key.ShortcutName()] = c.name
		}
	}
}

func TestCommandsThatNeedAStoryCannotBeChosenOnTheShelf(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	item := func(name string) control.MenuItem {
		for _, section := range d.menuSections() {
			for _, i := range section.Items() {
				if i.Name == name {
					return i
				}
			}
		}
		t.Fatalf("no %q in the menus", name)
		return control.MenuItem{}
	}
	if !item("Next sentence").Disabled {
		t.Error("on the shelf one can go to the next sentence")
	}
	d.openSample()
	if item("Next sentence").Disabled {
		t.Error("in a story one cannot go to the next sentence")
	}
}

func TestKeysAreNamedAsPeopleSayThem(t *testing.T) {
	cases := []struct {
		key  fyne.Shortcut
		want string
	}{
		{&desktop.CustomShortcut{KeyName: fyne.KeyV, Modifier: fyne.KeyModifierControl | fyne.KeyModifierShift}, "Ctrl + Shift + V"},
		{alt(fyne.KeyLeft), "Alt + Left"},
		{plain(fyne.KeySpace), "Space"},
		{nil, ""},
	}
	for _, c := range cases {
		if got := keyText(c.key); got != c.want {
			t.Errorf("%v is named %q, want %q", c.key, got, c.want)
		}
	}
}

func TestSpeedAndVolumeGoByStepsAndStopAtTheEnds(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	for range 20 {
		d.faster()
		d.louder()
	}
	got := fmt.Sprint(d.chosen.Speed, " ", d.chosen.Volume)
	for range 20 {
		d.slower()
		d.quieter()
	}
	got += fmt.Sprint(" ", d.chosen.Speed, " ", d.chosen.Volume)
	if want := "4 1 0.3 0"; got != want {
		t.Errorf("speed and volume at both ends: %s, want %s", got, want)
	}
}

func TestTranscriptAndSoundDroppedTogetherAreOneStory(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	folder := t.TempDir()
	text, sound := filepath.Join(folder, "notes.txt"), filepath.Join(folder, assets.Sample().AudioName)
	write(t, text, []byte("The Kettle\n\nANNA VALE: The kettle is on.\n\nBEN ORR: Then I will stay.\n"))
	write(t, sound, assets.Sample().Audio)
	d.dropped(fyne.NewPos(0, 0), []fyne.URI{storage.NewFileURI(sound), storage.NewFileURI(text)})
	d.until("the story is open with its sound", func() bool { return d.reading != nil && d.reading.player != nil })
	s := d.reading.story
	if s.Title != "The Kettle" || len(s.Transcript.Turns) != 2 || !s.HasAudio {
		t.Errorf("%q with %d turns, sound %v; want The Kettle, 2 turns, with sound", s.Title, len(s.Transcript.Turns), s.HasAudio)
	}
}

func TestFormComesBackWithWhatWasTypedWhenSavingFails(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.importAgain(library.AddRequest{Source: "/nowhere/story.html", Title: "Mine"})
	d.until("the form is back", func() bool { return d.win.Canvas().Overlays().Top() != nil })
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
