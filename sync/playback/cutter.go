package playback

import (
	"cmp"
	"math"
	"slices"
	"sort"
	stdsync "sync"
	"sync/atomic"
	"time"

	"github.com/faiface/beep"
)

// seamFade is over how much sound the end of a passage fades into the beginning of the next: enough not to click, and too
// short to hear two things.
const seamFade = 8 * time.Millisecond

// A cutter streams an audio from where it stands as a plan has it: without the stretches that are left out, and with the one
// that is repeated, at its gain. It looks at the plan as it comes to each part: another one may be set meanwhile.
type cutter struct {
	audio *Audio
	from  int // the frame it begins with: who begins within a stretch that is left out wants to hear it
	plan  *atomic.Pointer[Plan]
	level level
	fade  int // frames of a seam

	at     int          // the frame of the audio that comes next
	given  int          // frames since the start
	seam   [][2]float64 // what is left of a seam
	room   [][2]float64 // for seams
	repeat Repeat       // what heard counts for
	heard  int          // how often that has been heard

	mu       stdsync.Mutex
	passages []passage
}

// A passage is what a cutter gives of the audio without a jump.
type passage struct {
	given int // frames that were given before it
	from  int // its first frame of the audio
	back  int // how often it went back before it

	repeat Repeat
	heard  int // how often that was heard before it
}

// An edge is where a passage ends.
type edge struct {
	at, to int // frames of the audio
	back   bool
}

var _ beep.Streamer = (*cutter)(nil)

// newCutter makes a cutter that begins with a frame, when the stretch that is repeated has been heard so many times before.
func newCutter(audio *Audio, from int, plan *atomic.Pointer[Plan], heard int) *cutter {
	fade := audio.SampleRate().N(seamFade)
	c := &cutter{audio: audio, from: from, at: from, plan: plan, fade: fade, heard: heard, repeat: plan.Load().Repeat}
	c.level = level{audio: audio, curve: plan.Load().Gain, last: from}
	c.room = make([][2]float64, 2*fade)
	c.passages = []passage{{from: from, repeat: c.repeat, heard: heard}}
	return c
}

func (c *cutter) Err() error { return c.audio.Err() }

func (c *cutter) Stream(samples [][2]float64) (int, bool) {
	plan := c.plan.Load()
	if plan.Repeat != c.repeat {
		c.repeat, c.heard = plan.Repeat, 0
	}
	c.level.follow(plan.Gain)
	e, ok := c.edge(plan)
	for ok && len(c.seam) == 0 && e.at-c.at <= c.fade {
		c.jump(e)
		e, ok = c.edge(plan)
	}
	if len(c.seam) > 0 {
		n := copy(samples, c.seam)
		c.seam = c.seam[n:]
		c.given += n
		return n, true
	}
	if ok {
		samples = samples[:min(len(samples), e.at-c.fade-c.at)]
	}
	n, more := c.audio.Stream(samples)
	c.level.apply(samples[:n], c.at)
	c.at += n
	c.given += n
	return n, more
}

// edge is where the passage ends that is under way, if it does before the audio's end.
func (c *cutter) edge(plan *Plan) (e edge, ok bool) {
	i, _ := slices.BinarySearchFunc(plan.LeaveOut, c.at, func(s Stretch, at int) int {
		return cmp.Compare(c.audio.Frame(s.Start), at)
	})
	for _, s := range plan.LeaveOut[i:] {
		start, end := c.audio.Frame(s.Start), c.audio.Frame(s.End)
		if start > c.from && end > start {
			e, ok = edge{at: start, to: end}, true
			break
		}
	}
	if back, goes := c.backEdge(plan, e, ok); goes {
		return back, true
	}
	return e, ok
}

