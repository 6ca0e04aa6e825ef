package transcript

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/text/language"
)

// A pageMeta is what a page says about itself to programs.
type pageMeta struct {
	Headline  string
	Authors   []string
	Published string
	Publisher string
	Rights    string
	Audio     []recording
	Picture   Picture
	Link      string // to a transcript
	Words     string // of the transcript itself
}

// readMeta fills in title, authors, source, date, language and address from what the page gives to programs, and from what it
// shows where it gives nothing.
func (d *draft) readMeta(p parsedPage) {
	doc, linked, station := p.doc, p.linked, dataLayer(p.doc)
	site := firstOf(meta(doc, "og:site_name"), meta(doc, "application-name"))
	d.Title = pageTitle(doc, firstOf(linked.Headline, station.Headline), site)
	_, named := cutSite(collapse(clean(doc.Find("head title").First().Text())), site)
	d.Source = firstOf(linked.Publisher, site, named)
	d.Published = firstOf(linked.Published, station.Published, parseDate(meta(doc, "article:published_time")), parseDate(meta(doc, "datePublished")),
		parseDate(meta(doc, "date")), parseDate(doc.Find(`time[itemprop=datePublished], time[pubdate], article time[datetime], .dateblock time[datetime]`).First().AttrOr("datetime", "")), shownDate(doc))
	d.Rights = firstOf(linked.Rights, meta(doc, "copyright"), meta(doc, "dcterms.rights"))
	d.Language = pageLanguage(doc)
	d.Authors = pageAuthors(doc, linked.Authors, station.Authors)
	switch canonical := resolve(p.base, doc.Find("link[rel=canonical]").AttrOr("href", "")); {
	case canonical != nil && (p.address == nil || canonical.Host == p.address.Host):
		d.URL = canonical.String()
	case p.address != nil:
		d.URL = p.address.String()
	}
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v = collapse(clean(v)); v != "" {
			return v
		}
	}
	return ""
}

// meta gives the content of a <meta> by its property, name or itemprop.
func meta(doc *goquery.Document, name string) string {
	for _, attr := range []string{"property", "name", "itemprop"} {
		if v, ok := doc.Find(`meta[` + attr + `="` + name + `"]`).Attr("content"); ok && strings.TrimSpace(v) != "" {
			return v
		}
	}
	return ""
}

// pageTitle prefers the headline that is shown where the page's <title> or its metadata has it too, because titles made for
// search engines and networks differ from it.
func pageTitle(doc *goquery.Document, headline, site string) string {
	tag := collapse(clean(doc.Find("head title").First().Text()))
	og, _ := cutSite(firstOf(meta(doc, "og:title"), meta(doc, "twitter:title")), site)
	var shown string
	for _, selector := range []string{"h1.story-title", ".storytitle h1", "h1.transcript", "h1[itemprop=headline]", "h1.entry-title", "article h1", "main h1", "h1"} {
		h1 := collapse(clean(doc.Find(selector).First().Text()))
		if h1 == "" {
			continue
		}
		if shown = h1; strings.Contains(tag, h1) || h1 == og || h1 == headline {
			return h1
		}
	}
	cut, _ := cutSite(tag, site)
	if len(strings.Fields(cut)) > len(strings.Fields(shown)) {
		shown = cut // the heading on top is the site's name
	}
	return firstOf(headline, og, shown)
}

// cutSite takes the site's name from a page's <title>: "Story | Station", "Story : NPR", "NPR : Story".
func cutSite(title, site string) (story, name string) {
	if site != "" {
		for _, sep := range []string{" | ", " : ", " - ", " – ", " — ", " · ", " • "} {
			if s, ok := strings.CutSuffix(title, sep+site); ok {
				return s, site
			}
			if s, ok := strings.CutPrefix(title, site+sep); ok {
				return s, site
			}
		}
	}
	for _, sep := range []string{" | ", " : ", " - ", " – ", " — ", " · ", " • ", " « ", " » "} {
		if s, ok := strings.CutPrefix(title, "NPR"+sep); ok {
			return s, "NPR"
		}
		i := strings.LastIndex(title, sep)
		if i < 0 {
			continue
		}
		story, name = strings.TrimSpace(title[:i]), strings.TrimSpace(title[i+len(sep):])
		if short := len(strings.Fields(name)); story != "" && name != "" && short <= 5 && (sep == " | " || short < len(strings.Fields(story))) {
			return story, name
		}
	}
	return title, ""
}

// linkedData reads schema.org's JSON-LD.
func linkedData(doc *goquery.Document) pageMeta {
	var m pageMeta
	doc.Find(`script[type="application/ld+json"]`).Each(func(_ int, s *goquery.Selection) {
		m.walk(jsonValue(s.Text()), 0)
	})
	return m
}

// jsonValue parses JSON, and gives nil for what is none.
func jsonValue(text string) any {
	var v any
	if json.Unmarshal([]byte(strings.TrimSpace(text)), &v) != nil {
		return nil
	}
	return v
}

// walk looks for the story in a JSON-LD value, which may be a list or a graph of several things.
func (m *pageMeta) walk(v any, depth int) {
	if depth > 12 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			m.walk(e, depth+1)
		}
	case map[string]any:
		kind := strings.Join(texts(v["@type"]), " ")
		switch {
		case strings.Contains(kind, "AudioObject"), strings.Contains(kind, "MediaObject"), kind == "" && v["contentUrl"] != nil:
			m.addAudio(v)
		case strings.Contains(kind, "Article"), strings.Contains(kind, "Episode"), strings.Contains(kind, "Posting"), strings.Contains(kind, "Report"),
			kind == "" && v["headline"] != nil:
			m.addStory(v)
		}
		m.addPlainAudio(v["audio"])
		for _, k := range []string{"@graph", "mainEntity", "audio", "associatedMedia", "hasPart", "mainEntityOfPage"} {
			m.walk(v[k], depth+1)
		}
	}
}

