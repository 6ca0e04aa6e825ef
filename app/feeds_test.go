package app

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"alongside/store"
	"alongside/store/intake/feed"
)

// openFeed subscribes to the site's feed, which shows its episodes.
func (d *desk) openFeed(s *site) {
	d.t.Helper()
	d.start("")
	d.showFeeds()
	d.feeds.subscribe(s.URL + "/feed.xml")
	d.until("its episodes are shown", func() bool { return len(d.feeds.shown) == s.episodes && d.feeds.feed != 0 })
	d.until("its first card has the focus", func() bool { return d.focus() != "" && strings.HasPrefix(d.focus(), "Episode") })
}

// focus is the name of what has the focus, "" for nothing.
func (d *desk) focus() string {
	if f, ok := d.win.Canvas().Focused().(fyne.Accessible); ok {
		return f.AccessibilityLabel()
	}
	return ""
}

func TestAFeedIsFoundByThePageThatNamesIt(t *testing.T) {
	site := newSite(t)
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.showFeeds()
	d.until("the list of feeds is there", func() bool { return d.focus() == "Add a feed" })
	d.feeds.subscribe(site.URL + "/home")
	d.until("its episodes are shown", func() bool { return len(d.feeds.shown) == 3 })
	if got := d.win.Title(); got != "Harbor Radio – Alongside" {
		t.Errorf("the window is called %q", got)
	}
	d.showFeeds()
	d.until("the feed is listed, and has the focus", func() bool { return strings.HasPrefix(d.focus(), "Harbor Radio") })
}

func TestAnEpisodeIsSavedAndOneComesBackToItsFeed(t *testing.T) {
	site := newSite(t)
	d := newDesk(t, newLibrary(t))
	d.openFeed(site)
	second := d.feeds.shown[1]
	d.feeds.open(second.ID)
	d.untilSaid("Episode 2", "is being saved")
	d.untilWithin(30*time.Second, "it is in the library", func() bool {
		e, ok := d.feeds.episode(second.ID)
		return ok && e.Story != 0 && len(d.savings.states) == 0
	})
	d.feeds.open(second.ID)
	d.until("its story is open", func() bool { return d.reading != nil })
	d.tap("Back to the feed")
	d.until("the focus is on the episode again", func() bool { return d.reading == nil && strings.HasPrefix(d.focus(), "Episode 2") })
}

func TestAHiddenEpisodeComesBack(t *testing.T) {
	site := newSite(t)
	d := newDesk(t, newLibrary(t))
	d.openFeed(site)
	d.press(fyne.KeyDown)
	d.press(fyne.KeyDelete)
	d.untilSaid("“Episode 2” is hidden")
	if got := d.focus(); !strings.HasPrefix(got, "Episode") || strings.HasPrefix(got, "Episode 2") {
		t.Errorf("the focus is on %q, want an episode beside the hidden one", got)
	}
	if len(d.feeds.shown) != 2 {
		t.Errorf("%d episodes are shown, want 2", len(d.feeds.shown))
	}
	d.tap("Undo")
	d.until("it is back", func() bool { return len(d.feeds.shown) == 3 })
}

func TestUnsubscribingCanBeUndone(t *testing.T) {
	site := newSite(t)
	d := newDesk(t, newLibrary(t))
	d.openFeed(site)
	d.showFeeds()
	d.until("the feed has the focus", func() bool { return strings.HasPrefix(d.focus(), "Harbor Radio") })
	d.press(fyne.KeyDelete)
	d.untilSaid("no longer subscribed")
	if len(d.feeds.list) != 0 || d.focus() != "Add a feed" {
		t.Errorf("%d feeds, the focus is on %q", len(d.feeds.list), d.focus())
	}
	d.tap("Undo")
	d.until("it is back", func() bool { return len(d.feeds.list) == 1 })
}

func TestTheNewestEpisodesAreKept(t *testing.T) {
	site := newSite(t)
	d := newDesk(t, newLibrary(t))
	d.openFeed(site)
	if err := d.library.SetKeep(t.Context(), d.feeds.feed, 1); err != nil {
		t.Fatal(err)
	}
	d.feeds.keepNewest(d.feeds.feed)
	d.untilWithin(30*time.Second, "the newest is in the library, and no other", func() bool {
		return len(d.savings.states) == 0 && len(d.feeds.shown) == 3 && d.feeds.shown[0].Story != 0
	})
	if d.feeds.shown[1].Story != 0 || len(d.libraryStories()) != 2 {
		t.Errorf("the library has %d stories, want the sample and the newest", len(d.libraryStories()))
	}
}

