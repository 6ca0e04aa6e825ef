package reader

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"alongside/app/control"
	"alongside/app/look"
)

// contentsRenderer draws the entries in sight.
type contentsRenderer struct {
	c     *Contents
	clip  *container.Clip
	all   *fyne.Container
	rows  *pool[int, *entryRow]
	ring  *canvas.Rectangle
	thumb *control.Thumb
}

// CreateRenderer implements fyne.Widget.
func (c *Contents) CreateRenderer() fyne.WidgetRenderer {
	r := &contentsRenderer{c: c, all: container.NewWithoutLayout(), ring: canvas.NewRectangle(color.Transparent), thumb: control.NewThumb(c.scroll)}
	r.clip = container.NewClip(r.all)
	r.rows = newPool[int](func() *entryRow { return newEntryRow(c) })
	c.renderer = r
	return r
}

func (r *contentsRenderer) Destroy() {}

// MinSize is as high as the list is: what shows it gives it what room there is.
func (r *contentsRenderer) MinSize() fyne.Size {
	r.c.layOut()
	return fyne.NewSize(200, r.c.height())
}

func (r *contentsRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.clip, r.thumb}
}

func (r *contentsRenderer) Layout(size fyne.Size) {
	r.clip.Resize(size)
	r.all.Resize(size)
	before := r.c.width
	r.c.layOut()
	if r.c.width != before {
		r.rows.forget()
	}
	if r.c.moved {
		r.c.reveal()
	}
	if !r.c.moved && len(r.c.entries) > 0 {
		e := r.c.entries[r.c.chosen]
		r.c.offset = e.top - max(min(restLine*size.Height, size.Height-e.height), 0)
	}
	r.c.offset = r.c.clampOffset(r.c.offset)
	r.draw()
}

func (r *contentsRenderer) Refresh() {
	r.rows.forget()
	r.Layout(r.c.Size())
	r.thumb.Refresh()
	canvas.Refresh(r.c)
}

func (c *Contents) redraw() {
	if c.renderer != nil {
		c.renderer.draw()
	}
}

func (r *contentsRenderer) draw() {
	c := r.c
	r.rows.begin()
	for i := c.entryAt(c.offset); i < len(c.entries) && c.entries[i].top < c.offset+c.Size().Height; i++ {
		row, fresh := r.rows.use(i)
		if fresh {
			row.show(i)
		}
		e := c.entries[i]
		control.Lay(row, 0, e.top-c.offset, max(c.Size().Width-control.ThumbSpace, 0), e.height)
	}
	r.rows.end()
	r.drawRing()
	r.all.Objects = append(r.rows.appendTo(r.all.Objects[:0]), r.ring)
	r.thumb.Place(c.Size(), c.height(), c.offset)
	canvas.Refresh(r.all)
}

// drawRing shows which entry the keyboard is on.
func (r *contentsRenderer) drawRing() {
	c := r.c
	shown := c.focused && c.chosen < len(c.entries)
	control.SetShown(r.ring, shown)
	if !shown {
		return
	}
	th, variant := c.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.ring.StrokeColor, r.ring.StrokeWidth, r.ring.CornerRadius = th.Color(look.ColorRing, variant), ringWidth, corner
	e := c.entries[c.chosen]
	const left = barWidth + 1 // on the bar of where one is, the ring's side could not be seen
	control.Lay(r.ring, left, e.top-c.offset+ringWidth/2, c.Size().Width-control.ThumbSpace-left-ringWidth/2, e.height-ringWidth)
	r.ring.Refresh()
}

// An entryRow is an entry on the screen: its title, and where one is also a sign, a tint and a bar.
type entryRow struct {
	widget.BaseWidget
	list    *Contents
	chapter int

	tint, bar *canvas.Rectangle
	sign      *canvas.Image
	lines     []*canvas.Text
	all       *fyne.Container
}

var (
	_ fyne.Tappable      = (*entryRow)(nil)
	_ fyne.Accessible    = (*entryRow)(nil)
	_ desktop.Cursorable = (*entryRow)(nil)
)

