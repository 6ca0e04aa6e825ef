// Package offset turns places in a text that are counted in bytes, as Go counts them, into places counted in code points, as
// the accessibility bus counts them, and back. What comes from the bus comes from strangers: no number is refused, each is
// brought into the text.
//
// A byte that is no part of valid UTF-8 counts as one code point, as it does in a range loop.
package offset

import (
	"strings"
	"unicode/utf8"
)

// End stands for a text's end where the bus says how far something goes.
const End = -1

// Count is how many code points a text has.
func Count(text string) int32 { return int32(utf8.RuneCountInString(text)) }

// FromByte is the place of a byte in code points. Within a code point it is that code point's place.
func FromByte(text string, at int) int32 {
	at = max(min(at, len(text)), 0)
	if at == len(text) {
		return Count(text)
	}
	n := int32(-1)
	for i := range text {
		if i > at {
			break
		}
		n++
	}
	return max(n, 0)
}

// ToByte is where a code point begins, in bytes. What lies before the text is its start, what lies behind it its end.
func ToByte(text string, at int32) int {
	if at <= 0 {
		return 0
	}
	for i := range text {
		if at == 0 {
			return i
		}
		at--
	}
	return len(text)
}

// Range is a stretch of a text in bytes. An end of End is the text's end; one before the start makes the stretch empty.
func Range(text string, start, end int32) (from, to int) {
	from = ToByte(text, start)
	if end == End {
		return from, len(text)
	}
	return from, max(ToByte(text, end), from)
}

// Clean is a text as the bus takes it: valid UTF-8 without the null character, with as many code points as before.
func Clean(text string) string {
	if utf8.ValidString(text) && strings.IndexByte(text, 0) < 0 {
		return text
	}
	return strings.Map(func(r rune) rune {
		if r == 0 {
			return utf8.RuneError
		}
		return r
	}, text)
}
