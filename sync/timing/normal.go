package timing

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// appendUnits adds the units of a word that are compared when two texts are brought together. Two words that sound alike
// have the same units, however they are written: without capitals, accents, apostrophes and periods; divided at hyphens;
// numbers in words. Every word has one unit at least.
func appendUnits(units []string, word string) []string {
	before := len(units)
	if plain, ok := plainASCII(word); ok {
		units = append(units, alias(plain))
	} else {
		units = splitUnits(units, fold(word))
	}
	if len(units) == before {
		units = append(units, word)
	}
	return units
}

// plainASCII is the word in lower case, if it is nothing but letters of ASCII: by far the most are.
func plainASCII(word string) (string, bool) {
	for i := range len(word) {
		if c := word[i] | 0x20; c < 'a' || c > 'z' {
			return "", false
		}
	}
	return strings.ToLower(word), word != ""
}

// fold is the word in lower case and without accents.
func fold(word string) string {
	word = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == '’' || r == 'ʼ' || r == '‘':
			return '\''
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(word))
	return word
}

// splitUnits divides a word into runs of letters and of digits, and says signs that are read aloud.
func splitUnits(units []string, word string) []string {
	last := ""
	runes := []rune(word)
	for i := 0; i < len(runes); {
		r := runes[i]
		switch {
		case unicode.IsDigit(r):
			n := numberEnd(runes, i)
			digits := strings.ReplaceAll(string(runes[i:n]), ",", "")
			suffix := n
			for suffix < len(runes) && unicode.IsLetter(runes[suffix]) {
				suffix++
			}
			var used bool
			if units, used = appendNumber(units, digits, string(runes[n:suffix])); used {
				n = suffix
			}
			i = n
		case unicode.IsLetter(r):
			n := i
			var letters strings.Builder
			for n < len(runes) && (unicode.IsLetter(runes[n]) || runes[n] == '\'' || runes[n] == '.') {
				if unicode.IsLetter(runes[n]) {
					letters.WriteRune(runes[n])
				}
				n++
			}
			units = append(units, alias(letters.String()))
			i = n
		default:
			sign, after := signName(r)
			if after {
				last = sign
			} else if sign != "" {
				units = append(units, sign)
			}
			i++
		}
	}
	if last != "" {
		units = append(units, last)
	}
	return units
}

// numberEnd is where the number that starts at i ends; a comma or a point between digits is part of it.
func numberEnd(runes []rune, i int) int {
	for i < len(runes) {
		inside := (runes[i] == ',' || runes[i] == '.') && i+1 < len(runes) && unicode.IsDigit(runes[i+1])
		if !unicode.IsDigit(runes[i]) && !inside {
			break
		}
		i++
	}
	return i
}

// signName is how a sign is read, and whether that is said after the number it stands before.
func signName(r rune) (name string, after bool) {
	switch r {
	case '&':
		return "and", false
	case '%':
		return "percent", false
	case '$':
		return "dollars", true
	case '€':
		return "euros", true
	case '£':
		return "pounds", true
	}
	return "", false
}

// alias is the usual spelling of words that transcribers write in several ways.
func alias(word string) string {
	switch word {
	case "ok":
		return "okay"
	case "mr":
		return "mister"
	case "mrs":
		return "missus"
	case "dr":
		return "doctor"
	case "vs":
		return "versus"
	case "hmm", "hm", "mmm", "mm":
		return "mhm"
	case "uhh", "er", "uhm", "um":
		return "uh"
	}
	return word
}

// appendNumber adds a number in words, as it is mostly read in English: "3" is three, "23rd" twenty third, "1990s" nineteen
// nineties, "3.5" three point five. It reports whether the suffix was read with it.
func appendNumber(units []string, digits, suffix string) ([]string, bool) {
	whole, fraction, _ := strings.Cut(digits, ".")
	n, ok := smallNumber(whole)
	if !ok || strings.Contains(fraction, ".") {
		return append(units, digits), false
	}
	units = appendCardinal(units, n, len(whole) == 4 && fraction == "")
	if fraction != "" {
		units = append(units, "point")
		for _, d := range fraction {
			units = appendCardinal(units, int(d-'0'), false)
		}
	}
	end := len(units) - 1
	switch suffix {
	case "st", "nd", "rd", "th":
		units[end] = ordinal(units[end])
		return units, true
	case "s":
		units[end] = plural(units[end])
		return units, true
	}
	return units, suffix == ""
}

// smallNumber reads digits of ASCII below a thousand million. Others are compared as they are written.
func smallNumber(digits string) (int, bool) {
	if digits == "" || len(digits) > 9 {
		return 0, false
	}
	n := 0
	for _, d := range digits {
		if d < '0' || d > '9' {
			return 0, false
		}
		n = n*10 + int(d-'0')
	}
	return n, true
}

// appendCardinal adds n in words; a year is read in two halves.
func appendCardinal(units []string, n int, year bool) []string {
	ones := [...]string{
		"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
		"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
	}
	tens := [...]string{"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
	switch {
	case n < 20:
		return append(units, ones[n])
	case n < 100:
		if units = append(units, tens[n/10]); n%10 > 0 {
			units = append(units, ones[n%10])
		}
		return units
	case year && n >= 1100 && n < 2100 && (n < 2000 || n >= 2010) && n%100 > 0:
		units = appendCardinal(units, n/100, false)
		if n%100 < 10 {
			units = append(units, "oh")
		}
		return appendCardinal(units, n%100, false)
	}
	for _, scale := range []struct {
		size int
		name string
	}{{1_000_000, "million"}, {1000, "thousand"}, {100, "hundred"}} {
		if n >= scale.size {
			units = append(appendCardinal(units, n/scale.size, false), scale.name)
			if n %= scale.size; n == 0 {
				return units
			}
		}
	}
	return appendCardinal(units, n, false)
}

func ordinal(word string) string {
	switch word {
	case "one":
		return "first"
	case "two":
		return "second"
	case "three":
		return "third"
	case "five":
		return "fifth"
	case "eight":
		return "eighth"
	case "nine":
		return "ninth"
	case "twelve":
		return "twelfth"
	}
	if stem, ok := strings.CutSuffix(word, "y"); ok {
		return stem + "ieth"
	}
	return word + "th"
}

func plural(word string) string {
	if stem, ok := strings.CutSuffix(word, "y"); ok {
		return stem + "ies"
	}
	if strings.HasSuffix(word, "x") {
		return word + "es"
	}
	return word + "s"
}
