package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// spellings knows how names that a transcript shouts are written where it does not: "MCEWAN" is "McEwan" in the
// introduction, "DE LA CRUZ" is "De La Cruz" in the byline.
type spellings struct {
	full map[string]string // names in capitals, as asked for, to the way they are written
	word map[string]string // words in capitals to a way of writing with a capital inside
}

// spellingsOf looks for the names in texts.
func spellingsOf(names []string, texts []string) spellings {
	s := spellings{full: map[string]string{}, word: map[string]string{}}
	byFirst := map[string][][]string{}
	parts := map[string]bool{}
	for _, n := range names {
		words := strings.Fields(strings.ToUpper(n))
		if len(words) == 0 {
			continue
		}
		byFirst[words[0]] = append(byFirst[words[0]], words)
		for _, w := range words {
			parts[w] = true
		}
	}
	for _, text := range texts {
		tokens := strings.Fields(text)
		for i, token := range tokens {
			token = bareName(token)
			upper := strings.ToUpper(token)
			if parts[upper] && hasInnerCapital(token) && s.word[upper] == "" {
				s.word[upper] = token
			}
			for _, words := range byFirst[upper] {
				s.note(words, tokens[i:])
			}
		}
	}
	return s
}

// note remembers how the tokens spell the name that words are, if they do.
func (s spellings) note(words, tokens []string) {
	if len(words) < 2 || len(tokens) < len(words) {
		return
	}
	written := make([]string, len(words))
	for i, w := range words {
		if written[i] = bareName(tokens[i]); strings.ToUpper(written[i]) != w {
			return
		}
		// A name that is shouted here too says nothing, nor does one in small letters.
		if first, _ := utf8.DecodeRuneInString(written[i]); !isParticle(written[i]) && !unicode.IsUpper(first) {
			return
		}
	}
	name := strings.Join(written, " ")
	if strings.ToUpper(name) == name || s.full[strings.Join(words, " ")] != "" || isShouted(written[len(written)-1]) && len(written[len(written)-1]) > 2 {
		return
	}
	s.full[strings.Join(words, " ")] = name
}

func (s spellings) of(name string) (string, bool) {
	known, ok := s.full[strings.ToUpper(name)]
	return known, ok
}

// bareName is a token without the punctuation around it and without "'s".
func bareName(token string) string {
	token = strings.TrimFunc(token, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '#' })
	for _, s := range []string{"'s", "’s"} {
		token = strings.TrimSuffix(token, s)
	}
	if strings.Count(token, ".") == 1 && len(token) > 3 {
		token = strings.TrimSuffix(token, ".")
	}
	return token
}

func hasInnerCapital(word string) bool {
	lower := false
	for _, r := range word {
		if lower && unicode.IsUpper(r) {
			return true
		}
		lower = lower || unicode.IsLower(r)
	}
	return false
}

// titleCase writes a shouted name as in a sentence: "MARY-ANN McDONALD" is "Mary-Ann McDonald", "JUAN DE LA CRUZ" is "Juan de
// la Cruz", "J.D. O'BRIEN JR." is "J.D. O'Brien Jr.".
func titleCase(words []string, s spellings) string {
	out := make([]string, len(words))
	for i, w := range words {
		lower := strings.ToLower(w)
		known := s.word[strings.ToUpper(w)]
		switch {
		case known != "":
			out[i] = known
		case i > 0 && i < len(words)-1 && lowerParticle(words, i):
			out[i] = lower
		case isAcronym(w) || i > 0 && isRoman(w):
			out[i] = w
		case i == 0 && isTwoInitials(w):
			out[i] = w
		default:
			out[i] = capitalise(w)
		}
	}
	return strings.Join(out, " ")
}

// lowerParticle reports whether the word in the middle of a name is one that is written small. "VAN" alone is not: most people
// called so in American broadcasts write it large.
func lowerParticle(words []string, i int) bool {
	next := strings.ToLower(words[i+1])
	switch strings.ToLower(words[i]) {
	case "de", "del", "della", "di", "da", "das", "dos", "von", "zu", "bin", "ibn", "y", "and", "of", "the", "der", "den", "ter", "ten":
		return true
	case "la", "las", "los":
		return strings.EqualFold(words[i-1], "de")
	case "van":
		return next == "der" || next == "den" || next == "de"
	}
	return false
}

func isAcronym(w string) bool {
	switch w {
	case "NPR", "BBC", "CNN", "ABC", "NBC", "CBS", "PBS", "FBI", "CIA", "AI", "TV", "MSNBC", "PRX", "WNYC", "KGOU", "MD", "PHD":
		return true
	}
	return false
}

func isRoman(w string) bool {
	return w == "II" || w == "III" || w == "IV" || w == "VI" || w == "VII" || w == "VIII"
}

// isTwoInitials reports whether w is a given name that is read letter by letter: "JD", "TJ".
func isTwoInitials(w string) bool {
	return len(w) == 2 && unicode.IsUpper(rune(w[0])) && unicode.IsUpper(rune(w[1])) && (!strings.ContainsAny(w, "AEIOUY") || w[1] == 'J')
}

// capitalise writes one word of a name; a capital that stands after a small letter ("McDONALD") is kept.
func capitalise(word string) string {
	if len(word) > 4 && (strings.EqualFold(word[:3], "al-") || strings.EqualFold(word[:3], "el-")) {
		return strings.ToLower(word[:3]) + capitalise(word[3:]) // the Arabic article
	}
	runes := []rune(word)
	mc := len(runes) > 4 && strings.HasPrefix(strings.ToUpper(word), "MC")
	start, letters := true, 0 // whether a part of the word begins here; letters in it so far
	var before, r rune        // as given
	for i, next := range runes {
		before, r = r, next
		switch {
		case r == '\'' || r == '’':
			start, letters = letters == 1 && i+2 < len(runes), 0 // O'Brien, but NPR's
		case !unicode.IsLetter(r) && !unicode.IsMark(r):
			start, letters = strings.ContainsRune("-./&\"“", r), 0
		case start, mc && i == 2, unicode.IsLower(before) && unicode.IsUpper(r):
			runes[i] = unicode.ToTitle(r)
			start = false
			letters++
		default:
			runes[i] = unicode.ToLower(r)
			letters++
		}
	}
	return string(runes)
}
