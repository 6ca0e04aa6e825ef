package playback

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

const (
	tempoHop    = 600 // frames given at a time: 12.5 ms, half a window
	tempoSearch = 384 // how far from its due place a piece may be taken: 8 ms, more than half a period of the deepest voices
	tempoStep   = 4   // the first look compares every fourth frame at every fourth place
)

// A tempo changes the speed of a stream and keeps its pitch: WSOLA (W. Verhelst and M. Roelands, 1993). Each hop fades
// from the natural continuation of what was given before to the piece, near the place that is due, that is most like it.
// At speed 1 the stream passes through unchanged.
type tempo struct {
	src   beep.Streamer
	speed atomic.Uint64 // bits of a float64

	buf     [][2]float64 // frames of the source
	base    int          // the source frame that buf begins with
	end     int          // number of source frames, -1 before the end is known
	next    int          // the source frame that would naturally come next
	due     float64      // the source frame that should come next at this speed
	hop     [][2]float64 // what is made and not given yet
	started float64      // due at the start of the hop
	room    [tempoHop][2]float64
}

func newTempo(src beep.Streamer, speed float64) *tempo {
	t := &tempo{src: src, end: -1}
	t.setSpeed(speed)
	return t
}

// setSpeed may be called from any goroutine; it holds from the next hop on.
func (t *tempo) setSpeed(speed float64) {
	if speed != speed { // not a number
		return
	}
	t.speed.Store(math.Float64bits(min(MaxSpeed, max(MinSpeed, speed))))
}

// place is which frame of the source the next frame given stands for.
func (t *tempo) place() float64 {
	given := float64(tempoHop-len(t.hop)) / tempoHop
	return t.started + given*(t.due-t.started)
}

// left is how many frames, at the speed of this hop, are left before the end of the source as far as that is known.
func (t *tempo) left() int {
	if t.end < 0 {
		return tempoHop
	}
	step := (t.due - t.started) / tempoHop
	return max(0, int(math.Ceil((float64(t.end)-t.place())/step)))
}

func (t *tempo) Err() error { return t.src.Err() }

func (t *tempo) Stream(samples [][2]float64) (n int, ok bool) {
	for n < len(samples) {
		if len(t.hop) == 0 {
			t.make()
		}
		left := t.left()
		if left == 0 {
			break
		}
		m := copy(samples[n:], t.hop[:min(left, len(t.hop))])
		t.hop = t.hop[m:]
		n += m
	}
	return n, n > 0
}

// make makes the next hop.
func (t *tempo) make() {
	speed := math.Float64frombits(t.speed.Load())
	t.hop = t.room[:]
	if speed == 1 {
		t.load(t.next, t.next+tempoHop)
		copy(t.hop, t.buf[t.next-t.base:])
		t.started = float64(t.next)
		t.next += tempoHop
		t.due = float64(t.next)
		return
	}
	t.started = t.due
	t.due += tempoHop * speed
	target := max(0, int(t.due)-tempoHop)
	low, high := max(0, target-tempoSearch), target+tempoSearch
	t.load(min(t.next, low), max(t.next, high)+tempoHop)
	at := t.alike(low, high)
	from, to := t.buf[t.next-t.base:], t.buf[at-t.base:]
	for i := range t.hop {
		in := 0.5 - 0.5*math.Cos(math.Pi*(float64(i)+0.5)/tempoHop)
		t.hop[i][0] = from[i][0] + in*(to[i][0]-from[i][0])
		t.hop[i][1] = from[i][1] + in*(to[i][1]-from[i][1])
	}
	t.next = at + tempoHop
}

// alike finds the piece that begins between low and high and is most like the natural continuation.
func (t *tempo) alike(low, high int) int {
	best, score := t.next, math.Inf(-1)
	if best < low || best > high {
		best = (low + high) / 2
	}
	for at := low; at <= high; at += tempoStep {
		if s := t.likeness(at, tempoStep); s > score {
			best, score = at, s
		}
	}
	low, high = max(low, best-tempoStep+1), min(high, best+tempoStep-1)
	score = math.Inf(-1)
	for at := low; at <= high; at++ {
		if s := t.likeness(at, 1); s > score {
			best, score = at, s
		}
	}
	return best
}

// likeness is the normalised correlation of the continuation with the piece at a place, looking at every step-th frame.
func (t *tempo) likeness(at, step int) float64 {
	from, to := t.buf[t.next-t.base:][:tempoHop], t.buf[at-t.base:][:tempoHop]
	var product, power float64
	for i := 0; i < tempoHop; i += step {
		a, b := from[i][0]+from[i][1], to[i][0]+to[i][1]
		product += a * b
		power += b * b
	}
	return product / math.Sqrt(power+1e-9)
}

// load makes the source frames from low to high lie in buf, with silence after the end.
func (t *tempo) load(low, high int) {
	if drop := low - t.base; drop > 0 {
		drop = min(drop, len(t.buf))
		t.buf = t.buf[:copy(t.buf, t.buf[drop:])]
		t.base += drop
	}
	for missing := high - t.base - len(t.buf); missing > 0; missing = high - t.base - len(t.buf) {
		size := len(t.buf)
		t.buf = append(t.buf, make([][2]float64, missing)...)
		if t.end >= 0 {
			continue
		}
		n, ok := t.src.Stream(t.buf[size:])
		if !ok || n == 0 {
			t.end = t.base + size
			clear(t.buf[size:])
			continue
		}
		t.buf = t.buf[:size+n]
	}
}
