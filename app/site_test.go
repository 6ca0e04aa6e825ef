package app

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	stdsync "sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"alongside/app/control"
	"alongside/app/library"
	"alongside/store"
	"alongside/sync/playback/excerpt"
)

// A site serves a station: a story's page and its sound, and a feed with episodes.
type site struct {
	*httptest.Server
	sound []byte

	mu       stdsync.Mutex
	broken   map[string]int // path → the status it answers with
	hold     chan struct{}  // where set, the sound stops halfway until it is closed
	episodes int            // of the feed
}

func newSite(t *testing.T) *site {
	t.Helper()
	file := filepath.Join(t.TempDir(), "bell.wav")
	excerpt.Write(t, file, 0, 17*time.Second)
	sound, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := &site{sound: sound, broken: map[string]int{}, episodes: 3}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *site) set(do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	do()
}

// holdSound has the sound stop halfway, until what is given is called or the test ends.
func (s *site) holdSound(t *testing.T) (release func()) {
	held := make(chan struct{})
	s.set(func() { s.hold = held })
	var once stdsync.Once
	release = func() { once.Do(func() { s.set(func() { s.hold = nil }); close(held) }) }
	t.Cleanup(release)
	return release
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	status, hold, episodes := s.broken[r.URL.Path], s.hold, s.episodes
	s.mu.Unlock()
	switch {
	case status != 0:
		http.Error(w, "no", status)
	case strings.HasSuffix(r.URL.Path, ".wav") && hold != nil:
		w.Header().Set("ETag", `"bell"`)
		w.Header().Set("Content-Type", "audio/wav")
		w.Header().Set("Content-Length", fmt.Sprint(len(s.sound)))
		w.Write(s.sound[:len(s.sound)/2])
		w.(http.Flusher).Flush()
		select {
		case <-hold:
		case <-r.Context().Done():
		}
	case strings.HasSuffix(r.URL.Path, ".wav"):
		w.Header().Set("ETag", `"bell"`)
		http.ServeContent(w, r, "bell.wav", time.Time{}, bytes.NewReader(s.sound))
	case r.URL.Path == "/feed.xml":
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprint(w, s.feed(episodes))
	case r.URL.Path == "/home":
		fmt.Fprint(w, `<html><head><title>Harbor Radio</title><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body>Welcome.</body></html>`)
	case r.URL.Path == "/wordless":
		fmt.Fprint(w, `<html lang="en"><head><title>The Wordless Bell</title></head><body><h1>The Wordless Bell</h1><audio src="/bell.wav"></audio></body></html>`)
	case strings.HasPrefix(r.URL.Path, "/story/"):
		fmt.Fprintf(w, `<html lang="en"><head><title>Episode %s</title></head><body><audio src="/bell.wav"></audio><div class="transcript storytext">`+
			`<p>NORA FIELD: In the town of Wren Harbor, fog comes in from the sea on about 80 mornings a year. For a century, one sound `+
			`brought the boats home. Then it fell silent.</p></div></body></html>`, r.URL.Path)
	default:
		fmt.Fprint(w, storyPage(r.URL.Path))
	}
}

// feed is a feed of so many episodes, the newest of which has the greatest number.
func (s *site) feed(episodes int) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><rss version="2.0"><channel><title>Harbor Radio</title>`)
	for n := episodes; n > 0; n-- {
		fmt.Fprintf(&b, `<item><title>Episode %d</title><guid>e%[1]d</guid><link>%[2]s/story/%[1]d</link><pubDate>%[3]s</pubDate></item>`,
			n, s.URL, time.Date(2026, 3, 1, n, 0, 0, 0, time.UTC).Format(time.RFC1123Z))
	}
	b.WriteString(`</channel></rss>`)
	return b.String()
}

// storyPage is a long page, which begins with the words of its sound and goes on with its own.
func storyPage(path string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<html lang="en"><head><title>The Bell of %s</title></head><body><h1>The Bell of %[1]s</h1><audio src="/bell.wav"></audio>`+
		`<div class="transcript storytext"><p>NORA FIELD: In the town of Wren Harbor, fog comes in from the sea on about 80 mornings a year.</p>`, path)
	for n := range 30 {
		fmt.Fprintf(&b, "<p>%s: Of %s this is the turn of the number %d, and there is more to be said of it than fits on a line.</p>",
			[]string{"BEN ORR", "NORA FIELD"}[n%2], path, n)
	}
	return b.String() + "</div></body></html>"
}

// addPage adds a page of the site by its address, as the form does.
func (d *desk) addPage(s *site, path string) {
	d.importAgain(library.AddRequest{Source: s.URL + path})
}

// untilSaid waits until the screen says something that holds all these words.
func (d *desk) untilSaid(parts ...string) {
	d.t.Helper()
	d.until(fmt.Sprintf("it says %q", parts), func() bool {
		for _, part := range parts {
			if !strings.Contains(d.notice().Text(), part) {
				return false
			}
		}
		return d.notice().Visible()
	})
}

// panel is the panel that lies over the screen; nil where there is none.
func (d *desk) panel() *control.OpenPanel {
	panel, _ := d.win.Canvas().Overlays().Top().(*control.OpenPanel)
	return panel
}

// libraryStories are the stories that the library has now.
func (d *desk) libraryStories() []store.Summary {
	d.t.Helper()
	list, err := d.library.Stories(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	return list
}

// seen are all widgets and other objects on the screen, those of the panel above it first.
func (d *desk) seen() (all []fyne.CanvasObject) {
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		all = append(all, o)
		switch o := o.(type) {
		case *fyne.Container:
			for _, part := range o.Objects {
				walk(part)
			}
		case fyne.Widget:
			for _, part := range test.WidgetRenderer(o).Objects() {
				walk(part)
			}
		}
	}
	for _, over := range d.win.Canvas().Overlays().List() {
		walk(over)
	}
	walk(d.win.Content())
	return all
}

// hasButton reports whether there is a button of that name.
func (d *desk) hasButton(name string) bool {
	return slices.ContainsFunc(d.seen(), func(o fyne.CanvasObject) bool {
		b, ok := o.(*control.Button)
		return ok && b.Name == name
	})
}

// tap presses the button of that label or name.
func (d *desk) tap(name string) {
	d.t.Helper()
	for _, o := range d.seen() {
		if b, ok := o.(*control.Button); ok && (b.Label == name || b.Name == name) {
			b.Tapped(nil)
			return
		}
	}
	d.t.Fatalf("there is no button %q", name)
}
