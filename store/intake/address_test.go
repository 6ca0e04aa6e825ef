package intake

import (
	"compress/gzip"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alongside/store/intake/web"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// serve answers as the handler does, on this machine.
func serve(t *testing.T, handler http.HandlerFunc) (address string) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// site is a web site of pages, by their paths.
func site(t *testing.T, pages map[string]string) (address string) {
	t.Helper()
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		switch filepath.Ext(r.URL.Path) {
		case ".vtt":
			w.Header().Set("Content-Type", "text/vtt")
		case ".mp3":
			w.Header().Set("Content-Type", "audio/mpeg")
		default:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
		}
		fmt.Fprint(w, body)
	})
}

func TestAPageIsReadFromItsAddress(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/old" {
			http.Redirect(w, r, "/new/bell", http.StatusMovedPermanently)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, page)
	})
	found, err := Read(t.Context(), Source{Location: address + "/old"})
	if err != nil {
		t.Fatal(err)
	}
	checkBell(t, found.Transcript)
	if found.Transcript.URL != address+"/new/bell" || found.Origin != "" {
		t.Errorf("address = %q, origin = %q", found.Transcript.URL, found.Origin)
	}
	if missing := found.Missing(); len(missing) != 1 || missing[0] != NoSound {
		t.Errorf("missing: %q", missing)
	}
}

func TestThePagesOfStationsAreReadFromTheirAddresses(t *testing.T) {
	for _, test := range []struct {
		file, audio, picture string
		duration             time.Duration
	}{
		{"kgou-grove.html", "/audio/kgou-story.mp3", "/img/un.jpg", 193 * time.Second},
		{"npr-org.html", "/audio/kgou-story.mp3", "", 193 * time.Second},
		{"text-npr-org.html", "", "", 0},
		{"wordpress-station.html", "/audio/kgou-story.mp3", "", 0},
	} {
		t.Run(test.file, func(t *testing.T) {
			body, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "pages", test.file))
			if err != nil {
				t.Skipf("the shared pages are not on this machine: %v", err)
			}
			for name, write := range wrappings(body) {
				address := serve(t, write)
				found, err := Read(t.Context(), Source{Location: address + "/2014/story"})
				if err != nil {
					t.Errorf("%s: %v", name, err)
					continue
				}
				got := found.Transcript
				if len(got.Turns) != 12 || got.Turns[1].Speaker != "Michele Kelemen" || !strings.HasPrefix(got.Title, "North Korea's Charm") {
					t.Errorf("%s: %q in %d turns", name, got.Title, len(got.Turns))
				}
				absolute := func(path string) string {
					if path == "" {
						return ""
					}
					return address + path
				}
				if got.Audio.URL != absolute(test.audio) || got.Audio.Duration != test.duration || got.Picture.URL != absolute(test.picture) {
					t.Errorf("%s: audio %+v, picture %+v", name, got.Audio, got.Picture)
				}
			}
		})
	}
}

// wrappings are the ways in which servers give the same page.
func wrappings(body []byte) map[string]http.HandlerFunc {
	as := func(kind string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.Write(body)
		}
	}
	return map[string]http.HandlerFunc{
		"with its character set":   as("text/html; charset=utf-8"),
		"with a wrong one":         as("text/html; charset=iso-8859-1"),
		"without one":              as("text/html"),
		"as nothing in particular": as("application/octet-stream"),
		"packed": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Encoding", "gzip")
			packed := gzip.NewWriter(w)
			packed.Write(body)
			packed.Close()
		},
		"after a redirect with a cookie": func(w http.ResponseWriter, r *http.Request) {
			if _, err := r.Cookie("consent"); err != nil {
				http.SetCookie(w, &http.Cookie{Name: "consent", Value: "no", Path: "/"})
				http.Redirect(w, r, r.URL.Path, http.StatusFound)
				return
			}
			as("text/html")(w, r)
		},
	}
}

func TestSubtitlesAreReadFromTheirAddress(t *testing.T) {
	address := site(t, map[string]string{"/bell.vtt": cues})
	found, err := Read(t.Context(), Source{Location: address + "/bell.vtt"})
	if err != nil {
		t.Fatal(err)
	}
	checkBell(t, found.Transcript)
	if found.Transcript.URL != address+"/bell.vtt" {
		t.Errorf("address = %q", found.Transcript.URL)
	}
}

