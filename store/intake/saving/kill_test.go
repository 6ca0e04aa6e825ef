package saving

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	stdsync "sync"
	"testing"
	"time"

	"alongside/store"
	"alongside/store/intake"
	"alongside/store/intake/web"
)

// The kill test runs this test binary once more as a program that saves stories, several at once, from a site and from
// files; and kills it.
const (
	killLibrary = "ALONGSIDE_KILL_LIBRARY" // the folder of the library; set in the child
	killSources = "ALONGSIDE_KILL_SOURCES" // the site's address and the folder of the files, with a space between
	killFirst   = "ALONGSIDE_KILL_FIRST"   // the number of the first story to add

	kills      = 40
	underWay   = 3   // stories at once; of four, one is a file
	killTurns  = 12  // of each story
	soundBytes = 5e6 // several times what is kept of a download at a time
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(killLibrary); dir != "" {
		if err := saveUntilKilled(dir, os.Getenv(killSources), os.Getenv(killFirst)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func saveUntilKilled(dir, sources, first string) error {
	ctx := context.Background()
	lib, err := store.Open(ctx, dir)
	if err != nil {
		return err
	}
	if lib.Recovered() != nil {
		return fmt.Errorf("the library was damaged: %v", lib.Recovered())
	}
	q := queueOn(ctx, lib, nil)
	jobs, err := lib.Jobs(ctx)
	if err != nil {
		return err
	}
	fmt.Println("resumes", len(jobs))
	if err := q.Resume(ctx); err != nil {
		return err
	}
	var n int
	if _, err := fmt.Sscan(first, &n); err != nil {
		return err
	}
	failed := make(chan error)
	places := make(chan struct{}, underWay)
	wait := func(job int64) {
		if _, err := q.Wait(ctx, job); err != nil {
			failed <- err
		}
		<-places
	}
	for _, job := range jobs {
		places <- struct{}{}
		go wait(job.ID)
	}
	for ; ; n++ {
		select {
		case err := <-failed:
			return err
		case places <- struct{}{}:
		}
		fmt.Println("adds", n)
		job, err := q.Add(ctx, sourceOf(sources, n))
		if err != nil {
			return err
		}
		go wait(job)
	}
}

// sourceOf is where a story of the kill test is had from.
func sourceOf(sources string, n int) intake.Source {
	site, files, _ := strings.Cut(sources, " ")
	if n%4 == 3 {
		return intake.Source{Location: filepath.Join(files, fmt.Sprint(n%16), "story.txt")}
	}
	return intake.Source{Location: fmt.Sprintf("%s/page/%d", site, n)}
}

// A slowSite serves numbered stories, whose sound comes slowly enough for a program to be killed meanwhile. What of it was
// asked for is written down.
type slowSite struct {
	*httptest.Server
	picture   []byte
	size      int    // of each sound
	converted string // where set, the file with all sound

	mu    stdsync.Mutex
	asked map[string][]string // path → the ranges
}

func newSlowSite(t *testing.T) *slowSite {
	t.Helper()
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 60, 40))); err != nil {
		t.Fatal(err)
	}
	s := &slowSite{picture: picture.Bytes(), size: soundBytes, asked: map[string][]string{}}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *slowSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked[r.URL.Path] = append(s.asked[r.URL.Path], r.Header.Get("Range"))
	s.mu.Unlock()
	kind, number, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	var n int
	fmt.Sscan(number, &n)
	switch {
	case kind == "sound" && s.converted != "":
		s.serveConverted(w, r)
		return
	}
	switch kind {
	case "page":
		fmt.Fprint(w, killPage(n))
	case "picture":
		w.Header().Set("Content-Type", "image/png")
		w.Write(append(bytes.Clone(s.picture), byte(n)))
	case "sound":
		w.Header().Set("ETag", fmt.Sprintf(`"sound %d"`, n))
		w.Header().Set("Content-Type", "audio/wav")
		http.ServeContent(slowWriter{w}, r, "", time.Time{}, bytes.NewReader(noise(n, s.size)))
	default:
		http.NotFound(w, r)
	}
}

