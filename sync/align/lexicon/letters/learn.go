package letters

import (
	"maps"
	"math"
	"slices"
	"strings"
)

// An Example is a word and its phones.
type Example struct {
	Word   string
	Phones []string
}

// Learn makes a model from a dictionary. It takes some seconds.
func Learn(examples []Example) *Model {
	a := aligner{likelihood: make(map[graphone]float64)}
	for range 8 {
		a.improve(examples)
	}
	m := &Model{graphones: []graphone{{}}}
	number := make(map[graphone]uint16)
	var words [][]uint16
	for _, e := range examples {
		var word []uint16
		for _, g := range a.best(e) {
			if _, ok := number[g]; !ok {
				number[g] = uint16(len(m.graphones))
				m.graphones = append(m.graphones, g)
			}
			word = append(word, number[g])
		}
		if word != nil {
			words = append(words, word)
		}
	}
	m.index()
	m.count(words)
	return m
}

func (m *Model) index() {
	m.byLetter = make(map[rune][]uint16)
	for i, g := range m.graphones[1:] {
		m.byLetter[g.letter] = append(m.byLetter[g.letter], uint16(i+1))
	}
}

// aligner finds which letters stand for which phones by expectation maximisation: from how likely each graphone is follows
// how likely each way of dividing a word is, and from all ways of dividing all words, how likely each graphone is.
type aligner struct {
	likelihood map[graphone]float64
}

// longest is how many phones one letter may stand for.
const longest = 2

// joined[i][n] is the n phones from i on, as a graphone has them.
func joined(phones []string, i, n int) string { return strings.Join(phones[i:i+n], " ") }

// of is the likelihood of a graphone; before anything is known, one phone is likeliest, then none, then two.
func (a *aligner) of(g graphone) float64 {
	if len(a.likelihood) > 0 {
		return a.likelihood[g]
	}
	switch {
	case g.phones == "":
		return 0.2
	case strings.Contains(g.phones, " "):
		return 0.1
	}
	return 1
}

func (a *aligner) improve(examples []Example) {
	counts := make(map[graphone]float64)
	total := 0.0
	for _, e := range examples {
		total += a.expect(e, counts)
	}
	for g, c := range counts {
		if c < 0.5 {
			delete(counts, g)
			continue
		}
		counts[g] = c / total
	}
	a.likelihood = counts
}

// expect adds to counts how often each graphone is to be expected in the word (the forward-backward algorithm) and gives
// the number of letters.
func (a *aligner) expect(e Example, counts map[graphone]float64) float64 {
	word := []rune(e.Word)
	forward, backward := lattice(len(word), len(e.Phones)), lattice(len(word), len(e.Phones))
	forward[0][0] = 1
	a.each(word, e.Phones, func(i, j, n int, p float64) { forward[i+1][j+n] += forward[i][j] * p })
	all := forward[len(word)][len(e.Phones)]
	if all == 0 {
		return 0
	}
	backward[len(word)][len(e.Phones)] = 1
	for i := len(word) - 1; i >= 0; i-- {
		for j := range e.Phones {
			for n := 0; n <= min(longest, len(e.Phones)-j); n++ {
				backward[i][j] += a.of(graphone{word[i], joined(e.Phones, j, n)}) * backward[i+1][j+n]
			}
		}
		backward[i][len(e.Phones)] = a.of(graphone{letter: word[i]}) * backward[i+1][len(e.Phones)]
	}
	a.each(word, e.Phones, func(i, j, n int, p float64) {
		if share := forward[i][j] * p * backward[i+1][j+n] / all; share > 0 {
			counts[graphone{word[i], joined(e.Phones, j, n)}] += share
		}
	})
	return float64(len(word))
}

func lattice(letters, phones int) [][]float64 {
	out := make([][]float64, letters+1)
	for i := range out {
		out[i] = make([]float64, phones+1)
	}
	return out
}

// each visits all ways in which letter i may stand for the n phones from j on, with their likelihoods, in order.
func (a *aligner) each(word []rune, phones []string, visit func(i, j, n int, p float64)) {
	for i, letter := range word {
		for j := 0; j <= len(phones); j++ {
			for n := 0; n <= min(longest, len(phones)-j); n++ {
				visit(i, j, n, a.of(graphone{letter, joined(phones, j, n)}))
			}
		}
	}
}

