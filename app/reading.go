package app

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"alongside/app/control"
	"alongside/app/reader"
	"alongside/store"
	"alongside/store/intake"
	"alongside/sync"
	"alongside/sync/align"
	"alongside/sync/finding"
	"alongside/sync/playback"
	"alongside/sync/timing"
)

// A reading is one open story: its screen, its player and what keeps the two together.
type reading struct {
	story    store.Story
	chapters []reader.Chapter
	screen   *reader.Screen
	timeline *sync.Timeline
	unknown  error       // why no words can be found in its language
	begun    int         // sentences that were tapped before, of which no times are made yet
	frames   *frameClock // the window's: what it has learnt of frames holds for each story

	// Nil until the sound has been opened, and where the story has none.
	audio  *playback.Audio
	player *playback.Player

	cancel   context.CancelFunc // ends the watch
	unfollow context.CancelFunc // ends the follower
	wanted   bool               // Play was pressed before the sound was open
	seekTo   time.Duration      // where to begin once it is
	marked   sync.Place         // what is highlighted
	savedAt  time.Duration      // the place last kept
	wasState playback.State
	shown    sync.Place        // what the last frame marked
	damage   []playback.Damage // of the sound, as far as the reader has been told of it
	taps     taps              // what the reader has said of when words start
	heard    heard             // where the listener was last shown to be

	speaker    *speakerChosen // whose turns are walked through; nil while matches are
	hearing    *hearing       // nil while no word is played by itself
	sound      treatment      // what is done with its sound
	nudge      nudge          // by how much later the marks come
	marksAsked int            // how many changes of marks were asked for
}

// heard is a position that any goroutine may ask for.
type heard struct{ at atomic.Int64 }

func (h *heard) set(at time.Duration) { h.at.Store(int64(at)) }
func (h *heard) get() time.Duration   { return time.Duration(h.at.Load()) }

// openStory shows a story of the library: its text at once, its sound as soon as it is open. turn is where to begin, or -1
// for the place that was kept.
func (w *window) openStory(id int64, turn int) {
	background(w, func(ctx context.Context) (opened, error) {
		return w.load(ctx, id)
	}, func(o opened, err error) {
		if err != nil {
			w.problem(err)
			return
		}
		w.showStory(o, turn)
	})
}

// opened is a story from the library, made ready to be followed.
type opened struct {
	store.Story
	timeline *sync.Timeline
	unknown  error         // why no words can be found in its language; nil if they can, or have been
	begun    int           // sentences that were tapped, of which no times are made yet
	second   reader.Second // text of the story

	query   string // that the library was searched for
	matches []finding.Match
}

// load reads a story from the library, away from the drawing goroutine.
func (w *window) load(ctx context.Context, id int64) (opened, error) {
	s, err := w.library.Story(ctx, id)
	o := opened{Story: s, timeline: sync.NewTimeline(s.Transcript, s.Alignment), second: secondAtOnce(s)}
	if isUnfinished(s.Aligned) || s.Aligned == align.Estimate {
		o.unknown = align.Knows(ctx, s.Language) // which may ask another program
	}
	if err != nil || !intake.Tappable(s) {
		return o, err
	}
	taps, err := w.library.KeptTaps(ctx, id)
	o.begun = len(taps)
	return o, err
}

// showStory puts a story on the screen and begins to open its sound.
func (w *window) showStory(o opened, turn int) {
	if w.chosen.story == o.ID { // opened anew: what was changed since may not be written yet
		o.Own = w.chosen.here.text()
	}
	w.leaveReading()
	w.feeds.catalog = nil
	s := o.Story
	w.enterStory(s.ID, s.Own)
	r := &reading{frames: &w.frames, story: s, chapters: chaptersOf(s), timeline: o.timeline, unknown: o.unknown, begun: o.begun, seekTo: s.Place, marked: sync.Nowhere, shown: sync.Nowhere}
	if at, ok := r.timeline.Start(sync.Place{Turn: turn, Sentence: -1, Word: -1}); ok && turn >= 0 {
		r.seekTo = at
	} else if s.Finished {
		r.seekTo = 0
	}
	match := r.matchToOpenAt(o, turn)
	r.screen = reader.NewScreen(reader.Story{
		Transcript: s.Transcript, Alignment: s.Alignment, Duration: s.Duration, Chapters: r.chapters,
	}, w.actions())
	r.nudge.set(s.Nudge)
	r.screen.SetThing(w.chosen.Strip.By)
	r.setMarks(s.Marks)
	r.screen.View.SetPanes(w.chosen.Panes)
	r.screen.View.SetSecond(o.second)
	if !r.screen.View.HasSecond() {
		w.pairAgain(r)
	}
	r.screen.View.SetStill(true) // the first place is shown at once
	r.screen.View.OnDrawn = w.drawn(r)
	r.screen.SetSpeed(w.chosen.Speed)
	r.screen.SetVolume(w.chosen.Volume)
	r.showPosition(r.seekTo)
	r.mark(r.timeline.At(r.seekTo))
	r.screen.View.SetListener(w.tree) // from now on: nobody has to be told of where the story is as it opens
	r.screen.View.SetAlong(w.chosen.Along)
	r.screen.View.SetEmphasis(w.chosen.Emphasis)
	w.reading = r
	if w.feeds.left.story == s.ID {
		r.screen.SetBack("Back to the feed", "‹ Feed")
	} else {
		w.feeds.left = left{}
	}
	w.show(r.screen)
	w.win.SetTitle(s.Title + " – Alongside")
	w.win.Canvas().Focus(r.screen.PlayButton())
	r.screen.View.SetStill(w.still())
	if match >= 0 {
		r.screen.ShowFound(o.query, o.matches, match)
	}
	w.greet(r)
	w.savings.reading.Store(s.ID)
	w.savings.showInReader(r, nil)
	w.showPicture(r)
	if s.HasAudio {
		w.openSound(r)
	}
	if o.needsAligning() {
		w.align(r)
	} else {
		r.screen.ShowUnsure(s.Alignment)
	}
	w.tellDesktop()
}

