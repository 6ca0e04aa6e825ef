package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"

	"alongside/store"
)

type libraryCommand struct{ deleteOld bool }

func (c *libraryCommand) flags(set *flag.FlagSet) {
	set.BoolVar(&c.deleteOld, "delete-old", false, "with move: delete what is left in the old folder, once the new one is proved whole")
}

func (*libraryCommand) details() string {
	return `alongside library             how much room the library and each story take
alongside library move DIR    moves it to a new or empty folder, which may be on another disk
alongside library most SIZE   lets it grow to SIZE, as 500MB or 20GB, and lets sound go that can be downloaded
                              again, of what was read the longest time ago first; "most none" takes that back
alongside library sound STORY downloads the sound of a story again that was let go
alongside library keep STORY  never lets the sound of a story go; "unkeep STORY" takes that back;
                              nor is it ever let go of a story that has a bookmark
`
}

func (c *libraryCommand) run(ctx context.Context, s *session, args []string) error {
	action, rest := "", ""
	if len(args) > 0 {
		action = args[0]
	}
	if len(args) > 1 {
		rest = args[1]
	}
	switch {
	case action == "":
		return c.usage(ctx, s)
	case rest == "":
		return &usageError{fmt.Sprintf("library %s needs to be told more", action), "library"}
	}
	switch action {
	case "move":
		return c.move(ctx, s, rest)
	case "most":
		return c.most(ctx, s, rest)
	case "sound":
		return c.sound(ctx, s, rest)
	case "keep":
		return c.keep(ctx, s, rest, (*store.Library).Keep, "The sound of %q is never let go now.\n")
	case "unkeep":
		return c.keep(ctx, s, rest, (*store.Library).Unkeep, "The sound of %q may be let go to save room.\n")
	}
	return &usageError{fmt.Sprintf("a library cannot be asked to %q", action), "library"}
}

// libraryUsage is what `library --json` prints.
type libraryUsage struct {
	Folder    string       `json:"folder"`
	Bytes     int64        `json:"bytes"`
	Most      int64        `json:"most_bytes,omitempty"`
	Media     int64        `json:"media_bytes"`
	Database  int64        `json:"database_bytes"`
	Downloads int64        `json:"downloads_bytes,omitempty"`
	SetAside  int64        `json:"set_aside_bytes,omitempty"`
	Free      *int64       `json:"free_bytes,omitempty"`
	Stories   []storyUsage `json:"stories"`
}

type storyUsage struct {
	ID      int64  `json:"id"`
	Title   string `json:"title"`
	Bytes   int64  `json:"bytes"`
	Sound   int64  `json:"sound_bytes,omitempty"`
	Picture int64  `json:"picture_bytes,omitempty"`
	Text    int64  `json:"text_bytes"`
	Shared  int64  `json:"shared_bytes,omitempty"` // of sound and picture, what other stories use too
}

func (*libraryCommand) usage(ctx context.Context, s *session) error {
	lib, err := s.library(ctx)
	if err != nil {
		return err
	}
	u, err := lib.Usage(ctx)
	if err != nil {
		return err
	}
	most, err := lib.Most(ctx)
	if err != nil {
		return err
	}
	if s.json {
		return s.printJSON(newLibraryUsage(lib.Dir(), u, most))
	}
	table := tabwriter.NewWriter(s.Out, 0, 0, 2, ' ', 0)
	for _, story := range u.Stories {
		note := ""
		if story.Shared > 0 {
			note = fmt.Sprintf("%s of it is also another story's", size(story.Shared))
		}
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\n", story.ID, story.Title, size(story.Whole()), note)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(s.Out, "The library in %s takes %s: sound and pictures %s, words and times %s", lib.Dir(), size(u.Whole()), size(u.Media), size(u.Database))
	if u.Downloads > 0 {
		fmt.Fprintf(s.Out, ", downloads that go on %s", size(u.Downloads))
	}
	if u.SetAside > 0 {
		fmt.Fprintf(s.Out, ", copies kept for safety %s", size(u.SetAside))
	}
	if most > 0 {
		fmt.Fprintf(s.Out, "; it may take %s", size(most))
	}
	if u.Free >= 0 {
		fmt.Fprintf(s.Out, "; %s are free", size(u.Free))
	}
	fmt.Fprintln(s.Out, ".")
	return nil
}

func newLibraryUsage(dir string, u store.Usage, most int64) libraryUsage {
	out := libraryUsage{
		Folder: dir, Bytes: u.Whole(), Most: most, Media: u.Media, Database: u.Database,
		Downloads: u.Downloads, SetAside: u.SetAside, Stories: []storyUsage{},
	}
	if u.Free >= 0 {
		out.Free = &u.Free
	}
	for _, story := range u.Stories {
		out.Stories = append(out.Stories, storyUsage{
			story.ID, story.Title, story.Whole(), story.Sound, story.Picture, story.Text, story.Shared,
		})
	}
	return out
}

// movedLibrary is what `library move --json` prints.
type movedLibrary struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Deleted bool   `json:"deleted"` // whether what was left in the old folder is deleted
}

