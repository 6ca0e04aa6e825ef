package book

import "strings"

// asideType gives the kind of aside that one of the types of an element is, as EPUB names it; "" for none.
func asideType(types string) string {
	for kind := range strings.FieldsSeq(strings.ToLower(types)) {
		kind = strings.TrimPrefix(kind, "doc-")
		switch kind {
		case "pagebreak", "footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes", "note", "notes", "annotation",
			"sidebar", "practice", "practices", "help", "table", "list", "figure", "bibliography", "toc", "landmarks", "loi",
			"lot", "loa", "lov", "index", "noteref", "glossary":
			return kind
		case "biblioref", "annoref":
			return "noteref"
		}
	}
	return ""
}

// asideClass gives the kind of aside that a class of DAISY 2.02 stands for, or the beginning of a system-required
// attribute.
func asideClass(classes string) string {
	for class := range strings.FieldsSeq(strings.ToLower(classes)) {
		switch strings.TrimPrefix(class, "optional-") {
		case "page-normal", "page-front", "page-special", "pagenumber":
			return "pagebreak"
		case "sidebar":
			return "sidebar"
		case "prodnote":
			return "annotation"
		case "noteref":
			return "noteref"
		case "notebody", "footnote":
			return "footnote"
		}
	}
	return ""
}

// bookStructure gives the kind of aside that a custom test of DAISY 3 is for: by what it says it is, else by its name.
func bookStructure(structure, id string) string {
	switch strings.ToUpper(structure) {
	case "PAGE_NUMBER":
		return "pagebreak"
	case "NOTE":
		return "note"
	case "NOTE_REFERENCE":
		return "noteref"
	case "ANNOTATION", "OPTIONAL_PRODUCER_NOTE":
		return "annotation"
	case "LINE_NUMBER":
		return "linenum"
	case "OPTIONAL_SIDEBAR":
		return "sidebar"
	}
	return asideElement(strings.ToLower(id))
}

// asideElement gives the kind of aside that an element of XHTML or DTBook is by its name.
func asideElement(name string) string {
	switch name {
	case "pagenum":
		return "pagebreak"
	case "table", "figure", "note", "annotation", "sidebar", "noteref", "linenum":
		return name
	case "list", "ul", "ol", "dl":
		return "list"
	case "prodnote":
		return "annotation"
	case "aside":
		return "sidebar"
	case "imggroup":
		return "figure"
	case "annoref":
		return "noteref"
	}
	return ""
}

// asideOf gives the kind of aside that an element of the text is, "" for none.
func asideOf(t tag) string {
	for _, kind := range [...]string{asideType(t.get("epub:type")), asideType(t.get("role")), asideClass(t.get("class"))} {
		if kind != "" {
			return kind
		}
	}
	return asideElement(t.name)
}

// isInline reports whether an element is part of a line, and does not begin a block.
func isInline(name string) bool {
	switch name {
	case "a", "abbr", "acronym", "annoref", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font",
		"i", "img", "image", "ins", "kbd", "label", "line", "linenum", "map", "mark", "noteref", "q", "rb", "rbc", "rtc", "ruby",
		"s", "samp", "sent", "small", "span", "strike", "strong", "sub", "sup", "td", "th", "time", "tt", "u", "var", "w", "wbr",
		"svg", "g", "tspan", "math", "mrow", "mi", "mn", "mo", "mtext", "msup", "msub", "mfrac", "msqrt", "mfenced":
		return true
	}
	return false
}

// isUnread reports whether what is in an element is no text of the book.
func isUnread(t tag) bool {
	switch t.name {
	case "head", "script", "style", "template", "rt", "rp", "audio", "video", "object", "iframe", "desc", "metadata", "annotation-xml":
		return true
	}
	for _, a := range t.attrs {
		if a.name == "hidden" {
			return true
		}
	}
	return false
}

// spokenAsides are those that the pars say there are: for each the text of its first and of its last par.
type spokenAsides map[asidePart][2]fragment

func (s spokenAsides) add(part asidePart, f fragment) {
	if part.kind == "" {
		return
	}
	ends, there := s[part]
	if !there {
		ends = [2]fragment{f, f}
	}
	if f.first < ends[0].first || f.first == ends[0].first && f.from < ends[0].from {
		ends[0] = f
	}
	if f.last > ends[1].last || f.last == ends[1].last && f.to > ends[1].to {
		ends[1] = f
	}
	s[part] = ends
}

// mark adds those that are whole blocks to the asides of the text.
func (s spokenAsides) mark(r *reader, t *text) {
	for part, ends := range s {
		first, last := t.blocks[ends[0].first], t.blocks[ends[1].last]
		if ends[0].from > 0 || ends[1].to < len(last.text) || take(&r.limits.asides, 1) != nil {
			continue
		}
		if part.kind == "pagebreak" && first == last {
			first.page = true
		}
		t.asides = append(t.asides, asideSpan{first, last, part.kind})
	}
}
