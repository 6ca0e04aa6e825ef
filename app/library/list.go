package library

import (
	"sort"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
	"alongside/app/letters"
)

// A list shows rows below each other, as many as are in sight, and scrolls. The focus is on a row; the arrow keys take it
// to the next.
type list struct {
	widget.BaseWidget
	name    string // for those who cannot see it
	actions Actions
	letters *letters.Metrics
	font    string // that the letters were measured in

	rows    []row
	tops    []float32 // where each row begins on the page; one more than rows: the page's end
	set     setting
	offset  float32 // height of the page's part above the list
	current int     // the row with the focus, or the one that had it last; it always has its objects
	unseen  bool    // the current row is to be brought into sight when the list has a size

	revision uint64    // another one whenever the rows, or where they stand, are others
	replaced bool      // a row is another since the last revision
	revised  time.Time // when a row that was replaced last made a revision

	renderer *listRenderer // nil until the list is first shown
}

// rowGap is the room between two cards, beside that which their rings of focus take.
const rowGap = 2

var (
	_ fyne.Widget      = (*list)(nil)
	_ fyne.Scrollable  = (*list)(nil)
	_ fyne.Draggable   = (*list)(nil)
	_ fyne.Accessible  = (*list)(nil)
	_ access.Describer = (*list)(nil)
)

func newList(name string, a Actions) *list {
	l := &list{name: name, actions: a, tops: []float32{0}}
	l.ExtendBaseWidget(l)
	l.measureFont()
	return l
}

// AccessibilityLabel implements fyne.Accessible.
func (l *list) AccessibilityLabel() string { return access.ToolkitLabel(l) }

// AccessibilityRole implements fyne.Accessible.
func (l *list) AccessibilityRole() fyne.AccessibleRole { return access.ToolkitRole(l) }

// setRows shows other rows. The row that has the focus keeps it; where it is gone, the row in its place gets it.
func (l *list) setRows(rows []row) {
	focused, kept := l.hasFocus(), false
	held := l.hold()
	var was rowKey
	if l.current < len(l.rows) {
		was = l.rows[l.current].key()
	}
	l.rows = rows
	if i, ok := l.find(was); ok && l.canFocus(i) {
		l.current, kept = i, true
	} else {
		l.current = l.nearestChoice(l.current)
	}
	l.measure()
	l.release(held)
	l.redraw()
	if focused && !kept {
		l.focusRow(l.current)
	}
}

// replace shows a row in place of the one with its key.
func (l *list) replace(r row) {
	i, ok := l.find(r.key())
	if !ok {
		return
	}
	was := l.rows[i]
	l.rows[i], l.replaced = r, true
	if !l.laidOut() || r.height(l.set) != was.height(l.set) { // what is measured between two tops is rounded
		held := l.hold()
		l.measure()
		l.release(held)
	}
	l.redraw()
}

// find is the place of the row with a key.
func (l *list) find(key rowKey) (int, bool) {
	for i, r := range l.rows {
		if r.key() == key {
			return i, true
		}
	}
	return 0, false
}

// A place is where one is on the list: the current row, and how far the page has been scrolled.
type place struct {
	key    rowKey
	offset float32
}

func (l *list) place() place {
	if l.current >= len(l.rows) {
		return place{}
	}
	return place{l.rows[l.current].key(), l.offset}
}

// goTo makes a place the one where one is. The focus goes along if it is on the list.
func (l *list) goTo(p place) {
	l.offset = l.clampOffset(p.offset)
	if i, ok := l.find(p.key); ok {
		l.current = i
	}
	l.redraw()
	if l.hasFocus() {
		l.focusRow(l.current)
	}
}

// firstCard is the first row that is a card, not a message; none for the zero key.
func (l *list) firstCard() rowKey {
	for _, r := range l.rows {
		if _, ok := r.(choice); ok {
			return r.key()
		}
	}
	return rowKey{}
}

// nearestChoice is the choosable row at or next above a place, else the first below it, else 0.
func (l *list) nearestChoice(i int) int {
	i = max(min(i, len(l.rows)-1), 0)
	for n := i; n >= 0 && n < len(l.rows); n-- {
		if l.canFocus(n) {
			return n
		}
	}
	if n, ok := l.next(i, 1); ok {
		return n
	}
	return 0
}

func (l *list) canFocus(i int) bool {
	switch r := l.rows[i].(type) {
	case choice:
		return true
	case *message:
		return len(r.buttons) > 0
	}
	return false
}

