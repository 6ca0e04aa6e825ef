package store

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
)

// ErrNotBackup is given for a file that is no backup, is damaged, or was made to do harm.
var ErrNotBackup = errors.New("it is not a backup of Alongside, or is damaged; nothing was restored from it; choose another file")

// Bounds of what is read from a file that may be a stranger's.
const (
	mostManifest = 64 << 20 // bytes
	mostEntries  = 1 << 20
	mostDensity  = 100 // how many times smaller than its content the database may be packed
)

// An archive is a backup that is being read. Its names and sizes are checked; contents are when they are read. Close it.
type archive struct {
	zip      *zip.ReadCloser
	manifest manifest
	database *zip.File
	media    map[string]*zip.File // by the name in the media folder
	sums     map[string]string    // their hashes
	total    int64                // bytes of the database and all media
}

func notBackup(format string, args ...any) error {
	return &explained{ErrNotBackup, fmt.Errorf(format, args...)}
}

// openArchive opens a backup.
func openArchive(file string) (_ *archive, err error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, notBackup("it is not a file")
	}
	reader, err := zip.OpenReader(file)
	if err != nil {
		return nil, notBackup("%w", err)
	}
	a := &archive{zip: reader, media: map[string]*zip.File{}, sums: map[string]string{}}
	defer func() {
		if err != nil {
			a.Close()
		}
	}()
	listed, err := a.list(info.Size())
	if err != nil {
		return nil, err
	}
	if err := a.readManifest(listed); err != nil {
		return nil, err
	}
	return a, a.match()
}

func (a *archive) Close() error { return a.zip.Close() }

// list sorts the entries by what they are, and gives that of the manifest. There may be none of another name.
func (a *archive) list(size int64) (listed *zip.File, err error) {
	if len(a.zip.File) > mostEntries {
		return nil, notBackup("it has %d entries", len(a.zip.File))
	}
	var stored uint64
	for _, entry := range a.zip.File {
		dir, name := path.Split(entry.Name)
		switch {
		case entry.Name == manifestName && listed == nil:
			listed = entry
		case entry.Name == databaseName && a.database == nil:
			a.database = entry
		case dir == mediaName+"/" && mediaFile.MatchString(name) && a.media[name] == nil && entry.Method == zip.Store:
			a.media[name] = entry
			if entry.UncompressedSize64 != entry.CompressedSize64 || entry.CompressedSize64 > uint64(size) {
				return nil, notBackup("the sizes of %q do not fit", entry.Name)
			}
			stored += entry.CompressedSize64
		default:
			return nil, notBackup("%.100q does not belong in it", entry.Name)
		}
		if stored > uint64(size) { // entries that share their bytes
			return nil, notBackup("its entries are larger than it is")
		}
	}
	if listed == nil || a.database == nil {
		return nil, notBackup("there is no %s or no %s in it", manifestName, databaseName)
	}
	return listed, nil
}

func (a *archive) readManifest(entry *zip.File) error {
	content, err := entry.Open()
	if err != nil {
		return notBackup("%w", err)
	}
	defer content.Close()
	text, err := io.ReadAll(io.LimitReader(content, mostManifest+1))
	if err == nil && len(text) > mostManifest {
		err = errors.New("it is too long")
	}
	if err == nil {
		err = json.Unmarshal(text, &a.manifest)
	}
	switch {
	case err != nil:
		return notBackup("its %s: %w", manifestName, err)
	case a.manifest.Format > manifestFormat:
		return ErrNewer
	case a.manifest.Format != manifestFormat || a.manifest.Library.Name != databaseName || a.manifest.Library.Bytes <= 0:
		return notBackup("its %s is of no known form", manifestName)
	}
	return nil
}

// match compares what the manifest says with the entries.
func (a *archive) match() error {
	m := a.manifest
	if uint64(m.Library.Bytes) != a.database.UncompressedSize64 ||
		a.database.UncompressedSize64/mostDensity > a.database.CompressedSize64 {
		return notBackup("the size of its database does not fit")
	}
	a.total = m.Library.Bytes
	for _, file := range m.Media {
		dir, name := path.Split(file.Name)
		entry := a.media[name]
		if dir != mediaName+"/" || entry == nil || uint64(file.Bytes) != entry.UncompressedSize64 ||
			mediaFile.FindStringSubmatch(name)[1] != file.Hash {
			return notBackup("what it says of %.100q does not fit", file.Name)
		}
		a.sums[name] = file.Hash
		a.total += file.Bytes
	}
	if len(a.sums) != len(a.media) {
		return notBackup("it has files that it does not list")
	}
	return nil
}

// readEntry passes the content of an entry on, no more than it may have, and checks it at the end.
func readEntry(entry *zip.File, sum string, pass func(io.Reader) error) error {
	content, err := entry.Open()
	if err != nil {
		return notBackup("%w", err)
	}
	defer content.Close()
	hash := sha256.New()
	bounded := io.LimitReader(content, int64(entry.UncompressedSize64))
	if err := pass(io.TeeReader(bounded, hash)); err != nil {
		if errors.Is(err, zip.ErrChecksum) || errors.Is(err, io.ErrUnexpectedEOF) {
			return notBackup("%s: %w", entry.Name, err)
		}
		return err
	}
	if hex.EncodeToString(hash.Sum(nil)) != sum {
		return notBackup("%s is not what was backed up", entry.Name)
	}
	return nil
}
