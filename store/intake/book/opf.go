package book

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// A package document says what a book is and what is in it.
type opf struct {
	name  string
	meta  metadata
	items []item
	byID  map[string]int // the place of each item
	spine []string       // the ids of items
	ncx   string         // the id of the item that the spine says is the table of contents
	cover string         // the id of the cover's item, where that is said as it was in EPUB 2
}

type item struct {
	id, file   string // file is "" where it is missing
	named      string // the file's name, also where it is missing
	mediaType  string
	properties string
	overlay    string // the id of the item with its pars
}

// item gives the one with an id, an empty one where there is none.
func (o *opf) item(id string) item {
	if i, there := o.byID[id]; there && id != "" {
		return o.items[i]
	}
	return item{}
}

// find gives the first item of which something is true.
func (o *opf) find(is func(item) bool) item {
	if i := slices.IndexFunc(o.items, is); i >= 0 {
		return o.items[i]
	}
	return item{}
}

func (i item) has(property string) bool {
	return slices.Contains(strings.Fields(i.properties), property)
}

// metadata are what a book says of itself.
type metadata struct {
	title, language, publisher, rights, published string
	authors                                       []string
}

// packageDocument reads the package document.
func (r *reader) packageDocument(name string) (*opf, error) {
	body, err := r.markup(name)
	if err != nil {
		return nil, err
	}
	var l *opfListener
	err = r.scan(name, body, func() listener {
		l = &opfListener{reader: r, opf: &opf{name: name, byID: map[string]int{}}, refined: map[string]map[string]string{}}
		return l
	})
	if err != nil {
		return nil, err
	}
	l.opf.meta = l.metadata()
	return l.opf, nil
}

// A statement is one of the Dublin Core, with the tag that it stands in.
type statement struct {
	tag
	text string
}

type opfListener struct {
	*reader
	opf        *opf
	statements []statement
	refined    map[string]map[string]string // by the id of the statement that is refined, by property
	reading    bool                         // the text of the last statement is being read
	meta       tag
	metaText   string
}

const mostStatements = 1000

func (l *opfListener) open(t tag) error {
	l.reading = false
	switch t.name {
	case "item":
		return l.item(t)
	case "itemref":
		l.opf.spine = append(l.opf.spine, t.get("idref"))
	case "spine":
		l.opf.ncx = t.get("toc")
	case "meta":
		l.meta, l.metaText = t, ""
		if strings.EqualFold(t.get("name"), "cover") {
			l.opf.cover = t.get("content")
		}
	case "title", "creator", "language", "publisher", "rights", "date":
		if len(l.statements) < mostStatements {
			l.statements = append(l.statements, statement{tag: t})
			l.reading = true
		}
	}
	return nil
}

func (l *opfListener) item(t tag) error {
	if err := take(&l.limits.ids, 1); err != nil {
		return err
	}
	i := item{
		id: t.get("id"), mediaType: strings.ToLower(t.get("media-type")), properties: t.get("properties"), overlay: t.get("media-overlay"),
	}
	to, found := l.resolve(l.opf.name, t.get("href"))
	if i.named = to.file; found {
		i.file = to.file
	}
	if _, twice := l.opf.byID[i.id]; !twice {
		l.opf.byID[i.id] = len(l.opf.items)
	}
	l.opf.items = append(l.opf.items, i)
	return nil
}

func (l *opfListener) close(name string) {
	if of := strings.TrimPrefix(l.meta.get("refines"), "#"); name == "meta" && of != "" && len(l.refined) < mostStatements {
		if l.refined[of] == nil {
			l.refined[of] = map[string]string{}
		}
		l.refined[of][l.meta.get("property")] = strings.TrimSpace(l.metaText)
	}
	l.meta, l.reading = tag{}, false
}

func (l *opfListener) text(written string) {
	const longest = 10_000
	if l.reading {
		if s := &l.statements[len(l.statements)-1]; len(s.text) < longest {
			s.text += written
		}
	} else if l.meta.name != "" && len(l.metaText) < longest {
		l.metaText += written
	}
}

// metadata picks from the statements.
func (l *opfListener) metadata() metadata {
	var m metadata
	var creators []string
	for _, s := range l.statements {
		text := plain(s.text)
		refined := l.refined[s.get("id")]
		switch s.name {
		case "title":
			if m.title == "" || refined["title-type"] == "main" {
				m.title = text
			}
		case "creator":
			role := cmp.Or(refined["role"], s.get("opf:role"), s.get("role"))
			if role == "" || strings.EqualFold(role, "aut") {
				m.authors = appendName(m.authors, text)
			}
			creators = appendName(creators, text)
		case "language":
			m.language = cmp.Or(m.language, text)
		case "publisher":
			m.publisher = cmp.Or(m.publisher, text)
		case "rights":
			m.rights = cmp.Or(m.rights, text)
		case "date":
			if event := s.get("event"); m.published == "" && (event == "" || event == "publication") {
				m.published = date(text)
			}
		}
	}
	if len(m.authors) == 0 {
		m.authors = creators
	}
	return m
}

func appendName(names []string, name string) []string {
	if name == "" || slices.Contains(names, name) {
		return names
	}
	return append(names, name)
}

// plain is a line without doubled spaces and what is not to be seen.
func plain(text string) string {
	f := newFrame()
	f.write(text)
	return string(f.built)
}

// date is an ISO 8601 date as far as it is one: year, month, day.
func date(text string) string {
	return regexp.MustCompile(`^[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?`).FindString(text)
}
