package saving

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"alongside/store/intake"
	"alongside/store/intake/web"
)

func TestHundredsOfJobsAtOnceTakeLittle(t *testing.T) {
	const many = 300
	dir := t.TempDir()
	lib := openLibrary(t, t.TempDir())
	before := runtime.NumGoroutine()
	q := newQueue(t, t.Context(), lib, nil)
	leave := holdNetwork(q)
	jobs := make([]int64, many)
	for n := range jobs {
		file := filepath.Join(dir, fmt.Sprintf("story %d.txt", n))
		if err := os.WriteFile(file, fmt.Appendf(nil, "ANN: This is story number %d, and a short one.", n), 0o600); err != nil {
			t.Fatal(err)
		}
		jobs[n] = add(t, q, intake.Source{Location: file})
	}
	if more := runtime.NumGoroutine() - before; more > many+50 {
		t.Errorf("%d goroutines for %d jobs", more, many)
	}
	if files, err := os.ReadDir("/proc/self/fd"); err == nil && len(files) > many+100 {
		t.Errorf("%d files are open for %d jobs", len(files), many)
	}
	for _, job := range jobs[:many/2] {
		if err := q.Cancel(t.Context(), job); err != nil {
			t.Fatal(err)
		}
	}
	leave()
	for _, job := range jobs[many/2:] {
		if _, err := q.Wait(t.Context(), job); err != nil {
			t.Error(err)
		}
	}
	if stories, err := lib.Stories(t.Context()); err != nil || len(stories) != many/2 {
		t.Errorf("%d stories are saved, %v", len(stories), err)
	}
	if left, err := filepath.Glob(filepath.Join(lib.Dir(), "media", "jobs", "*")); err != nil || len(left) > 0 {
		t.Errorf("%d folders are left, %v", len(left), err)
	}
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before+20 && time.Now().Before(deadline); {
		runtime.Gosched()
	}
	if more := runtime.NumGoroutine() - before; more > 20 {
		t.Errorf("%d goroutines are left", more)
	}
}

// holdNetwork keeps every job from reading until leave is called.
func holdNetwork(q *Queue) (leave func()) {
	for range atOnce {
		q.network <- struct{}{}
	}
	return func() {
		for range atOnce {
			<-q.network
		}
	}
}

func TestWhatAServerDoesWrongIsSaidInASentence(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(misbehave))
	t.Cleanup(server.Close)
	for _, c := range []struct {
		name, path string
		want       error
	}{
		{"sound that comes too slowly", "/page/drip", web.ErrSlow},
		{"sound that is too large", "/page/huge", web.ErrTooLarge},
		{"sound that is always elsewhere", "/page/round", web.ErrRedirects},
		{"a page that is always elsewhere", "/round", web.ErrRedirects},
		{"a page that is too large", "/hugepage", web.ErrTooLarge},
	} {
		t.Run(c.name, func(t *testing.T) {
			lib := openLibrary(t, t.TempDir())
			q := New(t.Context(), lib, Options{Downloads: func(named string) Downloader {
				client := web.NewClient(named)
				client.Limits.Pause, client.Limits.Slow, client.Limits.SlowTime = time.Millisecond, 1<<20, 50*time.Millisecond
				return client
			}})
			job := add(t, q, intake.Source{Location: server.URL + c.path})
			if _, err := q.Wait(t.Context(), job); !errors.Is(err, c.want) {
				t.Errorf("error = %v, want %v", err, c.want)
			}
			states := q.States()
			if len(states) != 1 || states[0].Running {
				t.Fatalf("it is shown as %+v", states)
			}
			problem := states[0].Problem
			if problem == "" || strings.Contains(problem, "\n") || len(problem) > 400 || !strings.Contains(problem, server.URL) {
				t.Errorf("the problem is %q", problem)
			}
		})
	}
}

// misbehave is a server that does what none should.
func misbehave(w http.ResponseWriter, r *http.Request) {
	kind := filepath.Base(r.URL.Path)
	switch {
	case strings.HasPrefix(r.URL.Path, "/page/"):
		fmt.Fprintf(w, `<html lang="qaa"><head><title>Bell</title></head><body><h1>Bell</h1><audio src="/%s"></audio>
			<div class="transcript storytext"><p>ANN: %s</p><p>BEN: %s</p></div></body></html>`, kind, killWords(1, 1), killWords(1, 2))
	case kind == "round":
		http.Redirect(w, r, "/round?"+r.URL.RawQuery+"1", http.StatusFound)
	case kind == "huge", kind == "hugepage":
		w.Header().Set("Content-Type", map[string]string{"huge": "audio/wav", "hugepage": "text/html"}[kind])
		w.Header().Set("Content-Length", fmt.Sprint(10<<30))
		w.Write(noise(1, 1e5))
	case kind == "drip":
		w.Header().Set("Content-Type", "audio/wav")
		w.Write(noise(1, 1e4)[:1000])
		for r.Context().Err() == nil {
			w.Write([]byte{0})
			w.(http.Flusher).Flush()
			select {
			case <-r.Context().Done():
			case <-time.After(10 * time.Millisecond):
			}
		}
	}
}
