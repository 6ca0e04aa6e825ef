package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"alongside/store"
	"alongside/store/intake"
	"alongside/sync/align"
)

type addCommand struct{ audio, timings, title string }

func (c *addCommand) flags(set *flag.FlagSet) {
	set.StringVar(&c.audio, "audio", "", "its sound is in `FILE` instead of one beside SOURCE")
	set.StringVar(&c.timings, "timings", "", "when it is spoken is in `FILE`: WebVTT, SRT, podcast JSON, aeneas JSON or a story's JSON")
	set.StringVar(&c.title, "title", "", "call it `TITLE`, whatever the page calls it")
}

func (c *addCommand) run(ctx context.Context, s *session, args []string) error {
	lib, err := s.library(ctx)
	if err != nil {
		return err
	}
	source := intake.Source{Location: args[0], Title: c.title, AudioPath: c.audio, TimingsPath: c.timings}
	progress := newProgress(s.Err)
	progress.set(intake.Progress{Step: intake.Reading})
	found, err := intake.Read(ctx, source)
	if err != nil {
		progress.end()
		return err
	}
	defer found.Close()
	id, err := intake.Save(ctx, lib, found, progress.set)
	progress.end()
	if err != nil {
		return err
	}
	s.printNotes(found)
	story, err := lib.Story(ctx, id)
	if err != nil {
		return err
	}
	if !s.json {
		fmt.Fprintf(s.Out, "Saved %q as story %d: %s, %s.\n", story.Title, id, counted(story.Turns, "turn"), counted(story.Speakers, "speaker"))
	}
	switch {
	case !story.HasAudio:
		fmt.Fprintf(s.Err, "It has no sound yet; `alongside add %s --audio FILE` adds it.\n", args[0])
	case story.Aligned == "" || story.Aligned == intake.Unfinished:
		if err := s.align(ctx, lib, id); err != nil {
			return err
		}
	}
	if story, err = lib.Story(ctx, id); err != nil {
		return err
	}
	s.tellEstimated(ctx, story.Aligned, story.Language)
	if !s.json {
		return nil
	}
	return s.printJSON(newListed(story.Summary))
}

// align finds when a saved story's words are spoken. That the sound is not the story's is said, and no failure: the story
// is saved.
func (s *session) align(ctx context.Context, lib *store.Library, id int64) error {
	progress := newProgress(s.Err)
	err := intake.Align(ctx, lib, id, intake.Listener{Told: func(a intake.Aligned) {
		progress.set(intake.Progress{Step: intake.Aligning, Done: int64(a.Done), Total: int64(a.Duration)})
	}})
	progress.end()
	if errors.Is(err, align.ErrUnrelated) {
		fmt.Fprintf(s.Err, "alongside: %s.\n", err)
		return nil
	}
	return err
}
