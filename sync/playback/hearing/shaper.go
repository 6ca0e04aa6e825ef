package hearing

import (
	"math"

	"github.com/faiface/beep"

	"alongside/sync/playback/filter"
)

// Rate is the sample rate of what is shaped.
const Rate = 48000

// Settings say how sound is shaped. The zero value leaves it as it is.
type Settings struct {
	Compression float64 // what is so many dB louder is heard as one dB louder: 2 is gentle, 4 strong; up to 1 is none
	Clarity     float64 // dB by which 2 to 4 kHz are lifted, where consonants are told apart; at most MostClarity
	Mono        bool    // both sides play the same
	Balance     float64 // from −1, the left side only, to 1, the right side only
}

// MostClarity is the most that Clarity can be.
const MostClarity = 12.0

const (
	clarityMiddle = 2828.0 // Hz: the middle of 2 to 4 kHz
	clarityWidth  = 0.7    // Q: at 2 and 4 kHz the lift is some half dB less than in the middle
	fading        = 960    // frames over which settings change: 20 ms
)

// A Shaper shapes a stream by settings.
type Shaper struct {
	src        beep.Streamer
	settings   func() Settings // asked for at each Stream
	now        amounts
	band       *filter.Biquad
	compressor compressor
}

// amounts are settings as what each frame is multiplied with.
type amounts struct {
	slope       float64 // of the compression: 0 for none, near 1 for all
	lift        float64 // how much of the band is added
	mono        float64 // 0 or 1
	left, right float64
}

// Shape shapes src by the settings that are so at the time.
func Shape(src beep.Streamer, settings func() Settings) *Shaper {
	s := &Shaper{src: src, settings: settings, now: settings().amounts()}
	s.band = filter.Bandpass(Rate, clarityMiddle, clarityWidth)
	return s
}

func (s Settings) amounts() amounts {
	balance := max(-1, min(1, s.Balance))
	a := amounts{left: min(1, 1-balance), right: min(1, 1+balance)}
	if s.Compression > 1 {
		a.slope = 1 - 1/s.Compression
	}
	a.lift = math.Pow(10, max(0, min(MostClarity, s.Clarity))/20) - 1
	if s.Mono {
		a.mono = 1
	}
	return a
}

// Err is the source's error.
func (s *Shaper) Err() error { return s.src.Err() }

// Stream gives as many frames as the source.
func (s *Shaper) Stream(samples [][2]float64) (n int, ok bool) {
	n, ok = s.src.Stream(samples)
	target := s.settings().amounts()
	if asItIs := (Settings{}).amounts(); s.now == asItIs && target == asItIs {
		s.band.Reset()
		s.compressor = compressor{}
		return n, ok
	}
	for i := range samples[:n] {
		if s.now != target {
			s.now.approach(target)
		}
		samples[i] = s.shaped(samples[i])
	}
	return n, ok
}

func (s *Shaper) shaped(frame [2]float64) [2]float64 {
	band := s.band.Next(frame)
	for side := range frame {
		frame[side] += s.now.lift * band[side]
	}
	middle := (frame[0] + frame[1]) / 2
	gain := s.compressor.next(frame, s.now.slope)
	return [2]float64{
		gain * s.now.left * (frame[0] + s.now.mono*(middle-frame[0])),
		gain * s.now.right * (frame[1] + s.now.mono*(middle-frame[1])),
	}
}

// approach goes a frame's way to other amounts.
func (a *amounts) approach(target amounts) {
	for _, pair := range [...]struct {
		now  *float64
		then float64
	}{{&a.slope, target.slope}, {&a.lift, target.lift}, {&a.mono, target.mono}, {&a.left, target.left}, {&a.right, target.right}} {
		*pair.now += max(-1.0/fading, min(1.0/fading, pair.then-*pair.now))
	}
}
