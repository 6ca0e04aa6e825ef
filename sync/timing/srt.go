package timing

import (
	"slices"
	"strings"
	"time"
)

// srtText is how the text of an SRT cue is marked up: a few tags of HTML, WebVTT's <v>, and places on the screen like
// {\an8}. There is no standard; other angle brackets are text.
type srtText struct{}

func (srtText) prepare(text string) string {
	if !strings.Contains(text, `{\`) {
		return text
	}
	var out strings.Builder
	for {
		before, after, ok := strings.Cut(text, `{\`)
		out.WriteString(before)
		if !ok {
			return out.String()
		}
		_, rest, closed := strings.Cut(after, "}")
		if !closed {
			out.WriteString(`{\` + after)
			return out.String()
		}
		text = rest
	}
}

func (srtText) tag(name string) bool {
	return slices.Contains([]string{
		"i", "b", "u", "s", "em", "strong", "font", "c", "v", "span", "p", "br", "lang", "ruby", "rt", "rp",
	}, name)
}

// readSRT reads SubRip subtitles. A cue starts with its line of times; the number above it and the blank lines may be
// missing, and blank lines may stand inside its text.
func readSRT(text string) batch {
	b := batch{format: FormatSRT}
	lines := strings.Split(text, "\n")
	var c textCue
	open, from, count := false, 0, 0
	end := func(to int) {
		if open {
			c.text = strings.Join(lines[from:to], "\n")
			parseText(&c.rawCue, c.text, srtText{})
			b.cues = append(b.cues, c.rawCue)
		} else if first := firstText(lines[from:to]); first >= 0 && count == 0 {
			b.mended(from+first+1, "left out: text without a time")
		}
	}
	for i, line := range lines {
		if _, _, how := splitArrow(line); how == noArrow {
			continue
		}
		end(beforeNumber(lines, from, i))
		var start, stop time.Duration
		start, stop, open = b.timesOf(line, i+1)
		c = textCue{}
		c.Start, c.End, c.Line = start, stop, i+1
		from = i + 1
		count++
	}
	end(len(lines))
	return b
}

// firstText is the first line with text in it, or -1.
func firstText(lines []string) int {
	return slices.IndexFunc(lines, func(line string) bool { return strings.TrimSpace(line) != "" })
}

// beforeNumber is where a cue's text ends when the next one's times are in line i: before that one's number, which stands
// right above the times. A text that is nothing but a number has a blank line after it.
func beforeNumber(lines []string, from, i int) int {
	n := i - 1
	if n < from || !isNumber(lines[n]) {
		return i
	}
	if firstText(lines[from:n]) < 0 && n == from && from > 0 {
		return i // right below the times above: this is what is said
	}
	return n
}
