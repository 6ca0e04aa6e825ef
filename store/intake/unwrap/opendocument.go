package unwrap

import (
	"context"
	"encoding/xml"
	"strconv"
	"strings"

	"alongside/store/intake/archive"
)

func readOpenDocument(ctx context.Context, files *archive.Archive) (Prose, error) {
	if files.Find("META-INF/manifest.xml") != "" {
		lock := &lock{}
		if err := visit(ctx, files, "META-INF/manifest.xml", lock); err == nil && lock.found {
			return Prose{}, ErrLocked
		}
	}
	text := &openText{titles: map[string]bool{"Title": true}}
	if err := visit(ctx, files, "content.xml", text); err != nil {
		return Prose{}, err
	}
	if !text.found {
		return Prose{}, ErrNotDocument
	}
	return text.prose(titleIn(ctx, files, "meta.xml")), nil
}

// A lock finds whether a document has a password.
type lock struct{ found bool }

func (l *lock) start(e xml.StartElement) (bool, error) {
	l.found = l.found || e.Name.Local == "encryption-data"
	return true, nil
}
func (l *lock) end(xml.EndElement) error { return nil }
func (l *lock) text(string) error        { return nil }

// openText reads the text of an OpenDocument.
type openText struct {
	writer
	found  bool            // that it is a text, and no table or drawing
	titles map[string]bool // styles
}

func (o *openText) start(e xml.StartElement) (bool, error) {
	space := e.Name.Space[strings.LastIndexByte(e.Name.Space, ':')+1:] // "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
	if space == "1.0" {
		space = strings.TrimSuffix(e.Name.Space, ":1.0")
		space = space[strings.LastIndexByte(space, ':')+1:]
	}
	switch space + " " + e.Name.Local {
	case "office text":
		o.found = true
	case "style style":
		if o.titles[attribute(e, "parent-style-name")] && attribute(e, "family") == "paragraph" {
			o.titles[attribute(e, "name")] = true
		}
	case "text tracked-changes", "text note", "office annotation", "text ruby-text", "text table-of-content", "text bibliography",
		"office forms", "text hidden-text", "text hidden-paragraph", "office scripts":
		return false, nil
	case "text p", "text h":
		if o.begin(); o.titles[attribute(e, "style-name")] {
			o.isTitle()
		}
	case "text s":
		const most = 100
		n, err := strconv.Atoi(attribute(e, "c"))
		if err != nil || n < 1 {
			n = 1
		}
		return true, o.add(strings.Repeat(" ", min(n, most)))
	case "text tab":
		return true, o.add("\t")
	case "text line-break":
		return true, o.add("\n")
	case "table table-row":
		o.beginRow()
	}
	return true, nil
}

func (o *openText) end(e xml.EndElement) error {
	switch e.Name.Local {
	case "p", "h":
		if strings.Contains(e.Name.Space, ":text:") {
			o.writer.end()
		}
	case "table-cell":
		o.endCell()
	case "table-row":
		o.endRow()
	}
	return nil
}

// text adds what is written. White space is one space there, whatever it is.
func (o *openText) text(s string) error {
	if len(o.open) == 0 {
		return nil
	}
	joined := strings.Join(strings.Fields(s), " ")
	if joined == "" {
		joined = " "
	} else {
		if strings.ContainsAny(s[:1], " \t\r\n") {
			joined = " " + joined
		}
		if strings.ContainsAny(s[len(s)-1:], " \t\r\n") {
			joined += " "
		}
	}
	return o.add(joined)
}
