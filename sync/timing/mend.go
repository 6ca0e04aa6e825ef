package timing

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// nesting is how many cues may lie within the time of a longer one of somebody else.
const nesting = 8

// mend puts the cues in order and their times right, and writes down what it did.
func (b *batch) mend() ([]Cue, error) {
	cues := make([]Cue, 0, len(b.cues))
	for _, raw := range b.cues {
		c := raw.Cue
		c.Text = strings.ReplaceAll(c.Text, "\n", " ")
		switch {
		case c.Text == "":
			b.mended(c.Line, "left out: it has no text")
			continue
		case c.Start < 0 && c.End <= 0:
			b.mended(c.Line, "left out: it ends before the audio starts")
			continue
		case c.Start < 0:
			b.mended(c.Line, "it started before the audio; now it starts with it")
			c.Start = 0
		}
		cues = append(cues, c)
	}
	cues = b.mendEnds(cues)
	if err := b.mendOrder(cues); err != nil {
		return nil, err
	}
	cues = b.joinSimultaneous(cues)
	b.mendOverlaps(cues)
	for i := range cues {
		cues[i].Parts = fitParts(cues[i])
	}
	return cues, nil
}

// mendEnds deals with cues that end before they start, or as they start. Either the two times were written the wrong way
// round, which shows in that they then fit between the neighbours, or the end is wrong and the next cue's start serves.
func (b *batch) mendEnds(cues []Cue) []Cue {
	out := cues[:0]
	for i, c := range cues {
		if c.End > c.Start {
			out = append(out, c)
			continue
		}
		next := NoTime
		if i+1 < len(cues) {
			next = cues[i+1].Start
		}
		var before time.Duration
		if len(out) > 0 {
			before = out[len(out)-1].End
		}
		switch {
		case c.End < c.Start && c.End >= before && (next == NoTime || c.Start <= next):
			b.mended(c.Line, "it ended before it started; the two times were exchanged")
			c.Start, c.End = c.End, c.Start
		case next > c.Start:
			b.mended(c.Line, "it did not end after its start; now it ends where the next one starts")
			c.End = next
		default:
			b.mended(c.Line, "left out: it does not end after its start")
			continue
		}
		out = append(out, c)
	}
	return out
}

// mendOrder sorts the cues. If more than one in ten is out of place, the file is not one story told in order.
func (b *batch) mendOrder(cues []Cue) error {
	var misplaced []Cue
	var latest time.Duration
	for _, c := range cues {
		if c.Start < latest {
			misplaced = append(misplaced, c)
		}
		latest = max(latest, c.Start)
	}
	if len(misplaced) == 0 {
		return nil
	}
	// A single time far too late would make all that follow seem early: then what does not rise is the measure.
	if n := len(cues) - longestRising(cues); n*10 > len(cues) && n > 2 {
		return &LineError{Line: misplaced[0].Line, What: "the times go back here and later on: is this several files in one?"}
	}
	for _, c := range misplaced {
		b.mended(c.Line, "it came after later ones; now it is in its place")
	}
	slices.SortStableFunc(cues, func(x, y Cue) int { return cmp.Compare(x.Start, y.Start) })
	return nil
}

// longestRising is how many cues can be left where they are so that none starts before the one before it.
func longestRising(cues []Cue) int {
	var tails []time.Duration // the smallest last start of a rising row of each length
	for _, c := range cues {
		i, _ := slices.BinarySearch(tails, c.Start+1)
		if i == len(tails) {
			tails = append(tails, c.Start)
		} else {
			tails[i] = c.Start
		}
	}
	return len(tails)
}

// joinSimultaneous makes one cue of those that start together: which of them is heard when is not known.
func (b *batch) joinSimultaneous(cues []Cue) []Cue {
	out := cues[:0]
	for i := 0; i < len(cues); {
		j := i + 1
		for j < len(cues) && cues[j].Start == cues[i].Start {
			b.mended(cues[j].Line, fmt.Sprintf("it starts together with line %d; they were joined", cues[i].Line))
			j++
		}
		c := cues[i]
		if j > i+1 {
			c = joinCues(cues[i:j])
		}
		out = append(out, c)
		i = j
	}
	return out
}

// joinCues makes one cue of several at the same time, each a part of it without times.
func joinCues(cues []Cue) Cue {
	c := Cue{Start: cues[0].Start, Voice: cues[0].Voice, Line: cues[0].Line}
	var text strings.Builder
	for _, each := range cues {
		c.End = max(c.End, each.End)
		if text.Len() > 0 {
			text.WriteString(" ")
		}
		p := Part{Voice: each.Voice, Start: NoTime, End: NoTime}
		p.Span.Start = text.Len()
		text.WriteString(each.Text)
		p.Span.End = text.Len()
		c.Parts = append(c.Parts, p)
	}
	c.Text = text.String()
	return c
}

// mendOverlaps ends each cue where the next one starts, unless somebody else says the next one while this one goes on.
func (b *batch) mendOverlaps(cues []Cue) {
	before := slices.Clone(cues)
	by := make([]int, len(cues)) // the line of the cue that cut it
	// An earlier end may leave a cue within another one no longer within it. That settles at once but in files made to
	// have it go on and on: these lose all overlaps.
	const rounds = 4
	for round := 0; round < rounds && cutOverlaps(cues, by, nesting); round++ {
	}
	if cutOverlaps(slices.Clone(cues), by, nesting) {
		cutOverlaps(cues, by, 0)
	}
	for i, c := range cues {
		if c.End != before[i].End {
			b.mended(c.Line, fmt.Sprintf("it ended after line %d had started; now it ends there", by[i]))
		}
	}
}

// cutOverlaps goes through the cues once; it reports whether it cut any. Up to the given number of cues may lie within
// another.
func cutOverlaps(cues []Cue, by []int, within int) bool {
	cut := false
	for i := range cues {
		c := &cues[i]
		for j := i + 1; j < len(cues) && cues[j].Start < c.End; j++ {
			next := cues[j]
			aside := next.End <= c.End && next.Voice != c.Voice && next.Voice != "" && c.Voice != ""
			if aside && j-i <= within {
				continue
			}
			c.End, by[i], cut = next.Start, next.Line, true
		}
	}
	return cut
}

// fitParts are the cue's parts without the times that cannot be right, outside the cue or going back, and without divisions
// that say nothing.
func fitParts(c Cue) []Part {
	if len(c.Parts) == 0 {
		return nil
	}
	var parts []Part
	for _, p := range c.Parts {
		n := len(parts)
		if n > 0 && parts[n-1].Voice == p.Voice && parts[n-1].End == NoTime && p.Start == NoTime {
			parts[n-1].Span.End, parts[n-1].End = p.Span.End, p.End
			continue
		}
		parts = append(parts, p)
	}
	end := len(parts) - 1
	if parts[0].Start == NoTime {
		parts[0].Start = c.Start
	}
	if parts[end].End == NoTime || parts[end].End > c.End {
		parts[end].End = c.End
	}
	last := c.Start
	for i := range parts {
		p := &parts[i]
		if p.Start != NoTime && (p.Start < last || p.Start >= c.End) {
			p.Start = NoTime
		}
		last = max(last, p.Start)
		if p.End != NoTime && (p.End <= last || p.End > c.End) {
			p.End = NoTime
		}
		last = max(last, p.End)
	}
	if end == 0 && parts[0].Start == c.Start && parts[0].End == c.End && parts[0].Voice == c.Voice {
		return nil
	}
	return parts
}
