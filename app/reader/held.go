package reader

import (
	"slices"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// SetTimes says which parts of the story have times. What goes with the voice stays where it is in a pause between two that
// have, and takes the larger part where one has none.
func (v *View) SetTimes(a timing.Alignment) {
	v.times = a.Turns
	v.held = v.mark
	v.hear()
	v.redraw()
}

// keepThroughPause keeps what goes with the voice where it is in a pause, so that it does not come and go with each breath. The highlight
// itself does not wait: in a pause it is taken off.
func (v *View) keepThroughPause() {
	now := v.mark
	before := v.held
	switch {
	case now.Turn < 0:
		now = before
	case now.Turn != before.Turn:
	case now.Sentence < 0 && before.Sentence >= 0 && v.sentenceTimed(now.Turn, before.Sentence+1):
		now = before
	case now.Sentence == before.Sentence && now.Word < 0 && before.Word >= 0 && v.wordTimed(now.Turn, before.Word+1):
		now.Word = before.Word
	}
	v.held = now
}

// sentenceTimed reports whether a sentence of a turn, or a word in it, has a time; behind the last one nothing can be amiss.
func (v *View) sentenceTimed(turn, n int) bool {
	if turn >= len(v.times) || turn >= len(v.turns) {
		return false
	}
	spans, times := v.spansOf(turn).sentences, v.times[turn].Sentences
	return n >= len(spans) || n < len(times) && times[n].Known() || v.wordsTimed(turn, spans[n])
}

// wordTimed reports the same of a word.
func (v *View) wordTimed(turn, n int) bool {
	if turn >= len(v.times) {
		return false
	}
	all := v.times[turn].Words
	return n == len(all) || n < len(all) && all[n].Known()
}

// wordsTimed reports whether any word in a stretch of a turn has a time.
func (v *View) wordsTimed(turn int, span transcript.Span) bool {
	if turn >= len(v.times) {
		return false
	}
	all := v.times[turn].Words
	for i, w := range v.spansOf(turn).words {
		if w.Start >= span.Start && w.End <= span.End && i < len(all) && all[i].Known() {
			return true
		}
	}
	return false
}

// anyTimed reports whether any part of a turn has a time of its own.
func (v *View) anyTimed(turn int) bool {
	if turn >= len(v.times) {
		return false
	}
	return slices.ContainsFunc(v.times[turn].Sentences, timing.Timing.Known) || slices.ContainsFunc(v.times[turn].Words, timing.Timing.Known)
}

// heldSentence is the sentence that is heard, or was until this pause; -1 where none is known.
func (v *View) heldSentence() int {
	if v.held.Turn < 0 || v.held.Turn >= len(v.turns) || v.held.Sentence >= len(v.spansOf(v.held.Turn).sentences) {
		return -1
	}
	return v.held.Sentence
}

// heldWord is the word that is heard, or was until this pause; -1 where none is known.
func (v *View) heldWord() int {
	if v.held.Turn < 0 || v.held.Turn >= len(v.turns) || v.held.Word >= len(v.spansOf(v.held.Turn).words) {
		return -1
	}
	return v.held.Word
}

// heldSpan is the smallest stretch in which the voice is known to be, or was until this pause: a word, else a sentence, else
// the turn.
func (v *View) heldSpan() (turn int, span transcript.Span, ok bool) {
	turn = v.held.Turn
	if turn < 0 || turn >= len(v.turns) {
		return turn, span, false
	}
	if n := v.heldWord(); n >= 0 {
		return turn, v.spansOf(turn).words[n], true
	}
	if n := v.heldSentence(); n >= 0 {
		return turn, v.spansOf(turn).sentences[n], true
	}
	return turn, transcript.Span{End: len(v.turns[turn].Text)}, true
}
