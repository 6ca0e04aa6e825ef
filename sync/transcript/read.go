package transcript

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"path"
	"strings"
)

// MaxSize is the largest input, in bytes, that is read. A three-hour transcript has about 0.2 MB; the largest pages in the
// field, with their scripts inside, about 5 MB.
const MaxSize = 16 << 20

// What can be wrong with an input; test with errors.Is.
var (
	// ErrEmpty is returned for an input without a single word.
	ErrEmpty = errors.New("there is no text in it")
	// ErrTooLarge is returned for an input of more than MaxSize bytes, or of more lines than any transcript has.
	ErrTooLarge = fmt.Errorf("it is larger than %d MB, or has too many lines; copy the transcript into a text file of its own", MaxSize>>20)
	// ErrNotText is returned for audio, pictures, PDF, word processor files and other things that are not text.
	ErrNotText = errors.New("it is not text; save it as a web page or as plain text")
	// ErrTimed is returned for subtitles, which package timing reads.
	ErrTimed = errors.New("it is timed text, not a transcript")
	// ErrNoTranscript is returned for a page in which neither a transcript nor an article can be found. The transcript that
	// is returned with it has no turns, but all else that the page says of its story.
	ErrNoTranscript = errors.New("no transcript was found on the page; copy its text and paste it")
)

// An Input is something to read a transcript from. Only Body must be given; the rest helps.
type Input struct {
	Name string    // the file's name, for messages and for its extension
	URL  string    // the page's address, which relative addresses on it are resolved against
	Type string    // media type as the server gave it: "text/html; charset=iso-8859-1"
	Body io.Reader // read to its end, or to MaxSize
}

// label names the input in a message.
func (in Input) label() string {
	switch {
	case in.Name != "":
		return in.Name
	case in.URL != "":
		return in.URL
	}
	return "the pasted text"
}

// Read reads a transcript from a web page or a text, whichever the input is by its type, its name or its content. The
// error, if any, is one of this package's, ctx's, or that of reading the Body; the transcript is then empty, except for
// [ErrNoTranscript].
func Read(ctx context.Context, in Input) (Transcript, error) {
	return read(ctx, in, func(data []byte, kind string) reader {
		if looksLikePage(in, data, kind) {
			return pageReader{}
		}
		return textReader{}
	})
}

// ReadPage reads a transcript from a web page's HTML.
func ReadPage(ctx context.Context, in Input) (Transcript, error) {
	return read(ctx, in, func([]byte, string) reader { return pageReader{} })
}

// ReadText reads a transcript from plain text or Markdown, such as a page's text copied from a browser.
func ReadText(ctx context.Context, in Input) (Transcript, error) {
	return read(ctx, in, func([]byte, string) reader { return textReader{} })
}

// A reader makes a transcript of an input's decoded text.
type reader interface {
	read(ctx context.Context, in Input, text string) (Transcript, error)
	// decode turns the input's bytes into clean UTF-8.
	decode(data []byte, contentType string) (string, error)
}

func read(ctx context.Context, in Input, choose func(data []byte, kind string) reader) (Transcript, error) {
	t, err := readWith(ctx, in, choose)
	if err != nil {
		return t, fmt.Errorf("reading the transcript %s: %w", in.label(), err)
	}
	return t, nil
}

func readWith(ctx context.Context, in Input, choose func(data []byte, kind string) reader) (Transcript, error) {
	data, err := readAll(ctx, in.Body)
	if err != nil {
		return Transcript{}, err
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return Transcript{}, ErrEmpty
	}
	if notText(data) {
		return Transcript{}, ErrNotText
	}
	kind, _, err := mime.ParseMediaType(in.Type)
	if err != nil {
		kind = "" // a server's mistake; the content tells
	}
	r := choose(data, kind)
	text, err := r.decode(data, in.Type)
	if err != nil {
		return Transcript{}, err
	}
	t, err := r.read(ctx, in, text)
	if ctx.Err() != nil {
		return Transcript{}, ctx.Err()
	}
	return t, err
}

// readAll reads r, at most MaxSize bytes of it, and looks at ctx between the pieces.
func readAll(ctx context.Context, r io.Reader) ([]byte, error) {
	if r == nil {
		return nil, ErrEmpty
	}
	data, err := io.ReadAll(io.LimitReader(untilDone{ctx, r}, MaxSize+1))
	switch {
	case err != nil:
		return nil, err
	case len(data) > MaxSize:
		return nil, ErrTooLarge
	}
	return data, nil
}

// untilDone is a reader that fails once its context is done.
type untilDone struct {
	ctx context.Context
	r   io.Reader
}

func (u untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}

// looksLikePage tells HTML from plain text. What the content says wins over the server's type and the name, which are
// often wrong for what people saved.
func looksLikePage(in Input, data []byte, kind string) bool {
	head := string(startOf(data, 4096))
	for _, mark := range []string{"\xff\xfe", "\xfe\xff", "\ufeff"} {
		head = strings.TrimPrefix(head, mark)
	}
	head = strings.ReplaceAll(head, "\x00", "") // UTF-16
	head = strings.ToLower(strings.TrimSpace(head))
	if strings.HasPrefix(head, "<!doctype html") || strings.HasPrefix(head, "<html") {
		return true
	}
	tags := 0
	for _, tag := range []string{"<html", "<head", "<body", "<p>", "<p ", "</p>", "<div", "<br", "<cite", "<h1", "<strong", "<dl", "<span"} {
		if strings.Contains(head, tag) {
			tags++
		}
	}
	switch {
	case strings.HasPrefix(head, "<"):
		return tags > 0
	case kind == "text/html" || kind == "application/xhtml+xml":
		return true
	}
	switch strings.ToLower(path.Ext(in.Name)) {
	case ".html", ".htm", ".xhtml", ".xht":
		return true
	}
	return kind == "" && tags > 2
}

func startOf(data []byte, n int) []byte { return data[:min(n, len(data))] }
