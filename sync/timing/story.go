package timing

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"alongside/sync/transcript"
)

// The story JSON, field by field in the order in which it is written. Pointers tell a time of 0 from an unknown one.
type (
	storyJSON struct {
		Title     string        `json:"title,omitempty"`
		Authors   []string      `json:"authors,omitempty"`
		Source    string        `json:"source,omitempty"`
		URL       string        `json:"url,omitempty"`
		Published string        `json:"published,omitempty"`
		Language  string        `json:"language,omitempty"`
		Rights    string        `json:"rights,omitempty"`
		Audio     *audioJSON    `json:"audio,omitempty"`
		Speakers  []speakerJSON `json:"speakers,omitempty"`
		Turns     []turnJSON    `json:"turns"`
	}
	audioJSON struct {
		URL      string   `json:"url,omitempty"`
		Type     string   `json:"type,omitempty"`
		Duration *seconds `json:"duration_s,omitempty"`
	}
	speakerJSON struct {
		Name string `json:"name"`
		Role string `json:"role,omitempty"`
	}
	turnJSON struct {
		N       int    `json:"n"`
		Speaker string `json:"speaker,omitempty"`
		Kind    string `json:"kind"`
		Text    string `json:"text"`
		timingJSON
		Sentences []spanJSON `json:"sentences,omitempty"`
		Words     []spanJSON `json:"words,omitempty"`
	}
	spanJSON struct {
		Text string `json:"text"`
		timingJSON
	}
	timingJSON struct {
		Start      *seconds `json:"start_s,omitempty"`
		End        *seconds `json:"end_s,omitempty"`
		Confidence *float64 `json:"confidence,omitempty"`
	}
)

