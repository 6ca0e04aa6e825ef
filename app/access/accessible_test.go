package access_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"alongside/app/access"
)

// node describes itself.
type node access.Node

func (n node) Describe() access.Node { return access.Node(n) }

func TestWhatTheToolkitIsTold(t *testing.T) {
	cases := []struct {
		name  string
		node  access.Node
		label string
		role  fyne.AccessibleRole
	}{
		{"a button", access.Node{Role: access.Button, Name: "Play"}, "Play", fyne.AccessibleRoleButton},
		{"a button that is pressed", access.Node{Role: access.Toggle, Name: "Mute", States: access.Checked}, "Mute, pressed", fyne.AccessibleRoleButton},
		{"a choice that is made", access.Node{Role: access.RadioButton, Name: "A file", States: access.Checked}, "A file, chosen", fyne.AccessibleRoleButton},
		{"a row", access.Node{Role: access.ListItem, Name: "The Fog Bell"}, "The Fog Bell", fyne.AccessibleRoleButton},
		{"a list", access.Node{Role: access.List, Name: "Stories"}, "Stories", fyne.AccessibleRoleContainer},
		{"words", access.Node{Role: access.Label, Name: "It was removed."}, "It was removed.", fyne.AccessibleRoleText},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if label, role := access.ToolkitLabel(node(c.node)), access.ToolkitRole(node(c.node)); label != c.label || role != c.role {
				t.Errorf("%q, %s; want %q, %s", label, role, c.label, c.role)
			}
		})
	}
}
