package transcript

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// Sentences gives the turn's sentences, in order and without the spaces around them. They follow the Unicode rules
// (UAX #29) where those know enough, and join again what a shortened word ("Mr.", "U.N.", "J.") had cut apart. A blank line
// always ends a sentence.
//
// Every word lies in exactly one sentence, and in a turn that has words every sentence has at least one: a mark between
// two sentences belongs to the one before it, and a paragraph of nothing but marks to none.
func (t Turn) Sentences() []Span {
	return sentenceSpans(t.segment())
}

func sentenceSpans(parts []sentence) []Span {
	if len(parts) == 0 {
		return nil
	}
	spans := make([]Span, len(parts))
	for i, p := range parts {
		spans[i] = p.Span
	}
	return spans
}

// Words gives the words that are spoken, in order. Quotes, brackets, commas and the sentence's last period are left out; what
// is read aloud ("$5", "50%", "C++", "&") and the period that belongs to a word ("U.N.", "Mr.") are kept. Words inside a
// mark are none, and a turn that is not speech has none.
//
// Chinese and Japanese, written without spaces, are divided by the Unicode rules. Thai, Lao, Khmer and Burmese would need a
// dictionary: there a word is what stands between two spaces.
func (t Turn) Words() []Span {
	return wordSpans(t.segment())
}

// Spans are the turn's sentences and its words, for half the price of asking for each.
func (t Turn) Spans() (sentences, words []Span) {
	parts := t.segment()
	return sentenceSpans(parts), wordSpans(parts)
}

func wordSpans(parts []sentence) []Span {
	n := 0
	for _, p := range parts {
		n += len(p.words)
	}
	if n == 0 {
		return nil
	}
	spans := make([]Span, 0, n)
	for _, p := range parts {
		spans = append(spans, p.words...)
	}
	return spans
}

// A sentence with the words in it.
type sentence struct {
	Span
	words []Span
}

func (t Turn) segment() []sentence {
	if t.Kind != Speech {
		return sentencesIn(t.Text, t.Text)
	}
	text := masked(t.Text, marks(t.Text))
	parts := sentencesIn(t.Text, text)
	for i := range parts {
		p := &parts[i]
		p.words = wordsIn(text, p.Span, nil)
	}
	return joinWordless(t.Text, parts)
}

// sentencesIn divides masked, in which marks are blank; the spans are trimmed by what original has there.
func sentencesIn(original, masked string) []sentence {
	var parts []sentence
	for start := 0; start < len(masked); {
		end := paragraphEnd(masked, start)
		for _, s := range split(masked, Span{start, end}) {
			if s = trim(original, s); s.Start < s.End {
				parts = append(parts, sentence{Span: s})
			}
		}
		start = end
	}
	return parts
}

// paragraphEnd gives where the paragraph that holds text[from] ends: after the blank line that closes it.
func paragraphEnd(text string, from int) int {
	for i := from; i < len(text); i++ {
		if text[i] != '\n' {
			continue
		}
		j := i + 1
		for j < len(text) && (text[j] == ' ' || text[j] == '\t' || text[j] == '\r') {
			j++
		}
		if j < len(text) && text[j] == '\n' {
			return j + 1
		}
	}
	return len(text)
}

func trim(text string, s Span) Span {
	inside := s.In(text)
	s.Start += len(inside) - len(strings.TrimLeftFunc(inside, unicode.IsSpace))
	s.End = s.Start + len(strings.TrimSpace(inside))
	return s
}

// longestRun is how many brackets, quotes and spaces in a row are looked at. More are no one's writing, and the Unicode rules
// look back through all of them at each: 40,000 took four seconds.
const longestRun = 64

// shortened puts letters in place of what is too much in runs of brackets, quotes and spaces; its length is that of text.
func shortened(text string) string {
	var out []byte
	run := 0
	for i, size := 0, 0; i < len(text); i += size {
		var r rune
		r, size = utf8.DecodeRuneInString(text[i:])
		if unicode.IsLetter(r) || unicode.IsNumber(r) || strings.ContainsRune(".!?。！？…\n", r) {
			run = 0
			continue
		}
		if run++; run <= longestRun {
			continue
		}
		if out == nil {
			out = []byte(text)
		}
		for k := range size {
			out[i+k] = 'a'
		}
	}
	if out == nil {
		return text
	}
	return string(out)
}

// split divides one paragraph into sentences, untrimmed.
func split(text string, paragraph Span) []Span {
	var out []Span
	start, at := paragraph.Start, paragraph.Start
	pieces := sentences.FromString(shortened(paragraph.In(text)))
	for pieces.Next() {
		pieceStart := at
		at += len(pieces.Value())
		for _, cut := range beforeNumbers(text, Span{pieceStart, at}) {
			out = append(out, Span{start, cut})
			start = cut
		}
		if at == paragraph.End || endsAt(text, Span{start, at}, text[at:paragraph.End]) {
			out = append(out, Span{start, at})
			start = at
		}
	}
	return out
}

