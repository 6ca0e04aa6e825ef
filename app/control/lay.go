package control

import "fyne.io/fyne/v2"

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
