package book

// A block is a paragraph, a heading, an item, a row: a stretch of text that becomes a turn. Spaces in it are single ones; a
// line that the book ends within a paragraph ends with "\n".
type block struct {
	text    string
	heading int // its level from 1, 0 for what is no heading
	picture bool
	page    bool // a page's number
	n       int  // its number among those of the book, -1 while it is none
	after   []*block
}

// A position is between two letters of a block.
type position struct {
	block *block
	at    int // in bytes, in the block's text
}

// A span is what an element covers. Its ends may be in two blocks.
type span struct{ from, to position }

// An asideSpan is a run of blocks.
type asideSpan struct {
	first, last *block
	kind        string
}

// A text is what one file of text, or all of them, say.
type text struct {
	blocks []*block
	ids    map[reference]span
	files  map[string]run // for each file, its blocks
	asides []asideSpan
	alts   map[string]string // alternative texts by the file of the picture
}

// A run of blocks is from one up to another.
type run struct{ first, end int }

// texts reads all files of text.
func (r *reader) texts(c *contents) (*text, error) {
	all := &text{ids: map[reference]span{}, files: map[string]run{}, alts: map[string]string{}}
	if c.outline && len(c.texts) == 0 {
		outlineText(c, all)
	}
	for _, name := range c.texts {
		first := len(all.blocks)
		blocks, err := r.textOf(name, all)
		if err != nil {
			return nil, err
		}
		all.blocks = append(all.blocks, blocks...)
		all.files[name] = run{first, len(all.blocks)}
	}
	for n, b := range all.blocks {
		b.n = n
	}
	return all, nil
}

// textOf reads one file of text. One that is damaged is told of, and left out.
func (r *reader) textOf(name string, into *text) ([]*block, error) {
	body, err := r.markup(name)
	if err != nil {
		if r.ctx.Err() != nil {
			return nil, err
		}
		r.notes.add("%q was left out: %v.", name, err)
		return nil, nil
	}
	var l *textListener
	asides := len(into.asides)
	err = r.scan(name, body, func() listener {
		if l != nil { // it is read a second time
			for key := range into.ids {
				if key.file == name {
					delete(into.ids, key)
				}
			}
			into.asides = into.asides[:asides]
		}
		l = newTextListener(r, name, into)
		return l
	})
	if err != nil {
		return nil, err
	}
	return l.end()
}

// outlineText makes text of the table of contents, for a book of sound that has no other.
func outlineText(c *contents, into *text) {
	for i, e := range c.toc {
		if e.title == "" {
			continue
		}
		b := &block{text: e.title, heading: e.level + 1}
		into.blocks = append(into.blocks, b)
		into.ids[outlineReference(i)] = span{position{b, 0}, position{b, len(b.text)}}
	}
}

// outlineReference names the text of an entry of the table of contents.
func outlineReference(i int) reference { return reference{"", string(rune(i + 1))} }
