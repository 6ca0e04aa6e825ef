package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
)

// A Hold keeps the keys that are pressed together with a screen reader's own from the program: Orca's Insert and Space is for
// Orca alone, and nothing plays. While it is on it lies over the window, unseen, and has the toolkit's focus; what had the
// focus is still told to have it.
type Hold struct {
	widget.BaseWidget
	canvas fyne.Canvas
	below  fyne.CanvasObject // what had the focus
}

var (
	_ fyne.Focusable    = (*Hold)(nil)
	_ fyne.Tabbable     = (*Hold)(nil)
	_ desktop.Keyable   = (*Hold)(nil)
	_ access.Substitute = (*Hold)(nil)
)

// HoldKeys keeps keys from the program until Release.
func HoldKeys(c fyne.Canvas) *Hold {
	h := &Hold{canvas: c}
	h.below, _ = c.Focused().(fyne.CanvasObject)
	h.ExtendBaseWidget(h)
	c.Overlays().Add(h)
	c.Focus(h)
	return h
}

// Release gives the keys back.
func (h *Hold) Release() { h.canvas.Overlays().Remove(h) }

// StandsFor implements access.Substitute.
func (h *Hold) StandsFor() (fyne.CanvasObject, any) { return h.below, nil }

// FocusGained implements fyne.Focusable.
func (h *Hold) FocusGained() {}

// FocusLost implements fyne.Focusable.
func (h *Hold) FocusLost() {}

// TypedRune implements fyne.Focusable.
func (h *Hold) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (h *Hold) TypedKey(*fyne.KeyEvent) {}

// AcceptsTab implements fyne.Tabbable.
func (h *Hold) AcceptsTab() bool { return true }

// KeyDown implements desktop.Keyable: the screen reader is told all the same.
func (h *Hold) KeyDown(e *fyne.KeyEvent) { PassKeyDown(h, e) }

// KeyUp implements desktop.Keyable.
func (h *Hold) KeyUp(e *fyne.KeyEvent) { PassKeyUp(h, e) }

// CreateRenderer implements fyne.Widget.
func (h *Hold) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(&fyne.Container{})
}