// backEdge is where the audio goes back to what is repeated, if it does before the edge of what is left out. Where that takes
// the end of what is repeated with it, it goes back from there.
func (c *cutter) backEdge(plan *Plan, leave edge, leaves bool) (e edge, ok bool) {
	first, last := c.audio.Frame(plan.Repeat.Start), c.audio.Frame(plan.Repeat.End)
	if !plan.Repeat.repeats(c.heard+1) || c.at >= last {
		return edge{}, false
	}
	at := last
	if leaves && leave.at < last {
		if leave.to < last {
			return edge{}, false
		}
		at = leave.at
	}
	return edge{at: at, to: first, back: true}, at-first > c.fade
}

// jump goes over an edge that is near: what is left before it fades into what comes before the next passage, so that both
// sides of the seam are where they would be without a fade.
func (c *cutter) jump(e edge) {
	left := max(0, e.at-c.at)
	out, in := c.room[:left], c.room[c.fade:][:left]
	c.read(out, c.at)
	c.read(in, e.to-left)
	if e.to == c.audio.Len() {
		clear(in) // nothing follows
	}
	for i := range out {
		part := (float64(i) + 0.5) / float64(left)
		out[i][0] += part * (in[i][0] - out[i][0])
		out[i][1] += part * (in[i][1] - out[i][1])
	}
	_ = c.audio.Seek(e.to) // lies within the audio
	last := c.passages[len(c.passages)-1]
	next := passage{given: c.given + left, from: e.to, back: last.back, repeat: c.repeat, heard: c.heard}
	if e.back {
		c.heard++
		next.back, next.heard = next.back+1, c.heard
	}
	c.seam, c.at = out, e.to
	c.mu.Lock()
	defer c.mu.Unlock()
	c.passages = append(c.passages, next)
}

// read reads the frames of the audio that begin with one, silence where there are none.
func (c *cutter) read(samples [][2]float64, at int) {
	clear(samples)
	silent := min(len(samples), max(0, -at))
	samples, at = samples[silent:], at+silent
	_ = c.audio.Seek(at) // lies within the audio
	for rest := samples; len(rest) > 0; {
		n, ok := c.audio.Stream(rest)
		if !ok || n == 0 {
			break
		}
		rest = rest[n:]
	}
	c.level.apply(samples, at)
}

// place is where in the audio a frame that was given lies, and in which passage.
func (c *cutter) place(given float64) (time.Duration, passage) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := c.passages[c.passage(given)]
	off := (given - float64(p.given)) * float64(time.Second) / float64(c.audio.SampleRate())
	return max(0, c.audio.Time(p.from)+time.Duration(math.Round(off))), p
}

// passage is the number of the one in which a frame that was given lies.
func (c *cutter) passage(given float64) int {
	after := sort.Search(len(c.passages), func(i int) bool { return float64(c.passages[i].given) > given })
	return max(0, after-1)
}

// border is which frame that is given is the first of the next passage after one, as far as that is known.
func (c *cutter) border(given float64) (border float64, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := c.passage(given) + 1
	if i >= len(c.passages) {
		return 0, false
	}
	return float64(c.passages[i].given), true
}

// pause finds the plan's first pause after a frame that was given, and before another, and before which frame it comes. A
// pause at the end of a passage comes before the jump.
func (c *cutter) pause(after, before float64) (given float64, p Pause, ok bool) {
	pauses := c.plan.Load().Pauses
	if len(pauses) == 0 {
		return 0, Pause{}, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := c.passage(after); i < len(c.passages) && float64(c.passages[i].given) < before; i++ {
		here, end := c.passages[i], before
		if i+1 < len(c.passages) {
			end = min(end, float64(c.passages[i+1].given))
		}
		first := sort.Search(len(pauses), func(k int) bool { return c.givenAt(here, pauses[k].At) > after })
		if first < len(pauses) {
			if given = c.givenAt(here, pauses[first].At); given >= float64(here.given) && given <= end {
				return given, pauses[first], true
			}
		}
	}
	return 0, Pause{}, false
}

// givenAt is which frame that is given a time of the audio is in a passage, or would be.
func (c *cutter) givenAt(p passage, at time.Duration) float64 {
	return float64(p.given + c.audio.Frame(at) - p.from)
}

func scale(frame *[2]float64, by float64) {
	frame[0] *= by
	frame[1] *= by
}
