package cli

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"text/tabwriter"

	"alongside/store"
	"alongside/store/export"
	"alongside/store/intake/feed"
	"alongside/store/intake/saving"
	"alongside/store/intake/subscription"
)

type feedCommand struct{ output string }

func (c *feedCommand) flags(set *flag.FlagSet) {
	set.StringVar(&c.output, "o", "", "export: write to `FILE` instead of standard output")
}

// An action is what is done with feeds.
type action struct {
	name     string
	args     string // for people
	min, max int    // how many there may be
	what     string
	run      func(ctx context.Context, s *session, args []string) error
}

func (c *feedCommand) actions() []action {
	return []action{
		{"add", "ADDRESS|FILE.opml", 1, 1, "subscribes to a feed, or to all of a list", addFeed},
		{"list", "", 0, 0, "the feeds one has subscribed to", listFeeds},
		{"refresh", "[FEED]", 0, 1, "asks for what is new in one feed, or in all", refreshFeeds},
		{"episodes", "FEED", 1, 1, "the stories that a feed lists", listEpisodes},
		{"save", "EPISODE", 1, 1, "saves a story that a feed lists, by its number there", saveEpisode},
		{"keep", "FEED N", 2, 2, "keeps its N newest episodes for reading offline", keepFeed},
		{"remove", "FEED", 1, 1, "ends a subscription; saved stories stay", removeFeed},
		{"export", "", 0, 0, "writes the feeds as a list (OPML) for other programs", c.export},
	}
}

// details is what the help says of the command besides its flags.
func (c *feedCommand) details() string {
	var b strings.Builder
	for _, a := range c.actions() {
		fmt.Fprintf(&b, "  feed %-24s %s\n", strings.TrimSpace(a.name+" "+a.args), a.what)
	}
	return b.String() + "\nFEED is a feed's number in the list, its address, or the start of its title.\n"
}

func (c *feedCommand) run(ctx context.Context, s *session, args []string) error {
	for _, a := range c.actions() {
		if a.name != args[0] {
			continue
		}
		switch given := args[1:]; {
		case len(given) < a.min:
			return &usageError{fmt.Sprintf("feed %s needs %s", a.name, a.args), "feed"}
		case len(given) > a.max:
			return &usageError{fmt.Sprintf("%q is one argument too many", given[a.max]), "feed"}
		default:
			return a.run(ctx, s, given)
		}
	}
	return &usageError{fmt.Sprintf("there is nothing called %q to do with feeds", args[0]), "feed"}
}

func addFeed(ctx context.Context, s *session, args []string) error {
	lib, err := s.library(ctx)
	if err != nil {
		return err
	}
	if isList(args[0]) {
		return s.importFeeds(ctx, lib, args[0])
	}
	f, added, err := subscription.Subscribe(ctx, lib, args[0], subscription.Web)
	switch {
	case err != nil:
		return err
	case s.json:
		return s.printJSON([]listedFeed{newListedFeed(f)})
	case !added:
		fmt.Fprintf(s.Out, "%q was there already, as feed %d: %s.\n", f.Title, f.ID, counted(f.Episodes, "episode"))
	default:
		fmt.Fprintf(s.Out, "Subscribed to %q as feed %d: %s.\n", f.Title, f.ID, counted(f.Episodes, "episode"))
	}
	return nil
}

// isList reports whether a file is meant and not an address. "feeds.opml" that is not there is a file, too.
func isList(named string) bool {
	if feed.Address(named) != "" {
		return false
	}
	_, err := os.Stat(named)
	return err == nil || strings.EqualFold(filepath.Ext(named), ".opml")
}

// importFeeds subscribes to the feeds of a list, and asks for those that are new. One that cannot be read is told of and no
// failure: it may be another time.
func (s *session) importFeeds(ctx context.Context, lib *store.Library, name string) error {
	file, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("reading the feeds in %s: there is no such file, or you may not read it; check its name and folder", name)
	}
	defer file.Close()
	list, err := feed.ReadOPML(name, file)
	if err != nil {
		return err
	}
	added, err := subscription.Import(ctx, lib, list)
	if err != nil {
		return err
	}
	feeds := make([]store.Feed, len(added))
	for i, id := range added {
		if feeds[i], err = lib.Feed(ctx, id); err != nil {
			return err
		}
	}
	if err := subscription.RefreshAll(ctx, lib, feeds, subscription.Web, s.tellRefresh); err != nil {
		return err
	}
	if s.json {
		return printFeeds(ctx, s, lib, added)
	}
	fmt.Fprintf(s.Out, "Subscribed to %s; %d of the list were there already.\n", counted(len(added), "feed"), len(list)-len(added))
	return nil
}

// printFeeds prints feeds, by their numbers, as JSON.
func printFeeds(ctx context.Context, s *session, lib *store.Library, ids []int64) error {
	list := make([]listedFeed, len(ids))
	for i, id := range ids {
		f, err := lib.Feed(ctx, id)
		if err != nil {
			return err
		}
		list[i] = newListedFeed(f)
	}
	return s.printJSON(list)
}

