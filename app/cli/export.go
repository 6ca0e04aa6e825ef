package cli

import (
	"context"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

type exportCommand struct {
	format string
	output string
}

func (c *exportCommand) flags(set *flag.FlagSet) {
	set.StringVar(&c.format, "format", "vtt", "write `FORMAT`: vtt, srt, podcast, json or text")
	set.StringVar(&c.output, "o", "", "write to `FILE` instead of standard output")
}

// A writer puts a story into words of one format.
type writer func(io.Writer, transcript.Transcript, timing.Alignment) error

// writers are the formats that need times, and those that do not.
func writers() (timed, plain map[string]writer) {
	return map[string]writer{"vtt": timing.WriteVTT, "srt": timing.WriteSRT, "podcast": timing.WritePodcastJSON},
		map[string]writer{"json": timing.WriteStory, "text": writeText}
}

func (c *exportCommand) run(ctx context.Context, s *session, args []string) error {
	format := c.format
	if s.json {
		format = "json"
	}
	timed, plain := writers()
	write, needsTimes := timed[format]
	if !needsTimes {
		write = plain[format]
	}
	if write == nil {
		names := slices.Sorted(maps.Keys(timed))
		return &usageError{fmt.Sprintf("there is no format %q; there are %s, json and text", format, strings.Join(names, ", ")), "export"}
	}
	story, err := s.story(ctx, args[0])
	if err != nil {
		return err
	}
	if needsTimes && len(story.Alignment.Turns) == 0 {
		return fmt.Errorf("%q has no timings, so it cannot be written as %s; --format text writes its words", story.Title, format)
	}
	if c.output == "" || c.output == "-" {
		return write(s.Out, story.Transcript, story.Alignment)
	}
	return writeFile(c.output, func(w io.Writer) error { return write(w, story.Transcript, story.Alignment) })
}

// writeFile writes a file whole, or leaves what was there.
func writeFile(path string, write func(io.Writer) error) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), ".alongside-*")
	if err != nil {
		return fmt.Errorf("writing %s: %w; choose another place with -o", path, err)
	}
	defer os.Remove(file.Name())
	if err := write(file); err != nil {
		file.Close()
		return err
	}
	if err := file.Chmod(0o644); err != nil {
		file.Close()
		return fmt.Errorf("writing %s: %w", path, err)
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
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
