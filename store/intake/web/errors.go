package web

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// What can be wrong with what the network gives; a [FetchError] wraps them, and errors.Is finds them.
var (
	// ErrPrivate is for what the internet leads to on this machine or in the network it is in.
	ErrPrivate = errors.New("it leads to an address inside this machine's own network")
	// ErrLogin is for a page that asks for a name and a password in place of what was asked for.
	ErrLogin = errors.New("it asks for somebody to sign in")
	// ErrCookies is for a site that asks about its cookies first, or that sends in circles because it is not content with the
	// cookies that it gets back.
	ErrCookies = errors.New("it demands cookies, and is not content with those it gave")
	// ErrRedirects is for an address that leads to another without an end.
	ErrRedirects = errors.New("it sends from one address to the next without an end")
	// ErrSound is for an address where a page was asked for and the sound itself lies.
	ErrSound = errors.New("it is the sound alone")
	// ErrOther is for something else than what was promised: a web page in place of a sound, a picture in place of a page.
	ErrOther = errors.New("it is something else than what was promised")
	// ErrTooLarge is for more bytes than [Limits] allow.
	ErrTooLarge = errors.New("it is too large")
	// ErrSlow is for a server that drips, or that does not come to an end.
	ErrSlow = errors.New("it comes too slowly")
	// ErrCutShort is for a file that broke off before its end, again and again.
	ErrCutShort = errors.New("it broke off before its end")
	// ErrFull is for a disk without room for what comes.
	ErrFull = errors.New("the disk is full")
)

// A FetchError says why something could not be had from the network, and what to do.
type FetchError struct {
	URL    string    // without the password that may be in it
	Status int       // of HTTP; 0 where there was no answer
	Retry  time.Time // when the site wants to be asked again; zero where it did not say
	Type   string    // the media type of what came in place of what was asked for, "" where that does not matter
	Advice string
	Err    error // nil where the status says it all
}

// Error says it to a person.
func (e *FetchError) Error() string { return fmt.Sprintf("fetching %s: %s", e.URL, e.Advice) }

func (e *FetchError) Unwrap() error { return e.Err }

// What always works, for a page and for a sound.
const (
	otherWays      = "save the page in your browser and open that file, or copy the transcript and paste it"
	otherSoundWays = "save the sound with your browser and add the story with that file"
)

// failed makes an error for what was asked for and did not come, or not whole.
func (c *Client) failed(ctx context.Context, asked asking, err error) error {
	cause := context.Cause(ctx)
	if ctx.Err() != nil && !errors.Is(cause, ErrSlow) {
		return ctx.Err()
	}
	e, ways := &FetchError{URL: visible(asked.address), Err: err}, asked.ways
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.Is(cause, ErrSlow):
		e.Err, e.Advice = cause, "the server sends it too slowly; try again later, or "+ways
	case errors.Is(err, ErrPrivate):
		e.Advice = ErrPrivate.Error() + ", which a page on the internet has no business with; " + ways
	case errors.Is(err, ErrCookies):
		e.Advice = ErrCookies.Error() + "; " + ways
	case errors.Is(err, ErrRedirects):
		e.Advice = ErrRedirects.Error() + "; " + ways
	case errors.As(err, &dns) && dns.IsNotFound:
		e.Advice = fmt.Sprintf("there is no %s; check the address", visible(dns.Name))
	case errors.As(err, &timeout) && timeout.Timeout():
		e.Advice = "the server did not answer in time; try again later, or " + ways
	case strings.Contains(err.Error(), "certificate"):
		e.Advice = "the server's certificate is not trusted; check this computer's date and the address, or " + ways
	case errors.Is(err, syscall.ECONNRESET), strings.Contains(err.Error(), "EOF"), strings.Contains(err.Error(), "malformed"):
		e.Advice = "the server broke off while it answered, or makes no sense; try again later, or " + ways
	case errors.Is(err, errPacking), errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum), errors.As(err, new(flate.CorruptInputError)):
		e.Advice = "the server packed it in a way that cannot be read; " + ways
	case strings.Contains(err.Error(), "unsupported protocol scheme"), strings.Contains(err.Error(), "Location header"):
		e.Advice = "it leads to an address that is none of the web; " + ways
	default:
		e.Advice = "the server could not be reached; check the address and this computer's network, or " + ways
	}
	return e
}

