package feed

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// What the XML of a feed may have. The rest is left out, so that whoever reads the filtered feed needs no more memory and
// time than a large but honest one takes.
const (
	mostDepth      = 64
	mostElements   = 2000    // in one episode, and outside of episodes
	mostText       = 1 << 20 // bytes, in one episode, and outside of episodes
	mostAttributes = 64      // of one element
	mostInScope    = 256     // namespaces that are declared at one place
	mostDeclared   = 10000   // namespaces that are declared in all
)

// Namespaces whose elements are looked for under one prefix, whatever the feed calls them.
const (
	podcastSpace = "https://podcastindex.org/namespace/1.0"
	itunesSpace  = "http://www.itunes.com/dtds/podcast-1.0.dtd"
)

// filter writes a feed's XML anew: as UTF-8 with every element closed, without comments, instructions and document types,
// without what goes beyond the bounds above, and with the prefixes "podcast" and "itunes" for what podcasts add.
func filter(text io.Reader) (string, error) {
	decoder := xml.NewDecoder(text)
	decoder.Strict = false
	decoder.Entity = xml.HTMLEntity
	decoder.CharsetReader = func(_ string, input io.Reader) (io.Reader, error) { return input, nil } // it is decoded
	f := xmlFilter{prefixes: map[string]string{}}
	for {
		token, err := decoder.RawToken()
		switch {
		case errors.Is(err, io.EOF):
			if len(f.open) > 0 {
				return "", ErrDamaged
			}
			if f.out.Len() == 0 {
				return "", ErrNotFeed
			}
			return f.out.String(), nil
		case err != nil && f.out.Len() == 0:
			return "", ErrNotFeed
		case err != nil:
			return "", ErrDamaged
		}
		if err := f.token(token); err != nil {
			return "", err
		}
	}
}

// An xmlFilter is the state of filtering one feed.
type xmlFilter struct {
	out      strings.Builder
	open     []element
	prefixes map[string]string // the feed's prefixes for podcastSpace and itunesSpace
	inScope  int
	declared int
	episodes int
	elements int // of the bounds of the place one is at
	text     int
}

// An element is one that has not ended.
type element struct {
	name     string // as the feed has it
	written  string // as it is written; "" where it is left out
	declared int    // namespaces
	episode  bool
}

func (f *xmlFilter) token(token xml.Token) error {
	switch token := token.(type) {
	case xml.StartElement:
		if len(f.open) == 0 && f.out.Len() > 0 {
			return nil // a second root
		}
		if len(f.open) == 0 && !isRoot(token.Name.Local) {
			return ErrNotFeed
		}
		f.start(token)
	case xml.EndElement:
		f.end(joined(token.Name))
	case xml.CharData:
		f.chars(token)
	}
	return nil
}

// isRoot reports whether an element of this name is a feed.
func isRoot(name string) bool {
	switch strings.ToLower(name) {
	case "rss", "rdf", "feed":
		return true
	}
	return false
}

func isEpisode(name string) bool {
	return strings.EqualFold(name, "item") || strings.EqualFold(name, "entry")
}

func joined(name xml.Name) string {
	if name.Space == "" {
		return name.Local
	}
	return name.Space + ":" + name.Local
}

func (f *xmlFilter) leftOut() bool { return len(f.open) > 0 && f.open[len(f.open)-1].written == "" }

func (f *xmlFilter) start(token xml.StartElement) {
	e := element{name: joined(token.Name), episode: isEpisode(token.Name.Local) && len(f.open) <= 2}
	if e.episode {
		f.episodes++
		f.elements, f.text = 0, 0
	}
	f.elements++
	if f.leftOut() || len(f.open) >= mostDepth || f.elements > mostElements || f.episodes > mostRead {
		f.push(e)
		return
	}
	f.learnPrefixes(token.Attr)
	e.written = f.renamed(token.Name)
	f.out.WriteString("<" + e.written)
	for _, attribute := range token.Attr[:min(len(token.Attr), mostAttributes)] {
		f.attribute(attribute, &e)
	}
	f.out.WriteByte('>')
	f.push(e)
}

// push opens an element. Beyond a depth that no feed has, elements that are left out are not even counted.
func (f *xmlFilter) push(e element) {
	if len(f.open) <= mostDepth {
		f.open = append(f.open, e)
	}
}

func (f *xmlFilter) learnPrefixes(attributes []xml.Attr) {
	for _, a := range attributes {
		if a.Name.Space != "xmlns" {
			continue
		}
		switch space := strings.ToLower(strings.TrimSpace(a.Value)); {
		case space == itunesSpace:
			f.prefixes[a.Name.Local] = "itunes"
		case space == podcastSpace, strings.Contains(space, "podcast-namespace/blob/"):
			f.prefixes[a.Name.Local] = "podcast"
		}
	}
}

func (f *xmlFilter) renamed(name xml.Name) string {
	if prefix, known := f.prefixes[name.Space]; known {
		name.Space = prefix
	}
	return joined(name)
}

func (f *xmlFilter) attribute(a xml.Attr, e *element) {
	name := joined(a.Name)
	if name == "xmlns" || a.Name.Space == "xmlns" {
		if f.inScope >= mostInScope || f.declared >= mostDeclared {
			return
		}
		switch f.prefixes[a.Name.Local] {
		case "itunes":
			name, a.Value = "xmlns:itunes", itunesSpace
		case "podcast":
			name, a.Value = "xmlns:podcast", podcastSpace
		}
		e.declared++
		f.inScope++
		f.declared++
	}
	if len(a.Value) > 2*mostAddress {
		return
	}
	f.out.WriteString(" " + name + `="`)
	xml.EscapeText(&f.out, []byte(a.Value))
	f.out.WriteByte('"')
}

// end closes the innermost element of that name, and what is open in it; an end without a beginning is passed over.
func (f *xmlFilter) end(name string) {
	for at := len(f.open) - 1; at >= 0; at-- {
		if f.open[at].name != name {
			continue
		}
		for len(f.open) > at {
			f.close()
		}
		return
	}
}

func (f *xmlFilter) close() {
	e := f.open[len(f.open)-1]
	f.open = f.open[:len(f.open)-1]
	f.inScope -= e.declared
	if e.written != "" {
		f.out.WriteString("</" + e.written + ">")
	}
	if e.episode { // what follows has bounds of its own
		f.elements, f.text = 0, 0
	}
}

func (f *xmlFilter) chars(text []byte) {
	if len(f.open) == 0 || f.leftOut() {
		return
	}
	text = text[:min(len(text), max(mostText-f.text, 0))]
	f.text += len(text)
	xml.EscapeText(&f.out, text)
}
