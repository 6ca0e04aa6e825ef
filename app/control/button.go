package control

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"alongside/app/access"
	"alongside/app/look"
)

// The focus ring: a line of ringWidth, ringOffset away from the button's face.
const (
	ringWidth  = 3
	ringOffset = 2
	ringSpace  = ringWidth + ringOffset

	roundShare = 1.36 // how much larger a round button is
)

// A Shape is how a button is drawn.
type Shape int

// The shapes of button.
const (
	Plain Shape = iota // a bordered button
	Main               // filled: the one that matters most on a screen
	Round              // filled and round: Play
)

// A Button does one thing. It shows its label, or only its icon where there is no room; it always has a name.
type Button struct {
	part
	Name     string // what it is called, in full, for those who cannot see it: "Previous sentence"
	Label    string // what it shows; empty for an icon alone
	Icon     Icon   // what it shows where the label does not fit, or beside nothing at all
	Shape    Shape
	OnTapped func()

	Description string        // what more there is to say of it, for those who cannot see what stands around it
	Keys        string        // that do the same, as people write them: "Ctrl + N"
	Role        access.Role   // what it is to those who cannot see it, where not a button
	States      access.States // besides those that every button has: that it opens a menu, that it is chosen

	nth, among int // of the choices that it belongs to, from 1
	compact    bool
}

var (
	_ fyne.Focusable    = (*Button)(nil)
	_ fyne.Tappable     = (*Button)(nil)
	_ fyne.Accessible   = (*Button)(nil)
	_ desktop.Hoverable = (*Button)(nil)
	_ desktop.Keyable   = (*Button)(nil)
	_ access.Describer  = (*Button)(nil)
)

// NewButton makes a button that shows a label, or its icon where there is no room for it.
func NewButton(name, label string, icon Icon, tapped func()) *Button {
	b := &Button{Name: name, Label: label, Icon: icon, OnTapped: tapped}
	b.ExtendBaseWidget(b)
	return b
}

// NewMainButton makes the filled button of a screen.
func NewMainButton(name, label string, icon Icon, tapped func()) *Button {
	b := NewButton(name, label, icon, tapped)
	b.Shape = Main
	return b
}

// NewRoundButton makes a round button with an icon.
func NewRoundButton(name string, icon Icon, tapped func()) *Button {
	b := NewButton(name, "", icon, tapped)
	b.Shape = Round
	return b
}

// Set changes what the button is called and shows.
func (b *Button) Set(name, label string, icon Icon) {
	if b.Name == name && b.Label == label && b.Icon == icon {
		return
	}
	b.Name, b.Label, b.Icon = name, label, icon
	b.Refresh()
}

// OpensMenu has the button open a menu beside itself.
func (b *Button) OpensMenu(open func(near fyne.CanvasObject)) {
	b.States |= access.Expandable
	b.OnTapped = func() { open(b) }
}

// Choose says that of some buttons only the nth is chosen, counted from 0, and draws it so.
func Choose(n int, buttons ...*Button) {
	for i, b := range buttons {
		b.Role, b.nth, b.among = access.RadioButton, i+1, len(buttons)
		b.Shape = Plain
		b.States = b.States&^access.Checked | access.Checkable
		if i == n {
			b.Shape = Main
			b.States |= access.Checked
		}
		b.Refresh()
	}
}

// Describe implements access.Describer.
func (b *Button) Describe() access.Node {
	n := access.Node{
		Role: access.Button, Name: b.Name, Description: b.Description, States: b.States,
		Position: b.nth, Count: b.among,
	}
	if b.Role != access.Unknown {
		n.Role = b.Role
	}
	if b.OnTapped != nil {
		n.Actions = []access.Action{{Name: "press", Keys: strings.ReplaceAll(b.Keys, " ", ""), Do: func() { b.Tapped(nil) }}}
	}
	return n
}

// Tapped implements fyne.Tappable.
func (b *Button) Tapped(*fyne.PointEvent) {
	if b.OnTapped != nil {
		b.OnTapped()
	}
}

// TypedKey implements fyne.Focusable: Enter presses the button, everything else is the window's.
func (b *Button) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
		b.Tapped(nil)
		return
	}
	PassKey(b, e)
}

