package subscription

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"

	"alongside/store/intake/web"
)

// Web is the network as it is.
func Web(named string) Getter { return overWeb{web.NewClient(named)} }

type overWeb struct{ client *web.Client }

func (o overWeb) Get(ctx context.Context, address, etag, modified string) (Answer, error) {
	page, changed, err := o.client.PageSince(ctx, address, etag, modified)
	switch {
	case err != nil && ctx.Err() != nil:
		return Answer{}, ctx.Err()
	case err != nil:
		return Answer{}, newFetchError(address, err)
	case !changed:
		return Answer{Unchanged: true}, nil
	}
	return Answer{
		URL: page.URL, Moved: page.Moved, Type: page.Type, ETag: page.ETag, Modified: page.Modified, Body: page.Body,
	}, nil
}

// A fetchError says why a feed could not be had. What can be done about that is other than for a page, which could be
// saved in a browser.
type fetchError struct {
	address, advice string
	err             error
}

func (e *fetchError) Error() string {
	return fmt.Sprintf("fetching the feed %s: %s", e.address, e.advice)
}

func (e *fetchError) Unwrap() error { return e.err }

func newFetchError(address string, err error) error {
	e := &fetchError{address: address, err: err}
	var fetch *web.FetchError
	if errors.As(err, &fetch) {
		e.address = fetch.URL
		if fetch.Status == http.StatusGone {
			e.err = errors.Join(ErrGone, err)
		}
		e.advice = adviceForStatus(fetch.Status)
	}
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.Is(err, web.ErrPrivate):
		e.advice = web.ErrPrivate.Error() + ", which a feed on the internet has no business with; look for another address of it"
	case errors.Is(err, web.ErrRedirects), errors.Is(err, web.ErrCookies):
		e.advice = "it sends from one address to the next without an end; look for another address of it"
	case errors.Is(err, web.ErrTooLarge):
		e.advice = "it is larger than 16 MB, too large for a feed"
	case errors.Is(err, web.ErrSound), errors.Is(err, web.ErrOther):
		e.advice = "it is the sound or a picture, and no feed; look on the podcast's page for a link called RSS or Feed"
	case errors.Is(err, web.ErrLogin):
		e.advice = "the site asks for somebody to sign in; look whether it has a feed of your own for you there"
	case e.advice != "":
	case errors.As(err, &dns) && dns.IsNotFound:
		e.advice = fmt.Sprintf("there is no %s; check the address", dns.Name)
	case errors.Is(err, web.ErrSlow), errors.As(err, &timeout) && timeout.Timeout():
		e.advice = "the server did not answer in time; try again later"
	default:
		e.advice = "the server could not be reached; check the address and this computer's network"
	}
	return e
}

// adviceForStatus says what an answer without a feed means; "" where there was an answer with something else, or none.
func adviceForStatus(code int) string {
	switch {
	case code == 0, code == http.StatusOK:
		return ""
	case code == http.StatusGone:
		return "the feed has ended: its server says that it is gone for good (410); what was saved from it stays"
	case code == http.StatusNotFound:
		return "there is no feed at this address (404); look on the podcast's page for its new one"
	case code == http.StatusTooManyRequests:
		return "the site was asked too often (429); try again in an hour"
	case code >= 500:
		return fmt.Sprintf("the site has trouble of its own (%d); try again later", code)
	default:
		return fmt.Sprintf("the site does not let programs have it (%d); look on the podcast's page for another address", code)
	}
}
