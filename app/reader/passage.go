package reader

import (
	"sort"
	"strings"

	"fyne.io/fyne/v2"
)

// ownText is the title of a passage that is no title but a turn's own text.
const ownText = -1

// A passage is a text that one reads from its beginning to its end: a turn's own, or a chapter's title over it.
type passage struct {
	turn  int
	title int // which of the titles over the turn; ownText for the turn itself
}

// A place is where a caret can stand: before the letter at a byte of a passage's text, or at its end.
type place struct {
	passage
	at int
}

// nowhere is before there was a caret.
var nowhere = place{passage: passage{turn: -1, title: ownText}}

// A setting is how a passage stands on the page: top is where its lines' tops are measured from.
type setting struct {
	lines []line
	top   float32
	size  float32
	high  float32 // a line
	style fyne.TextStyle
}

// setting is how a passage is laid out now.
func (v *View) setting(p passage) setting {
	b := v.page.blocks[p.turn]
	if p.title == ownText {
		return setting{b.lines, b.top, b.size, b.lineHeight(), v.text.style(p.turn)}
	}
	s := setting{top: b.top, style: fyne.TextStyle{Bold: true}}
	for _, l := range b.titles {
		if l.title == p.title {
			s.lines, s.size, s.high = append(s.lines, l.line), l.size, b.leading*l.size
		}
	}
	return s
}

// lineHeight is how high a line of the passage is.
func (s setting) lineHeight() float32 { return s.high }

// lineOf is the line that a place stands on: the last one that begins at or before it. What follows a line up to the next
// one, a space or the gap between paragraphs, belongs to it.
func (s setting) lineOf(at int) int {
	return max(sort.Search(len(s.lines), func(i int) bool { return s.lines[i].start > at })-1, 0)
}

// starts are where the lines begin, with the first one at the beginning of the text; nil where there are none.
func (s setting) starts() []int {
	if len(s.lines) == 0 {
		return nil
	}
	starts := make([]int, len(s.lines))
	for i := range s.lines[1:] {
		starts[i+1] = s.lines[i+1].start
	}
	return starts
}

func (v *View) textOf(p passage) string {
	if p.title == ownText {
		return v.turns[p.turn].Text
	}
	return v.text.openings[p.turn].above[p.title].Text
}

// hasWords reports whether there is something to read in a passage.
func (v *View) hasWords(p passage) bool { return strings.TrimSpace(v.textOf(p)) != "" }

// passageAfter is the next passage with something to read in it.
func (v *View) passageAfter(p passage) (passage, bool) {
	for {
		switch {
		case p.title != ownText && p.title+1 < len(v.text.openings[p.turn].above):
			p.title++
		case p.title != ownText:
			p.title = ownText
		case p.turn+1 >= len(v.turns):
			return p, false
		default:
			p = v.firstOf(p.turn + 1)
		}
		if v.hasWords(p) {
			return p, true
		}
	}
}

// passageBefore is the passage before one, with something to read in it.
func (v *View) passageBefore(p passage) (passage, bool) {
	for {
		switch above := len(v.text.openings[p.turn].above); {
		case p.title == ownText && above > 0:
			p.title = above - 1
		case p.title > 0:
			p.title--
		case p.turn == 0:
			return p, false
		default:
			p = passage{p.turn - 1, ownText}
		}
		if v.hasWords(p) {
			return p, true
		}
	}
}

// firstOf is the first passage of a turn: a title over it, or the turn itself.
func (v *View) firstOf(turn int) passage {
	if len(v.text.openings[turn].above) > 0 {
		return passage{turn, 0}
	}
	return passage{turn, ownText}
}

// beginning is the story's first place, and end its last; false where there is nothing to read.
func (v *View) beginning() (place, bool) {
	if len(v.turns) == 0 {
		return nowhere, false
	}
	p := v.firstOf(0)
	if v.hasWords(p) {
		return place{p, 0}, true
	}
	p, ok := v.passageAfter(p)
	return place{p, 0}, ok
}

func (v *View) end() (place, bool) {
	if len(v.turns) == 0 {
		return nowhere, false
	}
	p, ok := passage{len(v.turns) - 1, ownText}, true
	if !v.hasWords(p) {
		p, ok = v.passageBefore(p)
	}
	return place{p, len(v.textOf(p))}, ok
}

// before reports whether a place comes before another in the story.
func (p place) before(q place) bool {
	if p.turn != q.turn {
		return p.turn < q.turn
	}
	if p.title != q.title {
		return q.title == ownText || p.title != ownText && p.title < q.title
	}
	return p.at < q.at
}
