package intake

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"unicode"

	"alongside/store"
	"alongside/store/intake/unwrap"
	"alongside/store/intake/web"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// A document is what a story is read from: the bytes of a file, of an answer from the network, or of the clipboard.
type document struct {
	name      string // for messages, and for its ending
	path      string // "" where it is no file
	url       string // "" where it did not come from the network
	mediaType string
	sound     string      // the file that was named, where that was the sound and the document was found beside it
	client    *web.Client // that fetched it; nil where it did not come from the network
	inside    bool        // it came from the person's own network
	body      []byte
	page      *unwrap.Page  // the page that it is, where it was saved in one file with its parts
	prose     *unwrap.Prose // the text that it is, where that was inside a word processor's document
}

func (r reading) open(s Source) (document, error) {
	location := strings.TrimSpace(s.Location)
	switch {
	case location == "" && strings.TrimSpace(s.Text) == "":
		return document{}, ErrNoSource
	case location == "":
		return document{body: []byte(s.Text)}, nil
	case isAddress(location):
		r.told(Progress{Step: Fetching})
		return r.fetch(web.NewClient(cmp.Or(s.Named, location)), location)
	}
	r.told(Progress{Step: Reading})
	return r.openFile(filePath(location))
}

// isAddress reports whether a location is to be fetched; of schemes that are not known, package web says so.
func isAddress(location string) bool {
	scheme, _, found := strings.Cut(location, "://")
	return found && !strings.EqualFold(scheme, "file") && !isFile(location)
}

// filePath gives the path of a file that may have been named as a file: address, as desktops do.
func filePath(location string) string {
	u, err := url.Parse(location)
	if err != nil || u.Scheme != "file" || u.Path == "" {
		return location
	}
	if runtime.GOOS == "windows" {
		return filepath.FromSlash(strings.TrimPrefix(u.Path, "/"))
	}
	return u.Path
}

func (r reading) openFile(name string) (document, error) {
	full, err := filepath.Abs(name)
	if err != nil {
		return document{}, fmt.Errorf("reading %s: %w", name, err)
	}
	doc := document{name: filepath.Base(full), path: full}
	if IsSound(full) {
		if doc.path = besideOf(full, textEndings()); doc.path == "" {
			return document{}, r.withoutTranscript(name, doc)
		}
		doc.sound, doc.name = full, filepath.Base(doc.path)
	}
	if doc.body, err = readFile(doc.path, timedLimit); err != nil {
		return document{}, err
	}
	return doc.unwrapped(r.ctx)
}

// withoutTranscript is the error for sound alone. It keeps what is known of the sound.
func (r reading) withoutTranscript(name string, doc document) error {
	full, err := filepath.Abs(name)
	if err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	heard, err := hear(r.ctx, full)
	if err != nil {
		return err
	}
	doc.path = full
	found := Found{AudioPath: full, Name: cmp.Or(heard.title, doc.nameFor(transcript.Transcript{}))}
	found.listened(heard)
	return &MissingError{Half: NoTranscript, Found: found, Err: fmt.Errorf("reading the story of %s: there is no transcript beside it; "+
		"save the transcript as %s in the same folder, or name the transcript and give the sound with it", name,
		strings.TrimSuffix(doc.name, filepath.Ext(doc.name))+".txt")}
}

// The most bytes of a file that are read; the readers have lower limits of their own.
const timedLimit = 256 << 20

// readFile reads a file whole. Its errors say what to do.
func readFile(name string, most int64) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fileError(name, err)
	}
	defer file.Close()
	info, err := file.Stat()
	switch {
	case err != nil:
		return nil, fileError(name, err)
	case info.IsDir():
		return nil, fmt.Errorf("reading %s: it is a folder; choose a file in it", name)
	case info.Size() > most:
		return nil, fmt.Errorf("reading %s: it is larger than %d MB, too large for a transcript", name, most>>20)
	}
	body, err := io.ReadAll(io.LimitReader(file, most))
	return body, fileError(name, err)
}

func fileError(name string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("reading %s: there is no such file; check its name and folder%w", name, hidden{err})
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("reading %s: you may not read this file; change its permissions or copy it%w", name, hidden{err})
	}
	return fmt.Errorf("reading %s: %w", name, full(err))
}

