package listening

import (
	"slices"
	"testing"
	"time"

	"alongside/sync/playback"
	"alongside/sync/playback/loudness"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

const ms = time.Millisecond

func at(start, end int, sure float64) timing.Timing {
	return timing.Timing{Start: time.Duration(start) * ms, End: time.Duration(end) * ms, Confidence: sure}
}

// story has two turns of speech, a bell, and a third turn after something that nobody wrote down.
func story() Story {
	s := Story{Duration: 60 * time.Second}
	s.Transcript.Turns = []transcript.Turn{
		{Kind: transcript.Speech, Text: "One. Two."},
		{Kind: transcript.Speech, Text: "Three."},
		{Kind: transcript.Sound, Text: "(BELL)"},
		{Kind: transcript.Speech, Text: "Four."},
		{Kind: transcript.Speech, Text: "Five."},
	}
	s.Alignment.Turns = []timing.Turn{
		{Timing: at(1000, 6000, 0.95), Sentences: []timing.Timing{at(1000, 3000, 0.95), at(4000, 6000, 0.95)}},
		{Timing: at(8000, 9000, 0.95), Sentences: []timing.Timing{at(8000, 9000, 0.95)}},
		{Timing: at(9500, 12000, 0.95)},
		{Timing: at(12500, 14000, 0.95)},
		{Timing: at(30000, 32000, 0.95)},
	}
	return s
}

// measured says how loud the parts of the story are: speech −20, and each stretch in between as loud as given.
func measured(s Story, between float64) Story {
	for _, p := range s.Parts() {
		m := loudness.Measured{Part: p, Loudness: between, Noise: -60}
		if p.Kind == loudness.Speech {
			m.Loudness = -20
		}
		s.Measured = append(s.Measured, m)
	}
	return s
}

func stretch(start, end int) playback.Stretch {
	return playback.Stretch{Start: time.Duration(start) * ms, End: time.Duration(end) * ms}
}

func TestWhatIsLeftOut(t *testing.T) {
	unsure := measured(story(), -60)
	unsure.Alignment.Turns[4].Confidence = 0.4
	for _, c := range []struct {
		name string
		of   Story
		w    Wishes
		want []playback.Stretch
	}{
		{"nothing, where nothing is wished", measured(story(), -60), Wishes{}, nil},
		{"the middle of silent pauses between sentences", measured(story(), -60), Wishes{Shorten: 600 * ms}, []playback.Stretch{stretch(3300, 3700), stretch(6300, 7700)}},
		{"no pause that music plays in", measured(story(), -24), Wishes{Shorten: 600 * ms}, []playback.Stretch{stretch(3300, 3700)}},
		{"no pause while the sound is not measured", story(), Wishes{Shorten: 600 * ms}, nil},
		{"what the transcript does not hold", measured(story(), -20), Wishes{OnlyTold: true}, []playback.Stretch{stretch(14250, 29750)}},
		{"nothing beside times that are not sure", unsure, Wishes{OnlyTold: true}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Plan(c.of, c.w).LeaveOut; !slices.Equal(got, c.want) {
				t.Errorf("left out %v, want %v", got, c.want)
			}
		})
	}
}

func TestWherePausesArePutIn(t *testing.T) {
	for _, c := range []struct {
		name string
		w    Wishes
		want []playback.Pause
	}{
		{"after each sentence", Wishes{PauseAfter: Sentence, PauseFor: time.Second}, []playback.Pause{
			{At: 3000 * ms, For: time.Second},
			{At: 6000 * ms, For: time.Second},
			{At: 9000 * ms, For: time.Second},
			{At: 14000 * ms, For: time.Second},
			{At: 32000 * ms, For: time.Second},
		}},
		{"after each turn that is spoken, until a key", Wishes{PauseAfter: Turn, PauseFor: playback.UntilPlay}, []playback.Pause{
			{At: 6000 * ms, For: playback.UntilPlay}, {At: 9000 * ms, For: playback.UntilPlay}, {At: 14000 * ms, For: playback.UntilPlay}, {At: 32000 * ms, For: playback.UntilPlay},
		}},
		{"nowhere, where no length is chosen", Wishes{PauseAfter: Sentence}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Plan(story(), c.w).Pauses; !slices.Equal(got, c.want) {
				t.Errorf("pauses %v, want %v", got, c.want)
			}
		})
	}
}

func TestTurnsAreMadeAlikeLoudOnceTheyAreMeasured(t *testing.T) {
	if plan := Plan(story(), Wishes{Even: true}); len(plan.Gain) != 0 {
		t.Errorf("a gain of %v without measuring", plan.Gain)
	}
	plan := Plan(measured(story(), -60), Wishes{Even: true})
	if len(plan.Gain) == 0 || plan.Gain[2].Gain != 2 {
		t.Errorf("speech of −20 LUFS is changed by %v, want by 2 dB", plan.Gain)
	}
}

func TestPartsLieInOrder(t *testing.T) {
	s := story()
	s.Alignment.Turns[1].Timing = at(2000, 2500, 0.9) // told in another order
	last := time.Duration(0)
	for _, p := range s.Parts() {
		if p.Start < last || p.End < p.Start {
			t.Fatalf("a part from %v to %v after one that ends at %v", p.Start, p.End, last)
		}
		last = p.End
	}
}
