package book

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"strings"
)

// readEPUB reads an EPUB of any version.
func readEPUB(r *reader, container string) (*contents, error) {
	top := path.Dir(path.Dir(container))
	if err := r.locked(top); err != nil {
		return nil, err
	}
	name, err := r.rootFile(container, top)
	if err != nil {
		return nil, err
	}
	o, err := r.packageDocument(name)
	if err != nil {
		return nil, err
	}
	c := &contents{method: Overlays, meta: o.meta}
	if len(o.spine) == 0 {
		return nil, fmt.Errorf("%w: it does not say in which order it is read", ErrDamaged)
	}
	read := map[string]bool{}
	for _, id := range o.spine {
		if err := r.spineItem(o, id, c, read); err != nil {
			return nil, err
		}
	}
	if len(c.pars) == 0 {
		r.notes.add("The book has no times: nothing in it says when its words are spoken.")
	}
	r.cover(o, c)
	c.toc, err = r.tableOfContents(o)
	return c, err
}

// spineItem takes a file of text, and the pars of it, that were not yet read.
func (r *reader) spineItem(o *opf, id string, c *contents, read map[string]bool) error {
	i := o.item(id)
	switch {
	case i.file == "":
		r.notes.miss(cmp.Or(i.named, id))
		return nil
	case read[i.file]:
		return nil
	case strings.HasPrefix(i.mediaType, "image/") && i.mediaType != "image/svg+xml":
		return nil
	}
	read[i.file] = true
	c.texts = append(c.texts, i.file)
	overlay := o.item(i.overlay)
	if overlay.file == "" || read[overlay.file] {
		return nil
	}
	read[overlay.file] = true
	return r.smilOrNote(overlay.file, c, nil)
}

// smilOrNote reads a SMIL file. One that cannot be read is told of, and left out.
func (r *reader) smilOrNote(name string, c *contents, marks map[reference]int) error {
	err := r.smil(name, c, marks)
	if err == nil || r.ctx.Err() != nil || errors.Is(err, ErrTooLarge) {
		return err
	}
	r.notes.add("The times in %q were left out: %v.", name, err)
	return nil
}

// cover finds the cover.
func (r *reader) cover(o *opf, c *contents) {
	found := o.find(func(i item) bool { return i.has("cover-image") })
	if found.file == "" {
		found = o.item(o.cover)
	}
	if strings.HasPrefix(found.mediaType, "image/") {
		c.cover = found.file
	}
}

// A gatherer calls a function for each tag.
type gatherer func(tag)

func (g gatherer) open(t tag) error { g(t); return nil }
func (gatherer) close(string)       {}
func (gatherer) text(string)        {}

// rootFile finds the package document by the container, whose names begin at a folder.
func (r *reader) rootFile(container, top string) (string, error) {
	body, err := r.markup(container)
	if err != nil {
		return "", err
	}
	name := ""
	err = r.scan(container, body, func() listener {
		return gatherer(func(t tag) {
			if t.name != "rootfile" || name != "" {
				return
			}
			if to, found := r.resolve(path.Join(top, "top"), t.get("full-path")); found {
				name = to.file
			}
		})
	})
	if err != nil {
		return "", err
	}
	if name == "" {
		name, err = shallowest(r.files, func(name string) bool { return path.Ext(name) == ".opf" })
	}
	if name == "" || err != nil {
		return "", fmt.Errorf("%w: there is no package document in it", ErrDamaged)
	}
	return name, nil
}

// locked gives ErrLocked where what is in the book is encrypted. Fonts are often made unreadable in a way that is no lock.
func (r *reader) locked(top string) error {
	if r.files.Find(path.Join(top, "META-INF/sinf.xml")) != "" { // Apple's lock
		return ErrLocked
	}
	name := r.files.Find(path.Join(top, "META-INF/encryption.xml"))
	if name == "" {
		return nil
	}
	body, err := r.markup(name)
	if err != nil {
		return errors.Join(ErrLocked, err)
	}
	locked, method := false, ""
	err = r.scan(name, body, func() listener {
		return gatherer(func(t tag) {
			switch t.name {
			case "encrypteddata":
				method = ""
			case "encryptionmethod":
				method = t.get("algorithm")
			case "cipherreference":
				locked = locked || !isFontMangling(method)
			}
		})
	})
	if locked {
		return ErrLocked
	}
	return err
}

func isFontMangling(method string) bool {
	return method == "http://www.idpf.org/2008/embedding" || method == "http://ns.adobe.com/pdf/enc#RC"
}
