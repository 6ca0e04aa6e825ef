package playback

import (
	"math"
	"slices"
	"sort"
	stdsync "sync"
	"sync/atomic"
	"time"

	"alongside/sync/playback/decode"
	"alongside/sync/playback/hearing"
	"alongside/sync/playback/tempo"
)

const (
	// runFade is over how many frames a run begins, its loudness changes, and sound ends before a pause: 5 ms, enough not to
	// click.
	runFade = 240
	// pauseSure is how far into a run a pause is not made yet: it is the one that the run before it stopped at.
	pauseSure = time.Millisecond
	// eventSure is how long after an event should have been heard it is looked at: a timer may be a little early.
	eventSure = time.Millisecond
	// paceSteps is in how many steps the pace goes up to 1. That a speech goes faster is noticed from some 5% on (H. Quené, J.
	// Phonetics 35, 2007); of each step those who follow are told.
	paceSteps = 100
	// evenly is by how much the place may move otherwise than before and still move evenly.
	evenly = 1e-9
)

// A run is one uninterrupted stretch of playing, from one place in the audio on: the stream that a Sink reads. It never
// ends; after the audio, or a pause that it is not told the end of, comes silence. It knows which place in the audio each of
// its frames stands for.
type run struct {
	audio   *Audio
	reading *stdsync.Mutex // shared by all runs of the audio: one reads at a time
	current *atomic.Pointer[run]
	plan    *atomic.Pointer[Plan]
	volume  *atomic.Uint64 // bits of a float64
	speed   atomic.Uint64  // bits of a float64: what was set
	from    int            // frame of the audio
	cutter  *cutter
	tempo   *tempo.Stretcher
	kick    func() // called when something is on its way that the player should look at once it is heard

	begun  bool
	loud   float64 // the loudness now
	paused float64 // the frame given by the cutter before which the last pause was made
	left   int64   // frames that are left of a pause
	fresh  int     // frames since it
	closed bool    // nothing but silence comes

	mu     stdsync.Mutex
	marks  []mark
	events []int64 // frames at which the place begins to move otherwise, in order
	rate   float64 // how the place moves up to the last mark
	total  int64   // frames until the end of the audio, -1 before that is known
	halt   int64   // frames until a pause that lasts until Play, -1 when there is none
}

// A mark ties a frame of the run to the place in the audio that it stands for. Between two the place moves evenly.
type mark struct {
	frame int64
	place float64 // frames at SampleRate since the run's start
}

// A spot is what is heard at a frame of a run.
type spot struct {
	at   time.Duration
	rate float64 // how much faster than real time the audio passes
	passage
}

func newRun(p *Player) *run {
	r := &run{audio: p.audio, from: p.audio.Frame(p.at), total: -1, halt: -1, kick: p.kick, fresh: runFade}
	r.reading, r.current, r.volume, r.plan = &p.reading, &p.current, &p.volume, &p.plan
	r.setSpeed(p.speed)
	r.cutter = newCutter(p.audio, r.from, &p.plan, p.heard)
	sound := decode.Resample(r.cutter, p.audio.SampleRate(), SampleRate)
	limited := hearing.Limit(hearing.Shape(sound, shape(&p.plan)), louder(&p.plan))
	r.tempo = tempo.New(limited, p.speed)
	r.paused = r.given(float64(frames(pauseSure)))
	r.marks = []mark{{0, 0}}
	return r
}

// setSpeed may be called from any goroutine.
func (r *run) setSpeed(speed float64) { r.speed.Store(math.Float64bits(speed)) }

// Err is nil: a run never ends.
func (r *run) Err() error { return nil }

// Stream gives the next frames. Once another run has begun it gives silence, and leaves the audio alone.
func (r *run) Stream(samples [][2]float64) (int, bool) {
	for rest := samples; len(rest) > 0; {
		rest = rest[r.piece(rest):]
	}
	return len(samples), true
}

// piece gives some of the next frames: as many as the place moves evenly.
func (r *run) piece(samples [][2]float64) int {
	r.reading.Lock()
	defer r.reading.Unlock()
	if r.current.Load() != r || r.closed {
		clear(samples)
		r.note(len(samples), r.tempo.Place())
		return len(samples)
	}
	if !r.begun {
		r.begun = true
		_ = r.audio.Seek(r.from) // from lies within the audio
	}
	if r.left > 0 {
		return r.silence(samples)
	}
	r.tempo.SetSpeed(r.wanted())
	place := r.tempo.Place()
	steady, rate := r.tempo.Steady()
	samples = samples[:min(len(samples), steady)]
	pause, at, ok := r.pause(place, place+rate*float64(len(samples)))
	if ok {
		until := max(0, int(math.Ceil((at-place)/rate))-1)
		if until == 0 {
			r.begin(pause, at)
			return 0
		}
		samples = samples[:min(len(samples), until)]
	}
	n, _ := r.tempo.Stream(samples)
	r.shape(samples[:n])
	if ok {
		fadeOut(samples[:n], (at-place)/runFade, rate/runFade)
	}
	r.noteJump(place, rate, n)
	r.note(n, r.tempo.Place())
	if n == 0 {
		r.end()
	}
	return n
}

// wanted is how fast it should go at the place: by the speed that was set and the plan's pace; what is repeated may be slower.
func (r *run) wanted() float64 {
	speed := math.Float64frombits(r.speed.Load())
	plan := r.plan.Load()
	repeat := plan.Repeat
	if repeat.again() == 1 && len(plan.Pace) == 0 {
		return speed
	}
	at, passage := r.cutter.place(r.given(r.tempo.Place()))
	speed *= math.Round(plan.Pace.At(at)*paceSteps) / paceSteps
	if passage.repeat == repeat && passage.heard > 0 && at >= repeat.Start && at < repeat.End {
		speed *= repeat.again()
	}
	return speed
}

