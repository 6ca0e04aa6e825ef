package feed

import (
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
)

// An Outline is a feed as a list of feeds (OPML) names it.
type Outline struct {
	Title string
	URL   string // the feed's address
	Link  string // the page it belongs to, "" where the list does not say
}

// What can be wrong with a list of feeds.
var (
	ErrNotOPML = errors.New("it is no list of feeds (OPML); export your subscriptions as OPML and choose that file")
	ErrNoFeeds = errors.New("there are no feeds in this list")
)

const mostOutlines = 10000

// ReadOPML reads a list of feeds, in the order in which it names them and each once; folders are opened. The name is for
// messages. Its errors wrap ErrNotOPML, ErrNoFeeds or ErrTooLarge.
func ReadOPML(name string, r io.Reader) ([]Outline, error) {
	list, err := readOPML(r)
	if err != nil {
		return nil, fmt.Errorf("reading the feeds in %s: %w", name, err)
	}
	return list, nil
}

func readOPML(r io.Reader) ([]Outline, error) {
	body, err := readAll(r, MaxSize)
	if err != nil {
		return nil, err
	}
	decoder := xml.NewDecoder(strings.NewReader(decode(body, "")))
	decoder.Strict = false
	decoder.Entity = xml.HTMLEntity
	decoder.CharsetReader = func(_ string, input io.Reader) (io.Reader, error) { return input, nil }
	var list []Outline
	known := map[string]bool{}
	opened := false
	for {
		token, err := decoder.RawToken()
		if err != nil && !errors.Is(err, io.EOF) || err != nil && !opened {
			return nil, ErrNotOPML
		}
		if err != nil {
			break
		}
		start, ok := token.(xml.StartElement)
		switch {
		case !ok:
		case !opened && !strings.EqualFold(start.Name.Local, "opml"):
			return nil, ErrNotOPML
		case !opened:
			opened = true
		case strings.EqualFold(start.Name.Local, "outline"):
			if o, ok := outline(start.Attr); ok && !known[o.URL] && len(list) < mostOutlines {
				known[o.URL] = true
				list = append(list, o)
			}
		}
	}
	if len(list) == 0 {
		return nil, ErrNoFeeds
	}
	return list, nil
}

// outline reports false for one that is no feed: a folder, or a link.
func outline(attributes []xml.Attr) (Outline, bool) {
	var title, text, address, link string
	for _, a := range attributes {
		switch strings.ToLower(a.Name.Local) {
		case "title":
			title = a.Value
		case "text":
			text = a.Value
		case "xmlurl":
			address = a.Value
		case "htmlurl":
			link = a.Value
		}
	}
	whole := translation{base: &url.URL{}}
	o := Outline{URL: Address(address), Link: whole.address(link)}
	o.Title = cmp.Or(line(title, mostTitle), line(text, mostTitle), o.URL)
	return o, o.URL != ""
}

// Address gives the address of a feed as it can be fetched for what a person or a list calls it: "feed:" and the like, by
// which links told programs that they lead to a feed, are taken off. It gives "" for what is no address on the web.
func Address(named string) string {
	named = strings.TrimSpace(named)
	scheme, rest, _ := strings.Cut(named, ":")
	switch strings.ToLower(scheme) {
	case "feed", "itpc", "pcast", "podcast":
		if named = rest; strings.HasPrefix(rest, "//") {
			named = "http:" + rest // what they stand for; servers lead on to https
		}
	}
	return translation{base: &url.URL{}}.address(named)
}

// WriteOPML writes a list of feeds as OPML 2.0, as other programs read it.
func WriteOPML(w io.Writer, title string, list []Outline) error {
	type outline struct {
		Type    string `xml:"type,attr"`
		Text    string `xml:"text,attr"`
		Title   string `xml:"title,attr"`
		XMLURL  string `xml:"xmlUrl,attr"`
		HTMLURL string `xml:"htmlUrl,attr,omitempty"`
	}
	type document struct {
		XMLName xml.Name  `xml:"opml"`
		Version string    `xml:"version,attr"`
		Title   string    `xml:"head>title"`
		List    []outline `xml:"body>outline"`
	}
	if len(list) == 0 {
		return ErrNoFeeds
	}
	out := document{Version: "2.0", Title: title}
	for _, o := range list {
		out.List = append(out.List, outline{"rss", o.Title, o.Title, o.URL, o.Link})
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", "  ")
	if err := encoder.Encode(out); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
