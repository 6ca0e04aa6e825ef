// Package timing says when the parts of a transcript are spoken, and reads and writes the file formats that hold such
// times: WebVTT, SRT, Podcasting 2.0 JSON, aeneas JSON and the story JSON of Alongside itself.
//
// Its words: a [Timing] is the start, end and confidence of one span. An [Alignment] is all the timings of a story, laid
// out beside its transcript, with the method that made them. A [Cue] is one timed line of a file, before it has been
// matched with a transcript.
package timing

import "time"

// A Timing is when one span is spoken, measured from the start of the audio, and how sure that is. The zero Timing is an
// unknown one: the highlight then falls back to the larger unit.
type Timing struct {
	Start, End time.Duration
	Confidence float64 // 0 to 1: the chance that the start is within 0.25 s of the truth
}

// Known reports whether the span has a time at all.
func (t Timing) Known() bool { return t.End > t.Start }

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
	Method string // what made it: "acoustic", "webvtt", "srt", "podcast json", "aeneas json", "estimate", "by hand"
	Turns  []Turn
}
