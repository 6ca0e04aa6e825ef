// Package tapping makes times of what a listener says while listening: "this starts now". It puts right times that were
// found wrong, and finds times where nothing else can, in languages that nothing here knows.
//
// Its words: a [Unit] is what is said to start, one sentence. A [Tap] is a press of a key at the moment at which a unit
// starts, and the *delay* is how much later than its sound a listener presses. What a tap means is its moment less the delay.
// An *onset* is where sound begins after a pause; a [Sound] knows them.
//
// Two ways lead from taps to times. [Times] needs nothing but the sound: each tap is taken to the onset that it most likely
// means, and what lies between two taps is shared out by the length of the text. [Mend] holds the text of the stretch around
// one tap against the sound again, with the tap as a fixed point, where the language is known.
package tapping

import (
	"cmp"
	"slices"
	"time"
	"unicode/utf8"

	"alongside/sync/transcript"
)

// Method is what timing.Alignment.Method says of times most of which come from taps.
const Method = "tapped"

// A Unit is a sentence of a turn, both counted from 0.
type Unit struct{ Turn, Sentence int }

// Before reports whether u stands before v in the text.
func (u Unit) Before(v Unit) bool {
	return u.Turn < v.Turn || u.Turn == v.Turn && u.Sentence < v.Sentence
}

// A Tap is a press of a key at the moment at which a unit starts.
type Tap struct {
	Unit
	At    time.Duration // the position that was heard
	Speed float64       // how fast the sound went; 0 while it stood still
}

// Meant is the position that a listener meant who presses that much too late. Who has stopped the sound to press meant just that
// position.
func (t Tap) Meant(delay time.Duration) time.Duration {
	return max(t.At-time.Duration(float64(delay)*t.Speed), 0)
}

// Units are all units of a text that somebody speaks, in order.
func Units(t transcript.Transcript) (out []Unit) {
	for i, turn := range t.Turns {
		if turn.Kind != transcript.Speech {
			continue
		}
		for s := range turn.Sentences() {
			out = append(out, Unit{i, s})
		}
	}
	return out
}

// Text is what a unit says, "" where there is no such unit.
func (u Unit) Text(t transcript.Transcript) string {
	if u.Turn < 0 || u.Turn >= len(t.Turns) {
		return ""
	}
	turn := t.Turns[u.Turn]
	sentences := turn.Sentences()
	if u.Sentence < 0 || u.Sentence >= len(sentences) {
		return ""
	}
	return sentences[u.Sentence].In(turn.Text)
}

// letters are how long each unit is.
func letters(t transcript.Transcript, units []Unit) []int {
	out := make([]int, len(units))
	for i, u := range units {
		out[i] = max(utf8.RuneCountInString(u.Text(t)), 1)
	}
	return out
}

// InOrder gives the taps that go together, in the order of the text: of a unit that was tapped twice the later one, and as
// many of the rest as follow each other in time as they do in the text.
func InOrder(taps []Tap) []Tap {
	last := make(map[Unit]Tap)
	for _, t := range taps {
		last[t.Unit] = t
	}
	var all []Tap
	for _, t := range last {
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b Tap) int {
		if a.Before(b.Unit) {
			return -1
		}
		return 1
	})
	return longestRising(all)
}

// longestRising is the longest part of some taps in which each is later than the one before.
func longestRising(all []Tap) []Tap {
	var ends []int // ends[n] is the tap that ends the best chain of n+1 taps: that which ends soonest
	before := make([]int, len(all))
	for i, t := range all {
		n, _ := slices.BinarySearchFunc(ends, t.At, func(end int, at time.Duration) int { return cmp.Compare(all[end].At, at) })
		before[i] = -1
		if n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	out := make([]Tap, len(ends))
	if len(ends) == 0 {
		return out
	}
	for n, i := len(ends)-1, ends[len(ends)-1]; n >= 0; n, i = n-1, before[i] {
		out[n] = all[i]
	}
	return out
}
