package cli

import (
	"context"
	"flag"
	"fmt"
	"strings"

	"alongside/store"
	"alongside/sync/align"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

type showCommand struct{}

func (*showCommand) flags(*flag.FlagSet) {}

func (*showCommand) run(ctx context.Context, s *session, args []string) error {
	story, err := s.story(ctx, args[0])
	if err != nil {
		return err
	}
	if s.json {
		return timing.WriteStory(s.Out, story.Transcript, story.Alignment)
	}
	s.printStory(story.Transcript, story.Alignment)
	return nil
}

// story gets the whole of the story that is meant.
func (s *session) story(ctx context.Context, wanted string) (store.Story, error) {
	summary, err := s.find(ctx, wanted)
	if err != nil {
		return store.Story{}, err
	}
	return s.opened.Story(ctx, summary.ID)
}

// printStory prints a transcript for people, with the time of each turn where it is known.
func (s *session) printStory(t transcript.Transcript, a timing.Alignment) {
	fmt.Fprintln(s.Out, t.Title)
	if len(t.Authors) > 0 {
		fmt.Fprintln(s.Out, "By "+strings.Join(t.Authors, ", "))
	}
	for _, line := range []string{strings.Join(nonEmpty(t.Source, t.Published), ", "), t.URL, soundLine(t.Audio)} {
		if line != "" {
			fmt.Fprintln(s.Out, line)
		}
	}
	fmt.Fprintln(s.Out)
	for i, turn := range t.Turns {
		if len(a.Turns) == 0 {
			fmt.Fprintf(s.Out, "%s\n\n", turnText(turn, 0))
			continue
		}
		fmt.Fprintf(s.Out, "%7s  %s\n\n", startOf(a, i), turnText(turn, indent))
	}
	if t.Rights != "" {
		fmt.Fprintln(s.Out, t.Rights)
	}
}

// startOf writes when a turn begins, with a ≈ before what is only an estimate; nothing where it is not known.
func startOf(a timing.Alignment, turn int) string {
	switch t := a.Turns[turn]; {
	case !t.Known():
		return ""
	case a.Method == align.Estimate:
		return "≈" + clock(t.Start)
	default:
		return clock(t.Start)
	}
}

func soundLine(audio transcript.Audio) string {
	var parts []string
	if audio.Duration > 0 {
		parts = append(parts, clock(audio.Duration))
	}
	if parts = append(parts, nonEmpty(audio.URL)...); len(parts) == 0 {
		return ""
	}
	return "Sound: " + strings.Join(parts, ", ")
}

func nonEmpty(all ...string) []string {
	var some []string
	for _, text := range all {
		if text != "" {
			some = append(some, text)
		}
	}
	return some
}
