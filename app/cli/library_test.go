package cli

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alongside/sync/playback"

	"alongside/store"
	"alongside/store/intake/web"
)

// withDownload gives a library with the ferry in it, whose sound a server gives, and that server.
func withDownload(t *testing.T) (dir string, server *httptest.Server) {
	t.Helper()
	sound := filepath.Join(t.TempDir(), "ferry.wav")
	writeSound(t, sound, 1500*time.Millisecond)
	content, err := os.ReadFile(sound)
	if err != nil {
		t.Fatal(err)
	}
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, "ferry.wav", time.Time{}, bytes.NewReader(content))
	}))
	t.Cleanup(server.Close)
	words, times := ferry()
	words.Audio.Duration, words.Audio.URL = 1500*time.Millisecond, server.URL+"/ferry.wav"
	return save(t, store.Draft{Transcript: words, Alignment: times, AudioPath: sound, AudioURL: words.Audio.URL}), server
}

// runNear runs the command line, which may download from the test's server.
func runNear(t *testing.T, server *httptest.Server, dir string, args ...string) result {
	t.Helper()
	var out, errs bytes.Buffer
	program := Program{Out: &out, Err: &errs, Sound: playback.Silent(), Downloads: web.NewClient(server.URL)}
	code := program.Run(t.Context(), append([]string{"--library", dir}, args...))
	return result{code, out.String(), errs.String()}
}

func unpack(t *testing.T, r result, into any) {
	t.Helper()
	if r.code != Done {
		t.Fatalf("left with %d: %s", r.code, r.err)
	}
	if err := json.Unmarshal([]byte(r.out), into); err != nil {
		t.Fatalf("%v in %s", err, r.out)
	}
}

func TestLibraryTellsWhatItTakes(t *testing.T) {
	dir := withFerry(t)
	var u libraryUsage
	unpack(t, run(t, dir, "library", "--json"), &u)
	if u.Folder != dir || u.Bytes != u.Media+u.Database || len(u.Stories) != 1 || u.Stories[0].Sound != u.Media || u.Stories[0].Text == 0 {
		t.Errorf("usage: %+v", u)
	}
	if got := run(t, dir, "library"); !strings.Contains(got.out, "The Last Ferry") || !strings.Contains(got.out, dir) {
		t.Errorf("said %q", got.out)
	}
}

func TestSoundIsLetGoAndHadAgain(t *testing.T) {
	dir, server := withDownload(t)
	var gone letGone
	got := run(t, dir, "library", "most", "1KB", "--json")
	if err := json.Unmarshal([]byte(got.out), &gone); err != nil || got.code != Failed {
		t.Fatalf("left with %d, %v: %s", got.code, err, got.out)
	}
	if len(gone.Stories) != 1 || gone.Over == 0 || !strings.Contains(got.err, "still larger") {
		t.Errorf("let go %+v, said %q", gone, got.err)
	}
	if list := run(t, dir, "list"); !strings.Contains(list.out, "sound let go") {
		t.Errorf("the list says %q", list.out)
	}
	var story listed
	unpack(t, runNear(t, server, dir, "library", "sound", "1", "--json"), &story)
	if !story.Audio || story.LetGo || story.Aligned != "by hand" {
		t.Errorf("then it is %+v", story)
	}
}

func TestAKeptStoryIsNotLetGo(t *testing.T) {
	dir, _ := withDownload(t)
	for _, step := range []struct {
		args  []string
		audio bool
	}{
		{[]string{"library", "keep", "1"}, true},
		{[]string{"library", "most", "1KB"}, true},
		{[]string{"library", "unkeep", "1"}, true},
		{[]string{"library", "most", "1KB"}, false},
	} {
		run(t, dir, step.args...)
		var stories []listed
		unpack(t, run(t, dir, "list", "--json"), &stories)
		if stories[0].Audio != step.audio {
			t.Errorf("after %v: sound %v", step.args, stories[0].Audio)
		}
	}
}

func TestALibraryIsMoved(t *testing.T) {
	dir, to := withFerry(t), filepath.Join(t.TempDir(), "new")
	var moved movedLibrary
	unpack(t, run(t, dir, "library", "move", to, "--delete-old", "--json"), &moved)
	if moved.From != dir || moved.To != to || !moved.Deleted {
		t.Errorf("moved: %+v", moved)
	}
	if _, err := os.Stat(filepath.Join(dir, "library.sqlite")); err == nil {
		t.Error("the old one is still there")
	}
	if got := run(t, dir, "list"); !strings.Contains(got.out, "The Last Ferry") {
		t.Errorf("from the old folder: %q %q", got.out, got.err)
	}
}

func TestABackupIsRestored(t *testing.T) {
	file := filepath.Join(t.TempDir(), "stories.zip")
	var out backedUp
	unpack(t, run(t, withFerry(t), "backup", file, "--json"), &out)
	if out.File != file || out.Stories != 1 || out.Media != 1 {
		t.Errorf("backed up: %+v", out)
	}
	dir := t.TempDir()
	for _, want := range []restored{{Added: 1}, {Joined: 1}} {
		var in restored
		unpack(t, run(t, dir, "restore", file, "--json"), &in)
		if in.Added != want.Added || in.Joined != want.Joined || len(in.Problems) > 0 {
			t.Errorf("restored: %+v, want %+v", in, want)
		}
	}
	if got := run(t, dir, "list"); !strings.Contains(got.out, "The Last Ferry") {
		t.Errorf("restored: %q", got.out)
	}
	if got := run(t, dir, "backup", file); got.code != Failed || !strings.Contains(got.err, "choose another name") {
		t.Errorf("over a file: %q", got.err)
	}
}

func TestCheckRepairsFromTheSource(t *testing.T) {
	dir, server := withDownload(t)
	sounds, err := filepath.Glob(filepath.Join(dir, "media", "*.wav"))
	if err != nil || len(sounds) != 1 {
		t.Fatal(sounds, err)
	}
	if err := os.WriteFile(sounds[0], []byte("rubbish"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := runNear(t, server, dir, "check"); got.code != Failed || !strings.Contains(got.out, "not what was saved") {
		t.Errorf("before: left with %d, said %q", got.code, got.out)
	}
	if got := runNear(t, server, dir, "check", "--repair"); got.code != Done || !strings.Contains(got.out, "Downloaded again") {
		t.Errorf("left with %d, said %q", got.code, got.out)
	}
	if got := runNear(t, server, dir, "check"); got.code != Done {
		t.Errorf("after: left with %d, said %q", got.code, got.out)
	}
}

func TestWhatALibraryCannotBeAsked(t *testing.T) {
	dir := withFerry(t)
	for name, args := range map[string][]string{
		"nothing known":         {"library", "dance", "now"},
		"to move nowhere":       {"library", "move"},
		"a size that is none":   {"library", "most", "much"},
		"less than nothing":     {"library", "most", "-5GB"},
		"other sound unasked":   {"check", "--take-other"},
		"a backup without name": {"backup"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := run(t, dir, args...); got.code != Misused {
				t.Errorf("left with %d, said %q", got.code, got.err)
			}
		})
	}
}
