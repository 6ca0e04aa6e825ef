package cli

import (
	"context"
	"flag"
	"fmt"

	"alongside/store/intake"
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
	if s.json {
		return s.printJSON(newListed(story.Summary))
	}
	fmt.Fprintf(s.Out, "Saved %q as story %d: %s, %s.\n", story.Title, id, counted(story.Turns, "turn"), counted(story.Speakers, "speaker"))
	switch {
	case !story.HasAudio:
		fmt.Fprintf(s.Err, "It has no sound yet; `alongside add %s --audio FILE` adds it.\n", args[0])
	case story.Aligned == "":
		fmt.Fprintf(s.Err, "It has no timings yet; `alongside add %s --timings FILE` adds them.\n", args[0])
	}
	return nil
}
