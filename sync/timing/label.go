package timing

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"alongside/sync/transcript"
)

// label finds speakers that stand in front of what they say ("HOST: Hello") where the format itself does not tell them. Who
// was named last goes on speaking until somebody else is; a sound belongs to nobody who is not named with it.
func label(cues []rawCue) {
	b := newLabels(cues)
	last := ""
	for i := range cues {
		c := &cues[i]
		if !c.told {
			last = b.apply(&c.Cue, last)
		} else if n := len(c.Parts); n > 0 {
			last = c.Parts[n-1].Voice
		} else {
			last = c.Voice
		}
	}
}

// labels are the names of speakers found in a file. What stands before a colon in one line may be anything; in many lines it
// is a speaker.
type labels struct {
	count map[string]int // in how many lines, by name in lower case
	most  bool           // whether most lines have one
}

func newLabels(cues []rawCue) labels {
	b := labels{count: make(map[string]int)}
	lines, named := 0, 0
	for _, c := range cues {
		if c.told {
			continue
		}
		for line := range strings.Lines(c.Text) {
			if isSound(line) {
				continue
			}
			lines++
			if name, _, _ := splitLabel(line); name != "" {
				b.count[strings.ToLower(name)]++
				named++
			}
		}
	}
	b.most = named*2 > lines
	return b
}

// split divides a line into the speaker and what is said, if it begins with a speaker. skip is where the latter begins.
func (b labels) split(line string) (name string, skip int, ok bool) {
	name, skip, sure := splitLabel(line)
	if name == "" || !sure && !b.most && b.count[strings.ToLower(name)] < 2 {
		return "", 0, false
	}
	return name, skip, true
}

// apply names who speaks in the cue, takes the names out of its text, and gives the last one.
func (b labels) apply(c *Cue, last string) string {
	found := false
	var parts []Part
	var text strings.Builder
	for start := 0; start < len(c.Text); {
		end := strings.IndexByte(c.Text[start:], '\n') + start
		if end < start {
			end = len(c.Text)
		}
		line := c.Text[start:end]
		name, skip, ok := b.split(line)
		voice := last
		switch {
		case ok:
			found, last, voice = true, name, name
		case isSound(line):
			voice = ""
		}
		parts = c.said(parts, &text, voice, transcript.Span{Start: start + skip, End: end})
		start = end + 1
	}
	if !found {
		c.speakOn(last)
		return last
	}
	c.Text, c.Parts = text.String(), parts
	if len(parts) == 0 {
		return last // nothing but the name
	}
	c.Voice = parts[0].Voice
	parts[0].Start, parts[len(parts)-1].End = c.Start, c.End
	if len(parts) == 1 {
		c.Parts = nil
	}
	return last
}

// speakOn says that a cue without a name in it is spoken by the last one named.
func (c *Cue) speakOn(last string) {
	if isSound(c.Text) {
		return
	}
	c.Voice = last
	for i := range c.Parts {
		c.Parts[i].Voice = last
	}
}

// said adds a line of the cue to the new text and parts: to the last part if the same voice speaks on. Times inside the line
// are kept.
func (c *Cue) said(parts []Part, text *strings.Builder, voice string, line transcript.Span) []Part {
	if line.Start >= line.End {
		return parts
	}
	if text.Len() > 0 {
		text.WriteByte(' ')
	}
	shift := text.Len() - line.Start
	text.WriteString(c.Text[line.Start:line.End])
	timed := false
	for _, p := range c.Parts {
		if p.Span.Start >= line.End || p.Span.End <= line.Start {
			continue
		}
		timed = true
		from, to := max(p.Span.Start, line.Start), min(p.Span.End, line.End)
		p.Voice, p.Span = voice, transcript.Span{Start: from + shift, End: to + shift}
		parts = append(parts, p)
	}
	if timed {
		return parts
	}
	if n := len(parts); n > 0 && parts[n-1].Voice == voice {
		parts[n-1].Span.End = text.Len()
		return parts
	}
	span := transcript.Span{Start: line.Start + shift, End: text.Len()}
	return append(parts, Part{Span: span, Voice: voice, Start: NoTime, End: NoTime})
}

