package library

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"alongside/app/access"
	"alongside/app/letters"
	"alongside/app/look"
	"alongside/store"
	"alongside/sync/transcript"
)

// A Hit is a story that a search found: which, where in it, and the stretch of text that answers.
type Hit struct {
	StoryID int64
	Turn    int // the turn that answers, -1 where only the title or the people do
	Title   string
	Text    string            // the stretch, cut at its ends where it is long
	Marks   []transcript.Span // what was searched for, within Text, in order
	Matches int               // in all that is said in the story
}

// HitOf is how a hit in the library is shown.
func HitOf(h store.Hit) Hit {
	hit := Hit{StoryID: h.ID, Turn: h.Turn, Title: titleOf(h.Summary), Text: h.Snippet, Marks: h.Marks, Matches: h.Matches}
	if h.InNote {
		hit.Text, hit.Marks = inNote+h.Snippet, make([]transcript.Span, len(h.Marks))
		for i, m := range h.Marks {
			hit.Marks[i] = transcript.Span{Start: m.Start + len(inNote), End: m.End + len(inNote)}
		}
	}
	return hit
}

// inNote tells what the reader wrote from what is said.
const inNote = "Your note: "

// A hitRow is the card of something found. Of several in one story only the first tells the story's title; where it is
// the title that was found, the title is all.
type hitRow struct {
	hit                Hit
	number             int // among all that was found, from 1
	title, text, count letters.Phrase
}

var _ choice = (*hitRow)(nil)

// hitRows makes the cards of what was found, those of one story together.
func hitRows(hits []Hit, m *letters.Metrics) []row {
	rows := make([]row, len(hits))
	for i, hit := range hits {
		r := &hitRow{hit: hit, number: i + 1}
		switch {
		case hit.Turn < 0 && hit.Text == hit.Title:
			r.text = m.Phrase(hit.Text, boldText)
		case i == 0 || hits[i-1].StoryID != hit.StoryID:
			r.title = m.Phrase(hit.Title, boldText)
			fallthrough
		default:
			r.text = m.Phrase(hit.Text, fyne.TextStyle{})
		}
		if hit.Matches > 0 {
			r.count = m.Phrase(matchesText(hit.Matches)+" in what is said", fyne.TextStyle{})
		}
		rows[i] = r
	}
	return rows
}

func matchesText(n int) string {
	if n == 1 {
		return "1 match"
	}
	return counted(n, "matche")
}

func (r *hitRow) key() rowKey { return rowKey{story: r.hit.StoryID, hit: r.number} }

func (r *hitRow) describe() access.Node {
	text := r.hit.Text
	if text == r.hit.Title {
		text = "" // it is the title that was found
	}
	return access.Node{Role: access.ListItem, Name: sentences(r.hit.Title, text, r.count.Text)}
}

func (r *hitRow) open(a Actions) {
	if r.hit.Turn < 0 {
		a.Open(r.hit.StoryID)
		return
	}
	a.OpenAt(r.hit.StoryID, r.hit.Turn)
}

func (r *hitRow) remove(Actions)               {}
func (r *hitRow) removable() bool              { return false }
func (r *hitRow) menu() string                 { return "" }
func (r *hitRow) menuAt(setting) fyne.Position { return fyne.Position{} }

func (r *hitRow) height(s setting) float32 {
	title := float32(r.title.Count(s.inner(), s.size)) * titleLeading * s.size
	words := float32(r.text.Count(s.inner(), s.size)) * textLeading * s.size
	count := float32(r.count.Count(s.inner(), s.small())) * smallLeading * s.small()
	return title + words + count + 2*(padShare*s.pad()+ringSpace)
}

func (r *hitRow) plan(s setting) plan {
	p := plan{card: true, height: r.height(s)}
	left := ringSpace + s.pad()
	y := ringSpace + padShare*s.pad()
	y = p.put(r.title, fyne.NewPos(left, y), s.inner(), s.size, titleLeading, theme.ColorNameForeground)
	for _, l := range r.text.Lines(s.inner(), s.size) {
		r.putLine(&p, l, fyne.NewPos(left, y), s)
		y += textLeading * s.size
	}
	p.put(r.count, fyne.NewPos(left, y), s.inner(), s.small(), smallLeading, look.ColorQuiet)
	return p
}

// putLine draws one line of the stretch: plain text, and over it each marked part with a fill behind and a line below it.
func (r *hitRow) putLine(p *plan, l letters.Line, at fyne.Position, s setting) {
	width := func(end int) float32 { return s.letters.Exact(r.hit.Text[l.Start:end], s.size, r.text.Style) }
	from := l.Start
	plain := func(to int, color fyne.ThemeColorName) {
		if to > from {
			x := at.X + width(from)
			piece := text{r.hit.Text[from:to], fyne.NewPos(x, at.Y), s.size, textLeading * s.size, r.text.Style, color}
			p.texts = append(p.texts, piece)
			from = to
		}
	}
	for _, m := range r.hit.Marks {
		start, end := max(m.Start, from), min(m.End, l.End)
		if start >= end {
			continue
		}
		plain(start, theme.ColorNameForeground)
		x, wide := at.X+width(start), width(end)-width(start)
		thick := max(3, 0.15*s.size)
		p.shapes = append(p.shapes,
			shape{fyne.NewPos(x, at.Y+0.1*s.size), fyne.NewSize(wide, 1.4*s.size), look.ColorSentence, "", 0},
			shape{fyne.NewPos(x, at.Y+1.3*s.size), fyne.NewSize(wide, thick), look.ColorWord, "", 0})
		plain(end, look.ColorSentenceText)
	}
	plain(l.End, theme.ColorNameForeground)
}
