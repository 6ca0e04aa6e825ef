package app

import (
	"context"
	"sync/atomic"
	"time"

	"alongside/sync/listening"
	"alongside/sync/playback"
	"alongside/sync/playback/loudness"
)

// A treatment is what is done with the sound of one open story beside what is wished for all of them, and what has been found out of
// that sound. But for what is left out it belongs to the drawing goroutine.
type treatment struct {
	measured  []loudness.Measured // how loud its parts are; nil while that is not known
	unmeasure context.CancelFunc  // ends measuring; nil while nothing is measured
	rates     rates               // how fast each turn is spoken

	repeat    playback.Repeat // what is heard several times
	from      time.Duration   // where a stretch to be repeated begins
	slowUntil time.Duration   // up to where it plays slower; 0 where it does not
	stopAt    time.Duration   // where it is to pause by itself; 0 for nowhere

	leftOut atomic.Pointer[[]playback.Stretch] // of which nothing is heard; nil for nothing
}

// plan is what is done with a story's sound to fulfil wishes, without asides that are to be skipped.
func (t *treatment) plan(s listening.Story, w listening.Wishes, asides []playback.Stretch) playback.Plan {
	s.Measured, s.Spoken = t.measured, t.rates.known
	plan := listening.Plan(s, w)
	left := append(asides, plan.LeaveOut...)
	t.leftOut.Store(&left)
	plan.LeaveOut, plan.Repeat = left, t.repeat
	if t.stopAt > 0 {
		plan.Pauses = append(plan.Pauses, playback.Pause{At: t.stopAt, For: playback.UntilPlay})
	}
	return plan
}

// lacks reports whether the sound has yet to be measured for wishes.
func (t *treatment) lacks(w listening.Wishes) bool {
	return w.Measures() && t.measured == nil && t.unmeasure == nil
}

// measures takes note of what ends measuring, once that has begun.
func (t *treatment) measures(end context.CancelFunc) { t.unmeasure = end }

// isMeasured takes note of what measuring has found, nil where that failed.
func (t *treatment) isMeasured(parts []loudness.Measured) {
	t.unmeasure()
	t.unmeasure, t.measured = nil, parts
}

// forget begins anew with what was found out, for other times.
func (t *treatment) forget() {
	if t.unmeasure != nil {
		t.unmeasure()
	}
	t.unmeasure, t.measured = nil, nil
	t.rates.current = false
}

// repeats has a stretch repeated as is chosen; an empty one ends repeating.
func (t *treatment) repeats(stretch playback.Stretch, chosen repeats) {
	t.repeat = playback.Repeat{}
	if stretch.End <= stretch.Start {
		return
	}
	t.repeat = playback.Repeat{Stretch: stretch, Times: chosen.Times}
	if chosen.Slower {
		t.repeat.Again = slower
	}
}

// repeating reports whether a stretch is being repeated that was heard so many times before.
func (t *treatment) repeating(before int) bool {
	return t.repeat.End > t.repeat.Start && (t.repeat.Times == 0 || before < t.repeat.Times-1)
}

// slowed reports whether what is to be heard more slowly has been heard at a position, and is then over.
func (t *treatment) slowed(at time.Duration) bool {
	if t.slowUntil == 0 || at < t.slowUntil && at >= t.slowUntil-time.Minute {
		return false
	}
	t.slowUntil = 0
	return true
}

// stopped reports whether the story has paused where it was asked to by itself, and asks for that no more.
func (t *treatment) stopped() bool {
	was := t.stopAt > 0
	t.stopAt = 0
	return was
}