// best divides a word in the likeliest way, or gives nil where there is none.
func (a *aligner) best(e Example) []graphone {
	word := []rune(e.Word)
	score, phonesOf := lattice(len(word), len(e.Phones)), lattice(len(word), len(e.Phones))
	for _, row := range score {
		for j := range row {
			row[j] = math.Inf(-1)
		}
	}
	score[0][0] = 0
	a.each(word, e.Phones, func(i, j, n int, p float64) {
		if v := score[i][j] + math.Log(p); v > score[i+1][j+n] {
			score[i+1][j+n], phonesOf[i+1][j+n] = v, float64(n)
		}
	})
	if math.IsInf(score[len(word)][len(e.Phones)], -1) {
		return nil
	}
	out := make([]graphone, len(word))
	for i, j := len(word), len(e.Phones); i > 0; i-- {
		n := int(phonesOf[i][j])
		j -= n
		out[i-1] = graphone{word[i-1], joined(e.Phones, j, n)}
	}
	return out
}

// count fills the tree of contexts.
func (m *Model) count(words [][]uint16) {
	counts := make(map[string]int)
	for _, word := range words {
		word = slices.Concat(make([]uint16, order-1), word, []uint16{0})
		for i := order - 1; i < len(word); i++ {
			for n := order - 1; n >= 0; n-- {
				gram := key(word[i-n : i+1])
				counts[gram]++
				if counts[gram] > 1 && word[i-n] != 0 {
					break // Kneser and Ney: a shorter one counts once for each graphone that stands before it
				}
			}
		}
	}
	// Shorter first, so that a context is there before those that add to it.
	grams := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
	m.contexts = []context{{}}
	for _, g := range grams {
		m.remember(unkey(g), counts[g])
	}
	for i := range m.contexts {
		m.contexts[i].sort()
	}
}

// remember notes that the last of the graphones was seen count times after the others.
func (m *Model) remember(gram []uint16, count int) {
	at := int32(0)
	for i := len(gram) - 2; i >= 0; i-- {
		c := &m.contexts[at]
		k := slices.IndexFunc(c.children, func(c child) bool { return c.graphone == gram[i] })
		if k < 0 {
			k = len(c.children)
			c.children = append(c.children, child{gram[i], int32(len(m.contexts))})
			m.contexts = append(m.contexts, context{})
			c = &m.contexts[at]
		}
		at = c.children[k].context
	}
	c := &m.contexts[at]
	c.follows = append(c.follows, follow{gram[len(gram)-1], uint16(min(count, math.MaxUint16))})
}

func (c *context) sort() {
	slices.SortFunc(c.follows, func(a, b follow) int { return int(a.graphone) - int(b.graphone) })
	slices.SortFunc(c.children, func(a, b child) int { return int(a.graphone) - int(b.graphone) })
	c.total = 0
	for _, f := range c.follows {
		c.total += int(f.count)
	}
}

// key writes graphones as a string, to be used in a map.
func key(graphones []uint16) string {
	out := make([]byte, 0, 2*len(graphones))
	for _, g := range graphones {
		out = append(out, byte(g>>8), byte(g))
	}
	return string(out)
}

func unkey(s string) []uint16 {
	out := make([]uint16, len(s)/2)
	for i := range out {
		out[i] = uint16(s[2*i])<<8 | uint16(s[2*i+1])
	}
	return out
}

// Examples reads a dictionary of the CMU form: the words that consist of letters and apostrophes.
func Examples(dictionary string) (out []Example) {
	for line := range strings.Lines(dictionary) {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		word, _, _ := strings.Cut(fields[0], "(")
		if strings.Trim(word, "abcdefghijklmnopqrstuvwxyz'") != "" || !strings.ContainsAny(word, "aeiouy") ||
			strings.HasSuffix(word, "'s") || strings.HasSuffix(word, "s'") {
			continue
		}
		out = append(out, Example{word, fields[1:]})
	}
	return out
}
