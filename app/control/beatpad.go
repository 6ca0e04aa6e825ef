package control

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
	"alongside/app/look"
)

// A BeatPad is a large button to tap along on: it acts in the moment in which Space, Enter or the mouse goes down, and not again
// while that is held. A round mark in it can be lit, and a bar shows how far one has got.
type BeatPad struct {
	widget.BaseWidget
	Name  string // what it is called, in full
	Label string // what it shows
	OnTap func()
	OnLit func() // a frame that shows the mark lit is being handed to the screen, for the first time since it was lit

	marked, lit bool
	handed      bool    // it was, since it was lit
	share       float64 // of the bar
	focused     bool
}

var (
	_ fyne.Focusable    = (*BeatPad)(nil)
	_ fyne.Tappable     = (*BeatPad)(nil)
	_ fyne.Accessible   = (*BeatPad)(nil)
	_ desktop.Keyable   = (*BeatPad)(nil)
	_ desktop.Mouseable = (*BeatPad)(nil)
	_ access.Describer  = (*BeatPad)(nil)
)

// Measures of the pad, as shares of a target.
const (
	padHeight = 3.2
	padMark   = 1.1 // small enough to flash: no large part of what one sees
	padBar    = 0.25
)

// NewBeatPad makes a pad without a mark.
func NewBeatPad(name, label string) *BeatPad {
	b := &BeatPad{Name: name, Label: label, handed: true}
	b.ExtendBaseWidget(b)
	return b
}

// NewFlashPad makes a pad with a mark that can be lit.
func NewFlashPad(name, label string) *BeatPad {
	b := NewBeatPad(name, label)
	b.marked = true
	return b
}

// SetLabel changes what the pad shows.
func (b *BeatPad) SetLabel(label string) {
	b.Label = label
	b.Refresh()
}

// Light lights the mark, or puts it out.
func (b *BeatPad) Light(lit bool) {
	if lit != b.lit {
		b.lit, b.handed = lit, !lit
		b.Refresh()
	}
}

// Lit reports whether the mark is lit.
func (b *BeatPad) Lit() bool { return b.lit }

// SetShare shows how far one has got, 0 to 1. Nobody is told: the one who taps is listening.
func (b *BeatPad) SetShare(share float64) {
	b.share = min(max(share, 0), 1)
	b.Refresh()
}

func (b *BeatPad) tap() {
	if b.OnTap != nil {
		b.OnTap()
	}
}

// Describe implements access.Describer.
func (b *BeatPad) Describe() access.Node {
	return access.Node{Role: access.Button, Name: b.Name, Actions: []access.Action{{Name: "press", Keys: "Space", Do: b.tap}}}
}

// AccessibilityLabel implements fyne.Accessible.
func (b *BeatPad) AccessibilityLabel() string { return access.ToolkitLabel(b) }

// AccessibilityRole implements fyne.Accessible.
func (b *BeatPad) AccessibilityRole() fyne.AccessibleRole { return access.ToolkitRole(b) }

// MouseDown implements desktop.Mouseable.
func (b *BeatPad) MouseDown(*desktop.MouseEvent) { b.tap() }

// MouseUp implements desktop.Mouseable.
func (b *BeatPad) MouseUp(*desktop.MouseEvent) {}

// Tapped implements fyne.Tappable: the press has been acted on as it began.
func (b *BeatPad) Tapped(*fyne.PointEvent) {}

// FocusGained implements fyne.Focusable.
func (b *BeatPad) FocusGained() {
	b.focused = true
	b.Refresh()
	reveal(b)
}

// FocusLost implements fyne.Focusable.
func (b *BeatPad) FocusLost() { b.focused = false; b.Refresh() }

// taps reports whether a key is one to tap with.
func taps(e *fyne.KeyEvent) bool {
	return e.Name == fyne.KeySpace || e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter
}

// KeyDown implements desktop.Keyable: a key that is held down goes down once.
func (b *BeatPad) KeyDown(e *fyne.KeyEvent) {
	if taps(e) {
		b.tap()
		return
	}
	PassKeyDown(b, e)
}

// KeyUp implements desktop.Keyable.
func (b *BeatPad) KeyUp(e *fyne.KeyEvent) {
	if !taps(e) {
		PassKeyUp(b, e)
	}
}

// TypedKey implements fyne.Focusable.
func (b *BeatPad) TypedKey(e *fyne.KeyEvent) {
	if !taps(e) {
		PassKey(b, e)
	}
}

