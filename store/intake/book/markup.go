package book

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
)

// A tag is the beginning of an element. Names are in lower case and without their namespace, but for epub:type, which
// is "epub:type" whatever the file calls the namespace.
type tag struct {
	name  string
	attrs []attr
}

type attr struct{ name, value string }

// get is the value of an attribute, "" where there is none.
func (t tag) get(name string) string {
	for _, a := range t.attrs {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

// A listener is told what is in a file of markup, in order. Each open has its close.
type listener interface {
	open(tag) error
	close(name string)
	text(string)
}

// markup reads a file of the book.
func (r *reader) markup(name string) ([]byte, error) {
	if err := r.ctx.Err(); err != nil {
		return nil, err
	}
	body, err := r.files.ReadFile(name, min(r.limits.file, r.limits.markup))
	if err != nil {
		return nil, err
	}
	r.limits.markup -= int64(len(body))
	return inUTF8(body), nil
}

// scan reads XML and tells a new listener what is in it. A file that breaks the rules of XML is read by those of HTML, by
// another new one.
func (r *reader) scan(name string, body []byte, fresh func() listener) error {
	err := r.scanXML(body, fresh())
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		r.notes.add("%q is not written as it should be; it was read as far as it can be understood.", name)
		err = r.scanHTML(body, fresh())
	}
	if err != nil {
		return fmt.Errorf("reading %s in it: %w", name, err)
	}
	return nil
}

func (r *reader) scanXML(body []byte, to listener) error {
	d := xml.NewDecoder(bytes.NewReader(body))
	d.Strict = false
	d.Entity = xml.HTMLEntity // no file's own are read, and none outside of it
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	for depth, n := 0, 0; ; n++ {
		if n%4096 == 0 && r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth++; depth > r.limits.depth {
				return ErrTooLarge
			}
			if err := to.open(tagOf(token)); err != nil {
				return err
			}
		case xml.EndElement:
			depth--
			to.close(strings.ToLower(token.Name.Local))
		case xml.CharData:
			to.text(string(token))
		}
	}
}

func tagOf(element xml.StartElement) tag {
	t := tag{name: strings.ToLower(element.Name.Local)}
	for _, a := range element.Attr {
		name := strings.ToLower(a.Name.Local)
		switch {
		case name == "type" && (a.Name.Space == "http://www.idpf.org/2007/ops" || a.Name.Space == "epub"):
			name = "epub:type"
		case name == "role" && a.Name.Space != "":
			name = "opf:role"
		}
		t.attrs = append(t.attrs, attr{name, a.Value})
	}
	return t
}

func (r *reader) scanHTML(body []byte, to listener) error {
	const largest = 8 << 20 // it takes a hundred times as much memory
	if len(body) > largest {
		return ErrDamaged
	}
	root, err := html.Parse(bytes.NewReader(endedTags(body)))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return r.tell(root, to, 0)
}

// endedTags writes "<a/>" as "<a></a>", which is what it means in XML, and not in HTML.
func endedTags(body []byte) []byte {
	const empty = `<((?:[a-zA-Z]+:)?[a-zA-Z][a-zA-Z0-9]*)((?:\s(?:[^<>"']|"[^"]*"|'[^']*')*)?)/>`
	return regexp.MustCompile(empty).ReplaceAllFunc(body, func(whole []byte) []byte {
		name := bytes.TrimLeft(whole[1:len(whole)-2], " ")
		if end := bytes.IndexAny(name, " \t\r\n"); end >= 0 {
			name = name[:end]
		}
		switch strings.ToLower(string(name)) {
		case "br", "hr", "img", "meta", "link", "input", "col", "area", "base", "wbr", "param", "source", "track", "embed":
			return whole
		}
		ended := append(bytes.TrimSuffix(bytes.Clone(whole), []byte("/>")), "></"...)
		return append(append(ended, name...), '>')
	})
}

// tell tells of an element parsed as HTML, and of what is in it.
func (r *reader) tell(n *html.Node, to listener, depth int) error {
	switch {
	case depth > r.limits.depth:
		return ErrTooLarge
	case n.Type == html.TextNode:
		to.text(n.Data)
		return nil
	case n.Type == html.ElementNode:
		t := tag{name: strings.ToLower(localName(n.Data))}
		for _, a := range n.Attr {
			name := strings.ToLower(a.Key)
			if name != "epub:type" {
				name = localName(name)
			}
			t.attrs = append(t.attrs, attr{name, a.Val})
		}
		if err := to.open(t); err != nil {
			return err
		}
		defer to.close(t.name)
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		if err := r.tell(child, to, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func localName(name string) string {
	if _, local, found := strings.Cut(name, ":"); found {
		return local
	}
	return name
}

// inUTF8 gives markup in UTF-8. What it says of its own encoding is believed unless it is plainly UTF-8.
func inUTF8(body []byte) []byte {
	switch {
	case bytes.HasPrefix(body, []byte{0xFF, 0xFE}), bytes.HasPrefix(body, []byte{0xFE, 0xFF}):
		if out, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder().Bytes(body); err == nil {
			return out
		}
	case bytes.HasPrefix(body, []byte("\xEF\xBB\xBF")):
		return body[3:]
	}
	label := encodingLabel().FindSubmatch(body[:min(len(body), 1024)])
	ascii := bytes.IndexFunc(body, func(r rune) bool { return r >= utf8.RuneSelf || r == 0x1B }) < 0
	if ascii || utf8.Valid(body) && !bytes.ContainsRune(body, 0x1B) {
		return body
	}
	named := "windows-1252"
	if label != nil && !strings.EqualFold(string(label[1]), "utf-8") {
		named = string(label[1])
	}
	encoding, _ := charset.Lookup(named)
	if encoding == nil {
		encoding, _ = charset.Lookup("windows-1252")
	}
	if out, err := encoding.NewDecoder().Bytes(body); err == nil {
		return out
	}
	return body
}

func encodingLabel() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:encoding|charset)\s*=\s*["']?\s*([a-z0-9_.:-]+)`)
}
