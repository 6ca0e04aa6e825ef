package access

import (
	"fyne.io/fyne/v2"
)

// A looker makes snapshots.
type looker struct {
	ids  map[any]ID // of the objects and windows that the last snapshot had
	next ID

	was  *Snapshot
	now  *Snapshot
	kept map[any]ID
}

func (l *looker) look(name string, windows []fyne.Window, active fyne.Window, before *Snapshot) *Snapshot {
	l.was, l.now, l.kept = before, &Snapshot{Name: name, elements: map[ID]*Element{}}, map[any]ID{}
	for i, w := range windows {
		l.now.Windows = append(l.now.Windows, l.window(w, i, w == active))
	}
	if active != nil {
		l.now.focused = l.focus(active)
	}
	l.ids = l.kept
	s := l.now
	l.was, l.now, l.kept = nil, nil, nil
	return s
}

// id is what an object or window is known by.
func (l *looker) id(of any) ID {
	id, ok := l.ids[of]
	if !ok {
		id = l.fresh()
	}
	l.kept[of] = id
	return id
}

func (l *looker) fresh() ID {
	l.next++
	return l.next
}

// window looks at a window: its menu, its content, and what lies over that.
func (l *looker) window(w fyne.Window, index int, active bool) *Element {
	c := w.Canvas()
	e := &Element{
		Node: Node{Role: Window, Name: w.Title()}, ID: l.id(w), Index: index, window: w,
		Area: Area{Size: c.Size()}, Scale: c.Scale(),
	}
	if active {
		e.Node.States |= Active
	}
	l.now.elements[e.ID] = e
	if m := w.MainMenu(); m != nil {
		l.parts(e, []Part{{Key: m, Node: mainMenu(m)}})
	}
	objects := []Placed{{Object: w.Content()}}
	for _, o := range c.Overlays().List() {
		objects = append(objects, Placed{Object: o})
	}
	l.objects(e, c, objects)
	return e
}

// objects looks at what lies below an element. Objects without a meaning of their own give way to what they hold.
func (l *looker) objects(parent *Element, c fyne.Canvas, placed []Placed) {
	for _, p := range placed {
		if p.Object == nil || !p.Object.Visible() {
			continue
		}
		node := Describe(p.Object)
		at := p.Object.Position().Add(p.At)
		if node.Role == Unknown && node.Name == "" && !standsAlone(p.Object) {
			for i := range node.Objects {
				node.Objects[i].At = node.Objects[i].At.Add(at)
			}
			l.objects(parent, c, node.Objects)
			continue
		}
		e := &Element{
			Node: node, ID: l.id(p.Object), Parent: parent.ID, Index: len(parent.Children), object: p.Object,
			Area: Area{Position: at, Size: p.Object.Size()},
		}
		e.Node.Objects, e.Node.Parts = nil, nil
		if f, ok := p.Object.(fyne.Focusable); ok && !isDisabled(p.Object) {
			e.Node.States |= Focusable
			e.focus = func() { c.Focus(f) }
		}
		parent.Children = append(parent.Children, e)
		l.now.elements[e.ID] = e
		l.objects(e, c, node.Objects)
		if node.Parts != nil {
			l.revised(e, node)
		}
	}
}

// standsAlone reports whether an object can have the focus for itself.
func standsAlone(o fyne.CanvasObject) bool {
	if s, ok := o.(Substitute); ok {
		owner, _ := s.StandsFor()
		return owner == nil
	}
	_, focusable := o.(fyne.Focusable)
	return focusable
}

func isDisabled(o fyne.CanvasObject) bool {
	d, ok := o.(fyne.Disableable)
	return ok && d.Disabled()
}

// revised gives an element its parts: those of the last snapshot, where they are still the same.
func (l *looker) revised(e *Element, node Node) {
	was, old := l.was.Element(e.ID), l.was.table(e.ID)
	if old != nil && node.Revision != 0 && was.Revision == node.Revision && old.first == len(e.Children) {
		e.Children = append(e.Children, old.children...)
		l.now.parts = append(l.now.parts, old)
		return
	}
	l.parts(e, node.Parts())
}

// parts makes the elements of an object's parts. Those that were there before keep their IDs.
func (l *looker) parts(e *Element, parts []Part) {
	t := &partTable{
		owner: e.ID, first: len(e.Children), byKey: make(map[any]*Element, len(parts)), byID: make(map[ID]*Element, len(parts)),
	}
	l.below(e, parts, t, l.was.table(e.ID))
	t.children = e.Children[t.first:len(e.Children):len(e.Children)]
	l.now.parts = append(l.now.parts, t)
}

func (l *looker) below(parent *Element, parts []Part, t, old *partTable) {
	for _, p := range parts {
		e := &Element{
			Node: p.Node, ID: old.id(p.Key), Parent: parent.ID, Index: len(parent.Children),
			Area: Area{Position: p.At, Size: p.Size}, focus: p.Focus,
		}
		if e.ID == 0 {
			e.ID = l.fresh()
		}
		e.Node.Objects, e.Node.Parts = nil, nil
		if p.Focus != nil {
			e.Node.States |= Focusable
		}
		parent.Children = append(parent.Children, e)
		t.byKey[p.Key], t.byID[e.ID] = e, e
		if p.Node.Parts != nil {
			l.below(e, p.Node.Parts(), t, old)
		}
	}
}

// element is that of an object, or of what the object stands for; nil where there is none.
func (l *looker) element(o fyne.CanvasObject) *Element {
	if s, ok := o.(Substitute); ok {
		switch owner, key := s.StandsFor(); {
		case owner != nil && key == nil:
			return l.element(owner)
		case owner != nil:
			return l.now.table(l.kept[owner]).element(key)
		}
	}
	return l.now.elements[l.kept[o]]
}

// focus is the element that has the focus in a window.
func (l *looker) focus(w fyne.Window) ID {
	f := w.Canvas().Focused()
	if f == nil {
		return 0
	}
	o, ok := f.(fyne.CanvasObject)
	if !ok {
		return 0
	}
	e := l.element(o)
	if e == nil {
		return 0
	}
	if part := l.now.Current(e); part != nil {
		return part.ID
	}
	return e.ID
}
