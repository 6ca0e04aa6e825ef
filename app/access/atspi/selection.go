package atspi

import (
	"slices"

	"alongside/app/access"
)

// selectionFace is what is chosen in a list: the item that the keyboard would use, and those marked as chosen.
type selectionFace struct{ u subject }

// chosen are the chosen items.
func (f selectionFace) chosen() []*access.Element {
	current := f.u.s.Current(f.u.e)
	return slices.DeleteFunc(slices.Clone(f.u.e.Children), func(e *access.Element) bool {
		return e != current && !e.States.Has(access.Selected)
	})
}

func (f selectionFace) properties() map[string]any {
	return map[string]any{"NSelectedChildren": int32(len(f.chosen()))}
}

// GetSelectedChild is one of the chosen items.
func (f selectionFace) GetSelectedChild(i int32) reference {
	return f.u.b.referenceTo(at(f.chosen(), i))
}

// IsChildSelected reports whether an item is chosen.
func (f selectionFace) IsChildSelected(i int32) bool {
	e := at(f.u.e.Children, i)
	return e != nil && slices.Contains(f.chosen(), e)
}

// SelectChild gives an item the focus, which is how one is chosen.
func (f selectionFace) SelectChild(i int32) bool { return f.u.b.tree.Focus(at(f.u.e.Children, i)) }

// One item is always chosen in a list that has any, and only one.

func (selectionFace) DeselectChild(int32) bool         { return false }
func (selectionFace) DeselectSelectedChild(int32) bool { return false }
func (selectionFace) SelectAll() bool                  { return false }
func (selectionFace) ClearSelection() bool             { return false }
