package intake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alongside/store"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// A repairCase is a library with one story whose sound was damaged, a folder that the story was read from, and a server.
type repairCase struct {
	lib    *store.Library
	id     int64
	good   []byte // the sound as it was saved
	origin string // the folder
	server *httptest.Server
	served []byte // what the server gives; nil: nothing
}

func repairNoise(seed uint64, length time.Duration) []byte {
	return wave(rand.New(rand.NewPCG(seed, 1)), length)
}

func newRepairCase(t *testing.T) *repairCase {
	t.Helper()
	c := &repairCase{lib: openLibrary(t), good: repairNoise(1, 2*time.Second), origin: t.TempDir()}
	c.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c.served == nil || r.URL.Path != "/bell.wav" {
			http.NotFound(w, r)
			return
		}
		w.Write(c.served)
	}))
	t.Cleanup(c.server.Close)
	path := filepath.Join(t.TempDir(), "bell.wav")
	if err := os.WriteFile(path, c.good, 0o600); err != nil {
		t.Fatal(err)
	}
	words := transcript.Transcript{
		Title: "The Bell", Turns: []transcript.Turn{{Text: "It rings."}},
		Audio: transcript.Audio{URL: c.server.URL + "/bell.wav", Duration: 2 * time.Second},
	}
	times := timing.Alignment{Method: "by hand", Turns: []timing.Turn{{Timing: timing.Timing{Start: 1, End: time.Second, Confidence: 1}}}}
	var err error
	c.id, err = c.lib.Save(t.Context(), store.Draft{
		Transcript: words, Alignment: times, AudioPath: path, AudioURL: words.Audio.URL, Origin: filepath.Join(c.origin, "bell.txt"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *repairCase) story(t *testing.T) store.Story {
	t.Helper()
	story, err := c.lib.Story(t.Context(), c.id)
	if err != nil {
		t.Fatal(err)
	}
	return story
}

func (c *repairCase) path(t *testing.T) string { return c.lib.AudioPath(c.story(t).Summary) }

// plainFetch is as plain as can be: what makes downloading safe is tested where that is.
func plainFetch(ctx context.Context, address, to string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("it answers %s", answer.Status)
	}
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, answer.Body)
	return errors.Join(err, out.Close())
}

func TestDamagedSoundIsMendedFromWhereItCameFrom(t *testing.T) {
	same := func(c *repairCase) { c.served = c.good }
	other := func(c *repairCase) { c.served = repairNoise(2, 3*time.Second) }
	for _, test := range []struct {
		name    string
		harm    func(path string) error
		before  func(c *repairCase)
		repair  Repairer
		mended  bool
		aligned bool
		says    string
	}{
		{"it is missing, and its address gives it", os.Remove, same, Repairer{Fetch: plainFetch}, true, true, "Downloaded again"},
		{"it was changed, and its address gives it", func(path string) error { return os.WriteFile(path, repairNoise(9, 2*time.Second), 0o600) }, same, Repairer{Fetch: plainFetch}, true, true, "Downloaded again"},
		{"it lies beside what the story was read from", os.Remove, func(c *repairCase) {
			os.WriteFile(filepath.Join(c.origin, "whatever.wav"), c.good, 0o600)
		}, Repairer{}, true, true, "Mended from"},
		{"another file lies there", os.Remove, func(c *repairCase) {
			os.WriteFile(filepath.Join(c.origin, "whatever.wav"), repairNoise(3, 2*time.Second), 0o600)
		}, Repairer{}, false, true, "Add “The Bell” again"},
		{"its address gives nothing", os.Remove, func(*repairCase) {}, Repairer{Fetch: plainFetch}, false, true, "404"},
		{"nothing may be downloaded", os.Remove, same, Repairer{}, false, true, "Add “The Bell” again"},
		{"its address gives other sound", os.Remove, other, Repairer{Fetch: plainFetch}, false, true, "other sound now"},
		{"its address gives other sound, which is taken", os.Remove, other, Repairer{Fetch: plainFetch, Other: TakeOther}, true, false, "Took the other"},
		{"its address gives a page, which cannot be taken", os.Remove, func(c *repairCase) { c.served = []byte("<html>Not here any more") }, Repairer{Fetch: plainFetch, Other: TakeOther}, false, true, "cannot be taken"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := newRepairCase(t)
			if err := test.harm(c.path(t)); err != nil {
				t.Fatal(err)
			}
			test.before(c)
			repairs, err := test.repair.Repair(t.Context(), c.lib, nil)
			if err != nil || len(repairs) != 1 {
				t.Fatalf("repairs: %+v, %v", repairs, err)
			}
			if r := repairs[0]; r.Mended != test.mended || !strings.Contains(r.Says, test.says) {
				t.Errorf("mended %v: %s", r.Mended, r.Says)
			}
			if got := c.story(t).Aligned != ""; got != test.aligned {
				t.Errorf("aligned: %v", got)
			}
			if len(repairs[0].Align) > 0 == test.aligned {
				t.Errorf("to be aligned: %v", repairs[0].Align)
			}
			report, err := c.lib.Check(t.Context())
			if err != nil || report.Sound() != test.mended {
				t.Errorf("check: %v, %v", report.Problems, err)
			}
		})
	}
}

func TestASoundLibraryNeedsNoRepair(t *testing.T) {
	c := newRepairCase(t)
	if repairs, err := (Repairer{Fetch: plainFetch}).Repair(t.Context(), c.lib, nil); err != nil || len(repairs) > 0 {
		t.Errorf("repairs: %+v, %v", repairs, err)
	}
}

func TestAPartOfABookIsNotDownloaded(t *testing.T) {
	lib := openLibrary(t)
	var files []string
	for n := range 2 {
		path := filepath.Join(t.TempDir(), "part.wav")
		if err := os.WriteFile(path, repairNoise(uint64(n), time.Second), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	id, err := lib.Save(t.Context(), store.Draft{
		Transcript: transcript.Transcript{
			Title: "The Book", Turns: []transcript.Turn{{Text: "It is long."}}, Audio: transcript.Audio{URL: "https://example.org/book.mp3"},
		},
		AudioPath: files[0], Parts: []store.Part{{File: files[1], Start: time.Second}},
	})
	if err != nil {
		t.Fatal(err)
	}
	story, err := lib.Story(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range lib.AudioPaths(story) {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	repairs, err := Repairer{Fetch: func(context.Context, string, string) error {
		t.Error("something was fetched")
		return errors.New("nothing is fetched here")
	}}.Repair(t.Context(), lib, nil)
	if err != nil || len(repairs) != 2 {
		t.Fatalf("repairs: %+v, %v", repairs, err)
	}
	for _, r := range repairs {
		if r.Mended || !strings.Contains(r.Says, "Add the book “The Book” again") {
			t.Errorf("mended %v: %s", r.Mended, r.Says)
		}
	}
}