// beforeNumbers finds sentence ends that the Unicode rules miss, as they wait for a capital letter: "in 2014. 20 came".
func beforeNumbers(text string, s Span) []int {
	var cuts []int
	for i := s.Start; ; {
		dot := strings.Index(text[i:s.End], ". ")
		if dot < 0 {
			return cuts
		}
		dot += i
		i = dot + 1
		next := strings.TrimLeft(text[i:s.End], " ")
		if next == "" || next[0] < '0' || next[0] > '9' {
			continue
		}
		if token := lastToken(text[s.Start:i]); classify(token) == fullStop && strings.ContainsFunc(token, unicode.IsLetter) ||
			isYear(token) {
			cuts = append(cuts, s.End-len(next))
		}
	}
}

func isYear(token string) bool {
	return len(token) == 5 && strings.Trim(token[:4], "0123456789") == "" && token[4] == '.'
}

// endsAt reports whether the boundary that the Unicode rules see between sentence and rest is a real one.
func endsAt(text string, sentence Span, rest string) bool {
	inside := sentence.In(text)
	left := strings.TrimRightFunc(inside, unicode.IsSpace)
	right := strings.TrimLeftFunc(rest, unicode.IsSpace)
	if left == "" || right == "" {
		return false
	}
	bare := strings.TrimRightFunc(left, isCloser)
	if bare == "" {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(bare)
	if len(left) == len(inside) && len(right) == len(rest) && last < utf8.RuneSelf {
		return false // no space between them, as in an address: "example.org/?Page"
	}
	switch {
	case !isTerminal(last):
		return false // only a line break
	case last != '.':
		first, _ := utf8.DecodeRuneInString(right)
		return len(bare) == len(left) || !unicode.IsLower(first) // "Why?" she asked.
	}
	return periodEnds(lastToken(bare), firstToken(right))
}

// periodEnds reports whether the period of token ends a sentence when next is the token after it.
func periodEnds(token, next string) bool {
	kind := classify(token)
	switch kind {
	case titlePeriod:
		return false
	case beforeDigit:
		return next == "" || next[0] < '0' || next[0] > '9'
	case clockPeriod:
		return !followsClock(strings.TrimFunc(next, isNotWord))
	case mayEnd:
		if len(next) > 1 && next[len(next)-1] == '.' && classify(next) == mayEnd {
			return false // "J. R. Smith": also where an initial looks like a word, "A."
		}
		return opensSentence(strings.TrimFunc(next, isNotWord))
	}
	return true
}

func isNotWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }

// lastToken gives what follows the last space or opening bracket or quote of text.
func lastToken(text string) string {
	i := strings.LastIndexFunc(text, func(r rune) bool { return unicode.IsSpace(r) || isOpener(r) || isDash(r) })
	if i < 0 {
		return text
	}
	_, size := utf8.DecodeRuneInString(text[i:])
	return text[i+size:]
}

// firstToken gives what comes before the first space of text, without opening quotes and brackets and closing marks.
func firstToken(text string) string {
	if i := strings.IndexFunc(text, unicode.IsSpace); i >= 0 {
		text = text[:i]
	}
	return strings.TrimRight(strings.TrimLeftFunc(text, isOpener), ",;:!?\"'”’)")
}

func isTerminal(r rune) bool { return unicode.Is(unicode.Sentence_Terminal, r) || r == '…' }

func isOpener(r rune) bool { return strings.ContainsRune("\"'“‘«„([{¿¡", r) }

func isCloser(r rune) bool { return strings.ContainsRune("\"'”’»“)]}", r) }

func isDash(r rune) bool { return r == '—' || r == '–' || r == '―' }

// joinWordless gives each sentence without a word ("...", what stands around a mark) to its neighbour in the paragraph,
// and leaves it out where it has none, unless the turn has no words at all.
func joinWordless(text string, parts []sentence) []sentence {
	if !slices.ContainsFunc(parts, func(p sentence) bool { return len(p.words) > 0 }) {
		return parts
	}
	out := parts[:0]
	pending := -1 // where a wordless beginning of a paragraph starts
	for _, p := range parts {
		fresh := len(out) == 0 || blankLineIn(text[out[len(out)-1].End:p.Start])
		if pending >= 0 && blankLineIn(text[pending:p.Start]) {
			pending = -1
		}
		switch {
		case len(p.words) > 0:
			if pending >= 0 {
				p.Start, pending = pending, -1
			}
			out = append(out, p)
		case !fresh:
			out[len(out)-1].End = p.End
		case pending < 0:
			pending = p.Start
		}
	}
	return out
}

// blankLineIn reports whether the space between two sentences holds a blank line.
func blankLineIn(between string) bool { return strings.Count(between, "\n") > 1 }
