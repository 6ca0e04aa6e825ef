package book

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A textListener takes text apart into blocks.
type textListener struct {
	*reader
	name   string
	into   *text
	frames []*frame
	opened []element
	unread int // how many elements are open within one that is not read
	err    error
}

// A frame collects the blocks of an aside, or of all else. What is in an aside within a paragraph comes after it.
type frame struct {
	out     []*block
	cur     *block
	built   []byte
	spaced  bool // a space is due before the next letter
	written bool // something of cur is no picture's alternative text
}

// An element is one that is open.
type element struct {
	tag
	kind  string // of aside
	block bool   // it begins and ends a block
	from  position
	after int // how many blocks there were in the frame
}

func newTextListener(r *reader, name string, into *text) *textListener {
	return &textListener{reader: r, name: name, into: into, frames: []*frame{newFrame()}}
}

func newFrame() *frame { return &frame{cur: &block{n: -1}} }

func (l *textListener) frame() *frame { return l.frames[len(l.frames)-1] }

func (l *textListener) open(t tag) error {
	if l.unread > 0 || isUnread(t) {
		l.unread++
		return l.err
	}
	e := element{tag: t, kind: asideOf(t)}
	inline := isInline(t.name)
	switch {
	case e.kind == "noteref" || e.kind == "linenum":
		e.block = false
	case e.kind != "":
		l.frames = append(l.frames, newFrame())
	default:
		e.block = !inline
	}
	if e.block {
		l.flush(l.frame())
	}
	f := l.frame()
	switch {
	case t.name == "td", t.name == "th", e.kind == "linenum":
		f.spaced = true
	case t.name == "br":
		f.lineBreak()
	case t.name == "img", t.name == "image":
		l.picture(t)
	}
	if level := headingLevel(t.name); level > 0 {
		f.cur.heading = level
	}
	e.from, e.after = position{f.cur, len(f.built)}, len(f.out)
	l.opened = append(l.opened, e)
	return l.err
}

func (l *textListener) close(string) {
	if l.unread > 0 {
		l.unread--
		return
	}
	n := len(l.opened) - 1
	if n < 0 {
		return
	}
	e := l.opened[n]
	l.opened = l.opened[:n]
	f := l.frame()
	switch {
	case e.kind == "noteref":
		l.bracket(f, e)
	case e.kind == "pagebreak":
		l.page(f, e)
	case e.name == "line":
		f.lineBreak()
	}
	id := e.get("id")
	if id == "" && e.name == "a" {
		id = e.get("name") // as it was before XHTML
	}
	if id != "" {
		l.identify(id, f, e)
	}
	framed := e.kind != "" && e.kind != "noteref" && e.kind != "linenum"
	if e.block || framed {
		l.flush(f)
	}
	if framed {
		l.leave(f, e.kind)
	}
	if headingLevel(e.name) > 0 {
		l.frame().cur.heading = 0
	}
}

// text adds what is written, with single spaces.
func (l *textListener) text(written string) {
	if l.unread == 0 {
		l.frame().write(written)
	}
}

func (f *frame) write(written string) {
	for _, r := range written {
		switch {
		case r == '\u00AD' || r == '\uFEFF' || r == utf8.RuneError: // a hyphen that is not to be seen, and what is no letter
		case unicode.IsSpace(r):
			f.spaced = true
		case unicode.IsControl(r):
		default:
			f.space()
			f.written = true
			f.built = utf8.AppendRune(f.built, r)
		}
	}
}

// space writes the space that is due.
func (f *frame) space() {
	if n := len(f.built); f.spaced && n > 0 && f.built[n-1] != '\n' {
		f.built = append(f.built, ' ')
	}
	f.spaced = false
}

func (f *frame) lineBreak() {
	if len(f.built) > 0 {
		f.built = append(f.built, '\n')
	}
	f.spaced = false
}

