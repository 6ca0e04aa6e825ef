package app

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"alongside/app/control"
	"alongside/app/reader"
	"alongside/store"
	"alongside/store/intake"
	"alongside/sync"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// harborTurns is how many turns the long story has: one each 5.4 seconds of three hours.
const harborTurns = 2000

// harbor is a story of three hours that four people tell. Each hundredth turn is a sound, each tenth has a time that is not sure,
// and the last one has none.
func harbor() opened {
	const each = 5400 * time.Millisecond
	names := []string{"Nora Field", "Tom Alder", "Duncan Reid", "Ines Moreau"}
	s := store.Story{Transcript: transcript.Transcript{Title: "Three hours at the harbor", Speakers: []transcript.Speaker{{Name: "Nora Field", Role: "host"}}}}
	s.Duration, s.Alignment.Method = harborTurns*each, "by hand"
	for n := range harborTurns {
		turn := transcript.Turn{Speaker: names[n%len(names)], Text: fmt.Sprintf("This is turn %d of the story. It tells of the fog.", n+1)}
		if n%100 == 99 {
			turn = transcript.Turn{Kind: transcript.Sound, Text: "(SOUNDBITE OF BELL)"}
		}
		at := timing.Timing{Start: time.Duration(n) * each, End: time.Duration(n)*each + 5*time.Second, Confidence: 1}
		if n%10 == 5 {
			at.Confidence = 0.2
		}
		if n == harborTurns-1 {
			at = timing.Timing{}
		}
		s.Transcript.Turns = append(s.Transcript.Turns, turn)
		s.Alignment.Turns = append(s.Alignment.Turns, timing.Turn{Timing: at})
	}
	s.Chapters = []store.Chapter{{Title: "The fog", Turn: 0}, {Title: "The bell", Turn: 1000}}
	return opened{Story: s, timeline: sync.NewTimeline(s.Transcript, s.Alignment)}
}

// openHarbor opens the long story.
func openHarbor(t testing.TB) *desk {
	t.Helper()
	d := newDesk(t, newLibrary(t))
	d.showStory(harbor(), -1)
	d.settle()
	return d
}

// openSeed opens the story that Alongside was begun with, where it is on this computer.
func openSeed(t *testing.T) *desk {
	t.Helper()
	shared := filepath.Join("..", "..", "shared")
	if _, err := os.Stat(shared); err != nil {
		t.Skip("the story is not on this computer")
	}
	found, err := intake.Read(t.Context(), intake.Source{
		Location:    filepath.Join(shared, "seed", "kgou-page.txt"),
		AudioPath:   filepath.Join(shared, "seed", "kgou-story.mp3"),
		TimingsPath: filepath.Join(shared, "timed", "kgou.podcast.json"),
	})
	if err != nil {
		t.Fatal(err)
	}
	lib := newLibrary(t)
	id, err := lib.Save(t.Context(), store.Draft{Transcript: found.Transcript, Alignment: found.Alignment, AudioPath: found.AudioPath})
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t, lib)
	d.openStory(id, -1)
	d.until("the story is open", func() bool { return d.reading != nil && d.reading.player != nil })
	return d
}

// command does a command of the menus.
func (d *desk) command(t testing.TB, name string) {
	t.Helper()
	for _, s := range d.sections {
		for _, c := range s.commands {
			if c.name == name {
				d.perform(c)
				d.settle()
				return
			}
		}
	}
	t.Fatalf("no command is called %q", name)
}

// write types a text into the field that has the focus, in place of what stands there.
func (d *desk) write(text string) {
	d.t.Helper()
	d.win.Canvas().Focused().(interface{ TypedShortcut(fyne.Shortcut) }).TypedShortcut(&fyne.ShortcutSelectAll{})
	d.typed(text)
}

func TestGoingToWhatIsTyped(t *testing.T) {
	d := openHarbor(t)
	cases := []struct {
		typed string
		turn  int
	}{
		{"1:30:00", 1000},
		{"90 s", 16},
		{"turn 12", 11},
		{"12", 11},
		{"the bell", 1000},
		{"chapter 1", 0},
		{"tom", 1}, // the next one after turn 1
		{"ines", 3},
	}
	for _, c := range cases {
		t.Run(c.typed, func(t *testing.T) {
			d.command(t, "Go to…")
			d.write(c.typed)
			d.press(fyne.KeyReturn)
			if d.panel() != nil || d.reading.marked.Turn != c.turn {
				t.Errorf("turn %d is marked, want %d; a panel is open: %v", d.reading.marked.Turn+1, c.turn+1, d.panel() != nil)
			}
		})
	}
}

