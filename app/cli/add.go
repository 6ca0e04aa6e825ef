package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"strings"

	"alongside/store"
	"alongside/store/intake"
	"alongside/store/intake/saving"
	"alongside/store/intake/web"
	"alongside/sync/align"
)

type addCommand struct{ audio, timings, title string }

func (c *addCommand) flags(set *flag.FlagSet) {
	set.StringVar(&c.audio, "audio", "", "its sound is in `FILE` instead of one beside SOURCE")
	set.StringVar(&c.timings, "timings", "", "when it is spoken is in `FILE`: WebVTT, SRT, podcast JSON, aeneas JSON or a story's JSON")
	set.StringVar(&c.title, "title", "", "call it `TITLE`, whatever the page calls it")
}

func (c *addCommand) run(ctx context.Context, s *session, args []string) error {
	lib, err := s.library(ctx)
	if err != nil {
		return err
	}
	source, err := c.source(args[0])
	if err != nil {
		return err
	}
	return s.saveAndTell(ctx, lib, func(ctx context.Context, q *saving.Queue) (int64, error) { return q.Add(ctx, source) })
}

// A beginning puts a story into the queue and gives its job.
type beginning func(context.Context, *saving.Queue) (int64, error)

// saveAndTell saves a story and prints what is in the library then.
func (s *session) saveAndTell(ctx context.Context, lib *store.Library, begin beginning) error {
	id, err := s.save(ctx, lib, begin)
	if err != nil {
		return err
	}
	story, err := lib.Story(ctx, id)
	if err != nil {
		return err
	}
	if !s.json {
		fmt.Fprintf(s.Out, "Saved %q as story %d: %s, %s.\n", story.Title, id, counted(story.Turns, "turn"), counted(story.Speakers, "speaker"))
	}
	if !story.HasAudio {
		fmt.Fprintf(s.Err, "It has no sound yet; `alongside add SOURCE --audio FILE`, with the same SOURCE, adds it.\n")
	}
	s.tellEstimated(ctx, story.Aligned, story.Language)
	if !s.json {
		return nil
	}
	return s.printJSON(newListed(story.Summary))
}

// source is what is to be saved. Its files are named so that they are found from anywhere: another program may go on.
func (c *addCommand) source(location string) (s intake.Source, err error) {
	s = intake.Source{Location: location, Title: c.title, AudioPath: c.audio, TimingsPath: c.timings}
	for _, path := range []*string{&s.Location, &s.AudioPath, &s.TimingsPath} {
		if *path == "" || strings.Contains(*path, "://") {
			continue
		}
		if *path, err = filepath.Abs(*path); err != nil {
			return s, fmt.Errorf("reading %s: %w", *path, err)
		}
	}
	return s, nil
}

// save saves a story from beginning to end, telling how far it is, and gives its number.
func (s *session) save(ctx context.Context, lib *store.Library, begin beginning) (int64, error) {
	working, stop := context.WithCancel(ctx)
	defer stop()
	changed := make(chan struct{}, 1)
	q := saving.New(working, lib, saving.Options{
		Downloads: func(named string) saving.Downloader { return web.NewClient(named) },
		Changed: func() {
			select {
			case changed <- struct{}{}:
			default:
			}
		},
	})
	defer q.Close()
	job, err := begin(ctx, q)
	if err != nil {
		return 0, err
	}
	ended, told := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(told)
		s.tellSaving(q, job, changed, ended)
	}()
	saved, err := q.Wait(ctx, job)
	close(ended)
	<-told
	s.printNotes(saved.Read)
	return saved.Story, s.saved(context.WithoutCancel(ctx), q, job, saved.Story, err)
}

// saved says what became of a job that ended with err. One that came to nothing is given up: the command can be given again.
func (s *session) saved(ctx context.Context, q *saving.Queue, job, story int64, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, align.ErrUnrelated): // said, and no failure: the story is saved
		fmt.Fprintf(s.Err, "alongside: %s.\n", sentence(err))
		return q.Cancel(ctx, job)
	case story == 0:
		return errors.Join(err, q.Cancel(ctx, job))
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("stopped; what was saved of story %d stays, and the same command goes on with it", story)
	}
	return fmt.Errorf("story %d is saved, but not all of it; the same command goes on with it: %w", story, err)
}

// tellSaving tells how far a job is until it has ended.
func (s *session) tellSaving(q *saving.Queue, job int64, changed, ended <-chan struct{}) {
	progress := newProgress(s.Err)
	defer progress.end()
	for {
		for _, state := range q.States() {
			if state.Job == job && state.Running {
				progress.set(intake.Progress{Step: state.Step, Done: state.Done, Total: state.Total})
			}
		}
		select {
		case <-changed:
		case <-ended:
			return
		}
	}
}

// align finds when a saved story's words are spoken. That the sound is not the story's is said, and no failure: the story
// is saved.
func (s *session) align(ctx context.Context, lib *store.Library, id int64) error {
	progress := newProgress(s.Err)
	err := intake.Align(ctx, lib, id, intake.Listener{Told: func(a intake.Aligned) {
		progress.set(intake.Progress{Step: intake.Aligning, Done: int64(a.Done), Total: int64(a.Duration)})
	}})
	progress.end()
	if errors.Is(err, align.ErrUnrelated) {
		fmt.Fprintf(s.Err, "alongside: %s.\n", err)
		return nil
	}
	return err
}