// picture writes the alternative text of a picture.
func (l *textListener) picture(t tag) {
	alt := strings.Join(strings.Fields(t.get("alt")), " ")
	if to, found := l.resolve(l.name, t.get("src")+t.get("href")); found && alt != "" && l.into.alts[to.file] == "" {
		l.into.alts[to.file] = alt
	}
	f := l.frame()
	written := f.written
	f.write(alt)
	f.written = written
}

// bracket puts the mark of a note, such as a number, in square brackets, as it is not spoken with the sentence that it is
// in.
func (l *textListener) bracket(f *frame, e element) {
	const longest = 20
	if length := len(f.built) - e.from.at; e.from.block != f.cur || length < 1 || length > longest {
		return
	}
	mark := string(f.built[e.from.at:])
	bare := strings.TrimSpace(mark)
	if utf8.RuneCountInString(bare) > 4 || strings.HasPrefix(bare, "[") {
		return
	}
	space := mark[:len(mark)-len(strings.TrimLeft(mark, " \n"))]
	f.built = append(f.built[:e.from.at], space+"["+bare+"]"...)
}

// page gives a page's number that is not written its name.
func (l *textListener) page(f *frame, e element) {
	if len(f.built) == 0 && len(f.out) == 0 {
		for _, name := range [...]string{"title", "aria-label", "value"} {
			if f.write(e.get(name)); len(f.built) > 0 {
				break
			}
		}
	}
	f.cur.page = true
}

// identify says what an element with a name covers.
func (l *textListener) identify(id string, f *frame, e element) {
	key := reference{l.name, id}
	if _, twice := l.into.ids[key]; twice {
		return
	}
	if err := take(&l.limits.ids, 1); err != nil {
		l.err = err
		return
	}
	s := span{e.from, position{f.cur, len(f.built)}}
	if len(f.built) == 0 && len(f.out) > e.after {
		last := f.out[len(f.out)-1]
		s.to = position{last, len(last.text)}
	}
	if e.from.at == 0 && len(f.out) > e.after {
		s.from = position{f.out[e.after], 0}
	}
	l.into.ids[key] = s
}

// flush ends the block that is being written, if anything is.
func (l *textListener) flush(f *frame) {
	whole := strings.TrimRightFunc(string(f.built), unicode.IsSpace)
	f.built, f.spaced = f.built[:0], false
	if whole == "" {
		return
	}
	if err := errors.Join(take(&l.limits.blocks, 1), take(&l.limits.text, len(whole))); err != nil {
		l.err = ErrTooLarge
		return
	}
	f.cur.text, f.cur.picture = whole, !f.written
	f.out = append(append(f.out, f.cur), f.cur.after...)
	f.cur, f.written = &block{n: -1}, false
}

// leave ends an aside: what is in it goes before what the paragraph around it says, or after it where that has begun.
func (l *textListener) leave(f *frame, kind string) {
	l.frames = l.frames[:len(l.frames)-1]
	if len(f.out) == 0 {
		return
	}
	l.aside(asideSpan{f.out[0], f.out[len(f.out)-1], kind})
	around := l.frame()
	if len(around.built) > 0 {
		around.cur.after = append(around.cur.after, f.out...)
		return
	}
	around.out = append(around.out, f.out...)
}

// aside adds one, but where it only repeats the last.
func (l *textListener) aside(s asideSpan) {
	n := len(l.into.asides)
	if n > 0 && l.into.asides[n-1] == s {
		return
	}
	if err := take(&l.limits.asides, 1); err != nil {
		l.err = err
		return
	}
	l.into.asides = append(l.into.asides, s)
}

// end gives the blocks.
func (l *textListener) end() ([]*block, error) {
	for len(l.opened) > 0 {
		l.close("")
	}
	l.flush(l.frames[0])
	return l.frames[0].out, l.err
}

// headingLevel is that of a heading, 0 for any other element. In DTBook it is told by the level around it, which is not
// needed here.
func headingLevel(name string) int {
	switch {
	case len(name) == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6':
		return int(name[1] - '0')
	case name == "hd" || name == "levelhd" || name == "doctitle":
		return 1
	}
	return 0
}
