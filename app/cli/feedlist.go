package cli

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"alongside/store"
)

// listedFeed is a feed as `feed … --json` prints it.
type listedFeed struct {
	ID       int64  `json:"id"`
	Title    string `json:"title"`
	URL      string `json:"url"`
	Link     string `json:"link,omitempty"`
	Language string `json:"language,omitempty"`
	Picture  string `json:"picture,omitempty"`
	Episodes int    `json:"episodes"`
	New      int    `json:"new"`
	Keep     int    `json:"keep"`
	Checked  string `json:"checked,omitempty"`
	Problem  string `json:"problem,omitempty"`
}

func newListedFeed(f store.Feed) listedFeed {
	return listedFeed{
		ID: f.ID, Title: f.Title, URL: f.URL, Link: f.Link, Language: f.Language, Picture: f.Picture, Episodes: f.Episodes,
		New: f.New, Keep: f.Keep, Checked: instant(f.Checked), Problem: f.Problem,
	}
}

// listedEpisode is an episode as `feed episodes --json` prints it.
type listedEpisode struct {
	ID         int64       `json:"id"`
	Title      string      `json:"title"`
	GUID       string      `json:"guid"`
	Published  string      `json:"published,omitempty"`
	Link       string      `json:"link,omitempty"`
	Author     string      `json:"author,omitempty"`
	Summary    string      `json:"summary,omitempty"`
	Season     string      `json:"season,omitempty"`
	Number     string      `json:"episode,omitempty"`
	Duration   float64     `json:"duration_s,omitempty"`
	Audio      *listedFile `json:"audio,omitempty"`
	Transcript *listedFile `json:"transcript,omitempty"`
	Chapters   string      `json:"chapters,omitempty"`
	Story      int64       `json:"story,omitempty"`
	New        bool        `json:"new,omitempty"`
	Hidden     bool        `json:"hidden,omitempty"`
	Listed     bool        `json:"listed"`
}

// listedFile is what an episode leads to.
type listedFile struct {
	URL   string `json:"url"`
	Type  string `json:"type,omitempty"`
	Bytes int64  `json:"bytes,omitempty"`
}

func newListedEpisode(e store.Episode) listedEpisode {
	l := listedEpisode{
		ID: e.ID, Title: e.Title, GUID: e.GUID, Published: instant(e.Published), Link: e.Link, Author: e.Author, Summary: e.Summary,
		Season: e.Season, Number: e.Number, Duration: e.Duration.Seconds(), Chapters: e.ChaptersURL, Story: e.Story,
		New: e.New, Hidden: e.Hidden, Listed: e.Listed,
	}
	if e.AudioURL != "" {
		l.Audio = &listedFile{e.AudioURL, e.AudioType, e.AudioBytes}
	}
	if e.TranscriptURL != "" {
		l.Transcript = &listedFile{URL: e.TranscriptURL, Type: e.TranscriptType}
	}
	return l
}

// instant is a moment in ISO 8601, "" for none.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// feed gives the one feed that is meant: by its number or its address, else by the start of its title.
func (s *session) feed(ctx context.Context, wanted string) (store.Feed, error) {
	lib, err := s.library(ctx)
	if err != nil {
		return store.Feed{}, err
	}
	feeds, err := lib.Feeds(ctx)
	if err != nil {
		return store.Feed{}, err
	}
	return chooseFeed(feeds, wanted)
}

func chooseFeed(feeds []store.Feed, wanted string) (store.Feed, error) {
	id, _ := strconv.ParseInt(wanted, 10, 64)
	var found []store.Feed
	for _, f := range feeds {
		switch {
		case f.ID == id, f.URL == wanted:
			return f, nil
		case strings.EqualFold(f.Title, wanted):
			found = append([]store.Feed{f}, found...)
		case hasPrefixFold(f.Title, wanted):
			found = append(found, f)
		}
	}
	switch {
	case len(found) == 0 || wanted == "":
		return store.Feed{}, &noFeedError{wanted}
	case len(found) == 1, strings.EqualFold(found[0].Title, wanted) && !strings.EqualFold(found[1].Title, wanted):
		return found[0], nil
	}
	return store.Feed{}, fmt.Errorf("%d feeds begin with %q, numbers %d and %d among them; give the number of the one you mean",
		len(found), wanted, found[0].ID, found[1].ID)
}

type noFeedError struct{ wanted string }

func (e *noFeedError) Error() string {
	return fmt.Sprintf("there is no feed %q; `alongside feed list` shows those there are", e.wanted)
}

func (e *noFeedError) Unwrap() error { return store.ErrNoFeed }

// holds says what there is in a feed.
func holds(f store.Feed) string {
	text := counted(f.Episodes, "episode")
	if f.New > 0 {
		text += fmt.Sprintf(", %d new", f.New)
	}
	if f.Keep > 0 {
		text += fmt.Sprintf(", keeps %d", f.Keep)
	}
	return text
}

func printEpisodes(w io.Writer, episodes []store.Episode) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, e := range episodes {
		if e.Hidden {
			continue
		}
		day, long := "", ""
		if !e.Published.IsZero() {
			day = e.Published.Format("2006-01-02")
		}
		if e.Duration > 0 {
			long = clock(e.Duration)
		}
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\n", e.ID, day, e.Title, long, marks(e))
	}
	return table.Flush()
}

// marks says what is worth knowing of an episode before it is saved.
func marks(e store.Episode) string {
	var all []string
	if e.New {
		all = append(all, "new")
	}
	if e.Story != 0 {
		all = append(all, fmt.Sprint("story ", e.Story))
	}
	switch {
	case e.AudioURL == "":
		all = append(all, "no sound")
	case e.TranscriptURL == "":
		all = append(all, "no transcript")
	}
	return strings.Join(all, ", ")
}
