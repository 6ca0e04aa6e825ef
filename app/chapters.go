package app

import (
	"time"

	"alongside/app/control"
	"alongside/app/reader"
	"alongside/store"
	"alongside/sync"
)

// chaptersOf are a story's chapters as the reader shows them.
func chaptersOf(s store.Story) []reader.Chapter {
	chapters := make([]reader.Chapter, len(s.Chapters))
	for i, c := range s.Chapters {
		chapters[i] = reader.Chapter(c)
	}
	return chapters
}

// turnNow is the turn that is heard, else the last one before it.
func (r *reading) turnNow() int {
	if at := r.timeline.At(r.position()); at.Turn >= 0 {
		return at.Turn
	}
	if at, ok := r.timeline.PreviousTurn(r.position()); ok {
		return max(r.timeline.At(at).Turn, 0)
	}
	return 0
}

// chapterNow is the chapter that one is in, -1 before the first.
func (r *reading) chapterNow() int {
	if len(r.story.Alignment.Turns) == 0 {
		return reader.ChapterAt(r.chapters, r.screen.View.TurnInSight())
	}
	return reader.ChapterAt(r.chapters, r.turnNow())
}

// showContents lists the chapters.
func (w *window) showContents() {
	r := w.reading
	if r == nil || len(r.chapters) == 0 {
		return
	}
	list := reader.NewContents(r.chapters, r.chapterNow())
	panel := control.ShowList(w.win.Canvas(), "Contents", list)
	list.OnChoose = func(chapter int) {
		panel.Close()
		if w.reading == r {
			w.goToChapter(chapter)
		}
	}
}

// goToChapter goes where a chapter begins, and plays on from there if the story was playing.
func (w *window) goToChapter(n int) {
	r := w.reading
	if at, ok := r.chapterStart(n); ok {
		w.seek(at)
		return
	}
	r.screen.View.ShowTurn(r.chapters[n].Turn)
	if r.story.HasAudio {
		w.say(control.Message{Text: "It is not known yet when this chapter is spoken, so the sound stays where it is."})
	}
}

// chapterStart is when a chapter begins to be spoken: its first turn that has a time.
func (r *reading) chapterStart(n int) (time.Duration, bool) {
	end := len(r.story.Transcript.Turns)
	for _, c := range r.chapters[n+1:] {
		if c.Turn > r.chapters[n].Turn {
			end = c.Turn
			break
		}
	}
	for turn := r.chapters[n].Turn; turn < end; turn++ {
		if at, ok := r.timeline.Start(sync.Place{Turn: turn, Sentence: -1, Word: -1}); ok {
			return at, true
		}
	}
	return 0, false
}

// chapterAgain is how far into a chapter going to the previous one means going to its own beginning.
const chapterAgain = 3 * time.Second

func (w *window) previousChapter() {
	r := w.reading
	if r == nil {
		return
	}
	now := r.chapterNow()
	if now < 0 {
		w.fromBeginning()
		return
	}
	if at, ok := r.chapterStart(now); now == 0 || ok && r.position() > at+chapterAgain {
		w.goToChapter(now)
		return
	}
	w.goToChapter(now - 1)
}

func (w *window) nextChapter() {
	if r := w.reading; r != nil {
		if now := r.chapterNow(); now+1 < len(r.chapters) {
			w.goToChapter(now + 1)
		}
	}
}
