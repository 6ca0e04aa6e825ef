package unwrap

import (
	"context"
	"encoding/xml"
	"path"
	"strings"

	"alongside/store/intake/archive"
)

func readWord(ctx context.Context, files *archive.Archive) (Prose, error) {
	name := "word/document.xml"
	links := &relations{}
	if files.Find("_rels/.rels") != "" && visit(ctx, files, "_rels/.rels", links) == nil && files.Find(links.document) != "" {
		name = links.document
	}
	if files.Find(name) == "" {
		return Prose{}, ErrNotDocument
	}
	styles := &wordStyles{titles: map[string]bool{"Title": true}}
	if file := path.Join(path.Dir(name), "styles.xml"); files.Find(file) != "" {
		if err := visit(ctx, files, file, styles); err != nil {
			return Prose{}, err
		}
	}
	text := &word{titles: styles.titles}
	if err := visit(ctx, files, name, text); err != nil {
		return Prose{}, err
	}
	return text.prose(titleIn(ctx, files, "docProps/core.xml")), nil
}

// relations finds where the text of the document is.
type relations struct{ document string }

func (r *relations) start(e xml.StartElement) (bool, error) {
	if e.Name.Local == "Relationship" && strings.HasSuffix(attribute(e, "Type"), "/officeDocument") && r.document == "" {
		r.document = strings.TrimPrefix(attribute(e, "Target"), "/")
	}
	return true, nil
}
func (r *relations) end(xml.EndElement) error { return nil }
func (r *relations) text(string) error        { return nil }

// wordStyles finds what the style of a title is called in this document: "Titel" in a German one.
type wordStyles struct {
	style  string // the one that is being read
	titles map[string]bool
}

func (s *wordStyles) start(e xml.StartElement) (bool, error) {
	switch e.Name.Local {
	case "style":
		s.style = attribute(e, "styleId")
	case "name":
		if s.style != "" && strings.EqualFold(attribute(e, "val"), "title") {
			s.titles[s.style] = true
		}
	}
	return true, nil
}
func (s *wordStyles) end(xml.EndElement) error { return nil }
func (s *wordStyles) text(string) error        { return nil }

// word reads the text of a document of Word.
type word struct {
	writer
	titles map[string]bool // styles
	inText bool
	inRun  bool
	hidden bool // the run is
}

func (w *word) start(e xml.StartElement) (bool, error) {
	if !strings.Contains(e.Name.Space, "wordprocessingml") {
		return e.Name.Local != "Fallback", nil // what older programs are given in place of the same
	}
	switch e.Name.Local {
	case "del", "moveFrom", "instrText", "rPrChange", "pPrChange", "tblPrChange", "sectPr":
		return false, nil
	case "p":
		w.begin()
	case "pStyle":
		if w.titles[attribute(e, "val")] {
			w.isTitle()
		}
	case "r":
		w.inRun, w.hidden = true, false
	case "vanish":
		off := attribute(e, "val")
		w.hidden = w.inRun && off != "0" && off != "false" && off != "off"
	case "t":
		w.inText = true
	case "tab", "ptab":
		return true, w.space("\t")
	case "br", "cr":
		return true, w.space("\n")
	case "noBreakHyphen":
		return true, w.space("\u2011")
	case "tr":
		w.beginRow()
	}
	return true, nil
}

// space adds what has an element of its own; in a paragraph's properties the same name says where tabs stand.
func (w *word) space(s string) error {
	if !w.inRun || w.hidden {
		return nil
	}
	return w.add(s)
}

func (w *word) end(e xml.EndElement) error {
	if !strings.Contains(e.Name.Space, "wordprocessingml") {
		return nil
	}
	switch e.Name.Local {
	case "p":
		w.writer.end()
	case "r":
		w.inRun, w.hidden = false, false
	case "t":
		w.inText = false
	case "tc":
		w.endCell()
	case "tr":
		w.endRow()
	}
	return nil
}

func (w *word) text(s string) error {
	if !w.inText || w.hidden {
		return nil
	}
	return w.add(s)
}
