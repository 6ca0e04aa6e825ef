package control

import (
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
)

// A MenuItem is one line of a menu. One without a name is a line between groups; one that does nothing is a heading.
type MenuItem struct {
	Name      string
	Key       string // how to ask for the same without the menu, in the words that are on the keys
	Checkable bool   // it is ticked or not
	Checked   bool
	Disabled  bool // it cannot be done now
	Do        func()
}

func (i MenuItem) separates() bool { return i.Name == "" }

func (i MenuItem) heads() bool { return i.Name != "" && i.Do == nil }

// possible reports whether the item can be chosen now.
func (i MenuItem) possible() bool { return i.Do != nil && !i.Disabled }

// A Menu is an open menu. It lies over the whole window, so that it has every click and every key, and shows its rows in a
// box beside what it belongs to. It has the focus while it is open; [Menu.Current] is the row that the keys act on.
type Menu struct {
	widget.BaseWidget
	name    string
	rows    []*MenuRow
	current int // -1 for none
	canvas  fyne.Canvas
	near    fyne.CanvasObject
	bar     *MenuBar // nil for a menu beside a button

	open    bool
	focused bool // not while another window has the keyboard
	box     *canvas.Rectangle
	lines   *fyne.Container
	view    *container.Scroll
}

var (
	_ fyne.Focusable         = (*Menu)(nil)
	_ fyne.Tabbable          = (*Menu)(nil)
	_ fyne.Tappable          = (*Menu)(nil)
	_ fyne.SecondaryTappable = (*Menu)(nil)
	_ fyne.Accessible        = (*Menu)(nil)
	_ desktop.Hoverable      = (*Menu)(nil)
	_ desktop.Keyable        = (*Menu)(nil)
	_ access.Describer       = (*Menu)(nil)
)

// ShowMenu opens a menu beside what it belongs to, and makes current what is ticked in it, else its first row.
func ShowMenu(c fyne.Canvas, name string, items []MenuItem, near fyne.CanvasObject) *Menu {
	m := newMenu(c, name, items, near)
	m.show()
	ticked := slices.IndexFunc(items, func(i MenuItem) bool { return i.Checked && i.possible() })
	if ticked < 0 {
		m.toFirst()
	} else {
		m.to(ticked)
	}
	return m
}

func newMenu(c fyne.Canvas, name string, items []MenuItem, near fyne.CanvasObject) *Menu {
	m := &Menu{canvas: c, name: name, near: near, current: -1, box: canvas.NewRectangle(nil)}
	m.lines = container.New(&menuLines{})
	for i, item := range items {
		row := newMenuRow(m, i, item)
		m.rows = append(m.rows, row)
		m.lines.Add(row)
	}
	m.view = container.NewVScroll(m.lines)
	m.ExtendBaseWidget(m)
	return m
}

// show puts the menu over the window. The toolkit keeps the focus of what lies below; that it shows no ring meanwhile is
// for us to see to.
func (m *Menu) show() {
	if below := m.canvas.Focused(); below != nil {
		below.FocusLost()
	}
	m.open = true
	m.canvas.Overlays().Add(m)
	m.Resize(m.canvas.Size())
	m.canvas.Focus(m)
}

// Name is what the menu is called.
func (m *Menu) Name() string { return m.name }

// Rows are the menu's rows, from the top.
func (m *Menu) Rows() []*MenuRow { return m.rows }

// Current is the row that the keys act on, or nil.
func (m *Menu) Current() *MenuRow {
	if m.current < 0 {
		return nil
	}
	return m.rows[m.current]
}

// Open reports whether the menu is on the screen.
func (m *Menu) Open() bool { return m.open }

// Close takes the menu away, and gives the focus back to what had it.
func (m *Menu) Close() {
	if !m.open {
		return
	}
	m.open = false
	m.canvas.Overlays().Remove(m)
	if m.bar != nil {
		m.bar.closed(m)
	}
	if below := m.canvas.Focused(); below != nil {
		below.FocusGained()
	}
}

// CloseAll takes the menu away, and leaves the menu bar if it belongs to one.
func (m *Menu) CloseAll() {
	m.Close()
	if m.bar != nil {
		m.bar.Leave()
	}
}

// choose does what a row says, once the menu has gone and the focus is back.
func (m *Menu) choose(n int) {
	if n < 0 || !m.rows[n].item.possible() {
		return
	}
	m.CloseAll()
	m.rows[n].item.Do()
}

// to makes a row the current one.
func (m *Menu) to(n int) {
	if n < 0 || n == m.current {
		return
	}
	before := m.current
	m.current = n
	if before >= 0 {
		m.rows[before].Refresh()
	}
	m.rows[n].Refresh()
	m.reveal(m.rows[n])
}

// next is the nearest row that can be chosen after a row, or before it where step is -1, going round; -1 where there is none.
func (m *Menu) next(from, step int) int {
	all := len(m.rows)
	for i := 1; i <= all; i++ {
		if n := ((from+i*step)%all + all) % all; m.rows[n].item.possible() {
			return n
		}
	}
	return -1
}

