package decode

import (
	"math"

	"github.com/faiface/beep"
)

const (
	// resampleZeros is how many zero crossings of the kernel lie on each side: 16 keep speech flat to about 90% of half the
	// sample rate, with images below −80 dB.
	resampleZeros = 16
	// resamplePhases is how finely the kernel is tabulated between two samples; it is interpolated linearly in between.
	resamplePhases = 256
	// resampleBank is how many different places between two source frames are kept ready; usual rates have up to 640.
	resampleBank = 1024
	// resampleBeta shapes the Kaiser window.
	resampleBeta = 8.6
	// resampleChunk is how many frames are read from the source at a time.
	resampleChunk = 1024
)

// A Resampler changes the sample rate of a stream by band-limited interpolation (J. O. Smith, "Digital Audio Resampling").
// Its frame n is the source at exactly the time n / to: the place is counted in whole numbers, so that nothing drifts, and
// the kernel is symmetric, so that nothing is late.
type Resampler struct {
	src      beep.Streamer
	from, to int
	scale    float64 // kernel samples a source sample: below 1 when the rate falls, to cut what would fold back
	half     int     // source frames on each side of the kernel
	table    []float64
	common   int         // the greatest number that divides both rates
	bank     [][]float64 // weights of the source frames for each place between two of them, made when first needed

	at      int // next frame of the output, counted from the last whole second
	buf     [][2]float64
	base    int // index of buf[0], counted like at in source frames
	end     int // source frames known to be the last, counted like base; -1 before the end
	drained bool
}

// Resample gives src, which streams at the rate from, at the rate to (both in Hz).
func Resample(src beep.Streamer, from, to beep.SampleRate) *Resampler {
	r := &Resampler{src: src, from: int(from), to: int(to)}
	r.scale = min(1, float64(to)/float64(from))
	r.half = int(math.Ceil(resampleZeros / r.scale))
	r.table = kernel()
	r.common = int(from)
	for rest := int(to); rest > 0; {
		r.common, rest = rest, r.common%rest
	}
	r.bank = make([][]float64, min(resampleBank, r.to/r.common))
	r.Reset()
	return r
}

// Reset forgets what was read, for a source that was sought elsewhere: the next frame is the source's next one.
func (r *Resampler) Reset() {
	r.at, r.base, r.end, r.drained = 0, -r.half, -1, false
	r.buf = append(r.buf[:0], make([][2]float64, r.half)...) // silence before the start
}

// Err is the source's error.
func (r *Resampler) Err() error { return r.src.Err() }

// Stream gives as many frames as the source lasts, rounded up.
func (r *Resampler) Stream(samples [][2]float64) (n int, ok bool) {
	if r.from == r.to {
		return r.src.Stream(samples)
	}
	for n < len(samples) {
		place := r.at * r.from
		whole, rest := place/r.to, place%r.to
		r.fill(whole + r.half + 1)
		if r.end >= 0 && whole >= r.end {
			break
		}
		samples[n] = r.frame(whole-r.half+1-r.base, rest)
		n++
		r.at++
		if r.at == r.to { // a whole second: the same place counted anew
			r.at = 0
			r.base -= r.from
			if r.end >= 0 {
				r.end -= r.from
			}
		}
	}
	return n, n > 0
}

// fill reads until the source frame before limit is there, or silence after the end.
func (r *Resampler) fill(limit int) {
	for r.base+len(r.buf) < limit {
		if keep := r.at*r.from/r.to - r.half + 1 - r.base; keep > resampleChunk {
			r.buf = r.buf[:copy(r.buf, r.buf[keep:])]
			r.base += keep
		}
		size := len(r.buf)
		r.buf = append(r.buf, make([][2]float64, resampleChunk)...)
		if r.drained {
			continue
		}
		got, ok := r.src.Stream(r.buf[size:])
		if !ok || got == 0 {
			got = 0
			r.drained = true
			r.end = r.base + size
			clear(r.buf[size:])
			continue
		}
		r.buf = r.buf[:size+got]
	}
}

// frame interpolates the source the given part of r.to after its frame with the index first + half - 1 of buf.
func (r *Resampler) frame(first, part int) [2]float64 {
	var left, right float64
	weights := r.weights(part)
	for i, frame := range r.buf[first:][:len(weights)] {
		left += weights[i] * frame[0]
		right += weights[i] * frame[1]
	}
	return [2]float64{left, right}
}

// weights gives what each source frame around a place counts.
func (r *Resampler) weights(part int) []float64 {
	place := part / r.common
	if place < len(r.bank) && r.bank[place] != nil {
		return r.bank[place]
	}
	weights := make([]float64, 2*r.half)
	step := r.scale * resamplePhases
	at := (float64(r.half-1) + float64(part)/float64(r.to)) * step
	for k := range weights {
		x := math.Abs(at)
		if i := int(x); i < len(r.table)-1 {
			weights[k] = r.scale * (r.table[i] + (x-float64(i))*(r.table[i+1]-r.table[i]))
		}
		at -= step
	}
	if place < len(r.bank) {
		r.bank[place] = weights
	}
	return weights
}

// kernel tabulates one side of a Kaiser-windowed sinc. It cuts a little below half the rate, so that the fall of the
// filter lies inside the band.
func kernel() []float64 {
	const cut = 0.94
	table := make([]float64, resampleZeros*resamplePhases+2)
	for i := range table {
		x := float64(i) / resamplePhases
		if x >= resampleZeros {
			break
		}
		sinc := cut
		if i > 0 {
			sinc = math.Sin(math.Pi*x*cut) / (math.Pi * x)
		}
		edge := x / resampleZeros
		table[i] = sinc * bessel(resampleBeta*math.Sqrt(1-edge*edge)) / bessel(resampleBeta)
	}
	return table
}

// bessel is the modified Bessel function of the first kind, order 0.
func bessel(x float64) float64 {
	sum, term := 1.0, 1.0
	for k := 1.0; term > 1e-12*sum; k++ {
		term *= (x / (2 * k)) * (x / (2 * k))
		sum += term
	}
	return sum
}
