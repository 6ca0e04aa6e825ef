package saving

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	stdsync "sync"
	"testing"
	"time"

	"alongside/assets"
	"alongside/store"
	"alongside/store/intake"
	"alongside/store/intake/web"
	"alongside/sync/playback/excerpt"
	"alongside/sync/transcript"
)

// A site serves a story's page, its sound and its picture.
type site struct {
	*httptest.Server
	mu     stdsync.Mutex
	sound  []byte
	asked  map[string][]string // path → what of it was asked for
	broken map[string]int      // path → the status it answers with
	hold   chan struct{}       // where set, the sound stops halfway until it is closed
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{sound: beginning(t), asked: map[string][]string{}, broken: map[string]int{}}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked[r.URL.Path] = append(s.asked[r.URL.Path], r.Header.Get("Range"))
	status, hold := s.broken[r.URL.Path], s.hold
	s.mu.Unlock()
	switch {
	case status != 0:
		http.Error(w, "no", status)
	case r.URL.Path == "/story/bell.wav" && hold != nil:
		w.Header().Set("ETag", `"bell"`)
		w.Header().Set("Content-Type", "audio/wav")
		w.Header().Set("Content-Length", fmt.Sprint(len(s.sound)))
		w.Write(s.sound[:len(s.sound)/2])
		w.(http.Flusher).Flush()
		select {
		case <-hold:
		case <-r.Context().Done():
		}
	case r.URL.Path == "/story/bell.wav":
		w.Header().Set("ETag", `"bell"`)
		http.ServeContent(w, r, "bell.wav", time.Time{}, bytes.NewReader(s.sound))
	case r.URL.Path == "/silent":
		fmt.Fprint(w, page(""))
	default:
		fmt.Fprint(w, page(`<audio src="/story/bell.wav"></audio>`))
	}
}

func (s *site) set(do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	do()
}

func (s *site) ranges(path string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.asked[path]...)
}

// beginning is the sound of the sample story's first turn: enough to find times in, and quick.
func beginning(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "beginning.wav")
	excerpt.Write(t, path, 0, 21*time.Second)
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return sound
}

