package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
	"alongside/app/look"
)

// A MenuSection is one menu of a menu bar.
type MenuSection struct {
	Name  string
	Items func() []MenuItem // asked each time that the menu is opened
}

// A MenuBar is the row of menus at the window's top. Where its titles do not fit, a single one opens all the menus, one below
// the other.
//
// It is out of the way of Tab: the keys F10 and Alt lead to it, and Escape back to what had the focus. While it has the focus
// itself, [MenuBar.Current] is the title that the keys act on; while one of its menus is open, that menu has the focus.
type MenuBar struct {
	widget.BaseWidget
	titles []*MenuTitle
	whole  *MenuTitle // in place of all the others
	folded bool

	current *MenuTitle     // nil while the bar has not the focus
	before  fyne.Focusable // what had it before
	menu    *Menu          // the open one, or nil
	opened  *MenuTitle     // its title
	alt     fyne.KeyName   // the Alt key that went down, and nothing since
}

var (
	_ fyne.Focusable   = (*MenuBar)(nil)
	_ fyne.Disableable = (*MenuBar)(nil)
	_ fyne.Tabbable    = (*MenuBar)(nil)
	_ fyne.Accessible  = (*MenuBar)(nil)
	_ desktop.Keyable  = (*MenuBar)(nil)
	_ access.Describer = (*MenuBar)(nil)
)

// NewMenuBar makes a menu bar.
func NewMenuBar(sections []MenuSection) *MenuBar {
	b := &MenuBar{}
	for _, s := range sections {
		b.titles = append(b.titles, newMenuTitle(b, s))
	}
	b.whole = newMenuTitle(b, MenuSection{Name: "Menu", Items: func() []MenuItem { return together(sections) }})
	b.whole.Hide()
	b.ExtendBaseWidget(b)
	return b
}

// together is all menus in one, each below its name.
func together(sections []MenuSection) (items []MenuItem) {
	for i, s := range sections {
		if i > 0 {
			items = append(items, MenuItem{})
		}
		items = append(items, MenuItem{Name: s.Name})
		items = append(items, s.Items()...)
	}
	return items
}

// Titles are the titles in sight, from left to right.
func (b *MenuBar) Titles() []*MenuTitle {
	if b.folded {
		return []*MenuTitle{b.whole}
	}
	return b.titles
}

// Current is the title that the keys act on, or nil while the bar has not the focus.
func (b *MenuBar) Current() *MenuTitle { return b.current }

// Menu is the open menu, or nil.
func (b *MenuBar) Menu() *Menu { return b.menu }

// Toggle goes to the bar, or leaves it. It does nothing while something else lies over the window.
func (b *MenuBar) Toggle() {
	c := b.canvas()
	switch {
	case b.menu != nil:
		b.menu.CloseAll()
	case b.current != nil:
		b.Leave()
	case c != nil && c.Overlays().Top() == nil:
		b.before = c.Focused()
		b.current = b.Titles()[0]
		c.Focus(b)
	}
}

// Leave gives the focus back to what had it before the bar.
func (b *MenuBar) Leave() {
	c := b.canvas()
	if c == nil || c.Focused() != fyne.Focusable(b) {
		return
	}
	if b.before != nil {
		c.Focus(b.before)
	}
	if c.Focused() == fyne.Focusable(b) { // what had it has gone
		c.Unfocus()
	}
}

// Open opens the menu of a title, in place of another.
func (b *MenuBar) Open(title *MenuTitle) *Menu {
	c := b.canvas()
	if c == nil {
		return nil
	}
	if b.menu != nil {
		b.menu.Close()
	}
	m := newMenu(c, title.section.Name, title.section.Items(), title)
	m.bar = b
	b.menu, b.opened = m, title
	if b.current != nil {
		b.current = title
	}
	m.show()
	m.toFirst()
	b.Refresh()
	return m
}

// closed takes note that a menu of the bar has gone.
func (b *MenuBar) closed(m *Menu) {
	if b.menu == m {
		b.menu, b.opened = nil, nil
		b.Refresh()
	}
}

// beside is the title to the left or right of one, going round.
func (b *MenuBar) beside(title *MenuTitle, key fyne.KeyName) *MenuTitle {
	titles := b.Titles()
	step := 1
	if key == fyne.KeyLeft {
		step = len(titles) - 1
	}
	for i, t := range titles {
		if t == title {
			return titles[(i+step)%len(titles)]
		}
	}
	return titles[0]
}

func (b *MenuBar) openBeside(key fyne.KeyName) { b.Open(b.beside(b.opened, key)) }

// titleAt is the title at a place in the window, or nil.
func (b *MenuBar) titleAt(at fyne.Position) *MenuTitle {
	at = at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(b))
	for _, t := range b.Titles() {
		if within(at, t) {
			return t
		}
	}
	return nil
}

func (b *MenuBar) canvas() fyne.Canvas { return fyne.CurrentApp().Driver().CanvasForObject(b) }

// FocusGained implements fyne.Focusable.
func (b *MenuBar) FocusGained() {
	if b.current == nil {
		b.current = b.Titles()[0]
	}
	b.Refresh()
}

