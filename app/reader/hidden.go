package reader

import (
	"strings"

	"alongside/sync/transcript"
)

// A sentence names one of the story's.
type sentence struct{ turn, n int }

// hear takes note of how far the story has been heard, while words are hidden until then. Where a word has no time its sentence is
// heard at once, and where that has none the turn: else they would stay hidden while they are spoken.
func (v *View) hear() {
	now := v.mark
	if now.Turn < 0 || now.Turn >= len(v.turns) {
		return
	}
	p := passage{now.Turn, ownText}
	s := v.spansOf(now.Turn)
	from, to, sure := 0, len(v.turns[now.Turn].Text), !v.anyTimed(now.Turn)
	switch {
	case now.Word >= 0 && now.Word < len(s.words):
		if next := now.Word + 1; next < len(s.words) {
			to = s.words[next].Start // with the signs behind the word
		}
		sure = true
	case now.Sentence >= 0 && now.Sentence < len(s.sentences):
		from, to = s.sentences[now.Sentence].Start, s.sentences[now.Sentence].End
		sure = !v.wordsTimed(now.Turn, s.sentences[now.Sentence])
	}
	switch {
	case sure:
		v.hearTo(place{p, to})
	case v.heardTo.passage != p || v.heardTo.at < from || v.heardTo.at > to:
		v.hearTo(place{p, from})
	}
}

func (v *View) hearTo(to place) {
	if v.heardTo != to {
		v.heardTo = to
		if v.emphasis.Hide {
			v.revision++
		}
	}
}

// hiddenIn are the stretches of a turn that are hidden, in order. Only what is spoken is hidden, and not what is beside it.
func (v *View) hiddenIn(turn int) (hidden []transcript.Span) {
	if !v.emphasis.Hide || v.turns[turn].Kind != transcript.Speech || turn < v.heardTo.turn {
		return nil
	}
	from, end := 0, len(v.turns[turn].Text)
	if turn == v.heardTo.turn {
		from = v.heardTo.at
	}
	for _, s := range v.revealedIn(turn) {
		if s.Start > from {
			hidden = append(hidden, transcript.Span{Start: from, End: s.Start})
		}
		from = max(from, s.End)
	}
	if from < end {
		hidden = append(hidden, transcript.Span{Start: from, End: end})
	}
	return hidden
}

// revealedIn are the sentences of a turn that the reader has had shown, in order.
func (v *View) revealedIn(turn int) (all []transcript.Span) {
	if len(v.revealed) == 0 {
		return nil // nobody need know of the sentences of a whole book
	}
	for n, s := range v.spansOf(turn).sentences {
		if v.revealed[sentence{turn, n}] {
			all = append(all, s)
		}
	}
	return all
}

// isHidden reports whether the letter at a place is hidden.
func (v *View) isHidden(at place) bool {
	if at.title != ownText || at.turn < 0 || at.turn >= len(v.turns) {
		return false
	}
	for _, h := range v.hiddenIn(at.turn) {
		if at.at >= h.Start && at.at < h.End {
			return true
		}
	}
	return false
}

// shownText is a passage's text as someone is told of it who cannot see it: what is hidden is hidden from them as well. The
// letters that are shown stand where they stand in the text.
func (v *View) shownText(p passage) string {
	text := v.textOf(p)
	if p.title != ownText || !v.emphasis.Hide {
		return text
	}
	hidden := v.hiddenIn(p.turn)
	if len(hidden) == 0 {
		return text
	}
	b := []byte(text)
	for _, h := range hidden {
		blank(b[h.Start:h.End])
	}
	return string(b)
}

// blank puts three dots and spaces in the place of hidden letters, and leaves the ends of paragraphs.
func blank(hidden []byte) {
	const dots = "…"
	for i, c := range hidden {
		if c != '\n' {
			hidden[i] = ' '
		}
	}
	if len(hidden) >= len(dots) && !strings.Contains(string(hidden[:len(dots)]), "\n") {
		copy(hidden, dots)
	}
}

// reveal shows the sentence that a hidden letter belongs to, and says it to someone who cannot see it. It reports false where
// nothing is hidden.
func (v *View) reveal(at place) bool {
	if !v.isHidden(at) {
		return false
	}
	all := v.spansOf(at.turn).sentences
	for n, s := range all {
		if at.at < s.End || n == len(all)-1 {
			if v.revealed == nil {
				v.revealed = map[sentence]bool{}
			}
			v.revealed[sentence{at.turn, n}] = true
			v.revision++
			v.redraw()
			v.say(s.In(v.turns[at.turn].Text))
			return true
		}
	}
	return false
}

// RevealNext shows the first sentence that is hidden, or what is hidden of it.
func (v *View) RevealNext() {
	for turn := max(v.heardTo.turn, 0); turn < len(v.turns); turn++ {
		for _, h := range v.hiddenIn(turn) {
			text := h.In(v.turns[turn].Text)
			lead := len(text) - len(strings.TrimLeft(text, " \n"))
			if v.reveal(place{passage{turn, ownText}, h.Start + lead}) {
				return
			}
		}
	}
}

// OpeningWords are the words of a turn as far as they are not hidden; none where its first ones are.
func (v *View) OpeningWords(turn int) string {
	if hidden := v.hiddenIn(turn); len(hidden) > 0 {
		return strings.TrimSpace(v.turns[turn].Text[:hidden[0].Start])
	}
	return v.turns[turn].Text
}
