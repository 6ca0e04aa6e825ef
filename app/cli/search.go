package cli

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"time"

	"alongside/store"
)

type searchCommand struct{ limit int }

func (c *searchCommand) flags(set *flag.FlagSet) {
	set.IntVar(&c.limit, "limit", 20, "give at most `N` stories")
}

// hit is a story that was found, as `search --json` prints it.
type hit struct {
	ID      int64    `json:"id"`
	Title   string   `json:"title"`
	Turn    int      `json:"turn,omitempty"` // from 1
	Start   *float64 `json:"start_s,omitempty"`
	Snippet string   `json:"snippet"`
	InNote  bool     `json:"in_note,omitempty"` // the snippet is of a note that the reader wrote there
}

func (c *searchCommand) run(ctx context.Context, s *session, args []string) error {
	if c.limit < 1 {
		return &usageError{"--limit is 1 or more", "search"}
	}
	lib, err := s.library(ctx)
	if err != nil {
		return err
	}
	found, err := lib.Search(ctx, strings.Join(args, " "), c.limit)
	if err != nil {
		return err
	}
	hits := make([]hit, len(found))
	for i, f := range found {
		if hits[i], err = newHit(ctx, lib, f); err != nil {
			return err
		}
	}
	if s.json {
		return s.printJSON(hits)
	}
	if len(hits) == 0 {
		fmt.Fprintf(s.Err, "Nothing was found for %q.\n", strings.Join(args, " "))
	}
	for _, h := range hits {
		place := ""
		if h.Start != nil {
			place = ", at " + clock(time.Duration(*h.Start*float64(time.Second)))
		}
		snippet := h.Snippet
		if h.InNote {
			snippet = "Your note: " + snippet
		}
		fmt.Fprintf(s.Out, "%d  %s%s\n   %s\n\n", h.ID, h.Title, place, wrap(snippet, 3))
	}
	return nil
}

// newHit adds when the turn that was found is heard.
func newHit(ctx context.Context, lib *store.Library, found store.Hit) (hit, error) {
	h := hit{ID: found.ID, Title: found.Title, Turn: found.Turn + 1, Snippet: found.Snippet, InNote: found.InNote}
	if found.Turn < 0 {
		return h, nil
	}
	story, err := lib.Story(ctx, found.ID)
	if err != nil {
		return h, err
	}
	if found.Turn < len(story.Alignment.Turns) && story.Alignment.Turns[found.Turn].Known() {
		start := story.Alignment.Turns[found.Turn].Start.Seconds()
		h.Start = &start
	}
	return h, nil
}
