package subscription

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"alongside/store"
	"alongside/store/intake/feed"
	"alongside/sync/transcript"
)

// plainHTTP gets feeds with nothing but the standard library.
type plainHTTP struct{}

func (plainHTTP) Get(ctx context.Context, address, etag, modified string) (Answer, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return Answer{}, err
	}
	request.Header.Set("If-None-Match", etag)
	request.Header.Set("If-Modified-Since", modified)
	moved := ""
	client := http.Client{CheckRedirect: func(next *http.Request, _ []*http.Request) error {
		if next.Response.StatusCode == http.StatusMovedPermanently {
			moved = next.URL.String()
		}
		return nil
	}}
	response, err := client.Do(request)
	if err != nil {
		return Answer{}, err
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK:
	case http.StatusNotModified:
		return Answer{Unchanged: true}, nil
	case http.StatusGone:
		return Answer{}, fmt.Errorf("fetching %s: %w", address, ErrGone)
	default:
		return Answer{}, fmt.Errorf("fetching %s: the site has trouble (%d)", address, response.StatusCode)
	}
	body, err := io.ReadAll(response.Body)
	return Answer{
		URL: response.Request.URL.String(), Moved: moved, Type: response.Header.Get("Content-Type"), Body: body,
		ETag: response.Header.Get("ETag"), Modified: response.Header.Get("Last-Modified"),
	}, err
}

func plain(string) Getter { return plainHTTP{} }

// A station is a server with a feed of its newest episodes, that can be told to answer otherwise.
type station struct {
	*httptest.Server
	newest int // the number of the newest episode; there are three
	answer func(w http.ResponseWriter, r *http.Request) bool
	asked  int // how often the feed was given whole
}

func newStation(t *testing.T) *station {
	t.Helper()
	s := &station{newest: 3, answer: func(http.ResponseWriter, *http.Request) bool { return false }}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *station) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.answer(w, r) {
		return
	}
	etag := fmt.Sprintf(`"%d"`, s.newest)
	if r.Header.Get("If-None-Match") == etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	s.asked++
	w.Header().Set("ETag", etag)
	w.Header().Set("Content-Type", "application/rss+xml")
	fmt.Fprint(w, `<rss><channel><title>Harbour</title><language>en</language><link>/</link>`)
	for n := s.newest; n > s.newest-3; n-- {
		fmt.Fprintf(w, `<item><guid>%d</guid><title>Episode %[1]d</title><pubDate>Mon, %02[1]d Jan 2024 08:00:00 GMT</pubDate>
			<link>/%[1]d</link><enclosure url="/%[1]d.mp3" type="audio/mpeg"/></item>`, n)
	}
	fmt.Fprint(w, `</channel></rss>`)
}

func openLibrary(t *testing.T) *store.Library {
	t.Helper()
	lib, err := store.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lib.Close() })
	return lib
}

