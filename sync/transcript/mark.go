package transcript

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestMark bounds, in bytes, what is taken for one mark; a correction of some sentences still fits.
const longestMark = 2000

// Marks gives the stretches of a speech turn's text that nobody says: sounds such as "(LAUGHTER)", and what editors put in,
// such as "(ph)" or "[sic]". The brackets belong to the mark. A turn of another kind is a mark as a whole and has none.
func (t Turn) Marks() []Span {
	if t.Kind != Speech {
		return nil
	}
	return marks(t.Text)
}

// marks finds the bracketed stretches of text that are marks. Square brackets always are; round ones only when their
// content is built like one, as people do speak in parentheses.
func marks(text string) []Span {
	var found []Span
	end := 0
	for _, b := range brackets(text) {
		if b.Start >= end && (text[b.Start] == '[' || isMark(text[b.Start+1:b.End-1])) {
			found = append(found, b)
			end = b.End
		}
	}
	return found
}

// brackets gives the pairs of brackets in text with what is between them, in the order in which they open. A pair does not
// reach over a blank line, and of brackets in brackets only the outer ones count.
func brackets(text string) []Span {
	const deepest = 4
	var found []Span
	var round, square []int // where those that are still open begin
	for i := strings.IndexAny(text, "()[]\n"); i >= 0 && i < len(text); i++ {
		open := &round
		switch text[i] {
		case '(':
			round = append(round, i)
			continue
		case '[':
			square = append(square, i)
			continue
		case '\n':
			if strings.HasPrefix(text[i:], "\n\n") {
				round, square = round[:0], square[:0]
			}
			continue
		case ')':
		case ']':
			open = &square
		default:
			continue
		}
		if n := len(*open); n > 0 {
			start := (*open)[n-1]
			*open = (*open)[:n-1]
			if n <= deepest && i-start < longestMark {
				found = append(found, Span{start, i + 1})
			}
		}
	}
	slices.SortFunc(found, func(a, b Span) int { return a.Start - b.Start })
	return found
}

// isMark reports whether the content of a pair of round brackets is a sound or an editor's mark.
func isMark(content string) bool {
	content = strings.TrimSpace(content)
	lower := strings.ToLower(strings.TrimRight(content, ".!?"))
	words := strings.Fields(lower)
	if len(words) == 0 {
		return false
	}
	if soundWord(words[0]) && len(words) <= 12 || strings.HasPrefix(lower, "soundbite") {
		return true
	}
	last := words[len(words)-1]
	switch {
	case strings.Contains(lower, "language spoken"), strings.Contains(lower, "foreign language"),
		strings.HasPrefix(lower, "through ") && len(words) <= 4,
		strings.HasPrefix(lower, "via ") && len(words) <= 3,
		strings.HasPrefix(lower, "post-broadcast"), strings.HasPrefix(lower, "editor's note"), strings.HasPrefix(lower, "editor’s note"):
		return true
	case len(words) <= 4 && (last == "spoken" || last == "playing" || last == "singing" || last == "speaking" ||
		last == "laughs" || last == "laughing" || last == "laughter" || last == "applause" || last == "music"):
		return true
	}
	first, _ := utf8.DecodeRuneInString(content)
	if unicode.IsUpper(first) && len(words) <= 6 && (strings.HasSuffix(words[0], "ing") || words[0] == "as") {
		return true // "(Reading)", "(Speaking Korean)", "(As Captain)"
	}
	return isShouted(content) && (len(words) >= 2 || utf8.RuneCountInString(content) >= 6) // "(GUNFIRE)", but not "(ANC)"
}

// soundWord reports whether a bracket that opens with this word, in lower case, holds a sound or an editor's mark.
func soundWord(word string) bool {
	switch strings.TrimRight(word, ",;:") {
	case "ph", "phonetic", "sic", "inaudible", "unintelligible", "indiscernible", "indistinct", "incomprehensible",
		"soundbite", "laughter", "laugh", "laughs", "laughing", "applause", "cheers", "cheering", "crosstalk", "cross-talk",
		"music", "song", "singing", "sings", "chanting", "chants", "shouting", "shouts", "yelling", "yells", "screaming",
		"screams", "whispering", "whispers", "crying", "cries", "sobbing", "sobs", "sighing", "sighs", "sigh", "chuckles",
		"chuckling", "chuckle", "giggles", "giggling", "coughs", "coughing", "cough", "gasps", "gasp", "groans", "sniffs",
		"pause", "pauses", "silence", "bleep", "beep", "beeps", "beeping", "expletive", "reading", "imitates", "imitating",
		"humming", "hums", "whistling", "whistles", "snoring", "snapping", "clapping", "claps", "barking", "barks",
		"gunfire", "gunshot", "gunshots", "explosion", "explosions", "vocalizing", "interpreted", "translated":
		return true
	}
	return false
}

// isShouted reports whether text has at least two letters and all of them are capitals.
func isShouted(text string) bool {
	letters := 0
	for _, r := range text {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters >= 2
}

// allMarks reports whether text is nothing but marks and punctuation.
func allMarks(text string) bool {
	found := marks(text)
	if len(found) == 0 {
		return false
	}
	return !strings.ContainsFunc(masked(text, found), spoken)
}

// masked is text with every mark replaced by as many spaces, so that spans found in it fit the text.
func masked(text string, found []Span) string {
	if len(found) == 0 {
		return text
	}
	b := []byte(text)
	for _, m := range found {
		for i := m.Start; i < m.End; i++ {
			b[i] = ' '
		}
	}
	return string(b)
}
