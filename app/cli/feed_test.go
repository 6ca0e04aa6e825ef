package cli

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"alongside/store"
)

// feedServer serves feeds at /a and /b, "Harbour" and "Harbour at night" of two episodes each; anything else is a page.
func feedServer(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		title := map[string]string{"/a": "Harbour", "/b": "Harbour at night"}[r.URL.Path]
		if title == "" {
			fmt.Fprint(w, "<!DOCTYPE html><html><body>A page</body></html>")
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprintf(w, `<rss xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
			<channel><title>%s</title><link>/</link>
			<item><guid>2</guid><title>The lamp</title><pubDate>Fri, 01 Mar 2024 08:00:00 GMT</pubDate><itunes:duration>61</itunes:duration>
			<enclosure url="/2.mp3" type="audio/mpeg" length="9"/><podcast:transcript url="/2.vtt" type="text/vtt"/></item>
			<item><guid>1</guid><title>The rock</title><pubDate>Thu, 01 Feb 2024 08:00:00 GMT</pubDate></item></channel></rss>`, title)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// withFeed gives a library that has subscribed to Harbour as feed 1, and the server's address.
func withFeed(t *testing.T) (dir, server string) {
	t.Helper()
	dir, server = t.TempDir(), feedServer(t)
	got := run(t, dir, "feed", "add", server+"/a")
	if want := "Subscribed to \"Harbour\" as feed 1: 2 episodes.\n"; got.code != Done || got.out != want {
		t.Fatalf("left with %d, printed %q, said %q", got.code, got.out, got.err)
	}
	return dir, server
}

func TestWhatFeedCommandsLeaveWith(t *testing.T) {
	dir, server := withFeed(t)
	if got := run(t, dir, "feed", "add", server+"/b"); got.code != Done {
		t.Fatal(got.err)
	}
	broken := filepath.Join(t.TempDir(), "broken.opml")
	if err := os.WriteFile(broken, []byte("<html>"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		code int
		says string
	}{
		"nothing to do":               {[]string{}, Misused, "needs ACTION"},
		"nothing that can be done":    {[]string{"dance"}, Misused, `"dance"`},
		"an address too few":          {[]string{"add"}, Misused, "feed add needs ADDRESS"},
		"an argument too many":        {[]string{"list", "x"}, Misused, `"x"`},
		"a number that is none":       {[]string{"keep", "1", "many"}, Misused, `"many"`},
		"a number below zero":         {[]string{"keep", "1", "--", "-1"}, Misused, `"-1"`},
		"a feed that is not there":    {[]string{"episodes", "9"}, Failed, "alongside feed list"},
		"two feeds":                   {[]string{"refresh", "harb"}, Failed, "2 feeds begin with"},
		"one of two, by all its name": {[]string{"refresh", "harbour"}, Done, ""},
		"one by its address":          {[]string{"refresh", server + "/b"}, Done, ""},
		"a page":                      {[]string{"add", server + "/page"}, Failed, "it is no feed"},
		"no address":                  {[]string{"add", "harbour"}, Failed, "https://"},
		"a list that is not there":    {[]string{"add", "none.opml"}, Failed, "none.opml: there is no such file"},
		"a list that is none":         {[]string{"add", broken}, Failed, "no list of feeds"},
	} {
		t.Run(name, func(t *testing.T) {
			got := run(t, dir, append([]string{"feed"}, c.args...)...)
			if got.code != c.code || !strings.Contains(got.err, c.says) || strings.Count(got.err, "\n") > 1 {
				t.Errorf("left with %d, want %d; said %q, want %q in it", got.code, c.code, got.err, c.says)
			}
		})
	}
}

func TestFeedsAreListed(t *testing.T) {
	dir, server := withFeed(t)
	if got := run(t, dir, "feed", "keep", "harb", "1"); got.out != "The newest episode of \"Harbour\" is kept for reading offline.\n" {
		t.Errorf("printed %q, said %q", got.out, got.err)
	}
	if got := run(t, dir, "feed", "list"); got.out != "1  Harbour  2 episodes, keeps 1  \n" {
		t.Errorf("printed %q", got.out)
	}
	var feeds []map[string]any
	got := run(t, dir, "feed", "list", "--json")
	if err := json.Unmarshal([]byte(got.out), &feeds); err != nil || len(feeds) != 1 {
		t.Fatalf("printed %q: %v", got.out, err)
	}
	if checked, err := time.Parse(time.RFC3339, fmt.Sprint(feeds[0]["checked"])); err != nil || time.Since(checked) > time.Minute {
		t.Errorf("checked %v", feeds[0]["checked"])
	}
	delete(feeds[0], "checked")
	want := map[string]any{
		"id": 1.0, "title": "Harbour", "url": server + "/a", "link": server + "/", "episodes": 2.0, "new": 0.0, "keep": 1.0,
	}
	if !reflect.DeepEqual(feeds[0], want) {
		t.Errorf("got  %v\nwant %v", feeds[0], want)
	}
}

func TestEpisodesAreListedTheNewestFirst(t *testing.T) {
	dir, server := withFeed(t)
	want := "2  2024-03-01  The lamp  1:01  \n1  2024-02-01  The rock        no sound\n"
	if got := run(t, dir, "feed", "episodes", "1"); got.out != want {
		t.Errorf("printed %q, want %q", got.out, want)
	}
	var list []listedEpisode
	got := run(t, dir, "feed", "episodes", "1", "--json")
	if err := json.Unmarshal([]byte(got.out), &list); err != nil || len(list) != 2 {
		t.Fatalf("printed %q: %v", got.out, err)
	}
	first := listedEpisode{
		ID: 2, Title: "The lamp", GUID: "2", Published: "2024-03-01T08:00:00Z", Duration: 61, Listed: true,
		Audio: &listedFile{server + "/2.mp3", "audio/mpeg", 9}, Transcript: &listedFile{URL: server + "/2.vtt", Type: "text/vtt"},
	}
	if !reflect.DeepEqual(list[0], first) {
		t.Errorf("got %+v", list[0])
	}
}

func TestAnEpisodeThatWasListedIsNotNew(t *testing.T) {
	dir, _ := withFeed(t)
	lib, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	f, err := lib.Feed(t.Context(), 1)
	if err == nil {
		err = lib.SaveFeed(t.Context(), f, []store.Episode{{GUID: "3", Title: "The third"}})
	}
	lib.Close()
	if err != nil {
		t.Fatal(err)
	}
	for _, marks := range []string{"new, no sound", "no sound"} {
		if got := run(t, dir, "feed", "episodes", "1"); !strings.HasSuffix(got.out, "The third    "+marks+"\n") {
			t.Errorf("printed %q, want %q", got.out, marks)
		}
	}
}

func TestAListOfFeedsGoesOutAndComesIn(t *testing.T) {
	dir, server := withFeed(t)
	if got := run(t, dir, "feed", "add", server+"/b"); got.code != Done {
		t.Fatal(got.err)
	}
	file := filepath.Join(t.TempDir(), "feeds.opml")
	if got := run(t, dir, "feed", "export", "-o", file); got.code != Done || got.out != "" {
		t.Fatalf("left with %d, printed %q, said %q", got.code, got.out, got.err)
	}
	other := t.TempDir()
	if got := run(t, other, "feed", "add", file); got.out != "Subscribed to 2 feeds; 0 of the list were there already.\n" {
		t.Errorf("printed %q, said %q", got.out, got.err)
	}
	want := run(t, dir, "feed", "export").out
	if got := run(t, other, "feed", "export"); got.out != want || !strings.Contains(want, `<opml version="2.0">`) {
		t.Errorf("printed %q, want %q", got.out, want)
	}
	if got := run(t, other, "feed", "list"); !strings.Contains(got.out, "Harbour at night  2 episodes") {
		t.Errorf("printed %q", got.out)
	}
}

func TestARefreshOfAllTellsWhatWentWrong(t *testing.T) {
	dir, server := withFeed(t)
	list := filepath.Join(t.TempDir(), "feeds.opml")
	text := `<opml><body><outline text="Wrong" xmlUrl="` + server + `/page"/></body></opml>`
	if err := os.WriteFile(list, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := run(t, dir, "feed", "add", list); got.code != Done || !strings.Contains(got.err, "Wrong: ") {
		t.Errorf("left with %d, said %q", got.code, got.err)
	}
	got := run(t, dir, "feed", "refresh")
	if got.code != Failed || !strings.Contains(got.err, "1 of 2 feeds could not be refreshed") {
		t.Errorf("left with %d, said %q", got.code, got.err)
	}
	if !strings.Contains(got.out, "it is no feed") || !strings.Contains(got.out, "Harbour") {
		t.Errorf("printed %q", got.out)
	}
}

func TestAFeedIsRemoved(t *testing.T) {
	dir, _ := withFeed(t)
	if got := run(t, dir, "feed", "remove", "1"); got.code != Done || !strings.Contains(got.out, "Saved stories stay") {
		t.Errorf("left with %d, printed %q", got.code, got.out)
	}
	if got := run(t, dir, "feed", "list", "--json"); strings.TrimSpace(got.out) != "[]" {
		t.Errorf("printed %q", got.out)
	}
	if got := run(t, dir, "feed", "export"); got.code != Failed || !strings.Contains(got.err, "no feeds to export") {
		t.Errorf("left with %d, said %q", got.code, got.err)
	}
}

func TestTheHelpNamesWhatCanBeDoneWithFeeds(t *testing.T) {
	got := run(t, t.TempDir(), "help", "feed")
	for _, want := range []string{"feed add ADDRESS|FILE.opml", "feed keep FEED N", "-o FILE", "start of its title"} {
		if !strings.Contains(got.out, want) {
			t.Errorf("printed %q, want %q in it", got.out, want)
		}
	}
}

func TestAddingAFeedSaysHowToSubscribe(t *testing.T) {
	got := run(t, t.TempDir(), "add", feedServer(t)+"/a")
	if got.code != Failed || !strings.Contains(got.err, "alongside feed add") {
		t.Errorf("left with %d, said %q", got.code, got.err)
	}
}
