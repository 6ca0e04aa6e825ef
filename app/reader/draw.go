package reader

import (
	"image"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"alongside/app/control"
	"alongside/app/look"
	"alongside/sync"
	"alongside/sync/finding"
	"alongside/sync/transcript"
)

// Measures of the marks, in device-independent pixels.
const (
	tintEdge  = 26 // from the column's edge to the tint's
	barWidth  = 6
	mostTint  = 0.5 // of the tint above and below the turn, in text sizes
	edgeWidth = 2   // of the lines at both ends of the sentence, at least
	ringWidth = 3
	corner    = 4

	caretWidth  = 2 // at least
	caretGround = 1 // on both sides of it
	casingWidth = 2 // of the line in the page's colour beside a line that may lie on the sentence's fill
)

// viewRenderer draws what is in sight. Every object is kept and used again: moving one costs nothing, while a new text
// costs a texture.
type viewRenderer struct {
	v    *View
	clip *container.Clip
	all  *fyne.Container

	tint, bar *canvas.Rectangle
	lines     *control.Pool[lineKey, *textLine]
	heads     *control.Pool[headKey, *headingLine]
	sentence  []*canvas.Rectangle // one a line of the sentence
	filled    fyne.ThemeColorName // what they are filled with
	lifted    bool                // the sentence has no fill of its own, and stands out against quiet letters only
	spoken    []*canvas.Text      // the sentence's text, over its fill
	edges     [2]*canvas.Rectangle
	words     []*canvas.Rectangle // under the word, one a line of it
	ring      *canvas.Rectangle
	caret     *canvas.Rectangle
	selected  []*canvas.Rectangle // around what is selected
	outlines  []*canvas.Rectangle // around what was looked for
	here      *canvas.Image       // beside the match that the reader has come to
	casings   []*canvas.Rectangle // beside the ring and the outlines, where they lie on the sentence's fill
	cased     int                 // how many of them are in use
	rules     []*canvas.Rectangle // under what the reader has marked
	ruled     int                 // how many of them are in use
	signs     *control.Pool[int64, marginSign]
	probe     *canvas.Raster
	thumb     *control.Thumb
	aids      aids

	seconds               *control.Pool[secondKey, *textLine] // the second text
	secondRules           []*canvas.Rectangle                 // at its left, where it stands below the turns
	secondTint, secondBar *canvas.Rectangle

	drawn sync.Place
}

// lineKey names one line of the page, in one of its two colours.
type lineKey struct {
	turn, line int
	quiet      bool
}

// headKey names a turn's heading likewise.
type headKey struct {
	turn  int
	quiet bool
}

// CreateRenderer implements fyne.Widget.
func (v *View) CreateRenderer() fyne.WidgetRenderer {
	r := &viewRenderer{
		v:     v,
		all:   container.NewWithoutLayout(),
		tint:  canvas.NewRectangle(nil),
		bar:   canvas.NewRectangle(nil),
		ring:  canvas.NewRectangle(nil),
		caret: canvas.NewRectangle(nil),
		thumb: control.NewThumb(v.scroll),
		here:  canvas.NewImageFromResource(nil),
		drawn: sync.Nowhere,
	}
	r.here.FillMode = canvas.ImageFillContain
	r.here.Hide()
	r.edges = [2]*canvas.Rectangle{canvas.NewRectangle(nil), canvas.NewRectangle(nil)}
	r.probe = canvas.NewRaster(r.handedOver)
	r.probe.Resize(fyne.NewSize(1, 1))
	r.clip = container.NewClip(r.all)
	r.lines = control.NewPool[lineKey](newTextLine)
	r.heads = control.NewPool[headKey](newHeadingLine)
	r.signs = control.NewPool[int64](newMarginSign)
	r.seconds = control.NewPool[secondKey](newTextLine)
	r.secondTint, r.secondBar = canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	v.renderer = r
	return r
}

// handedOver runs while a frame is painted: the toolkit asks for the probe's one pixel, so whatever is marked now is on
// its way to the screen.
func (r *viewRenderer) handedOver(int, int) image.Image {
	if r.v.OnDrawn != nil {
		r.v.OnDrawn(r.v.mark)
	}
	return image.NewNRGBA(image.Rect(0, 0, 1, 1))
}

func (r *viewRenderer) Destroy() { r.v.stopGliding() }

func (r *viewRenderer) MinSize() fyne.Size { return fyne.NewSize(200, 120) }

