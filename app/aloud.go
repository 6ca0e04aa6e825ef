package app

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"alongside/app/access"
	"alongside/app/control"
	"alongside/app/reader"
)

// watchKeys tells the semantic tree which window is in use, and of every key: a screen reader acts on keys of its own and speaks
// what others bring about. The menu bar is told as well, since Alt alone leads to it.
func (w *window) watchKeys() {
	life := w.app.Lifecycle()
	life.SetOnEnteredForeground(func() { w.tree.Activate(w.win) })
	life.SetOnExitedForeground(func() {
		w.tree.Activate(nil)
		w.release()
		if w.menus.bar != nil {
			w.menus.bar.ForgetKeys()
		}
	})
	keys, ok := w.win.Canvas().(desktop.Canvas)
	if !ok {
		return
	}
	keys.SetOnKeyDown(func(e *fyne.KeyEvent) {
		w.tellKey(e, access.Key{Down: true})
		if isReaders(e.Name) {
			w.holdKeys()
		}
		if w.menus.bar != nil {
			w.menus.bar.KeyDown(e)
		}
	})
	keys.SetOnKeyUp(func(e *fyne.KeyEvent) {
		w.tellKey(e, access.Key{})
		if isReaders(e.Name) {
			w.release()
		}
		if w.menus.bar != nil {
			w.menus.bar.KeyUp(e)
		}
	})
}

// isReaders reports whether a key is one that screen readers take together with others for themselves.
func isReaders(key fyne.KeyName) bool { return key == fyne.KeyInsert || key == desktop.KeyCapsLock }

// holdKeys leaves the keys to the screen reader, where one listens.
func (w *window) holdKeys() {
	if w.held == nil && w.tree.Heard() && w.win.Canvas().Focused() != nil {
		w.held = control.HoldKeys(w.win.Canvas())
	}
}

// release takes the keys back.
func (w *window) release() {
	if w.held != nil {
		w.held.Release()
		w.held = nil
	}
}

// tellKey tells the tree of a key.
func (w *window) tellKey(e *fyne.KeyEvent, k access.Key) {
	k.Name, k.ScanCode, k.At = e.Name, e.Physical.ScanCode, time.Now()
	if d, ok := w.app.Driver().(desktop.Driver); ok {
		k.Modifiers = d.CurrentKeyModifiers()
	}
	switch {
	case k.Down && w.reading != nil && goesThroughSound(k):
		w.untold = k.Name
	case !k.Down && w.untold == k.Name: // Alt may have been let go before it
		w.untold = ""
	default:
		w.tree.Key(k)
	}
}

// goesThroughSound reports whether a key goes from sentence to sentence in the sound. Screen readers are not told of these: Orca
// takes them for keys that move the caret, and from then on would say a letter of each sentence that is heard.
func goesThroughSound(k access.Key) bool {
	if k.Modifiers != fyne.KeyModifierAlt {
		return false
	}
	switch k.Name {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyPageUp, fyne.KeyPageDown:
		return true
	}
	return false
}

// setAlong says how the caret goes with the sound while a screen reader or a braille display is in use.
func (w *window) setAlong(a reader.Along) {
	w.chosen.Along = a
	w.keepPreferences()
	if w.reading != nil {
		w.reading.screen.View.SetAlong(a)
	}
}
