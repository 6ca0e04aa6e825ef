package reader

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"golang.org/x/text/language"
	"golang.org/x/text/search"

	"alongside/app/control"
	"alongside/sync/transcript"
)

// mostMatches is how many matches are counted; nobody walks through more.
const mostMatches = 1000

// A match is a stretch of the story that was looked for.
type match struct {
	turn int
	span transcript.Span
}

// find looks for a query in the turns, whatever its case and accents.
func find(turns []transcript.Turn, query string) []match {
	if query == "" {
		return nil
	}
	pattern := search.New(language.Und, search.Loose).CompileString(query)
	var found []match
	for i, turn := range turns {
		for at := 0; at < len(turn.Text) && len(found) < mostMatches; {
			start, end := pattern.IndexString(turn.Text[at:])
			if start < 0 || end <= start {
				break
			}
			found = append(found, match{i, transcript.Span{Start: at + start, End: at + end}})
			at += end
		}
	}
	return found
}

// found is what the view outlines of a search.
type found struct {
	matches []match
	current int // the one that the reader has come to; -1 for none
}

// nothingFound is before a search.
var nothingFound = found{current: -1}

// showFound outlines the matches and brings the current one into sight, as the reader's own scrolling.
func (v *View) showFound(f found) {
	v.found = f
	if f.current >= 0 {
		m := f.matches[f.current]
		b := v.page.blocks[m.turn]
		if len(b.lines) > 0 {
			top := b.top + b.lines[b.lineOf(m.span.Start)].top
			if height := b.lineHeight(); top < v.offset || top+height > v.offset+v.Size().Height {
				v.scroll(top - restLine*v.Size().Height - v.offset)
			}
		}
	}
	v.redraw()
}

// finding reports whether the reader has come to a match.
func (v *View) finding() bool { return v.found.current >= 0 }

// nearest is the first match at or after the view's top, so that a search begins where one reads.
func (v *View) nearest(matches []match) int {
	top := v.page.blockAt(v.offset)
	for i, m := range matches {
		if m.turn >= top {
			return i
		}
	}
	return 0
}

// A findBar is where one types what to find in the story, and walks through what was found.
type findBar struct {
	fyne.CanvasObject
	view                  *View
	field                 *control.Field
	count                 *status
	previous, next, leave *control.Button
	closed                func()
}

func newFindBar(v *View, closed func()) *findBar {
	b := &findBar{view: v, field: control.NewField("Find in this story", "Find in this story"), count: newStatus(), closed: closed}
	b.field.OnChanged = b.look
	b.field.OnEnter = func() { b.step(1) }
	b.field.OnEscape = b.close
	b.previous = control.NewButton("Previous match", "Previous", control.IconBack, func() { b.step(-1) })
	b.next = control.NewButton("Next match", "Next", control.IconNext, func() { b.step(1) })
	b.leave = control.NewButton("Close the search", "Close", "", b.close)
	row := &control.Row{Stretch: b.field}
	b.CanvasObject = container.New(row, b.field, b.count, b.previous, b.next, b.leave)
	b.Hide()
	return b
}

// open shows the bar and puts the focus into it.
func (b *findBar) open(c fyne.Canvas) {
	b.Show()
	c.Focus(b.field.Focus())
	b.look(b.field.Text())
}

// close hides the bar. The keyboard is then on the match that one had come to.
func (b *findBar) close() {
	f := b.view.found
	b.view.showFound(nothingFound)
	b.Hide()
	b.closed()
	if c := fyne.CurrentApp().Driver().CanvasForObject(b.view); c != nil {
		c.Focus(b.view)
	}
	if f.current >= 0 {
		m := f.matches[f.current]
		b.view.moveCaret(place{passage{m.turn, ownText}, m.span.Start})
	}
}

// look looks for what has been typed.
func (b *findBar) look(query string) {
	f := found{matches: find(b.view.turns, query), current: -1}
	if len(f.matches) > 0 {
		f.current = b.view.nearest(f.matches)
	}
	b.view.showFound(f)
	b.tell(query)
}

// step goes to the next match (by 1) or the previous one (by -1), round and round.
func (b *findBar) step(by int) {
	f := b.view.found
	if len(f.matches) == 0 {
		return
	}
	f.current = (f.current + by + len(f.matches)) % len(f.matches)
	b.view.showFound(f)
	b.tell(b.field.Text())
}

func (b *findBar) tell(query string) {
	text := ""
	switch f := b.view.found; {
	case query == "":
	case len(f.matches) == 0:
		text = "Not in this story"
	case len(f.matches) == mostMatches:
		text = fmt.Sprintf("%d of more than %d", f.current+1, mostMatches)
	default:
		text = fmt.Sprintf("%d of %d", f.current+1, len(f.matches))
	}
	b.count.SetText(text)
	b.view.say(text)
	canvas.Refresh(b.CanvasObject)
	b.Refresh()
}
