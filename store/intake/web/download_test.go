package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// sound is as many bytes that begin as an MP3 does.
func sound(seed uint64, size int) []byte {
	random := rand.New(rand.NewPCG(seed, seed))
	b := make([]byte, size)
	for i := range b {
		b[i] = byte(random.Uint32())
	}
	copy(b, "ID3\x04\x00\x00\x00\x00\x00\x00")
	return b
}

// A server of one file, that breaks off as it is told.
type fileServer struct {
	content  []byte
	etag     string
	modified time.Time
	breaks   []int    // after how many bytes of an answer, one answer after the other; then none
	ranges   []string // what was asked for
	change   func(w http.ResponseWriter, r *http.Request) (answered bool)
}

func (s *fileServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.ranges = append(s.ranges, r.Header.Get("Range"))
	w.Header().Set("Content-Type", "audio/mpeg")
	if s.etag != "" {
		w.Header().Set("ETag", s.etag)
	}
	if s.change != nil && s.change(w, r) {
		return
	}
	if n := len(s.ranges) - 1; n < len(s.breaks) {
		w = &breaking{w, s.breaks[n]}
	}
	http.ServeContent(w, r, "", s.modified, bytes.NewReader(s.content))
}

// breaking hangs up after so many bytes.
type breaking struct {
	http.ResponseWriter
	left int
}

func (b *breaking) Write(p []byte) (int, error) {
	n, err := b.ResponseWriter.Write(p[:min(len(p), b.left)])
	if b.left -= n; b.left == 0 {
		b.ResponseWriter.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
	return n, err
}

func newFile(size int) *fileServer {
	return &fileServer{content: sound(1, size), etag: `"1"`, modified: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)}
}

// save gets a file into a folder of its own, or into dir.
func save(t *testing.T, address, dir string) (File, string, error) {
	t.Helper()
	if dir == "" {
		dir = t.TempDir()
	}
	c, _ := impatient(address)
	path := filepath.Join(dir, "bell")
	file, err := c.Download(t.Context(), address, path, Sound, nil)
	return file, path, err
}

// checkWhole looks whether the file is there, and nothing else.
func checkWhole(t *testing.T, path string, want []byte) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
		t.Errorf("it has %d bytes, or others than the %d of the server; %v", len(got), len(want), err)
	}
	checkFolder(t, path, "bell")
}

func checkFolder(t *testing.T, path string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("in the folder lie %q, want %q", got, want)
	}
}

func TestASoundIsSavedWhole(t *testing.T) {
	server := newFile(3 << 20)
	server.change = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == "/play" {
			http.Redirect(w, r, "/audio/bell.mp3", http.StatusFound)
			return true
		}
		return false
	}
	address := serve(t, server.ServeHTTP)
	var done, total int64
	c, _ := impatient(address)
	path := filepath.Join(t.TempDir(), "bell")
	file, err := c.Download(t.Context(), address+"/play", path, Sound, func(d, n int64) { done, total = d, n })
	if err != nil {
		t.Fatal(err)
	}
	if want := (File{address + "/audio/bell.mp3", "audio/mpeg", "bell.mp3", 3 << 20}); file != want {
		t.Errorf("file = %+v", file)
	}
	if done != 3<<20 || total != 3<<20 {
		t.Errorf("%d of %d bytes were told of", done, total)
	}
	checkWhole(t, path, server.content)
}

func TestABrokenDownloadGoesOnWhereItStopped(t *testing.T) {
	for _, test := range []struct {
		name     string
		etag     string
		modified bool
		breaks   []int
		ranges   []string
	}{
		{"once", `"1"`, true, []int{100_000}, []string{"", "bytes=100000-"}},
		{"several times", `"1"`, true, []int{100_000, 50_000, 1}, []string{"", "bytes=100000-", "bytes=150000-", "bytes=150001-"}},
		{"by its date", "", true, []int{100_000}, []string{"", "bytes=100000-"}},
		{"by a weak tag and its date", `W/"1"`, true, []int{100_000}, []string{"", "bytes=100000-"}},
		{"with nothing to be sure by, from the start", "", false, []int{100_000}, []string{"", ""}},
		{"with a weak tag alone, from the start", `W/"1"`, false, []int{100_000}, []string{"", ""}},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := newFile(300_000)
			server.etag, server.breaks = test.etag, test.breaks
			if !test.modified {
				server.modified = time.Time{}
			}
			_, path, err := save(t, serve(t, server.ServeHTTP), "")
			if err != nil {
				t.Fatal(err)
			}
			checkWhole(t, path, server.content)
			if fmt.Sprint(server.ranges) != fmt.Sprint(test.ranges) {
				t.Errorf("asked for %q, want %q", server.ranges, test.ranges)
			}
		})
	}
}

