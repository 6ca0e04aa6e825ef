package reader

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
	"alongside/app/control"
	"alongside/app/letters"
	"alongside/app/look"
)

// Contents lists a story's chapters, to go to one. The arrow keys choose, letters go to the next title that begins with
// them, and Enter or a press goes there.
type Contents struct {
	widget.BaseWidget
	OnChoose func(chapter int)

	chapters []Chapter
	now      int // the chapter one is in, -1 before the first
	chosen   int // the one the keyboard is on
	titles   []letters.Phrase

	entries  []entry
	size     float32 // of text
	width    float32 // that the entries were laid out for
	offset   float32 // height of the list's part above the view
	revision uint64  // of the entries
	focused  bool
	moved    bool // the reader has scrolled: the list does not move by itself any more

	typed   string
	typedAt time.Time

	renderer *contentsRenderer // nil until first shown
}

// An entry is a chapter's place in the list.
type entry struct {
	top, height, indent float32
	lines               []string
}

var (
	_ fyne.Focusable   = (*Contents)(nil)
	_ fyne.Scrollable  = (*Contents)(nil)
	_ fyne.Draggable   = (*Contents)(nil)
	_ fyne.Accessible  = (*Contents)(nil)
	_ desktop.Keyable  = (*Contents)(nil)
	_ access.Describer = (*Contents)(nil)
)

// Measures of the list, in text sizes.
const (
	entryLeading = 1.4
	entryRoom    = 0.35 // above and below a title
	entryIndent  = 1.2  // of each level
	entryMark    = 1.5  // room for the sign of where one is
	deepest      = 5    // levels that are indented more than the one above
)

// typingPause is how long after a letter the next one begins another word to look for.
const typingPause = time.Second

// NewContents lists chapters; now is the one that one is in, or -1.
func NewContents(chapters []Chapter, now int) *Contents {
	c := &Contents{revision: 1, chapters: chapters, now: now, chosen: max(now, 0)}
	metrics := letters.New(fyne.MeasureText)
	for _, chapter := range chapters {
		c.titles = append(c.titles, metrics.Phrase(titleOf(chapter), fyne.TextStyle{Bold: chapter.Level == 0}))
	}
	c.ExtendBaseWidget(c)
	return c
}

func titleOf(c Chapter) string {
	if title := strings.Join(strings.Fields(c.Title), " "); title != "" {
		return title
	}
	return "A chapter without a title"
}

// nameOf is what an entry is called in full, for those who cannot see it.
func (c *Contents) nameOf(chapter int) string {
	name := titleOf(c.chapters[chapter])
	if level := c.chapters[chapter].Level; level > 0 {
		name += fmt.Sprintf(", level %d", level+1)
	}
	if chapter == c.now {
		name += ", you are here"
	}
	return name
}

// AccessibilityLabel implements fyne.Accessible: it tells which chapter the keyboard is on.
func (c *Contents) AccessibilityLabel() string {
	if len(c.chapters) == 0 {
		return "Contents"
	}
	return fmt.Sprintf("Contents: %s, %d of %d", c.nameOf(c.chosen), c.chosen+1, len(c.chapters))
}

// AccessibilityRole implements fyne.Accessible.
func (c *Contents) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// FocusGained implements fyne.Focusable.
func (c *Contents) FocusGained() { c.focused = true; c.redraw() }

// FocusLost implements fyne.Focusable.
func (c *Contents) FocusLost() { c.focused = false; c.redraw() }

// KeyDown implements desktop.Keyable.
func (c *Contents) KeyDown(e *fyne.KeyEvent) { control.PassKeyDown(c, e) }

// KeyUp implements desktop.Keyable.
func (c *Contents) KeyUp(e *fyne.KeyEvent) { control.PassKeyUp(c, e) }

// TypedKey implements fyne.Focusable.
func (c *Contents) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyUp:
		c.choose(c.chosen - 1)
	case fyne.KeyDown:
		c.choose(c.chosen + 1)
	case fyne.KeyPageUp:
		c.choose(min(c.entryAt(c.topOf(c.chosen)-0.9*c.Size().Height), c.chosen-1))
	case fyne.KeyPageDown:
		c.choose(max(c.entryAt(c.topOf(c.chosen)+0.9*c.Size().Height), c.chosen+1))
	case fyne.KeyHome:
		c.choose(0)
	case fyne.KeyEnd:
		c.choose(len(c.chapters) - 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		c.goTo(c.chosen)
	case fyne.KeySpace:
		if !c.typing() {
			control.PassKey(c, e)
		}
	default:
		control.PassKey(c, e)
	}
}

