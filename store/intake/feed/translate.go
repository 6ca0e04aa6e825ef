package feed

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	ext "github.com/mmcdole/gofeed/extensions"
	"golang.org/x/text/language"

	"alongside/sync/transcript"
)

// A translation makes a Feed of what the parser found.
type translation struct {
	base *url.URL
	feed *gofeed.Feed
}

func (t translation) translate() Feed {
	in := t.feed
	feed := Feed{
		Title: title(in.Title), Link: t.address(in.Link), Language: tag(in.Language),
		Author: author(in.Authors), Summary: plain(in.Description),
	}
	if in.ITunesExt != nil {
		feed.Author = cmp.Or(line(in.ITunesExt.Author, mostTitle), feed.Author)
		feed.Picture = t.address(in.ITunesExt.Image)
	}
	if in.Image != nil {
		feed.Picture = cmp.Or(feed.Picture, t.address(in.Image.URL))
	}
	feed.Title = cmp.Or(feed.Title, t.base.Hostname(), "A feed without a title")
	items := slices.Clone(in.Items)
	slices.SortStableFunc(items, func(a, b *gofeed.Item) int { return published(b).Compare(published(a)) })
	known := map[string]bool{}
	for _, item := range items {
		if len(feed.Episodes) == MaxEpisodes {
			break
		}
		if e, ok := t.episode(item, feed.Language); ok && !known[e.GUID] {
			known[e.GUID] = true
			feed.Episodes = append(feed.Episodes, e)
		}
	}
	return feed
}

// episode reports false where there is nothing to know an episode by.
func (t translation) episode(item *gofeed.Item, feedLanguage string) (Episode, bool) {
	e := Episode{
		Title: title(item.Title), Published: published(item), Link: t.address(item.Link),
		Author: author(item.Authors), Summary: plain(cmp.Or(item.Description, item.Content)), Audio: t.audio(item),
	}
	if item.Image != nil {
		e.Picture = t.address(item.Image.URL)
	}
	e.GUID = known(item.GUID, e.Audio.URL, e.Link, e.Title)
	if e.GUID == "" {
		return e, false
	}
	if e.Link == "" && isWeb(item.GUID) {
		e.Link = t.address(item.GUID)
	}
	t.itunes(item, &e)
	t.podcast(item, feedLanguage, &e)
	e.Title = cmp.Or(e.Title, firstWords(e.Summary), "An episode without a title")
	return e, true
}

func (t translation) itunes(item *gofeed.Item, e *Episode) {
	in := item.ITunesExt
	if in == nil {
		return
	}
	e.Duration = duration(in.Duration)
	e.Season, e.Number = number(in.Season), number(in.Episode)
	e.Author = cmp.Or(e.Author, line(in.Author, mostTitle))
	e.Summary = cmp.Or(e.Summary, plain(in.Summary))
	e.Picture = cmp.Or(t.address(in.Image), e.Picture)
}

// podcast reads the elements of the podcast namespace.
func (t translation) podcast(item *gofeed.Item, feedLanguage string, e *Episode) {
	in := item.Extensions["podcast"]
	for _, x := range in["season"][:min(1, len(in["season"]))] {
		e.Season = cmp.Or(number(x.Value), e.Season)
	}
	for _, x := range in["episode"][:min(1, len(in["episode"]))] {
		e.Number = cmp.Or(number(x.Value), e.Number)
	}
	for _, x := range in["chapters"] {
		e.Chapters = cmp.Or(e.Chapters, t.address(x.Attrs["url"]))
	}
	e.Transcripts = t.transcripts(in["transcript"], feedLanguage)
}