func (r *viewRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.clip, r.thumb}
}

func (r *viewRenderer) Layout(size fyne.Size) {
	r.clip.Resize(size)
	r.all.Resize(size)
	r.v.layOut()
	r.draw()
}

// Refresh follows a change of theme: every colour and size is taken anew.
func (r *viewRenderer) Refresh() {
	r.lines.Forget()
	r.heads.Forget()
	r.signs.Forget()
	r.seconds.Forget()
	r.v.layOut()
	r.paint()
	r.draw()
	r.thumb.Refresh()
	canvas.Refresh(r.v)
}

// paint gives the marks the theme's colours.
func (r *viewRenderer) paint() {
	th, variant := r.v.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	for _, tint := range []*canvas.Rectangle{r.tint, r.secondTint} {
		tint.FillColor, tint.CornerRadius = th.Color(look.ColorTurn, variant), corner
	}
	for _, bar := range []*canvas.Rectangle{r.bar, r.secondBar} {
		bar.FillColor, bar.TopLeftCornerRadius, bar.BottomLeftCornerRadius = th.Color(look.ColorBar, variant), corner, corner
	}
	r.ring.FillColor = color.Transparent
	r.ring.StrokeColor, r.ring.StrokeWidth = th.Color(look.ColorRing, variant), ringWidth
	r.ring.CornerRadius = corner
	r.caret.StrokeColor, r.caret.StrokeWidth = th.Color(look.ColorPage, variant), caretGround
	for _, w := range r.words {
		w.FillColor = th.Color(look.ColorWord, variant)
	}
	for _, e := range r.edges {
		e.FillColor = th.Color(look.ColorBar, variant)
	}
	for _, s := range r.sentence {
		s.FillColor = th.Color(r.filled, variant)
	}
	for _, c := range r.casings {
		c.StrokeColor = th.Color(look.ColorPage, variant)
	}
	for _, o := range []fyne.CanvasObject{r.tint, r.bar, r.secondTint, r.secondBar, r.ring, r.caret, r.edges[0], r.edges[1]} {
		o.Refresh()
	}
}

// redraw shows the view's state. It is cheap enough for every change of word.
func (v *View) redraw() {
	if v.renderer != nil {
		v.renderer.draw()
	}
}

// draw places everything that is in sight.
func (r *viewRenderer) draw() {
	if r.tint.FillColor == nil {
		r.paint()
	}
	r.drawText()
	r.drawSecond()
	r.drawTurn()
	r.drawSentence()
	r.drawNoted()
	r.drawWord()
	r.drawHidden()
	r.cased = 0
	r.drawFound()
	r.drawSelected()
	r.drawRing()
	r.drawCaret()
	r.drawAids()
	for _, c := range r.casings[r.cased:] {
		control.SetShown(c, false)
	}
	r.thumb.Place(r.v.Size(), r.v.page.height, r.v.offset)
	r.stack()
	if r.drawn != r.v.mark {
		r.drawn = r.v.mark
		r.probe.Refresh()
	}
}

// stack orders what lies behind and before: tint, text, sentence, its text, what the reader has marked, the word's line, the
// ring.
func (r *viewRenderer) stack() {
	objects := r.all.Objects[:0]
	objects = append(objects, r.tint, r.secondTint, r.bar, r.secondBar)
	for _, rule := range r.secondRules {
		objects = append(objects, rule)
	}
	objects = r.seconds.AppendTo(objects)
	if r.v.image != nil {
		objects = append(objects, r.v.image)
	}
	objects = r.lines.AppendTo(objects)
	objects = r.heads.AppendTo(objects)
	for _, s := range r.sentence {
		objects = append(objects, s)
	}
	for _, c := range r.casings {
		objects = append(objects, c)
	}
	for _, s := range r.spoken {
		objects = append(objects, s)
	}
	for _, o := range r.rules {
		objects = append(objects, o)
	}
	objects = r.signs.AppendTo(objects)
	objects = r.aids.appendHidden(objects)
	objects = append(objects, r.here)
	for _, o := range r.outlines {
		objects = append(objects, o)
	}
	for _, o := range r.selected {
		objects = append(objects, o)
	}
	objects = append(objects, r.edges[0], r.edges[1])
	for _, w := range r.words {
		objects = append(objects, w)
	}
	if r.aids.over() {
		objects = r.aids.appendOver(append(objects, r.caret))
		r.all.Objects = append(objects, r.ring, r.probe)
		return
	}
	r.all.Objects = append(objects, r.ring, r.caret, r.probe)
}

