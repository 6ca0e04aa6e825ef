package library

import (
	"fyne.io/fyne/v2"

	"alongside/app/access"
)

// A row is one thing on the list: a story, something found, or words of the program's own.
type row interface {
	key() rowKey
	height(setting) float32
	plan(setting) plan
}

// A rowKey tells rows apart. A row that is on the list again, after a change, keeps its key, and with it the focus.
type rowKey struct {
	story int64
	hit   int // from 1; 0 for the story itself
	words string
}

// A choice is a row that can have the focus and be opened.
type choice interface {
	row
	describe() access.Node // for those who cannot see it; the list says what can be done with it, and where it stands
	open(Actions)
	remove(Actions)
	removable() bool
	menu() string                 // what its menu is called, "" where it has none
	menuAt(setting) fyne.Position // where the button of its menu stands
}

var boldText = fyne.TextStyle{Bold: true}
