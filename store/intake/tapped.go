package intake

import (
	"context"
	"fmt"
	"slices"
	"time"

	"alongside/store"
	"alongside/sync/align"
	"alongside/sync/playback/decode"
	"alongside/sync/tapping"
	"alongside/sync/timing"
)

// A Tapped is what has come of taps.
type Tapped struct {
	Mending   store.Mending
	Alignment timing.Alignment // of the whole story
	Turns     int              // how many got other times
	Late      []time.Duration  // how late each tap was, as far as that could be told
	Unheard   bool             // what was tapped was looked for and is not heard there; the tap is obeyed all the same
}

// Tap makes times of what a listener has tapped in a story of the library, with what was tapped there before, and keeps them.
// Around one tap the times are found again in the sound, where words of the language can be found; where the story has
// no times but estimates or tapped ones, all taps together make them.
func Tap(ctx context.Context, lib *store.Library, id int64, taps []tapping.Tap, delay time.Duration) (Tapped, error) {
	story, err := lib.Story(ctx, id)
	if err != nil {
		return Tapped{}, err
	}
	if !story.HasAudio {
		return Tapped{}, fmt.Errorf("mending the times of %q: it has no sound; add its sound first", story.Title)
	}
	before, err := lib.Mendings(ctx, id)
	if err != nil {
		return Tapped{}, err
	}
	sound, err := lib.OpenSound(story)
	if err != nil {
		return Tapped{}, err
	}
	defer sound.Close()
	t := tapped{story: story, sound: sound, delay: delay, taps: taps}
	for _, m := range slices.Backward(before) {
		t.before = append(t.before, m.Taps...)
	}
	out, err := t.times(ctx)
	if err != nil {
		return Tapped{}, fmt.Errorf("mending the times of %q: %w", story.Title, err)
	}
	out.Turns = len(tapping.Changed(story.Alignment, out.Alignment))
	out.Mending, err = lib.MendTimes(ctx, id, taps, out.Alignment)
	return out, err
}

// tapped is the work on one story.
type tapped struct {
	story  store.Story
	sound  *decode.Audio
	before []tapping.Tap
	taps   []tapping.Tap
	delay  time.Duration
}

func (t tapped) times(ctx context.Context) (Tapped, error) {
	if Tappable(t.story) {
		return t.together(ctx)
	}
	return t.around(ctx)
}

// together makes the times of all taps.
func (t tapped) together(ctx context.Context) (Tapped, error) {
	samples, err := t.from(0)
	if err != nil {
		return Tapped{}, err
	}
	heard, err := tapping.Listen(ctx, samples, nil)
	if err != nil {
		return Tapped{}, err
	}
	late := tapping.Late(t.taps, heard, t.delay)
	all := slices.Concat(t.before, t.taps)
	return Tapped{Alignment: tapping.Times(t.story.Transcript, all, heard, tapping.Learn(late, t.delay)), Late: late}, nil
}

// around mends the stretch around each tap, one after the other.
func (t tapped) around(ctx context.Context) (out Tapped, err error) {
	var aligner tapping.Aligner
	if align.Knows(ctx, t.story.Transcript.Language) == nil {
		if aligner, err = align.New(); err != nil {
			return Tapped{}, err
		}
	}
	r := tapping.Recording{From: t.from, Duration: t.sound.Duration()}
	out.Alignment = t.story.Alignment
	for i, tap := range t.taps {
		mended, err := tapping.Mend(ctx, aligner, r, t.story.Transcript, out.Alignment, slices.Concat(t.before, t.taps[:i+1]), t.delay)
		if err != nil {
			return Tapped{}, err
		}
		out.Alignment = mended.Alignment
		out.Unheard = out.Unheard || aligner != nil && !mended.Found
		if mended.Found && tap.Speed > 0 {
			out.Late = append(out.Late, time.Duration(float64(tap.At-mended.At)/tap.Speed))
		}
	}
	return out, nil
}

// from are the samples of the sound from a moment on.
func (t tapped) from(at time.Duration) (align.Samples, error) {
	if err := t.sound.Seek(t.sound.Frame(at)); err != nil {
		return nil, err
	}
	return align.NewSamples(t.sound, t.sound.SampleRate()), nil
}

// Tappable reports whether a story has no times but estimates and tapped ones, so that it is worth tapping through.
func Tappable(s store.Story) bool {
	m := s.Alignment.Method
	return m == "" || m == align.Estimate || m == tapping.Method || !slices.ContainsFunc(s.Alignment.Turns, func(t timing.Turn) bool { return t.Known() })
}
