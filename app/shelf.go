package app

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"alongside/app/control"
	"alongside/app/library"
	"alongside/app/look"
	"alongside/store"
)

// A shelf is the library on the screen: its stories, what was removed from it, and the search in it.
type shelf struct {
	w       *window
	screen  *library.Screen
	stories []store.Summary
	removed []int64 // what undo brings back, the last removed last
	search  *search
	look    look.Theme // that the screen was drawn in last
	asked   int        // how often the library was asked for its stories
	told    int        // which of these answers is shown
}

func newShelf(w *window) *shelf {
	s := &shelf{w: w, search: newSearch(w)}
	s.screen = library.NewScreen(library.Actions{
		Open:       s.open,
		OpenAt:     func(id int64, turn int) { w.openFound(id, turn, s.search.query) },
		Remove:     s.remove,
		Add:        w.addStory,
		Paste:      w.pasteStory,
		Feeds:      w.showFeeds,
		Find:       s.search.find,
		ChooseLook: w.chooseLook,
		ChooseMore: func(near fyne.CanvasObject) { w.chooseFrom(near, looks, folded) },
		ItemMenu:   s.itemMenu,
		Smaller:    w.smaller,
		Larger:     w.larger,
	})
	return s
}

// open opens a story, or says how far one is that is being saved.
func (s *shelf) open(id int64) {
	if id < 0 {
		s.w.savings.choose(-id)
		return
	}
	s.w.openStory(id, -1)
}

// reload shows the library's stories as they are now, and then does what is to follow.
func (s *shelf) reload(then func()) {
	s.asked++
	asked := s.asked
	background(s.w, s.w.library.Stories, func(stories []store.Summary, err error) {
		if err != nil {
			s.w.problem(err)
			return
		}
		if asked > s.told { // a later answer may have overtaken it
			s.told = asked
			s.show(stories)
		}
		if then != nil {
			then()
		}
	})
}

// firstPage is how many stories are shown at once when the window opens: more than fit into it.
const firstPage = 50

// fill shows the library's stories for the first time: the first page at once, the rest as soon as it has been read.
func (s *shelf) fill(then func()) {
	background(s.w, func(ctx context.Context) (store.Page, error) {
		return s.w.library.Page(ctx, 0, firstPage)
	}, func(page store.Page, err error) {
		if err != nil {
			s.w.problem(err)
			return
		}
		if s.told == 0 {
			s.show(page.Stories)
		}
		if page.All > len(page.Stories) {
			s.reload(then)
			return
		}
		if then != nil {
			then()
		}
	})
}

func (s *shelf) show(stories []store.Summary) {
	s.stories = stories
	items := make([]library.Item, len(stories))
	now := time.Now()
	for i, story := range stories {
		items[i] = library.ItemOf(story, now)
	}
	s.screen.SetItems(items)
}

