package app

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"alongside/app/access"
)

// tellTree has the semantic tree know which window is in use, and of every key: a screen reader acts on keys of its own and
// speaks what others bring about.
func (w *window) tellTree() {
	life := w.app.Lifecycle()
	life.SetOnEnteredForeground(func() { w.tree.Activate(w.win) })
	life.SetOnExitedForeground(func() { w.tree.Activate(nil) })
	keys, ok := w.win.Canvas().(desktop.Canvas)
	if !ok {
		return
	}
	keys.SetOnKeyDown(func(e *fyne.KeyEvent) { w.tellKey(e, access.Key{Down: true}) })
	keys.SetOnKeyUp(func(e *fyne.KeyEvent) { w.tellKey(e, access.Key{}) })
}

func (w *window) tellKey(e *fyne.KeyEvent, k access.Key) {
	k.Name, k.ScanCode, k.At = e.Name, e.Physical.ScanCode, time.Now()
	if d, ok := w.app.Driver().(desktop.Driver); ok {
		k.Modifiers = d.CurrentKeyModifiers()
	}
	w.tree.Key(k)
}
