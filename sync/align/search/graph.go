// Package search finds where in a sound the words of a text are spoken: the most likely of all the ways in which text and
// sound may go together, sound without text and text without sound included.
//
// Its words: a [Graph] is the text as a network. Its *nodes* are the places between words; an *arc* leads from one node to
// the next by one way of saying a word, a chain of the model's states. At every node there may be silence, and *garbage*:
// speech or other sound that the text does not have. A word or a whole turn may be skipped, at a cost: text that nobody
// speaks. *Limbo* is garbage that may come to its end at any later turn, so that a search that has lost its place finds it
// again. What each of these costs is in [Costs].
//
// The search is Viterbi's: frame by frame it keeps for each state the best way of having got there, drops what is much worse
// than the best (the *beam*), and at the end reads the best way backwards. The past is kept as a tree of arrivals at nodes (package traceback).
// Where all that is still alive agrees on the past, that past is *settled*: it is handed out and forgotten, so that memory
// does not grow with the length of the sound.
//
// Sources: Viterbi, IEEE Trans. Information Theory 13 (1967); Young, Russell and Thornton, "Token Passing", Cambridge
// University Engineering Department TR-38 (1989); Moreno, Joerg, Van Thong and Glickman, "A Recursive Algorithm for the
// Forced Alignment of Very Long Audio Segments", ICSLP 1998, for the problem.
package search

import (
	"alongside/sync/align/acoustic"
	"alongside/sync/align/lexicon"
)

// A Word is one word of the text with all the ways of reading it aloud.
type Word struct {
	Readings []Reading
	Break    bool // the speaker may well pause before it: a sentence or a part of one begins
	Pause    bool // the speaker probably pauses before it: a sentence begins
}

// A Reading is one way of reading a word: one or more dictionary words ("2014": "twenty", "fourteen"), each with its
// pronunciations.
type Reading [][]lexicon.Pronunciation

// A Graph is a text ready to be searched for. Words are numbered through from 0 in the order they were added.
type Graph struct {
	nodes  []node
	arcs   []arc
	states []acoustic.State
	turns  []turn
	words  int
}

type node struct {
	firstArc, arcs int32
	next           int32 // the node after this word; for a node inside a reading, itself
	turn           int32 // the turn that begins here, or −1
	begins         bool  // a silence here is nothing unusual: at a break, or at an end of the text
	inside         bool  // between the dictionary words of one reading: only silence may come here
}

type arc struct {
	word   int32
	to     int32
	states [2]int32 // from, to
}

type turn struct {
	node  int32
	words int32 // the number of words before it
}

// model gives the states of phones in their surroundings.
type model interface {
	Triphone(base, left, right acoustic.Phone, at acoustic.Position) [acoustic.States]acoustic.State
}

// NewGraph makes the network of a text, given turn by turn. Each word has at least one reading, of at least one dictionary
// word with at least one pronunciation of at least one phone.
func NewGraph(m model, silence acoustic.Phone, turns [][]Word) *Graph {
	b := builder{model: m, silence: silence, graph: &Graph{}}
	for _, words := range turns {
		b.turn(words)
	}
	g := b.graph
	g.turns = append(g.turns, turn{node: int32(len(g.nodes)), words: int32(g.words)})
	g.nodes = append(g.nodes, node{next: -1, turn: int32(len(g.turns) - 1), begins: true, firstArc: int32(len(g.arcs))})
	return g
}

// Words is how many words the text has.
func (g *Graph) Words() int { return g.words }

type builder struct {
	model   model
	silence acoustic.Phone
	graph   *Graph
}

func (b *builder) turn(words []Word) {
	g := b.graph
	g.turns = append(g.turns, turn{node: int32(len(g.nodes)), words: int32(g.words)})
	for i, w := range words {
		left, right := b.silence, b.silence
		if i > 0 && !w.Pause {
			left = words[i-1].lastPhone()
		}
		if i+1 < len(words) && !words[i+1].Pause {
			right = words[i+1].firstPhone()
		}
		number := int32(-1)
		if i == 0 {
			number = int32(len(g.turns) - 1)
		}
		b.word(w, left, right, number)
	}
}

// word adds the node before the word, the arcs through it, and the nodes within its longer readings.
func (b *builder) word(w Word, left, right acoustic.Phone, turn int32) {
	g := b.graph
	here := int32(len(g.nodes))
	next := here + 1
	for _, r := range w.Readings {
		next += int32(len(r) - 1)
	}
	begins := here == 0 || turn >= 0 || w.Break || w.Pause
	g.nodes = append(g.nodes, node{next: next, turn: turn, begins: begins, firstArc: int32(len(g.arcs))})
	within := here + 1
	for _, r := range w.Readings {
		after := next
		if len(r) > 1 {
			after = within
		}
		b.arcs(r[0], left, r.firstOf(1, right), after)
		within += int32(len(r) - 1)
	}
	g.nodes[here].arcs = int32(len(g.arcs)) - g.nodes[here].firstArc
	for _, r := range w.Readings {
		b.rest(r, right, next)
	}
	g.words++
}

// rest adds the second and further dictionary words of a reading.
func (b *builder) rest(r Reading, right acoustic.Phone, next int32) {
	g := b.graph
	for k := 1; k < len(r); k++ {
		here := int32(len(g.nodes))
		after := here + 1
		if k == len(r)-1 {
			after = next
		}
		n := node{next: here, turn: -1, firstArc: int32(len(g.arcs)), inside: true}
		b.arcs(r[k], lastOf(r[k-1]), r.firstOf(k+1, right), after)
		n.arcs = int32(len(g.arcs)) - n.firstArc
		g.nodes = append(g.nodes, n)
	}
}

func (w Word) firstPhone() acoustic.Phone { return w.Readings[0][0][0][0] }

func (w Word) lastPhone() acoustic.Phone {
	r := w.Readings[0]
	return lastOf(r[len(r)-1])
}

// firstOf is the first phone of the reading's dictionary word k, or other if there is none.
func (r Reading) firstOf(k int, other acoustic.Phone) acoustic.Phone {
	if k < len(r) {
		return r[k][0][0]
	}
	return other
}

func lastOf(pronunciations []lexicon.Pronunciation) acoustic.Phone {
	p := pronunciations[0]
	return p[len(p)-1]
}

// arcs adds one arc for each pronunciation of a dictionary word, ending at the node after.
func (b *builder) arcs(pronunciations []lexicon.Pronunciation, left, right acoustic.Phone, after int32) {
	g := b.graph
	for _, p := range pronunciations {
		first := int32(len(g.states))
		for k, phone := range p {
			l, r := left, right
			if k > 0 {
				l = p[k-1]
			}
			if k+1 < len(p) {
				r = p[k+1]
			}
			states := b.model.Triphone(phone, l, r, position(k, len(p)))
			g.states = append(g.states, states[:]...)
		}
		g.arcs = append(g.arcs, arc{word: int32(g.words), to: after, states: [2]int32{first, int32(len(g.states))}})
	}
}

func position(k, length int) acoustic.Position {
	switch {
	case length == 1:
		return acoustic.Only
	case k == 0:
		return acoustic.First
	case k == length-1:
		return acoustic.Last
	}
	return acoustic.Inside
}
