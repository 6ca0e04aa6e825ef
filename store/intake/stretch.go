package intake

import (
	"context"
	"errors"
	"time"

	"alongside/sync/align"
)

// How the work goes where one listens.
const (
	patience = 10 * time.Second // of work: who waits longer has the work brought to where they listen
	walk     = 3 * time.Minute  // of sound: what is no farther is got to as soon as found
	before   = 30 * time.Second // how much of the sound is listened to, before the place and after it, to find it in the text
	after    = 30 * time.Second
	again    = time.Minute // and farther on, where that tells nothing
)

// choose sets the stretch to work on: where one listens, else the next hole, else the first.
func (a *aligning) choose(ctx context.Context) error {
	at, listens := a.position()
	h, here := a.now.hole(at)
	if listens && here && at-h.From > walk && !a.isTried(at) {
		a.tried = append(a.tried, at)
		from, err := a.find(ctx, h, at)
		switch {
		case err == nil:
			h, _ = a.now.hole(from)
		case !errors.Is(err, align.ErrUnsure):
			return err
		}
	}
	a.stretch, a.at = h, h.From
	return nil
}

// find finds out which part of a hole's text is spoken near a moment, and says from where on more is to be found.
func (a *aligning) find(ctx context.Context, h align.Stretch, at time.Duration) (from time.Duration, err error) {
	for _, listened := range [][2]time.Duration{{at - before, at + after}, {at + after, at + after + again}} {
		from, err = a.listen(ctx, h, listened[0], listened[1])
		if !errors.Is(err, align.ErrUnsure) {
			break
		}
	}
	return from, err
}

// listen finds out which part of a hole's text is spoken in a part of the sound.
func (a *aligning) listen(ctx context.Context, h align.Stretch, from, to time.Duration) (time.Duration, error) {
	h.From, h.To = max(h.From, from), min(h.To, to)
	if h.From >= h.To {
		return 0, align.ErrUnsure
	}
	samples, err := a.samples(h.From)
	if err != nil {
		return 0, err
	}
	found, err := a.aligner.Find(ctx, samples, a.story.Transcript, h)
	if err != nil {
		return 0, err
	}
	a.now.add(found)
	a.tell()
	for i := len(found.Turns) - 1; i >= 0; i-- {
		if found.Turns[i].Known() {
			return found.Turns[i].Start, nil
		}
	}
	return 0, align.ErrUnsure
}

// position is where one listens, if anyone does and the place can be found in the text.
func (a *aligning) position() (time.Duration, bool) {
	if a.listener.Position == nil || !align.Speaks(a.story.Transcript.Language) {
		return 0, false
	}
	return a.listener.Position(), true
}

// isTried reports whether it was tried to find the place about there.
func (a *aligning) isTried(at time.Duration) bool {
	for _, tried := range a.tried {
		if at > tried-before && at < tried+after+again {
			return true
		}
	}
	return false
}

// isElsewhere reports whether one listens where times would be too long in coming: farther on in the stretch that is being
// worked on, or in another hole.
func (a *aligning) isElsewhere() bool {
	at, listens := a.position()
	h, missing := a.now.hole(at)
	if !listens || !missing || a.isTried(at) {
		return false
	}
	wait := at - a.at
	if at < a.stretch.From || at >= a.stretch.To {
		wait = a.stretch.To - a.at + min(at-h.From, walk)
	}
	return wait > walk && float64(wait) > float64(patience)*a.speed()
}
