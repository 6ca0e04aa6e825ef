// Package cli is Alongside in a terminal: the same reading, keeping and following as in the window, for scripts, for
// machines without a display and for people who like it so.
//
// Results go to standard output, progress and errors to standard error. A command leaves with [Done], [Failed] or
// [Misused]. Its words: a SOURCE is a file or an address that a story is read from; a STORY is one in the library, by its
// number or by the start of its title.
package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"alongside/app/trace"
	"alongside/store"
	"alongside/store/intake/saving"
	"alongside/sync/playback"
)

// What a command leaves with.
const (
	Done    = 0
	Failed  = 1
	Misused = 2
)

// A Window is what the window is opened with.
type Window struct {
	Library *store.Library
	Open    string       // the story, by its number or the start of its title, or the file or address to open; "" for none
	More    []string     // further files and addresses to open
	Trace   *trace.Trace // gets each change of the highlight as it is shown; nil for none
}

// A Program is what the command line gets from outside.
type Program struct {
	Version  string
	Out, Err io.Writer
	Sound    playback.Device // what `follow` plays on
	Window   func(context.Context, Window) error
	// Downloads is what sound that was lost or let go is downloaded with; nil: from the public internet.
	Downloads saving.Downloader
}

// A verb is what one command does. A new one is made for each run; its flags are its fields.
type verb interface {
	flags(*flag.FlagSet)
	run(ctx context.Context, s *session, args []string) error
}

// A command is a verb as it is called and explained.
type command struct {
	name     string
	args     string // its positional arguments, for people
	min, max int    // how many there may be; max -1: any number
	what     string
	verb     func() verb
}

func commands() []command {
	return []command{
		{"read", "SOURCE", 1, 1, "what is read from a page (address or file) or transcript file; saves nothing", func() verb { return &readCommand{} }},
		{"add", "SOURCE", 1, 1, "saves a story in the library", func() verb { return &addCommand{} }},
		{"align", "", 0, 0, "finds when each word is spoken; saves nothing", func() verb { return &alignCommand{} }},
		{"list", "", 0, 0, "the stories in the library", func() verb { return &listCommand{} }},
		{"show", "STORY", 1, 1, "a story's transcript with its times", func() verb { return &showCommand{} }},
		{"search", "WORDS", 1, -1, "where words are said", func() verb { return &searchCommand{} }},
		{"follow", "STORY", 1, 1, "plays a story and prints each turn as it is heard", func() verb { return &followCommand{} }},
		{"export", "STORY", 0, 1, "writes a story as a read-aloud book, a web page or timed text", func() verb { return &exportCommand{} }},
		{"companion", "STORY [SOURCE]", 1, 2, "gives a story a second text, such as its translation", func() verb { return &companionCommand{} }},
		{"remove", "STORY", 1, 1, "takes a story out of the library", func() verb { return &removeCommand{} }},
		{"feed", "ACTION", 1, -1, "lists of stories that go on: podcasts, stations", func() verb { return &feedCommand{} }},
		{"library", "[ACTION]", 0, 2, "how much room the library takes; moves it, and keeps it small", func() verb { return &libraryCommand{} }},
		{"backup", "FILE", 1, 1, "writes all of the library to one file", func() verb { return &backupCommand{} }},
		{"restore", "FILE", 1, 1, "brings the stories of a backup into the library", func() verb { return &restoreCommand{} }},
		{"check", "", 0, 0, "is this machine ready, is the library sound", func() verb { return &checkCommand{} }},
	}
}

// Run does what the arguments (without the program's name) ask for, and says with what to leave.
func (p Program) Run(ctx context.Context, args []string) int {
	s := &session{Program: p}
	err := s.dispatch(ctx, args)
	err = errors.Join(err, s.close())
	if err == nil {
		return Done
	}
	var misuse *usageError
	switch {
	case errors.As(err, &misuse):
		fmt.Fprintf(p.Err, "alongside: %s\n", misuse)
		return Misused
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintln(p.Err, "alongside: stopped before it was done; nothing was changed.")
	default:
		fmt.Fprintf(p.Err, "alongside: %s\n", sentence(err))
	}
	return Failed
}

// dispatch finds the command, or opens the window where there is none.
func (s *session) dispatch(ctx context.Context, args []string) error {
	set := s.flagSet("")
	if err := set.Parse(args); err != nil {
		return s.misuse("", err)
	}
	name, rest := set.Arg(0), set.Args()
	switch {
	case s.version:
		_, err := fmt.Fprintf(s.Out, "alongside %s\n", s.Program.Version)
		return err
	case s.help || name == "help":
		return s.explain(set.Arg(1))
	}
	for _, c := range commands() {
		if c.name == name {
			return s.perform(ctx, c, rest[1:])
		}
	}
	return s.perform(ctx, command{args: "[STORY|FILES]", max: -1, verb: func() verb { return &windowCommand{} }}, rest)
}

// perform reads the command's flags, which may come before, between and after its arguments, and runs it.
func (s *session) perform(ctx context.Context, c command, args []string) error {
	v := c.verb()
	set := s.flagSet(c.name)
	v.flags(set)
	positional, err := parse(set, args)
	switch {
	case err != nil:
		return s.misuse(c.name, err)
	case s.help:
		return s.explain(c.name)
	case len(positional) < c.min:
		return &usageError{fmt.Sprintf("%s needs %s", c.name, c.args), c.name}
	case c.max >= 0 && len(positional) > c.max:
		return &usageError{fmt.Sprintf("%q is one argument too many", positional[c.max]), c.name}
	}
	return v.run(ctx, s, positional)
}

// parse reads flags wherever they stand and returns the other arguments. After "--" nothing is a flag.
func parse(set *flag.FlagSet, args []string) ([]string, error) {
	var positional []string
	for len(args) > 0 {
		before := len(args)
		if err := set.Parse(args); err != nil {
			return nil, err
		}
		rest := set.Args()
		if n := before - len(rest); n > 0 && args[n-1] == "--" {
			return append(positional, rest...), nil
		}
		if len(rest) == 0 {
			break
		}
		positional, args = append(positional, rest[0]), rest[1:]
	}
	return positional, nil
}

// A usageError is a command line that makes no sense.
type usageError struct {
	what    string
	command string // whose help says more
}

func (e *usageError) Error() string {
	return fmt.Sprintf("%s; `%s` says what can be asked.", e.what, strings.TrimSpace("alongside help "+e.command))
}

func (s *session) misuse(command string, err error) error {
	if errors.Is(err, flag.ErrHelp) {
		return s.explain(command)
	}
	what := strings.Replace(err.Error(), "flag provided but not defined: -", "there is no flag --", 1)
	return &usageError{what, command}
}

// sentence puts an error on one line.
func sentence(err error) string {
	return strings.Join(strings.Fields(err.Error()), " ")
}
