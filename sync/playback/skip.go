package playback

import (
	"cmp"
	"slices"
	"time"

	"github.com/faiface/beep"
)

// A Stretch is a part of an Audio, from Start up to End.
type Stretch struct{ Start, End time.Duration }

// skipFade is over how much sound it fades out before a stretch that is skipped and in after it: enough not to click.
const skipFade = 5 * time.Millisecond

// A jump leaves out frames of the audio.
type jump struct {
	at      int // frames of the audio that a run gives before it
	skipped int // frames that are left out there
}

// jumpsFrom are the jumps of a run that begins at a frame, past those stretches that begin after it: who begins within one
// wants to hear it.
func jumpsFrom(audio *Audio, from int, stretches []Stretch) (jumps []jump) {
	skipped, done := 0, from
	for _, s := range stretches {
		start, end := audio.Frame(s.Start), audio.Frame(s.End)
		if start <= from || start < done || end <= start {
			continue
		}
		jumps = append(jumps, jump{start - from - skipped, end - start})
		skipped += end - start
		done = end
	}
	return jumps
}

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

// A skipper streams an audio without what its jumps leave out.
type skipper struct {
	audio *Audio
	jumps []jump
	given int // frames since the start
	next  int // the jump that comes next
	fade  int // frames of a fade
}

func newSkipper(audio *Audio, jumps []jump) *skipper {
	return &skipper{audio: audio, jumps: jumps, fade: audio.SampleRate().N(skipFade)}
}

var _ beep.Streamer = (*skipper)(nil)

func (s *skipper) Err() error { return s.audio.Err() }

func (s *skipper) Stream(samples [][2]float64) (int, bool) {
	if s.next < len(s.jumps) {
		j := s.jumps[s.next]
		if s.given == j.at {
			_ = s.audio.Seek(min(s.audio.Position()+j.skipped, s.audio.Len())) // within the audio
			s.next++
			return s.Stream(samples)
		}
		samples = samples[:min(len(samples), j.at-s.given)]
	}
	n, ok := s.audio.Stream(samples)
	s.shape(samples[:n])
	s.given += n
	return n, ok
}

// shape fades what lies near a jump.
func (s *skipper) shape(samples [][2]float64) {
	for _, k := range [...]int{s.next - 1, s.next} {
		if k < 0 || k >= len(s.jumps) {
			continue
		}
		for i := range samples {
			away := s.given + i - s.jumps[k].at // -1 is the last frame before the jump, 0 the first after it
			if away < 0 {
				away = -1 - away
			}
			if away < s.fade {
				loud := float64(away) / float64(s.fade)
				samples[i][0] *= loud
				samples[i][1] *= loud
			}
		}
	}
}
