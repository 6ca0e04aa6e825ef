package unwrap

import (
	"bytes"
	"fmt"
	"mime"
	"net/url"
	"strings"
)

// Bounds of an MHTML file.
const (
	mostParts   = 5_000
	mostHeaders = 100
	mostLine    = 16 << 10 // bytes of a header
	deepest     = 4        // parts in parts
)

// A Page is a web page that a browser saved with its parts in one file.
type Page struct {
	URL   string // where it came from, "" where the file does not say
	Title string // as the browser knew it, "" where the file does not say
	Type  string // media type of the HTML, with its charset: "text/html; charset=utf-8"
	HTML  []byte
	parts []Part
	base  *url.URL
}

// A Part is a file of a page.
type Part struct {
	URL      string // where it came from, "" where the file does not say
	Type     string // media type: "audio/mpeg"
	id       string
	encoding string
	raw      []byte
}

// IsMHTML reports whether a file begins as an MHTML does, whatever it is called.
func IsMHTML(body []byte) bool {
	head, _ := readHeader(body[:min(len(body), mostLine)])
	kind, _, err := mime.ParseMediaType(head.get("Content-Type"))
	return err == nil && (kind == "multipart/related" || kind == "text/html" && head.get("MIME-Version") != "")
}

// ReadMHTML reads the page in an MHTML file. It keeps body, and unpacks a part when it is asked for it.
func ReadMHTML(body []byte) (*Page, error) {
	head, rest := readHeader(body)
	kind, params, _ := mime.ParseMediaType(head.get("Content-Type"))
	w := walk{}
	if err := w.part(head, rest, 0); err != nil {
		return nil, err
	}
	snapshot := head.get("Snapshot-Content-Location")
	main := -1
	for i, p := range w.parts {
		if !strings.HasPrefix(p.Type, "text/html") && !strings.HasPrefix(p.Type, "application/xhtml+xml") {
			continue
		}
		start := strings.Trim(params["start"], "<>")
		named := start != "" && p.id == start || start == "" && snapshot != "" && p.URL == snapshot
		if main < 0 || named {
			main = i
		}
		if named {
			break
		}
	}
	if main < 0 {
		if kind == "" {
			return nil, fmt.Errorf("its first lines are not those of a saved page: %w", ErrNotPage)
		}
		return nil, ErrNotPage
	}
	page := &Page{Type: w.parts[main].Type, parts: w.parts, Title: title(head.get("Subject"))}
	for _, address := range []string{snapshot, w.parts[main].URL, head.get("Content-Location")} {
		if u, err := url.Parse(address); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
			page.URL = address
			break
		}
	}
	page.base, _ = url.Parse(w.parts[main].URL)
	page.HTML = w.parts[main].Body()
	return page, nil
}

// title undoes the encoding of a subject.
func title(subject string) string {
	plain, err := new(mime.WordDecoder).DecodeHeader(subject)
	if err != nil {
		return ""
	}
	return strings.Join(strings.Fields(plain), " ")
}

// Part finds a part by its address, which may be relative to the page, or by its identifier ("cid:…").
func (p *Page) Part(address string) (Part, bool) {
	if id, is := strings.CutPrefix(address, "cid:"); is {
		id = unescaped(id)
		return p.find(func(part Part) bool { return id != "" && part.id == id })
	}
	if address == "" {
		return Part{}, false
	}
	if part, found := p.find(func(part Part) bool { return part.URL == address }); found {
		return part, true
	}
	full, err := url.Parse(address)
	if err != nil {
		return Part{}, false
	}
	if p.base != nil {
		full = p.base.ResolveReference(full)
	}
	full.Fragment = ""
	return p.find(func(part Part) bool {
		u, err := url.Parse(part.URL)
		if err != nil || part.URL == "" {
			return false
		}
		if p.base != nil {
			u = p.base.ResolveReference(u)
		}
		u.Fragment = ""
		return u.String() == full.String()
	})
}

// Parts lists the page's parts, the page itself among them.
func (p *Page) Parts() []Part { return append([]Part(nil), p.parts...) }

func (p *Page) find(is func(Part) bool) (Part, bool) {
	for _, part := range p.parts {
		if is(part) {
			return part, true
		}
	}
	return Part{}, false
}

func unescaped(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	return s
}

// A walk goes through the parts of a file, and those in them.
type walk struct {
	parts []Part
}

func (w *walk) part(head header, body []byte, depth int) error {
	kind, params, err := mime.ParseMediaType(head.get("Content-Type"))
	if err != nil && kind == "" {
		kind = "application/octet-stream"
	}
	boundary := params["boundary"]
	if !strings.HasPrefix(kind, "multipart/") || boundary == "" {
		if len(w.parts) == mostParts {
			return ErrTooLarge
		}
		if named := mime.FormatMediaType(kind, map[string]string{"charset": params["charset"]}); params["charset"] != "" && named != "" {
			kind = named
		}
		w.parts = append(w.parts, Part{
			URL: unfolded(head.get("Content-Location")), Type: kind, id: strings.Trim(head.get("Content-ID"), "<> "),
			encoding: strings.ToLower(strings.TrimSpace(head.get("Content-Transfer-Encoding"))), raw: body,
		})
		return nil
	}
	if depth == deepest {
		return ErrUnsafe
	}
	for piece := range pieces(body, boundary) {
		if err := w.piece(piece, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) piece(piece []byte, depth int) error {
	head, body := readHeader(piece)
	return w.part(head, body, depth)
}

// unfolded takes the breaks out of an address that was too long for a line.
func unfolded(s string) string { return strings.Join(strings.Fields(s), "") }

// pieces gives what stands between the boundaries.
func pieces(body []byte, boundary string) func(yield func([]byte) bool) {
	mark := []byte("--" + boundary)
	return func(yield func([]byte) bool) {
		at := nextMark(body, mark, 0)
		for at >= 0 {
			from := at + len(mark)
			if bytes.HasPrefix(body[from:], []byte("--")) {
				return
			}
			if end := bytes.IndexByte(body[from:], '\n'); end >= 0 {
				from += end + 1
			} else {
				return
			}
			at = nextMark(body, mark, from)
			piece := body[from:]
			if at >= 0 {
				piece = body[from:max(at, from)]
				piece = bytes.TrimSuffix(bytes.TrimSuffix(piece, []byte("\n")), []byte("\r"))
			}
			if !yield(piece) {
				return
			}
		}
	}
}

// nextMark finds the next boundary that begins a line and is all of it.
func nextMark(body, mark []byte, from int) int {
	for from <= len(body) {
		at := bytes.Index(body[from:], mark)
		if at < 0 {
			return -1
		}
		at += from
		if (at == 0 || body[at-1] == '\n') && endsLine(body[at+len(mark):]) {
			return at
		}
		from = at + len(mark)
	}
	return -1
}

// endsLine reports whether nothing follows on the line of a boundary but the sign that it is the last.
func endsLine(after []byte) bool {
	const padding = 100
	after = bytes.TrimPrefix(after, []byte("--"))
	after = bytes.TrimLeft(after[:min(len(after), padding)], " \t\r")
	return len(after) == 0 || after[0] == '\n'
}
