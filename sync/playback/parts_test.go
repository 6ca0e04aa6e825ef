package playback_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"alongside/sync"
	"alongside/sync/playback"
	"alongside/sync/playback/decode"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// inParts are files of two seconds each, of different sample rates.
func inParts(t *testing.T) *playback.Audio {
	t.Helper()
	var parts []decode.Part
	for _, rate := range []int{44100, 22050, 48000} {
		parts = append(parts, decode.Part{Path: writeWAV(t, rate, 2*time.Second), Length: 2 * time.Second})
	}
	audio, err := decode.Join(parts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { audio.Close() })
	return audio
}

// A change is a place that was published, and when.
type change struct {
	turn     int
	position time.Duration
	after    time.Duration
}

func TestTheHighlightStaysInStepFromFileToFile(t *testing.T) {
	for _, speed := range []float64{1, 0.5, 2} {
		synctest.Test(t, func(t *testing.T) { // in here time passes as soon as everyone waits
			var story transcript.Transcript
			var times timing.Alignment
			for at := time.Duration(0); at < 6*time.Second; at += 500 * time.Millisecond {
				story.Turns = append(story.Turns, transcript.Turn{Text: "One."})
				times.Turns = append(times.Turns, timing.Turn{Timing: timing.Timing{Start: at, End: at + 500*time.Millisecond}})
			}
			p := playback.NewPlayer(playback.Silent(), inParts(t))
			synctest.Wait() // it has found its device
			p.SetSpeed(speed)
			began := time.Now()
			var changes []change
			follower := sync.NewFollower(sync.NewTimeline(story, times), p, func(place sync.Place, position time.Duration) {
				changes = append(changes, change{place.Turn, position, time.Since(began)})
			})
			ctx, stop := context.WithTimeout(t.Context(), time.Duration(6.5*float64(time.Second)/speed))
			defer stop()
			p.Play()
			follower.Run(ctx)
			p.Close()
			if len(changes) < 12 {
				t.Fatalf("at speed %g there are %d changes: %v", speed, len(changes), changes)
			}
			for i, c := range changes[:12] {
				due := time.Duration(i) * 500 * time.Millisecond
				if c.turn != i || (c.position-due).Abs() > 2*time.Millisecond {
					t.Errorf("at speed %g change %d is to turn %d at %v, want turn %d at %v", speed, i, c.turn, c.position, i, due)
				}
				if late := c.after - time.Duration(float64(due)/speed); late.Abs() > 15*time.Millisecond {
					t.Errorf("at speed %g turn %d was published %v late", speed, i, late)
				}
			}
		})
	}
}

// The follower is told of what a plan does in time: it goes back with a repeat, over what is left out, and stands in a pause.
func TestTheHighlightStaysInStepThroughAPlan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var story transcript.Transcript
		var times timing.Alignment
		for at := time.Duration(0); at < 6*time.Second; at += 500 * time.Millisecond {
			story.Turns = append(story.Turns, transcript.Turn{Text: "One."})
			times.Turns = append(times.Turns, timing.Turn{Timing: timing.Timing{Start: at, End: at + 500*time.Millisecond}})
		}
		p := playback.NewPlayer(playback.Silent(), inParts(t))
		synctest.Wait() // it has found its device
		p.SetPlan(playback.Plan{
			Repeat:   playback.Repeat{Stretch: playback.Stretch{Start: 500 * time.Millisecond, End: 1500 * time.Millisecond}, Times: 2, Again: 0.5},
			Pauses:   []playback.Pause{{At: 2250 * time.Millisecond, For: time.Second}},
			LeaveOut: []playback.Stretch{{Start: 3 * time.Second, End: 4 * time.Second}},
		})
		began := time.Now()
		var changes []change
		follower := sync.NewFollower(sync.NewTimeline(story, times), p, func(place sync.Place, position time.Duration) {
			if place.Turn == int(p.Ahead(2*time.Millisecond)/(500*time.Millisecond)) { // not what the jump is just before
				changes = append(changes, change{place.Turn, position, time.Since(began)})
			}
		})
		ctx, stop := context.WithTimeout(t.Context(), 7*time.Second)
		defer stop()
		p.Play()
		follower.Run(ctx)
		p.Close()
		want := []struct {
			turn  int
			after time.Duration // in milliseconds
		}{{0, 0}, {1, 500}, {2, 1000}, {1, 1500}, {2, 2500}, {3, 3500}, {4, 4000}, {5, 5500}, {8, 6000}, {9, 6500}}
		if len(changes) < len(want) {
			t.Fatalf("there are %d changes: %v", len(changes), changes)
		}
		for i, w := range want {
			c := changes[i]
			if late := c.after - w.after*time.Millisecond; c.turn != w.turn || late.Abs() > 20*time.Millisecond {
				t.Errorf("change %d is to turn %d after %v, want turn %d after %v", i, c.turn, c.after, w.turn, w.after*time.Millisecond)
			}
		}
	})
}
