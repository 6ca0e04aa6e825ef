package access

import (
	"slices"
	"sort"
	"strings"
	"unicode"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/clipperhouse/uax29/v2/sentences"
	"github.com/clipperhouse/uax29/v2/words"
)

// A Unit is what a text is read by.
type Unit int

// The units.
const (
	Letter    Unit = iota // as a person counts them (Unicode's grapheme clusters)
	Word                  // with what follows it up to the next word
	Sentence              //
	Line                  // on the screen
	Stretch               // between two line breaks
	WholeText             //
)

// Around is the stretch of a text that makes up the unit at a place. Places outside the text are taken for its ends. The
// boundaries are those of Unicode Standard Annex 29; lines are those on the screen.
func (t *Text) Around(at int, unit Unit) Span {
	at = max(min(at, len(t.Content)), 0)
	switch unit {
	case Letter:
		return within(at, graphemes.FromString(t.Content), len(t.Content))
	case Word:
		return t.word(at)
	case Sentence:
		return within(at, sentences.FromString(t.Content), len(t.Content))
	case Line:
		return t.line(at)
	case Stretch:
		start := strings.LastIndex(t.Content[:at], "\n") + 1
		end := strings.Index(t.Content[at:], "\n")
		if end < 0 {
			return Span{start, len(t.Content)}
		}
		return Span{start, at + end + 1}
	}
	return Span{0, len(t.Content)}
}

// segments are the parts that a text falls into.
type segments interface {
	Next() bool
	Start() int
	End() int
}

// within is the segment that holds a place; the empty one at the text's end.
func within(at int, s segments, end int) Span {
	for s.Next() {
		if at < s.End() {
			return Span{s.Start(), s.End()}
		}
	}
	return Span{end, end}
}

// word is the word at a place, or the one before it, up to where the next begins.
func (t *Text) word(at int) Span {
	found := Span{0, len(t.Content)}
	any := false
	for s := words.FromString(t.Content); s.Next(); {
		if !wordLike(s.Value()) {
			continue
		}
		if any && s.Start() > at {
			found.End = s.Start()
			return found
		}
		if s.Start() <= at {
			found.Start, any = s.Start(), true
		} else {
			found.End = s.Start() // before the first word
			return found
		}
	}
	if at >= len(t.Content) {
		return Span{len(t.Content), len(t.Content)}
	}
	return found
}

// wordLike reports whether a segment is more than space and punctuation.
func wordLike(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

func (t *Text) line(at int) Span {
	lines := t.Lines
	if lines == nil {
		return t.Around(at, Stretch)
	}
	i := max(sort.Search(len(lines), func(i int) bool { return lines[i] > at })-1, 0)
	span := Span{0, len(t.Content)}
	if i < len(lines) {
		span.Start = lines[i]
	}
	if i+1 < len(lines) {
		span.End = lines[i+1]
	}
	return span
}

// Attributes are those of the text at a place, and the stretch that has them.
func (t *Text) Attributes(at int) (map[string]string, Span) {
	i := slices.IndexFunc(t.Marks, func(m Mark) bool { return m.End > at })
	switch {
	case i < 0 && len(t.Marks) == 0:
		return nil, Span{0, len(t.Content)}
	case i < 0:
		return nil, Span{t.Marks[len(t.Marks)-1].End, len(t.Content)}
	case at >= t.Marks[i].Start:
		return t.Marks[i].Attributes, t.Marks[i].Span
	case i == 0:
		return nil, Span{0, t.Marks[0].Start}
	}
	return nil, Span{t.Marks[i-1].End, t.Marks[i].Start}
}