func subscribe(t *testing.T, lib *store.Library, address string) store.Feed {
	t.Helper()
	f, _, err := Subscribe(t.Context(), lib, address, plain)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func refresh(t *testing.T, lib *store.Library, id int64) store.Feed {
	t.Helper()
	f, err := Refresh(t.Context(), lib, id, plain)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func titles(t *testing.T, lib *store.Library, id int64) (all []string) {
	t.Helper()
	episodes, err := lib.Episodes(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range episodes {
		all = append(all, strings.TrimPrefix(e.Title, "Episode "))
	}
	return all
}

func TestSubscribing(t *testing.T) {
	s, lib := newStation(t), openLibrary(t)
	f, added, err := Subscribe(t.Context(), lib, s.URL+"/feed", plain)
	if err != nil || !added || f.Title != "Harbour" || f.Episodes != 3 || f.ETag != `"3"` || f.Link != s.URL+"/" {
		t.Fatalf("got %+v, %v, %v", f, added, err)
	}
	if got := titles(t, lib, f.ID); !slices.Equal(got, []string{"3", "2", "1"}) {
		t.Errorf("episodes %q", got)
	}
	if again, added, err := Subscribe(t.Context(), lib, s.URL+"/feed", plain); err != nil || added || again.ID != f.ID {
		t.Errorf("again: %+v, %v, %v", again, added, err)
	}
}

func TestSubscribingByThePage(t *testing.T) {
	s, lib := newStation(t), openLibrary(t)
	s.answer = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == "/feed" {
			return false
		}
		io.WriteString(w, `<html><head><base href="/x/"><link rel="stylesheet" href="s.css"><link rel=alternate type="text/html" href="h">
			<link rel="alternate" type="application/rss+xml" title="Harbour" href="../feed"></head></html>`)
		return true
	}
	if f := subscribe(t, lib, s.URL+"/about"); f.URL != s.URL+"/feed" || f.Episodes != 3 {
		t.Errorf("got %+v", f)
	}
}

func TestWhatCannotBeSubscribedTo(t *testing.T) {
	s := newStation(t)
	s.answer = func(w http.ResponseWriter, r *http.Request) bool {
		switch r.URL.Path {
		case "/page":
			io.WriteString(w, "<html><p>Hello</html>")
		case "/gone":
			w.WriteHeader(http.StatusGone)
		}
		return true
	}
	for name, c := range map[string]struct {
		address string
		want    error
		says    string
	}{
		"a page that names no feed": {s.URL + "/page", feed.ErrNotFeed, s.URL + "/page"},
		"a feed that has ended":     {s.URL + "/gone", ErrGone, "gone for good"},
		"no address":                {"harbour", nil, "https://"},
		"a file":                    {"file:///etc/passwd", nil, "https://"},
	} {
		t.Run(name, func(t *testing.T) {
			lib := openLibrary(t)
			_, added, err := Subscribe(t.Context(), lib, c.address, plain)
			if err == nil || added || c.want != nil && !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("added %v, error %v", added, err)
			}
			if feeds, err := lib.Feeds(t.Context()); err != nil || len(feeds) != 0 {
				t.Errorf("the library has %+v, %v", feeds, err)
			}
		})
	}
}

func TestARefreshBringsWhatIsNew(t *testing.T) {
	s, lib := newStation(t), openLibrary(t)
	f := subscribe(t, lib, s.URL)
	s.newest = 5
	if f = refresh(t, lib, f.ID); f.New != 2 || f.ETag != `"5"` {
		t.Errorf("got %+v", f)
	}
	if got := titles(t, lib, f.ID); !slices.Equal(got, []string{"5", "4", "3"}) {
		t.Errorf("episodes %q", got)
	}
}

func TestAFeedThatDidNotChangeIsNotSentAgain(t *testing.T) {
	s, lib := newStation(t), openLibrary(t)
	f := subscribe(t, lib, s.URL)
	if again := refresh(t, lib, f.ID); again.Episodes != 3 || again.Problem != "" {
		t.Errorf("got %+v", again)
	}
	if s.asked != 1 {
		t.Errorf("it was sent %d times", s.asked)
	}
}

func TestLastModifiedIsAskedWith(t *testing.T) {
	s, lib := newStation(t), openLibrary(t)
	const date = "Mon, 01 Jan 2024 08:00:00 GMT"
	with := 0
	s.answer = func(w http.ResponseWriter, r *http.Request) bool {
		w.Header().Set("Last-Modified", date)
		if r.Header.Get("If-Modified-Since") != date {
			return false
		}
		with++
		w.WriteHeader(http.StatusNotModified)
		return true
	}
	refresh(t, lib, subscribe(t, lib, s.URL).ID)
	if with != 1 {
		t.Errorf("it was asked for with the date %d times", with)
	}
}

func TestAFeedThatMovesForGoodIsAskedForThere(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		want   string
	}{"for good": {http.StatusMovedPermanently, "/new"}, "for now": {http.StatusFound, "/old"}} {
		t.Run(name, func(t *testing.T) {
			s, lib := newStation(t), openLibrary(t)
			f := subscribe(t, lib, s.URL+"/old")
			s.answer = func(w http.ResponseWriter, r *http.Request) bool {
				if r.URL.Path == "/old" {
					http.Redirect(w, r, "/new", c.status)
				}
				return r.URL.Path == "/old"
			}
			s.newest = 4
			if f = refresh(t, lib, f.ID); f.URL != s.URL+c.want || f.New != 1 {
				t.Errorf("got %+v", f)
			}
		})
	}
}