// next is the row after i (by 1) or before it (by -1) that can have the focus.
func (l *list) next(i, by int) (int, bool) {
	for n := i + by; n >= 0 && n < len(l.rows); n += by {
		if l.canFocus(n) {
			return n, true
		}
	}
	return i, false
}

// measure reckons where each row begins, for the list's width and the theme's sizes.
func (l *list) measure() {
	l.revision++
	l.set = settingOf(l.Theme(), l.letters, l.Size().Width)
	l.tops = append(l.tops[:0], 0.4*l.set.target)
	if l.Size().Width == 0 {
		return
	}
	for i, r := range l.rows {
		l.tops = append(l.tops, l.tops[i]+r.height(l.set)+rowGap)
	}
	l.tops[len(l.rows)] += l.tops[0] - rowGap
}

// layOut measures anew if the width or the sizes of text have changed. What stood at the top stays there.
func (l *list) layOut() {
	if settingOf(l.Theme(), l.letters, l.Size().Width) != l.set || !l.laidOut() {
		held := l.hold()
		l.measure()
		l.release(held)
	}
	l.offset = l.clampOffset(l.offset)
	if l.unseen && l.Size().Height > 0 {
		l.unseen = false
		l.revealRow(l.current)
	}
}

// held is a row, and how much of it stands above the list's top, as a share of its height.
type held struct {
	key     rowKey
	index   int
	above   float32
	current bool // the current row is in sight and has to stay there
}

// hold remembers what is at the list's top.
func (l *list) hold() held {
	if len(l.rows) == 0 || !l.laidOut() {
		return held{index: -1}
	}
	i := l.rowAt(l.offset)
	top := l.tops[l.current]
	return held{
		key: l.rows[i].key(), index: i, above: (l.offset - l.tops[i]) / (l.tops[i+1] - l.tops[i]),
		current: top+l.rowHeight(l.current) > l.offset && top < l.offset+l.Size().Height,
	}
}

// release scrolls to where what was held stands again.
func (l *list) release(h held) {
	if h.index >= 0 && len(l.rows) > 0 && l.laidOut() {
		i, ok := l.find(h.key)
		if !ok {
			i = min(h.index, len(l.rows)-1)
		}
		l.offset = l.tops[i] + h.above*(l.tops[i+1]-l.tops[i])
	}
	l.offset = l.clampOffset(l.offset)
	if h.current {
		l.revealRow(l.current)
	}
}

// laidOut reports whether the rows have been measured.
func (l *list) laidOut() bool { return len(l.tops) == len(l.rows)+1 }

// rowAt is the row that holds a height on the page, or the nearest.
func (l *list) rowAt(y float32) int {
	i := sort.Search(len(l.rows), func(i int) bool { return l.tops[i] > y }) - 1
	return max(i, 0)
}

// cardTop is where on the page a row begins.
func (l *list) cardTop(i int) float32 {
	if i >= len(l.tops) {
		return 0
	}
	return l.tops[i]
}

func (l *list) pageHeight() float32 { return l.tops[len(l.tops)-1] }

func (l *list) clampOffset(offset float32) float32 {
	return max(min(offset, l.pageHeight()-l.Size().Height), 0)
}

// scroll moves the page.
func (l *list) scroll(by float32) {
	if to := l.clampOffset(l.offset + by); to != l.offset {
		l.offset = to
		l.redraw()
	}
}

// reveal scrolls just far enough to show a part of the page, with some room around it; its top, where it is higher than
// the list.
func (l *list) reveal(top, height float32) {
	room := l.tops[0]
	view := l.Size().Height
	switch {
	case view == 0:
		l.unseen = true
	case top < l.offset || height+2*room > view:
		l.scroll(top - room - l.offset)
	case top+height > l.offset+view:
		l.scroll(top + height + room - view - l.offset)
	}
}

func (l *list) revealRow(i int) {
	if i+1 < len(l.tops) {
		l.reveal(l.tops[i], l.tops[i+1]-l.tops[i]-rowGap)
	}
}

// reached follows the focus to a row.
func (l *list) reached(i int) {
	l.current = i
	l.revealRow(i)
	l.redraw()
}

// reachedPart follows the focus to a part of a row, given by where it stands on the row.
func (l *list) reachedPart(i int, at fyne.Position, size fyne.Size) {
	l.current = i
	l.reveal(l.cardTop(i)+at.Y, size.Height)
	l.redraw()
}

