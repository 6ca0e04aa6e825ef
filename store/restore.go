package store

import (
	"archive/zip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strings"
)

const (
	restoringName = "restoring"      // a folder to work in; of no worth once the program ended
	restoringLock = "restoring.lock" // held by the program that restores
)

// A Restored tells what was restored.
type Restored struct {
	Added    int      // stories that the library did not have
	Joined   int      // stories that it had
	Problems []string // sentences on what could not be restored
}

// RestoreBackup brings the stories of a backup into the library. Those that the library does not have are added with their
// sound, times, chapters, picture, second text, place, nudge and marks, under their number if that was never used. Of a story that the library has (as
// [Library.Save] knows one again) the library's own words and times stay; it gets the further place, is kept if it was kept
// in either, and gets the sound, times, chapters, picture, second text, nudge and marks that it lacks. Feeds come that the library does not follow, with what they
// list, and settings for which it has no value.
// What was still being saved when the backup was made is not restored.
//
// Each story comes whole or not at all. Cancelled or killed, those that came stay, and to restore again brings the rest.
// Told, which may be nil, hears how many bytes of how many are done. The file may be a stranger's: nothing in it is trusted.
func (l *Library) RestoreBackup(ctx context.Context, file string, told func(done, total int64)) (done Restored, err error) {
	defer func() { err = failed(err, "restoring the library from %s", file) }()
	from, err := openArchive(file)
	if err != nil {
		return done, err
	}
	defer from.Close()
	if free := freeSpace(l.dir); free >= 0 && free < from.total {
		return done, fmt.Errorf("%w (%d MB are needed, %d MB are free)", ErrFull, from.total>>20, free>>20)
	}
	lock, err := l.claimRestoring()
	if err != nil {
		return done, err
	}
	defer lock.Close()
	work := &Library{dir: l.path(restoringName), lock: lock}
	defer os.RemoveAll(work.dir)
	defer work.disconnect()
	r := restoration{ctx: ctx, from: from, copy: work, to: l, told: told, numbers: map[int64]int64{}}
	if err := r.unpack(); err != nil {
		return done, err
	}
	err = r.all()
	return r.done, err
}

