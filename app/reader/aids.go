package reader

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"alongside/app/control"
	"alongside/app/look"
	"alongside/sync/transcript"
)

// aids are what lies over the page to help one follow. They are made when they are first chosen, so that they cost nothing before.
type aids struct {
	blanks []blankLine
	ruler  [2]*canvas.Rectangle // above and below the line that is heard
	covers [2]*canvas.Rectangle // over what lies above and below the window
	edges  [2]*canvas.Rectangle // of the window
	single *singleWord
}

// A blankLine hides a part of a line, and shows by a thin line that something stands there.
type blankLine struct{ cover, mark *canvas.Rectangle }

// rectangles makes two.
func rectangles() [2]*canvas.Rectangle {
	return [2]*canvas.Rectangle{canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)}
}

func (a *aids) appendHidden(objects []fyne.CanvasObject) []fyne.CanvasObject {
	for _, b := range a.blanks {
		objects = append(objects, b.cover, b.mark)
	}
	return objects
}

// over reports whether there is anything that lies over the marks.
func (a *aids) over() bool { return a.ruler[0] != nil || a.covers[0] != nil || a.single != nil }

func (a *aids) appendOver(objects []fyne.CanvasObject) []fyne.CanvasObject {
	for _, two := range [][2]*canvas.Rectangle{a.ruler, a.covers, a.edges} {
		if two[0] != nil {
			objects = append(objects, two[0], two[1])
		}
	}
	if a.single != nil {
		objects = a.single.appendTo(objects)
	}
	return objects
}

// drawAids draws what is chosen of the ruler, the window and the large word.
func (r *viewRenderer) drawAids() {
	r.drawRuler()
	r.drawWindow()
	r.drawSingle()
}

// drawHidden covers the words in sight that have not been heard yet.
func (r *viewRenderer) drawHidden() {
	v, used := r.v, 0
	if v.emphasis.Hide {
		for turn := max(v.page.blockAt(v.offset), 0); turn < len(v.page.blocks); turn++ {
			if v.page.blocks[turn].top-v.offset > v.Size().Height {
				break
			}
			for _, p := range v.hiddenPieces(turn) {
				r.drawBlank(used, p, v.groundOf(turn))
				used++
			}
		}
	}
	for _, b := range r.aids.blanks[used:] {
		control.SetShown(b.cover, false)
		control.SetShown(b.mark, false)
	}
}

// hiddenPieces are the parts of the lines in sight of a turn that are hidden.
func (v *View) hiddenPieces(turn int) (all []piece) {
	b := v.page.blocks[turn]
	for _, h := range v.hiddenIn(turn) {
		for n := b.lineOf(h.Start); n >= 0 && n < len(b.lines) && b.lines[n].start < h.End; n++ {
			y := b.top + b.lines[n].top - v.offset
			if y > v.Size().Height || y+b.lineHeight() < 0 {
				continue
			}
			part := transcript.Span{Start: max(h.Start, b.lines[n].start), End: min(h.End, b.lines[n].end)}
			if part.Start < part.End {
				all = append(all, v.pieces(turn, part)...)
			}
		}
	}
	return all
}

func (r *viewRenderer) drawBlank(n int, p piece, ground fyne.ThemeColorName) {
	if n == len(r.aids.blanks) {
		two := rectangles()
		r.aids.blanks = append(r.aids.blanks, blankLine{two[0], two[1]})
	}
	b, thick := r.aids.blanks[n], max(2, p.size*0.07)
	r.fill(b.cover, ground)
	r.fill(b.mark, look.ColorQuiet)
	control.Lay(b.cover, p.x, p.y, p.width+p.size*0.2, p.height) // slanted letters reach over their width
	control.Lay(b.mark, p.x, p.y+p.height/2+p.size*0.4, p.width, thick)
	control.SetShown(b.cover, true)
	control.SetShown(b.mark, true)
}

// linesIn is where on the page the lines stand that a span of a turn's text lies on.
func (v *View) linesIn(turn int, span transcript.Span) (first, last int, ok bool) {
	b := v.page.blocks[turn]
	if len(b.lines) == 0 {
		return 0, 0, false
	}
	return b.lineOf(span.Start), b.lineOf(max(span.End-1, span.Start)), true
}

// ruled is where on the page the ruler stands: around the line in which the voice is known to be, or around all lines of the
// sentence or turn where no more is known. Where nothing is heard there is none.
func (v *View) ruled() (top, bottom float32, ok bool) {
	turn, span, ok := v.heldSpan()
	if !ok || !v.emphasis.Ruler || v.mark.Turn < 0 || turn >= len(v.page.blocks) {
		return 0, 0, false
	}
	b := v.page.blocks[turn]
	first, last, ok := v.linesIn(turn, span)
	if !ok {
		return 0, 0, false
	}
	return b.top + b.lines[first].top, b.top + b.lines[last].top + b.lineHeight(), true
}