// WriteStory writes a story as JSON, the form in which the commands of Alongside hand stories to each other: turns
// numbered from 1, every sentence and word with its text, times in seconds to the millisecond. What is not known is left
// out. An alignment without turns stands for one in which nothing is known.
func WriteStory(w io.Writer, t transcript.Transcript, a Alignment) error {
	if len(a.Turns) > 0 {
		if err := a.Check(t); err != nil {
			return fmt.Errorf("writing the story: %w", err)
		}
	}
	out := storyJSON{
		Title: t.Title, Authors: t.Authors, Source: t.Source, URL: t.URL, Published: t.Published,
		Language: t.Language, Rights: t.Rights, Turns: make([]turnJSON, len(t.Turns)),
	}
	if t.Audio != (transcript.Audio{}) {
		out.Audio = &audioJSON{URL: t.Audio.URL, Type: t.Audio.Type}
		if t.Audio.Duration > 0 {
			out.Audio.Duration = newSeconds(t.Audio.Duration)
		}
	}
	for _, s := range t.Speakers {
		out.Speakers = append(out.Speakers, speakerJSON(s))
	}
	for i, turn := range t.Turns {
		var times Turn
		if i < len(a.Turns) {
			times = a.Turns[i]
		}
		out.Turns[i] = turnJSON{
			N: i + 1, Speaker: turn.Speaker, Kind: turn.Kind.String(), Text: turn.Text,
			timingJSON: newTimingJSON(times.Timing),
			Sentences:  spanList(turn.Text, turn.Sentences(), times.Sentences),
			Words:      spanList(turn.Text, turn.Words(), times.Words),
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(out); err != nil {
		return fmt.Errorf("writing the story: %w", err)
	}
	return nil
}

func spanList(text string, spans []transcript.Span, timings []Timing) []spanJSON {
	list := make([]spanJSON, len(spans))
	for i, s := range spans {
		list[i].Text = s.In(text)
		if i < len(timings) {
			list[i].timingJSON = newTimingJSON(timings[i])
		}
	}
	return list
}

func newTimingJSON(t Timing) timingJSON {
	t = t.round()
	if !t.Known() {
		return timingJSON{}
	}
	confidence := math.Round(t.Confidence*1000) / 1000
	return timingJSON{newSeconds(t.Start), newSeconds(t.End), &confidence}
}

func (j timingJSON) timing() Timing {
	if j.Start == nil || j.End == nil {
		return Timing{}
	}
	t := Timing{Start: time.Duration(*j.Start), End: time.Duration(*j.End), Confidence: 1}
	if j.Confidence != nil {
		t.Confidence = min(max(*j.Confidence, 0), 1)
	}
	if !t.Known() || t.Start < 0 {
		return Timing{}
	}
	return t
}

// timingsOf lays the listed times beside the spans that have the listed text, each after the one before.
func timingsOf(text string, spans []transcript.Span, list []spanJSON) []Timing {
	var timings []Timing
	next := 0
	for _, item := range list {
		t := item.timing()
		want := strings.TrimSpace(item.Text)
		for i := next; i < len(spans); i++ {
			if spans[i].In(text) != want {
				continue
			}
			next = i + 1
			if t.Known() {
				if timings == nil {
					timings = make([]Timing, len(spans))
				}
				timings[i] = t
			}
			break
		}
	}
	return timings
}

// storyLimit is the largest story that is read. One of 30,000 words with all its times takes about 4 MB.
const storyLimit = 64 << 20

// ErrNotStory is the error for JSON that is not a story.
var ErrNotStory = errors.New("this is not a story of Alongside: it has no turns with text")

// ReadStory reads what WriteStory writes, and the same with less in it: only the turns and their text are needed. Times
// are laid beside the transcript's own sentences and words by their text; one that belongs to no such text, or cannot be
// right, is unknown. Where a turn has no time its sentences' or words' is taken.
func ReadStory(r io.Reader) (transcript.Transcript, Alignment, error) {
	data, err := readAll(r, storyLimit)
	if err != nil {
		return transcript.Transcript{}, Alignment{}, fmt.Errorf("reading the story: %w", err)
	}
	var in storyJSON
	if err := json.Unmarshal(data, &in); err != nil {
		return transcript.Transcript{}, Alignment{}, fmt.Errorf("reading the story: %w", jsonError(data, err))
	}
	if len(in.Turns) == 0 {
		return transcript.Transcript{}, Alignment{}, fmt.Errorf("reading the story: %w", ErrNotStory)
	}
	t := transcript.Transcript{
		Title: in.Title, Authors: in.Authors, Source: in.Source, URL: in.URL, Published: in.Published,
		Language: in.Language, Rights: in.Rights,
	}
	if in.Audio != nil {
		t.Audio = transcript.Audio{URL: in.Audio.URL, Type: in.Audio.Type}
		if in.Audio.Duration != nil {
			t.Audio.Duration = max(time.Duration(*in.Audio.Duration), 0)
		}
	}
	for _, s := range in.Speakers {
		t.Speakers = append(t.Speakers, transcript.Speaker(s))
	}
	a := Alignment{Method: FormatStory}
	for i, turn := range in.Turns {
		kind, ok := transcript.ParseKind(turn.Kind)
		if !ok && turn.Kind != "" {
			return transcript.Transcript{}, Alignment{}, fmt.Errorf("reading the story: turn %d is of the kind %q; "+
				"the kinds are speech, sound and note", i+1, turn.Kind)
		}
		tt := transcript.Turn{Speaker: turn.Speaker, Kind: kind, Text: turn.Text}
		t.Turns = append(t.Turns, tt)
		a.Turns = append(a.Turns, turn.timings(tt))
	}
	addSpeakers(&t)
	return t, a, nil
}

func (j turnJSON) timings(t transcript.Turn) Turn {
	out := Turn{Timing: j.timing()}
	if len(j.Sentences) > 0 {
		out.Sentences = timingsOf(t.Text, t.Sentences(), j.Sentences)
	}
	if len(j.Words) > 0 {
		out.Words = timingsOf(t.Text, t.Words(), j.Words)
	}
	out.mend()
	return out
}

// mend makes a turn's timings fit each other: in order, and inside the turn.
func (t *Turn) mend() {
	for _, list := range [][]Timing{t.Sentences, t.Words} {
		inOrder(list)
		if !t.Known() {
			t.Timing = hull(list)
		}
	}
	for _, list := range [][]Timing{t.Sentences, t.Words} {
		for i, s := range list {
			if s.Start < t.Start || s.End > t.End {
				list[i] = Timing{}
			}
		}
	}
	t.Sentences, t.Words = orNone(t.Sentences), orNone(t.Words)
}

// inOrder forgets the times that start before the one before them.
func inOrder(list []Timing) {
	var last time.Duration
	for i, t := range list {
		if t.Known() && t.Start < last {
			list[i] = Timing{}
		} else if t.Known() {
			last = t.Start
		}
	}
}

// orNone is the list, or nil if it holds no time at all.
func orNone(list []Timing) []Timing {
	for _, t := range list {
		if t.Known() {
			return list
		}
	}
	return nil
}

// hull is the time from the first known start to the last known end, as sure as the least sure of its two ends.
func hull(list []Timing) Timing {
	var all Timing
	for _, t := range list {
		switch {
		case !t.Known():
		case !all.Known():
			all = t
		default:
			all.Start, all.End = min(all.Start, t.Start), max(all.End, t.End)
		}
	}
	return all
}

// addSpeakers lists the speakers of the turns that the list does not have.
func addSpeakers(t *transcript.Transcript) {
	listed := make(map[string]bool)
	for _, s := range t.Speakers {
		listed[s.Name] = true
	}
	for _, turn := range t.Turns {
		if turn.Speaker != "" && !listed[turn.Speaker] {
			listed[turn.Speaker] = true
			t.Speakers = append(t.Speakers, transcript.Speaker{Name: turn.Speaker})
		}
	}
}

// jsonError says at which line the JSON is wrong.
func jsonError(data []byte, err error) error {
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return &LineError{Line: lineAt(data, syntax.Offset), What: "the JSON is damaged or cut off: " + syntax.Error()}
	case errors.As(err, &wrong):
		return &LineError{Line: lineAt(data, wrong.Offset), What: "the JSON has a " + wrong.Value + " where " + wrong.Field + " was expected to be something else"}
	}
	return err
}

func lineAt(data []byte, offset int64) int {
	return 1 + bytes.Count(data[:min(max(offset, 0), int64(len(data)))], []byte("\n"))
}
