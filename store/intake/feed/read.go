package feed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/json"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Input is a feed that is to be read.
type Input struct {
	URL  string // where it is from: what its addresses are relative to
	Type string // the media type that the server gave, "" for none
	Body io.Reader
}

// Read reads a feed. Its errors wrap ErrNotFeed, ErrDamaged or ErrTooLarge; it gives ctx's error once that is done.
func Read(ctx context.Context, in Input) (Feed, error) {
	feed, err := read(ctx, in)
	switch {
	case ctx.Err() != nil:
		return Feed{}, ctx.Err()
	case err != nil:
		return Feed{}, fmt.Errorf("reading the feed %s: %w", in.URL, err)
	}
	return feed, nil
}

func read(ctx context.Context, in Input) (Feed, error) {
	body, err := readAll(in.Body, MaxSize)
	if err != nil {
		return Feed{}, err
	}
	base, err := url.Parse(in.URL)
	if err != nil {
		base = &url.URL{}
	}
	found, err := parse(ctx, decode(body, in.Type))
	if err != nil {
		return Feed{}, err
	}
	return translation{base: base, feed: found}.translate(), nil
}

func readAll(r io.Reader, most int64) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, most+1))
	switch {
	case err != nil:
		return nil, err
	case int64(len(body)) > most:
		return nil, ErrTooLarge
	}
	return body, nil
}

// parse reads the text of a feed, whatever its form.
func parse(ctx context.Context, text string) (*gofeed.Feed, error) {
	if strings.HasPrefix(strings.TrimSpace(text), "{") {
		return parseJSON(text)
	}
	text, err := filter(&interruptible{ctx, strings.NewReader(text)})
	if err != nil {
		return nil, err
	}
	parser := gofeed.NewParser()
	parser.RSSTranslator = &gofeed.DefaultRSSTranslator{DisableContentImageScan: true}
	found, err := parser.Parse(&interruptible{ctx, strings.NewReader(text)})
	switch {
	case errors.Is(err, gofeed.ErrFeedTypeNotDetected):
		return nil, ErrNotFeed
	case err != nil:
		return nil, fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	return found, nil
}

// interruptible is a reader that gives ctx's error once that is done.
type interruptible struct {
	ctx context.Context
	r   io.Reader
}

func (i *interruptible) Read(p []byte) (int, error) {
	if err := i.ctx.Err(); err != nil {
		return 0, err
	}
	return i.r.Read(p)
}

// mostObjects is how many objects a JSON feed may have: an episode has three or four.
const mostObjects = 10 * mostRead

func parseJSON(text string) (*gofeed.Feed, error) {
	if strings.Count(text, "{")+strings.Count(text, "null") > mostObjects {
		return nil, ErrTooLarge
	}
	found, err := new(json.Parser).Parse(strings.NewReader(text))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w (%w)", ErrDamaged, err)
	case !strings.Contains(found.Version, "jsonfeed.org"):
		return nil, ErrNotFeed
	}
	none := func(a *json.Author) bool { return a == nil }
	found.Authors = slices.DeleteFunc(found.Authors, none)
	found.Items = slices.DeleteFunc(found.Items, func(i *json.Item) bool { return i == nil })
	for _, item := range found.Items {
		item.Authors = slices.DeleteFunc(item.Authors, none)
	}
	return new(gofeed.DefaultJSONTranslator).Translate(found)
}

// decode gives a feed's text. Valid UTF-8 is read as such whatever the feed or its server says: both are often wrong.
func decode(body []byte, mediaType string) string {
	switch {
	case bytes.HasPrefix(body, []byte("\xef\xbb\xbf")):
		body = body[3:]
	case bytes.HasPrefix(body, []byte("\xff\xfe")), bytes.HasPrefix(body, []byte("<\x00")):
		return converted(body, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM))
	case bytes.HasPrefix(body, []byte("\xfe\xff")), bytes.HasPrefix(body, []byte("\x00<")):
		return converted(body, unicode.UTF16(unicode.BigEndian, unicode.UseBOM))
	case !utf8.Valid(body) || !bytes.ContainsFunc(body, func(r rune) bool { return r >= utf8.RuneSelf }):
		body = []byte(converted(body, declared(body, mediaType)))
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1 // no XML may have it, and some feeds do
		}
		return r
	}, strings.ToValidUTF8(string(body), "\uFFFD"))
}

// declared gives the character set that a feed or its server names, or else the one that Western feeds that name none, or
// wrongly name UTF-8, are in.
func declared(body []byte, mediaType string) encoding.Encoding {
	head := string(body[:min(len(body), 512)])
	if _, after, found := strings.Cut(head, "encoding="); found && strings.HasPrefix(head, "<?xml") && after != "" {
		name, _, _ := strings.Cut(after[1:], after[:1])
		if e, name := charset.Lookup(name); e != nil && name != "utf-8" {
			return e
		}
	}
	if _, after, found := strings.Cut(strings.ToLower(mediaType), "charset="); found {
		name, _, _ := strings.Cut(after, ";")
		if e, name := charset.Lookup(strings.Trim(strings.TrimSpace(name), `"'`)); e != nil && name != "utf-8" {
			return e
		}
	}
	if mostlyUTF8(body) {
		return encoding.Nop
	}
	return charmap.Windows1252
}

// mostlyUTF8 reports whether a text has more whole characters of several bytes than broken ones: it is damaged, then, and
// not in another character set.
func mostlyUTF8(body []byte) bool {
	whole, broken := 0, 0
	for len(body) > 0 {
		r, size := utf8.DecodeRune(body)
		switch {
		case r == utf8.RuneError && size == 1:
			broken++
		case size > 1:
			whole++
		}
		body = body[size:]
	}
	return whole > broken
}

func converted(body []byte, e encoding.Encoding) string {
	text, err := e.NewDecoder().Bytes(body)
	if err != nil {
		return string(body)
	}
	return string(text)
}
