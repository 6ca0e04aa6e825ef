// Package transcript holds what is said in a story and by whom, without times, and reads it from web pages and text files.
//
// Its words: a [Transcript] is what was published for one story. A [Turn] is one speaker's uninterrupted stretch; its
// [Kind] tells speech from sounds ("(SOUNDBITE OF MUSIC)") and from notes that nobody speaks. A sentence and a word are a
// [Span] of a turn's text: the text itself is never copied or changed, so that what is marked on screen is what was
// published.
package transcript

import "time"

// A Transcript is a story's words as published: who says what, in order. It has no times; see package timing for those.
// What is not known is left empty.
type Transcript struct {
	Title     string
	Authors   []string
	Source    string // who published it: "NPR", "KGOU"
	URL       string // the address of the page it was read from
	Published string // ISO 8601, a date ("2014-11-18") or a date and time
	Language  string // BCP 47: "en", "en-US"
	Rights    string // the line that says whose it is, as published
	Audio     Audio
	Picture   Picture
	Speakers  []Speaker // in order of first appearance
	Turns     []Turn
	Stamps    []Stamp // in order; most transcripts have none

	// TranscriptURL is the address at which the page says that the transcript lies: another page, or timed text. It is only
	// looked for on a page that holds no transcript itself; the turns are then those of its article, or none.
	TranscriptURL string
}

// A Stamp is a time that was printed in the transcript, as in "[00:12:05]", and taken out of its text. It is a hint for
// those who look for the times: nobody promises that it fits the audio.
type Stamp struct {
	Turn   int // index in Transcript.Turns
	Offset int // in bytes, in the turn's text: what is spoken at that time begins here
	At     time.Duration
}

// Audio is what the page says of the story's sound.
type Audio struct {
	URL      string
	Type     string // media type: "audio/mpeg"
	Duration time.Duration
}

// A Picture is what the page shows of the story, a JPEG most often. There is none where its URL is empty.
type Picture struct {
	URL    string
	Alt    string // what is to be seen, for those who cannot see it: the alternative text, else the caption
	Credit string // who made it, as published
}

// A Speaker is one person heard in the story.
type Speaker struct {
	Name string // in full, as it would be written in a sentence: "Michele Kelemen"
	Role string // as published, in lower case where it was shouted: "byline", "host"
}

// Kind says what a turn is.
type Kind int

// The kinds of turn.
const (
	Speech Kind = iota // words that are spoken
	Sound              // something heard that is not transcribed: "(LAUGHTER)", "(Foreign language spoken)"
	Note               // words that nobody speaks: a correction, an editor's note
)

var kindNames = [...]string{Speech: "speech", Sound: "sound", Note: "note"}

// String gives the kind as it is written in a story's JSON.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(kindNames) {
		return "unknown"
	}
	return kindNames[k]
}

// ParseKind is the inverse of [Kind.String]; it reports false for a name that is no kind.
func ParseKind(name string) (Kind, bool) {
	for k, n := range kindNames {
		if n == name {
			return Kind(k), true
		}
	}
	return Speech, false
}

// A Turn is one speaker's uninterrupted stretch. Paragraphs within it are separated by "\n\n".
type Turn struct {
	Speaker string // the speaker's name as in Transcript.Speakers, or "" where nobody is named
	Kind    Kind
	Text    string
}

// A Span is a stretch of a turn's text, in bytes: text[Start:End].
type Span struct{ Start, End int }

// In is the part of text that the span covers.
func (s Span) In(text string) string { return text[s.Start:s.End] }
