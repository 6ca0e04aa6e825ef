package saving

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"alongside/store"
	"alongside/store/intake"
	"alongside/store/intake/web"
)

// A smallDisk is a file system of its own with a library, where other things take up the room.
type smallDisk struct {
	dir    string
	filler string
	lib    *store.Library
	kept   string // the title of the story that was saved before
}

func newSmallDisk(t *testing.T) *smallDisk {
	t.Helper()
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("a file system of its own is needed, and cannot be mounted here: %v %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("unmounting: %v %s", err, out)
		}
	})
	temporary := filepath.Join(dir, "tmp")
	if err := os.Mkdir(temporary, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", temporary)
	d := &smallDisk{dir: dir, filler: filepath.Join(dir, "something else"), lib: openLibrary(t, filepath.Join(dir, "library")), kept: "Bell 7"}
	files := t.TempDir()
	writeKillFiles(t, files)
	q := newQueue(t, t.Context(), d.lib, nil)
	saved(t, d.lib, q, add(t, q, intake.Source{Location: filepath.Join(files, "7", "story.txt")}))
	return d
}

// leave fills the disk but for so many bytes.
func (d *smallDisk) leave(t *testing.T, bytes int64) {
	t.Helper()
	os.Remove(d.filler)
	file, err := os.Create(d.filler)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for block := make([]byte, 4096); ; {
		if _, err := file.Write(block); err != nil {
			break
		}
	}
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Truncate(max(info.Size()-bytes, 0)); err != nil {
		t.Fatal(err)
	}
}

func (d *smallDisk) makeRoom(t *testing.T) {
	t.Helper()
	if err := os.Truncate(d.filler, 0); err != nil {
		t.Fatal(err)
	}
}

// check looks whether nothing is lost, and nothing of no use is left.
func (d *smallDisk) check(t *testing.T) {
	t.Helper()
	report, err := d.lib.Check(t.Context())
	if err != nil || len(report.Problems) > 0 {
		t.Errorf("the library is not sound: %v %v", report.Problems, err)
	}
	stories, err := d.lib.Stories(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, s := range stories {
		if story, err := d.lib.Story(t.Context(), s.ID); err != nil {
			t.Error(err)
		} else if s.Title == d.kept {
			found = story.HasAudio && story.Aligned != "" && len(story.Transcript.Turns) == killTurns
		}
	}
	if !found {
		t.Errorf("what was saved before is lost: %+v", stories)
	}
	for _, folder := range []string{d.dir + "/tmp/*", d.lib.Dir() + "/media/incoming/*"} {
		if left, err := filepath.Glob(folder); err != nil || len(left) > 0 {
			t.Errorf("%v is left, %v", left, err)
		}
	}
}

// isFull reports whether an error says, for programs and for people, that the disk is full.
func isFull(err error) bool {
	return (errors.Is(err, store.ErrFull) || errors.Is(err, web.ErrFull)) && strings.Contains(err.Error(), "the disk is full") &&
		!strings.Contains(err.Error(), "\n")
}

// withSoundInside puts a page of the kill test and its sound into one file, as a browser saves it.
func withSoundInside(t *testing.T, n int) string {
	t.Helper()
	const boundary = "the-bell"
	var b strings.Builder
	fmt.Fprintf(&b, "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/page/%d\r\nMIME-Version: 1.0\r\n"+
		"Content-Type: multipart/related; type=\"text/html\"; boundary=%q\r\n\r\n", n, boundary)
	for _, part := range []struct{ kind, address, body string }{
		{"text/html; charset=utf-8", "page", strings.ReplaceAll(killPage(n), "/picture/", "/none/")},
		{"audio/wav", "sound", string(noise(n, 1e6))},
	} {
		fmt.Fprintf(&b, "--%s\r\nContent-Type: %s\r\nContent-Transfer-Encoding: base64\r\nContent-Location: https://example.org/%s/%d\r\n\r\n%s\r\n",
			boundary, part.kind, part.address, n, base64.StdEncoding.EncodeToString([]byte(part.body)))
	}
	path := filepath.Join(t.TempDir(), "story.mhtml")
	if err := os.WriteFile(path, []byte(b.String()+"--"+boundary+"--\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// aac converts a file; where ffmpeg is missing it skips the test.
func aac(t *testing.T, sound string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "story.m4a")
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	if out, err := exec.Command("ffmpeg", "-v", "error", "-i", sound, "-b:a", "256k", to).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return to
}

func TestADiskThatFillsAtAnyStepLosesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("short mode, as for the race detector, which would take minutes over it")
	}
	site := newSlowSite(t)
	site.size = 1e6
	site.picture = append(site.picture, make([]byte, 100<<10)...)
	files := t.TempDir()
	writeKillFiles(t, files)
	story := filepath.Join(files, "3")
	for _, c := range []struct {
		name   string
		source func(t *testing.T) string
		most   int64 // with this much room it succeeds
		steps  int64
	}{
		{"a page with its sound and its picture", func(*testing.T) string { return site.URL + "/page/1" }, 2_800_000, 16},
		{"a file with its sound beside it", func(*testing.T) string { return filepath.Join(story, "story.txt") }, 3_600_000, 12},
		{"sound that has to be converted", func(t *testing.T) string {
			wave := filepath.Join(t.TempDir(), "story.wav")
			if err := os.WriteFile(wave, noise(2, 1e6), 0o600); err != nil {
				t.Fatal(err)
			}
			site.converted = aac(t, wave)
			return site.URL + "/page/2"
		}, 2_400_000, 8},
		{"a page with its sound in one file", func(t *testing.T) string { return withSoundInside(t, 5) }, 2_600_000, 10},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newSmallDisk(t)
			source := c.source(t)
			failed := map[intake.Step]int{}
			for n := range c.steps + 1 {
				room := c.most * n * n / (c.steps * c.steps) // closer together where there is little
				d.try(t, intake.Source{Location: source}, room, failed)
				if t.Failed() {
					t.Fatalf("with %d KB of room", room>>10)
				}
			}
			t.Logf("the disk was full while %v", failed)
			if len(failed) < 2 {
				t.Error("that is too little to prove anything")
			}
		})
	}
}

