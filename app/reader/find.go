package reader

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"alongside/app/control"
	"alongside/app/look"
	"alongside/sync/finding"
)

// found is what the view outlines of a search.
type found struct {
	matches []finding.Match
	current int // the one that the reader has come to; -1 for none
}

// nothingFound is before a search.
var nothingFound = found{current: -1}

// showFound outlines the matches and brings the current one into sight, as the reader's own scrolling.
func (v *View) showFound(f found) {
	v.found = f
	if f.current >= 0 && len(v.page.blocks) == len(v.turns) {
		m := f.matches[f.current]
		b := v.page.blocks[m.Turn]
		if len(b.lines) > 0 {
			top := b.top + b.lines[b.lineOf(m.Span.Start)].top
			if height, view := b.lineHeight(), v.Size().Height; top < v.offset || top+height > v.offset+view {
				v.scroll(top - min(restLine*view, max(view-height, 0)/2) - v.offset)
			}
		}
	}
	v.redraw()
}

// finding reports whether the reader has come to a match.
func (v *View) finding() bool { return v.found.current >= 0 }

// readingPlace is where one reads: at the caret, where the reader has put it, else at the view's top.
func (v *View) readingPlace() place {
	if v.caret.own && v.caret.place != nowhere && v.caretInSight() {
		return v.caret.place
	}
	return place{passage{v.page.blockAt(v.offset), ownText}, 0}
}

// nearest is the first match at or after a place, else the first of all.
func nearest(matches []finding.Match, from place) int {
	n := sort.Search(len(matches), func(i int) bool { return !placeOf(matches[i]).before(from) })
	if n == len(matches) {
		return 0
	}
	return n
}

func placeOf(m finding.Match) place { return place{passage{m.Turn, ownText}, m.Span.Start} }

// tellFound is what is told of a match to someone who cannot see it: the sentence that it stands in, led by who speaks.
func (v *View) tellFound(m finding.Match) string {
	at, ok := v.sentenceAt(m.Turn, m.Span.Start)
	if !ok {
		return ""
	}
	p := passage{m.Turn, ownText}
	words := strings.Join(strings.Fields(at.Span.In(v.shownText(p))), " ")
	if name := headingOf(v.turns[m.Turn], v.voices).name; name != "" {
		return name + ": " + words
	}
	return words
}

// A findBar is where one types what to find in the story, and walks through what was found.
type findBar struct {
	fyne.CanvasObject
	view                  *View
	field                 *control.Field
	count                 *status
	previous, next, leave *control.Button
	closed                func()
	changed               func(found) // hears of what is found, and of nothing once the bar is closed

	from    place           // where one reads: a search goes on from there
	query   string          // that was looked for last
	given   []finding.Match // what the library found for a query of its own
	givenAs string
}

func newFindBar(v *View, closed func()) *findBar {
	b := &findBar{view: v, field: control.NewField("Find in this story", "Find in this story"), count: newStatus(), closed: closed}
	b.field.OnChanged = b.look
	b.field.OnEnter = func() { b.step(1) }
	b.field.OnBack = func() { b.step(-1) }
	b.field.OnEscape = b.close
	b.previous = control.NewButton("Previous match", "Previous", control.IconBack, func() { b.step(-1) })
	b.next = control.NewButton("Next match", "Next", control.IconNext, func() { b.step(1) })
	b.leave = control.NewButton("Close the search", "Close", "", b.close)
	b.previous.Keys, b.next.Keys = "Shift + F4", "F4"
	b.CanvasObject = container.New(&findLayout{field: b.field, count: b.count}, b.field, b.count, b.previous, b.next, b.leave)
	b.Hide()
	return b
}

// open shows the bar and puts the focus into it, with what was looked for selected.
func (b *findBar) open(c fyne.Canvas) {
	b.Show()
	c.Focus(b.field.Focus())
	b.field.SelectAll()
	b.from = b.view.readingPlace()
	b.look(b.field.Text())
}

// give shows what the library found in the story for a query, at one of the matches.
func (b *findBar) give(query string, matches []finding.Match, current int) {
	b.given, b.givenAs, b.query = matches, query, query
	look := b.field.OnChanged
	b.field.OnChanged = nil
	b.field.SetText(query)
	b.field.OnChanged = look
	b.Show()
	b.show(found{matches: matches, current: current}, "")
}

