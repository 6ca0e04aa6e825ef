package timing

import (
	"encoding/json"
	"strings"
	"time"

	"alongside/sync/transcript"
)

// fragmentJSON is a fragment of a sync map of aeneas (https://www.readbeyond.it/aeneas/docs/syncmap.html). In a map of
// several levels a paragraph has its sentences as children, and a sentence its words.
type fragmentJSON struct {
	Begin    *seconds       `json:"begin"`
	End      *seconds       `json:"end"`
	Language string         `json:"language"`
	Lines    []string       `json:"lines"`
	Children []fragmentJSON `json:"children"`
}

// readAeneas reads a sync map of aeneas in JSON. The stretches without text that aeneas puts before and after the story
// are no cues.
func readAeneas(text string) batch {
	b := batch{format: FormatAeneas}
	_, b.err = eachElement(text, "fragments", func(raw json.RawMessage, line int) {
		var f fragmentJSON
		if err := json.Unmarshal(raw, &f); err != nil {
			b.fail(line, "this is not a fragment: "+jsonReason(err))
			return
		}
		if b.language == "" {
			b.language = languageTag(f.Language)
		}
		b.addFragment(f, line)
	})
	return b
}

func (b *batch) addFragment(f fragmentJSON, line int) {
	c := rawCue{}
	c.Line, c.Text = line, plain(strings.Join(f.Lines, "\n"))
	if c.Text == "" && len(f.Children) == 0 || !b.secondsOf(&c.Cue, f.Begin, f.End) {
		return
	}
	if parts, ok := wordParts(c.Cue, f.Children); ok {
		c.Parts = parts
		b.cues = append(b.cues, c)
		return
	}
	if len(f.Children) > 0 && (c.Text == "" || sameWords(c.Text, f.Children)) {
		for _, child := range f.Children {
			b.addFragment(child, line)
		}
		return
	}
	b.cues = append(b.cues, c)
}

// wordParts finds the children in the cue's text, if each is a word of it.
func wordParts(c Cue, children []fragmentJSON) ([]Part, bool) {
	if len(children) < 2 {
		return nil, false
	}
	var parts []Part
	at := 0
	for _, child := range children {
		word := plain(strings.Join(child.Lines, " "))
		i := strings.Index(c.Text[at:], word)
		if word == "" || strings.Contains(word, " ") || i < 0 || child.Begin == nil || child.End == nil {
			return nil, false
		}
		span := transcript.Span{Start: at + i, End: at + i + len(word)}
		if strings.TrimSpace(c.Text[at:span.Start]) != "" {
			return nil, false
		}
		parts = append(parts, Part{Span: span, Start: time.Duration(*child.Begin), End: time.Duration(*child.End)})
		at = span.End
	}
	return parts, strings.TrimSpace(c.Text[at:]) == ""
}

// sameWords reports whether the children, one after the other, are the whole text.
func sameWords(text string, children []fragmentJSON) bool {
	var all []string
	for _, child := range children {
		all = append(all, strings.Fields(strings.Join(child.Lines, " "))...)
	}
	return strings.Join(all, "") == strings.Join(strings.Fields(text), "")
}
