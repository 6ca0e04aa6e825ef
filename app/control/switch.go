package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
	"alongside/app/look"
)

// A Switch is something that is so or is not: a box, ticked or empty, and what it is about.
type Switch struct {
	part
	Name        string
	Description string // what more there is to say of it, for those who cannot see what stands around it
	OnChanged   func(on bool)

	on bool
}

var (
	_ fyne.Focusable     = (*Switch)(nil)
	_ fyne.Tappable      = (*Switch)(nil)
	_ fyne.Accessible    = (*Switch)(nil)
	_ desktop.Hoverable  = (*Switch)(nil)
	_ desktop.Keyable    = (*Switch)(nil)
	_ desktop.Cursorable = (*Switch)(nil)
	_ access.Describer   = (*Switch)(nil)
)

// boxShare is how large the box is beside a target.
const boxShare = 0.55

// NewSwitch makes a switch that stands at on.
func NewSwitch(name string, on bool, changed func(on bool)) *Switch {
	s := &Switch{Name: name, on: on, OnChanged: changed}
	s.ExtendBaseWidget(s)
	return s
}

// On reports whether it is on.
func (s *Switch) On() bool { return s.on }

// Set shows it on or off; nobody is told.
func (s *Switch) Set(on bool) {
	if on != s.on {
		s.on = on
		s.Refresh()
	}
}

// Describe implements access.Describer.
func (s *Switch) Describe() access.Node {
	n := access.Node{Role: access.CheckBox, Name: s.Name, Description: s.Description, States: access.Checkable}
	if s.on {
		n.States |= access.Checked
	}
	n.Actions = []access.Action{{Name: "toggle", Do: s.toggle}}
	return n
}

func (s *Switch) toggle() {
	s.Set(!s.on)
	if s.OnChanged != nil {
		s.OnChanged(s.on)
	}
}

// Tapped implements fyne.Tappable.
func (s *Switch) Tapped(*fyne.PointEvent) { s.toggle() }

// Cursor implements desktop.Cursorable.
func (s *Switch) Cursor() desktop.Cursor { return desktop.PointerCursor }

// TypedRune implements fyne.Focusable.
func (s *Switch) TypedRune(r rune) {
	if r != ' ' {
		PassRune(s, r)
	}
}

// TypedKey implements fyne.Focusable: Enter and Space turn it over.
func (s *Switch) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		s.toggle()
	default:
		PassKey(s, e)
	}
}

// CreateRenderer implements fyne.Widget.
func (s *Switch) CreateRenderer() fyne.WidgetRenderer {
	r := &switchRenderer{
		s: s, ring: canvas.NewRectangle(nil), ground: canvas.NewRectangle(nil), box: canvas.NewRectangle(nil),
		tick: canvas.NewImageFromResource(nil), name: widget.NewLabel(""),
	}
	r.name.Wrapping = fyne.TextWrapWord
	r.tick.FillMode = canvas.ImageFillContain
	r.Refresh()
	return r
}

type switchRenderer struct {
	s                 *Switch
	ring, ground, box *canvas.Rectangle
	tick              *canvas.Image
	name              *widget.Label
}

func (r *switchRenderer) Destroy() {}

func (r *switchRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.ground, r.box, r.tick, r.name}
}

func (r *switchRenderer) MinSize() fyne.Size {
	target := r.s.Theme().Size(look.SizeTarget)
	return fyne.NewSize(4*target, max(r.name.MinSize().Height, target)+2*ringSpace)
}

func (r *switchRenderer) Layout(size fyne.Size) {
	target, gap := r.s.Theme().Size(look.SizeTarget), r.s.Theme().Size(look.SizeGap)
	box := target * boxShare
	left := ringSpace + gap + box
	r.ring.Resize(size)
	Lay(r.ground, ringSpace, ringSpace, size.Width-2*ringSpace, size.Height-2*ringSpace)
	r.name.Resize(fyne.NewSize(max(size.Width-left-ringSpace, 0), r.name.MinSize().Height)) // wraps to the width first
	high := r.name.MinSize().Height
	Lay(r.name, left, (size.Height-high)/2, max(size.Width-left-ringSpace, 0), high)
	Lay(r.box, ringSpace+gap/2, (size.Height-box)/2, box, box)
	Lay(r.tick, ringSpace+gap/2, (size.Height-box)/2, box, box)
}

func (r *switchRenderer) Refresh() {
	s := r.s
	th, v := s.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.name.SetText(s.Name)
	r.ground.FillColor, r.ground.CornerRadius = th.Color(theme.ColorNameHover, v), th.Size(look.SizeCorner)
	r.ground.Hidden = !s.hovered
	r.box.FillColor, r.box.CornerRadius = th.Color(look.ColorRaised, v), 4
	r.box.StrokeColor, r.box.StrokeWidth = th.Color(look.ColorBorder, v), 2
	if s.on {
		r.box.FillColor, r.box.StrokeColor = th.Color(look.ColorMain, v), th.Color(look.ColorMain, v)
	}
	r.tick.Hidden = !s.on
	r.ring.StrokeColor, r.ring.StrokeWidth = th.Color(look.ColorRing, v), ringWidth
	r.ring.CornerRadius = th.Size(look.SizeCorner) + ringSpace
	r.ring.Hidden = !s.focused
	r.Layout(s.Size())
	if s.on {
		IconTick.Draw(r.tick, th.Color(look.ColorMainText, v), r.tick.Size())
	}
	for _, o := range []fyne.CanvasObject{r.ring, r.ground, r.box} {
		o.Refresh()
	}
}
