package library

import (
	"fyne.io/fyne/v2"

	"alongside/app/control"
)

// A rowButton is a button on the list. The list scrolls to it when it gets the focus, and the arrow keys lead from it to
// the rows around it.
type rowButton struct {
	control.Button
	list  *list
	index int // of its row
}

var _ fyne.Focusable = (*rowButton)(nil)

func newRowButton(l *list) *rowButton {
	b := &rowButton{list: l}
	b.ExtendBaseWidget(b)
	return b
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
