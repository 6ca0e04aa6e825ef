package tapping_test

import (
	"slices"
	"testing"
	"time"

	"alongside/sync/align"
	"alongside/sync/tapping"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// aligned is a set with the times that the aligner finds.
func aligned(t *testing.T, name string) (set, *align.Aligner, timing.Alignment) {
	t.Helper()
	s := open(t, name)
	a, err := align.New()
	if err != nil {
		t.Fatal(err)
	}
	audio := s.open(t)
	good, err := a.Align(t.Context(), align.NewSamples(audio, audio.SampleRate()), s.text, align.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s, a, good
}

func (s *set) recording(t *testing.T) tapping.Recording {
	t.Helper()
	audio := s.open(t)
	return tapping.Recording{Duration: audio.Duration(), From: func(at time.Duration) (align.Samples, error) {
		if err := audio.Seek(audio.Frame(at)); err != nil {
			return nil, err
		}
		return align.NewSamples(audio, audio.SampleRate()), nil
	}}
}

// spoiled is an alignment in which some turns, the last not included, are off by so much.
func spoiled(good timing.Alignment, first, last int, by time.Duration) timing.Alignment {
	out := timing.Alignment{Method: good.Method, Turns: slices.Clone(good.Turns)}
	move := func(t timing.Timing) timing.Timing {
		if t.Known() {
			t.Start, t.End = t.Start+by, t.End+by
		}
		return t
	}
	for i := first; i < last; i++ {
		turn := timing.Turn{Timing: move(good.Turns[i].Timing)}
		for _, s := range good.Turns[i].Sentences {
			turn.Sentences = append(turn.Sentences, move(s))
		}
		for _, w := range good.Turns[i].Words {
			turn.Words = append(turn.Words, move(w))
		}
		out.Turns[i] = turn
	}
	return out
}

func TestOneTapMendsTheStretchAroundIt(t *testing.T) {
	s, a, good := aligned(t, "kgou_seed")
	mend := func(t *testing.T, bad timing.Alignment, taps ...tapping.Tap) tapping.Mended {
		t.Helper()
		got, err := tapping.Mend(t.Context(), a, s.recording(t), s.text, bad, taps, tapping.Usual)
		if err != nil {
			t.Fatal(err)
		}
		if err := got.Alignment.Check(s.text); err != nil {
			t.Error(err)
		}
		return got
	}
	for name, test := range map[string]struct {
		first, last int // the turns that are spoiled
		by          time.Duration
		tap         int
		off         time.Duration
	}{
		"in the middle, pressed too soon":   {2, 6, -3 * time.Second, 9, -150 * time.Millisecond},
		"to the end, pressed too late":      {7, 12, 4 * time.Second, 18, 150 * time.Millisecond},
		"from the beginning, pressed right": {0, 5, 4 * time.Second, 3, 0},
	} {
		t.Run(name, func(t *testing.T) {
			bad := spoiled(good, test.first, test.last, test.by)
			got := mend(t, bad, tapping.Tap{Unit: s.units[test.tap], At: s.truth[test.tap] + tapping.Usual + test.off, Speed: 1})
			before, all := s.right(bad)
			now, _ := s.right(got.Alignment)
			if t.Logf("%d of %d sentences were right, and %d are", before, all, now); now*100 < all*95 {
				t.Error("that is too few")
			}
			if off := got.At - s.truth[test.tap]; !got.Found || off.Abs() > 100*time.Millisecond {
				t.Errorf("what was tapped is found %v from where it is", off)
			}
		})
	}
	t.Run("good times stay", func(t *testing.T) {
		got := mend(t, good, tapping.Tap{Unit: s.units[9], At: s.truth[9] + tapping.Usual, Speed: 1})
		if changed := tapping.Changed(good, got.Alignment); len(changed) > 0 {
			t.Errorf("the turns %v have other times", changed)
		}
	})
	t.Run("an earlier tap stays", func(t *testing.T) {
		earlier, later := tapping.Tap{Unit: s.units[7], At: s.truth[7] + time.Second}, tapping.Tap{Unit: s.units[11], At: s.truth[11]}
		bad := spoiled(good, 3, 6, 2*time.Second)
		bad.Turns[2] = timing.Turn{Timing: timing.Timing{Start: earlier.At, End: earlier.At + 4*time.Second, Confidence: 1}}
		got := mend(t, bad, earlier, later)
		if at := got.Alignment.Turns[2].Start; at != earlier.At {
			t.Errorf("it starts at %v now, not at %v", at, earlier.At)
		}
	})
}

func TestWhereNothingKnowsTheLanguageATapIsObeyed(t *testing.T) {
	text := transcript.Transcript{Language: "tlh", Turns: []transcript.Turn{{Text: "Qapla'. HIja'. Heghlu'meH QaQ jajvam."}, {Text: "nuqneH."}}}
	at := func(from, to time.Duration) timing.Timing {
		return timing.Timing{Start: from * time.Second, End: to * time.Second, Confidence: 1}
	}
	old := timing.Alignment{Method: "webvtt", Turns: []timing.Turn{
		{Timing: at(1, 9), Sentences: []timing.Timing{at(1, 2), at(4, 5), at(6, 9)}}, {Timing: at(10, 12)},
	}}
	tap := tapping.Tap{Unit: tapping.Unit{Turn: 0, Sentence: 1}, At: 7 * time.Second, Speed: 0}
	got, err := tapping.Mend(t.Context(), nil, tapping.Recording{Duration: 12 * time.Second}, text, old, []tapping.Tap{tap}, tapping.Usual)
	if err != nil {
		t.Fatal(err)
	}
	if err := got.Alignment.Check(text); err != nil {
		t.Error(err)
	}
	sentences := got.Alignment.Turns[0].Sentences
	if sentences[0] != at(1, 2) || sentences[1].Start != tap.At || sentences[2].Known() || got.Alignment.Turns[1].Timing != at(10, 12) {
		t.Errorf("the times are %+v", got.Alignment.Turns)
	}
}
