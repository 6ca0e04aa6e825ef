package control

import (
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"alongside/app/access"
	"alongside/app/look"
)

// Measures of a slider's track, as shares of a target.
const (
	trackShare = 0.14
	knobShare  = 0.5
)

// A Slider chooses one of some values in a row: by the arrow keys, Home and End, or by pressing or dragging along its track.
type Slider struct {
	part
	Name      string
	Steps     []float64            // the values, the least first
	Text      func(float64) string // a value in words: "150%"
	OnChanged func(float64)

	at int // the step it stands at
}

var (
	_ fyne.Focusable     = (*Slider)(nil)
	_ fyne.Tappable      = (*Slider)(nil)
	_ fyne.Draggable     = (*Slider)(nil)
	_ fyne.Accessible    = (*Slider)(nil)
	_ desktop.Keyable    = (*Slider)(nil)
	_ desktop.Cursorable = (*Slider)(nil)
	_ access.Describer   = (*Slider)(nil)
)

// NewSlider makes a slider that stands at the step nearest to a value.
func NewSlider(name string, steps []float64, now float64, text func(float64) string, changed func(float64)) *Slider {
	s := &Slider{Name: name, Steps: steps, Text: text}
	s.at = s.nearest(now)
	s.OnChanged = changed
	s.ExtendBaseWidget(s)
	return s
}

// Value is what is chosen.
func (s *Slider) Value() float64 { return s.Steps[s.at] }

// SetValue shows the step nearest to a value; nobody is told.
func (s *Slider) SetValue(value float64) {
	if at := s.nearest(value); at != s.at {
		s.at = at
		s.Refresh()
	}
}

func (s *Slider) nearest(value float64) int {
	best := 0
	for i, step := range s.Steps {
		if math.Abs(step-value) < math.Abs(s.Steps[best]-value) {
			best = i
		}
	}
	return best
}

// choose goes to a step, and tells.
func (s *Slider) choose(at int) {
	at = max(min(at, len(s.Steps)-1), 0)
	if at == s.at {
		return
	}
	s.at = at
	s.Refresh()
	if s.OnChanged != nil {
		s.OnChanged(s.Value())
	}
}

// Describe implements access.Describer.
func (s *Slider) Describe() access.Node {
	return access.Node{Role: access.Slider, Name: s.Name, Value: &access.Value{
		Now: s.Value(), Least: s.Steps[0], Most: s.Steps[len(s.Steps)-1], Step: s.leastStep(), Text: s.Text(s.Value()),
		Set: func(value float64) { s.choose(s.nearest(value)) },
	}}
}

// leastStep is the least difference between two steps.
func (s *Slider) leastStep() float64 {
	var steps []float64
	for i := 1; i < len(s.Steps); i++ {
		steps = append(steps, s.Steps[i]-s.Steps[i-1])
	}
	if len(steps) == 0 {
		return 0
	}
	return slices.Min(steps)
}

// AccessibilityLabel implements fyne.Accessible.
func (s *Slider) AccessibilityLabel() string { return s.Name + ": " + s.Text(s.Value()) }

// TypedKey implements fyne.Focusable.
func (s *Slider) TypedKey(e *fyne.KeyEvent) {
	const leap = 3 // steps
	switch e.Name {
	case fyne.KeyLeft, fyne.KeyDown:
		s.choose(s.at - 1)
	case fyne.KeyRight, fyne.KeyUp:
		s.choose(s.at + 1)
	case fyne.KeyPageDown:
		s.choose(s.at - leap)
	case fyne.KeyPageUp:
		s.choose(s.at + leap)
	case fyne.KeyHome:
		s.choose(0)
	case fyne.KeyEnd:
		s.choose(len(s.Steps) - 1)
	default:
		PassKey(s, e)
	}
}

// Tapped implements fyne.Tappable: the knob goes where one pressed.
func (s *Slider) Tapped(e *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(s); c != nil {
		c.Focus(s)
	}
	s.point(e.Position.X)
}

// Dragged implements fyne.Draggable.
func (s *Slider) Dragged(e *fyne.DragEvent) { s.point(e.Position.X) }

// DragEnd implements fyne.Draggable.
func (s *Slider) DragEnd() {}

