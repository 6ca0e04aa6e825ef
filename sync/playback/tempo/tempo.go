// Package tempo plays a stream faster or slower and keeps its pitch.
//
// It is WSOLA: W. Verhelst and M. Roelands, "An overlap-add technique based on waveform similarity (WSOLA) for high quality
// time-scale modification of speech", ICASSP 1993. What is added: a piece has to be as loud as what it replaces, and is liked
// the less the farther it lies from where it is due; and it is also weighed to make no joint at all. So joints come where a
// voice repeats itself, and the onset of a sound is heard once: not twice when slow, and with its own attack.
//
// Its words: a hop is what is made at a time; the continuation is the part
// of the source that naturally follows what was given last; a piece is another part of the source, near the place that is
// due, that a hop may fade over to; the place is which frame of the source a frame that is given stands for. The place is
// where the frame is due, to the fraction of a frame, whatever piece was taken for it: it never drifts.
package tempo

import (
	"math"
	"sync/atomic"

	"github.com/faiface/beep"
)

// Speeds outside of these bounds are brought inside.
const (
	MinSpeed = 0.3
	MaxSpeed = 4.0
)

// A Stretcher changes the speed of a stream at 48 kHz. At speed 1 the stream passes through unchanged.
type Stretcher struct {
	source source
	speed  atomic.Uint64 // bits of a float64
	next   int           // the source frame of the continuation
	due    float64       // the source frame that is due next
	start  float64       // due at the start of the hop
	hop    [][2]float64  // what is made and not given yet
	room   [hop]frame
	waited int // hops at speed 1 since it was another, until the sound is where it is due
}

type frame = [2]float64

// What they are was found by listening with the measure of quality_test.go: shorter hops cannot hold a period of the deepest
// voices, longer ones smear the onsets of sounds.
const (
	hop        = 480  // frames given at a time: 10 ms, half a window
	settleHops = 40   // how long the place where the sound is put right is looked for
	settleLike = 0.95 // how alike two pieces are of which one may stand for the other unnoticed
)

// New plays src at a speed.
func New(src beep.Streamer, speed float64) *Stretcher {
	s := &Stretcher{source: source{src: src, end: -1}}
	s.SetSpeed(speed)
	return s
}

// SetSpeed may be called from any goroutine; it holds from the next hop on, 10 ms later at most.
func (s *Stretcher) SetSpeed(speed float64) {
	if speed != speed { // not a number
		return
	}
	s.speed.Store(math.Float64bits(min(MaxSpeed, max(MinSpeed, speed))))
}

// Place is which frame of the source the next frame given stands for.
func (s *Stretcher) Place() float64 {
	if len(s.hop) == 0 {
		return s.due
	}
	return s.start + float64(hop-len(s.hop))*s.rate()
}

// Steady is for how many frames from now on the place moves evenly, and by how much each: at the next hop the speed may be
// another.
func (s *Stretcher) Steady() (frames int, rate float64) {
	if len(s.hop) == 0 {
		s.make()
	}
	return len(s.hop), s.rate()
}

// rate is how many frames of the source pass with each of this hop's.
func (s *Stretcher) rate() float64 { return (s.due - s.start) / hop }

// Err is the source's error.
func (s *Stretcher) Err() error { return s.source.src.Err() }

// Stream gives the next frames; it ends where the place reaches the end of the source.
func (s *Stretcher) Stream(samples [][2]float64) (n int, ok bool) {
	for n < len(samples) {
		if len(s.hop) == 0 {
			s.make()
		}
		left := s.left()
		if left == 0 {
			break
		}
		m := copy(samples[n:], s.hop[:min(left, len(s.hop))])
		s.hop = s.hop[m:]
		n += m
	}
	return n, n > 0
}

// left is how many frames of this hop, or more, there are before the end of the source as far as that is known.
func (s *Stretcher) left() int {
	if s.source.end < 0 {
		return hop
	}
	return max(0, int(math.Ceil((float64(s.source.end)-s.Place())/s.rate())))
}

// make makes the next hop.
func (s *Stretcher) make() {
	speed := math.Float64frombits(s.speed.Load())
	s.start = s.due
	s.due += hop * speed
	target := max(0, int(math.Round(s.due))-hop)
	s.source.forget(min(s.next, target-reach))
	s.source.load(max(s.next, target+reach) + hop)
	var at int
	if speed == 1 {
		at = s.settle(target)
	} else {
		at, s.waited = s.source.alike(s.next, target), 0
	}
	s.hop = s.room[:]
	join(s.hop, s.source.frames(s.next), s.source.frames(at))
	s.next = at + hop
}

// settle goes on with the sound as it is, once that is just where it is due. After another speed it may be some milliseconds
// off; that is put right where it is heard least.
func (s *Stretcher) settle(target int) int {
	if s.next == target {
		s.waited = 0
		return target
	}
	if s.waited++; s.waited < settleHops && s.source.likeness(s.next, target) < settleLike {
		return s.next
	}
	s.waited = 0
	return target
}

// join fades from one piece to another.
func join(out, from, to []frame) {
	if &from[0] == &to[0] {
		copy(out, from)
		return
	}
	for i := range out {
		in := 0.5 - 0.5*math.Cos(math.Pi*(float64(i)+0.5)/hop)
		out[i][0] = from[i][0] + in*(to[i][0]-from[i][0])
		out[i][1] = from[i][1] + in*(to[i][1]-from[i][1])
	}
}
