// Package timing says when the parts of a transcript are spoken, and reads and writes the file formats that hold such
// times: WebVTT, SRT, Podcasting 2.0 JSON, aeneas JSON and the story JSON of Alongside itself.
//
// Its words: a [Timing] is the start, end and confidence of one span. An [Alignment] is all the timings of a story, laid
// out beside its transcript, with the method that made them. A [Cue] is one timed line of a file, before it has been
// matched with a transcript.
//
// WebVTT and SRT are read here and not by github.com/asticode/go-astisub, which was tried (v0.34.0): it keeps no line
// numbers, drops the second voice of a cue, leaves out cues with a broken arrow without a word, takes any text for a file
// without cues, refuses a whole file for one unknown setting, and panics where a cue has no end. The tests use it as the
// other program that must read what is written here.
package timing

import (
	"fmt"
	"math"
	"time"

	"alongside/sync/transcript"
)

// A Timing is when one span is spoken, measured from the start of the audio, and how sure that is. The zero Timing is an
// unknown one: the highlight then falls back to the larger unit.
type Timing struct {
	Start, End time.Duration
	Confidence float64 // 0 to 1: the chance that the start is within 0.25 s of the truth
}

// Known reports whether the span has a time at all.
func (t Timing) Known() bool { return t.End > t.Start }

// round is the timing to the millisecond, as every format writes it.
func (t Timing) round() Timing {
	t.Start, t.End = t.Start.Round(time.Millisecond), t.End.Round(time.Millisecond)
	return t
}

// A Turn holds the timings of one turn: of the whole, of each of its sentences and of each of its words. Sentences and
// Words have one entry for each span that transcript.Turn.Sentences and Words give, or are empty where that level is not
// known at all.
type Turn struct {
	Timing
	Sentences []Timing
	Words     []Timing
}

// An Alignment is all timings of a story. Turns has one entry for each turn of the transcript.
type Alignment struct {
	Method string // what made it: "acoustic", "synthesis", "webvtt", "srt", "podcast json", "aeneas json", "media overlays", "daisy", "estimate", "tapped", "by hand"
	Turns  []Turn
}

// Check reports whether the alignment fits the transcript: an entry for each turn, for each sentence and word or none of
// them, no time before the start of the audio, none that ends before it starts, sentences and words in order and inside
// their turn. Turns may overlap and need not be in order: people talk at once, and pages tell things in another order.
func (a Alignment) Check(t transcript.Transcript) error {
	if len(a.Turns) != len(t.Turns) {
		return fmt.Errorf("the alignment has %d turns, the transcript %d", len(a.Turns), len(t.Turns))
	}
	for i, turn := range a.Turns {
		if err := turn.check(t.Turns[i]); err != nil {
			return fmt.Errorf("turn %d of the alignment: %w", i+1, err)
		}
	}
	return nil
}

func (t Turn) check(of transcript.Turn) error {
	if err := t.Timing.check(); err != nil {
		return err
	}
	if err := t.checkSpans("sentence", t.Sentences, of.Sentences); err != nil {
		return err
	}
	return t.checkSpans("word", t.Words, of.Words)
}

func (t Turn) checkSpans(unit string, list []Timing, spans func() []transcript.Span) error {
	if len(list) == 0 {
		return nil
	}
	if n := len(spans()); n != len(list) {
		return fmt.Errorf("it has times for %d %ss, the transcript has %d", len(list), unit, n)
	}
	var last time.Duration
	for i, s := range list {
		if err := s.check(); err != nil {
			return fmt.Errorf("%s %d: %w", unit, i+1, err)
		}
		switch {
		case !s.Known():
			continue
		case !t.Known():
			return fmt.Errorf("%s %d has a time, but the turn has none", unit, i+1)
		case s.Start < t.Start || s.End > t.End:
			return fmt.Errorf("%s %d (%v to %v) is not inside the turn (%v to %v)", unit, i+1, s.Start, s.End, t.Start, t.End)
		case s.Start < last:
			return fmt.Errorf("%s %d starts at %v, before the one before it (%v)", unit, i+1, s.Start, last)
		}
		last = s.Start
	}
	return nil
}

func (t Timing) check() error {
	switch {
	case t.Start < 0:
		return fmt.Errorf("it starts at %v, before the audio", t.Start)
	case t.End < t.Start:
		return fmt.Errorf("it ends at %v, before it starts at %v", t.End, t.Start)
	case math.IsNaN(t.Confidence) || t.Confidence < 0 || t.Confidence > 1:
		return fmt.Errorf("its confidence is %v, not between 0 and 1", t.Confidence)
	}
	return nil
}
