package atspi

import (
	"maps"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/godbus/dbus/v5"

	"alongside/app/access"
	"alongside/app/access/atspi/offset"
)

// textOf is what can be read letter by letter of an element; nil where nothing can. Of a choice that is what is chosen, since
// readers look for it there.
func textOf(e *access.Element) *access.Text {
	if e.Text == nil && e.Role == access.Choice && e.Value != nil {
		return &access.Text{Content: e.Value.Text}
	}
	return e.Text
}

// textFace is the text of an element. All places on the bus are code points.
type textFace struct {
	u subject
	t *access.Text
}

func (f textFace) properties() map[string]any {
	caret, _ := f.caret()
	return map[string]any{"CharacterCount": offset.Count(f.t.Content), "CaretOffset": offset.FromByte(f.t.Content, caret)}
}

// caret is where the caret stands, and what is selected, within the text.
func (f textFace) caret() (int, access.Span) {
	at, selected := f.u.s.Caret(f.u.e)
	n := len(f.t.Content)
	selected.Start = max(min(selected.Start, n), 0)
	selected.End = max(min(selected.End, n), selected.Start)
	return max(min(at, n), 0), selected
}

// spoken is a stretch of the text with its ends, as the bus takes them.
func (f textFace) spoken(s access.Span) (string, int32, int32) {
	c := f.t.Content
	return offset.Clean(c[s.Start:s.End]), offset.FromByte(c, s.Start), offset.FromByte(c, s.End)
}

// GetText is a stretch of the text.
func (f textFace) GetText(start, end int32) string {
	from, to := offset.Range(f.t.Content, start, end)
	return offset.Clean(f.t.Content[from:to])
}

