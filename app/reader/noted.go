package reader

import (
	"cmp"
	"image/color"
	"slices"
	"sort"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"alongside/app/access"
	"alongside/app/control"
	"alongside/app/look"
	"alongside/sync/transcript"
)

// This file shows what the reader has marked in the story, and says on what a new mark would be put.

// A NotedKind says what the reader has marked something as.
type NotedKind string

// The kinds.
const (
	Bookmark  NotedKind = "bookmark"
	Highlight NotedKind = "highlight"
	Note      NotedKind = "note"
	WordKept  NotedKind = "word" // to learn
)

// Icon is the sign that stands in the margin; each kind has a shape of its own.
func (k NotedKind) Icon() control.Icon {
	switch k {
	case Bookmark:
		return control.IconBookmark
	case Highlight:
		return control.IconHighlight
	case WordKept:
		return control.IconWord
	}
	return control.IconWritten
}

// A Noted is what the reader has marked, on words of a turn.
type Noted struct {
	ID   int64
	Kind NotedKind
	Turn int
	Span transcript.Span
	Note string // what the reader wrote to it, "" for nothing
}

// ShowNoted shows what the reader has marked, in place of what was shown before.
func (v *View) ShowNoted(all []Noted) {
	v.noted = slices.DeleteFunc(slices.Clone(all), func(n Noted) bool {
		return n.Turn < 0 || n.Turn >= len(v.turns) || n.Span.Start < 0 || n.Span.End <= n.Span.Start || n.Span.End > len(v.turns[n.Turn].Text)
	})
	slices.SortStableFunc(v.noted, func(a, b Noted) int {
		return cmp.Or(a.Turn-b.Turn, a.Span.Start-b.Span.Start, a.Span.End-b.Span.End)
	})
	v.revision++
	if v.renderer != nil {
		v.renderer.signs.Forget()
	}
	v.redraw()
	if v.listener != nil {
		v.listener.Refresh()
	}
}

// notedIn is what is marked in the turns from one to another.
func (v *View) notedIn(first, last int) []Noted {
	from := sort.Search(len(v.noted), func(i int) bool { return v.noted[i].Turn >= first })
	to := sort.Search(len(v.noted), func(i int) bool { return v.noted[i].Turn > last })
	return v.noted[from:max(from, to)]
}

// A Stretch is some words of a turn.
type Stretch struct {
	Turn int
	Span transcript.Span
}

// Selected is what is selected of the turns' words, a stretch for each turn.
func (v *View) Selected() (all []Stretch) {
	if !v.selecting() {
		return nil
	}
	from, to := v.selection()
	for p, ok := from.passage, true; ok && p.turn <= to.turn; p, ok = v.passageAfter(p) {
		span := trimmed(v.textOf(p), v.selectedIn(p))
		if p.title == ownText && span.End > span.Start {
			all = append(all, Stretch{p.turn, span})
		}
	}
	return all
}

func trimmed(text string, span transcript.Span) transcript.Span {
	words := span.In(text)
	span.Start += len(words) - len(strings.TrimLeft(words, " \r\n"))
	span.End = span.Start + len(strings.TrimSpace(words))
	return span
}

// Here is what a new mark would be put on: what is selected; else the sentence that the reader has taken the caret to; else
// the one that is heard, or was heard last; else the first one in sight.
func (v *View) Here() (Stretch, bool) {
	if selected := v.Selected(); len(selected) > 0 {
		return selected[0], true
	}
	if len(v.turns) == 0 {
		return Stretch{}, false
	}
	if v.mark.Turn >= 0 && v.mark.Turn < len(v.turns) && !(v.caret.own && v.caret.place != nowhere) {
		at, _ := v.markedByte()
		return v.sentenceAt(v.mark.Turn, at)
	}
	at, ok := v.caret.place, v.caret.own && v.caret.place != nowhere
	if !ok && len(v.page.blocks) == len(v.turns) {
		at, ok = v.firstInSight()
	}
	if !ok {
		return Stretch{}, false
	}
	if at.title != ownText { // over the turn
		at.at = 0
	}
	return v.sentenceAt(at.turn, at.at)
}

// sentenceAt is the sentence of a turn that holds a byte, or the one before it; the whole turn where it has none.
func (v *View) sentenceAt(turn, at int) (Stretch, bool) {
	text := v.turns[turn].Text
	span := transcript.Span{End: len(text)}
	for i, sentence := range v.spansOf(turn).sentences {
		if i == 0 || sentence.Start <= at {
			span = sentence
		}
	}
	span = trimmed(text, span)
	return Stretch{turn, span}, span.End > span.Start
}

