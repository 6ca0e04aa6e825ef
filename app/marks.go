package app

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2/container"

	"alongside/app/control"
	"alongside/app/reader"
	"alongside/store"
	"alongside/sync"
	"alongside/sync/transcript"
)

// markCommands put marks into the open story and list them.
func markCommands() []command {
	return []command{
		{name: "Bookmark here", key: ctrl("M"), where: inReader, do: (*window).toggleBookmark},
		{name: "Write a note…", key: ctrlShift("M"), where: inReader, do: (*window).writeNote, over: closes},
		{name: "Highlight", key: ctrlShift("H"), where: inReader, do: (*window).toggleHighlight},
		{name: "Add this word to the word list", where: inReader, do: (*window).addWord},
		line,
		{name: "Your marks", key: ctrlShift("B"), where: inReader, do: (*window).showMarks, over: closes},
		{name: "Word list", key: ctrlShift("L"), where: inReader, do: (*window).showWords, over: closes},
	}
}

// setMarks shows what is marked in the story. What lost its words is only in the list.
func (r *reading) setMarks(marks []store.Mark) {
	r.story.Marks = marks
	noted := make([]reader.Noted, 0, len(marks))
	for _, m := range marks {
		if !m.Lost {
			noted = append(noted, reader.Noted{ID: m.ID, Kind: reader.NotedKind(m.Kind), Turn: m.Turn, Span: m.Span, Note: m.Note})
		}
	}
	r.screen.ShowNoted(noted)
}

// changeMarks changes marks of an open story in the library, and then shows how they are. Of changes that overtake each other
// only the last one's answer is shown.
func (w *window) changeMarks(r *reading, change func(context.Context) error, done func()) {
	r.marksAsked++
	asked := r.marksAsked
	background(w, func(ctx context.Context) ([]store.Mark, error) {
		if err := change(ctx); err != nil {
			return nil, err
		}
		return w.library.Marks(ctx, r.story.ID)
	}, func(marks []store.Mark, err error) {
		if err != nil {
			w.problem(err)
			return
		}
		if asked == r.marksAsked {
			r.setMarks(marks)
		}
		if w.reading == r && done != nil {
			done()
		}
	})
}

// addMarks puts marks into the story.
func (w *window) addMarks(r *reading, marks []store.Mark, done func()) {
	w.changeMarks(r, func(ctx context.Context) error {
		for _, m := range marks {
			if _, err := w.library.AddMark(ctx, m); err != nil {
				return err
			}
		}
		return nil
	}, done)
}

func (w *window) removeMarks(r *reading, marks []store.Mark, done func()) {
	w.changeMarks(r, func(ctx context.Context) error {
		for _, m := range marks {
			if err := w.library.RemoveMark(ctx, m.ID); err != nil {
				return err
			}
		}
		return nil
	}, done)
}

// toggleBookmark puts a bookmark where the reader is, or takes it away.
func (w *window) toggleBookmark() {
	if r := w.reading; r != nil {
		if at, ok := r.screen.View.Here(); ok {
			w.toggleMark(r, store.Bookmark, "bookmarked", at)
		}
	}
}

// toggleHighlight highlights what is selected, else the sentence where the reader is, or takes the highlight away.
func (w *window) toggleHighlight() {
	r := w.reading
	if r == nil {
		return
	}
	stretches := r.screen.View.Selected()
	if at, ok := r.screen.View.Here(); ok && len(stretches) == 0 {
		stretches = append(stretches, at)
	}
	w.toggleMark(r, store.Highlight, "highlighted", stretches...)
}

// toggleMark puts marks on some words, or takes them away where all are there, and offers to undo that.
func (w *window) toggleMark(r *reading, kind store.MarkKind, done string, stretches ...reader.Stretch) {
	var there, missing []store.Mark
	for _, at := range stretches {
		if m, ok := r.markAt(kind, at); ok {
			there = append(there, m)
		} else {
			missing = append(missing, r.newMark(kind, at))
		}
	}
	switch {
	case len(missing) > 0:
		what := shortened(missing[0].Quote)
		w.addMarks(r, missing, func() {
			w.say(control.Message{Text: fmt.Sprintf("“%s” is %s.", what, done), Action: "Undo", Do: func() {
				var added []store.Mark
				for _, m := range missing {
					if m, ok := r.markAt(kind, reader.Stretch{Turn: m.Turn, Span: m.Span}); ok {
						added = append(added, m)
					}
				}
				w.removeMarks(r, added, nil)
			}})
		})
	case len(there) > 0:
		w.removeMarks(r, there, func() {
			w.say(control.Message{
				Text: fmt.Sprintf("“%s” is no longer %s.", shortened(there[0].Quote), done), Action: "Undo",
				Do: func() { w.addMarks(r, there, nil) },
			})
		})
	}
}

