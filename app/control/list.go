package control

import (
	"fmt"
	"sort"
	"strings"
	"time"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
	"alongside/app/letters"
	"alongside/app/look"
)

// An Item is one line of a [List].
type Item struct {
	Name  string // what it shows
	Note  string // what its sign, its place and its colours show, in words: "folder", "you are here"; "" for nothing
	Icon  Icon   // the sign before the name, "" for none
	Level int    // how far it stands in
	Style ItemStyle
	Share float64 // of a whole, 0 to 1, drawn as a bar below the name; 0 for none. The name says it in words
}

// An ItemStyle is how an item's name is set.
type ItemStyle int

// The styles.
const (
	Ordinary ItemStyle = iota
	Strong             // it stands over those that follow
)

// A List is a list of items to choose one from; of many thousands only those in sight are drawn. The arrow keys choose,
// letters go to the next name that begins with them, and Enter or a press takes the item.
type List struct {
	widget.BaseWidget
	OnChoose func(n int) // an item is taken
	OnBack   func()      // Backspace; the window's key where nil
	OnRemove func(n int) // Delete; the window's key where nil

	name    string
	items   []Item
	marked  int // the item one is at, -1 for none
	current int // the one the keyboard is on
	phrases []letters.Phrase
	metrics *letters.Metrics

	entries []entry
	size    float32 // of text
	width   float32 // that the entries were laid out for
	offset  float32 // height of the list's part above the view
	focused bool
	moved   bool // the reader has scrolled: the list does not move by itself any more

	typed   string
	typedAt time.Time

	revision uint64 // goes up whenever the items or their places are others

	renderer *listRenderer // nil until first shown
}

// An entry is an item's place in the list.
type entry struct {
	top, height, indent float32
	lines               int
}

var (
	_ fyne.Focusable   = (*List)(nil)
	_ fyne.Scrollable  = (*List)(nil)
	_ fyne.Draggable   = (*List)(nil)
	_ fyne.Accessible  = (*List)(nil)
	_ desktop.Keyable  = (*List)(nil)
	_ access.Describer = (*List)(nil)
)

// Measures of the list, in text sizes.
const (
	entryLeading = 1.4
	entryRoom    = 0.35 // above and below a name
	entryIndent  = 1.2  // of each level
	entrySign    = 1.6  // room for the sign
	entryShare   = 0.7  // room for the bar of a share
	deepest      = 5    // levels that stand in further than the one above
	wheelLines   = 0.16 // that one notch of the wheel moves the list by; the toolkit's notch is about 10 units

	averageLetter = 0.46 // width of a letter in running text, measured on Atkinson Hyperlegible
)

// typingPause is how long after a letter the next one begins another word to look for.
const typingPause = time.Second

// nowhere says that no item is marked.
const nowhere = -1

// NewList makes an empty list. The name is that of the whole.
func NewList(name string) *List {
	l := &List{name: name, marked: nowhere, metrics: letters.New(fyne.MeasureText)}
	l.ExtendBaseWidget(l)
	return l
}

// SetItems shows other items, with the keyboard on the first.
func (l *List) SetItems(items []Item) {
	l.items, l.marked, l.current = items, nowhere, 0
	l.offset, l.moved, l.typed = 0, false, ""
	l.phrases = make([]letters.Phrase, len(items))
	for i, item := range items {
		l.phrases[i] = l.metrics.Phrase(item.Name, fyne.TextStyle{Bold: item.Style == Strong})
	}
	l.width = 0 // to be laid out anew
	l.changed()
	l.Refresh()
}

// Mark shows an item as the one that one is at, with the keyboard on it.
func (l *List) Mark(n int) {
	l.marked = n
	l.SetCurrent(n)
}

// SetCurrent puts the keyboard on an item, and shows it amid the others.
func (l *List) SetCurrent(n int) {
	l.current, l.moved = l.within(n), false
	l.Refresh()
}

