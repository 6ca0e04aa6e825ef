package control

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"alongside/app/look"
)

// A Field is where the reader types. It has a name and, while it has the focus, a ring.
type Field struct {
	widget.BaseWidget
	OnChanged func(text string)
	OnEnter   func() // not where a line can be broken: there Enter breaks it
	OnEscape  func() // the window's key where nil
	OnDown    func() // the arrow key, in a field of one line

	entry *fieldEntry
}

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

// Focus is what gets the focus, so that one can type.
func (f *Field) Focus() fyne.Focusable { return f.entry }

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
}

var (
	_ fyne.Accessible = (*fieldEntry)(nil)
	_ fyne.Tabbable   = (*fieldEntry)(nil)
)

// AccessibilityLabel implements fyne.Accessible.
func (e *fieldEntry) AccessibilityLabel() string { return e.name }

// AccessibilityRole implements fyne.Accessible.
func (e *fieldEntry) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// FocusGained implements fyne.Focusable.
func (e *fieldEntry) FocusGained() {
	e.focused = true
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

// AcceptsTab implements fyne.Tabbable: Tab leaves the field, also where it has several lines, for it would lead no further.
func (e *fieldEntry) AcceptsTab() bool { return false }

// TypedKey implements fyne.Focusable.
func (e *fieldEntry) TypedKey(key *fyne.KeyEvent) {
	switch {
	case key.Name == fyne.KeyEscape && e.field.OnEscape != nil:
		e.field.OnEscape()
	case key.Name == fyne.KeyEscape:
		PassKey(e, key)
	case key.Name == fyne.KeyDown && !e.MultiLine && e.field.OnDown != nil:
		e.field.OnDown()
	default:
		e.Entry.TypedKey(key)
	}
}
