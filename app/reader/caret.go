package reader

import (
	"sort"
	"strings"

	"fyne.io/fyne/v2"
	"github.com/clipperhouse/uax29/v2/graphemes"

	"alongside/app/access"
	"alongside/sync/transcript"
)

// A caret is where the keyboard is in the text, and what braille displays show.
type caret struct {
	place
	own      bool    // the reader has put it there; else it goes with what is heard
	byItself bool    // it has gone where it is with the sound, and nobody need speak of it
	whole    bool    // the reader has gone to the passage as a whole
	anchor   place   // where selecting began; the caret's place while nothing is selected
	goal     float32 // how far from the column's left Up and Down keep to; below 0 for where it stands
}

// put sets the caret on a place, with nothing selected.
func (v *View) put(at place) {
	v.caret.place, v.caret.anchor, v.caret.goal, v.caret.whole = at, at, -1, false
}

// settle has a caret where there is none that the reader would know of: on what is heard, else on the first words in sight.
func (v *View) settle() {
	if v.caret.own && v.caret.place != nowhere {
		return
	}
	if at, ok := v.heardPlace(); ok && v.following {
		v.put(at)
		return
	}
	if v.caret.place != nowhere && v.caretInSight() {
		return
	}
	if at, ok := v.firstInSight(); ok {
		v.put(at)
	}
}

// firstInSight is where the first whole line in sight begins; with the spoken words in sight, where they do.
func (v *View) firstInSight() (place, bool) {
	if v.markInSight() {
		at, _ := v.markedByte()
		return place{passage{v.mark.Turn, ownText}, at}, true
	}
	at, ok := v.beginning()
	if turn := v.page.blockAt(v.offset); ok && turn >= 0 {
		at = place{v.firstOf(turn), 0}
	}
	for ok {
		set := v.setting(at.passage)
		for n, start := range set.starts() {
			if set.top+set.lines[n].top >= v.offset {
				return place{at.passage, start}, true
			}
		}
		at.passage, ok = v.passageAfter(at.passage)
	}
	return v.end()
}

func (v *View) caretInSight() bool {
	top, height := v.caretLine()
	return top >= v.offset && top+height <= v.offset+v.Size().Height
}

// caretLine is where on the page the caret's line stands. A turn's first line has its heading with it.
func (v *View) caretLine() (top, height float32) {
	set := v.setting(v.caret.passage)
	if len(set.lines) == 0 {
		return set.top, set.lineHeight()
	}
	n := set.lineOf(v.caret.at)
	top, height = set.top+set.lines[n].top, set.lineHeight()
	if n == 0 && v.caret.title == ownText {
		return set.top, height + set.lines[n].top
	}
	return top, height
}

// moveCaret puts the caret where the reader wants it. Following stops: page and caret are the reader's own now.
func (v *View) moveCaret(to place) {
	v.take(to)
	v.caret.anchor = v.caret.place
	v.showCaret()
}

// moveToWhole puts the caret at the beginning of what the reader wants to read as a whole.
func (v *View) moveToWhole(to place) {
	v.moveCaret(to)
	v.caret.whole = true
}

// selectTo moves the caret and selects what lies between.
func (v *View) selectTo(to place) {
	v.take(to)
	v.showCaret()
}

func (v *View) take(to place) {
	text := access.Text{Content: v.textOf(to.passage)}
	to.at = text.Around(to.at, access.Letter).Start
	v.caret.place, v.caret.goal, v.caret.own, v.caret.byItself, v.caret.whole = to, -1, true, false, false
}

// showCaret scrolls just far enough to show the caret; that is the reader's own scrolling.
func (v *View) showCaret() {
	v.stopGliding()
	v.following = false
	if len(v.page.blocks) > 0 {
		top, height := v.caretLine()
		switch view := v.Size().Height; {
		case top < v.offset:
			v.scroll(top - v.offset - v.page.size)
		case top+height > v.offset+view:
			v.scroll(top + height + v.page.size - v.offset - view)
		}
	}
	v.redraw()
	v.tellFollowing()
}

// letterAfter is the place behind the caret's letter. The gap between two paragraphs counts as one.
func (v *View) letterAfter() (place, bool) {
	text, at := v.textOf(v.caret.passage), v.caret.at
	if at >= len(text) {
		next, ok := v.passageAfter(v.caret.passage)
		return place{next, 0}, ok
	}
	if gap := len(text[at:]) - len(strings.TrimLeft(text[at:], "\r\n")); gap > 0 {
		return place{v.caret.passage, at + gap}, true
	}
	letter := graphemes.FromString(text[at:])
	letter.Next()
	return place{v.caret.passage, at + letter.End()}, true
}

