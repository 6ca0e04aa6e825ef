package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// What is in a library's folder.
const (
	databaseName = "library.sqlite"
	lockName     = "library.lock"  // held, shared, by every program that has the library open
	suspectName  = "check-library" // there when a program met damage, so that the next Open looks closely
	mediaName    = "media"
	backupName   = "backups"
)

// busyTimeout is how long one program waits for the other's write. A save holds the write lock for well under a second.
const busyTimeout = 10 * time.Second

// A Library is the stories on disk. Its methods may be called from many goroutines at once.
type Library struct {
	dir       string
	writer    *sql.DB // one connection: writes are in a row
	readers   *sql.DB // cannot write
	lock      *fileLock
	recovered *Recovery
	closed    atomic.Bool
}

// DefaultDir is where a person's library is when nothing else was said: the platform's folder for an application's data.
// It is "" where the platform names none.
func DefaultDir() string {
	home, _ := os.UserHomeDir()
	switch runtime.GOOS {
	case "windows":
		return inside(os.Getenv("LocalAppData"), "Alongside")
	case "darwin", "ios":
		return inside(home, "Library", "Application Support", "Alongside")
	}
	if data := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(data) {
		return inside(data, "alongside")
	}
	return inside(home, ".local", "share", "alongside")
}

func inside(dir string, names ...string) string {
	if dir == "" {
		return ""
	}
	return filepath.Join(append([]string{dir}, names...)...)
}

// Open opens the library in the folder dir, and makes it where there is none. It migrates an older library, having
// backed it up, and refuses a newer one with [ErrNewer]. A damaged one is set aside and what can be read of it recovered:
// see [Library.Recovered]. What killed programs left behind is cleaned away, and stories removed an hour ago or earlier
// are purged. A library that was moved is opened where it is now: see [Library.Move] and [Library.Dir].
func Open(ctx context.Context, dir string) (*Library, error) {
	if dir == "" {
		return nil, errors.New("opening the library: this system names no folder for it; choose one with --library")
	}
	l, err := open(ctx, dir, migrations())
	if errors.Is(err, errMoved) {
		l, err = open(ctx, dir, migrations())
	}
	return l, failed(err, "opening the library in %s", dir)
}

func open(ctx context.Context, dir string, steps []migration) (_ *Library, err error) {
	if dir, err = Follow(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(dir, mediaName, incomingName), 0o700); err != nil {
		return nil, explain(err)
	}
	if _, err := os.Stat(filepath.Join(dir, databaseName)); err != nil { // a new library: its folder must outlive a power cut
		syncPath(filepath.Dir(dir)) // which may not be ours to read
		if err := syncPath(dir); err != nil {
			return nil, explain(err)
		}
	}
	l := &Library{dir: dir}
	defer func() {
		if err != nil {
			l.Close()
		}
	}()
	if l.lock, err = lockShared(ctx, l.path(lockName)); err != nil {
		return nil, err
	}
	if now, err := Follow(dir); err != nil || now != dir { // it was moved away while the lock was waited for
		l.lock.Close()
		return nil, errors.Join(err, errMoved)
	}
	if err := l.finishRecovery(); err != nil {
		return nil, err
	}
	err = l.start(ctx, steps)
	if errors.Is(err, ErrDamaged) {
		if err := l.recover(ctx, steps); err != nil {
			return nil, fmt.Errorf("recovering a damaged library: %w", err)
		}
		err = l.start(ctx, steps)
	}
	if err != nil {
		return nil, err
	}
	return l, arrive(l.dir)
}

// errMoved is given by open where the library was moved away meanwhile.
var errMoved = errors.New("the library was being moved; try again")

// start opens the database, brings it to the newest form and looks whether it is sound.
func (l *Library) start(ctx context.Context, steps []migration) error {
	look, err := l.look(ctx, len(steps))
	if err != nil {
		return err
	}
	if err := l.connect(); err != nil {
		return err
	}
	if look.closely {
		if err := quickCheck(ctx, l.writer); err != nil {
			return l.disconnected(err)
		}
	}
	if err := l.migrate(ctx, steps); err != nil {
		return l.disconnected(err)
	}
	if err := l.tidy(ctx); errors.Is(err, ErrDamaged) || ctx.Err() != nil {
		return l.disconnected(err)
	} // else it is tidied another time: a full disk must not keep anyone from reading
	return ignoreMissing(os.Remove(l.path(suspectName)))
}

