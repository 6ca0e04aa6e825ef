package timing

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// A dialect is what the text of a cue may hold besides words.
type dialect interface {
	// tag reports whether a name in angle brackets is markup. What is not is text.
	tag(name string) bool
	// prepare takes out what is neither words nor tags.
	prepare(text string) string
}

// parseText reads the lines of a cue: it fills in text, voice and parts. The text keeps its line breaks, as \n.
func parseText(c *rawCue, text string, d dialect) {
	t := textReader{cue: c, dialect: d, part: Part{Start: c.Start, End: NoTime}}
	rest := d.prepare(text)
	for rest != "" {
		open := strings.IndexByte(rest, '<')
		if open < 0 {
			break
		}
		t.text(rest[:open])
		rest = rest[open+1:]
		end := strings.IndexAny(rest, "<>")
		if end >= 0 && rest[end] == '>' && !strings.HasPrefix(rest, " ") && t.tag(rest[:end]) {
			rest = rest[end+1:]
			continue
		}
		t.text("<")
	}
	t.text(rest)
	t.finish()
}

// A textReader collects a cue's text piece by piece.
type textReader struct {
	cue     *rawCue
	dialect dialect
	out     strings.Builder
	space   byte // the white space that comes before the next word, or 0
	part    Part // the part being read
	parts   []Part
	voices  []string // the voices that are open, innermost last
	silent  int      // how many <rt> are open: pronunciation, which would be said twice
}

// text adds a piece of text. A run of white space becomes one space, or one line break if there was one in it.
func (t *textReader) text(piece string) {
	if t.silent > 0 || piece == "" {
		return
	}
	for _, r := range html.UnescapeString(piece) {
		switch {
		case r == '\n':
			t.space = '\n'
		case unicode.IsSpace(r) || unicode.IsControl(r):
			if t.space == 0 {
				t.space = ' '
			}
		case r == '\uFEFF' || r == utf8.RuneError:
		default:
			if t.space != 0 && t.out.Len() > 0 {
				t.out.WriteByte(t.space)
			}
			t.space = 0
			if t.part.Span.End == 0 {
				t.part.Span.Start = t.out.Len()
			}
			t.out.WriteRune(r)
			t.part.Span.End = t.out.Len()
		}
	}
}

// tag takes in what stands between angle brackets; it reports false if that is not markup.
func (t *textReader) tag(inside string) bool {
	if at, err := parseStamp(inside); err == nil {
		t.cut(at)
		return true
	}
	name, annotation := tagName(inside)
	if !t.dialect.tag(strings.TrimPrefix(name, "/")) {
		return false
	}
	switch name {
	case "v":
		t.cue.told = true
		t.voices = append(t.voices, strings.Join(strings.Fields(html.UnescapeString(annotation)), " "))
		t.speak()
	case "/v":
		if len(t.voices) > 0 {
			t.voices = t.voices[:len(t.voices)-1]
		}
		t.speak()
	case "br":
		t.text("\n")
	case "rt":
		t.silent++
	case "/rt":
		t.silent = max(t.silent-1, 0)
	}
	return true
}

// tagName divides a tag like "v.loud Esme Hoggett" into its name and its annotation; the classes are left out.
func tagName(inside string) (name, annotation string) {
	name, annotation, _ = strings.Cut(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, inside), " ")
	name, _, _ = strings.Cut(name, ".")
	if name != "/" {
		name = strings.TrimSuffix(name, "/")
	}
	return strings.ToLower(name), annotation
}

// parseStamp reads an inline timestamp; unlike the times of a cue it must have its milliseconds, or it may be text.
func parseStamp(inside string) (time.Duration, error) {
	if !strings.ContainsAny(inside, ".,") || len(inside) < len("00:00.000") {
		return 0, errTime
	}
	return parseClock(inside)
}

// cut ends a part at the given time, at which the next one starts.
func (t *textReader) cut(at time.Duration) {
	if t.part.Span.End > 0 {
		t.part.End = at
		t.parts = append(t.parts, t.part)
	} else if len(t.parts) > 0 && t.parts[len(t.parts)-1].End == NoTime {
		t.parts[len(t.parts)-1].End = at
	}
	t.part = Part{Voice: t.part.Voice, Start: at, End: NoTime}
}

