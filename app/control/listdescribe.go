package control

import (
	"fyne.io/fyne/v2"

	"alongside/app/access"
)

// Describe implements access.Describer: the list is all its items, those out of sight as well.
func (l *List) Describe() access.Node {
	n := access.Node{
		Role: access.List, Name: l.name, Parts: l.parts, Revision: l.revision, Offset: fyne.NewPos(0, -l.offset),
	}
	if len(l.items) > 0 {
		n.Current = l.current
	}
	return n
}

func (l *List) parts() []access.Part {
	parts := make([]access.Part, len(l.items))
	for i, item := range l.items {
		parts[i] = access.Part{Key: i, Focus: func() { l.move(i) }, Node: access.Node{
			Role: access.ListItem, Name: item.Name, Description: item.Note, States: access.Selectable,
			Level: item.Level, Position: i + 1, Count: len(l.items),
			Actions: []access.Action{{Name: "open", Do: func() { l.take(i) }}},
		}}
		if l.OnRemove != nil {
			parts[i].Node.Actions = append(parts[i].Node.Actions, access.Action{Name: "remove", Do: func() { l.OnRemove(i) }})
		}
		if i < len(l.entries) {
			parts[i].At, parts[i].Size = fyne.NewPos(0, l.entries[i].top), fyne.NewSize(l.width, l.entries[i].height)
		}
	}
	return parts
}

// changed says that the items, or their places, are others.
func (l *List) changed() { l.revision++ }
