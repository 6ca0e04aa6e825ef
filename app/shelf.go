package app

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"alongside/app/control"
	"alongside/app/library"
	"alongside/store"
)

func (w *window) newShelf() *library.Screen {
	return library.NewScreen(library.Actions{
		Open:       func(id int64) { w.openStory(id, -1) },
		OpenAt:     w.openStory,
		Remove:     w.remove,
		Add:        w.addStory,
		Paste:      w.pasteStory,
		Find:       func(query string) { w.search.find(query) },
		ChooseLook: w.chooseLook,
		ChooseMore: func(near fyne.CanvasObject) { w.chooseFrom(near, looks, folded) },
		ItemMenu:   w.itemMenu,
		Smaller:    w.smaller,
		Larger:     w.larger,
	})
}

// reload shows the library's stories as they are now, and then does what is to follow.
func (w *window) reload(then func()) {
	background(w, w.library.Stories, func(stories []store.Summary, err error) {
		if err != nil {
			w.problem(err)
			return
		}
		w.stories = stories
		items := make([]library.Item, len(stories))
		now := time.Now()
		for i, s := range stories {
			items[i] = library.ItemOf(s, now)
		}
		w.shelf.SetItems(items)
		if then != nil {
			then()
		}
	})
}

// showShelf goes back to the library, to the story that was open.
func (w *window) showShelf() {
	var id int64
	if w.reading != nil {
		id = w.reading.story.ID
	}
	w.leaveReading()
	w.show(w.shelf)
	w.win.SetTitle("Alongside")
	w.afterSaving(func() {
		w.reload(func() {
			if w.reading != nil {
				return
			}
			if id != 0 {
				w.shelf.Select(id)
				return
			}
			w.win.Canvas().Focus(w.shelf.First())
		})
	})
}

// afterSaving does something on the drawing goroutine once everything asked for so far has been written.
func (w *window) afterSaving(do func()) {
	w.saver.save("then", func(context.Context) error {
		w.do(do)
		return nil
	})
}

// openNamed opens what was named on the command line or dropped on the window: a story by its number or the start of its
// title, else a file or address, which is added first.
func (w *window) openNamed(name string) {
	if id, ok := w.storyNamed(name); ok {
		w.openStory(id, -1)
		return
	}
	w.importStory(library.AddRequest{Source: name})
}

func (w *window) storyNamed(name string) (int64, bool) {
	number, err := strconv.ParseInt(name, 10, 64)
	for _, s := range w.stories {
		if err == nil && s.ID == number || strings.HasPrefix(strings.ToLower(s.Title), strings.ToLower(name)) {
			return s.ID, true
		}
	}
	return 0, false
}

// itemMenu offers what can be done with a story besides opening it.
func (w *window) itemMenu(id int64, near fyne.CanvasObject) {
	w.popUp(fyne.NewMenu("",
		fyne.NewMenuItem("Open", func() { w.openStory(id, -1) }),
		fyne.NewMenuItem("Play from the beginning", func() { w.openStory(id, 0) }),
		fyne.NewMenuItem("Add or replace its sound…", func() { w.chooseSoundFor(id) }),
		fyne.NewMenuItem("Remove", func() { w.remove(id) }),
	), near)
}

// remove takes a story off the shelf. It can be had back as long as the window is open.
func (w *window) remove(id int64) {
	title := ""
	for _, s := range w.stories {
		if s.ID == id {
			title = s.Title
		}
	}
	background(w, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, w.library.Remove(ctx, id)
	}, func(_ struct{}, err error) {
		if err != nil {
			w.problem(err)
			return
		}
		w.removed = append(w.removed, id)
		w.reload(func() {
			w.win.Canvas().Focus(w.shelf.First())
			w.say(control.Message{Text: fmt.Sprintf("“%s” was removed.", title), Action: "Undo", Do: w.undoRemove})
		})
	})
}

// removeCurrent removes the open story, or the one that has the focus on the shelf.
func (w *window) removeCurrent() {
	if r := w.reading; r != nil {
		w.showShelf()
		w.remove(r.story.ID)
		return
	}
	if id, ok := w.shelf.Current(); ok {
		w.remove(id)
	}
}

// undoRemove brings back the story that was removed last.
func (w *window) undoRemove() {
	if len(w.removed) == 0 {
		return
	}
	id := w.removed[len(w.removed)-1]
	w.removed = w.removed[:len(w.removed)-1]
	background(w, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, w.library.Restore(ctx, id)
	}, func(_ struct{}, err error) {
		if err != nil {
			w.problem(err)
			return
		}
		w.shelf.Notice.Clear()
		w.reload(func() {
			if w.reading == nil {
				w.shelf.Select(id)
			}
		})
	})
}

// find goes to where one types what to find: in the open story, else in all.
func (w *window) find() {
	if w.reading != nil {
		w.reading.screen.Find()
		return
	}
	w.shelf.FocusFind()
}

// findEverywhere goes to where one types what to find in all stories.
func (w *window) findEverywhere() {
	if w.reading != nil {
		w.showShelf()
	}
	w.shelf.FocusFind()
}

// tellRecovery says what had to be mended when the library was opened.
func (w *window) tellRecovery() {
	if r := w.library.Recovered(); r != nil {
		w.say(control.Message{Text: r.String(), Problem: true})
	}
}