func TestWhatGoesWrongIsKeptAsTheFeedsProblem(t *testing.T) {
	for name, c := range map[string]struct {
		answer func(http.ResponseWriter)
		says   string
	}{
		"it is gone":     {func(w http.ResponseWriter) { w.WriteHeader(http.StatusGone) }, "gone for good"},
		"trouble":        {func(w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) }, "trouble (500)"},
		"a page instead": {func(w http.ResponseWriter) { io.WriteString(w, "<html>Sign in</html>") }, "it is no feed"},
		"cut off":        {func(w http.ResponseWriter) { io.WriteString(w, "<rss><channel><item>") }, "damaged or cut off"},
	} {
		t.Run(name, func(t *testing.T) {
			s, lib := newStation(t), openLibrary(t)
			f := subscribe(t, lib, s.URL)
			s.answer = func(w http.ResponseWriter, _ *http.Request) bool { c.answer(w); return true }
			told, err := Refresh(t.Context(), lib, f.ID, plain)
			kept, keptErr := lib.Feed(t.Context(), f.ID)
			if err == nil || keptErr != nil || !strings.Contains(kept.Problem, c.says) || told.Problem != kept.Problem {
				t.Errorf("problem %q, told %q, error %v, %v", kept.Problem, told.Problem, err, keptErr)
			}
			if kept.Episodes != 3 || Due(kept, time.Now()) {
				t.Errorf("got %+v", kept)
			}
			s.answer = func(http.ResponseWriter, *http.Request) bool { return false }
			if kept = refresh(t, lib, f.ID); kept.Problem != "" {
				t.Errorf("afterwards %q", kept.Problem)
			}
		})
	}
}

func TestACancelledRefreshChangesNothing(t *testing.T) {
	s, lib := newStation(t), openLibrary(t)
	f := subscribe(t, lib, s.URL)
	ctx, cancel := context.WithCancel(t.Context())
	s.answer = func(_ http.ResponseWriter, r *http.Request) bool {
		cancel()
		<-r.Context().Done()
		return true
	}
	if _, err := Refresh(ctx, lib, f.ID, plain); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v", err)
	}
	if kept, err := lib.Feed(t.Context(), f.ID); err != nil || kept != f {
		t.Errorf("got %+v, %v", kept, err)
	}
}

func TestAllFeedsAreRefreshedWhateverBecomesOfOne(t *testing.T) {
	s, lib := newStation(t), openLibrary(t)
	for n := range 9 {
		subscribe(t, lib, fmt.Sprint(s.URL, "/", n))
	}
	s.answer = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == "/4" {
			w.WriteHeader(http.StatusGone)
		}
		return r.URL.Path == "/4"
	}
	feeds, err := lib.Feeds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	well, ill := 0, 0
	err = RefreshAll(t.Context(), lib, feeds, plain, func(r Result) {
		if r.Err == nil {
			well++
		} else if errors.Is(r.Err, ErrGone) {
			ill++
		}
	})
	if err != nil || well != 8 || ill != 1 {
		t.Errorf("%d went well, %d ill, %v", well, ill, err)
	}
}

