package control

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"alongside/app/look"
)

// A MenuRow is an item of an open menu on the screen: a tick where it is ticked, its name, and its key at the right.
type MenuRow struct {
	widget.BaseWidget
	menu *Menu
	n    int
	item MenuItem
}

var (
	_ fyne.Tappable     = (*MenuRow)(nil)
	_ fyne.Accessible   = (*MenuRow)(nil)
	_ desktop.Hoverable = (*MenuRow)(nil)
)

func newMenuRow(m *Menu, n int, item MenuItem) *MenuRow {
	r := &MenuRow{menu: m, n: n, item: item}
	r.ExtendBaseWidget(r)
	return r
}

// Item is what the row shows.
func (r *MenuRow) Item() MenuItem { return r.item }

// Current reports whether the keys act on this row.
func (r *MenuRow) Current() bool { return r.menu.current == r.n }

// Tapped implements fyne.Tappable.
func (r *MenuRow) Tapped(*fyne.PointEvent) { r.menu.choose(r.n) }

// MouseIn implements desktop.Hoverable: keys and mouse share the current row.
func (r *MenuRow) MouseIn(*desktop.MouseEvent) {
	if r.item.possible() {
		r.menu.to(r.n)
	}
}

// MouseMoved implements desktop.Hoverable.
func (r *MenuRow) MouseMoved(e *desktop.MouseEvent) { r.MouseIn(e) }

// MouseOut implements desktop.Hoverable.
func (r *MenuRow) MouseOut() {}

// AccessibilityLabel implements fyne.Accessible.
func (r *MenuRow) AccessibilityLabel() string { return r.item.Name }

