package transcript

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// findPicture finds the picture that the page shows of its story: the one that it gives to networks, unless that is the
// site's own, which stands in the head of every page; else the first one of some size in the story.
func findPicture(page parsedPage) Picture {
	doc, base, linked := page.doc, page.base, page.linked.Picture
	for _, p := range []Picture{
		{URL: firstOf(meta(doc, "og:image"), meta(doc, "og:image:secure_url"), meta(doc, "og:image:url")), Alt: meta(doc, "og:image:alt")},
		{URL: firstOf(meta(doc, "twitter:image"), meta(doc, "twitter:image:src")), Alt: meta(doc, "twitter:image:alt")},
		linked,
	} {
		address := resolve(base, p.URL)
		if address == nil {
			continue
		}
		shown := shownPicture(doc, base, address)
		if shown != nil && isFrame(shown) {
			continue
		}
		p.URL = address.String()
		if samePicture(resolve(base, linked.URL), address) {
			p.Alt, p.Credit = firstOf(p.Alt, linked.Alt), linked.Credit
		}
		return p.described(shown)
	}
	return figure(doc, base)
}

// shownPicture gives the element that shows a picture on the page, outside of the page's frame where there is a choice; nil
// for none. A page shows most pictures in another size than it gives them to networks, from the same file.
func shownPicture(doc *goquery.Document, base, address *url.URL) *goquery.Selection {
	var shown *goquery.Selection
	first(doc, "img").EachWithBreak(func(_ int, s *goquery.Selection) bool {
		if samePicture(resolve(base, source(s)), address) && (shown == nil || isFrame(shown)) {
			shown = s
		}
		return shown == nil || isFrame(shown)
	})
	return shown
}

// samePicture reports whether two addresses are of one file, perhaps in two sizes, which stand in the query.
func samePicture(a, b *url.URL) bool {
	if a == nil || b == nil || a.Host != b.Host || a.Path != b.Path {
		return false
	}
	return a.RawQuery == b.RawQuery || pictureFile.MatchString(a.Path)
}

var pictureFile = regexp.MustCompile(`(?i)[^/]{4,}\.(?:jpe?g|png|webp|gif)$`)

// source gives the address of an <img>, also of one that is only loaded when it comes into view.
func source(s *goquery.Selection) string {
	for _, attr := range []string{"src", "data-src", "data-original", "data-lazy-src"} {
		if v := strings.TrimSpace(s.AttrOr(attr, "")); v != "" && !strings.HasPrefix(strings.ToLower(v), "data:") {
			return v
		}
	}
	first, _, _ := strings.Cut(strings.TrimSpace(firstOf(s.AttrOr("srcset", ""), s.AttrOr("data-srcset", ""))), " ")
	return strings.TrimSuffix(first, ",")
}

// figure gives the first picture of some size in the story.
func figure(doc *goquery.Document, base *url.URL) Picture {
	var found Picture
	for _, selector := range []string{"article figure img, main figure img, [itemprop=articleBody] figure img", "article img, main img, .entry-content img, .storytext img"} {
		first(doc, selector).EachWithBreak(func(_ int, s *goquery.Selection) bool {
			address := resolve(base, source(s))
			if address == nil || isSmall(s) || isFrame(s) || s.Closest(`.fullattribution, .author-bio, .ArtP-authorBio, .byline, .avatar, [class*=logo], [rel=author]`).Length() > 0 {
				return true
			}
			found = Picture{URL: address.String()}.described(s)
			return false
		})
		if found.URL != "" {
			return found
		}
	}
	return Picture{}
}

// isSmall reports whether an <img> is said to be smaller than a picture of a story: an icon, a portrait, a pixel that counts
// readers.
func isSmall(s *goquery.Selection) bool {
	const small = 200
	for _, attr := range []string{"width", "height"} {
		if n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(s.AttrOr(attr, "")), "px")); err == nil && n < small {
			return true
		}
	}
	return strings.HasSuffix(strings.ToLower(source(s)), ".svg")
}

const longestCaption = 1000

// described adds what the page says of a picture beside it.
func (p Picture) described(shown *goquery.Selection) Picture {
	if shown != nil {
		around := shown.Closest("figure, .wp-caption, .Figure, .bucketwrap")
		credit := around.Find(`[class*=credit], [class*=Credit], [itemprop=creditText], [itemprop=copyrightHolder], figcaption cite, figcaption small`).First()
		p.Credit = firstOf(p.Credit, credit.Text())
		caption := around.Find("figcaption, .wp-caption-text, .caption").First().Clone()
		caption.Find(`[class*=credit], [class*=Credit], cite, small, button, .hide-caption, .toggle-caption`).Remove()
		p.Alt = firstOf(p.Alt, shown.AttrOr("alt", ""), caption.Text())
	}
	p.Alt, p.Credit = shorten(collapse(clean(p.Alt)), longestCaption), shorten(collapse(clean(p.Credit)), longestCaption)
	return p
}

// linkedPicture reads the image of a story in JSON-LD: an address, an ImageObject, or a list of them.
func linkedPicture(v any) Picture {
	switch v := v.(type) {
	case string:
		return Picture{URL: v}
	case []any:
		for _, e := range v[:min(len(v), 1)] {
			if _, isList := e.([]any); !isList {
				return linkedPicture(e)
			}
		}
	case map[string]any:
		return Picture{
			URL: firstOf(append(texts(v["contentUrl"]), texts(v["url"])...)...), Alt: firstOf(append(texts(v["description"]), texts(v["caption"])...)...),
			Credit: firstOf(append(append(texts(v["creditText"]), names(v["creator"], 0)...), names(v["copyrightHolder"], 0)...)...),
		}
	}
	return Picture{}
}

// shorten cuts a text that is longer than anybody reads, after a word.
func shorten(text string, most int) string {
	if len(text) <= most {
		return text
	}
	cut := strings.ToValidUTF8(text[:most], "")
	if i := strings.LastIndexByte(cut, ' '); i > most/2 {
		cut = cut[:i]
	}
	return cut + "…"
}
