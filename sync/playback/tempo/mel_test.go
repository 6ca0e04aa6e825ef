package tempo

import (
	"math"
	"math/bits"
)

// How far one sound is from another is measured as what the ear hears of it: the mean over frames of the root mean square
// difference, in dB, of log mel spectra (the log spectral distance of A. H. Gray and J. D. Markel, "Distance measures for
// speech processing", IEEE Trans. ASSP 24, 1976, on the mel bands of S. B. Davis and P. Mermelstein, IEEE Trans. ASSP 28,
// 1980). A frame of the stretched sound is compared with the frame of the original that it stands for.
const (
	melWindow = 1200 // 25 ms
	melSize   = 2048
	melBands  = 40
	melLow    = 60.0 // Hz
	melHigh   = 8000.0
	melEvery  = 1447 // frames, 30 ms, that are no whole number of hops
	melSilent = 0.0  // dB: frames with no band louder than this are not compared; the loudest are at 40 to 50
	melFloor  = -20.0
)

type mels struct {
	window [melWindow]float64
	turn   [melSize / 2]complex128
	first  [melBands]int
	bands  [melBands][]float64
}

func newMels() *mels {
	m := &mels{}
	for i := range m.window {
		m.window[i] = 0.5 - 0.5*math.Cos(2*math.Pi*(float64(i)+0.5)/melWindow)
	}
	for i := range m.turn {
		sin, cos := math.Sincos(-2 * math.Pi * float64(i) / melSize)
		m.turn[i] = complex(cos, sin)
	}
	mel := func(f float64) float64 { return 2595 * math.Log10(1+f/700) }
	edge := func(i int) float64 {
		at := mel(melLow) + (mel(melHigh)-mel(melLow))*float64(i)/(melBands+1)
		return 700 * (math.Pow(10, at/2595) - 1)
	}
	for b := range m.bands {
		low, middle, high := edge(b), edge(b+1), edge(b+2)
		m.first[b] = int(math.Ceil(low * melSize / rate))
		for k := m.first[b]; k < int(math.Ceil(high*melSize/rate)); k++ {
			f := float64(k) * rate / melSize
			m.bands[b] = append(m.bands[b], min((f-low)/(middle-low), (high-f)/(high-middle)))
		}
	}
	return m
}

// spectrum is the loudness in dB of each band around a frame.
func (m *mels) spectrum(sound []float32, middle int) (loud [melBands]float64) {
	var x [melSize]complex128
	for i, w := range m.window {
		if at := middle - melWindow/2 + i; at >= 0 && at < len(sound) {
			x[bits.Reverse16(uint16(i))>>5] = complex(float64(sound[at])*w, 0)
		}
	}
	for size := 2; size <= melSize; size *= 2 {
		for start := 0; start < melSize; start += size {
			low, high := x[start:start+size/2], x[start+size/2:start+size]
			for k := range low {
				t := high[k] * m.turn[k*(melSize/size)]
				low[k], high[k] = low[k]+t, low[k]-t
			}
		}
	}
	for b := range loud {
		sum := 1e-12
		for i, w := range m.bands[b] {
			c := x[m.first[b]+i]
			sum += w * (real(c)*real(c) + imag(c)*imag(c))
		}
		loud[b] = max(melFloor, 10*math.Log10(sum))
	}
	return loud
}

// distance is how far a stretched sound is from the original, in dB. It may be late by so many frames: what others make is
// not held to be worse for that.
func (m *mels) distance(original, stretched []float32, speed float64, late int) float64 {
	return m.nearest(original, stretched, speed, melEvery, []int{late})
}

// likeness is the same where each frame may be compared with any of its neighbours, 15 ms to both sides, and the nearest
// counts: it tells how it sounds and leaves aside when.
func (m *mels) likeness(original, stretched []float32, speed float64, late int) float64 {
	var around []int
	for off := -15; off <= 15; off += 3 {
		around = append(around, late+off*rate/1000)
	}
	return m.nearest(original, stretched, speed, 4*melEvery, around)
}

func (m *mels) nearest(original, stretched []float32, speed float64, every int, around []int) float64 {
	sum, n := 0.0, 0
	for at := rate / 10; at < len(stretched)-rate/10; at += every {
		place := int(float64(at) * speed)
		if place >= len(original) {
			break
		}
		want := m.spectrum(original, place)
		loudest, least := math.Inf(-1), math.Inf(1)
		for _, v := range want {
			loudest = max(loudest, v)
		}
		if loudest < melSilent {
			continue
		}
		for _, off := range around {
			square := 0.0
			for b, v := range m.spectrum(stretched, at+off) {
				square += (v - want[b]) * (v - want[b])
			}
			least = min(least, math.Sqrt(square/melBands))
		}
		sum, n = sum+least, n+1
	}
	return sum / float64(n)
}

// lateness finds how late a stretched sound is as a whole, within 30 ms.
func (m *mels) lateness(original, stretched []float32, speed float64) (late int) {
	part := stretched[:min(len(stretched), 5*rate)]
	least := math.Inf(1)
	for ms := -30; ms <= 30; ms += 3 {
		if d := m.distance(original, part, speed, ms*rate/1000); d < least {
			least, late = d, ms*rate/1000
		}
	}
	return late
}
