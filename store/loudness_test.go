package store

import (
	"reflect"
	"testing"
	"time"

	"alongside/sync/playback/loudness"
	"alongside/sync/tapping"
	"alongside/sync/timing"
)

// loud is a story with sound of which the loudness is kept, and that loudness.
func loud(t *testing.T, l *Library) (Story, []loudness.Part, []loudness.Measured) {
	t.Helper()
	path, _ := audioFile(t, "the sea")
	s := read(t, l, save(t, l, Draft{Transcript: lighthouse(), Alignment: timed(lighthouse()), AudioPath: path}))
	parts := []loudness.Part{{Start: 0, End: time.Second, Kind: loudness.Sound}, {Start: time.Second, End: 3 * time.Second}}
	measured := []loudness.Measured{
		{Part: parts[0], Loudness: -31.25, Peak: -3.1, Noise: -70}, {Part: parts[1], Loudness: -18, Peak: 0.2, Noise: -55.5},
	}
	if err := l.SaveLoudness(t.Context(), s, measured); err != nil {
		t.Fatal(err)
	}
	return s, parts, measured
}

func knownLoudness(t *testing.T, l *Library, s Story, parts []loudness.Part) []loudness.Measured {
	t.Helper()
	measured, known, err := l.Loudness(t.Context(), s, parts)
	if err != nil {
		t.Fatal(err)
	}
	if !known {
		return nil
	}
	return measured
}

func TestLoudnessIsKeptToTheLastBit(t *testing.T) {
	l := openLibrary(t)
	s, parts, want := loud(t, l)
	if got := knownLoudness(t, l, s, parts); !reflect.DeepEqual(got, want) {
		t.Errorf("it is %+v, was %+v", got, want)
	}
}

func TestLoudnessOfOneThingIsNeverTakenForThatOfAnother(t *testing.T) {
	l := openLibrary(t)
	s, parts, _ := loud(t, l)
	otherSound, longer, another := s, s, s
	otherSound.Audio = "0" + s.Audio[1:]
	longer.Parts = []Part{{File: s.Audio}}
	another.ID++
	later := []loudness.Part{parts[0], {Start: parts[1].Start, End: parts[1].End + 1}}
	speech := []loudness.Part{{Start: 0, End: time.Second}, parts[1]}
	for name, c := range map[string]struct {
		story Story
		parts []loudness.Part
	}{
		"other sound": {otherSound, parts}, "a further file": {longer, parts}, "another story": {another, parts},
		"other times": {s, later}, "another kind": {s, speech}, "fewer parts": {s, parts[:1]},
	} {
		if got := knownLoudness(t, l, c.story, c.parts); got != nil {
			t.Errorf("%s: it is said to be %+v", name, got)
		}
	}
}

func TestLoudnessIsDroppedWhenTheTimesChange(t *testing.T) {
	for name, change := range map[string]func(l *Library, id int64) error{
		"others": func(l *Library, id int64) error {
			return l.SaveAlignment(t.Context(), id, shifted(timed(lighthouse()), time.Second, 0))
		},
		"none": func(l *Library, id int64) error { return l.SaveAlignment(t.Context(), id, timing.Alignment{}) },
		"mended": func(l *Library, id int64) error {
			_, err := l.MendTimes(t.Context(), id, []tapping.Tap{{Unit: tapping.Unit{Turn: 1}}}, shifted(timed(lighthouse()), time.Second, 0))
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := openLibrary(t)
			s, parts, _ := loud(t, l)
			if err := change(l, s.ID); err != nil {
				t.Fatal(err)
			}
			if got := knownLoudness(t, l, s, parts); got != nil {
				t.Errorf("it is still said to be %+v", got)
			}
		})
	}
}

func TestLoudnessThatCannotBeReadIsMeasuredAnew(t *testing.T) {
	l := openLibrary(t)
	s, parts, _ := loud(t, l)
	l.Close()
	changeFile(t, l.Dir(), "UPDATE loudness SET measured = x'ffffffffffffffff'")
	if got := knownLoudness(t, openIn(t, l.Dir()), s, parts); got != nil {
		t.Errorf("it is said to be %+v", got)
	}
}
