package hearing

import (
	"math"

	"github.com/faiface/beep"

	"alongside/sync/playback/loudness"
)

const (
	// Ceiling is the true peak that is not passed, in dBTP: EBU R 128 asks for this.
	Ceiling = -1.0

	limitAhead   = 240   // frames, 5 ms, over which the gain falls before a peak
	limitRelease = 0.100 // seconds in which it comes back
	limitNothing = 1e-6  // what the gain is less than 1 by when nothing is limited any more
	// limitDelay is how many frames after one are read before its gain is known.
	limitDelay = loudness.PeakDelay + limitAhead
)

// A Limiter keeps a stream's true peak below Ceiling. It looks ahead: the gain is low before the peak comes. What it reads
// ahead it keeps, so that its frames are the source's, in time.
type Limiter struct {
	src     beep.Streamer
	active  func() bool // asked for at each Stream
	room    [512][2]float64
	ended   bool
	wait    [][2]float64 // frames read and not given
	gains   []float64    // of these, as far as they are known
	unknown int          // frames read whose gain is not known

	ceiling float64
	peak    *loudness.Peak
	before  float64 // the peak before the last one
	least   least
	release float64             // the least gain ahead, coming back slowly
	window  [limitAhead]float64 // the last of those, whose mean is the gain
	at      int                 // where in the window the next one lies
	sum     float64             // of the window
	limited int                 // how many in the window are not 1
}

// Limit limits src while active says so.
func Limit(src beep.Streamer, active func() bool) *Limiter {
	l := &Limiter{src: src, active: active, peak: loudness.NewPeak(), ceiling: math.Pow(10, Ceiling/20), release: 1, sum: limitAhead}
	for i := range l.window {
		l.window[i] = 1
	}
	return l
}

// Err is the source's error.
func (l *Limiter) Err() error { return l.src.Err() }

// Stream gives as many frames as the source.
func (l *Limiter) Stream(samples [][2]float64) (n int, ok bool) {
	active := l.active()
	for len(l.gains) < len(samples) && !l.ended {
		l.read(active)
	}
	n = min(len(samples), len(l.gains))
	for i, gain := range l.gains[:n] {
		samples[i] = [2]float64{gain * l.wait[i][0], gain * l.wait[i][1]}
	}
	l.gains = l.gains[:copy(l.gains, l.gains[n:])]
	l.wait = l.wait[:copy(l.wait, l.wait[n:])]
	return n, n > 0
}

// read reads some frames. After the last ones comes silence, until their gains are known.
func (l *Limiter) read(active bool) {
	n, ok := l.src.Stream(l.room[:])
	l.wait = append(l.wait, l.room[:n]...)
	for _, frame := range l.room[:n] {
		l.know(frame, active)
	}
	if ok && n > 0 {
		return
	}
	for l.ended = true; len(l.gains) < len(l.wait); {
		l.know([2]float64{}, active)
	}
}

// know takes a frame; with it the gain of the one limitDelay before is known.
func (l *Limiter) know(frame [2]float64, active bool) {
	gain := 1.0
	if active || l.limited > 0 || l.least.now() < 1 {
		gain = l.smooth(l.least.next(l.needed(frame, active)))
	}
	if l.unknown++; l.unknown > limitDelay {
		l.unknown--
		l.gains = append(l.gains, gain)
	}
}

// needed is the gain that the frame PeakDelay before this one needs.
func (l *Limiter) needed(frame [2]float64, active bool) float64 {
	peak := l.peak.Next(frame, l.ceiling)
	highest := max(peak, l.before, 1e-9)
	l.before = peak
	if !active {
		return 1
	}
	return min(1, l.ceiling/highest)
}

// smooth makes of the least gain ahead one without steps, that is never above it once it counts.
func (l *Limiter) smooth(least float64) float64 {
	const back = 1 / (limitRelease * Rate)
	l.release = min(least, l.release+(1-l.release)*back)
	if l.release > 1-limitNothing {
		l.release = 1
	}
	old := l.window[l.at]
	l.window[l.at] = l.release
	l.at = (l.at + 1) % limitAhead
	l.sum += l.release - old
	if old != 1 {
		l.limited--
	}
	if l.release != 1 {
		l.limited++
	}
	if l.limited == 0 {
		l.sum = limitAhead // rid of what adding and taking away left over
	}
	return min(1, l.sum/limitAhead)
}

// least finds the least of the last limitAhead + 1 values. It keeps those that may still become it, in rising order.
type least struct {
	values [limitAhead + 2]float64
	places [limitAhead + 2]int
	first  int // where the ring begins
	size   int
	place  int // of the next value
}

// now is what next said last.
func (l *least) now() float64 {
	if l.size == 0 {
		return 1
	}
	return l.values[l.first]
}

func (l *least) next(value float64) float64 {
	const ring = limitAhead + 2
	for l.size > 0 && l.values[(l.first+l.size-1)%ring] >= value {
		l.size--
	}
	last := (l.first + l.size) % ring
	l.values[last], l.places[last] = value, l.place
	l.size++
	if l.places[l.first] < l.place-limitAhead {
		l.first, l.size = (l.first+1)%ring, l.size-1
	}
	l.place++
	return l.values[l.first]
}
