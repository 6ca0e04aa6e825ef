package control

import (
	"strings"

	"fyne.io/fyne/v2"

	"alongside/app/access"
)

// Describe implements access.Describer: the bar is its titles, one of which the keys act on; the rows of the open menu lie below
// its title.
func (b *MenuBar) Describe() access.Node {
	n := access.Node{Role: access.MenuBar, Name: "Menus", Parts: func() []access.Part {
		var parts []access.Part
		for _, t := range b.Titles() {
			parts = append(parts, access.Part{Key: t, Node: t.describe(), At: t.Position(), Size: t.Size()})
		}
		return parts
	}}
	if b.current != nil {
		n.Current = b.current
	}
	return n
}

func (t *MenuTitle) describe() access.Node {
	n := access.Node{Role: access.Menu, Name: t.section.Name}
	n.Actions = []access.Action{{Name: "open", Do: func() { t.bar.Open(t) }}}
	if menu := t.bar.menu; menu != nil && t.Open() {
		origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(t)
		n.Parts = func() []access.Part { return menu.parts(menu.origin().Subtract(origin)) }
	}
	return n
}

// Describe implements access.Describer: an open menu is its rows. One of the bar is described there.
func (m *Menu) Describe() access.Node {
	if m.bar != nil {
		return access.Node{}
	}
	n := access.Node{
		Role: access.Menu, Name: m.name,
		Parts: func() []access.Part { return m.parts(m.origin()) },
	}
	if current := m.Current(); current != nil {
		n.Current = current
	}
	return n
}

// StandsFor implements access.Substitute: a menu of the bar has the focus for its current row, or for its title.
func (m *Menu) StandsFor() (owner fyne.CanvasObject, key any) {
	switch {
	case m.bar == nil:
		return nil, nil
	case m.Current() != nil:
		return m.bar, m.Current()
	}
	return m.bar, m.bar.opened
}

// origin is where in the window the menu's rows begin.
func (m *Menu) origin() fyne.Position { return m.view.Position().Add(m.lines.Position()) }

// parts are the menu's rows; origin is where they begin, from what they lie in.
func (m *Menu) parts(origin fyne.Position) []access.Part {
	possible := 0
	for _, r := range m.rows {
		if !r.item.separates() && !r.item.heads() {
			possible++
		}
	}
	var parts []access.Part
	nth := 0
	for _, r := range m.rows {
		if r.item.separates() {
			continue
		}
		node := r.describe()
		if !r.item.heads() {
			nth++
			node.Position, node.Count = nth, possible
		}
		parts = append(parts, access.Part{Key: r, Node: node, At: r.Position().Add(origin), Size: r.Size(), Focus: r.focus()})
	}
	return parts
}

func (r *MenuRow) describe() access.Node {
	if r.item.heads() {
		return access.Node{Role: access.Heading, Name: r.item.Name, Level: 1}
	}
	n := access.Node{Role: access.MenuItem, Name: r.item.Name}
	if r.item.Checkable {
		n.Role, n.States = access.CheckMenuItem, access.Checkable
	}
	if r.item.Checked {
		n.States |= access.Checked
	}
	if !r.item.possible() {
		n.States |= access.Disabled
		return n
	}
	n.Actions = []access.Action{{Name: "press", Keys: strings.ReplaceAll(r.item.Key, " ", ""), Do: func() { r.menu.choose(r.n) }}}
	return n
}

// focus makes the row the one that the keys act on; nil where that cannot be.
func (r *MenuRow) focus() func() {
	if !r.item.possible() {
		return nil
	}
	return func() { r.menu.to(r.n) }
}