// FocusLost implements fyne.Focusable. A menu of the bar takes the focus only for a while.
func (b *MenuBar) FocusLost() {
	if b.menu == nil {
		b.current = nil
	}
	b.Refresh()
}

// Disabled implements fyne.Disableable: Tab passes the bar by.
func (b *MenuBar) Disabled() bool { return b.current == nil }

// Enable implements fyne.Disableable. The bar is enabled by going to it.
func (b *MenuBar) Enable() {}

// Disable implements fyne.Disableable.
func (b *MenuBar) Disable() {}

// AcceptsTab implements fyne.Tabbable: Tab leaves the bar.
func (b *MenuBar) AcceptsTab() bool { return true }

// TypedKey implements fyne.Focusable.
func (b *MenuBar) TypedKey(e *fyne.KeyEvent) {
	titles := b.Titles()
	switch e.Name {
	case fyne.KeyLeft, fyne.KeyRight:
		b.to(b.beside(b.current, e.Name))
	case fyne.KeyHome:
		b.to(titles[0])
	case fyne.KeyEnd:
		b.to(titles[len(titles)-1])
	case fyne.KeyDown, fyne.KeyReturn, fyne.KeyEnter:
		b.Open(b.current)
	case fyne.KeyUp:
		b.Open(b.current).toLast()
	case fyne.KeyEscape, fyne.KeyTab, fyne.KeyF10:
		b.Leave()
	default:
		if functionKey(e.Name) {
			PassKey(b, e)
		}
	}
}

func (b *MenuBar) to(title *MenuTitle) {
	b.current = title
	b.Refresh()
}

// TypedRune implements fyne.Focusable: a letter opens the menu that begins with it, Space the current one.
func (b *MenuBar) TypedRune(r rune) {
	if r == ' ' {
		b.Open(b.current)
		return
	}
	for _, t := range b.Titles() {
		if begins(t.section.Name, r) {
			b.Open(t)
			return
		}
	}
}

// KeyDown implements desktop.Keyable, and is to be told of every key in the window: Alt pressed and let go alone leads to
// the bar and back.
func (b *MenuBar) KeyDown(e *fyne.KeyEvent) {
	b.alt = ""
	if (e.Name == desktop.KeyAltLeft || e.Name == desktop.KeyAltRight) && onlyAlt() {
		b.alt = e.Name
	}
}

// KeyUp implements desktop.Keyable.
func (b *MenuBar) KeyUp(e *fyne.KeyEvent) {
	if b.alt != "" && b.alt == e.Name {
		b.Toggle()
	}
	b.alt = ""
}

// ForgetKeys is to be called when the window has no longer the keyboard: Alt may be let go in another.
func (b *MenuBar) ForgetKeys() { b.alt = "" }

// onlyAlt reports whether no key like Ctrl or Shift is down beside Alt.
func onlyAlt() bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return !ok || d.CurrentKeyModifiers()&^fyne.KeyModifierAlt == 0
}

// AccessibilityLabel implements fyne.Accessible.
func (b *MenuBar) AccessibilityLabel() string { return access.ToolkitLabel(b) }

// AccessibilityRole implements fyne.Accessible.
func (b *MenuBar) AccessibilityRole() fyne.AccessibleRole { return access.ToolkitRole(b) }

// CreateRenderer implements fyne.Widget.
func (b *MenuBar) CreateRenderer() fyne.WidgetRenderer {
	r := &menuBarRenderer{b: b, ground: canvas.NewRectangle(nil), line: canvas.NewRectangle(nil)}
	r.color()
	return r
}

type menuBarRenderer struct {
	b            *MenuBar
	ground, line *canvas.Rectangle
}

func (r *menuBarRenderer) Destroy() {}

func (r *menuBarRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.ground, r.line, r.b.whole}
	for _, t := range r.b.titles {
		all = append(all, t)
	}
	return all
}

func (r *menuBarRenderer) MinSize() fyne.Size { return r.b.whole.MinSize() }

func (r *menuBarRenderer) Layout(size fyne.Size) {
	b := r.b
	Lay(r.ground, 0, 0, size.Width, size.Height)
	Lay(r.line, 0, size.Height-1, size.Width, 1)
	var width float32
	for _, t := range b.titles {
		width += t.MinSize().Width
	}
	b.fold(width > size.Width)
	var x float32
	for _, t := range b.Titles() {
		Lay(t, x, 0, t.MinSize().Width, size.Height)
		x += t.Size().Width
	}
}

// fold shows one title in place of all, or all again.
func (b *MenuBar) fold(folded bool) {
	if folded == b.folded {
		return
	}
	if b.menu != nil {
		b.menu.CloseAll() // its title has gone
	}
	b.folded = folded
	if b.current != nil {
		b.current = b.Titles()[0]
	}
	SetShown(b.whole, folded)
	for _, t := range b.titles {
		SetShown(t, !folded)
	}
}

func (r *menuBarRenderer) Refresh() {
	r.color()
	r.Layout(r.b.Size())
	for _, t := range r.b.Titles() {
		t.Refresh()
	}
}

func (r *menuBarRenderer) color() {
	th, v := r.b.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.ground.FillColor = th.Color(look.ColorRaised, v)
	r.line.FillColor = th.Color(look.ColorBorder, v)
	r.ground.Refresh()
	r.line.Refresh()
}