func TestNewsTakeNeitherTheFocusNorThePlace(t *testing.T) {
	site := newSite(t)
	site.episodes = 40
	d := newDesk(t, newLibrary(t))
	d.openFeed(site)
	for range 20 {
		d.press(fyne.KeyDown)
	}
	before := d.focus()
	site.set(func() { site.episodes = 42 })
	d.feeds.refreshOne()
	d.until("the new episodes are shown", func() bool { return len(d.feeds.shown) == 42 })
	if got := d.focus(); got != before {
		t.Errorf("the focus was on %q and is on %q", before, got)
	}
}

func TestNewEpisodesAreCountedOnTheShelf(t *testing.T) {
	site := newSite(t)
	d := newDesk(t, newLibrary(t))
	d.openFeed(site)
	d.showShelf()
	d.until("the shelf is there", func() bool { return d.focus() != "" && d.feeds.catalog == nil })
	site.set(func() { site.episodes = 5 })
	d.feeds.refreshAll()
	d.until("the button tells how many are new", func() bool { return d.hasButton("Feeds, 2 new stories") })
	if d.notice().Visible() {
		t.Errorf("it interrupts with %q", d.notice().Text())
	}
	d.tap("Feeds, 2 new stories")
	d.until("the list tells, too", func() bool { return strings.Contains(d.focus(), "2 new") })
	d.feeds.open(d.feeds.list[0].ID)
	d.until("they are marked as new", func() bool { return strings.HasSuffix(d.focus(), "New") })
	d.showShelf()
	d.until("they are news no more", func() bool { return d.hasButton("Feeds") })
}

func TestAFeedThatCannotBeReadSaysWhy(t *testing.T) {
	site := newSite(t)
	d := newDesk(t, newLibrary(t))
	d.openFeed(site)
	site.set(func() { site.broken["/feed.xml"] = http.StatusGone })
	d.feeds.refreshOne()
	d.untilSaid("ended")
	d.showFeeds()
	d.until("the list says so", func() bool { return strings.HasSuffix(d.focus(), "Cannot be read") })
}

func TestAListOfFeedsIsDropped(t *testing.T) {
	site := newSite(t)
	d := newDesk(t, newLibrary(t))
	d.start("")
	path := filepath.Join(t.TempDir(), "mine.OPML")
	write(t, path, fmt.Appendf(nil, `<opml version="2.0"><body><outline text="Harbor" type="rss" xmlUrl="%s/feed.xml"/></body></opml>`, site.URL))
	d.dropped(fyne.NewPos(0, 0), []fyne.URI{storage.NewFileURI(path)})
	d.until("the feed is listed", func() bool {
		return d.feeds.catalog != nil && slices.ContainsFunc(d.feeds.list, func(f store.Feed) bool { return f.Title == "Harbor Radio" })
	})
}

func TestWhatIsNoFeedIsRefusedInWords(t *testing.T) {
	site := newSite(t)
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.showFeeds()
	d.feeds.subscribe(site.URL + "/story/1")
	d.untilSaid("it is no feed", "RSS")
	if len(d.feeds.list) != 0 {
		t.Errorf("%d feeds are listed", len(d.feeds.list))
	}
}

func TestTheListOfFeedsIsWrittenForOtherPrograms(t *testing.T) {
	site := newSite(t)
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.showFeeds()
	d.feeds.subscribe(site.URL + "/home")
	d.until("its episodes are shown", func() bool { return len(d.feeds.shown) == 3 })
	path := filepath.Join(t.TempDir(), "feeds.opml")
	d.feeds.writeList(path)
	d.until("it says where the list is", func() bool { return strings.Contains(d.notice().Text(), path) })
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	list, err := feed.ReadOPML(path, file)
	if err != nil || len(list) != 1 || !strings.HasPrefix(list[0].URL, site.URL) {
		t.Errorf("the list is %+v, %v", list, err)
	}
}