const storyPage = `<!DOCTYPE html><html lang="en"><head><title>The Bell - Harbour Radio</title>
<meta property="og:image" content="/bell.jpg"><meta name="date" content="2024-05-04"></head>
<body><h1>The Bell</h1><audio src="/bell.mp3"></audio><a href="/transcripts/1">Read the transcript</a>%s</body></html>`

const bellArticle = `<article><p>The bell on the quay is rung for the last time tonight, and hardly anybody in the town knows who will miss it when it has gone.</p></article>`

func TestATranscriptOnAPageOfItsOwnIsFollowed(t *testing.T) {
	for _, test := range []struct{ name, rest, path, words, method string }{
		{"from nothing but a player", "", "/transcripts/1", page, ""},
		{"from an article", bellArticle, "/transcripts/1", page, ""},
		{"to timed text", "", "/bell.vtt", cues, timing.FormatVTT},
	} {
		t.Run(test.name, func(t *testing.T) {
			story := strings.Replace(fmt.Sprintf(storyPage, test.rest), "/transcripts/1", test.path, 1)
			address := site(t, map[string]string{"/story": story, test.path: test.words})
			found, err := Read(t.Context(), Source{Location: address + "/story"})
			if err != nil {
				t.Fatal(err)
			}
			got := found.Transcript
			checkBell(t, got)
			if got.Title != "The Bell" || got.URL != address+"/story" || got.Audio.URL != address+"/bell.mp3" || got.Picture.URL != address+"/bell.jpg" ||
				got.Published != "2024-05-04" || got.TranscriptURL != address+test.path || found.Alignment.Method != test.method {
				t.Errorf("found %+v of %s, by %q", got, found.Name, found.Alignment.Method)
			}
			if missing := found.Missing(); len(missing) > 0 {
				t.Errorf("missing: %q", missing)
			}
		})
	}
}

func TestATranscriptThatCannotBeFollowedLeavesTheArticle(t *testing.T) {
	address := site(t, map[string]string{"/story": fmt.Sprintf(storyPage, bellArticle)})
	found, err := Read(t.Context(), Source{Location: address + "/story"})
	if err != nil {
		t.Fatal(err)
	}
	if notes := strings.Join(found.Notes, " "); !strings.Contains(notes, "404") || len(found.Transcript.Turns) != 1 {
		t.Errorf("notes = %q, turns = %v", notes, found.Transcript.Turns)
	}
}

func TestAPageMayNotLeadToATranscriptOnAnotherMachineInside(t *testing.T) {
	reached := false
	inside := strings.Replace(serve(t, func(http.ResponseWriter, *http.Request) { reached = true }), "127.0.0.1", "127.0.0.3", 1)
	address := site(t, map[string]string{"/story": strings.Replace(fmt.Sprintf(storyPage, ""), "/transcripts/1", inside+"/transcripts/1", 1)})
	_, err := Read(t.Context(), Source{Location: address + "/story"})
	if !errors.Is(err, web.ErrPrivate) || reached {
		t.Errorf("error = %v, reached: %v", err, reached)
	}
}

