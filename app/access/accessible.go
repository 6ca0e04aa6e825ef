package access

import "fyne.io/fyne/v2"

// ToolkitLabel is what a widget says to the toolkit, by fyne.Accessible: its name, and in words what the toolkit has no other sign
// for.
func ToolkitLabel(d Describer) string {
	n := d.Describe()
	switch {
	case n.Role == Toggle && n.States.Has(Checked):
		return n.Name + ", pressed"
	case n.States.Has(Checked):
		return n.Name + ", chosen"
	}
	return n.Name
}

// ToolkitRole is the nearest of the toolkit's few roles.
func ToolkitRole(d Describer) fyne.AccessibleRole {
	switch d.Describe().Role {
	case Button, Toggle, CheckBox, RadioButton, Choice, ListItem, MenuItem, CheckMenuItem:
		return fyne.AccessibleRoleButton
	case Link:
		return fyne.AccessibleRoleLink
	case Window, Dialog, Group, Toolbar, List, Document, MenuBar, Menu, Table, ScrollArea:
		return fyne.AccessibleRoleContainer
	}
	return fyne.AccessibleRoleText
}