// rowHeight is how high a row is, without the room below it.
func (l *list) rowHeight(i int) float32 {
	if i+1 >= len(l.tops) {
		return 0
	}
	height := l.tops[i+1] - l.tops[i] - rowGap
	if i == len(l.rows)-1 {
		height -= l.tops[0] - rowGap // the room at the page's end is not the row's
	}
	return height
}

// walk takes the focus where a key leads and reports whether it is one of those keys.
func (l *list) walk(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyDown:
		l.step(1)
	case fyne.KeyUp:
		l.step(-1)
	case fyne.KeyPageDown:
		l.leap(1)
	case fyne.KeyPageUp:
		l.leap(-1)
	case fyne.KeyHome:
		l.offset = 0
		l.focusRow(l.nearestChoice(0))
	case fyne.KeyEnd:
		l.focusRow(l.nearestChoice(len(l.rows) - 1))
	default:
		return false
	}
	return true
}

// step goes to the next row down (by 1) or up (by -1). A row higher than the list is first scrolled through.
func (l *list) step(by int) {
	const most = 0.8 // of the list's height
	view := l.Size().Height
	top := l.cardTop(l.current)
	bottom := top + l.rowHeight(l.current)
	switch {
	case by > 0 && top < l.offset+view && bottom > l.offset+view:
		l.scroll(min(bottom+l.tops[0]-l.offset-view, most*view))
		return
	case by < 0 && bottom > l.offset && top < l.offset:
		l.scroll(max(top-l.tops[0]-l.offset, -most*view))
		return
	}
	if n, ok := l.next(l.current, by); ok {
		l.focusRow(n)
		return
	}
	l.scroll(float32(by) * view) // to the page's end: words may stand there
}

// leap goes about a listful of rows down (by 1) or up (by -1), one at least.
func (l *list) leap(by int) {
	aim := l.cardTop(l.current) + float32(by)*0.9*l.Size().Height
	n := l.nearestChoice(l.rowAt(max(aim, 0)))
	if by > 0 && n <= l.current || by < 0 && n >= l.current {
		l.step(by)
		return
	}
	l.focusRow(n)
}

// focusRow puts the focus on a row.
func (l *list) focusRow(i int) {
	if i >= len(l.rows) {
		return
	}
	l.current = i
	l.revealRow(i)
	l.redraw()
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
		if target := l.focusable(i); target != nil {
			c.Focus(target)
		}
	}
}

// focusable is what has the focus when a row has it; nil where it cannot. The list has been shown, or the row is current.
func (l *list) focusable(i int) fyne.Focusable {
	if i >= len(l.rows) || !l.canFocus(i) {
		return nil
	}
	if r, ok := l.rows[i].(*message); ok {
		return r.buttons[0]
	}
	l.ready()
	if c := l.renderer.cards[l.rows[i].key()]; c != nil {
		return c
	}
	return nil
}

// hasFocus reports whether the focus is on the list.
func (l *list) hasFocus() bool {
	c := fyne.CurrentApp().Driver().CanvasForObject(l)
	if c == nil {
		return false
	}
	switch f := c.Focused().(type) {
	case *card:
		return f.list == l
	case *rowButton:
		return f.list == l
	}
	return false
}

// Scrolled implements fyne.Scrollable: the wheel moves the page, and with Ctrl it changes the text's size.
func (l *list) Scrolled(e *fyne.ScrollEvent) {
	const lines = 0.3 // of text for a unit of the wheel; a notch is about 10
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	switch {
	case !ok || d.CurrentKeyModifiers()&fyne.KeyModifierControl == 0:
		l.scroll(-e.Scrolled.DY * lines * l.set.size)
	case e.Scrolled.DY > 0:
		l.actions.Larger()
	case e.Scrolled.DY < 0:
		l.actions.Smaller()
	}
}

// Dragged implements fyne.Draggable: a finger pulls the page.
func (l *list) Dragged(e *fyne.DragEvent) { l.scroll(-e.Dragged.DY) }

// DragEnd implements fyne.Draggable.
func (l *list) DragEnd() {}

// measureFont begins to measure letters anew if the theme has another font, and reports whether it has.
func (l *list) measureFont() bool {
	th := l.Theme()
	font := th.Font(fyne.TextStyle{}).Name() + " " + th.Font(boldText).Name()
	if font == l.font {
		return false
	}
	l.font = font
	l.letters = letters.New(fyne.MeasureText)
	return true
}
