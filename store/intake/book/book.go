// Package book reads books that say when their words are spoken: EPUB 3 with media overlays, DAISY 2.02 and DAISY 3
// (ANSI/NISO Z39.86-2005); and the text of EPUBs that do not.
//
// Its words are those of the formats. A par says that a clip, which is a stretch of a file of sound, is to be heard while
// an element of the text is marked; a SMIL file is a list of pars. The spine of a book is the order of its files. The table
// of contents is called navigation document in EPUB 3, NCX in EPUB 2 and DAISY 3, NCC in DAISY 2.02. An aside is what one may
// wish to skip or to leave: a page's number, a footnote, a table. A block is a paragraph, a heading, an item of a list, a
// row of a table: it becomes a turn of the transcript. Of a book of several files of sound the clips are laid on one axis of
// time, on which each file begins where the one before it ends.
//
// Whoever made the book is not trusted: what is read is limited in size, number and depth, and no name in a book leads out
// of it. What is missing or wrong in a small part of a book is told of in a note, and the rest is read.
package book

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"alongside/store"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// What the alignment of a book is said to be made by.
const (
	Overlays = "media overlays" // of EPUB 3
	Daisy    = "daisy"
)

// What is wrong with a book as a whole.
var (
	ErrNotBook  = errors.New("it is no book that Alongside can read: EPUB, DAISY 2.02 or DAISY 3; choose another file")
	ErrSeveral  = errors.New("there are several books in it; unpack it if it is an archive, and choose the folder of one of them")
	ErrLocked   = errors.New("the publisher has locked it (DRM), and only the publisher's own program opens it; ask for a copy without a lock")
	ErrNoText   = errors.New("there is no text in it; choose another book")
	ErrTooLarge = errors.New("it is larger than a book can be, so it is not read")
	ErrDamaged  = errors.New("it is damaged or not complete; get it again")
)

// A Book is what was read of one, in the form in which the library takes it. Turns and times fit each other.
type Book struct {
	Transcript transcript.Transcript
	Alignment  timing.Alignment // no turns: the book has no times
	AudioPath  string           // the first file of its sound, "" where it has none
	Parts      []store.Part     // the other files, each with where it begins
	Chapters   []store.Chapter
	Asides     []store.Aside
	Picture    store.Picture // the cover
	Notes      []string      // sentences on what was left out or mended
}

// Sound is a file of sound that can be played.
type Sound struct {
	Path   string
	Length time.Duration // of what is decoded from it
	Type   string        // media type
}

// Options are how a book is read.
type Options struct {
	// Dir is a folder for the files of sound and the cover, which are unpacked into it. Whoever gives it deletes it.
	Dir string
	// Hear makes a file of sound, which lies in Dir, one that can be played, and tells how long it is. Where that is not
	// possible its error says what to do. It is needed only for a book with sound.
	Hear func(ctx context.Context, path string) (Sound, error)
	// Told, where given, is told how many of the files of sound were unpacked.
	Told func(done, total int64)
}

// Read reads a book from a file, or from the folder that it was unpacked to. Its errors wrap those of this package, of
// package archive, of package fs or of Options.Hear.
func Read(ctx context.Context, path string, o Options) (Book, error) {
	b, err := open(path)
	if err != nil {
		return Book{}, fmt.Errorf("reading %s: %w", path, err)
	}
	defer b.files.Close()
	r := &reader{ctx: ctx, files: b.files, options: o, notes: &notes{}, limits: standard()}
	out, err := r.read(b)
	if err != nil {
		return Book{}, fmt.Errorf("reading the book %s: %w", filepath.Base(path), err)
	}
	return out, nil
}

// IsBook reports whether a file or folder is one of the kinds of book that are read. It looks at names, not at what is in
// the files.
func IsBook(path string) bool {
	b, err := open(path)
	if err != nil {
		return false
	}
	b.files.Close()
	return true
}

// read reads a book that is open.
func (r *reader) read(b opened) (Book, error) {
	c, err := b.read(r, b.root)
	if err != nil {
		return Book{}, err
	}
	text, err := r.texts(c)
	if err != nil {
		return Book{}, err
	}
	if len(text.blocks) == 0 {
		return Book{}, ErrNoText
	}
	axis, err := r.sound(c)
	if err != nil {
		return Book{}, err
	}
	out := r.lay(c, text, axis)
	out.Picture = r.picture(c, text.alts)
	out.Notes = r.notes.sentences()
	return out, r.ctx.Err()
}

// A reader is the work of reading one book.
type reader struct {
	ctx     context.Context
	files   files
	options Options
	notes   *notes
	limits  limits // what may yet be read
}

// limits bound what is read of a book.
type limits struct {
	file   int64 // bytes of one file of markup
	markup int64 // bytes of all of them
	depth  int   // elements within each other
	pars   int   // clips, and pars
	ids    int   // elements of the text with a name
	blocks int
	text   int // bytes of text
	asides int
	sounds int   // files of sound
	sound  int64 // bytes of one of them
	toc    int   // entries of the table of contents
}

func standard() limits {
	return limits{
		file: 32 << 20, markup: 256 << 20, depth: 256, pars: 1_000_000, ids: 2_000_000, blocks: 500_000, text: 32 << 20, asides: 200_000,
		sounds: 5000, sound: 2 << 30, toc: 20_000,
	}
}

// take counts something against a limit.
func take(left *int, n int) error {
	if *left -= n; *left < 0 {
		return ErrTooLarge
	}
	return nil
}

// contents are what is the same in all formats: what to read as text, when it is heard, and what leads through it.
type contents struct {
	method string
	meta   metadata
	texts  []string // the files of text, in the order in which they are read
	beside string   // another file of text, of which only what is heard belongs to the book; "" for none
	pars   []par    // in the order in which they are heard
	asides int      // how many there are among the pars
	toc    []entry
	// outline: the text is the table of contents itself, each entry of which is heard for as long as its part of the book.
	outline bool
	cover   string // the file of the cover, "" where there is none
}

// A reference names an element in a file of the book, or with an empty id all of the file.
type reference struct{ file, id string }

// An entry is one of the table of contents.
type entry struct {
	title string
	level int // from 0
	to    reference
}
