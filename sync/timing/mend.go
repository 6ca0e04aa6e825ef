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

// longestText is how much text a cue may have, in bytes: about an hour of speech.
const longestText = 64 << 10

// mend puts the cues in order and their times right, and writes down what it did.
func (b *batch) mend() []Cue {
	cues := make([]Cue, 0, len(b.cues))
	for _, raw := range b.cues {
		c := raw.Cue
		c.Text = strings.ReplaceAll(c.Text, "\n", " ")
		switch {
		case c.Text == "":
			b.mended(c.Line, "left out: it has no text")
			continue
		case len(c.Text) > longestText:
			b.mended(c.Line, "left out: it has more text than anyone says at once")
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
	b.mendOrder(cues)
	cues = b.joinSimultaneous(cues)
	b.mendOverlaps(cues)
	for i := range cues {
		cues[i].Parts = fitParts(cues[i])
	}
	return cues
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

// plausible refuses what is not one story told in order: more than one cue in ten is out of place, or most start together.
func (b *batch) plausible() error {
	earlier, together := -1, -1 // the first cue that starts before the one before it, or with it
	same := 0
	for i := 1; i < len(b.cues); i++ {
		switch start, before := b.cues[i].Start, b.cues[i-1].Start; {
		case start < before && earlier < 0:
			earlier = i
		case start == before:
			if same++; together < 0 {
				together = i
			}
		}
	}
	if same > 2 && same*2 > len(b.cues) {
		return &LineError{Line: b.cues[together].Line, What: "most lines start together with another one, from here on"}
	}
	// A single time far too late makes all that follow seem early: so what does not rise is the measure.
	if earlier < 0 {
		return nil
	}
	if n := len(b.cues) - longestRising(b.cues); n > 2 && n*10 > len(b.cues) {
		return &LineError{Line: b.cues[earlier].Line, What: "the times go back here and later on: is this several files in one?"}
	}
	return nil
}

// mendOrder sorts the cues by their start.
func (b *batch) mendOrder(cues []Cue) {
	var latest time.Duration
	for _, c := range cues {
		if c.Start < latest {
			b.mended(c.Line, "it came after later ones; now it is in its place")
		}
		latest = max(latest, c.Start)
	}
	slices.SortStableFunc(cues, func(x, y Cue) int { return cmp.Compare(x.Start, y.Start) })
}

// longestRising is how many cues can be left where they are so that none starts before the one before it.
func longestRising(cues []rawCue) int {
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
		together := cues[i : i+1 : i+1]
		length := len(cues[i].Text)
		j := i + 1
		for ; j < len(cues) && cues[j].Start == cues[i].Start; j++ {
			if length += 1 + len(cues[j].Text); length > longestText {
				b.mended(cues[j].Line, "left out: too much starts together with it")
				continue
			}
			b.mended(cues[j].Line, fmt.Sprintf("it starts together with line %d; they were joined", cues[i].Line))
			together = append(together, cues[j])
		}
		out = append(out, joinCues(together))
		i = j
	}
	return out
}

// joinCues makes one cue of several at the same time, each a part of it without times.
func joinCues(cues []Cue) Cue {
	if len(cues) == 1 {
		return cues[0]
	}
	c := Cue{Start: cues[0].Start, Voice: cues[0].Voice, Line: cues[0].Line}
	var text strings.Builder
	for _, each := range cues {
		c.End = max(c.End, each.End)
		for _, v := range voicesOf(each) {
			if text.Len() > 0 {
				text.WriteString(" ")
			}
			p := Part{Voice: v.Voice, Start: NoTime, End: NoTime}
			p.Span.Start = text.Len()
			text.WriteString(v.In(each.Text))
			p.Span.End = text.Len()
			c.Parts = append(c.Parts, p)
		}
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
