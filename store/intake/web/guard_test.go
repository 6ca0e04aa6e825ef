package web

import (
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
)

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
		{"out first, and in to what was named", []connection{{"other", "93.184.215.14:443", true}, {"named", "127.0.0.1:80", false}}},
		{"from this machine to another inside", []connection{{"named", "127.0.0.1:80", true}, {"other", "10.0.0.1:80", false}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := &way{guard: &guard{named: "named", isInside: isInside}}
			for _, c := range test.connections {
				if err := w.allow(c.host, c.address); (err == nil) != c.allowed {
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
	w := &way{guard: &guard{named: "example.org", isInside: isInside}}
	w.throughProxy(&url.URL{Scheme: "http", Host: "127.0.0.1:3128"})
	if !w.isProxy("127.0.0.1:3128") {
		t.Error("the proxy is not known")
	}
	for address, allowed := range map[string]bool{
		"http://10.0.0.1/": false, "http://[::1]/": false, "https://example.org/": true, "http://8.8.8.8/": true,
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.guard.look(u); (err == nil) != allowed {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestWhatComesThroughAProxyIsTakenToComeFromTheInternet(t *testing.T) {
	proxy := strings.TrimPrefix(serve(t, http.NotFound), "http://")
	w := &way{guard: &guard{named: "named", isInside: isInside}}
	w.throughProxy(&url.URL{Scheme: "http", Host: proxy})
	conn, err := w.dial(t.Context(), "tcp", proxy)
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
	if err := w.allow("named", "127.0.0.1:80"); !w.wentOutside() || !errors.Is(err, ErrPrivate) {
		t.Errorf("it went outside: %v; back inside gave %v", w.wentOutside(), err)
	}
}

// pretending is a client for which 127.0.0.1 and its like are the internet, and only 127.1.0.0/16 is inside.
func pretending(named string) *Client {
	c, _ := impatient(named)
	c.guard.isInside = netip.MustParsePrefix("127.1.0.0/16").Contains
	return c
}

func TestWhereTheInternetMayNotLead(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if to := r.URL.Query().Get("to"); to != "" {
			http.Redirect(w, r, to, http.StatusFound)
			return
		}
		w.Header().Set("Content-Type", r.URL.Query().Get("type"))
		w.Write([]byte("The bell\x00"))
	})
	inside, other := at("127.1.0.1", address), at("127.1.0.2", address)
	if _, err := http.Get(inside); err != nil {
		t.Skipf("this machine has no address but 127.0.0.1: %v", err)
	}
	fetchPage := func(c *Client, address string) error {
		_, err := c.Page(t.Context(), address, nil)
		return err
	}
	download := func(c *Client, address string) error {
		_, err := c.Download(t.Context(), address+"?type=audio/mpeg", filepath.Join(t.TempDir(), "file"), Sound, nil)
		return err
	}
	for _, test := range []struct {
		name    string
		named   string
		fetch   func(*Client) error
		allowed bool
	}{
		{"a person's own page", inside, func(c *Client) error { return fetchPage(c, inside) }, true},
		{"the sound beside it", inside, func(c *Client) error { fetchPage(c, inside); return download(c, inside) }, true},
		{"its sound, later", inside, func(c *Client) error { return download(c, inside) }, true},
		{"its sound on the internet", inside, func(c *Client) error { fetchPage(c, inside); return download(c, address) }, true},
		{
			"its picture, after its sound on the internet", inside,
			func(c *Client) error { fetchPage(c, inside); download(c, address); return download(c, inside) }, true,
		},
		{"another machine's sound", inside, func(c *Client) error { fetchPage(c, inside); return download(c, other) }, false},
		{"a public page's redirect", address, func(c *Client) error { return fetchPage(c, address+"?to="+inside) }, false},
		{"a public page's sound", address, func(c *Client) error { fetchPage(c, address); return download(c, inside) }, false},
		{"a public page's sound, later", address, func(c *Client) error { return download(c, inside) }, false},
		{"a public page's transcript", address, func(c *Client) error { fetchPage(c, address); return fetchPage(c, inside) }, false},
		{"a public feed", address, func(c *Client) error {
			c.PageSince(t.Context(), address, "", "")
			return download(c, inside)
		}, false},
		{"out and in again", inside, func(c *Client) error { return fetchPage(c, inside+"?to="+url.QueryEscape(address+"?to="+inside)) }, false},
		{
			"out, and its sound back inside", inside,
			func(c *Client) error { fetchPage(c, inside+"?to="+address); return download(c, inside) }, false,
		},
		{"nothing was named", "", func(c *Client) error { return download(c, inside) }, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := pretending(test.named)

			err := test.fetch(c)
			if test.allowed {
				if err != nil {
					t.Error(err)
				}
				return
			}
			checkFailure(t, err, ErrPrivate, "no business")
		})
	}
}