// Cursor implements desktop.Cursorable.
func (s *Slider) Cursor() desktop.Cursor { return desktop.PointerCursor }

func (s *Slider) point(x float32) {
	from, to := s.track()
	if to > from && len(s.Steps) > 1 {
		s.choose(int(math.Round(float64((x - from) / (to - from) * float32(len(s.Steps)-1)))))
	}
}

// track is where the knob's middle may stand.
func (s *Slider) track() (from, to float32) {
	half := s.Theme().Size(look.SizeTarget)*knobShare/2 + s.Theme().Size(look.SizeGap)
	return ringSpace + half, s.Size().Width - ringSpace - half
}

// CreateRenderer implements fyne.Widget.
func (s *Slider) CreateRenderer() fyne.WidgetRenderer {
	r := &sliderRenderer{
		s: s, ring: canvas.NewRectangle(nil), track: canvas.NewRectangle(nil), filled: canvas.NewRectangle(nil),
		gap: canvas.NewRectangle(nil), knob: canvas.NewRectangle(nil), name: canvas.NewText("", nil), value: canvas.NewText("", nil),
	}
	r.Refresh()
	return r
}

type sliderRenderer struct {
	s                              *Slider
	ring, track, filled, gap, knob *canvas.Rectangle // the gap parts the knob from the track
	name, value                    *canvas.Text
}

func (r *sliderRenderer) Destroy() {}

func (r *sliderRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.name, r.value, r.track, r.filled, r.gap, r.knob}
}

func (r *sliderRenderer) MinSize() fyne.Size {
	target, gap := r.s.Theme().Size(look.SizeTarget), r.s.Theme().Size(look.SizeGap)
	width := r.name.MinSize().Width + gap + r.value.MinSize().Width
	return fyne.NewSize(max(width, 4*target)+2*ringSpace, target+r.name.MinSize().Height+2*ringSpace)
}

func (r *sliderRenderer) Layout(size fyne.Size) {
	target := r.s.Theme().Size(look.SizeTarget)
	r.ring.Resize(size)
	name, value := r.name.MinSize(), r.value.MinSize()
	edge := ringSpace + r.s.Theme().Size(look.SizeGap)
	Lay(r.name, edge, ringSpace+2, name.Width, name.Height)
	Lay(r.value, size.Width-edge-value.Width, ringSpace+2, value.Width, value.Height)
	middle := ringSpace + name.Height + target/2
	from, to := r.s.track()
	at := from
	if n := len(r.s.Steps); n > 1 {
		at += (to - from) * float32(r.s.at) / float32(n-1)
	}
	thick, knob := target*trackShare, target*knobShare
	Lay(r.track, from, middle-thick/2, to-from, thick)
	Lay(r.filled, from, middle-thick/2, at-from, thick)
	const gap = 2
	Lay(r.gap, at-knob/2-gap, middle-knob/2-gap, knob+2*gap, knob+2*gap)
	Lay(r.knob, at-knob/2, middle-knob/2, knob, knob)
}

func (r *sliderRenderer) Refresh() {
	s := r.s
	th, v := s.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	ink := th.Color(theme.ColorNameForeground, v)
	for _, t := range []*canvas.Text{r.name, r.value} {
		t.Color, t.TextSize = ink, th.Size(look.SizeControl)
	}
	r.name.Text, r.value.Text = s.Name, s.Text(s.Value())
	r.track.FillColor, r.track.CornerRadius = th.Color(look.ColorBorder, v), canvas.RadiusMaximum
	r.filled.FillColor, r.filled.CornerRadius = th.Color(look.ColorMain, v), canvas.RadiusMaximum
	r.knob.FillColor, r.knob.CornerRadius = th.Color(look.ColorMain, v), canvas.RadiusMaximum
	r.gap.FillColor, r.gap.CornerRadius = th.Color(look.ColorRaised, v), canvas.RadiusMaximum
	r.ring.StrokeColor, r.ring.StrokeWidth = th.Color(look.ColorRing, v), ringWidth
	r.ring.CornerRadius = th.Size(look.SizeCorner)
	r.ring.Hidden = !s.focused
	r.Layout(s.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}
