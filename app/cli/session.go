package cli

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"alongside/store"
)

// A session is one run of the command line: what every command can be told, and the library once it is open.
type session struct {
	Program
	dir     string // the library's folder
	trace   string
	json    bool
	help    bool
	version bool
	opened  *store.Library
}

// flagSet gives the flags that every command has. Values set before the command stay set.
func (s *session) flagSet(command string) *flag.FlagSet {
	set := flag.NewFlagSet(command, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.StringVar(&s.dir, "library", s.dir, "use the library in `DIR`")
	set.BoolVar(&s.help, "help", s.help, "say what can be asked")
	set.BoolVar(&s.help, "h", s.help, "")
	if command == "" {
		set.BoolVar(&s.version, "version", s.version, "say which version this is")
	}
	if command == "" || command == "follow" {
		set.StringVar(&s.trace, "trace", s.trace, "append a JSON line to `FILE` for each change of the highlight")
	}
	if command != "" {
		set.BoolVar(&s.json, "json", s.json, "print JSON")
	}
	return set
}

// library opens the library, once.
func (s *session) library(ctx context.Context) (*store.Library, error) {
	if s.opened != nil {
		return s.opened, nil
	}
	lib, err := store.Open(ctx, s.folder())
	if err != nil {
		return nil, err
	}
	s.opened = lib
	return lib, nil
}

func (s *session) folder() string {
	if s.dir != "" {
		return s.dir
	}
	return store.DefaultDir()
}

func (s *session) close() error {
	if s.opened == nil {
		return nil
	}
	return s.opened.Close()
}

// find gives the one story that is meant: by its number, else by the start of its title, whatever the case.
func (s *session) find(ctx context.Context, wanted string) (store.Summary, error) {
	lib, err := s.library(ctx)
	if err != nil {
		return store.Summary{}, err
	}
	stories, err := lib.Stories(ctx)
	if err != nil {
		return store.Summary{}, err
	}
	return choose(stories, wanted)
}

func choose(stories []store.Summary, wanted string) (store.Summary, error) {
	if id, err := strconv.ParseInt(wanted, 10, 64); err == nil {
		for _, story := range stories {
			if story.ID == id {
				return story, nil
			}
		}
	}
	var found []store.Summary
	for _, story := range stories {
		if strings.EqualFold(story.Title, wanted) {
			return story, nil
		}
		if hasPrefixFold(story.Title, wanted) {
			found = append(found, story)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) == 0 || wanted == "":
		return store.Summary{}, &noStoryError{wanted}
	}
	return store.Summary{}, fmt.Errorf("%d stories begin with %q, numbers %d and %d among them; give the number of the one you mean",
		len(found), wanted, found[0].ID, found[1].ID)
}

// hasPrefixFold reports whether text starts with prefix, whatever the case of either.
func hasPrefixFold(text, prefix string) bool {
	return strings.HasPrefix(strings.ToLower(text), strings.ToLower(prefix))
}

type noStoryError struct{ wanted string }

func (e *noStoryError) Error() string {
	return fmt.Sprintf("there is no story %q in the library; `alongside list` shows those there are", e.wanted)
}

func (e *noStoryError) Unwrap() error { return store.ErrNotFound }

// printJSON prints a value as JSON, as people can read it, too.
func (s *session) printJSON(value any) error {
	e := json.NewEncoder(s.Out)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(value)
}

// clock writes a time as on a player: 3:46, or 1:02:03.
func clock(d time.Duration) string {
	seconds := int64(d / time.Second)
	if seconds >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
	}
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}

// counted is a number with its noun: "1 turn", "12 turns".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if stem, ok := strings.CutSuffix(noun, "y"); ok {
		noun = stem + "ie"
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
