package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// serve answers as the handler does, on this machine.
func serve(t *testing.T, handler http.HandlerFunc) (address string) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// at puts a server's address under another of this machine's numbers, and so on another host.
func at(host, address string) string { return strings.Replace(address, "127.0.0.1", host, 1) }

// impatient is a client that does not wait for anything. What it was asked to wait is in waits.
func impatient(named string) (c *Client, waits *[]time.Duration) {
	c, waits = NewClient(named), new([]time.Duration)
	c.now = func() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }
	c.sleep = func(ctx context.Context, d time.Duration) error {
		*waits = append(*waits, d)
		return ctx.Err()
	}
	return c, waits
}

func page(t *testing.T, address string) (Page, error) {
	t.Helper()
	c, _ := impatient(address)
	return c.Page(t.Context(), address, nil)
}

// checkFailure looks at an error as a person and as a program see it.
func checkFailure(t *testing.T, err error, is error, says ...string) *FetchError {
	t.Helper()
	var failure *FetchError
	if !errors.As(err, &failure) {
		t.Fatalf("error = %v", err)
	}
	if is != nil && !errors.Is(err, is) {
		t.Errorf("error = %v, which is no %v", err, is)
	}
	for _, want := range says {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
	return failure
}

func TestAPageComesFromWhereItsAddressLeads(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/old" {
			http.Redirect(w, r, "/new/bell.html", http.StatusMovedPermanently)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("ETag", `"1"`)
		w.Header().Set("Last-Modified", "Tue, 18 Nov 2014 21:02:00 GMT")
		w.Write([]byte("<p>The bell"))
	})
	got, err := page(t, " "+address+"/old\n")
	if err != nil {
		t.Fatal(err)
	}
	want := Page{
		URL: address + "/new/bell.html", Type: "text/html; charset=utf-8", Name: "bell.html", Body: []byte("<p>The bell"),
		ETag: `"1"`, Modified: "Tue, 18 Nov 2014 21:02:00 GMT",
	}
	if string(got.Body) != string(want.Body) || got.URL != want.URL || got.Type != want.Type || got.Name != want.Name || got.ETag != want.ETag || got.Modified != want.Modified {
		t.Errorf("page = %+v", got)
	}
}

func TestTheProgramSaysWhoItIs(t *testing.T) {
	var agent string
	address := serve(t, func(_ http.ResponseWriter, r *http.Request) { agent = r.UserAgent() })
	if _, err := page(t, address); err != nil || agent != "Alongside (desktop reader)" {
		t.Errorf("it is called %q; %v", agent, err)
	}
}

func TestAnAnswerThatIsNoPageIsSaidInASentence(t *testing.T) {
	for _, test := range []struct {
		name   string
		status int
		kind   string
		is     error
		says   []string
	}{
		{"sign in", 401, "text/html", ErrLogin, []string{"401", "sign in with your browser"}},
		{"payment required", 402, "text/html", nil, []string{"402", "save the page in your browser", "paste"}},
		{"forbidden", 403, "text/html", nil, []string{"403", "save the page in your browser"}},
		{"not found", 404, "text/html", nil, []string{"404", "check the address"}},
		{"gone", 410, "text/html", nil, []string{"410", "check the address"}},
		{"too many requests", 429, "text/html", nil, []string{"429", "wait some minutes"}},
		{"broken", 500, "text/html", nil, []string{"500", "try again later"}},
		{"unavailable", 503, "text/html", nil, []string{"503", "try again later"}},
		{"a teapot", 418, "text/html", nil, []string{"418", "paste"}},
		{"sound", 200, "audio/mpeg", ErrSound, []string{"sound alone", "address of the page"}},
		{"a picture", 200, "image/png", ErrOther, []string{"image/png", "address of the page"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", test.kind)
				w.WriteHeader(test.status)
			})
			_, err := page(t, address)
			if failure := checkFailure(t, err, test.is, append(test.says, address)...); failure.Status != test.status {
				t.Errorf("status = %d", failure.Status)
			}
		})
	}
}

func TestWhenASiteWantsToBeAskedAgainIsSaid(t *testing.T) {
	for _, test := range []struct{ header, says string }{
		{"40", "try again in 40 seconds"},
		{"120", "try again in 2 minutes"},
		{"3601", "try again in 61 minutes"},
		{"86400", "try again in 24 hours"},
		{"999999999999999999", "try again in 365 days"},
		{"Sun, 01 Mar 2026 12:05:00 GMT", "try again in 5 minutes"},
		{"soon", "wait some minutes"},
		{"", "wait some minutes"},
	} {
		t.Run(test.header, func(t *testing.T) {
			asked := 0
			address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				asked++
				w.Header().Set("Retry-After", test.header)
				w.WriteHeader(http.StatusTooManyRequests)
			})
			_, err := page(t, address)
			failure := checkFailure(t, err, nil, "429", test.says)
			if failure.Retry.IsZero() != strings.Contains(test.says, "wait") || asked != 1 {
				t.Errorf("again at %v; it was asked %d times", failure.Retry, asked)
			}
		})
	}
}

