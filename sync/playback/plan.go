package playback

import (
	"cmp"
	"slices"
	"sync/atomic"
	"time"

	"alongside/sync/playback/hearing"
	"alongside/sync/playback/loudness"
	"alongside/sync/playback/tempo"
)

// A Stretch is a part of an Audio, from Start up to End.
type Stretch struct{ Start, End time.Duration }

// A Plan is what is done with the sound beside its speed and volume. The zero value is nothing: it is heard as recorded. The
// position stays what is heard through all of it.
type Plan struct {
	// LeaveOut are stretches of which nothing is heard: where one begins, playing goes on at its end at once. Who seeks into
	// one hears it from there.
	LeaveOut []Stretch
	// Pauses are made where nothing is said. While one lasts the position stands still.
	Pauses []Pause
	// Repeat is a stretch that is heard several times.
	Repeat Repeat
	// Pace is how fast each moment of the audio goes, as a part of the speed. It changes in steps that nobody hears.
	Pace tempo.Curve
	// Gain makes the loudness even.
	Gain loudness.Curve
	// Shape fits the sound to an ear.
	Shape hearing.Settings
}

// A Pause is silence put in at a place of the audio.
type Pause struct {
	At  time.Duration
	For time.Duration // of listening, at any speed; or UntilPlay
}

// UntilPlay is the length of a pause that lasts until Play is called: the player pauses there by itself.
const UntilPlay = time.Duration(-1)

// A Repeat is a stretch from whose end playing goes back to its start. Who seeks behind it does not come back to it.
type Repeat struct {
	Stretch
	Times int     // how often it is heard in all; 0 is without end
	Again float64 // the speed from the second time on, as a part of the usual one; 0 is 1
}

// shortestRepeat is the shortest stretch that is repeated.
const shortestRepeat = 100 * time.Millisecond

// Shortened gives what is to be left out of gaps between sentences, so that none lasts longer than longest. It is taken out of
// their middle: how a sentence ends and how one begins is kept.
func Shortened(gaps []Stretch, longest time.Duration) []Stretch {
	var out []Stretch
	for _, gap := range gaps {
		if over := gap.End - gap.Start - longest; over > 0 && longest >= 0 {
			start := gap.Start + longest/2
			out = append(out, Stretch{start, start + over})
		}
	}
	return out
}

// ready is the plan as the streams need it, and its own.
func (plan Plan) ready() *Plan {
	plan.LeaveOut = merged(plan.LeaveOut)
	plan.Gain = slices.Clone(plan.Gain)
	plan.Pace = slices.Clone(plan.Pace)
	plan.Pauses = slices.DeleteFunc(slices.Clone(plan.Pauses), func(p Pause) bool { return p.For <= 0 && p.For != UntilPlay })
	slices.SortStableFunc(plan.Pauses, func(a, b Pause) int { return cmp.Compare(a.At, b.At) })
	return &plan
}

// repeats reports whether anything is repeated after so many times.
func (r Repeat) repeats(heard int) bool {
	return r.End-r.Start >= shortestRepeat && (r.Times == 0 || heard < r.Times)
}

// again is the speed of what is repeated, as a part of the usual one.
func (r Repeat) again() float64 {
	if r.Again > 0 {
		return r.Again
	}
	return 1
}

// shape is how the sound is shaped now.
func shape(plan *atomic.Pointer[Plan]) func() hearing.Settings {
	return func() hearing.Settings { return plan.Load().Shape }
}

// louder tells whether anything may make the sound louder than recorded.
func louder(plan *atomic.Pointer[Plan]) func() bool {
	return func() bool {
		now := plan.Load()
		return len(now.Gain) > 0 || now.Shape != hearing.Settings{}
	}
}

// merged sorts stretches and joins those that overlap or touch.
func merged(stretches []Stretch) []Stretch {
	sorted := slices.SortedFunc(slices.Values(stretches), func(a, b Stretch) int { return cmp.Compare(a.Start, b.Start) })
	var joined []Stretch
	for _, s := range sorted {
		if n := len(joined); n > 0 && s.Start <= joined[n-1].End {
			joined[n-1].End = max(joined[n-1].End, s.End)
			continue
		}
		joined = append(joined, s)
	}
	return joined
}
