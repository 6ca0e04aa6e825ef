package intake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"alongside/sync/transcript"
)

// Bounds of a fetch.
const (
	fetchTime     = time.Minute      // for all of it
	answerTime    = 20 * time.Second // until the server begins to answer
	mostRedirects = 8
	mostPage      = transcript.MaxSize
)

// A FetchError says why a page could not be had from the network, and what to do.
type FetchError struct {
	URL    string
	Status int // of HTTP; 0 where there was no answer
	Advice string
	Err    error // nil where there was an answer
}

// Error says it to a person.
func (e *FetchError) Error() string { return fmt.Sprintf("fetching %s: %s", e.URL, e.Advice) }

func (e *FetchError) Unwrap() error { return e.Err }

// ErrPrivate is wrapped by the error for a page on the internet that leads to this machine or the network it is in.
var ErrPrivate = errors.New("it leads to an address inside this machine's own network")

// otherWays is what always works.
const otherWays = "save the page in your browser and open that file, or copy the transcript and paste it"

// fetch gets a page. It asks once, as itself, and takes no for an answer.
func (r reading) fetch(address string) (document, error) {
	ctx, cancel := context.WithTimeout(r.ctx, fetchTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil || request.URL.Hostname() == "" {
		return document{}, &FetchError{URL: address, Advice: "this is not an address of a page; check it", Err: err}
	}
	request.Header.Set("User-Agent", "Alongside (desktop reader)")
	request.Header.Set("Accept", "text/html, application/xhtml+xml, text/vtt, text/plain;q=0.9, application/json;q=0.8, */*;q=0.1")
	client, transport := newClient(request.URL.Hostname())
	defer transport.CloseIdleConnections()
	answer, err := client.Do(request)
	if err != nil {
		return document{}, r.unanswered(address, err)
	}
	defer answer.Body.Close()
	if advice := adviceFor(answer); advice != "" {
		return document{}, &FetchError{URL: address, Status: answer.StatusCode, Advice: advice}
	}
	if answer.ContentLength > mostPage {
		return document{}, tooLarge(address)
	}
	body := &told{r: answer.Body, total: answer.ContentLength, told: r.told}
	content, err := io.ReadAll(io.LimitReader(body, mostPage+1))
	switch {
	case err != nil:
		return document{}, r.unanswered(address, err)
	case len(content) > mostPage:
		return document{}, tooLarge(address)
	}
	final := answer.Request.URL
	return document{
		name: path.Base(final.Path), url: final.String(), mediaType: answer.Header.Get("Content-Type"),
		fetched: true, body: content,
	}, nil
}

func tooLarge(address string) error {
	return &FetchError{
		URL:    address,
		Advice: fmt.Sprintf("it is larger than %d MB, too large for a page; copy the transcript and paste it", mostPage>>20),
		Err:    transcript.ErrTooLarge,
	}
}

// unanswered makes an error for a page that did not come, or not whole.
func (r reading) unanswered(address string, err error) error {
	if r.ctx.Err() != nil {
		return r.ctx.Err()
	}
	e := &FetchError{URL: address, Err: err}
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.Is(err, ErrPrivate):
		e.Advice = ErrPrivate.Error() + ", which a page on the internet has no business with; " + otherWays
	case errors.Is(err, errRedirects):
		e.Advice = "it sends from one address to the next without an end; " + otherWays
	case errors.As(err, &dns) && dns.IsNotFound:
		e.Advice = fmt.Sprintf("there is no %s; check the address", dns.Name)
	case errors.As(err, &timeout) && timeout.Timeout():
		e.Advice = "the server did not answer in time; try again later, or " + otherWays
	case strings.Contains(err.Error(), "certificate"):
		e.Advice = "the server's certificate is not trusted; check this computer's date and the address, or " + otherWays
	default:
		e.Advice = "the server could not be reached; check the address and this computer's network, or " + otherWays
	}
	return e
}

// adviceFor says what an answer other than a page means; "" for a page.
func adviceFor(answer *http.Response) string {
	switch code := answer.StatusCode; {
	case code == http.StatusOK:
		return adviceForType(answer.Header.Get("Content-Type"))
	case code == http.StatusPaymentRequired:
		return "the site does not give its pages to programs (402); " + otherWays
	case code == http.StatusUnauthorized, code == http.StatusForbidden, code == http.StatusUnavailableForLegalReasons:
		return fmt.Sprintf("the site did not let a program have the page (%d); %s", code, otherWays)
	case code == http.StatusNotFound, code == http.StatusGone:
		return fmt.Sprintf("there is no such page (%d); check the address", code)
	case code == http.StatusTooManyRequests:
		return "the site was asked too often (429); wait some minutes and try again, or " + otherWays
	case code >= 500:
		return fmt.Sprintf("the site has trouble of its own (%d); try again later, or %s", code, otherWays)
	default:
		return fmt.Sprintf("the site answered %d and no page; %s", code, otherWays)
	}
}

func adviceForType(contentType string) string {
	kind, _, _ := mime.ParseMediaType(contentType)
	switch {
	case strings.HasPrefix(kind, "audio/"), strings.HasPrefix(kind, "video/"):
		return "it is the sound alone; give the address of the page with the transcript"
	case strings.HasPrefix(kind, "image/"), kind == "application/pdf", kind == "application/zip":
		return fmt.Sprintf("it is no page but %s; give the address of the page with the transcript", kind)
	}
	return ""
}

// told passes an answer's body on and tells how far it is.
type told struct {
	r           io.Reader
	done, total int64
	told        func(Progress)
}

func (t *told) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	t.done += int64(n)
	t.told(Progress{Fetching, t.done, max(t.total, 0)})
	return n, err
}

var errRedirects = errors.New("too many redirects")

// newClient makes a client for one fetch from the host that the person named.
func newClient(host string) (*http.Client, *http.Transport) {
	guard := &guard{named: host}
	transport := &http.Transport{
		Proxy: func(request *http.Request) (*url.URL, error) {
			proxy, err := http.ProxyFromEnvironment(request)
			if proxy != nil {
				guard.throughProxy(proxy)
			}
			return proxy, err
		},
		DialContext:            guard.dial,
		TLSHandshakeTimeout:    answerTime,
		ResponseHeaderTimeout:  answerTime,
		MaxResponseHeaderBytes: 1 << 20,
		ForceAttemptHTTP2:      true,
	}
	client := &http.Client{Transport: transport, CheckRedirect: func(next *http.Request, before []*http.Request) error {
		if len(before) > mostRedirects {
			return errRedirects
		}
		return guard.redirect(next.URL)
	}}
	return client, transport
}
