package cli

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"alongside/sync/transcript"
)

const (
	column = 72 // the longest line of text that is printed, in characters
	indent = 9  // where text stands that has a time before it
)

// turnText gives a turn as people read it: the speaker, then the words in lines of at most column characters, each but the
// first set in by so many spaces.
func turnText(turn transcript.Turn, indent int) string {
	text := turn.Text
	if turn.Speaker != "" {
		text = turn.Speaker + ": " + text
	}
	if turn.Kind == transcript.Note {
		text = "[" + text + "]"
	}
	return wrap(text, indent)
}

// wrap breaks text into lines, and keeps its paragraphs apart.
func wrap(text string, indent int) string {
	margin := strings.Repeat(" ", indent)
	var paragraphs []string
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		var b strings.Builder
		length := 0
		for _, word := range strings.Fields(paragraph) {
			n := utf8.RuneCountInString(word)
			switch {
			case length == 0:
			case length+1+n > column:
				b.WriteString("\n" + margin)
				length = 0
			default:
				b.WriteByte(' ')
				length++
			}
			b.WriteString(word)
			length += n
		}
		paragraphs = append(paragraphs, b.String())
	}
	return strings.Join(paragraphs, "\n\n"+margin)
}

// printLine prints a value as JSON on one line.
func (s *session) printLine(value any) {
	e := json.NewEncoder(s.Out)
	e.SetEscapeHTML(false)
	// What cannot be printed because nobody reads on is no reason to stop playing.
	_ = e.Encode(value)
}