// TypedRune implements fyne.Focusable: letters look for a title.
func (c *Contents) TypedRune(r rune) {
	switch {
	case unicode.IsLetter(r) || unicode.IsNumber(r) || r == ' ' && c.typing():
	case r == ' ':
		return // the key plays or pauses
	default:
		control.PassRune(c, r)
		return
	}
	from := c.chosen
	if !c.typing() {
		c.typed = ""
		from++ // a letter by itself goes on to the next such title
	}
	c.typed += string(unicode.ToLower(r))
	c.typedAt = time.Now()
	if n, ok := c.find(c.typed, from); ok {
		c.choose(n)
	}
}

// typing reports whether a letter that comes now goes on with what was typed before.
func (c *Contents) typing() bool { return c.typed != "" && time.Since(c.typedAt) < typingPause }

// find is the next chapter, round from a place, whose title begins with some letters; else one in which a word does.
func (c *Contents) find(start string, from int) (int, bool) {
	for _, matches := range []func(string) bool{
		func(title string) bool { return strings.HasPrefix(title, start) },
		func(title string) bool { return strings.Contains(title, " "+start) },
	} {
		for i := range c.chapters {
			n := (from + i) % len(c.chapters)
			if matches(strings.ToLower(titleOf(c.chapters[n]))) {
				return n, true
			}
		}
	}
	return 0, false
}

func (c *Contents) choose(n int) {
	if len(c.chapters) == 0 {
		return
	}
	c.chosen = max(min(n, len(c.chapters)-1), 0)
	c.reveal()
	c.redraw()
}

func (c *Contents) goTo(n int) {
	if n < len(c.chapters) && c.OnChoose != nil {
		c.OnChoose(n)
	}
}

// Scrolled implements fyne.Scrollable.
func (c *Contents) Scrolled(e *fyne.ScrollEvent) { c.scroll(-e.Scrolled.DY * wheelLines * c.size) }

// Dragged implements fyne.Draggable: a finger pulls the list.
func (c *Contents) Dragged(e *fyne.DragEvent) { c.scroll(-e.Dragged.DY) }

// DragEnd implements fyne.Draggable.
func (c *Contents) DragEnd() {}

func (c *Contents) scroll(by float32) {
	c.moved = true
	if to := c.clampOffset(c.offset + by); to != c.offset {
		c.offset = to
		c.redraw()
	}
}

func (c *Contents) clampOffset(offset float32) float32 {
	return max(min(offset, c.height()-c.Size().Height), 0)
}

// reveal scrolls just far enough to show the chosen entry.
func (c *Contents) reveal() {
	view := c.Size().Height
	if c.chosen >= len(c.entries) || view == 0 {
		return
	}
	switch e := c.entries[c.chosen]; {
	case e.top < c.offset || e.height > view:
		c.scroll(e.top - c.offset)
	case e.top+e.height > c.offset+view:
		c.scroll(e.top + e.height - view - c.offset)
	}
}

// layOut breaks the titles into lines for the list's width and the theme's sizes.
func (c *Contents) layOut() {
	th, width := c.Theme(), c.Size().Width
	const letters = 26 // that a line should hold at least, where the text is large
	size := max(th.Size(look.SizeControl), min(th.Size(look.SizeReading), width/(letters*averageLetter)))
	if size == c.size && width == c.width {
		return
	}
	c.size, c.width = size, width
	c.revision++
	c.entries = c.entries[:0]
	top := float32(0)
	for i, chapter := range c.chapters {
		e := entry{top: top, indent: min(float32(min(max(chapter.Level, 0), deepest))*entryIndent*size, 0.3*width)}
		for _, l := range c.titles[i].Lines(c.column(e), size) {
			e.lines = append(e.lines, c.titles[i].Text[l.Start:l.End])
		}
		e.height = max(float32(len(e.lines))*entryLeading*size+2*entryRoom*size, th.Size(look.SizeTarget))
		c.entries = append(c.entries, e)
		top += e.height
	}
	c.offset = c.clampOffset(c.offset)
}

// column is how wide an entry's lines may be.
func (c *Contents) column(e entry) float32 {
	return max(c.width-e.indent-entryMark*c.size-control.ThumbSpace, c.size)
}

// height is that of all entries.
func (c *Contents) height() float32 {
	if len(c.entries) == 0 {
		return 0
	}
	last := c.entries[len(c.entries)-1]
	return last.top + last.height
}

func (c *Contents) topOf(n int) float32 {
	if n >= len(c.entries) {
		return 0
	}
	return c.entries[n].top
}

// entryAt is the entry at a height of the list, or the nearest.
func (c *Contents) entryAt(y float32) int {
	return max(sort.Search(len(c.entries), func(i int) bool { return c.entries[i].top > y })-1, 0)
}
