package align_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"alongside/sync/align"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// find looks for the place in a set, by some of its sound.
func find(t testing.TB, a *align.Aligner, set string, story transcript.Transcript, at, listened time.Duration) (timing.Alignment, error) {
	t.Helper()
	if underRace && set != "lj_contiguous" {
		t.Skip("the race detector makes it long, and the other sets have nothing new for it")
	}
	audio := sound(t, set)
	if err := audio.Seek(audio.Frame(at)); err != nil {
		t.Fatal(err)
	}
	s := align.Stretch{Last: len(story.Turns), From: at, To: min(at+listened, audio.Duration())}
	return a.Find(t.Context(), samples(audio), story, s)
}

// beginnings are the true beginnings of the spoken turns of a set.
func beginnings(t testing.TB, set string, story transcript.Transcript) map[int]time.Duration {
	t.Helper()
	unit, all := marks(t, filepath.Join(shared, set))
	out := make(map[int]time.Duration)
	n := 0
	for i, turn := range story.Turns {
		if all[n].spoken {
			out[i] = all[n].start
		}
		n++
		if unit == "sentence" && turn.Kind == transcript.Speech {
			n += len(turn.Sentences()) - 1
		}
	}
	return out
}

// wrong are the turns that are said to begin where they do not.
func wrong(got timing.Alignment, truth map[int]time.Duration, within time.Duration) (out []string) {
	for i, turn := range got.Turns {
		if want, spoken := truth[i]; turn.Known() && (!spoken || (turn.Start-want).Abs() > within) {
			out = append(out, fmt.Sprintf("turn %d at %v (%v sure), which begins at %v", i+1, turn.Start, turn.Confidence, want))
		}
	}
	return out
}

func TestThePlaceIsFoundWhereverTheSoundBegins(t *testing.T) {
	a := aligner(t)
	for _, c := range []struct {
		set string
		at  time.Duration
	}{{"radio_mix", 90 * time.Second}, {"kgou_seed", 71 * time.Second}} {
		t.Run(fmt.Sprint(c.set, " from ", c.at), func(t *testing.T) {
			story := story(t, c.set)
			got, err := find(t, a, c.set, story, c.at, 30*time.Second)
			if err != nil {
				t.Fatal(err)
			}
			if err := got.Check(story); err != nil {
				t.Error(err)
			}
			if bad := wrong(got, beginnings(t, c.set, story), 250*time.Millisecond); len(bad) > 0 {
				t.Error(bad)
			}
		})
	}
}

// BenchmarkPlaces looks for the place from many moments of each set, and prints from how many it was found and how often it
// was wrong.
func BenchmarkPlaces(b *testing.B) {
	a := aligner(b)
	for set, within := range map[string]time.Duration{
		"radio_mix": quarter, "kgou_seed": quarter, "roy_interview": quarter, "lj_contiguous": quarter, "music_only": quarter,
		"epub0120_basic_tests": quarter, "epub0120_escapability": quarter,
		"mobydick_intro": 600 * time.Millisecond, // two labels stand at the beginning of the pause before the voice
	} {
		b.Run(set, func(b *testing.B) {
			story, length := story(b, set), sound(b, set).Duration()
			truth := beginnings(b, set, story)
			tried, found, bad := 0, 0, 0
			for b.Loop() {
				for at := time.Duration(0); at < length-20*time.Second; at += 17 * time.Second {
					tried++
					got, err := find(b, a, set, story, at, time.Minute)
					if err != nil && !errors.Is(err, align.ErrUnsure) {
						b.Fatal(err)
					}
					if err == nil {
						found++
						bad += len(wrong(got, truth, within))
					}
				}
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(100*float64(found)/float64(tried), "%-found")
			b.ReportMetric(float64(bad)/float64(b.N), "turns-wrong")
			b.ReportMetric(b.Elapsed().Seconds()/float64(tried), "s/place")
		})
	}
}

const quarter = 250 * time.Millisecond

func TestThePlaceIsNotSureInMusic(t *testing.T) {
	if got, err := find(t, aligner(t), "music_only", story(t, "music_only"), 140*time.Second, 20*time.Second); !errors.Is(err, align.ErrUnsure) {
		t.Errorf("%+v, error %v", got, err)
	}
}

func TestThePlaceIsNotSureInATextThatSaysItTwice(t *testing.T) {
	story := story(t, "lj_contiguous")
	story.Turns = append(story.Turns, story.Turns...)
	if got, err := find(t, aligner(t), "lj_contiguous", story, 0, 30*time.Second); !errors.Is(err, align.ErrUnsure) {
		t.Errorf("%+v, error %v", got, err)
	}
}

func TestThePlaceIsNotSureInAnotherStory(t *testing.T) {
	if got, err := find(t, aligner(t), "lj_contiguous", story(t, "kgou_seed"), 0, 20*time.Second); !errors.Is(err, align.ErrUnsure) {
		t.Errorf("%+v, error %v", got, err)
	}
}
