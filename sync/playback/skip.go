package playback

import (
	"cmp"
	"slices"
	stdsync "sync"
	"sync/atomic"
	"time"

	"github.com/faiface/beep"
)

// A Stretch is a part of an Audio, from Start up to End.
type Stretch struct{ Start, End time.Duration }

// skipFade is over how much sound it fades out before a stretch that is skipped and in after it: enough not to click.
const skipFade = 5 * time.Millisecond

// merged sorts stretches and joins those that overlap or touch.
func merged(stretches []Stretch) []Stretch {
	sorted := slices.SortedFunc(slices.Values(stretches), func(a, b Stretch) int { return cmp.Compare(a.Start, b.Start) })
	var joined []Stretch
	for _, s := range sorted {
		if n := len(joined); n > 0 && s.Start <= joined[n-1].End {
			joined[n-1].End = max(joined[n-1].End, s.End)
			continue
		}
		joined = append(joined, s)
	}
	return joined
}

// A skipper streams an audio from where it stands, without the stretches that are skipped. It looks at these as it comes to
// them: other ones may be set meanwhile.
type skipper struct {
	audio   *Audio
	from    int // the frame it begins with: who begins within a stretch wants to hear it
	skipped *atomic.Pointer[[]Stretch]
	jumped  func() // called after each jump
	fade    int    // frames of a fade
	given   int    // frames since the start

	mu    stdsync.Mutex
	jumps []jump
}

// A jump is where a skipper has left out frames of the audio.
type jump struct {
	at      int // frames that were given before it
	skipped int // frames that were left out
}

var _ beep.Streamer = (*skipper)(nil)

func newSkipper(audio *Audio, from int, skipped *atomic.Pointer[[]Stretch], jumped func()) *skipper {
	return &skipper{audio: audio, from: from, skipped: skipped, jumped: jumped, fade: audio.SampleRate().N(skipFade)}
}

func (s *skipper) Err() error { return s.audio.Err() }

func (s *skipper) Stream(samples [][2]float64) (int, bool) {
	at := s.audio.Position()
	start, end, ok := s.next(at)
	if ok && start == at {
		_ = s.audio.Seek(end) // end lies within the audio
		s.mu.Lock()
		s.jumps = append(s.jumps, jump{s.given, end - start})
		s.mu.Unlock()
		s.jumped()
		start, _, ok = s.next(end)
		at = end
	}
	if ok {
		samples = samples[:min(len(samples), start-at)]
	}
	n, more := s.audio.Stream(samples)
	s.fadeIn(samples[:n])
	if ok {
		s.fadeOut(samples[:n], start-at)
	}
	s.given += n
	return n, more
}

// next is the first stretch, in frames, that begins at a frame or after it.
func (s *skipper) next(at int) (start, end int, ok bool) {
	stretches := s.skipped.Load()
	if stretches == nil {
		return 0, 0, false
	}
	i, _ := slices.BinarySearchFunc(*stretches, at, func(stretch Stretch, at int) int {
		return cmp.Compare(s.audio.Frame(stretch.Start), at)
	})
	for _, stretch := range (*stretches)[i:] {
		start, end = s.audio.Frame(stretch.Start), s.audio.Frame(stretch.End)
		if start > s.from && end > start {
			return start, end, true
		}
	}
	return 0, 0, false
}

// fadeIn makes what comes just after a jump begin from silence.
func (s *skipper) fadeIn(samples [][2]float64) {
	if len(s.jumps) == 0 {
		return
	}
	after := s.given - s.jumps[len(s.jumps)-1].at
	for i := 0; i < len(samples) && after+i < s.fade; i++ {
		scale(&samples[i], float64(after+i)/float64(s.fade))
	}
}

// fadeOut makes what comes just before a jump end in silence; left is how many frames there are from the samples' first.
func (s *skipper) fadeOut(samples [][2]float64, left int) {
	for i := max(left-s.fade, 0); i < len(samples); i++ {
		scale(&samples[i], float64(left-1-i)/float64(s.fade))
	}
}

func scale(frame *[2]float64, by float64) {
	frame[0] *= by
	frame[1] *= by
}

// skippedBefore is how many frames were left out before one that was given.
func (s *skipper) skippedBefore(given float64) (skipped int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, j := range s.jumps {
		if float64(j.at) > given {
			break
		}
		skipped += j.skipped
	}
	return skipped
}

// untilJump is how many frames there are from one that was given to the next jump that was made.
func (s *skipper) untilJump(given float64) (left float64, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, j := range s.jumps {
		if left = float64(j.at) - given; left > 0 {
			return left, true
		}
	}
	return 0, false
}
