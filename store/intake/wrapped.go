package intake

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"alongside/store/intake/unwrap"
)

// The endings of files in which a page or a text is wrapped.
func pageEndings() []string  { return []string{".mhtml", ".mht"} }
func proseEndings() []string { return []string{".docx", ".docm", ".odt"} }

// unwrapped is the document that is inside this one: the page in an MHTML file, the text in one of Word. Any other stays as it is.
func (doc document) unwrapped(ctx context.Context) (document, error) {
	ending := strings.ToLower(filepath.Ext(doc.name))
	switch {
	case slices.Contains(proseEndings(), ending):
		prose, err := unwrap.ReadProse(ctx, bytes.NewReader(doc.body), int64(len(doc.body)))
		if err != nil {
			return doc, fmt.Errorf("reading %s: %w", doc.label(), err)
		}
		doc.body, doc.prose = []byte(prose.Text), &prose
	case slices.Contains(pageEndings(), ending), !slices.Contains(textEndings(), ending) && unwrap.IsMHTML(doc.body):
		page, err := unwrap.ReadMHTML(doc.body)
		if err != nil {
			return doc, fmt.Errorf("reading %s: %w", doc.label(), err)
		}
		doc.body, doc.page, doc.url, doc.mediaType = page.HTML, page, page.URL, page.Type
	}
	return doc, nil
}

// soundInside finds the sound of a page in the file that the page was saved in.
func (doc document) soundInside(address string) (unwrap.Part, bool) {
	if doc.page == nil || address == "" {
		return unwrap.Part{}, false
	}
	return doc.page.Part(address)
}

// hearInside looks at sound that is inside a page's file.
func (r reading) hearInside(doc document, part unwrap.Part, found *Found) error {
	unpacked, done, err := unpack(part, found.room)
	if err != nil {
		return err
	}
	defer done()
	heard, err := hear(r.ctx, unpacked)
	switch {
	case r.ctx.Err() != nil:
		return r.ctx.Err()
	case err != nil:
		found.Notes = append(found.Notes, "The sound that was saved with the page was left out: it is not complete, or of no kind that "+
			"Alongside knows. Open the page in the browser, save its sound, and add the story again with that file.")
		return nil
	}
	found.AudioPath, found.inside = doc.path, &part
	found.listened(heard)
	return nil
}

// unpack writes a part into a file in the folder room, which done deletes.
func unpack(part unwrap.Part, room string) (path string, done func(), err error) {
	dir, err := os.MkdirTemp(room, "alongside-sound-")
	if err != nil {
		return "", func() {}, fmt.Errorf("unpacking the sound of the page: %w", full(err))
	}
	done = func() { os.RemoveAll(dir) }
	path = filepath.Join(dir, "sound"+endingOf(part.Type))
	if err := os.WriteFile(path, part.Body(), 0o600); err != nil {
		done()
		return "", func() {}, fmt.Errorf("unpacking the sound of the page: %w", full(err))
	}
	return path, done, nil
}

// endingOf gives what the name of a file with sound of a media type ends with; "" for one that has to be converted anyway.
func endingOf(mediaType string) string {
	for _, ending := range playedEndings() {
		if kind, _, _ := strings.Cut(mediaType, ";"); mimeOf(ending) == strings.TrimSpace(kind) {
			return ending
		}
	}
	return ""
}