func TestADownloadThatNeverEndsIsGivenUpAndKept(t *testing.T) {
	server := newFile(300_000)
	server.breaks = []int{20_000, 20_000, 20_000, 20_000, 20_000}
	address := serve(t, server.ServeHTTP)
	dir := t.TempDir()
	_, path, err := save(t, address, dir)
	checkFailure(t, err, ErrCutShort, "breaks off", "try again later", "goes on where it stopped")
	if len(server.ranges) != DefaultLimits().Tries {
		t.Errorf("it was asked %d times", len(server.ranges))
	}
	checkFolder(t, path, "bell"+PartEnding, "bell"+noteEnding)
	if _, path, err = save(t, address, dir); err != nil {
		t.Fatal(err)
	}
	checkWhole(t, path, server.content)
	if last := server.ranges[len(server.ranges)-1]; last != "bytes=100000-" {
		t.Errorf("it went on with %q", last)
	}
}

func TestAServerThatIsAwayForAMomentIsAskedAgain(t *testing.T) {
	server := newFile(300_000)
	server.breaks = []int{100_000}
	server.change = func(w http.ResponseWriter, r *http.Request) bool {
		if n := len(server.ranges); n == 2 || n == 3 {
			panic(http.ErrAbortHandler)
		}
		return false
	}
	_, path, err := save(t, serve(t, server.ServeHTTP), "")
	if err != nil {
		t.Fatal(err)
	}
	checkWhole(t, path, server.content)
	if want := "[ bytes=100000- bytes=100000- bytes=100000-]"; fmt.Sprint(server.ranges) != want {
		t.Errorf("asked for %q", server.ranges)
	}
}

func TestADownloadThatIsNotWantedAnyMoreLeavesNothing(t *testing.T) {
	server := newFile(300_000)
	server.breaks = []int{100_000}
	address := serve(t, server.ServeHTTP)
	c, _ := impatient(address)
	c.Limits.Tries = 1
	path := filepath.Join(t.TempDir(), "bell")
	_, err := c.Download(t.Context(), address, path, Sound, nil)
	checkFailure(t, err, ErrCutShort)
	checkFolder(t, path, "bell"+PartEnding, "bell"+noteEnding)
	for range 2 { // nothing to throw away is no error
		if err := Discard(path); err != nil {
			t.Error(err)
		}
	}
	checkFolder(t, path)
}

func TestTheWaitsBetweenTriesGrow(t *testing.T) {
	server := newFile(300_000)
	server.breaks = []int{1, 1, 1, 1, 1}
	address := serve(t, server.ServeHTTP)
	c, waits := impatient(address)
	_, err := c.Download(t.Context(), address, filepath.Join(t.TempDir(), "bell"), Sound, nil)
	checkFailure(t, err, ErrCutShort)
	if got, want := fmt.Sprint(*waits), "[1s 2s 4s 8s]"; got != want {
		t.Errorf("waited %s, want %s", got, want)
	}
}

func TestADownloadThatGetsOnIsNotGivenUp(t *testing.T) {
	server := newFile(9 << 20)
	for range 8 {
		server.breaks = append(server.breaks, 1<<20)
	}
	_, path, err := save(t, serve(t, server.ServeHTTP), "")
	if err != nil {
		t.Fatal(err)
	}
	checkWhole(t, path, server.content)
}

