package app

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"alongside/app/control"
)

// TestWhatCanBePressedIsLargeEnoughOnEveryScreen looks at everything of ours that can be pressed, typed into or dragged. The bars
// of what scrolls in a panel or a long field are the toolkit's and narrower; the keys and the wheel do the same.
func TestWhatCanBePressedIsLargeEnoughOnEveryScreen(t *testing.T) {
	if testing.Short() {
		t.Skip("short mode, as for the race detector, which would take minutes over it")
	}
	const least = 44
	everyScene(t, fyne.NewSize(1280, 740), func(t *testing.T, d *desk) {
		found := 0
		for _, p := range d.reachable() {
			if !isTarget(p.object) || isToolkitsBar(p.object) || p.seen.empty() {
				continue
			}
			found++
			if size := p.object.Size(); size.Width < least || size.Height < least {
				t.Errorf("%T %q is %.1f × %.1f, want %d at least", p.object, nameOf(p.object), size.Width, size.Height, least)
			}
		}
		if found == 0 {
			t.Error("nothing can be pressed")
		}
	})
}

func isTarget(o fyne.CanvasObject) bool {
	switch o.(type) {
	case fyne.Tappable, fyne.Focusable, *control.Thumb:
		return true
	}
	return false
}

// isToolkitsBar reports whether something is the bar of a view that the toolkit scrolls; its type has no name outside of it.
func isToolkitsBar(o fyne.CanvasObject) bool {
	return strings.HasPrefix(fmt.Sprintf("%T", o), "*widget.scrollBar")
}

func nameOf(o any) string {
	if a, ok := o.(fyne.Accessible); ok {
		return a.AccessibilityLabel()
	}
	return ""
}
