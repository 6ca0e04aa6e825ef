package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// What can be wrong with a library, each said so that a person knows what to do. The errors of this package wrap them:
// test with [errors.Is].
var (
	ErrNotFound   = errors.New("there is no such story in the library; it may have been removed")
	ErrNewer      = errors.New("the library was made by a newer Alongside; nothing was changed; install the newest version")
	ErrDamaged    = errors.New("the library is damaged; close Alongside and open it again, and what can be read will be saved")
	ErrInUse      = errors.New("another Alongside is using the library; close it and try again")
	ErrFull       = errors.New("the disk is full; nothing that was saved before is lost; make room and try again")
	ErrReadOnly   = errors.New("writing there is not allowed; allow it, or choose another folder with --library")
	ErrNotLibrary = errors.New("it holds something else than a library of Alongside; choose another folder with --library")
	ErrClosed     = errors.New("the library has been closed")
	ErrNoWords    = errors.New("there is nothing in its transcript; choose a page or a file that has one")
	ErrSilent     = errors.New("the story has no sound; add its sound first")
	ErrMisfit     = errors.New("the timings do not fit the transcript; align the story again")
)

// An explained error says what is wrong in words of this package, and keeps the cause for programs and logs.
type explained struct {
	what  error // one of the errors above
	cause error
}

func (e *explained) Error() string   { return e.what.Error() }
func (e *explained) Unwrap() []error { return []error{e.what, e.cause} }

// explain puts err in words of this package where it knows what it means.
func explain(err error) error {
	if err == nil || errors.As(err, new(*explained)) {
		return err
	}
	if what := meaning(err); what != nil {
		return &explained{what, err}
	}
	return err
}

func meaning(err error) error {
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return sqliteMeaning(lite)
	}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, errQuota):
		return ErrFull
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return ErrReadOnly
	case errors.Is(err, syscall.ENOTDIR):
		return ErrNotLibrary
	}
	return nil
}

func sqliteMeaning(err *sqlite.Error) error {
	switch err.Code() {
	case sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMMAP:
		return ErrFull // the file that readers and the writer share could not be made longer
	case sqlite3.SQLITE_IOERR_CORRUPTFS:
		return ErrDamaged
	}
	switch err.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return ErrFull
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return ErrReadOnly
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return ErrDamaged
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return ErrInUse
	case sqlite3.SQLITE_INTERRUPT:
		return context.Canceled
	}
	return nil
}

// failed wraps err with what was being done.
func failed(err error, doing string, args ...any) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", fmt.Sprintf(doing, args...), explain(err))
}
