package timing

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"alongside/sync/transcript"
)

// The formats, as [Timed.Format] and [Alignment.Method] name them.
const (
	FormatVTT     = "webvtt"
	FormatSRT     = "srt"
	FormatPodcast = "podcast json"
	FormatAeneas  = "aeneas json"
	FormatStory   = "story json"
)

// A Cue is one timed line of a file: what is said from Start to End, and by whom. Text has no markup, no line breaks and no
// doubled spaces.
type Cue struct {
	Start, End time.Duration
	Voice      string // as written in the file, "" where nobody is named
	Text       string
	Line       int // where it is in the file, from 1
	// Parts are the stretches of Text that have a voice or times of their own, in order, and cover all its words. Nil
	// for a cue of one voice without times inside.
	Parts []Part
}

// NoTime stands for a time that is not known, where 0 is one.
const NoTime = time.Duration(-1)

// A Part is a stretch of a cue's text with its own voice or times. Between two voices in one cue the time is mostly not
// known: then End of the one and Start of the other are NoTime.
type Part struct {
	transcript.Span
	Voice      string
	Start, End time.Duration
}

// A Repair says what was mended while reading, and in which line.
type Repair struct {
	Line int
	What string
}

func (r Repair) String() string { return fmt.Sprintf("line %d: %s", r.Line, r.What) }

// Timed is what was read from a file of timed text. The cues are in order, each with text and with an end after its
// start; they do not overlap, except where one speaker says something while another goes on.
type Timed struct {
	Format   string
	Title    string // where the format has one
	Language string // BCP 47, where the format has one
	Cues     []Cue
	Repairs  []Repair
}

// timedLimit is the largest file of timed text that is read, in bytes. A day of speech with a time for each word, in the
// wordiest format, is not larger.
const timedLimit = 32 << 20

// Read reads timed text in any of the formats. What it is shows in the content; the name only serves for messages and
// where the content could be either. Small faults are mended and listed in Repairs; where most of the file is wrong the
// error is a [LineError] with the first such line. Other errors: [ErrFormat], [ErrNoCues], [ErrTooLarge].
func Read(name string, r io.Reader) (Timed, error) {
	data, err := readAll(r, timedLimit)
	if err != nil {
		return Timed{}, fmt.Errorf("reading the timed text %s: %w", name, err)
	}
	text, repairs := decode(data)
	timed, err := read(name, text)
	if err != nil {
		return Timed{}, fmt.Errorf("reading the timed text %s: %w", name, err)
	}
	timed.Repairs = append(repairs, timed.Repairs...)
	return timed, nil
}

func read(name, text string) (Timed, error) {
	var b batch
	switch format(name, text) {
	case FormatVTT:
		b = readVTT(text)
	case FormatSRT:
		b = readSRT(text)
	case FormatPodcast:
		b = readPodcast(text)
	case FormatAeneas:
		b = readAeneas(text)
	case FormatStory:
		b = readStoryCues(text)
	default:
		return Timed{}, ErrFormat
	}
	return b.finish()
}

// decode gives the text of data in UTF-8 with lines that end in \n.
func decode(data []byte) (string, []Repair) {
	var repairs []Repair
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}), bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		utf16 := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder()
		if out, err := utf16.Bytes(data); err == nil {
			data = out
		}
	case !utf8.Valid(data):
		if out, err := charmap.Windows1252.NewDecoder().Bytes(data); err == nil {
			data = out
			repairs = append(repairs, Repair{1, "the file is not in UTF-8; it was read as Windows-1252"})
		}
	}
	text := strings.TrimPrefix(string(data), "\uFEFF")
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.ReplaceAll(text, "\r", "\n"), repairs
}

// format tells what the text is, or "".
func format(name, text string) string {
	start := strings.TrimLeft(text, " \t\n")
	switch {
	case strings.HasPrefix(start, "WEBVTT"):
		return FormatVTT
	case strings.HasPrefix(start, "{"):
		return jsonFormat(start)
	}
	for rest := text; rest != ""; {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		if _, _, how := splitArrow(line); how == noArrow {
			continue
		}
		if strings.HasSuffix(strings.ToLower(name), ".vtt") {
			return FormatVTT
		}
		return FormatSRT
	}
	return ""
}

