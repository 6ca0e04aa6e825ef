package reader

import (
	"sort"
	"strings"

	"fyne.io/fyne/v2"

	"alongside/app/letters"
	"alongside/app/look"
	"alongside/sync/transcript"
)

// Proportions of the page, in text sizes.
const (
	averageLetter  = 0.46 // width of a letter in running text, measured on Atkinson Hyperlegible
	headingSize    = 0.9
	headingLeading = 1.5 // height of a heading's line, in heading sizes
)

// A line is a stretch of a turn's text that is drawn on one line. top is measured from the block's top.
type line struct {
	start, end int // bytes of the turn's text
	top        float32
	runs       []run // nil where all of it is read from the left
}

// A block is one turn on the page. Its heading, where it has one, stands at the block's top. The titles of the chapters that
// begin with it stand above that, outside of the block.
type block struct {
	top, height float32
	heading     bool
	size        float32 // of its text
	leading     float32 // height of a line, in text sizes
	lines       []line
	above       float32 // height of the titles
	titles      []titleLine
}

// A titleLine is a line of a title; its top is measured from the block's.
type titleLine struct {
	line
	title int // which of those over the turn
	text  string
	size  float32
}

// A page is a transcript laid out for one column width and one text size. Measures are device-independent pixels.
type page struct {
	blocks []block
	size   float32
	column float32
	height float32
	room   look.Spacing

	picture figure

	columns columns
	seconds []secondBlock // of the second text, in order; none where it is not shown
}

// lineHeight is how high a line of running text is.
func (p page) lineHeight() float32 { return p.room.Line * p.size }

// A text is a transcript whose words have been measured, so that it can be laid out again and again.
type text struct {
	letters    *letters.Metrics
	turns      []transcript.Turn
	paragraphs [][]paragraph // of each turn
	openings   map[int]opening
	picture    picture
}

// A paragraph is a stretch of a turn's text that begins on a line of its own; at is where it begins.
type paragraph struct {
	at int
	letters.Phrase
	hasRight, startsRight bool // letters that are read from the right
}

func newParagraph(at int, p letters.Phrase) paragraph {
	return paragraph{at, p, letters.HasRightToLeft(p.Text), letters.StartsRight(p.Text)}
}

// runs are those of a line of the paragraph.
func (p paragraph) runs(l letters.Line, size, column float32, m *letters.Metrics) []run {
	if !p.hasRight {
		return nil
	}
	return runsOf(m, p.Text[l.Start:l.End], p.startsRight, size, column, p.Style)
}

// measure finds the widths of all words.
func measure(turns []transcript.Turn, chapters []Chapter, m *letters.Metrics) text {
	t := text{letters: m, turns: turns, paragraphs: make([][]paragraph, len(turns)), openings: openings(turns, chapters, m)}
	for i, turn := range turns {
		at, style := 0, t.style(i)
		for _, part := range strings.SplitAfter(turn.Text, "\n\n") {
			t.paragraphs[i] = append(t.paragraphs[i], newParagraph(at, m.Phrase(part, style)))
			at += len(part)
		}
	}
	return t
}

// layOut breaks the turns into lines no wider than column, with so much room between them.
func (t text) layOut(size, column float32, room look.Spacing) page {
	p := page{blocks: make([]block, len(t.turns)), size: size, column: column, room: room}
	p.picture = t.picture.layOut(size, column, t.letters)
	top := p.picture.height + usualTurnGap*size/2
	for i := range t.turns {
		b := block{heading: hasHeading(t.turns, i), size: size, leading: room.Line}
		if o, ok := t.openings[i]; ok {
			b.open(o, size, column, t.letters)
			top += b.above
		}
		b.top = top
		y := float32(0)
		if b.heading {
			y = headingSize * headingLeading * size
		}
		for n, part := range t.paragraphs[i] {
			if n > 0 {
				y += room.Turn / 2 * size
			}
			for _, l := range part.Lines(column, b.size) {
				b.lines = append(b.lines, line{part.at + l.Start, part.at + l.End, y, part.runs(l, b.size, column, t.letters)})
				y += b.lineHeight()
			}
		}
		b.height = y
		p.blocks[i] = b
		top += b.height + room.Turn*size
	}
	p.height = top
	return p
}

// open lays out what stands over a turn that begins chapters.
func (b *block) open(o opening, size, column float32, m *letters.Metrics) {
	b.above = titleGap * size
	if o.scale > 1 {
		b.size = titleSize(o.scale, size, column)
	}
	for i, t := range o.above {
		large, whole := titleSize(t.scale(), size, column), newParagraph(0, t.Phrase)
		for _, l := range t.Lines(column, large) {
			b.titles = append(b.titles, titleLine{line{l.Start, l.End, b.above, whole.runs(l, large, column, m)}, i, t.Text[l.Start:l.End], large})
			b.above += b.leading * large
		}
	}
	if len(b.titles) > 0 {
		b.above += titleRoom * size
	}
	for i := range b.titles {
		b.titles[i].top -= b.above
	}
}

// lineHeight is how high a line of the block's text is.
func (b block) lineHeight() float32 { return b.leading * b.size }

// style is how a turn's text is set: sounds and notes apart from speech by slant as well as by colour, titles bold.
func (t text) style(turn int) fyne.TextStyle {
	style := textStyle(t.turns[turn].Kind)
	style.Bold = t.openings[turn].scale > 1
	return style
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

// textStyle sets sounds and notes apart from speech by slant as well as by colour.
func textStyle(k transcript.Kind) fyne.TextStyle {
	return fyne.TextStyle{Italic: k != transcript.Speech}
}

// columnWidth is how wide a column of so many letters may be in a view of the given width: never so wide that a line is hard
// to follow. A letter's width is given in text sizes.
func columnWidth(view, margin, size, count, letter float32) float32 {
	return max(min(view-2*margin, count*letter*size), size)
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
