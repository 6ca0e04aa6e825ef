package control

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"alongside/app/access"
)

func TestAScreenReaderFindsItemsOutOfSightAndGoesThere(t *testing.T) {
	themed(t, 1)
	l := NewList("Files")
	items := make([]Item, 500)
	for i := range items {
		items[i] = Item{Name: "Report", Note: "file"}
	}
	l.SetItems(items)
	w := test.NewTempWindow(t, l)
	w.Resize(fyne.NewSize(300, 200))
	w.Canvas().Focus(l)
	tree := access.NewTree("Test", fyne.Do)
	tree.AddWindow(w)
	tree.Activate(w)
	now := tree.Look()
	list := now.Windows[0].Children[0]
	if len(list.Children) != 500 {
		t.Fatalf("%d items are there, want 500", len(list.Children))
	}
	last := list.Children[499]
	if now.States(last).Has(access.Showing) {
		t.Error("the last item is said to be in sight")
	}
	tree.Focus(last)
	now = tree.Look()
	if f := now.Focused(); f == nil || f.Position != 500 {
		t.Errorf("the focus is on %+v, want on the last item", f)
	}
	if !now.States(now.Focused()).Has(access.Showing) {
		t.Error("the item with the focus is out of sight")
	}
}
