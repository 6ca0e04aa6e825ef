package book

import (
	"slices"
	"sort"
	"time"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// unsure is how sure the start of a turn is of which only a later part has a time.
const unsure = 0.5

// untold is how long two clips may be heard together without that being told of.
const untold = 50 * time.Millisecond

// alignment gives the times of all turns; it has no turns where nothing has a time.
func (l *layout) alignment(r *reader, fragments []fragment, method string) timing.Alignment {
	a := timing.Alignment{Method: method, Turns: make([]timing.Turn, len(l.texts))}
	byTurn := make([][]fragment, len(l.texts))
	for _, f := range fragments {
		turn := l.turnOf[f.first]
		if l.turnOf[f.last] != turn {
			continue // its parts have times of their own
		}
		f.from, f.to = f.from+l.base[f.first], f.to+l.base[f.last]
		byTurn[turn] = append(byTurn[turn], f)
	}
	known := false
	for i, all := range byTurn {
		if len(all) > 0 {
			a.Turns[i] = turnTimes(turnOf(l.texts[i]), r.inOrder(all))
			known = known || a.Turns[i].Known()
		}
	}
	if !known {
		return timing.Alignment{}
	}
	return a
}

// inOrder gives the fragments of a turn, sorted as they are in its text, so that their times rise: of those that are out of
// order the fewest are left out. None goes on when the next one begins, except where that is a part of it.
func (r *reader) inOrder(fragments []fragment) []fragment {
	out := rising(fragments)
	for range len(fragments) - len(out) {
		r.notes.count(goesBack)
	}
	for i := range out {
		for j := i + 1; j < len(out) && out[j].start < out[i].end; j++ {
			if out[j].from < out[i].to {
				continue
			}
			if out[i].end > out[j].start+untold {
				r.notes.count(overlaps)
			}
			out[i].end = out[j].start
			break
		}
	}
	return slices.DeleteFunc(out, func(f fragment) bool { return f.end <= f.start })
}

// rising is the longest row of fragments each of which starts no earlier than the one before it.
func rising(fragments []fragment) []fragment {
	var tails []int // for each length the fragment with the smallest start that ends such a row
	before := make([]int, len(fragments))
	for i, f := range fragments {
		n := sort.Search(len(tails), func(k int) bool { return fragments[tails[k]].start > f.start })
		if before[i] = -1; n > 0 {
			before[i] = tails[n-1]
		}
		if n == len(tails) {
			tails = append(tails, i)
		} else {
			tails[n] = i
		}
	}
	out := make([]fragment, len(tails))
	for k, i := len(tails)-1, tails[len(tails)-1]; k >= 0; k, i = k-1, before[i] {
		out[k] = fragments[i]
	}
	return out
}

// turnTimes reads the times of a turn's sentences and words off the fragments in it. A sentence or word has the time from
// the fragment that begins with it to the one that ends with it; nothing is ever interpolated.
func turnTimes(turn transcript.Turn, fragments []fragment) timing.Turn {
	if len(fragments) == 0 {
		return timing.Turn{}
	}
	out := timing.Turn{Timing: timing.Timing{Start: fragments[0].start, Confidence: 1}}
	for _, f := range fragments {
		out.End = max(out.End, f.end)
	}
	words, sentences := turn.Words(), turn.Sentences()
	if len(words) == 0 {
		if len(sentences) == 1 {
			out.Sentences = []timing.Timing{out.Timing}
		}
		return out
	}
	b := boundsOf(words, fragments)
	if b.starts[0] == timing.NoTime {
		out.Confidence = unsure
	}
	out.Words = make([]timing.Timing, len(words))
	for i := range words {
		out.Words[i] = b.timing(i, i)
	}
	out.Sentences = make([]timing.Timing, len(sentences))
	for i, k := 0, 0; i < len(sentences); i++ {
		first := k
		for k < len(words) && words[k].Start < sentences[i].End {
			k++
		}
		if k > first {
			out.Sentences[i] = b.timing(first, k-1)
		}
	}
	out.Words, out.Sentences = settled(out.Words, out.Timing), settled(out.Sentences, out.Timing)
	return out
}

// bounds are when the words of a turn begin and end, where a fragment begins or ends with them; else timing.NoTime.
type bounds struct{ starts, ends []time.Duration }

func boundsOf(words []transcript.Span, fragments []fragment) bounds {
	b := bounds{make([]time.Duration, len(words)), make([]time.Duration, len(words))}
	for i := range words {
		b.starts[i], b.ends[i] = timing.NoTime, timing.NoTime
	}
	for _, f := range fragments {
		first := sort.Search(len(words), func(k int) bool { return words[k].End > f.from })
		last := sort.Search(len(words), func(k int) bool { return words[k].Start >= f.to }) - 1
		if first > last {
			continue // there is no word in it
		}
		if words[first].Start >= f.from {
			b.starts[first] = f.start
		}
		if words[last].End <= f.to {
			b.ends[last] = f.end
		}
	}
	return b
}

// timing is that from one word to another.
func (b bounds) timing(first, last int) timing.Timing {
	start, end := b.starts[first], b.ends[last]
	if start == timing.NoTime || end <= start {
		return timing.Timing{}
	}
	return timing.Timing{Start: start, End: end, Confidence: 1}
}

// settled are timings that rise and lie within the whole; it is nil where none is known.
func settled(list []timing.Timing, whole timing.Timing) []timing.Timing {
	last, known := whole.Start, false
	for i, t := range list {
		if !t.Known() || t.Start < last || t.End > whole.End {
			list[i] = timing.Timing{}
			continue
		}
		last, known = t.Start, true
	}
	if !known {
		return nil
	}
	return list
}
