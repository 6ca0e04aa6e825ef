package app

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"alongside/app/look"
)

// TestTheFocusHasARing gives each part of each screen the focus in turn and looks for the one ring: whole, covered by nothing, two
// pixels thick at least, and 3:1 against what is beside it, in every look.
func TestTheFocusHasARing(t *testing.T) {
	if testing.Short() {
		t.Skip("short mode, as for the race detector, which would take minutes over it")
	}
	everyScene(t, fyne.NewSize(900, 640), func(t *testing.T, d *desk) {
		for _, l := range []look.Look{look.Ink, look.Contrast, look.Paper} {
			d.setLook(l)
			d.settle()
			d.eachFocused(t, func(p part) { d.checkRing(t, l, p) })
		}
	})
}

// eachFocused gives each part that Tab reaches the focus.
func (d *desk) eachFocused(t *testing.T, see func(part)) {
	t.Helper()
	c := d.win.Canvas()
	was := c.Focused()
	defer func() { c.Focus(was) }()
	for _, stop := range d.round(t) {
		p := stop.part
		d.settle()
		c.Focus(p.object.(fyne.Focusable)) // may scroll
		see(d.partOf(t, p.object))
	}
}

func (d *desk) checkRing(t *testing.T, l look.Look, focused part) {
	t.Helper()
	palette, parts, name := d.appearance.theme.Palette(), d.parts(), nameOf(focused.object)
	rings, below := 0, len(parts)-len(d.reachable()) // what lies under a panel keeps its ring, in the shade
	for n, p := range parts {
		r, ok := p.object.(*canvas.Rectangle)
		if !ok || n < below || r.StrokeColor != palette.Ring || r.StrokeWidth == 0 || p.seen.intersect(focused.seen).empty() || d.isMatch(r) {
			continue
		}
		rings++
		if r.StrokeWidth < 2 {
			t.Errorf("%v: the ring of %q is %.1f thick, want 2", l, name, r.StrokeWidth)
		}
		for _, line := range linesOf(p) {
			middle := fyne.NewPos((line.from.X+line.to.X)/2, (line.from.Y+line.to.Y)/2)
			if _, seen := groundAt(parts, n, middle, palette.Background); !seen || !p.seen.holds(middle) {
				t.Errorf("%v: the ring of %q cannot be seen at %v", l, name, middle)
			}
		}
		checkStroke(t, l.String()+": the ring of "+name, parts, n, palette)
	}
	if rings != 1 {
		t.Errorf("%v: %q has the focus and %d rings", l, name, rings)
	}
}

// isMatch reports whether a line is around something that was looked for: that has the ring's colour, but is thicker.
func (d *desk) isMatch(r *canvas.Rectangle) bool { return r.StrokeWidth > 3 }

// linesOf are the four sides of a ring.
func linesOf(p part) [4]area {
	w, in := p.object.(*canvas.Rectangle).StrokeWidth, p.whole
	return [4]area{
		{in.from, fyne.NewPos(in.to.X, in.from.Y+w)},
		{fyne.NewPos(in.from.X, in.to.Y-w), in.to},
		{in.from, fyne.NewPos(in.from.X+w, in.to.Y)},
		{fyne.NewPos(in.to.X-w, in.from.Y), in.to},
	}
}

// TestTheFocusIsSeen compares pictures with and without the focus: enough must have changed by 3:1, which is a ring at least two
// pixels thick all around. Drawing takes its time, and the toolkit's painter for tests moves lines that touch the edge of what
// clips them; so only two screens without such lines are drawn. The real window is looked at in package e2e.
func TestTheFocusIsSeen(t *testing.T) {
	if testing.Short() {
		t.Skip("short mode, as for the race detector, which would take minutes over it")
	}
	shown := map[string]bool{"found": true, "no feeds": true}
	everyScene(t, fyne.NewSize(700, 500), func(t *testing.T, d *desk) {
		if _, name, _ := strings.Cut(t.Name(), "/"); !shown[strings.ReplaceAll(name, "_", " ")] {
			return
		}
		c := d.win.Canvas()
		d.eachFocused(t, func(p part) {
			ring, on := change{}, d.focus()
			for range 3 { // a field's caret blinks by an animation of the toolkit's, which may draw amid a picture
				c.Focus(p.object.(fyne.Focusable))
				with := c.Capture()
				c.Unfocus()
				if ring = changeOf(c.Capture(), with); ring.pixels > 0 {
					break
				}
			}
			if ring.pixels < ring.needed() || ring.bounds.Dx() < 20 || ring.bounds.Dy() < 20 {
				t.Errorf("the focus on %q, asked for on %q, changes %d pixels in %v by 3:1, want %d", on, nameOf(p.object), ring.pixels, ring.bounds, ring.needed())
			}
		})
	})
}

// A change is what differs by 3:1 between two pictures.
type change struct {
	pixels int
	bounds image.Rectangle
}

func changeOf(before, after image.Image) (c change) {
	seen := map[[2]color.NRGBA]bool{} // a picture has few pairs of colours
	size := after.Bounds()
	for y := size.Min.Y; y < size.Max.Y; y++ {
		for x := size.Min.X; x < size.Max.X; x++ {
			a, b := before.At(x, y), after.At(x, y)
			if a == b {
				continue
			}
			pair := [2]color.NRGBA{color.NRGBAModel.Convert(a).(color.NRGBA), color.NRGBAModel.Convert(b).(color.NRGBA)}
			stands, known := seen[pair]
			if !known {
				stands = look.Ratio(pair[0], pair[1]) >= 3
				seen[pair] = stands
			}
			if stands {
				c.pixels++
				c.bounds = c.bounds.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return c
}

// needed is how many pixels a line of two has around the bounds; a little less, since corners are round, and the whole may be.
func (c change) needed() int { return 2 * 2 * (c.bounds.Dx() + c.bounds.Dy()) * 8 / 10 }
