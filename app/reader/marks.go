package reader

import (
	"fyne.io/fyne/v2"

	"alongside/app/look"
	"alongside/sync/transcript"
)

// A piece is the part of one line that a span covers, where it stands in the view.
type piece struct {
	text                string
	style               fyne.TextStyle
	x, y, width, height float32
	size                float32 // of its text
	fromRight           bool    // it is read from the right
}

// edge is where a line beside the piece stands: before its left side or behind its right one, one pixel of it inside.
func (p piece) edge(left bool, width float32) float32 {
	if left {
		return p.x - width
	}
	return p.x + p.width - 1
}

// pieces are the parts of lines that a span of a turn's text covers.
func (v *View) pieces(turn int, span transcript.Span) []piece {
	return v.piecesOf(passage{turn, ownText}, span)
}

// piecesOf are the parts of lines that a span of a passage's text covers.
func (v *View) piecesOf(p passage, span transcript.Span) []piece {
	if p.turn < 0 || p.turn >= len(v.page.blocks) {
		return nil
	}
	var out []piece
	set, text := v.setting(p), v.textOf(p)
	for n := set.lineOf(span.Start); n >= 0 && n < len(set.lines) && set.lines[n].start < span.End; n++ {
		l := set.lines[n]
		from, to := max(l.start, span.Start), min(l.end, span.End)
		if from >= to {
			continue
		}
		if l.runs != nil {
			out = append(out, v.piecesOfRuns(set, l, text, from, to)...)
			continue
		}
		before := v.letters.Exact(text[l.start:from], set.size, set.style)
		out = append(out, piece{
			text:   text[from:to],
			style:  set.style,
			x:      v.left() + before,
			y:      set.top + l.top - v.offset,
			width:  v.letters.Exact(text[l.start:to], set.size, set.style) - before,
			height: set.lineHeight(),
			size:   set.size,
		})
	}
	return out
}

// markedSentence is where the sentence being heard stands in the view, where that is to be highlighted.
func (v *View) markedSentence() []piece {
	if !v.emphasis.Mark.holds(Sentence) || v.mark.Turn < 0 || v.mark.Turn >= len(v.turns) {
		return nil
	}
	sentences := v.spansOf(v.mark.Turn).sentences
	if v.mark.Sentence < 0 || v.mark.Sentence >= len(sentences) {
		return nil
	}
	return v.shownPieces(v.mark.Turn, sentences[v.mark.Sentence])
}

// liftedSentence is where the sentence stands that is not among the quiet ones.
func (v *View) liftedSentence() []piece {
	n := v.heldSentence()
	if n < 0 || !v.dims(v.held.Turn) {
		return nil
	}
	return v.shownPieces(v.held.Turn, v.spansOf(v.held.Turn).sentences[n])
}

// shownPieces are the parts of lines that a span covers, without what is hidden.
func (v *View) shownPieces(turn int, span transcript.Span) (all []piece) {
	hidden := v.hiddenIn(turn)
	if len(hidden) == 0 {
		return v.pieces(turn, span)
	}
	from := span.Start
	for _, h := range hidden {
		if h.Start >= span.End {
			break
		}
		if h.Start > from {
			all = append(all, v.pieces(turn, transcript.Span{Start: from, End: h.Start})...)
		}
		from = max(from, h.End)
	}
	if from >= span.End {
		return all
	}
	return append(all, v.pieces(turn, transcript.Span{Start: from, End: span.End})...)
}

// groundOf is the colour that a turn lies on.
func (v *View) groundOf(turn int) fyne.ThemeColorName {
	if turn == v.mark.Turn && v.emphasis.Mark.holds(Turn) {
		return look.ColorTurn
	}
	return look.ColorPage
}

// markedWord is where the word being heard stands in the view, where that is to be highlighted; two pieces where a long word is
// broken.
func (v *View) markedWord() []piece {
	if !v.emphasis.Mark.holds(Word) || v.mark.Turn < 0 || v.mark.Turn >= len(v.turns) {
		return nil
	}
	words := v.spansOf(v.mark.Turn).words
	if v.mark.Word < 0 || v.mark.Word >= len(words) {
		return nil
	}
	return v.pieces(v.mark.Turn, words[v.mark.Word])
}

// wordAt is the word at a point of the view: the one pointed at, else the nearest on that line.
func (v *View) wordAt(at fyne.Position) (turn, word int, ok bool) {
	turn = v.page.blockAt(v.offset + at.Y)
	if turn < 0 {
		return 0, 0, false
	}
	b := v.page.blocks[turn]
	n := b.lineAt(v.offset + at.Y - b.top)
	if n < 0 || v.offset+at.Y > b.top+b.height {
		return 0, 0, false
	}
	byteAt := v.byteAt(turn, b.lines[n], at.X-v.left())
	word, ok = nearestWord(v.spansOf(turn).words, b.lines[n], byteAt)
	return turn, word, ok
}

// byteAt is the letter of a line that stands x from the column's left.
func (v *View) byteAt(turn int, l line, x float32) int {
	text := v.turns[turn].Text[l.start:l.end]
	style, size := v.text.style(turn), v.page.blocks[turn].size
	if l.runs != nil {
		return v.letterAt(v.setting(passage{turn, ownText}), l, v.turns[turn].Text, x)
	}
	var used float32
	for i, r := range text {
		w := v.letters.Width(string(r), size, style)
		if used+w > x {
			return l.start + i
		}
		used += w
	}
	return l.end - 1
}

// nearestWord is the word of a line that holds a byte, else the last one of the line that begins before it, else the
// line's first.
func nearestWord(words []transcript.Span, l line, at int) (int, bool) {
	found, ok := 0, false
	for i, w := range words {
		if w.End <= l.start || w.Start >= l.end {
			continue
		}
		if ok && w.Start > at {
			break
		}
		found, ok = i, true
	}
	return found, ok
}

// ringed is where the word stands that the reader has taken the caret to: its part on the caret's line.
func (v *View) ringed() (piece, bool) {
	if !v.caret.own || v.selecting() || v.caret.place == nowhere || len(v.page.blocks) == 0 {
		return piece{}, false
	}
	pieces := v.piecesOf(v.caret.passage, v.caretSpan())
	at, _, _ := v.caretSpot()
	for _, p := range pieces {
		if p.y == at.Y {
			return p, true
		}
	}
	if len(pieces) > 0 {
		return pieces[0], true
	}
	return piece{}, false
}

// caretSpot is where in the view the caret stands: the top of its line, and the line's height.
func (v *View) caretSpot() (at fyne.Position, height float32, ok bool) {
	if v.caret.place == nowhere || v.caret.turn >= len(v.page.blocks) {
		return at, 0, false
	}
	set := v.setting(v.caret.passage)
	if len(set.lines) == 0 {
		return at, 0, false
	}
	return fyne.NewPos(v.left()+v.across(v.caret.place), v.lineTop(v.caret.place)-v.offset), set.lineHeight(), true
}

// selectedPieces are the lines in sight of what is selected.
func (v *View) selectedPieces() []piece {
	from, to := v.selection()
	first, last := v.page.blockAt(v.offset), v.page.blockAt(v.offset+v.Size().Height)
	if first > from.turn {
		from = place{v.firstOf(first), 0}
	}
	var all []piece
	for p, ok := from.passage, true; ok && p.turn <= last && !to.before(place{p, 0}); p, ok = v.passageAfter(p) {
		all = append(all, v.piecesOf(p, v.selectedIn(p))...)
	}
	return all
}
