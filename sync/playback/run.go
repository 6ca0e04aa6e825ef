package playback

import (
	"math"
	"slices"
	stdsync "sync"
	"sync/atomic"
	"time"

	"alongside/sync/playback/decode"
	"alongside/sync/playback/tempo"
)

const (
	// runChunk is how often the place of a run is noted: every 10 ms of sound.
	runChunk = 480
	// runFade is over how many frames a run begins and its loudness changes: 5 ms, enough not to click.
	runFade = 240
	// jumpSure is how long after a jump should have been heard it is looked at: a timer may be a little early.
	jumpSure = time.Millisecond
)

// A run is one uninterrupted stretch of playing, from one place in the audio on: the stream that a Sink reads. It never
// ends; after the audio comes silence. It knows which place in the audio each of its frames stands for.
type run struct {
	audio   *Audio
	reading *stdsync.Mutex // shared by all runs of the audio: one reads at a time
	current *atomic.Pointer[run]
	from    int // frame of the audio
	skipper *skipper
	tempo   *tempo.Stretcher
	volume  *atomic.Uint64 // bits of a float64
	kick    func()         // called when the audio has ended, and when it has jumped

	begun   bool
	loud    float64 // the loudness now
	written int64   // frames given

	mu    stdsync.Mutex
	marks []mark
	place float64 // what position said last, counted like a mark's
	rate  float64 // and how fast it moves
	total int64   // frames until the end of the audio, -1 before that is known
}

// A mark ties a frame of the run to the place in the audio that it stands for.
type mark struct {
	frame int64
	place float64 // frames at SampleRate since the run's start
}

func newRun(p *Player) *run {
	rate := p.audio.SampleRate()
	r := &run{audio: p.audio, from: p.audio.Frame(p.at), total: -1, kick: p.kick}
	r.reading, r.current, r.volume = &p.reading, &p.current, &p.volume
	r.skipper = newSkipper(p.audio, r.from, &p.skipped, p.kick)
	r.tempo = tempo.New(decode.Resample(r.skipper, rate, SampleRate), p.speed)
	return r
}

// Err is nil: a run never ends.
func (r *run) Err() error { return nil }

// Stream gives the next frames. Once another run has begun it gives silence, and leaves the audio alone.
func (r *run) Stream(samples [][2]float64) (int, bool) {
	for rest := samples; len(rest) > 0; {
		n := min(len(rest), runChunk)
		r.chunk(rest[:n])
		rest = rest[n:]
	}
	return len(samples), true
}

func (r *run) chunk(samples [][2]float64) {
	r.reading.Lock()
	defer r.reading.Unlock()
	n := 0
	before := r.tempo.Place()
	if r.current.Load() == r {
		if !r.begun {
			r.begun = true
			_ = r.audio.Seek(r.from) // from lies within the audio
		}
		n, _ = r.tempo.Stream(samples)
	}
	clear(samples[n:])
	r.shape(samples)
	ended := r.note(before, int64(n), int64(len(samples)))
	if ended {
		r.kick()
	}
}

// shape gives the samples their loudness, without steps in it.
func (r *run) shape(samples [][2]float64) {
	target := math.Float64frombits(r.volume.Load())
	for i := range samples {
		if r.loud != target {
			step := max(-1.0/runFade, min(1.0/runFade, target-r.loud))
			r.loud += step
		}
		samples[i][0] *= r.loud
		samples[i][1] *= r.loud
	}
}

// note writes down where the frames lie in the audio. It reports true when they are the first after its end.
func (r *run) note(before float64, n, size int64) (ended bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.marks) == 0 {
		r.marks = append(r.marks, mark{0, before})
	}
	if n > 0 {
		r.marks = append(r.marks, mark{r.written + n, r.tempo.Place()})
	}
	if n < size && r.total < 0 {
		r.total = r.written + n
		ended = true
	}
	r.written += size
	return ended
}

// position gives the place in the audio of a frame, and how much faster than real time the audio passes there: 0 after
// its end. Frames that were not given yet count as the last one that was. Marks before the frame are forgotten.
func (r *run) position(frame int64) (time.Duration, float64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	after, _ := slices.BinarySearchFunc(r.marks, frame, func(m mark, frame int64) int {
		if m.frame <= frame {
			return -1
		}
		return 1
	})
	switch {
	case len(r.marks) == 0:
		return r.audio.Time(r.from), 0
	case after == len(r.marks):
		if r.total >= 0 {
			return r.audio.Duration(), 0
		}
		r.place = r.marks[after-1].place
		return r.time(r.place), r.rate
	case after == 0:
		return r.time(r.marks[0].place), 0
	}
	a, b := r.marks[after-1], r.marks[after]
	rate := (b.place - a.place) / float64(b.frame-a.frame)
	place := a.place + rate*float64(frame-a.frame)
	r.place, r.rate = place, rate
	r.marks = slices.Delete(r.marks, 0, after-1)
	return r.time(place), rate
}

// time is where in the audio a place of the run lies.
func (r *run) time(place float64) time.Duration {
	skipped := r.skipper.skippedBefore(r.given(place))
	return min(r.audio.Duration(), r.audio.Time(r.from+skipped)+places(place))
}

// given is how many frames of the audio lie before a place of the run.
func (r *run) given(place float64) float64 {
	return place * float64(r.audio.SampleRate()) / float64(SampleRate)
}

// untilJump is how long it takes from what position said last to the next jump that is known of.
func (r *run) untilJump() time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	left, ok := r.skipper.untilJump(r.given(r.place))
	if !ok || r.rate <= 0 {
		return time.Hour
	}
	seconds := left / float64(r.audio.SampleRate()) / r.rate
	return min(time.Duration(seconds*float64(time.Second))+jumpSure, time.Hour)
}

// left is how long it takes from a frame to the end of the audio, once that is known.
func (r *run) left(frame int64) (time.Duration, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return lasting(max(0, r.total-frame)), r.total >= 0
}

func places(frames float64) time.Duration {
	return time.Duration(frames * float64(time.Second) / float64(SampleRate))
}
