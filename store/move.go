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
	"slices"
	"strings"
)

// A library that was moved leaves a pointer in the folder where it was, and whoever opens that folder gets the library where
// it is now. The pointer is written only when the new folder holds all of it; from the moment on that it has its name, the
// new folder counts. A file called unfinishedMove in the new folder says that the move has not ended: what is there is not
// whole yet or, where the old folder leads to it, may lead back from an earlier move.
const (
	pointerName    = "moved.json"
	unfinishedMove = "unfinished-move"
	mostPointers   = 8 // one after the other
)

// What can be wrong with moving a library.
var (
	ErrNotThere = errors.New("the library was moved there, and it is not there now; connect the disk that it is on and try again")
	ErrNotEmpty = errors.New("there is something in that folder already; choose a new or an empty one")
	ErrInside   = errors.New("the one folder is inside the other; choose another one")
)

// A pointer is what is left where a library was.
type pointer struct {
	To string `json:"to"` // the folder where it is now
}

// Move moves the library to another folder, new or empty, which may be on another disk. All is copied and compared with its
// hashes before the new folder counts; killed or cancelled before that, the library is where it was. Then the library is
// closed: open it again, in the new folder or the old, which leads to the new. What was in the old folder stays, until
// [DeleteMoved] is called. No other program may have the library open (ErrInUse). Told, which may be nil, hears how many
// bytes of how many are copied.
func (l *Library) Move(ctx context.Context, to string, told func(done, total int64)) (err error) {
	defer func() { err = failed(err, "moving the library to %s", to) }()
	if to, err = filepath.Abs(to); err != nil {
		return err
	}
	if err := l.mayMoveTo(to); err != nil {
		return err
	}
	there, err := lockShared(ctx, filepath.Join(to, lockName))
	if err != nil {
		return err
	}
	defer there.Close()
	return l.lock.alone(func() error { return there.alone(func() error { return l.moveTo(ctx, to, told) }) })
}

func (l *Library) moveTo(ctx context.Context, to string, told func(done, total int64)) error {
	m := move{Library: l, ctx: ctx, to: to, told: told}
	// While the write lock is held nothing changes that is being copied.
	if err := l.write(ctx, func(*sql.Tx) error { return m.copy() }); err != nil {
		return err
	}
	if err := m.leave(); err != nil {
		return err
	}
	return l.Close()
}

// mayMoveTo looks whether a folder is fit for the library, and makes it.
func (l *Library) mayMoveTo(to string) error {
	here := realPath(l.dir)
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	there := realPath(to)
	if within(there, here) || within(here, there) {
		return ErrInside
	}
	entries, err := os.ReadDir(to)
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(to, unfinishedMove)); err == nil {
		return nil // what is there is left from a move that was not finished
	}
	for _, entry := range entries {
		if name := entry.Name(); !isPointer(name) && name != lockName && name != restoringLock {
			return fmt.Errorf("%w (%s is there)", ErrNotEmpty, name)
		}
	}
	if now, err := Follow(to); err != nil || realPath(now) != there && realPath(now) != here {
		return ErrNotEmpty // where another library was
	}
	return nil
}

func realPath(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return filepath.Clean(path)
}

func within(path, folder string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// A move is one that goes on.
type move struct {
	*Library
	ctx         context.Context
	to          string
	told        func(done, total int64)
	done, total int64
}

// files lists what belongs to the library beside its database, by path within its folder. What is being downloaded is not
// taken along: it is downloaded again.
func (m *move) files() (files []string, err error) {
	for _, root := range m.roots() {
		err := filepath.WalkDir(m.path(root), func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return ignoreMissing(err)
			}
			name, err := filepath.Rel(m.dir, path)
			if err != nil || !entry.Type().IsRegular() || root == mediaName && !isMediaPath(name) {
				return err
			}
			info, err := entry.Info()
			if err != nil {
				return err
			}
			files = append(files, name)
			m.total += info.Size()
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

// isMediaPath reports whether a path within the library is that of a media file with its name.
func isMediaPath(name string) bool {
	return filepath.Dir(name) == mediaName && mediaFile.MatchString(filepath.Base(name))
}

// roots are the folders in the library that hold what is kept.
func (l *Library) roots() []string {
	roots := []string{mediaName, backupName}
	entries, err := os.ReadDir(l.dir)
	if err != nil {
		return roots
	}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), setAsidePrefix) {
			roots = append(roots, entry.Name())
		}
	}
	return roots
}

