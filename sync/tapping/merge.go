package tapping

import (
	"slices"
	"time"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// merged is the old alignment with the new times of the units that have such.
func (m *mending) merged() timing.Alignment {
	out := timing.Alignment{Method: m.old.Method, Turns: make([]timing.Turn, len(m.text.Turns))}
	copy(out.Turns, m.old.Turns)
	for first := 0; first < len(m.units); {
		last := first + 1
		for last < len(m.units) && m.units[last].Turn == m.units[first].Turn {
			last++
		}
		if slices.Contains(m.changed[first:last], true) {
			out.Turns[m.units[first].Turn] = m.turn(first, last)
		}
		first = last
	}
	m.gaps(out.Turns)
	return out
}

// turn puts the units of one turn together.
func (m *mending) turn(first, last int) (out timing.Turn) {
	of := m.text.Turns[m.units[first].Turn]
	out.Sentences = make([]timing.Timing, len(of.Sentences()))
	out.Words = make([]timing.Timing, len(of.Words()))
	for i := first; i < last; i++ {
		t := m.times.Turns[i]
		out.Sentences[m.units[i].Sentence] = t.Timing
		if m.words[i]+len(t.Words) <= len(out.Words) {
			copy(out.Words[m.words[i]:], t.Words)
		}
	}
	inOrder(out.Sentences)
	for i := first; i < last; i++ {
		end := len(out.Words)
		if i+1 < last {
			end = min(m.words[i+1], end)
		}
		clip(out.Words[min(m.words[i], end):end], out.Sentences[m.units[i].Sentence])
	}
	inOrder(out.Words)
	for _, s := range out.Sentences {
		switch {
		case !s.Known():
		case !out.Known():
			out.Timing = s
		default:
			out.End = max(out.End, s.End)
		}
	}
	if !out.Known() {
		return timing.Turn{}
	}
	return out
}

// inOrder takes away times that are not in order with those that are surer.
func inOrder(list []timing.Timing) {
	last := -1
	for i, t := range list {
		switch {
		case !t.Known():
		case last < 0 || t.Start >= list[last].Start:
			if last >= 0 {
				list[last].End = max(min(list[last].End, t.Start), list[last].Start)
			}
			last = i
		case t.Confidence > list[last].Confidence:
			list[last] = timing.Timing{}
			last = i
		default:
			list[i] = timing.Timing{}
		}
	}
	for i, t := range list {
		if !t.Known() {
			list[i] = timing.Timing{}
		}
	}
}

// clip takes away the times of words that lie outside of their sentence.
func clip(words []timing.Timing, in timing.Timing) {
	for i, w := range words {
		if w.Known() && (w.Start < in.Start || w.End > in.End) {
			words[i] = timing.Timing{}
		}
	}
}

// gaps gives sounds that nobody speaks the time between the speech around them, where that has changed.
func (m *mending) gaps(turns []timing.Turn) {
	for i, t := range m.text.Turns {
		if t.Kind != transcript.Sound || !turns[i].Known() || i == 0 || i+1 >= len(turns) {
			continue
		}
		before, after := turns[i-1], turns[i+1]
		if i-1 < len(m.old.Turns) && i+1 < len(m.old.Turns) && before.Timing == m.old.Turns[i-1].Timing && after.Timing == m.old.Turns[i+1].Timing {
			continue
		}
		const least = 300 * time.Millisecond
		turns[i] = timing.Turn{}
		if before.Known() && after.Known() && after.Start-before.End >= least {
			turns[i].Timing = timing.Timing{Start: before.End, End: after.Start, Confidence: 0.5}
		}
	}
}

// Changed are the turns that two alignments of one text time differently.
func Changed(old, now timing.Alignment) (turns []int) {
	for i, t := range now.Turns {
		var was timing.Turn
		if i < len(old.Turns) {
			was = old.Turns[i]
		}
		if t.Timing != was.Timing || !slices.Equal(t.Sentences, was.Sentences) || !slices.Equal(t.Words, was.Words) {
			turns = append(turns, i)
		}
	}
	return turns
}
