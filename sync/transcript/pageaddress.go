package transcript

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

var savedFrom = regexp.MustCompile(`<!-- saved from url=\(\d+\)(\S+) -->`)

// pageAddress is the address of the page: the one it was loaded from, or the one that a browser wrote into the file when it
// saved the page, or that the page gives itself; nil where nobody knows.
func pageAddress(doc *goquery.Document, address, text string) *url.URL {
	if own := webAddress(address); own != nil {
		return own
	}
	if m := savedFrom.FindStringSubmatch(text[:min(len(text), 4096)]); m != nil {
		if saved := webAddress(m[1]); saved != nil {
			return saved
		}
	}
	if canonical := webAddress(doc.Find("link[rel=canonical]").AttrOr("href", "")); canonical != nil {
		return canonical
	}
	return webAddress(doc.Find(`meta[property="og:url"]`).AttrOr("content", ""))
}

// pageBase is the address that the page's relative addresses are resolved against: its own, as changed by <base>.
func pageBase(doc *goquery.Document, address *url.URL) *url.URL {
	href := strings.TrimSpace(doc.Find("base[href]").AttrOr("href", ""))
	ref, err := url.Parse(href)
	switch {
	case href == "" || err != nil:
		return address
	case address == nil:
		return webAddress(href)
	}
	if base := address.ResolveReference(ref); base.Scheme == "http" || base.Scheme == "https" {
		return base
	}
	return address
}

// webAddress parses an absolute http address, and gives nil for anything else.
func webAddress(s string) *url.URL {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	return u
}

// resolve gives the http address that a page means, nil for anything else.
func resolve(base *url.URL, address string) *url.URL {
	address = strings.TrimSpace(address)
	u, err := url.Parse(address)
	if err != nil || address == "" {
		return nil
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	return u
}
