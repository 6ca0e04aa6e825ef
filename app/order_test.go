package app

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"alongside/app/control"
)

// TestTabGoesAsOneReads walks each screen once round: rows from the top down, each from left to right.
func TestTabGoesAsOneReads(t *testing.T) {
	if testing.Short() {
		t.Skip("short mode, as for the race detector, which would take minutes over it")
	}
	for _, size := range []fyne.Size{{Width: 1280, Height: 740}, {Width: 640, Height: 440}} {
		everyScene(t, size, func(t *testing.T, d *desk) {
			round := d.round(t)
			d.checkReached(t, round)
			for i := 1; i < len(round); i++ {
				if before, next := round[i-1], round[i]; !comesAfter(next.whole, next.before) {
					t.Errorf("in a window %.0f wide, after %q at %v Tab goes to %q at %v",
						size.Width, nameOf(before.object), next.before, nameOf(next.object), next.whole)
				}
			}
		})
	}
}

// A stop is what Tab has come to, and where what it came from stands by then: a panel may have scrolled.
type stop struct {
	part
	before area
}

// round is what Tab reaches, from the first part of the screen on until it begins again, each where it stands when it has the
// focus.
func (d *desk) round(t *testing.T) (round []stop) {
	t.Helper()
	var before fyne.CanvasObject
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
		next := stop{part: d.partOf(t, f.(fyne.CanvasObject))}
		if before != nil {
			next.before = areaOf(fyne.CurrentApp().Driver().AbsolutePositionForObject(before), before.Size())
		}
		before = next.object
		round = append(round, next)
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

// checkReached reports what can be pressed or have the focus, is in sight, and is not on the round.
func (d *desk) checkReached(t *testing.T, round []stop) {
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
		// In a list and in menus the arrow keys lead from one to the next.
		byArrows := []string{"*control.listRow", "*control.MenuTitle", "*control.MenuRow"}
		if slices.Contains(byArrows, fmt.Sprintf("%T", p.object)) || isToolkitsBar(p.object) {
			continue
		}
		if _, thumb := p.object.(*control.Thumb); !thumb && isTarget(p.object) && !p.seen.empty() && !reached[p.object] {
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

// TestEscapeLeavesEachPanelFromAnywhere presses Escape on each part of each panel: the focus is then where it was before.
func TestEscapeLeavesEachPanelFromAnywhere(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.until("a story has the focus", func() bool { return d.focus() != "" })
	before := d.win.Canvas().Focused()
	for _, s := range panelScenes() {
		s.enter(d)
		stops := len(d.round(t))
		for n := range stops {
			if d.win.Canvas().Overlays().Top() == nil {
				s.enter(d)
			}
			d.win.Canvas().Focus(d.round(t)[n].object.(fyne.Focusable))
			on := d.focus()
			d.press(fyne.KeyEscape)
			if d.win.Canvas().Overlays().Top() != nil {
				t.Errorf("%s: Escape on %q leaves it open", s.name, on)
				d.closePanels()
			}
			if d.win.Canvas().Focused() != before {
				t.Errorf("%s: after Escape on %q the focus is on %q", s.name, on, d.focus())
			}
		}
	}
}

func TestTheFocusGoesOnFromWhatGoesAway(t *testing.T) {
	cases := []struct {
		name, press string
		enter       func(*desk)
	}{
		{"a message that is closed", "Close this message", func(d *desk) { d.say(control.Message{Text: "It was saved."}) }},
		{"a message whose button is pressed", "Undo", func(d *desk) { d.say(control.Message{Text: "It was removed.", Action: "Undo", Do: func() {}}) }},
		{"work that is cancelled", "Cancel", func(d *desk) {
			d.reading.screen.Progress.Say("Finding", 0.3, d.reading.screen.Progress.Clear)
		}},
		{"the way back to the spoken words", "Back to the spoken words", func(d *desk) { d.reading.screen.View.ScrollLines(200) }},
	}
	d := newDesk(t, newLibrary(t))
	d.openSample()
	d.seek(20 * time.Second)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d.notice().Clear()
			c.enter(d)
			d.focusOn(t, c.press)
			d.press(fyne.KeyReturn)
			d.settle()
			if got := d.win.Canvas().Focused(); got != d.reading.screen.View {
				t.Errorf("the focus is on %q, want the transcript", d.focus())
			}
		})
	}
}

// focusOn gives the focus to what is called so.
func (d *desk) focusOn(t *testing.T, name string) {
	t.Helper()
	for _, p := range d.reachable() {
		if f, ok := p.object.(fyne.Focusable); ok && nameOf(f) == name {
			d.win.Canvas().Focus(f)
			return
		}
	}
	t.Fatalf("nothing on the screen is called %q", name)
}
