package control

import (
	"strings"

	"alongside/app/access"
)

// Describe implements access.Describer: the bar is its titles, one of which the keys act on.
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
	n := access.Node{Role: access.Menu, Name: t.section.Name, States: access.Expandable}
	if t.Open() {
		n.States |= access.Expanded
	}
	n.Actions = []access.Action{{Name: "open", Do: func() { t.bar.Open(t) }}}
	return n
}

// Describe implements access.Describer: an open menu is its rows.
func (m *Menu) Describe() access.Node {
	n := access.Node{
		Role: access.Menu, Name: m.name, Offset: m.view.Position().Add(m.lines.Position()),
		Parts: func() []access.Part {
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
				parts = append(parts, access.Part{Key: r, Node: node, At: r.Position(), Size: r.Size(), Focus: r.focus()})
			}
			return parts
		},
	}
	if current := m.Current(); current != nil {
		n.Current = current
	}
	return n
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
