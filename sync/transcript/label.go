package transcript

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	longestLabel = 160 // bytes before the colon
	longestName  = 8   // words
)

// A label is what stands before the colon of "MICHELE KELEMEN, BYLINE: …".
type label struct {
	name  string         // as printed, without role and titles such as "Mr.": "MICHELE KELEMEN", "Dr. VALE"
	words []string       // what identifies the person: the name in capitals, without titles and periods
	title string         // "mr", "ms", … where one was printed
	role  string         // as printed: "BYLINE", "Diplomat, North Korea"
	mark  string         // a mark inside the label, "(Through Translator)", which belongs to the text
	stamp *time.Duration // a time stamp inside the label: "Anna Vale (00:04)"
	sure  strength
}

// strength is how far a label can be believed on its own.
type strength int

const (
	doubtful strength = iota // like a name, or like the beginning of a sentence: "Supper: soup"
	likely                   // two words or more, like a full name: "Jane Doe"
	certain                  // in capitals, with a title, a role that everybody knows, or set apart by the page
)

var (
	labelBrackets = regexp.MustCompile(`\s*[\[(]([^\[\]()]*)[\])]`)
	stampAtEnd    = regexp.MustCompile(`\s+\(?` + clockPattern + `\)?$`)
	nameSuffix    = regexp.MustCompile(`^(?i:jr|sr|ii|iii|iv|m\.?d|ph\.?d|esq|d\.?d\.?s|r\.?n|o\.?b\.?e)\.?$`)
	shoutedWord   = regexp.MustCompile(`^(?:(?:Mc|Mac|Fitz|De|Di|Du|La|Le|Van|Von|St\.)?(?:\p{L}['’])?|al-|el-|de|d['’])?[\p{Lu}\p{Lt}\p{M}.'’"“”&/-]+(?:['’]s)?$`)
	numberWord    = regexp.MustCompile(`^(?:#|No\.\s?)?\d{1,3}$`)
)

// labelAtHead takes a label and its colon from the beginning of text.
func labelAtHead(text string) (l label, rest string, ok bool) {
	head, rest, ok := cutLabel(text)
	if !ok {
		return label{}, text, false
	}
	if l, ok = parseLabel(head); !ok {
		return label{}, text, false
	}
	rest = strings.TrimSpace(rest)
	if l.mark != "" {
		rest = strings.TrimSpace(l.mark + " " + rest)
	}
	return l, rest, true
}

// cutLabel cuts text at the first colon that can end a label: outside brackets, and not one inside a clock time or an
// address.
func cutLabel(text string) (head, rest string, ok bool) {
	depth := 0
	for i, r := range text {
		if i > longestLabel {
			break
		}
		switch r {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case '\n':
			return "", "", false
		case ':', '：':
			if depth > 0 {
				continue
			}
			rest = text[i+utf8.RuneLen(r):]
			next, _ := utf8.DecodeRuneInString(rest)
			if rest == "" || unicode.IsSpace(next) || r == '：' {
				return text[:i], rest, i > 0
			}
			// "KELEMEN:Ever" is a slip of the typist; "10:30" and "https://" are none.
			return text[:i], rest, i > 0 && isShouted(text[:i]) && (unicode.IsUpper(next) || isOpener(next))
		}
	}
	return "", "", false
}

// parseLabel reads what stands before a label's colon.
func parseLabel(head string) (label, bool) {
	var l label
	head = strings.Trim(head, " *_")
	if m := stampAtEnd.FindStringIndex(head); m != nil {
		l.addStamp(head[m[0]:m[1]])
		head = head[:m[0]]
	}
	head = labelBrackets.ReplaceAllStringFunc(head, func(m string) string {
		inside := strings.TrimSpace(labelBrackets.FindStringSubmatch(m)[1])
		switch {
		case inside == "", l.addStamp(inside):
		case isMark(inside):
			l.mark = strings.TrimSpace(m)
		case l.role == "":
			l.role = inside
		}
		return ""
	})
	parts := strings.Split(head, ",")
	l.name = collapse(parts[0])
	for _, p := range parts[1:] {
		switch p = collapse(p); {
		case p == "":
		case nameSuffix.MatchString(p):
			l.name += " " + p
		case l.role == "":
			l.role = p
		default:
			l.role += ", " + p
		}
	}
	return l.check(len(parts) > 1)
}

