package loudness

import (
	"math"

	"alongside/sync/playback/filter"
)

const (
	// Silent is the loudness of what is too soft to count: the absolute gate of BS.1770.
	Silent = -70.0

	slicesASecond = 100
	block         = 40    // slices: 400 ms
	step          = 10    // slices from one block to the next: 75% of overlap
	relativeGate  = -10   // LU below what passes the absolute gate
	channelOffset = 0.691 // dB, so that 997 Hz at full scale on one side is −3.01 LUFS
)

// A meter takes note of the power of a sound, as it is heard, in slices of 10 ms.
type meter struct {
	rate        int
	shelf, high *filter.Biquad
	peak        *Peak
	frames      int
	power       float64   // of the slice so far
	top         float64   // the true peak of it
	powers      []float64 // sums over the slices before, so that those of any stretch are one difference
	tops        []float64 // true peak of each slice
}

func newMeter(rate int) *meter {
	return &meter{rate: rate, shelf: shelf(float64(rate)), high: high(float64(rate)), peak: NewPeak(), powers: []float64{0}}
}

// shelf is the first stage of the K-weighting, the head's. BS.1770 gives its coefficients for 48 kHz only; these are the
// analogue filter behind them: B. De Man, "Evaluation of implementations of the EBU R128 loudness measurement", AES 2018.
func shelf(rate float64) *filter.Biquad {
	const frequency, q, gain = 1681.974450955533, 0.7071752369554196, 3.999843853973347
	k := math.Tan(math.Pi * frequency / rate)
	vh := math.Pow(10, gain/20)
	vb := math.Pow(vh, 0.4996667741545416)
	a0 := 1 + k/q + k*k
	return filter.New((vh+vb*k/q+k*k)/a0, 2*(k*k-vh)/a0, (vh-vb*k/q+k*k)/a0, 2*(k*k-1)/a0, (1-k/q+k*k)/a0)
}

// high is the second stage, which takes out what is too low to be loud.
func high(rate float64) *filter.Biquad {
	const frequency, q = 38.13547087602444, 0.5003270373238773
	k := math.Tan(math.Pi * frequency / rate)
	a0 := 1 + k/q + k*k
	return filter.New(1, -2, 1, 2*(k*k-1)/a0, (1-k/q+k*k)/a0)
}

// add takes note of frames.
func (m *meter) add(samples [][2]float64) {
	for _, frame := range samples {
		heard := m.high.Next(m.shelf.Next(frame))
		m.power += heard[0]*heard[0] + heard[1]*heard[1]
		m.top = max(m.top, m.peak.Next(frame, m.top))
		m.frames++
		if m.frames >= m.border(len(m.powers)) {
			m.powers = append(m.powers, m.powers[len(m.powers)-1]+m.power)
			m.tops = append(m.tops, m.top)
			m.power, m.top = 0, 0
		}
	}
}

// border is the frame that a slice begins with.
func (m *meter) border(slice int) int { return slice * m.rate / slicesASecond }

// mean is the mean power from one slice to another.
func (m *meter) mean(from, to int) float64 {
	return (m.powers[to] - m.powers[from]) / float64(m.border(to)-m.border(from))
}

// loudness is that of the slices from one to another.
func (m *meter) loudness(from, to int) float64 {
	if to <= from {
		return Silent
	}
	if to-from < block { // too short for a block: it is one itself
		return inUnits(m.mean(from, to))
	}
	var blocks []float64
	for at := from; at+block <= to; at += step {
		blocks = append(blocks, m.mean(at, at+block))
	}
	gate := gated(blocks, Silent) + relativeGate
	return gated(blocks, max(gate, Silent))
}

// gated is the loudness of the blocks above a gate together.
func gated(blocks []float64, gate float64) float64 {
	sum, n := 0.0, 0
	for _, power := range blocks {
		if inUnits(power) > gate {
			sum, n = sum+power, n+1
		}
	}
	if n == 0 {
		return Silent
	}
	return inUnits(sum / float64(n))
}

// inUnits is the loudness of a mean power, in LUFS.
func inUnits(power float64) float64 {
	return max(Silent, 10*math.Log10(power+1e-20)-channelOffset)
}
