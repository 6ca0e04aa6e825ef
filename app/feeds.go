package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"alongside/app/control"
	"alongside/app/library"
	"alongside/store"
	"alongside/store/intake/feed"
	"alongside/store/intake/saving"
	"alongside/store/intake/subscription"
)

// Feeds on the screen: the list of them, and the episodes of one.
type feeds struct {
	w       *window
	catalog *library.Catalog // what is on the screen; nil while it is something else
	list    []store.Feed
	feed    int64 // whose episodes are shown, 0 for the list of feeds
	shown   []store.Episode
}

// showFeeds opens the list of feeds, and asks those for news for which it is time.
func (w *window) showFeeds() {
	w.leaveReading()
	f := w.feeds
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
		w.win.Canvas().Focus(f.catalog.First())
		f.refresh(subscription.RefreshDue)
	})
}

// reload shows what the library has now of what is on the screen.
func (f *feeds) reload(then func()) {
	if f.catalog == nil {
		return
	}
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
		if f.catalog != catalog {
			return
		}
		f.list = s.feeds
		f.shown = slices.DeleteFunc(s.episodes, func(e store.Episode) bool { return e.Hidden })
		f.draw()
		if then != nil {
			then()
		}
	})
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

// open opens a feed; in a feed, an episode that is saved, and saves one that is not.
func (f *feeds) open(id int64) {
	if f.feed == 0 {
		f.showEpisodes(id)
		return
	}
	e, ok := f.episode(id)
	switch {
	case !ok:
	case e.Story != 0:
		f.w.openStory(e.Story, -1)
	default:
		f.save(e)
	}
}

func (f *feeds) showEpisodes(id int64) {
	i := slices.IndexFunc(f.list, func(n store.Feed) bool { return n.ID == id })
	if i < 0 {
		return
	}
	feed := f.list[i]
	f.feed = id
	keep := control.NewButton("How many of the newest stories are kept offline", keepLabel(feed.Keep), "", nil)
	keep.OnTapped = func() { f.chooseKeep(feed, keep) }
	f.catalog = library.NewCatalog(feed.Title, "Feeds", library.CatalogActions{
		Back: f.w.showFeeds, Open: f.open, Remove: f.hide, ItemMenu: f.menu, Smaller: f.w.smaller, Larger: f.w.larger,
	}, library.Invitation{Title: "No stories yet", Text: "This feed has no stories, or could not be read yet.", Button: "Refresh", Do: f.refreshOne},
		keep, control.NewMainButton("Look for new stories", "Refresh", "", f.refreshOne))
	f.w.show(f.catalog)
	f.w.win.SetTitle(feed.Title + " – Alongside")
	f.reload(func() {
		f.w.win.Canvas().Focus(f.catalog.First())
		if feed.Problem != "" {
			f.w.say(control.Message{Text: feed.Problem, Problem: true})
		}
	})
	background(f.w, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, f.w.library.SeenFeed(ctx, id)
	}, func(_ struct{}, err error) { f.w.problem(err) })
}

func keepLabel(n int) string {
	if n == 0 {
		return "Keep none"
	}
	return fmt.Sprintf("Keep %d", n)
}

// chooseKeep offers how many of a feed's newest episodes are kept offline.
func (f *feeds) chooseKeep(feed store.Feed, near *control.Button) {
	menu := &fyne.Menu{}
	for _, n := range []int{0, 1, 3, 5, 10, 20} {
		name := fmt.Sprintf("Keep the newest %d offline", n)
		if n == 0 {
			name = "Save only what I choose"
		}
		item := fyne.NewMenuItem(name, func() {
			near.Set(near.Name, keepLabel(n), "")
			background(f.w, func(ctx context.Context) (struct{}, error) {
				return struct{}{}, f.w.library.SetKeep(ctx, feed.ID, n)
			}, func(_ struct{}, err error) {
				f.w.problem(err)
				f.keepNewest(feed.ID)
			})
		})
		item.Checked = n == feed.Keep
		menu.Items = append(menu.Items, item)
	}
	f.w.popUp(menu, near)
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

// menu offers what can be done with a feed or an episode.
func (f *feeds) menu(id int64, near fyne.CanvasObject) {
	if f.feed == 0 {
		f.w.popUp(fyne.NewMenu("",
			fyne.NewMenuItem("Open", func() { f.open(id) }),
			fyne.NewMenuItem("Unsubscribe", func() { f.unsubscribe(id) }),
		), near)
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
	menu := fyne.NewMenu("", fyne.NewMenuItem(name, func() { f.open(id) }))
	if e.Summary != "" {
		menu.Items = append(menu.Items, fyne.NewMenuItem("What it is about", func() { f.w.showPanel(e.Title, paragraphs(e.Summary)) }))
	}
	menu.Items = append(menu.Items, fyne.NewMenuItem("Hide it from the list", func() { f.hide(id) }))
	f.w.popUp(menu, near)
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
			f.w.win.Canvas().Focus(f.catalog.First())
			if say.Text != "" {
				f.w.say(say)
			}
		})
	})
}

