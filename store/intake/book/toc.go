package book

import (
	"slices"
	"strings"
)

// tableOfContents reads the navigation document, or else the NCX. A book without either has its headings.
func (r *reader) tableOfContents(o *opf) ([]entry, error) {
	if nav := o.find(func(i item) bool { return i.has("nav") }); nav.file != "" {
		toc, err := r.tocIn(nav.file, func(l *tocListener) listener { return &navListener{tocListener: l} })
		if err != nil || len(toc) > 0 {
			return toc, err
		}
	}
	ncx := o.item(o.ncx)
	if ncx.file == "" {
		ncx = o.find(func(i item) bool { return i.mediaType == "application/x-dtbncx+xml" })
	}
	if ncx.file == "" {
		return nil, nil
	}
	return r.tocIn(ncx.file, func(l *tocListener) listener { return &ncxListener{tocListener: l} })
}

// tocIn reads a table of contents. One that cannot be read is told of, and left out.
func (r *reader) tocIn(name string, of func(*tocListener) listener) ([]entry, error) {
	var l *tocListener
	body, err := r.markup(name)
	if err == nil {
		err = r.scan(name, body, func() listener {
			l = &tocListener{reader: r, name: name}
			return of(l)
		})
	}
	switch {
	case r.ctx.Err() != nil:
		return nil, r.ctx.Err()
	case err != nil:
		r.notes.add("The table of contents was left out: %v.", err)
		return nil, nil
	}
	return slices.DeleteFunc(l.entries, func(e entry) bool { return e.title == "" || e.to.file == "" }), nil
}

// A tocListener is what readers of tables of contents have in common.
type tocListener struct {
	*reader
	name    string
	entries []entry
	level   int
	titling bool
	title   strings.Builder
}

const longestTitle = 1000

func (l *tocListener) text(written string) {
	if l.titling && l.title.Len() < longestTitle {
		l.title.WriteString(written)
	}
}

// begin adds an entry.
func (l *tocListener) begin(href string) error {
	if err := take(&l.limits.toc, 1); err != nil {
		return err
	}
	to, found := l.resolve(l.name, href)
	if !found {
		to = reference{}
	}
	l.entries = append(l.entries, entry{level: max(l.level, 0), to: to})
	return nil
}

// finish ends the reading of a title.
func (l *tocListener) finish() {
	if l.titling && len(l.entries) > 0 {
		l.entries[len(l.entries)-1].title = plain(l.title.String())
	}
	l.titling = false
	l.title.Reset()
}

// A navListener reads the navigation document of EPUB 3.
type navListener struct {
	*tocListener
	inside int // how many elements are open in the table, with itself
}

func (l *navListener) open(t tag) error {
	switch {
	case l.inside > 0:
		l.inside++
	case t.name == "nav" && slices.Contains(strings.Fields(t.get("epub:type")), "toc"):
		l.inside, l.level = 1, -1
	}
	if l.inside == 0 {
		return nil
	}
	switch t.name {
	case "ol", "ul":
		l.level++
	case "a":
		l.titling = true
		return l.begin(t.get("href"))
	case "img":
		l.text(t.get("alt"))
	}
	return nil
}

func (l *navListener) close(name string) {
	if l.inside == 0 {
		return
	}
	l.inside--
	switch name {
	case "ol", "ul":
		l.level--
	case "a":
		l.finish()
	}
}

// An ncxListener reads the NCX of EPUB 2 and DAISY 3.
type ncxListener struct {
	*tocListener
	inMap, inLabel bool
	pending        []int // for each open entry, its place in the entries
}

func (l *ncxListener) open(t tag) error {
	switch t.name {
	case "navmap":
		l.inMap = true
	case "navpoint":
		if !l.inMap {
			return nil
		}
		l.level = len(l.pending)
		l.pending = append(l.pending, len(l.entries))
		return l.begin("")
	case "navlabel":
		l.inLabel = len(l.pending) > 0
	case "text":
		l.titling = l.inLabel
	case "content":
		if n := len(l.pending); n > 0 {
			if to, found := l.resolve(l.name, t.get("src")); found {
				l.entries[l.pending[n-1]].to = to
			}
		}
	}
	return nil
}

func (l *ncxListener) close(name string) {
	switch name {
	case "navmap":
		l.inMap = false
	case "navlabel":
		l.inLabel = false
	case "navpoint":
		if n := len(l.pending); n > 0 {
			l.pending = l.pending[:n-1]
		}
	case "text":
		if n := len(l.pending); n > 0 && l.titling {
			l.entries[l.pending[n-1]].title = plain(l.title.String())
		}
		l.titling = false
		l.title.Reset()
	}
}