func TestAFileThatChangedBeginsAgain(t *testing.T) {
	short := func(s *fileServer) { s.content = sound(2, 200_000) }
	for _, test := range []struct {
		name   string
		change func(*fileServer)
	}{
		{"another tag", func(s *fileServer) { s.content, s.etag = sound(2, 300_000), `"2"` }},
		{"another date", func(s *fileServer) {
			s.content, s.etag, s.modified = sound(2, 300_000), "", s.modified.Add(time.Hour)
		}},
		{"shorter than what came", func(s *fileServer) { s.content, s.etag = sound(2, 50_000), `"2"` }},
		{"shorter under the same tag", short},
		{"a server that forgot how to begin in the middle", func(s *fileServer) {
			s.change = func(w http.ResponseWriter, _ *http.Request) bool { w.Write(s.content); return true }
		}},
		{"a server that begins elsewhere", func(s *fileServer) {
			s.change = func(w http.ResponseWriter, r *http.Request) bool {
				if r.Header.Get("Range") == "" {
					return false
				}
				w.Header().Set("Content-Range", "bytes 0-99/300000")
				w.WriteHeader(http.StatusPartialContent)
				w.Write(s.content[:100])
				return true
			}
		}},
		{"a server that does not say where it begins", func(s *fileServer) {
			s.change = func(w http.ResponseWriter, r *http.Request) bool {
				if r.Header.Get("Range") == "" {
					return false
				}
				w.WriteHeader(http.StatusPartialContent)
				w.Write(s.content[100_000:])
				return true
			}
		}},
		{"a server that does not look whether it changed", func(s *fileServer) {
			s.content, s.etag = sound(2, 300_000), `"2"`
			s.change = func(_ http.ResponseWriter, r *http.Request) bool { r.Header.Del("If-Range"); return false }
		}},
		{"a range that cannot be", func(s *fileServer) {
			s.change = func(w http.ResponseWriter, r *http.Request) bool {
				if r.Header.Get("Range") == "" {
					return false
				}
				w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
				return true
			}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := newFile(300_000)
			server.breaks = []int{100_000}
			address := serve(t, server.ServeHTTP)
			dir := t.TempDir()
			c, _ := impatient(address)
			c.Limits.Tries = 1
			if _, err := c.Download(t.Context(), address, filepath.Join(dir, "bell"), Sound, nil); !errors.Is(err, ErrCutShort) {
				t.Fatalf("the first half gave %v", err)
			}
			test.change(server)
			_, path, err := save(t, address, dir)
			if err != nil {
				t.Fatal(err)
			}
			checkWhole(t, path, server.content)
		})
	}
}