func TestWhatIsFoundWithoutATranscriptIsKept(t *testing.T) {
	sounds := map[string]string{
		"/story":    fmt.Sprintf(storyPage, ""),
		"/sound":    strings.Replace(fmt.Sprintf(storyPage, ""), `<a href="/transcripts/1">Read the transcript</a>`, "", 1),
		"/bell.mp3": "ID3\x04\x00\x00\x00\x00\x00\x00",
	}
	for _, test := range []struct {
		name, path, title string
		is                error
		says              []string
	}{
		{"a page with sound", "/sound", "The Bell", transcript.ErrNoTranscript, []string{"no transcript was found", "its sound is at", "/bell.mp3"}},
		{"a page whose transcript is gone", "/story", "The Bell", transcript.ErrNoTranscript, []string{"no transcript was found", "/transcripts/1", "404"}},
		{"a sound", "/bell.mp3", "", web.ErrSound, []string{"sound alone", "address of the page"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			address := site(t, sounds)
			_, err := Read(t.Context(), Source{Location: address + test.path})
			var half *MissingError
			if !errors.As(err, &half) || !errors.Is(err, test.is) {
				t.Fatalf("error = %v", err)
			}
			for _, want := range test.says {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
			if got := half.Found.Transcript; got.Title != test.title || got.Audio.URL != address+"/bell.mp3" {
				t.Errorf("found %+v", got)
			}
			if missing := half.Found.Missing(); len(missing) != 1 || missing[0] != NoTranscript {
				t.Errorf("missing: %q", missing)
			}
			whole, err := Complete(t.Context(), half.Found, Source{Text: text}, nil)
			if err != nil {
				t.Fatal(err)
			}
			checkBell(t, whole.Transcript)
			if got := whole.Transcript; got.Title != "The Bell" || got.Audio.URL != address+"/bell.mp3" || len(whole.Missing()) > 0 {
				t.Errorf("complete: %+v", got)
			}
		})
	}
}

func TestAStoryIsCompletedWithItsSound(t *testing.T) {
	dir := folder(t, map[string]string{"bell.txt": text, "recording.wav": tenSeconds(), "times.vtt": cues})
	found, err := Read(t.Context(), Source{Location: filepath.Join(dir, "bell.txt")})
	if err != nil {
		t.Fatal(err)
	}
	whole, err := Complete(t.Context(), found, Source{
		AudioPath: filepath.Join(dir, "recording.wav"), TimingsPath: filepath.Join(dir, "times.vtt"), Title: "My bell",
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	checkBell(t, whole.Transcript)
	if whole.Transcript.Audio.Duration != 10*time.Second || whole.Transcript.Title != "My bell" || whole.Alignment.Method != timing.FormatVTT || len(whole.Missing()) > 0 {
		t.Errorf("complete: %+v", whole)
	}
}

func TestASavedPageSaysWhereItsTranscriptIs(t *testing.T) {
	link := `<a href="https://radio.example/transcripts/1">Transcript</a>`
	t.Run("beside its article", func(t *testing.T) {
		dir := folder(t, map[string]string{"bell.html": "<h1>The Bell</h1>" + link + bellArticle})
		found, err := Read(t.Context(), Source{Location: filepath.Join(dir, "bell.html")})
		if err != nil || !strings.Contains(strings.Join(found.Notes, " "), "https://radio.example/transcripts/1") {
			t.Errorf("notes = %q, %v", found.Notes, err)
		}
	})
	t.Run("where there is nothing else", func(t *testing.T) {
		dir := folder(t, map[string]string{"bell.html": "<h1>The Bell</h1>" + link})
		_, err := Read(t.Context(), Source{Location: filepath.Join(dir, "bell.html")})
		if !errors.As(err, new(*MissingError)) || !strings.Contains(err.Error(), "https://radio.example/transcripts/1") {
			t.Errorf("error = %v", err)
		}
	})
}

func TestAStoryFromTheNetworkSaysTruly(t *testing.T) {
	for name, body := range map[string]string{
		"JSON": `{"title":"The Bell","url":"http://192.168.1.1/admin","turns":[{"n":1,"speaker":"","kind":"speech","text":"The bell rings."}]}`,
		"text": "Title: The Bell\nURL: http://192.168.1.1/admin\n\nADA GRUEN: The bell on the quay.\n\nTOMAS VELA: I ring it.\n",
	} {
		t.Run(name, func(t *testing.T) {
			address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/plain")
				fmt.Fprint(w, body)
			})
			location := address + "/story." + strings.ToLower(strings.Replace(name, "text", "txt", 1))
			found, err := Read(t.Context(), Source{Location: location})
			if err != nil || found.Transcript.URL != location {
				t.Errorf("it says that it is from %q; %v", found.Transcript.URL, err)
			}
		})
	}
}

func TestWhatCannotBeFetchedIsSaidInASentence(t *testing.T) {
	address := site(t, nil)
	_, err := Read(t.Context(), Source{Location: address + "/none"})
	var failure *web.FetchError
	if !errors.As(err, &failure) || failure.Status != http.StatusNotFound || !strings.Contains(err.Error(), "check the address") {
		t.Errorf("error = %v", err)
	}
}
