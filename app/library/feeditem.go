package library

import (
	"fmt"
	"strings"
	"time"

	"alongside/store"
)

// FeedItem is what a list says of a feed.
func FeedItem(f store.Feed, now time.Time) Item {
	parts := nonEmpty(counted(f.Episodes, "story"), keptOf(f.Keep), checkedOf(f.Checked, now))
	item := Item{ID: f.ID, Title: f.Title, Detail: strings.Join(parts, " · "), Progress: NoBar}
	switch {
	case f.Problem != "":
		item.Status = "Cannot be read"
		item.Detail = f.Problem
	case f.New > 0:
		item.Status = fmt.Sprintf("%d new", f.New)
	case f.Checked.IsZero():
		item.Status = "Not read yet"
	default:
		item.Status = "Nothing new"
	}
	if item.Title == "" {
		item.Title = f.URL
	}
	return item
}

func keptOf(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("the newest %d are kept offline", n)
}

func checkedOf(at, now time.Time) string {
	if at.IsZero() {
		return ""
	}
	return "looked at " + dayOf(at.In(now.Location()), now)
}

// EpisodeItem is what a list says of a feed's episode.
func EpisodeItem(e store.Episode, now time.Time) Item {
	date := ""
	if !e.Published.IsZero() {
		date = dayOf(e.Published.In(now.Location()), now)
	}
	words := "no transcript named"
	if e.TranscriptURL != "" {
		words = "has a transcript"
	}
	length := ""
	if e.Duration > 0 {
		length = lengthOf(store.Summary{Duration: e.Duration})
	}
	item := Item{
		ID: e.ID, Title: e.Title, Progress: NoBar,
		Detail: capitalized(strings.Join(nonEmpty(numberOf(e), date, length, words), " · ")),
	}
	switch {
	case e.Story != 0:
		item.Status = "In the library"
	case e.New:
		item.Status = "New"
	case e.Saved:
		item.Status = "Removed"
	default:
		item.Status = "Not saved"
	}
	return item
}

// numberOf says which episode it is: "season 2, episode 5".
func numberOf(e store.Episode) string {
	switch {
	case e.Season != "" && e.Number != "":
		return fmt.Sprintf("season %s, episode %s", e.Season, e.Number)
	case e.Number != "":
		return "episode " + e.Number
	}
	return ""
}

func nonEmpty(texts ...string) (some []string) {
	for _, text := range texts {
		if text != "" {
			some = append(some, text)
		}
	}
	return some
}
