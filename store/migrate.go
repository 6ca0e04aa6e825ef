package store

import (
	"context"
	"database/sql"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"time"
)

// applicationID marks the database as a library of Alongside, in SQLite's header.
const applicationID = 0x416c6f6e // "Alon"

//go:embed migrations/*.sql
var migrationFiles embed.FS

// A migration is the SQL that brings a library from one version to the next.
type migration string

// migrations gives all migrations in order: the first makes version 1 of an empty database.
func migrations() []migration {
	entries, err := migrationFiles.ReadDir("migrations")
	if err != nil {
		panic(err) // they are embedded
	}
	var steps []migration
	for _, entry := range entries {
		text, err := migrationFiles.ReadFile("migrations/" + entry.Name())
		if err != nil {
			panic(err)
		}
		steps = append(steps, migration(text))
	}
	return steps
}

// migrate brings the database to the newest version, with a backup before each step if there is a story in it.
func (l *Library) migrate(ctx context.Context, steps []migration) error {
	for {
		version, err := userVersion(ctx, l.writer)
		switch {
		case err != nil:
			return err
		case version == len(steps):
			return nil
		case version > len(steps):
			return ErrNewer
		case version == 0:
			err = l.step(ctx, steps, version) // all at once: nobody sees a new library half made
		default: // an older program may have it open, and would not know the new form
			err = l.lock.alone(func() error {
				if err := l.backUp(ctx, version); err != nil {
					return fmt.Errorf("backing it up before it is brought to a new form: %w", err)
				}
				return l.step(ctx, steps[:version+1], version)
			})
		}
		if err != nil {
			return err
		}
	}
}

// step brings the database from version to the last of the steps, or leaves it as it was. Another program may have done so
// meanwhile.
func (l *Library) step(ctx context.Context, steps []migration, version int) error {
	conn, err := l.writer.Conn(ctx)
	if err != nil {
		return explain(err)
	}
	defer conn.Close()
	// A migration that makes a table anew would delete what refers to it.
	if _, err := conn.ExecContext(ctx, "PRAGMA foreign_keys = OFF"); err != nil {
		return explain(err)
	}
	defer conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA foreign_keys = ON")
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return explain(err)
	}
	defer tx.Rollback()
	if now, err := userVersion(ctx, tx); err != nil || now != version {
		return err
	}
	for version := version; version < len(steps); version++ {
		settings := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, version+1)
		if _, err := tx.ExecContext(ctx, string(steps[version])+";\n"+settings); err != nil {
			return fmt.Errorf("bringing the library to version %d: %w", version+1, explain(err))
		}
	}
	if err := checkForeignKeys(ctx, tx); err != nil {
		return fmt.Errorf("bringing the library to version %d: %w", len(steps), err)
	}
	return explain(tx.Commit())
}

// backUp writes a copy of the database beside it, unless no story is in it.
func (l *Library) backUp(ctx context.Context, version int) error {
	var stories bool
	if err := l.writer.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM stories)").Scan(&stories); err != nil || !stories {
		return explain(err)
	}
	if err := os.MkdirAll(l.path(backupName), 0o700); err != nil {
		return explain(err)
	}
	name := fmt.Sprintf("version-%d-%s.sqlite", version, time.Now().Format(dateForm))
	unfinished := l.path(backupName, "unfinished-"+name)
	defer os.Remove(unfinished)
	if _, err := l.writer.ExecContext(ctx, "VACUUM INTO ?", unfinished); err != nil {
		return explain(err)
	}
	if err := syncPath(unfinished); err != nil {
		return explain(err)
	}
	if err := os.Rename(unfinished, l.path(backupName, name)); err != nil {
		return explain(err)
	}
	return explain(syncPath(l.path(backupName)))
}

// dateForm is how a moment is written in a file's name.
const dateForm = "20060102-150405.000"

// A querier is a database, a connection or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func userVersion(ctx context.Context, db querier) (version int, err error) {
	err = db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	return version, explain(err)
}