func listFeeds(ctx context.Context, s *session, _ []string) error {
	lib, err := s.library(ctx)
	if err != nil {
		return err
	}
	feeds, err := lib.Feeds(ctx)
	if err != nil {
		return err
	}
	if s.json {
		list := make([]listedFeed, len(feeds))
		for i, f := range feeds {
			list[i] = newListedFeed(f)
		}
		return s.printJSON(list)
	}
	if len(feeds) == 0 {
		fmt.Fprintln(s.Err, "There are no feeds yet. `alongside feed add ADDRESS` subscribes to one.")
		return nil
	}
	table := tabwriter.NewWriter(s.Out, 0, 0, 2, ' ', 0)
	for _, f := range feeds {
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\n", f.ID, f.Title, holds(f), f.Problem)
	}
	return table.Flush()
}

func refreshFeeds(ctx context.Context, s *session, args []string) error {
	if len(args) == 1 {
		f, err := s.feed(ctx, args[0])
		if err != nil {
			return err
		}
		if f, err = subscription.Refresh(ctx, s.opened, f.ID, subscription.Web); err != nil {
			return err
		}
		if s.json {
			return s.printJSON([]listedFeed{newListedFeed(f)})
		}
		fmt.Fprintf(s.Out, "%s: %s.\n", f.Title, holds(f))
		return nil
	}
	lib, err := s.library(ctx)
	if err != nil {
		return err
	}
	feeds, err := lib.Feeds(ctx)
	if err != nil {
		return err
	}
	failures := 0
	err = subscription.RefreshAll(ctx, lib, feeds, subscription.Web, func(r subscription.Result) {
		if r.Err != nil {
			failures++
		}
		s.tellRefresh(r)
	})
	if err != nil {
		return err
	}
	if err := listFeeds(ctx, s, nil); err != nil {
		return err
	}
	if failures > 0 {
		return fmt.Errorf("%d of %s could not be refreshed; what was listed before is still there", failures, counted(len(feeds), "feed"))
	}
	return nil
}

// tellRefresh says what went wrong with a feed.
func (s *session) tellRefresh(r subscription.Result) {
	if r.Err != nil {
		fmt.Fprintf(s.Err, "%s: %s.\n", r.Feed.Title, sentence(r.Err))
	}
}

func listEpisodes(ctx context.Context, s *session, args []string) error {
	f, err := s.feed(ctx, args[0])
	if err != nil {
		return err
	}
	episodes, err := s.opened.Episodes(ctx, f.ID)
	if err != nil {
		return err
	}
	if s.json {
		list := make([]listedEpisode, len(episodes))
		for i, e := range episodes {
			list[i] = newListedEpisode(e)
		}
		err = s.printJSON(list)
	} else {
		err = printEpisodes(s.Out, episodes)
	}
	if err != nil {
		return err
	}
	return s.opened.SeenFeed(ctx, f.ID)
}

func keepFeed(ctx context.Context, s *session, args []string) error {
	n, err := strconv.Atoi(args[1])
	if err != nil || n < 0 || n > feed.MaxEpisodes {
		return &usageError{fmt.Sprintf("%q is not how many episodes can be kept; give a number from 0 to %d", args[1], feed.MaxEpisodes), "feed"}
	}
	f, err := s.feed(ctx, args[0])
	if err != nil {
		return err
	}
	if err := s.opened.SetKeep(ctx, f.ID, n); err != nil {
		return err
	}
	switch f.Keep = n; {
	case s.json:
		return s.printJSON(newListedFeed(f))
	case n == 0:
		fmt.Fprintf(s.Out, "No episodes of %q are kept by themselves.\n", f.Title)
	case n == 1:
		fmt.Fprintf(s.Out, "The newest episode of %q is kept for reading offline.\n", f.Title)
	default:
		fmt.Fprintf(s.Out, "The newest %s of %q are kept for reading offline.\n", counted(n, "episode"), f.Title)
	}
	return nil
}

func removeFeed(ctx context.Context, s *session, args []string) error {
	f, err := s.feed(ctx, args[0])
	if err != nil {
		return err
	}
	if err := s.opened.Unsubscribe(ctx, f.ID); err != nil {
		return err
	}
	if s.json {
		return s.printJSON(removed{f.ID, f.Title})
	}
	fmt.Fprintf(s.Out, "Removed the feed %q; `alongside feed add %s` subscribes to it again. Saved stories stay.\n", f.Title, f.URL)
	return nil
}

func (c *feedCommand) export(ctx context.Context, s *session, _ []string) error {
	lib, err := s.library(ctx)
	if err != nil {
		return err
	}
	list, err := subscription.Export(ctx, lib)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return fmt.Errorf("there are no feeds to export; `alongside feed add ADDRESS` subscribes to one")
	}
	if s.json && c.output == "" {
		return listFeeds(ctx, s, nil)
	}
	write := func(w io.Writer) error { return feed.WriteOPML(w, "Feeds in Alongside", list) }
	if c.output == "" || c.output == "-" {
		return write(s.Out)
	}
	return export.WriteFile(c.output, write)
}

// saveEpisode saves a story that a feed lists.
func saveEpisode(ctx context.Context, s *session, args []string) error {
	lib, err := s.library(ctx)
	if err != nil {
		return err
	}
	number, err := strconv.ParseInt(args[0], 10, 64)
	if err != nil {
		return &usageError{fmt.Sprintf("%q is not the number of an episode; `alongside feed episodes FEED` lists them", args[0]), "feed"}
	}
	source, err := subscription.SourceOf(ctx, lib, number)
	if err != nil {
		return err
	}
	return s.saveAndTell(ctx, lib, func(ctx context.Context, q *saving.Queue) (int64, error) { return q.AddEpisode(ctx, source) })
}
