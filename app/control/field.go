package control

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
	"alongside/app/look"
)

// A Field is where the reader types. It has a name and, while it has the focus, a ring.
type Field struct {
	widget.BaseWidget
	OnChanged func(text string)
	OnEnter   func() // not where a line can be broken: there Enter breaks it
	OnBack    func() // Shift and Enter, in a field of one line; as Enter where nil
	OnEscape  func() // the window's key where nil
	OnDown    func() // the arrow key, in a field of one line

	entry *fieldEntry
}

var _ access.Describer = (*Field)(nil)

// NewField makes a field of one line. The hint is shown while nothing has been typed.
func NewField(name, hint string) *Field {
	e := &fieldEntry{}
	// The entry's own choice scrolls up and down as well, and shows a bar for that when a height is rounded.
	e.Wrapping, e.Scroll = fyne.TextWrapOff, fyne.ScrollHorizontalOnly
	return newField(name, hint, e)
}

// NewTextField makes a field of several lines, of which at least rows are in sight.
func NewTextField(name, hint string, rows int) *Field {
	e := &fieldEntry{}
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapWord
	e.SetMinRowsVisible(rows)
	return newField(name, hint, e)
}

func newField(name, hint string, e *fieldEntry) *Field {
	f := &Field{entry: e}
	e.field, e.name = f, name
	e.ExtendBaseWidget(e)
	e.SetPlaceHolder(hint)
	e.OnChanged = func(text string) {
		if f.OnChanged != nil {
			f.OnChanged(text)
		}
	}
	e.OnSubmitted = func(string) {
		if f.OnEnter != nil {
			f.OnEnter()
		}
	}
	f.ExtendBaseWidget(f)
	return f
}

// Text is what has been typed.
func (f *Field) Text() string { return f.entry.Text }

// SetText replaces what has been typed.
func (f *Field) SetText(text string) { f.entry.SetText(text) }

// SelectAll selects what has been typed, so that what is typed next takes its place.
func (f *Field) SelectAll() { f.entry.TypedShortcut(&fyne.ShortcutSelectAll{}) }

// Focus is what gets the focus, so that one can type.
func (f *Field) Focus() fyne.Focusable { return f.entry }

// Describe implements access.Describer: what one types in is all there is.
func (f *Field) Describe() access.Node { return access.Node{Objects: access.Objects(f.entry)} }

// CreateRenderer implements fyne.Widget.
func (f *Field) CreateRenderer() fyne.WidgetRenderer {
	r := &fieldRenderer{f: f, ring: canvas.NewRectangle(color.Transparent)}
	r.color()
	return r
}

type fieldRenderer struct {
	f    *Field
	ring *canvas.Rectangle
}

func (r *fieldRenderer) Destroy() {}

func (r *fieldRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.f.entry}
}

func (r *fieldRenderer) MinSize() fyne.Size {
	least := r.f.entry.MinSize()
	target := r.f.Theme().Size(look.SizeTarget)
	return fyne.NewSize(max(least.Width, target), max(least.Height, target)).AddWidthHeight(2*ringSpace, 2*ringSpace)
}

func (r *fieldRenderer) Layout(size fyne.Size) {
	r.ring.Resize(size)
	r.f.entry.Move(fyne.NewPos(ringSpace, ringSpace))
	r.f.entry.Resize(size.SubtractWidthHeight(2*ringSpace, 2*ringSpace))
}

func (r *fieldRenderer) Refresh() {
	r.color()
	r.f.entry.Refresh()
	r.Layout(r.f.Size())
	canvas.Refresh(r.f)
}

func (r *fieldRenderer) color() {
	th, v := r.f.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.ring.StrokeColor, r.ring.StrokeWidth = th.Color(look.ColorRing, v), ringWidth
	r.ring.CornerRadius = th.Size(theme.SizeNameInputRadius) + ringSpace
	r.ring.Hidden = !r.f.entry.focused
	r.ring.Refresh()
}

// fieldEntry is the toolkit's entry with a name, and with the keys that leave it.
type fieldEntry struct {
	widget.Entry
	field   *Field
	name    string
	focused bool
	shift   bool // held down
}

var (
	_ fyne.Accessible  = (*fieldEntry)(nil)
	_ access.Describer = (*fieldEntry)(nil)
	_ desktop.Keyable  = (*fieldEntry)(nil)
	_ fyne.Tabbable    = (*fieldEntry)(nil)
)

// Describe implements access.Describer. The hint is not repeated where it says the same as the name.
func (e *fieldEntry) Describe() access.Node {
	n := access.DescribeEntry(&e.Entry, e.name)
	if e.PlaceHolder != e.name {
		n.Description = e.PlaceHolder
	}
	return n
}

// AccessibilityLabel implements fyne.Accessible.
func (e *fieldEntry) AccessibilityLabel() string { return access.ToolkitLabel(e) }

// AccessibilityRole implements fyne.Accessible.
func (e *fieldEntry) AccessibilityRole() fyne.AccessibleRole { return access.ToolkitRole(e) }

// AcceptsTab implements fyne.Tabbable: Tab goes on, also from several lines, else one could not leave them by keys.
func (e *fieldEntry) AcceptsTab() bool { return false }

// FocusGained implements fyne.Focusable.
func (e *fieldEntry) FocusGained() {
	e.focused, e.shift = true, false
	e.Entry.FocusGained()
	e.field.Refresh()
	reveal(e.field)
}

// FocusLost implements fyne.Focusable.
func (e *fieldEntry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
	e.field.Refresh()
}

// TypedKey implements fyne.Focusable.
func (e *fieldEntry) TypedKey(key *fyne.KeyEvent) {
	switch {
	case key.Name == fyne.KeyEscape && e.field.OnEscape != nil:
		e.field.OnEscape()
	case key.Name == fyne.KeyEscape || functionKey(key.Name):
		PassKey(e, key)
	case (key.Name == fyne.KeyReturn || key.Name == fyne.KeyEnter) && e.shift && !e.MultiLine && e.field.OnBack != nil:
		e.field.OnBack()
	case key.Name == fyne.KeyDown && !e.MultiLine && e.field.OnDown != nil:
		e.field.OnDown()
	default:
		e.Entry.TypedKey(key)
	}
}

// functionKey reports whether a key is one of F1 to F12, which write nothing.
func functionKey(key fyne.KeyName) bool {
	return len(key) > 1 && key[0] == 'F' && key[1] >= '1' && key[1] <= '9'
}

func isShift(key fyne.KeyName) bool {
	return key == desktop.KeyShiftLeft || key == desktop.KeyShiftRight
}

// KeyDown implements desktop.Keyable.
func (e *fieldEntry) KeyDown(key *fyne.KeyEvent) {
	e.shift = e.shift || isShift(key.Name)
	e.Entry.KeyDown(key)
	PassKeyDown(e, key)
}

// KeyUp implements desktop.Keyable.
func (e *fieldEntry) KeyUp(key *fyne.KeyEvent) {
	e.shift = e.shift && !isShift(key.Name)
	e.Entry.KeyUp(key)
	PassKeyUp(e, key)
}

// TypedShortcut implements fyne.Shortcutable. Copying, pasting and undoing are the field's; the window's own work here too.
func (e *fieldEntry) TypedShortcut(s fyne.Shortcut) {
	if _, own := s.(*desktop.CustomShortcut); own {
		PassShortcut(e, s)
	}
	e.Entry.TypedShortcut(s)
}
