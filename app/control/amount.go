package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
	"alongside/app/look"
)

// An Amount is one line of a list of amounts: what it is of, how much, and a bar that shows its share beside the others.
type Amount struct {
	widget.BaseWidget
	of, much    *widget.Label
	share       float32
	track, fill *canvas.Rectangle
}

var (
	_ fyne.Accessible  = (*Amount)(nil)
	_ access.Describer = (*Amount)(nil)
)

// NewAmount makes a line. The share, 0 to 1, is the bar's.
func NewAmount(of, much string, share float64) *Amount {
	a := &Amount{
		of: widget.NewLabel(of), much: widget.NewLabel(much), share: float32(min(max(share, 0), 1)),
		track: canvas.NewRectangle(nil), fill: canvas.NewRectangle(nil),
	}
	a.of.Wrapping = fyne.TextWrapWord
	a.ExtendBaseWidget(a)
	return a
}

// Describe implements access.Describer: the line is read as one.
func (a *Amount) Describe() access.Node {
	text := a.of.Text + ": " + a.much.Text
	return access.Node{Role: access.Label, Name: text, Text: &access.Text{Content: text}}
}

// AccessibilityLabel implements fyne.Accessible.
func (a *Amount) AccessibilityLabel() string { return access.ToolkitLabel(a) }

// AccessibilityRole implements fyne.Accessible.
func (a *Amount) AccessibilityRole() fyne.AccessibleRole { return access.ToolkitRole(a) }

// CreateRenderer implements fyne.Widget.
func (a *Amount) CreateRenderer() fyne.WidgetRenderer {
	r := &amountRenderer{a}
	r.color()
	return r
}

type amountRenderer struct{ a *Amount }

func (r *amountRenderer) Destroy() {}

func (r *amountRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.a.of, r.a.much, r.a.track, r.a.fill}
}

func (r *amountRenderer) bar() float32 { return r.a.Theme().Size(look.SizeGap) }

// pad is what the labels keep free around their words: the bar stands in line with these.
func (r *amountRenderer) pad() float32 { return r.a.Theme().Size(theme.SizeNameInnerPadding) }

// MinSize is that for the width it was last given, since the words wrap.
func (r *amountRenderer) MinSize() fyne.Size {
	of, much := r.a.of.MinSize(), r.a.much.MinSize()
	return fyne.NewSize(of.Width+much.Width, max(of.Height, much.Height)+r.bar()+r.pad()/2)
}

func (r *amountRenderer) Layout(size fyne.Size) {
	a := r.a
	much := a.much.MinSize()
	Lay(a.of, 0, 0, max(size.Width-much.Width, 0), a.of.MinSize().Height)
	high := max(a.of.MinSize().Height, much.Height)
	Lay(a.much, size.Width-much.Width, high-much.Height, much.Width, much.Height)
	width, bar, pad := size.Width-2*r.pad(), r.bar(), r.pad()
	Lay(a.track, pad, high-pad/2, width, bar)
	Lay(a.fill, pad, high-pad/2, max(width*a.share, bar), bar)
}

func (r *amountRenderer) Refresh() {
	r.color()
	r.Layout(r.a.Size())
	canvas.Refresh(r.a)
}

func (r *amountRenderer) color() {
	a := r.a
	th, v := a.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	a.track.FillColor, a.track.StrokeColor, a.track.StrokeWidth = th.Color(look.ColorPage, v), th.Color(look.ColorBorder, v), 1
	a.fill.FillColor = th.Color(look.ColorBar, v)
	a.track.CornerRadius, a.fill.CornerRadius = r.bar()/2, r.bar()/2
	a.fill.Hidden = a.share == 0
	a.track.Refresh()
	a.fill.Refresh()
}
