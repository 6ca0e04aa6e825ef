package cli

import (
	"context"
	"flag"
	"fmt"

	"alongside/store/intake"
	"alongside/sync/transcript/parallel"
)

type companionCommand struct {
	language string
	remove   bool
}

func (c *companionCommand) flags(set *flag.FlagSet) {
	set.StringVar(&c.language, "language", "", "it is in the language `TAG`, such as es or de, whatever the file says")
	set.BoolVar(&c.remove, "remove", false, "take the story's second text away")
}

// besideTold is what `companion --json` prints.
type besideTold struct {
	Story    int64  `json:"story"`
	Language string `json:"language,omitempty"`
	Turns    int    `json:"turns"`
	Groups   int    `json:"groups"` // that stand beside each other
	Single   int    `json:"single"` // of them, those of one turn with one
}

func (c *companionCommand) run(ctx context.Context, s *session, args []string) error {
	if c.remove != (len(args) == 1) {
		return &usageError{"companion needs a STORY and a SOURCE, or a STORY and --remove", "companion"}
	}
	story, err := s.story(ctx, args[0])
	if err != nil {
		return err
	}
	if c.remove {
		if err := s.opened.RemoveCompanion(ctx, story.ID); err != nil {
			return err
		}
		if s.json {
			return s.printJSON(besideTold{Story: story.ID})
		}
		fmt.Fprintf(s.Out, "The second text of %q was removed.\n", story.Title)
		return nil
	}
	second, err := intake.ReadCompanion(ctx, intake.Source{Location: args[1]}, c.language)
	if err != nil {
		return err
	}
	if err := s.opened.SaveCompanion(ctx, story.ID, second); err != nil {
		return err
	}
	told := besideTold{Story: story.ID, Language: second.Language, Turns: len(second.Turns)}
	for _, g := range parallel.Pair(parallel.Whole(story.Transcript, story.Alignment), second.Turns) {
		told.Groups++
		if g.First.Len() == 1 && g.Second.Len() == 1 {
			told.Single++
		}
	}
	if s.json {
		return s.printJSON(told)
	}
	fmt.Fprintf(s.Out, "Beside %q there is a second text now: %s, of which %d stand beside one turn each.\n", story.Title, counted(told.Turns, "turn"), told.Single)
	return nil
}