// copy fills the new folder. Its database gets its name last.
func (m *move) copy() error {
	mark := filepath.Join(m.to, unfinishedMove)
	if err := os.WriteFile(mark, nil, 0o600); err != nil {
		return err
	}
	if err := m.copyAll(); err != nil {
		m.abandon()
		return err
	}
	return nil
}

// abandon deletes what was copied: the library stays where it was.
func (m *move) abandon() {
	for _, name := range slices.Concat(m.roots(), []string{databaseName}, unfinishedDatabase()) {
		os.RemoveAll(filepath.Join(m.to, name))
	}
	os.Remove(filepath.Join(m.to, unfinishedMove))
}

// unfinishedDatabase lists the files of a database that is being copied.
func unfinishedDatabase() []string {
	return []string{databaseName + unfinishedSuffix, databaseName + unfinishedSuffix + "-journal"}
}

func (m *move) copyAll() error {
	files, err := m.files()
	if err != nil {
		return err
	}
	m.total += sizeOf(m.path(databaseName))
	if free := freeSpace(m.to); free >= 0 && free < m.total {
		return fmt.Errorf("%w (%d MB are needed, %d MB are free)", ErrFull, m.total>>20, free>>20)
	}
	if err := os.MkdirAll(filepath.Join(m.to, mediaName, incomingName), 0o700); err != nil {
		return err
	}
	folders := map[string]bool{m.to: true, filepath.Join(m.to, mediaName): true}
	for _, name := range files {
		target := filepath.Join(m.to, name)
		folders[filepath.Dir(target)] = true
		if err := m.file(name, target); err != nil {
			return err
		}
	}
	if err := m.database(); err != nil {
		return err
	}
	for folder := range folders {
		if err := syncPath(folder); err != nil {
			return err
		}
	}
	return m.ctx.Err()
}

// file copies one file, and reads the copy again to see that it is the same.
func (m *move) file(name, target string) error {
	if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
		return err
	}
	source, err := os.Open(m.path(name))
	if err != nil {
		return err
	}
	defer source.Close()
	out, err := os.Create(target)
	if err != nil {
		return err
	}
	before := m.done
	n, err := io.Copy(out, &meter{ctx: m.ctx, r: source, told: func(done, _ int64) {
		if m.told != nil {
			m.told(min(before+done, m.total), m.total)
		}
	}})
	m.done += n
	if err := errors.Join(err, out.Sync(), out.Close()); err != nil {
		return err
	}
	return sameContent(m.ctx, m.path(name), target)
}

// sameContent gives an error where a copy is not like its original.
func sameContent(ctx context.Context, original, copied string) error {
	want, _, err := hashOf(ctx, original)
	if err != nil {
		return err
	}
	got, _, err := hashOf(ctx, copied)
	if err == nil && got != want {
		err = fmt.Errorf("the copy %s is not like its original; that disk may be failing; choose another folder", copied)
	}
	return err
}

// database copies the database and checks the copy.
func (m *move) database() error {
	unfinished := filepath.Join(m.to, databaseName+unfinishedSuffix)
	for _, name := range unfinishedDatabase() { // of a move that was killed
		if err := ignoreMissing(os.Remove(filepath.Join(m.to, name))); err != nil {
			return err
		}
	}
	if err := m.copyDatabase(m.ctx, unfinished); err != nil {
		return err
	}
	if err := checkCopy(m.ctx, unfinished); err != nil {
		return err
	}
	if err := syncPath(unfinished); err != nil {
		return err
	}
	if m.told != nil {
		m.told(m.total, m.total)
	}
	return os.Rename(unfinished, filepath.Join(m.to, databaseName))
}

func checkCopy(ctx context.Context, path string) error {
	db, err := openDatabase(path, readerSettings())
	if err != nil {
		return err
	}
	defer db.Close()
	return quickCheck(ctx, db)
}

// leave makes the new folder count. Where it was the library's folder once, the two now lead to each other until arrive.
func (m *move) leave() error {
	if err := writePointer(m.dir, m.to); err != nil {
		return err
	}
	arrive(m.to) // where that fails, it is done when the library is opened
	return nil
}

// arrive ends a move, in the folder that counts.
func arrive(dir string) error {
	switch err := os.Remove(filepath.Join(dir, pointerName)); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	default:
		if err := syncPath(dir); err != nil {
			return err
		}
	}
	return ignoreMissing(os.Remove(filepath.Join(dir, unfinishedMove)))
}
