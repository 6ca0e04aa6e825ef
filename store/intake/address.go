package intake

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"

	"alongside/store/intake/web"
	"alongside/sync/transcript"
)

// Missing says which halves were not found: not here, and not at an address where they can be fetched.
func (f Found) Missing() []Missing {
	var missing []Missing
	if len(f.Transcript.Turns) == 0 {
		missing = append(missing, NoTranscript)
	}
	if f.AudioPath == "" && f.Transcript.Audio.URL == "" {
		missing = append(missing, NoSound)
	}
	return missing
}

// isWorthKeeping reports whether something of a story was found on a page without a transcript.
func (f Found) isWorthKeeping() bool {
	return f.Transcript.Audio.URL != "" || f.Transcript.TranscriptURL != "" || f.AudioPath != ""
}

// fetch gets a document from the network.
func (r reading) fetch(client *web.Client, address string) (document, error) {
	page, err := client.Page(r.ctx, address, func(done, total int64) { r.told(Progress{Fetching, done, total}) })
	if err != nil {
		return document{}, err
	}
	return document{name: page.Name, url: page.URL, mediaType: page.Type, client: client, inside: page.Inside, body: page.Body}, nil
}

// soundAlone makes a story without words of the address where a page was looked for and a sound lies.
func soundAlone(failure *web.FetchError) Found {
	var found Found
	found.Transcript.Audio = transcript.Audio{URL: failure.URL, Type: failure.Type}
	if u, err := url.Parse(failure.URL); err == nil {
		found.Name = document{name: path.Base(u.Path), path: u.Path}.nameFor(found.Transcript)
	}
	return found
}

// words reads the transcript in a document, or where the document says that it is. Where the error is an
// ErrNoTranscript, Found has what else there was.
func (r reading) words(doc document) (Found, error) {
	found, err := r.document(doc)
	found, err = r.follow(doc, found, err)
	found.Inside = doc.inside
	if doc.client != nil && !isSameHost(found.Transcript.URL, doc.url) {
		found.Transcript.URL = doc.url // a story may not say that it came from elsewhere: what it names is fetched in its host's name
	}
	return found, err
}

func isSameHost(a, b string) bool {
	first, err1 := url.Parse(a)
	second, err2 := url.Parse(b)
	return err1 == nil && err2 == nil && first.Host == second.Host
}

// follow reads the transcript on the page of its own that a story's page leads to, if it has none itself. Where that fails,
// the page's article stays, with a note. err is how reading the story's page ended.
func (r reading) follow(doc document, found Found, err error) (Found, error) {
	link := found.Transcript.TranscriptURL
	if link == "" || err != nil && !errors.Is(err, transcript.ErrNoTranscript) {
		return found, err
	}
	if doc.client == nil {
		if err == nil {
			found.Notes = append(found.Notes, fmt.Sprintf("Its transcript is on a page of its own; to read that, add %s.", link))
		}
		return found, err
	}
	words, failure := r.elsewhere(doc, link)
	switch {
	case r.ctx.Err() != nil:
		return found, r.ctx.Err()
	case failure == nil:
		return merged(found, words), nil
	case err == nil:
		found.Notes = append(found.Notes, fmt.Sprintf("This is the page's article; its transcript could not be had: %v.", failure))
		return found, nil
	}
	return found, fmt.Errorf("%w; what the page names for it cannot be had either: %w", err, failure)
}

func (r reading) elsewhere(doc document, link string) (Found, error) {
	other, err := r.fetch(doc.client, link)
	if err != nil {
		return Found{}, err
	}
	return r.document(other)
}

// merged makes one story of what a page says of it and of words from elsewhere. What both know, the page knows better, but
// for the language, which is that of the words.
func merged(page, words Found) Found {
	t := words.Transcript
	for _, field := range []struct {
		into *string
		own  string
	}{
		{&t.Title, page.Transcript.Title},
		{&t.Source, page.Transcript.Source},
		{&t.URL, page.Transcript.URL},
		{&t.Published, page.Transcript.Published},
		{&t.TranscriptURL, page.Transcript.TranscriptURL},
	} {
		if field.own != "" {
			*field.into = field.own
		}
	}
	if t.Language == "" {
		t.Language = page.Transcript.Language
	}
	if t.Rights == "" {
		t.Rights = page.Transcript.Rights
	}
	if len(page.Transcript.Authors) > 0 {
		t.Authors = page.Transcript.Authors
	}
	if page.Transcript.Audio.URL != "" || page.AudioPath != "" {
		t.Audio = page.Transcript.Audio
	}
	if page.Transcript.Picture.URL != "" {
		t.Picture = page.Transcript.Picture
	}
	page.Transcript, page.Alignment = t, words.Alignment
	page.Repairs = append(page.Repairs, words.Repairs...)
	page.Notes = append(page.Notes, words.Notes...)
	return page
}

// Complete adds to what was found of a story what rest names: a transcript (Location or Text), the file with the sound,
// timings, a title. What was found is kept where rest has nothing better. told is called as it goes on, and may be nil.
func Complete(ctx context.Context, found Found, rest Source, told func(Progress)) (Found, error) {
	if told == nil {
		told = func(Progress) {}
	}
	r := reading{ctx: ctx, told: told}
	var doc document
	if strings.TrimSpace(rest.Location) != "" || strings.TrimSpace(rest.Text) != "" {
		var err error
		if doc, err = r.open(rest); err != nil {
			return Found{}, err
		}
		words, err := r.words(doc)
		if err != nil {
			return Found{}, err
		}
		found = merged(found, words)
	}
	if err := r.finish(doc, rest, &found); err != nil {
		return Found{}, err
	}
	return found, ctx.Err()
}
