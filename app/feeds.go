package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"alongside/app/control"
	"alongside/app/library"
	"alongside/store"
	"alongside/store/intake/subscription"
)

// Feeds on the screen: the list of them, and the episodes of one.
type feeds struct {
	left    left // where one was when a story was opened from a feed
	w       *window
	catalog *library.Catalog // what is on the screen; nil while it is something else
	list    []store.Feed
	feed    int64 // whose episodes are shown, 0 for the list of feeds
	shown   []store.Episode
}

// left is the episode whose story was opened, and where its list is.
type left struct{ feed, episode, story int64 }

// showFeeds opens the list of feeds, and asks those for news for which it is time.
func (w *window) showFeeds() {
	w.leaveReading()
	f := w.feeds
	was := f.feed
	f.feed = 0
	f.catalog = library.NewCatalog("Feeds", "Library", library.CatalogActions{
		Back: w.showShelf, Open: f.open, Remove: f.unsubscribe, ItemMenu: f.menu, Smaller: w.smaller, Larger: w.larger,
	}, library.Invitation{
		Title: "No feeds yet",
		Text: "A feed is a list of stories that a podcast or a station keeps up. Subscribe to one by the address of the feed, or of " +
			"its page, and choose which stories to save.",
		Button: "Add a feed", Do: f.add,
	},
		control.NewButton("Look for new stories", "Refresh", "", f.refreshAll),
		control.NewMainButton("Add a feed", "Add a feed", control.IconAdd, f.add))
	w.show(f.catalog)
	w.win.SetTitle("Feeds – Alongside")
	f.reload(func() {
		f.catalog.Select(was)
		f.refresh(subscription.RefreshDue)
	})
}

// reload shows what the library has now of what is on the screen.
func (f *feeds) reload(then func()) {
	id, catalog := f.feed, f.catalog
	type state struct {
		feeds    []store.Feed
		episodes []store.Episode
	}
	background(f.w, func(ctx context.Context) (s state, err error) {
		if s.feeds, err = f.w.library.Feeds(ctx); err == nil && id != 0 {
			s.episodes, err = f.w.library.Episodes(ctx, id)
		}
		return s, err
	}, func(s state, err error) {
		if err != nil {
			f.w.problem(err)
			return
		}
		f.list = s.feeds
		f.tellNews()
		if f.catalog != catalog || f.catalog == nil || f.feed != id {
			return
		}
		f.shown = slices.DeleteFunc(s.episodes, func(e store.Episode) bool { return e.Hidden })
		f.draw()
		if then != nil {
			then()
		}
	})
}

// tellNews says on the shelf how many stories are new.
func (f *feeds) tellNews() {
	n := 0
	for _, feed := range f.list {
		n += feed.New
	}
	f.w.shelf.screen.SetNews(n)
}

func (f *feeds) draw() {
	now := time.Now()
	var items []library.Item
	if f.feed == 0 {
		for _, feed := range f.list {
			items = append(items, library.FeedItem(feed, now))
		}
	} else {
		for _, e := range f.shown {
			items = append(items, f.episodeItem(e, now))
		}
	}
	f.catalog.SetItems(items)
}

// open opens a feed; in a feed, an episode that is saved, and saves one that is not.
func (f *feeds) open(id int64) {
	if f.feed == 0 {
		f.showEpisodes(id, 0)
		return
	}
	e, ok := f.episode(id)
	switch {
	case !ok:
	case e.Story != 0:
		f.left = left{feed: f.feed, episode: e.ID, story: e.Story}
		f.w.openStory(e.Story, -1)
	default:
		f.save(e)
	}
}

// menu offers what can be done with a feed or an episode.
func (f *feeds) menu(id int64, near fyne.CanvasObject) {
	if f.feed == 0 {
		f.w.popUp([]control.MenuItem{
			{Name: "Open", Do: func() { f.open(id) }},
			{Name: "Unsubscribe", Do: func() { f.unsubscribe(id) }},
		}, near)
		return
	}
	e, ok := f.episode(id)
	if !ok {
		return
	}
	name := "Save for reading offline"
	if e.Story != 0 {
		name = "Open"
	}
	items := []control.MenuItem{{Name: name, Do: func() { f.open(id) }}}
	if e.Summary != "" {
		items = append(items, control.MenuItem{Name: "What it is about", Do: func() { f.w.showPanel(e.Title, paragraphs(e.Summary)) }})
	}
	items = append(items, control.MenuItem{Name: "Hide it from the list", Do: func() { f.hide(id) }})
	f.w.popUp(items, near)
}

// removeCurrent unsubscribes from the feed that has the focus, or hides the episode.
func (f *feeds) removeCurrent() {
	id, ok := f.catalog.Current()
	switch {
	case !ok:
	case f.feed == 0:
		f.unsubscribe(id)
	default:
		f.hide(id)
	}
}

func (f *feeds) unsubscribe(id int64) {
	i := slices.IndexFunc(f.list, func(n store.Feed) bool { return n.ID == id })
	if i < 0 {
		return
	}
	feed := f.list[i]
	f.change(func(ctx context.Context) error { return f.w.library.Unsubscribe(ctx, id) }, control.Message{
		Text: fmt.Sprintf("You are no longer subscribed to “%s”. Stories saved from it stay.", feed.Title), Action: "Undo",
		Do: func() { f.subscribe(feed.URL) },
	})
}

// change changes something in the library, and then says so.
func (f *feeds) change(do func(context.Context) error, say control.Message) {
	background(f.w, func(ctx context.Context) (struct{}, error) { return struct{}{}, do(ctx) }, func(_ struct{}, err error) {
		if err != nil {
			f.w.problem(err)
			return
		}
		f.reload(func() {
			f.catalog.Enter()
			if say.Text != "" {
				f.w.say(say)
			}
		})
	})
}