// drawText shows the lines and headings in sight and gives back those that no longer are.
func (r *viewRenderer) drawText() {
	v := r.v
	r.lines.Begin()
	r.heads.Begin()
	for i := max(v.page.blockAt(v.offset), 0); i < len(v.page.blocks); i++ {
		b := v.page.blocks[i]
		if b.top-b.above-v.offset > v.Size().Height {
			break
		}
		quiet := v.dims(i)
		r.drawTitles(i, b)
		if b.heading {
			r.drawHeading(i, b.top-v.offset)
		}
		for n, l := range b.lines {
			y := b.top + l.top - v.offset
			if y > v.Size().Height || y+b.lineHeight() < 0 {
				continue
			}
			r.drawLine(lineKey{i, n, quiet}, b, l, y)
		}
	}
	r.drawPicture()
	r.lines.End()
	r.heads.End()
}

func (r *viewRenderer) drawLine(key lineKey, b block, l line, y float32) {
	text, fresh := r.lines.Use(key)
	if fresh {
		turn := r.v.turns[key.turn]
		th, variant := r.v.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
		text.show(l, turn.Text[l.start:l.end], b.size, r.v.text.style(key.turn))
		text.Color = th.Color(theme.ColorNameForeground, variant)
		switch {
		case key.quiet:
			text.Color = th.Color(look.ColorDimmed, variant)
		case turn.Kind != transcript.Speech:
			text.Color = th.Color(look.ColorQuiet, variant)
		}
		text.paint(fyne.NewSize(r.v.page.column, b.lineHeight()))
	}
	text.place(fyne.NewPos(r.v.left(), y))
	r.drawSign(text, key, y, b.lineHeight())
}

func (r *viewRenderer) drawHeading(i int, y float32) {
	quiet := r.v.dims(i)
	h, fresh := r.heads.Use(headKey{i, quiet})
	if fresh {
		turn := r.v.turns[i]
		th, variant := r.v.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
		h.set(headingOf(turn, r.v.voices), th, variant, r.v.page.size*headingSize)
		if quiet {
			h.name.Color = th.Color(look.ColorDimmed, variant)
			h.role.Color = h.name.Color
		}
		h.fit(r.v.page.column)
	}
	h.move(fyne.NewPos(r.v.left(), y))
}

// left is where the column begins.
func (v *View) left() float32 { return (v.Size().Width - v.page.columns.whole) / 2 }

// tintAbove is how far the tint of the spoken turn reaches above and below it.
func (v *View) tintAbove() float32 { return min(v.page.room.Turn*0.3, mostTint) * v.page.size }

// drawTurn lays the tint and the bar behind the spoken turn.
func (r *viewRenderer) drawTurn() {
	v := r.v
	shown := v.emphasis.Mark.holds(Turn) && v.mark.Turn >= 0 && v.mark.Turn < len(v.page.blocks)
	control.SetShown(r.tint, shown)
	control.SetShown(r.bar, shown)
	if !shown {
		return
	}
	b := v.page.blocks[v.mark.Turn]
	above := v.tintAbove()
	top, height := b.top-v.offset-above, b.height+2*above
	control.Lay(r.tint, v.left()-tintEdge, top, v.page.column+2*tintEdge, height)
	control.Lay(r.bar, v.left()-tintEdge, top, barWidth, height)
}

// drawSentence fills the spoken sentence line by line, with its own text on the fill and an edge at both ends. Where it is not to
// be highlighted but the rest is to be quiet, its text is drawn over the quiet one, on the ground that lies there.
func (r *viewRenderer) drawSentence() {
	v := r.v
	pieces := v.markedSentence()
	fill, ink := look.ColorSentence, look.ColorSentenceText
	if r.lifted = len(pieces) == 0; r.lifted {
		pieces = v.liftedSentence()
		fill, ink = v.groundOf(v.held.Turn), theme.ColorNameForeground
	}
	if r.filled != fill {
		r.filled = fill
		for _, s := range r.sentence {
			r.fill(s, fill)
		}
	}
	for n, p := range pieces {
		if n == len(r.sentence) {
			r.grow()
		}
		control.Lay(r.sentence[n], p.x, p.y, p.width, p.height)
		control.SetShown(r.sentence[n], true)
		r.sayAgain(r.spoken[n], p, ink)
	}
	for n := len(pieces); n < len(r.sentence); n++ {
		control.SetShown(r.sentence[n], false)
		control.SetShown(r.spoken[n], false)
	}
	edged := len(pieces) > 0 && !r.lifted
	control.SetShown(r.edges[0], edged)
	control.SetShown(r.edges[1], edged)
	if edged {
		first, last := pieces[0], pieces[len(pieces)-1]
		width := max(edgeWidth, v.page.size*0.07)
		// They reach one pixel into the fill: at odd sizes a gap of background would show between them.
		control.Lay(r.edges[0], first.edge(!first.fromRight, width), first.y, width+1, first.height)
		control.Lay(r.edges[1], last.edge(last.fromRight, width), last.y, width+1, last.height)
	}
}