// addStamp reads a time stamp in a label and reports whether it is one.
func (l *label) addStamp(text string) bool {
	at, ok := parseClock(strings.Trim(text, " ()"))
	if ok {
		l.stamp = &at
	}
	return ok
}

// check completes a label and says whether it can be one.
func (l label) check(hasComma bool) (label, bool) {
	words := strings.Fields(l.name)
	if len(words) == 0 || len(words) > longestName || len(l.name) > 80 || len(l.role) > 100 {
		return label{}, false
	}
	for len(words) > 1 && titleOf(words[0]) != "" {
		l.title = titleOf(words[0])
		words = words[1:]
	}
	if len(words) > 1 && isPoliteTitle(l.title) {
		l.name = strings.Join(words, " ")
	}
	for _, w := range words {
		l.words = append(l.words, identity(w))
	}
	first := strings.ToLower(words[0])
	if notAName(strings.TrimRight(first, ".,")) || strings.ContainsFunc(l.name, notInNames) {
		return label{}, false
	}
	switch shouted, titled := areShouted(words), areTitled(words); {
	case !shouted && !titled:
		return label{}, false
	case functionWord(first):
		l.sure = doubtful
		return l, shouted
	case l.isGeneric(), l.stamp != nil, l.title != "", shouted && (len(words) > 1 || len(l.words[0]) > 1):
		l.sure = certain
	case hasComma && !knownRole(l.role) && !isShouted(l.role):
		return label{}, false // "Anna, Bob and Carl: three friends"
	case len(words) > 1 || l.role != "":
		l.sure = likely
	}
	return l, true
}

// identity is a word of a name as it is compared: in capitals, without periods and with plain apostrophes.
func identity(word string) string {
	return strings.ReplaceAll(strings.ReplaceAll(strings.ToUpper(word), ".", ""), "’", "'")
}

func notInNames(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" .'’\"“”#&/-", r)
}

// areShouted reports whether the words are a name in capitals; "Mc" and particles may be in small letters.
func areShouted(words []string) bool {
	capitals := false
	for i, w := range words {
		switch {
		case numberWord.MatchString(w):
		case shoutedWord.MatchString(w):
			capitals = capitals || utf8.RuneCountInString(w) == 1 && unicode.IsUpper([]rune(w)[0]) || endsShouted(w)
		case i > 0 && isParticle(w), nameSuffix.MatchString(w):
		default:
			return false
		}
	}
	return capitals
}

// endsShouted reports whether word ends in at least two capitals, as "VALE" and "McDONALD" do.
func endsShouted(word string) bool {
	n := 0
	for _, r := range word {
		if unicode.IsUpper(r) {
			n++
		} else if unicode.IsLower(r) {
			n = 0
		}
	}
	return n > 1
}

// areTitled reports whether the words are written like a name: "Jean de la Cruz", "Speaker 2", "张三".
func areTitled(words []string) bool {
	for i, w := range words {
		if i > 0 && (isParticle(w) || numberWord.MatchString(w)) {
			continue
		}
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, `"“`))
		if !unicode.IsLetter(r) || unicode.IsLower(r) {
			return false
		}
	}
	return len(words) <= 5
}

func isParticle(word string) bool {
	switch word {
	case "de", "la", "las", "los", "del", "della", "di", "da", "das", "do", "dos", "du", "der", "den", "van", "von", "zu", "bin", "ibn",
		"al", "el", "y", "e", "of", "and", "the", "ter", "ten", "le":
		return true
	}
	return false
}

