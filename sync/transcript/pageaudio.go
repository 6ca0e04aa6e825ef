package transcript

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
)

// A recording is something that a page plays.
type recording struct {
	Audio
	title string // as the player gives it, "" where it does not
	page  string // the address of the story that it is of, "" where the player does not say
}

// isOf reports whether a recording says that it is that of the page with this title and address.
func (r recording) isOf(title string, p parsedPage) bool {
	if r.title != "" && strings.EqualFold(collapse(clean(r.title)), title) {
		return true
	}
	page := resolve(p.base, r.page)
	return page != nil && p.address != nil && page.Host == p.address.Host && len(page.Path) > 1 && page.Path == p.address.Path
}

// findAudio finds the story's audio on its page. Of what a page plays, that comes first which says it is the story's, then
// the story's player, then anything that looks like one recording; a live stream and what stands in the page's head and foot
// are never it.
func findAudio(p parsedPage, title string) Audio {
	var all []recording
	for _, some := range [][]recording{npr(p.doc), grove(p.doc), p.linked.Audio, players(p.doc), links(p.doc), shared(p.doc)} {
		for _, r := range some {
			if r.Audio = r.resolved(p.base); r.URL != "" && !looksLive(r.URL, p.base) {
				all = append(all, r)
			}
		}
	}
	if len(all) == 0 {
		return Audio{}
	}
	found := all[max(slices.IndexFunc(all, func(r recording) bool { return r.isOf(title, p) }), 0)].Audio
	for _, r := range all {
		if found.URL == r.URL { // the same recording, perhaps described better
			found.Type = firstOf(found.Type, r.Type)
			found.Duration = max(found.Duration, r.Duration)
		}
	}
	if found.Type == "" {
		found.Type = AudioType(found.URL)
	}
	if found.Duration == 0 {
		found.Duration = parseDuration(p.doc.Find("time.audio-module-duration").First().Text())
	}
	return found
}

// npr reads the players of npr.org, each of which repeats a JSON description of its story.
func npr(doc *goquery.Document) []recording {
	var out []recording
	first(doc, "[data-audio]").Each(func(_ int, s *goquery.Selection) {
		var v struct {
			Available         *bool   `json:"available"`
			Duration          float64 `json:"duration"`
			AudioURL          string  `json:"audioUrl"`
			IsStreamAudioType bool    `json:"isStreamAudioType"`
			Type              string  `json:"type"`
			Title             string  `json:"title"`
			StoryURL          string  `json:"storyUrl"`
		}
		if json.Unmarshal([]byte(s.AttrOr("data-audio", "")), &v) != nil || v.IsStreamAudioType || strings.EqualFold(v.Type, "stream") || isFrame(s) {
			return
		}
		if v.AudioURL != "" {
			out = append(out, recording{Audio{URL: plainAddress(v.AudioURL), Duration: inSeconds(v.Duration)}, v.Title, v.StoryURL})
		}
	})
	first(doc, "li.audio-tool-download > a[href]").Each(func(_ int, s *goquery.Selection) {
		out = append(out, recording{Audio: Audio{URL: s.AttrOr("href", "")}})
	})
	return out
}

// plainAddress decodes the addresses that older pages hide in base64.
func plainAddress(s string) string {
	s = strings.TrimSpace(s)
	if strings.ContainsAny(s, ":.") {
		return s
	}
	for _, e := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding} {
		if b, err := e.DecodeString(s); err == nil && (strings.HasPrefix(string(b), "http") || strings.HasPrefix(string(b), "/")) {
			return string(b)
		}
	}
	return s
}

// grove reads the players of the stations' common page system.
func grove(doc *goquery.Document) []recording {
	var out []recording
	first(doc, "[data-stream-url]").Each(func(_ int, s *goquery.Selection) {
		live := s.AttrOr("data-stream-live", s.Closest("[data-stream-live]").AttrOr("data-stream-live", "false"))
		if isFrame(s) || live != "false" && live != "0" {
			return
		}
		a := Audio{URL: s.AttrOr("data-stream-url", ""), Type: s.AttrOr("data-stream-format", "")}
		length := s.Closest("[data-stream-duration]").AttrOr("data-stream-duration", "")
		if n, err := strconv.ParseFloat(length, 64); err == nil {
			a.Duration = inSeconds(n)
		} else {
			a.Duration = parseDuration(length)
		}
		out = append(out, recording{Audio: a, title: s.Closest("[data-stream-name]").AttrOr("data-stream-name", "")})
	})
	return out
}

// players reads the page's <audio> elements. Of one that has the same in several formats, the one comes first that can be
// played without another program.
func players(doc *goquery.Document) []recording {
	var out []recording
	first(doc, "audio").Each(func(_ int, player *goquery.Selection) {
		if isFrame(player) {
			return
		}
		var same []recording
		player.Find("source[src]").AddSelection(player.Filter("[src]")).Each(func(_ int, s *goquery.Selection) {
			same = append(same, recording{Audio: Audio{URL: s.AttrOr("src", ""), Type: s.AttrOr("type", "")}})
		})
		slices.SortStableFunc(same, func(a, b recording) int { return cmp.Compare(a.trouble(), b.trouble()) })
		out = append(out, same...)
	})
	return out
}