func TestAShortWaitIsWaited(t *testing.T) {
	for _, status := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable} {
		asked := 0
		address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			if asked++; asked < 3 {
				w.Header().Set("Retry-After", "7")
				w.WriteHeader(status)
			}
		})
		c, waits := impatient(address)
		if _, err := c.Page(t.Context(), address, nil); err != nil {
			t.Errorf("%d: %v", status, err)
		}
		if len(*waits) != 2 || (*waits)[0] != 7*time.Second {
			t.Errorf("%d: waited %v", status, *waits)
		}
	}
}

func TestASiteThatIsBusyForeverIsLeftAlone(t *testing.T) {
	asked := 0
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		asked++
		w.Header().Set("Retry-After", "0")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	_, err := page(t, address)
	if checkFailure(t, err, nil, "429"); asked != DefaultLimits().Tries {
		t.Errorf("it was asked %d times", asked)
	}
}

func TestAShortWaitAgainAndAgainIsALongOne(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "20")
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	c, waits := impatient(address)
	_, err := c.Page(t.Context(), address, nil)
	if checkFailure(t, err, nil, "503", "try again in 20 seconds"); len(*waits) != 1 {
		t.Errorf("waited %v", *waits)
	}
}

func TestAPartOfAPageThatNobodyAskedForIsNoPage(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusPartialContent) })
	_, err := page(t, address)
	checkFailure(t, err, nil, "206")
}

func TestAPageThatUnpacksToTooMuch(t *testing.T) {
	var bomb bytes.Buffer
	packed := gzip.NewWriter(&bomb)
	for range 64 {
		packed.Write(make([]byte, 1<<20))
	}
	packed.Close()
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(bomb.Bytes())
	})
	_, err := page(t, address)
	checkFailure(t, err, ErrTooLarge, "16 MB")
}

func TestAPageInAPackingThatNobodyAskedFor(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "br")
		w.Write([]byte("\x0b\x02\x80"))
	})
	_, err := page(t, address)
	checkFailure(t, err, errPacking, "packed", "save the page in your browser")
}

func TestARedirectOutOfTheWeb(t *testing.T) {
	for _, to := range []string{"file:///etc/passwd", "javascript:alert(1)", "http://[::1", "ftp://example.org/bell"} {
		address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Location"] = []string{to}
			w.WriteHeader(http.StatusFound)
		})
		_, err := page(t, address)
		checkFailure(t, err, nil, "none of the web")
	}
}

func TestAPageThatIsTooLargeIsNotReadToItsEnd(t *testing.T) {
	most := DefaultLimits().Page
	for _, test := range []struct {
		name   string
		length string
	}{{"as it says", "10737418240"}, {"as shows", ""}} {
		t.Run(test.name, func(t *testing.T) {
			var sent atomic.Int64
			address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/html")
				if test.length != "" {
					w.Header().Set("Content-Length", test.length)
				}
				piece := []byte(strings.Repeat("rubbish ", 8192))
				for sent.Load() < 4*most {
					n, err := w.Write(piece)
					if sent.Add(int64(n)); err != nil {
						return
					}
				}
			})
			_, err := page(t, address)
			checkFailure(t, err, ErrTooLarge, "16 MB", "paste")
			if sent.Load() >= 4*most {
				t.Error("it was read to its end")
			}
		})
	}
}

func TestAServerThatGivesNoAnswer(t *testing.T) {
	address := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	t.Run("until the person has enough", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		if _, err := NewClient(address).Page(ctx, address, nil); !errors.Is(err, context.DeadlineExceeded) || errors.As(err, new(*FetchError)) {
			t.Errorf("error = %v", err)
		}
	})
	t.Run("until the program has", func(t *testing.T) {
		c, _ := impatient(address)
		c.Limits.Answer = 20 * time.Millisecond
		_, err := c.Page(t.Context(), address, nil)
		checkFailure(t, err, nil, "did not answer in time", "try again later")
	})
}

func TestAPageThatDrips(t *testing.T) {
	address := serve(t, drip)
	t.Run("too few bytes", func(t *testing.T) {
		c, _ := impatient(address)
		c.Limits.SlowTime, c.Limits.Slow = 20*time.Millisecond, 1<<30
		_, err := c.Page(t.Context(), address, nil)
		checkFailure(t, err, ErrSlow, "too slowly", "try again later")
	})
	t.Run("for too long", func(t *testing.T) {
		c, _ := impatient(address)
		c.Limits.PageTime = 20 * time.Millisecond
		_, err := c.Page(t.Context(), address, nil)
		checkFailure(t, err, ErrSlow, "too slowly")
	})
}

