package export

import (
	"context"
	"fmt"
	"io"
	"strings"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// timed makes a writer of words and times into one of stories.
func timed(write func(io.Writer, transcript.Transcript, timing.Alignment) error) func(context.Context, io.Writer, Story, Options) error {
	return func(_ context.Context, w io.Writer, s Story, _ Options) error {
		return write(w, s.Transcript, s.Alignment)
	}
}

// writeText writes a transcript as a text file that can be read again: what is known of it, then a paragraph a turn with
// the speaker in front.
func writeText(w io.Writer, t transcript.Transcript, _ timing.Alignment) error {
	var b strings.Builder
	for _, field := range [][2]string{
		{"Title", t.Title},
		{"By", strings.Join(t.Authors, ", ")},
		{"Source", t.Source},
		{"Published", t.Published},
		{"Language", t.Language},
		{"Link", t.URL},
		{"Rights", t.Rights},
	} {
		if field[1] != "" {
			fmt.Fprintf(&b, "%s: %s\n", field[0], field[1])
		}
	}
	for _, turn := range t.Turns {
		b.WriteByte('\n')
		if turn.Speaker != "" {
			b.WriteString(turn.Speaker + ": ")
		}
		b.WriteString(turn.Text + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}
