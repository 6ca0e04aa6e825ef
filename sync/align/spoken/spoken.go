// Package spoken turns written words into the words that are said for them: "$3.5 million" into "three point five million
// dollars", "U.N." into "u. n.", "9/11" into "nine eleven".
//
// Its words: a [Reading] is one way of saying a written word, as words of the dictionary; a letter said by its name is
// written with a period ("u."). Writing often leaves open what is said ("2014" may be "twenty fourteen" or "two thousand
// fourteen"), so a word has several readings, likeliest first, and the sound decides.
//
// Sources: Sproat, Black, Chen, Kumar, Ostendorf and Richards, "Normalization of non-standard words", Computer Speech and
// Language 15 (2001), for the kinds of words that are not said as they are written.
package spoken

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// A Reading is one way of saying a written word: the words of the dictionary in it.
type Reading []string

// Dictionary tells known words from others.
type Dictionary interface {
	Known(word string) bool
}

// most is how many readings of a word are worth trying.
const most = 8

// Readings gives for each of the written words, in the order of the text, the ways of saying it. A word that nothing is
// known to be said for has none.
func Readings(d Dictionary, words []string) [][]Reading {
	r := reader{dictionary: d}
	out := make([][]Reading, len(words))
	for i, w := range words {
		r.word, r.before, r.after = plain(w), "", ""
		if i > 0 {
			r.before = strings.ToLower(plain(words[i-1]))
		}
		if i+1 < len(words) {
			r.after = strings.ToLower(plain(words[i+1]))
		}
		out[i] = limited(r.read())
	}
	return out
}

// plain writes a word with the letters and signs of the dictionary: no accents, straight apostrophes, no brackets.
func plain(word string) string {
	strip := transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn)), runes.Map(func(r rune) rune {
		switch r {
		case '’', '‘', 'ʼ', '`', '´':
			return '\''
		case '–', '—', '‑', '−', '‐':
			return '-'
		case '⁄':
			return '/'
		}
		return r
	}))
	if fraction := strings.ContainsAny(word, "½¼¾⅓⅔"); !fraction {
		if s, _, err := transform.String(strip, word); err == nil {
			word = s
		}
	}
	return strings.Trim(word, `"“”«»„()[]{},;:!?…*_`)
}

func limited(in [][]string) []Reading {
	var out []Reading
	for _, words := range in {
		same := func(r Reading) bool { return slices.Equal(r, words) }
		if len(words) > 0 && len(out) < most && !slices.ContainsFunc(out, same) {
			out = append(out, Reading(words))
		}
	}
	return out
}

// reader reads one word with the words beside it, in lower case, in view.
type reader struct {
	dictionary    Dictionary
	word          string
	before, after string
}

// shape is a form of writing that is not said letter by letter.
type shape struct {
	form *regexp.Regexp
	read func(r *reader, parts []string) [][]string
}

var shapes = []shape{
	{regexp.MustCompile(`^(?:US)?([$€£¥])([\d,]+)(?:\.(\d+))?([a-zA-Z]{0,2})$`), (*reader).money},
	{regexp.MustCompile(`^(\d{1,2}):(\d{2})(?::\d{2})?([ap]\.?m\.?)?$`), (*reader).time},
	{regexp.MustCompile(`^([\d,]+)(?:st|nd|rd|th|ST|ND|RD|TH)$`), (*reader).ordinal},
	{regexp.MustCompile(`^'?(\d{1,3}0|\d0)'?s$`), (*reader).decade},
	{regexp.MustCompile(`^'(\d{2})$`), (*reader).shortYear},
	{regexp.MustCompile(`^(\d{1,2})[/.](\d{1,2})[/.](\d{2}|\d{4})$`), (*reader).date},
	{regexp.MustCompile(`^(\d+)/(\d+)$`), (*reader).fraction},
	{regexp.MustCompile(`^(\d{1,4})-(\d{1,4})$`), (*reader).span},
	{regexp.MustCompile(`^[+(]?[\d-]{5,}$`), (*reader).telephone},
	{regexp.MustCompile(`^(-?)([\d,]*)\.(\d+)$`), (*reader).decimal},
	{regexp.MustCompile(`^(-?)(\d{1,3}(?:,\d{3})+|\d+)\.?$`), (*reader).number},
	{regexp.MustCompile(`^(-?[\d,]*\.?\d+)([a-zA-Z%°¢$][a-zA-Z.]{0,3})$`), (*reader).measure},
	{regexp.MustCompile(`^([IVX]{2,7}|[IVX]+(?:'s))\.?$`), (*reader).roman},
	{regexp.MustCompile(`^(?:[A-Za-z]\.)+(?:[A-Za-z]\.?)?(?:'?s)?$`), (*reader).initials},
	{regexp.MustCompile(`^[A-Z][A-Z&]{1,5}(?:'?s)?$`), (*reader).acronym},
	{regexp.MustCompile(`^(?:https?://)?[\w-]+(?:\.[\w-]+)*@?[\w-]*(?:\.[\w-]+)+/?$`), (*reader).address},
}

func (r *reader) read() [][]string {
	if r.word == "" {
		return nil
	}
	out := r.listed()
	for _, s := range shapes {
		if parts := s.form.FindStringSubmatch(r.word); parts != nil {
			if readings := s.read(r, parts[1:]); readings != nil {
				return append(out, readings...)
			}
		}
	}
	return append(out, r.letters()...)
}

// titles are abbreviations that are also written without a period.
var titles = map[string]bool{"mr": true, "mrs": true, "ms": true, "dr": true, "st": true, "jr": true, "sr": true, "vs": true}