// letterBefore is the place before the letter before the caret.
func (v *View) letterBefore() (place, bool) {
	text, at := v.textOf(v.caret.passage), v.caret.at
	if at == 0 {
		before, ok := v.passageBefore(v.caret.passage)
		return place{before, len(v.textOf(before))}, ok
	}
	return place{v.caret.passage, letterBefore(text, at)}, true
}

func letterBefore(text string, at int) int {
	if to := len(strings.TrimRight(text[:at], "\r\n")); to < at {
		return to
	}
	t := access.Text{Content: text}
	return t.Around(at-1, access.Letter).Start
}

// wordAfter is where the next word begins.
func (v *View) wordAfter() (place, bool) {
	text := access.Text{Content: v.textOf(v.caret.passage)}
	if v.caret.at >= len(text.Content) {
		return v.letterAfter()
	}
	to := text.Around(v.caret.at, access.Word).End
	if to = text.Around(to, access.Letter).Start; to <= v.caret.at {
		return v.letterAfter()
	}
	return place{v.caret.passage, to}, true
}

// wordBefore is where the caret's word begins, or the one before it where the caret stands there already.
func (v *View) wordBefore() (place, bool) {
	at := v.caret.place
	if at.at == 0 {
		var ok bool
		if at, ok = v.letterBefore(); !ok {
			return at, false
		}
	}
	text := access.Text{Content: v.textOf(at.passage)}
	to := text.Around(at.at, access.Word).Start
	if to >= at.at && at.at > 0 {
		to = text.Around(at.at-1, access.Word).Start
	}
	return place{at.passage, to}, true
}

// lineStart is where the caret's line begins.
func (v *View) lineStart() (place, bool) {
	set := v.setting(v.caret.passage)
	if starts := set.starts(); len(starts) > 0 {
		return place{v.caret.passage, starts[set.lineOf(v.caret.at)]}, true
	}
	return v.caret.place, false
}

// lineEnd is where the caret's line ends.
func (v *View) lineEnd() (place, bool) {
	set := v.setting(v.caret.passage)
	if len(set.lines) == 0 {
		return v.caret.place, false
	}
	return place{v.caret.passage, v.lastOn(v.caret.passage, set, set.lineOf(v.caret.at))}, true
}

// lastOn is the last place of a line: behind its last letter, but before that where the next line begins there, in the
// middle of a long word.
func (v *View) lastOn(p passage, set setting, n int) int {
	end := set.lines[n].end
	if n+1 < len(set.lines) && set.lines[n+1].start <= end && end > set.lines[n].start {
		return letterBefore(v.textOf(p), end)
	}
	return end
}

// turnBefore is where the caret's turn or title begins, or the one before it where the caret stands there already.
func (v *View) turnBefore() (place, bool) {
	if v.caret.at > 0 {
		return place{v.caret.passage, 0}, true
	}
	before, ok := v.passageBefore(v.caret.passage)
	return place{before, 0}, ok
}

// turnAfter is where the next turn or title begins.
func (v *View) turnAfter() (place, bool) {
	next, ok := v.passageAfter(v.caret.passage)
	return place{next, 0}, ok
}

func (v *View) lineAbove() (place, bool) { return v.lineFrom(v.caret.place, -1) }
func (v *View) lineBelow() (place, bool) { return v.lineFrom(v.caret.place, 1) }

// lineFrom is the place above (by -1) or below (by 1) another.
func (v *View) lineFrom(from place, by int) (place, bool) {
	set, goal := v.setting(from.passage), v.goal()
	if n := set.lineOf(from.at) + by; n >= 0 && n < len(set.lines) {
		return v.placeAt(from.passage, set, n, goal), true
	}
	next, ok := v.passageAfter(from.passage)
	if by < 0 {
		next, ok = v.passageBefore(from.passage)
	}
	set = v.setting(next)
	if !ok || len(set.lines) == 0 {
		return from, false
	}
	n := 0
	if by < 0 {
		n = len(set.lines) - 1
	}
	return v.placeAt(next, set, n, goal), true
}

// goal is how far from the column's left Up and Down keep to.
func (v *View) goal() float32 {
	if v.caret.goal >= 0 {
		return v.caret.goal
	}
	return v.across(v.caret.place)
}

// across is how far from the column's left a place stands.
func (v *View) across(at place) float32 {
	set := v.setting(at.passage)
	if len(set.lines) == 0 {
		return 0
	}
	l := set.lines[set.lineOf(at.at)]
	return v.acrossLine(set, l, v.textOf(at.passage), at.at)
}