// refused makes an error for an answer that a site gives in place of what was asked for; nil for what was asked for. What
// is a page or a sound.
func (c *Client) refused(a *answer, what string) error {
	code, ways := a.StatusCode, a.asked.ways
	switch {
	case code == http.StatusOK, code == http.StatusNonAuthoritativeInfo, code == http.StatusPartialContent && a.asked.header.Get("Range") != "":
		return nil
	}
	e := &FetchError{URL: visible(a.asked.address), Status: code}
	if wait, ok := retryAfter(a.Header.Get("Retry-After"), c.now()); ok {
		e.Retry = c.now().Add(wait)
	}
	switch {
	case code == http.StatusPaymentRequired:
		e.Advice = fmt.Sprintf("the site does not give its %ss to programs (402); %s", what, ways)
	case code == http.StatusUnauthorized, code == http.StatusProxyAuthRequired:
		e.Err, e.Advice = ErrLogin, fmt.Sprintf("the site asks for somebody to sign in (%d); sign in with your browser there and %s", code, ways)
	case code == http.StatusForbidden, code == http.StatusUnavailableForLegalReasons:
		e.Advice = fmt.Sprintf("the site did not let a program have the %s (%d); %s", what, code, ways)
	case code == http.StatusNotFound, code == http.StatusGone:
		e.Advice = fmt.Sprintf("there is no such %s (%d); check the address", what, code)
	case code == http.StatusTooManyRequests:
		e.Advice = fmt.Sprintf("the site was asked too often (429); %s, or %s", c.when(e.Retry, "wait some minutes and try again"), ways)
	case code >= 500:
		e.Advice = fmt.Sprintf("the site has trouble of its own (%d); %s, or %s", code, c.when(e.Retry, "try again later"), ways)
	default:
		e.Advice = fmt.Sprintf("the site answered %d and no %s; %s", code, what, ways)
	}
	return e
}

// when says to a person when to try again; otherwise where the site did not say.
func (c *Client) when(retry time.Time, otherwise string) string {
	if retry.IsZero() {
		return otherwise
	}
	return "try again in " + inWords(retry.Sub(c.now()))
}

// retryAfter reads the header of that name: seconds, or a date.
func retryAfter(header string, now time.Time) (time.Duration, bool) {
	const longest = 365 * 24 * time.Hour
	if seconds, err := strconv.ParseInt(strings.TrimSpace(header), 10, 64); err == nil {
		return time.Duration(min(max(seconds, 0), int64(longest/time.Second))) * time.Second, true
	}
	at, err := http.ParseTime(header)
	if err != nil {
		return 0, false
	}
	return min(max(at.Sub(now), 0), longest), true
}

// inWords says how long something lasts, rounded up: "40 seconds", "2 minutes", "3 days".
func inWords(d time.Duration) string {
	for _, unit := range []struct {
		length, until time.Duration
		one, many     string
	}{
		{time.Second, 90 * time.Second, "1 second", "seconds"},
		{time.Minute, 90 * time.Minute, "1 minute", "minutes"},
		{time.Hour, 36 * time.Hour, "1 hour", "hours"},
		{24 * time.Hour, 1<<63 - 1, "1 day", "days"},
	} {
		if d > unit.until {
			continue
		}
		if n := max((d+unit.length-1)/unit.length, 1); n > 1 {
			return fmt.Sprintf("%d %s", n, unit.many)
		}
		return unit.one
	}
	return "a long time"
}
