package timing

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"

	"alongside/sync/transcript"
)

// Cues are the cues of a story as they are written to a file: one for each sentence of a turn in which all sentences have a
// time, else one for the turn. Times are to the millisecond, and what no reader would take is put right as in reading, so
// that what is written is read as the same. What has no time is left out.
func Cues(t transcript.Transcript, a Alignment) []Cue {
	var b batch
	for i := range min(len(t.Turns), len(a.Turns)) {
		b.addTurn(t.Turns[i], a.Turns[i])
	}
	slices.SortStableFunc(b.cues, func(x, y rawCue) int { return cmp.Compare(x.Start, y.Start) })
	cues := joinWords(b.mend())
	for i := range cues {
		cues[i].Line = 0
		if !severalVoices(cues[i]) {
			cues[i].Parts = nil
		}
	}
	return cues
}

// severalVoices reports whether more than one person speaks in the cue.
func severalVoices(c Cue) bool {
	return slices.ContainsFunc(c.Parts, func(p Part) bool { return p.Voice != c.Voice })
}

// addTurn adds a cue for each sentence of the turn, or one for all of it. Their parts are the words that have times.
func (b *batch) addTurn(t transcript.Turn, times Turn) {
	if !times.Known() {
		return
	}
	var words []transcript.Span
	if len(times.Words) > 0 {
		words = t.Words()
	}
	spans := t.Sentences()
	unknown := func(t Timing) bool { return !t.round().Known() }
	if len(spans) == 0 || len(spans) != len(times.Sentences) || slices.ContainsFunc(times.Sentences, unknown) {
		b.addSpan(t, transcript.Span{Start: 0, End: len(t.Text)}, times.Timing, words, times.Words)
		return
	}
	for i, s := range spans {
		n := 0
		for n < min(len(words), len(times.Words)) && words[n].Start < s.End {
			n++
		}
		b.addSpan(t, s, times.Sentences[i], words[:n], times.Words)
		if n > 0 {
			words, times.Words = words[n:], times.Words[n:]
		}
	}
}

// addSpan adds a cue for a span of a turn's text.
func (b *batch) addSpan(t transcript.Turn, s transcript.Span, at Timing, words []transcript.Span, times []Timing) {
	at = at.round()
	if !at.Known() || at.End > longest {
		return
	}
	text := s.In(t.Text)
	c := rawCue{told: true}
	c.Start, c.End, c.Voice, c.Text = at.Start, at.End, plain(t.Speaker), plain(text)
	if timed := slices.ContainsFunc(times[:min(len(words), len(times))], Timing.Known); timed && c.Text == text {
		for i, w := range words {
			p := Part{Span: transcript.Span{Start: w.Start - s.Start, End: w.End - s.Start}, Voice: c.Voice, Start: NoTime, End: NoTime}
			if word := times[i].round(); word.Known() {
				p.Start, p.End = word.Start, word.End
			}
			c.Parts = append(c.Parts, p)
		}
	}
	b.cues = append(b.cues, c)
}

// readStoryCues takes the times of a story as timed text, so that they can be laid beside another transcript of it.
func readStoryCues(text string) batch {
	b := batch{format: FormatStory}
	t, a, err := ReadStory(strings.NewReader(text))
	if err != nil {
		b.err = err
		return b
	}
	var lines []int
	_, b.err = eachElement(text, "turns", func(_ json.RawMessage, line int) { lines = append(lines, line) })
	b.title, b.language = t.Title, t.Language
	for i := range t.Turns {
		n := len(b.cues)
		b.addTurn(t.Turns[i], a.Turns[i])
		for ; n < len(b.cues) && i < len(lines); n++ {
			b.cues[n].Line = lines[i]
		}
	}
	return b
}

// WriteVTT writes a story's times as WebVTT, with the speakers as voices: one cue for each sentence, or turn where its
// sentences have no times. What has no time is left out.
func WriteVTT(w io.Writer, t transcript.Transcript, a Alignment) error {
	return write(w, t, a, "WebVTT", func(out *bufio.Writer, cues []Cue) error {
		out.WriteString("WEBVTT\n")
		if language := languageTag(t.Language); language != "" {
			fmt.Fprintf(out, "Language: %s\n", language)
		}
		guessed := guessedVoices(cues)
		for i, c := range cues {
			fmt.Fprintf(out, "\n%d\n%s --> %s\n", i+1, clock(c.Start, "."), clock(c.End, "."))
			for k, p := range voicesOf(c) {
				if k > 0 {
					out.WriteByte('\n')
				}
				text := html.EscapeString(p.In(c.Text))
				if p.Voice != "" || len(c.Parts) > 0 || guessed[i] {
					text = voiceTag(p.Voice) + text + "</v>"
				}
				out.WriteString(guardTimes(text))
			}
			out.WriteByte('\n')
		}
		return nil
	})
}

// guessedVoices says for which cues a reader would take the beginning of the text for a speaker, where no cue has one.
func guessedVoices(cues []Cue) []bool {
	guessed := make([]bool, len(cues))
	raws := make([]rawCue, len(cues))
	for i, c := range cues {
		if c.Voice != "" || len(c.Parts) > 0 {
			return guessed
		}
		raws[i].Cue = c
	}
	label(raws)
	for i, c := range cues {
		guessed[i] = raws[i].Text != c.Text || raws[i].Voice != ""
	}
	return guessed
}

func voiceTag(voice string) string {
	if voice == "" {
		return "<v>"
	}
	return "<v " + html.EscapeString(voice) + ">"
}

