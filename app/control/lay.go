package control

import (
	"slices"

	"fyne.io/fyne/v2"
)

// SetShown shows or hides an object, if that is not how it is already: each change costs a frame.
func SetShown(o fyne.CanvasObject, shown bool) {
	switch {
	case shown && !o.Visible():
		o.Show()
	case !shown && o.Visible():
		o.Hide()
	}
}

// Lay moves an object and gives it a size.
func Lay(o fyne.CanvasObject, x, y, width, height float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(width, height))
}

// HandOn gives the focus to what comes next, if one of some parts has it. They are about to be hidden: the focus would be nowhere
// to be seen, and Tab would begin from the top.
func HandOn(parts ...fyne.Focusable) {
	part, ok := parts[0].(fyne.CanvasObject)
	if !ok {
		return
	}
	c := fyne.CurrentApp().Driver().CanvasForObject(part)
	for range parts {
		if c != nil && slices.Contains(parts, c.Focused()) {
			c.FocusNext()
		}
	}
}