func (m *Menu) toFirst() { m.to(m.next(-1, 1)) }

func (m *Menu) toLast() { m.to(m.next(len(m.rows), -1)) }

// reveal scrolls as far as is needed to show a row.
func (m *Menu) reveal(row *MenuRow) {
	top, bottom := row.Position().Y, row.Position().Y+row.Size().Height
	switch y, height := m.view.Offset.Y, m.view.Size().Height; {
	case top < y:
		m.view.ScrollToOffset(fyne.NewPos(0, top))
	case bottom > y+height:
		m.view.ScrollToOffset(fyne.NewPos(0, bottom-height))
	}
}

// FocusGained implements fyne.Focusable.
func (m *Menu) FocusGained() { m.focused = true; m.redrawCurrent() }

// FocusLost implements fyne.Focusable.
func (m *Menu) FocusLost() { m.focused = false; m.redrawCurrent() }

func (m *Menu) redrawCurrent() {
	if row := m.Current(); row != nil {
		row.Refresh()
	}
}

// AcceptsTab implements fyne.Tabbable: Tab leaves the menu.
func (m *Menu) AcceptsTab() bool { return true }

// TypedKey implements fyne.Focusable. Space is a letter, see TypedRune: were it a key, the letter would go to what gets the
// focus back.
func (m *Menu) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown:
		m.to(m.next(m.current, 1))
	case fyne.KeyUp:
		m.to(m.next(max(m.current, 0), -1))
	case fyne.KeyHome, fyne.KeyPageUp:
		m.toFirst()
	case fyne.KeyEnd, fyne.KeyPageDown:
		m.toLast()
	case fyne.KeyReturn, fyne.KeyEnter:
		m.choose(m.current)
	case fyne.KeyEscape:
		m.Close()
	case fyne.KeyTab, fyne.KeyF10:
		m.CloseAll()
	case fyne.KeyLeft, fyne.KeyRight:
		if m.bar != nil {
			m.bar.openBeside(e.Name)
		}
	default:
		if functionKey(e.Name) {
			PassKey(m, e)
		}
	}
}

// TypedRune implements fyne.Focusable: a letter leads to the next row that begins with it.
func (m *Menu) TypedRune(r rune) {
	if r == ' ' {
		m.choose(m.current)
		return
	}
	for i := 1; i <= len(m.rows); i++ {
		n := (max(m.current, -1) + i) % len(m.rows)
		if item := m.rows[n].item; item.possible() && begins(item.Name, r) {
			m.to(n)
			return
		}
	}
}

// begins reports whether a name begins with a letter, large or small.
func begins(name string, letter rune) bool {
	return strings.HasPrefix(strings.ToLower(name), string(unicode.ToLower(letter)))
}

// KeyDown implements desktop.Keyable.
func (m *Menu) KeyDown(e *fyne.KeyEvent) { PassKeyDown(m, e) }

// KeyUp implements desktop.Keyable.
func (m *Menu) KeyUp(e *fyne.KeyEvent) { PassKeyUp(m, e) }

// Tapped implements fyne.Tappable: a click beside the box closes the menu, one on another title of the bar opens that menu.
func (m *Menu) Tapped(e *fyne.PointEvent) {
	if within(e.Position, m.box) {
		return
	}
	if title := m.titleAt(e.Position); title != nil && !title.Open() {
		m.bar.Open(title)
		return
	}
	m.CloseAll()
}

// TappedSecondary implements fyne.SecondaryTappable.
func (m *Menu) TappedSecondary(e *fyne.PointEvent) { m.Tapped(e) }

// MouseIn implements desktop.Hoverable.
func (m *Menu) MouseIn(e *desktop.MouseEvent) { m.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable: along the bar, the menu under the mouse is the open one.
func (m *Menu) MouseMoved(e *desktop.MouseEvent) {
	if title := m.titleAt(e.Position); title != nil && !title.Open() {
		m.bar.Open(title)
	}
}

// MouseOut implements desktop.Hoverable.
func (m *Menu) MouseOut() {}

// titleAt is the title of the menu's bar at a place in the window, or nil.
func (m *Menu) titleAt(at fyne.Position) *MenuTitle {
	if m.bar == nil || within(at, m.box) {
		return nil
	}
	return m.bar.titleAt(at)
}

// within reports whether a place lies in an object that lies beside it in the same parent.
func within(at fyne.Position, o fyne.CanvasObject) bool {
	from, size := o.Position(), o.Size()
	return at.X >= from.X && at.Y >= from.Y && at.X < from.X+size.Width && at.Y < from.Y+size.Height
}

// AccessibilityLabel implements fyne.Accessible.
func (m *Menu) AccessibilityLabel() string { return access.ToolkitLabel(m) }

// AccessibilityRole implements fyne.Accessible.
func (m *Menu) AccessibilityRole() fyne.AccessibleRole { return access.ToolkitRole(m) }