// greet says what is needed to begin, in one line, to someone who has not played a story yet.
func (w *window) greet(r *reading) {
	switch {
	case !r.story.HasAudio && w.savings.brings(r.story.ID):
		w.say(control.Message{Text: "Its sound is on the way. You can read meanwhile."})
	case r.story.LetGo:
		w.say(control.Message{Text: "Its sound was let go to save room. You can read it; to hear it, download it again.", Action: "Download it", Do: func() { w.getSound(r.story.ID) }})
	case !r.story.HasAudio:
		w.say(control.Message{Text: "This story has no sound. You can read it; to follow it, add its sound.", Action: "Add its sound", Do: w.addSound})
	case r.begun > 0:
		w.tellTapped(r)
	case !w.chosen.Begun:
		w.say(control.Message{Text: "Press Space, or the round button below, to play. The words you hear are marked. Click any word to hear it.", Action: "Make it fit you", Do: w.showSettings})
	case r.story.Aligned == align.Estimate:
		w.tellUnsure(r) // every turn has the sign, which someone else may have brought about, or long ago
	}
}

// openSound opens the story's sound away from the drawing goroutine.
func (w *window) openSound(r *reading) {
	story := r.story
	background(w, func(context.Context) (*playback.Audio, error) {
		return w.library.OpenSound(story)
	}, func(audio *playback.Audio, err error) {
		switch {
		case err != nil && w.reading == r:
			w.problem(fmt.Errorf("the sound of this story cannot be played: %w", err))
		case err == nil && w.reading != r:
			audio.Close()
		case err == nil:
			w.attach(r, audio)
		}
	})
}

// attach gives an open story its sound and begins to follow it.
func (w *window) attach(r *reading, audio *playback.Audio) {
	r.audio = audio
	r.player = playback.NewPlayer(w.device, audio)
	r.player.SetVolume(w.chosen.Volume)
	r.player.SetSpeed(w.chosen.Speed)
	r.player.SetDelays(w.chosen.Delays.all())
	w.applyPlan(r)
	r.player.Seek(r.seekTo)
	var ctx context.Context
	ctx, r.cancel = context.WithCancel(w.ctx)
	w.startFollowing(r)
	go watch(ctx, r.player, newLatest(w.do, func(p playing) {
		if w.reading == r {
			w.showPlaying(r, p)
		}
	}).set)
	if r.wanted {
		r.player.Play()
	}
	w.tellDesktop()
}

// startFollowing has the highlight follow the player, by the timeline of now.
func (w *window) startFollowing(r *reading) {
	if r.unfollow != nil {
		r.unfollow()
	}
	var ctx context.Context
	ctx, r.unfollow = context.WithCancel(w.ctx)
	marks := newLatest(w.do, func(m marking) {
		if w.reading == r && ctx.Err() == nil {
			r.frames.marked(m.place, m.at)
			r.mark(m.place)
		}
	})
	timeline := r.timeline
	follower := sync.NewFollower(timeline, r.player, func(place sync.Place, position time.Duration) {
		if !r.leftOut(timeline, place.Turn, position) {
			marks.set(marking{place, time.Now()})
		}
	}, sync.Lead(r.lead))
	go follower.Run(ctx)
}

// times are an alignment with its timeline. A long story's timeline takes longer to make than a frame may last, so it is
// made where the times come from and not where they are shown.
type times struct {
	alignment timing.Alignment
	timeline  *sync.Timeline
}

// setTimes follows by better times from now on. Neither the page nor the sound moves from where it is.
func (w *window) setTimes(r *reading, t times) {
	r.story.Alignment, r.timeline = t.alignment, t.timeline
	r.screen.SetAlignment(t.alignment)
	r.marked = t.timeline.At(r.position())
	r.screen.View.Correct(r.marked)
	r.sound.forget()
	if r.player != nil {
		w.applyPlan(r)
		w.startFollowing(r)
	}
	w.tellDesktop()
}

