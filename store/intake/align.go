package intake

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"alongside/store"
	"alongside/sync/align"
	"alongside/sync/playback/decode"
	"alongside/sync/timing"
)

// Unfinished is the method of an alignment of which parts are missing yet. Align goes on with it.
const Unfinished = align.Method + ", unfinished"

// keepEvery is how often times are kept while they are being found: what a kill can cost.
const keepEvery = 5 * time.Second

// An Aligned says how far an alignment has come: the times found so far, and how much of the sound has been gone through.
type Aligned struct {
	Alignment timing.Alignment
	Done      time.Duration
	Duration  time.Duration
	Left      time.Duration // about how long it takes yet; 0 where that is not known
}

// A Listener is who waits for the times, and perhaps reads along meanwhile. What is nil is not asked or told.
type Listener struct {
	Position func() time.Duration // where in the sound it listens now: the times there are found first
	Told     func(Aligned)        // called about once a second, and once more at the end
}

// Align finds when the words of a story in the library are spoken, and keeps the times there as they are found: first from
// where one listens to the end, then what lies before. Cancelled or killed, it leaves what was kept, and goes on with what
// is missing when it is called again. align.ErrUnrelated says that the sound is not the story's.
func Align(ctx context.Context, lib *store.Library, id int64, l Listener) error {
	story, err := lib.Story(ctx, id)
	if err != nil {
		return err
	}
	if !story.HasAudio {
		return fmt.Errorf("finding when the words of %q are spoken: it has no sound; add its sound first", story.Title)
	}
	a := aligning{lib: lib, story: story, listener: l}
	if err := a.run(ctx); err != nil {
		return fmt.Errorf("finding when the words of %q are spoken: %w", story.Title, err)
	}
	return nil
}

// An aligning is the work on one story.
type aligning struct {
	lib      *store.Library
	story    store.Story
	listener Listener
	aligner  *align.Aligner
	sound    *decode.Audio

	now     progress
	stretch align.Stretch   // what is being worked on
	at      time.Duration   // how far in it
	tried   []time.Duration // where it was tried to tell what is spoken

	began time.Time
	gone  time.Duration // how much sound has been gone through since
	kept  time.Time
	shown time.Time
}

func (a *aligning) run(ctx context.Context) (err error) {
	if a.aligner, err = align.New(); err != nil {
		return err
	}
	if a.sound, err = a.lib.OpenSound(a.story); err != nil {
		return err
	}
	defer a.sound.Close()
	a.began, a.kept = time.Now(), time.Now()
	a.now = newProgress(a.story, a.sound.Duration())
	if align.Knows(ctx, a.story.Transcript.Language) != nil {
		return a.estimate(ctx)
	}
	for len(a.now.holes()) > 0 {
		if err := a.fill(ctx); err != nil {
			return err
		}
	}
	done := a.now.finished()
	unrelated := align.Judge(a.now.alignment())
	if unrelated != nil {
		done.Turns = make([]timing.Turn, len(done.Turns))
	}
	return errors.Join(unrelated, a.finish(ctx, done))
}

// estimate does the whole story in one go, as is done for a language in which words cannot be found.
func (a *aligning) estimate(ctx context.Context) error {
	o := align.Options{Progress: func(at time.Duration) {
		a.gone, a.at = at, at
		a.tell()
	}}
	done, err := a.aligner.Align(ctx, align.NewSamples(a.sound, a.sound.SampleRate()), a.story.Transcript, o)
	if err != nil {
		return err
	}
	return a.finish(ctx, done)
}

func (a *aligning) finish(ctx context.Context, done timing.Alignment) error {
	if err := a.lib.SaveAlignment(ctx, a.story.ID, done); err != nil {
		return err
	}
	if a.listener.Told != nil {
		a.listener.Told(Aligned{Alignment: done, Done: a.now.duration, Duration: a.now.duration})
	}
	return nil
}

// errElsewhere ends the work on a stretch because the listener has gone where its times would be too long in coming.
var errElsewhere = errors.New("the listener has gone elsewhere")

// fill works on the stretch that the listener needs first, to its end or until something else is needed sooner.
func (a *aligning) fill(ctx context.Context) error {
	if err := a.choose(ctx); err != nil || len(a.now.holes()) == 0 {
		return err
	}
	samples, err := a.samples(a.stretch.From)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	found, err := a.aligner.Within(ctx, samples, a.story.Transcript, a.now.alignment(), a.stretch, align.Options{
		Settled:  a.now.settle,
		Progress: func(at time.Duration) { a.progress(ctx, stop, at) },
	})
	if err == nil {
		a.now.add(found)
		return a.keep(ctx)
	}
	if a.now.any() {
		if err := a.keep(context.WithoutCancel(ctx)); err != nil {
			return err
		}
	}
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errElsewhere):
		return nil
	case cause != nil:
		return cause
	}
	return err
}

// samples are the sound from a moment on.
func (a *aligning) samples(from time.Duration) (align.Samples, error) {
	if err := a.sound.Seek(a.sound.Frame(from)); err != nil {
		return nil, err
	}
	return align.NewSamples(a.sound, a.sound.SampleRate()), nil
}

// progress keeps and tells what has been found, now and then, and looks where the listener is.
func (a *aligning) progress(ctx context.Context, stop context.CancelCauseFunc, at time.Duration) {
	a.gone += at - a.at
	a.at = at
	if time.Since(a.kept) >= keepEvery {
		if err := a.keep(ctx); err != nil && ctx.Err() == nil {
			stop(err)
			return
		}
	}
	if time.Since(a.shown) < time.Second {
		return
	}
	a.tell()
	if a.isElsewhere() {
		stop(errElsewhere)
	}
}

func (a *aligning) keep(ctx context.Context) error {
	a.kept = time.Now()
	return a.lib.SaveAlignment(ctx, a.story.ID, a.now.alignment())
}

func (a *aligning) tell() {
	a.shown = time.Now()
	if a.listener.Told == nil {
		return
	}
	left := a.left()
	told := Aligned{Alignment: a.now.alignment(), Done: a.now.duration - left, Duration: a.now.duration}
	told.Alignment.Turns = slices.Clone(told.Alignment.Turns)
	if a.gone > 0 {
		told.Left = time.Duration(float64(left) / a.speed())
	}
	a.listener.Told(told)
}

// left is how much sound is to be gone through yet.
func (a *aligning) left() (left time.Duration) {
	for _, h := range a.now.holes() {
		left += h.To - h.From - max(0, min(h.To, a.at)-max(h.From, a.stretch.From))
	}
	return left
}

// speed is how much faster than the sound the work goes.
func (a *aligning) speed() float64 { return float64(a.gone) / float64(time.Since(a.began)) }