// TypedRune implements fyne.Focusable.
func (b *BeatPad) TypedRune(r rune) {
	if r != ' ' {
		PassRune(b, r)
	}
}

// CreateRenderer implements fyne.Widget.
func (b *BeatPad) CreateRenderer() fyne.WidgetRenderer {
	r := &beatPadRenderer{
		b: b, ring: canvas.NewRectangle(color.Transparent), face: canvas.NewRectangle(nil), mark: canvas.NewRectangle(nil),
		frame: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil), label: canvas.NewText("", nil),
	}
	r.probe = canvas.NewRaster(r.handedOver)
	r.Refresh()
	return r
}

type beatPadRenderer struct {
	b                *BeatPad
	ring, face, mark *canvas.Rectangle
	frame, bar       *canvas.Rectangle
	label            *canvas.Text
	probe            *canvas.Raster
}

// handedOver runs while a frame is painted: the toolkit asks for the probe's one pixel.
func (r *beatPadRenderer) handedOver(int, int) image.Image {
	if r.b.lit && !r.b.handed {
		r.b.handed = true
		if r.b.OnLit != nil {
			r.b.OnLit()
		}
	}
	return image.NewNRGBA(image.Rect(0, 0, 1, 1))
}

func (r *beatPadRenderer) Destroy() {}

func (r *beatPadRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.face, r.frame, r.bar, r.label, r.mark, r.probe}
}

func (r *beatPadRenderer) MinSize() fyne.Size {
	target := r.b.Theme().Size(look.SizeTarget)
	return fyne.NewSize(target+2*ringSpace, padHeight*target+2*ringSpace)
}

func (r *beatPadRenderer) Layout(size fyne.Size) {
	target := r.b.Theme().Size(look.SizeTarget)
	Lay(r.ring, 0, 0, size.Width, size.Height)
	Lay(r.face, ringSpace, ringSpace, size.Width-2*ringSpace, size.Height-2*ringSpace)
	bar, gap := padBar*target, r.b.Theme().Size(look.SizeGap)
	inner := size.Width - 2*ringSpace - 2*gap
	bottom := size.Height - ringSpace - gap - bar
	Lay(r.frame, ringSpace+gap, bottom, inner, bar)
	Lay(r.bar, ringSpace+gap, bottom, max(bar, inner*float32(r.b.share)), bar)
	text := r.label.MinSize()
	free, mark := bottom-ringSpace, padMark*target
	if !r.b.marked {
		Lay(r.label, (size.Width-text.Width)/2, ringSpace+(free-text.Height)/2, text.Width, text.Height)
		return
	}
	top := ringSpace + (free-mark-text.Height)/3
	Lay(r.mark, (size.Width-mark)/2, top, mark, mark)
	Lay(r.label, (size.Width-text.Width)/2, 2*top-ringSpace+mark, text.Width, text.Height)
}

func (r *beatPadRenderer) Refresh() {
	th, v := r.b.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	corner, border := th.Size(look.SizeCorner), th.Color(look.ColorBorder, v)
	r.face.FillColor, r.face.CornerRadius = th.Color(look.ColorRaised, v), corner
	r.face.StrokeColor, r.face.StrokeWidth = border, 2
	r.ring.StrokeColor, r.ring.StrokeWidth, r.ring.CornerRadius = th.Color(look.ColorRing, v), ringWidth, corner+ringSpace
	r.ring.Hidden = !r.b.focused
	r.mark.Hidden = !r.b.marked
	r.mark.FillColor, r.mark.CornerRadius = color.Transparent, canvas.RadiusMaximum
	if r.b.lit {
		r.mark.FillColor = th.Color(look.ColorMain, v)
	}
	r.mark.StrokeColor, r.mark.StrokeWidth = border, 3
	r.frame.FillColor, r.frame.StrokeColor, r.frame.StrokeWidth = th.Color(look.ColorPage, v), border, 1
	r.bar.FillColor, r.bar.Hidden = th.Color(look.ColorBar, v), r.b.share == 0
	r.frame.CornerRadius, r.bar.CornerRadius = canvas.RadiusMaximum, canvas.RadiusMaximum
	r.label.Text, r.label.TextSize, r.label.TextStyle = r.b.Label, th.Size(look.SizeControl), fyne.TextStyle{Bold: true}
	r.label.Color = th.Color(theme.ColorNameForeground, v)
	r.Layout(r.b.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}
