// Package archive opens a ZIP archive that a stranger made, without trusting anything that it says about itself.
//
// Its words: an entry is a file in the archive; its name is a path with slashes that never leads out of the archive.
// Folders, links and devices are no entries. What an entry unpacks to is counted while it is read, whatever the archive
// says: how much it may be in all, and how many times what it takes in the archive. Archives in an archive are entries like
// others, and are not opened.
package archive

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
)

// What is wrong with an archive or an entry. Each error of this package wraps one of these, one of package fs, or that of a
// cancelled context.
var (
	ErrNotArchive  = errors.New("it is no ZIP archive; choose another file")
	ErrDamaged     = errors.New("the archive is damaged or not complete; get it again")
	ErrTooLarge    = errors.New("it is too large to be unpacked")
	ErrUnsafe      = errors.New("it is made in a way that could do harm, so it is not opened")
	ErrEncrypted   = errors.New("it is locked with a password; unpack it with the password, and open the files in it")
	ErrUnsupported = errors.New("it is packed in a way that Alongside does not know; unpack it with another program, and open the files in it")
	ErrNoEntry     = errors.New("there is no such file in the archive")
)

// limits bound what is read of an archive.
type limits struct {
	entries   int   // files in it
	directory int64 // bytes of its table of contents
	total     int64 // bytes unpacked, of all entries together, each time that one is read
	ratio     int64 // times an entry may be larger than it is in the archive
	free      int64 // bytes of an entry for which the ratio does not matter: silence packs well
	name      int   // bytes of a name
	depth     int   // folders in a name
}

func standard() limits {
	return limits{entries: 20_000, directory: 8 << 20, total: 8 << 30, ratio: 200, free: 16 << 20, name: 1024, depth: 32}
}

// An Archive is open for reading. Several goroutines may read it at once.
type Archive struct {
	label   string // for messages
	limits  limits
	names   []string
	entries map[string]*zip.File
	folded  map[string]string // the first name of those that differ only in case
	spent   atomic.Int64      // bytes unpacked
	closer  io.Closer
}

// Open opens the archive in a file. It has to be closed.
func Open(name string) (*Archive, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("opening %s: %w", name, ErrNotArchive)
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	archive, err := read(file, info.Size(), filepath.Base(name), standard())
	if err != nil {
		file.Close()
		return nil, err
	}
	archive.closer = file
	return archive, nil
}

// Read opens the archive in the first size bytes of r, which has to stay open as long as the archive is read.
func Read(r io.ReaderAt, size int64) (*Archive, error) {
	return read(r, size, "the archive", standard())
}

func read(r io.ReaderAt, size int64, label string, most limits) (*Archive, error) {
	metered := &metered{r: r, left: most.directory}
	// The error of an insecure path is left to our own look at the names.
	inside, err := zip.NewReader(metered, size)
	switch {
	case errors.Is(err, errMetered):
		return nil, fmt.Errorf("opening %s: its table of contents is too long: %w", label, ErrTooLarge)
	case err != nil && !errors.Is(err, zip.ErrInsecurePath):
		return nil, fmt.Errorf("opening %s: %w", label, notArchive(r))
	case len(inside.File) > most.entries:
		return nil, fmt.Errorf("opening %s: there are %d files in it: %w", label, len(inside.File), ErrTooLarge)
	}
	metered.open = true
	a := &Archive{label: label, limits: most, entries: map[string]*zip.File{}, folded: map[string]string{}}
	for _, file := range inside.File {
		if err := a.enter(file); err != nil {
			return nil, fmt.Errorf("opening %s: %w", label, err)
		}
	}
	if err := a.overlap(size); err != nil {
		return nil, fmt.Errorf("opening %s: %w", label, err)
	}
	return a, nil
}

// notArchive tells an archive that is cut off from what is none.
func notArchive(r io.ReaderAt) error {
	var head [4]byte
	if n, _ := r.ReadAt(head[:], 0); n == len(head) && string(head[:]) == "PK\x03\x04" {
		return ErrDamaged
	}
	return ErrNotArchive
}

// enter takes an entry into the list, under a name that is safe.
func (a *Archive) enter(file *zip.File) error {
	name, err := entryName(file, a.limits)
	if err != nil {
		return err
	}
	if name == "" || !file.Mode().IsRegular() {
		return nil
	}
	if _, twice := a.entries[name]; twice {
		return fmt.Errorf("the file %q is in it twice: %w", name, ErrUnsafe)
	}
	a.entries[name] = file
	a.names = append(a.names, name)
	if key := fold(name); a.folded[key] == "" {
		a.folded[key] = name
	}
	return nil
}

// overlap refuses an archive two of whose entries share bytes: so a small file unpacks to any size.
func (a *Archive) overlap(size int64) error {
	type stretch struct {
		from, to int64
		name     string
	}
	var all []stretch
	for _, name := range a.names {
		file := a.entries[name]
		from, err := file.DataOffset()
		if err != nil {
			continue // told of when it is read
		}
		length := int64(min(file.CompressedSize64, 1<<62))
		if from < 0 || length > size-from {
			return fmt.Errorf("the file %q ends after the archive does: %w", name, ErrDamaged)
		}
		if length > 0 {
			all = append(all, stretch{from, from + length, name})
		}
	}
	slices.SortFunc(all, func(a, b stretch) int { return int(min(max(a.from-b.from, -1), 1)) })
	for i := 1; i < len(all); i++ {
		if before := all[i-1]; all[i].from < before.to {
			return fmt.Errorf("the files %q and %q share the same bytes: %w", before.name, all[i].name, ErrUnsafe)
		}
	}
	return nil
}

// Names lists the entries, in the order of the archive.
func (a *Archive) Names() []string { return slices.Clone(a.names) }

// Find gives the name under which an entry is listed: the name itself, else one that differs only in case or in how its
// accents are encoded. It is "" where there is none.
func (a *Archive) Find(name string) string {
	clean, err := safeName(name, a.limits)
	if err != nil {
		return ""
	}
	if _, there := a.entries[clean]; there {
		return clean
	}
	return a.folded[fold(clean)]
}

// Size is how many bytes an entry unpacks to, as the archive says, and so not to be relied on; 0 for one that is not there.
func (a *Archive) Size(name string) int64 {
	if file := a.entries[a.Find(name)]; file != nil {
		return int64(min(file.UncompressedSize64, 1<<62))
	}
	return 0
}

// Close closes the file that the archive was opened from.
func (a *Archive) Close() error {
	if a.closer == nil {
		return nil
	}
	return a.closer.Close()
}
