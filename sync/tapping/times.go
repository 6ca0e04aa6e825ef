package tapping

import (
	"math"
	"time"

	"alongside/sync/align"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// How sure a start is, by what it comes from: how many of them are within a quarter of a second of the truth.
const (
	sureOnset   = 0.95 // a tap that an onset lies near
	sureTap     = 0.8  // a tap alone
	sureBetween = 0.3  // shared out between two taps
	sureGuess   = 0.1  // beyond the taps
)

// snap is how far a tap may be from the onset that it means; shared is that of a time that was only shared out, as a part of how
// long its unit lasts.
const (
	snap   = 400 * time.Millisecond
	shared = 0.3
)

// Times makes the times of a text of taps: each is taken to the onset that it means, what lies between two is shared out by
// the length of the text and taken to pauses, and what lies beyond them has turns alone, as estimates. Words have no times:
// nothing is known of them.
func Times(t transcript.Transcript, taps []Tap, s Sound, delay time.Duration) timing.Alignment {
	units := Units(t)
	taps = InOrder(taps)
	starts := place(t, units, taps, s, delay)
	out := timing.Alignment{Method: method(len(taps), len(units)), Turns: make([]timing.Turn, len(t.Turns))}
	for i := range t.Turns {
		if t.Turns[i].Kind == transcript.Speech {
			out.Turns[i].Sentences = make([]timing.Timing, len(t.Turns[i].Sentences()))
		}
	}
	for i, u := range units {
		end := s.length()
		if i+1 < len(units) {
			end = starts[i+1].at
		}
		if here := starts[i]; end > here.at {
			out.Turns[u.Turn].Sentences[u.Sentence] = timing.Timing{Start: here.at, End: s.end(here.at, end), Confidence: here.sure}
		}
	}
	for i := range out.Turns {
		whole(&out.Turns[i])
	}
	return out
}

// method is what times are called: after the taps where most of them come from those.
func method(taps, units int) string {
	if 2*taps >= units {
		return Method
	}
	return align.Estimate
}

// whole gives a turn the time of its sentences, and takes from it those that are no more than guessed.
func whole(t *timing.Turn) {
	for _, s := range t.Sentences {
		switch {
		case !s.Known():
		case !t.Known():
			t.Timing = s
		default:
			t.End = max(t.End, s.End)
		}
	}
	known := false
	for i, s := range t.Sentences {
		if s.Confidence <= sureGuess {
			t.Sentences[i] = timing.Timing{}
		}
		known = known || t.Sentences[i].Known()
	}
	if !known {
		t.Sentences = nil
	}
}

// A start is when a unit starts.
type start struct {
	at   time.Duration
	sure float64
}

// place says when each unit starts.
func place(t transcript.Transcript, units []Unit, taps []Tap, s Sound, delay time.Duration) []start {
	out := make([]start, len(units))
	length := letters(t, units)
	last, from := -1, time.Duration(0) // the last unit that was tapped, and when it starts
	deviation := s.scatter(taps, delay)
	i := 0
	for _, tap := range taps {
		for i < len(units) && units[i].Before(tap.Unit) {
			i++
		}
		if i == len(units) || units[i] != tap.Unit {
			continue // the text is not the one that was tapped
		}
		out[i] = s.refine(tap, delay, deviation)
		if last >= 0 {
			out[i].at = max(out[i].at, from+step)
			s.share(out[last+1:i], length[last:i], interval{from, out[i].at}, sureBetween)
		} else {
			s.share(out[:i], length[:i], interval{0, out[i].at}, sureGuess)
		}
		last, from = i, out[i].at
	}
	end := interval{from, max(s.length(), from)}
	if last < 0 {
		s.share(out, length, end, sureGuess)
	} else {
		s.share(out[last+1:], length[last:], end, sureGuess)
	}
	return out
}

type interval struct{ start, end time.Duration }

// share divides the time in which there is sound among some units, by their length. The last so many of them get a start;
// where that is one less, the first has one.
func (s Sound) share(starts []start, length []int, in interval, sure float64) {
	all := 0
	for _, n := range length {
		all += n
	}
	first, last := min(int(in.start/step), len(s.active)), min(int(in.end/step), len(s.active))
	active := 0
	for _, is := range s.active[first:last] {
		if is {
			active++
		}
	}
	at, spent, read := first, 0, 0
	before := in.start
	for i, n := range length {
		for at < last && (spent*all < read*active || !s.active[at]) {
			if s.active[at] {
				spent++
			}
			at++
		}
		read += n
		k := i - (len(length) - len(starts))
		if k < 0 {
			continue
		}
		reach := time.Duration(shared * float64(n*active) / float64(all) * float64(step))
		about := time.Duration(at) * step
		if found, ok := s.meant(about, min(reach, snap), usualScatter); ok {
			about = found
		}
		before = min(max(about, before), in.end)
		starts[k] = start{before, sure}
	}
}

// refine takes a tap to what it means, in the sound as fast as it was.
func (s Sound) refine(t Tap, delay, deviation time.Duration) start {
	about := t.Meant(delay)
	inSound := time.Duration(float64(deviation) * max(t.Speed, 1))
	steady := float64(usualScatter) / float64(deviation) // 1 for a hand as steady as most
	if at, ok := s.meant(about, snap*inSound/usualScatter, inSound); ok {
		return start{at, sureOnset * math.Sqrt(steady)}
	}
	return start{about, sureTap * steady * steady}
}