// Fold draws the button as it is at a step of folding.
func (b *Button) Fold(f Fold) {
	if compact := f != Labels; b.compact != compact {
		b.compact = compact
		b.Refresh()
	}
}

// Width is how wide the button is at a step of folding, however it is drawn now.
func (b *Button) Width(f Fold) float32 {
	target := b.Theme().Size(look.SizeTarget)
	switch {
	case b.Shape == Round:
		target *= roundShare
	case b.Icon == "" || f == Labels && b.Label != "":
		target = max(target, b.labelSize().Width+3*b.Theme().Size(look.SizeGap))
	}
	return target + 2*ringSpace
}

func (b *Button) labelSize() fyne.Size {
	return fyne.MeasureText(b.Label, b.Theme().Size(look.SizeControl), b.style())
}

func (b *Button) style() fyne.TextStyle { return fyne.TextStyle{Bold: b.Shape == Main} }

// showsIcon reports whether the button draws its icon rather than its label.
func (b *Button) showsIcon() bool { return b.Icon != "" && (b.compact || b.Label == "") }

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{
		b:     b,
		ring:  canvas.NewRectangle(color.Transparent),
		face:  canvas.NewRectangle(nil),
		label: canvas.NewText("", nil),
		icon:  canvas.NewImageFromResource(nil),
	}
	r.icon.FillMode = canvas.ImageFillContain
	r.Refresh()
	return r
}

type buttonRenderer struct {
	b          *Button
	ring, face *canvas.Rectangle
	label      *canvas.Text
	icon       *canvas.Image
}

func (r *buttonRenderer) Destroy() {}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.face, r.label, r.icon}
}

func (r *buttonRenderer) MinSize() fyne.Size {
	height := r.b.Theme().Size(look.SizeTarget)
	if r.b.Shape == Round {
		height *= roundShare
	}
	fold := Labels
	if r.b.compact {
		fold = Icons
	}
	return fyne.NewSize(r.b.Width(fold), height+2*ringSpace)
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	r.ring.Resize(size)
	face := fyne.NewSize(size.Width-2*ringSpace, size.Height-2*ringSpace)
	r.face.Move(fyne.NewPos(ringSpace, ringSpace))
	r.face.Resize(face)
	text := r.b.labelSize()
	r.label.Resize(text)
	r.label.Move(fyne.NewPos((size.Width-text.Width)/2, (size.Height-text.Height)/2))
	side := min(face.Height, face.Width) * 0.5
	r.icon.Resize(fyne.NewSize(side, side))
	r.icon.Move(fyne.NewPos((size.Width-side)/2, (size.Height-side)/2))
}

func (r *buttonRenderer) Refresh() {
	th, v := r.b.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	face, ink := th.Color(look.ColorRaised, v), th.Color(theme.ColorNameForeground, v)
	corner := th.Size(look.SizeCorner)
	switch {
	case r.b.Shape != Plain:
		face, ink = th.Color(look.ColorMain, v), th.Color(look.ColorMainText, v)
	case r.b.hovered:
		face = th.Color(theme.ColorNameHover, v)
	}
	r.face.FillColor, r.face.CornerRadius = face, corner
	r.face.StrokeColor, r.face.StrokeWidth = th.Color(look.ColorBorder, v), 1
	r.ring.CornerRadius = corner + ringSpace
	if r.b.Shape != Plain {
		r.face.StrokeWidth = 0
	}
	if r.b.Shape == Round {
		r.face.CornerRadius, r.ring.CornerRadius = canvas.RadiusMaximum, canvas.RadiusMaximum
	}
	r.ring.StrokeColor, r.ring.StrokeWidth = th.Color(look.ColorRing, v), ringWidth
	r.ring.Hidden = !r.b.focused
	r.label.Text, r.label.TextSize, r.label.TextStyle, r.label.Color = r.b.Label, th.Size(look.SizeControl), r.b.style(), ink
	r.label.Hidden = r.b.showsIcon()
	r.icon.Hidden = !r.b.showsIcon()
	r.Layout(r.b.Size())
	if r.b.showsIcon() {
		r.b.Icon.Draw(r.icon, ink, r.icon.Size())
	}
	for _, o := range []fyne.CanvasObject{r.ring, r.face, r.label} {
		o.Refresh()
	}
}
