package book

import (
	"errors"
)

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
	of := map[string][]*block{}
	for _, name := range c.texts {
		blocks, err := r.textOf(name, all)
		if err != nil {
			return nil, err
		}
		of[name] = blocks
		all.files[name] = run{len(all.blocks), len(all.blocks)}
		all.blocks = append(all.blocks, blocks...)
	}
	if c.beside != "" {
		blocks, err := r.textOf(c.beside, all)
		if err != nil {
			return nil, err
		}
		all.weave(c, blocks)
	}
	for n, b := range all.blocks {
		b.n = n
	}
	for name, blocks := range of {
		if len(blocks) > 0 {
			all.files[name] = run{blocks[0].n, blocks[len(blocks)-1].n + 1}
		}
	}
	return all, nil
}

// weave puts those blocks of the file of text beside all others that are heard where they are heard: before the text of
// the par that comes next.
func (t *text) weave(c *contents, beside []*block) {
	before := map[*block][]*block{} // what comes before a block
	var waiting []*block
	unheard := map[*block]bool{}
	for _, b := range beside {
		unheard[b] = true
	}
	for _, p := range c.pars {
		s, named := t.ids[p.text]
		switch b := s.from.block; {
		case !named:
		case p.text.file != c.beside:
			before[b] = append(before[b], waiting...)
			waiting = nil
		case unheard[b]:
			delete(unheard, b)
			waiting = append(waiting, b)
		}
	}
	var woven []*block
	for _, b := range t.blocks {
		woven = append(append(woven, before[b]...), b)
	}
	t.blocks = append(woven, waiting...)
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
	switch {
	case errors.Is(err, ErrDamaged):
		r.notes.add("%q was left out: %v.", name, err)
		return nil, nil
	case err != nil:
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