// jsonFormat tells formats apart by the first list that an object has.
func jsonFormat(text string) string {
	d := json.NewDecoder(strings.NewReader(text))
	if _, err := d.Token(); err != nil {
		return ""
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return ""
		}
		switch key {
		case "segments":
			return FormatPodcast
		case "fragments":
			return FormatAeneas
		case "turns":
			return FormatStory
		}
		var skipped json.RawMessage
		if d.Decode(&skipped) != nil {
			return ""
		}
	}
	return ""
}

// A rawCue is a cue as it comes from a file. Its text may still have line breaks, and speakers in front of what they say.
type rawCue struct {
	Cue
	told bool // whether the format itself says who speaks, be it nobody
}

// A batch is what a reader found, before it is put in order.
type batch struct {
	format, title, language string
	cues                    []rawCue
	repairs                 []Repair
	broken                  []LineError // cues that cannot be read
	err                     error       // why nothing can be read at all
}

func (b *batch) mended(line int, what string) { b.repairs = append(b.repairs, Repair{line, what}) }

func (b *batch) fail(line int, what string) {
	b.broken = append(b.broken, LineError{Line: line, What: what})
}

// finish names the speakers, mends times and order and joins single words to sentences.
func (b *batch) finish() (Timed, error) {
	if b.err != nil {
		return Timed{}, b.err
	}
	// One line in ten may be beyond help. More is not a slip: then the reader had better know than miss half the story.
	if len(b.broken)*10 > len(b.cues)+len(b.broken) {
		return Timed{}, &b.broken[0]
	}
	for _, e := range b.broken {
		b.mended(e.Line, "left out: "+e.What)
	}
	if err := b.plausible(); err != nil {
		return Timed{}, err
	}
	label(b.cues)
	cues := b.mend()
	if len(cues) == 0 && len(b.repairs) > 0 {
		return Timed{}, &LineError{Line: b.repairs[0].Line, What: b.repairs[0].What, Err: ErrNoCues}
	}
	if len(cues) == 0 {
		return Timed{}, ErrNoCues
	}
	return Timed{
		Format: b.format, Title: b.title, Language: b.language,
		Cues: joinWords(cues), Repairs: b.repairs,
	}, nil
}

// Match is [Match] for the file's cues; the alignment says which format it came from.
func (t Timed) Match(story transcript.Transcript) (Alignment, error) {
	a, err := Match(story, t.Cues)
	a.Method = t.Format
	return a, err
}

// Story is [FromCues] for the file's cues, with what else the file says of the story.
func (t Timed) Story() (transcript.Transcript, Alignment) {
	story, a := FromCues(t.Cues)
	story.Title, story.Language = t.Title, t.Language
	a.Method = t.Format
	return story, a
}

// Within fits the cues to audio of the given length: an end after the audio's is set to it, a cue that starts after it is
// left out, and Repairs says so. If more than one cue in ten starts after the end, the text is of other audio: the error is
// a [LineError] that wraps [ErrDifferentAudio]. Half a second of difference is rounding and is not mentioned.
func (t Timed) Within(audio time.Duration) (Timed, error) {
	const rounding = 500 * time.Millisecond
	out := t
	out.Cues = make([]Cue, 0, len(t.Cues))
	out.Repairs = t.Repairs[:len(t.Repairs):len(t.Repairs)]
	var late []Cue
	for _, c := range t.Cues {
		if c.Start >= audio {
			late = append(late, c)
			out.Repairs = append(out.Repairs, Repair{c.Line, "left out: it starts after the audio's end"})
			continue
		}
		if c.End > audio {
			if c.End > audio+rounding {
				out.Repairs = append(out.Repairs, Repair{c.Line, "it ended after the audio; now it ends with it"})
			}
			c.End = audio
			c.Parts = fitParts(c)
		}
		out.Cues = append(out.Cues, c)
	}
	if len(late)*10 > len(t.Cues) {
		return Timed{}, &LineError{
			Line: late[0].Line, Err: ErrDifferentAudio,
			What: fmt.Sprintf("%v; it starts at %v, the audio ends at %v", ErrDifferentAudio,
				late[0].Start.Round(time.Second), audio.Round(time.Second)),
		}
	}
	return out, nil
}
