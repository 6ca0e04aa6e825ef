package app

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"alongside/app/control"
	"alongside/store"
	"alongside/sync"
	"alongside/sync/tapping"
	"alongside/sync/timing"
)

// shortcut does what a key with others held down does.
func (d *desk) shortcut(key fyne.KeyName, modifier fyne.KeyModifier) {
	for _, s := range d.sections {
		for _, c := range s.commands {
			for _, k := range append(slices.Clone(c.also), c.key) {
				if k, ok := k.(*desktop.CustomShortcut); ok && k.KeyName == key && k.Modifier == modifier {
					d.perform(c)
				}
			}
		}
	}
}

// offBy has the open story's times, in the library too, late by so much in some turns.
func (d *desk) offBy(by time.Duration, first, last int) {
	r := d.reading
	bad := timing.Alignment{Method: r.story.Alignment.Method, Turns: slices.Clone(r.story.Alignment.Turns)}
	for i := first; i < last; i++ {
		bad.Turns[i] = timing.Turn{Timing: bad.Turns[i].Timing}
		bad.Turns[i].Start, bad.Turns[i].End = bad.Turns[i].Start+by, bad.Turns[i].End+by
	}
	if err := d.library.SaveAlignment(d.ctx, r.story.ID, bad); err != nil {
		panic(err)
	}
	d.showTimes(r, times{bad, sync.NewTimeline(r.story.Transcript, bad)})
}

