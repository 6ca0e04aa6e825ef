package transcript

import (
	"net/url"
	"path"
	"regexp"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// findTranscriptLink finds where a page says that its story's transcript lies, if that is somewhere else. The ways of saying
// it come in the order of how sure they are. Where a page has several such links said in one way, it is a list of stories,
// and none of them is the story's.
func findTranscriptLink(p parsedPage) string {
	for _, look := range []func(parsedPage) []string{relatedLinks, captionTracks, linkedTranscript, namedLinks, numberedLinks} {
		var found []string
		for _, link := range look(p) {
			u := resolve(p.base, link)
			if u == nil || isUnreadable(u) || isSamePage(u, p.address) {
				continue
			}
			if link = u.String(); len(found) == 0 || found[0] != link {
				found = append(found, link)
			}
		}
		if len(found) == 1 {
			return found[0]
		}
	}
	return ""
}

// first finds elements, and no more of them than a page has that people read.
func first(doc *goquery.Document, selector string) *goquery.Selection {
	const most = 5000
	found := doc.Find(selector)
	return found.Slice(0, min(found.Length(), most))
}

// isSamePage reports whether a link leads to another part of the page that it is on.
func isSamePage(u, page *url.URL) bool {
	return page != nil && u.Host == page.Host && u.Path == page.Path && u.RawQuery == page.RawQuery
}

// isUnreadable reports whether something is a file that no transcript can be read from.
func isUnreadable(u *url.URL) bool {
	switch strings.ToLower(path.Ext(u.Path)) {
	case ".pdf", ".doc", ".docx", ".odt", ".rtf", ".zip", ".png", ".jpg", ".mp4":
		return true
	}
	return AudioType(u.String()) != ""
}

func relatedLinks(p parsedPage) []string {
	return hrefs(p.doc, `link[rel~=transcript][href], a[rel~=transcript][href], [data-transcript-url]`, "href", "data-transcript-url")
}

func hrefs(doc *goquery.Document, selector string, attrs ...string) []string {
	var out []string
	first(doc, selector).Each(func(_ int, s *goquery.Selection) {
		for _, attr := range attrs {
			if v := strings.TrimSpace(s.AttrOr(attr, "")); v != "" && !isFrame(s) {
				out = append(out, v)
				return
			}
		}
	})
	return out
}

// captionTracks gives the subtitles of the page's player: the ones in the page's own language, else those it shows by itself,
// else the first.
func captionTracks(p parsedPage) []string {
	tracks := first(p.doc, `track[src]`).FilterFunction(func(_ int, s *goquery.Selection) bool {
		kind := strings.ToLower(strings.TrimSpace(s.AttrOr("kind", "subtitles"))) // what the standard takes it for
		return (kind == "captions" || kind == "subtitles") && !isFrame(s)
	})
	own, _, _ := strings.Cut(pageLanguage(p.doc), "-")
	inOwn := tracks.FilterFunction(func(_ int, s *goquery.Selection) bool {
		language, _, _ := strings.Cut(strings.ToLower(s.AttrOr("srclang", "")), "-")
		return own != "" && language == own
	})
	for _, some := range []*goquery.Selection{inOwn, tracks.Filter("[default]"), tracks} {
		if some.Length() > 0 {
			return []string{some.First().AttrOr("src", "")}
		}
	}
	return nil
}

// linkedTranscript gives what the page says to programs: in JSON-LD, or in a JSON like that of feeds,
// {"transcripts":[{"url":"…","type":"text/vtt"}]}.
func linkedTranscript(p parsedPage) []string {
	if p.linked.Link != "" {
		return []string{p.linked.Link}
	}
	for _, text := range []string{p.doc.Find("[data-transcript]").AttrOr("data-transcript", ""), p.doc.Find("[data-transcripts]").AttrOr("data-transcripts", "")} {
		if found := addressesIn(jsonValue(text)); len(found) > 0 {
			return found[:1]
		}
	}
	return nil
}

// addressesIn gives the addresses that a JSON value is, lists, or has as its url; the text of a transcript is none.
func addressesIn(v any) []string {
	switch v := v.(type) {
	case string:
		if u, err := url.Parse(v); err == nil && !strings.ContainsAny(v, " \n") && (u.Host != "" || strings.HasPrefix(v, "/")) {
			return []string{v}
		}
	case []any:
		for _, e := range v {
			if _, isList := e.([]any); isList {
				continue
			}
			if found := addressesIn(e); len(found) > 0 {
				return found
			}
		}
	case map[string]any:
		for _, key := range []string{"url", "contentUrl", "transcriptUrl"} {
			if s, ok := v[key].(string); ok {
				return addressesIn(s)
			}
		}
		if list, ok := v["transcripts"].([]any); ok && len(list) > 0 {
			if first, ok := list[0].(map[string]any); ok {
				return addressesIn(first["url"])
			}
		}
	}
	return nil
}

var (
	transcriptWords = regexp.MustCompile(`(?i)^\W*(?:(?:read|view|see|open|show|get|full|complete|download|click here for|here is|episode|show|audio|interview|story|this|the|a|an|our|for|of)\W+){0,5}transcripts?(?:\W+(?:here|of|for|this|the|story|episode|interview|show|page|text|html)){0,4}\W*$`)
	transcriptPath  = regexp.MustCompile(`(?i)/transcripts?/(?:[^/]*\d[^/]*|[^/]+-[^/]+)/?$`)
)

// namedLinks gives the links that are called a transcript.
func namedLinks(p parsedPage) []string {
	var out []string
	first(p.doc, "a[href]").Each(func(_ int, s *goquery.Selection) {
		for _, text := range []string{s.Text(), s.AttrOr("aria-label", ""), s.AttrOr("title", "")} {
			if len(text) <= 300 && transcriptWords.MatchString(collapse(clean(text))) && !isFrame(s) {
				out = append(out, s.AttrOr("href", ""))
				return
			}
		}
	})
	return out
}

// numberedLinks gives the links to what looks like the address of a transcript: /transcripts/1234567, or a file of timed text.
func numberedLinks(p parsedPage) []string {
	var out []string
	first(p.doc, "a[href], link[rel=alternate][href]").Each(func(_ int, s *goquery.Selection) {
		href := s.AttrOr("href", "")
		u, err := url.Parse(strings.TrimSpace(href))
		if err != nil {
			return
		}
		ending := strings.ToLower(path.Ext(u.Path))
		if (ending == ".vtt" || ending == ".srt" || transcriptPath.MatchString(u.Path)) && !isFrame(s) {
			out = append(out, href)
		}
	})
	return out
}
