package tempo

import (
	"math"

	"github.com/faiface/beep"
)

const (
	reach      = 480  // how far from its due place a piece may be taken: 10 ms, more than half a period of the deepest voices
	thin       = 4    // the first look is at every fourth place, of sound thinned to every fourth frame
	forgetting = 1024 // frames are forgotten in lots, so that the others are not moved at each hop
	onsetCost  = 1    // as much as to be totally unlike
	leastPower = 1e-6 // of a frame: what is softer, −60 dB, is taken for silence, which is like any other
)

// A source keeps the frames of a stream that pieces are taken from.
type source struct {
	src  beep.Streamer
	buf  []frame
	low  [][2]float32 // buf thinned: sums of frames, for the first look
	base int          // the frame that buf begins with; thin divides it
	end  int          // number of frames, -1 before the end is known

	onsets onsets
}

// frames gives the piece that begins at a frame.
func (s *source) frames(at int) []frame { return s.buf[at-s.base:][:hop] }

// forget gives up the frames before one.
func (s *source) forget(before int) {
	drop := min(before-s.base, len(s.low)*thin)
	if drop -= drop % thin; drop < forgetting {
		return
	}
	s.buf = s.buf[:copy(s.buf, s.buf[drop:])]
	s.low = s.low[:copy(s.low, s.low[drop/thin:])]
	s.base += drop
	s.onsets.forget(s.base)
}

// load makes the frames up to one lie in buf, with silence after the end.
func (s *source) load(upTo int) {
	upTo += thin // the last one is looked at thinned
	for missing := upTo - s.base - len(s.buf); missing > 0; missing = upTo - s.base - len(s.buf) {
		size := len(s.buf)
		s.buf = append(s.buf, make([]frame, missing)...)
		if s.end >= 0 {
			continue
		}
		n, ok := s.src.Stream(s.buf[size:])
		if !ok || n == 0 {
			s.end = s.base + size
			clear(s.buf[size:])
			continue
		}
		s.buf = s.buf[:size+n]
	}
	for at := len(s.low) * thin; at+thin <= len(s.buf); at += thin {
		var left, right float64
		for _, f := range s.buf[at : at+thin] {
			left += f[0]
			right += f[1]
		}
		s.low = append(s.low, [2]float32{float32(left), float32(right)})
	}
	s.onsets.hear(s.buf, s.base)
}

// alike finds the piece near the target that may best stand where next, the continuation, would be.
func (s *source) alike(next, target int) int {
	c := choice{next: next, target: target, onsets: s.onsets.between(min(next, target-reach), max(next, target+reach)+hop)}
	low, high := max(0, target-reach), target+reach
	rough := s.roughly(c, low, high)
	at, best := next, math.Inf(-1)
	if next >= low && next <= high {
		best = 1 - c.cost(next)
	}
	for place := max(low, rough-thin); place <= min(high, rough+thin); place++ {
		if score := s.likeness(next, place) - c.cost(place); score > best {
			at, best = place, score
		}
	}
	return at
}

// A choice is between pieces near a target.
type choice struct {
	next, target int
	onsets       []int // those nearby
}

// cost is what tells against a piece, beside that it may be unlike the continuation: to lie elsewhere than at the target (at
// the border that is as much as to be totally unlike), and that an onset would be heard twice or not at all.
func (c choice) cost(at int) float64 {
	part := float64(at-c.target) / reach
	cost := part * part
	if at == c.next || len(c.onsets) == 0 {
		return cost
	}
	begins, ends := at+hop/3, c.next+2*hop/3 // where one can be heard well, and where the other no longer
	for _, onset := range c.onsets {
		if onset >= min(begins, ends) && onset < max(begins, ends) {
			cost += onsetCost
		}
	}
	return cost
}

// likeness is how much alike two pieces are, in shape and in loudness: 1 when they are the same. Both sides of the sound are
// looked at together, so that they stay together.
func (s *source) likeness(a, b int) float64 {
	from, to := s.frames(a), s.frames(b)
	var product, power float64
	for i, x := range from {
		y := to[i]
		product += x[0]*y[0] + x[1]*y[1]
		power += x[0]*x[0] + x[1]*x[1] + y[0]*y[0] + y[1]*y[1]
	}
	return (2*product + leastPower*hop) / (power + leastPower*hop)
}

// roughly finds, to a few frames, where from low to high the piece is that is most alike and least off.
func (s *source) roughly(c choice, low, high int) int {
	const size = hop / thin
	const least = leastPower * thin * thin * size
	from := s.low[(c.next-s.base+thin/2)/thin:][:size]
	first, last := (low-s.base+thin-1)/thin, (high-s.base)/thin
	own, power := powerOf(from), powerOf(s.low[first:][:size])
	at, best := first, math.Inf(-1)
	for place := first; place <= last; place++ {
		alike := (2*product(from, s.low[place:][:size]) + least) / (own + power + least)
		if score := float64(alike) - c.cost(s.base+place*thin); score > best {
			at, best = place, score
		}
		power += powerOf(s.low[place+size:][:1]) - powerOf(s.low[place:][:1])
	}
	return s.base + at*thin
}

func powerOf(piece [][2]float32) (sum float32) {
	for _, f := range piece {
		sum += f[0]*f[0] + f[1]*f[1]
	}
	return sum
}

func product(a, b [][2]float32) float32 {
	var left, right float32
	for i, x := range a {
		y := b[i]
		left += x[0] * y[0]
		right += x[1] * y[1]
	}
	return left + right
}
