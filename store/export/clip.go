package export

import (
	"time"

	"alongside/sync"
)

// A clip is a stretch of the story's time and what is marked during it.
type clip struct {
	start, end time.Duration
	place      sync.Place
}

// breath is how long a pause may be that is not worth a clip of its own: in a book one thing is marked at a time, and to
// mark the turn between two of its sentences would only flicker.
const breath = time.Second

// clips gives what is marked from the beginning to the end of a story: without gaps, so that nothing of the sound is left
// out. Where nothing is known for so small a part, the place is a larger one.
func clips(l *sync.Timeline, end time.Duration, detail Detail) []clip {
	var list []clip
	at := time.Duration(0)
	for at < end {
		next, more := l.NextChange(at)
		if !more || next > end {
			next = end
		}
		place := l.At(at)
		if detail == Sentences {
			place.Word = -1
		}
		if n := len(list); n > 0 && list[n-1].place == place {
			list[n-1].end = next
		} else {
			list = append(list, clip{at, next, place})
		}
		at = next
	}
	return joinBreaths(list)
}

// joinBreaths gives short pauses to what is before them, or to what follows where nothing is before.
func joinBreaths(list []clip) []clip {
	var out []clip
	for i := 0; i < len(list); i++ {
		c := list[i]
		n, last := len(out), i+1 == len(list)
		switch {
		case c.end-c.start >= breath:
		case n > 0 && larger(c.place, out[n-1].place) && (last || neighbours(out[n-1].place, list[i+1].place)):
			out[n-1].end = c.end
			continue
		case !last && larger(c.place, list[i+1].place) && (n == 0 || out[n-1].place.Turn != c.place.Turn):
			list[i+1].start = c.start
			continue
		}
		if n > 0 && out[n-1].place == c.place {
			out[n-1].end = c.end
		} else {
			out = append(out, c)
		}
	}
	return out
}

// larger reports whether a is what holds b: its sentence, its turn, or nothing.
func larger(a, b sync.Place) bool {
	switch {
	case a.Turn < 0:
		return b.Turn >= 0
	case a.Turn != b.Turn:
		return false
	case a.Sentence < 0:
		return b.Sentence >= 0
	}
	return a.Sentence == b.Sentence && a.Word < 0 && b.Word >= 0
}

// neighbours reports whether nothing that might be heard stands between a and b in the text.
func neighbours(a, b sync.Place) bool {
	switch {
	case a.Turn != b.Turn:
		return b.Turn == a.Turn+1
	case a.Word >= 0 && b.Word >= 0:
		return b.Word == a.Word+1
	}
	return b.Sentence == a.Sentence || b.Sentence == a.Sentence+1
}
