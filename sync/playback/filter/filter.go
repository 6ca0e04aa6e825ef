// Package filter holds the second-order sections that loudness is measured and sound is shaped with.
package filter

import "math"

// A Biquad is a second-order section, with what it remembers of both sides of the sound (transposed direct form II). The zero
// value gives silence; New makes them.
type Biquad struct {
	b0, b1, b2, a1, a2 float64
	one, two           [2]float64
}

// New makes a section of its coefficients, those of the denominator with a0 = 1.
func New(b0, b1, b2, a1, a2 float64) *Biquad {
	return &Biquad{b0: b0, b1: b1, b2: b2, a1: a1, a2: a2}
}

// Bandpass passes the frequencies around one, that one as it is: R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad
// filter coefficients".
func Bandpass(rate, frequency, q float64) *Biquad {
	sin, cos := math.Sincos(2 * math.Pi * frequency / rate)
	alpha := sin / (2 * q)
	a0 := 1 + alpha
	return New(alpha/a0, 0, -alpha/a0, -2*cos/a0, (1-alpha)/a0)
}

// Reset forgets what was filtered.
func (f *Biquad) Reset() { f.one, f.two = [2]float64{}, [2]float64{} }

// Next filters a frame.
func (f *Biquad) Next(frame [2]float64) (out [2]float64) {
	for side, x := range frame {
		y := f.b0*x + f.one[side]
		f.one[side] = f.b1*x - f.a1*y + f.two[side]
		f.two[side] = f.b2*x - f.a2*y
		out[side] = y
	}
	return out
}
