package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"alongside/app/look"
)

// A MenuTitle is the name of a menu in a menu bar.
type MenuTitle struct {
	widget.BaseWidget
	bar     *MenuBar
	section MenuSection
	hovered bool
}

var (
	_ fyne.Tappable     = (*MenuTitle)(nil)
	_ fyne.Accessible   = (*MenuTitle)(nil)
	_ desktop.Mouseable = (*MenuTitle)(nil)
	_ desktop.Hoverable = (*MenuTitle)(nil)
)

func newMenuTitle(b *MenuBar, s MenuSection) *MenuTitle {
	t := &MenuTitle{bar: b, section: s}
	t.ExtendBaseWidget(t)
	return t
}

// Name is what the menu is called.
func (t *MenuTitle) Name() string { return t.section.Name }

// Open reports whether the menu is open.
func (t *MenuTitle) Open() bool { return t.bar.opened == t }

// Current reports whether the keys act on this title.
func (t *MenuTitle) Current() bool { return t.bar.current == t }

// Tapped implements fyne.Tappable.
func (t *MenuTitle) Tapped(*fyne.PointEvent) { t.bar.Open(t) }

// MouseDown implements desktop.Mouseable. The menu opens here, not in Tapped, because the toolkit takes the focus away from
// what has it between the two.
func (t *MenuTitle) MouseDown(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonPrimary {
		t.bar.Open(t)
	}
}

// MouseUp implements desktop.Mouseable.
func (t *MenuTitle) MouseUp(*desktop.MouseEvent) {}

// MouseIn implements desktop.Hoverable.
func (t *MenuTitle) MouseIn(*desktop.MouseEvent) { t.hovered = true; t.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (t *MenuTitle) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (t *MenuTitle) MouseOut() { t.hovered = false; t.Refresh() }

// AccessibilityLabel implements fyne.Accessible.
func (t *MenuTitle) AccessibilityLabel() string { return t.section.Name }

// AccessibilityRole implements fyne.Accessible.
func (t *MenuTitle) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (t *MenuTitle) textSize() fyne.Size {
	return fyne.MeasureText(t.section.Name, t.Theme().Size(look.SizeControl), fyne.TextStyle{})
}

// CreateRenderer implements fyne.Widget.
func (t *MenuTitle) CreateRenderer() fyne.WidgetRenderer {
	r := &menuTitleRenderer{t: t, face: canvas.NewRectangle(nil), mark: canvas.NewRectangle(nil), text: canvas.NewText("", nil)}
	r.Refresh()
	return r
}

type menuTitleRenderer struct {
	t    *MenuTitle
	face *canvas.Rectangle // with the ring around it
	mark *canvas.Rectangle // below the title of an open menu
	text *canvas.Text
}

func (r *menuTitleRenderer) Destroy() {}

func (r *menuTitleRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.face, r.mark, r.text}
}

func (r *menuTitleRenderer) MinSize() fyne.Size {
	th := r.t.Theme()
	target := th.Size(look.SizeTarget)
	return fyne.NewSize(max(target, r.t.textSize().Width+3*th.Size(look.SizeGap)), target)
}

func (r *menuTitleRenderer) Layout(size fyne.Size) {
	const inset = 2
	Lay(r.face, inset, inset, size.Width-2*inset, size.Height-2*inset)
	Lay(r.mark, inset, size.Height-ringWidth, size.Width-2*inset, ringWidth)
	text := r.t.textSize()
	Lay(r.text, (size.Width-text.Width)/2, (size.Height-text.Height)/2, text.Width, text.Height)
}

func (r *menuTitleRenderer) Refresh() {
	t := r.t
	th, v := t.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	ringed := t.Current() && t.bar.menu == nil // else the ring is in the menu
	r.face.FillColor, r.face.StrokeColor, r.face.StrokeWidth = th.Color(theme.ColorNameHover, v), th.Color(look.ColorRing, v), 0
	if ringed {
		r.face.StrokeWidth = ringWidth
	}
	r.face.CornerRadius = th.Size(look.SizeCorner) / 2
	r.face.Hidden = !ringed && !t.Open() && !t.hovered
	r.mark.FillColor, r.mark.Hidden = th.Color(look.ColorMain, v), !t.Open()
	r.text.Text, r.text.TextSize, r.text.Color = t.section.Name, th.Size(look.SizeControl), th.Color(theme.ColorNameForeground, v)
	r.Layout(t.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}
