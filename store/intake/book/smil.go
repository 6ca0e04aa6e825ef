package book

import (
	"strings"
	"time"
)

// A par is a piece of the book: text, what is heard of it, and what kind of aside it is, if any. Text without clips is
// to be read by eye; clips without text are heard while nothing is marked.
type par struct {
	text  reference
	clips []clip
	aside asidePart
}

// An aside part says which aside a par is in, if any: those of one number are one.
type asidePart struct {
	kind   string
	number int
}

// A clip is a stretch of a file of sound.
type clip struct {
	file       string
	begin, end time.Duration // toEnd: as long as the file lasts
}

const toEnd = time.Duration(-1)

// smil reads a SMIL file, and adds its pars to those of the contents. Of the references in marks, those to elements of this
// file get the number of the par that they lead to.
func (r *reader) smil(name string, c *contents, marks map[reference]int) error {
	body, err := r.markup(name)
	if err != nil {
		return err
	}
	before := len(c.pars)
	return r.scan(name, body, func() listener {
		c.pars = c.pars[:before]
		return &smilListener{reader: r, name: name, contents: c, marks: marks}
	})
}

type smilListener struct {
	*reader
	name     string
	contents *contents
	marks    map[reference]int
	tests    map[string]string // the kinds of aside that DAISY 3 calls custom tests, by their names
	asides   []asidePart       // that which each open element begins, none for most
	within   []int             // for each open par, its place in the contents' pars
}

func (s *smilListener) open(t tag) error {
	var begun asidePart
	if kind := s.kindOf(t); kind != "" {
		s.contents.asides++
		begun = asidePart{kind, s.contents.asides}
	}
	s.asides = append(s.asides, begun)
	if id := t.get("id"); id != "" && s.marks != nil {
		to := reference{s.name, id}
		if _, wanted := s.marks[to]; wanted {
			s.marks[to] = s.here(t)
		}
	}
	switch t.name {
	case "customtest":
		if s.tests == nil {
			s.tests = map[string]string{}
		}
		s.tests[t.get("id")] = bookStructure(t.get("bookstruct"), t.get("id"))
	case "par":
		if err := take(&s.limits.pars, 1); err != nil {
			return err
		}
		s.within = append(s.within, len(s.contents.pars))
		s.contents.pars = append(s.contents.pars, par{aside: s.aside()})
	case "text":
		s.refer(t)
	case "audio":
		return s.audio(t)
	}
	return nil
}

// here is the number of the par that an element is in or begins.
func (s *smilListener) here(t tag) int {
	if n := len(s.within); n > 0 && t.name != "par" {
		return s.within[n-1]
	}
	return len(s.contents.pars)
}

func (s *smilListener) close(name string) {
	if n := len(s.asides); n > 0 {
		s.asides = s.asides[:n-1]
	}
	if n := len(s.within); name == "par" && n > 0 {
		s.within = s.within[:n-1]
	}
}

func (s *smilListener) text(string) {}

// par is the innermost one that is open; what is in none is a par by itself.
func (s *smilListener) par() *par {
	if n := len(s.within); n > 0 {
		return &s.contents.pars[s.within[n-1]]
	}
	s.contents.pars = append(s.contents.pars, par{aside: s.aside()})
	return &s.contents.pars[len(s.contents.pars)-1]
}

func (s *smilListener) refer(t tag) {
	to, found := s.resolve(s.name, t.get("src"))
	p := s.par()
	if aside := s.aside(); aside.kind != "" {
		p.aside = aside
	}
	switch {
	case found && p.text == (reference{}):
		p.text = to
	case !found && to.file != "":
		s.notes.miss(to.file)
	}
}

func (s *smilListener) audio(t tag) error {
	if err := take(&s.limits.pars, 1); err != nil {
		return err
	}
	to, found := s.resolve(s.name, t.get("src"))
	if !found {
		if to.file != "" {
			s.notes.miss(to.file)
		}
		return nil
	}
	c := clip{file: to.file, end: toEnd}
	ok := true
	if begin := t.get("clipbegin") + t.get("clip-begin"); begin != "" {
		c.begin, ok = clock(begin)
	}
	if end := t.get("clipend") + t.get("clip-end"); end != "" && ok {
		c.end, ok = clock(end)
	}
	switch {
	case !ok:
		s.notes.count(unreadable)
		return nil
	case c.end != toEnd && c.end <= c.begin:
		s.notes.count(backwards)
		return nil
	}
	p := s.par()
	if n := len(p.clips); n > 0 && p.clips[n-1].file == c.file && p.clips[n-1].end == c.begin {
		p.clips[n-1].end = c.end
		return nil
	}
	p.clips = append(p.clips, c)
	return nil
}

// aside is the innermost one that is open.
func (s *smilListener) aside() asidePart {
	for i := len(s.asides) - 1; i >= 0; i-- {
		if s.asides[i].kind != "" {
			return s.asides[i]
		}
	}
	return asidePart{}
}

// kindOf tells what kind of aside a par, seq or text is, in the words of any of the three formats.
func (s *smilListener) kindOf(t tag) string {
	switch t.name {
	case "par", "seq", "text":
	default:
		return ""
	}
	if kind := asideType(t.get("epub:type")); kind != "" {
		return kind
	}
	if kind := s.tests[t.get("customtest")]; kind != "" {
		return kind
	}
	return asideClass(strings.TrimSuffix(t.get("system-required"), "-on"))
}
