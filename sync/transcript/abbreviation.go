package transcript

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// How a period at the end of a token is to be read. The classes follow what sentence splitters since Kiss and Strunk,
// "Unsupervised Multilingual Sentence Boundary Detection" (2006) tell apart, with closed lists instead of counts, because
// one broadcast is too short to count in.
type periodKind int

const (
	fullStop    periodKind = iota
	titlePeriod            // "Mr.": a name follows, the sentence goes on
	beforeDigit            // "No. 4", "Nov. 18": shortened when a number follows, a whole word otherwise
	mayEnd                 // "U.N.", "Inc.", "J.": the word after it decides
	clockPeriod            // "a.m.", "p.m.": ends a sentence unless a day or a time zone follows
)

// classify reads a token without its quotes and brackets, such as "Mr." or "U.N."; it must end in a period.
func classify(token string) periodKind {
	body := strings.TrimSuffix(token, ".")
	if utf8.RuneCountInString(body) == 1 {
		if r, _ := utf8.DecodeRuneInString(body); unicode.IsUpper(r) {
			return mayEnd
		}
		return fullStop
	}
	lower := strings.ToLower(body)
	switch {
	case lower == "a.m" || lower == "p.m":
		return clockPeriod
	case isTitleWord(lower):
		return titlePeriod
	case isDotted(body), isShortened(lower):
		return mayEnd
	case isNumberedWord(lower):
		return beforeDigit
	}
	return fullStop
}

// isDotted reports whether s without its last period is built like "U.N", "Ph.D" or "J.R.R": short runs of letters
// with periods between them.
func isDotted(s string) bool {
	parts := strings.Split(s, ".")
	if len(parts) < 2 {
		return false
	}
	for _, p := range parts {
		n := 0
		for _, r := range p {
			if n++; n > 2 || !unicode.IsLetter(r) {
				return false
			}
		}
		if n == 0 {
			return false
		}
	}
	return true
}

func isTitleWord(lower string) bool {
	switch lower {
	case "mr", "mrs", "ms", "mx", "dr", "drs", "prof", "sen", "sens", "rep", "reps", "gov", "govs", "gen", "col", "lt",
		"sgt", "capt", "cmdr", "cpt", "adm", "maj", "cpl", "pvt", "rev", "hon", "pres", "supt", "insp", "det", "amb",
		"atty", "messrs", "mme", "mlle", "mt", "ft", "vs", "msgr", "sra", "srta":
		return true
	}
	return false
}

func isShortened(lower string) bool {
	switch lower {
	case "inc", "corp", "co", "cos", "ltd", "llc", "bros", "jr", "sr", "esq", "st", "ave", "blvd", "rd", "dept", "assn",
		"univ", "etc", "al", "cf", "approx", "est", "ariz", "calif", "colo", "conn", "fla", "ga", "ill", "ind", "kan",
		"mass", "mich", "minn", "mo", "neb", "nev", "okla", "ore", "penn", "tenn", "tex", "va", "vt", "wash", "wis", "wyo":
		return true
	}
	return false
}

func isNumberedWord(lower string) bool {
	switch lower {
	case "no", "nos", "art", "sec", "p", "pp", "vol", "ch", "fig", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
		"sep", "sept", "oct", "nov", "dec":
		return true
	}
	return false
}

// opensSentence reports whether word, which comes after an abbreviation, is one that seldom continues a name: "The", "He",
// "It's". Anything else after "U.N." or "J." is taken as more of the same name.
func opensSentence(word string) bool {
	lower := strings.ToLower(word)
	if i := strings.IndexAny(lower, "'’"); i > 0 {
		lower = lower[:i]
	}
	switch lower {
	case "i", "you", "he", "she", "it", "we", "they", "the", "a", "an", "this", "that", "these", "those", "there", "here",
		"my", "your", "his", "her", "its", "our", "their", "and", "but", "or", "nor", "so", "yet", "if", "because",
		"although", "though", "while", "when", "whenever", "where", "after", "before", "since", "until", "unless", "as",
		"at", "in", "on", "by", "for", "from", "to", "with", "without", "under", "over", "during", "about", "between",
		"what", "who", "whose", "which", "why", "how", "is", "are", "was", "were", "do", "does", "did", "has", "have",
		"had", "can", "could", "will", "would", "should", "may", "might", "must", "let", "don", "isn", "aren", "didn",
		"not", "no", "yes", "yeah", "well", "now", "then", "today", "still", "also", "however", "meanwhile", "instead",
		"perhaps", "maybe", "some", "many", "most", "all", "both", "each", "every", "one", "once", "even", "just",
		"only", "again", "later", "earlier", "according", "oh", "ok", "okay", "thank", "thanks":
		return true
	}
	return false
}

// followsClock reports whether word can stand after "a.m." within a sentence.
func followsClock(word string) bool {
	switch strings.ToLower(word) {
	case "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "eastern", "central", "mountain",
		"pacific", "et", "est", "edt", "ct", "cst", "cdt", "mt", "mst", "mdt", "pt", "pst", "pdt", "gmt", "utc", "bst":
		return true
	}
	return false
}
