package timing

import (
	"slices"
	"strings"
	"time"
)

// vttText is how the text of a WebVTT cue is marked up: whatever stands in angle brackets is a tag, except what no tag
// could be ("<3", "a < b").
type vttText struct{}

func (vttText) prepare(text string) string { return text }

func (vttText) tag(name string) bool {
	if name == "" {
		return true // "<>" and "</>" are nothing
	}
	c := name[0] | 0x20
	return c >= 'a' && c <= 'z'
}

// readVTT reads WebVTT as the standard says (https://www.w3.org/TR/webvtt1/#file-parsing), with more patience: times may
// have commas, arrows be broken, blank lines between cues be missing.
func readVTT(text string) batch {
	b := batch{format: FormatVTT}
	lines := strings.Split(text, "\n")
	i := 0
	for i < len(lines) && strings.TrimSpace(lines[i]) == "" {
		i++
	}
	if i < len(lines) && strings.HasPrefix(strings.TrimSpace(lines[i]), "WEBVTT") {
		i = b.vttHeader(lines, i+1)
	} else {
		b.mended(1, "the first line should be WEBVTT")
	}
	stamps := strings.Contains(text, "<0") || strings.Contains(text, "<1")
	var rolled rolling
	for i < len(lines) {
		first := i
		for i < len(lines) && strings.TrimSpace(lines[i]) != "" {
			i++
		}
		for _, c := range b.vttBlock(lines[first:i], first+1) {
			if stamps {
				c.text = rolled.rest(c)
			}
			parseText(&c.rawCue, c.text, vttText{})
			b.cues = append(b.cues, c.rawCue)
		}
		i++
	}
	if slices.ContainsFunc(b.cues, func(c rawCue) bool { return c.told }) {
		for i := range b.cues {
			b.cues[i].told = true // a file with voices has no names in its text
		}
	}
	if rolled.line > 0 {
		b.cues = withoutEmpty(b.cues)
		b.mended(rolled.line, "lines of rolling captions that come twice were left out once, here and later on")
	}
	return b
}

// vttHeader reads the lines up to the first blank one or the first cue, and says where that is.
func (b *batch) vttHeader(lines []string, i int) int {
	for ; i < len(lines) && strings.TrimSpace(lines[i]) != ""; i++ {
		if _, _, how := splitArrow(lines[i]); how != noArrow {
			return i
		}
		key, value, _ := strings.Cut(lines[i], ":")
		if strings.EqualFold(strings.TrimSpace(key), "language") {
			b.language = languageTag(value)
		}
	}
	return i
}

// A textCue is a cue with its text as it is in the file.
type textCue struct {
	rawCue
	text string
}

// vttBlock reads the lines between two blank ones: mostly one cue, none for a note, several where blank lines are missing.
func (b *batch) vttBlock(lines []string, number int) []textCue {
	if len(lines) == 0 || isVTTAside(lines[0]) {
		return nil
	}
	var cues []textCue
	open, from, timed := false, 0, false
	end := func(to int) {
		if open {
			cues[len(cues)-1].text = strings.Join(lines[from:to], "\n")
		}
	}
	for i, line := range lines {
		if _, _, how := splitArrow(line); how == noArrow {
			continue
		}
		end(beforeNumber(lines, from, i))
		c := textCue{}
		c.Line = number + i
		if c.Start, c.End, open = b.timesOf(line, c.Line); open {
			cues = append(cues, c)
		}
		from, timed = i+1, true
	}
	end(len(lines))
	if !timed {
		b.mended(number, "left out: text without a time")
	}
	return cues
}

// isVTTAside reports whether a block that begins so is a note, a style sheet or a region.
func isVTTAside(line string) bool {
	word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
	word, _, _ = strings.Cut(word, "\t")
	return word == "NOTE" || word == "STYLE" || word == "REGION" ||
		strings.HasPrefix(word, "Region:") || strings.HasPrefix(word, "X-TIMESTAMP-MAP")
}

func isNumber(line string) bool {
	line = strings.TrimSpace(line)
	return line != "" && len(line) < 10 && strings.Trim(line, "0123456789") == ""
}

// rolling leaves out what captions made live show a second time: the line before, above the one that is new. Only files
// with times inside the cues have it, and only there is the new line told from a repeated one.
type rolling struct {
	shown string // the lowest line of the cue before
	line  int    // where the first was left out, or 0
}

func (r *rolling) rest(c textCue) string {
	lines := strings.Split(c.text, "\n")
	for len(lines) > 0 && bare(lines[0]) == "" {
		lines = lines[1:]
	}
	if len(lines) == 0 {
		return ""
	}
	repeated := r.shown != "" && bare(lines[0]) == r.shown && lines[0] == strings.TrimSpace(bare(lines[0]))
	for i := len(lines) - 1; i >= 0; i-- {
		if last := bare(lines[i]); last != "" {
			r.shown = last
			break
		}
	}
	const flash = 50 * time.Millisecond // a cue that only holds the page still
	if !repeated || len(lines) == 1 && c.End-c.Start > flash {
		return c.text
	}
	if r.line == 0 {
		r.line = c.Line
	}
	return strings.Join(lines[1:], "\n")
}

// bare is a line without its markup.
func bare(line string) string {
	var c rawCue
	parseText(&c, line, vttText{})
	return c.Text
}

func withoutEmpty(cues []rawCue) []rawCue {
	out := cues[:0]
	for _, c := range cues {
		if c.Text != "" {
			out = append(out, c)
		}
	}
	return out
}
