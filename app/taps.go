package app

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2/container"

	"alongside/app/control"
	"alongside/app/reader"
	"alongside/store"
	"alongside/store/export"
	"alongside/store/intake"
	"alongside/sync"
	"alongside/sync/tapping"
)

// taps are what the reader has said of the open story: this starts now.
type taps struct {
	waiting []tapping.Tap // of which no times have been made yet
	busy    bool          // times are being made
	last    *tapping.Tap  // the latest one; nil where there was none
	caret   *caretUnit    // where the caret was put when it told what starts; nil where it never did
}

// A caretUnit is a place where the caret was put.
type caretUnit struct{ turn, at int }

// startsNow takes note that what comes next starts now, and has the times around it mended.
func (w *window) startsNow() {
	r := w.reading
	if r == nil || r.player == nil {
		w.say(control.Message{Text: "Play the story first: this is for the moment at which you hear something start."})
		return
	}
	at, speed := r.player.Now()
	unit, ok := r.starting(at)
	if !ok {
		w.say(control.Message{Text: "Nothing more is to start here. To say that some other words start now, put the caret on them first."})
		return
	}
	tap := tapping.Tap{Unit: unit, At: at, Speed: speed}
	r.taps.last = &tap
	r.taps.waiting = append(r.taps.waiting, tap)
	text := quote(unit.Text(r.story.Transcript)) + " starts now."
	if w.isAligning(r) {
		text += " The times about it are mended when all have been found."
	}
	w.say(control.Message{Text: text})
	w.mendWaiting(r)
}

// isAligning reports whether the times of the open story are still being found.
func (w *window) isAligning(r *reading) bool { return w.job != nil && w.job.id == r.story.ID }

// starting is what somebody means who says at a position that it starts now: where they have put the caret, once; else what
// comes after what they said last, or after what is marked.
func (r *reading) starting(at time.Duration) (tapping.Unit, bool) {
	if turn, letter, put := r.screen.View.CaretPlace(); put {
		here := caretUnit{turn, letter}
		if r.taps.caret == nil || *r.taps.caret != here {
			r.taps.caret = &here
			return r.unitAt(turn, letter)
		}
	}
	marked := tapping.Unit{Turn: r.marked.Turn, Sentence: max(r.marked.Sentence, 0)}
	if last := r.taps.last; last != nil && at >= last.At && !last.Before(marked) {
		return tapping.After(r.story.Transcript, last.Unit)
	}
	return tapping.Expected(r.story.Transcript, r.story.Alignment, marked, at)
}

// unitAt is the sentence that a letter of a turn stands in, where somebody speaks it.
func (r *reading) unitAt(turn, letter int) (tapping.Unit, bool) {
	unit := tapping.Unit{Turn: turn}
	for i, s := range r.story.Transcript.Turns[turn].Sentences() {
		if s.Start <= letter {
			unit.Sentence = i
		}
	}
	for _, u := range tapping.Units(r.story.Transcript) {
		if u == unit {
			return unit, true
		}
	}
	return unit, false
}

// A mended is what has come of taps, ready to be followed.
type mended struct {
	intake.Tapped
	times
}

// mendWaiting makes times of what was tapped, one tap after the other, so that each can be undone by itself.
func (w *window) mendWaiting(r *reading) {
	if r.taps.busy || len(r.taps.waiting) == 0 || w.isAligning(r) {
		return
	}
	tap := r.taps.waiting[0]
	r.taps.waiting = r.taps.waiting[1:]
	w.mend(r, []tapping.Tap{tap}, func(m mended) {
		what := fmt.Sprintf("%s starts at %s", quote(tap.Text(r.story.Transcript)), reader.Clock(m.start(tap.Unit)))
		w.say(control.Message{Text: what + mendedText(m.Tapped), Action: "Undo", Do: func() { w.undoMending(r, m.Mending.ID) }})
		w.mendWaiting(r)
	})
}

// mendedText ends a sentence that says when something starts by what has come of it.
func mendedText(t intake.Tapped) string {
	switch {
	case t.Turns == 0:
		return ", as was known."
	case t.Unheard:
		return ", as you say. Alongside does not hear it there: if that was a slip, undo it."
	case t.Turns == 1:
		return ". The times of one turn are mended."
	}
	return fmt.Sprintf(". The times of %d turns are mended.", t.Turns)
}

// start is when a unit starts by the new times; where it has none, its turn.
func (m mended) start(u tapping.Unit) time.Duration {
	at, _ := m.timeline.Start(sync.Place{Turn: u.Turn, Sentence: u.Sentence, Word: -1})
	return at
}

