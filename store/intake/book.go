package intake

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"alongside/store/intake/book"
	"alongside/store/intake/convert"
)

// bookAt gives the path of a book, or "" where a location is none: a file that says so in its name, an archive or a folder
// with the files of a book in it.
func bookAt(location string) string {
	location = strings.TrimSpace(location)
	if location == "" || isAddress(location) {
		return ""
	}
	name, err := filepath.Abs(filePath(location))
	if err != nil {
		return ""
	}
	info, err := os.Stat(name)
	if err != nil {
		return ""
	}
	switch ending := strings.ToLower(filepath.Ext(name)); {
	case !info.IsDir() && ending == ".epub",
		(info.IsDir() || ending == ".zip") && book.IsBook(name):
		return name
	}
	return ""
}

// book reads a book. Sound that is named is taken in place of the book's own, and so are timings.
func (r reading) book(name string, s Source) (found Found, err error) {
	r.told(Progress{Step: Reading})
	dir, err := os.MkdirTemp(s.Dir, "alongside-book-")
	if err != nil {
		return Found{}, fmt.Errorf("unpacking the book %s: %w", name, err)
	}
	defer func() {
		if err != nil {
			os.RemoveAll(dir)
			found = Found{}
		}
	}()
	options := book.Options{Dir: dir, Hear: r.hearPart, Told: func(done, total int64) { r.told(Progress{Listening, done, total}) }}
	if s.AudioPath != "" {
		options.Hear = nil
	}
	b, err := book.Read(r.ctx, name, options)
	if err != nil {
		return Found{}, err
	}
	found = Found{
		Transcript: b.Transcript, Alignment: b.Alignment, AudioPath: b.AudioPath, played: b.AudioPath, Origin: name, Notes: b.Notes,
		Parts: b.Parts, Chapters: b.Chapters, Asides: b.Asides, Picture: b.Picture, dir: dir,
	}
	return found, r.finishBook(document{name: filepath.Base(name), path: name}, s, &found)
}

// finishBook adds what was named beside a book, or lies there, where the book has none itself.
func (r reading) finishBook(doc document, s Source, found *Found) error {
	if found.AudioPath == "" {
		return errors.Join(r.finish(doc, s, found), r.ctx.Err())
	}
	if title := strings.TrimSpace(s.Title); title != "" {
		found.Transcript.Title = title
	}
	found.Name = doc.nameFor(found.Transcript)
	return errors.Join(r.timings(doc, s.TimingsPath, found), r.ctx.Err())
}

// hearPart hears a file of sound of a book, and converts it where it has to be.
func (r reading) hearPart(ctx context.Context, name string) (book.Sound, error) {
	heard, err := hear(ctx, name)
	if err == nil && heard.convert {
		r.told(Progress{Step: Converting})
		var playable string
		playable, err = convert.To(ctx, filepath.Dir(name), name, func(done, total time.Duration) {
			r.told(Progress{Converting, int64(done), int64(total)})
		})
		if err == nil {
			heard, err = hear(ctx, playable)
		} else {
			err = &SoundError{name, convert.KindOf(name).Name, err}
		}
	}
	var sound *SoundError
	if errors.As(err, &sound) {
		sound.Path = "in the book" // the file's name is one of our own
	}
	return book.Sound{Path: heard.path, Length: heard.duration, Type: heard.mediaType}, err
}