func newEntryRow(list *Contents) *entryRow {
	row := &entryRow{
		list: list, tint: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil),
		sign: canvas.NewImageFromResource(nil), all: container.NewWithoutLayout(),
	}
	row.sign.FillMode = canvas.ImageFillContain
	row.ExtendBaseWidget(row)
	return row
}

func (e *entryRow) objects() []fyne.CanvasObject { return []fyne.CanvasObject{e} }

// AccessibilityLabel implements fyne.Accessible.
func (e *entryRow) AccessibilityLabel() string { return e.list.nameOf(e.chapter) }

// AccessibilityRole implements fyne.Accessible.
func (e *entryRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped implements fyne.Tappable.
func (e *entryRow) Tapped(*fyne.PointEvent) { e.list.goTo(e.chapter) }

// Cursor implements desktop.Cursorable.
func (e *entryRow) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer implements fyne.Widget.
func (e *entryRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(e.all) }

// show fills the row in with a chapter.
func (e *entryRow) show(chapter int) {
	e.chapter = chapter
	c := e.list
	th, variant := c.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	entry, size := c.entries[chapter], c.size
	e.all.Objects = e.all.Objects[:0]
	if chapter == c.now {
		e.showNow(entry, th, variant)
	}
	y := (entry.height - float32(len(entry.lines))*entryLeading*size) / 2
	for n, words := range entry.lines {
		if n == len(e.lines) {
			e.lines = append(e.lines, canvas.NewText("", nil))
		}
		text := e.lines[n]
		text.Text, text.TextSize, text.TextStyle = words, size, c.titles[chapter].Style
		text.Color = th.Color(theme.ColorNameForeground, variant)
		control.Lay(text, entry.indent+entryMark*size, y+float32(n)*entryLeading*size, c.column(entry), entryLeading*size)
		text.Refresh()
		e.all.Objects = append(e.all.Objects, text)
	}
	e.all.Refresh()
}

// showNow marks the entry as where one is: by a sign and a bar as well as by a tint.
func (e *entryRow) showNow(entry entry, th fyne.Theme, variant fyne.ThemeVariant) {
	size := e.list.size
	e.tint.FillColor, e.tint.CornerRadius = th.Color(look.ColorTurn, variant), corner
	e.bar.FillColor = th.Color(look.ColorBar, variant)
	width := e.list.width - control.ThumbSpace
	control.Lay(e.tint, 0, 0, width, entry.height)
	control.Lay(e.bar, 0, 0, barWidth, entry.height)
	ink := th.Color(look.ColorBar, variant)
	control.IconPlay.Draw(e.sign, ink, fyne.NewSize(0.9*size, 0.9*size))
	first := (entry.height-float32(len(entry.lines))*entryLeading*size)/2 + entryLeading*size/2
	e.sign.Move(fyne.NewPos(entry.indent+0.45*size, first-0.45*size))
	e.all.Objects = append(e.all.Objects, e.tint, e.bar, e.sign)
}

// ShowContents opens a list of chapters over the window.
func ShowContents(c fyne.Canvas, list *Contents) *control.OpenPanel {
	var panel *control.OpenPanel
	leave := control.NewButton("Close", "Close", "", func() { panel.Close() })
	buttons := container.New(&control.Row{Place: control.Right}, leave)
	content := container.New(&contentsLayout{}, list, buttons)
	panel = control.ShowPanel(c, control.Panel{Title: "Contents", Content: content, First: list, Bare: true})
	return panel
}

// contentsLayout puts the list over its buttons.
type contentsLayout struct{}

// MinSize implements fyne.Layout.
func (contentsLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	list, buttons := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(max(list.Width, buttons.Width), list.Height+buttons.Height)
}

// Layout implements fyne.Layout.
func (contentsLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	buttons := o[1].MinSize().Height
	control.Lay(o[0], 0, 0, size.Width, max(size.Height-buttons, 0))
	control.Lay(o[1], 0, size.Height-buttons, size.Width, buttons)
}
