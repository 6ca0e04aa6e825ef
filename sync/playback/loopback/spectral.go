package loopback

import (
	"math"
	"time"
)

// Speech that is played faster or slower with its pitch kept is no longer the same wave, but it still has the same
// spectra one after the other. They are taken at single frequencies, spaced as the ear hears them.
const (
	spectraRate  = Rate / spectraThin
	spectraThin  = 4                 // samples that are averaged to one before
	spectraSpan  = spectraRate / 50  // samples that a spectrum is taken of: 20 ms
	spectraBands = 18                // from 200 to 4000 Hz
	spectraStep  = spectraRate / 500 // samples from one spectrum of the source to the next: 2 ms
	pieceFrames  = 75                // spectra that are looked for at the least
	pieceStep    = spectraRate / 250 // samples from one of them to the next: 4 ms
	spectraFloor = -50.0             // dB, below which all counts as silence
	leastAlike   = 0.6               // correlation of spectra below which nothing is found
	clearlyBest  = 0.05              // by so much anything more than nearby is less like it
	nearby       = 60 * time.Millisecond
)

// framesAt is how many spectra are looked for at a speed: more where it is slow, since less is said in the same time.
func framesAt(speed float64) int { return int(pieceFrames / min(speed, 1)) }

// PieceAt is how much of a recording a Finder of Spectra looks at.
func PieceAt(speed float64) time.Duration {
	return time.Duration(framesAt(speed)*pieceStep+spectraSpan) * time.Second / spectraRate
}

// A spectrum is how loud each band is, in dB.
type spectrum [spectraBands]float32

// Spectra are those of a source, from which Finders for any speed are made.
type Spectra struct {
	bank   *bank
	source []spectrum // one each spectraStep
}

// NewSpectra looks at a source, at Rate.
func NewSpectra(source []float32) *Spectra {
	s := &Spectra{bank: newBank()}
	thinned := thin(source, spectraThin)
	for at := 0; at+spectraSpan <= len(thinned); at += spectraStep {
		s.source = append(s.source, s.bank.spectrum(thinned[at:]))
	}
	return s
}

// At finds which place of the source sounds from a sample on, where it is played at a speed and keeps its pitch. The
// measure is the correlation of both spectrograms over PieceAt; what is found that way is right within a few milliseconds.
func (s *Spectra) At(speed float64) Finder {
	return func(recording []float32, sample int, expected time.Duration) (time.Duration, float64) {
		frames := framesAt(speed)
		length := (frames*pieceStep + spectraSpan) * spectraThin
		if sample < 0 || sample+length > len(recording) {
			return 0, 0
		}
		if power(recording[sample:sample+length]) < loudEnough {
			return 0, 0
		}
		thinned := thin(recording[sample:sample+length], spectraThin)
		piece := make([]spectrum, frames)
		for i := range piece {
			piece[i] = s.bank.spectrum(thinned[i*pieceStep:])
		}
		at, quality := s.nearest(piece, speed, int(expected.Seconds()*spectraRate/spectraStep))
		if quality < leastAlike {
			return 0, 0
		}
		// A spectrum stands for the middle of its samples, which are as many in the recording as in the source.
		place := at*spectraStep - (speed-1)*spectraSpan/2
		return time.Duration(place / spectraRate * float64(time.Second)), quality
	}
}

// nearest is where, around due, the source is most like the piece, in steps of the source's spectra; its quality is 0
// where another place is nearly as much like it.
func (s *Spectra) nearest(piece []spectrum, speed float64, due int) (at, quality float64) {
	span := int(reach * spectraRate / spectraStep / time.Second)
	alike := make([]float64, 2*span+1)
	highest := 0
	for i := range alike {
		alike[i] = s.alike(piece, speed, due-span+i)
		if alike[i] > alike[highest] {
			highest = i
		}
	}
	aside := int(nearby * spectraRate / spectraStep / time.Second)
	for i, v := range alike {
		if (i < highest-aside || i > highest+aside) && v > alike[highest]-clearlyBest {
			return 0, 0
		}
	}
	at = float64(due - span + highest)
	if highest > 0 && highest < len(alike)-1 {
		before, there, after := alike[highest-1], alike[highest], alike[highest+1]
		if bend := before - 2*there + after; bend < 0 {
			at += (before - after) / (2 * bend)
		}
	}
	return at, alike[highest]
}

// alike is the correlation of the piece with the source from a place on.
func (s *Spectra) alike(piece []spectrum, speed float64, place int) float64 {
	const scale = float64(pieceStep) / spectraStep
	last := place + int(float64(len(piece)-1)*scale*speed)
	if place < 0 || last >= len(s.source) {
		return -1
	}
	var a, b, aa, bb, ab float64
	for i := range piece {
		there := &s.source[place+int(float64(i)*scale*speed+0.5)]
		for k, v := range piece[i] {
			x, y := float64(v), float64(there[k])
			a, b, aa, bb, ab = a+x, b+y, aa+x*x, bb+y*y, ab+x*y
		}
	}
	n := float64(len(piece) * spectraBands)
	return (ab - a*b/n) / (math.Sqrt((aa-a*a/n)*(bb-b*b/n)) + 1e-9)
}

// A bank takes spectra: windowed sums of the signal turned at each frequency.
type bank struct {
	cos, sin [spectraBands][spectraSpan]float32
}

func newBank() *bank {
	b := &bank{}
	mel := func(hz float64) float64 { return 2595 * math.Log10(1+hz/700) }
	for k := range spectraBands {
		at := mel(200) + (mel(4000)-mel(200))*float64(k)/(spectraBands-1)
		hz := 700 * (math.Pow(10, at/2595) - 1)
		for i := range spectraSpan {
			window := (1 - math.Cos(2*math.Pi*(float64(i)+0.5)/spectraSpan)) / spectraSpan
			sin, cos := math.Sincos(2 * math.Pi * hz * float64(i) / spectraRate)
			b.cos[k][i], b.sin[k][i] = float32(window*cos), float32(window*sin)
		}
	}
	return b
}

func (b *bank) spectrum(samples []float32) (out spectrum) {
	for k := range out {
		var x, y float32
		for i, v := range samples[:spectraSpan] {
			x += v * b.cos[k][i]
			y += v * b.sin[k][i]
		}
		out[k] = float32(max(spectraFloor, 10*math.Log10(float64(x*x+y*y)+1e-12)))
	}
	return out
}
