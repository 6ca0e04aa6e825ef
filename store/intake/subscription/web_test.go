package subscription

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// The same station, asked as people's feeds are.
func TestAFeedComesOverTheWeb(t *testing.T) {
	s, lib := newStation(t), openLibrary(t)
	f, _, err := Subscribe(t.Context(), lib, s.URL+"/feed", Web)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Refresh(t.Context(), lib, f.ID, Web); err != nil || s.asked != 1 {
		t.Errorf("sent %d times, %v", s.asked, err)
	}
	s.newest = 4
	if _, err := Refresh(t.Context(), lib, f.ID, Web); err != nil || !slices.Equal(titles(t, lib, f.ID), []string{"4", "3", "2"}) {
		t.Errorf("episodes %q, %v", titles(t, lib, f.ID), err)
	}
}

func TestOnlyAMoveForGoodChangesTheAddress(t *testing.T) {
	for name, c := range map[string]struct {
		first, second int
		want          string
	}{
		"for good":                 {http.StatusMovedPermanently, http.StatusPermanentRedirect, "/c"},
		"for now":                  {http.StatusFound, http.StatusTemporaryRedirect, "/a"},
		"for good, and on for now": {http.StatusMovedPermanently, http.StatusFound, "/b"},
		"for now, and on for good": {http.StatusFound, http.StatusMovedPermanently, "/a"},
	} {
		t.Run(name, func(t *testing.T) {
			s, lib := newStation(t), openLibrary(t)
			f := subscribe(t, lib, s.URL+"/a")
			s.newest = 4
			s.answer = func(w http.ResponseWriter, r *http.Request) bool {
				switch r.URL.Path {
				case "/a":
					http.Redirect(w, r, "/b", c.first)
				case "/b":
					http.Redirect(w, r, "/c", c.second)
				default:
					return false
				}
				return true
			}
			if f, err := Refresh(t.Context(), lib, f.ID, Web); err != nil || f.URL != s.URL+c.want {
				t.Errorf("its address is %s, %v", f.URL, err)
			}
		})
	}
}

func TestWhatTheWebRefusesIsSaidForAFeed(t *testing.T) {
	for name, c := range map[string]struct {
		answer func(w http.ResponseWriter, r *http.Request)
		says   string
	}{
		"gone":    {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) }, "ended"},
		"missing": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }, "(404)"},
		"payment": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusPaymentRequired) }, "(402)"},
		"trouble": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }, "(500)"},
		"circles": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusFound) }, "without an end"},
		"a sound": {func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "ID3\x04\x00\x00\x00\x00\x00\x00") }, "no feed"},
		"a large": {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", "10000000000") }, "16 MB"},
	} {
		t.Run(name, func(t *testing.T) {
			s, lib := newStation(t), openLibrary(t)
			f := subscribe(t, lib, s.URL)
			s.answer = func(w http.ResponseWriter, r *http.Request) bool { c.answer(w, r); return true }
			_, err := Refresh(t.Context(), lib, f.ID, Web)
			if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "browser") {
				t.Errorf("error %v, want %q in it", err, c.says)
			}
			if errors.Is(err, ErrGone) != (name == "gone") {
				t.Errorf("gone: %v", err)
			}
		})
	}
}

func TestAServerThatIsNotThere(t *testing.T) {
	s, lib := newStation(t), openLibrary(t)
	f := subscribe(t, lib, s.URL)
	s.Close()
	if f, err := Refresh(t.Context(), lib, f.ID, Web); err == nil || !strings.Contains(f.Problem, "could not be reached") {
		t.Errorf("problem %q, %v", f.Problem, err)
	}
}
