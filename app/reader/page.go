package reader

import (
	"sort"
	"strings"

	"fyne.io/fyne/v2"
	"github.com/clipperhouse/uax29/v2/graphemes"

	"alongside/sync/transcript"
)

// Proportions of the page, in text sizes.
const (
	lineHeight     = 1.6
	columnLetters  = 70   // most letters a line holds; longer lines are hard to find the start of
	averageLetter  = 0.46 // width of a letter in running text, measured on Atkinson Hyperlegible
	turnGap        = 1.2  // between turns
	paragraphGap   = 0.6
	headingSize    = 0.9
	headingLeading = 1.5 // height of a heading's line, in heading sizes
)

// A line is a stretch of a turn's text that is drawn on one line. top is measured from the block's top.
type line struct {
	start, end int // bytes of the turn's text
	top        float32
}

// A block is one turn on the page. Its heading, where it has one, stands at the block's top.
type block struct {
	top, height float32
	heading     bool
	lines       []line
}

// A page is a transcript laid out for one column width and one text size. Measures are device-independent pixels.
type page struct {
	blocks []block
	size   float32
	column float32
	height float32
}

// A setter sets text in lines: it knows the letters' widths, their size and the column's width.
type setter struct {
	letters *metrics
	size    float32
	column  float32
}

// layOut breaks the turns into lines no wider than the column.
func (s setter) layOut(turns []transcript.Turn) page {
	size := s.size
	p := page{blocks: make([]block, len(turns)), size: size, column: s.column}
	top := turnGap * size / 2
	for i, turn := range turns {
		b := block{top: top, heading: hasHeading(turns, i)}
		y := float32(0)
		if b.heading {
			y = headingSize * headingLeading * size
		}
		b.lines, y = s.breakTurn(turn, y)
		b.height = y
		p.blocks[i] = b
		top += b.height + turnGap*size
	}
	p.height = top
	return p
}

// hasHeading reports whether a heading stands above the turn: over sounds and notes always, so that they are not taken for
// speech; over speech where somebody is named, but not where the same person goes on.
func hasHeading(turns []transcript.Turn, i int) bool {
	if turns[i].Kind != transcript.Speech {
		return true
	}
	if turns[i].Speaker == "" {
		return false
	}
	return i == 0 || turns[i-1].Speaker != turns[i].Speaker || turns[i-1].Kind != transcript.Speech
}

// breakTurn breaks one turn's text into lines, paragraph by paragraph, and gives the height reached.
func (s setter) breakTurn(turn transcript.Turn, y float32) ([]line, float32) {
	var lines []line
	style := textStyle(turn.Kind)
	at := 0
	for n, paragraph := range strings.SplitAfter(turn.Text, "\n\n") {
		if n > 0 {
			y += paragraphGap * s.size
		}
		for _, span := range s.breakParagraph(turn.Text, at, at+len(paragraph), style) {
			span.top = y
			lines = append(lines, span)
			y += lineHeight * s.size
		}
		at += len(paragraph)
	}
	return lines, y
}

// breakParagraph fills lines greedily with the words of text[from:to].
func (s setter) breakParagraph(text string, from, to int, style fyne.TextStyle) []line {
	var lines []line
	space := s.letters.width(" ", s.size, style)
	current := line{start: -1}
	var used float32
	for _, word := range tokens(text, from, to) {
		for _, piece := range s.fit(text, word, style) {
			w := s.letters.width(text[piece.start:piece.end], s.size, style)
			gap := space
			if current.start >= 0 && piece.start == current.end {
				gap = 0
			}
			switch {
			case current.start < 0:
				current, used = piece, w
			case used+gap+w <= s.column:
				current.end, used = piece.end, used+gap+w
			default:
				lines = append(lines, current)
				current, used = piece, w
			}
		}
	}
	if current.start >= 0 {
		lines = append(lines, current)
	}
	return lines
}

// tokens are the stretches of text[from:to] between white space.
func tokens(text string, from, to int) []line {
	var out []line
	for from < to {
		rest := strings.TrimLeft(text[from:to], " \t\n\r")
		from = to - len(rest)
		if rest == "" {
			break
		}
		end := strings.IndexAny(rest, " \t\n\r")
		if end < 0 {
			end = len(rest)
		}
		out = append(out, line{start: from, end: from + end})
		from += end
	}
	return out
}

// fit cuts a word that is wider than the column into pieces that are not; other words it leaves alone. Scripts written
// without spaces come here as one long word.
func (s setter) fit(text string, word line, style fyne.TextStyle) []line {
	if s.letters.width(text[word.start:word.end], s.size, style) <= s.column {
		return []line{word}
	}
	var out []line
	piece := line{start: word.start, end: word.start}
	var used float32
	for letters := graphemes.FromString(text[word.start:word.end]); letters.Next(); {
		w := s.letters.width(letters.Value(), s.size, style)
		if used+w > s.column && piece.end > piece.start {
			out = append(out, piece)
			piece, used = line{start: piece.end, end: piece.end}, 0
		}
		piece.end += len(letters.Value())
		used += w
	}
	return append(out, piece)
}

// textStyle sets sounds and notes apart from speech by slant as well as by colour.
func textStyle(k transcript.Kind) fyne.TextStyle {
	return fyne.TextStyle{Italic: k != transcript.Speech}
}

// columnWidth is how wide a column may be in a view of the given width: never so wide that a line is hard to follow.
func columnWidth(view, margin, size float32) float32 {
	return max(min(view-2*margin, columnLetters*averageLetter*size), size)
}

// blockAt is the block that holds the height y, or the nearest one above it; -1 on an empty page.
func (p page) blockAt(y float32) int {
	i := sort.Search(len(p.blocks), func(i int) bool { return p.blocks[i].top > y }) - 1
	if i < 0 && len(p.blocks) > 0 {
		return 0
	}
	return i
}

// lineOf is the line of a block that holds a byte of its text; the last one when none does.
func (b block) lineOf(at int) int {
	i := sort.Search(len(b.lines), func(i int) bool { return b.lines[i].end > at })
	return min(i, len(b.lines)-1)
}

// lineAt is the line of a block at the height y measured from the block's top; -1 where the block has no lines.
func (b block) lineAt(y float32) int {
	i := sort.Search(len(b.lines), func(i int) bool { return b.lines[i].top > y }) - 1
	if i < 0 && len(b.lines) > 0 {
		return 0
	}
	return i
}