// titleOf gives the title that word is, in small letters, or "".
func titleOf(word string) string {
	w := strings.TrimSuffix(strings.ToLower(word), ".")
	switch w {
	case "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sen", "senator", "rep", "representative", "gov", "governor",
		"president", "secretary", "mayor", "judge", "justice", "gen", "general", "col", "colonel", "lt", "lieutenant", "sgt",
		"sergeant", "capt", "captain", "maj", "adm", "admiral", "rev", "reverend", "father", "rabbi", "imam", "bishop",
		"archbishop", "cardinal", "ambassador", "congressman", "congresswoman", "sheriff", "officer", "detective", "chancellor",
		"minister", "sir", "dame":
		return w
	}
	return ""
}

// isPoliteTitle reports whether a title says nothing but how to address the person.
func isPoliteTitle(title string) bool {
	return slices.Contains([]string{"mr", "mrs", "ms", "miss", "mx"}, title)
}

// isGeneric reports whether the label names no person but a part that is played: "HOST", "UNIDENTIFIED MAN #2".
func (l label) isGeneric() bool {
	switch l.words[0] {
	case "UNIDENTIFIED", "UNKNOWN", "UNNAMED", "AUTOMATED", "COMPUTER-GENERATED", "COMPUTERIZED", "RECORDED", "VARIOUS":
		return true
	}
	last := l.words[len(l.words)-1]
	if len(l.words) > 1 && numberWord.MatchString(last) {
		last = l.words[len(l.words)-2]
	}
	if len(l.words) > 1 && !numberWord.MatchString(l.words[len(l.words)-1]) {
		return knownRole(strings.Join(l.words, " "))
	}
	switch last {
	case "SPEAKER", "MAN", "WOMAN", "PERSON", "CHILD", "BOY", "GIRL", "VOICE", "CROWD", "GROUP", "AUDIENCE", "CALLER", "PARTICIPANT",
		"PROTESTER", "PROTESTERS", "REPORTER", "CHORUS", "ALL":
		return true
	}
	return knownRole(last)
}

// knownRole reports whether text is a part in a broadcast.
func knownRole(text string) bool {
	switch strings.ToLower(text) {
	case "host", "co-host", "cohost", "byline", "guest", "narrator", "narration", "interviewer", "interviewee", "moderator", "anchor",
		"reporter", "correspondent", "presenter", "announcer", "interpreter", "translator", "producer", "editor", "operator",
		"questioner", "host 1", "host 2", "voice-over", "voiceover", "news anchor", "vo":
		return true
	}
	return false
}

// functionWord reports whether word, in small letters, opens sentences and hardly any name.
func functionWord(word string) bool {
	switch word {
	case "the", "a", "at", "in", "on", "for", "from", "to", "by", "with", "and", "but", "or", "if", "this", "that", "these", "those", "here",
		"there", "what", "when", "where", "why", "how", "who", "which", "it", "we", "they", "you", "my", "our", "your", "his", "her", "their",
		"as", "is", "are", "not", "no", "yes", "then", "now", "also", "about", "after", "before", "because", "let's", "i":
		return true
	}
	return false
}

// notAName reports whether word, in small letters, opens a line of a page's furniture or an editor's note.
func notAName(word string) bool {
	switch word {
	case "note", "notes", "warning", "update", "updated", "correction", "clarification", "copyright", "transcript", "photo", "photos", "image",
		"caption", "credit", "credits", "source", "sources", "date", "published", "title", "subtitle", "author", "authors", "read", "listen",
		"watch", "related", "more", "next", "previous", "see", "subject", "topic", "topics", "tags", "tag", "category", "categories",
		"filed", "share", "email", "e-mail", "phone", "website", "link", "links", "remember", "example", "tip", "step", "part", "chapter",
		"section", "figure", "table", "summary", "abstract", "introduction", "conclusion", "contents", "episode", "season",
		"editor's", "editors'", "editor’s", "editors’", "post-broadcast", "breaking", "http", "https", "duration", "url", "language",
		"audio", "video", "duration_s", "program", "first", "second", "third", "finally", "lastly", "also", "plus", "important",
		"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "tomorrow", "subscribe",
		"music", "sound", "rights", "keywords", "byline:", "spoiler", "disclaimer", "references", "bibliography", "p.s", "ps":
		return true
	}
	return false
}
