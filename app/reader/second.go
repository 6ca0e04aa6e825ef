package reader

import (
	"sort"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"golang.org/x/text/language"

	"alongside/app/access"
	"alongside/app/control"
	"alongside/app/letters"
	"alongside/app/look"
)

// A Second is a text that is read beside the story's own: its translation, or another transcript.
type Second struct {
	Title    string
	Language string // BCP 47, "" where it is not known
	Texts    []Beside
}

// A Beside is what the second text has for a run of turns. They are in order, and none of a turn twice.
type Beside struct {
	First, Last int // turns, both of them in it
	Text        string
}

// secondText is a second text whose words have been measured.
type secondText struct {
	Second
	paragraphs [][]paragraph // of each of its texts
}

// secondBlock is one of the second text's texts on the page. Its lines' tops are measured from the block's.
type secondBlock struct {
	Beside
	top, height float32
	lines       []line
}

// secondKey names a line of the second text, in one of its two colours.
type secondKey struct {
	block, line int
	quiet       bool
}

// secondPart is the key of a block among the view's parts.
type secondPart struct{ block int }

// belowGap is the room between a turn and the second text below it, in text sizes.
const belowGap = 0.4

// SetSecond gives the view a second text; one without texts takes it away.
func (v *View) SetSecond(s Second) {
	v.second = secondText{Second: s}
	v.second.measure(v.letters, len(v.turns))
	v.layOutAnew()
}

// HasSecond reports whether there is a second text.
func (v *View) HasSecond() bool { return len(v.second.Texts) > 0 }

// SetPanes says how the second text stands with the story's own. What is read stays where it is.
func (v *View) SetPanes(p Panes) {
	if v.panes != p {
		v.panes = p
		v.layOutAnew()
	}
}

// layOutAnew sets the page for what has changed of it.
func (v *View) layOutAnew() {
	if v.renderer == nil {
		return // it is laid out when it is first shown
	}
	v.page.size = 0
	v.layOut()
	v.renderer.lines.Forget()
	v.renderer.heads.Forget()
	v.renderer.seconds.Forget()
	v.redraw()
}

// measure finds the widths of all words. What is for no turn of the story is left out.
func (s *secondText) measure(m *letters.Metrics, turns int) {
	var kept []Beside
	for _, b := range s.Texts {
		if strings.TrimSpace(b.Text) != "" && b.First >= 0 && b.First <= b.Last && b.Last < turns {
			kept = append(kept, b)
		}
	}
	fromRight := isFromRight(s.Language)
	s.Texts, s.paragraphs = kept, make([][]paragraph, len(kept))
	for i, b := range kept {
		at := 0
		for _, part := range strings.SplitAfter(b.Text, "\n\n") {
			p := newParagraph(at, m.Phrase(part, fyne.TextStyle{}))
			p.startsRight = p.startsRight || p.hasRight && fromRight // although a name in other letters may stand first
			s.paragraphs[i] = append(s.paragraphs[i], p)
			at += len(part)
		}
	}
}

// isFromRight reports whether a language is written from the right.
func isFromRight(tongue string) bool {
	tag, err := language.Parse(tongue)
	if err != nil {
		return false
	}
	script, _ := tag.Script()
	switch script.String() {
	case "Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa":
		return true
	}
	return false
}

// layOut breaks one of the texts into lines.
func (s *secondText) layOut(i int, size, column float32, room look.Spacing, m *letters.Metrics) secondBlock {
	b := secondBlock{Beside: s.Texts[i]}
	for n, part := range s.paragraphs[i] {
		if n > 0 {
			b.height += room.Turn / 2 * size
		}
		for _, l := range part.Lines(column, size) {
			b.lines = append(b.lines, line{part.at + l.Start, part.at + l.End, b.height, part.runs(l, size, column, m)})
			b.height += room.Line * size
		}
	}
	return b
}

// addSecond puts a second text on a page and makes room for it: beside each other both texts of a row begin at one height, and the
// row is as high as the higher of them.
func (p *page) addSecond(s *secondText, c columns, m *letters.Metrics) {
	p.columns, p.seconds = c, nil
	if c.second == 0 || len(s.Texts) == 0 {
		return
	}
	down, next := float32(0), 0
	for i := range s.Texts {
		b := s.layOut(i, p.size, c.second, p.room, m)
		for ; next <= b.Last; next++ {
			p.blocks[next].top += down
		}
		first, last := p.blocks[b.First], p.blocks[b.Last]
		end := last.top + last.height
		b.top = end + belowGap*p.size
		if c.beside {
			b.top = first.top
			if first.heading {
				b.top += headingSize * headingLeading * p.size
			}
		}
		down += max(b.top+b.height-end, 0)
		p.seconds = append(p.seconds, b)
	}
	for ; next < len(p.blocks); next++ {
		p.blocks[next].top += down
	}
	p.height += down
}

// secondAt is the block of the second text that holds the height y, or the nearest one above it; -1 where there is none.
func (p page) secondAt(y float32) int {
	return sort.Search(len(p.seconds), func(i int) bool { return p.seconds[i].top > y }) - 1
}

