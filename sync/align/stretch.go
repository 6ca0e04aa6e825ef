package align

import (
	"context"
	"fmt"
	"slices"
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
	if !Speaks(t.Language) {
		return timing.Alignment{}, fmt.Errorf("aligning turns %d to %d in the language %q: %w", s.First+1, s.Last, t.Language, ErrLanguage)
	}
	c := newCollector(t, o)
	c.offset, c.now, c.end = s.From, s.First, s.Last
	part := stretch{first: s.First, last: s.Last, end: frameAt(s.To - s.From)}
	if err := a.run(ctx, samples, t, []stretch{part}, c, o.Progress); err != nil {
		return timing.Alignment{}, err
	}
	c.settle(c.end)
	copy(c.turns[:s.First], old.Turns)
	copy(c.turns[s.Last:], old.Turns[s.Last:])
	c.sounds()
	return timing.Alignment{Method: old.Method, Turns: slices.Clone(c.turns)}, nil
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
	if float64(known) < leastPlaced*float64(words) {
		return ErrUnrelated
	}
	return nil
}
