package app

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// An area is part of the window.
type area struct{ from, to fyne.Position }

func areaOf(at fyne.Position, size fyne.Size) area { return area{at, at.Add(size)} }

func (a area) width() float32  { return a.to.X - a.from.X }
func (a area) height() float32 { return a.to.Y - a.from.Y }

func (a area) intersect(b area) area {
	return area{
		fyne.NewPos(max(a.from.X, b.from.X), max(a.from.Y, b.from.Y)), fyne.NewPos(min(a.to.X, b.to.X), min(a.to.Y, b.to.Y)),
	}
}

func (a area) empty() bool { return a.width() <= 0 || a.height() <= 0 }

func (a area) holds(p fyne.Position) bool {
	return p.X >= a.from.X && p.X < a.to.X && p.Y >= a.from.Y && p.Y < a.to.Y
}

// A part is something that is drawn, with where it stands in the window and how much of that can be seen.
type part struct {
	object fyne.CanvasObject
	whole  area
	seen   area // what is left by whatever clips it; other parts may lie over it
}

// parts is all that is drawn in the window, from the bottom up. What lies over the screen comes after it.
func (d *desk) parts() (all []part) {
	c := d.win.Canvas()
	for _, layer := range append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...) {
		all = append(all, partsWithin(layer, fyne.Position{}, areaOf(fyne.Position{}, c.Size()))...)
	}
	return all
}

// reachable are the parts of the uppermost layer, which alone can be pressed or have the focus.
func (d *desk) reachable() []part {
	c := d.win.Canvas()
	layer := c.Overlays().Top()
	if layer == nil {
		layer = c.Content()
	}
	return partsWithin(layer, fyne.Position{}, areaOf(fyne.Position{}, c.Size()))
}

func partsWithin(o fyne.CanvasObject, at fyne.Position, clip area) []part {
	if !o.Visible() {
		return nil
	}
	at = at.Add(o.Position())
	whole := areaOf(at, o.Size())
	all := []part{{o, whole, whole.intersect(clip)}}
	switch o.(type) {
	case *container.Clip, *container.Scroll:
		clip = clip.intersect(whole)
	}
	for _, inside := range within(o) {
		all = append(all, partsWithin(inside, at, clip)...)
	}
	return all
}

func within(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case fyne.Widget:
		return test.WidgetRenderer(o).Objects()
	}
	return nil
}

// groundAt is the colour that lies behind a part at a point. It reports false where something covers the part there.
func groundAt(parts []part, n int, p fyne.Position, ground color.NRGBA) (color.NRGBA, bool) {
	for i, other := range parts {
		fill, ok := colorAt(other, p)
		if !ok {
			continue
		}
		if i > n {
			return ground, false
		}
		if i < n {
			ground = blend(fill, ground)
		}
	}
	return ground, true
}

// colorAt is the colour that a part has at a point; it reports false where it has none.
func colorAt(p part, at fyne.Position) (color.NRGBA, bool) {
	if !p.seen.holds(at) {
		return color.NRGBA{}, false
	}
	if r, ok := p.object.(*canvas.Rectangle); ok && r.StrokeWidth > 0 && r.StrokeColor != nil {
		w := fyne.NewPos(r.StrokeWidth, r.StrokeWidth)
		if within := (area{p.whole.from.Add(w), p.whole.to.Subtract(w)}); !within.holds(at) {
			return color.NRGBAModel.Convert(r.StrokeColor).(color.NRGBA), true
		}
	}
	return fillOf(p.object)
}

// fillOf is the colour that a part is filled with; it reports false for one that is not.
func fillOf(o fyne.CanvasObject) (color.NRGBA, bool) {
	rectangle, ok := o.(*canvas.Rectangle)
	if !ok || rectangle.FillColor == nil {
		return color.NRGBA{}, false
	}
	fill := color.NRGBAModel.Convert(rectangle.FillColor).(color.NRGBA)
	return fill, fill.A > 0
}

// blend is a colour laid over another.
func blend(top, ground color.NRGBA) color.NRGBA {
	mix := func(t, g uint8) uint8 { return uint8((int(t)*int(top.A) + int(g)*(255-int(top.A)) + 127) / 255) }
	return color.NRGBA{mix(top.R, ground.R), mix(top.G, ground.G), mix(top.B, ground.B), 0xff}
}

// inkOf is the colour that a text or an icon is drawn in, and what to call it.
func inkOf(o fyne.CanvasObject) (ink color.NRGBA, what string, ok bool) {
	switch o := o.(type) {
	case *canvas.Text:
		if strings.TrimSpace(o.Text) == "" || o.Color == nil {
			return ink, "", false
		}
		return color.NRGBAModel.Convert(o.Color).(color.NRGBA), "the text “" + o.Text + "”", true
	case *canvas.Image:
		if o.Resource == nil {
			return ink, "", false
		}
		ink, ok := iconColor(o.Resource.Name())
		return ink, "an icon", ok
	}
	return ink, "", false
}

// iconColor is the colour in the name of an icon's resource.
func iconColor(name string) (color.NRGBA, bool) {
	name, ok := strings.CutPrefix(name, "icon-")
	if !ok || len(name) < 6 {
		return color.NRGBA{}, false
	}
	var c [3]uint8
	for i := range c {
		for _, digit := range name[2*i : 2*i+2] {
			c[i] = c[i]<<4 | uint8(strings.IndexRune("0123456789abcdef", digit))
		}
	}
	return color.NRGBA{c[0], c[1], c[2], 0xff}, true
}

// drawnIn is where the ink of a text or an icon is: a text's object may be wider than its words.
func drawnIn(p part) area {
	text, ok := p.object.(*canvas.Text)
	if !ok {
		return p.seen
	}
	size := text.MinSize()
	at := p.whole.from.AddXY(0, (p.whole.height()-size.Height)/2)
	switch text.Alignment {
	case fyne.TextAlignCenter:
		at.X += (p.whole.width() - size.Width) / 2
	case fyne.TextAlignTrailing:
		at.X += p.whole.width() - size.Width
	}
	return areaOf(at, size).intersect(p.seen)
}