func (l *Library) disconnected(err error) error {
	l.disconnect()
	return err
}

func (l *Library) connect() (err error) {
	if l.writer, err = openDatabase(l.path(databaseName), writerSettings()); err != nil {
		return err
	}
	l.writer.SetMaxOpenConns(1)
	if l.readers, err = openDatabase(l.path(databaseName), readerSettings()); err != nil {
		return err
	}
	l.readers.SetMaxOpenConns(4)
	l.readers.SetMaxIdleConns(4)
	return nil
}

func (l *Library) disconnect() {
	for _, db := range []**sql.DB{&l.readers, &l.writer} {
		if *db != nil {
			(*db).Close()
			*db = nil
		}
	}
}

func writerSettings() url.Values {
	return url.Values{
		"_txlock":       {"immediate"},
		"_busy_timeout": {fmt.Sprint(busyTimeout.Milliseconds())},
		"_defensive":    {"1"},
		"_foreign_keys": {"1"},
		"_journal_mode": {"WAL"},
		"_synchronous":  {"FULL"}, // what was reported saved survives a power cut
		"_pragma":       {"journal_size_limit(16777216)", "temp_store(MEMORY)"},
		"_error_rc":     {"1"},
		"_dqs":          {"0"},
	}
}

func readerSettings() url.Values {
	return url.Values{
		"mode":          {"ro"},
		"_busy_timeout": {fmt.Sprint(busyTimeout.Milliseconds())},
		"_query_only":   {"1"},
		"_pragma":       {"temp_store(MEMORY)"},
		"_error_rc":     {"1"},
		"_dqs":          {"0"},
	}
}

// openDatabase gives a handle on a database; nothing is touched until it is used. The name goes to SQLite as a URI, so
// that "?", "#", "%" and spaces in a folder's name stay what they are.
func openDatabase(path string, settings url.Values) (*sql.DB, error) {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/…
	}
	name := url.URL{Scheme: "file", Path: path, RawQuery: settings.Encode()}
	return sql.Open("sqlite", name.String())
}

// Close closes the library. Stories that were removed can be restored when it is opened again within the hour.
func (l *Library) Close() error {
	l.closed.Store(true)
	var err error
	for _, db := range [...]*sql.DB{l.readers, l.writer} { // the writer last: it empties the write-ahead log
		if db != nil {
			err = errors.Join(err, db.Close())
		}
	}
	if l.lock != nil {
		l.lock.Close()
	}
	return failed(err, "closing the library in %s", l.dir)
}

// Dir is the library's folder.
func (l *Library) Dir() string { return l.dir }

// Recovered tells what became of a damaged library when this one was opened; it is nil where nothing was damaged.
func (l *Library) Recovered() *Recovery { return l.recovered }

func (l *Library) path(names ...string) string {
	return filepath.Join(append([]string{l.dir}, names...)...)
}

// write runs do in one transaction that holds the write lock from its beginning.
func (l *Library) write(ctx context.Context, do func(tx *sql.Tx) error) error {
	return l.transact(ctx, l.writer, do)
}

// read runs do in one transaction, so that all it sees is of one moment.
func (l *Library) read(ctx context.Context, do func(tx *sql.Tx) error) error {
	return l.transact(ctx, l.readers, do)
}

func (l *Library) transact(ctx context.Context, db *sql.DB, do func(tx *sql.Tx) error) error {
	err := transact(ctx, db, do)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case l.closed.Load():
		return ErrClosed
	}
	if errors.Is(err, ErrDamaged) {
		os.WriteFile(l.path(suspectName), nil, 0o600) // so that the next Open looks closely
	}
	return err
}

func transact(ctx context.Context, db *sql.DB, do func(tx *sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return explain(err)
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return explain(err)
	}
	return explain(tx.Commit())
}
