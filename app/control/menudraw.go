package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"alongside/app/look"
)

const (
	menuEdge   = 8 // least space between a menu and the window's sides
	menuBorder = 2
	menuInset  = 4 // between the border and the rows, so that the ring of a row is clear of it
)

// CreateRenderer implements fyne.Widget.
func (m *Menu) CreateRenderer() fyne.WidgetRenderer {
	r := &menuRenderer{m}
	r.color()
	return r
}

type menuRenderer struct{ m *Menu }

func (r *menuRenderer) Destroy() {}

func (r *menuRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *menuRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.m.box, r.m.view}
}

// Layout puts the box below what the menu belongs to, above it where there is more room, within the window in any case. A
// menu of the bar stays below it, so that the other titles can be reached.
func (r *menuRenderer) Layout(size fyne.Size) {
	m := r.m
	const frame = 2 * (menuBorder + menuInset)
	scrollBar := m.Theme().Size(theme.SizeNameScrollBar)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(m.near)
	below := at.Y + m.near.Size().Height
	most := size.Height - 2*menuEdge
	if m.bar != nil {
		most = size.Height - menuEdge - below
	}
	width := min(m.naturalWidth()+frame, size.Width-2*menuEdge)
	height := m.heightFor(width-frame) + frame
	room := float32(0)
	if height > most {
		room = scrollBar
		width = min(width+room, size.Width-2*menuEdge)
		height = min(m.heightFor(width-frame-room)+frame, most)
	}
	y := below
	if m.bar == nil && below+height > size.Height-menuEdge {
		y = max(min(at.Y-height, size.Height-menuEdge-height), menuEdge)
	}
	x := max(min(at.X, size.Width-menuEdge-width), menuEdge)
	Lay(m.box, x, y, width, height)
	m.lines.Layout.(*menuLines).width = width - frame - room
	Lay(m.view, x+frame/2, y+frame/2, width-frame, height-frame)
	m.lines.Refresh()
	if row := m.Current(); row != nil {
		m.reveal(row)
	}
}

func (r *menuRenderer) Refresh() {
	r.color()
	r.Layout(r.m.Size())
	canvas.Refresh(r.m)
}

func (r *menuRenderer) color() {
	th, v := r.m.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.m.box.FillColor = th.Color(look.ColorRaised, v)
	r.m.box.StrokeColor, r.m.box.StrokeWidth = th.Color(look.ColorBorder, v), menuBorder
	r.m.box.CornerRadius = th.Size(look.SizeCorner)
	r.m.box.Refresh()
}

// naturalWidth is how wide the rows are with nothing broken into lines.
func (m *Menu) naturalWidth() (width float32) {
	for _, row := range m.rows {
		width = max(width, row.naturalWidth())
	}
	return width
}

func (m *Menu) heightFor(width float32) (height float32) {
	for _, row := range m.rows {
		height += row.heightFor(width)
	}
	return height
}

// menuLines lays a menu's rows out from the top, as wide as the menu says.
type menuLines struct{ width float32 }

// MinSize implements fyne.Layout.
func (l *menuLines) MinSize(objects []fyne.CanvasObject) (size fyne.Size) {
	for _, o := range objects {
		size.Height += o.(*MenuRow).heightFor(l.width)
	}
	return size
}

// Layout implements fyne.Layout.
func (l *menuLines) Layout(objects []fyne.CanvasObject, _ fyne.Size) {
	var y float32
	for _, o := range objects {
		height := o.(*MenuRow).heightFor(l.width)
		Lay(o, 0, y, l.width, height)
		y += height
	}
}