func (r *viewRenderer) drawRuler() {
	top, bottom, ok := r.v.ruled()
	if !ok && r.aids.ruler[0] == nil {
		return
	}
	if r.aids.ruler[0] == nil {
		r.aids.ruler = rectangles()
	}
	thick := max(3, r.v.page.size*0.1) + 2*caretGround
	for i, y := range []float32{top - thick/2, bottom - thick/2} {
		line := r.aids.ruler[i]
		control.SetShown(line, ok)
		if !ok {
			continue
		}
		r.fill(line, look.ColorBar)
		r.stroke(line)
		control.Lay(line, -2*caretGround, y-r.v.offset, r.v.Size().Width+4*caretGround, thick)
	}
}

// stroke puts a thin line of the page's colour around something that may lie on a fill much like its own.
func (r *viewRenderer) stroke(o *canvas.Rectangle) {
	c := r.v.Theme().Color(look.ColorPage, fyne.CurrentApp().Settings().ThemeVariant())
	if o.StrokeColor != c {
		o.StrokeColor, o.StrokeWidth = c, caretGround
		o.Refresh()
	}
}

// windowed is where on the page the window stands that alone is to be seen. While the reader is elsewhere than the voice it goes
// with the caret, or is away where that is not theirs: else there would be nothing to see. Nor is it there while words are looked for.
func (v *View) windowed() (top, bottom float32, ok bool) {
	turn, span, ok := v.heldSpan()
	if !v.following {
		turn, span, ok = v.caret.turn, transcript.Span{Start: v.caret.at, End: v.caret.at}, v.caret.own && v.caret.title == ownText
	}
	if !ok || !v.emphasis.Window || v.finding() || turn < 0 || turn >= len(v.page.blocks) {
		return 0, 0, false
	}
	first, last, ok := v.linesIn(turn, span)
	if !ok {
		return 0, 0, false
	}
	beside := (v.emphasis.Lines - 1) / 2
	from, n := v.lineBeside(turn, first, -beside)
	top = v.page.blocks[from].top + v.page.blocks[from].lines[n].top
	if n == 0 {
		top = v.page.blocks[from].top // with who speaks
	}
	to, n := v.lineBeside(turn, last, beside)
	b := v.page.blocks[to]
	return top, b.top + b.lines[n].top + b.lineHeight(), true
}

// lineBeside is the line so many lines below another, or above it where that is less than 0, or as far as there are any.
func (v *View) lineBeside(turn, n, by int) (inTurn, line int) {
	step := 1
	if by < 0 {
		step, by = -1, -by
	}
	for i, m := turn, n; by > 0; by-- {
		m += step
		for i >= 0 && i < len(v.page.blocks) && (m < 0 || m >= len(v.page.blocks[i].lines)) {
			i += step
			m = 0
			if step < 0 && i >= 0 {
				m = len(v.page.blocks[i].lines) - 1
			}
		}
		if i < 0 || i >= len(v.page.blocks) {
			break
		}
		turn, n = i, m
	}
	return turn, n
}

// covers reports whether a point of the view lies outside of the window.
func (v *View) covers(at fyne.Position) bool {
	top, bottom, ok := v.windowed()
	return ok && (at.Y < top-v.offset || at.Y >= bottom-v.offset)
}

func (r *viewRenderer) drawWindow() {
	top, bottom, ok := r.v.windowed()
	if !ok && r.aids.covers[0] == nil {
		return
	}
	if r.aids.covers[0] == nil {
		r.aids.covers, r.aids.edges = rectangles(), rectangles()
	}
	size, thick := r.v.Size(), max(2, r.v.page.size*0.05)
	from, to := min(max(top-r.v.offset, 0), size.Height), min(max(bottom-r.v.offset, 0), size.Height)
	for i := range r.aids.covers {
		cover, edge := r.aids.covers[i], r.aids.edges[i]
		control.SetShown(cover, ok)
		control.SetShown(edge, ok)
		if ok {
			r.fill(cover, look.ColorPage)
			r.fill(edge, look.ColorBorder)
		}
	}
	control.Lay(r.aids.covers[0], 0, 0, size.Width, from)
	control.Lay(r.aids.covers[1], 0, to, size.Width, size.Height-to)
	control.Lay(r.aids.edges[0], 0, from-thick, size.Width, thick)
	control.Lay(r.aids.edges[1], 0, to, size.Width, thick)
}
