package web

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// A Kind is what an address is said to lead to.
type Kind int

// The kinds of file that are downloaded.
const (
	Sound   Kind = iota // anything but what can be told to be something else
	Picture             // JPEG, PNG, GIF or WebP, by its first bytes
)

func (k Kind) String() string {
	if k == Picture {
		return "picture"
	}
	return "sound"
}

// A File is what a download saved.
type File struct {
	URL   string // where it came from in the end
	Type  string // media type, as the server gave it, or as the first bytes tell; "" where neither does
	Name  string // as the server or the address gives it, fit to be shown; "" for none
	Bytes int64
}

// Download saves what lies at an address as the file at path, whose folder must be there. What came so far lies in path
// with [PartEnding], and beside that what is needed to go on with it; a later Download of the same address to the same path
// goes on there, if the file is still the same, and begins again if it is not. Only what came whole gets the name path,
// where it replaces what was there. Two downloads to one path at a time are a mistake.
//
// told hears how many bytes of how many there are, and may be nil; the total is 0 where the server does not say it. An error
// other than ctx's is a [FetchError], or says what was wrong with the disk. What came so far is kept, unless it is no use.
func (c *Client) Download(ctx context.Context, address, path string, kind Kind, told func(done, total int64)) (File, error) {
	if told == nil {
		told = func(int64, int64) {}
	}
	part, err := openPart(path, address)
	if err != nil {
		return File{}, err
	}
	defer part.close()
	d := download{client: c, part: part, kind: kind, told: told}
	for failures := 0; ; {
		before := part.size
		err := d.attempt(ctx)
		if err == nil {
			return part.finish()
		}
		var again *brokenOff
		if !errors.As(err, &again) {
			part.keep() // the first error says more
			return File{}, err
		}
		if failures++; part.size-before >= enough {
			failures = 1
		}
		if failures >= c.Limits.Tries {
			part.keep()
			return File{}, again.error
		}
		if err := c.sleep(ctx, c.Limits.Pause<<min(failures-1, 10)); err != nil {
			part.keep()
			return File{}, ctx.Err()
		}
	}
}

// enough bytes came for a download to be getting on, however often it breaks off.
const enough = 1 << 20

// brokenOff is for what may succeed when it is asked for again, now.
type brokenOff struct{ error }

func (b *brokenOff) Unwrap() error { return b.error }

// A download is the work of one.
type download struct {
	client *Client
	part   *part
	kind   Kind
	told   func(done, total int64)
}

// attempt asks once for what is missing and keeps what comes. Its error is a brokenOff where asking again may help.
func (d *download) attempt(ctx context.Context) error {
	if d.part.whole() {
		return nil // the program was ended just then
	}
	header := http.Header{"Accept-Encoding": {"identity"}}
	if d.part.size > 0 && d.part.validator() == "" {
		if err := d.part.restart(); err != nil {
			return err
		}
	}
	if d.part.size > 0 {
		header.Set("Range", fmt.Sprintf("bytes=%d-", d.part.size))
		header.Set("If-Range", d.part.validator())
	}
	got, err := d.client.ask(ctx, asking{address: d.part.Address, accept: d.accept(), header: header, ways: d.ways()})
	switch {
	case err != nil && d.part.size > 0 && mayPass(err):
		return &brokenOff{err}
	case err != nil:
		return err
	}
	defer got.done()
	if got.StatusCode == http.StatusRequestedRangeNotSatisfiable && d.part.size > 0 {
		if err := d.part.restart(); err != nil {
			return err
		}
		return &brokenOff{d.client.cutShort(got)}
	}
	if err := d.client.refused(got, d.kind.String()); err != nil {
		return err
	}
	return d.take(ctx, got)
}

// mayPass reports whether a server that was there a moment ago may be there again in another.
func mayPass(err error) bool {
	for _, lasting := range []error{ErrPrivate, ErrRedirects, ErrCookies, ErrSlow} {
		if errors.Is(err, lasting) {
			return false
		}
	}
	var failure *FetchError
	return errors.As(err, &failure)
}