// claimRestoring makes the folder to work in anew, or gives ErrInUse where another program works in it.
func (l *Library) claimRestoring() (*fileLock, error) {
	file, err := os.OpenFile(l.path(restoringLock), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	lock := &fileLock{file}
	if !lock.tryExclusive() {
		lock.Close()
		return nil, ErrInUse
	}
	if err := errors.Join(os.RemoveAll(l.path(restoringName)), os.MkdirAll(l.path(restoringName), 0o700)); err != nil {
		lock.Close()
		return nil, err
	}
	return lock, nil
}

// sweepRestoring deletes what a killed restoring left.
func (l *Library) sweepRestoring() error {
	if _, err := os.Lstat(l.path(restoringName)); err != nil {
		return ignoreMissing(err)
	}
	lock, err := l.claimRestoring()
	if errors.Is(err, ErrInUse) {
		return nil
	} else if err != nil {
		return err
	}
	defer lock.Close()
	return os.RemoveAll(l.path(restoringName))
}

// A restoration is one that goes on.
type restoration struct {
	ctx   context.Context
	from  *archive
	copy  *Library // of the database in the archive
	to    *Library
	told  func(done, total int64)
	bytes int64
	done  Restored

	numbers map[int64]int64 // of the stories, in the backup and here
}

func (r *restoration) problem(format string, args ...any) {
	r.done.Problems = append(r.done.Problems, fmt.Sprintf(format, args...))
}

// meter passes an entry on and tells how far all is.
func (r *restoration) meter(source io.Reader) io.Reader {
	before := r.bytes
	return &meter{ctx: r.ctx, r: source, told: func(done, _ int64) {
		r.bytes = before + done
		if r.told != nil {
			r.told(min(r.bytes, r.from.total), r.from.total)
		}
	}}
}

// unpack puts the database into the folder to work in, makes sure that it is one of ours, and brings it to the newest form.
func (r *restoration) unpack() error {
	path := r.copy.path(databaseName)
	err := readEntry(r.from.database, r.from.manifest.Library.Hash, func(content io.Reader) error {
		out, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		_, err = io.Copy(out, r.meter(content))
		return errors.Join(err, out.Close())
	})
	if err != nil {
		return err
	}
	steps := migrations()
	_, err = r.copy.look(r.ctx, len(steps))
	switch {
	case errors.Is(err, ErrNewer):
		return err
	case err != nil:
		return notBackup("%w", err)
	}
	version, err := r.inspect(path, steps)
	if err != nil {
		if r.ctx.Err() != nil || errors.Is(err, ErrNotBackup) {
			return err
		}
		return notBackup("%w", err)
	}
	if err := r.copy.connect(); err != nil {
		return err
	}
	if version == len(steps) {
		return nil
	}
	return r.copy.migrate(r.ctx, steps)
}

// inspect looks at a stranger's database without running anything that may be in it, and gives its version.
func (r *restoration) inspect(path string, steps []migration) (version int, err error) {
	db, err := openDatabase(path, url.Values{
		"_query_only": {"1"}, "_defensive": {"1"}, "_dqs": {"0"},
		"_pragma": {"trusted_schema(OFF)", "cell_size_check(ON)", "mmap_size(0)", "temp_store(MEMORY)"},
	})
	if err != nil {
		return 0, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if version, err = userVersion(r.ctx, db); err != nil {
		return 0, err
	}
	if version < 1 || version > len(steps) {
		return 0, notBackup("its version is %d", version)
	}
	if err := r.compareForms(db, steps[:version]); err != nil {
		return 0, err
	}
	if err := quickCheck(r.ctx, db); err != nil {
		return 0, err
	}
	if err := checkForeignKeys(r.ctx, db); err != nil {
		return 0, err
	}
	return version, r.checkLengths(db)
}

// compareForms makes sure that a database has the tables, views and indexes of a library of its version, and nothing else:
// no trigger, no view, no default that would do something when it is used.
func (r *restoration) compareForms(db *sql.DB, steps []migration) error {
	pattern := &Library{dir: r.copy.path("pattern"), lock: r.copy.lock}
	if err := os.MkdirAll(pattern.dir, 0o700); err != nil {
		return err
	}
	defer os.RemoveAll(pattern.dir)
	defer pattern.disconnect()
	if err := pattern.connect(); err != nil {
		return err
	}
	if err := pattern.migrate(r.ctx, steps); err != nil {
		return err
	}
	want, err := form(r.ctx, pattern.writer)
	if err != nil {
		return err
	}
	got, err := form(r.ctx, db)
	if err != nil {
		return err
	}
	if !slices.Equal(got, want) {
		return notBackup("its tables are not those of a library")
	}
	return nil
}

// form gives all that a database's schema says.
func form(ctx context.Context, db querier) ([]string, error) {
	return each(ctx, db, func(row scanner) (string, error) {
		var kind, name, table, text string
		err := row.Scan(&kind, &name, &table, &text)
		return strings.Join([]string{kind, name, table, text}, "\x00"), err
	}, "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name LIMIT 1000")
}

// checkLengths keeps texts out that no story has and no memory holds.
func (r *restoration) checkLengths(db *sql.DB) error {
	const mostText, mostStory = 16 << 20, 64 << 20
	var text, story int64
	err := db.QueryRowContext(r.ctx, `SELECT coalesce(max(one), 0), coalesce(max(whole), 0) FROM (
			SELECT max(octet_length(text), coalesce(octet_length(spans), 0)) AS one,
				sum(octet_length(text) + coalesce(octet_length(spans), 0) + 100) OVER (PARTITION BY story) AS whole
			FROM turns LEFT JOIN timings ON turn = turns.id)`).Scan(&text, &story)
	if err == nil && (text > mostText || story > mostStory) {
		return notBackup("a story of %d bytes is in it", max(text, story))
	}
	return errors.Join(err, r.checkRows(db))
}

// checkRows looks at the length of the rows of all tables but the turns and their times.
func (r *restoration) checkRows(db *sql.DB) error {
	const mostRow = 4 << 20
	tables, err := tablesOf(r.ctx, db)
	if err != nil {
		return err
	}
	for _, t := range tables {
		if t.name == "turns" || t.name == "timings" {
			continue
		}
		var lengths []string
		for _, c := range t.columns {
			lengths = append(lengths, `coalesce(octet_length("`+c.name+`"), 0)`)
		}
		var row int64
		err := db.QueryRowContext(r.ctx, fmt.Sprintf("SELECT coalesce(max(%s), 0) FROM %s", strings.Join(lengths, " + "), t.name)).Scan(&row)
		if err != nil {
			return err
		}
		if row > mostRow {
			return notBackup("a row of %d bytes is in its table %s", row, t.name)
		}
	}
	return nil
}

// all restores the stories, one after the other, then the settings.
func (r *restoration) all() error {
	var ids []int64
	err := r.copy.read(r.ctx, func(tx *sql.Tx) (err error) {
		ids, err = each(r.ctx, tx, func(row scanner) (id int64, err error) {
			err = row.Scan(&id)
			return id, err
		},
			"SELECT id FROM stories WHERE removed IS NULL ORDER BY id")
		return err
	})
	if err != nil {
		return notBackup("%w", err)
	}
	for _, id := range ids {
		if err := r.story(id); err != nil {
			return err
		}
	}
	if err := r.feeds(); err != nil {
		return err
	}
	return r.settings()
}

func (r *restoration) settings() error {
	type setting struct{ key, value string }
	var all []setting
	err := r.copy.read(r.ctx, func(tx *sql.Tx) (err error) {
		all, err = each(r.ctx, tx, func(row scanner) (s setting, err error) {
			err = row.Scan(&s.key, &s.value)
			return s, err
		},
			"SELECT key, value FROM settings WHERE octet_length(key) < 1000 AND octet_length(value) < 100000 LIMIT 10000")
		return err
	})
	if err != nil {
		return err
	}
	return r.to.write(r.ctx, func(tx *sql.Tx) error {
		for _, s := range all {
			_, err := tx.ExecContext(r.ctx, "INSERT OR IGNORE INTO settings (key, value) VALUES (?, ?)", s.key, s.value)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// stage unpacks a media file; it is nil where the archive has none of that name, or not as it was backed up.
func (r *restoration) stage(name, title string) (staged *stagedFile, err error) {
	entry := r.from.media[name]
	if entry == nil {
		r.problem("The file %s of %s is not in the backup.", name, quoted(title))
		return nil, nil
	}
	err = readEntry(entry, r.from.sums[name], func(content io.Reader) error {
		staged, err = r.to.stageFrom(r.meter(content), mediaFile.FindStringSubmatch(name)[2])
		return err
	})
	if err != nil && staged != nil {
		staged.Close()
	}
	if errors.Is(err, ErrNotBackup) || errors.Is(err, zip.ErrFormat) {
		r.problem("The file %s of %s is damaged in the backup.", name, quoted(title))
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return staged, nil
}