// guardTimes keeps text that looks like the times of a cue from being read as such.
func guardTimes(text string) string {
	if _, _, how := splitArrow(text); how != noArrow {
		return strings.ReplaceAll(text, ":", "&#58;")
	}
	return text
}

// WriteSRT writes a story's times as SubRip subtitles, with the speakers in front of what they say: "Name: text". Where that
// would be read as something else the name is in a <v> tag, as in WebVTT. What has no time is left out.
func WriteSRT(w io.Writer, t transcript.Transcript, a Alignment) error {
	return write(w, t, a, "SRT", func(out *bufio.Writer, cues []Cue) error {
		for i, text := range srtTexts(cues) {
			if i > 0 {
				out.WriteByte('\n')
			}
			fmt.Fprintf(out, "%d\n%s --> %s\n%s\n", i+1, clock(cues[i].Start, ","), clock(cues[i].End, ","), text)
		}
		return nil
	})
}

// srtTexts are the texts of cues with their speakers, written so that label finds the same speakers again.
func srtTexts(cues []Cue) []string {
	tagged := make([]bool, len(cues))
	// A tag more may change what the other names look like. That settles soon; if it does not, each name gets a tag.
	const rounds = 8
	for round, changed := 0, true; changed; round++ {
		changed = false
		raws := make([]rawCue, len(cues))
		for i, c := range cues {
			raws[i].Cue, raws[i].told = c, tagged[i]
			if !tagged[i] {
				raws[i].Text, raws[i].Parts, raws[i].Voice = named(c), nil, ""
			}
		}
		label(raws)
		for i, c := range cues {
			if !tagged[i] && (round >= rounds || !sameVoices(raws[i].Cue, c)) {
				tagged[i], changed = true, true
			}
		}
	}
	texts := make([]string, len(cues))
	for i, c := range cues {
		texts[i] = srtText{}.write(c, tagged[i])
	}
	return texts
}

// named is the text of a cue with each speaker in front of what they say, on lines of their own.
func named(c Cue) string {
	var lines []string
	for _, p := range voicesOf(c) {
		line := p.In(c.Text)
		if p.Voice != "" {
			line = p.Voice + ": " + line
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func sameVoices(a, b Cue) bool {
	return a.Text == b.Text && slices.EqualFunc(voicesOf(a), voicesOf(b), func(p, q Part) bool {
		return p.Voice == q.Voice && p.Span == q.Span
	})
}

// write gives the text of a cue as it stands in a file.
func (srtText) write(c Cue, tagged bool) string {
	var lines []string
	if !tagged {
		for line := range strings.SplitSeq(named(c), "\n") {
			lines = append(lines, srtEscape(line))
		}
		return strings.Join(lines, "\n")
	}
	for _, p := range voicesOf(c) {
		lines = append(lines, voiceTag(p.Voice)+srtEscape(p.In(c.Text))+"</v>")
	}
	return strings.Join(lines, "\n")
}

// srtEscape leaves text as it is unless it would be read as something else: most players show what is escaped as it stands.
func srtEscape(text string) string {
	var c rawCue
	parseText(&c, text, srtText{})
	if c.Text != text || c.told {
		text = strings.ReplaceAll(html.EscapeString(text), "{", "&#123;")
	}
	return guardTimes(text)
}

// WritePodcastJSON writes a story's times as a Podcasting 2.0 transcript: one segment for each sentence, or turn where its
// sentences have no times. What has no time is left out.
func WritePodcastJSON(w io.Writer, t transcript.Transcript, a Alignment) error {
	return write(w, t, a, "podcast JSON", func(out *bufio.Writer, cues []Cue) error {
		file := struct {
			Version  string        `json:"version"`
			Language string        `json:"language,omitempty"`
			Segments []segmentJSON `json:"segments"`
		}{Version: "1.0.0", Language: languageTag(t.Language)}
		named := slices.Contains(guessedVoices(cues), true) ||
			slices.ContainsFunc(cues, func(c Cue) bool { return c.Voice != "" || len(c.Parts) > 0 })
		for _, c := range cues {
			for _, p := range voicesOf(c) {
				s := segmentJSON{Start: newSeconds(c.Start), End: newSeconds(c.End), Body: p.In(c.Text)}
				if named {
					s.Speaker = &p.Voice
				}
				file.Segments = append(file.Segments, s)
			}
		}
		e := json.NewEncoder(out)
		e.SetEscapeHTML(false)
		e.SetIndent("", " ")
		return e.Encode(file)
	})
}

// write checks what is to be written and writes it with f. A story in which nothing has a time cannot be written.
func write(w io.Writer, t transcript.Transcript, a Alignment, format string, f func(*bufio.Writer, []Cue) error) error {
	if err := a.Check(t); err != nil {
		return fmt.Errorf("writing %s: %w", format, err)
	}
	cues := Cues(t, a)
	if len(cues) == 0 {
		return fmt.Errorf("writing %s: %w", format, ErrNoCues)
	}
	out := bufio.NewWriter(w)
	if err := f(out, cues); err != nil {
		return fmt.Errorf("writing %s: %w", format, err)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing %s: %w", format, err)
	}
	return nil
}

// clock is d as hours, minutes, seconds and milliseconds.
func clock(d time.Duration, point string) string {
	ms := d.Milliseconds()
	return fmt.Sprintf("%02d:%02d:%02d%s%03d", ms/3_600_000, ms/60_000%60, ms/1000%60, point, ms%1000)
}
