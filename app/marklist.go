package app

import (
	"context"
	"fmt"
	"strings"

	"alongside/app/control"
	"alongside/app/reader"
	"alongside/store"
	"alongside/store/export"
)

// A markList is the panel that lists marks. What is removed there stays in sight until the panel is closed, and can be
// brought back.
type markList struct {
	w       *window
	r       *reading
	list    *control.List
	panel   *control.OpenPanel
	marks   []store.Mark
	removed []bool
	busy    []bool // being removed or brought back
}

func newMarkList(w *window, name string, marks []store.Mark) *markList {
	l := &markList{w: w, r: w.reading, list: control.NewList(name)}
	l.fill(marks)
	l.list.OnRemove = l.remove
	return l
}

func (l *markList) fill(marks []store.Mark) {
	l.marks, l.removed, l.busy = marks, make([]bool, len(marks)), make([]bool, len(marks))
	items := make([]control.Item, len(marks))
	for i := range marks {
		items[i] = l.item(i)
	}
	l.list.SetItems(items)
}

// item is how a mark stands in the list: what was written first, then the words, then when they are heard.
func (l *markList) item(n int) control.Item {
	m := l.marks[n]
	item := control.Item{Icon: reader.NotedKind(m.Kind).Icon(), Note: string(m.Kind)}
	item.Name = "“" + shortened(m.Quote) + "”"
	if m.Kind == store.Word {
		item.Name = shortened(m.Quote)
		if !m.Lost {
			item.Name += ": “" + strings.Join(strings.Fields(export.SentenceOf(l.r.story.Transcript.Turns[m.Turn], m.Span)), " ") + "”"
		}
	}
	if m.Note != "" {
		item.Name = shortened(m.Note) + " – " + item.Name
	}
	switch {
	case m.Lost:
		item.Name += " (no longer in the story)"
	default:
		if at, ok := l.r.startOf(m.Turn, wordIn(l.r.story.Transcript.Turns[m.Turn], m.Span)); ok {
			item.Name += "   (" + reader.Clock(at) + ")"
		}
	}
	if l.removed[n] {
		item.Name, item.Icon = "Removed: "+item.Name+". Enter brings it back.", control.IconRemove
	}
	return item
}

// current is the mark that the keyboard is on; false where there is none, or it is removed.
func (l *markList) current() (int, bool) {
	n := l.list.Current()
	return n, n < len(l.marks) && !l.removed[n]
}

// remove takes a mark away, or brings it back where it was removed.
func (l *markList) remove(n int) {
	if n >= len(l.marks) || l.busy[n] {
		return
	}
	l.busy[n] = true
	done := func() {
		l.busy[n] = false
		l.removed[n] = !l.removed[n]
		l.list.Change(n, l.item(n))
	}
	if !l.removed[n] {
		l.w.removeMarks(l.r, l.marks[n:n+1], done)
		return
	}
	back := l.marks[n]
	l.w.changeMarks(l.r, func(ctx context.Context) (err error) {
		back, err = l.w.library.AddMark(ctx, back)
		return err
	}, func() {
		l.marks[n] = back
		done()
	})
}

// note opens what is written to the current mark.
func (l *markList) note() {
	n, ok := l.current()
	if !ok {
		return
	}
	l.w.editNote(l.r, l.marks[n], func(m store.Mark) {
		l.marks[n] = m
		l.removed[n] = m.Note == "" && m.Kind == store.Note
		l.list.Change(n, l.item(n))
	})
}

// save writes the story's marks to a file.
func (l *markList) save() {
	l.panel.Close()
	l.w.saveNotesOf(l.r.story.ID)
}

// buttons are those that every list of marks has.
func (l *markList) buttons() []*control.Button {
	remove := control.NewButton("Remove, or bring back", "Remove", control.IconRemove, func() { l.remove(l.list.Current()) })
	remove.Keys = "Delete"
	return []*control.Button{
		control.NewButton("Note", "Note…", control.IconPencil, l.note),
		remove,
		control.NewButton("Save a copy", "Save…", control.IconFile, l.save),
	}
}

// showMarks lists all that is marked in the story.
func (w *window) showMarks() {
	r := w.reading
	if r == nil {
		return
	}
	if len(r.story.Marks) == 0 {
		w.say(control.Message{
			Text:   "Nothing is marked in this story yet. A bookmark marks the sentence that you hear.",
			Action: "Bookmark here", Do: w.toggleBookmark,
		})
		return
	}
	l := newMarkList(w, "Your marks", append([]store.Mark(nil), r.story.Marks...))
	l.panel = control.ShowList(w.win.Canvas(), "Your marks", l.list, l.buttons()...)
	l.list.OnChoose = func(n int) {
		if l.removed[n] {
			l.remove(n)
			return
		}
		l.panel.Close()
		if w.reading == r {
			w.goToMark(r, l.marks[n])
		}
	}
}

// showWords lists the words to learn. Enter plays one.
func (w *window) showWords() {
	r := w.reading
	if r == nil {
		return
	}
	var marks []store.Mark
	for _, m := range r.story.Marks {
		if m.Kind == store.Word {
			marks = append(marks, m)
		}
	}
	at, here := r.screen.View.WordHere()
	if len(marks) == 0 {
		m := control.Message{Text: "No words of this story are on your list yet. Go to a word, and choose “Add this word” in the Marks menu."}
		if here {
			m.Action, m.Do = fmt.Sprintf("Add “%s”", shortened(r.newMark(store.Word, at).Quote)), w.addWord
		}
		w.say(m)
		return
	}
	l := newMarkList(w, "Word list", marks)
	buttons := append([]*control.Button{
		control.NewButton("Hear the sentence", "Sentence", control.IconSound, func() {
			if n, ok := l.current(); ok {
				w.hearSentence(r, l.marks[n])
			}
		}),
	}, l.buttons()...)
	l.panel = control.ShowList(w.win.Canvas(), "Word list", l.list, buttons...)
	l.list.OnChoose = func(n int) {
		switch {
		case l.removed[n]:
			l.remove(n)
		case w.reading == r:
			w.hearWord(r, l.marks[n])
		}
	}
}