// Change shows an item otherwise. The keyboard and the list stay where they are.
func (l *List) Change(n int, item Item) {
	l.items[n] = item
	l.phrases[n] = l.metrics.Phrase(item.Name, fyne.TextStyle{Bold: item.Style == Strong})
	l.width, l.moved = 0, true
	l.changed()
	l.Refresh()
}

// Len is how many items there are.
func (l *List) Len() int { return len(l.items) }

// Current is the item that the keyboard is on; 0 where there is none.
func (l *List) Current() int { return l.current }

// Name is what an item is called in full, for those who cannot see how it is shown.
func (l *List) Name(n int) string {
	if note := l.items[n].Note; note != "" {
		return l.items[n].Name + ", " + note
	}
	return l.items[n].Name
}

// AccessibilityLabel implements fyne.Accessible: it tells which item the keyboard is on.
func (l *List) AccessibilityLabel() string {
	if len(l.items) == 0 {
		return l.name
	}
	return fmt.Sprintf("%s: %s, %d of %d", l.name, l.Name(l.current), l.current+1, len(l.items))
}

// AccessibilityRole implements fyne.Accessible.
func (l *List) AccessibilityRole() fyne.AccessibleRole { return access.ToolkitRole(l) }

// FocusGained implements fyne.Focusable.
func (l *List) FocusGained() { l.focused = true; l.redraw() }

// FocusLost implements fyne.Focusable.
func (l *List) FocusLost() { l.focused = false; l.redraw() }

// TypedKey implements fyne.Focusable.
func (l *List) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyHome, fyne.KeyEnd:
		l.walk(e.Name)
	case fyne.KeyReturn, fyne.KeyEnter:
		l.take(l.current)
	case fyne.KeyDelete:
		if l.OnRemove == nil || len(l.items) == 0 {
			PassKey(l, e)
			return
		}
		l.OnRemove(l.current)
	case fyne.KeySpace:
		if !l.typing() {
			PassKey(l, e)
		}
	case fyne.KeyBackspace:
		if l.OnBack == nil {
			PassKey(l, e)
			return
		}
		l.OnBack()
	default:
		PassKey(l, e)
	}
}

// walk moves the keyboard by a key.
func (l *List) walk(key fyne.KeyName) {
	page := 0.9 * l.Size().Height
	switch key {
	case fyne.KeyUp:
		l.move(l.current - 1)
	case fyne.KeyDown:
		l.move(l.current + 1)
	case fyne.KeyPageUp:
		l.move(min(l.entryAt(l.topOf(l.current)-page), l.current-1))
	case fyne.KeyPageDown:
		l.move(max(l.entryAt(l.topOf(l.current)+page), l.current+1))
	case fyne.KeyHome:
		l.move(0)
	case fyne.KeyEnd:
		l.move(len(l.items) - 1)
	}
}

// TypedRune implements fyne.Focusable: letters look for a name.
func (l *List) TypedRune(r rune) {
	switch {
	case unicode.IsLetter(r) || unicode.IsNumber(r) || r == ' ' && l.typing():
	case r == ' ':
		return // the key plays or pauses
	default:
		PassRune(l, r)
		return
	}
	from := l.current
	if !l.typing() {
		l.typed = ""
		from++ // a letter by itself goes on to the next such name
	}
	l.typed += string(unicode.ToLower(r))
	l.typedAt = time.Now()
	if n, ok := l.find(l.typed, from); ok {
		l.move(n)
	}
}

// KeyDown implements desktop.Keyable.
func (l *List) KeyDown(e *fyne.KeyEvent) { PassKeyDown(l, e) }

// KeyUp implements desktop.Keyable.
func (l *List) KeyUp(e *fyne.KeyEvent) { PassKeyUp(l, e) }

// typing reports whether a letter that comes now goes on with what was typed before.
func (l *List) typing() bool { return l.typed != "" && time.Since(l.typedAt) < typingPause }

