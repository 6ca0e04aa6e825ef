package app

import (
	"context"
	"time"

	"alongside/app/control"
	"alongside/store"
	"alongside/sync/playback"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// A hearing is a stretch of a story's sound that is played by itself. Once it was heard the story is where it was before,
// and that is also the place that is kept.
type hearing struct {
	back   time.Duration
	cancel context.CancelFunc
}

// Room around a word: a time may be a little late, and a word that is cut off is hard to understand.
const (
	hearBefore = 60 * time.Millisecond
	hearAfter  = 90 * time.Millisecond
	hearLook   = 10 * time.Millisecond // how often it is looked whether the stretch was heard
)

// noTimeFor is said of words of which nobody knows when they are spoken.
const noTimeFor = "It is not known when this word is spoken, so it cannot be played by itself."

// hearWord plays a mark's words, else the sentence that they stand in.
func (w *window) hearWord(r *reading, m store.Mark) { w.hearMark(r, m, wordStretch) }

// hearSentence plays the sentence that a mark's words stand in, else their turn.
func (w *window) hearSentence(r *reading, m store.Mark) { w.hearMark(r, m, sentenceStretch) }

func (w *window) hearMark(r *reading, m store.Mark, of func(store.Story, store.Mark) (playback.Stretch, bool)) {
	stretch, ok := of(r.story, m)
	if !ok {
		w.say(control.Message{Text: noTimeFor})
		return
	}
	w.hear(r, stretch)
}

// wordStretch is when a mark's words are spoken, else the sentence that they stand in, else their turn.
func wordStretch(s store.Story, m store.Mark) (playback.Stretch, bool) {
	if !m.Lost && m.Turn < len(s.Alignment.Turns) {
		if stretch, ok := stretchIn(s.Alignment.Turns[m.Turn].Words, s.Transcript.Turns[m.Turn].Words(), m.Span); ok {
			return stretch, true
		}
	}
	return sentenceStretch(s, m)
}

// sentenceStretch is when the sentence is spoken that a mark's words stand in, else their turn.
func sentenceStretch(s store.Story, m store.Mark) (playback.Stretch, bool) {
	if m.Lost || m.Turn >= len(s.Alignment.Turns) {
		return playback.Stretch{}, false
	}
	timed := s.Alignment.Turns[m.Turn]
	if stretch, ok := stretchIn(timed.Sentences, s.Transcript.Turns[m.Turn].Sentences(), m.Span); ok {
		return stretch, true
	}
	return playback.Stretch{Start: timed.Start, End: timed.End}, timed.Known()
}

// stretchIn is when the parts of a turn that hold some of a span are spoken.
func stretchIn(times []timing.Timing, parts []transcript.Span, span transcript.Span) (s playback.Stretch, ok bool) {
	for i, part := range parts {
		if i >= len(times) || part.End <= span.Start || part.Start >= span.End || !times[i].Known() {
			continue
		}
		if !ok {
			s.Start = times[i].Start
		}
		s.End, ok = times[i].End, true
	}
	return s, ok
}

// hear plays a stretch of the sound and goes back to where the story was.
func (w *window) hear(r *reading, s playback.Stretch) {
	if r.player == nil {
		w.say(control.Message{Text: "This story has no sound to play the word from."})
		return
	}
	back := r.player.Position()
	if r.hearing != nil {
		back = r.hearing.back
		r.hearing.cancel()
	}
	ctx, cancel := context.WithCancel(w.ctx)
	h := &hearing{back: back, cancel: cancel}
	r.hearing = h
	r.player.Seek(max(s.Start-hearBefore, 0))
	r.player.Play()
	player := r.player
	go func() {
		untilHeard(ctx, player, s.End+hearAfter)
		w.do(func() {
			if w.reading == r && r.hearing == h {
				w.endHearing(r)
			}
		})
	}()
}

// untilHeard waits until a position was heard, or the sound was stopped by someone.
func untilHeard(ctx context.Context, p *playback.Player, end time.Duration) {
	look := time.NewTicker(hearLook)
	defer look.Stop()
	for p.Playing() && p.Position() < end {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
	}
}

// endHearing stops the sound and goes back to where the story was.
func (w *window) endHearing(r *reading) {
	back := r.hearing.back
	r.hearing.cancel()
	r.hearing = nil
	r.player.Pause()
	w.seek(back)
}