// placeAt is the place on a line that is nearest to x from the column's left.
func (v *View) placeAt(p passage, set setting, n int, x float32) place {
	l, last := set.lines[n], v.lastOn(p, set, n)
	if l.runs != nil {
		return place{p, min(v.letterAt(set, l, v.textOf(p), x), last)}
	}
	used := float32(0)
	for letter := graphemes.FromString(v.textOf(p)[l.start:l.end]); letter.Next(); {
		width := v.letters.Width(letter.Value(), set.size, set.style)
		if used+width/2 > x || l.start+letter.End() > last {
			return place{p, l.start + letter.Start()}
		}
		used += width
	}
	return place{p, last}
}

func (v *View) screenAbove() (place, bool) { return v.screenful(-1) }
func (v *View) screenBelow() (place, bool) { return v.screenful(1) }

// screenful is the place a screenful above (by -1) or below (by 1) the caret.
func (v *View) screenful(by int) (place, bool) {
	from := v.lineTop(v.caret.place)
	at, ok := v.lineFrom(v.caret.place, by)
	for ok {
		to, more := v.lineFrom(at, by)
		if !more || float32(by)*(v.lineTop(to)-from) > v.screenHeight() {
			break
		}
		at = to
	}
	return at, ok
}

// lineTop is where on the page a place's line stands.
func (v *View) lineTop(at place) float32 {
	set := v.setting(at.passage)
	if len(set.lines) == 0 {
		return set.top
	}
	return set.top + set.lines[set.lineOf(at.at)].top
}

// caretWord is the word that the caret is in, else the last one before it, else the turn's first: what Enter plays from. It
// reports false in a title, and where nothing is spoken.
func (v *View) caretWord() (int, bool) {
	if v.caret.title != ownText {
		return 0, false
	}
	words := v.spansOf(v.caret.turn).words
	after := sort.Search(len(words), func(i int) bool { return words[i].Start > v.caret.at })
	return max(after-1, 0), len(words) > 0
}

// caretSpan is what the ring is drawn around: the caret's word.
func (v *View) caretSpan() transcript.Span {
	if n, ok := v.caretWord(); ok {
		return v.spansOf(v.caret.turn).words[n]
	}
	text := access.Text{Content: v.textOf(v.caret.passage)}
	word := text.Around(v.caret.at, access.Word)
	return transcript.Span{Start: word.Start, End: word.Start + len(strings.TrimRight(text.Content[word.Start:word.End], " \r\n"))}
}

// playFromCaret plays from the caret's word; from a title, where its turn begins. A hidden word is shown with its sentence.
func (v *View) playFromCaret() {
	if v.caret.place != nowhere && !v.reveal(v.caret.place) {
		n, _ := v.caretWord()
		v.playFrom(v.caret.turn, n)
	}
}

// selection is what is selected, from its first place to its last.
func (v *View) selection() (from, to place) {
	if v.caret.anchor.before(v.caret.place) {
		return v.caret.anchor, v.caret.place
	}
	return v.caret.place, v.caret.anchor
}

func (v *View) selecting() bool { return v.caret.anchor != v.caret.place }

// selectedIn is the part of a passage that is selected.
func (v *View) selectedIn(p passage) transcript.Span {
	from, to := v.selection()
	first, last := place{p, 0}, place{p, len(v.textOf(p))}
	if from.before(first) {
		from = first
	}
	if last.before(to) {
		to = last
	}
	if from.passage != p || to.passage != p || to.at <= from.at {
		return transcript.Span{}
	}
	return transcript.Span{Start: from.at, End: to.at}
}

// selectAll selects the whole story.
func (v *View) selectAll() {
	first, ok := v.beginning()
	last, _ := v.end()
	if !ok {
		return
	}
	v.caret.place, v.caret.anchor, v.caret.own, v.caret.byItself = last, first, true, false
	v.redraw()
}

// selectedText is what is selected, as it stands in the story, with who speaks where the screen says so.
func (v *View) selectedText() string {
	if !v.selecting() {
		return ""
	}
	from, to := v.selection()
	several := from.passage != to.passage
	var parts []string
	for p, ok := from.passage, true; ok; p, ok = v.passageAfter(p) {
		span := v.selectedIn(p)
		text := span.In(v.textOf(p))
		if several && span.Start == 0 && span.End > 0 {
			text = v.leadOf(p) + text
		}
		parts = append(parts, text)
		if p == to.passage {
			break
		}
	}
	return strings.Join(parts, "\n\n")
}

// copySelected puts what is selected onto the clipboard.
func (v *View) copySelected() {
	if text := v.selectedText(); text != "" {
		fyne.CurrentApp().Clipboard().SetContent(text)
	}
}