// mend makes times of taps, away from the drawing goroutine, and follows by them.
func (w *window) mend(r *reading, list []tapping.Tap, then func(mended)) {
	r.taps.busy = true
	id, text, delay := r.story.ID, r.story.Transcript, w.chosen.Presses.delay()
	background(w, func(ctx context.Context) (mended, error) {
		m, err := intake.Tap(ctx, w.library, id, list, delay)
		return mended{m, times{m.Alignment, sync.NewTimeline(text, m.Alignment)}}, err
	}, func(m mended, err error) {
		r.taps.busy = false
		if err != nil {
			w.problem(err)
			return
		}
		w.chosen.Presses.learn(m.Late)
		w.keepPreferences()
		if w.reading != r {
			return
		}
		w.showTimes(r, m.times)
		then(m)
	})
}

// showTimes follows by times that the reader has brought about.
func (w *window) showTimes(r *reading, t times) {
	r.story.Aligned = t.alignment.Method
	w.setTimes(r, t)
	r.screen.ShowUnsure(t.alignment)
}

// undoMending brings back the times that were before.
func (w *window) undoMending(r *reading, mending int64) {
	id := r.story.ID
	background(w, func(ctx context.Context) (times, error) {
		if err := w.library.UndoMending(ctx, mending); err != nil {
			return times{}, err
		}
		s, err := w.library.Story(ctx, id)
		return times{s.Alignment, sync.NewTimeline(s.Transcript, s.Alignment)}, err
	}, func(t times, err error) {
		if err != nil {
			w.problem(err)
			return
		}
		if w.reading == r {
			r.taps.last = nil
			w.showTimes(r, t)
			w.say(control.Message{Text: "Undone. The times are as they were before."})
		}
	})
}

// showMended lists what the reader has mended in the open story.
func (w *window) showMended() {
	r := w.reading
	if r == nil {
		return
	}
	background(w, func(ctx context.Context) ([]store.Mending, error) {
		return w.library.Mendings(ctx, r.story.ID)
	}, func(list []store.Mending, err error) {
		if err != nil {
			w.problem(err)
			return
		}
		if w.reading == r {
			w.showMendedPanel(r, list)
		}
	})
}

// mostMendings is how many the panel lists, the latest.
const mostMendings = 50

func (w *window) showMendedPanel(r *reading, list []store.Mending) {
	var open *control.OpenPanel
	box := container.NewVBox()
	panel := control.Panel{Title: "What you mended", Content: box}
	if len(list) == 0 {
		box.Add(words("Nothing yet. Where the marks are early or late, press Ctrl + Shift + T, or Ctrl + Enter, as the next sentence begins."))
	}
	box.Add(words(w.chosen.Presses.text()))
	for _, m := range list[:min(len(list), mostMendings)] {
		what := mendingText(r.story, m)
		undo := control.NewButton("Undo: "+what, "Undo", "", func() {
			open.Close()
			w.undoMending(r, m.ID)
		})
		box.Add(words(what))
		box.Add(container.NewHBox(undo))
		if panel.First == nil {
			panel.First = undo
		}
	}
	if len(list) > 0 {
		panel.Buttons = append(panel.Buttons, control.NewButton("Save what you mended to a file", "Save to a file…", "", func() {
			open.Close()
			w.choose(newFile("Save what you mended", "JSON files", "taps.json"), func(path string) { w.writeTaps(r.story, list, path) })
		}))
	}
	open = control.ShowPanel(w.win.Canvas(), panel)
}

// mendingText says in a line what was mended.
func mendingText(s store.Story, m store.Mending) string {
	day := m.Made.Local().Format("2 January, 15:04")
	if len(m.Taps) == 1 {
		t := m.Taps[0]
		return fmt.Sprintf("%s at %s (%s)", quote(t.Text(s.Transcript)), reader.Clock(t.At), day)
	}
	return fmt.Sprintf("%d sentences, tapped one after the other (%s)", len(m.Taps), day)
}

func (w *window) writeTaps(s store.Story, list []store.Mending, path string) {
	background(w, func(context.Context) (struct{}, error) {
		return struct{}{}, export.WriteFile(path, func(out io.Writer) error { return export.WriteTaps(out, s, list) })
	}, func(_ struct{}, err error) {
		if err != nil {
			w.problem(err)
			return
		}
		w.say(control.Message{Text: "What you mended is in " + path + "."})
	})
}

// quote is the beginning of some words, in quotation marks.
func quote(text string) string {
	const most = 40 // letters
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) > most {
		text = strings.TrimSpace(string([]rune(text)[:most])) + "…"
	}
	return "“" + text + "”"
}
