package app

import (
	"time"

	"alongside/app/desktop"
	"alongside/app/library"
	"alongside/sync/playback"
)

// mediaControls show outside of the window what plays; desktop.MediaControls are some.
type mediaControls interface{ Show(now desktop.Playing) }

// A keeper keeps the computer awake; desktop.Awake is one.
type keeper interface {
	Hold(reason string)
	Release()
}

// A listener is where someone listens, for any goroutine to ask.
type listener struct {
	player *playback.Player // nil while there is none
	heard  *heard
}

// tellDesktop has the desktop show how things stand, and keeps the computer awake while a story plays.
func (w *window) tellDesktop() {
	now := desktop.Playing{Speed: w.chosen.Speed, Volume: w.chosen.Volume, Slowest: speeds()[0], Fastest: speeds()[len(speeds())-1]}
	if r := w.reading; r == nil {
		w.listener.Store(nil)
	} else {
		if l := w.listener.Load(); l == nil || l.heard != &r.heard || l.player != r.player {
			w.listener.Store(&listener{r.player, &r.heard})
		}
		now = w.playingOf(r, now)
	}
	if w.controls != nil {
		w.controls.Show(now)
	}
	w.keepAwake(now.Going)
}

// playingOf is a story as the desktop shows it.
func (w *window) playingOf(r *reading, now desktop.Playing) desktop.Playing {
	s := r.story
	now.Story, now.Title, now.Authors, now.Source, now.Address = s.ID, s.Title, s.Authors, s.Source, s.URL
	now.Picture, now.Length, now.Sound = w.library.PicturePath(s), s.Duration, s.HasAudio
	_, now.Turns = r.timeline.NextTurn(-1)
	if r.player != nil {
		now.Length = r.player.Duration()
		now.Going = r.player.Playing() && r.player.State() != playback.Lost
		now.Ended = r.player.Ended()
	}
	return now
}

// keepAwake keeps the computer awake while a story plays, unless that is not wanted.
func (w *window) keepAwake(playing bool) {
	switch {
	case w.keeper == nil:
	case playing && !w.chosen.Sleep:
		w.keeper.Hold("A story is playing")
	default:
		w.keeper.Release()
	}
}

// longestWait is how long another program waits to hear that the window has done what it asked for.
const longestWait = 3 * time.Second

// onScreen has something done on the drawing goroutine and waits for it, on another one. It reports whether it was done: a
// window that is closing does nothing any more.
func (w *window) onScreen(do func()) bool {
	done := make(chan struct{})
	w.do(func() {
		do()
		close(done)
	})
	select {
	case <-done:
		return true
	case <-w.ctx.Done():
	case <-time.After(longestWait):
	}
	return false
}

// A remote is the window as the desktop's controls command it, from goroutines of their own.
type remote struct{ w *window }

// Play implements desktop.Player.
func (r remote) Play() { r.w.onScreen(r.w.play) }

// Pause implements desktop.Player.
func (r remote) Pause() { r.w.onScreen(r.w.pause) }

// Toggle implements desktop.Player.
func (r remote) Toggle() { r.w.onScreen(r.w.toggle) }

// Next implements desktop.Player.
func (r remote) Next() { r.w.onScreen(r.w.nextTurn) }

// Previous implements desktop.Player.
func (r remote) Previous() { r.w.onScreen(r.w.previousTurn) }

// Seek implements desktop.Player.
func (r remote) Seek(to time.Duration) { r.w.onScreen(func() { r.w.goTo(to) }) }

// SetSpeed implements desktop.Player.
func (r remote) SetSpeed(speed float64) { r.w.onScreen(func() { r.w.setSpeed(speed) }) }

// SetVolume implements desktop.Player.
func (r remote) SetVolume(volume float64) { r.w.onScreen(func() { r.w.setVolume(volume) }) }

// Position implements desktop.Player.
func (r remote) Position() time.Duration {
	switch l := r.w.listener.Load(); {
	case l == nil:
		return 0
	case l.player == nil:
		return l.heard.get()
	default:
		return l.player.Position()
	}
}

// Open implements desktop.Player.
func (r remote) Open(location string) { _ = r.w.accept(desktop.Request{Location: []string{location}}) }

// Raise implements desktop.Player.
func (r remote) Raise() { r.w.onScreen(r.w.win.RequestFocus) }

// Quit implements desktop.Player. It does not wait, since nobody would be there to answer.
func (r remote) Quit() { r.w.do(r.w.close) }

// play plays, also where the sound has yet to be opened.
func (w *window) play() {
	if r := w.reading; r != nil && !r.wantsToPlay() {
		w.toggle()
	}
}

func (w *window) pause() {
	if r := w.reading; r != nil && r.wantsToPlay() {
		w.toggle()
	}
}

// wantsToPlay reports whether the story plays, or will once its sound is open.
func (r *reading) wantsToPlay() bool {
	if r.player == nil {
		return r.wanted
	}
	return r.player.Playing()
}

// accept opens what a later start of the program was given, or another program, and brings the window to the front. It is
// called from any other goroutine.
func (w *window) accept(r desktop.Request) error {
	taken := w.onScreen(func() {
		w.openRequest(r)
		w.win.RequestFocus()
	})
	if !taken {
		return desktop.ErrEnding
	}
	return nil
}

// openRequest opens a story, unless it is open already, or adds what lies at a place.
func (w *window) openRequest(r desktop.Request) {
	if r.Story != 0 && (w.reading == nil || w.reading.story.ID != r.Story) {
		w.closePanels()
		w.openStory(r.Story, -1)
	}
	for _, location := range r.Location {
		w.closePanels()
		w.importStory(library.AddRequest{Source: location})
	}
}
