//go:build linux

package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"alongside/assets"
	"alongside/store/export"
	"alongside/sync/transcript"
)

// A station serves the sample story, as a page with its sound and as the only episode of a feed.
func station(t *testing.T) *httptest.Server {
	t.Helper()
	sample := assets.Sample()
	story, err := transcript.ReadText(t.Context(), transcript.Input{Body: bytes.NewReader(sample.Transcript)})
	if err != nil {
		t.Fatal(err)
	}
	var page strings.Builder
	page.WriteString(`<html lang="en"><head><title>The bell on a page</title></head><body><h1>The bell on a page</h1>
		<audio src="/bell.ogg"></audio><div class="transcript storytext">`)
	for _, turn := range story.Turns {
		fmt.Fprintf(&page, "<p>%s: %s</p>", strings.ToUpper(turn.Speaker), turn.Text)
	}
	page.WriteString("<p>Thus it stands on a page.</p></div></body></html>") // with other words it is a story of its own
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		site := "http://" + r.Host
		switch r.URL.Path {
		case "/page":
			fmt.Fprint(w, page.String())
		case "/bell.ogg":
			w.Header().Set("Content-Type", "audio/ogg")
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(sample.Audio))
		case "/bell.txt":
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			fmt.Fprintf(w, "%s\n\nThus it stands in a feed.\n", sample.Transcript)
		case "/feed":
			w.Header().Set("Content-Type", "application/rss+xml")
			fmt.Fprintf(w, `<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Bells</title>
				<language>en</language><item><title>The bell of a feed</title><guid>bell</guid><enclosure url="%s/bell.ogg" type="audio/ogg" length="%d"/>
				<podcast:transcript url="%[1]s/bell.txt" type="text/plain"/></item></channel></rss>`, site, len(sample.Audio))
		default:
			http.NotFound(w, r)
		}
	}))
}

// withoutNetwork has Alongside see no network from now on, not even its own machine's.
func (d *desk) withoutNetwork() {
	d.t.Helper()
	d.within = []string{"unshare", "--net"}
	if out, err := exec.Command("unshare", "--net", "true").CombinedOutput(); err != nil {
		d.t.Skipf("the network cannot be taken away here: %v %s", err, out)
	}
}

// saveAll saves a story from a page, one from a feed and one from files, and gives their numbers.
func (d *desk) saveAll(server *httptest.Server) []string {
	d.t.Helper()
	d.run("add", server.URL+"/page")
	d.run("feed", "add", server.URL+"/feed")
	d.run("feed", "save", "1")
	d.sample()
	var listed []struct{ ID json.Number }
	if err := json.Unmarshal([]byte(d.run("list", "--json")), &listed); err != nil {
		d.t.Fatal(err)
	}
	var ids []string
	for _, story := range listed {
		ids = append(ids, story.ID.String())
	}
	return ids
}

func TestWhatIsSavedNeedsNoNetwork(t *testing.T) {
	d := sit(t)
	server := station(t)
	defer server.Close()
	ids := d.saveAll(server)
	if len(ids) != 3 {
		t.Fatalf("the stories %v are saved", ids)
	}
	d.withoutNetwork()
	if out, err := d.alongside("read", server.URL+"/page").CombinedOutput(); err == nil {
		t.Fatalf("the network is still there: %s", out)
	}
	t.Run("in the terminal", func(t *testing.T) {
		d := *d
		d.t = t
		if list := d.run("list"); strings.Count(list, "\n") < len(ids) {
			t.Errorf("the list is %q", list)
		}
		if found := d.run("search", "bell"); !strings.Contains(found, "bell") {
			t.Errorf("found was %q", found)
		}
		d.run("check")
		d.run("feed", "episodes", "1")
		for _, id := range ids {
			d.useInTerminal(id)
		}
	})
	t.Run("in the window", func(t *testing.T) {
		d := *d
		d.t = t
		for _, id := range ids {
			d.playInWindow(id)
		}
	})
}

// useInTerminal does with a story what the terminal can do.
func (d *desk) useInTerminal(id string) {
	d.t.Helper()
	if words := d.run("show", id); len(words) < 500 {
		d.t.Errorf("story %s is shown as %q", id, words)
	}
	story := d.tell(id, "")
	if turns := d.follow(story, 4, "--mute", "--speed", "3"); len(turns) != 4 {
		d.t.Errorf("%d turns of story %s are followed", len(turns), id)
	}
	for _, format := range export.Formats() {
		if format.NeedsMarks {
			continue
		}
		path := filepath.Join(d.t.TempDir(), "story"+format.Ending)
		d.run("export", "--format", format.Name, "-o", path, id)
		if info, err := os.Stat(path); err != nil || info.Size() < 500 {
			d.t.Errorf("story %s as %s: %v", id, format.Name, err)
		}
	}
}

// playInWindow opens a story in the window and plays it until a few words were marked.
func (d *desk) playInWindow(id string) {
	d.t.Helper()
	p := d.open(d.tell(id, ""))
	p.key("space")
	p.wait("words of story "+id+" to be marked", func() bool {
		trace, err := os.ReadFile(p.trace)
		return err == nil && bytes.Count(trace, []byte("\n")) > 8
	})
	p.end(syscall.SIGTERM)
}