// secondOf is the block of the second text that is for a turn; -1 where there is none.
func (p page) secondOf(turn int) int {
	i := sort.Search(len(p.seconds), func(i int) bool { return p.seconds[i].Last >= turn })
	if i < len(p.seconds) && p.seconds[i].First <= turn {
		return i
	}
	return -1
}

// secondTurn is the turn that a point of the view on the second text belongs to.
func (v *View) secondTurn(at fyne.Position) (turn int, ok bool) {
	y := v.offset + at.Y
	i := v.page.secondAt(y)
	if i < 0 || y > v.page.seconds[i].top+v.page.seconds[i].height {
		return 0, false
	}
	if x := at.X - v.left(); v.page.columns.beside && x < v.page.columns.at-tintEdge {
		return 0, false
	}
	return v.page.seconds[i].First, true
}

// dimsSecond reports whether a block's letters are quiet ones now.
func (v *View) dimsSecond(b secondBlock) bool {
	return v.dims(b.First) && (v.held.Turn < b.First || v.held.Turn > b.Last)
}

// drawSecond shows the lines of the second text in sight, with a line at its left where it stands below the turns.
func (r *viewRenderer) drawSecond() {
	v, rules := r.v, 0
	r.seconds.Begin()
	for i := max(v.page.secondAt(v.offset), 0); i < len(v.page.seconds); i++ {
		b := v.page.seconds[i]
		if b.top-v.offset > v.Size().Height {
			break
		}
		for n, l := range b.lines {
			if y := b.top + l.top - v.offset; y <= v.Size().Height && y+v.page.lineHeight() >= 0 {
				r.drawSecondLine(secondKey{i, n, v.dimsSecond(b)}, b, l, y)
			}
		}
		if !v.page.columns.beside {
			r.drawSecondRule(rules, b)
			rules++
		}
	}
	for _, rule := range r.secondRules[rules:] {
		control.SetShown(rule, false)
	}
	r.seconds.End()
	r.drawSecondTurn()
}

func (r *viewRenderer) drawSecondLine(key secondKey, b secondBlock, l line, y float32) {
	v := r.v
	text, fresh := r.seconds.Use(key)
	if fresh {
		ink := theme.ColorNameForeground
		if key.quiet {
			ink = look.ColorDimmed
		}
		text.show(l, b.Text[l.start:l.end], v.page.size, fyne.TextStyle{})
		text.Color = v.Theme().Color(ink, fyne.CurrentApp().Settings().ThemeVariant())
		text.paint(fyne.NewSize(v.page.columns.second, v.page.lineHeight()))
		control.SetShown(text.sign, false)
	}
	text.place(fyne.NewPos(v.left()+v.page.columns.at, y))
}

func (r *viewRenderer) drawSecondRule(n int, b secondBlock) {
	if n == len(r.secondRules) {
		r.secondRules = append(r.secondRules, canvas.NewRectangle(nil))
	}
	const width = 3
	rule := r.secondRules[n]
	r.fill(rule, look.ColorBorder)
	control.Lay(rule, r.v.left()+r.v.page.columns.at/2-width, b.top-r.v.offset, width, b.height)
	control.SetShown(rule, true)
}

// drawSecondTurn lays the tint and the bar of the spoken turn behind what the second text has for it.
func (r *viewRenderer) drawSecondTurn() {
	v := r.v
	i := -1
	if v.emphasis.Mark.holds(Turn) && v.mark.Turn >= 0 {
		i = v.page.secondOf(v.mark.Turn)
	}
	control.SetShown(r.secondTint, i >= 0)
	control.SetShown(r.secondBar, i >= 0)
	if i < 0 {
		return
	}
	b, c := v.page.seconds[i], v.page.columns
	left, right := v.left()+c.at-tintEdge, v.left()+c.at+c.second+tintEdge
	if !c.beside {
		left = v.left() + c.at/2 - barWidth
	}
	above := v.tintAbove()
	top, height := b.top-v.offset-above, b.height+2*above
	control.Lay(r.secondTint, left, top, right-left, height)
	control.Lay(r.secondBar, left, top, barWidth, height)
}

// secondPart is what a block of the second text means: a paragraph in its own language.
func (v *View) secondPart(i int, ruler letters.Ruler) access.Part {
	b, c := v.page.seconds[i], v.page.columns
	set := setting{lines: b.lines, size: v.page.size, high: v.page.lineHeight()}
	r := region{set: set, text: b.Text, height: b.height, column: c.second, ruler: ruler}
	node := access.Node{
		Role: access.Paragraph, Description: v.secondName(),
		Text: &access.Text{Content: b.Text, Lines: r.starts(), Rectangle: r.of},
	}
	if v.second.Language != "" {
		node.Attributes = map[string]string{"language": v.second.Language}
		node.Text.Marks = []access.Mark{{Span: access.Span{End: len(b.Text)}, Attributes: map[string]string{"language": v.second.Language}}}
	}
	return access.Part{Key: secondPart{i}, Node: node, At: fyne.NewPos(c.at, b.top), Size: fyne.NewSize(c.second, b.height)}
}

// secondName says what the second text is: a translation where its language is known to be another than the story's.
func (v *View) secondName() string {
	if of := v.second.Language; of != "" && v.language != "" && !strings.EqualFold(of[:min(2, len(of))], v.language[:min(2, len(v.language))]) {
		return "translation"
	}
	return "second text"
}
