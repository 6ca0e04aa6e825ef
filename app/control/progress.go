package control

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
	"alongside/app/look"
)

// A Progress is a line that says what is being done and how far it is, with a bar and a button that ends it. It takes no
// room while nothing is being done.
type Progress struct {
	widget.BaseWidget
	OnChanged func() // shown or hidden: what lies around it has to be laid out again

	text   *widget.Label
	cancel *Button
	frame  *canvas.Rectangle
	bar    *canvas.Rectangle
	share  float64
}

var (
	_ fyne.Accessible  = (*Progress)(nil)
	_ access.Describer = (*Progress)(nil)
)

// Measures of the bar, in device-independent pixels.
const (
	progressWidth  = 180
	progressHeight = 12
	progressEdge   = 12 // room at the right, as in the bars above and below
	progressAir    = 4  // above and below the button
)

// NewProgress makes a line that shows nothing yet.
func NewProgress() *Progress {
	p := &Progress{text: widget.NewLabel(""), frame: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil)}
	p.text.Truncation = fyne.TextTruncateEllipsis
	p.cancel = NewButton("Cancel", "Cancel", "", nil)
	p.ExtendBaseWidget(p)
	p.Hide()
	return p
}

// Say says how far something is: what is being done, the share that is done (0 to 1), and what ends it.
func (p *Progress) Say(text string, share float64, cancel func()) {
	p.cancel.OnTapped = cancel
	if p.text.Text != text {
		p.text.SetText(text)
	}
	p.share = min(max(share, 0), 1)
	if !p.Visible() {
		p.Show()
		p.changed()
		return
	}
	p.Refresh()
}

// Clear takes the line away.
func (p *Progress) Clear() {
	if p.Visible() {
		HandOn(p.cancel)
		p.Hide()
		p.changed()
	}
}

func (p *Progress) changed() {
	if p.OnChanged != nil {
		p.OnChanged()
	}
}

// Describe implements access.Describer.
func (p *Progress) Describe() access.Node {
	return access.Node{
		Role: access.Progress, Name: p.text.Text,
		Value:   &access.Value{Now: p.share, Most: 1, Text: fmt.Sprintf("%d%%", int(p.share*100))},
		Objects: access.Objects(p.cancel),
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (p *Progress) AccessibilityLabel() string { return access.ToolkitLabel(p) }

// AccessibilityRole implements fyne.Accessible.
func (p *Progress) AccessibilityRole() fyne.AccessibleRole { return access.ToolkitRole(p) }

// CreateRenderer implements fyne.Widget.
func (p *Progress) CreateRenderer() fyne.WidgetRenderer {
	r := &progressRenderer{p: p, ground: canvas.NewRectangle(nil), line: canvas.NewRectangle(nil)}
	r.color()
	return r
}

type progressRenderer struct {
	p            *Progress
	ground, line *canvas.Rectangle
}

func (r *progressRenderer) Destroy() {}

func (r *progressRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.line, r.p.text, r.p.frame, r.p.bar, r.p.cancel}
}

func (r *progressRenderer) MinSize() fyne.Size {
	cancel := r.p.cancel.MinSize()
	return fyne.NewSize(cancel.Width+200, cancel.Height+2*progressAir+1)
}

func (r *progressRenderer) Layout(size fyne.Size) {
	Lay(r.ground, 0, 0, size.Width, size.Height)
	Lay(r.line, 0, size.Height-1, size.Width, 1)
	cancel := r.p.cancel.MinSize()
	right := size.Width - progressEdge - cancel.Width
	Lay(r.p.cancel, right, progressAir, cancel.Width, cancel.Height)
	width := min(progressWidth, size.Width/4)
	right -= width + 8
	y := (size.Height - progressHeight) / 2
	Lay(r.p.frame, right, y, width, progressHeight)
	Lay(r.p.bar, right, y, max(width*float32(r.p.share), progressHeight), progressHeight)
	th, text := r.p.Theme(), r.p.text.MinSize().Height
	left := 8 + th.Size(look.SizeGap) + th.Size(theme.SizeNamePadding) // where a notice's text begins
	Lay(r.p.text, left, (size.Height-text)/2, right-left-8, text)
}

func (r *progressRenderer) Refresh() {
	r.color()
	r.Layout(r.p.Size())
	canvas.Refresh(r.p)
}

func (r *progressRenderer) color() {
	th, v := r.p.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.ground.FillColor = th.Color(look.ColorRaised, v)
	r.line.FillColor = th.Color(look.ColorBorder, v)
	r.p.frame.FillColor = th.Color(look.ColorPage, v)
	r.p.frame.StrokeColor, r.p.frame.StrokeWidth = th.Color(look.ColorBorder, v), 1
	r.p.bar.FillColor = th.Color(look.ColorBar, v)
	for _, o := range []*canvas.Rectangle{r.ground, r.line, r.p.frame, r.p.bar} {
		o.CornerRadius = 0
		o.Refresh()
	}
	r.p.frame.CornerRadius, r.p.bar.CornerRadius = progressHeight/2, progressHeight/2
}