// try saves a story with so much room, and again with more.
func (d *smallDisk) try(t *testing.T, source intake.Source, room int64, failed map[intake.Step]int) {
	t.Helper()
	q := newQueue(t, t.Context(), d.lib, nil)
	d.leave(t, room)
	job, err := q.Add(t.Context(), source)
	if err == nil {
		_, err = q.Wait(t.Context(), job)
	}
	if err != nil && !isFull(err) {
		t.Errorf("the error is %v", err)
	}
	d.check(t)
	states := q.States()
	d.makeRoom(t)
	switch {
	case err != nil && job == 0:
		failed["Adding it"]++
		job = add(t, q, source)
	case err != nil:
		if len(states) != 1 || !strings.Contains(states[0].Problem, "the disk is full") || states[0].Running {
			t.Errorf("it is shown as %+v", states)
		} else {
			failed[states[0].Step]++
		}
		if err := q.Retry(t.Context(), job); err != nil {
			t.Fatal(err)
		}
	}
	story := saved(t, d.lib, q, job)
	if !story.HasAudio || story.Aligned == "" || strings.HasPrefix(source.Location, "http") && story.Picture.File == "" {
		t.Errorf("with room again it has sound: %v, times: %q, a picture: %v", story.HasAudio, story.Aligned, story.Picture.File != "")
	}
	d.check(t)
	if left, err := filepath.Glob(filepath.Join(d.lib.Dir(), "media", "jobs", "*")); err != nil || len(left) > 0 {
		t.Errorf("of the downloads %v is left, %v", left, err)
	}
	if err := errors.Join(d.lib.Remove(t.Context(), story.ID), d.lib.Purge(t.Context())); err != nil {
		t.Error(err)
	}
}

func (s *slowSite) serveConverted(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "audio/mp4")
	w.Header().Set("ETag", fmt.Sprintf("%q", s.converted))
	http.ServeFile(w, r, s.converted)
}
