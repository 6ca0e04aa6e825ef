package book

import (
	"errors"
	"fmt"
	"strings"
)

// A gatherer calls a function for each tag.
type gatherer func(tag)

func (g gatherer) open(t tag) error { g(t); return nil }
func (gatherer) close(string)       {}
func (gatherer) text(string)        {}

// rootFile finds the package document by the container.
func (r *reader) rootFile() (string, error) {
	body, err := r.markup(containerName)
	if err != nil {
		return "", err
	}
	name := ""
	err = r.scan(containerName, body, func() listener {
		return gatherer(func(t tag) {
			if t.name != "rootfile" || name != "" {
				return
			}
			if to, found := r.resolve("", t.get("full-path")); found {
				name = to.file
			}
		})
	})
	if err != nil {
		return "", err
	}
	if name == "" {
		name = shallowest(r.files, func(base string) bool { return strings.HasSuffix(base, ".opf") })
	}
	if name == "" {
		return "", fmt.Errorf("%w: there is no package document in it", ErrDamaged)
	}
	return name, nil
}

// locked gives ErrLocked where what is in the book is encrypted. Fonts are often made unreadable in a way that is no lock.
func (r *reader) locked() error {
	const name = "META-INF/encryption.xml"
	if r.files.Find(name) == "" {
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