func (m *pageMeta) addStory(v map[string]any) {
	set := func(field *string, values []string) {
		if *field == "" {
			*field = firstOf(values...)
		}
	}
	set(&m.Headline, append(texts(v["headline"]), texts(v["name"])...))
	set(&m.Publisher, append(names(v["publisher"], 0), names(v["isPartOf"], 0)...))
	set(&m.Rights, texts(v["copyrightNotice"]))
	m.addWords(v["transcript"])
	if m.Picture.URL == "" {
		m.Picture = linkedPicture(v["image"])
	}
	if m.Published == "" {
		m.Published = parseDate(firstOf(texts(v["datePublished"])...))
	}
	if len(m.Authors) == 0 {
		m.Authors = append(names(v["author"], 0), names(v["creator"], 0)...)
	}
}

// addWords adds a transcript, or the address of one.
func (m *pageMeta) addWords(v any) {
	if found := addressesIn(v); len(found) > 0 && m.Link == "" {
		m.Link = found[0]
	} else if text, ok := v.(string); ok && m.Words == "" && len(found) == 0 {
		m.Words = text
	}
}

func (m *pageMeta) addAudio(v map[string]any) {
	m.addWords(v["transcript"])
	r := recording{title: firstOf(texts(v["name"])...)}
	r.URL, r.Type = firstOf(texts(v["contentUrl"])...), firstOf(texts(v["encodingFormat"])...)
	if r.URL == "" {
		for _, address := range append(texts(v["url"]), texts(v["embedUrl"])...) {
			if AudioType(address) != "" { // most are of a page
				r.URL = address
			}
		}
	}
	r.Duration = parseDuration(firstOf(texts(v["duration"])...))
	kind := strings.Join(texts(v["@type"]), " ")
	if r.URL != "" && strings.Contains(kind, "AudioObject") || AudioType(r.URL) != "" || strings.HasPrefix(r.Type, "audio/") {
		m.Audio = append(m.Audio, r)
	}
}

// addPlainAudio adds the audio of a page that gives its address and nothing else.
func (m *pageMeta) addPlainAudio(v any) {
	for _, address := range texts(v) {
		if AudioType(address) != "" {
			m.Audio = append(m.Audio, recording{Audio: Audio{URL: address}})
		}
	}
}

// texts gives the strings that a JSON value is or lists.
func texts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, e := range v {
			if s, ok := e.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}

// names gives the names in a JSON-LD person or organisation, which sites write as a string, an object, a list, or an object
// whose name is a list.
func names(v any, depth int) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case map[string]any:
		return texts(v["name"])
	case []any:
		var out []string
		for _, e := range v {
			if depth < 3 {
				out = append(out, names(e, depth+1)...)
			}
		}
		return out
	}
	return nil
}

// dataLayer reads what the Grove stations' pages carry in an attribute.
func dataLayer(doc *goquery.Document) pageMeta {
	var v map[string]any
	if json.Unmarshal([]byte(meta(doc, "brightspot-dataLayer")), &v) != nil {
		return pageMeta{}
	}
	return pageMeta{
		Headline:  firstOf(texts(v["storyTitle"])...),
		Authors:   texts(v["author"]),
		Published: parseDate(firstOf(texts(v["publishedDate"])...)),
	}
}

func pageLanguage(doc *goquery.Document) string {
	for _, s := range []string{doc.Find("html").AttrOr("lang", ""), doc.Find("html").AttrOr("xml:lang", ""), meta(doc, "og:locale"), meta(doc, "language")} {
		if tag, err := language.Parse(strings.ReplaceAll(strings.TrimSpace(s), "_", "-")); err == nil && tag != language.Und {
			return tag.String()
		}
	}
	return ""
}

// pageAuthors takes the first of these places that names somebody.
func pageAuthors(doc *goquery.Document, known ...[]string) []string {
	known = append(known, []string{meta(doc, "author")}, []string{meta(doc, "article:author")}, []string{meta(doc, "parsely-author")})
	for _, list := range known {
		if found := personNames(list); len(found) > 0 {
			return found
		}
	}
	for _, selector := range []string{"[rel=author]", "[itemprop=author]", ".byline__name", ".byline", ".author", ".story-head p", ".ArtP-byline"} {
		var list []string
		doc.Find(selector).Each(func(_ int, s *goquery.Selection) {
			if text := collapse(clean(s.Text())); selector != ".story-head p" || strings.HasPrefix(text, "By ") {
				list = append(list, text)
			}
		})
		if found := personNames(list); len(found) > 0 {
			return found
		}
	}
	return nil
}

// personNames divides and cleans bylines.
func personNames(bylines []string) []string {
	var out []string
	for _, b := range bylines {
		if len(b) > 300 {
			continue
		}
		for _, n := range splitNames(clean(b)) {
			if !slices.Contains(out, n) && len(strings.Fields(n)) <= 6 {
				out = append(out, n)
			}
		}
	}
	return out
}

// shownDate reads the date that the page shows near its headline.
func shownDate(doc *goquery.Document) string {
	var found string
	doc.Find(`time, [class*=date], [class*=Date], .story-head p, .byline, .entry-meta`).EachWithBreak(func(_ int, s *goquery.Selection) bool {
		if text := collapse(clean(s.Text())); len(text) < 120 {
			found, _ = findDate(text)
		}
		return found == ""
	})
	return found
}