func (c *libraryCommand) move(ctx context.Context, s *session, to string) error {
	lib, err := s.library(ctx)
	if err != nil {
		return err
	}
	from := lib.Dir()
	progress := newBytesLine(s.Err, "Copying the library")
	err = lib.Move(ctx, to, progress.set)
	progress.end()
	if err != nil {
		return err
	}
	if now, err := store.Follow(from); err == nil {
		to = now
	}
	if c.deleteOld {
		if err := store.DeleteMoved(ctx, from); err != nil {
			return err
		}
	}
	if s.json {
		return s.printJSON(movedLibrary{from, to, c.deleteOld})
	}
	fmt.Fprintf(s.Out, "The library is in %s now.", to)
	if c.deleteOld {
		fmt.Fprintf(s.Out, " %s leads there.\n", from)
		return nil
	}
	fmt.Fprintf(s.Out, " What was in %s is still there, and leads to the new folder.\n", from)
	return nil
}

// letGone is what `library most --json` prints.
type letGone struct {
	Most    int64    `json:"most_bytes"`
	Stories []listed `json:"let_go"`
	Bytes   int64    `json:"bytes"`
	Over    int64    `json:"over_bytes,omitempty"`
}

func (*libraryCommand) most(ctx context.Context, s *session, wanted string) error {
	most, err := parseSize(wanted)
	if err != nil {
		return err
	}
	lib, err := s.library(ctx)
	if err != nil {
		return err
	}
	if err := lib.SetMost(ctx, most); err != nil {
		return err
	}
	var gone store.LetGone
	if most > 0 {
		gone, err = lib.LetGo(ctx, most)
		if err != nil && !errors.Is(err, store.ErrTooLarge) {
			return err
		}
	}
	if s.json {
		out := letGone{Most: most, Stories: []listed{}, Bytes: gone.Bytes, Over: gone.Over}
		for _, story := range gone.Stories {
			out.Stories = append(out.Stories, newListed(story))
		}
		return errors.Join(s.printJSON(out), err)
	}
	if most == 0 {
		fmt.Fprintln(s.Out, "The library may grow as it likes.")
		return nil
	}
	for _, story := range gone.Stories {
		fmt.Fprintf(s.Out, "Let go the sound of %q; it can be downloaded again.\n", story.Title)
	}
	fmt.Fprintf(s.Out, "The library may take %s. %s were freed.\n", size(most), size(gone.Bytes))
	if gone.Over > 0 {
		return fmt.Errorf("%w (%s too large)", err, size(gone.Over))
	}
	return nil
}

func (*libraryCommand) keep(ctx context.Context, s *session, wanted string, do func(*store.Library, context.Context, int64) error, says string) error {
	story, err := s.find(ctx, wanted)
	if err != nil {
		return err
	}
	if err := do(s.opened, ctx, story.ID); err != nil {
		return err
	}
	if s.json {
		return s.printJSON(removed{story.ID, story.Title})
	}
	fmt.Fprintf(s.Out, says, story.Title)
	return nil
}

// sound downloads what was let go.
func (*libraryCommand) sound(ctx context.Context, s *session, wanted string) error {
	story, err := s.find(ctx, wanted)
	if err != nil {
		return err
	}
	if !story.HasAudio {
		if err := s.getSound(ctx, story.ID); err != nil {
			return err
		}
	}
	if s.json {
		now, err := s.opened.Story(ctx, story.ID)
		return errors.Join(err, s.printJSON(newListed(now.Summary)))
	}
	fmt.Fprintf(s.Out, "The sound of %q is here.\n", story.Title)
	return nil
}

// parseSize reads a size such as "500MB", "20 GB" or "none".
func parseSize(text string) (int64, error) {
	text = strings.ToUpper(strings.ReplaceAll(text, " ", ""))
	if text == "NONE" {
		return 0, nil
	}
	unit := 1.0
	for _, u := range []struct {
		name  string
		bytes float64
	}{{"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12}, {"B", 1}} {
		if number, found := strings.CutSuffix(text, u.name); found {
			text, unit = number, u.bytes
			break
		}
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || !(n > 0) || n*unit > 1e18 {
		return 0, &usageError{fmt.Sprintf("%q is no size; one is written as 500MB or 20GB, or none", text), "library"}
	}
	return int64(n * unit), nil
}

// size writes a number of bytes for people.
func size(bytes int64) string {
	switch {
	case bytes >= 1e9:
		return fmt.Sprintf("%.1f GB", float64(bytes)/1e9)
	case bytes >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
	case bytes >= 1e3:
		return fmt.Sprintf("%.0f kB", float64(bytes)/1e3)
	}
	return fmt.Sprintf("%d bytes", bytes)
}