func TestWhatLiesThereOfAnotherFileIsNotUsed(t *testing.T) {
	server := newFile(300_000)
	address := serve(t, server.ServeHTTP)
	for _, test := range []struct{ name, part, note string }{
		{"without a note", "rubbish", ""},
		{"with half a note", "rubbish", `{"address":`},
		{"of another address", "rubbish", `{"address":"https://example.org/","etag":"\"1\"","length":300000,"safe":7}`},
		{"longer than it can be", strings.Repeat("rubbish", 100_000), `{"address":"` + address + `","etag":"\"1\"","length":300000,"safe":700000}`},
		{"that was not safe on the disk", "rubbish", `{"address":"` + address + `","etag":"\"1\"","length":300000,"safe":0}`},
		{"with a note and no bytes", "", `{"address":"` + address + `","etag":"\"1\"","length":300000,"safe":100000}`},
		{"with a note that lies", "", `{"address":"` + address + `","etag":"\"1\"\r\n","length":-5,"safe":-9}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, content := range map[string]string{"bell" + PartEnding: test.part, "bell" + noteEnding: test.note} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			_, path, err := save(t, address, dir)
			if err != nil {
				t.Fatal(err)
			}
			checkWhole(t, path, server.content)
		})
	}
}

func TestAProgramThatEndedJustBeforeTheEndHasNothingMoreToAsk(t *testing.T) {
	server := newFile(300_000)
	address := serve(t, server.ServeHTTP)
	dir := t.TempDir()
	about, err := json.Marshal(note{Address: address, URL: address, ETag: `"1"`, Length: 300_000, Safe: 300_000})
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"bell" + PartEnding: server.content, "bell" + noteEnding: about} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, path, err := save(t, address, dir)
	if err != nil || len(server.ranges) != 0 {
		t.Errorf("asked %q; %v", server.ranges, err)
	}
	checkWhole(t, path, server.content)
}

func TestACancelledDownloadIsKept(t *testing.T) {
	server := newFile(3 << 20)
	address := serve(t, server.ServeHTTP)
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	c, _ := impatient(address)
	_, err := c.Download(ctx, address, filepath.Join(dir, "bell"), Sound, func(done, _ int64) {
		if done > 1<<20 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error = %v", err)
	}
	_, path, err := save(t, address, dir)
	if err != nil {
		t.Fatal(err)
	}
	checkWhole(t, path, server.content)
	checkWentOn(t, server)
}

func TestWhatIsNoSoundIsNotSaved(t *testing.T) {
	const html = "<!DOCTYPE html><html><head><title>Oh no</title></head><body>The sound is not here any more.</body></html>"
	for _, test := range []struct {
		name, path, kind, body string
		status                 int
		is                     error
		says                   []string
	}{
		{"an error page that says so", "/", "text/html; charset=utf-8", html, 200, ErrOther, []string{"web page", "sound was promised", "browser"}},
		{"an error page under the name of a sound", "/", "audio/mpeg", html, 200, ErrOther, []string{"web page"}},
		{"a login wall", "/", "text/html", `<title>Log in</title><input type=password>`, 200, ErrLogin, []string{"sign in"}},
		{"a redirect to a login wall", "/sound", "text/html", `<p>Hello</p>`, 200, ErrLogin, []string{"sign in"}},
		{"an excuse in JSON", "/", "application/json", `{"error":"gone"}`, 200, ErrOther, []string{"text/plain"}},
		{"a picture", "/", "audio/mpeg", "\x89PNG\r\n\x1a\n\x00\x00", 200, ErrOther, []string{"image/png"}},
		{"a page that is not found", "/", "text/html", html, 404, nil, []string{"no such sound", "404"}},
		{"for those who pay", "/", "text/html", html, 402, nil, []string{"402", "save the sound with your browser"}},
		{"forbidden", "/", "text/html", html, 403, nil, []string{"403", "save the sound with your browser"}},
		{"a broken server", "/", "text/html", html, 500, nil, []string{"500", "try again later"}},
		{"nothing at all", "/", "audio/mpeg", "", 200, ErrCutShort, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			address := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/sound" {
					http.Redirect(w, r, "/login", http.StatusFound)
					return
				}
				w.Header().Set("Content-Type", test.kind)
				w.WriteHeader(test.status)
				w.Write([]byte(test.body))
			})
			_, path, err := save(t, address+test.path, "")
			checkFailure(t, err, test.is, test.says...)
			checkFolder(t, path)
		})
	}
}

func TestSoundsUnderWrongNamesAreSaved(t *testing.T) {
	for _, kind := range []string{"", "application/octet-stream", "binary/octet-stream", "text/plain", "text/html", "audio/mpeg; x", "rubbish"} {
		t.Run(kind, func(t *testing.T) {
			address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", kind)
				w.Write(sound(1, 1000))
			})
			file, _, err := save(t, address, "")
			if err != nil || file.Type != "audio/mpeg" {
				t.Errorf("type = %q, %v", file.Type, err)
			}
		})
	}
}

func TestAFileThatIsTooLarge(t *testing.T) {
	for _, test := range []struct{ name, length string }{{"as it says", "10737418240"}, {"as shows", ""}} {
		t.Run(test.name, func(t *testing.T) {
			address := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if test.length != "" {
					w.Header().Set("Content-Length", test.length)
				}
				for piece := sound(1, 100_000); r.Context().Err() == nil; {
					if _, err := w.Write(piece); err != nil {
						return
					}
				}
			})
			c, _ := impatient(address)
			if test.length == "" {
				c.Limits.Sound = 1 << 20
			}
			path := filepath.Join(t.TempDir(), "bell")
			var most int64
			_, err := c.Download(t.Context(), address, path, Sound, func(done, _ int64) { most = max(most, done) })
			checkFailure(t, err, ErrTooLarge, "MB", "choose another address")
			if most > c.Limits.Sound || test.length != "" && most > 0 {
				t.Errorf("%d bytes were saved", most)
			}
			checkFolder(t, path)
		})
	}
}

func TestADownloadThatDrips(t *testing.T) {
	address := serve(t, drip)
	c, _ := impatient(address)
	c.Limits.SlowTime, c.Limits.Slow = 20*time.Millisecond, 1<<30
	_, err := c.Download(t.Context(), address+"?type=audio/mpeg", filepath.Join(t.TempDir(), "bell"), Sound, nil)
	checkFailure(t, err, ErrSlow, "too slowly", "goes on where it stopped")
}

func TestAShortWaitIsWaitedForASound(t *testing.T) {
	server := newFile(1000)
	server.change = func(w http.ResponseWriter, _ *http.Request) bool {
		if len(server.ranges) < 2 {
			w.Header().Set("Retry-After", "3")
			w.WriteHeader(http.StatusServiceUnavailable)
			return true
		}
		return false
	}
	_, path, err := save(t, serve(t, server.ServeHTTP), "")
	if err != nil {
		t.Fatal(err)
	}
	checkWhole(t, path, server.content)
}

func TestASoundThatTheServerPacks(t *testing.T) {
	content := sound(1, 100_000)
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept-Encoding") != "identity" {
			t.Errorf("it was asked for %q", r.Header.Get("Accept-Encoding"))
		}
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("ETag", `"1"`)
		packed := gzip.NewWriter(w)
		packed.Write(content)
		packed.Close()
	})
	_, path, err := save(t, address, "")
	if err != nil {
		t.Fatal(err)
	}
	checkWhole(t, path, content)
}

func TestAPictureIsOneThatCanBeShown(t *testing.T) {
	for _, test := range []struct {
		name, body string
		saved      bool
	}{
		{"PNG", "\x89PNG\r\n\x1a\n\x00\x00", true},
		{"JPEG", "\xff\xd8\xff\xe0\x00\x10JFIF", true},
		{"a drawing with scripts", `<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>`, false},
		{"a web page", "<!DOCTYPE html><html>", false},
		{"sound", "ID3\x04\x00\x00\x00\x00", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "image/png")
				w.Write([]byte(test.body))
			})
			c, _ := impatient(address)
			path := filepath.Join(t.TempDir(), "bell")
			if _, err := c.Download(t.Context(), address, path, Picture, nil); test.saved {
				if err != nil {
					t.Fatal(err)
				}
				checkWhole(t, path, []byte(test.body))
			} else {
				checkFailure(t, err, ErrOther, "read without it")
				checkFolder(t, path)
			}
		})
	}
}

func TestAFolderThatIsNotThere(t *testing.T) {
	c, _ := impatient("")
	path := filepath.Join(t.TempDir(), "none", "bell")
	if _, err := c.Download(t.Context(), "http://example.org", path, Sound, nil); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), path) {
		t.Errorf("error = %v", err)
	}
}

func TestAFullDiskKeepsWhatCame(t *testing.T) {
	disk := t.TempDir()
	mount := func(options string) error {
		return exec.Command("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk).Run()
	}
	if err := mount("size=2m"); err != nil {
		t.Skipf("a file system of its own is needed, and cannot be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := exec.Command("umount", disk).Run(); err != nil {
			t.Errorf("unmounting: %v", err)
		}
	})
	server := newFile(3 << 20)
	address := serve(t, server.ServeHTTP)
	_, path, err := save(t, address, disk)
	if !errors.Is(err, ErrFull) || !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "make room") {
		t.Fatalf("error = %v", err)
	}
	if err := mount("remount,size=8m"); err != nil {
		t.Fatal(err)
	}
	if _, _, err = save(t, address, disk); err != nil {
		t.Fatal(err)
	}
	checkWhole(t, path, server.content)
	checkWentOn(t, server)
}

// checkWentOn looks whether what came first was not asked for again.
func checkWentOn(t *testing.T, s *fileServer) {
	t.Helper()
	if from, _ := strconv.Atoi(strings.Trim(s.ranges[len(s.ranges)-1], "bytes=-")); from < 1<<20 {
		t.Errorf("it asked for %q", s.ranges)
	}
}

// The next test runs this test binary once more as a program that downloads, and kills it.
const killPath, killAddress = "ALONGSIDE_KILL_PATH", "ALONGSIDE_KILL_ADDRESS" // set in the child

func TestMain(m *testing.M) {
	if path := os.Getenv(killPath); path != "" {
		address := os.Getenv(killAddress)
		_, err := NewClient(address).Download(context.Background(), address, path, Sound, nil)
		fmt.Fprintln(os.Stderr, "it was not killed:", err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func TestAKilledProgramGoesOnWhereItWas(t *testing.T) {
	server := newFile(3 << 20)
	server.change = func(w http.ResponseWriter, r *http.Request) bool {
		if len(server.ranges) > 1 {
			return false
		}
		w.Header().Set("Content-Length", strconv.Itoa(len(server.content)))
		w.Header().Set("Last-Modified", server.modified.Format(http.TimeFormat))
		w.Write(server.content[:5<<19])
		w.(http.Flusher).Flush()
		<-r.Context().Done() // until the program is no more
		return true
	}
	address := serve(t, server.ServeHTTP)
	dir := t.TempDir()
	path := filepath.Join(dir, "bell")
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), killPath+"="+path, killAddress+"="+address)
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
		if known, ok := readNote(path + noteEnding); ok && known.Safe >= 2<<20 {
			break
		}
		if time.Now().After(deadline) {
			t.Error("nothing was saved within a minute")
			break
		}
	}
	child.Process.Kill()
	child.Wait()
	if _, err := os.Stat(path); err == nil {
		t.Fatal("half of a file has the name of the whole")
	}
	if _, _, err := save(t, address, dir); err != nil {
		t.Fatal(err)
	}
	checkWhole(t, path, server.content)
	checkWentOn(t, server)
}
