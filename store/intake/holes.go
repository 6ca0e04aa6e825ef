package intake

import (
	"slices"
	"time"

	"alongside/store"
	"alongside/sync/align"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// progress is what is known of a story's times so far. What has been gone over and what has not is to be seen from the
// times alone, so that it is kept with them: a turn that was gone over and not found has a time for each of its words, all
// of them unknown. A turn that has not been gone over has none.
type progress struct {
	turns    []timing.Turn
	words    []int // how many words of each turn may be heard
	duration time.Duration
	method   string // when nothing is missing
}

// newProgress takes up the times of a story that are not finished.
func newProgress(s store.Story, duration time.Duration) progress {
	p := progress{turns: make([]timing.Turn, len(s.Transcript.Turns)), duration: duration, method: align.MethodFor(s.Transcript.Language)}
	for _, t := range s.Transcript.Turns {
		n := 0
		if t.Kind == transcript.Speech {
			n = len(t.Words())
		}
		p.words = append(p.words, n)
	}
	if s.Alignment.Method == Unfinished && len(s.Alignment.Turns) == len(p.turns) {
		copy(p.turns, s.Alignment.Turns)
	}
	return p
}

// settle takes the times of a turn, or that it has none.
func (p *progress) settle(turn int, t timing.Turn) {
	if !t.Known() {
		t = timing.Turn{Words: make([]timing.Timing, p.words[turn])}
	}
	p.turns[turn] = t
}

// add takes the times that an alignment knows.
func (p *progress) add(a timing.Alignment) {
	for i, t := range a.Turns {
		if t.Known() {
			p.turns[i] = t
		}
	}
}

// alignment is what is known so far.
func (p *progress) alignment() timing.Alignment {
	return timing.Alignment{Method: Unfinished, Turns: p.turns}
}

// finished is what is known when nothing is missing.
func (p *progress) finished() timing.Alignment {
	out := timing.Alignment{Method: p.method, Turns: slices.Clone(p.turns)}
	for i, t := range out.Turns {
		if !t.Known() {
			out.Turns[i] = timing.Turn{}
		}
	}
	return out
}

// holes are the stretches that have not been gone over, in order. Each begins with the last turn of known time before it,
// which is gone over again: the work may have ended in the middle of it.
func (p *progress) holes() (out []align.Stretch) {
	from := align.Stretch{Last: len(p.turns), To: p.duration} // what a hole would be that begins here
	open := false
	for i := range p.turns {
		switch {
		case p.words[i] == 0:
		case p.turns[i].Known():
			from.Last, from.To = i, p.turns[i].Start
			if open && from.From < from.To {
				out = append(out, from)
			}
			from, open = align.Stretch{First: i, Last: len(p.turns), From: p.turns[i].Start, To: p.duration}, false
		case len(p.turns[i].Words) == 0:
			open = true
		}
	}
	if open {
		out = append(out, from)
	}
	return out
}

// any reports whether a time is known.
func (p *progress) any() bool {
	return slices.ContainsFunc(p.turns, func(t timing.Turn) bool { return t.Known() })
}

// hole is the one that lies at a moment; where none does, the next one, else the first.
func (p *progress) hole(at time.Duration) (h align.Stretch, there bool) {
	holes := p.holes()
	for _, h := range holes {
		if at < h.To {
			return h, at >= h.From
		}
	}
	if len(holes) > 0 {
		h = holes[0]
	}
	return h, false
}
