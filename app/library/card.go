package library

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
	"alongside/app/control"
	"alongside/app/look"
)

// The ring of focus around a card, as around a button: a line of ringWidth, ringOffset away from the face.
const (
	ringWidth  = 3
	ringOffset = 2
	ringSpace  = ringWidth + ringOffset
)

// A card draws one row on the screen. A row that can be chosen has the whole card to press; it can have the focus.
// Cards are used again for other rows when theirs go out of sight.
type card struct {
	widget.BaseWidget
	list  *list
	row   choice
	index int     // of the row on the list
	set   setting // that it was planned for
	plan  plan
	more  *rowButton

	focused, hovered bool
}

var (
	_ fyne.Focusable         = (*card)(nil)
	_ fyne.Tappable          = (*card)(nil)
	_ fyne.SecondaryTappable = (*card)(nil)
	_ fyne.Accessible        = (*card)(nil)
	_ desktop.Hoverable      = (*card)(nil)
	_ desktop.Cursorable     = (*card)(nil)
	_ desktop.Keyable        = (*card)(nil)
	_ access.Substitute      = (*card)(nil)
)

func newCard(l *list) *card {
	c := &card{list: l}
	c.more = newRowButton(l)
	c.more.OnTapped = c.openMenu
	c.ExtendBaseWidget(c)
	return c
}

// show fills the card with a row, as it is for a setting.
func (c *card) show(r choice, s setting) {
	if c.row == r && c.set == s {
		return
	}
	if c.row == nil || c.row.key() != r.key() {
		c.hovered = false
	}
	c.row, c.set, c.plan = r, s, r.plan(s)
	c.more.Set(r.menu(), "", control.IconMore)
	c.more.Hidden = r.menu() == ""
	c.Refresh()
}

// number tells the card which row of the list it is, where rows above it came or went.
func (c *card) number(index int) { c.index, c.more.index = index, index }

func (c *card) openMenu() { c.list.actions.ItemMenu(c.row.key().story, c.more) }

// StandsFor implements access.Substitute: the list says what its rows mean, also those out of sight.
func (c *card) StandsFor() (owner fyne.CanvasObject, key any) { return c.list, c.row.key() }

// AccessibilityLabel implements fyne.Accessible.
func (c *card) AccessibilityLabel() string { return c.row.describe().Name }

// AccessibilityRole implements fyne.Accessible.
func (c *card) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped implements fyne.Tappable.
func (c *card) Tapped(*fyne.PointEvent) {
	c.list.current = c.index
	c.row.open(c.list.actions)
}

// TappedSecondary implements fyne.SecondaryTappable: the other mouse button opens the menu.
func (c *card) TappedSecondary(*fyne.PointEvent) {
	if c.row.menu() != "" {
		c.list.current = c.index
		c.openMenu()
	}
}

// FocusGained implements fyne.Focusable.
func (c *card) FocusGained() {
	c.focused = true
	c.list.reached(c.index)
	c.Refresh()
}

// HasFocus reports whether the card shows the ring of focus.
func (c *card) HasFocus() bool { return c.focused }

// FocusLost implements fyne.Focusable.
func (c *card) FocusLost() { c.focused = false; c.Refresh() }

// KeyDown implements desktop.Keyable.
func (c *card) KeyDown(e *fyne.KeyEvent) { control.PassKeyDown(c, e) }

// KeyUp implements desktop.Keyable.
func (c *card) KeyUp(e *fyne.KeyEvent) { control.PassKeyUp(c, e) }

// TypedRune implements fyne.Focusable.
func (c *card) TypedRune(r rune) { control.PassRune(c, r) }

// TypedKey implements fyne.Focusable: Enter opens, Delete removes, arrows go to other cards. Space is the window's.
func (c *card) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		c.Tapped(nil)
	case fyne.KeyDelete:
		c.row.remove(c.list.actions)
	default:
		if !c.list.walk(e.Name) {
			control.PassKey(c, e)
		}
	}
}

// MouseIn implements desktop.Hoverable.
func (c *card) MouseIn(*desktop.MouseEvent) { c.hovered = true; c.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (c *card) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (c *card) MouseOut() { c.hovered = false; c.Refresh() }

// Cursor implements desktop.Cursorable.
func (c *card) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer implements fyne.Widget.
func (c *card) CreateRenderer() fyne.WidgetRenderer {
	r := &cardRenderer{c: c, ring: canvas.NewRectangle(color.Transparent), face: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

type cardRenderer struct {
	c          *card
	ring, face *canvas.Rectangle
	picture    picture
	objects    []fyne.CanvasObject
}

func (r *cardRenderer) Destroy() {}

func (r *cardRenderer) MinSize() fyne.Size { return fyne.NewSize(0, r.c.plan.height) }

func (r *cardRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *cardRenderer) Layout(size fyne.Size) {
	r.ring.Resize(size)
	r.face.Move(fyne.NewPos(ringSpace, ringSpace))
	r.face.Resize(size.SubtractWidthHeight(2*ringSpace, 2*ringSpace))
	r.c.more.Resize(r.c.more.MinSize())
	r.c.more.Move(r.c.plan.more)
}

// Refresh draws the card's state. Its texts are only touched when it shows another plan.
func (r *cardRenderer) Refresh() {
	c := r.c
	th, v := c.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	corner := th.Size(look.SizeCorner)
	r.ring.StrokeColor, r.ring.StrokeWidth, r.ring.CornerRadius = th.Color(look.ColorRing, v), ringWidth, corner+ringSpace
	r.ring.Hidden = !c.focused
	r.face.FillColor, r.face.CornerRadius = th.Color(look.ColorRaised, v), corner
	r.face.StrokeColor, r.face.StrokeWidth = th.Color(look.ColorBorder, v), borderWidth
	if c.hovered {
		r.face.StrokeColor, r.face.StrokeWidth = th.Color(look.ColorBar, v), 2*borderWidth
	}
	r.ring.Refresh()
	r.face.Refresh()
	r.picture.draw(c.plan, th, v)
	r.objects = append(append(r.objects[:0], r.ring, r.face), r.picture.objects...)
	r.objects = append(r.objects, c.more)
	r.Layout(c.Size())
	canvas.Refresh(c)
}

// sentences joins what is written on a card for those who hear it.
func sentences(parts ...string) string {
	var said []string
	for _, part := range parts {
		if part != "" {
			said = append(said, strings.TrimRight(part, "."))
		}
	}
	return strings.Join(said, ". ")
}

// paintOf is a theme's colour, none for "".
func paintOf(th fyne.Theme, v fyne.ThemeVariant, name fyne.ThemeColorName) color.Color {
	if name == "" {
		return color.Transparent
	}
	return th.Color(name, v)
}
