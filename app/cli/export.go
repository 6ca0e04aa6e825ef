package cli

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/mattn/go-isatty"

	"alongside/store/export"
)

type exportCommand struct {
	format string
	mark   string
	output string
	all    bool
	print  export.Print
}

func (c *exportCommand) flags(set *flag.FlagSet) {
	set.StringVar(&c.format, "format", "vtt", "write `FORMAT`: "+formatNames())
	set.StringVar(&c.mark, "mark", "sentences", "in a book (epub), mark `WHAT` as it is heard: sentences or words")
	set.BoolVar(&c.all, "all", false, "write what is marked in all stories (notes-md and notes-csv)")
	usual := export.UsualPrint()
	set.Float64Var(&c.print.Size, "size", usual.Size, "on a page to print (print), letters are so many `POINTS` high")
	set.StringVar(&c.print.Paper, "paper", usual.Paper, "the page to print is for `PAPER`: A4 or letter")
	set.StringVar(&c.print.Font, "font", usual.Font, "the page to print is in `FONT`: atkinson, lexend or crimson")
	set.StringVar(&c.print.Second, "second", usual.Second, "on the page to print, a second text stands `WHERE`: beside, below or none")
	set.BoolVar(&c.print.Times, "times", false, "put the times in the margin of the page to print")
	set.StringVar(&c.output, "o", "", "write to `FILE` instead of standard output")
}

// formatNames lists the formats: "epub, html, vtt … and text".
func formatNames() string {
	var names []string
	for _, f := range export.Formats() {
		names = append(names, f.Name)
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

func (c *exportCommand) run(ctx context.Context, s *session, args []string) error {
	name := c.format
	if s.json {
		name = "json"
	}
	format, err := export.Named(name)
	if err != nil {
		return &usageError{fmt.Sprintf("there is no format %q; there are %s", name, formatNames()), "export"}
	}
	c.print.Marks = true
	options := export.Options{Print: c.print}
	if p := c.print.Mended(); p.Size != c.print.Size || p.Paper != c.print.Paper || p.Font != c.print.Font || p.Second != c.print.Second {
		return &usageError{"there is no such size, paper, font or place for a second text", "export"}
	}
	switch c.mark {
	case "sentences":
	case "words":
		options.Detail = export.Words
	default:
		return &usageError{fmt.Sprintf("--mark is sentences or words, not %q", c.mark), "export"}
	}
	toOut := c.output == "" || c.output == "-"
	if toOut && format.HoldsSound && isTerminal(s.Out) {
		return &usageError{fmt.Sprintf("%s is nothing to read in a terminal; name a file with -o, such as -o story%s", format.Label, format.Ending), "export"}
	}
	write, err := c.writer(ctx, s, args, format, &options)
	if err != nil {
		return err
	}
	if format.HoldsSound {
		line := newProgress(s.Err)
		defer line.end()
		options.Progress = func(share float64) { line.share("Writing "+format.Label, share) }
	}
	if toOut {
		return write(s.Out)
	}
	return export.WriteFile(c.output, write)
}

// writer gives what writes the story that was named, or what is marked in all.
func (c *exportCommand) writer(ctx context.Context, s *session, args []string, format export.Format, options *export.Options) (func(io.Writer) error, error) {
	switch {
	case c.all && len(args) > 0:
		return nil, &usageError{"--all is of all stories; leave out the one, or --all", "export"}
	case c.all && !format.OfSeveral():
		return nil, &usageError{"--all goes with --format notes-md or notes-csv", "export"}
	case c.all:
		lib, err := s.library(ctx)
		if err != nil {
			return nil, err
		}
		return func(w io.Writer) error { return format.WriteAll(w, export.AllMarked(ctx, lib)) }, nil
	case len(args) == 0:
		return nil, &usageError{"export needs STORY", "export"}
	}
	story, err := s.story(ctx, args[0])
	if err != nil {
		return nil, err
	}
	return func(w io.Writer) error { return format.Write(ctx, w, export.Saved(story, s.opened), *options) }, nil
}

// isTerminal reports whether what is written is shown to a person.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && (isatty.IsTerminal(file.Fd()) || isatty.IsCygwinTerminal(file.Fd()))
}