func mendings(t *testing.T, d *desk) []store.Mending {
	t.Helper()
	list, err := d.library.Mendings(t.Context(), d.reading.story.ID)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestAKeyMendsTheTimesWhereOneListensAndIsUndone(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	good := d.reading.story.Alignment.Turns[2].Start
	d.offBy(3*time.Second, 2, 4)
	d.seek(good)
	d.shortcut(fyne.KeyT, fyne.KeyModifierShortcutDefault|fyne.KeyModifierShift)
	d.untilWithin(2*time.Minute, "the times are mended", func() bool { return d.says("Undo") })
	if got := d.reading.story.Alignment.Turns[2].Start; (got - good).Abs() > 150*time.Millisecond {
		t.Errorf("the turn starts at %v now, it is heard at %v", got, good)
	}
	if at := d.reading.position(); at != good {
		t.Errorf("the sound has moved from %v to %v", good, at)
	}
	list := mendings(t, d)
	if len(list) != 1 {
		t.Fatalf("%d mendings are kept", len(list))
	}
	d.undoMending(d.reading, list[0].ID)
	d.until("the times are as before", func() bool { return d.reading.story.Alignment.Turns[2].Start == good+3*time.Second })
}

func TestTheCaretSaysWhatStartsNow(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	r := d.reading
	d.win.Canvas().Focus(r.screen.View)
	d.press(fyne.KeyHome)
	turn, letter, put := r.screen.View.CaretPlace()
	if !put {
		t.Fatal("the caret is nowhere")
	}
	want, _ := r.unitAt(turn, letter)
	if got, ok := r.starting(40 * time.Second); got != want || !ok {
		t.Errorf("%+v is said to start, the caret is on %+v", got, want)
	}
	r.taps.last = &tapping.Tap{Unit: want, At: 40 * time.Second}
	next, _ := tapping.After(r.story.Transcript, want)
	r.marked = sync.Nowhere
	if got, ok := r.starting(41 * time.Second); got != next || !ok {
		t.Errorf("then %+v is said to start, not the next one %+v", got, next)
	}
}

func TestAStoryWithoutTimesIsTappedThroughByOneKey(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	r := d.reading
	truth := r.story.Alignment
	if err := d.library.SaveAlignment(t.Context(), r.story.ID, timing.Alignment{}); err != nil {
		t.Fatal(err)
	}
	d.showTimes(r, times{timing.Alignment{}, sync.NewTimeline(r.story.Transcript, timing.Alignment{})})
	d.openTapRun(r, tappedBefore{})
	r.player.Pause()
	for _, u := range tapping.Units(r.story.Transcript) {
		r.player.Seek(truth.Turns[u.Turn].Sentences[u.Sentence].Start)
		d.press(fyne.KeyReturn)
	}
	d.closePanels()
	d.untilWithin(time.Minute, "times are made", func() bool { return d.reading.story.Aligned == tapping.Method })
	for i, turn := range truth.Turns {
		if got := r.story.Alignment.Turns[i]; len(got.Sentences) > 0 && (got.Start-turn.Start).Abs() > 250*time.Millisecond {
			t.Errorf("turn %d starts at %v, it is heard at %v", i+1, got.Start, turn.Start)
		}
	}
	if got := r.player.Speed(); got != d.chosen.Speed {
		t.Errorf("the speed is left at %v", got)
	}
}

func TestHowLateOnePressesIsLearntAndRemembered(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	for range 30 {
		d.chosen.Presses.learn([]time.Duration{400 * time.Millisecond})
	}
	d.finish()
	got, err := loadPreferences(t.Context(), d.library)
	if err != nil || got.Presses.delay() != 400*time.Millisecond {
		t.Errorf("it is taken for %v, error %v", got.Presses.delay(), err)
	}
}

func TestATapRunShowsWhatComesNext(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	d.openTapRun(d.reading, tappedBefore{})
	panel, ok := d.win.Canvas().Overlays().Top().(*control.OpenPanel)
	if !ok {
		t.Fatal("no panel is open")
	}
	units := tapping.Units(d.reading.story.Transcript)
	if name := d.focus(); name != "This starts now: "+units[0].Text(d.reading.story.Transcript) {
		t.Errorf("the focus is on %q", name)
	}
	panel.Close()
	if d.reading.player.Playing() {
		t.Error("the story plays on")
	}
}

// untimed opens the sample story with times of its first turn alone, which were tapped.
func untimed(t *testing.T, lib *store.Library) *desk {
	t.Helper()
	d := newDesk(t, lib)
	d.openSample()
	few := timing.Alignment{Method: tapping.Method, Turns: make([]timing.Turn, len(d.reading.story.Alignment.Turns))}
	few.Turns[0] = d.reading.story.Alignment.Turns[0]
	if err := lib.SaveAlignment(t.Context(), d.reading.story.ID, few); err != nil {
		t.Fatal(err)
	}
	d.showTimes(d.reading, times{few, sync.NewTimeline(d.reading.story.Transcript, few)})
	return d
}

// tapAt taps the next sentence at a moment.
func (d *desk) tapAt(at time.Duration) {
	d.reading.player.Seek(at)
	d.press(fyne.KeyReturn)
}

func TestTapsAreKeptAsTheyComeAndGoneOnWith(t *testing.T) {
	lib := newLibrary(t)
	d := untimed(t, lib)
	d.openTapRun(d.reading, tappedBefore{})
	d.reading.player.Pause()
	for n := range 4 {
		d.tapAt(time.Duration(n+1) * time.Second)
	}
	d.tapNamed("Back one sentence")
	d.saver.close() // what is not written by itself is lost: the program ends here, with the panel open
	next := newDesk(t, lib)
	next.openSample()
	next.untilSaid("You have tapped 3 sentences of this story.")
	next.tapNamed("Go on tapping")
	next.until("the panel is open", func() bool { return next.panel() != nil })
	next.reading.player.Pause()
	units := tapping.Units(next.reading.story.Transcript)
	if name := next.focus(); name != "This starts now: "+units[3].Text(next.reading.story.Transcript) {
		t.Errorf("the focus is on %q", name)
	}
	if at := next.reading.player.Position(); at < 3*time.Second || at > 4*time.Second {
		t.Errorf("the sound is at %v, the last tap was at 3 s", at)
	}
	next.tapAt(20 * time.Second)
	next.closePanels()
	next.untilWithin(time.Minute, "times are made", func() bool { return next.says("Undo") })
	if list := mendings(t, next); len(list) != 1 || len(list[0].Taps) != 4 {
		t.Errorf("times were made of %+v", list)
	}
	if taps, err := lib.KeptTaps(t.Context(), 1); err != nil || len(taps) != 0 {
		t.Errorf("%d taps still wait, %v", len(taps), err)
	}
}

func TestTappingCanBeBegunAnew(t *testing.T) {
	lib := newLibrary(t)
	d := untimed(t, lib)
	units := tapping.Units(d.reading.story.Transcript)
	tap := tapping.Tap{Unit: units[0], At: 9 * time.Second, Speed: 1}
	if err := lib.KeepTap(t.Context(), d.reading.story.ID, tap); err != nil {
		t.Fatal(err)
	}
	d.tapThrough()
	d.until("the panel is open", func() bool { return d.panel() != nil })
	begins := "This starts now: " + units[0].Text(d.reading.story.Transcript)
	d.tapNamed("Begin anew, without what you tapped before")
	if d.focus() != begins {
		t.Errorf("anew, the focus is on %q", d.focus())
	}
	d.tapNamed("Bring back what you tapped before")
	if d.focus() == begins {
		t.Error("brought back, it still begins anew")
	}
	d.tapNamed("Begin anew, without what you tapped before")
	d.tapAt(5 * time.Second)
	d.saver.close()
	taps, err := lib.KeptTaps(t.Context(), 1)
	if err != nil || len(taps) != 1 || taps[0].Unit != units[0] || taps[0].At < 5*time.Second || taps[0].At > 6*time.Second {
		t.Errorf("kept are %+v, %v", taps, err)
	}
}
