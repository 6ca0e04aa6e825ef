package control

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"alongside/app/look"
)

// Measures of what is drawn, in device-independent pixels.
const (
	listBar    = 6 // beside the marked item
	listCorner = 4
)

// listRest is where the current item stands when the list opens, in heights of the view.
const listRest = 0.30

// listRenderer draws the items in sight.
type listRenderer struct {
	l     *List
	clip  *container.Clip
	all   *fyne.Container
	rows  *Pool[int, *listRow]
	ring  *canvas.Rectangle
	thumb *Thumb
}

// CreateRenderer implements fyne.Widget.
func (l *List) CreateRenderer() fyne.WidgetRenderer {
	r := &listRenderer{l: l, all: container.NewWithoutLayout(), ring: canvas.NewRectangle(color.Transparent), thumb: NewThumb(l.scroll)}
	r.clip = container.NewClip(r.all)
	r.rows = NewPool[int](func() *listRow { return newListRow(l) })
	l.renderer = r
	return r
}

func (r *listRenderer) Destroy() {}

// MinSize is as high as the list is: what shows it gives it what room there is.
func (r *listRenderer) MinSize() fyne.Size {
	r.l.layOut()
	return fyne.NewSize(200, r.l.height())
}

func (r *listRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.clip, r.thumb}
}

func (r *listRenderer) Layout(size fyne.Size) {
	l := r.l
	r.clip.Resize(size)
	r.all.Resize(size)
	before := l.width
	l.layOut()
	if l.width != before {
		r.rows.Forget()
	}
	switch {
	case l.moved:
		l.reveal()
	case len(l.entries) > 0:
		e := l.entries[l.current]
		l.offset = e.top - max(min(listRest*size.Height, size.Height-e.height), 0)
	}
	l.offset = l.clampOffset(l.offset)
	r.draw()
}

func (r *listRenderer) Refresh() {
	r.rows.Forget()
	r.Layout(r.l.Size())
	r.thumb.Refresh()
	canvas.Refresh(r.l)
}

func (l *List) redraw() {
	if l.renderer != nil {
		l.renderer.draw()
	}
}

func (r *listRenderer) draw() {
	l := r.l
	r.rows.Begin()
	for i := l.entryAt(l.offset); i < len(l.entries) && l.entries[i].top < l.offset+l.Size().Height; i++ {
		row, fresh := r.rows.Use(i)
		if fresh {
			row.show(i)
		}
		e := l.entries[i]
		Lay(row, 0, e.top-l.offset, max(l.Size().Width-ThumbSpace, 0), e.height)
	}
	r.rows.End()
	r.drawRing()
	r.all.Objects = append(r.rows.AppendTo(r.all.Objects[:0]), r.ring)
	r.thumb.Place(l.Size(), l.height(), l.offset)
	canvas.Refresh(r.all)
}

// drawRing shows which item the keyboard is on; where there is none, that it is in the list.
func (r *listRenderer) drawRing() {
	l := r.l
	SetShown(r.ring, l.focused)
	if !l.focused {
		return
	}
	th, variant := l.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.ring.StrokeColor, r.ring.StrokeWidth, r.ring.CornerRadius = th.Color(look.ColorRing, variant), ringWidth, listCorner
	e := entry{height: l.Size().Height}
	if l.current < len(l.entries) {
		e = l.entries[l.current]
	}
	const left = listBar + 1 // on the bar of where one is, the ring's side could not be seen
	Lay(r.ring, left, e.top-l.offset+ringWidth/2, l.Size().Width-ThumbSpace-left-ringWidth/2, e.height-ringWidth)
	r.ring.Refresh()
}

// A listRow is an item on the screen: its sign and its name, and where it is marked also a tint and a bar.
type listRow struct {
	widget.BaseWidget
	list *List
	item int

	tint, bar    *canvas.Rectangle
	whole, share *canvas.Rectangle
	sign         *canvas.Image
	lines        []*canvas.Text
	all          *fyne.Container
}

var (
	_ fyne.Tappable      = (*listRow)(nil)
	_ fyne.Accessible    = (*listRow)(nil)
	_ desktop.Cursorable = (*listRow)(nil)
)

