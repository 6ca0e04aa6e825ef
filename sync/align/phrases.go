package align

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"alongside/sync/align/warp"
	"alongside/sync/transcript"
)

// phrase is what is synthesised at once: a sentence, or as much of one as is good to handle.
type phrase struct {
	text  string
	words []phraseWord
}

// phraseWord is one of its words: which word of which turn it is, how long it is written and what begins with it.
type phraseWord struct {
	turn, number int
	letters      int
	begins       warp.Break
}

// mostWords is how many words a phrase has at most. Lists and verse without periods are "sentences" of hundreds.
const mostWords = 50

// phrases divides the turns from first to last, not included. Turns that nobody speaks have none.
func phrases(turns []transcript.Turn, first, last int) (out []phrase) {
	for i := first; i < last; i++ {
		if turns[i].Kind != transcript.Speech {
			continue
		}
		begins, end := beginnings(turns[i]), 0
		for k, s := range turns[i].Words() {
			w := phraseWord{turn: i, number: k, letters: utf8.RuneCountInString(s.In(turns[i].Text))}
			switch {
			case k == 0:
				w.begins = warp.Turn
			case begins[s.Start]:
				w.begins = warp.Sentence
			}
			if w.begins != warp.Inside || len(out[len(out)-1].words) == mostWords {
				out = append(out, phrase{})
				end = s.Start
			}
			p := &out[len(out)-1]
			p.text += joint(turns[i].Text[end:s.Start]) + s.In(turns[i].Text)
			p.words = append(p.words, w)
			end = s.End
		}
	}
	return out
}

// joint is what is spoken between two words: the marks there, which say how to pause; a pause for a cue that is left out.
func joint(between string) string {
	for _, r := range between {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return ", "
		}
	}
	return strings.ReplaceAll(between, "\n", " ")
}

// divide gives the sample past the last of each word, of where the pieces end that were spoken. Mostly there is a piece
// for each word. Otherwise ("1984" is said as two, "of the" as one) pieces and words are matched by their length, so that
// those at a distance are not put out.
func (p phrase) divide(pieces []int) []int {
	if len(pieces) == len(p.words) || len(pieces) == 0 {
		return append(make([]int, 0, len(p.words)), pieces...)
	}
	total, length := 0.0, float64(pieces[len(pieces)-1])
	for _, w := range p.words {
		total += float64(w.letters)
	}
	cut := cutting{letters: make([]float64, len(p.words)), pieces: make([]float64, len(pieces))}
	for i, w := range p.words {
		cut.letters[i] = float64(w.letters) / total
	}
	last := 0
	for i, end := range pieces {
		cut.pieces[i] = float64(end-last) / length
		last = end
	}
	return cut.ends(pieces)
}

// cutting matches words with pieces by dynamic programming: each word is one piece or some, or some words are one.
type cutting struct {
	letters, pieces []float64 // the share of the whole that each has
}

const (
	mostPieces = 8 // of one word
	mostGlued  = 4 // words in one piece
	unevenCost = 0.02
)

// step is how one got to having matched so many words and pieces: with the last words and the last pieces as one.
type step struct {
	cost          float64
	words, pieces int
}

func (c *cutting) ends(pieces []int) []int {
	table := make([][]step, len(c.letters)+1)
	for w := range table {
		table[w] = make([]step, len(c.pieces)+1)
		for p := range table[w] {
			table[w][p] = c.best(table, w, p)
		}
	}
	out := make([]int, len(c.letters))
	for w, p := len(c.letters), len(c.pieces); w > 0; {
		s := table[w][p]
		if s.words == 0 { // they cannot be matched: as the letters are
			return c.even(pieces[len(pieces)-1])
		}
		begin := 0
		if p > s.pieces {
			begin = pieces[p-s.pieces-1]
		}
		c.share(out[w-s.words:w], c.letters[w-s.words:w], begin, pieces[p-1])
		w, p = w-s.words, p-s.pieces
	}
	return out
}

const impossible = 1e9

func (c *cutting) best(table [][]step, w, p int) step {
	out := step{cost: impossible}
	if w == 0 && p == 0 {
		return step{}
	}
	try := func(words, pieces int) {
		if words > w || pieces > p {
			return
		}
		off := sum(c.letters[w-words:w]) - sum(c.pieces[p-pieces:p])
		cost := table[w-words][p-pieces].cost + off*off*float64(len(c.letters)) + unevenCost*float64(max(words, pieces)-1)
		if cost < out.cost {
			out = step{cost: cost, words: words, pieces: pieces}
		}
	}
	for n := 1; n <= mostPieces; n++ {
		try(1, n)
	}
	for n := 2; n <= mostGlued; n++ {
		try(n, 1)
	}
	return out
}

// share divides one piece among the words in it.
func (c *cutting) share(out []int, letters []float64, begin, end int) {
	total, so := sum(letters), 0.0
	for i, n := range letters {
		so += n
		out[i] = begin + int(math.Round(float64(end-begin)*so/total))
	}
}

func (c *cutting) even(length int) []int {
	out := make([]int, len(c.letters))
	c.share(out, c.letters, 0, length)
	return out
}

func sum(list []float64) (total float64) {
	for _, v := range list {
		total += v
	}
	return total
}
