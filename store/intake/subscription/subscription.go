// Package subscription keeps the library's feeds up to date: it subscribes, asks servers whether there is something new, and
// says which episodes are to be saved for reading offline.
//
// Its words: a subscription is a feed in the library. To refresh it is to ask its server once, with what is known of its
// last state, so that a feed that did not change costs next to nothing. A [Plan] says what is to be saved and what may be
// let go so that the newest episodes are there when there is no network; a [Source] is what the saving of one begins with.
//
// What goes wrong with one feed is kept as its problem, in words, and hinders no other.
package subscription

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	stdsync "sync"
	"time"

	"alongside/store"
	"alongside/store/intake/feed"
)

// A Network gives a way to the network for what begins at one address that a person named. What that leads to is to be
// judged by it: a page on the internet may not name a feed inside the reader's own network.
type Network func(named string) Getter

// A Getter gets feeds from the network.
type Getter interface {
	// Get gets what lies at an address, if it is another than what the server called by this ETag and Modified; either may
	// be "". An error for what is not there any more, and never will be again, wraps ErrGone.
	Get(ctx context.Context, address, etag, modified string) (Answer, error)
}

// An Answer is what a server gave.
type Answer struct {
	Unchanged bool   // it is as it was: the rest is empty
	URL       string // where it came from in the end
	Moved     string // where it is to be asked for from now on, if the server says that it has moved for good; else ""
	Type      string // the media type, as the server has it
	ETag      string
	Modified  string // the server's Last-Modified
	Body      []byte
}

// ErrGone is wrapped by the error for a feed whose server says that it has ended for good.
var ErrGone = errors.New("the feed has ended: its server says that it is gone for good; what was saved from it stays")

// Often is how long a feed that was asked for is left alone, unless a person asks.
const Often = 30 * time.Minute

// Due reports whether it is time to refresh a feed.
func Due(f store.Feed, now time.Time) bool {
	return now.Sub(f.Checked) >= Often || f.Checked.After(now) // a clock that was set back
}

// Subscribe subscribes to the feed at an address, or to the one that the page there names, and gives it as it is in the
// library. It reports false where it was there already; then it is refreshed. Nothing is kept of what is no feed.
func Subscribe(ctx context.Context, lib *store.Library, address string, network Network) (f store.Feed, added bool, err error) {
	whole := feed.Address(address)
	if whole == "" {
		return f, false, fmt.Errorf("subscribing to %s: this is not an address on the web; give one that begins with https://", address)
	}
	read, err := find(ctx, whole, network(whole))
	if err != nil {
		return f, false, err
	}
	id, added, err := lib.Subscribe(ctx, store.Feed{URL: read.feed.URL, Title: read.feed.Title})
	if err != nil {
		return f, false, err
	}
	if f, err = read.save(ctx, lib, id); err != nil {
		return f, added, err
	}
	return f, added, nil
}

// Import subscribes to all feeds of a list, without asking for them, and gives the numbers of those that were not there.
func Import(ctx context.Context, lib *store.Library, list []feed.Outline) (added []int64, err error) {
	for _, o := range list {
		id, isNew, err := lib.Subscribe(ctx, store.Feed{URL: o.URL, Title: o.Title, Link: o.Link})
		if err != nil {
			return added, err
		}
		if isNew {
			added = append(added, id)
		}
	}
	return added, nil
}

// Export gives the library's feeds as a list.
func Export(ctx context.Context, lib *store.Library) ([]feed.Outline, error) {
	feeds, err := lib.Feeds(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]feed.Outline, len(feeds))
	for i, f := range feeds {
		list[i] = feed.Outline{Title: f.Title, URL: f.URL, Link: f.Link}
	}
	return list, nil
}

// Refresh asks for a feed and keeps what is new. What goes wrong is kept as the feed's problem and given; a refresh that is
// cancelled changes nothing.
func Refresh(ctx context.Context, lib *store.Library, id int64, network Network) (store.Feed, error) {
	f, err := lib.Feed(ctx, id)
	if err != nil {
		return f, err
	}
	answer, err := network(f.URL).Get(ctx, f.URL, f.ETag, f.Modified)
	if err == nil && answer.Unchanged {
		if err := lib.CheckedFeed(ctx, id, ""); err != nil {
			return f, err
		}
		return lib.Feed(ctx, id)
	}
	var read reading
	if err == nil {
		read, err = newReading(ctx, f.URL, answer)
	}
	if err == nil {
		return read.save(ctx, lib, id)
	}
	if ctx.Err() != nil {
		return f, ctx.Err()
	}
	f.Problem = problem(err)
	return f, errors.Join(err, lib.CheckedFeed(ctx, id, f.Problem))
}