// listed reads abbreviations, symbols, and the magnitude of an amount of money.
func (r *reader) listed() [][]string {
	lower := strings.ToLower(r.word)
	if out, ok := symbols[lower]; ok {
		return out
	}
	if magnitudes[lower] && strings.ContainsAny(r.before, "$€£¥") {
		for sign, names := range currencies {
			if strings.Contains(r.before, sign) {
				return [][]string{{lower, names[0]}, {lower, names[1]}}
			}
		}
	}
	bare := strings.TrimSuffix(lower, ".")
	if bare == lower && r.dictionary.Known(lower) && !titles[lower] {
		return nil // "no", "in": words of their own
	}
	return abbreviations[bare]
}

// letters reads a word of letters: as the dictionary has it, or by its parts.
func (r *reader) letters() [][]string {
	lower := strings.ToLower(r.word)
	if r.dictionary.Known(lower) {
		return [][]string{{lower}}
	}
	bare := strings.TrimRight(lower, ".")
	if r.dictionary.Known(bare) {
		return [][]string{{bare}}
	}
	if parts := split(r.word); len(parts) > 1 {
		out := [][]string{nil}
		for _, part := range parts {
			readings := [][]string{spell(part)}
			if len(part) > 1 || readings[0] == nil {
				inner := reader{dictionary: r.dictionary, word: part}
				readings = inner.read()
			}
			out = product(out, readings)
		}
		return out
	}
	bare = strings.Map(func(c rune) rune {
		if c == '\'' || unicode.IsLetter(c) {
			return c
		}
		return -1
	}, bare)
	if strings.Trim(bare, "'") == "" {
		return nil
	}
	return [][]string{{bare}}
}

// split parts a word at hyphens, slashes and the like, and between letters and digits.
func split(word string) (out []string) {
	kind := func(c rune) int {
		switch {
		case unicode.IsLetter(c) || c == '\'' || c == '.':
			return 1
		case unicode.IsDigit(c):
			return 2
		case strings.ContainsRune("&+@%$#=/", c):
			return 3
		}
		return 0
	}
	last := 0
	for _, c := range word {
		k := kind(c)
		if k != 0 && k == last {
			out[len(out)-1] += string(c)
		} else if k != 0 {
			out = append(out, string(c))
		}
		last = k
	}
	return out
}

// product puts each of the second after each of the first, as far as it is worth trying.
func product(first, second [][]string) (out [][]string) {
	if len(second) == 0 {
		return first
	}
	for _, b := range second {
		for _, a := range first {
			if len(out) < most {
				out = append(out, join(a, b))
			}
		}
	}
	return out
}

// spell reads letters by their names.
func spell(letters string) (out []string) {
	for _, c := range strings.ToLower(letters) {
		if c >= 'a' && c <= 'z' {
			out = append(out, string(c)+".")
		} else if c == '&' {
			out = append(out, "and")
		}
	}
	return out
}

// spellEnding spells letters and gives the last an "'s" where the word had one.
func spellEnding(word string) []string {
	stem, ending := strings.CutSuffix(strings.ReplaceAll(word, "'", ""), "s")
	out := spell(stem)
	if ending && len(out) > 0 && strings.HasSuffix(out[len(out)-1], ".") {
		out[len(out)-1] += "'s"
	}
	return out
}

func (r *reader) initials(_ []string) [][]string {
	if strings.Trim(r.word, ".") == r.word {
		return nil
	}
	if len(spell(r.word)) == 1 && r.dictionary.Known(strings.ToLower(strings.Trim(r.word, "."))) && len(r.word) > 2 {
		return nil
	}
	return [][]string{spellEnding(r.word)}
}

// acronym reads capitals: as a word, if it is known or can be said, and letter by letter.
func (r *reader) acronym(_ []string) [][]string {
	lower := strings.ToLower(r.word)
	spelled := spellEnding(r.word)
	if !strings.HasSuffix(r.word, "s") {
		spelled = spell(r.word)
	}
	switch {
	case r.dictionary.Known(lower):
		return [][]string{{lower}, spelled}
	case strings.ContainsAny(lower, "aeiou") && len(lower) > 3 && !strings.Contains(lower, "&"):
		return [][]string{spelled, {lower}}
	}
	return [][]string{spelled}
}

// address reads a web or mail address.
func (r *reader) address(_ []string) [][]string {
	word := strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(r.word), "https://"), "http://")
	if !strings.ContainsFunc(word, unicode.IsLetter) || strings.HasSuffix(word, ".") {
		return nil
	}
	var out []string
	for i, label := range strings.FieldsFunc(word, func(c rune) bool { return c == '.' || c == '/' || c == '@' }) {
		if i > 0 {
			out = append(out, map[bool]string{true: "at", false: "dot"}[strings.Contains(word, "@") && i == 1])
		}
		if r.dictionary.Known(label) && len(label) > 2 || len(label) > 4 {
			out = append(out, label)
		} else {
			out = append(out, spell(label)...)
		}
	}
	return [][]string{out}
}

func (r *reader) roman(parts []string) [][]string {
	value := map[byte]int64{'I': 1, 'V': 5, 'X': 10}
	numeral := strings.TrimSuffix(parts[0], "'s")
	n := int64(0)
	for i := range len(numeral) {
		v := value[numeral[i]]
		if i+1 < len(numeral) && value[numeral[i+1]] > v {
			v = -v
		}
		n += v
	}
	if n <= 0 || n > 40 {
		return nil
	}
	words := cardinal(n)
	return [][]string{words, join([]string{"the"}, ordinal(words)), ordinal(words), spell(numeral)}
}

func number(s string) (int64, bool) {
	n, err := strconv.ParseInt(strings.ReplaceAll(s, ",", ""), 10, 64)
	return n, err == nil && n < 1e15
}
