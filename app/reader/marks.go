package reader

import (
	"fyne.io/fyne/v2"

	"alongside/sync/transcript"
)

// A piece is the part of one line that a span covers, where it stands in the view.
type piece struct {
	text                string
	style               fyne.TextStyle
	x, y, width, height float32
	size                float32 // of its text
}

// pieces are the parts of lines that a span of a turn's text covers.
func (v *View) pieces(turn int, span transcript.Span) []piece {
	if turn < 0 || turn >= len(v.page.blocks) {
		return nil
	}
	var out []piece
	b, text := v.page.blocks[turn], v.turns[turn].Text
	style := v.text.style(turn)
	for n := b.lineOf(span.Start); n >= 0 && n < len(b.lines) && b.lines[n].start < span.End; n++ {
		l := b.lines[n]
		from, to := max(l.start, span.Start), min(l.end, span.End)
		if from >= to {
			continue
		}
		before := v.letters.Exact(text[l.start:from], b.size, style)
		out = append(out, piece{
			text:   text[from:to],
			style:  style,
			x:      v.left() + before,
			y:      b.top + l.top - v.offset,
			width:  v.letters.Exact(text[l.start:to], b.size, style) - before,
			height: b.lineHeight(),
			size:   b.size,
		})
	}
	return out
}

// markedSentence is where the sentence being heard stands in the view.
func (v *View) markedSentence() []piece {
	if v.mark.Turn < 0 || v.mark.Turn >= len(v.turns) {
		return nil
	}
	sentences := v.spansOf(v.mark.Turn).sentences
	if v.mark.Sentence < 0 || v.mark.Sentence >= len(sentences) {
		return nil
	}
	return v.pieces(v.mark.Turn, sentences[v.mark.Sentence])
}

// markedWord is where the word being heard stands in the view; two pieces where a long word is broken.
func (v *View) markedWord() []piece {
	if v.mark.Turn < 0 || v.mark.Turn >= len(v.turns) {
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