// WordHere is the word that the reader means: what is selected within a turn; else the word that the caret was taken to;
// else the one that is heard.
func (v *View) WordHere() (Stretch, bool) {
	if selected := v.Selected(); len(selected) > 0 {
		return selected[0], true
	}
	if v.caret.own && v.caret.place != nowhere {
		if n, ok := v.caretWord(); ok {
			return Stretch{v.caret.turn, v.spansOf(v.caret.turn).words[n]}, true
		}
	}
	if v.mark.Turn >= 0 && v.mark.Turn < len(v.turns) {
		if words := v.spansOf(v.mark.Turn).words; v.mark.Word >= 0 && v.mark.Word < len(words) {
			return Stretch{v.mark.Turn, words[v.mark.Word]}, true
		}
	}
	return Stretch{}, false
}

// Read takes the caret, and the keyboard, to some words.
func (v *View) Read(at Stretch) {
	if at.Turn >= 0 && at.Turn < len(v.turns) && len(v.page.blocks) == len(v.turns) {
		focus(v)
		v.readAt(place{passage{at.Turn, ownText}, at.Span.Start})
	}
}

// marginSign is a sign in the margin.
type marginSign struct{ *canvas.Image }

func newMarginSign() marginSign {
	image := canvas.NewImageFromResource(nil)
	image.FillMode = canvas.ImageFillContain
	return marginSign{image}
}

// Objects implements control.Drawable.
func (s marginSign) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{s.Image} }

// drawNoted shows what is marked of the turns in sight: a sign in the right margin, and under highlights, notes and words a
// line with upright ends. That line stands lower than the one under the spoken word, so that neither is taken for the other.
func (r *viewRenderer) drawNoted() {
	v := r.v
	r.signs.Begin()
	r.ruled = 0
	beside := map[float32]int{} // how many signs stand on a line
	var lined []Stretch
	for _, n := range v.notedIn(v.page.blockAt(v.offset), v.page.blockAt(v.offset+v.Size().Height)) {
		pieces := v.pieces(n.Turn, n.Span)
		if len(pieces) == 0 {
			continue
		}
		r.drawMarginSign(n, pieces[0], beside[pieces[0].y])
		beside[pieces[0].y]++
		if n.Kind != Bookmark {
			lined = append(lined, Stretch{n.Turn, n.Span})
		}
	}
	r.ruleUnder(lined)
	r.signs.End()
	for _, rule := range r.rules[r.ruled:] {
		control.SetShown(rule, false)
	}
}

// drawMarginSign shows the nth sign beside a line, if there is room for it.
func (r *viewRenderer) drawMarginSign(n Noted, p piece, nth int) {
	v := r.v
	side := min(v.page.size, tintEdge-4)
	x := v.left() + v.page.column + 3 + float32(nth)*(side+2)
	if p.y+p.height < 0 || p.y > v.Size().Height || x+side > v.signsEnd() {
		return
	}
	sign, fresh := r.signs.Use(n.ID)
	if size := fyne.NewSize(side, side); fresh || sign.Size() != size {
		n.Kind.Icon().Draw(sign.Image, r.ink(look.ColorBar), size)
	}
	sign.Move(fyne.NewPos(x, p.y+(p.height-side)/2))
}

// signsEnd is how far the signs in the margin may reach: up to the bar of the page, or to the mark of the second text.
func (v *View) signsEnd() float32 {
	if v.page.columns.beside && len(v.page.seconds) > 0 {
		return v.left() + v.page.columns.at - tintEdge - 2
	}
	return v.Size().Width - control.ThumbSpace
}

func (r *viewRenderer) ink(name fyne.ThemeColorName) color.Color {
	return r.v.Theme().Color(name, fyne.CurrentApp().Settings().ThemeVariant())
}

// ruleWidth is how thick the line under what is marked is: thinner than the one under the spoken word.
func (p piece) ruleWidth() float32 { return max(2, 0.06*p.size) }

// ruleUnder draws the lines under marked words, which come in the order of the text. Where marks overlap there is one line,
// with an upright end for each of them.
func (r *viewRenderer) ruleUnder(marked []Stretch) {
	upright := map[fyne.Position]bool{}
	ruled := Stretch{Turn: -1} // up to where there is a line already
	for _, m := range marked {
		r.ruleEnds(m, upright)
		if m.Turn == ruled.Turn {
			m.Span.Start = max(m.Span.Start, min(ruled.Span.End, m.Span.End))
		} else {
			ruled = Stretch{Turn: m.Turn}
		}
		ruled.Span.End = max(ruled.Span.End, m.Span.End)
		spoken := r.v.spokenOf(m)
		r.ruleSpan(Stretch{m.Turn, transcript.Span{Start: m.Span.Start, End: spoken.Start}}, look.ColorBar)
		r.ruleSpan(Stretch{m.Turn, spoken}, look.ColorSentenceText)
		r.ruleSpan(Stretch{m.Turn, transcript.Span{Start: spoken.End, End: m.Span.End}}, look.ColorBar)
	}
}