// drip sends a letter now and then, for ever.
func drip(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", r.URL.Query().Get("type"))
	for r.Context().Err() == nil {
		if _, err := w.Write([]byte("\x00")); err != nil {
			return
		}
		w.(http.Flusher).Flush()
		time.Sleep(time.Millisecond)
	}
}

func TestAServerThatIsNotThere(t *testing.T) {
	address := at("127.0.0.2", serve(t, func(http.ResponseWriter, *http.Request) {}))
	_, err := page(t, address)
	checkFailure(t, err, nil, "could not be reached", "paste")
}

func TestAServerWhoseCertificateNobodyKnows(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	_, err := page(t, server.URL)
	checkFailure(t, err, nil, "certificate", "this computer's date")
}

func TestAServerThatHangsUp(t *testing.T) {
	for _, test := range []struct{ name, sends string }{
		{"without a word", ""},
		{"in the middle of its headers", "HTTP/1.1 200 OK\r\nContent-Ty"},
		{"in the middle of the page", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<p>The b"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := page(t, serve(t, hangUp(test.sends)))
			checkFailure(t, err, nil, "broke off", "try again later")
		})
	}
}

// hangUp sends what it is told, and closes the connection.
func hangUp(sends string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		conn.Write([]byte(sends))
		conn.Close()
	}
}

func TestRedirects(t *testing.T) {
	for _, test := range []struct {
		name string
		hops int // -1 for no end
		is   error
		says string
	}{
		{"as many as are followed", 8, nil, ""},
		{"one more", 9, ErrRedirects, "one address to the next"},
		{"without an end", -1, ErrRedirects, "one address to the next"},
	} {
		t.Run(test.name, func(t *testing.T) {
			address := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if n := len(r.URL.Path) - 1; n != test.hops {
					http.Redirect(w, r, r.URL.Path+"a", http.StatusFound)
				}
			})
			_, err := page(t, address+"/")
			if test.is == nil {
				if err != nil {
					t.Error(err)
				}
				return
			}
			checkFailure(t, err, test.is, test.says, "paste")
		})
	}
}

func TestCookies(t *testing.T) {
	wall := func(accepts bool) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if _, err := r.Cookie("seen"); err == nil && accepts {
				w.Write([]byte("<p>The bell"))
				return
			}
			http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1"})
			http.Redirect(w, r, r.URL.Path, http.StatusFound)
		}
	}
	t.Run("demanded are given back", func(t *testing.T) {
		got, err := page(t, serve(t, wall(true))+"/story")
		if err != nil || string(got.Body) != "<p>The bell" {
			t.Errorf("page = %q, %v", got.Body, err)
		}
	})
	t.Run("that are not enough", func(t *testing.T) {
		_, err := page(t, serve(t, wall(false))+"/story")
		checkFailure(t, err, ErrCookies, "cookies", "save the page in your browser")
	})
	t.Run("that have to be agreed to", func(t *testing.T) {
		_, err := page(t, serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/story" {
				http.Redirect(w, r, "/consent/?back=/story", http.StatusFound)
				return
			}
			w.Write([]byte("<!DOCTYPE html><p>We value your privacy"))
		})+"/story")
		checkFailure(t, err, ErrCookies, "agree", "save the page in your browser")
	})
	t.Run("are kept from fetch to fetch", func(t *testing.T) {
		address := serve(t, wall(true))
		c, _ := impatient(address)
		if _, err := c.Page(t.Context(), address+"/story", nil); err != nil {
			t.Fatal(err)
		}
		c.Limits.Redirects = 0
		if _, err := c.Page(t.Context(), address+"/transcript", nil); err != nil {
			t.Error(err)
		}
	})
}

func TestALoginWallIsNoPage(t *testing.T) {
	const form = `<form><input name=user><input type="password" name=pass></form>`
	for _, test := range []struct {
		name, body string
		redirect   string
		wall       bool
	}{
		{"by a redirect", `<p>Welcome` + form, "/account/login?next=/story", true},
		{"in place of the page", `<title>Sign in - Port Radio</title>` + form, "", true},
		{"a form in a page's corner", `<title>The bell</title><p>The bell` + form, "", false},
		{"a redirect to another page", `<p>The bell`, "/2024/story", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			address := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/story" && test.redirect != "" {
					http.Redirect(w, r, test.redirect, http.StatusSeeOther)
					return
				}
				w.Header().Set("Content-Type", "text/html")
				w.Write([]byte(test.body))
			})
			_, err := page(t, address+"/story")
			if !test.wall {
				if err != nil {
					t.Error(err)
				}
				return
			}
			checkFailure(t, err, ErrLogin, "sign in", "browser")
		})
	}
}

