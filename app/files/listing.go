package files

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"alongside/app/desktop"
)

// An entry is a file or a folder in a listing.
type entry struct {
	name   string // as the system has it
	folder bool
}

// A listing is what lies in a folder, as far as it is shown.
type listing struct {
	folder  string
	entries []entry
	cut     bool // there is more than is listed
}

// mostListed is how many entries of a folder are listed. Nobody looks through more, and no folder may take all memory.
const mostListed = 20_000

// read lists a folder: its folders, and the files of the wanted kinds.
func read(folder string, wanted desktop.FileRequest) (listing, error) {
	dir, err := os.Open(folder)
	if err != nil {
		return listing{}, err
	}
	defer dir.Close()
	l := listing{folder: folder}
	const batch = 1000
	for {
		some, err := dir.ReadDir(batch)
		for _, e := range some {
			if shown, ok := l.entryOf(e, wanted); ok {
				l.entries = append(l.entries, shown)
			}
		}
		if l.cut = len(l.entries) > mostListed; l.cut {
			l.entries = l.entries[:mostListed]
			break
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return listing{}, err
		}
	}
	slices.SortFunc(l.entries, byName)
	return l, nil
}

// entryOf is how something in the folder is shown, if it is. What a link leads to counts.
func (l listing) entryOf(e fs.DirEntry, wanted desktop.FileRequest) (entry, bool) {
	if hidden(e) {
		return entry{}, false
	}
	mode := e.Type()
	if mode&fs.ModeSymlink != 0 {
		info, err := os.Stat(filepath.Join(l.folder, e.Name()))
		if err != nil {
			return entry{}, false
		}
		mode = info.Mode()
	}
	switch {
	case mode.IsDir():
		return entry{e.Name(), true}, true
	case mode.IsRegular() && wanted.Kind != desktop.OpenFolder && ofKind(e.Name(), wanted.Endings):
		return entry{e.Name(), false}, true
	}
	return entry{}, false
}

// ofKind reports whether a name has one of the endings; where there are none, any name has.
func ofKind(name string, endings []string) bool {
	return len(endings) == 0 || slices.ContainsFunc(endings, func(ending string) bool {
		return len(name) > len(ending) && strings.EqualFold(name[len(name)-len(ending):], ending)
	})
}

// byName puts folders first, letters small and large beside each other, and 2 before 10.
func byName(a, b entry) int {
	if a.folder != b.folder {
		if a.folder {
			return -1
		}
		return 1
	}
	return cmp.Or(natural(strings.ToLower(a.name), strings.ToLower(b.name)), strings.Compare(a.name, b.name))
}

// natural compares two names, with the numbers in them by their size.
func natural(a, b string) int {
	for a != "" && b != "" {
		first, second := digits(a), digits(b)
		if first == "" || second == "" {
			if a[0] != b[0] {
				return cmp.Compare(a[0], b[0])
			}
			a, b = a[1:], b[1:]
			continue
		}
		x, y := strings.TrimLeft(first, "0"), strings.TrimLeft(second, "0")
		if by := cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y)); by != 0 {
			return by
		}
		a, b = a[len(first):], b[len(second):]
	}
	return cmp.Compare(len(a), len(b))
}

// digits are those that a name begins with.
func digits(name string) string {
	return name[:len(name)-len(strings.TrimLeft(name, "0123456789"))]
}

// whyUnreadable says in words why a folder cannot be read.
func whyUnreadable(folder string, err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Sprintf("There is no folder “%s”. Choose another one.", shown(folder))
	case errors.Is(err, fs.ErrPermission):
		return fmt.Sprintf("You may not look into “%s”. Choose another folder.", shown(folder))
	}
	return fmt.Sprintf("“%s” cannot be read (%v). Choose another folder.", shown(folder), err)
}

// shown is a name as it can be shown: letters that cannot be seen, or that turn the others round, are marked.
func shown(name string) string {
	return strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return '□'
		}
		return r
	}, strings.ToValidUTF8(name, "□"))
}
