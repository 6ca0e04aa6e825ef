package app

import (
	"context"
	"fmt"
	"time"

	"alongside/app/control"
	"alongside/store"
	"alongside/sync/listening"
	"alongside/sync/playback"
	ear "alongside/sync/playback/hearing"
	"alongside/sync/playback/loudness"
)

// repeats are how a stretch is repeated.
type repeats struct {
	Times  int  `json:"times"` // in all; 0 is until it is stopped
	Slower bool `json:"slower"`
}

// slower is the speed of what is to be understood better, as a part of the usual one.
const slower = 0.75

// mendedWishes brings what is wished of the sound into its range.
func mendedWishes(w listening.Wishes) listening.Wishes {
	inside := func(v, least, most float64) float64 {
		if v >= least && v <= most {
			return v
		}
		return 0
	}
	w.Shape.Compression = inside(w.Shape.Compression, 0, 4)
	w.Shape.Clarity = inside(w.Shape.Clarity, 0, ear.MostClarity)
	w.Shape.Balance = inside(w.Shape.Balance, -1, 1)
	if w.Shorten < 0 || w.Shorten > time.Minute {
		w.Shorten = 0
	}
	if w.PauseAfter != listening.Sentence && w.PauseAfter != listening.Turn {
		w.PauseAfter = listening.Nothing
	}
	if w.PauseFor != playback.UntilPlay && (w.PauseFor <= 0 || w.PauseFor > time.Minute) {
		w.PauseFor = 2 * time.Second
	}
	w.Pace = w.Pace.Mended()
	return w
}

// wish changes what is wished of the sound of all stories; it is heard at once.
func (w *window) wish(change func(*listening.Wishes)) {
	change(&w.chosen.Sound)
	w.keepPreferences()
	if w.reading != nil {
		w.applyPlan(w.reading)
	}
}

// applyPlan has the open story's sound treated as it is wished now.
func (w *window) applyPlan(r *reading) {
	if r.player == nil {
		return
	}
	r.player.SetPlan(r.sound.plan(r.heardStory(), w.chosen.Sound, stretchesToSkip(r.story, w.chosen.Skip)))
	w.showPace(r)
	if r.sound.lacks(w.chosen.Sound) {
		w.measure(r)
	}
}

func (r *reading) heardStory() listening.Story {
	return listening.Story{Transcript: r.story.Transcript, Alignment: r.story.Alignment, Duration: r.player.Duration()}
}

// measure finds how loud each part of an open story is, away from the drawing goroutine. Where its times are still being looked
// for, that is done when they have been found.
func (w *window) measure(r *reading) {
	if w.job != nil {
		return
	}
	ctx, end := context.WithCancel(w.ctx)
	r.sound.measures(end)
	parts, story := r.heardStory().Parts(), r.story
	background(w, func(context.Context) ([]loudness.Measured, error) {
		return measured(ctx, w.library, story, parts)
	}, func(parts []loudness.Measured, err error) {
		if ctx.Err() != nil || w.reading != r {
			return
		}
		r.sound.isMeasured(parts)
		if err != nil {
			w.problem(err)
			return
		}
		w.applyPlan(r)
	})
}

// measured is how loud the parts are: as it was found before, else found now, and kept.
func measured(ctx context.Context, lib *store.Library, story store.Story, parts []loudness.Part) ([]loudness.Measured, error) {
	if list, known, err := lib.Loudness(ctx, story, parts); err == nil && known {
		return list, nil
	}
	audio, err := lib.OpenSound(story)
	if err != nil {
		return nil, fmt.Errorf("the sound of this story cannot be measured: %w", err)
	}
	defer audio.Close()
	list, err := loudness.Measure(ctx, audio, parts)
	if err == nil {
		_ = lib.SaveLoudness(ctx, story, list) // what is not kept is measured again
	}
	return list, err
}

// sentenceAt is the sentence that is heard at a position, else its turn; it reports false where there is none.
func (r *reading) sentenceAt(at time.Duration) (playback.Stretch, bool) {
	place := r.timeline.At(at)
	if place.Turn < 0 {
		return playback.Stretch{}, false
	}
	t := r.story.Alignment.Turns[place.Turn]
	span := t.Timing
	if place.Sentence >= 0 && place.Sentence < len(t.Sentences) && t.Sentences[place.Sentence].Known() {
		span = t.Sentences[place.Sentence]
	}
	return playback.Stretch{Start: span.Start, End: span.End}, span.Known()
}

// repeatSentence repeats the sentence that is heard, or ends repeating.
func (w *window) repeatSentence() {
	w.toggleRepeat(func(r *reading) (playback.Stretch, bool) { return r.sentenceAt(r.position()) })
}

// repeatTurn repeats the turn that is heard, or ends repeating.
func (w *window) repeatTurn() {
	w.toggleRepeat(func(r *reading) (playback.Stretch, bool) {
		turn := r.timeline.At(r.position()).Turn
		if turn < 0 {
			return playback.Stretch{}, false
		}
		t := r.story.Alignment.Turns[turn].Timing
		return playback.Stretch{Start: t.Start, End: t.End}, t.Known()
	})
}

func (w *window) toggleRepeat(of func(*reading) (playback.Stretch, bool)) {
	r := w.reading
	if r == nil || r.player == nil {
		return
	}
	if r.repeating() {
		w.repeat(r, playback.Stretch{})
		return
	}
	if stretch, ok := of(r); ok {
		w.repeat(r, stretch)
		w.goTo(stretch.Start)
	}
}

