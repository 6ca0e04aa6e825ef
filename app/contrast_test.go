package app

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"alongside/app/look"
)

// TestEverythingDrawnStandsOut measures each text and mark on each screen against what really lies behind it.
func TestEverythingDrawnStandsOut(t *testing.T) {
	if testing.Short() {
		t.Skip("short mode, as for the race detector, which would take minutes over it")
	}
	everyScene(t, fyne.NewSize(1280, 740), func(t *testing.T, d *desk) {
		d.inEveryLook([]float32{1, 3}, func(name string) {
			d.checkContrast(t, name)
			for _, hover := range []func(desktop.Hoverable){
				func(h desktop.Hoverable) { h.MouseIn(&desktop.MouseEvent{}) }, func(h desktop.Hoverable) { h.MouseOut() },
			} {
				for _, p := range d.reachable() {
					if h, ok := p.object.(desktop.Hoverable); ok {
						hover(h)
					}
				}
				d.checkContrast(t, name+", under the pointer")
			}
		})
	})
}

// checkContrast looks at all that is drawn.
func (d *desk) checkContrast(t *testing.T, name string) {
	t.Helper()
	palette := d.appearance.theme.Palette()
	parts := d.parts()
	texts := 0
	for n, p := range parts {
		if ink, what, ok := inkOf(p.object); ok {
			least := 7.0
			if _, icon := p.object.(*canvas.Image); icon {
				least = 3
			} else {
				texts++
			}
			checkInk(t, name+": "+what, least, ink, parts, n, palette)
			continue
		}
		if fill, ok := fillOf(p.object); ok && isMark(fill, palette) {
			checkMark(t, name, fill, parts, n, palette)
		}
		if r, ok := p.object.(*canvas.Rectangle); ok && r.StrokeWidth > 0 && r.StrokeColor != nil {
			checkStroke(t, name, parts, n, palette)
		}
	}
	if texts == 0 {
		t.Errorf("%s: no text was found", name)
	}
}

// checkInk compares the colour of a part with what lies behind it, at points along its middle.
func checkInk(t *testing.T, what string, least float64, ink color.NRGBA, parts []part, n int, palette look.Palette) {
	t.Helper()
	in := drawnIn(parts[n])
	if in.empty() {
		return
	}
	for _, share := range []float32{0.02, 0.25, 0.5, 0.75, 0.98} {
		at := fyne.NewPos(in.from.X+share*in.width(), in.from.Y+in.height()/2)
		ground, seen := groundAt(parts, n, at, palette.Background)
		if got := look.Ratio(ink, ground); seen && got < least {
			t.Errorf("%s: %v on %v is %.2f:1, want %.0f:1 at %v", what, ink, ground, got, least, at)
			return
		}
	}
}

// checkMark looks whether a filled mark can be seen: against what it lies on, or else against what lies beside it.
func checkMark(t *testing.T, name string, fill color.NRGBA, parts []part, n int, palette look.Palette) {
	t.Helper()
	in := parts[n].seen
	if in.empty() {
		return
	}
	best := 0.0
	for _, x := range []float32{in.from.X + in.width()/2, in.from.X - 1, in.to.X + 1} {
		ground, seen := groundAt(parts, n, fyne.NewPos(x, in.from.Y+in.height()/2), palette.Background)
		if !seen {
			return
		}
		best = max(best, look.Ratio(fill, ground))
	}
	if best < 3 {
		t.Errorf("%s: a mark of %v in %v is %.2f:1, want 3:1", name, fill, in, best)
	}
}

// isMark reports whether a fill says something by itself: one of the colours of marks that is not a ground as well.
func isMark(fill color.NRGBA, p look.Palette) bool {
	switch fill {
	case p.Background, p.Raised, p.Turn, p.Hover, p.Pressed:
		return false
	case p.Bar, p.Word, p.Border, p.Main, p.Quiet, p.Text:
		return true
	}
	return false
}

// checkStroke looks whether a line around something can be seen: against what lies outside, or, where it is not filled, within.
// Something filled may also stand out by its fill.
func checkStroke(t *testing.T, name string, parts []part, n int, palette look.Palette) {
	t.Helper()
	r, in := parts[n].object.(*canvas.Rectangle), parts[n].whole
	stroke := color.NRGBAModel.Convert(r.StrokeColor).(color.NRGBA)
	fill, filled := fillOf(r)
	if stroke.A == 0 || parts[n].seen.empty() || !filled && stroke == palette.Background { // the last is there for the line beside it
		return
	}
	inks, sides := []color.NRGBA{stroke}, []float32{in.from.X - 1}
	if filled {
		inks = append(inks, fill)
	} else {
		sides = append(sides, in.from.X+r.StrokeWidth+0.5)
	}
	best := 0.0
	for _, side := range sides {
		ground, seen := groundAt(parts, n, fyne.NewPos(side, in.from.Y+in.height()/2), palette.Background)
		if !seen {
			return
		}
		for _, ink := range inks {
			best = max(best, look.Ratio(ink, ground))
		}
	}
	if best < 3 {
		t.Errorf("%s: a line of %v around %v has %.2f:1 beside it, want 3:1", name, stroke, in, best)
	}
}