func TestWhereASoundLiesInPlaceOfAPage(t *testing.T) {
	for _, test := range []struct{ name, kind, body string }{
		{"as the server says", "audio/mpeg", "ID3\x04\x00\x00\x00\x00\x00\x00"},
		{"as its first bytes say", "application/octet-stream", "ID3\x04\x00\x00\x00\x00\x00\x00"},
		{"from its first frame on", "application/octet-stream", "\xff\xfb\x90\x64\x00\x00"},
		{"under a wrong name", "text/html", "OggS\x00\x02\x00\x00\x00\x00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			address := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/listen" {
					http.Redirect(w, r, "/bell.mp3", http.StatusFound)
					return
				}
				w.Header().Set("Content-Type", test.kind)
				w.Write([]byte(test.body))
			})
			_, err := page(t, address+"/listen")
			if failure := checkFailure(t, err, ErrSound); failure.URL != address+"/bell.mp3" || !isSoundType(failure.Type) {
				t.Errorf("it is %s of type %q", failure.URL, failure.Type)
			}
		})
	}
}

func TestAFeedIsOnlyReadAgainWhenItChanged(t *testing.T) {
	etag := `"1"`
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", etag)
		w.Header().Set("Last-Modified", "Tue, 18 Nov 2014 21:02:00 GMT")
		if r.Header.Get("If-None-Match") == etag && r.Header.Get("If-Modified-Since") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Write([]byte("<rss>"))
	})
	c, _ := impatient(address)
	first, changed, err := c.PageSince(t.Context(), address, "", "")
	if err != nil || !changed || string(first.Body) != "<rss>" {
		t.Fatalf("first: %+v, changed %v, %v", first, changed, err)
	}
	if again, changed, err := c.PageSince(t.Context(), address, first.ETag, first.Modified); err != nil || changed || again.Body != nil {
		t.Errorf("again: %+v, changed %v, %v", again, changed, err)
	}
	etag = `"2"`
	if later, changed, err := c.PageSince(t.Context(), address, first.ETag, first.Modified); err != nil || !changed || later.ETag != `"2"` {
		t.Errorf("later: %+v, changed %v, %v", later, changed, err)
	}
	if _, changed, err := c.PageSince(t.Context(), address, "a\r\nHost: b", "\n"); err != nil || !changed {
		t.Errorf("with what no server says: changed %v, %v", changed, err)
	}
}

func TestAddressesThatAreNone(t *testing.T) {
	for _, address := range []string{"", "http://", "http:///path", "ftp://example.org/x", "file:///etc/passwd", "javascript:alert(1)", "http://[::1", "http://a\x00b/"} {
		_, err := page(t, address)
		checkFailure(t, err, nil, "address")
	}
}

func TestAPasswordInAnAddressIsNotShown(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	_, err := page(t, strings.Replace(address, "http://", "http://ada:secret@", 1))
	checkFailure(t, err, nil, "ada")
	if strings.Contains(err.Error(), "secret") {
		t.Errorf("it says %q", err)
	}
}

func TestTheNameOfAFile(t *testing.T) {
	for _, test := range []struct{ name, path, disposition, want string }{
		{"of the address", "/audio/bell.mp3", "", "bell.mp3"},
		{"that the server gives", "/play", `attachment; filename="The bell.mp3"`, "The bell.mp3"},
		{"in another alphabet", "/play", `attachment; filename*=UTF-8''K%C3%B6nig.mp3`, "König.mp3"},
		{"none", "/", "", ""},
		{"in another folder", "/play", `attachment; filename="../../etc/passwd"`, "passwd"},
		{"in another folder of Windows", "/play", `attachment; filename="..\\..\\bell.mp3"`, "bell.mp3"},
		{"that hides", "/play", `attachment; filename=".bashrc"`, "bashrc"},
		{"that turns around", "/bell%E2%80%AE3pm.exe", "", "bell3pm.exe"},
		{"with what cannot be seen", "/be%00ll%0A.mp3", "", "bell.mp3"},
		{"of 4,000 bytes", "/" + strings.Repeat("ü", 2000) + ".mp3", "", strings.Repeat("ü", 58) + ".mp3"},
		{"with an ending of 4,000 bytes", "/bell." + strings.Repeat("x", 4000), "", "bell." + strings.Repeat("x", longestName-5)},
	} {
		t.Run(test.name, func(t *testing.T) {
			address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				if test.disposition != "" {
					w.Header().Set("Content-Disposition", test.disposition)
				}
				w.Write([]byte("The bell"))
			})
			got, err := page(t, address+test.path)
			if err != nil || got.Name != test.want {
				t.Errorf("name = %q, %v", got.Name, err)
			}
		})
	}
}