// checkForeignKeys gives an error where a row refers to one that is not there.
func checkForeignKeys(ctx context.Context, db querier) error {
	rows, err := db.QueryContext(ctx, "SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY 1")
	if err != nil {
		return explain(err)
	}
	defer rows.Close()
	var broken []string
	for rows.Next() {
		var table string
		var n int
		if err := rows.Scan(&table, &n); err != nil {
			return explain(err)
		}
		broken = append(broken, fmt.Sprintf("%d in %s", n, table))
	}
	if len(broken) > 0 {
		return &explained{ErrDamaged, fmt.Errorf("rows refer to others that are not there: %s", strings.Join(broken, ", "))}
	}
	return explain(rows.Err())
}

// quickCheck gives ErrDamaged, with SQLite's findings, where the database is not sound.
func quickCheck(ctx context.Context, db querier) error {
	findings, err := quickFindings(ctx, db)
	if err != nil || len(findings) == 0 {
		return err
	}
	return &explained{ErrDamaged, errors.New(strings.Join(findings, "; "))}
}

func quickFindings(ctx context.Context, db querier) ([]string, error) {
	rows, err := db.QueryContext(ctx, "PRAGMA quick_check(20)")
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	var findings []string
	for rows.Next() {
		var finding string
		if err := rows.Scan(&finding); err != nil {
			return nil, explain(err)
		}
		if finding != "ok" {
			findings = append(findings, finding)
		}
	}
	return findings, explain(rows.Err())
}

// closelyUpTo is the size up to which a database is checked whole each time it is opened: it takes a blink. A larger one
// is when it was not closed in order, or when damage was met.
const closelyUpTo = 8 << 20

// A firstLook is what a look at the database's file, without opening it, tells.
type firstLook struct {
	closely bool // check all of it
}

// look reads the database's header, so that a library that this program must not touch is not even opened for writing.
func (l *Library) look(ctx context.Context, newest int) (firstLook, error) {
	path := l.path(databaseName)
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return firstLook{}, nil
	} else if err != nil {
		return firstLook{}, explain(err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || info.Size() == 0 {
		return firstLook{}, explain(err)
	}
	if !info.Mode().IsRegular() {
		return firstLook{}, ErrNotLibrary
	}
	unclean := sizeOf(path+"-wal") > 0
	_, err = os.Stat(l.path(suspectName))
	found := firstLook{closely: unclean || err == nil || info.Size() <= closelyUpTo}

	var header [100]byte
	if n, err := io.ReadFull(file, header[:]); err != nil {
		return found, &explained{ErrDamaged, fmt.Errorf("it is %d bytes long", n)}
	}
	mark := mark{
		magic:       string(header[:16]) == "SQLite format 3\x00",
		version:     int(int32(binary.BigEndian.Uint32(header[60:]))),
		application: int(binary.BigEndian.Uint32(header[68:])),
		empty:       info.Size() <= 65536 && binary.BigEndian.Uint32(header[28:]) <= 1,
	}
	if unclean { // the newest header may be in the write-ahead log
		if read, err := readMark(ctx, path); err == nil {
			mark = read
		}
	}
	return found, mark.verdict(newest)
}

// A mark is what the header of a database says of whose it is.
type mark struct {
	magic       bool // it is an SQLite database
	version     int
	application int
	empty       bool // no tables
}

func (m mark) verdict(newest int) error {
	const absurd = 1 << 20 // no version, but damage
	switch {
	case !m.magic, m.application == applicationID && (m.version < 0 || m.version > absurd):
		return &explained{ErrDamaged, errors.New("its header is not that of a database")}
	case m.application == applicationID && m.version > newest:
		return ErrNewer
	case m.application == applicationID && m.version > 0:
		return nil
	case m.version == 0 && m.application == 0 && m.empty: // made, and killed before there was something in it
		return nil
	}
	return ErrNotLibrary
}

// readMark reads the mark through SQLite, which looks into the write-ahead log, without the right to change anything.
func readMark(ctx context.Context, path string) (mark, error) {
	db, err := openDatabase(path, url.Values{"mode": {"ro"}, "_query_only": {"1"}, "_busy_timeout": {"1000"}})
	if err != nil {
		return mark{}, err
	}
	defer db.Close()
	found := mark{magic: true}
	err = db.QueryRowContext(ctx, `SELECT
		(SELECT user_version FROM pragma_user_version),
		(SELECT application_id FROM pragma_application_id),
		NOT EXISTS (SELECT 1 FROM sqlite_schema)`).Scan(&found.version, &found.application, &found.empty)
	return found, err
}

func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