// spokenOf is the part of some words that the fill of the spoken sentence lies under; an empty one at their end where it does
// not.
func (v *View) spokenOf(m Stretch) transcript.Span {
	if m.Turn == v.mark.Turn {
		if sentences := v.spansOf(m.Turn).sentences; v.mark.Sentence >= 0 && v.mark.Sentence < len(sentences) {
			s := sentences[v.mark.Sentence]
			if from, to := max(s.Start, m.Span.Start), min(s.End, m.Span.End); from < to {
				return transcript.Span{Start: from, End: to}
			}
		}
	}
	return transcript.Span{Start: m.Span.End, End: m.Span.End}
}

func (r *viewRenderer) ruleSpan(m Stretch, ink fyne.ThemeColorName) {
	for _, p := range r.v.pieces(m.Turn, m.Span) {
		r.rule(p, ink, p.x, p.y+p.height-p.ruleWidth(), p.width, p.ruleWidth())
	}
}

// ruleEnds draws the upright ends of a line, each once.
func (r *viewRenderer) ruleEnds(m Stretch, drawn map[fyne.Position]bool) {
	pieces, spoken := r.v.pieces(m.Turn, m.Span), r.v.spokenOf(m)
	if len(pieces) == 0 {
		return
	}
	first, last := pieces[0], pieces[len(pieces)-1]
	for _, end := range []struct {
		piece
		x      float32
		spoken bool
	}{
		{first, first.x, spoken.Start == m.Span.Start},
		{last, last.x + last.width - last.ruleWidth(), spoken.End == m.Span.End && spoken.Start < spoken.End},
	} {
		ink, height := look.ColorBar, 0.35*end.size
		if end.spoken {
			ink = look.ColorSentenceText
		}
		if at := fyne.NewPos(end.x, end.y); !drawn[at] {
			drawn[at] = true
			r.rule(end.piece, ink, end.x, end.y+end.height-height, end.ruleWidth(), height-end.ruleWidth())
		}
	}
}

// rule draws one line, of a piece in sight.
func (r *viewRenderer) rule(p piece, ink fyne.ThemeColorName, x, y, width, height float32) {
	if p.y+p.height < 0 || p.y > r.v.Size().Height {
		return
	}
	if r.ruled == len(r.rules) {
		r.rules = append(r.rules, canvas.NewRectangle(color.Transparent))
	}
	rule := r.rules[r.ruled]
	r.ruled++
	if fill := r.ink(ink); rule.FillColor != fill {
		rule.FillColor = fill
		rule.Refresh()
	}
	control.Lay(rule, x, y, width, height)
	control.SetShown(rule, true)
}

// describeNoted tells what is marked in a turn: in its description in words, and on the words as an attribute.
func (v *View) describeNoted(turn int, node *access.Node, lead int) {
	noted := v.notedIn(turn, turn)
	if len(noted) == 0 {
		return
	}
	says := make([]string, 0, len(noted)+1)
	if node.Description != "" {
		says = append(says, node.Description)
	}
	edges := []int{}
	for _, n := range noted {
		text := string(n.Kind)
		if n.Kind == WordKept {
			text += " to learn: " + n.Span.In(v.turns[turn].Text)
		}
		if n.Note != "" {
			text += ": " + strings.Join(strings.Fields(n.Note), " ")
		}
		says = append(says, text)
		edges = append(edges, n.Span.Start, n.Span.End)
	}
	node.Description = strings.Join(says, "; ")
	node.Text.Marks = join(node.Text.Marks, attributesOf(noted, edges, lead), len(node.Text.Content))
}

// attributesOf are the stretches between the ends of what is marked, each with all that is marked there.
func attributesOf(noted []Noted, edges []int, lead int) (marks []access.Mark) {
	slices.Sort(edges)
	edges = slices.Compact(edges)
	for i := range edges[1:] {
		var kinds []string
		for _, n := range noted {
			if n.Span.Start <= edges[i] && n.Span.End >= edges[i+1] && !slices.Contains(kinds, string(n.Kind)) {
				kinds = append(kinds, string(n.Kind))
			}
		}
		if len(kinds) > 0 {
			marks = append(marks, access.Mark{
				Span:       access.Span{Start: lead + edges[i], End: lead + edges[i+1]},
				Attributes: map[string]string{"mark": strings.Join(kinds, " ")},
			})
		}
	}
	return marks
}

// join lays marks over those of the whole text, if it has any: no two of the result are in one place.
func join(whole, over []access.Mark, length int) (all []access.Mark) {
	if len(whole) != 1 {
		return over
	}
	under := func(from, to int) {
		if to > from {
			all = append(all, access.Mark{Span: access.Span{Start: from, End: to}, Attributes: whole[0].Attributes})
		}
	}
	at := 0
	for _, m := range over {
		under(at, m.Start)
		both := map[string]string{}
		for _, attributes := range []map[string]string{whole[0].Attributes, m.Attributes} {
			for name, value := range attributes {
				both[name] = value
			}
		}
		all = append(all, access.Mark{Span: m.Span, Attributes: both})
		at = m.End
	}
	under(at, length)
	return all
}