// A Result is what came of the refresh of one feed.
type Result struct {
	Feed store.Feed
	Err  error // nil where it went well
}

// RefreshAll refreshes several feeds, some at once, and tells what came of each as it does; told is called by one goroutine
// at a time. The error is only ever that it was cancelled.
func RefreshAll(ctx context.Context, lib *store.Library, feeds []store.Feed, network Network, told func(Result)) error {
	const atOnce = 4
	var group stdsync.WaitGroup
	var one stdsync.Mutex
	turns := make(chan struct{}, atOnce)
	for _, f := range feeds {
		select {
		case turns <- struct{}{}:
		case <-ctx.Done():
			group.Wait()
			return ctx.Err()
		}
		group.Go(func() {
			defer func() { <-turns }()
			result, err := Refresh(ctx, lib, f.ID, network)
			if ctx.Err() != nil {
				return
			}
			one.Lock()
			defer one.Unlock()
			told(Result{result, err})
		})
	}
	group.Wait()
	return ctx.Err()
}

// RefreshDue refreshes the feeds for which it is time, as RefreshAll does.
func RefreshDue(ctx context.Context, lib *store.Library, network Network, told func(Result)) error {
	feeds, err := lib.Feeds(ctx)
	if err != nil {
		return err
	}
	now := time.Now()
	feeds = slices.DeleteFunc(feeds, func(f store.Feed) bool { return !Due(f, now) })
	return RefreshAll(ctx, lib, feeds, network, told)
}

// problem says an error in a sentence.
func problem(err error) string {
	const most = 1000
	text := strings.Join(strings.Fields(strings.ToValidUTF8(err.Error(), "\uFFFD")), " ")
	return strings.ToValidUTF8(text[:min(len(text), most)], "")
}

// A reading is a feed as it was just read, in the library's words.
type reading struct {
	feed     store.Feed
	episodes []store.Episode
}

// find gets a feed that is not in the library yet: what lies at an address or, where that is a page, the feed it names.
func find(ctx context.Context, address string, get Getter) (reading, error) {
	answer, err := get.Get(ctx, address, "", "")
	if err != nil {
		return reading{}, err
	}
	read, err := newReading(ctx, address, answer)
	if !errors.Is(err, feed.ErrNotFeed) {
		return read, err
	}
	named := feed.Discover(answer.URL, answer.Body)
	if len(named) == 0 {
		return read, err
	}
	if answer, err = get.Get(ctx, named[0].URL, "", ""); err != nil {
		return read, err
	}
	return newReading(ctx, named[0].URL, answer)
}

// newReading reads the answer for the feed at an address.
func newReading(ctx context.Context, address string, answer Answer) (reading, error) {
	base := answer.URL
	if base == "" {
		base = address
	}
	in, err := feed.Read(ctx, feed.Input{URL: base, Type: answer.Type, Body: bytes.NewReader(answer.Body)})
	if err != nil {
		return reading{}, err
	}
	if moved := feed.Address(answer.Moved); moved != "" {
		address = moved
	}
	read := reading{feed: store.Feed{
		URL: address, Title: in.Title, Link: in.Link, Language: in.Language, Picture: in.Picture,
		ETag: answer.ETag, Modified: answer.Modified,
	}}
	for _, e := range in.Episodes {
		read.episodes = append(read.episodes, episode(e))
	}
	return read, nil
}

func episode(e feed.Episode) store.Episode {
	out := store.Episode{
		GUID: e.GUID, Title: e.Title, Published: e.Published, Link: e.Link, Author: e.Author, Summary: e.Summary, Picture: e.Picture,
		AudioURL: e.Audio.URL, AudioType: e.Audio.Type, AudioBytes: e.Audio.Bytes, Duration: e.Duration,
		Season: e.Season, Number: e.Number, ChaptersURL: e.Chapters,
	}
	if len(e.Transcripts) > 0 {
		out.TranscriptURL, out.TranscriptType = e.Transcripts[0].URL, e.Transcripts[0].Type
	}
	return out
}

func (r reading) save(ctx context.Context, lib *store.Library, id int64) (store.Feed, error) {
	r.feed.ID = id
	if err := lib.SaveFeed(ctx, r.feed, r.episodes); err != nil {
		return r.feed, err
	}
	return lib.Feed(ctx, id)
}