// find is the next item, round from a place, whose name begins with some letters; else one in which a word does.
func (l *List) find(start string, from int) (int, bool) {
	for _, matches := range []func(string) bool{
		func(name string) bool { return strings.HasPrefix(name, start) },
		func(name string) bool { return strings.Contains(name, " "+start) },
	} {
		for i := range l.items {
			n := (from + i) % len(l.items)
			if matches(strings.ToLower(l.items[n].Name)) {
				return n, true
			}
		}
	}
	return 0, false
}

// move puts the keyboard on an item and scrolls just far enough to show it.
func (l *List) move(n int) {
	if len(l.items) == 0 {
		return
	}
	l.current = l.within(n)
	l.reveal()
	l.redraw()
}

func (l *List) within(n int) int { return max(min(n, len(l.items)-1), 0) }

func (l *List) take(n int) {
	if n < len(l.items) && l.OnChoose != nil {
		l.OnChoose(n)
	}
}

// Scrolled implements fyne.Scrollable.
func (l *List) Scrolled(e *fyne.ScrollEvent) { l.scroll(-e.Scrolled.DY * wheelLines * l.size) }

// Dragged implements fyne.Draggable: a finger pulls the list.
func (l *List) Dragged(e *fyne.DragEvent) { l.scroll(-e.Dragged.DY) }

// DragEnd implements fyne.Draggable.
func (l *List) DragEnd() {}

func (l *List) scroll(by float32) {
	l.moved = true
	if to := l.clampOffset(l.offset + by); to != l.offset {
		l.offset = to
		l.redraw()
	}
}

func (l *List) clampOffset(offset float32) float32 {
	return max(min(offset, l.height()-l.Size().Height), 0)
}

// reveal scrolls just far enough to show the item that the keyboard is on.
func (l *List) reveal() {
	view := l.Size().Height
	if l.current >= len(l.entries) || view == 0 {
		return
	}
	switch e := l.entries[l.current]; {
	case e.top < l.offset || e.height > view:
		l.scroll(e.top - l.offset)
	case e.top+e.height > l.offset+view:
		l.scroll(e.top + e.height - view - l.offset)
	}
}

// layOut gives every item its place, for the list's width and the theme's sizes.
func (l *List) layOut() {
	th, width := l.Theme(), l.Size().Width
	const letters = 26 // that a line should hold at least, where the text is large
	size := max(th.Size(look.SizeControl), min(th.Size(look.SizeReading), width/(letters*averageLetter)))
	if size == l.size && width == l.width {
		return
	}
	l.size, l.width = size, width
	l.changed()
	l.entries = l.entries[:0]
	top, target := float32(0), th.Size(look.SizeTarget)
	for i, item := range l.items {
		e := entry{top: top, indent: min(float32(min(max(item.Level, 0), deepest))*entryIndent*size, 0.3*width)}
		e.lines = l.phrases[i].Count(l.column(e), size)
		e.height = float32(e.lines)*entryLeading*size + 2*entryRoom*size
		if item.Share > 0 {
			e.height += entryShare * size
		}
		e.height = max(e.height, target)
		l.entries = append(l.entries, e)
		top += e.height
	}
	l.offset = l.clampOffset(l.offset)
}

// column is how wide an entry's lines may be, within the ring.
func (l *List) column(e entry) float32 {
	return max(l.width-e.indent-entrySign*l.size-ThumbSpace-2*ringWidth, l.size)
}

// height is that of all entries.
func (l *List) height() float32 {
	if len(l.entries) == 0 {
		return 0
	}
	last := l.entries[len(l.entries)-1]
	return last.top + last.height
}

func (l *List) topOf(n int) float32 {
	if n >= len(l.entries) {
		return 0
	}
	return l.entries[n].top
}

// entryAt is the entry at a height of the list, or the nearest.
func (l *List) entryAt(y float32) int {
	return max(sort.Search(len(l.entries), func(i int) bool { return l.entries[i].top > y })-1, 0)
}
