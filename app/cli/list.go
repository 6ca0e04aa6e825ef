package cli

import (
	"context"
	"flag"
	"fmt"
	"text/tabwriter"
	"time"

	"alongside/store"
)

type listCommand struct{}

func (*listCommand) flags(*flag.FlagSet) {}

// listed is a story as `list --json` prints it.
type listed struct {
	ID        int64    `json:"id"`
	Title     string   `json:"title"`
	Source    string   `json:"source,omitempty"`
	Authors   []string `json:"authors,omitempty"`
	URL       string   `json:"url,omitempty"`
	Published string   `json:"published,omitempty"`
	Language  string   `json:"language,omitempty"`
	Duration  float64  `json:"duration_s,omitempty"`
	Speakers  int      `json:"speakers"`
	Turns     int      `json:"turns"`
	Words     int      `json:"words"`
	Audio     bool     `json:"audio"`
	Aligned   string   `json:"aligned,omitempty"`
	Place     float64  `json:"place_s,omitempty"`
	Finished  bool     `json:"finished,omitempty"`
	Kept      bool     `json:"kept,omitempty"`   // never let go to save room
	LetGo     bool     `json:"let_go,omitempty"` // its sound was, and can be downloaded again
	Added     string   `json:"added,omitempty"`
}

func newListed(s store.Summary) listed {
	l := listed{
		ID: s.ID, Title: s.Title, Source: s.Source, Authors: s.Authors, URL: s.URL, Published: s.Published,
		Language: s.Language, Duration: s.Duration.Seconds(), Speakers: s.Speakers, Turns: s.Turns, Words: s.Words,
		Audio: s.HasAudio, Aligned: s.Aligned, Place: s.Place.Seconds(), Finished: s.Finished,
		Kept: s.Kept, LetGo: s.LetGo,
	}
	if !s.Added.IsZero() {
		l.Added = s.Added.UTC().Format(time.RFC3339)
	}
	return l
}

func (*listCommand) run(ctx context.Context, s *session, _ []string) error {
	lib, err := s.library(ctx)
	if err != nil {
		return err
	}
	stories, err := lib.Stories(ctx)
	if err != nil {
		return err
	}
	if s.json {
		list := make([]listed, len(stories))
		for i, story := range stories {
			list[i] = newListed(story)
		}
		return s.printJSON(list)
	}
	if len(stories) == 0 {
		fmt.Fprintln(s.Err, "There are no stories yet. `alongside add SOURCE` adds one.")
		return nil
	}
	table := tabwriter.NewWriter(s.Out, 0, 0, 2, ' ', 0)
	for _, story := range stories {
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\t%s\n", story.ID, story.Title, story.Source, date(story.Published), length(story), progress(story))
	}
	return table.Flush()
}

// date is the day of an ISO 8601 time.
func date(published string) string {
	return published[:min(len(published), len("2006-01-02"))]
}

func length(story store.Summary) string {
	if story.Duration == 0 {
		return ""
	}
	return clock(story.Duration)
}

// progress says how far one has got with a story, or why it cannot be followed.
func progress(story store.Summary) string {
	switch {
	case story.LetGo:
		return "sound let go"
	case !story.HasAudio:
		return "no sound"
	case story.Aligned == "":
		return "no timings"
	case story.Finished:
		return "finished"
	case story.Place > 0:
		return "at " + clock(story.Place)
	}
	return ""
}
