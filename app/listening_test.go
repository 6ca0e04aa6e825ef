package app

import (
	"slices"
	"testing"
	"time"

	"alongside/sync/listening"
	"alongside/sync/playback"
)

// withSound opens the sample story with its sound.
func withSound(t *testing.T) *desk {
	t.Helper()
	d := newDesk(t, newLibrary(t))
	d.openSample()
	d.until("the sound is open", func() bool { return d.reading.player != nil })
	return d
}

func at(seconds float64) time.Duration { return time.Duration(seconds * float64(time.Second)) }

func TestASentenceIsRepeatedUntilItIsAskedForNoMore(t *testing.T) {
	d := withSound(t)
	d.seek(at(22))
	sentence, ok := d.reading.sentenceAt(at(22))
	if !ok {
		t.Fatal("no sentence is heard there")
	}
	d.repeatSentence()
	got := d.reading.player.Plan().Repeat
	if got.Stretch != sentence || got.Times != 3 || got.Again != slower {
		t.Errorf("repeated is %+v, want %v three times, slower from the second", got, sentence)
	}
	if where := d.reading.player.Position(); where != sentence.Start {
		t.Errorf("it goes on at %v, want the sentence's beginning, %v", where, sentence.Start)
	}
	d.repeatSentence()
	if got := d.reading.player.Plan().Repeat; got.End != 0 {
		t.Errorf("asked again it is still repeated: %+v", got)
	}
}

func TestAStretchIsRepeatedFromHereToThere(t *testing.T) {
	d := withSound(t)
	d.seek(at(20))
	d.repeatFrom()
	d.seek(at(25))
	d.repeatTo()
	if got := d.reading.player.Plan().Repeat.Stretch; got != (playback.Stretch{Start: at(20), End: at(25)}) {
		t.Errorf("repeated is %v", got)
	}
	d.stopRepeating()
	if d.reading.repeating() {
		t.Error("it is still repeated")
	}
}

func TestWhatWasSaidIsSaidAgainMoreSlowly(t *testing.T) {
	d := withSound(t)
	d.seek(at(24))
	sentence, _ := d.reading.sentenceAt(at(24))
	d.sayAgain()
	if where := d.reading.player.Position(); where != sentence.Start {
		t.Errorf("it plays from %v, want from %v", where, sentence.Start)
	}
	if got := d.reading.player.Speed(); got != slower {
		t.Errorf("at speed %v, want %v", got, slower)
	}
	d.backToSpeed(d.reading, sentence.End)
	if got := d.reading.player.Speed(); got != 1 {
		t.Errorf("after the sentence at speed %v, want 1", got)
	}
}

func TestTheStoryStopsAtTheEndOfASentence(t *testing.T) {
	d := withSound(t)
	d.seek(at(24))
	d.reading.player.Play()
	d.stopSoon()
	sentence, _ := d.reading.sentenceAt(at(24))
	pauses := d.reading.player.Plan().Pauses
	if len(pauses) != 1 || pauses[0] != (playback.Pause{At: sentence.End, For: playback.UntilPlay}) {
		t.Errorf("pauses %v, want one at %v", pauses, sentence.End)
	}
	d.stopped(d.reading, false)
	if pauses := d.reading.player.Plan().Pauses; len(pauses) != 0 {
		t.Errorf("once it stands there are still pauses: %v", pauses)
	}
}

func TestWishesOfTheSoundAreHeardAtOnceAndKept(t *testing.T) {
	d := withSound(t)
	d.wish(func(w *listening.Wishes) { w.Even, w.Shape.Clarity, w.PauseAfter = true, 6, listening.Turn })
	d.untilWithin(time.Minute, "the sound is measured", func() bool { return len(d.reading.player.Plan().Gain) > 0 })
	plan := d.reading.player.Plan()
	if plan.Shape.Clarity != 6 || len(plan.Pauses) == 0 || plan.Pauses[0].For != 2*time.Second {
		t.Errorf("the plan is %+v", plan)
	}
	d.saver.close()
	if kept, err := loadPreferences(t.Context(), d.library); err != nil || kept.Sound != d.chosen.Sound {
		t.Errorf("kept is %+v, %v", kept.Sound, err)
	}
}

func TestWishesOutOfRangeAreAsRecorded(t *testing.T) {
	wild := listening.Wishes{Shorten: -time.Second, PauseAfter: "week", PauseFor: time.Hour}
	wild.Pace.Words = 9000
	wild.Shape.Clarity, wild.Shape.Balance, wild.Shape.Compression = 90, 7, -3
	if got, want := mendedWishes(wild), usual().Sound; got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestTheSoundIsMeasuredOnce(t *testing.T) {
	d := withSound(t)
	d.wish(func(w *listening.Wishes) { w.Even = true })
	d.untilWithin(time.Minute, "the sound is measured", func() bool { return d.reading.sound.measured != nil })
	r := d.reading
	first, parts := r.sound.measured, r.heardStory().Parts()
	kept, known, err := d.library.Loudness(t.Context(), r.story, parts)
	if err != nil || !known || !slices.Equal(kept, first) {
		t.Fatalf("kept are %d parts, %v, of %d", len(kept), err, len(first))
	}
	louder := slices.Clone(first)
	louder[0].Loudness++ // what can only come from the library
	if err := d.library.SaveLoudness(t.Context(), r.story, louder); err != nil {
		t.Fatal(err)
	}
	d.showShelf()
	d.turnTo(1)
	d.until("its loudness is known", func() bool { return d.reading.sound.measured != nil })
	if !slices.Equal(d.reading.sound.measured, louder) {
		t.Error("opened again, it was measured again")
	}
}
