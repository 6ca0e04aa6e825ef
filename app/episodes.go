package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"alongside/app/control"
	"alongside/app/library"
	"alongside/store"
	"alongside/store/intake/saving"
	"alongside/store/intake/subscription"
)

// episodeItem is an episode, with how far its saving is.
func (f *feeds) episodeItem(e store.Episode, now time.Time) library.Item {
	item := library.EpisodeItem(e, now)
	for _, state := range f.w.savings.states {
		if state.Episode == e.ID || e.Story != 0 && state.Story == e.Story {
			of := savingItem(state)
			item.Status, item.Progress, item.Busy = of.Status, of.Progress, true
		}
	}
	return item
}

// goBack leaves a story for where it was opened: a feed's episodes, or the shelf.
func (w *window) goBack() {
	if l := w.feeds.left; w.reading != nil && w.reading.story.ID == l.story && l.feed != 0 {
		w.leaveReading()
		w.feeds.showEpisodes(l.feed, l.episode)
		return
	}
	w.showShelf()
}

// showEpisodes opens a feed, with the focus on an episode; 0 for the first.
func (f *feeds) showEpisodes(id, episode int64) {
	i := slices.IndexFunc(f.list, func(n store.Feed) bool { return n.ID == id })
	if i < 0 {
		f.w.showFeeds()
		return
	}
	f.w.leaveReading()
	feed := f.list[i]
	f.feed = id
	keep := control.NewButton(keepName(feed.Keep), keepLabel(feed.Keep), "", nil)
	keep.OpensMenu(func(fyne.CanvasObject) { f.chooseKeep(&feed, keep) })
	f.catalog = library.NewCatalog(feed.Title, "Feeds", library.CatalogActions{
		Back: f.w.showFeeds, Open: f.open, Remove: f.hide, ItemMenu: f.menu, Smaller: f.w.smaller, Larger: f.w.larger,
	}, library.Invitation{Title: "No stories yet", Text: "This feed has no stories, or could not be read yet.", Button: "Refresh", Do: f.refreshOne},
		keep, control.NewMainButton("Look for new stories", "Refresh", "", f.refreshOne))
	f.w.show(f.catalog)
	f.w.win.SetTitle(feed.Title + " – Alongside")
	f.reload(func() {
		f.catalog.Select(episode)
		if feed.Problem != "" {
			f.w.say(control.Message{Text: sentenceOf(feed.Problem), Problem: true, Action: "Try again", Do: f.refreshOne})
		}
		f.see(id)
	})
}

// see takes note that what is new in a feed has been seen. Its episodes keep their marks as long as they are shown so.
func (f *feeds) see(id int64) {
	background(f.w, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, f.w.library.SeenFeed(ctx, id)
	}, func(_ struct{}, err error) {
		f.w.problem(err)
		for i := range f.list {
			if f.list[i].ID == id {
				f.list[i].New = 0
			}
		}
		f.tellNews()
	})
}

func keepName(n int) string {
	return keepLabel(n) + " of the newest stories"
}

func keepLabel(n int) string {
	if n == 0 {
		return "Keep offline: none"
	}
	return fmt.Sprintf("Keep offline: %d", n)
}

// chooseKeep offers how many of a feed's newest episodes are kept offline.
func (f *feeds) chooseKeep(feed *store.Feed, near *control.Button) {
	var items []control.MenuItem
	for _, n := range []int{0, 1, 3, 5, 10, 20} {
		name := fmt.Sprintf("Keep the newest %d offline", n)
		if n == 0 {
			name = "Save only what I choose"
		}
		items = append(items, control.MenuItem{Name: name, Checkable: true, Checked: n == feed.Keep, Do: func() {
			feed.Keep = n
			near.Set(keepName(n), keepLabel(n), "")
			background(f.w, func(ctx context.Context) (struct{}, error) {
				return struct{}{}, f.w.library.SetKeep(ctx, feed.ID, n)
			}, func(_ struct{}, err error) {
				f.w.problem(err)
				f.keepNewest(feed.ID)
			})
		}})
	}
	f.w.popUp(items, near)
}

// keepNewest saves what is to be there offline of a feed, and lets go what is old and has been read.
func (f *feeds) keepNewest(id int64) {
	background(f.w, func(ctx context.Context) (int, error) {
		return f.w.savings.queue.KeepNewest(ctx, id)
	}, func(begun int, err error) {
		f.w.problem(err)
		if begun > 0 {
			f.reload(nil)
		}
	})
}

func (f *feeds) episode(id int64) (store.Episode, bool) {
	i := slices.IndexFunc(f.shown, func(e store.Episode) bool { return e.ID == id })
	if i < 0 {
		return store.Episode{}, false
	}
	return f.shown[i], true
}

// save begins to save an episode, or says how far that is.
func (f *feeds) save(e store.Episode) {
	for _, state := range f.w.savings.states {
		if state.Episode == e.ID {
			f.w.savings.choose(state.Job)
			return
		}
	}
	background(f.w, func(ctx context.Context) (struct{}, error) {
		source, err := subscription.SourceOf(ctx, f.w.library, e.ID)
		if err == nil {
			_, err = f.w.savings.queue.AddEpisode(ctx, source)
		}
		return struct{}{}, err
	}, func(_ struct{}, err error) {
		if err != nil {
			f.w.problem(err)
			return
		}
		f.w.say(control.Message{Text: fmt.Sprintf("“%s” is being saved. You can go on; it will be in the library.", e.Title)})
	})
}

// progressed shows how far the saving of episodes is.
func (f *feeds) progressed(before, now []saving.State) {
	if f.catalog == nil || f.feed == 0 {
		return
	}
	if saved(before, now) {
		f.reload(nil)
		return
	}
	f.draw()
}

func paragraphs(text string) fyne.CanvasObject {
	box := container.NewVBox()
	for _, p := range strings.Split(text, "\n") {
		box.Add(words(p))
	}
	return box
}

func (f *feeds) hide(id int64) {
	e, ok := f.episode(id)
	if !ok {
		return
	}
	f.change(func(ctx context.Context) error { return f.w.library.HideEpisode(ctx, id) }, control.Message{
		Text: fmt.Sprintf("“%s” is hidden.", e.Title), Action: "Undo",
		Do: func() {
			f.change(func(ctx context.Context) error { return f.w.library.UnhideEpisode(ctx, id) }, control.Message{})
		},
	})
}
