package intake

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"alongside/sync/transcript"
)

// serve answers as the handler does, on this machine.
func serve(t *testing.T, handler http.HandlerFunc) (address string) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
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
}

func TestSubtitlesAreReadFromTheirAddress(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/vtt")
		fmt.Fprint(w, cues)
	})
	found, err := Read(t.Context(), Source{Location: address + "/bell.vtt"})
	if err != nil {
		t.Fatal(err)
	}
	checkBell(t, found.Transcript)
}

func TestThePagesSoundIsNotDownloadedAndThatIsSaid(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, strings.Replace(page, "<article>",
			`<article><div class="audio-module-controls-wrap" data-audio='{"audioUrl":"https://example.org/bell.mp3"}'></div>`, 1))
	})
	found, err := Read(t.Context(), Source{Location: address})
	if err != nil {
		t.Fatal(err)
	}
	if notes := strings.Join(found.Notes, " "); !strings.Contains(notes, "https://example.org/bell.mp3") {
		t.Errorf("notes = %q", notes)
	}
}

func TestAnAnswerThatIsNoPageIsSaidInASentence(t *testing.T) {
	for _, test := range []struct {
		name   string
		status int
		kind   string
		says   []string
	}{
		{"payment required", 402, "text/html", []string{"402", "save the page in your browser", "paste"}},
		{"forbidden", 403, "text/html", []string{"403", "save the page in your browser"}},
		{"not found", 404, "text/html", []string{"404", "check the address"}},
		{"gone", 410, "text/html", []string{"410", "check the address"}},
		{"too many requests", 429, "text/html", []string{"429", "wait some minutes"}},
		{"broken", 500, "text/html", []string{"500", "try again later"}},
		{"unavailable", 503, "text/html", []string{"503", "try again later"}},
		{"a teapot", 418, "text/html", []string{"418", "paste"}},
		{"sound", 200, "audio/mpeg", []string{"sound alone", "address of the page"}},
		{"a picture", 200, "image/png", []string{"image/png", "address of the page"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", test.kind)
				w.WriteHeader(test.status)
			})
			_, err := Read(t.Context(), Source{Location: address})
			var failure *FetchError
			if !errors.As(err, &failure) || failure.Status != test.status {
				t.Fatalf("error = %v", err)
			}
			for _, want := range append(test.says, address) {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
		})
	}
}

func TestAPageThatIsTooLargeIsNotReadToItsEnd(t *testing.T) {
	sent := 0
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		piece := []byte(strings.Repeat("rubbish ", 8192))
		for sent < 4*mostPage {
			n, err := w.Write(piece)
			if sent += n; err != nil {
				return
			}
		}
	})
	if _, err := Read(t.Context(), Source{Location: address}); !errors.Is(err, transcript.ErrTooLarge) {
		t.Errorf("error = %v", err)
	}
}

func TestAServerThatGivesNoAnswer(t *testing.T) {
	address := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := Read(ctx, Source{Location: address}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error = %v", err)
	}
}

func TestAServerThatIsNotThere(t *testing.T) {
	address := serve(t, func(http.ResponseWriter, *http.Request) {})
	address = strings.Replace(address, "127.0.0.1", "127.0.0.2", 1)
	_, err := Read(t.Context(), Source{Location: address})
	if err == nil || !strings.Contains(err.Error(), "could not be reached") || !strings.Contains(err.Error(), "paste") {
		t.Errorf("error = %v", err)
	}
}

func TestRedirectsWithoutAnEnd(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.Path+"a", http.StatusFound)
	})
	_, err := Read(t.Context(), Source{Location: address + "/a"})
	if err == nil || !strings.Contains(err.Error(), "one address to the next") {
		t.Errorf("error = %v", err)
	}
}

// A page on this machine is asked for because the person named it; it may not lead to another address inside.
func TestAPageLeadsToAnotherAddressInside(t *testing.T) {
	reached := false
	inside := serve(t, func(http.ResponseWriter, *http.Request) { reached = true })
	inside = strings.Replace(inside, "127.0.0.1", "127.0.0.3", 1)
	address := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, inside, http.StatusFound) })
	_, err := Read(t.Context(), Source{Location: address})
	if !errors.Is(err, ErrPrivate) || reached {
		t.Errorf("error = %v, reached: %v", err, reached)
	}
}

func TestTheGuard(t *testing.T) {
	type connection struct {
		host, address string
		allowed       bool
	}
	for _, test := range []struct {
		name        string
		connections []connection
	}{
		{"a public page", []connection{{"named", "93.184.215.14:443", true}, {"named", "93.184.215.14:443", true}}},
		{"a page on this machine", []connection{{"named", "127.0.0.1:8080", true}, {"named", "127.0.0.1:8080", true}}},
		{"its other address", []connection{{"named", "[::1]:8080", true}, {"named", "127.0.0.1:8080", true}}},
		{"from a public page to this machine", []connection{{"named", "93.184.215.14:443", true}, {"other", "127.0.0.1:80", false}}},
		{"from a public page to a router", []connection{{"named", "93.184.215.14:443", true}, {"other", "192.168.1.1:80", false}}},
		{"a name that changes its address", []connection{{"named", "93.184.215.14:443", true}, {"named", "127.0.0.1:443", false}}},
		{"inside, out, and in again", []connection{
			{"named", "127.0.0.1:80", true}, {"other", "93.184.215.14:443", true}, {"named", "127.0.0.1:80", false},
		}},
		{"from this machine to another inside", []connection{{"named", "127.0.0.1:80", true}, {"other", "10.0.0.1:80", false}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			g := &guard{named: "named"}
			for _, c := range test.connections {
				if err := g.allow(c.host, c.address); (err == nil) != c.allowed {
					t.Errorf("%s at %s: %v", c.host, c.address, err)
				}
			}
		})
	}
}

func TestWhichAddressesAreInside(t *testing.T) {
	for address, inside := range map[string]bool{
		"127.0.0.1": true, "10.1.2.3": true, "172.16.0.1": true, "192.168.0.1": true, "169.254.169.254": true, "0.0.0.0": true,
		"100.64.0.1": true, "224.0.0.1": true, "255.255.255.255": true, "::1": true, "::": true, "fe80::1": true, "fc00::1": true,
		"::ffff:127.0.0.1": true, "64:ff9b::7f00:1": true, "2002:7f00:1::": true, "::127.0.0.1": true, "fe80::1%eth0": true,
		"93.184.215.14": false, "8.8.8.8": false, "2606:2800:21f:cb07:6820:80da:af6b:8b2c": false, "64:ff9b::808:808": false,
		"172.32.0.1": false, "::ffff:8.8.8.8": false,
	} {
		if got := isInside(netip.MustParseAddr(address)); got != inside {
			t.Errorf("%s: %v, want %v", address, got, inside)
		}
	}
}

func TestThroughAProxyThePagesRedirectsAreLookedAt(t *testing.T) {
	g := &guard{named: "example.org"}
	g.throughProxy(&url.URL{Scheme: "http", Host: "127.0.0.1:3128"})
	if !g.isProxy("127.0.0.1:3128") {
		t.Error("the proxy is not known")
	}
	for address, allowed := range map[string]bool{
		"http://10.0.0.1/": false, "http://[::1]/": false, "https://example.org/": true, "http://8.8.8.8/": true,
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if err := g.redirect(u); (err == nil) != allowed {
			t.Errorf("%s: %v", address, err)
		}
	}
}
