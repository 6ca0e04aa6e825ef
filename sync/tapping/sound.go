package tapping

import (
	"cmp"
	"context"
	"slices"
	"time"

	"alongside/sync/align"
)

// step is how finely the sound is looked at.
const step = 10 * time.Millisecond

// What counts as a pause, and as sound.
const (
	leastPause = 12   // steps: shorter ones are those of stops within words
	leastSound = 3    // steps: shorter ones are clicks
	around     = 1500 // steps on either side from which is told what is loud and what is quiet there
	threshold  = 0.4  // how far from the quiet to the loud something must be to be sound
)

// An onset is where sound begins after a pause.
type onset struct{ at, pause time.Duration }

// A Sound is what taps are held against: when there is sound and when there is none.
type Sound struct {
	active []bool // for each step
	onsets []onset
}

// Listen goes through some sound from its beginning to its end.
func Listen(ctx context.Context, samples align.Samples, progress func(time.Duration)) (Sound, error) {
	levels, err := align.Loudness(ctx, samples, progress)
	if err != nil {
		return Sound{}, err
	}
	return newSound(levels), nil
}

func newSound(levels []float64) Sound {
	s := Sound{active: activity(levels)}
	bridge(s.active, false, leastSound)
	bridge(s.active, true, leastPause)
	quiet := 0
	for i, active := range s.active {
		switch {
		case !active:
			quiet++
		case quiet > 0:
			s.onsets = append(s.onsets, onset{time.Duration(i) * step, time.Duration(quiet) * step})
			quiet = 0
		}
	}
	return s
}

// activity tells the steps with sound from the pauses, by what is loud and quiet thereabouts.
func activity(levels []float64) []bool {
	out := make([]bool, len(levels))
	for from := 0; from < len(levels); from += around {
		to := min(from+around, len(levels))
		near := slices.Clone(levels[max(from-around, 0):min(to+around, len(levels))])
		slices.Sort(near)
		quiet, loud := near[len(near)/20], near[len(near)*19/20]
		for i := from; i < to; i++ {
			out[i] = levels[i] > quiet+(loud-quiet)*threshold
		}
	}
	return out
}

// bridge fills with a value what is shorter than so many steps and is not of that value.
func bridge(active []bool, with bool, least int) {
	for i := 0; i < len(active); {
		j := i
		for j < len(active) && active[j] == active[i] {
			j++
		}
		if active[i] != with && j-i < least && i > 0 && j < len(active) {
			for k := i; k < j; k++ {
				active[k] = with
			}
		}
		i = j
	}
}

// length is how long the sound is.
func (s Sound) length() time.Duration { return time.Duration(len(s.active)) * step }

// between are the onsets from one moment to another.
func (s Sound) between(from, to time.Duration) []onset {
	compare := func(o onset, at time.Duration) int { return cmp.Compare(o.at, at) }
	i, _ := slices.BinarySearchFunc(s.onsets, from, compare)
	j, _ := slices.BinarySearchFunc(s.onsets, to, compare)
	return s.onsets[i:max(i, j)]
}

// end is where the last sound before a moment ends, but not before from.
func (s Sound) end(from, to time.Duration) time.Duration {
	i := min(int(to/step), len(s.active))
	for i > 0 && time.Duration(i)*step > from && !s.active[i-1] {
		i--
	}
	if at := time.Duration(i) * step; at > from && at <= to {
		return at
	}
	return to
}
