package feed

import (
	"bytes"
	"cmp"
	"net/url"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// Discover gives the feeds that a page names in its head, in its order, as browsers and podcast players find them. The
// page is at the address.
func Discover(address string, page []byte) []Outline {
	base, err := url.Parse(address)
	if err != nil {
		return nil
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(page[:min(len(page), MaxSize)]))
	if err != nil {
		return nil
	}
	if href, ok := doc.Find("base[href]").First().Attr("href"); ok {
		if whole, err := base.Parse(strings.TrimSpace(href)); err == nil {
			base = whole
		}
	}
	const most = 20
	var found []Outline
	doc.Find("link[rel][href]").EachWithBreak(func(_ int, link *goquery.Selection) bool {
		rel := strings.Fields(strings.ToLower(link.AttrOr("rel", "")))
		kind, _, _ := strings.Cut(strings.ToLower(link.AttrOr("type", "")), ";")
		whole := translation{base: base}.address(link.AttrOr("href", ""))
		if whole != "" && isAlternate(rel) && isFeedType(strings.TrimSpace(kind)) {
			found = append(found, Outline{Title: cmp.Or(line(link.AttrOr("title", ""), mostTitle), whole), URL: whole, Link: address})
		}
		return len(found) < most
	})
	return found
}

func isAlternate(rel []string) bool {
	for _, r := range rel {
		if r == "alternate" || r == "feed" {
			return true
		}
	}
	return false
}

func isFeedType(mediaType string) bool {
	switch mediaType {
	case "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml":
		return true
	}
	return false
}