// trouble ranks a recording by how much it takes to play it.
func (r recording) trouble() int {
	kind, _, _ := strings.Cut(strings.ToLower(firstOf(r.Type, AudioType(r.URL))), ";")
	switch kind {
	case "audio/mpeg", "audio/mp3":
		return 0
	case "audio/ogg", "audio/flac", "audio/wav", "":
		return 1
	}
	return 2
}

// links reads what the page offers for downloading.
func links(doc *goquery.Document) []recording {
	var out []recording
	first(doc, "a[href], [data-audio-url], [data-src], link[rel=enclosure]").Each(func(_ int, s *goquery.Selection) {
		kind := strings.ToLower(strings.TrimSpace(s.AttrOr("type", "")))
		for _, attr := range []string{"href", "data-audio-url", "data-src"} {
			address := plainAddress(s.AttrOr(attr, ""))
			if address != "" && (AudioType(address) != "" || strings.HasPrefix(kind, "audio/")) && !isFrame(s) {
				out = append(out, recording{Audio: Audio{URL: address, Type: kind}})
			}
		}
	})
	return out
}

func shared(doc *goquery.Document) []recording {
	var out []recording
	for _, name := range []string{"og:audio", "og:audio:secure_url", "og:audio:url", "twitter:player:stream"} {
		if address := meta(doc, name); address != "" && (AudioType(address) != "" || strings.HasPrefix(name, "og:audio")) {
			out = append(out, recording{Audio: Audio{URL: address, Type: meta(doc, "og:audio:type")}})
		}
	}
	return out
}

// isFrame reports whether something stands in what all pages of the site have in common.
func isFrame(s *goquery.Selection) bool {
	return s.Closest("header, footer, nav, aside, ps-header-live, .PH, .Page-header, .Page-footer, [data-stream-live=true]").Length() > 0
}

var liveAddress = regexp.MustCompile(`(?i)^https?://(?:[\w-]*(?:live|stream)[\w-]*\.)|icecast|shoutcast|/live(?:/|$|\.)|\.(?:pls|m3u8?|asx)(?:\?|$)`)

// looksLive reports whether an address is that of a radio stream. Those have no end to read to, and often no file name; many
// have a server of their own at a port of its own, with one name for all there is.
func looksLive(address string, base *url.URL) bool {
	u, err := url.Parse(address)
	if err != nil {
		return true
	}
	if datedPath.MatchString(u.Path) {
		return false
	}
	ownServer := u.Port() != "" && (base == nil || u.Host != base.Host) && strings.Count(u.Path, "/") <= 1
	return ownServer || liveAddress.MatchString(address)
}

var datedPath = regexp.MustCompile(`/[12]\d{3}[/-]?\d{2}[/-]?\d{2}|/story/`)

func (a Audio) resolved(base *url.URL) Audio {
	u, err := url.Parse(strings.TrimSpace(a.URL))
	if err != nil || a.URL == "" || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
		return Audio{}
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if u.Host == "" && (base != nil || u.Scheme != "") {
		return Audio{}
	}
	// WordPress numbers the players of a page in the address; the recording is the same.
	if q := u.Query(); len(q) == 1 && len(q.Get("_")) > 0 && strings.Trim(q.Get("_"), "0123456789") == "" {
		u.RawQuery = ""
	}
	a.URL = u.String()
	if a.Type != "" && !strings.Contains(a.Type, "/") {
		a.Type = AudioType("x." + a.Type)
	}
	return a
}

// AudioType gives the media type that an address's file name means, or "".
func AudioType(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return ""
	}
	switch strings.ToLower(path.Ext(u.Path)) {
	case ".mp3":
		return "audio/mpeg"
	case ".m4a", ".mp4a", ".aac":
		return "audio/mp4"
	case ".ogg", ".oga":
		return "audio/ogg"
	case ".opus":
		return "audio/opus"
	case ".flac":
		return "audio/flac"
	case ".wav":
		return "audio/wav"
	}
	return ""
}

func inSeconds(n float64) time.Duration {
	if n != n || n < 0 || n > 1e6 {
		return 0
	}
	return time.Duration(n * float64(time.Second))
}

var isoDuration = regexp.MustCompile(`^P(?:\d+D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$`)

// parseDuration reads "PT3M13S", "3:13" or "193".
func parseDuration(s string) time.Duration {
	s = strings.TrimSpace(s)
	if m := isoDuration.FindStringSubmatch(s); m != nil {
		var total float64
		for _, part := range m[1:] {
			n, _ := strconv.ParseFloat(part, 64) // a part left out is 0
			total = total*60 + n
		}
		return inSeconds(total)
	}
	if d, ok := parseClock(s); ok {
		return d
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0
	}
	return inSeconds(n)
}
