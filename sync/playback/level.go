package playback

import (
	"math"

	"alongside/sync/playback/loudness"
)

const (
	levelEvery = 32 // frames after which the gain is looked up; in between it goes straight
	levelFade  = 50 // times levelEvery, some 35 ms, over which another curve comes in
)

// A level gives frames of an audio the gain of a curve at their time.
type level struct {
	audio *Audio
	curve loudness.Curve
	off   float64 // dB that are left of the change from the curve before
	step  float64 // dB by which that gets less
	last  int     // the frame after the last one that was given gain
}

// follow goes over to a curve, with the frame that comes next.
func (l *level) follow(curve loudness.Curve) {
	if same(curve, l.curve) {
		return
	}
	at := l.audio.Time(l.last)
	l.off += l.curve.At(at) - curve.At(at)
	l.step = l.off / levelFade
	l.curve = curve
}

// same reports whether two curves are one: plans are made anew, never changed.
func same(a, b loudness.Curve) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// apply gives samples, which begin with a frame of the audio, their gain.
func (l *level) apply(samples [][2]float64, at int) {
	l.last = at + len(samples)
	if len(l.curve) == 0 && l.off == 0 {
		return
	}
	for len(samples) > 0 {
		n := min(len(samples), levelEvery)
		from := l.gain(at)
		if l.off -= l.step; l.off*l.step <= 0 {
			l.off, l.step = 0, 0
		}
		to := l.gain(at + n)
		for i := range samples[:n] {
			scale(&samples[i], from+(to-from)*float64(i)/float64(n))
		}
		samples, at = samples[n:], at+n
	}
}

// gain is the gain at a frame, as a factor.
func (l *level) gain(at int) float64 {
	return math.Pow(10, (l.curve.At(l.audio.Time(at))+l.off)/20)
}