// GetCharacterAtOffset is one code point; 0 at the text's end.
func (f textFace) GetCharacterAtOffset(at int32) int32 {
	if at < 0 || at >= offset.Count(f.t.Content) {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(f.t.Content[offset.ToByte(f.t.Content, at):])
	return r
}

// GetStringAtOffset is the unit of text at a place.
func (f textFace) GetStringAtOffset(at int32, granularity uint32) (string, int32, int32) {
	unit, ok := unitOf(granularity)
	if !ok {
		return "", 0, 0
	}
	return f.spoken(f.t.Around(offset.ToByte(f.t.Content, at), unit))
}

// unitOf is what the bus calls a granularity.
func unitOf(granularity uint32) (access.Unit, bool) {
	units := []access.Unit{access.Letter, access.Word, access.Sentence, access.Line, access.Stretch}
	if granularity >= uint32(len(units)) {
		return 0, false
	}
	return units[granularity], true
}

// GetTextAtOffset is the stretch between two boundaries around a place.
func (f textFace) GetTextAtOffset(at int32, boundary uint32) (string, int32, int32) {
	s, ok := f.between(offset.ToByte(f.t.Content, at), boundary)
	if !ok {
		return "", 0, 0
	}
	return f.spoken(s)
}

// GetTextBeforeOffset is the stretch before the one around a place.
func (f textFace) GetTextBeforeOffset(at int32, boundary uint32) (string, int32, int32) {
	s, ok := f.between(offset.ToByte(f.t.Content, at), boundary)
	if !ok || s.Start == 0 {
		return "", 0, 0
	}
	_, size := utf8.DecodeLastRuneInString(f.t.Content[:s.Start])
	s, _ = f.between(s.Start-size, boundary)
	return f.spoken(s)
}

// GetTextAfterOffset is the stretch after the one around a place.
func (f textFace) GetTextAfterOffset(at int32, boundary uint32) (string, int32, int32) {
	s, ok := f.between(offset.ToByte(f.t.Content, at), boundary)
	if !ok || s.End >= len(f.t.Content) {
		n := offset.Count(f.t.Content)
		return "", n, n
	}
	s, _ = f.between(s.End, boundary)
	return f.spoken(s)
}

// Boundaries, as the bus numbers them: of letters, and of where words, sentences and lines start and end.
const (
	letterBoundary = iota
	wordStart
	wordEnd
	sentenceStart
	sentenceEnd
	lineStart
	lineEnd
)

// between is the stretch between two boundaries of a kind that holds a place.
func (f textFace) between(at int, boundary uint32) (access.Span, bool) {
	switch boundary {
	case letterBoundary:
		return f.t.Around(at, access.Letter), true
	case wordStart:
		return f.t.Around(at, access.Word), true
	case wordEnd:
		return f.ending(at, access.Word), true
	case sentenceStart:
		return f.t.Around(at, access.Sentence), true
	case sentenceEnd:
		return f.ending(at, access.Sentence), true
	case lineStart:
		return f.t.Around(at, access.Line), true
	case lineEnd:
		return f.ending(at, access.Line), true
	}
	return access.Span{}, false
}

// ending is the stretch from the end of one unit to the end of the next that holds a place. A unit ends where what follows it
// up to the next begins.
func (f textFace) ending(at int, unit access.Unit) access.Span {
	c := f.t.Content
	this := f.t.Around(at, unit)
	if end := bareEnd(c, this, unit); at >= end {
		next := f.t.Around(this.End, unit)
		return access.Span{Start: min(end, next.End), End: max(bareEnd(c, next, unit), end)}
	}
	end := bareEnd(c, this, unit)
	if this.Start == 0 {
		return access.Span{Start: 0, End: end}
	}
	_, size := utf8.DecodeLastRuneInString(c[:this.Start])
	return access.Span{Start: bareEnd(c, f.t.Around(this.Start-size, unit), unit), End: end}
}

// bareEnd is where a unit ends without what follows it up to the next.
func bareEnd(content string, s access.Span, unit access.Unit) int {
	return s.Start + len(strings.TrimRightFunc(content[s.Start:s.End], func(r rune) bool {
		switch unit {
		case access.Word:
			return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
		case access.Line:
			return r == '\n'
		}
		return unicode.IsSpace(r)
	}))
}

// GetAttributes are those of the text at a place, and the stretch that has them.
func (f textFace) GetAttributes(at int32) (attributes map[string]string, start, end int32) {
	marks, s := f.t.Attributes(offset.ToByte(f.t.Content, at))
	n := len(f.t.Content)
	s.Start = max(min(s.Start, n), 0)
	s.End = max(min(s.End, n), s.Start)
	attributes = map[string]string{}
	for name, v := range marks {
		attributes[offset.Clean(name)] = offset.Clean(v)
	}
	_, start, end = f.spoken(s)
	return attributes, start, end
}

// GetAttributeRun is the same, with what holds for all of the text where that is asked for.
func (f textFace) GetAttributeRun(at int32, defaults bool) (attributes map[string]string, start, end int32) {
	attributes, start, end = f.GetAttributes(at)
	if defaults {
		all := f.GetDefaultAttributeSet()
		maps.Copy(all, attributes)
		attributes = all
	}
	return attributes, start, end
}

// GetAttributeValue is one attribute at a place.
func (f textFace) GetAttributeValue(at int32, name string) string {
	attributes, _, _ := f.GetAttributes(at)
	return attributes[name]
}

// GetDefaultAttributes is what holds for all of the text.
func (f textFace) GetDefaultAttributes() map[string]string { return f.GetDefaultAttributeSet() }

// GetDefaultAttributeSet is what holds for all of the text: its language, where that is known.
func (f textFace) GetDefaultAttributeSet() map[string]string {
	set := map[string]string{}
	for e := f.u.e; e != nil; e = f.u.s.Parent(e) {
		if language := e.Attributes["language"]; language != "" {
			set["language"] = offset.Clean(language)
			break
		}
	}
	return set
}

// GetNSelections is how many stretches are selected.
func (f textFace) GetNSelections() int32 {
	if _, s := f.caret(); s.End > s.Start {
		return 1
	}
	return 0
}

// GetSelection is what is selected.
func (f textFace) GetSelection(i int32) (start, end int32) {
	_, s := f.caret()
	if i != 0 || s.End == s.Start {
		return 0, 0
	}
	_, start, end = f.spoken(s)
	return start, end
}

// SetCaretOffset moves the caret, soon.
func (f textFace) SetCaretOffset(at int32) bool {
	if f.t.SetCaret == nil {
		return false
	}
	to, _ := offset.Range(f.t.Content, at, at)
	if at == offset.End {
		to = len(f.t.Content)
	}
	f.u.b.tree.Do(func() { f.t.SetCaret(to) })
	return true
}

// AddSelection selects a stretch if none is selected: there is never more than one.
func (f textFace) AddSelection(start, end int32) bool {
	return f.GetNSelections() == 0 && f.choose(start, end)
}

// SetSelection selects another stretch.
func (f textFace) SetSelection(i, start, end int32) bool { return i == 0 && f.choose(start, end) }

// RemoveSelection leaves nothing selected.
func (f textFace) RemoveSelection(i int32) bool {
	if i != 0 || f.GetNSelections() == 0 || f.t.Select == nil {
		return false
	}
	at, _ := f.caret()
	f.u.b.tree.Do(func() { f.t.Select(access.Span{Start: at, End: at}) })
	return true
}

func (f textFace) choose(start, end int32) bool {
	if f.t.Select == nil {
		return false
	}
	from, to := offset.Range(f.t.Content, start, end)
	f.u.b.tree.Do(func() { f.t.Select(access.Span{Start: from, End: to}) })
	return true
}

// GetCharacterExtents is where a letter stands.
func (f textFace) GetCharacterExtents(at int32, from uint32) (x, y, width, height int32) {
	start := offset.ToByte(f.t.Content, at)
	return f.extents(access.Span{Start: start, End: f.t.Around(start, access.Letter).End}, from)
}

// GetRangeExtents is where a stretch stands.
func (f textFace) GetRangeExtents(start, end int32, from uint32) (x, y, width, height int32) {
	a, b := offset.Range(f.t.Content, start, end)
	return f.extents(access.Span{Start: a, End: b}, from)
}

// patience is how long the goroutine that draws may take where an answer needs it.
const patience = 100 * time.Millisecond

// onScreen has something worked out by the goroutine that draws; it reports false if that is busy with other things.
func onScreen[T any](b *bridge, find func() T) (T, bool) {
	found := make(chan T, 1)
	b.tree.Do(func() { found <- find() })
	timeout := time.NewTimer(patience)
	defer timeout.Stop()
	select {
	case t := <-found:
		return t, true
	case <-timeout.C:
		var none T
		return none, false
	}
}

// extents is where a stretch stands; where that cannot be found out, where its element stands.
func (f textFace) extents(s access.Span, from uint32) (x, y, width, height int32) {
	area := f.u.bounds(from)
	if f.t.Rectangle != nil {
		if part, ok := onScreen(f.u.b, func() access.Area { return f.t.Rectangle(s) }); ok {
			area.Position, area.Size = area.Position.Add(part.Position), part.Size
		}
	}
	r := f.u.onBus(area)
	return r.X, r.Y, r.Width, r.Height
}

// GetOffsetAtPoint is the letter at a place; -1 where there is none.
func (f textFace) GetOffsetAtPoint(x, y int32, from uint32) int32 {
	if f.t.Rectangle == nil {
		return -1
	}
	p := f.u.point(x, y, from).Subtract(f.u.bounds(fromWindow).Position)
	at, ok := onScreen(f.u.b, func() int {
		for line := (access.Span{}); line.End < len(f.t.Content); {
			line = f.t.Around(line.End, access.Line)
			if line.End <= line.Start {
				break
			}
			first := f.t.Rectangle(access.Span{Start: line.Start, End: f.t.Around(line.Start, access.Letter).End})
			if p.Y < first.Y || p.Y >= first.Y+first.Height {
				continue
			}
			if at := f.along(line, p.X); at >= 0 {
				return at
			}
		}
		return -1
	})
	if !ok || at < 0 {
		return -1
	}
	return offset.FromByte(f.t.Content, at)
}

// longestLine is how many letters of a line are looked at for the one at a place.
const longestLine = 2000

// along is the letter of a line at a distance from its start; -1 where there is none.
func (f textFace) along(line access.Span, x float32) int {
	at := line.Start
	for range longestLine {
		if at >= line.End {
			break
		}
		letter := f.t.Around(at, access.Letter)
		if r := f.t.Rectangle(letter); x >= r.X && x < r.X+r.Width {
			return at
		}
		at = letter.End
	}
	return -1
}

// A boundedRange is a stretch of text that stands within an area.
type boundedRange struct {
	Start, End int32
	Content    string
	Data       dbus.Variant
}

// GetBoundedRanges would be the stretches within an area; readers that want them go by lines instead where there are none.
func (textFace) GetBoundedRanges(_, _, _, _ int32, _, _, _ uint32) []boundedRange {
	return []boundedRange{}
}

// The page is the person's own to scroll.

func (textFace) ScrollSubstringTo(_, _ int32, _ uint32) bool                  { return false }
func (textFace) ScrollSubstringToPoint(_, _ int32, _ uint32, _, _ int32) bool { return false }