// full says in words that a disk is full, where that is what an error means.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("%w%w", store.ErrFull, hidden{err})
	}
	return err
}

// A hidden error adds nothing to a sentence, and can still be tested for.
type hidden struct{ error }

func (hidden) Error() string   { return "" }
func (h hidden) Unwrap() error { return h.error }

// document reads the story in a document, whatever its form. Of a page without a transcript it gives what else there is.
func (r reading) document(doc document) (Found, error) {
	r.told(Progress{Step: Reading})
	if doc.isFeed() {
		return Found{}, fmt.Errorf("reading %s: %w", doc.label(), ErrFeed)
	}
	found := Found{Origin: doc.path}
	var err error
	switch strings.ToLower(path.Ext(doc.name)) {
	case ".vtt", ".srt":
		err = doc.timed(&found)
	case ".json":
		err = doc.json(&found)
	default:
		if err = r.transcript(doc, &found); errors.Is(err, transcript.ErrTimed) {
			err = doc.timed(&found)
		}
	}
	if err != nil {
		return found, err
	}
	if !hasTimes(found.Alignment) {
		found.Alignment = timing.Alignment{}
	}
	return found, nil
}

// ErrFeed is returned for a feed: a list of stories, and none of them.
var ErrFeed = errors.New("it is a feed, a list of stories; subscribe to it with `alongside feed add` and its address, " +
	"or open the page of the story you want and add that")

func (doc document) isFeed() bool {
	head := strings.ToLower(string(doc.body[:min(len(doc.body), 1024)]))
	return !strings.Contains(head, "<html") && (strings.Contains(head, "<rss") || strings.Contains(head, "<feed") ||
		strings.Contains(head, "<rdf:rdf"))
}

func (r reading) transcript(doc document, found *Found) (err error) {
	in := transcript.Input{Name: doc.name, URL: doc.url, Type: doc.mediaType, Body: bytes.NewReader(doc.body)}
	switch {
	case doc.prose != nil:
		found.Transcript, err = transcript.ReadText(r.ctx, in)
		found.Transcript.Title = cmp.Or(found.Transcript.Title, doc.prose.Title)
	case doc.page != nil:
		found.Transcript, err = transcript.ReadPage(r.ctx, in)
		found.Transcript.Title = cmp.Or(found.Transcript.Title, doc.page.Title)
	default:
		found.Transcript, err = transcript.Read(r.ctx, in)
	}
	return err
}

func (doc document) timed(found *Found) error {
	timed, err := timing.Read(doc.label(), bytes.NewReader(doc.body))
	if err != nil {
		return err
	}
	found.Transcript, found.Alignment = timed.Story()
	found.Repairs = timed.Repairs
	return nil
}

// json reads a story of Alongside, or else timed text.
func (doc document) json(found *Found) (err error) {
	found.Transcript, found.Alignment, err = timing.ReadStory(bytes.NewReader(doc.body))
	if errors.Is(err, timing.ErrNotStory) {
		return doc.timed(found)
	}
	if err != nil {
		return fmt.Errorf("reading %s: %w", doc.label(), err)
	}
	return nil
}

func (doc document) label() string {
	switch {
	case doc.path != "":
		return doc.path
	case doc.url != "":
		return doc.url
	}
	return "the pasted text"
}

// nameFor names a story that has no title, by the file's name or the first words.
func (doc document) nameFor(t transcript.Transcript) string {
	if name := strings.TrimSuffix(doc.name, path.Ext(doc.name)); doc.name != "" && doc.path != "" {
		return strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r == '_' || unicode.IsSpace(r) }), " ")
	}
	const most = 8
	for _, turn := range t.Turns {
		words := strings.Fields(turn.Text)
		switch {
		case turn.Kind != transcript.Speech || len(words) == 0:
		case len(words) > most:
			return strings.Join(words[:most], " ") + "…"
		default:
			return strings.Join(words, " ")
		}
	}
	return "A story without a title"
}

func readTimed(name string) (timing.Timed, error) {
	body, err := readFile(name, timedLimit)
	if err != nil {
		return timing.Timed{}, err
	}
	return timing.Read(name, bytes.NewReader(body))
}

func hasTimes(a timing.Alignment) bool {
	return slices.ContainsFunc(a.Turns, func(t timing.Turn) bool { return t.Known() })
}