func TestWhenAFeedIsDue(t *testing.T) {
	now := time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		checked time.Time
		want    bool
	}{
		"never asked for": {time.Time{}, true}, "just now": {now, false}, "a while ago": {now.Add(-Often), true},
		"almost a while ago": {now.Add(time.Second - Often), false}, "in the future": {now.Add(time.Hour), true},
	} {
		if got := Due(store.Feed{Checked: c.checked}, now); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestOnlyFeedsThatAreDueAreAskedFor(t *testing.T) {
	s, lib := newStation(t), openLibrary(t)
	subscribe(t, lib, s.URL+"/asked")
	if _, err := Import(t.Context(), lib, []feed.Outline{{Title: "Not yet", URL: s.URL + "/unasked"}}); err != nil {
		t.Fatal(err)
	}
	var refreshed []string
	err := RefreshDue(t.Context(), lib, plain, func(r Result) { refreshed = append(refreshed, r.Feed.URL) })
	if err != nil || !slices.Equal(refreshed, []string{s.URL + "/unasked"}) {
		t.Errorf("refreshed %q, %v", refreshed, err)
	}
}

func TestAListComesInAndGoesOut(t *testing.T) {
	lib := openLibrary(t)
	list := []feed.Outline{{Title: "A", URL: "https://a.example/feed", Link: "https://a.example/"}, {Title: "B", URL: "https://b.example/feed"}}
	added, err := Import(t.Context(), lib, list)
	if err != nil || len(added) != 2 {
		t.Fatalf("added %v, %v", added, err)
	}
	if added, err := Import(t.Context(), lib, list); err != nil || len(added) != 0 {
		t.Errorf("again: added %v, %v", added, err)
	}
	if got, err := Export(t.Context(), lib); err != nil || !slices.Equal(got, list) {
		t.Errorf("got %+v, %v", got, err)
	}
}

// saveEpisode saves the episode of that title, with sound of a minute, read up to a place.
func saveEpisode(t *testing.T, lib *store.Library, feed int64, title string, at time.Duration) int64 {
	t.Helper()
	sound := t.TempDir() + "/" + title + ".mp3"
	if err := os.WriteFile(sound, []byte("the sound of "+title), 0o600); err != nil {
		t.Fatal(err)
	}
	story, err := lib.Save(t.Context(), store.Draft{AudioPath: sound, Transcript: transcript.Transcript{
		Title: title, Turns: []transcript.Turn{{Text: "This is " + title + "."}}, Audio: transcript.Audio{Duration: time.Minute},
	}})
	if err != nil {
		t.Fatal(err)
	}
	episodes, err := lib.Episodes(t.Context(), feed)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range episodes {
		if e.Title == title {
			err = lib.LinkEpisode(t.Context(), e.ID, story)
		}
	}
	if at > 0 {
		err = errors.Join(err, lib.SavePlace(t.Context(), story, at))
	}
	if err != nil {
		t.Fatal(err)
	}
	return story
}

func TestWhatIsWantedOffline(t *testing.T) {
	const end = time.Minute
	for name, c := range map[string]struct {
		keep  int
		do    func(t *testing.T, lib *store.Library, feed int64)
		save  string
		letGo int
	}{
		"none":                           {0, func(*testing.T, *store.Library, int64) {}, "", 0},
		"the newest two":                 {2, func(*testing.T, *store.Library, int64) {}, "3 2", 0},
		"more than there are":            {9, func(*testing.T, *store.Library, int64) {}, "3 2 1", 0},
		"one of them is there":           {2, func(t *testing.T, l *store.Library, f int64) { saveEpisode(t, l, f, "Episode 3", 0) }, "2", 0},
		"an old one was read to its end": {1, func(t *testing.T, l *store.Library, f int64) { saveEpisode(t, l, f, "Episode 1", end) }, "3", 1},
		"an old one is being read":       {1, func(t *testing.T, l *store.Library, f int64) { saveEpisode(t, l, f, "Episode 1", end/2) }, "3", 0},
		"an old one was not read yet":    {1, func(t *testing.T, l *store.Library, f int64) { saveEpisode(t, l, f, "Episode 1", 0) }, "3", 0},
		"an old one is kept": {1, func(t *testing.T, l *store.Library, f int64) {
			if err := l.Keep(t.Context(), saveEpisode(t, l, f, "Episode 1", end)); err != nil {
				t.Fatal(err)
			}
		}, "3", 0},
		"a new one was removed": {2, func(t *testing.T, l *store.Library, f int64) {
			if err := l.Remove(t.Context(), saveEpisode(t, l, f, "Episode 3", 0)); err != nil {
				t.Fatal(err)
			}
		}, "2", 0},
		"a new one is hidden": {2, func(t *testing.T, l *store.Library, f int64) {
			episodes, err := l.Episodes(t.Context(), f)
			if err := errors.Join(err, l.HideEpisode(t.Context(), episodes[0].ID)); err != nil {
				t.Fatal(err)
			}
		}, "2 1", 0},
	} {
		t.Run(name, func(t *testing.T) {
			s, lib := newStation(t), openLibrary(t)
			f := subscribe(t, lib, s.URL)
			if err := lib.SetKeep(t.Context(), f.ID, c.keep); err != nil {
				t.Fatal(err)
			}
			c.do(t, lib, f.ID)
			got, err := Wanted(t.Context(), lib, f.ID)
			if err != nil {
				t.Fatal(err)
			}
			var save []string
			for _, e := range got.Save {
				save = append(save, strings.TrimPrefix(e.Title, "Episode "))
			}
			if strings.Join(save, " ") != c.save || len(got.LetGo) != c.letGo {
				t.Errorf("save %q, let go %v", save, got.LetGo)
			}
		})
	}
}

func TestSoundWithoutAPlaceForWordsIsNotSavedByItself(t *testing.T) {
	episodes := []store.Episode{
		{GUID: "sound alone", AudioURL: "a", Listed: true},
		{GUID: "with a page", AudioURL: "a", Link: "l", Listed: true},
		{GUID: "with a transcript", AudioURL: "a", TranscriptURL: "t", Listed: true},
		{GUID: "one more", Link: "l", Listed: true},
	}
	var got []string
	for _, e := range plan(2, episodes, nil).Save {
		got = append(got, e.GUID)
	}
	if want := []string{"with a page", "with a transcript"}; !slices.Equal(got, want) {
		t.Errorf("save %q, want %q", got, want)
	}
}

func TestWhatSavingBeginsWith(t *testing.T) {
	s, lib := newStation(t), openLibrary(t)
	f := subscribe(t, lib, s.URL)
	episodes, err := lib.Episodes(t.Context(), f.ID)
	if err != nil {
		t.Fatal(err)
	}
	got, err := SourceOf(t.Context(), lib, episodes[0].ID)
	want := Source{
		Episode: episodes[0].ID, Title: "Episode 3", Feed: "Harbour", FeedURL: s.URL, Published: "2024-01-03T08:00:00Z", Language: "en",
		Page: s.URL + "/3", AudioURL: s.URL + "/3.mp3", AudioType: "audio/mpeg",
	}
	if err != nil || got != want {
		t.Errorf("got %+v, %v\nwant %+v", got, err, want)
	}
}

func TestAnEpisodeWithNothingToSave(t *testing.T) {
	lib := openLibrary(t)
	id, _, err := lib.Subscribe(t.Context(), store.Feed{URL: "https://a.example"})
	if err := errors.Join(err, lib.SaveFeed(t.Context(), store.Feed{ID: id, URL: "x"}, []store.Episode{{GUID: "1", Title: "Bare"}})); err != nil {
		t.Fatal(err)
	}
	if _, err := SourceOf(t.Context(), lib, 1); !errors.Is(err, ErrNothing) || !strings.Contains(err.Error(), "Bare") {
		t.Errorf("error = %v", err)
	}
}
