// Package align finds when each word of a transcript is spoken in a sound: forced alignment, on this machine, without a
// network.
//
// Its words: *frames* are the hundredths of a second that the sound is looked at in; package feature makes numbers of them,
// package acoustic says how well each sound of speech fits them, package spoken says how the transcript's words are read
// aloud, package lexicon how they are pronounced, and package search finds the likeliest way for all of it to go together.
// This package joins them, in two passes that both work while the sound comes in (see track.go), and judges how sure each
// time is (see confidence.go). A time that is not sure is not given: the reader then sees the larger unit.
//
// In other languages than English the text is synthesised and held against the sound by package warp (see synthesised.go).
//
// An [Anchor] is a time that is known already. Anchors divide the work into *stretches* that know nothing of each other. A
// [Stretch] may also be aligned by itself, and [Aligner.Find] finds which part of the text is spoken in some of the sound.
//
// The way is that of long-audio alignment since Moreno et al. (ICSLP 1998), without its recognition passes: a search that
// may leave out text and sound, as in Katsamanis et al., "SailAlign: Robust long speech-text alignment" (2011).
package align

import (
	"context"
	"errors"
	"fmt"
	"time"

	"alongside/sync/align/acoustic"
	"alongside/sync/align/lexicon"
	"alongside/sync/align/search"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// ErrUnrelated says that next to nothing of the transcript is spoken in the sound. The alignment that comes with it has no
// times.
var ErrUnrelated = errors.New("the audio does not seem to belong to this transcript: hardly a word of it is spoken there")

// ErrAnchors says that anchors contradict each other or the transcript.
var ErrAnchors = errors.New("the fixed times are not in the order of the turns")

// ErrStretch says that a stretch has no turns or no sound, or does not fit the transcript.
var ErrStretch = errors.New("there are no such turns in such a part of the audio")

// ErrLanguage says that a stretch cannot be aligned by itself, as nothing here knows the language.
var ErrLanguage = errors.New("words cannot be found in this language")

// Method is what [timing.Alignment.Method] says of alignments made here.
const Method = "acoustic"

// An Anchor is a known time: the turn of that index (from 0) begins At.
type Anchor struct {
	Turn int
	At   time.Duration
}

// Options say how to align. The zero Options are good.
type Options struct {
	Anchors  []Anchor                      // obeyed exactly; in the order of the turns and of time
	Progress func(position time.Duration)  // called as the sound is gone through, once a second of it or so
	Settled  func(turn int, t timing.Turn) // called for each turn as soon as its times are known, in order
}

// An Aligner holds what alignment needs to know of the language: the acoustic model and the dictionary. It may be used by
// several goroutines.
type Aligner struct {
	model   *acoustic.Model
	lexicon *lexicon.Lexicon
}

// New reads the built-in model and dictionary, in less than a tenth of a second.
func New() (*Aligner, error) {
	m, err := acoustic.Load()
	if err != nil {
		return nil, err
	}
	l, err := lexicon.Load(m)
	if err != nil {
		return nil, err
	}
	return &Aligner{model: m, lexicon: l}, nil
}

// Align finds when the turns, sentences and words of the transcript are spoken in the samples, from their beginning to
// their end. It reads them once. When ctx ends it gives up with its error. With [ErrUnrelated] the alignment is complete
// and without times; with any other error there is none. In a language that the acoustic model does not know ([Speaks]) the
// text is synthesised for comparison where that can be done ([Knows]); else the times of turns are estimates. The method
// says how it was.
func (a *Aligner) Align(ctx context.Context, samples Samples, t transcript.Transcript, o Options) (timing.Alignment, error) {
	if !Speaks(t.Language) {
		return a.alignForeign(ctx, samples, t, o)
	}
	stretches, err := divide(o.Anchors, len(t.Turns))
	if err != nil {
		return timing.Alignment{}, err
	}
	c := newCollector(t, o)
	if err := a.run(ctx, samples, t, stretches, c, o.Progress); err != nil {
		return timing.Alignment{}, err
	}
	return c.finish(len(o.Anchors) > 0)
}

// stretch is some turns and the frames they are spoken in.
type stretch struct {
	first, last int // turns; last not included
	end         int // the frame past the last; forever for the end of the sound
	anchored    bool
	at          time.Duration // when the first turn begins, where that is known
}

const forever = 1 << 40

// divide makes stretches of the anchors.
func divide(anchors []Anchor, turns int) ([]stretch, error) {
	out := []stretch{{last: turns, end: forever}}
	for _, n := range anchors {
		last := &out[len(out)-1]
		if n.Turn < last.first || n.Turn >= turns || n.At < last.at || last.anchored && (n.Turn == last.first || n.At == last.at) {
			return nil, fmt.Errorf("%w: turn %d at %v", ErrAnchors, n.Turn+1, n.At)
		}
		last.last, last.end = n.Turn, frameAt(n.At)
		out = append(out, stretch{first: n.Turn, last: turns, end: forever, anchored: true, at: n.At})
	}
	return out, nil
}

// Frames are frameLength apart. The sound of a frame is about its middle, so that what lies between two is heard edge
// later than the second begins.
const (
	frameLength = 10 * time.Millisecond
	edge        = 8 * time.Millisecond
)

func frameAt(t time.Duration) int { return int((t + frameLength/2) / frameLength) }

func timeAt(frame int) time.Duration { return max(0, time.Duration(frame)*frameLength+edge) }

// run goes through the samples, stretch by stretch.
func (a *Aligner) run(ctx context.Context, samples Samples, t transcript.Transcript, stretches []stretch, c *collector,
	progress func(time.Duration),
) error {
	ctx, stop := context.WithCancel(ctx)
	blocks := score(ctx, a.model, samples)
	defer drain(stop, blocks)
	frame := 0
	k := a.begin(t, stretches[0], frame, c)
	for b := range blocks {
		<-b.done
		if b.err != nil {
			return b.err
		}
		for frames := b.frames; len(frames) > 0; {
			n := min(len(frames), stretches[0].end-frame)
			k.take(frames[:n])
			frame, frames = frame+n, frames[n:]
			if frame < stretches[0].end {
				continue
			}
			k.close()
			if stretches = stretches[1:]; len(stretches) == 0 {
				return ctx.Err()
			}
			k = a.begin(t, stretches[0], frame, c)
		}
		if progress != nil {
			progress(c.offset + timeAt(frame))
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	k.close()
	return nil
}

// begin makes ready for a stretch that begins at a frame.
func (a *Aligner) begin(t transcript.Transcript, s stretch, frame int, c *collector) *track {
	text := read(a.lexicon, t.Turns, s.first, s.last)
	return newTrack(a.model, text, search.New, func(all []found) {
		for i := range all {
			all[i].start, all[i].end = all[i].start+frame, all[i].end+frame
		}
		c.take(text, all)
	})
}
