package unwrap

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"alongside/store/intake/archive"
)

// A visitor is told of what is in an XML file, in order. An element that start does not want to be told of the insides of is
// passed over, with its end.
type visitor interface {
	start(e xml.StartElement) (inside bool, err error)
	end(e xml.EndElement) error
	text(s string) error
}

// visit goes through an XML file of a document. Nothing in it is expanded, and a file that defines anything is refused.
func visit(ctx context.Context, files *archive.Archive, name string, v visitor) error {
	file, err := files.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	d := xml.NewDecoder(io.LimitReader(file, mostXML))
	d.Strict = true
	for depth, n := 0, 0; ; n++ {
		if n%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return damaged(name, err)
		}
		switch t := token.(type) {
		case xml.Directive:
			err = ErrUnsafe // there is no reason for a DOCTYPE, and harm in its entities
		case xml.StartElement:
			inside, failed := v.start(t)
			if depth++; depth > mostNested {
				return ErrUnsafe
			}
			if err = failed; err == nil && !inside {
				depth--
				err = skip(d, name)
			}
		case xml.EndElement:
			depth--
			err = v.end(t)
		case xml.CharData:
			err = v.text(string(t))
		}
		if err != nil {
			return err
		}
	}
}

// skip passes over the rest of an element.
func skip(d *xml.Decoder, name string) error {
	for depth := 1; depth > 0; {
		token, err := d.Token()
		if err != nil {
			return damaged(name, err)
		}
		switch token.(type) {
		case xml.StartElement:
			if depth++; depth > mostNested {
				return ErrUnsafe
			}
		case xml.EndElement:
			depth--
		}
	}
	return nil
}

// damaged tells a file that is no XML from one that could not be unpacked.
func damaged(name string, err error) error {
	for _, known := range []error{archive.ErrDamaged, archive.ErrEncrypted, archive.ErrTooLarge, archive.ErrUnsafe, archive.ErrUnsupported} {
		if errors.Is(err, known) {
			return err
		}
	}
	return fmt.Errorf("in %s: %w", name, ErrDamaged)
}

// attribute gives an attribute's value whatever its namespace; "" where there is none.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// titleIn reads the title that a document's properties have. A document without is as good.
func titleIn(ctx context.Context, files *archive.Archive, name string) string {
	v := &property{}
	if files.Find(name) == "" || visit(ctx, files, name, v) != nil {
		return ""
	}
	const most = 300
	title := strings.Join(strings.Fields(v.value.String()), " ")
	lower := strings.ToLower(title)
	for _, empty := range []string{"microsoft word -", "untitled", "document", "powerpoint", "word document"} {
		if strings.HasPrefix(lower, empty) || len(title) > most {
			return ""
		}
	}
	return title
}

// A property is the title among a document's properties.
type property struct {
	in    bool
	value strings.Builder
}

func (p *property) start(e xml.StartElement) (bool, error) {
	p.in = e.Name.Local == "title" && p.value.Len() == 0
	return true, nil
}

func (p *property) end(xml.EndElement) error {
	p.in = false
	return nil
}

func (p *property) text(s string) error {
	if p.in {
		p.value.WriteString(s)
	}
	return nil
}
