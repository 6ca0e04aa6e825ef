package unwrap

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"alongside/store/intake/archive"
	"alongside/sync/transcript"
)

// Bounds of a document.
const (
	mostXML    = 64 << 20 // bytes of a file in it
	mostText   = transcript.MaxSize
	mostNested = 256
)

// Prose is the text of a document: its paragraphs with an empty line between, a table's rows as paragraphs. A paragraph in the
// style Title stands in it as Markdown has a heading.
type Prose struct {
	Title string // of the paragraph in the style Title, else as the document's properties have it; "" where neither has one
	Text  string
}

// ReadProse reads the text of a document of Word (.docx) or OpenDocument (.odt), in the first size bytes of r. What was
// deleted while changes were tracked is left out, and so are footnotes, comments and hidden text.
func ReadProse(ctx context.Context, r io.ReaderAt, size int64) (Prose, error) {
	files, err := archive.Read(r, size)
	if err != nil {
		return Prose{}, inDocument(r, err)
	}
	var found Prose
	switch {
	case files.Find("content.xml") != "":
		found, err = readOpenDocument(ctx, files)
	case files.Find("[Content_Types].xml") != "":
		found, err = readWord(ctx, files)
	default:
		return Prose{}, ErrNotDocument
	}
	if err != nil {
		return Prose{}, inDocument(r, err)
	}
	return found, nil
}

// inDocument says what an error of the archive means for a document. Word locks one by putting it into a file of another kind.
func inDocument(r io.ReaderAt, err error) error {
	var head [4]byte
	r.ReadAt(head[:], 0)
	switch {
	case errors.Is(err, archive.ErrNotArchive) && string(head[:]) == "\xd0\xcf\x11\xe0":
		return fmt.Errorf("it is of an old Word, or locked with a password; save it as .docx without one%w", hidden{ErrLocked})
	case errors.Is(err, archive.ErrNotArchive):
		return ErrNotDocument
	case errors.Is(err, archive.ErrEncrypted):
		return ErrLocked
	case errors.Is(err, archive.ErrDamaged):
		return ErrDamaged
	case errors.Is(err, archive.ErrTooLarge):
		return ErrTooLarge
	case errors.Is(err, archive.ErrUnsafe):
		return ErrUnsafe
	}
	return err
}

// A hidden error adds nothing to a sentence, and can still be tested for.
type hidden struct{ error }

func (hidden) Error() string   { return "" }
func (h hidden) Unwrap() error { return h.error }

// A writer puts paragraphs together as they come, those in tables and those inside other paragraphs too.
type writer struct {
	out    strings.Builder
	open   []*strings.Builder // paragraphs that have not ended; one may hold another, in a text box
	rows   []*row             // rows that have not ended; a cell may hold a table
	title  string
	titled []bool // whether an open paragraph is the title
}

// A row of a table.
type row struct {
	cells []string
	cell  []string // the paragraphs of the open cell
}

func (w *writer) begin() {
	w.open = append(w.open, &strings.Builder{})
	w.titled = append(w.titled, false)
}

// isTitle says that the innermost paragraph is the title.
func (w *writer) isTitle() {
	if len(w.titled) > 0 {
		w.titled[len(w.titled)-1] = true
	}
}

func (w *writer) add(text string) error {
	if len(w.open) == 0 {
		return nil
	}
	last := w.open[len(w.open)-1]
	if last.Len()+w.out.Len()+len(text) > mostText {
		return ErrTooLarge
	}
	last.WriteString(text)
	return nil
}

// end ends the innermost paragraph.
func (w *writer) end() {
	last := len(w.open) - 1
	if last < 0 {
		return
	}
	text := strings.TrimSpace(w.open[last].String())
	if w.titled[last] && w.title == "" && text != "" {
		w.title = strings.Join(strings.Fields(text), " ")
		text = "# " + w.title
	}
	w.open, w.titled = w.open[:last], w.titled[:last]
	w.paragraph(text)
}

func (w *writer) paragraph(text string) {
	switch {
	case text == "":
	case len(w.rows) > 0:
		r := w.rows[len(w.rows)-1]
		r.cell = append(r.cell, text)
	default:
		w.out.WriteString(text)
		w.out.WriteString("\n\n")
	}
}

func (w *writer) beginRow() { w.rows = append(w.rows, &row{}) }

func (w *writer) endCell() {
	if len(w.rows) > 0 {
		r := w.rows[len(w.rows)-1]
		r.cells, r.cell = append(r.cells, strings.Join(r.cell, "\n")), nil
	}
}

// endRow makes a paragraph of a row.
func (w *writer) endRow() {
	if last := len(w.rows) - 1; last >= 0 {
		cells := w.rows[last].cells
		w.rows = w.rows[:last]
		w.paragraph(line(cells))
	}
}

// line puts the cells of a row side by side. Of a time, a name and what is said, as tables of transcripts have them, it makes
// what a transcript without a table looks like.
func line(cells []string) string {
	cells = slices.DeleteFunc(slices.Clone(cells), func(c string) bool { return c == "" })
	before := ""
	if len(cells) > 1 && regexp.MustCompile(`^[\[(]?\d{1,2}(:\d\d){1,2}([.,]\d+)?[\])]?$`).MatchString(cells[0]) {
		before, cells = "["+strings.Trim(cells[0], "[]()")+"] ", cells[1:]
	}
	if len(cells) == 2 && isName(cells[0]) {
		return before + strings.TrimSuffix(cells[0], ":") + ": " + cells[1]
	}
	return before + strings.Join(cells, "\t")
}

// isName reports whether the words of a cell can be a speaker's.
func isName(cell string) bool {
	const mostWords, mostLetters = 5, 40
	return len(strings.Fields(cell)) <= mostWords && len(cell) <= mostLetters && !strings.ContainsAny(cell, "\n?!") &&
		!strings.HasSuffix(cell, ".")
}

func (w *writer) prose(title string) Prose {
	if w.title != "" {
		title = w.title
	}
	return Prose{Title: strings.Join(strings.Fields(title), " "), Text: w.out.String()}
}
