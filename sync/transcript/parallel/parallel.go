// Package parallel finds which turns of a second text of a story, such as its translation, belong to which of the first.
//
// Its words: the first text is the story's own transcript, the second one stands beside it. A [Group] is a run of turns of the
// first text and the run of the second that says the same. Groups follow each other through both texts and hold all of both.
// Where it is not sure how turns pair, a group holds more of them, rather than a turn beside another one's words.
//
// There are three ways, the surest that is possible: by number, where both texts have the same turns by the same people; by
// times, where both have them; else by the most likely alignment of all. The last is that of Gale and Church (A Program for
// Aligning Sentences in Bilingual Corpora, Computational Linguistics 19:1, 1993), which goes by lengths alone, with who speaks
// and the numbers and names that both texts share as further evidence. They give one best alignment; here each place where
// both texts could be cut has its likelihood over all alignments, and only likely cuts are made.
package parallel

import (
	"time"

	"alongside/sync/transcript"
)

// A Turn is one of the second text.
type Turn struct {
	transcript.Turn
	Start, End time.Duration // both 0 where they are not known
	Joined     bool          // goes on with the paragraph of the turn before, of which it was cut off
}

// Known reports whether the turn has times.
func (t Turn) Known() bool { return t.End > t.Start }

// A Run is some turns that follow each other: those from From up to To, without it.
type Run struct{ From, To int }

// Len is how many they are.
func (r Run) Len() int { return r.To - r.From }

// A Group is what belongs together. First is never empty; Second is, where nothing in the second text says the same.
type Group struct{ First, Second Run }

// Pair finds the groups of two texts; none where one of them has no turns. In which order they are asked for does not matter
// for how long it takes: that grows with the number of turns, and with how much longer one text is than the other.
func Pair(first, second []Turn) []Group {
	if len(first) == 0 || len(second) == 0 {
		return nil
	}
	a, b := spokenIn(first, second), spokenIn(second, first)
	if len(a) == 0 || len(b) == 0 || len(a) == len(first) && len(b) == len(second) {
		return pairAll(first, second)
	}
	return withUnspoken(pairAll(chosen(first, a), chosen(second, b)), a, b, len(first), len(second))
}

// pairAll pairs texts with all of their turns.
func pairAll(first, second []Turn) []Group {
	byNumberFirst := len(castOf(first).names) > 1 // who speaks tells more than when, which may be said a little early or late
	if byNumberFirst {
		if groups, ok := byNumber(first, second); ok {
			return groups
		}
	}
	if groups, ok := byTimes(first, second); ok {
		return groups
	}
	if groups, ok := byNumber(first, second); ok {
		return groups
	}
	return byLikelihood(first, second)
}

// byNumber pairs turn with turn where as many are said by the same people in the same order, whatever those are called, and
// none is of a length that its partner could not have.
func byNumber(first, second []Turn) ([]Group, bool) {
	if len(first) != len(second) {
		return nil, false
	}
	to, from := map[string]string{}, map[string]string{}
	for i := range first {
		a, b := first[i].Speaker, second[i].Speaker
		if first[i].Kind != second[i].Kind || (a == "") != (b == "") {
			return nil, false
		}
		if to[a] == "" && from[b] == "" {
			to[a], from[b] = b, a
		}
		if to[a] != b || from[b] != a {
			return nil, false
		}
	}
	if !alikeInLength(first, second) {
		return nil, false
	}
	groups := make([]Group, len(first))
	for i := range groups {
		groups[i] = Group{Run{i, i + 1}, Run{i, i + 1}}
	}
	return groups, true
}

// alikeInLength reports whether no turn is much longer or shorter than its partner, as one would be from where a turn is missing on.
func alikeInLength(first, second []Turn) bool {
	const most = 4 // deviations, which chance hardly gives
	a, b := lengthsOf(first), lengthsOf(second)
	ratio := ratioOf(a, b)
	for i := range first {
		if d := deviation(a[i+1]-a[i], b[i+1]-b[i], ratio); d > most || d < -most {
			return false
		}
	}
	return true
}

// groupsAt cuts two texts at some places, in order, each after the first turns of both.
func groupsAt(cuts [][2]int) []Group {
	var groups []Group
	at := [2]int{}
	for _, to := range cuts {
		g := Group{Run{at[0], to[0]}, Run{at[1], to[1]}}
		at = to
		if g.First.Len() == 0 && len(groups) > 0 { // said after what the group before says
			groups[len(groups)-1].Second.To = g.Second.To
			continue
		}
		for ; g.Second.Len() == 0 && g.First.Len() > 1; g.First.From++ { // each of them has nothing
			groups = append(groups, Group{Run{g.First.From, g.First.From + 1}, g.Second})
		}
		groups = append(groups, g)
	}
	if len(groups) > 1 && groups[0].First.Len() == 0 {
		groups[1].Second.From = 0
		groups = groups[1:]
	}
	return groups
}