// transcripts gives those that can be used, the best first: in the feed's language before others, then by kind.
func (t translation) transcripts(in []ext.Extension, feedLanguage string) []Transcript {
	const most = 20
	var found []Transcript
	for _, x := range in[:min(len(in), most)] {
		address := t.address(x.Attrs["url"])
		kind := transcriptType(x.Attrs["type"], address)
		if address == "" || kind == "" {
			continue
		}
		found = append(found, Transcript{URL: address, Type: kind, Language: tag(x.Attrs["language"])})
	}
	foreign := func(t Transcript) int {
		if t.Language == "" || feedLanguage == "" || base(t.Language) == base(feedLanguage) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(found, func(a, b Transcript) int {
		return cmp.Or(cmp.Compare(foreign(a), foreign(b)),
			cmp.Compare(slices.Index(Types(), a.Type), slices.Index(Types(), b.Type)))
	})
	return found
}

// transcriptType gives the type, of those in Types, of a transcript that a feed says is of the type stated. Where that is
// none of them the ending of its address decides.
func transcriptType(stated, address string) string {
	stated, _, _ = strings.Cut(strings.ToLower(stated), ";")
	switch strings.TrimSpace(stated) {
	case "text/vtt", "text/webvtt", "application/vtt":
		return "text/vtt"
	case "application/json", "application/podcast+json", "text/json":
		return "application/json"
	case "application/x-subrip", "application/srt", "text/srt", "application/x-srt", "text/x-subrip":
		return "application/x-subrip"
	case "text/html", "application/xhtml+xml":
		return "text/html"
	}
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	switch strings.ToLower(path.Ext(u.Path)) {
	case ".vtt":
		return "text/vtt"
	case ".json":
		return "application/json"
	case ".srt":
		return "application/x-subrip"
	case ".html", ".htm":
		return "text/html"
	case ".txt":
		return "text/plain"
	}
	if strings.HasPrefix(strings.TrimSpace(stated), "text/") || stated == "" {
		return "text/plain"
	}
	return ""
}

// audio gives the episode's sound: the first enclosure that is sound, else the first that is a film.
func (t translation) audio(item *gofeed.Item) (found Audio) {
	for _, kind := range [...]string{"audio/", "video/"} {
		for _, in := range item.Enclosures {
			mediaType := enclosureType(in)
			address := t.address(in.URL)
			if address == "" || !strings.HasPrefix(mediaType, kind) {
				continue
			}
			size, err := strconv.ParseInt(strings.TrimSpace(in.Length), 10, 64)
			if err != nil || size < 0 {
				size = 0
			}
			return Audio{URL: address, Type: line(mediaType, 100), Bytes: size}
		}
	}
	return found
}

// enclosureType is what an enclosure is; its name decides where the feed does not say, or says what it says of any file.
func enclosureType(in *gofeed.Enclosure) string {
	stated, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(in.Type)), ";")
	if strings.HasPrefix(stated, "audio/") || strings.HasPrefix(stated, "video/") || strings.HasPrefix(stated, "image/") {
		return stated
	}
	if sound := transcript.AudioType(in.URL); sound != "" {
		return sound
	}
	u, err := url.Parse(strings.TrimSpace(in.URL))
	if err != nil {
		return ""
	}
	switch strings.ToLower(path.Ext(u.Path)) {
	case ".mp4", ".m4v", ".mov":
		return "video/mp4"
	}
	return ""
}

// address gives a whole address of http or https, or "".
func (t translation) address(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > mostAddress {
		return ""
	}
	u, err := t.base.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	if full := u.String(); len(full) <= mostAddress {
		return full
	}
	return ""
}

func isWeb(text string) bool {
	return strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://")
}

// known gives what an episode is known by: the first of these that there is. One that is too long is known by its hash.
func known(guid string, others ...string) string {
	for _, text := range append([]string{guid}, others...) {
		text = line(text, math.MaxInt)
		if len(text) > mostGUID {
			sum := sha256.Sum256([]byte(text))
			return "sha256:" + hex.EncodeToString(sum[:])
		}
		if text != "" {
			return text
		}
	}
	return ""
}

// published is when an episode was published, zero where that is not known or makes no sense.
func published(item *gofeed.Item) time.Time {
	t := cmp.Or(item.PublishedParsed, item.UpdatedParsed)
	if t == nil || t.Year() < 1900 || t.Year() > 9999 {
		return time.Time{}
	}
	return t.UTC()
}

func author(persons []*gofeed.Person) string {
	for _, p := range persons {
		if p != nil {
			return line(p.Name, mostTitle)
		}
	}
	return ""
}

// duration reads "193", "3:13" and "1:03:13"; 0 is one that cannot be.
func duration(text string) time.Duration {
	const longest = 1000 * time.Hour
	parts := strings.Split(strings.TrimSpace(text), ":")
	if len(parts) > 3 {
		return 0
	}
	total := 0.0
	for _, part := range parts {
		n, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || !(n >= 0 && n <= longest.Seconds()) {
			return 0
		}
		total = total*60 + n
	}
	if total > longest.Seconds() {
		return 0
	}
	return time.Duration(total * float64(time.Second)).Round(time.Millisecond)
}

// number gives a season's or episode's number as people write it, or "".
func number(text string) string {
	n, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || !(n > 0 && n < 1e6) {
		return ""
	}
	return strconv.FormatFloat(math.Round(n*100)/100, 'f', -1, 64)
}

// tag is the language in BCP 47, or "".
func tag(name string) string {
	if len(name) > 100 {
		return ""
	}
	found, err := language.Parse(strings.TrimSpace(name))
	if err != nil || found == language.Und {
		return ""
	}
	return found.String()
}

// base is the language alone: "en" for "en-US".
func base(tag string) string {
	language, _, _ := strings.Cut(tag, "-")
	return language
}