// speak lets the innermost open voice speak on.
func (t *textReader) speak() {
	voice := ""
	if len(t.voices) > 0 {
		voice = t.voices[len(t.voices)-1]
	}
	if t.part.Span.End > 0 && t.part.Voice != voice {
		t.parts = append(t.parts, t.part)
		t.part = Part{Start: NoTime, End: NoTime}
	}
	t.part.Voice = voice
}

func (t *textReader) finish() {
	t.cue.Text = t.out.String()
	if t.part.Span.End > 0 {
		t.part.End = t.cue.End
		t.parts = append(t.parts, t.part)
	}
	if len(t.parts) == 0 {
		return
	}
	t.cue.Voice = t.parts[0].Voice
	if len(t.parts) > 1 || t.parts[0].Start != t.cue.Start || t.parts[0].End != t.cue.End {
		t.cue.Parts = t.parts
	}
}

// plain is text as it is in a cue that has been read: without line breaks, doubled spaces and what cannot be printed.
func plain(text string) string {
	var c rawCue
	t := textReader{cue: &c}
	for _, r := range text {
		if r == '\n' {
			r = ' '
		}
		t.plainRune(r)
	}
	return t.out.String()
}

// plainRune adds a character that is no markup, whatever it is.
func (t *textReader) plainRune(r rune) {
	switch {
	case unicode.IsSpace(r) || unicode.IsControl(r):
		t.space = ' '
	case r == '\uFEFF' || r == utf8.RuneError:
	default:
		if t.space != 0 && t.out.Len() > 0 {
			t.out.WriteByte(t.space)
		}
		t.space = 0
		t.out.WriteRune(r)
	}
}

// An arrow is how well the arrow between the times of a cue is written.
type arrow int

const (
	noArrow arrow = iota
	badArrow
	goodArrow
)

// splitArrow divides a line into the times before and after the arrow, if there is one. Broken files have many kinds.
func splitArrow(line string) (before, after string, how arrow) {
	if b, a, ok := strings.Cut(line, "-->"); ok {
		b, a = strings.TrimSpace(b), strings.TrimSpace(a)
		if looksTimed(b) || looksTimed(a) {
			return b, a, goodArrow
		}
		return "", "", noArrow
	}
	if len(line) > 200 || !strings.Contains(line, ":") {
		return "", "", noArrow
	}
	for _, bad := range []string{"->", "-- >", "- ->", "--&gt;", "—>", "–>", "=>", "→", "—", "–", "--", " - "} {
		b, a, ok := strings.Cut(line, bad)
		if !ok {
			continue
		}
		b, a = strings.TrimSpace(b), strings.TrimSpace(a)
		end, _, _ := strings.Cut(a, " ")
		if isExactTime(b) && isExactTime(end) {
			return b, a, badArrow
		}
	}
	return "", "", noArrow
}

// looksTimed reports whether text begins with something that was meant to be a time.
func looksTimed(text string) bool {
	text, _, _ = strings.Cut(strings.ReplaceAll(text, "\t", " "), " ")
	return strings.Contains(text, ":") && strings.Trim(text, "0123456789:.,-") == ""
}

// isExactTime reports whether text is a time with a fraction or hours: "10:30 - 11:00" may well be something that is said.
func isExactTime(text string) bool {
	_, err := parseClock(text)
	return err == nil && (strings.ContainsAny(text, ".,") || strings.Count(text, ":") == 2)
}

// timesOf reads the two times of a cue's first line; what follows them, the settings, is for drawing only.
func (b *batch) timesOf(line string, number int) (start, end time.Duration, ok bool) {
	before, after, how := splitArrow(line)
	after, _, _ = strings.Cut(strings.ReplaceAll(after, "\t", " "), " ")
	start, err := parseClock(before)
	if err != nil {
		b.fail(number, "the start "+quoted(before)+" is not a time")
		return 0, 0, false
	}
	if end, err = parseClock(after); err != nil {
		b.fail(number, "the end "+quoted(after)+" is not a time")
		return 0, 0, false
	}
	if how == badArrow {
		b.mended(number, "the arrow between the times was not -->")
	}
	return start, end, true
}

// quoted is a piece of a file for a message: short, and on one line.
func quoted(s string) string {
	const most = 30
	if r := []rune(plain(s)); len(r) > most {
		return `"` + string(r[:most]) + `…"`
	}
	return `"` + plain(s) + `"`
}