func (s *slowSite) ranges(kind string, n int) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.asked[fmt.Sprintf("/%s/%d", kind, n)]...)
}

type slowWriter struct{ http.ResponseWriter }

func (w slowWriter) Write(p []byte) (int, error) {
	time.Sleep(time.Millisecond) // for some 32 KB
	return w.ResponseWriter.Write(p)
}

// killPage is in a language whose words nobody can find in sound, so that times are estimated, which is soon done.
func killPage(n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<html lang="qaa"><head><title>Bell %d</title><meta property="og:image" content="/picture/%[1]d"></head><body><h1>Bell %[1]d</h1>
		<audio src="/sound/%[1]d"></audio><div class="transcript storytext">`, n)
	for turn := range killTurns {
		fmt.Fprintf(&b, "<p>%s: %s</p>", []string{"ADA GRUEN", "TOMAS VELA"}[turn%2], killWords(n, turn))
	}
	return b.String() + "</div></body></html>"
}

func killWords(n, turn int) string {
	return fmt.Sprintf("In story number %d the bell rings %d times, and nobody on the island counts them.", n, turn)
}

// noise makes a WAV file of 44.1 kHz, stereo; a number's is always the same.
func noise(n, size int) []byte {
	random := rand.New(rand.NewPCG(uint64(n), 7))
	b := bytes.NewBuffer(make([]byte, 0, size+44))
	b.WriteString("RIFF")
	binary.Write(b, binary.LittleEndian, uint32(36+size))
	b.WriteString("WAVEfmt ")
	for _, field := range []any{uint32(16), uint16(1), uint16(2), uint32(44100), uint32(176400), uint16(4), uint16(16)} {
		binary.Write(b, binary.LittleEndian, field)
	}
	b.WriteString("data")
	binary.Write(b, binary.LittleEndian, uint32(size))
	start := b.Len()
	for b.Len() < start+size {
		b.Write(binary.LittleEndian.AppendUint64(nil, random.Uint64()&0x03ff03ff03ff03ff)) // four samples, not loud
	}
	return b.Bytes()
}

// writeKillFiles writes the stories that are files: a transcript with its sound and its times beside it.
func writeKillFiles(t *testing.T, dir string) {
	t.Helper()
	for n := 3; n < 16; n += 4 {
		folder := filepath.Join(dir, fmt.Sprint(n))
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		var text, cues strings.Builder
		fmt.Fprintf(&text, "Bell %d\n\n", n)
		cues.WriteString("WEBVTT\n\n")
		for turn := range killTurns {
			fmt.Fprintf(&text, "%s: %s\n\n", []string{"ADA GRUEN", "TOMAS VELA"}[turn%2], killWords(n, turn))
			fmt.Fprintf(&cues, "00:%02d.000 --> 00:%02d.900\n%s\n\n", turn, turn, killWords(n, turn))
		}
		for name, content := range map[string][]byte{
			"story.txt": []byte(text.String()), "story.vtt": []byte(cues.String()), "story.wav": noise(n, 3e6),
		} {
			if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// runAndKill starts the child, kills it some time after it has opened the library, and gives the number of the last story
// that it added, or one less than first.
func runAndKill(t *testing.T, dir, sources string, first int, after time.Duration) (last int) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), killLibrary+"="+dir, killSources+"="+sources, fmt.Sprintf("%s=%d", killFirst, first))
	var complained bytes.Buffer
	child.Stderr = &complained
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	opened, last := false, first-1
	for {
		var word string
		var n int
		if _, err := fmt.Fscan(out, &word, &n); err != nil {
			break
		}
		if !opened {
			opened = true
			time.AfterFunc(after, func() { child.Process.Kill() })
		}
		if word == "adds" {
			last = n
		}
	}
	child.Wait()
	if complained.Len() > 0 || !opened {
		t.Fatalf("the child said: %s", complained.String())
	}
	return last
}

// A killing is what the kill test knows of the stories.
type killing struct {
	site    *slowSite
	sources string
	asked   map[int64]int // job → how often its page had been fetched when its words were saved
	parts   map[int64]cut // job → what was there of its sound at the last kill

	amid, ranges, saved int // kills amid a job, downloads gone on with, stories
}

// A cut is a download that was cut off by a kill.
type cut struct {
	have  int64 // bytes
	asked int   // how often the sound had been asked for by then
}

func TestAKilledQueueGoesOnWhereItStopped(t *testing.T) {
	if testing.Short() {
		t.Skip("short mode, as for the race detector, which would take minutes over it")
	}
	site, files, dir := newSlowSite(t), t.TempDir(), t.TempDir()
	writeKillFiles(t, files)
	k := killing{site: site, sources: site.URL + " " + files, asked: map[int64]int{}, parts: map[int64]cut{}}
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	next := 0
	for n := range kills {
		after := time.Duration(random.Int64N(int64(400 * time.Millisecond)))
		next = runAndKill(t, dir, k.sources, next, after) + 1
		k.check(t, dir)
		if t.Failed() {
			t.Fatalf("after kill %d, at %v", n+1, after)
		}
	}
	k.finish(t, dir)
	t.Logf("%d stories saved, %d kills amid the work, %d downloads gone on with", k.saved, k.amid, k.ranges)
	if k.amid < kills/3 || k.ranges < 3 || k.saved < kills/8 {
		t.Error("that is too little to prove anything")
	}
}

// check opens the library and looks at all of it. Stories that are done are then removed, to keep it small.
func (k *killing) check(t *testing.T, dir string) {
	t.Helper()
	lib, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	jobs := k.sound(t, lib)
	if len(jobs) > 0 {
		k.amid++
	}
	stories, err := lib.Stories(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	titles := map[string]bool{}
	for _, s := range stories {
		if titles[s.Title] {
			t.Errorf("%q is there twice", s.Title)
		}
		titles[s.Title] = true
		k.look(t, lib, s.ID, jobs)
	}
	k.remember(t, lib, jobs)
	if err := lib.Purge(t.Context()); err != nil {
		t.Error(err)
	}
}

// sound looks whether a library is sound, with nothing left of what is no more, and gives its jobs.
func (k *killing) sound(t *testing.T, lib *store.Library) []store.Job {
	t.Helper()
	if lib.Recovered() != nil {
		t.Error(lib.Recovered())
	}
	report, err := lib.Check(t.Context())
	if err != nil {
		t.Error(err)
	}
	for _, problem := range report.Problems {
		t.Error(problem)
	}
	if left, err := filepath.Glob(filepath.Join(lib.Dir(), "media", "incoming", "*")); err != nil || len(left) > 0 {
		t.Errorf("unfinished copies are left: %v %v", left, err)
	}
	jobs, err := lib.Jobs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	folders, err := filepath.Glob(filepath.Join(lib.Dir(), "media", "jobs", "*[0-9]"))
	if err != nil || len(folders) > len(jobs) {
		t.Errorf("%d folders of downloads are left for %d jobs: %v", len(folders), len(jobs), err)
	}
	for _, job := range jobs {
		if job.Problem != "" {
			t.Errorf("saving %q stopped: %s", job.Title, job.Problem)
		}
	}
	return jobs
}

// look looks at one story: that nothing of it is half there, and that all is there once there is no job for it.
func (k *killing) look(t *testing.T, lib *store.Library, id int64, jobs []store.Job) {
	t.Helper()
	story, err := lib.Story(t.Context(), id)
	if err != nil {
		t.Error(err)
		return
	}
	var n int
	if _, err := fmt.Sscanf(story.Title, "Bell %d", &n); err != nil {
		t.Errorf("a story is called %q", story.Title)
		return
	}
	if turns := story.Transcript.Turns; len(turns) != killTurns || turns[killTurns-1].Text != killWords(n, killTurns-1) {
		t.Errorf("%q has %d turns", story.Title, len(turns))
	}
	if err := story.Alignment.Check(story.Transcript); story.Aligned != "" && err != nil {
		t.Errorf("%q: %v", story.Title, err)
	}
	size := int(soundBytes)
	if n%4 == 3 {
		size = 3e6
	}
	if story.HasAudio {
		if heard, err := os.ReadFile(lib.AudioPath(story.Summary)); err != nil || !bytes.Equal(heard, noise(n, size)) {
			t.Errorf("%q has another sound: %v", story.Title, err)
		}
	}
	for _, job := range jobs {
		r, err := parseRequest(job.Source)
		if job.Story == id || err == nil && r.Source == sourceOf(k.sources, n) {
			return // it is on its way
		}
	}
	if !story.HasAudio || story.Aligned == "" || n%4 != 3 && story.Picture.File == "" {
		t.Errorf("%q is not being saved any more; it has sound: %v, times: %q, a picture: %v",
			story.Title, story.HasAudio, story.Aligned, story.Picture.File != "")
	}
	k.saved++
	if err := lib.Remove(t.Context(), id); err != nil {
		t.Error(err)
	}
}

// remember looks whether jobs went on where they had stopped, and remembers where that is now.
func (k *killing) remember(t *testing.T, lib *store.Library, jobs []store.Job) {
	t.Helper()
	parts := map[int64]cut{}
	for _, job := range jobs {
		var n int
		r, err := parseRequest(job.Source)
		if err != nil {
			t.Error(err)
		}
		if _, err := fmt.Sscanf(r.Location, k.site.URL+"/page/%d", &n); err != nil {
			continue // a file
		}
		if pages := len(k.site.ranges("page", n)); job.Story != 0 && k.asked[job.ID] == 0 {
			k.asked[job.ID] = pages
		} else if job.Story != 0 && k.asked[job.ID] != pages {
			t.Errorf("the page of %q was fetched again, with its words saved", job.Title)
		}
		ranges := k.site.ranges("sound", n)
		if before, was := k.parts[job.ID]; was && len(ranges) > before.asked {
			k.ranges++
			if want := fmt.Sprintf("bytes=%d-", before.have); ranges[before.asked] != want {
				t.Errorf("%q of the sound of %q was asked for, want %q", ranges[before.asked], job.Title, want)
			}
		}
		if have := safe(filepath.Join(lib.Dir(), "media", "jobs", fmt.Sprint(job.ID), soundName+web.PartEnding)); have > 0 {
			parts[job.ID] = cut{have, len(ranges)}
		}
	}
	k.parts = parts
}

// safe is how much of a download is kept; 0 where there is none to go on with, or all of it came.
func safe(path string) int64 {
	info, err := os.Stat(path)
	note, noteErr := os.ReadFile(path + ".json")
	var kept struct{ Safe, Length int64 }
	if errors.Join(err, noteErr) != nil || json.Unmarshal(note, &kept) != nil || info.Size() < kept.Safe || kept.Safe >= kept.Length {
		return 0
	}
	return kept.Safe
}

// finish lets a queue do what is left.
func (k *killing) finish(t *testing.T, dir string) {
	t.Helper()
	lib := openLibrary(t, dir)
	q := New(t.Context(), lib, Options{Downloads: func(named string) Downloader { return web.NewClient(named) }})
	jobs := k.sound(t, lib)
	if err := q.Resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, job := range jobs {
		if _, err := q.Wait(t.Context(), job.ID); err != nil {
			t.Errorf("%q: %v", job.Title, err)
		}
	}
	lib.Close()
	k.check(t, dir)
	if left, err := filepath.Glob(filepath.Join(dir, "media", "jobs", "*")); err != nil || len(left) > 0 {
		t.Errorf("of the downloads %v is left, %v", left, err)
	}
}
