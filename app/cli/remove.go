package cli

import (
	"context"
	"flag"
	"fmt"
	"strconv"
)

type removeCommand struct{ undo bool }

func (c *removeCommand) flags(set *flag.FlagSet) {
	set.BoolVar(&c.undo, "undo", false, "bring a story back that was removed within the last hour, by its number")
}

// removed is what `remove --json` prints.
type removed struct {
	ID    int64  `json:"id"`
	Title string `json:"title,omitempty"`
}

func (c *removeCommand) run(ctx context.Context, s *session, args []string) error {
	if c.undo {
		return c.restore(ctx, s, args[0])
	}
	story, err := s.find(ctx, args[0])
	if err != nil {
		return err
	}
	if err := s.opened.Remove(ctx, story.ID); err != nil {
		return err
	}
	if s.json {
		return s.printJSON(removed{story.ID, story.Title})
	}
	fmt.Fprintf(s.Out, "Removed %q. For an hour, `alongside remove --undo %d` brings it back.\n", story.Title, story.ID)
	return nil
}

func (c *removeCommand) restore(ctx context.Context, s *session, wanted string) error {
	id, err := strconv.ParseInt(wanted, 10, 64)
	if err != nil {
		return &usageError{fmt.Sprintf("--undo needs the number of the story that was removed, not %q", wanted), "remove"}
	}
	lib, err := s.library(ctx)
	if err != nil {
		return err
	}
	if err := lib.Restore(ctx, id); err != nil {
		return err
	}
	if s.json {
		return s.printJSON(removed{ID: id})
	}
	fmt.Fprintf(s.Out, "Story %d is back.\n", id)
	return nil
}
