package atspi

import "alongside/app/access"

// notification is the role of what only says something (announce.go). No window has such an element.
const notification access.Role = -1

// A role is how the bus numbers and names a role (atspi-constants.h).
type role struct {
	number uint32
	name   string
}

func roleOf(r access.Role) role {
	switch r {
	case notification:
		return role{101, "notification"}
	case access.Window:
		return role{23, "frame"}
	case access.Dialog:
		return role{16, "dialog"}
	case access.Alert:
		return role{2, "alert"}
	case access.Status:
		return role{54, "status bar"}
	case access.Group:
		return role{39, "panel"}
	case access.Toolbar:
		return role{63, "tool bar"}
	case access.ScrollArea:
		return role{49, "scroll pane"}
	case access.Separator:
		return role{50, "separator"}
	}
	if r, ok := readRole(r); ok {
		return r
	}
	return usedRole(r)
}

// readRole is the role of what is read.
func readRole(r access.Role) (role, bool) {
	switch r {
	case access.Heading:
		return role{83, "heading"}, true
	case access.Label:
		return role{29, "label"}, true
	case access.Image:
		return role{27, "image"}, true
	case access.Progress:
		return role{42, "progress bar"}, true
	case access.List:
		return role{31, "list"}, true
	case access.ListItem:
		return role{32, "list item"}, true
	case access.Document:
		return role{82, "document frame"}, true
	case access.Paragraph:
		return role{73, "paragraph"}, true
	case access.Table:
		return role{55, "table"}, true
	}
	return role{}, false
}

// usedRole is the role of what is used.
func usedRole(r access.Role) role {
	switch r {
	case access.Button:
		return role{43, "push button"}
	case access.Toggle:
		return role{62, "toggle button"}
	case access.CheckBox:
		return role{7, "check box"}
	case access.RadioButton:
		return role{44, "radio button"}
	case access.Choice:
		return role{11, "combo box"}
	case access.Link:
		return role{88, "link"}
	case access.Slider:
		return role{51, "slider"}
	case access.Entry:
		return role{79, "entry"}
	case access.Password:
		return role{40, "password text"}
	case access.MenuBar:
		return role{34, "menu bar"}
	case access.Menu:
		return role{33, "menu"}
	case access.MenuItem:
		return role{35, "menu item"}
	case access.CheckMenuItem:
		return role{8, "check menu item"}
	}
	return role{67, "unknown"}
}

// application is the role of the program itself.
func application() role { return role{75, "application"} }