// page is a page with the words of that turn.
func page(audio string) string {
	story, err := transcript.ReadText(context.Background(), transcript.Input{Body: bytes.NewReader(assets.Sample().Transcript)})
	if err != nil {
		panic(err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<html lang="en"><head><title>%s</title></head><body><h1>%[1]s</h1>%s<div class="transcript storytext">`, story.Title, audio)
	for _, turn := range story.Turns[:1] {
		name := strings.ToUpper(turn.Speaker)
		if name != "" {
			name += ": "
		}
		fmt.Fprintf(&b, "<p>%s%s</p>", name, turn.Text)
	}
	return b.String() + "</div></body></html>"
}

func openLibrary(t *testing.T, dir string) *store.Library {
	t.Helper()
	lib, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lib.Close() })
	return lib
}

func newQueue(t *testing.T, ctx context.Context, lib *store.Library, changed func()) *Queue {
	t.Helper()
	q := queueOn(ctx, lib, changed)
	t.Cleanup(q.Close)
	return q
}

func queueOn(ctx context.Context, lib *store.Library, changed func()) *Queue {
	return New(ctx, lib, Options{
		Downloads: func(named string) Downloader {
			c := web.NewClient(named)
			c.Limits.Pause = time.Millisecond
			return c
		},
		Changed: changed,
	})
}

func add(t *testing.T, q *Queue, s intake.Source) int64 {
	t.Helper()
	job, err := q.Add(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return job
}

func saved(t *testing.T, lib *store.Library, q *Queue, job int64) store.Story {
	t.Helper()
	done, err := q.Wait(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	story, err := lib.Story(t.Context(), done.Story)
	if err != nil {
		t.Fatal(err)
	}
	return story
}

func TestAPageIsSavedWithItsSoundAndItsTimes(t *testing.T) {
	s := newSite(t)
	lib := openLibrary(t, t.TempDir())
	q := newQueue(t, t.Context(), lib, nil)
	story := saved(t, lib, q, add(t, q, intake.Source{Location: s.URL + "/story"}))
	if !story.HasAudio {
		t.Error("it has no sound")
	}
	if story.Aligned == "" || story.Aligned == intake.Unfinished {
		t.Errorf("its times are %q", story.Aligned)
	}
	if states := q.States(); len(states) != 0 {
		t.Errorf("what is done is still shown: %+v", states)
	}
	if jobs, err := lib.Jobs(t.Context()); err != nil || len(jobs) != 0 {
		t.Errorf("what is done is still kept: %+v, %v", jobs, err)
	}
}

func TestTheWordsCanBeReadWhileTheSoundIsOnItsWay(t *testing.T) {
	s := newSite(t)
	s.hold = make(chan struct{})
	defer close(s.hold)
	lib := openLibrary(t, t.TempDir())
	changed := make(chan struct{}, 1000)
	q := newQueue(t, t.Context(), lib, func() { changed <- struct{}{} })
	add(t, q, intake.Source{Location: s.URL + "/story"})
	state := until(t, q, changed, func(n State) bool { return n.Step == intake.Downloading && n.Done > 0 })
	story, err := lib.Story(t.Context(), state.Story)
	if err != nil {
		t.Fatal(err)
	}
	if story.HasAudio || len(story.Transcript.Turns) == 0 {
		t.Errorf("sound %v, %d turns", story.HasAudio, len(story.Transcript.Turns))
	}
	if share, known := state.Share(); !known || share <= 0 || share >= 1 {
		t.Errorf("%v of the sound is there", share)
	}
}

// until waits for a state of the only job.
func until(t *testing.T, q *Queue, changed chan struct{}, is func(State) bool) State {
	t.Helper()
	for {
		states := q.States()
		if len(states) == 1 && is(states[0]) {
			return states[0]
		}
		if len(states) == 1 && states[0].Problem != "" {
			t.Fatal(states[0].Problem)
		}
		select {
		case <-changed:
		case <-t.Context().Done():
			t.Fatal("it did not come to that")
		}
	}
}

func TestItGoesOnWhereItStoppedWhenTheProgramEnded(t *testing.T) {
	s := newSite(t)
	s.hold = make(chan struct{})
	dir := t.TempDir()
	lib := openLibrary(t, dir)
	ctx, end := context.WithCancel(t.Context())
	changed := make(chan struct{}, 1000)
	q := newQueue(t, ctx, lib, func() { changed <- struct{}{} })
	job := add(t, q, intake.Source{Location: s.URL + "/story"})
	until(t, q, changed, func(n State) bool { return n.Step == intake.Downloading && n.Done > 0 })
	end()
	if _, err := q.Wait(t.Context(), job); !errors.Is(err, context.Canceled) {
		t.Fatalf("it ended with %v", err)
	}
	lib.Close()
	close(s.hold)
	s.set(func() { s.hold = nil })

	lib = openLibrary(t, dir)
	q = newQueue(t, t.Context(), lib, nil)
	if err := q.Resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	if story := saved(t, lib, q, job); !story.HasAudio || story.Aligned == "" {
		t.Errorf("sound %v, times %q", story.HasAudio, story.Aligned)
	}
	if n := len(s.ranges("/story")); n != 1 {
		t.Errorf("the page was fetched %d times", n)
	}
	if ranges := s.ranges("/story/bell.wav"); len(ranges) != 2 || !strings.HasPrefix(ranges[1], "bytes=") {
		t.Errorf("of the sound %q was asked for", ranges)
	}
}

func TestWhatCannotGoOnWaitsWithItsProblem(t *testing.T) {
	s := newSite(t)
	s.broken["/story/bell.wav"] = http.StatusForbidden
	dir := t.TempDir()
	lib := openLibrary(t, dir)
	q := newQueue(t, t.Context(), lib, nil)
	job := add(t, q, intake.Source{Location: s.URL + "/story"})
	stopped, err := q.Wait(t.Context(), job)
	var refused *web.FetchError
	if !errors.As(err, &refused) || refused.Status != http.StatusForbidden || stopped.Story == 0 {
		t.Fatalf("story %d, error %v", stopped.Story, err)
	}
	lib.Close()

	lib = openLibrary(t, dir)
	q = newQueue(t, t.Context(), lib, nil)
	if err := q.Resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	if states := q.States(); len(states) != 1 || states[0].Running || !strings.Contains(states[0].Problem, "403") {
		t.Fatalf("after a restart: %+v", states)
	}
	s.set(func() { delete(s.broken, "/story/bell.wav") })
	if err := q.Retry(t.Context(), job); err != nil {
		t.Fatal(err)
	}
	if story := saved(t, lib, q, job); !story.HasAudio {
		t.Error("it has no sound")
	}
}

func TestAJobThatIsGivenUpLeavesTheWordsThatAreSaved(t *testing.T) {
	s := newSite(t)
	s.hold = make(chan struct{})
	defer close(s.hold)
	lib := openLibrary(t, t.TempDir())
	changed := make(chan struct{}, 1000)
	q := newQueue(t, t.Context(), lib, func() { changed <- struct{}{} })
	job := add(t, q, intake.Source{Location: s.URL + "/story"})
	state := until(t, q, changed, func(n State) bool { return n.Step == intake.Downloading && n.Done > 0 })
	if err := q.Cancel(t.Context(), job); err != nil {
		t.Fatal(err)
	}
	if len(q.States()) != 0 {
		t.Errorf("it is still shown: %+v", q.States())
	}
	if _, err := lib.Story(t.Context(), state.Story); err != nil {
		t.Error(err)
	}
	left, err := filepath.Glob(filepath.Join(lib.Dir(), "media", "jobs", "*"))
	if err != nil || len(left) != 0 {
		t.Errorf("of the download %q is left, %v", left, err)
	}
}

func TestSeveralStoriesAreSavedAtOnce(t *testing.T) {
	s := newSite(t)
	lib := openLibrary(t, t.TempDir())
	q := newQueue(t, t.Context(), lib, nil)
	var jobs []int64
	for n := range 5 {
		file := filepath.Join(t.TempDir(), fmt.Sprintf("story %d.txt", n))
		if err := os.WriteFile(file, fmt.Appendf(nil, "ANN: This is story number %d, and a short one.", n), 0o600); err != nil {
			t.Fatal(err)
		}
		jobs = append(jobs, add(t, q, intake.Source{Location: file}))
	}
	jobs = append(jobs, add(t, q, intake.Source{Location: s.URL + "/silent"}))
	for _, job := range jobs {
		saved(t, lib, q, job)
	}
	if stories, err := lib.Stories(t.Context()); err != nil || len(stories) != len(jobs) {
		t.Errorf("%d stories, %v", len(stories), err)
	}
}

func TestWhoHasAStoryOpenGoesFirst(t *testing.T) {
	s := newSite(t)
	lib := openLibrary(t, t.TempDir())
	changed := make(chan struct{}, 10000)
	q := newQueue(t, t.Context(), lib, func() { changed <- struct{}{} })
	first := saved(t, lib, q, add(t, q, intake.Source{Location: s.URL + "/silent"}))
	if err := lib.SaveAudio(t.Context(), first.ID, soundFile(t), time.Minute); err != nil {
		t.Fatal(err)
	}
	other := add(t, q, intake.Source{Text: "BEN: Other words, with the same sound, take their time to be found wanting.", AudioPath: soundFile(t)})
	if err := q.Align(t.Context(), first.ID, intake.Listener{}); err != nil {
		t.Fatal(err)
	}
	if story, err := lib.Story(t.Context(), first.ID); err != nil || story.Aligned == "" {
		t.Errorf("times %q, %v", story.Aligned, err)
	}
	if _, err := q.Wait(t.Context(), other); err != nil && !strings.Contains(err.Error(), "belong") {
		t.Errorf("the other: %v", err)
	}
}

func soundFile(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "bell.wav")
	if err := os.WriteFile(file, beginning(t), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