// grow adds one more line to what can be filled.
func (r *viewRenderer) grow() {
	fill := canvas.NewRectangle(r.v.Theme().Color(r.filled, fyne.CurrentApp().Settings().ThemeVariant()))
	r.sentence = append(r.sentence, fill)
	r.spoken = append(r.spoken, canvas.NewText("", nil))
}

// fill gives a rectangle one of the theme's colours, if it has another.
func (r *viewRenderer) fill(o *canvas.Rectangle, name fyne.ThemeColorName) {
	c := r.v.Theme().Color(name, fyne.CurrentApp().Settings().ThemeVariant())
	if o.FillColor != c {
		o.FillColor = c
		o.Refresh()
	}
}

// sayAgain draws the sentence's part of a line over its fill, in the fill's own text colour.
func (r *viewRenderer) sayAgain(text *canvas.Text, p piece, name fyne.ThemeColorName) {
	ink := r.v.Theme().Color(name, fyne.CurrentApp().Settings().ThemeVariant())
	if text.Text != p.text || text.TextSize != p.size || text.Color != ink || text.TextStyle != p.style {
		text.Text, text.TextSize, text.Color, text.TextStyle = p.text, p.size, ink, p.style
		text.Resize(fyne.NewSize(p.width, p.height))
		text.Refresh()
	}
	text.Move(fyne.NewPos(p.x, p.y))
	control.SetShown(text, true)
}

// drawWord draws a line under the spoken word, under all parts of one that is broken.
func (r *viewRenderer) drawWord() {
	v := r.v
	pieces, thick := v.markedWord(), max(3, v.page.size*0.15)
	for n, p := range pieces {
		if n == len(r.words) {
			r.words = append(r.words, canvas.NewRectangle(v.Theme().Color(look.ColorWord, fyne.CurrentApp().Settings().ThemeVariant())))
		}
		control.Lay(r.words[n], p.x, p.y+p.height/2+p.size*0.5, p.width, thick)
		control.SetShown(r.words[n], true)
	}
	for n := len(pieces); n < len(r.words); n++ {
		control.SetShown(r.words[n], false)
	}
}

// drawFound outlines the matches in sight; the one that the reader has come to more strongly, and with a sign in the left margin.
func (r *viewRenderer) drawFound() {
	v := r.v
	th, variant := v.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	used, signed := 0, false
	from, to := finding.Within(v.found.matches, v.page.blockAt(v.offset), v.page.blockAt(v.offset+v.Size().Height))
	for i := from; i < to; i++ {
		m := v.found.matches[i]
		for n, p := range v.pieces(m.Turn, m.Span) {
			if p.y+p.height < 0 || p.y > v.Size().Height {
				continue
			}
			if used == len(r.outlines) {
				r.outlines = append(r.outlines, canvas.NewRectangle(color.Transparent))
			}
			ink, width := th.Color(look.ColorBar, variant), float32(2)
			if i == v.found.current {
				ink, width = th.Color(look.ColorRing, variant), 4
				if n == 0 {
					r.drawFoundSign(m.Turn, p)
					signed = true
				}
			}
			r.outline(r.outlines[used], p, ink, width)
			used++
		}
	}
	control.SetShown(r.here, signed)
	for _, o := range r.outlines[used:] {
		control.SetShown(o, false)
	}
}

