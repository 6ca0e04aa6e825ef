package parallel

import "time"

// What times must be like to pair by them.
const (
	leastTimed = 0.5 // share of turns that have times, in both texts
	leastIn    = 0.3 // share of a turn of the second text that is heard while one of the first is, for it to belong there
	leastOf    = 0.5 // or share of that turn
)

// byTimes pairs by when things are said. It reports false where too little has times in one of the texts, or where they are
// not times of one sound.
func byTimes(first, second []Turn) ([]Group, bool) {
	if timed(first) < leastTimed || timed(second) < leastTimed {
		return nil, false
	}
	spans := spansOf(first)
	if heard := inside(spans, second); heard < leastTimed {
		return nil, false
	}
	// Of each turn of the second text the first and the last of the other that it may belong to, neither before those of
	// the turn before it.
	cuts := make([][2]int, 0, len(first))
	reached := 0 // turns of the first text that what is before belongs to
	for j := range second {
		from, to := belongsTo(spans, second, j, max(reached-1, 0))
		if from >= reached && from > 0 { // nothing of this one is said in a turn that one before belongs to
			cuts = append(cuts, [2]int{reached, j})
			for i := reached + 1; i <= from; i++ { // these have no partner
				cuts = append(cuts, [2]int{i, j})
			}
		}
		reached = max(reached, to)
	}
	cuts = append(cuts, [2]int{reached, len(second)})
	for i := reached + 1; i <= len(first); i++ {
		cuts = append(cuts, [2]int{i, len(second)})
	}
	return groupsAt(merged(cuts)), true
}

// timed is the share of turns that have times.
func timed(turns []Turn) float64 {
	n := 0
	for _, t := range turns {
		if t.Known() {
			n++
		}
	}
	return float64(n) / float64(len(turns))
}

// A span is a stretch of time.
type span struct{ start, end time.Duration }

// within is how much of it lies in another.
func (s span) within(o span) time.Duration { return max(min(s.end, o.end)-max(s.start, o.start), 0) }

// spansOf are when each turn may be said: those without times between those beside them.
func spansOf(turns []Turn) []span {
	spans := make([]span, len(turns))
	ended := time.Duration(0)
	for i, t := range turns {
		if !t.Known() {
			spans[i].start = ended
			continue
		}
		spans[i] = span{max(t.Start, ended), max(t.End, ended)}
		ended = spans[i].end
	}
	begins := ended + time.Hour
	for i := len(turns) - 1; i >= 0; i-- {
		if !turns[i].Known() {
			spans[i].end = begins
			continue
		}
		begins = spans[i].start
	}
	return spans
}

// inside is the share of the second text's timed turns that are heard while one of the first is.
func inside(spans []span, second []Turn) float64 {
	last, n, all := spans[len(spans)-1].end, 0, 0
	for _, t := range second {
		if t.Known() {
			all++
			if t.Start < last && t.End > spans[0].start {
				n++
			}
		}
	}
	return float64(n) / float64(max(all, 1))
}

// belongsTo is the run of the first text, from a turn on, that a turn of the second says: all in which much of it is said, or of
// which it says much. One without times belongs to what those beside it do.
func belongsTo(spans []span, second []Turn, j, from int) (int, int) {
	t := second[j]
	if !t.Known() {
		if j > 0 {
			return from, from + 1
		}
		return 0, 1
	}
	said := span{t.Start, t.End}
	begin, end := -1, from+1
	for i := from; i < len(spans) && spans[i].start < said.end; i++ {
		in := said.within(spans[i])
		if in == 0 || in < share(said, leastIn) && in < share(spans[i], leastOf) {
			continue
		}
		if begin < 0 {
			begin = i
		}
		end = i + 1
	}
	if begin < 0 { // between two turns, or a little of several
		return nearest(spans, said, from)
	}
	return begin, end
}

// share is so much of a stretch.
func share(s span, of float64) time.Duration { return time.Duration(float64(s.end-s.start) * of) }

// nearest is the turn of the first text that is heard closest to something.
func nearest(spans []span, said span, from int) (int, int) {
	best, away := from, time.Duration(1<<62)
	for i := from; i < len(spans); i++ {
		off := max(spans[i].start-said.end, said.start-spans[i].end, 0)
		if off < away {
			best, away = i, off
		}
		if spans[i].start > said.end {
			break
		}
	}
	return best, best + 1
}

// merged leaves out cuts that are where the one before is.
func merged(cuts [][2]int) [][2]int {
	kept := cuts[:0]
	for _, c := range cuts {
		if c != [2]int{} && (len(kept) == 0 || c != kept[len(kept)-1]) {
			kept = append(kept, c)
		}
	}
	return kept
}
