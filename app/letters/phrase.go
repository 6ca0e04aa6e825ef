package letters

import (
	"strings"

	"fyne.io/fyne/v2"
	"github.com/clipperhouse/uax29/v2/graphemes"
)

// A Phrase is a text in one style with the widths of its words.
type Phrase struct {
	Text  string
	Style fyne.TextStyle

	letters *Metrics
	words   []word
}

// word is a stretch of the text within which no line ends, with widths at the reference size.
type word struct {
	start, end int32   // small, as there are many
	width, gap float32 // gap: of the spaces before it, which are drawn where it does not begin a line; 0 where it is joined to the one before
}

func (w word) line() Line { return Line{int(w.start), int(w.end)} }

// A Line is a stretch of a phrase's text that is drawn on one line, in bytes.
type Line struct{ Start, End int }

// Phrase measures a text's words.
func (m *Metrics) Phrase(text string, style fyne.TextStyle) Phrase {
	p := Phrase{Text: text, Style: style, letters: m}
	space := m.reference(" ", style)
	p.words = make([]word, 0, strings.Count(text, " ")+1)
	for at := 0; at < len(text); {
		rest := strings.TrimLeft(text[at:], " \t\r\n")
		gap := space * float32(len(text)-len(rest)-at)
		at = len(text) - len(rest)
		if rest == "" {
			break
		}
		end := len(text)
		if n := strings.IndexAny(rest, " \t\r\n"); n >= 0 {
			end = at + n
		}
		breaks(text[at:end], func(from, to int) {
			p.words = append(p.words, word{int32(at + from), int32(at + to), m.reference(text[at+from:at+to], style), gap})
			gap = 0
		})
		at = end
	}
	return p
}

// Count is how many lines the phrase takes at a size, none wider than width. A text without words takes none.
func (p Phrase) Count(width, size float32) int {
	n := 0
	p.set(width, size, func(Line) { n++ })
	return n
}

// Lines are the lines themselves. Words are kept whole where they may not be broken, but for those that are wider than a line.
func (p Phrase) Lines(width, size float32) []Line {
	var lines []Line
	p.set(width, size, func(l Line) { lines = append(lines, l) })
	return lines
}

// set fills lines greedily and hands each on when it is full.
func (p Phrase) set(width, size float32, full func(Line)) {
	room := width * referenceSize / size
	line, used := Line{Start: -1}, float32(0)
	for _, w := range p.words {
		switch {
		case line.Start >= 0 && used+w.gap+w.width <= room:
			line.End, used = int(w.end), used+w.gap+w.width
			continue
		case line.Start >= 0:
			full(line)
		}
		if w.width > room {
			w = p.breakWord(w, room, full)
		}
		line, used = w.line(), w.width
	}
	if line.Start >= 0 {
		full(line)
	}
}

// breakWord hands on the full lines of a word that is wider than a line, and gives what is left of it.
func (p Phrase) breakWord(w word, room float32, full func(Line)) word {
	piece := word{start: w.start, end: w.start}
	for letter := graphemes.FromString(p.Text[w.start:w.end]); letter.Next(); {
		width := p.letters.reference(letter.Value(), p.Style)
		if piece.width+width > room && piece.end > piece.start {
			full(piece.line())
			piece = word{start: piece.end, end: piece.end}
		}
		piece.end += int32(len(letter.Value()))
		piece.width += width
	}
	return piece
}
