package feed

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// A Chapter is a part of an episode.
type Chapter struct {
	Start time.Duration
	Title string
}

// ErrNotChapters is returned for what does not list chapters.
var ErrNotChapters = errors.New("there are no chapters in it")

const (
	mostChapters     = 1000
	mostChapterBytes = 4 << 20
)

// ReadChapters reads the JSON in which the podcast namespace lists an episode's chapters, in the order of their
// beginnings. Those without a title, and those that are not meant for a table of contents, are left out. The name is for
// messages. Its errors wrap ErrNotChapters.
func ReadChapters(name string, r io.Reader) ([]Chapter, error) {
	chapters, err := readChapters(r)
	if err != nil {
		return nil, fmt.Errorf("reading the chapters in %s: %w", name, err)
	}
	return chapters, nil
}

func readChapters(r io.Reader) ([]Chapter, error) {
	body, err := readAll(r, mostChapterBytes)
	switch {
	case errors.Is(err, ErrTooLarge):
		return nil, ErrNotChapters
	case err != nil:
		return nil, err
	}
	type entry struct {
		Start *float64 `json:"startTime"`
		Title string   `json:"title"`
		TOC   *bool    `json:"toc"`
	}
	var in struct {
		Chapters []entry `json:"chapters"`
	}
	if !utf8.Valid(body) || json.Unmarshal([]byte(strings.TrimPrefix(string(body), "\ufeff")), &in) != nil {
		return nil, ErrNotChapters
	}
	const longest = 1000 * time.Hour
	var chapters []Chapter
	for _, e := range in.Chapters {
		title := line(e.Title, mostTitle)
		if title == "" || e.Start == nil || *e.Start < 0 || *e.Start > longest.Seconds() || e.TOC != nil && !*e.TOC {
			continue
		}
		if len(chapters) < mostChapters {
			chapters = append(chapters, Chapter{time.Duration(*e.Start * float64(time.Second)).Round(time.Millisecond), title})
		}
	}
	if len(chapters) == 0 {
		return nil, ErrNotChapters
	}
	slices.SortStableFunc(chapters, func(a, b Chapter) int { return cmp.Compare(a.Start, b.Start) })
	return chapters, nil
}
