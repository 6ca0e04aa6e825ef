package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	stdsync "sync"
	"testing"
	"time"
)

// harbour is a feed as it is read, and its episodes, the newest of which is number n.
func harbour(n, episodes int) (Feed, []Episode) {
	f := Feed{
		URL: "https://example.org/feed", Title: "Harbour Radio", Link: "https://example.org/", Language: "en",
		Picture: "https://example.org/p.jpg", ETag: `"7"`, Modified: "Fri, 01 Mar 2024 09:00:00 GMT",
	}
	var list []Episode
	for ; episodes > 0; episodes-- {
		list = append(list, Episode{
			GUID: fmt.Sprint("guid-", n), Title: fmt.Sprint("Episode ", n), Published: time.UnixMilli(1700000000000 + int64(n)*1000),
			Link: "https://example.org/1", Author: "Ada Grün", Summary: "One.\nTwo.", Picture: "https://example.org/1.jpg",
			AudioURL: "https://example.org/1.mp3", AudioType: "audio/mpeg", AudioBytes: 12345, Duration: 93 * time.Second,
			Season: "2", Number: "7.5", TranscriptURL: "https://example.org/1.vtt", TranscriptType: "text/vtt",
			ChaptersURL: "https://example.org/1.json",
		})
		n--
	}
	return f, list
}