func newListRow(list *List) *listRow {
	row := &listRow{
		list: list, tint: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil),
		whole: canvas.NewRectangle(color.Transparent), share: canvas.NewRectangle(nil),
		sign: canvas.NewImageFromResource(nil), all: container.NewWithoutLayout(),
	}
	row.sign.FillMode = canvas.ImageFillContain
	row.ExtendBaseWidget(row)
	return row
}

// Objects implements Drawable.
func (e *listRow) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{e} }

// AccessibilityLabel implements fyne.Accessible.
func (e *listRow) AccessibilityLabel() string { return e.list.Name(e.item) }

// AccessibilityRole implements fyne.Accessible.
func (e *listRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped implements fyne.Tappable.
func (e *listRow) Tapped(*fyne.PointEvent) {
	e.list.move(e.item)
	e.list.take(e.item)
}

// Cursor implements desktop.Cursorable.
func (e *listRow) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer implements fyne.Widget.
func (e *listRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(e.all) }

// show fills the row in with an item.
func (e *listRow) show(n int) {
	e.item = n
	l := e.list
	th, variant := l.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	place, phrase, size := l.entries[n], l.phrases[n], l.size
	e.all.Objects = e.all.Objects[:0]
	if n == l.marked {
		e.showMark(place, th, variant)
	}
	y := (place.height - float32(place.lines)*entryLeading*size) / 2
	if share := l.items[n].Share; share > 0 {
		y -= entryShare * size / 2
		e.showShare(share, place, y+float32(place.lines)*entryLeading*size)
	}
	e.showSign(l.items[n].Icon, place, y+entryLeading*size/2)
	for i, line := range phrase.Lines(l.column(place), size) {
		if i == len(e.lines) {
			e.lines = append(e.lines, canvas.NewText("", nil))
		}
		text := e.lines[i]
		text.Text, text.TextSize, text.TextStyle = phrase.Text[line.Start:line.End], size, phrase.Style
		text.Color = th.Color(theme.ColorNameForeground, variant)
		Lay(text, place.indent+entrySign*size, y+float32(i)*entryLeading*size, l.column(place), entryLeading*size)
		text.Refresh()
		e.all.Objects = append(e.all.Objects, text)
	}
	e.all.Refresh()
}

// showMark marks the item as where one is, by a bar as well as by a tint.
func (e *listRow) showMark(place entry, th fyne.Theme, variant fyne.ThemeVariant) {
	e.tint.FillColor, e.tint.CornerRadius = th.Color(look.ColorTurn, variant), listCorner
	e.bar.FillColor = th.Color(look.ColorBar, variant)
	Lay(e.tint, 0, 0, e.list.width-ThumbSpace, place.height)
	Lay(e.bar, 0, 0, listBar, place.height)
	e.all.Objects = append(e.all.Objects, e.tint, e.bar)
}

// showShare draws how much of a whole the item is: a frame, filled as far as that. What is little is filled a little.
func (e *listRow) showShare(share float64, place entry, top float32) {
	const height, line, least = 0.5, 2, 2 // the height in text sizes
	size, ink := e.list.size, e.list.Theme().Color(look.ColorBar, fyne.CurrentApp().Settings().ThemeVariant())
	left, width := place.indent+entrySign*size, e.list.column(place)
	e.whole.StrokeColor, e.whole.StrokeWidth = ink, line
	e.share.FillColor = ink
	Lay(e.whole, left, top, width, height*size)
	Lay(e.share, left, top, max(width*float32(min(share, 1)), line+least), height*size)
	e.whole.Refresh()
	e.share.Refresh()
	e.all.Objects = append(e.all.Objects, e.whole, e.share)
}

// showSign draws the item's sign, in the middle of the name's first line.
func (e *listRow) showSign(sign Icon, place entry, middle float32) {
	if sign == "" {
		return
	}
	size := e.list.size
	ink := e.list.Theme().Color(look.ColorBar, fyne.CurrentApp().Settings().ThemeVariant())
	const side, before = 0.9, 0.35 // in text sizes
	sign.Draw(e.sign, ink, fyne.NewSize(side*size, side*size))
	e.sign.Move(fyne.NewPos(place.indent+before*size, middle-side/2*size))
	e.all.Objects = append(e.all.Objects, e.sign)
}
