package timing

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"time"
)

// segmentJSON is a segment of a Podcasting 2.0 transcript (https://github.com/Podcastindex-org/podcast-namespace,
// transcripts.md).
type segmentJSON struct {
	Speaker *string  `json:"speaker,omitempty"`
	Start   *seconds `json:"startTime"`
	End     *seconds `json:"endTime"`
	Body    string   `json:"body"`
}

// readPodcast reads Podcasting 2.0 JSON. A segment without a speaker is spoken by the last one named.
func readPodcast(text string) batch {
	b := batch{format: FormatPodcast}
	last := ""
	others, err := eachElement(text, "segments", func(raw json.RawMessage, line int) {
		var s segmentJSON
		if err := json.Unmarshal(raw, &s); err != nil {
			b.fail(line, "this is not a segment: "+jsonReason(err))
			return
		}
		c := rawCue{told: s.Speaker != nil}
		c.Line, c.Text = line, s.Body
		if !b.secondsOf(&c.Cue, s.Start, s.End) {
			return
		}
		if s.Speaker != nil {
			last = plain(*s.Speaker)
		}
		if c.Text = plain(s.Body); !isSound(c.Text) || c.told {
			c.Voice = last
		}
		c.told = c.told || last != ""
		b.cues = append(b.cues, c)
	})
	b.err = err
	if raw, ok := others["language"]; ok {
		var language string
		_ = json.Unmarshal(raw, &language) // what is no text is no language
		b.language = languageTag(language)
	}
	return b
}

// secondsOf takes over the two times of a JSON cue. One without an end goes on to the next.
func (b *batch) secondsOf(c *Cue, start, end *seconds) bool {
	if start == nil {
		b.fail(c.Line, "it has no start")
		return false
	}
	c.Start, c.End = time.Duration(*start), time.Duration(*start)
	if end != nil {
		c.End = time.Duration(*end)
	}
	return true
}

// eachElement calls f with each element of the named list in the JSON object that text is, and with the line in which it
// begins. It returns the object's other values.
func eachElement(text, list string, f func(raw json.RawMessage, line int)) (map[string]json.RawMessage, error) {
	d := json.NewDecoder(strings.NewReader(text))
	others := make(map[string]json.RawMessage)
	wrong := func(err error) error {
		at := d.InputOffset()
		if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
			at = int64(len(text))
		} else if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
			at = syntax.Offset
		}
		return &LineError{Line: lineAt([]byte(text), at), What: "the JSON is damaged or cut off: " + jsonReason(err)}
	}
	if _, err := d.Token(); err != nil {
		return nil, wrong(err)
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, wrong(err)
		}
		if key != list {
			var value json.RawMessage
			if err := d.Decode(&value); err != nil {
				return nil, wrong(err)
			}
			if name, ok := key.(string); ok {
				others[name] = value
			}
			continue
		}
		if t, err := d.Token(); err != nil || t != json.Delim('[') {
			return nil, &LineError{Line: lineAt([]byte(text), d.InputOffset()), What: quoted(list) + " is not a list"}
		}
		if err := decodeList(d, text, f); err != nil {
			return nil, wrong(err)
		}
	}
	if _, err := d.Token(); err != nil {
		return nil, wrong(err)
	}
	return others, nil
}

// decodeList calls f with each element of the list that d is in, up to its end.
func decodeList(d *json.Decoder, text string, f func(raw json.RawMessage, line int)) error {
	line, counted := 1, 0
	for d.More() {
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return err
		}
		at := int(d.InputOffset()) - len(raw)
		line += strings.Count(text[counted:at], "\n")
		counted = at
		f(raw, line)
	}
	_, err := d.Token()
	return err
}

// jsonReason is what a JSON error says, without the names of Go's types.
func jsonReason(err error) string {
	reason := strings.TrimPrefix(err.Error(), "json: ")
	if what, _, found := strings.Cut(reason, " into Go "); found {
		reason = what
	}
	return reason
}
