package access_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"alongside/app/access"
)

func TestObjectsWithinContainersArePlaced(t *testing.T) {
	object, hidden := canvas.NewText("Here", nil), canvas.NewText("Not here", nil)
	inner := container.NewWithoutLayout(object)
	closed := container.NewWithoutLayout(hidden)
	closed.Hide()
	outer := container.NewWithoutLayout(inner, closed)
	inner.Move(fyne.NewPos(3, 20))
	outer.Move(fyne.NewPos(10, 100))
	object.Move(fyne.NewPos(1, 1))
	placed := access.Within(outer, object, hidden)
	if len(placed) != 1 || placed[0].Object != object || placed[0].At != fyne.NewPos(13, 120) {
		t.Errorf("placed %+v, want the one in sight, its parent at 13, 120", placed)
	}
}