// showPosition shows where the listener is.
func (r *reading) showPosition(at time.Duration) {
	r.heard.set(at)
	r.screen.SetPosition(at)
}

// mark highlights a place.
func (r *reading) mark(place sync.Place) {
	r.marked = place
	r.screen.Mark(place)
}

// A marking is a change of the highlight on its way to the screen.
type marking struct {
	place sync.Place
	at    time.Time // when the follower gave it out
}

// playing is what the play bar shows of a player.
type playing struct {
	at      time.Duration
	playing bool
	ended   bool
	state   playback.State
	err     error
}

// beat is how often the play bar's clock is looked at while a story plays.
const beat = 250 * time.Millisecond

// watch tells how the player stands: at each change, and every beat while it plays. It runs on its own goroutine.
func watch(ctx context.Context, p *playback.Player, tell func(playing)) {
	changed, stop := p.Watch()
	defer stop()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-changed:
		case <-timer.C:
		}
		now := playing{at: p.Position(), playing: p.Playing(), ended: p.Ended(), state: p.State(), err: p.Err()}
		tell(now)
		if now.playing {
			timer.Reset(beat)
		}
	}
}

// showPlaying shows how the player stands, and keeps the place now and then.
func (w *window) showPlaying(r *reading, p playing) {
	r.showPosition(p.at)
	r.screen.SetPlaying(p.playing)
	w.backToSpeed(r, p.at)
	w.stopped(r, p.playing)
	if p.state != r.wasState {
		w.tellState(r, p)
		r.wasState = p.state
	}
	w.tellDamage(r)
	w.tellDesktop()
	if away := p.at - r.savedAt; !p.playing || away > placeEvery || away < -placeEvery {
		w.keepPlace(r, p.at)
	}
}

// tellState says in words where the sound goes, when that changes.
func (w *window) tellState(r *reading, p playing) {
	switch p.state {
	case playback.Silenced:
		w.say(control.Message{Problem: true, Text: "No sound device was found, so the story plays silently. Plug in or switch on your speakers or headphones: the sound begins by itself."})
	case playback.Lost:
		w.say(control.Message{Problem: true, Text: "The sound has gone away. The story waits here and goes on when the sound is back.", Action: "Go on silently", Do: r.player.Play})
	case playback.Sounding:
		if r.wasState != playback.Connecting {
			w.say(control.Message{Text: "The sound is back."})
		}
	}
}

// tellDamage says where the sound is damaged, when more of that is found.
func (w *window) tellDamage(r *reading) {
	all := r.audio.Damage()
	if len(all) <= len(r.damage) {
		return
	}
	newest := all[len(all)-1]
	for i, told := range r.damage { // in order of time, not of being found
		if all[i].Start != told.Start {
			newest = all[i]
			break
		}
	}
	r.damage = all
	what := "some of it is missing there"
	if lasts := newest.End - newest.Start; lasts > 0 {
		what = fmt.Sprintf("it is silent there for %.1f seconds", lasts.Seconds())
	}
	w.say(control.Message{Problem: true, Text: fmt.Sprintf(
		"The sound's file is damaged at %s: %s. Everything after it stays in step. A fresh copy of the file would mend it.",
		reader.Clock(newest.Start), what)})
}

// keepPlace has the place written, if it moved.
func (w *window) keepPlace(r *reading, at time.Duration) {
	if r.hearing != nil {
		at = r.hearing.back
	}
	if at == r.savedAt {
		return
	}
	r.savedAt = at
	id := r.story.ID
	w.saver.save(fmt.Sprintf("place %d", id), func(ctx context.Context) error {
		return w.library.SavePlace(ctx, id, at)
	})
}

// leaveReading closes the open story, keeping its place.
func (w *window) leaveReading() {
	r := w.reading
	if r == nil {
		return
	}
	w.reading = nil
	w.leaveStory()
	w.tellDesktop()
	w.savings.reading.Store(0)
	r.screen.View.OnDrawn = nil // the toolkit keeps a screen for a minute after it was last drawn; it need not keep the story
	if r.player == nil {
		return
	}
	w.keepPlace(r, r.player.Position())
	if r.hearing != nil {
		r.hearing.cancel()
	}
	r.cancel()
	r.unfollow()
	r.sound.forget()
	player, audio := r.player, r.audio
	go func() { // the device may take its time to let go
		player.Close()
		audio.Close()
	}()
}

// drawn follows each frame to the screen: it measures how long frames take and writes the trace. It is told of a place while
// the frame is painted. What it puts off until the toolkit's next turn then happens when the frame has been handed over,
// which where the processor does the drawing is some 15 ms later.
func (w *window) drawn(r *reading) func(sync.Place) {
	return func(place sync.Place) {
		w.do(func() {
			now := time.Now()
			r.frames.drawn(place, now)
			if place != r.shown {
				r.shown = place
				w.trace.Shown(now, place, r.position())
			}
		})
	}
}