// newMark is a mark on some words of the story.
func (r *reading) newMark(kind store.MarkKind, at reader.Stretch) store.Mark {
	return store.Mark{
		Story: r.story.ID, Kind: kind, Turn: at.Turn, Span: at.Span,
		Quote: at.Span.In(r.story.Transcript.Turns[at.Turn].Text),
	}
}

// markAt is the mark of a kind on just these words.
func (r *reading) markAt(kind store.MarkKind, at reader.Stretch) (store.Mark, bool) {
	for _, m := range r.story.Marks {
		if m.Kind == kind && m.Turn == at.Turn && m.Span == at.Span && !m.Lost {
			return m, true
		}
	}
	return store.Mark{}, false
}

// writeNote opens a note on the words where the reader is: the one that is there, or a new one.
func (w *window) writeNote() {
	r := w.reading
	if r == nil {
		return
	}
	at, ok := r.screen.View.Here()
	if !ok {
		return
	}
	m, ok := r.markAt(store.Note, at)
	if !ok {
		m = r.newMark(store.Note, at)
	}
	w.editNote(r, m, func(m store.Mark) {
		if m.Note != "" {
			w.say(control.Message{Text: "Your note is kept."})
		}
	})
}

// editNote opens what is written to a mark. However the panel is closed, it is kept: nothing that was typed is lost.
func (w *window) editNote(r *reading, m store.Mark, kept func(store.Mark)) {
	field := control.NewTextField("Note", "Write here", 6)
	field.SetText(m.Note)
	box := container.NewVBox(words("“"+shortened(m.Quote)+"”"), words("What you write is kept when you close this."), field)
	control.ShowPanel(w.win.Canvas(), control.Panel{Title: "Note", Content: box, First: field.Focus(), Closed: func() {
		before := m.Note
		if m.Note = strings.TrimSpace(field.Text()); m.Note != before {
			w.keepNote(r, m, kept)
		}
	}})
}

// keepNote has a note written, or taken away where nothing is left of it.
func (w *window) keepNote(r *reading, m store.Mark, kept func(store.Mark)) {
	w.changeMarks(r, func(ctx context.Context) (err error) {
		switch {
		case m.ID == 0:
			m, err = w.library.AddMark(ctx, m)
			return err
		case m.Note == "" && m.Kind == store.Note:
			return w.library.RemoveMark(ctx, m.ID)
		}
		return w.library.SetNote(ctx, m.ID, m.Note)
	}, func() { kept(m) })
}

// addWord puts the word where the reader is on the list of words to learn.
func (w *window) addWord() {
	r := w.reading
	if r == nil {
		return
	}
	at, ok := r.screen.View.WordHere()
	if !ok {
		w.say(control.Message{Text: "Go to a word first: with the arrow keys in the transcript, or by playing up to it."})
		return
	}
	m := r.newMark(store.Word, at)
	w.addMarks(r, []store.Mark{m}, func() {
		w.say(control.Message{Text: fmt.Sprintf("“%s” is on your word list.", shortened(m.Quote)), Action: "Show the list", Do: w.showWords})
	})
}

// goToMark goes to a mark's words: the sound to where they are heard, and while it rests the keyboard to their first letter.
func (w *window) goToMark(r *reading, m store.Mark) {
	if m.Lost {
		w.say(control.Message{Text: fmt.Sprintf("“%s” is no longer in this story. It was read anew, with other words.", shortened(m.Quote))})
		return
	}
	at := reader.Stretch{Turn: m.Turn, Span: m.Span}
	start, ok := r.startOf(m.Turn, wordIn(r.story.Transcript.Turns[m.Turn], m.Span))
	if ok {
		w.seek(start)
	}
	if ok && r.player != nil && r.player.Playing() {
		w.win.Canvas().Focus(r.screen.View)
		return
	}
	r.screen.View.Read(at)
}

// wordIn is the first word of a turn that some span holds a part of; -1 where it holds none.
func wordIn(turn transcript.Turn, span transcript.Span) int {
	for i, word := range turn.Words() {
		if word.End > span.Start && word.Start < span.End {
			return i
		}
	}
	return sync.Nowhere.Word
}

// shortened is text in one line, cut where it is long.
func shortened(text string) string {
	const most = 80
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) <= most {
		return string(runes)
	}
	return strings.TrimSpace(string(runes[:most])) + "…"
}
