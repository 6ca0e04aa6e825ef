package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
)

// A Group is objects that belong together, as those who cannot see them are told: a bar of buttons, some choices.
type Group struct {
	widget.BaseWidget
	Role access.Role
	Name string

	content *fyne.Container
}

var _ access.Describer = (*Group)(nil)

// NewGroup makes a group of a container.
func NewGroup(role access.Role, name string, content *fyne.Container) *Group {
	g := &Group{Role: role, Name: name, content: content}
	g.ExtendBaseWidget(g)
	return g
}

// Describe implements access.Describer.
func (g *Group) Describe() access.Node {
	return access.Node{Role: g.Role, Name: g.Name, Objects: access.Objects(g.content)}
}

// CreateRenderer implements fyne.Widget.
func (g *Group) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(g.content) }