// repeating reports whether a stretch is being repeated.
func (r *reading) repeating() bool {
	return r != nil && r.player != nil && r.sound.repeating(r.player.Repeated())
}

// repeat repeats a stretch from now on; an empty one ends repeating.
func (w *window) repeat(r *reading, stretch playback.Stretch) {
	r.sound.repeats(stretch, w.chosen.Repeats)
	w.applyPlan(r)
}

// repeatFrom notes where a stretch to be repeated begins.
func (w *window) repeatFrom() {
	if r := w.reading; r != nil && r.player != nil {
		r.sound.from = r.position()
		w.say(control.Message{Text: "The repeat begins here. Go to where it ends, then press F6."})
	}
}

// repeatTo repeats from the place that was noted up to here.
func (w *window) repeatTo() {
	r := w.reading
	if r == nil || r.player == nil {
		return
	}
	to := r.position()
	if to <= r.sound.from {
		w.say(control.Message{Text: "A repeat ends after it begins. Press F5 where it is to begin."})
		return
	}
	w.notice().Clear()
	w.repeat(r, playback.Stretch{Start: r.sound.from, End: to})
	w.goTo(r.sound.from)
}

func (w *window) stopRepeating() {
	if w.reading != nil {
		w.repeat(w.reading, playback.Stretch{})
	}
}

// sayAgain plays the sentence that is heard once more, slower, and goes on as before.
func (w *window) sayAgain() {
	const justBegun = time.Second // then the sentence before is meant
	r := w.reading
	if r == nil || r.player == nil {
		return
	}
	at := r.position()
	sentence, ok := r.sentenceAt(at)
	if before, found := r.timeline.PreviousSentence(at); found && (!ok || at-sentence.Start < justBegun) {
		if s, known := r.sentenceAt(before); known {
			sentence, ok = s, true
		}
	}
	if !ok {
		return
	}
	w.seek(sentence.Start)
	r.player.SetSpeed(w.chosen.Speed * slower)
	r.sound.slowUntil = max(sentence.End, at)
	r.player.Play()
}

// backToSpeed ends what sayAgain began, once that has been heard.
func (w *window) backToSpeed(r *reading, at time.Duration) {
	if r.sound.slowed(at) {
		r.player.SetSpeed(w.chosen.Speed)
	}
}

// stopAfter pauses the story after a while, at the end of a sentence; 0 does so no more.
func (w *window) stopAfter(d time.Duration) {
	if w.sleep != nil {
		w.sleep.Stop()
		w.sleep = nil
	}
	w.stopsAfter = d
	if d == 0 {
		return
	}
	w.sleep = time.AfterFunc(d, func() { w.do(w.stopSoon) })
	w.say(control.Message{Text: fmt.Sprintf("The story stops in %.0f minutes, at the end of a sentence.", d.Minutes())})
}

// stopSoon pauses the story at the end of the sentence that is heard.
func (w *window) stopSoon() {
	w.stopsAfter, w.sleep = 0, nil
	r := w.reading
	if r == nil || r.player == nil || !r.player.Playing() {
		return
	}
	sentence, ok := r.sentenceAt(r.position())
	if !ok {
		r.player.Pause()
		return
	}
	r.sound.stopAt = sentence.End
	w.applyPlan(r)
}

// stopped clears what stopSoon asked for, once the story stands.
func (w *window) stopped(r *reading, playing bool) {
	if !playing && r.sound.stopped() {
		w.applyPlan(r)
	}
}

// listenCommands are the commands of the menu of that name.
func listenCommands() []command {
	commands := []command{
		{name: "What did they say?", key: plain("F3"), where: inReader, do: (*window).sayAgain},
		line,
		{name: "Repeat this sentence", key: ctrl("R"), where: inReader, checked: func(w *window) bool { return w.reading.repeating() }, do: (*window).repeatSentence},
		{name: "Repeat this turn", key: ctrlShift("R"), where: inReader, do: (*window).repeatTurn},
		{name: "Repeat from here…", key: plain("F5"), where: inReader, do: (*window).repeatFrom},
		{name: "…to here", key: plain("F6"), where: inReader, do: (*window).repeatTo},
		{name: "Repeat no more", key: plain("F7"), where: inReader, do: (*window).stopRepeating},
		line,
		wishCommand("All voices alike loud", func(s *listening.Wishes) *bool { return &s.Even }),
		wishCommand("Leave out what the transcript does not hold", func(s *listening.Wishes) *bool { return &s.OnlyTold }),
		line,
	}
	for _, minutes := range []time.Duration{15, 30, 60} {
		d := minutes * time.Minute
		commands = append(commands, command{
			name:    fmt.Sprintf("Stop after %d minutes", minutes),
			checked: func(w *window) bool { return w.stopsAfter == d },
			do: func(w *window) {
				if w.stopsAfter == d {
					w.stopAfter(0)
					return
				}
				w.stopAfter(d)
			},
		})
	}
	commands = append(commands, paceCommands()...)
	return append(commands, delayCommands()...)
}

// wishCommand turns a wish over.
func wishCommand(name string, of func(*listening.Wishes) *bool) command {
	return command{
		name:    name,
		checked: func(w *window) bool { return *of(&w.chosen.Sound) },
		do: func(w *window) {
			w.wish(func(s *listening.Wishes) { *of(s) = !*of(s) })
		},
	}
}