// drawFoundSign puts an arrowhead beside the line of the current match; further out where the sign of a time that is not sure
// stands there.
func (r *viewRenderer) drawFoundSign(turn int, p piece) {
	v := r.v
	side := min(v.page.size, tintEdge-barWidth-2)
	x := v.left() - side - 1
	if turn < len(v.unsure) && v.unsure[turn] || v.mark.Turn == turn {
		x = v.left() - tintEdge - side - 2
	}
	if size := fyne.NewSize(side, side); r.here.Size() != size || r.here.Resource == nil ||
		r.here.Resource.Name() != control.IconPlay.Resource(r.ink(look.ColorBar)).Name() {
		control.IconPlay.Draw(r.here, r.ink(look.ColorBar), size)
	}
	r.here.Move(fyne.NewPos(max(x, 0), p.y+(p.height-side)/2))
}

func (r *viewRenderer) outline(o *canvas.Rectangle, p piece, ink color.Color, width float32) {
	if o.StrokeColor != ink || o.StrokeWidth != width {
		o.StrokeColor, o.StrokeWidth, o.CornerRadius = ink, width, corner
		o.Refresh()
	}
	control.Lay(o, p.x-width, p.y+width/2, p.width+2*width, p.height-width)
	control.SetShown(o, true)
	r.caseIn(o, casingWidth)
}

// caseIn draws a line in the page's colour beside another one, by outside of it or, below zero, so far inside, where that
// one lies on the sentence's fill: on black the ring is cyan and the outlines are yellow, which nobody sees on a yellow fill.
func (r *viewRenderer) caseIn(line *canvas.Rectangle, by float32) {
	if !r.onSentence(line) {
		return
	}
	if r.cased == len(r.casings) {
		c := canvas.NewRectangle(color.Transparent)
		c.StrokeColor = r.v.Theme().Color(look.ColorPage, fyne.CurrentApp().Settings().ThemeVariant())
		c.StrokeWidth, c.CornerRadius = casingWidth, corner
		r.casings = append(r.casings, c)
	}
	c, at, size := r.casings[r.cased], line.Position(), line.Size()
	r.cased++
	control.Lay(c, at.X-by, at.Y-by, size.Width+2*by, size.Height+2*by)
	control.SetShown(c, true)
}

// onSentence reports whether something lies at least partly on the sentence's fill.
func (r *viewRenderer) onSentence(o fyne.CanvasObject) bool {
	at, to := o.Position(), o.Position().Add(o.Size())
	return !r.lifted && slices.ContainsFunc(r.sentence, func(s *canvas.Rectangle) bool {
		from, end := s.Position(), s.Position().Add(s.Size())
		return s.Visible() && from.X < to.X && end.X > at.X && from.Y < to.Y && end.Y > at.Y
	})
}

// drawRing shows where the keyboard is: around the word that the reader has taken the caret to; before that, and while
// something is selected, around the whole view.
func (r *viewRenderer) drawRing() {
	v := r.v
	control.SetShown(r.ring, v.focused)
	if !v.focused {
		return
	}
	if p, ok := v.ringed(); ok {
		const off = 2 + ringWidth
		control.Lay(r.ring, p.x-off, p.y, p.width+2*off, p.height)
		r.caseIn(r.ring, -ringWidth)
		return
	}
	control.Lay(r.ring, 0, 0, v.Size().Width, v.Size().Height)
}

// drawCaret shows the letter that the keyboard is on: a line before it, on a ground of its own so that it is seen on any
// colour.
func (r *viewRenderer) drawCaret() {
	v := r.v
	at, height, ok := v.caretSpot()
	shown := ok && v.focused
	control.SetShown(r.caret, shown)
	if !shown {
		return
	}
	width := max(caretWidth, height*0.06) + 2*caretGround
	control.Lay(r.caret, at.X-width/2, at.Y, width, height)
	ink := theme.ColorNameForeground
	if r.onSentence(r.caret) {
		ink = look.ColorSentenceText
	}
	fill := v.Theme().Color(ink, fyne.CurrentApp().Settings().ThemeVariant())
	if r.caret.FillColor != fill {
		r.caret.FillColor = fill
		r.caret.Refresh()
	}
}

// drawSelected outlines what is selected.
func (r *viewRenderer) drawSelected() {
	v := r.v
	used := 0
	if v.selecting() {
		th, variant := v.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
		for _, p := range v.selectedPieces() {
			if used == len(r.selected) {
				r.selected = append(r.selected, canvas.NewRectangle(color.Transparent))
			}
			r.outline(r.selected[used], p, th.Color(look.ColorRing, variant), ringWidth)
			used++
		}
	}
	for _, o := range r.selected[used:] {
		control.SetShown(o, false)
	}
}
