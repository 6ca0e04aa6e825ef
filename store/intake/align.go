package intake

import (
	"context"
	"fmt"
	"slices"
	"time"

	"alongside/store"
	"alongside/sync/align"
	"alongside/sync/playback/decode"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// Unfinished is the method of an alignment that has not come to the end of the sound yet. Align goes on with it.
const Unfinished = align.Method + ", unfinished"

// keepEvery is how often times are kept while they are being found: what a kill can cost.
const keepEvery = 5 * time.Second

// An Aligned says how far an alignment has come: the times found so far, and where in the sound it is.
type Aligned struct {
	Alignment timing.Alignment
	Position  time.Duration
	Duration  time.Duration
	Left      time.Duration // about how long it takes yet; 0 where that is not known
}

// Align finds when the words of a story in the library are spoken, and keeps the times there as they are found. told is
// called about once a second, and once more at the end; it may be nil. Cancelled or killed, it leaves what was kept, and
// goes on from there when it is called again. align.ErrUnrelated says that the sound is not the story's.
func Align(ctx context.Context, lib *store.Library, id int64, told func(Aligned)) error {
	story, err := lib.Story(ctx, id)
	if err != nil {
		return err
	}
	if !story.HasAudio {
		return fmt.Errorf("finding when the words of %q are spoken: it has no sound; add its sound first", story.Title)
	}
	a := aligning{lib: lib, story: story, told: told, began: time.Now()}
	if err := a.run(ctx, lib.AudioPath(story.Summary)); err != nil {
		return fmt.Errorf("finding when the words of %q are spoken: %w", story.Title, err)
	}
	return nil
}

// An aligning is the work on one story.
type aligning struct {
	lib   *store.Library
	story store.Story
	told  func(Aligned)

	now      timing.Alignment
	from     align.Anchor // where the work begins
	duration time.Duration
	began    time.Time
	kept     time.Time
	shown    time.Time
	position time.Duration
	failed   error // what kept the times from being kept
}

func (a *aligning) run(ctx context.Context, path string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	aligner, err := align.New()
	if err != nil {
		return err
	}
	a.resume(ctx)
	sound, err := decode.Open(path)
	if err != nil {
		return err
	}
	defer sound.Close()
	if err := sound.Seek(sound.Frame(a.from.At)); err != nil {
		return err
	}
	a.duration, a.kept = sound.Duration(), time.Now()
	options := align.Options{
		Progress: func(position time.Duration) { a.progress(ctx, cancel, position) },
		Settled:  func(turn int, t timing.Turn) { a.now.Turns[turn] = t },
	}
	found, err := a.align(ctx, aligner, align.NewSamples(sound, sound.SampleRate()), options)
	switch {
	case a.failed != nil:
		return a.failed
	case err != nil && len(found.Turns) == 0:
		return err
	}
	if keepErr := a.lib.SaveAlignment(ctx, a.story.ID, found); keepErr != nil {
		return keepErr
	}
	a.now, a.position = found, a.duration
	a.tell()
	return err
}

// align begins at the start, or goes on where an earlier run was ended.
func (a *aligning) align(ctx context.Context, aligner *align.Aligner, sound align.Samples, o align.Options) (timing.Alignment, error) {
	t := a.story.Transcript
	if a.from.Turn == 0 {
		return aligner.Align(ctx, sound, t, o)
	}
	old := timing.Alignment{Method: align.MethodFor(t.Language), Turns: slices.Clone(a.now.Turns)}
	return aligner.Between(ctx, sound, t, old, a.from, align.Anchor{Turn: len(t.Turns), At: a.duration}, o)
}

// resume takes up an alignment that was not finished: the last turn whose time is known is gone over again. Where words
// can no longer be found in the language, all is estimated.
func (a *aligning) resume(ctx context.Context) {
	turns := len(a.story.Transcript.Turns)
	a.now = timing.Alignment{Method: Unfinished, Turns: make([]timing.Turn, turns)}
	if a.story.Alignment.Method != Unfinished || len(a.story.Alignment.Turns) != turns || align.Knows(ctx, a.story.Language) != nil {
		return
	}
	copy(a.now.Turns, a.story.Alignment.Turns)
	for i := turns - 1; i > 0; i-- {
		if t := a.now.Turns[i]; t.Known() && a.story.Transcript.Turns[i].Kind == transcript.Speech {
			a.from = align.Anchor{Turn: i, At: t.Start}
			return
		}
	}
}

// progress keeps and tells what has been found, now and then.
func (a *aligning) progress(ctx context.Context, cancel context.CancelFunc, position time.Duration) {
	a.position = a.from.At + position
	if time.Since(a.kept) >= keepEvery {
		a.kept = time.Now()
		if err := a.lib.SaveAlignment(ctx, a.story.ID, a.now); err != nil && ctx.Err() == nil {
			a.failed = err
			cancel()
			return
		}
	}
	if time.Since(a.shown) >= time.Second {
		a.shown = time.Now()
		a.tell()
	}
}

func (a *aligning) tell() {
	if a.told == nil {
		return
	}
	done := Aligned{Position: a.position, Duration: a.duration}
	done.Alignment = timing.Alignment{Method: a.now.Method, Turns: slices.Clone(a.now.Turns)}
	if gone := a.position - a.from.At; gone > 0 && a.position < a.duration {
		done.Left = time.Duration(float64(time.Since(a.began)) * float64(a.duration-a.position) / float64(gone))
	}
	a.told(done)
}
