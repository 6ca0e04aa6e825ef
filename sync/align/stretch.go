package align

import (
	"context"
	"fmt"
	"time"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// A Stretch is some turns of a transcript and the part of the sound that they are spoken in.
type Stretch struct {
	First, Last int // turns; Last not included
	From, To    time.Duration
}

func (s Stretch) check(t transcript.Transcript) error {
	if s.First < 0 || s.Last > len(t.Turns) || s.First >= s.Last || s.From < 0 || s.From >= s.To {
		return fmt.Errorf("%w: turns %d to %d between %v and %v", ErrStretch, s.First+1, s.Last, s.From, s.To)
	}
	return nil
}

// Within aligns one stretch by itself and keeps all other times of the old alignment. The samples begin at s.From. Only
// what lies in the stretch is read, so it takes no longer than that. That hardly a word is found is no error here: the
// stretch may be music.
func (a *Aligner) Within(ctx context.Context, samples Samples, t transcript.Transcript, old timing.Alignment, s Stretch, o Options,
) (timing.Alignment, error) {
	if err := s.check(t); err != nil {
		return timing.Alignment{}, err
	}
	if len(old.Turns) != len(t.Turns) {
		return timing.Alignment{}, fmt.Errorf("%w: the alignment has %d turns, the transcript %d", ErrStretch, len(old.Turns), len(t.Turns))
	}
	within := a.within
	if !Speaks(t.Language) {
		within = a.withinForeign
	}
	turns, err := within(ctx, samples, t, s, o)
	if err != nil {
		return timing.Alignment{}, err
	}
	copy(turns[:s.First], old.Turns)
	copy(turns[s.Last:], old.Turns[s.Last:])
	c := collector{transcript: t, turns: turns}
	c.sounds()
	return timing.Alignment{Method: old.Method, Turns: turns}, nil
}

// within gives the times of the turns of a stretch, in their places among all turns.
func (a *Aligner) within(ctx context.Context, samples Samples, t transcript.Transcript, s Stretch, o Options) ([]timing.Turn, error) {
	c := newCollector(t, o)
	c.offset, c.now, c.end = s.From, s.First, s.Last
	if err := a.run(ctx, samples, t, []stretch{s.frames()}, c, o.Progress); err != nil {
		return nil, err
	}
	c.settle(c.end)
	return c.turns, nil
}

func (s Stretch) frames() stretch {
	return stretch{first: s.First, last: s.Last, end: frameAt(s.To - s.From)}
}

// Judge gives [ErrUnrelated] where next to nothing of an alignment that was made stretch by stretch has a time.
func Judge(a timing.Alignment) error {
	words, known := 0, 0
	for _, turn := range a.Turns {
		words += len(turn.Words)
		for _, w := range turn.Words {
			if w.Known() {
				known++
			}
		}
	}
	if unrelated(known, words) {
		return ErrUnrelated
	}
	return nil
}
