package web

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// A Page is what a server gave, whole and in memory: of a story, a transcript, or a feed.
type Page struct {
	URL string // where it came from in the end
	// Moved is where it is to be asked for from now on, where servers said that it has moved for good; "" where none did.
	Moved string
	Type  string // media type, as the server gave it: "text/html; charset=iso-8859-1"
	Name  string // of the file, as the server or the address gives it, fit to be shown; "" for none
	Body  []byte

	Inside bool // it came from the person's own network, all the way

	// What the server calls this state of the page; give them to [Client.PageSince] later.
	ETag, Modified string
}

// What a page and a feed are asked for as.
const (
	acceptPage = "text/html, application/xhtml+xml, text/vtt, text/plain;q=0.9, application/json;q=0.8, */*;q=0.1"
	acceptFeed = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"
)

// Page gets the page at an address; told hears how far it is, in bytes, and may be nil. Where the sound itself lies there,
// the error is an [ErrSound] whose [FetchError] has its address and type.
func (c *Client) Page(ctx context.Context, address string, told func(done, total int64)) (Page, error) {
	page, _, err := c.page(ctx, asking{address: address, accept: acceptPage, ways: otherWays, told: told})
	return page, err
}

// PageSince gets a feed, or another page that is read again and again, if it is another than the one with this ETag and
// Modified, either of which may be "". Where the page is the same, changed is false and the Page is empty.
func (c *Client) PageSince(ctx context.Context, address, etag, modified string) (page Page, changed bool, err error) {
	header := http.Header{}
	if isValue(etag) {
		header.Set("If-None-Match", etag)
	}
	if isValue(modified) {
		header.Set("If-Modified-Since", modified)
	}
	page, same, err := c.page(ctx, asking{address: address, accept: acceptFeed, header: header, ways: otherWays})
	return page, !same && err == nil, err
}

// isValue reports whether something can be sent as the value of a header.
func isValue(s string) bool {
	return s != "" && len(s) <= 1024 && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// page gets a page; same says that it did not change.
func (c *Client) page(ctx context.Context, a asking) (page Page, same bool, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, c.Limits.PageTime, fmt.Errorf("%w: not whole after %v", ErrSlow, c.Limits.PageTime))
	defer cancel()
	got, err := c.ask(ctx, a)
	if err != nil {
		return Page{}, false, err
	}
	defer got.done()
	if got.outside() {
		c.guard.cameFromOutside()
	}
	if got.StatusCode == http.StatusNotModified && len(a.header) > 0 {
		return Page{}, true, nil
	}
	if err := c.refused(got, "page"); err != nil {
		return Page{}, false, err
	}
	final := got.Request.URL
	if got.ContentLength > c.Limits.Page {
		return Page{}, false, c.tooLargePage(got.asked.address)
	}
	body, err := got.unpacked()
	if err != nil {
		return Page{}, false, c.failed(got.Request.Context(), got.asked, err)
	}
	start, _ := body.Peek(512) // an error comes again when all of it is read
	kind := mediaType(got.Header.Get("Content-Type"))
	if err := noPage(got.asked.address, final.String(), kind, start); err != nil {
		return Page{}, false, err
	}
	content, err := io.ReadAll(io.LimitReader(body, c.Limits.Page+1))
	switch {
	case err != nil:
		return Page{}, false, c.failed(got.Request.Context(), got.asked, err)
	case int64(len(content)) > c.Limits.Page:
		return Page{}, false, c.tooLargePage(got.asked.address)
	case isHTML(kind, content) && asksToSignIn(got, content):
		return Page{}, false, loginError(got)
	case isHTML(kind, content) && got.Request.Response != nil && isConsentPage(final):
		return Page{}, false, consentError(got)
	}
	return Page{
		URL: final.String(), Moved: movedTo(got.Response), Type: got.Header.Get("Content-Type"), Name: fileName(got.Response), Body: content, Inside: !got.outside(),
		ETag: got.Header.Get("ETag"), Modified: got.Header.Get("Last-Modified"),
	}, false, nil
}

func (c *Client) tooLargePage(address string) error {
	return &FetchError{
		URL:    visible(address),
		Advice: fmt.Sprintf("it is larger than %d MB, too large for a page; copy the transcript and paste it", c.Limits.Page>>20),
		Err:    ErrTooLarge,
	}
}

// noPage makes an error for what is no page by its type or its first bytes.
func noPage(asked, final, kind string, start []byte) error {
	e := &FetchError{URL: visible(asked), Status: http.StatusOK, Type: kind}
	sniffed := sniff(start)
	switch {
	case isSoundType(kind) && !isHTML("", start), isSoundType(sniffed):
		if !isSoundType(kind) {
			e.Type = sniffed
		}
		e.URL, e.Err = final, ErrSound
		e.Advice = "it is the sound alone; give the address of the page with the transcript"
		return e
	case strings.HasPrefix(kind, "image/"), kind == "application/pdf", kind == "application/zip":
	case strings.HasPrefix(sniffed, "image/"), sniffed == "application/pdf":
		e.Type = sniffed
	default:
		return nil
	}
	e.Err = ErrOther
	e.Advice = fmt.Sprintf("it is no page but %s; give the address of the page with the transcript", visible(e.Type))
	return e
}

// errPacking is for a body that was compressed in a way that nobody asked for.
var errPacking = errors.New("the server sends it in a packing that was not asked for")

// unpacked gives the answer's body, unpacked where the server packed it without being asked.
func (a *answer) unpacked() (*bufio.Reader, error) {
	switch strings.ToLower(strings.TrimSpace(a.Header.Get("Content-Encoding"))) {
	case "", "identity":
		return bufio.NewReaderSize(a.pace, 64<<10), nil
	case "gzip", "x-gzip":
		unzipped, err := gzip.NewReader(a.pace)
		if err != nil {
			return nil, fmt.Errorf("unpacking it: %w", err)
		}
		return bufio.NewReaderSize(unzipped, 64<<10), nil
	}
	return nil, errPacking
}

// asksToSignIn tells a form for a name and a password from the page that was asked for, in whose place it came. Many pages
// have such a form in a corner; so it must have come by a redirect to an address that says so, or be the heading of all.
func asksToSignIn(a *answer, content []byte) bool {
	content = bytes.ToLower(content[:min(len(content), 1<<20)])
	password := bytes.Contains(content, []byte(`type="password"`)) || bytes.Contains(content, []byte(`type='password'`)) ||
		bytes.Contains(content, []byte(`type=password`))
	if !password {
		return false
	}
	return a.Request.Response != nil && isLoginPath(a.Request.URL.Path) || loginTitle().Match(content)
}

func consentError(a *answer) error {
	return &FetchError{
		URL: visible(a.asked.address), Status: a.StatusCode, Err: ErrCookies,
		Advice: "the site asks to agree to its cookies before it gives this; agree or refuse in your browser and " + a.asked.ways,
	}
}

func loginError(a *answer) error {
	return &FetchError{
		URL: visible(a.asked.address), Status: a.StatusCode, Err: ErrLogin,
		Advice: "the site asks for somebody to sign in before it gives this; sign in with your browser and " + a.asked.ways,
	}
}
