package timing

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"alongside/sync/transcript"
)

// When a transcript made of cues begins something new.
const (
	turnGap      = 5 * time.Second         // a pause after which the same voice begins another turn
	paragraphGap = 1500 * time.Millisecond // a pause after which a new paragraph begins, if a sentence has ended
	longTurn     = 900                     // bytes, about 150 words, after which a sentence's end at a cue's is a paragraph's
	endlessTurn  = 8000                    // bytes after which any cue's end is, where there are no sentences
)

// FromCues makes a story of timed text alone. Cues of one voice that follow each other are one turn, unless there is a pause
// of more than five seconds; a cue that is only a sound ("(LAUGHTER)", "[music]", "♪") is a turn of that kind. A pause of a
// second and a half makes a paragraph. Sentences have the times of the cues' boundaries where they begin and end at some.
func FromCues(cues []Cue) (transcript.Transcript, Alignment) {
	var b builder
	for _, c := range cues {
		b.add(c)
	}
	b.end()
	addSpeakers(&b.story)
	if len(cues) == 0 {
		return b.story, Alignment{}
	}
	return b.story, newMatcher(b.story, cues).alignment()
}

// A builder makes turns of cues.
type builder struct {
	story  transcript.Transcript
	people people
	turn   transcript.Turn
	text   strings.Builder
	since  int           // where the paragraph begins
	ended  time.Duration // when the last cue ended
	last   string        // the text of the last cue
}

func (b *builder) add(c Cue) {
	for i, p := range voicesOf(c) {
		var pause time.Duration
		if i == 0 {
			pause = c.Start - b.ended
		}
		b.say(b.people.name(p.Voice), p.In(c.Text), pause)
	}
	b.ended = max(b.ended, c.End)
}

// voicesOf divides a cue by its voices alone.
func voicesOf(c Cue) []Part {
	if len(c.Parts) == 0 {
		return []Part{{Span: transcript.Span{Start: 0, End: len(c.Text)}, Voice: c.Voice}}
	}
	var out []Part
	for _, p := range c.Parts {
		if n := len(out); n == 0 || out[n-1].Voice != p.Voice {
			out = append(out, p)
		}
	}
	for i := range out {
		from, to := 0, len(c.Text)
		if i > 0 {
			from = out[i].Span.Start
		}
		if i+1 < len(out) {
			to = out[i+1].Span.Start
		}
		text := c.Text[from:to]
		out[i].Span = transcript.Span{Start: from, End: from + len(strings.TrimRight(text, " "))}
	}
	return out
}

// say adds a piece of text to the turn, or begins a new one.
func (b *builder) say(speaker, text string, pause time.Duration) {
	if isSound(text) {
		b.end()
		b.story.Turns = append(b.story.Turns, transcript.Turn{Speaker: speaker, Kind: transcript.Sound, Text: text})
		return
	}
	if b.text.Len() > 0 && (speaker != b.turn.Speaker || pause > turnGap) {
		b.end()
	}
	b.turn.Speaker = speaker
	switch {
	case b.text.Len() == 0:
	case endsSentence(b.last) && (pause >= paragraphGap || b.text.Len()-b.since > longTurn), b.text.Len()-b.since > endlessTurn:
		b.text.WriteString("\n\n")
		b.since = b.text.Len()
	case needsSpace(b.last, text):
		b.text.WriteByte(' ')
	}
	b.text.WriteString(text)
	b.last = text
}

// end closes the turn that is open.
func (b *builder) end() {
	if b.text.Len() > 0 {
		b.turn.Text = b.text.String()
		b.story.Turns = append(b.story.Turns, b.turn)
	}
	b.turn, b.since, b.last = transcript.Turn{}, 0, ""
	b.text.Reset()
}

func endsSentence(text string) bool {
	text = strings.TrimRight(text, "\"'”’»)]")
	r, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune(".!?…。！？", r)
}

// people gives each voice one name, written as in a sentence: the KELEMEN who speaks after "MICHELE KELEMEN, BYLINE" is her.
type people struct {
	names    map[string]string // by the whole name, in lower case
	surnames map[string]string // by the last word of it
}

func (p *people) name(voice string) string {
	voice, _, _ = strings.Cut(voice, ",")
	voice, _, _ = strings.Cut(voice, "(")
	words := strings.Fields(voice)
	if len(words) == 0 {
		return ""
	}
	voice = strings.Join(words, " ")
	key := strings.ToLower(voice)
	if name, ok := p.names[key]; ok {
		return name
	}
	shouted := isShouted(voice)
	if name, ok := p.surnames[key]; ok && shouted {
		return name
	}
	if shouted {
		voice = unshout(voice)
	}
	if p.names == nil {
		p.names, p.surnames = make(map[string]string), make(map[string]string)
	}
	p.names[key] = voice
	if n := len(words); n > 1 {
		p.surnames[strings.ToLower(words[n-1])] = voice
	}
	return voice
}

func isShouted(s string) bool { return s == strings.ToUpper(s) && s != strings.ToLower(s) }

// unshout gives a name in capitals its usual ones: "CHOE MYONG-NAM" is Choe Myong-Nam. A short word without a vowel ("NPR")
// is left as it is.
func unshout(name string) string {
	words := strings.Fields(name)
	for i, w := range words {
		if len(words) == 1 && len(w) <= 3 || !strings.ContainsAny(w, "AEIOUYÀÁÂÄÃÅÈÉÊËÌÍÎÏÒÓÔÖÕØÙÚÛÜ") && len(w) < 5 && !strings.HasSuffix(w, ".") {
			continue
		}
		last := ' '
		words[i] = strings.Map(func(r rune) rune {
			begins := !unicode.IsLetter(last) && last != '’' && last != '\''
			if last == '\'' || last == '’' {
				// O'Brien and D'Angelo, but not Shin's.
				begins = strings.HasPrefix(w, "O"+string(last)) || strings.HasPrefix(w, "D"+string(last))
			}
			last = r
			if begins {
				return r
			}
			return unicode.ToLower(r)
		}, w)
	}
	return strings.Join(words, " ")
}
