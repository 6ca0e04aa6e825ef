package library

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"alongside/app/access"
	"alongside/app/control"
)

// A rowButton is a button on the list. The list scrolls to it when it gets the focus, and the arrow keys lead from it to
// the rows around it.
type rowButton struct {
	control.Button
	list  *list
	index int // of its row
}

var (
	_ fyne.Focusable    = (*rowButton)(nil)
	_ desktop.Keyable   = (*rowButton)(nil)
	_ access.Substitute = (*rowButton)(nil)
)

// A buttonKey is what the list's part for a button is known by.
type buttonKey struct {
	row  rowKey
	name string
}

func newRowButton(l *list) *rowButton {
	b := &rowButton{list: l}
	b.ExtendBaseWidget(b)
	return b
}

// StandsFor implements access.Substitute: the list says what the button means.
func (b *rowButton) StandsFor() (owner fyne.CanvasObject, key any) {
	if b.index >= len(b.list.rows) {
		return b.list, nil
	}
	return b.list, buttonKey{b.list.rows[b.index].key(), b.Name}
}

// FocusGained implements fyne.Focusable.
func (b *rowButton) FocusGained() {
	b.Button.FocusGained()
	b.list.reachedPart(b.index, b.Position(), b.Size())
}

// TypedKey implements fyne.Focusable.
func (b *rowButton) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	default:
		if !b.list.walk(e.Name) {
			control.PassKey(b, e)
		}
	}
}

// KeyDown implements desktop.Keyable.
func (b *rowButton) KeyDown(e *fyne.KeyEvent) { control.PassKeyDown(b, e) }

// KeyUp implements desktop.Keyable.
func (b *rowButton) KeyUp(e *fyne.KeyEvent) { control.PassKeyUp(b, e) }

// TypedRune implements fyne.Focusable.
func (b *rowButton) TypedRune(r rune) { control.PassRune(b, r) }
