package store

import (
	"archive/zip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

// A backup is a ZIP archive of these, in this order:
//
//	manifest.json      what is in it, with hashes
//	library.sqlite     the database, as it was at one moment
//	media/HASH.mp3     each file of sound and each picture, stored and not compressed again
//
// Its name comes to be when all of it is on the disk; until then it is called FILE.unfinished, and what a killed program
// left under that name is overwritten by the next backup.
const (
	manifestName     = "manifest.json"
	manifestFormat   = 1
	unfinishedSuffix = ".unfinished"
)

// ErrExists is given where a file is there already that was to be written.
var ErrExists = errors.New("there is such a file already; choose another name, or delete it first")

// A manifest is what a backup says of itself.
type manifest struct {
	Format  int            `json:"format"`  // of the archive
	Version int            `json:"version"` // of the database
	Made    time.Time      `json:"made"`
	Library manifestFile   `json:"library"`
	Media   []manifestFile `json:"media"`
}

// A manifestFile is one of a backup's files.
type manifestFile struct {
	Name  string `json:"name"`
	Bytes int64  `json:"bytes"`
	Hash  string `json:"sha256"`
}

// A BackedUp tells what a backup holds.
type BackedUp struct {
	Stories int
	Media   int      // files of sound and pictures
	Bytes   int64    // of the backup
	Missing []string // sentences on media that could not be read as they were saved; they are not in it
}

// Backup writes all of the library to one file, which must not be there yet: whole, or not at all. The library can be used
// meanwhile. Told, which may be nil, hears how many bytes of how many are written.
func (l *Library) Backup(ctx context.Context, file string, told func(done, total int64)) (done BackedUp, err error) {
	defer func() { err = failed(err, "backing up the library to %s", file) }()
	if _, err := os.Lstat(file); err == nil {
		return done, ErrExists
	} else if !errors.Is(err, fs.ErrNotExist) {
		return done, err
	}
	unfinished := file + unfinishedSuffix
	out, err := os.OpenFile(unfinished, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return done, err
	}
	defer out.Close()
	if !(&fileLock{out}).tryExclusive() {
		return done, ErrInUse
	}
	defer func() {
		if err != nil {
			out.Close()
			os.Remove(unfinished)
		}
	}()
	if err := out.Truncate(0); err != nil {
		return done, err
	}
	snapshot := unfinished + ".sqlite"
	defer os.Remove(snapshot)
	b := backup{Library: l, ctx: ctx, told: told}
	if err := b.snapshot(snapshot); err != nil {
		return done, err
	}
	if err := b.write(out, snapshot); err != nil {
		return done, err
	}
	if done.Bytes, err = out.Seek(0, io.SeekEnd); err != nil {
		return done, err
	}
	done.Stories, done.Media, done.Missing = b.stories, len(b.media)-len(b.missing), b.missing
	return done, publish(out, file)
}

// publish gives a file that is written its name.
func publish(out *os.File, name string) error {
	if err := errors.Join(out.Sync(), out.Close()); err != nil {
		return err
	}
	if err := os.Rename(out.Name(), name); err != nil {
		return err
	}
	syncPath(filepath.Dir(name)) // which may not be ours to read
	return nil
}

// A backup is one that is being written.
type backup struct {
	*Library
	ctx     context.Context
	told    func(done, total int64)
	stories int
	media   []backedMedia
	missing []string
	done    int64
	total   int64
}

// A backedMedia is a media file as the database has it.
type backedMedia struct {
	manifestFile
	title string
}

// snapshot writes a copy of the database and reads from it what is to go with it.
func (b *backup) snapshot(path string) error {
	if err := ignoreMissing(os.Remove(path)); err != nil {
		return err
	}
	if err := b.copyDatabase(b.ctx, path); err != nil {
		return err
	}
	db, err := openDatabase(path, readerSettings())
	if err != nil {
		return err
	}
	defer db.Close()
	return transact(b.ctx, db, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(b.ctx, "SELECT count(*) FROM stories WHERE removed IS NULL").Scan(&b.stories); err != nil {
			return err
		}
		b.media, err = each(b.ctx, tx, func(row scanner) (m backedMedia, err error) {
			err = row.Scan(&m.Hash, &m.Name, &m.Bytes, &m.title)
			return m, err
		}, `SELECT hash, 'media/' || hash || extension, bytes,
			coalesce((SELECT title FROM uses JOIN stories ON id = story WHERE uses.hash = media.hash), '') FROM media ORDER BY hash`)
		return err
	})
}

// copyDatabase writes the database as it is at one moment to a file that is not there yet.
func (l *Library) copyDatabase(ctx context.Context, to string) error {
	db, err := openDatabase(l.path(databaseName), url.Values{"mode": {"ro"}, "_busy_timeout": {fmt.Sprint(busyTimeout.Milliseconds())}})
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", to); err != nil {
		os.Remove(to)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return explain(err)
	}
	return os.Chmod(to, 0o600)
}

// write writes the archive. A media file that is not as it was saved is left out, and said so: to refuse the backup of all
// else would help nobody.
func (b *backup) write(out io.Writer, snapshot string) error {
	hash, bytes, err := hashOf(b.ctx, snapshot)
	if err != nil {
		return err
	}
	m := manifest{
		Format: manifestFormat, Version: len(migrations()), Made: time.Now().UTC().Truncate(time.Second),
		Library: manifestFile{databaseName, bytes, hash}, Media: []manifestFile{},
	}
	b.total = bytes
	var sound []backedMedia
	for _, media := range b.media {
		if sizeOf(b.path(filepath.FromSlash(media.Name))) != media.Bytes {
			b.miss(media)
			continue
		}
		sound = append(sound, media)
		m.Media = append(m.Media, media.manifestFile)
		b.total += media.Bytes
	}
	archive := zip.NewWriter(out)
	text, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	if err := writeEntry(archive, manifestName, zip.Deflate, m.Made, func(w io.Writer) error { _, err := w.Write(text); return err }); err != nil {
		return err
	}
	if err := b.add(archive, databaseName, snapshot, zip.Deflate, m.Made); err != nil {
		return err
	}
	for _, media := range sound {
		if err := b.add(archive, media.Name, b.path(filepath.FromSlash(media.Name)), zip.Store, m.Made); err != nil {
			return err
		}
	}
	return archive.Close()
}

func (b *backup) miss(media backedMedia) {
	b.missing = append(b.missing, fmt.Sprintf("The file %s of %s is not as it was saved, and is not in the backup. "+
		"`alongside check --repair` may bring it back.", media.Name, quoted(media.title)))
}

func writeEntry(archive *zip.Writer, name string, method uint16, made time.Time, write func(io.Writer) error) error {
	entry, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: made})
	if err != nil {
		return err
	}
	return write(entry)
}

func (b *backup) add(archive *zip.Writer, name, path string, method uint16, made time.Time) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	before := b.done
	return writeEntry(archive, name, method, made, func(w io.Writer) error {
		n, err := io.Copy(w, &meter{ctx: b.ctx, r: file, told: func(done, _ int64) {
			if b.told != nil {
				b.told(before+done, b.total)
			}
		}})
		b.done += n
		if err == nil && n != info.Size() {
			err = fmt.Errorf("%s was changed while it was being copied; try again", path)
		}
		return err
	})
}