// close hides the bar. The keyboard is then on the match that one had come to.
func (b *findBar) close() {
	f := b.view.found
	b.view.showFound(nothingFound)
	b.Hide()
	b.closed()
	b.tellChanged()
	if c := fyne.CurrentApp().Driver().CanvasForObject(b.view); c != nil {
		c.Focus(b.view)
	}
	if f.current >= 0 {
		b.view.moveCaret(placeOf(f.matches[f.current]))
	}
}

// again goes on with a search that was closed: to the match after the caret (by 1), or to the one before it (by -1).
func (b *findBar) again(by int) {
	b.from = b.view.readingPlace()
	b.look(b.field.Text())
	f := b.view.found
	if len(f.matches) > 0 && (by < 0 || b.from == placeOf(f.matches[f.current])) {
		b.step(by)
	}
}

// look looks for what has been typed.
func (b *findBar) look(query string) {
	b.query = query
	f := found{matches: finding.Words(b.view.turns, query), current: -1}
	if query == b.givenAs && len(b.given) > 0 {
		f.matches = b.given
	}
	if len(f.matches) > 0 {
		f.current = nearest(f.matches, b.from)
	}
	b.show(f, "")
}

// step goes to the next match (by 1) or the previous one (by -1), round and round.
func (b *findBar) step(by int) {
	f := b.view.found
	if len(f.matches) == 0 {
		b.tell("")
		return
	}
	to, round := f.current+by, ""
	switch {
	case to == len(f.matches):
		to, round = 0, "from the beginning again"
	case to < 0:
		to, round = len(f.matches)-1, "from the end again"
	}
	f.current = to
	b.from = placeOf(f.matches[to])
	b.show(f, round)
}

// show shows what was found, and says so; round says that one has come round.
func (b *findBar) show(f found, round string) {
	b.view.showFound(f)
	b.tellChanged()
	b.tell(round)
}

func (b *findBar) tellChanged() {
	if b.changed != nil {
		b.changed(b.view.found)
	}
}

func (b *findBar) tell(round string) {
	text, sentence := "", ""
	switch f := b.view.found; {
	case b.query == "":
	case len(f.matches) == 0:
		text = "Not in this story"
	case len(f.matches) == finding.MostMatches:
		text = fmt.Sprintf("%s of more than %s", thousands(f.current+1), thousands(finding.MostMatches))
	default:
		text = fmt.Sprintf("%s of %s", thousands(f.current+1), thousands(len(f.matches)))
	}
	if round != "" {
		text += ", " + round
	}
	if n := b.view.found.current; n >= 0 {
		sentence = ". " + b.view.tellFound(b.view.found.matches[n])
	}
	b.count.SetText(text)
	b.view.say(text + sentence)
	canvas.Refresh(b.CanvasObject)
	b.Refresh()
}

// thousands writes a number with its thousands apart.
func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}

// findLayout lays the bar out in one row: the field, how much was found, the buttons. Where there is no room for that, how much was
// found stands in a line of its own below.
type findLayout struct {
	field *control.Field
	count *status
	width float32 // that it was laid out in last
}

// leastField is how wide the field is at least in one row with all the rest, in text sizes.
const leastField = 9

// rows are the objects of the upper row, and whether that is all.
func (l *findLayout) rows(objects []fyne.CanvasObject, width float32) (*control.Row, []fyne.CanvasObject, bool) {
	row := &control.Row{Stretch: l.field}
	least := row.MinSize(objects).Width + leastField*l.field.Theme().Size(look.SizeControl)
	if least <= width || l.count.Text == "" {
		return row, objects, true
	}
	upper := slices.DeleteFunc(slices.Clone(objects), func(o fyne.CanvasObject) bool { return o == fyne.CanvasObject(l.count) })
	return row, upper, false
}

// MinSize implements fyne.Layout: as high as it needs to be in the width that it had last.
func (l *findLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	row, upper, all := l.rows(objects, l.width)
	size := row.MinSize(upper)
	if !all {
		size.Height += l.count.MinSize().Height
	}
	return size
}

// Layout implements fyne.Layout.
func (l *findLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	row, upper, all := l.rows(objects, size.Width)
	if all {
		row.Layout(upper, size)
		return
	}
	below := l.count.MinSize().Height
	row.Layout(upper, fyne.NewSize(size.Width, size.Height-below))
	control.Lay(l.count, 0, size.Height-below, size.Width, below)
}
