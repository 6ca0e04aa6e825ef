package transcript

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
)

// findAudio finds the story's audio on its page. Of what a page plays, the story's player comes first, then anything that
// looks like one recording; a live stream and what stands in the page's head and foot are never it.
func findAudio(doc *goquery.Document, base *url.URL) Audio {
	var found Audio
	for _, look := range []func(*goquery.Document) []Audio{npr, grove, linkedAudio, players, links, shared} {
		for _, a := range look(doc) {
			if a = a.resolved(base); a.URL != "" && !looksLive(a.URL) {
				if found.URL == "" {
					found = a
				}
				if found.URL == a.URL { // the same recording, perhaps described better
					found.Type = firstOf(found.Type, a.Type)
					found.Duration = max(found.Duration, a.Duration)
				}
			}
		}
	}
	if found.URL == "" {
		return Audio{}
	}
	if found.Type == "" {
		found.Type = audioType(found.URL)
	}
	if found.Duration == 0 {
		found.Duration = parseDuration(doc.Find("time.audio-module-duration").First().Text())
	}
	return found
}

// npr reads the players of npr.org, each of which repeats a JSON description of its story.
func npr(doc *goquery.Document) []Audio {
	var out []Audio
	doc.Find("[data-audio]").Each(func(_ int, s *goquery.Selection) {
		var v struct {
			Available         *bool   `json:"available"`
			Duration          float64 `json:"duration"`
			AudioURL          string  `json:"audioUrl"`
			IsStreamAudioType bool    `json:"isStreamAudioType"`
			Type              string  `json:"type"`
		}
		if json.Unmarshal([]byte(s.AttrOr("data-audio", "")), &v) != nil || v.IsStreamAudioType || strings.EqualFold(v.Type, "stream") || isFrame(s) {
			return
		}
		if v.AudioURL != "" {
			out = append(out, Audio{URL: plainAddress(v.AudioURL), Duration: inSeconds(v.Duration)})
		}
	})
	doc.Find("li.audio-tool-download > a[href]").Each(func(_ int, s *goquery.Selection) {
		out = append(out, Audio{URL: s.AttrOr("href", "")})
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
func grove(doc *goquery.Document) []Audio {
	var out []Audio
	doc.Find("[data-stream-url]").Each(func(_ int, s *goquery.Selection) {
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
		out = append(out, a)
	})
	return out
}

func linkedAudio(doc *goquery.Document) []Audio { return linkedData(doc).Audio }

func players(doc *goquery.Document) []Audio {
	var out []Audio
	doc.Find("audio[src], audio source[src]").Each(func(_ int, s *goquery.Selection) {
		if !isFrame(s) {
			out = append(out, Audio{URL: s.AttrOr("src", ""), Type: s.AttrOr("type", "")})
		}
	})
	return out
}

func links(doc *goquery.Document) []Audio {
	var out []Audio
	doc.Find("a[href], [data-audio-url], [data-src], link[rel=enclosure]").Each(func(_ int, s *goquery.Selection) {
		for _, attr := range []string{"href", "data-audio-url", "data-src"} {
			if address := s.AttrOr(attr, ""); address != "" && audioType(address) != "" && !isFrame(s) {
				out = append(out, Audio{URL: address})
			}
		}
	})
	return out
}

func shared(doc *goquery.Document) []Audio {
	var out []Audio
	for _, name := range []string{"og:audio", "og:audio:secure_url", "og:audio:url", "twitter:player:stream"} {
		if address := meta(doc, name); address != "" && (audioType(address) != "" || strings.HasPrefix(name, "og:audio")) {
			out = append(out, Audio{URL: address, Type: meta(doc, "og:audio:type")})
		}
	}
	return out
}

// isFrame reports whether something stands in what all pages of the site have in common.
func isFrame(s *goquery.Selection) bool {
	return s.Closest("header, footer, nav, aside, ps-header-live, .PH, .Page-header, .Page-footer, [data-stream-live=true]").Length() > 0
}

var liveAddress = regexp.MustCompile(`(?i)^https?://(?:[\w-]*(?:live|stream)[\w-]*\.|[^/]+:\d+/)|icecast|shoutcast|/live(?:/|$|\.)|\.(?:pls|m3u8?|asx)(?:\?|$)`)

// looksLive reports whether an address is that of a radio stream. Those have no end to read to, and often no file name.
func looksLive(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return true
	}
	return liveAddress.MatchString(address) && !datedPath.MatchString(u.Path)
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
	// WordPress numbers the players of a page in the address; the recording is the same.
	if q := u.Query(); len(q) == 1 && len(q.Get("_")) > 0 && strings.Trim(q.Get("_"), "0123456789") == "" {
		u.RawQuery = ""
	}
	a.URL = u.String()
	if a.Type != "" && !strings.Contains(a.Type, "/") {
		a.Type = audioType("x." + a.Type)
	}
	return a
}

// audioType gives the media type that an address's file name means, or "".
func audioType(address string) string {
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
