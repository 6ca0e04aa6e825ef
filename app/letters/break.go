package letters

import (
	"unicode"
	"unicode/utf8"

	"github.com/go-text/typesetting/segmenter"
)

// breaks hands on the parts of a text without white space between which a line may end, by Unicode's rules (UAX 14): in Chinese
// and Japanese nearly anywhere, but not before what closes or after what opens; elsewhere after hyphens and dashes. Thai, Lao,
// Khmer and Burmese, which only a dictionary can part, come as one, and so do the words of Korean, which has spaces.
func breaks(text string, part func(start, end int)) {
	if !mayBreak(text) || !utf8.ValidString(text) {
		part(0, len(text))
		return
	}
	runes := []rune(text)
	var s segmenter.Segmenter
	s.Init(runes)
	at := 0
	for lines := s.LineIterator(); lines.Next(); {
		end := at + len(string(lines.Line().Text))
		part(at, end)
		at = end
	}
}

// mayBreak reports whether there may be a place to break in a text: most words have none, and need not be looked at twice.
func mayBreak(text string) bool {
	for i, r := range text {
		switch {
		case r == '-', r == '/', r == '\u2010', r == '\u2013', r == '\u2014', r == '\u200b', r == '\u00ad':
			if i > 0 && i+1 < len(text) {
				return true
			}
		case r >= 0x2e80 && (unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Yi) || r < 0x3040):
			return true
		}
	}
	return false
}
