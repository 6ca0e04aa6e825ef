package finding

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A folded text is a text without what does not matter for finding: capitals, accents, the width of letters, the shape of
// quotation marks.
type folded struct {
	text string
	from []int32 // where each byte comes from in the text; nil where they are the same
	end  int     // of the text
}

// fold folds a text. Most are plain and keep their places.
func fold(text string) folded {
	if plain(text) {
		return folded{text: strings.ToLower(text), end: len(text)}
	}
	f := folded{from: make([]int32, 0, len(text)), end: len(text)}
	var b strings.Builder
	for i, r := range text {
		for _, part := range parts(r) {
			size, _ := b.WriteRune(part)
			for range size {
				f.from = append(f.from, int32(i))
			}
		}
	}
	f.text = b.String()
	return f
}

func plain(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// parts are the letters that a letter is folded into; none of an accent.
func parts(r rune) []rune {
	switch r {
	case '’', '‘', '‛', 'ʼ':
		return []rune{'\''}
	case '“', '”', '„', '«', '»':
		return []rune{'"'}
	case '\u00ad': // a place where a word may be broken
		return nil
	}
	if r < utf8.RuneSelf {
		return []rune{unicode.ToLower(r)}
	}
	var kept []rune
	for _, part := range norm.NFKD.String(string(r)) {
		if !unicode.Is(unicode.Mn, part) {
			kept = append(kept, unicode.ToLower(part))
		}
	}
	return kept
}

// index is the first place at or after one of a folded word, by bytes of the folded text; -1 where there is none.
func (f folded) index(word string, from int) int {
	if word == "" || from > len(f.text) {
		return -1
	}
	if at := strings.Index(f.text[from:], word); at >= 0 {
		return from + at
	}
	return -1
}

// span is the stretch of the text that some bytes of the folded one come from: whole letters.
func (f folded) span(start, end int) (int, int) {
	if f.from == nil {
		return start, end
	}
	for end < len(f.from) && f.from[end] == f.from[end-1] {
		end++
	}
	to := f.end
	if end < len(f.from) {
		to = int(f.from[end])
	}
	return int(f.from[start]), to
}