// pause is the pause that comes next from one place to another, or so soon after it that the sound fades already, and at
// which place.
func (r *run) pause(from, to float64) (p Pause, at float64, ok bool) {
	given, p, ok := r.cutter.pause(max(r.paused, r.given(from-runFade)), r.given(to+runFade))
	return p, given * float64(SampleRate) / float64(r.audio.SampleRate()), ok
}

// begin begins a pause.
func (r *run) begin(p Pause, at float64) {
	r.paused, r.fresh = r.given(at), 0
	if p.For != UntilPlay {
		r.left = frames(p.For)
		return
	}
	r.closed = true
	r.mu.Lock()
	r.halt = r.marks[len(r.marks)-1].frame
	r.events = append(r.events, r.halt)
	r.mu.Unlock()
	r.kick()
}

// silence gives frames of a pause.
func (r *run) silence(samples [][2]float64) int {
	n := int(min(int64(len(samples)), r.left))
	clear(samples[:n])
	r.left -= int64(n)
	r.note(n, r.tempo.Place())
	return n
}

// end takes note that the audio has ended.
func (r *run) end() {
	r.closed = true
	r.mu.Lock()
	r.total = r.marks[len(r.marks)-1].frame
	r.mu.Unlock()
	r.kick()
}

// shape gives the samples their loudness, without steps in it.
func (r *run) shape(samples [][2]float64) {
	target := math.Float64frombits(r.volume.Load())
	for i := range samples {
		if r.loud != target {
			r.loud += max(-1.0/runFade, min(1.0/runFade, target-r.loud))
		}
		scale(&samples[i], r.loud)
		if r.fresh < runFade {
			scale(&samples[i], float64(r.fresh)/runFade)
			r.fresh++
		}
	}
}

// fadeOut makes samples end in silence before a pause: left is how far that is from the first, in fades, and step how much of
// it passes with each.
func fadeOut(samples [][2]float64, left, step float64) {
	for i := range samples {
		if now := left - float64(i+1)*step; now < 1 {
			scale(&samples[i], max(0, now))
		}
	}
}

// noteJump takes note when, among the next n frames, the sound goes over to another passage.
func (r *run) noteJump(place, rate float64, n int) {
	border, ok := r.cutter.border(r.given(place))
	if !ok {
		return
	}
	off := math.Ceil((border*float64(SampleRate)/float64(r.audio.SampleRate()) - place) / rate)
	if off > float64(n) {
		return
	}
	r.mu.Lock()
	r.events = append(r.events, r.marks[len(r.marks)-1].frame+int64(off))
	r.mu.Unlock()
	r.kick()
}

// note takes note of n more frames, after which the place is this.
func (r *run) note(n int, place float64) {
	if n == 0 {
		return
	}
	r.mu.Lock()
	last := r.marks[len(r.marks)-1]
	rate := (place - last.place) / float64(n)
	next := mark{last.frame + int64(n), place}
	even := len(r.marks) > 1 && math.Abs(rate-r.rate) < evenly
	if even {
		r.marks[len(r.marks)-1] = next
	} else {
		r.marks = append(r.marks, next)
		r.events = append(r.events, last.frame)
		r.rate = rate
	}
	r.mu.Unlock()
	if !even {
		r.kick()
	}
}

// spot is what is heard at a frame. Of frames that were not given yet the place moves on as that of the last one.
func (r *run) spot(frame int64) spot {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.total >= 0 && frame >= r.total {
		return spot{at: r.audio.Duration(), passage: passage{back: math.MaxInt}}
	}
	place, rate := r.marks[0].place, 0.0
	if after := r.after(frame); after == len(r.marks) {
		last := r.marks[after-1]
		place, rate = last.place+r.rate*float64(frame-last.frame), r.rate
	} else if after > 0 {
		a, b := r.marks[after-1], r.marks[after]
		rate = (b.place - a.place) / float64(b.frame-a.frame)
		place = a.place + rate*float64(frame-a.frame)
	}
	at, passage := r.cutter.place(r.given(place))
	return spot{min(r.audio.Duration(), at), rate, passage}
}

// forget forgets the marks that are not needed for a frame or those after it.
func (r *run) forget(frame int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if after := r.after(frame); after > 1 && after < len(r.marks) {
		r.marks = slices.Delete(r.marks, 0, after-1)
	}
}

// after is the first mark after a frame.
func (r *run) after(frame int64) int {
	return sort.Search(len(r.marks), func(i int) bool { return r.marks[i].frame > frame })
}

// given is how many frames of the audio lie before a place of the run.
func (r *run) given(place float64) float64 {
	return place * float64(r.audio.SampleRate()) / float64(SampleRate)
}

// untilEvent is how long it takes from a frame that is heard to the next event that is known of.
func (r *run) untilEvent(frame int64) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(r.events) > 0 && r.events[0] <= frame {
		r.events = r.events[1:]
	}
	if len(r.events) == 0 {
		return time.Hour
	}
	return min(lasting(r.events[0]-frame)+eventSure, time.Hour)
}

// untilEnd is how long it takes from a frame to the end of the audio, once that is known.
func (r *run) untilEnd(frame int64) (time.Duration, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return lasting(max(0, r.total-frame)), r.total >= 0
}

// halted reports whether a frame lies in a pause that lasts until Play.
func (r *run) halted(frame int64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.halt >= 0 && frame >= r.halt
}
