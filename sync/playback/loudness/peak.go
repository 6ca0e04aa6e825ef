package loudness

import "math"

const (
	peakPhases = 4  // places between two samples that are looked at: BS.1770 annex 2 asks for four at 48 kHz
	peakTaps   = 12 // samples that each is reckoned from, as there
	peakBeta   = 4  // of the Kaiser window
	peakMost   = 2  // by how much the sound between samples may pass those around it, for all that is likely
)

// PeakDelay is how many frames after one the peak around it is known.
const PeakDelay = peakTaps / 2

// A Peak finds how far a sound goes between its samples too.
type Peak struct {
	weights [peakPhases - 1][peakTaps]float64
	last    [2 * peakTaps][2]float64 // each frame twice, so that the last peakTaps lie in a row
	at      int
}

// NewPeak makes a Peak that has heard silence so far.
func NewPeak() *Peak {
	p := &Peak{}
	for phase := range p.weights {
		sum := 0.0
		for tap := range p.weights[phase] {
			off := float64(tap-peakTaps/2) + 1 - float64(phase+1)/peakPhases
			x := off / (peakTaps / 2)
			p.weights[phase][tap] = math.Sin(math.Pi*off) / (math.Pi * off) * bessel(peakBeta*math.Sqrt(max(0, 1-x*x)))
			sum += p.weights[phase][tap]
		}
		for tap := range p.weights[phase] {
			p.weights[phase][tap] /= sum
		}
	}
	return p
}

// Next takes the next frame, and gives the peak of both sides, as a factor of full scale, between the two frames that were
// heard PeakDelay and one less before it. What cannot be above least may be told too low, to save work.
func (p *Peak) Next(frame [2]float64, least float64) float64 {
	p.last[p.at], p.last[p.at+peakTaps] = frame, frame
	p.at = (p.at + 1) % peakTaps
	around := p.last[p.at:][:peakTaps]
	middle := around[peakTaps/2-1]
	top := max(math.Abs(middle[0]), math.Abs(middle[1]))
	nearby := 0.0
	for _, f := range around[peakTaps/2-2 : peakTaps/2+2] {
		nearby = max(nearby, math.Abs(f[0]), math.Abs(f[1]))
	}
	if nearby*peakMost <= least {
		return top
	}
	for phase := range p.weights {
		var left, right float64
		for tap, w := range p.weights[phase] {
			left += w * around[tap][0]
			right += w * around[tap][1]
		}
		top = max(top, math.Abs(left), math.Abs(right))
	}
	return top
}

// bessel is I0, by its series.
func bessel(x float64) float64 {
	sum, term := 1.0, 1.0
	for k := 1.0; k < 30; k++ {
		term *= x / (2 * k) * x / (2 * k)
		sum += term
	}
	return sum
}
