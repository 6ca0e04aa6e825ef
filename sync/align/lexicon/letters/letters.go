// Package letters guesses how an unknown word is pronounced from how it is spelled, having learned from a dictionary how
// spelling and sound go together.
//
// Its words: a *graphone* is a letter together with the phones it stands for in one word: none ("e" at the end of "time"),
// one, or two ("x" in "box"). A dictionary word is a sequence of graphones, and a [Model] knows how likely each graphone is
// after the ones before it. To pronounce a word is to find the likeliest sequence of graphones with its letters.
//
// Sources: Bisani and Ney, "Joint-sequence models for grapheme-to-phoneme conversion", Speech Communication 50 (2008), for
// graphones; Dempster, Laird and Rubin, "Maximum Likelihood from Incomplete Data via the EM Algorithm", J. Royal
// Statistical Society B 39 (1977), for finding them in the dictionary; Kneser and Ney, "Improved backing-off for m-gram
// language modeling", ICASSP 1995, and Chen and Goodman, "An Empirical Study of Smoothing Techniques for Language
// Modeling", Computer Speech and Language 13 (1999), for the likelihoods.
package letters

import (
	"math"
	"slices"
	"strings"
)

// order is how many graphones are looked at together: the one to come and those before it.
const order = 5

// discount is what is taken from each count for what has not been seen.
const discount = 0.75

// A Model guesses pronunciations. It may be used by several goroutines.
type Model struct {
	graphones []graphone // 0 is the end of a word and what stands before its beginning
	byLetter  map[rune][]uint16
	contexts  []context
}

type graphone struct {
	letter rune
	phones string // separated by spaces
}

// context is what has been seen after some graphones. Contexts form a tree: the root is no graphones at all, a child adds
// one further back.
type context struct {
	follows  []follow // sorted by graphone
	total    int
	children []child // sorted by graphone
}

type follow struct {
	graphone uint16
	count    uint16
}

type child struct {
	graphone uint16
	context  int32
}

// A Guess is one pronunciation and the logarithm of its likelihood.
type Guess struct {
	Phones []string
	Score  float64
}

// beam is how many beginnings of a word are kept while it is read.
const beam = 48

type beginning struct {
	graphones []uint16 // the latest last, beginning with the ones before the word
	score     float64
}

// Pronounce gives the likeliest pronunciations, at most the number wanted, the best first. Letters that the model does not
// know are passed over; a word with no others has none.
func (m *Model) Pronounce(word string, want int) []Guess {
	all := []beginning{{graphones: make([]uint16, order-1)}}
	for _, letter := range strings.ToLower(word) {
		if len(m.byLetter[letter]) == 0 {
			continue
		}
		var longer []beginning
		for _, b := range all {
			for _, g := range m.byLetter[letter] {
				longer = append(longer, m.extend(b, g))
			}
		}
		all = likeliest(longer, beam)
	}
	for i, b := range all {
		all[i] = m.extend(b, 0)
	}
	return m.guesses(likeliest(all, beam), want)
}

func (m *Model) extend(b beginning, g uint16) beginning {
	p := m.likelihood(b.graphones[len(b.graphones)-(order-1):], g)
	return beginning{graphones: append(slices.Clip(b.graphones), g), score: b.score + math.Log(p)}
}

func likeliest(all []beginning, n int) []beginning {
	slices.SortFunc(all, func(a, b beginning) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return slices.Compare(a.graphones, b.graphones)
	})
	return all[:min(n, len(all))]
}

// guesses gathers the beginnings that have come to the end of the word; several may have the same phones.
func (m *Model) guesses(all []beginning, want int) (out []Guess) {
	for _, b := range all {
		var phones []string
		for _, g := range b.graphones {
			phones = append(phones, strings.Fields(m.graphones[g].phones)...)
		}
		same := func(g Guess) bool { return slices.Equal(g.Phones, phones) }
		if len(phones) > 0 && len(out) < want && !slices.ContainsFunc(out, same) {
			out = append(out, Guess{Phones: phones, Score: b.score})
		}
	}
	return out
}

// likelihood of a graphone after others (interpolated absolute discounting): what has been seen after a longer context,
// less the discount, and as much of the likelihood after the shorter context as the discounts came to.
func (m *Model) likelihood(before []uint16, g uint16) float64 {
	p := 1 / float64(len(m.graphones))
	at := int32(0)
	for n := len(before); ; n-- {
		c := &m.contexts[at]
		seen := 0.0
		if i, ok := slices.BinarySearchFunc(c.follows, g, func(f follow, g uint16) int { return int(f.graphone) - int(g) }); ok {
			seen = float64(c.follows[i].count) - discount
		}
		p = (seen + discount*float64(len(c.follows))*p) / float64(c.total)
		if n == 0 {
			return p
		}
		i, ok := slices.BinarySearchFunc(c.children, before[n-1], func(c child, g uint16) int { return int(c.graphone) - int(g) })
		if !ok {
			return p
		}
		at = c.children[i].context
	}
}