// AccessibilityRole implements fyne.Accessible.
func (r *MenuRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// measure is how large a text of the row is.
func (r *MenuRow) measure(text string) fyne.Size {
	return fyne.MeasureText(text, r.Theme().Size(look.SizeControl), r.style())
}

func (r *MenuRow) style() fyne.TextStyle { return fyne.TextStyle{Bold: r.item.heads()} }

// lead is the room before the name, in which the tick stands. Headings have none.
func (r *MenuRow) lead() float32 {
	gap := r.Theme().Size(look.SizeGap)
	if r.item.heads() {
		return gap
	}
	return 2*gap + r.sign()
}

// sign is how large the tick is.
func (r *MenuRow) sign() float32 { return 1.1 * r.Theme().Size(look.SizeControl) }

// between is the least space between the name and the key.
func (r *MenuRow) between() float32 { return 4 * r.Theme().Size(look.SizeGap) }

func (r *MenuRow) edge() float32 { return 1.5 * r.Theme().Size(look.SizeGap) }

func (r *MenuRow) naturalWidth() float32 {
	width := r.lead() + r.measure(r.item.Name).Width + r.edge()
	if r.item.Key != "" {
		width += r.between() + r.measure(r.item.Key).Width
	}
	return width
}

// names are the lines that the name takes in a width. Where it does not fit beside its key, the key has the line below them.
func (r *MenuRow) names(width float32) (lines []string, keyBelow bool) {
	if r.naturalWidth() <= width+0.5 {
		return []string{r.item.Name}, false
	}
	return r.broken(width - r.lead() - r.edge()), r.item.Key != ""
}

// broken is the name in lines no wider than a width, if its words allow it.
func (r *MenuRow) broken(width float32) []string {
	var lines []string
	for _, word := range strings.Fields(r.item.Name) {
		if last := len(lines) - 1; last >= 0 && r.measure(lines[last]+" "+word).Width <= width {
			lines[last] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}

func (r *MenuRow) heightFor(width float32) float32 {
	gap := r.Theme().Size(look.SizeGap)
	if r.item.separates() {
		return 2 * gap
	}
	lines, keyBelow := r.names(width)
	count := len(lines)
	if keyBelow {
		count++
	}
	return max(r.Theme().Size(look.SizeTarget), float32(count)*r.measure("M").Height+2*gap)
}

// CreateRenderer implements fyne.Widget.
func (r *MenuRow) CreateRenderer() fyne.WidgetRenderer {
	d := &menuRowRenderer{
		r:    r,
		face: canvas.NewRectangle(nil),
		line: canvas.NewRectangle(nil),
		sign: canvas.NewImageFromResource(nil),
		key:  canvas.NewText("", nil),
	}
	d.sign.FillMode = canvas.ImageFillContain
	d.Refresh()
	return d
}

type menuRowRenderer struct {
	r     *MenuRow
	face  *canvas.Rectangle // behind the current row, with the ring around it
	line  *canvas.Rectangle // between groups
	sign  *canvas.Image
	names []*canvas.Text
	key   *canvas.Text
}

func (d *menuRowRenderer) Destroy() {}

func (d *menuRowRenderer) MinSize() fyne.Size {
	return fyne.NewSize(d.r.naturalWidth(), d.r.heightFor(d.r.naturalWidth()))
}

func (d *menuRowRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{d.face, d.line, d.sign, d.key}
	for _, n := range d.names {
		all = append(all, n)
	}
	return all
}

func (d *menuRowRenderer) Layout(size fyne.Size) {
	r := d.r
	Lay(d.face, 0, 0, size.Width, size.Height)
	Lay(d.line, 0, (size.Height-1)/2, size.Width, 1)
	lines, keyBelow := r.names(size.Width)
	d.write(lines)
	high := r.measure("M").Height
	count := float32(len(lines))
	if keyBelow {
		count++
	}
	y := (size.Height - count*high) / 2
	Lay(d.sign, r.Theme().Size(look.SizeGap), y+(high-r.sign())/2, r.sign(), r.sign())
	for _, n := range d.names {
		Lay(n, r.lead(), y, r.measure(n.Text).Width, high)
		y += high
	}
	key := r.measure(r.item.Key).Width
	if !keyBelow {
		y -= high
	}
	Lay(d.key, max(size.Width-r.edge()-key, r.lead()), y, key, high)
	d.drawSign()
}

// write puts the lines of the name into texts.
func (d *menuRowRenderer) write(lines []string) {
	for len(d.names) < len(lines) {
		d.names = append(d.names, canvas.NewText("", nil))
	}
	d.names = d.names[:len(lines)]
	for i, text := range lines {
		d.names[i].Text = text
		d.draw(d.names[i])
	}
}

// draw sets a text as the row's texts are.
func (d *menuRowRenderer) draw(text *canvas.Text) {
	th, v := d.r.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	text.Color = th.Color(theme.ColorNameForeground, v)
	if d.r.item.Disabled {
		text.Color = th.Color(look.ColorQuiet, v)
	}
	text.TextSize, text.TextStyle = th.Size(look.SizeControl), d.r.style()
	text.Refresh()
}

// drawSign draws the tick, or the sign of what cannot be done now: where colours are few, nothing else tells it.
func (d *menuRowRenderer) drawSign() {
	item := d.r.item
	icon, ink := IconTick, theme.ColorNameForeground
	if item.Disabled {
		icon, ink = IconNotNow, look.ColorQuiet
	}
	d.sign.Hidden = !item.Checked && !item.Disabled
	if !d.sign.Hidden {
		icon.Draw(d.sign, d.r.Theme().Color(ink, fyne.CurrentApp().Settings().ThemeVariant()), d.sign.Size())
	}
}

func (d *menuRowRenderer) Refresh() {
	r := d.r
	th, v := r.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	d.face.FillColor = th.Color(theme.ColorNameHover, v)
	d.face.StrokeColor, d.face.StrokeWidth = th.Color(look.ColorRing, v), ringWidth
	d.face.CornerRadius = th.Size(look.SizeCorner) / 2
	d.face.Hidden = !r.Current() || !r.menu.focused
	d.line.FillColor = th.Color(look.ColorBorder, v)
	d.line.Hidden = !r.item.separates()
	d.key.Text = r.item.Key
	d.draw(d.key)
	d.Layout(r.Size())
	d.face.Refresh()
	d.line.Refresh()
}
