package access

import "fyne.io/fyne/v2"

// An ID tells an element from all others that a tree has ever had.
type ID uint64

// An Element is a node as it was when the tree looked. It is never changed.
type Element struct {
	Node     // Objects and Parts are nil; States are complete
	ID       ID
	Parent   ID // 0 for a window
	Index    int
	Children []*Element
	Area     Area    // from the parent's origin (its Offset added, for parts)
	Scale    float32 // of a window: how many of the screen's pixels one of the toolkit's is

	focus  func()
	object fyne.CanvasObject // nil for parts
	window fyne.Window       // of a window's own element
}

// CanFocus reports whether the element can be given the focus.
func (e *Element) CanFocus() bool { return e.focus != nil }

// A Snapshot is what the windows held when the tree looked. It is never changed.
type Snapshot struct {
	Name     string     // of the program
	Windows  []*Element //
	elements map[ID]*Element
	parts    []*partTable
	focused  ID
}

// partTable finds the elements below one object's parts. It is kept from snapshot to snapshot as long as the parts are.
type partTable struct {
	owner    ID
	first    int // index of the first of them
	children []*Element
	byKey    map[any]*Element
	byID     map[ID]*Element
}

// Element is the one with an ID, or nil if it has gone.
func (s *Snapshot) Element(id ID) *Element {
	if e := s.elements[id]; e != nil {
		return e
	}
	for _, t := range s.parts {
		if e := t.byID[id]; e != nil {
			return e
		}
	}
	return nil
}

// Of is the element of an object, or of the part that it stands for; nil where it has none.
func (s *Snapshot) Of(o fyne.CanvasObject) *Element {
	if sub, ok := o.(Substitute); ok {
		if owner, key := sub.StandsFor(); owner != nil {
			e := s.Of(owner)
			if e == nil || key == nil {
				return e
			}
			return s.table(e.ID).element(key)
		}
	}
	for _, e := range s.elements {
		if e.object == o {
			return e
		}
	}
	return nil
}

// Parent is what an element lies in; nil for windows.
func (s *Snapshot) Parent(e *Element) *Element {
	if e.Parent == 0 {
		return nil
	}
	return s.Element(e.Parent)
}

// Focused is the element that has the focus, or nil.
func (s *Snapshot) Focused() *Element {
	if s.focused == 0 {
		return nil
	}
	return s.Element(s.focused)
}

// Walk visits all elements, each before those below it, until visit reports false for not going below one.
func (s *Snapshot) Walk(visit func(*Element) bool) {
	for _, w := range s.Windows {
		walk(w, visit)
	}
}

func walk(e *Element, visit func(*Element) bool) {
	if !visit(e) {
		return
	}
	for _, c := range e.Children {
		walk(c, visit)
	}
}

// Window is the window that holds an element.
func (s *Snapshot) Window(e *Element) *Element {
	for e != nil && e.Parent != 0 {
		e = s.Parent(e)
	}
	return e
}

// Bounds is where an element stands in its window, in the toolkit's pixels.
func (s *Snapshot) Bounds(e *Element) Area {
	area := e.Area
	if e.Parent == 0 {
		area.Position = fyne.Position{}
		return area
	}
	for p := s.Parent(e); p != nil; p = s.Parent(p) {
		if p.Parent != 0 {
			area.Position = area.Position.Add(p.Area.Position)
		}
	}
	return s.scrolled(e, area)
}

// scrolled moves an area of a part, or of something in one, by what its owner has scrolled.
func (s *Snapshot) scrolled(e *Element, area Area) Area {
	for p := e; p != nil; p = s.Parent(p) {
		if p.object == nil && p.window == nil {
			if owner := s.Parent(p); owner != nil && (owner.object != nil) {
				area.Position = area.Position.Add(owner.Offset)
			}
		}
	}
	return area
}

// Showing reports whether some of an element is in sight: within its window and all that it lies in. Only what lies in a menu
// stands beside it.
func (s *Snapshot) Showing(e *Element) bool {
	area := s.Bounds(e)
	for p := s.Parent(e); p != nil; p = s.Parent(p) {
		if p.Role != Menu && p.Role != MenuBar && !area.overlaps(s.Bounds(p)) {
			return false
		}
	}
	return true
}

func (a Area) overlaps(b Area) bool {
	return a.X < b.X+b.Width && b.X < a.X+a.Width && a.Y < b.Y+b.Height && b.Y < a.Y+a.Height
}

// contains reports whether a point lies in the area.
func (a Area) contains(p fyne.Position) bool {
	return p.X >= a.X && p.Y >= a.Y && p.X < a.X+a.Width && p.Y < a.Y+a.Height
}

// At is the innermost element at a point of a window; nil where there is none.
func (s *Snapshot) At(window *Element, point fyne.Position) *Element {
	if window == nil || !s.Bounds(window).contains(point) {
		return nil
	}
	return s.within(window, point)
}

func (s *Snapshot) within(e *Element, point fyne.Position) *Element {
	for i := len(e.Children) - 1; i >= 0; i-- { // what comes later lies above
		if c := e.Children[i]; s.Bounds(c).contains(point) {
			return s.within(c, point)
		}
	}
	return e
}

// States are those of an element with whether it is in sight.
func (s *Snapshot) States(e *Element) States {
	states := e.Node.States
	if s.focused == e.ID {
		states |= Focused
	}
	if s.Showing(e) {
		states |= Showing
	}
	return states
}

// Caret is where the caret stands in an element's text: its own, or its owner's if it is the current part.
func (s *Snapshot) Caret(e *Element) (at int, selection Span) {
	if e.Text == nil {
		return 0, Span{}
	}
	if owner := s.Parent(e); e.object == nil && owner != nil {
		if current := s.Current(owner); current == e {
			return owner.Caret, owner.Selection
		}
		return 0, Span{}
	}
	return e.Text.Caret, e.Text.Selection
}

// Current is the part of an element that has the focus while the element has it, or nil.
func (s *Snapshot) Current(owner *Element) *Element {
	if owner.Node.Current == nil {
		return nil
	}
	return s.table(owner.ID).element(owner.Node.Current)
}

// table holds the parts of an element; nil where it has none.
func (s *Snapshot) table(owner ID) *partTable {
	for _, t := range s.parts {
		if t.owner == owner {
			return t
		}
	}
	return nil
}

// element is the part with a key, or nil.
func (t *partTable) element(key any) *Element {
	if t == nil {
		return nil
	}
	return t.byKey[key]
}

// id is that of the part with a key, or 0.
func (t *partTable) id(key any) ID {
	if e := t.element(key); e != nil {
		return e.ID
	}
	return 0
}
