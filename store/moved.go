package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
)

// This file deletes what a library that was moved left behind.

// DeleteMoved deletes what a library that was moved away left in a folder, having made sure that each of its files is in
// the new folder, too, and that the library there is sound. The pointer to the new folder stays.
func DeleteMoved(ctx context.Context, dir string) (err error) {
	defer func() { err = failed(err, "deleting what the moved library left in %s", dir) }()
	if to, err := readPointer(dir); err != nil {
		return err
	} else if to == "" {
		return errors.New("no library was moved away from there; nothing was deleted")
	}
	now, err := Open(ctx, dir)
	if err != nil {
		return err
	}
	defer now.Close()
	old := &Library{dir: dir}
	if old.lock, err = lockShared(ctx, old.path(lockName)); err != nil {
		return err
	}
	defer old.lock.Close()
	return old.lock.alone(func() error {
		if err := checkCopy(ctx, now.path(databaseName)); err != nil {
			return err
		}
		m := move{Library: old, ctx: ctx, to: now.dir}
		_, err := os.Stat(old.path(unfinishedMove))
		if begun := err == nil; !begun { // else what is here is a copy that was not finished
			if err := m.compare(); err != nil {
				return err
			}
		}
		return errors.Join(old.deleteAll(), ignoreMissing(os.Remove(old.path(unfinishedMove))))
	})
}

// compare makes sure that the new folder has all media that its stories use and the old folder has.
func (m *move) compare() error {
	files, err := m.files()
	if err != nil {
		return err
	}
	now := &Library{dir: m.to}
	if now.readers, err = openDatabase(now.path(databaseName), readerSettings()); err != nil {
		return err
	}
	defer now.disconnect()
	used := map[string]bool{}
	err = now.read(m.ctx, func(tx *sql.Tx) error {
		names, err := each(m.ctx, tx, func(row scanner) (name string, err error) {
			err = row.Scan(&name)
			return name, err
		},
			"SELECT hash || extension FROM media")
		for _, name := range names {
			used[filepath.Join(mediaName, name)] = true
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, name := range files {
		if isMediaPath(name) && !used[name] {
			continue // no story needs it any more
		}
		if err := sameContent(m.ctx, m.path(name), filepath.Join(m.to, name)); err != nil {
			return err
		}
	}
	return nil
}

// deleteAll deletes the library, the database first. It leaves what it does not know, and the pointer.
func (l *Library) deleteAll() error {
	names := []string{databaseName, databaseName + "-wal", databaseName + "-shm", suspectName, restoringName, recoveringName}
	for _, name := range slices.Concat(names, unfinishedDatabase(), l.roots()) {
		if err := os.RemoveAll(l.path(name)); err != nil {
			return err
		}
	}
	return syncPath(l.dir)
}
