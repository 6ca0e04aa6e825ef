package book

import (
	"net/url"
	"path"
	"strings"
)

// resolve finds what a file of the book refers to. It is false for what is not in the book: an address on the network, a
// name that leads out of the book, a file that is missing. The name of a missing file is given, too.
func (r *reader) resolve(from, href string) (reference, bool) {
	href = strings.TrimSpace(href)
	name, id, _ := strings.Cut(href, "#")
	to := reference{id: unescaped(id)}
	if name == "" {
		to.file = from
		return to, href != ""
	}
	if scheme, _, found := strings.Cut(name, ":"); found && !strings.ContainsAny(scheme, "/.%") {
		return to, false
	}
	name, _, _ = strings.Cut(name, "?")
	for _, written := range []string{unescaped(name), name} {
		joined := path.Join(path.Dir(from), strings.ReplaceAll(written, `\`, "/"))
		if strings.HasPrefix(written, "/") || joined == ".." || strings.HasPrefix(joined, "../") {
			to.file = ""
			continue
		}
		if found := r.files.Find(joined); found != "" {
			to.file = found
			return to, true
		}
		if to.file == "" {
			to.file = joined
		}
	}
	return to, false
}

// unescaped takes the percent signs out of a name, where they are in place.
func unescaped(name string) string {
	if plain, err := url.PathUnescape(name); err == nil {
		return plain
	}
	return name
}
