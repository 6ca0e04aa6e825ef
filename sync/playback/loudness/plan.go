package loudness

import (
	"cmp"
	"slices"
	"time"
)

// Wishes say how loud parts are to be.
type Wishes struct {
	Speech    float64 // LUFS: each person's turn
	Below     float64 // LU: sounds are held at least so much softer than speech
	MostLift  float64 // dB: nothing is made louder by more
	MostNoise float64 // LUFS: nothing is lifted so far that its softest moments are louder
	FreeLift  float64 // dB by which anything may be lifted all the same: in a short turn the softest moments are speech too
}

// Usual are wishes that fit most: speech as loud as AES TD1008 (2021) recommends for speech on the internet, sounds a little
// behind it.
func Usual() Wishes {
	return Wishes{Speech: -18, Below: 3, MostLift: 18, MostNoise: -30, FreeLift: 6}
}

const (
	longestRamp  = 300 * time.Millisecond // from the gain of one part to that of the next, in the pause between them
	shortestRamp = 60 * time.Millisecond  // where there is no pause
)

// A Point is a gain at a time.
type Point struct {
	At   time.Duration
	Gain float64 // dB
}

// A Curve is the gain over an audio's time: at its points as they say, in between on the straight line. Before the first
// point and after the last it stays. An empty one is no gain.
type Curve []Point

// Plan makes the curve that brings parts to where they are wished. Within a part the gain is one and the same. The parts lie
// in order.
func Plan(parts []Measured, w Wishes) Curve {
	var curve Curve
	for i, p := range parts {
		gain := w.gain(p)
		start, end := p.Start, p.End
		if i > 0 {
			_, start = ramp(parts[i-1].End, p.Start)
		}
		if i+1 < len(parts) {
			end, _ = ramp(p.End, parts[i+1].Start)
		}
		if n := len(curve); n > 0 {
			start = max(start, curve[n-1].At)
		}
		curve = append(curve, Point{start, gain}, Point{max(start, end), gain})
	}
	return curve
}

// gain is what brings a part to where it is wished.
func (w Wishes) gain(p Measured) float64 {
	switch {
	case p.Loudness <= Silent:
		return 0
	case p.Kind == Sound:
		return min(0, w.Speech-w.Below-p.Loudness)
	}
	most := min(w.MostLift, max(w.FreeLift, w.MostNoise-p.Noise))
	return min(w.Speech-p.Loudness, most)
}

// ramp is from when to when the gain changes between two parts: in the middle of the pause between them.
func ramp(end, start time.Duration) (from, to time.Duration) {
	middle := (end + start) / 2
	length := max(shortestRamp, min(longestRamp, start-end))
	return middle - length/2, middle + length/2
}

// At is the gain at a time, in dB.
func (c Curve) At(at time.Duration) float64 {
	if len(c) == 0 {
		return 0
	}
	i, _ := slices.BinarySearchFunc(c, at, func(p Point, at time.Duration) int { return cmp.Compare(p.At, at) })
	switch {
	case i == 0:
		return c[0].Gain
	case i == len(c):
		return c[i-1].Gain
	}
	a, b := c[i-1], c[i]
	return a.Gain + (b.Gain-a.Gain)*float64(at-a.At)/float64(b.At-a.At)
}
