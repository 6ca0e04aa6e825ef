package atspi

import (
	"math"

	"fyne.io/fyne/v2"

	"alongside/app/access"
)

// What coordinates are counted from.
const (
	fromScreen = iota
	fromWindow
	fromParent
)

// A rectangle is a place and size on the bus.
type rectangle struct{ X, Y, Width, Height int32 }

// componentFace is where an element stands. A program is not told where its window is on the screen, on Wayland not even
// where it could ask; places are counted from the window where a reader asks for the screen, as other toolkits do.
type componentFace struct{ u subject }

func (componentFace) properties() map[string]any { return map[string]any{} }

// scale is how many of the screen's pixels, which the bus counts, one of the toolkit's is.
func (u subject) scale() float32 {
	if w := u.s.Window(u.e); w != nil && w.Scale > 0 {
		return w.Scale
	}
	return 1
}

// bounds is where an element stands, counted from its window or its parent.
func (u subject) bounds(from uint32) access.Area {
	area := u.s.Bounds(u.e)
	if p := u.s.Parent(u.e); from == fromParent && p != nil {
		area.Position = area.Position.Subtract(u.s.Bounds(p).Position)
	}
	return area
}

// onBus is an area as the bus counts it.
func (u subject) onBus(a access.Area) rectangle {
	scale := u.scale()
	return rectangle{pixel(a.X * scale), pixel(a.Y * scale), pixel(a.Width * scale), pixel(a.Height * scale)}
}

// pixel is a coordinate in whole pixels. What the toolkit reckons is not always a number.
func pixel(f float32) int32 {
	if f != f {
		return 0
	}
	return int32(math.Round(float64(min(max(f, -1e9), 1e9))))
}

// point is a place that a reader asks about, counted from the window.
func (u subject) point(x, y int32, from uint32) fyne.Position {
	scale := u.scale()
	p := fyne.NewPos(float32(x)/scale, float32(y)/scale)
	if parent := u.s.Parent(u.e); from == fromParent && parent != nil {
		p = p.Add(u.s.Bounds(parent).Position)
	}
	return p
}

// GetExtents is where the element stands and how large it is.
func (f componentFace) GetExtents(from uint32) rectangle { return f.u.onBus(f.u.bounds(from)) }

// GetPosition is where the element stands.
func (f componentFace) GetPosition(from uint32) (x, y int32) {
	r := f.u.onBus(f.u.bounds(from))
	return r.X, r.Y
}

// GetSize is how large the element is.
func (f componentFace) GetSize() (width, height int32) {
	r := f.u.onBus(f.u.bounds(fromWindow))
	return r.Width, r.Height
}

// Contains reports whether a place lies in the element.
func (f componentFace) Contains(x, y int32, from uint32) bool {
	p, a := f.u.point(x, y, from), f.u.bounds(fromWindow)
	return p.X >= a.X && p.Y >= a.Y && p.X < a.X+a.Width && p.Y < a.Y+a.Height
}

// GetAccessibleAtPoint is the innermost element below this one at a place.
func (f componentFace) GetAccessibleAtPoint(x, y int32, from uint32) reference {
	found := f.u.s.At(f.u.s.Window(f.u.e), f.u.point(x, y, from))
	for e := found; e != nil; e = f.u.s.Parent(e) {
		if e == f.u.e {
			return f.u.b.referenceTo(found)
		}
	}
	return nowhere()
}

// Layers, as the bus numbers them.
const (
	layerWidget = 3
	layerPopUp  = 5
	layerWindow = 7
)

// GetLayer says what the element lies above.
func (f componentFace) GetLayer() uint32 {
	switch f.u.e.Role {
	case access.Window:
		return layerWindow
	case access.Dialog, access.Menu:
		return layerPopUp
	}
	return layerWidget
}

// GetMDIZOrder is of no use here.
func (componentFace) GetMDIZOrder() int16 { return -1 }

// GetAlpha is how opaque the element is.
func (componentFace) GetAlpha() float64 { return 1 }

// GrabFocus gives the element the focus, soon.
func (f componentFace) GrabFocus() bool { return f.u.b.tree.Focus(f.u.e) }

// The rest would move windows or pages about, which is the person's own to do.

func (componentFace) ScrollTo(uint32) bool                       { return false }
func (componentFace) ScrollToPoint(_ uint32, _, _ int32) bool    { return false }
func (componentFace) SetExtents(_, _, _, _ int32, _ uint32) bool { return false }
func (componentFace) SetPosition(_, _ int32, _ uint32) bool      { return false }
func (componentFace) SetSize(_, _ int32) bool                    { return false }
