package finding

import (
	"sort"
	"time"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// MostMatches is how many matches are counted. A story of three hours has fewer of any word; only single letters have more.
const MostMatches = 20000

// A Match is a stretch of a turn's text.
type Match struct {
	Turn int
	Span transcript.Span
}

// Words looks for a query in the turns, whatever its case and accents, and gives the matches in the order of the text.
func Words(turns []transcript.Turn, query string) []Match {
	if query == "" {
		return nil
	}
	word := fold(query).text
	var found []Match
	for i, turn := range turns {
		text := fold(turn.Text)
		for at := text.index(word, 0); at >= 0 && len(found) < MostMatches; at = text.index(word, at+len(word)) {
			start, end := text.span(at, at+len(word))
			found = append(found, Match{i, transcript.Span{Start: start, End: end}})
		}
	}
	return found
}

// Within are the matches in the turns from one to another. The matches are in the order of the text.
func Within(matches []Match, first, last int) (from, to int) {
	from = sort.Search(len(matches), func(i int) bool { return matches[i].Turn >= first })
	to = sort.Search(len(matches), func(i int) bool { return matches[i].Turn > last })
	return from, max(from, to)
}

// Unknown is the time of what has none.
const Unknown time.Duration = -1

// Times says of each match when it is heard: when its first word is, else the sentence that it stands in, else its turn. The
// matches are in the order of the text; each turn is taken apart once.
func Times(turns []transcript.Turn, a timing.Alignment, matches []Match) []time.Duration {
	times := make([]time.Duration, len(matches))
	known := -1
	var sentences, words []transcript.Span
	for i, m := range matches {
		times[i] = Unknown
		if m.Turn < 0 || m.Turn >= len(turns) || m.Turn >= len(a.Turns) {
			continue
		}
		if m.Turn != known {
			known = m.Turn
			sentences, words = turns[m.Turn].Spans()
		}
		times[i] = timeOf(m.Span, a.Turns[m.Turn], sentences, words)
	}
	return times
}

// timeOf is when a stretch of a turn is heard.
func timeOf(span transcript.Span, t timing.Turn, sentences, words []transcript.Span) time.Duration {
	for _, part := range []struct {
		spans []transcript.Span
		times []timing.Timing
	}{{words, t.Words}, {sentences, t.Sentences}} {
		n := sort.Search(len(part.spans), func(i int) bool { return part.spans[i].End > span.Start })
		if n < len(part.spans) && n < len(part.times) && part.times[n].Known() {
			return part.times[n].Start
		}
	}
	if t.Known() {
		return t.Start
	}
	return Unknown
}
