package export

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/bidi"

	"alongside/sync/transcript"
)

// A markup writes text as HTML that is well-formed XML, too. The first error is kept by the writer, which Flush gives.
type markup struct{ *bufio.Writer }

func newMarkup(w io.Writer) markup { return markup{bufio.NewWriterSize(w, 64<<10)} }

// printf writes markup; each argument is escaped, whatever it is.
func (m markup) printf(format string, args ...any) {
	for i, arg := range args {
		args[i] = escape(fmt.Sprint(arg))
	}
	fmt.Fprintf(m.Writer, format, args...)
}

// escape makes text safe inside an element and inside an attribute in double quotes. What XML cannot hold, such as NUL, and
// what is no UTF-8 becomes U+FFFD.
func escape(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return escaped(r) != "" }) {
		return text // as nearly all words
	}
	var b strings.Builder
	for _, r := range text {
		if instead := escaped(r); instead != "" {
			b.WriteString(instead)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// escaped is what is written instead of a character, "" for one that is written as it is.
func escaped(r rune) string {
	switch r {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case '"':
		return "&quot;"
	case '\'':
		return "&#39;"
	case '\r': // which a parser would take for the end of a line
		return "&#13;"
	case '\t', '\n':
		return ""
	case unicode.ReplacementChar, 0xFFFE, 0xFFFF:
		return "\ufffd"
	}
	if r < ' ' {
		return "\ufffd"
	}
	return ""
}

// plain is text for where markup cannot keep it apart from its surroundings, as a window's title: in one line, and without
// characters that turn the direction of what follows.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			return -1
		case r < ' ' || r == 0x7F:
			return ' '
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

// The ids of what is marked.
func turnID(turn int) string           { return fmt.Sprintf("t%d", turn+1) }
func sentenceID(turn, part int) string { return fmt.Sprintf("t%ds%d", turn+1, part+1) }
func wordID(turn, part int) string     { return fmt.Sprintf("t%dw%d", turn+1, part+1) }

// turn writes a turn with an id for it and for each of its sentences and words. The voice is the speaker's number, from 0;
// -1 for none.
func (m markup) turn(n int, t transcript.Turn, role string, voice int) {
	element := "section"
	if t.Kind != transcript.Speech {
		element = "aside"
	}
	m.printf("<"+element+` class="turn %s" id="%s" dir="%s">`+"\n", t.Kind, turnID(n), leaning(t.Text, "auto"))
	if t.Speaker != "" {
		m.printf(`<p class="speaker voice%v"><span class="shape" aria-hidden="true"></span><bdi>%s</bdi>`, voice%voices+1, t.Speaker)
		if role != "" {
			m.printf(` <span class="role">%s</span>`, role)
		}
		m.WriteString("</p>\n")
	}
	m.paragraphs(n, t)
	m.WriteString("</" + element + ">\n")
}

// voices is how many colours and shapes there are for speakers.
const voices = 6

// paragraphs writes the text of a turn. All of it is written, and nothing else.
func (m markup) paragraphs(n int, t transcript.Turn) {
	p := parts{markup: m, turn: n, text: t.Text, sentences: t.Sentences(), words: t.Words()}
	for start := 0; start < len(t.Text); {
		end, next := len(t.Text), len(t.Text)
		if i := strings.Index(t.Text[start:], "\n\n"); i >= 0 {
			end, next = start+i, start+i+2
		}
		m.WriteString(`<p dir="auto">`)
		p.paragraph(start, end)
		m.WriteString("</p>\n")
		start = next
	}
}

// parts writes a turn's text with its sentences and words marked, from front to back.
type parts struct {
	markup
	turn                   int
	text                   string
	sentences, words       []transcript.Span
	nextSentence, nextWord int
}

func (p *parts) paragraph(at, end int) {
	for ; p.nextSentence < len(p.sentences) && p.sentences[p.nextSentence].Start < end; p.nextSentence++ {
		s := p.sentences[p.nextSentence]
		stop := min(s.End, end)
		p.plain(at, s.Start)
		p.printf(`<span class="s" id="%s">`, sentenceID(p.turn, p.nextSentence))
		p.sentence(s.Start, stop)
		p.WriteString("</span>")
		at = max(at, stop)
	}
	p.plain(at, end)
}

func (p *parts) sentence(at, end int) {
	for ; p.nextWord < len(p.words) && p.words[p.nextWord].Start < end; p.nextWord++ {
		w := p.words[p.nextWord]
		p.plain(at, w.Start)
		p.printf(`<span class="w" id="%s">%s</span>`, wordID(p.turn, p.nextWord), p.text[w.Start:min(w.End, end)])
		at = max(at, min(w.End, end))
	}
	p.plain(at, end)
}

func (p *parts) plain(from, to int) {
	if from < to {
		p.WriteString(escape(p.text[from:to]))
	}
}

// cast is who speaks in a story: for each name its number in order of appearance and its role.
type cast map[string]member

type member struct {
	voice int
	role  string
}

func castOf(t transcript.Transcript) cast {
	c := cast{}
	for _, s := range t.Speakers {
		if _, known := c[s.Name]; !known {
			c[s.Name] = member{len(c), s.Role}
		}
	}
	for _, turn := range t.Turns {
		if _, known := c[turn.Speaker]; !known && turn.Speaker != "" {
			c[turn.Speaker] = member{voice: len(c)}
		}
	}
	return c
}

// tag is a story's language as HTML and EPUB want it, "und" where it is not known or no language.
func tag(of string) string {
	if t, err := language.Parse(of); err == nil {
		return t.String()
	}
	return language.Und.String()
}

// direction is the direction in which a story is written, "ltr" or "rtl": that of its language or, where this is not known,
// of its first words.
func direction(t transcript.Transcript) string {
	known, err := language.Parse(t.Language)
	if err != nil || known == language.Und {
		if len(t.Turns) == 0 {
			return leaning(t.Title, "ltr")
		}
		return leaning(t.Turns[0].Text, "ltr")
	}
	script, _ := known.Script()
	switch script.String() {
	case "Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa":
		return "rtl"
	}
	return "ltr"
}

// leaning is the direction of the first letter in text that has one, as browsers find it for dir="auto"; those find none
// for what holds other elements with a direction.
func leaning(text, otherwise string) string {
	for _, r := range text {
		properties, _ := bidi.LookupRune(r)
		switch properties.Class() {
		case bidi.L:
			return "ltr"
		case bidi.R, bidi.AL:
			return "rtl"
		}
	}
	return otherwise
}
