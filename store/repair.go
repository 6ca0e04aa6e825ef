package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
)

// What a media file is to a story.
type Role string

const (
	Sound      Role = "sound"   // all of its sound
	PartOfBook Role = "part"    // one of several files of sound
	Image      Role = "picture" // its picture
)

// A Damage is a media file that is not as it was saved.
type Damage struct {
	File    string // its name in the media folder
	Hash    string // of what was saved
	Bytes   int64  // of what was saved
	Missing bool   // there is no file
	Err     error  // why it cannot be read; nil where it can, or is missing
	Uses    []Use
}

// A Use is a story that needs a media file.
type Use struct {
	Story  int64
	Title  string
	Role   Role
	URL    string // where it may be had again, "" where that is not known
	Origin string // the file that the story was read from, "" where it came from a page
}

// ErrOther is given for a file that was to take the place of a damaged one and is another.
var ErrOther = errors.New("it is not the same as what was saved")

// Damaged compares each media file with its hash and gives those that are not as they were saved. Told, which may be nil,
// hears how many bytes of how many are read.
func (l *Library) Damaged(ctx context.Context, told func(done, total int64)) (damaged []Damage, err error) {
	_, damaged, err = l.compareMedia(ctx, told)
	return damaged, failed(err, "looking through the sound and pictures of the library")
}

// mediaTotals is what a look through all media files counts.
type mediaTotals struct {
	files int
	bytes int64
}

func (l *Library) compareMedia(ctx context.Context, told func(done, total int64)) (totals mediaTotals, damaged []Damage, err error) {
	var files []Damage
	var total int64
	err = l.read(ctx, func(tx *sql.Tx) (err error) {
		files, err = each(ctx, tx, func(row scanner) (d Damage, err error) {
			err = row.Scan(&d.File, &d.Hash, &d.Bytes)
			return d, err
		}, "SELECT hash || extension, hash, bytes FROM media ORDER BY hash")
		return err
	})
	if err != nil {
		return totals, nil, err
	}
	for _, file := range files {
		total += file.Bytes
	}
	for _, file := range files {
		hash, bytes, err := hashOf(ctx, l.path(mediaName, file.File))
		if ctx.Err() != nil {
			return totals, nil, ctx.Err()
		}
		totals.files++
		totals.bytes += bytes
		if told != nil {
			told(min(totals.bytes, total), total)
		}
		if err == nil && hash == file.Hash {
			continue
		}
		if file.Missing = errors.Is(err, fs.ErrNotExist); !file.Missing {
			file.Err = err
		}
		if file.Uses, err = l.uses(ctx, file.Hash); err != nil {
			return totals, nil, err
		}
		if len(file.Uses) > 0 { // else it was let go of meanwhile
			damaged = append(damaged, file)
		}
	}
	return totals, damaged, nil
}

// uses lists the stories that need a media file.
func (l *Library) uses(ctx context.Context, hash string) (uses []Use, err error) {
	err = l.read(ctx, func(tx *sql.Tx) (err error) {
		uses, err = each(ctx, tx, func(row scanner) (u Use, err error) {
			err = row.Scan(&u.Story, &u.Title, &u.Origin, &u.Role, &u.URL)
			return u, err
		}, `SELECT id, title, origin,
				CASE WHEN EXISTS (SELECT 1 FROM parts WHERE story = id) THEN 'part' ELSE 'sound' END,
				coalesce((SELECT url FROM downloads WHERE story = id), audio_url)
			FROM stories WHERE audio = @hash
			UNION ALL SELECT id, title, origin, 'part', '' FROM parts JOIN stories ON id = story WHERE parts.audio = @hash
			UNION ALL SELECT id, title, origin, 'picture', pictures.url FROM pictures JOIN stories ON id = story WHERE image = @hash`,
			sql.Named("hash", hash))
		return err
	})
	return uses, err
}

// Mend puts a good copy of a damaged media file in its place, or gives ErrOther where the file at path is not the same.
func (l *Library) Mend(ctx context.Context, d Damage, path string) (err error) {
	defer func() { err = failed(err, "mending the library with %s", path) }()
	staged, err := l.stage(ctx, path, nil)
	if err != nil {
		return err
	}
	defer staged.Close()
	if staged.hash != d.Hash {
		return ErrOther
	}
	return l.write(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, "UPDATE media SET bytes = ? WHERE hash = ? RETURNING extension", staged.bytes, staged.hash).Scan(&staged.extension)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNotFound // no story needs it any more
		} else if err != nil {
			return err
		}
		return l.place(staged)
	})
}

func (l *Library) checkMedia(ctx context.Context, report *Report) error {
	totals, damaged, err := l.compareMedia(ctx, nil)
	if err != nil {
		return l.damage(report, "The list of sound and pictures", err)
	}
	report.Media, report.Bytes = totals.files, totals.bytes
	for _, d := range damaged {
		report.problem("%s", d.String())
	}
	return nil
}

// String says to a person what is wrong and what to do.
func (d Damage) String() string {
	use := d.Uses[0]
	what, again := "audio file", fmt.Sprintf("Add %s again with its audio.", quoted(use.Title))
	switch use.Role {
	case PartOfBook:
		again = fmt.Sprintf("Add the book %s again.", quoted(use.Title))
	case Image:
		what, again = "picture", fmt.Sprintf("Add %s again.", quoted(use.Title))
	}
	switch {
	case d.Missing:
		return fmt.Sprintf("The %s of %s, %s, is missing. %s", what, quoted(use.Title), d.File, again)
	case d.Err != nil:
		return fmt.Sprintf("The %s of %s cannot be read (%v). %s", what, quoted(use.Title), d.Err, again)
	}
	return fmt.Sprintf("The %s of %s, %s, is not what was saved. %s", what, quoted(use.Title), d.File, again)
}

// place gives a staged file its name. Whoever calls it holds the database's write lock. A file that is there already has the
// same content, unless it was damaged since: it is replaced.
func (l *Library) place(s *stagedFile) error {
	final := l.path(mediaName, s.name())
	if runtime.GOOS == "windows" {
		s.file.Close()
	}
	if err := os.Rename(s.file.Name(), final); err != nil {
		if info, there := os.Stat(final); there == nil && info.Mode().IsRegular() && info.Size() == s.bytes {
			return nil // a program has it open and cannot let it be replaced
		}
		return explain(err)
	}
	return explain(syncPath(l.path(mediaName)))
}
