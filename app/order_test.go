package app

import (
	"testing"

	"fyne.io/fyne/v2"
)

// TestTabGoesAsOneReads walks each screen once round: rows from the top down, each from left to right.
func TestTabGoesAsOneReads(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 1280, Height: 740}, {Width: 640, Height: 440}} {
		everyScene(t, size, func(t *testing.T, d *desk) {
			round := d.round(t)
			d.checkReached(t, round)
			for i := 1; i < len(round); i++ {
				if before, next := round[i-1], round[i]; !comesAfter(next.whole, before.whole) {
					t.Errorf("in a window %.0f wide, after %q at %v Tab goes to %q at %v",
						size.Width, nameOf(before.object), before.whole, nameOf(next.object), next.whole)
				}
			}
		})
	}
}

// round is what Tab reaches, from the first part of the screen on until it begins again, each where it stands when it has the
// focus.
func (d *desk) round(t *testing.T) (round []part) {
	t.Helper()
	c := d.win.Canvas()
	was := c.Focused()
	defer func() { c.Focus(was) }()
	c.Unfocus()
	seen := map[fyne.Focusable]bool{}
	for {
		c.FocusNext()
		f := c.Focused()
		if f == nil || seen[f] {
			return round
		}
		seen[f] = true
		round = append(round, d.partOf(t, f.(fyne.CanvasObject)))
	}
}

// partOf finds something in what is drawn.
func (d *desk) partOf(t *testing.T, o fyne.CanvasObject) part {
	t.Helper()
	for _, p := range d.reachable() {
		if p.object == o {
			return p
		}
	}
	t.Fatalf("%q has the focus but is not drawn", nameOf(o))
	return part{}
}

// checkReached reports what can have the focus, is in sight, and is not on the round.
func (d *desk) checkReached(t *testing.T, round []part) {
	t.Helper()
	reached := map[fyne.CanvasObject]bool{}
	for _, p := range round {
		reached[p.object] = true
		if p.seen.empty() {
			t.Errorf("%q has the focus out of sight, at %v", nameOf(p.object), p.whole)
		}
	}
	for _, p := range d.reachable() {
		if off, ok := p.object.(fyne.Disableable); ok && off.Disabled() {
			continue // as the bar of menus is until it is gone to, by F10 or Alt
		}
		if _, ok := p.object.(fyne.Focusable); ok && !p.seen.empty() && !reached[p.object] {
			t.Errorf("Tab never reaches %T %q", p.object, nameOf(p.object))
		}
	}
}

// comesAfter reports whether one reads something after another: further right in the same row, or in a row below.
func comesAfter(next, before area) bool {
	shared := min(next.to.Y, before.to.Y) - max(next.from.Y, before.from.Y)
	if shared > 0.5*min(next.height(), before.height()) {
		return next.from.X >= before.from.X
	}
	return next.from.Y >= before.from.Y
}
