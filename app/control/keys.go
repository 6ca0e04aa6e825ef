package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// PassKey gives a key that a focused widget has no use for to the window.
func PassKey(w fyne.CanvasObject, e *fyne.KeyEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(w); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(e)
	}
}

// PassRune gives a letter that a focused widget has no use for to the window.
func PassRune(w fyne.CanvasObject, r rune) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(w); c != nil && c.OnTypedRune() != nil {
		c.OnTypedRune()(r)
	}
}

// PassKeyDown tells the window that a key went down while a widget had the focus: the toolkit tells only the widget. With
// [PassKeyUp] the window knows a key that is pressed and let go alone, as Alt is for the menus.
func PassKeyDown(w fyne.CanvasObject, e *fyne.KeyEvent) {
	if c, ok := fyne.CurrentApp().Driver().CanvasForObject(w).(desktop.Canvas); ok && c.OnKeyDown() != nil {
		c.OnKeyDown()(e)
	}
}

// PassKeyUp tells the window that a key was let go while a widget had the focus.
func PassKeyUp(w fyne.CanvasObject, e *fyne.KeyEvent) {
	if c, ok := fyne.CurrentApp().Driver().CanvasForObject(w).(desktop.Canvas); ok && c.OnKeyUp() != nil {
		c.OnKeyUp()(e)
	}
}

// PassShortcut gives a shortcut to the window: the toolkit gives it only to a widget that takes shortcuts and has the focus.
func PassShortcut(w fyne.CanvasObject, s fyne.Shortcut) {
	if c, ok := fyne.CurrentApp().Driver().CanvasForObject(w).(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}