func TestAnotherPlaceThanTheFirstIsChosenByTheArrows(t *testing.T) {
	d := openHarbor(t)
	d.command(t, "Go to…")
	d.write("12")
	d.press(fyne.KeyDown) // into the list
	d.press(fyne.KeyDown)
	d.press(fyne.KeyReturn)
	if at := d.reading.position(); at != 12*time.Minute {
		t.Errorf("it went to %v, want 12 minutes", at)
	}
}

func TestWhereOneCannotGoIsToldAndThePanelStays(t *testing.T) {
	d := openHarbor(t)
	before := d.reading.position()
	for _, c := range []struct{ typed, says string }{
		{"4:00:00", "The story is 3:00:00 long"},
		{"turn 5000", "This story has 2000 turns"},
		{"Zoe", "No chapter and no speaker is called “Zoe”"},
	} {
		d.command(t, "Go to…")
		d.write(c.typed)
		d.tree.Activate(d.win)
		if !d.tells(c.says) {
			t.Errorf("%q: nobody is told that %q", c.typed, c.says)
		}
		d.press(fyne.KeyReturn)
		if d.panel() == nil || d.reading.position() != before {
			t.Errorf("%q: it went to %v, the panel is open: %v", c.typed, d.reading.position(), d.panel() != nil)
		}
		d.closePanels()
	}
}

func TestATurnWithoutATimeIsShownAndTheSoundStays(t *testing.T) {
	d := openHarbor(t)
	d.seek(time.Hour)
	d.command(t, "Go to…")
	d.write("turn 2000")
	d.press(fyne.KeyReturn)
	if at := d.reading.position(); at != time.Hour {
		t.Errorf("the sound went to %v", at)
	}
	if got := d.reading.screen.View.CaretTurn(); got != harborTurns-1 {
		t.Errorf("the keyboard is in turn %d", got+1)
	}
}

func TestGoingKeepsPlaying(t *testing.T) {
	d := openSeed(t)
	d.toggle()
	d.until("it plays", d.reading.player.Playing)
	d.command(t, "Go to…")
	d.write("cousens")
	d.press(fyne.KeyReturn)
	if who := d.reading.story.Transcript.Turns[d.reading.marked.Turn].Speaker; who != "Elizabeth Cousens" || !d.reading.player.Playing() {
		t.Errorf("%s is heard, it plays: %v", who, d.reading.player.Playing())
	}
}

func TestWhoSpeaksIsToldInWordsAndLeadsToTheirTurns(t *testing.T) {
	d := openSeed(t)
	d.seek(50 * time.Second)
	d.command(t, "Who speaks")
	list := d.listed()
	kelemen := -1
	for i := range list.Len() {
		if strings.HasPrefix(list.Name(i), "Michele Kelemen, reporter: 6 turns, 1:35, 50% of the story") {
			kelemen = i
		}
	}
	if kelemen < 0 || list.Current() != kelemen {
		t.Fatalf("Michele Kelemen is line %d, the keyboard is on %d: %q", kelemen, list.Current(), list.Name(list.Current()))
	}
	d.press(fyne.KeyReturn)
	turns := d.listed()
	if turns.Len() != 6 || !strings.HasPrefix(turns.Name(0), "0:34   “Ever since a U.N. commission") {
		t.Fatalf("%d turns, the first is %q", turns.Len(), turns.Name(0))
	}
	d.press(fyne.KeyEnd)
	d.press(fyne.KeyReturn)
	if r := d.reading; d.panel() != nil || r.story.Transcript.Turns[r.marked.Turn].Speaker != "Michele Kelemen" || r.position() < 2*time.Minute {
		t.Errorf("turn %d is heard, at %v", r.marked.Turn, r.position())
	}
}

