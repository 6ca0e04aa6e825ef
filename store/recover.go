package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Names used while a damaged library is recovered.
const (
	recoveringName = "recovering"     // a folder to work in; of no worth once the program ended
	damagedName    = "damaged.sqlite" // in there: a copy to read from
	setAsidePrefix = "damaged-"       // then a date: the folder that keeps a damaged library
	recoveredName  = "recovered.sqlite"
)

// A Recovery tells what became of a damaged library.
type Recovery struct {
	SetAside string   // the folder where the damaged database is kept, with media files that no story names any more
	Stories  int      // how many were recovered whole
	Partly   []string // titles of those of which only a part could be read
	Media    int      // how many media files went to SetAside
}

// String says it to a person.
func (r Recovery) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "The library was damaged. %s recovered", counted(r.Stories, "story was", "stories were"))
	if len(r.Partly) > 0 {
		fmt.Fprintf(&b, "; of %s only a part could be read: %s; add them again to have them whole",
			counted(len(r.Partly), "story", "stories"), r.partly())
	}
	fmt.Fprintf(&b, ". The damaged library is kept in %s.", r.SetAside)
	return b.String()
}

// partly names some of the stories of which only a part could be read.
func (r Recovery) partly() string {
	const most = 5
	if len(r.Partly) <= most {
		return strings.Join(r.Partly, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(r.Partly[:most], ", "), len(r.Partly)-most)
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// recover makes a new library of what can be read of the damaged one, and sets that aside. It can be killed at any moment:
// until a recovered database lies whole in the folder of what is set aside, the damaged one stays where it is, and from
// then on finishRecovery ends what was begun.
func (l *Library) recover(ctx context.Context, steps []migration) error {
	l.disconnect()
	return l.lock.alone(func() error {
		work := l.path(recoveringName)
		if err := os.RemoveAll(work); err != nil {
			return err
		}
		defer os.RemoveAll(work)
		if err := os.MkdirAll(filepath.Join(work, mediaName), 0o700); err != nil {
			return explain(err)
		}
		fresh := &Library{dir: work, lock: l.lock}
		defer fresh.disconnect()
		found, unused, err := fresh.fill(ctx, l, steps)
		if err != nil {
			return err
		}
		fresh.disconnect()
		found.SetAside = l.path(setAsidePrefix + time.Now().Format(dateForm))
		if err := l.setAside(fresh, found, unused); err != nil {
			return explain(err)
		}
		l.recovered = found
		return nil
	})
}

// fill puts into an empty library what can be read of the damaged one, and lists the damaged one's media that no story of
// the new one uses.
func (l *Library) fill(ctx context.Context, damaged *Library, steps []migration) (*Recovery, []string, error) {
	version := damaged.readableVersion(len(steps))
	if err := l.connect(); err != nil {
		return nil, nil, err
	}
	if err := l.migrate(ctx, steps[:version]); err != nil {
		return nil, nil, err
	}
	source, err := l.openDamaged(ctx, damaged.path(databaseName), steps[:version])
	if err != nil {
		return nil, nil, err
	}
	defer source.Close()
	if err := salvage(ctx, l.path(damagedName), source, l.writer); err != nil {
		return nil, nil, err
	}
	found := &Recovery{}
	var unused []string
	err = l.write(ctx, func(tx *sql.Tx) error {
		mend := mender{ctx: ctx, tx: tx, media: damaged.path(mediaName), form: version}
		if err := mend.all(); err != nil {
			return err
		}
		found.Stories, found.Partly = mend.whole, mend.partly
		unused, err = damaged.unusedMedia(ctx, tx)
		return err
	})
	found.Media = len(unused)
	if err != nil {
		return nil, nil, err
	}
	return found, unused, l.migrate(ctx, steps)
}

// setAside moves the damaged database, and media that are no longer used, to the folder found.SetAside, and the recovered
// database to its place.
func (l *Library) setAside(fresh *Library, found *Recovery, unused []string) error {
	if err := os.MkdirAll(filepath.Join(found.SetAside, mediaName), 0o700); err != nil {
		return err
	}
	for _, name := range unused {
		if err := os.Rename(l.path(mediaName, name), filepath.Join(found.SetAside, mediaName, name)); err != nil {
			return err
		}
	}
	if err := syncPath(fresh.path(databaseName)); err != nil {
		return err
	}
	if err := os.Rename(fresh.path(databaseName), filepath.Join(found.SetAside, recoveredName)); err != nil {
		return err
	}
	if err := errors.Join(syncPath(found.SetAside), syncPath(l.dir)); err != nil {
		return err
	}
	return l.finishSettingAside(found.SetAside)
}

// finishRecovery ends a recovery that was killed after the recovered database was whole.
func (l *Library) finishRecovery() error {
	left, err := filepath.Glob(filepath.Join(escapeGlob(l.dir), setAsidePrefix+"*", recoveredName))
	if err != nil || len(left) == 0 {
		return err
	}
	return l.lock.alone(func() error {
		setAside := filepath.Dir(left[0])
		if _, err := os.Stat(left[0]); err != nil {
			return ignoreMissing(err) // another program has just done it
		}
		l.recovered = &Recovery{SetAside: setAside}
		return explain(l.finishSettingAside(setAside))
	})
}

func escapeGlob(path string) string {
	if filepath.Separator == '\\' { // nothing can be escaped there, and "*" and "?" are in no name
		return path
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

func (l *Library) finishSettingAside(setAside string) error {
	main := filepath.Join(setAside, databaseName)
	if _, err := os.Stat(main); errors.Is(err, fs.ErrNotExist) {
		if err := os.Rename(l.path(databaseName), main); err != nil {
			return err
		}
	}
	for _, suffix := range [...]string{"-wal", "-shm", "-journal"} {
		if err := ignoreMissing(os.Rename(l.path(databaseName+suffix), main+suffix)); err != nil {
			return err
		}
	}
	if err := errors.Join(syncPath(setAside), syncPath(l.dir)); err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(setAside, recoveredName), l.path(databaseName)); err != nil {
		return err
	}
	return syncPath(l.dir)
}

// copyFile copies a file that nobody waits to see whole.
func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close())
}