// subscribed gives a library with the feed harbour of three episodes.
func subscribed(t *testing.T) (*Library, Feed) {
	t.Helper()
	l := openLibrary(t)
	f, list := harbour(3, 3)
	id, _, err := l.Subscribe(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	f.ID = id
	saveFeed(t, l, f, list)
	return l, f
}

func saveFeed(t *testing.T, l *Library, f Feed, list []Episode) {
	t.Helper()
	if err := l.SaveFeed(t.Context(), f, list); err != nil {
		t.Fatal(err)
	}
}

func feedOf(t *testing.T, l *Library, id int64) Feed {
	t.Helper()
	f, err := l.Feed(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func episodesOf(t *testing.T, l *Library, feed int64) []Episode {
	t.Helper()
	list, err := l.Episodes(t.Context(), feed)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// guids gives what the episodes are known by, with a mark behind those that are new.
func guids(list []Episode) (all []string) {
	for _, e := range list {
		if e.New {
			e.GUID += " (new)"
		}
		all = append(all, e.GUID)
	}
	return all
}

func TestAFeedComesBackAsItWas(t *testing.T) {
	l, want := subscribed(t)
	got := feedOf(t, l, want.ID)
	if time.Since(got.Checked) > time.Minute || time.Since(got.Added) > time.Minute {
		t.Errorf("checked %v, added %v", got.Checked, got.Added)
	}
	want.Checked, want.Added, want.Episodes = got.Checked, got.Added, 3
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	list := episodesOf(t, l, want.ID)
	_, episodes := harbour(3, 3)
	for i := range episodes {
		episodes[i].ID, episodes[i].Feed, episodes[i].Listed = list[i].ID, want.ID, true
	}
	if !reflect.DeepEqual(list, episodes) {
		t.Errorf("got  %+v\nwant %+v", list, episodes)
	}
	if one, err := l.Episode(t.Context(), list[1].ID); err != nil || one != list[1] {
		t.Errorf("got %+v, %v", one, err)
	}
}

func TestSubscribingTwiceIsOneFeed(t *testing.T) {
	l, f := subscribed(t)
	id, added, err := l.Subscribe(t.Context(), Feed{URL: f.URL, Title: "Another name"})
	if err != nil || added || id != f.ID {
		t.Errorf("feed %d, added %v, %v", id, added, err)
	}
	if got := feedOf(t, l, f.ID); got.Title != f.Title || got.Episodes != 3 {
		t.Errorf("it is now %+v", got)
	}
}

func TestARefreshAddsWhatIsNewAndKeepsMarks(t *testing.T) {
	l, f := subscribed(t)
	before := episodesOf(t, l, f.ID)
	if err := l.HideEpisode(t.Context(), before[2].ID); err != nil {
		t.Fatal(err)
	}
	_, list := harbour(5, 5)
	list[3].Title = "Renamed" // number 2
	saveFeed(t, l, f, list)
	after := episodesOf(t, l, f.ID)
	want := []string{"guid-5 (new)", "guid-4 (new)", "guid-3", "guid-2", "guid-1"}
	if got := guids(after); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if after[3].Title != "Renamed" || after[3].ID != before[1].ID || !after[4].Hidden {
		t.Errorf("got %+v", after[3:])
	}
	if got := feedOf(t, l, f.ID); got.New != 2 || got.Episodes != 4 {
		t.Errorf("%d new of %d", got.New, got.Episodes)
	}
	if err := errors.Join(l.SeenFeed(t.Context(), f.ID), l.UnhideEpisode(t.Context(), before[2].ID)); err != nil {
		t.Fatal(err)
	}
	if got := feedOf(t, l, f.ID); got.New != 0 || got.Episodes != 5 {
		t.Errorf("%d new of %d", got.New, got.Episodes)
	}
}

func TestWhatAFeedListsNoLongerGoesUnlessItIsSaved(t *testing.T) {
	l, f := subscribed(t)
	story := save(t, l, Draft{Transcript: lighthouse()})
	oldest := episodesOf(t, l, f.ID)[2]
	if err := l.LinkEpisode(t.Context(), oldest.ID, story); err != nil {
		t.Fatal(err)
	}
	_, list := harbour(4, 2)
	saveFeed(t, l, f, list)
	after := episodesOf(t, l, f.ID)
	if want := []string{"guid-4 (new)", "guid-3", "guid-1"}; !slices.Equal(guids(after), want) {
		t.Fatalf("got %q, want %q", guids(after), want)
	}
	if last := after[2]; last.Listed || last.Story != story || !last.Saved || !after[0].Listed {
		t.Errorf("got %+v", last)
	}
}

func TestEpisodesWithoutDatesAreInTheFeedsOrder(t *testing.T) {
	l := openLibrary(t)
	id, _, err := l.Subscribe(t.Context(), Feed{URL: "https://example.org/feed"})
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range [][]Episode{{{GUID: "2"}, {GUID: "1"}}, {{GUID: "3"}, {GUID: "2"}, {GUID: "1"}}} {
		saveFeed(t, l, Feed{ID: id, URL: "https://example.org/feed"}, list)
	}
	if got, want := guids(episodesOf(t, l, id)), []string{"3 (new)", "2", "1"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAStoryThatWasRemovedLeavesItsEpisode(t *testing.T) {
	l, f := subscribed(t)
	story := save(t, l, Draft{Transcript: lighthouse()})
	if err := l.LinkEpisode(t.Context(), episodesOf(t, l, f.ID)[0].ID, story); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		name string
		do   func() error
		want int64
	}{
		{"removed", func() error { return l.Remove(t.Context(), story) }, 0},
		{"restored", func() error { return l.Restore(t.Context(), story) }, story},
		{"purged", func() error { return errors.Join(l.Remove(t.Context(), story), l.Purge(t.Context())) }, 0},
	} {
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		if got := episodesOf(t, l, f.ID)[0]; got.Story != step.want || !got.Saved {
			t.Errorf("%s: %+v", step.name, got)
		}
	}
	checkSound(t, l)
}

func TestUnsubscribingKeepsTheStories(t *testing.T) {
	l, f := subscribed(t)
	story := save(t, l, Draft{Transcript: lighthouse()})
	episode := episodesOf(t, l, f.ID)[0]
	if err := errors.Join(l.LinkEpisode(t.Context(), episode.ID, story), l.Unsubscribe(t.Context(), f.ID)); err != nil {
		t.Fatal(err)
	}
	if len(list(t, l)) != 1 {
		t.Error("the story is gone")
	}
	if _, err := l.Episode(t.Context(), episode.ID); !errors.Is(err, ErrNoEpisode) {
		t.Errorf("the episode: %v", err)
	}
	checkSound(t, l)
}

func TestWhatIsNotThereIsSaid(t *testing.T) {
	l, f := subscribed(t)
	episode := episodesOf(t, l, f.ID)[0].ID
	_, noFeed := l.Feed(t.Context(), 99)
	_, noList := l.Episodes(t.Context(), 99)
	for name, c := range map[string]struct{ got, want error }{
		"a feed":                       {noFeed, ErrNoFeed},
		"a feed's list":                {noList, ErrNoFeed},
		"a feed to be saved":           {l.SaveFeed(t.Context(), Feed{ID: 99, URL: "x"}, nil), ErrNoFeed},
		"a feed that was asked for":    {l.CheckedFeed(t.Context(), 99, ""), ErrNoFeed},
		"a feed to be kept":            {l.SetKeep(t.Context(), 99, 1), ErrNoFeed},
		"a feed to be removed":         {l.Unsubscribe(t.Context(), 99), ErrNoFeed},
		"an episode to be hidden":      {l.HideEpisode(t.Context(), 99), ErrNoEpisode},
		"the story of an episode":      {l.LinkEpisode(t.Context(), episode, 99), ErrNotFound},
		"the episode a story is to be": {l.LinkEpisode(t.Context(), 99, save(t, l, Draft{Transcript: lighthouse()})), ErrNoEpisode},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
}

func TestAProblemIsKeptUntilTheFeedIsRead(t *testing.T) {
	l, f := subscribed(t)
	if err := errors.Join(l.CheckedFeed(t.Context(), f.ID, "There is no network."), l.SetKeep(t.Context(), f.ID, 4)); err != nil {
		t.Fatal(err)
	}
	if got := feedOf(t, l, f.ID); got.Problem != "There is no network." || got.Keep != 4 || got.Episodes != 3 {
		t.Errorf("got %+v", got)
	}
	_, list := harbour(3, 3)
	saveFeed(t, l, f, list)
	if got := feedOf(t, l, f.ID); got.Problem != "" || got.Keep != 4 {
		t.Errorf("got %+v", got)
	}
}

func TestAFeedThatMovesToAnothersAddressKeepsItsOwn(t *testing.T) {
	l, f := subscribed(t)
	other, _, err := l.Subscribe(t.Context(), Feed{URL: "https://example.org/new"})
	if err != nil {
		t.Fatal(err)
	}
	moved := f
	moved.URL = "https://example.org/new"
	saveFeed(t, l, moved, nil)
	if got := feedOf(t, l, f.ID).URL; got != f.URL {
		t.Errorf("its address is %s", got)
	}
	if err := l.Unsubscribe(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	saveFeed(t, l, moved, nil)
	if got := feedOf(t, l, f.ID).URL; got != moved.URL {
		t.Errorf("its address is %s", got)
	}
}

func TestFeedsAreInTheOrderOfTheirTitles(t *testing.T) {
	l := openLibrary(t)
	for i, title := range []string{"beta", "Alpha", "Gamma", "alpha"} {
		if _, _, err := l.Subscribe(t.Context(), Feed{URL: fmt.Sprint("https://example.org/", i), Title: title}); err != nil {
			t.Fatal(err)
		}
	}
	feeds, err := l.Feeds(t.Context())
	var got []string
	for _, f := range feeds {
		got = append(got, f.Title)
	}
	if want := []string{"Alpha", "alpha", "beta", "Gamma"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

// Rows that are found without their table are told by their columns.
func TestNoRowFitsTwoTables(t *testing.T) {
	tables, err := tablesOf(t.Context(), openLibrary(t).writer)
	if err != nil {
		t.Fatal(err)
	}
	// example gives a row of a table with every optional value missing, or none.
	example := func(t *table, missing bool) row {
		var r row
		for _, c := range t.columns {
			var value any
			switch {
			case c.rowid:
				r.numbered, r.number = true, 1
			case c.optional && missing:
			case c.kind == "INTEGER":
				value = int64(1)
			case c.kind == "REAL":
				value = 1.5
			case c.kind == "TEXT":
				value = "x"
			default:
				value = []byte("x")
			}
			r.values = append(r.values, value)
		}
		return r
	}
	for _, one := range tables {
		for _, other := range tables {
			for _, missing := range []bool{false, true} {
				r := example(one, missing)
				if _, fits := other.fit(r); fits != (one == other) {
					t.Errorf("a row of %s fits %s: %v", one.name, other.name, fits)
				}
			}
		}
	}
}

func TestTwoProgramsRefreshOneFeed(t *testing.T) {
	l, f := subscribed(t)
	other := openIn(t, l.Dir())
	var group stdsync.WaitGroup
	for _, library := range []*Library{l, other, l, other} {
		group.Go(func() {
			_, list := harbour(20, 20)
			if err := library.SaveFeed(t.Context(), f, list); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	for _, library := range []*Library{l, other} {
		if n := len(episodesOf(t, library, f.ID)); n != 20 {
			t.Errorf("%d episodes", n)
		}
	}
	checkSound(t, l)
}

func TestARefreshThatFailsChangesNothing(t *testing.T) {
	l, f := subscribed(t)
	_, list := harbour(5, 5)
	list[0].Duration = -1
	changeFile(t, l.Dir(), "CREATE TRIGGER refuse BEFORE INSERT ON episodes WHEN new.duration < 0 BEGIN SELECT raise(ABORT, 'no'); END")
	f.Title = "Another"
	if err := l.SaveFeed(t.Context(), f, list); err == nil {
		t.Fatal("it did not fail")
	}
	if got := feedOf(t, l, f.ID); got.Title != "Harbour Radio" || got.Episodes != 3 {
		t.Errorf("got %+v", got)
	}
}

func TestRecoveryKeepsFeeds(t *testing.T) {
	l, f := subscribed(t)
	story := save(t, l, Draft{Transcript: lighthouse()})
	if err := l.LinkEpisode(t.Context(), episodesOf(t, l, f.ID)[1].ID, story); err != nil {
		t.Fatal(err)
	}
	wantFeed, want := feedOf(t, l, f.ID), episodesOf(t, l, f.ID)
	l.Close()
	for _, damage := range []struct {
		name string
		do   func(dir string)
	}{
		{"the header is rubbish", func(dir string) { damageHeader(t, dir) }},
		{"the first page is zeroes", func(dir string) { writeAt(t, filepath.Join(dir, databaseName), 0, make([]byte, 4096)) }},
	} {
		t.Run(damage.name, func(t *testing.T) {
			damage.do(l.Dir())
			l := openIn(t, l.Dir())
			if l.Recovered() == nil {
				t.Fatal("nothing was damaged")
			}
			if got := feedOf(t, l, f.ID); got != wantFeed {
				t.Errorf("got  %+v\nwant %+v", got, wantFeed)
			}
			if got := episodesOf(t, l, f.ID); !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
			checkSound(t, l)
			l.Close()
		})
	}
}

func TestRecoveryLetsGoWhatHasLostWhatItBelongsTo(t *testing.T) {
	for _, test := range []struct {
		name, lost string
		feeds      int
		saved      bool
	}{
		{"the feed", "DELETE FROM feeds", 0, false},
		{"the story", "DELETE FROM stories; DELETE FROM turns", 1, false},
		{"nothing", "", 1, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			l, f := subscribed(t)
			story := save(t, l, Draft{Transcript: lighthouse()})
			if err := l.LinkEpisode(t.Context(), episodesOf(t, l, f.ID)[0].ID, story); err != nil {
				t.Fatal(err)
			}
			l.Close()
			changeFile(t, l.Dir(), "PRAGMA foreign_keys = OFF; "+test.lost)
			damageHeader(t, l.Dir())
			l = openIn(t, l.Dir())
			feeds, err := l.Feeds(t.Context())
			if err != nil || len(feeds) != test.feeds {
				t.Fatalf("feeds %+v, %v", feeds, err)
			}
			if len(feeds) > 0 {
				if got := episodesOf(t, l, f.ID)[0]; got.Saved != test.saved || (got.Story != 0) != test.saved {
					t.Errorf("got %+v", got)
				}
			}
			checkSound(t, l)
		})
	}
}
