package cli

import (
	"context"
	"flag"
	"fmt"
	"strings"

	"alongside/store/intake"
	"alongside/sync/timing"
)

type readCommand struct{}

func (*readCommand) flags(*flag.FlagSet) {}

func (*readCommand) run(ctx context.Context, s *session, args []string) error {
	found, err := intake.Read(ctx, intake.Source{Location: args[0]})
	if err != nil {
		return err
	}
	defer found.Close()
	s.printNotes(found)
	if s.json {
		return timing.WriteStory(s.Out, found.Transcript, found.Alignment)
	}
	s.printStory(found.Transcript, found.Alignment)
	return nil
}

// printNotes says what was mended and what was left out.
func (s *session) printNotes(found intake.Found) {
	for _, repair := range found.Repairs {
		fmt.Fprintf(s.Err, "Mended in line %d: %s.\n", repair.Line, strings.TrimSuffix(repair.What, "."))
	}
	for _, note := range found.Notes {
		fmt.Fprintln(s.Err, note)
	}
}
