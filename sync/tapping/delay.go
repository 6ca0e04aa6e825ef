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
	mostDelay  = time.Second
	kernel     = 120 * time.Millisecond // the deviation of single presses
	enough     = 6                      // taps that weigh as much as what was known before
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
// is known before. The delay that it begins with is the likeliest one: of a tap that has an onset just so long before it, and of
// many such taps, what was known before does not count for much any more.
func Late(taps []Tap, s Sound, known time.Duration) []time.Duration {
	all := s.latenesses(taps)
	likely, best := known, math.Inf(-1)
	for d := time.Duration(0); d <= mostDelay; d += step {
		off := float64(d-known) / float64(expectance)
		if n := likelihood(all, d, kernel, 0.3) - off*off/2; n > best {
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

// latenesses are, for each tap, how late it was after each of the onsets that it may have meant.
func (s Sound) latenesses(taps []Tap) (all [][]lateness) {
	for _, t := range taps {
		if t.Speed <= 0 {
			continue
		}
		const beyond = 500 * time.Millisecond // what is pressed too soon or much too late
		var one []lateness
		for _, o := range s.between(t.At-time.Duration(float64(mostDelay+beyond)*t.Speed), t.At+beyond) {
			one = append(one, lateness{time.Duration(float64(t.At-o.at) / t.Speed), weight(o)})
		}
		all = append(all, one)
	}
	return all
}

// likelihood is that of the taps if a delay and the deviation of single presses from it are the right ones, as a logarithm; each
// may have been pressed for no onset at all, with a likelihood beside those.
func likelihood(all [][]lateness, delay, deviation time.Duration, none float64) (sum float64) {
	for _, one := range all {
		p := none
		for _, l := range one {
			p += l.weight * bell(l.by-delay, deviation) * float64(kernel) / float64(deviation)
		}
		sum += math.Log(p)
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
		if at, ok := s.meant(t.Meant(delay), nearOnset, usualScatter); ok {
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

// usualScatter is how far presses are from what they mean, as a deviation, of a hand of which nothing is known.
const usualScatter = 150 * time.Millisecond

// scatter tells how far some taps are from what they mean, as a deviation: that under which they are likeliest. It matters where
// a hand, or the machine under it, is unsteady: what it says is then less sure.
func (s Sound) scatter(taps []Tap, delay time.Duration) time.Duration {
	all := s.latenesses(taps)
	likely, best := usualScatter, math.Inf(-1)
	if len(all) < enough {
		return likely
	}
	for _, d := range [...]time.Duration{150, 200, 275, 350} {
		if n := likelihood(all, delay, d*time.Millisecond, 0.1); n > best {
			likely, best = d*time.Millisecond, n
		}
	}
	return max(likely, usualScatter)
}

// meant is the onset that somebody most likely means who says that something begins about there, and whose presses have some
// deviation.
func (s Sound) meant(about, reach, deviation time.Duration) (at time.Duration, ok bool) {
	best := -1.5 // what an onset must be better than: a short pause far away says nothing
	for _, o := range s.between(about-reach, about+reach) {
		off := float64(o.at-about) / float64(deviation)
		if score := math.Log(float64(o.pause)/float64(leastPause*step)) - off*off/2; score > best {
			at, ok, best = o.at, true, score
		}
	}
	return at, ok
}
