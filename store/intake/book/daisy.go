package book

import (
	"path"
	"slices"
	"strings"
)

// readDaisy3 reads a book whose package document is at hand: the spine lists SMIL files.
func readDaisy3(r *reader, name string) (*contents, error) {
	o, err := r.packageDocument(name)
	if err != nil {
		return nil, err
	}
	c := &contents{method: Daisy, meta: o.meta}
	if c.toc, err = r.tableOfContents(o); err != nil {
		return nil, err
	}
	marks := marksOf(c.toc)
	read := map[string]bool{}
	for _, id := range o.spine {
		i := o.item(id)
		switch {
		case !strings.Contains(i.mediaType, "smil") || i.file == "":
			err = r.spineItem(o, id, c, read)
		case !read[i.file]:
			read[i.file] = true
			err = r.smilOrNote(i.file, c, marks)
		}
		if err != nil {
			return nil, err
		}
	}
	if len(c.pars)+len(c.texts) == 0 {
		return nil, ErrNoText
	}
	r.cover(o, c)
	c.textsOfPars()
	c.lead(marks)
	return c, nil
}

// readDaisy2 reads a book that its NCC leads to.
func readDaisy2(r *reader, name string) (*contents, error) {
	body, err := r.markup(name)
	if err != nil {
		return nil, err
	}
	var l *nccListener
	err = r.scan(name, body, func() listener {
		l = &nccListener{tocListener: tocListener{reader: r, name: name}, listed: map[string]bool{}}
		return l
	})
	if err != nil {
		return nil, err
	}
	c := &contents{method: Daisy, meta: l.meta}
	c.toc = slices.DeleteFunc(l.entries, func(e entry) bool { return e.title == "" || e.to.file == "" })
	marks := marksOf(c.toc)
	for _, smil := range l.smils {
		if err := r.smilOrNote(smil, c, marks); err != nil {
			return nil, err
		}
	}
	c.textsOfPars()
	// The text of a book without any is its NCC, and some books have the text of only a part of it.
	texts := len(c.texts)
	switch c.texts = slices.DeleteFunc(c.texts, func(text string) bool { return text == name }); {
	case len(c.texts) == 0:
		c.texts, c.outline = []string{name}, true
	case len(c.texts) < texts:
		c.beside = name
	}
	c.lead(marks)
	return c, nil
}

// marksOf are the references of a table of contents, whose pars are to be found.
func marksOf(toc []entry) map[reference]int {
	marks := map[reference]int{}
	for _, e := range toc {
		marks[e.to] = -1
	}
	return marks
}

// textsOfPars lists the files of text that the pars name, in their order.
func (c *contents) textsOfPars() {
	seen := map[string]bool{"": true}
	for _, name := range c.texts {
		seen[name] = true
	}
	for _, p := range c.pars {
		if !seen[p.text.file] {
			seen[p.text.file] = true
			c.texts = append(c.texts, p.text.file)
		}
	}
}

// lead makes the entries of the table of contents, which lead to pars, lead to text. In a book without text, the entries
// are the text.
func (c *contents) lead(marks map[reference]int) {
	if len(c.texts) == 0 {
		c.outline = true
		c.byOutline(marks)
		return
	}
	for i, e := range c.toc {
		n, found := marks[e.to]
		if !found || n < 0 {
			continue
		}
		for ; n < len(c.pars); n++ {
			if to := c.pars[n].text; to.file != "" {
				c.toc[i].to = to
				break
			}
		}
	}
}

// byOutline says of the pars of a book without text which entry of its table of contents they belong to.
func (c *contents) byOutline(marks map[reference]int) {
	at := map[int]int{} // the last entry that begins at a par
	for i, e := range c.toc {
		if n := marks[e.to]; n >= 0 {
			at[n] = i
		}
		c.toc[i].to = outlineReference(i)
	}
	current := -1
	for n := range c.pars {
		if i, begins := at[n]; begins {
			current = i
		}
		if current >= 0 {
			c.pars[n].text = outlineReference(current)
		}
	}
}

// An nccListener reads the navigation control center of DAISY 2.02.
type nccListener struct {
	tocListener
	meta    metadata
	smils   []string
	listed  map[string]bool // those of smils
	heading bool            // the heading that is open has an entry
}

func (l *nccListener) open(t tag) error {
	level := headingLevel(t.name)
	switch {
	case t.name == "meta":
		l.state(strings.ToLower(t.get("name")), plain(t.get("content")))
	case level > 0:
		l.level, l.heading, l.titling = level-1, true, true
		return l.begin("")
	case t.name == "a":
		to, found := l.resolve(l.name, t.get("href"))
		if !found {
			if to.file != "" {
				l.notes.miss(to.file)
			}
			return nil
		}
		if n := len(l.entries); l.heading && l.entries[n-1].to.file == "" {
			l.entries[n-1].to = to
		}
		if strings.EqualFold(path.Ext(to.file), ".smil") && !l.listed[to.file] {
			l.listed[to.file] = true
			l.smils = append(l.smils, to.file)
		}
	}
	return nil
}

func (l *nccListener) close(name string) {
	if headingLevel(name) > 0 {
		l.finish()
		l.heading = false
	}
}

// state takes a statement of the head.
func (l *nccListener) state(name, content string) {
	m := &l.meta
	switch {
	case content == "":
	case name == "dc:title" && m.title == "":
		m.title = content
	case name == "dc:creator":
		m.authors = appendName(m.authors, content)
	case name == "dc:language" && m.language == "":
		m.language = content
	case name == "dc:publisher" && m.publisher == "":
		m.publisher = content
	case name == "dc:rights" && m.rights == "":
		m.rights = content
	case name == "dc:date" && m.published == "":
		m.published = date(content)
	}
}