// add asks for the address of a feed.
func (f *feeds) add() {
	var open *control.OpenPanel
	field := control.NewField("The address of the feed, or of its page", "https://")
	subscribe := func() {
		if strings.TrimSpace(field.Text()) != "" {
			open.Close()
			f.subscribe(field.Text())
		}
	}
	field.OnEnter = subscribe
	open = control.ShowPanel(f.w.win.Canvas(), control.Panel{
		Title: "Add a feed", First: field.Focus(),
		Content: container.NewVBox(words("The address of a podcast’s feed, or of the page that it has. "+
			"A list of feeds from another program (OPML) can be opened, too."), field),
		Buttons: []*control.Button{
			control.NewButton("Open a list of feeds", "Open a list…", "", func() { open.Close(); f.w.chooseFile([]string{".opml", ".xml"}, f.importList) }),
			control.NewMainButton("Subscribe", "Subscribe", control.IconAdd, subscribe),
		},
	})
}

// subscribe subscribes to a feed and opens it.
func (f *feeds) subscribe(address string) {
	f.w.say(control.Message{Text: "Reading the feed…"})
	background(f.w, func(ctx context.Context) (store.Feed, error) {
		feed, _, err := subscription.Subscribe(ctx, f.w.library, strings.TrimSpace(address), subscription.Web)
		return feed, err
	}, func(feed store.Feed, err error) {
		f.w.notice().Clear()
		if err != nil {
			f.w.problem(err)
			return
		}
		if f.catalog == nil {
			return
		}
		f.reload(func() { f.showEpisodes(feed.ID) })
	})
}

// refreshOne asks the feed on the screen for news.
func (f *feeds) refreshOne() {
	id := f.feed
	f.refresh(func(ctx context.Context, lib *store.Library, network subscription.Network, told func(subscription.Result)) error {
		feed, err := subscription.Refresh(ctx, lib, id, network)
		if err == nil {
			told(subscription.Result{Feed: feed})
		}
		return err
	})
}

func (f *feeds) refreshAll() {
	f.refresh(func(ctx context.Context, lib *store.Library, network subscription.Network, told func(subscription.Result)) error {
		list, err := lib.Feeds(ctx)
		if err != nil {
			return err
		}
		return subscription.RefreshAll(ctx, lib, list, network, told)
	})
}

// A refresh asks some feeds for news.
type refresh func(context.Context, *store.Library, subscription.Network, func(subscription.Result)) error

// refresh asks for news, away from the drawing goroutine, shows them as they come and saves what is to be kept.
func (f *feeds) refresh(ask refresh) {
	background(f.w, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, ask(ctx, f.w.library, subscription.Web, f.refreshed)
	}, func(_ struct{}, err error) { f.w.problem(err) })
}

// importList subscribes to the feeds of a list from another program.
func (f *feeds) importList(path string) {
	background(f.w, func(ctx context.Context) (int, error) {
		return importList(ctx, f.w.library, path)
	}, func(added int, err error) {
		if err != nil {
			f.w.problem(err)
			return
		}
		f.reload(func() {
			f.w.say(control.Message{Text: fmt.Sprintf("%d feeds were added.", added)})
			f.refresh(subscription.RefreshDue)
		})
	})
}

// words is text in a panel, which wraps.
func words(text string) fyne.CanvasObject {
	label := widget.NewLabel(text)
	label.Wrapping = fyne.TextWrapWord
	return label
}

func importList(ctx context.Context, lib *store.Library, path string) (int, error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, fmt.Errorf("opening the list of feeds: %w", err)
	}
	defer file.Close()
	list, err := feed.ReadOPML(filepath.Base(path), file)
	if err != nil {
		return 0, err
	}
	added, err := subscription.Import(ctx, lib, list)
	return len(added), err
}

// watch asks the feeds one has subscribed to for news: now, and as long as the window is open. What goes wrong is shown with
// the feed, and not told: nobody asked just now.
func (f *feeds) watch() {
	go func() {
		ticks := time.NewTicker(subscription.Often)
		defer ticks.Stop()
		for {
			subscription.RefreshDue(f.w.ctx, f.w.library, subscription.Web, f.refreshed)
			select {
			case <-ticks.C:
			case <-f.w.ctx.Done():
				return
			}
		}
	}()
}

// refreshed shows what is new in a feed and saves what is to be kept of it. It may be called from any goroutine.
func (f *feeds) refreshed(r subscription.Result) {
	f.w.do(func() {
		f.reload(nil)
		if r.Err == nil {
			f.keepNewest(r.Feed.ID)
		}
	})
}