// showShelf goes back to the library, to the story that was open.
func (w *window) showShelf() {
	var id int64
	if w.reading != nil {
		id = w.reading.story.ID
	}
	w.leaveReading()
	w.feeds.catalog = nil
	w.show(w.shelf.screen)
	w.win.SetTitle("Alongside")
	w.afterSaving(func() {
		w.shelf.reload(func() {
			if w.reading != nil || w.win.Canvas().Focused() != nil { // one has gone on already, as to the field for finding
				return
			}
			if id != 0 {
				w.shelf.screen.Select(id)
				return
			}
			w.win.Canvas().Focus(w.shelf.screen.First())
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
	if id, ok := w.shelf.named(name); ok {
		w.openStory(id, -1)
		return
	}
	w.importStory(library.AddRequest{Source: name})
}

// named finds a story by its number or the start of its title.
func (s *shelf) named(name string) (int64, bool) {
	number, err := strconv.ParseInt(name, 10, 64)
	for _, story := range s.stories {
		if err == nil && story.ID == number || strings.HasPrefix(strings.ToLower(story.Title), strings.ToLower(name)) {
			return story.ID, true
		}
	}
	return 0, false
}

// itemMenu offers what can be done with a story besides opening it.
func (s *shelf) itemMenu(id int64, near fyne.CanvasObject) {
	if id < 0 {
		s.w.savings.menu(-id, near)
		return
	}
	items := []control.MenuItem{
		{Name: "Open", Do: func() { s.w.openStory(id, -1) }},
		{Name: "Play from the beginning", Do: func() { s.w.openStory(id, 0) }},
		{Name: "Add or replace its sound…", Do: func() { s.w.chooseSoundFor(id) }},
	}
	i := slices.IndexFunc(s.stories, func(n store.Summary) bool { return n.ID == id })
	if i >= 0 && s.stories[i].LetGo {
		items = append(items, control.MenuItem{Name: "Download its sound again", Do: func() { s.w.getSound(id) }})
	}
	kept := i >= 0 && s.stories[i].Kept
	items = append(items,
		control.MenuItem{Name: "Keep its sound always", Checkable: true, Checked: kept, Do: func() { s.keep(id) }},
		control.MenuItem{Name: "Save a copy…", Do: func() { s.w.saveCopyOf(id) }},
		control.MenuItem{Name: "Remove", Do: func() { s.remove(id) }})
	s.w.popUp(items, near)
}

// keep says that a story's sound is never let go to save room, or takes that back.
func (s *shelf) keep(id int64) {
	change := (*store.Library).Keep
	if slices.ContainsFunc(s.stories, func(n store.Summary) bool { return n.ID == id && n.Kept }) {
		change = (*store.Library).Unkeep
	}
	background(s.w, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, change(s.w.library, ctx, id)
	}, func(_ struct{}, err error) {
		s.w.problem(err)
		s.reload(nil)
	})
}

// remove takes a story off the shelf. It can be had back as long as the window is open.
func (s *shelf) remove(id int64) {
	if id < 0 {
		s.w.savings.cancel(-id)
		return
	}
	title := ""
	for _, story := range s.stories {
		if story.ID == id {
			title = story.Title
		}
	}
	background(s.w, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.w.library.Remove(ctx, id)
	}, func(_ struct{}, err error) {
		if err != nil {
			s.w.problem(err)
			return
		}
		s.removed = append(s.removed, id)
		s.reload(func() {
			s.screen.Enter()
			s.w.say(control.Message{Text: fmt.Sprintf("“%s” was removed.", title), Action: "Undo", Do: s.undoRemove})
		})
	})
}

// undoRemove brings back the story that was removed last.
func (s *shelf) undoRemove() {
	if len(s.removed) == 0 {
		return
	}
	id := s.removed[len(s.removed)-1]
	s.removed = s.removed[:len(s.removed)-1]
	background(s.w, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.w.library.Restore(ctx, id)
	}, func(_ struct{}, err error) {
		if err != nil {
			s.w.problem(err)
			return
		}
		s.screen.Notice.Clear()
		s.reload(func() {
			if s.w.reading == nil {
				s.screen.Select(id)
			}
		})
	})
}

// removeCurrent removes the open story, or the one that has the focus on the shelf.
func (w *window) removeCurrent() {
	if r := w.reading; r != nil {
		w.showShelf()
		w.shelf.remove(r.story.ID)
		return
	}
	if w.feeds.catalog != nil {
		w.feeds.removeCurrent()
		return
	}
	if id, ok := w.shelf.screen.Current(); ok {
		w.shelf.remove(id)
	}
}

// find goes to where one types what to find: in the open story, else in all.
func (w *window) find() {
	if w.reading != nil {
		w.reading.speaker = nil
		w.reading.screen.Find()
		return
	}
	w.findEverywhere()
}

// findEverywhere goes to where one types what to find in all stories.
func (w *window) findEverywhere() {
	if w.reading != nil || w.feeds.catalog != nil {
		w.showShelf()
	}
	w.win.Canvas().Focus(w.shelf.screen.FindField())
}

// tellRecovery says what had to be mended when the library was opened.
func (w *window) tellRecovery() {
	if r := w.library.Recovered(); r != nil {
		w.say(control.Message{Text: r.String(), Problem: true})
	}
}
