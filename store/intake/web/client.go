package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"
)

// Limits bound what fetches may take. Those of [DefaultLimits] are for people; tests have smaller ones.
type Limits struct {
	Page      int64         // most bytes of a page
	Sound     int64         // most bytes of a sound
	Picture   int64         // most bytes of a picture
	Redirects int           // from one address to the next, for one fetch
	Answer    time.Duration // until the server begins to answer
	PageTime  time.Duration // for a page, with all its redirects
	Slow      int64         // fewer bytes than these …
	SlowTime  time.Duration // … in this time are too slow
	Tries     int           // of a file, without getting on by a megabyte
	Pause     time.Duration // before the second try; doubled before each one after
	Wait      time.Duration // the longest that a site which is busy may be waited for, for one fetch
}

// DefaultLimits are those of a client that was told no others.
func DefaultLimits() Limits {
	return Limits{
		Page: 16 << 20, Sound: 2 << 30, Picture: 20 << 20, Redirects: 8,
		Answer: 20 * time.Second, PageTime: time.Minute, Slow: 1 << 10, SlowTime: time.Minute,
		Tries: 5, Pause: time.Second, Wait: 30 * time.Second,
	}
}

// A Client does the fetches of one story, or one feed. It keeps the cookies that it is given for as long as it lives. It
// may be used from several goroutines.
type Client struct {
	Limits Limits // may be changed before the first fetch

	guard *guard
	jar   *cookiejar.Jar
	now   func() time.Time
	sleep func(context.Context, time.Duration) error
}

// NewClient makes a client for what a person named: the address of a page, a feed or a file. Its host may be a machine of
// theirs. To go on with a story's downloads later, name the address of the story's page as it was found. With "" nothing
// on a private network is fetched.
func NewClient(named string) *Client {
	host := ""
	if u, err := url.Parse(strings.TrimSpace(named)); err == nil {
		host = u.Hostname()
	}
	jar, _ := cookiejar.New(nil) // it gives no error
	return &Client{Limits: DefaultLimits(), guard: &guard{named: host, isInside: isInside}, jar: jar, now: time.Now, sleep: sleep}
}

// sleep waits, or gives ctx's error.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// An answer is what a server said, with its body still to be read.
type answer struct {
	*http.Response
	asked asking // with an address that is fit to be shown
	way   *way
	pace  *pace
	done  func() // frees what the answer holds
}

// outside reports whether some of the answer's way went over the internet.
func (a *answer) outside() bool { return a.way.wentOutside() }

// An asking is a request in the making.
type asking struct {
	address string
	accept  string
	header  http.Header // beside Accept and User-Agent; nil for none
	ways    string      // what always works, for messages
	told    func(done, total int64)
}

// get asks for what lies at an address. The answer is any that a server gives but a redirect.
func (c *Client) get(ctx context.Context, a asking) (*answer, error) {
	request, err := c.request(ctx, a)
	if err != nil {
		return nil, err
	}
	a.address = request.URL.Redacted()
	if err := c.guard.look(request.URL); err != nil {
		return nil, c.failed(ctx, a, err)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	way := &way{guard: c.guard, answerTime: c.Limits.Answer}
	cookies := 0
	client := &http.Client{Transport: c.transport(way), Jar: c.jar, CheckRedirect: func(next *http.Request, before []*http.Request) error {
		cookies += len(next.Response.Cookies())
		switch {
		case len(before) > c.Limits.Redirects && cookies >= len(before):
			return ErrCookies
		case len(before) > c.Limits.Redirects:
			return ErrRedirects
		}
		return c.guard.look(next.URL)
	}}
	response, err := client.Do(request.WithContext(ctx))
	if err != nil {
		err = c.failed(ctx, a, err)
		cancel(nil)
		return nil, err
	}
	pace := newPace(ctx, response, c.Limits, cancel)
	pace.told = a.told
	return &answer{Response: response, asked: a, way: way, pace: pace, done: func() {
		cancel(nil)
		response.Body.Close()
	}}, nil
}

// ask is get, except that a site that is busy is asked again where it says that this is worth a short wait.
func (c *Client) ask(ctx context.Context, a asking) (*answer, error) {
	var waited time.Duration
	for tries := 1; ; tries++ {
		got, err := c.get(ctx, a)
		if err != nil {
			return nil, err
		}
		busy := got.StatusCode == http.StatusTooManyRequests || got.StatusCode == http.StatusServiceUnavailable
		wait, said := retryAfter(got.Header.Get("Retry-After"), c.now())
		wait = max(wait, c.Limits.Pause)
		if waited += wait; !busy || !said || waited > c.Limits.Wait || tries >= c.Limits.Tries {
			return got, nil
		}
		got.done()
		if err := c.sleep(ctx, wait); err != nil {
			return nil, c.failed(ctx, a, err)
		}
	}
}

func (c *Client) request(ctx context.Context, a asking) (*http.Request, error) {
	address := strings.TrimSpace(a.address)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, &FetchError{URL: visible(address), Advice: "this is not an address of a page; check it", Err: errors.New("it cannot be parsed")}
	}
	if scheme := request.URL.Scheme; scheme != "http" && scheme != "https" {
		return nil, &FetchError{
			URL: visible(address), Advice: "only http and https addresses can be read; " + a.ways,
			Err: fmt.Errorf("the scheme %q", scheme),
		}
	}
	if request.URL.Hostname() == "" {
		return nil, &FetchError{URL: visible(address), Advice: "this is not an address of a page; check it", Err: errors.New("it names no host")}
	}
	for name, values := range a.header {
		request.Header[name] = values
	}
	request.Header.Set("User-Agent", "Alongside (desktop reader)")
	request.Header.Set("Accept", a.accept)
	return request, nil
}

// transport makes the connections of one fetch. None is used twice, so that each is looked at by the guard.
func (c *Client) transport(w *way) *http.Transport {
	return &http.Transport{
		Proxy: func(request *http.Request) (*url.URL, error) {
			proxy, err := http.ProxyFromEnvironment(request)
			if proxy != nil {
				w.throughProxy(proxy)
			}
			return proxy, err
		},
		DialContext:            w.dial,
		DisableKeepAlives:      true,
		TLSHandshakeTimeout:    c.Limits.Answer,
		ResponseHeaderTimeout:  c.Limits.Answer,
		MaxResponseHeaderBytes: 1 << 20,
		ForceAttemptHTTP2:      true,
	}
}
