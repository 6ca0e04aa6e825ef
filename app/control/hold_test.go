package control

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"alongside/app/access"
)

func TestKeysOfAScreenReaderDoNotReachTheProgram(t *testing.T) {
	themed(t, 1)
	pressed := 0
	b := NewButton("Play", "Play", "", func() { pressed++ })
	w := test.NewTempWindow(t, b)
	w.SetTitle("A story")
	w.Canvas().Focus(b)
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { pressed++ })
	tree := access.NewTree("Test", fyne.Do)
	tree.AddWindow(w)
	tree.Activate(w)
	before := tree.Look().Focused()

	hold := HoldKeys(w.Canvas())
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeySpace} {
		w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: key})
	}
	if pressed != 0 {
		t.Errorf("%d keys reached the program", pressed)
	}
	if now := tree.Look(); now.Focused() == nil || now.Focused().ID != before.ID || len(now.Faults()) > 0 {
		t.Errorf("meanwhile the focus is told to be on %+v; faults %v", now.Focused(), now.Faults())
	}
	hold.Release()
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if pressed != 1 {
		t.Error("afterwards Enter presses nothing")
	}
}
