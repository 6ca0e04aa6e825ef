package export

import (
	"archive/zip"
	"context"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"time"

	"alongside/sync"
)

// A book is a story laid out as an EPUB 3 publication. All in it has names of our own: nothing of the story gets into a
// path.
type book struct {
	Story
	detail   Detail
	identity string // urn:uuid:…
	tracks   []track
	image    image
	pictured bool
	sheets   []sheet
	pauses   map[int]bool // after which turns something is heard that is not transcribed; -1 is before the first
	overlaid time.Duration
}

// A sheet is one content document and its overlay: a chapter, or as much of one as a reader opens without a wait.
type sheet struct {
	n           int // from 1
	first, last int // turns, the last one not in it
	clips       []clip
	pars        []par
	overlaid    time.Duration
}

func (p sheet) textName() string    { return fmt.Sprintf("text/%d.xhtml", p.n) }
func (p sheet) overlayName() string { return fmt.Sprintf("overlay/%d.smil", p.n) }

// sheetTurns is how many turns a content document holds at most.
const sheetTurns = 200

// writeBook writes an EPUB 3.3 read-aloud. Without sound or times it is a book all the same, one that is only read.
func writeBook(ctx context.Context, w io.Writer, s Story, o Options) error {
	b := &book{Story: s, detail: o.Detail, identity: identity(s), pauses: map[int]bool{}}
	b.image, b.pictured = s.image()
	var err error
	if b.tracks, err = tracks(s); err != nil {
		return err
	}
	if !s.timed() {
		b.tracks = nil // no reader would play a sound that belongs to no text
	}
	b.divide()
	b.overlay()
	dir, err := os.MkdirTemp("", "alongside-book-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	c := newCopier(ctx, b.tracks, inBooks, o)
	work := make([]int64, len(b.tracks))
	for i, t := range b.tracks {
		if work[i] = t.bytes; inBooks(t.media) {
			continue
		}
		if b.tracks[i], err = t.convert(ctx, dir, c.part(converting*float64(t.bytes))); err != nil {
			return err
		}
	}
	z := zip.NewWriter(w)
	if err := b.write(z, c, work); err != nil {
		return err
	}
	return z.Close()
}

// divide cuts the story into sheets: at its chapters, and within a long one.
func (b *book) divide() {
	begins := map[int]bool{}
	for _, c := range b.Chapters {
		begins[c.Turn] = begins[c.Turn] || c.Level == 0
	}
	first, turns := 0, len(b.Transcript.Turns)
	for i := 1; i <= turns; i++ {
		if i == turns || begins[i] || i-first >= sheetTurns {
			b.sheets = append(b.sheets, sheet{n: len(b.sheets) + 1, first: first, last: i})
			first = i
		}
	}
	if turns == 0 {
		b.sheets = []sheet{{n: 1}}
	}
}

// sheetOf is the sheet that a turn is on.
func (b *book) sheetOf(turn int) *sheet {
	for i := range b.sheets {
		if turn < b.sheets[i].last {
			return &b.sheets[i]
		}
	}
	return &b.sheets[len(b.sheets)-1]
}

// overlay gives each sheet its clips.
func (b *book) overlay() {
	if len(b.tracks) == 0 {
		return
	}
	end := b.tracks[len(b.tracks)-1].end
	before := -1
	all := clips(sync.NewTimeline(b.Transcript, b.Alignment), end, b.detail)
	for i, c := range all {
		turn := c.place.Turn
		if turn < 0 {
			next := len(b.Transcript.Turns)
			if i+1 < len(all) {
				next = all[i+1].place.Turn
			}
			c.place, turn = b.untold(before, next)
		}
		before = turn
		p := b.sheetOf(max(turn, 0))
		p.clips = append(p.clips, c)
	}
	for i := range b.sheets {
		p := &b.sheets[i]
		p.pars = b.pars(p.clips)
		for _, par := range p.pars {
			p.overlaid += par.end - par.begin
		}
		b.overlaid += p.overlaid
	}
}

// untold finds what to mark while nothing is heard that has a time: a turn that has none, where one stands there, else a
// pause, which is a fine line in the text.
func (b *book) untold(before, next int) (sync.Place, int) {
	for turn := before + 1; turn < min(next, len(b.Transcript.Turns)); turn++ {
		if !b.silent(turn) {
			return sync.Place{Turn: turn, Sentence: -1, Word: -1}, turn
		}
	}
	b.pauses[before] = true
	return sync.Nowhere, before
}

// mimetype is what the first file of an EPUB says.
const mimetype = "application/epub+zip"

// write puts all files into the archive. The sound's are so much of the work.
func (b *book) write(z *zip.Writer, c *copier, work []int64) error {
	// The first file must lie at a fixed place for programs that only look there: not compressed, with its size in front.
	w, err := z.CreateRaw(&zip.FileHeader{
		Name: "mimetype", Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(mimetype)),
		CompressedSize64: uint64(len(mimetype)), UncompressedSize64: uint64(len(mimetype)),
	})
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, mimetype); err != nil {
		return err
	}
	for _, part := range b.parts() {
		if err := c.ctx.Err(); err != nil {
			return err
		}
		w, err := z.Create(part.name)
		if err != nil {
			return err
		}
		m := newMarkup(w)
		if part.write(m); m.Flush() != nil {
			return m.Flush()
		}
	}
	for i, t := range b.tracks {
		if err := addStored(z, c, b.trackName(i), t.path, work[i]); err != nil {
			return err
		}
	}
	if b.pictured {
		return addStored(z, c, b.pictureName(), b.image.Path, 0)
	}
	return nil
}

// addStored adds a file that is compressed already.
func addStored(z *zip.Writer, c *copier, name, path string, work int64) error {
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	if err != nil {
		return err
	}
	return c.file(w, path, work)
}

// A part is a file of the book that is made of the story's words.
type part struct {
	name  string
	write func(markup)
}

func (b *book) parts() []part {
	list := []part{
		{"META-INF/container.xml", func(m markup) { m.WriteString(container) }},
		{"EPUB/package.opf", b.writePackage},
		{"EPUB/nav.xhtml", b.writeNavigation},
		{"EPUB/book.css", func(m markup) { m.WriteString(bookStyle()) }},
	}
	for _, p := range b.sheets {
		list = append(list, part{"EPUB/" + p.textName(), func(m markup) { b.writeText(m, p) }})
		if len(p.pars) > 0 {
			list = append(list, part{"EPUB/" + p.overlayName(), func(m markup) { b.writeOverlay(m, p) }})
		}
	}
	return list
}

func (b *book) trackName(i int) string { return "EPUB/" + b.trackPath(i) }

func (b *book) trackPath(i int) string {
	ending := map[string]string{mp3: "mp3", mp4: "m4a", opus: "opus"}[b.tracks[i].media]
	return fmt.Sprintf("audio/%d.%s", i+1, ending)
}

func (b *book) pictureName() string { return "EPUB/" + b.picturePath() }
func (b *book) picturePath() string { return "picture" + b.image.ending() }

const container = `<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
`
