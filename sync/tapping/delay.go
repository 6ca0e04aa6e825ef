package tapping

import (
	"math"
	"slices"
	"time"
)

// Usual is the delay of someone of whom nothing is known yet: people press about that much after they hear what they have
// been waiting for.
const Usual = 250 * time.Millisecond

// The delays that are believed.
const (
	mostDelay  = 800 * time.Millisecond
	kernel     = 80 * time.Millisecond // how near to each other delays must be to speak for each other
	enough     = 6                     // taps that weigh as much as what was known before
	nearOnset  = 300 * time.Millisecond
	expectance = 200 * time.Millisecond // how far from what was known before another delay is half as likely or so
)

// Delay learns how late somebody presses, from taps and where sound really begins near them, beginning with what was known
// before. It asks which delay takes the most taps to an onset, the longer the pause before it the better; then it takes the
// median of how late the taps are after these onsets, so that single presses that went wrong do not matter.
func Delay(taps []Tap, s Sound, known time.Duration) time.Duration {
	return Learn(Late(taps, s, known), known)
}

// Late tells how late each of some taps was after the onset that it meant, where there is one; known is the delay as far as it
// is known before.
func Late(taps []Tap, s Sound, known time.Duration) []time.Duration {
	var all []lateness
	for _, t := range taps {
		if t.Speed <= 0 {
			continue
		}
		reach := time.Duration(float64(mostDelay) * t.Speed)
		for _, o := range s.between(t.At-reach, t.At+step) {
			all = append(all, lateness{time.Duration(float64(t.At-o.at) / t.Speed), weight(o)})
		}
	}
	likely, best := known, 0.0
	for d := time.Duration(0); d <= mostDelay; d += step {
		if n := density(all, d) * bell(d-known, expectance); n > best {
			likely, best = d, n
		}
	}
	return near(taps, s, likely)
}

// A lateness is how long after an onset a tap came, and what that counts.
type lateness struct {
	by     time.Duration
	weight float64
}

func density(all []lateness, at time.Duration) (sum float64) {
	for _, l := range all {
		sum += l.weight * bell(l.by-at, kernel)
	}
	return sum
}

func bell(off, width time.Duration) float64 {
	x := float64(off) / float64(width)
	return math.Exp(-x * x / 2)
}

func weight(o onset) float64 { return math.Log(1 + float64(o.pause)/float64(leastPause*step)) }

// near are how late the taps are after the onsets that they mean if the delay is about that.
func near(taps []Tap, s Sound, delay time.Duration) (out []time.Duration) {
	for _, t := range taps {
		if t.Speed <= 0 {
			continue
		}
		if at, ok := s.meant(t.Meant(delay), nearOnset); ok {
			out = append(out, time.Duration(float64(t.At-at)/t.Speed))
		}
	}
	return out
}

// Learn gives the delay of someone of whom some presses are known, each by how late it was: their median, and what was
// known before as long as they are few.
func Learn(late []time.Duration, known time.Duration) time.Duration {
	if len(late) == 0 {
		return known
	}
	sorted := slices.Sorted(slices.Values(late))
	median := (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
	if n := time.Duration(len(late)); n < enough {
		median = (n*median + (enough-n)*known) / enough
	}
	return min(max(median, 0), mostDelay)
}

// scatter is how far presses are from what they mean: the deviation that is taken for usual.
const scatter = 150 * time.Millisecond

// meant is the onset that somebody most likely means who says that something begins about there.
func (s Sound) meant(about, reach time.Duration) (at time.Duration, ok bool) {
	best := -1.5 // what an onset must be better than: a short pause far away says nothing
	for _, o := range s.between(about-reach, about+reach) {
		off := float64(o.at-about) / float64(scatter)
		if score := math.Log(float64(o.pause)/float64(leastPause*step)) - off*off/2; score > best {
			at, ok, best = o.at, true, score
		}
	}
	return at, ok
}
