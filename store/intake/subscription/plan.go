package subscription

import (
	"context"
	"errors"
	"fmt"
	"time"

	"alongside/store"
)

// A Plan says what is to be done so that a feed's newest episodes are there offline.
type Plan struct {
	Save  []store.Episode // are to be saved; the newest first
	LetGo []int64         // stories whose sound may go: they are old, and read to the end
}

// Wanted plans for one feed: its Keep newest episodes are to be there, of those that have words or a page to look for them
// in. One that was saved and then removed by a person is not saved again. A story is let go only where it was read to its end and is not kept: never one that is being read, or
// that nobody has read yet.
func Wanted(ctx context.Context, lib *store.Library, id int64) (Plan, error) {
	f, err := lib.Feed(ctx, id)
	if err != nil || f.Keep == 0 {
		return Plan{}, err
	}
	episodes, err := lib.Episodes(ctx, id)
	if err != nil {
		return Plan{}, err
	}
	stories, err := lib.Stories(ctx)
	if err != nil {
		return Plan{}, err
	}
	known := make(map[int64]store.Summary, len(stories))
	for _, s := range stories {
		known[s.ID] = s
	}
	return plan(f.Keep, episodes, known), nil
}

// plan is Wanted for the episodes, the newest first, of a feed of which so many are to be there.
func plan(keep int, episodes []store.Episode, stories map[int64]store.Summary) (p Plan) {
	newest := 0
	for _, e := range episodes {
		within := newest < keep && e.Listed && !e.Hidden && mayHaveWords(e)
		if within {
			newest++
		}
		story, there := stories[e.Story]
		switch {
		case within && !e.Saved:
			p.Save = append(p.Save, e)
		case !within && there && story.HasAudio && story.Finished && !story.Kept:
			p.LetGo = append(p.LetGo, story.ID)
		}
	}
	return p
}

// mayHaveWords reports whether there is a transcript of an episode, or a page that may have one. Sound alone is no story:
// nobody is there to be asked for its words.
func mayHaveWords(e store.Episode) bool { return e.TranscriptURL != "" || e.Link != "" }

// A Source is what the saving of an episode begins with. What is not known is left empty.
type Source struct {
	Episode        int64  // its number; tell the library of the story with LinkEpisode
	Title          string // never empty
	Feed           string // the feed's title: who published it
	FeedURL        string // the feed's address: what the person named
	Author         string
	Published      string // ISO 8601
	Language       string // BCP 47; of the feed
	Page           string // the episode's own
	AudioURL       string
	AudioType      string
	Duration       time.Duration // as the feed has it, which is not always right
	TranscriptURL  string
	TranscriptType string // one of feed.Types
	ChaptersURL    string // see feed.ReadChapters
	PictureURL     string // the episode's own, else the feed's
}

// ErrNothing is for an episode that names neither sound nor transcript nor page.
var ErrNothing = errors.New("there is nothing to save: the feed names neither sound nor transcript nor page")

// SourceOf gives what the saving of an episode begins with, or an error that wraps ErrNothing.
func SourceOf(ctx context.Context, lib *store.Library, id int64) (Source, error) {
	e, err := lib.Episode(ctx, id)
	if err != nil {
		return Source{}, err
	}
	f, err := lib.Feed(ctx, e.Feed)
	if err != nil {
		return Source{}, err
	}
	if !mayHaveWords(e) && e.AudioURL == "" {
		return Source{}, fmt.Errorf("saving “%s”: %w", e.Title, ErrNothing)
	}
	s := Source{
		Episode: e.ID, Title: e.Title, Feed: f.Title, FeedURL: f.URL, Author: e.Author, Language: f.Language, Page: e.Link,
		AudioURL: e.AudioURL, AudioType: e.AudioType, Duration: e.Duration,
		TranscriptURL: e.TranscriptURL, TranscriptType: e.TranscriptType, ChaptersURL: e.ChaptersURL, PictureURL: e.Picture,
	}
	if s.PictureURL == "" {
		s.PictureURL = f.Picture
	}
	if !e.Published.IsZero() {
		s.Published = e.Published.UTC().Format(time.RFC3339)
	}
	return s, nil
}
