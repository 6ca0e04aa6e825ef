package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// wordsIn appends the words of one sentence of text to found.
func wordsIn(text string, sentence Span, found []Span) []Span {
	for i := sentence.Start; i < sentence.End; {
		token := nextToken(text, Span{i, sentence.End})
		i = token.End
		if token.Start == token.End {
			continue
		}
		if strings.ContainsFunc(token.In(text), isUnspaced) {
			found = appendUnspaced(text, token, found)
			continue
		}
		if w := trimWord(text, token, text[token.End:sentence.End]); w.Start < w.End {
			found = append(found, w)
		}
	}
	return found
}

// nextToken gives the next stretch that holds no space and no long dash, or an empty span at the end.
func nextToken(text string, s Span) Span {
	inside := s.In(text)
	start := len(inside)
	for i, r := range inside {
		if !unicode.IsSpace(r) && !isDash(r) {
			start = i
			break
		}
	}
	for i, r := range inside[start:] {
		at := start + i
		if unicode.IsSpace(r) || isDash(r) ||
			i > 0 && (strings.HasPrefix(inside[at:], "--") || r == '…' || strings.HasPrefix(inside[at:], "...")) {
			return Span{s.Start + start, s.Start + at}
		}
	}
	return Span{s.Start + start, s.End}
}

// isUnspaced reports whether r belongs to a script that is written without spaces and that UAX #29 can divide.
func isUnspaced(r rune) bool {
	return r >= 0x3005 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

func appendUnspaced(text string, token Span, found []Span) []Span {
	at := token.Start
	pieces := words.FromString(token.In(text))
	for pieces.Next() {
		piece := Span{at, at + len(pieces.Value())}
		at = piece.End
		if w := trimWord(text, piece, ""); w.Start < w.End {
			found = append(found, w)
		}
	}
	return found
}

// spoken reports whether r is read aloud, alone or as part of a word.
func spoken(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || strings.ContainsRune("$%#&+€£¥₹¢°@=", r)
}

// trimWord takes from a token what is not spoken; rest is what follows it in its sentence.
func trimWord(text string, token Span, rest string) Span {
	inside := token.In(text)
	start := strings.IndexFunc(inside, spoken)
	if start < 0 {
		return Span{token.Start, token.Start}
	}
	end := start
	for i, r := range inside[start:] {
		if spoken(r) || unicode.IsMark(r) {
			end = start + i + utf8.RuneLen(r)
		}
	}
	start = withPrefix(inside, start, end)
	if end < len(inside) && inside[end] == '.' && ownsPeriod(inside[start:end+1], rest) {
		end++
	}
	return Span{token.Start + start, token.Start + end}
}

// withPrefix takes in what belongs to the word before its first letter or digit: a minus or decimal point, and the
// apostrophe of a shortened word: "-5", ".5", "'em", "'90s".
func withPrefix(inside string, start, end int) int {
	if start == 0 {
		return 0
	}
	before, size := utf8.DecodeLastRuneInString(inside[:start])
	digit := inside[start] >= '0' && inside[start] <= '9'
	switch {
	case digit && (before == '-' || before == '−') && start == size:
		return start - size
	case digit && before == '.' && !strings.HasSuffix(inside[:start], ".."):
		return start - size
	case (before == '\'' || before == '’') && (digit && inside[end-1] == 's' || isElided(strings.ToLower(inside[start:end]))):
		return start - size
	}
	return start
}

// isElided reports whether word is what remains of one whose beginning is not spoken: "'em", "'cause".
func isElided(word string) bool {
	switch word {
	case "em", "cause", "til", "till", "tis", "twas", "bout", "round", "n", "cuz", "course", "fore":
		return true
	}
	return false
}

// ownsPeriod reports whether the period at the end of token belongs to it rather than to the sentence. At a sentence's end a
// single letter is taken for a word ("so do I."), before more of the sentence for an initial.
func ownsPeriod(token, rest string) bool {
	last := !strings.ContainsFunc(rest, spoken)
	switch classify(token) {
	case titlePeriod, clockPeriod:
		return true
	case mayEnd:
		return !last || len(token) > 2 && utf8.RuneCountInString(token) > 2
	case beforeDigit:
		return !last
	}
	return false
}
