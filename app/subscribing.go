package app

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"alongside/app/control"
	"alongside/store"
	"alongside/store/export"
	"alongside/store/intake/feed"
	"alongside/store/intake/subscription"
)

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
			control.NewButton("Open a list of feeds", "Open a list…", "", func() {
				open.Close()
				f.w.choose(oldFile("Choose a list of feeds", "Lists of feeds", ".opml", ".xml"), f.importList)
			}),
			control.NewMainButton("Subscribe", "Subscribe", control.IconAdd, subscribe),
		},
	})
}

// subscribe subscribes to a feed and opens it.
func (f *feeds) subscribe(address string) {
	if f.catalog == nil {
		f.w.showFeeds()
	}
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
		if f.catalog == nil { // one has gone elsewhere meanwhile
			f.reload(nil)
			f.w.say(control.Message{Text: fmt.Sprintf("You are subscribed to “%s” now.", feed.Title), Action: "Show it", Do: func() { f.showEpisodes(feed.ID, 0) }})
			return
		}
		f.reload(func() { f.showEpisodes(feed.ID, 0) })
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
		if f.catalog == nil {
			f.w.showFeeds()
		}
		f.reload(func() {
			f.w.say(control.Message{Text: addedText(added)})
			f.refresh(subscription.RefreshDue)
		})
	})
}

func addedText(n int) string {
	switch n {
	case 0:
		return "You are subscribed to all of these feeds already."
	case 1:
		return "One feed was added."
	}
	return fmt.Sprintf("%d feeds were added.", n)
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

// saveList writes the feeds as a list that other programs read (OPML).
func (f *feeds) saveList() {
	f.w.choose(newFile("Save the list of feeds", "Lists of feeds", "feeds.opml"), f.writeList)
}

func (f *feeds) writeList(path string) {
	background(f.w, func(ctx context.Context) (int, error) {
		list, err := subscription.Export(ctx, f.w.library)
		if err != nil {
			return 0, err
		}
		return len(list), export.WriteFile(path, func(w io.Writer) error { return feed.WriteOPML(w, "Feeds of Alongside", list) })
	}, func(n int, err error) {
		if err != nil {
			f.w.problem(err)
			return
		}
		f.w.say(control.Message{Text: fmt.Sprintf("The list of %d feeds is in %s.", n, path)})
	})
}
