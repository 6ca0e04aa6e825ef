package align

import (
	"strings"

	"alongside/sync/align/lexicon"
	"alongside/sync/align/search"
	"alongside/sync/align/spoken"
	"alongside/sync/transcript"
)

// text is what is to be found: the words of some turns that can be said, numbered through.
type text struct {
	words []word
}

// word is one of them: which word of which turn it is and how it may be said.
type word struct {
	turn, number int
	said         search.Word
}

// read finds out how the words of the turns from first to last (not included) are said. Turns that nobody speaks have
// none; nor have words that no way of saying is known of.
func read(l *lexicon.Lexicon, turns []transcript.Turn, first, last int) text {
	var t text
	for i := first; i < last; i++ {
		if turns[i].Kind != transcript.Speech {
			continue
		}
		spans := turns[i].Words()
		written := make([]string, len(spans))
		for k, s := range spans {
			written[k] = s.In(turns[i].Text)
		}
		begins := beginnings(turns[i])
		for k, readings := range spoken.Readings(l, written) {
			said := pronounced(l, readings)
			said.Pause = begins[spans[k].Start]
			said.Break = k > 0 && breaks(turns[i].Text[spans[k-1].Start:spans[k].Start])
			if len(said.Readings) > 0 {
				t.words = append(t.words, word{turn: i, number: k, said: said})
			}
		}
	}
	return t
}

// beginnings are the bytes at which the sentences of a turn begin.
func beginnings(t transcript.Turn) map[int]bool {
	out := make(map[int]bool)
	words := t.Words()
	for _, s := range t.Sentences() {
		for _, w := range words {
			if w.Start >= s.Start {
				out[w.Start] = true
				break
			}
		}
	}
	return out
}

// breaks reports whether there is a sign between the beginnings of two words at which speakers pause.
func breaks(between string) bool {
	return strings.ContainsAny(between, ",;:.!?…()[]\"“”«»–—") || strings.Contains(between, " -") || strings.Contains(between, "--")
}

// pronounced looks up the words of each reading; readings with a word that cannot be said are dropped.
func pronounced(l *lexicon.Lexicon, readings []spoken.Reading) (w search.Word) {
	for _, r := range readings {
		reading := make(search.Reading, 0, len(r))
		for _, token := range r {
			if p, err := l.Pronounce(token); err == nil {
				reading = append(reading, p)
			}
		}
		if len(reading) == len(r) {
			w.Readings = append(w.Readings, reading)
		}
	}
	return w
}