// take keeps an answer's body.
func (d *download) take(ctx context.Context, got *answer) error {
	if got.StatusCode == http.StatusPartialContent {
		if !d.part.fits(got.Response) {
			if err := d.part.restart(); err != nil {
				return err
			}
			return &brokenOff{d.client.cutShort(got)}
		}
		return d.copy(ctx, got, bufio.NewReader(got.pace))
	}
	body, err := got.unpacked()
	if err != nil {
		return d.client.failed(got.Request.Context(), got.asked, err)
	}
	start, peeked := body.Peek(512)
	if len(start) == 0 || peeked != nil && !errors.Is(peeked, io.EOF) {
		return d.endedEarly(ctx, got, peeked)
	}
	if err := d.promised(got, start, body); err != nil {
		d.part.remove()
		return err
	}
	if err := d.part.begin(got.Response, sniff(start)); err != nil {
		return err
	}
	return d.copy(ctx, got, body)
}

// copy keeps a body, to its end or to where it breaks off.
func (d *download) copy(ctx context.Context, got *answer, body io.Reader) error {
	if d.part.Length > d.most() {
		d.part.remove()
		return d.tooLarge(got)
	}
	buffer := make([]byte, 64<<10)
	for {
		n, err := body.Read(buffer)
		if d.part.size+int64(n) > d.most() {
			d.part.remove()
			return d.tooLarge(got)
		}
		if err := d.part.write(buffer[:n]); err != nil {
			return err
		}
		d.told(d.part.size, max(d.part.Length, 0))
		switch {
		case errors.Is(err, io.EOF) && d.part.complete():
			return nil
		case err != nil:
			return d.endedEarly(ctx, got, err)
		}
	}
}

// endedEarly makes an error for a body that did not come to its end.
func (d *download) endedEarly(ctx context.Context, got *answer, err error) error {
	if cause := context.Cause(got.Request.Context()); errors.Is(cause, ErrSlow) && ctx.Err() == nil {
		return &FetchError{
			URL: visible(got.asked.address), Err: cause,
			Advice: "the server sends it too slowly; try again later, and it goes on where it stopped, or " + d.ways(),
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	failure := d.client.cutShort(got)
	if !errors.Is(err, io.EOF) {
		failure.Err = fmt.Errorf("%w: %w", ErrCutShort, err)
	}
	return &brokenOff{failure}
}

func (c *Client) cutShort(got *answer) *FetchError {
	return &FetchError{
		URL: visible(got.asked.address), Err: ErrCutShort,
		Advice: "it breaks off before its end each time; try again later, and it goes on where it stopped, or " + otherSoundWays,
	}
}

// promised makes an error for a body that is not of the kind that was promised.
func (d *download) promised(got *answer, start []byte, body *bufio.Reader) error {
	kind, sniffed := mediaType(got.Header.Get("Content-Type")), sniff(start)
	e := &FetchError{URL: visible(got.asked.address), Status: got.StatusCode, Type: kind, Err: ErrOther}
	if d.kind == Picture {
		switch sniffed {
		case "image/jpeg", "image/png", "image/gif", "image/webp":
			return nil
		}
		e.Advice = "there is no picture that can be shown; the story can be read without it"
		return e
	}
	page := isHTML(kind, start) && !isSoundType(sniffed)
	switch {
	case page:
		e.Type = "text/html"
		content, _ := body.Peek(body.Size())
		if asksToSignIn(got, content) || got.Request.Response != nil && isLoginPath(got.Request.URL.Path) {
			return loginError(got)
		}
		e.Advice = "a web page came where sound was promised, which may say why; open the address in your browser and " + d.ways()
		return e
	case strings.HasPrefix(sniffed, "text/"), strings.HasPrefix(sniffed, "image/"), sniffed == "application/pdf":
		e.Type = sniffed
		e.Advice = fmt.Sprintf("it is no sound but %s; choose another address, or %s", sniffed, d.ways())
		return e
	}
	return nil
}

func (d *download) tooLarge(got *answer) error {
	return &FetchError{
		URL: visible(got.asked.address), Err: ErrTooLarge,
		Advice: fmt.Sprintf("it is larger than %d MB, too large for a %v; choose another address, or %s", d.most()>>20, d.kind, d.ways()),
	}
}

func (d *download) most() int64 {
	if d.kind == Picture {
		return d.client.Limits.Picture
	}
	return d.client.Limits.Sound
}

func (d *download) accept() string {
	if d.kind == Picture {
		return "image/jpeg, image/png, image/gif, image/webp"
	}
	return "audio/*, application/ogg, video/*;q=0.5, */*;q=0.1"
}

func (d *download) ways() string {
	if d.kind == Picture {
		return "read the story without it"
	}
	return otherSoundWays
}
