package access

import (
	"slices"

	"fyne.io/fyne/v2"
)

// Within places objects that lie somewhere in a container, which lies directly in the object that names them. Those that are
// not there, or not in sight, are left out.
func Within(container fyne.CanvasObject, objects ...fyne.CanvasObject) []Placed {
	var found []Placed
	for _, o := range objects {
		if at, ok := originIn(container, o); ok {
			found = append(found, Placed{Object: o, At: at})
		}
	}
	return found
}

// originIn is where an object's parent stands from the origin in which the container stands.
func originIn(o, sought fyne.CanvasObject) (fyne.Position, bool) {
	box, ok := o.(*fyne.Container)
	if !ok || !box.Visible() {
		return fyne.Position{}, false
	}
	if slices.Contains(box.Objects, sought) {
		return box.Position(), true
	}
	for _, below := range box.Objects {
		if at, ok := originIn(below, sought); ok {
			return box.Position().Add(at), true
		}
	}
	return fyne.Position{}, false
}
