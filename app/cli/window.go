package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"

	"alongside/app/sample"
	"alongside/app/trace"
	"alongside/store"
)

// windowCommand opens the window. It is what is done where no command is named.
type windowCommand struct{}

func (*windowCommand) flags(*flag.FlagSet) {}

func (*windowCommand) run(ctx context.Context, s *session, args []string) (err error) {
	if display := checkDisplay(); !display.OK {
		return errors.New("there is no display here; `alongside follow STORY` follows in the terminal, `alongside help` says more")
	}
	lib, err := s.library(ctx)
	if err != nil {
		return err
	}
	// At the first start the sample story is open.
	given, err := sample.Add(ctx, lib)
	if err != nil {
		return err
	}
	open, more := "", []string(nil)
	switch {
	case len(args) > 0:
		if open, err = s.openable(ctx, args[0]); err != nil {
			return err
		}
		if more, err = files(args[1:]); err != nil {
			return err
		}
	case given != 0:
		open = strconv.FormatInt(given, 10)
	}
	recorder, err := s.recorder()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, recorder.Close()) }()
	return s.Window(ctx, Window{Library: lib, Open: open, More: more, Trace: recorder})
}

// openable says what the window is to open: a story by its number, or a file or an address as it was given.
func (s *session) openable(ctx context.Context, wanted string) (string, error) {
	if strings.Contains(wanted, "://") {
		return wanted, nil
	}
	story, err := s.find(ctx, wanted)
	switch {
	case err == nil:
		return strconv.FormatInt(story.ID, 10), nil
	case !errors.Is(err, store.ErrNotFound):
		return "", err
	}
	if _, statErr := os.Stat(wanted); statErr == nil {
		return wanted, nil
	}
	return "", err
}

// files are words that each have to name a file or an address: a file manager may give several.
func files(words []string) ([]string, error) {
	for _, word := range words {
		if strings.Contains(word, "://") {
			continue
		}
		if _, err := os.Stat(word); err != nil {
			return nil, &usageError{what: fmt.Sprintf("%q is one argument too many", word)}
		}
	}
	return words, nil
}

// recorder opens the trace, if one is asked for.
func (s *session) recorder() (*trace.Trace, error) {
	if s.trace == "" {
		return nil, nil
	}
	return trace.Open(s.trace)
}