func TestTheTurnsOfOneSpeakerAreWalkedThrough(t *testing.T) {
	d := openHarbor(t)
	d.command(t, "Who speaks")
	d.press(fyne.KeyDown)
	d.press(fyne.KeyReturn) // Tom Alder
	d.press(fyne.KeyEscape)
	seen := ""
	for range 3 {
		d.press(fyne.KeyF4)
		seen += fmt.Sprint(" ", d.reading.marked.Turn)
	}
	d.command(t, "Previous match, or turn of the speaker chosen")
	seen += fmt.Sprint(" ", d.reading.marked.Turn)
	if want := " 1 5 9 5"; seen != want {
		t.Errorf("it went to turns%s, want%s", seen, want)
	}
}

func TestTheTurnsOfTheOneWhoIsHeardAreWalkedThroughFromTheMenu(t *testing.T) {
	d := openHarbor(t)
	d.reading.speaker = &speakerChosen{}
	d.seek(6 * 5400 * time.Millisecond) // Duncan Reid
	seen := ""
	for _, name := range []string{"Next turn of this speaker", "Next turn of this speaker", "Previous turn of this speaker"} {
		d.command(t, name)
		seen += fmt.Sprint(" ", d.reading.marked.Turn)
	}
	if want := " 10 14 10"; seen != want {
		t.Errorf("it went to turns%s, want%s", seen, want)
	}
	d.seek(2 * 5400 * time.Millisecond)
	d.command(t, "Previous turn of this speaker")
	d.untilSaid("Duncan Reid does not speak before this")
}

func TestAStoryWithoutWordsHasNobodyAndNowhereToGoButTimes(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	var empty opened
	empty.Title, empty.Duration, empty.timeline = "Silence", time.Hour, sync.NewTimeline(transcript.Transcript{}, timing.Alignment{})
	d.showStory(empty, -1)
	for _, name := range []string{"Who speaks", "Next turn of this speaker", "Next match, or turn of the speaker chosen"} {
		d.command(t, name)
	}
	d.command(t, "Go to…")
	d.write("30:00")
	d.press(fyne.KeyReturn)
	if at := d.reading.position(); at != 30*time.Minute {
		t.Errorf("it went to %v", at)
	}
}

func TestTheKeysGoOnWithASearchOnceThereIsOne(t *testing.T) {
	d := openHarbor(t)
	d.command(t, "Who speaks")
	d.press(fyne.KeyReturn)
	d.press(fyne.KeyEscape)
	d.find()
	d.typed("turn 7 ")
	d.press(fyne.KeyF4)
	if !d.says("1 of 1, from the beginning again") {
		t.Error("nobody says that one has come round")
	}
	d.press(fyne.KeyEscape)
	if got := d.reading.screen.View.CaretTurn(); got != 6 || d.win.Canvas().Focused() != fyne.Focusable(d.reading.screen.View) {
		t.Errorf("the keyboard is in turn %d, the focus on %q", got+1, d.focus())
	}
}

func TestEscapeLeavesASearchFromAnywhere(t *testing.T) {
	d := openHarbor(t)
	d.find()
	d.typed("fog")
	d.win.Canvas().Focus(d.reading.screen.PlayButton())
	d.press(fyne.KeyEscape)
	if d.reading.screen.Finding() || d.win.Canvas().Focused() != fyne.Focusable(d.reading.screen.View) {
		t.Errorf("the search is open: %v, the focus is on %q", d.reading.screen.Finding(), d.focus())
	}
}

func TestWhatIsTypedAfterTheKeyForAllStoriesIsLookedForThere(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	d.command(t, "Find in all stories")
	d.typed("bell")
	d.until("it is found", func() bool { return d.says("Found in 1 story") })
	if d.focus() != "Find in all stories" {
		t.Errorf("the focus is on %q", d.focus())
	}
}

func TestAStoryThatIsFoundOpensAtTheMatchAndAllCanBeWalkedThrough(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.until("the shelf is full", func() bool { return len(d.shelf.stories) == 1 })
	d.findEverywhere()
	d.typed("bell")
	matches, err := d.library.Matches(t.Context(), d.shelf.stories[0].ID, "bell")
	if err != nil || len(matches) < 3 {
		t.Fatalf("%d matches, error %v", len(matches), err)
	}
	d.until("their number is told", func() bool { return d.says(fmt.Sprintf("%d matches in what is said", len(matches))) })
	d.press(fyne.KeyDown)
	d.press(fyne.KeyReturn)
	d.until("the story is open", func() bool { return d.reading != nil })
	d.settle()
	first := -1
	for i := range matches {
		if d.says(fmt.Sprintf("%d of %d", i+1, len(matches))) {
			first = i
		}
	}
	if first < 0 {
		t.Fatal("the search is not open in the story")
	}
	if r := d.reading; r.marked.Turn != matches[first].Turn {
		t.Errorf("turn %d is marked, the match is in turn %d", r.marked.Turn, matches[first].Turn)
	}
	d.press(fyne.KeyF4)
	if next := (first+1)%len(matches) + 1; !d.says(fmt.Sprintf("%d of %d", next, len(matches))) {
		t.Errorf("F4 does not lead to match %d", next)
	}
}