// splitLabel gives the name in front of a colon and where what is said begins. It is sure of a name in capitals and of one
// of two words or more that all have a capital letter; a single word might be anything ("Remember: …").
func splitLabel(line string) (name string, skip int, sure bool) {
	const longestName = 60
	colon := strings.IndexByte(line[:min(len(line), longestName)], ':')
	if colon <= 0 {
		return "", 0, false
	}
	skip = colon + 1
	if skip < len(line) && !isSpace(line[skip]) {
		return "", 0, false // "10:30", "http://"
	}
	for skip < len(line) && isSpace(line[skip]) {
		skip++
	}
	if skip == len(line) && !strings.HasSuffix(line, ":") {
		return "", 0, false
	}
	name = strings.TrimLeft(line[:colon], "->– ")
	switch nameKind(name) {
	case noName:
		return "", 0, false
	case sureName:
		return name, skip, true
	}
	return name, skip, false
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' }

type nameness int

const (
	noName nameness = iota
	maybeName
	sureName
)

// nameKind says whether a few words before a colon may be a name: "HOST", "Michele Kelemen", "DR. KIM (Author)", "Speaker 2".
func nameKind(text string) nameness {
	text, _, _ = strings.Cut(text, "(")
	text, _, _ = strings.Cut(text, ",")
	words := strings.Fields(text)
	if len(words) == 0 || len(words) > 5 || !opensName(words[0]) {
		return noName
	}
	letters := false
	for _, w := range words[1:] {
		if !isNameWord(w) {
			return noName
		}
	}
	shouted := true
	for _, r := range text {
		letters = letters || unicode.IsLetter(r)
		shouted = shouted && !unicode.IsLower(r)
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune(" .-'’#&", r) {
			return noName
		}
	}
	switch {
	case !letters:
		return noName
	case shouted && utf8.RuneCountInString(text) > 1 || len(words) > 1:
		return sureName
	}
	return maybeName
}

// isNameWord reports whether the word may follow in a name: with a capital letter, a number, or a small word of names.
func isNameWord(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	if unicode.IsUpper(r) || unicode.IsDigit(r) || r == '#' || r == '&' || !unicode.IsLower(r) && unicode.IsLetter(r) {
		return true
	}
	return slices.Contains([]string{"al", "bin", "da", "das", "de", "del", "den", "der", "di", "do", "dos", "du", "el", "la", "le", "ten", "van", "von", "zu"}, w)
}

// opensName reports whether the first word of a label may begin a name; sentences begin with the words that may not.
func opensName(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	if !unicode.IsLetter(r) || unicode.IsLower(r) {
		return false
	}
	return !slices.Contains([]string{
		"a", "an", "and", "as", "at", "but", "chapter", "example", "first", "for", "from", "here", "his", "her", "how", "if",
		"in", "it", "its", "my", "note", "on", "our", "part", "please", "ps", "question", "remember", "second", "so", "step",
		"that", "the", "their", "then", "these", "this", "those", "to", "warning", "what", "when", "where", "who", "why",
		"with", "your",
	}, strings.ToLower(w))
}

// isSound reports whether text is nothing but sounds: "(LAUGHTER)", "[music]", "♪", "♪ words of a song ♪".
func isSound(text string) bool {
	text = strings.Trim(text, " \n\t.,!?…-–—*")
	for text != "" {
		r, size := utf8.DecodeRuneInString(text)
		var end int
		switch r {
		case '(', '[':
			end = closing(text, r)
		case '♪', '♫', '♬', '♩', '🎵', '🎶':
			// What stands between two notes is sung; after a single one nothing may follow.
			if i := strings.IndexRune(text[size:], r); i >= 0 {
				end = size + i + size
			} else {
				end = size
			}
		}
		if end <= 0 {
			return false
		}
		text = strings.TrimLeft(text[end:], " \n\t.,!?…-–—*")
		if text == "" {
			return true
		}
	}
	return false
}

// closing is what follows the bracket that closes the one that text begins with, or -1.
func closing(text string, open rune) int {
	shut := map[rune]rune{'(': ')', '[': ']'}[open]
	depth := 0
	for i, r := range text {
		switch r {
		case open:
			depth++
		case shut:
			if depth--; depth == 0 {
				return i + utf8.RuneLen(r)
			}
		}
	}
	return -1
}
