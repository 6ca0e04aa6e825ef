package timing

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"alongside/sync/transcript"
)

// WriteTSV writes a line for each turn, under a line that names the columns: its number, start and end in seconds,
// confidence, speaker and text, parted by tabs. A turn that has no time has none of the three.
func WriteTSV(w io.Writer, t transcript.Transcript, a Alignment) error {
	if err := a.Check(t); err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, "turn\tstart_s\tend_s\tconfidence\tspeaker\ttext")
	for i, turn := range t.Turns {
		times := "\t\t"
		if i < len(a.Turns) && a.Turns[i].Known() {
			at := a.Turns[i]
			times = fmt.Sprintf("%.3f\t%.3f\t%.3f", at.Start.Seconds(), at.End.Seconds(), at.Confidence)
		}
		fmt.Fprintf(out, "%d\t%s\t%s\t%s\n", i+1, times, oneLine(turn.Speaker), oneLine(turn.Text))
	}
	return out.Flush()
}

// oneLine puts text into one cell of a table.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