func TestTheStripIsWalkedByWhatWasChosen(t *testing.T) {
	const each = 5400 * time.Millisecond
	cases := []struct {
		by   reader.Thing
		want []time.Duration
	}{
		{reader.ByTurn, []time.Duration{each, 2 * each}},
		{reader.BySound, []time.Duration{99 * each, 199 * each}},
		{reader.ByUnsure, []time.Duration{5 * each, 15 * each}},
		{reader.ByMatch, []time.Duration{76 * each, 769 * each}},
	}
	for _, c := range cases {
		t.Run(string(c.by), func(t *testing.T) {
			d := openHarbor(t)
			d.find()
			d.typed("turn 77")
			d.command(t, "On the strip, go by "+c.by.Many())
			d.seek(0)
			d.win.Canvas().Focus(d.reading.screen.Strip())
			for _, want := range c.want {
				d.press(fyne.KeyDown)
				if at := d.reading.position(); at != want {
					t.Errorf("it went to %v, want %v", at, want)
				}
			}
			d.press(fyne.KeyUp)
			if at := d.reading.position(); at != c.want[0] {
				t.Errorf("back it went to %v, want %v", at, c.want[0])
			}
		})
	}
}

func TestWhatTheStripGoesByIsRemembered(t *testing.T) {
	d := openHarbor(t)
	d.win.Canvas().Focus(d.reading.screen.Strip())
	d.press(fyne.KeyPageDown)
	d.finish()
	got, err := loadPreferences(t.Context(), d.library)
	if err != nil || got.Strip.By != reader.BySound {
		t.Errorf("%q is remembered, error %v", got.Strip.By, err)
	}
}

func TestAScreenReaderIsToldWhatLiesOnTheStrip(t *testing.T) {
	d := openHarbor(t)
	d.seek(15 * 5400 * time.Millisecond)
	d.win.Canvas().Focus(d.reading.screen.Strip())
	d.tree.Activate(d.win)
	e := d.tree.Look().Of(d.reading.screen.Strip())
	want := "1:21 of 3:00:00. Ines Moreau: This is turn 16 of the story. It tells of…; time not sure"
	if e.Value.Text != want || e.Description != "Up and Down go by turns" {
		t.Errorf("told is %q, %q; want %q", e.Value.Text, e.Description, want)
	}
}

// findScenes are what one sees while one looks for places in the open story.
func findScenes() []scene {
	close := func(d *desk) { d.closePanels() }
	return []scene{
		{
			name: "the strip with the keyboard on it",
			enter: func(d *desk) {
				d.win.Canvas().Focus(d.reading.screen.Strip())
			},
			leave: func(d *desk) { d.win.Canvas().Focus(d.reading.screen.PlayButton()) },
		},
		{name: "where to go", enter: func(d *desk) { d.showGoTo() }, leave: close},
		{name: "places to go to", enter: func(d *desk) { d.showGoTo(); d.typed("1") }, leave: close},
		{name: "no place to go to", enter: func(d *desk) { d.showGoTo(); d.typed("nobody is called that") }, leave: close},
		{name: "who speaks", enter: func(d *desk) { d.showSpeakers() }, leave: close},
		{
			name: "the turns of one speaker",
			enter: func(d *desk) {
				d.showSpeakers()
				d.win.Canvas().Focused().(*control.List).OnChoose(0)
			},
			leave: func(d *desk) { d.closePanels(); d.reading.speaker = nil },
		},
	}
}

// BenchmarkThreeHoursShown measures what a beat of the clock costs with the long story in the window: nothing is painted anew.
func BenchmarkThreeHoursShown(b *testing.B) {
	d := openHarbor(b)
	at := time.Duration(0)
	for b.Loop() {
		at = (at + beat) % d.reading.story.Duration
		d.reading.showPosition(at)
	}
}
