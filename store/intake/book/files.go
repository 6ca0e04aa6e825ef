package book

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"alongside/store/intake/archive"
)

// files are those of a book, in an archive or a folder. Names have slashes and never lead out of it.
type files interface {
	Names() []string
	Find(name string) string // the name of a file that may be written in another case, "" where there is none
	ReadFile(name string, most int64) ([]byte, error)
	Extract(ctx context.Context, name, dir string, most int64) (string, error)
	Close() error
}

// An opened book is one whose kind is known.
type opened struct {
	files files
	root  string // the file that leads to all others
	read  func(*reader, string) (*contents, error)
}

// open opens a file or folder and finds out what kind of book it is.
func open(name string) (opened, error) {
	info, err := os.Stat(name)
	if err != nil {
		return opened{}, err
	}
	var in files
	if info.IsDir() {
		in, err = openFolder(name)
	} else {
		in, err = archive.Open(name)
	}
	if err != nil {
		if errors.Is(err, archive.ErrNotArchive) {
			err = ErrNotBook
		}
		return opened{}, err
	}
	b, err := kindOf(in)
	if err != nil {
		in.Close()
		return opened{}, err
	}
	return b, nil
}

const containerName = "META-INF/container.xml"

// kindOf tells the kind of a book by the file that leads to all others.
func kindOf(in files) (opened, error) {
	for _, kind := range []struct {
		is   func(name string) bool // in lower case
		read func(*reader, string) (*contents, error)
	}{
		{func(name string) bool { return strings.HasSuffix("/"+name, "/"+strings.ToLower(containerName)) }, readEPUB},
		{func(name string) bool { return path.Base(name) == "ncc.html" || path.Base(name) == "ncc.htm" }, readDaisy2},
		{func(name string) bool { return path.Ext(name) == ".opf" }, readDaisy3},
	} {
		root, err := shallowest(in, kind.is)
		if err != nil || root != "" {
			return opened{in, root, kind.read}, err
		}
	}
	return opened{}, ErrNotBook
}

// shallowest is the first file in the fewest folders whose name, in lower case, is one. Where there are others in other
// folders beside, nobody can know which is meant.
func shallowest(in files, is func(name string) bool) (found string, err error) {
	several := false
	for _, name := range in.Names() {
		if !is(strings.ToLower(name)) {
			continue
		}
		switch deep, before := strings.Count(name, "/"), strings.Count(found, "/"); {
		case found == "" || deep < before:
			found, several = name, false
		case deep == before && path.Dir(name) != path.Dir(found):
			several = true
		}
	}
	if several {
		return "", ErrSeveral
	}
	return found, nil
}

// A folder holds a book that was unpacked.
type folder struct {
	root   *os.Root
	names  []string
	exact  map[string]bool
	folded map[string]string // the first name of those that differ only in case
}

// What is looked at in a folder: somebody may name that of all their music.
const (
	mostFiles = 20_000
	mostDeep  = 6
)

func openFolder(name string) (*folder, error) {
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	f := &folder{root: root, exact: map[string]bool{}, folded: map[string]string{}}
	err = fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil && name != ".":
			return nil // a folder that one may not look into
		case err != nil:
			return err
		case entry.IsDir() && strings.Count(name, "/") >= mostDeep:
			return fs.SkipDir
		case !entry.Type().IsRegular():
			return nil
		case len(f.names) == mostFiles:
			return fs.SkipAll
		}
		f.names, f.exact[name] = append(f.names, name), true
		if key := strings.ToLower(name); f.folded[key] == "" {
			f.folded[key] = name
		}
		return nil
	})
	if err != nil {
		root.Close()
		return nil, err
	}
	return f, nil
}

func (f *folder) Names() []string { return slices.Clone(f.names) }

func (f *folder) Find(name string) string {
	if f.exact[name] {
		return name
	}
	return f.folded[strings.ToLower(name)]
}

func (f *folder) ReadFile(name string, most int64) ([]byte, error) {
	file, err := f.root.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	body, err := io.ReadAll(io.LimitReader(file, most+1))
	if err == nil && int64(len(body)) > most {
		err = fmt.Errorf("reading %s: %w", name, ErrTooLarge)
	}
	return body, err
}

// Extract copies a file, so that nobody changes it while it is used, and so that it may be converted where it lies.
func (f *folder) Extract(ctx context.Context, name, dir string, most int64) (string, error) {
	from, err := f.root.Open(filepath.FromSlash(name))
	if err != nil {
		return "", err
	}
	defer from.Close()
	to, err := os.CreateTemp(dir, "entry-*"+plainEnding(name))
	if err != nil {
		return "", err
	}
	n, err := io.Copy(to, io.LimitReader(cancellable{ctx, from}, most+1))
	if err == nil && n > most {
		err = fmt.Errorf("reading %s: %w", name, ErrTooLarge)
	}
	if err = errors.Join(err, to.Close()); err != nil {
		os.Remove(to.Name())
		return "", err
	}
	return to.Name(), nil
}

func (f *folder) Close() error { return f.root.Close() }

// plainEnding is that of a name where it is made of a few letters and digits.
func plainEnding(name string) string {
	const longest = 8
	ext := strings.ToLower(path.Ext(name))
	strange := func(r rune) bool { return r != '.' && (r < 'a' || r > 'z') && (r < '0' || r > '9') }
	if len(ext) > longest || strings.ContainsFunc(ext, strange) {
		return ""
	}
	return ext
}

// A cancellable reader ends when its context does.
type cancellable struct {
	ctx  context.Context
	from io.Reader
}

func (c cancellable) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.from.Read(p)
}
