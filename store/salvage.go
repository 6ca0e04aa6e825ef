package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"net/url"
	"os"
	"strings"
)

// readableVersion gives the version that the header of a damaged database tells, or the newest where that cannot be.
func (l *Library) readableVersion(newest int) int {
	file, err := os.Open(l.path(databaseName))
	if err != nil {
		return newest
	}
	defer file.Close()
	var header [100]byte
	file.ReadAt(header[:], 0)
	version := binary.BigEndian.Uint32(header[60:])
	if binary.BigEndian.Uint32(header[68:]) != applicationID || version < 1 || version > uint32(newest) {
		return newest
	}
	return int(version)
}

// openDamaged opens a copy of a damaged database; nil where nothing can be made of it. Where its first page, which says
// where the tables are, is of no use, the copy gets the first page of a new library: in all libraries made by one version
// the tables begin at the same places.
func (l *Library) openDamaged(ctx context.Context, path string, steps []migration) (*sql.DB, error) {
	for _, give := range []func(path string) error{
		func(string) error { return nil },
		func(path string) error { return l.giveFirstPage(ctx, path, steps) },
	} {
		damaged := l.path("damaged.sqlite")
		if err := copyFile(path, damaged); err != nil {
			return nil, explain(err)
		}
		if err := ignoreMissing(copyFile(path+"-wal", damaged+"-wal")); err != nil {
			return nil, explain(err)
		}
		if err := give(damaged); err != nil {
			return nil, err
		}
		db, err := openDatabase(damaged, url.Values{"_pragma": {"writable_schema(ON)", "cell_size_check(ON)"}})
		if err != nil {
			return nil, err
		}
		db.SetMaxOpenConns(1)
		if _, err := db.ExecContext(ctx, "SELECT 1 FROM stories LIMIT 0"); err == nil {
			return db, nil
		}
		db.Close()
	}
	return nil, nil
}

func (l *Library) giveFirstPage(ctx context.Context, path string, steps []migration) error {
	pattern := &Library{dir: l.path("pattern"), lock: l.lock}
	if err := os.MkdirAll(pattern.dir, 0o700); err != nil {
		return explain(err)
	}
	defer pattern.disconnect()
	if err := pattern.connect(); err != nil {
		return err
	}
	if err := pattern.migrate(ctx, steps); err != nil {
		return err
	}
	pattern.disconnect()
	whole, err := os.ReadFile(pattern.path(databaseName))
	if err != nil {
		return explain(err)
	}
	page := whole[:binary.BigEndian.Uint16(whole[16:])]
	damaged, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return explain(err)
	}
	_, err = damaged.WriteAt(page, 0)
	return explain(errors.Join(err, damaged.Close()))
}

// salvage copies each row that can be read, and that fits, from one database to another of the same form. What belongs to
// the search index is left out: it is made anew.
func salvage(ctx context.Context, from, to *sql.DB) error {
	tables, err := tablesOf(ctx, to)
	if err != nil {
		return err
	}
	if _, err := to.ExecContext(ctx, "PRAGMA foreign_keys = OFF"); err != nil { // mended afterwards
		return explain(err)
	}
	err = transact(ctx, to, func(tx *sql.Tx) error {
		for _, table := range tables {
			if err := table.salvage(ctx, from, tx); err != nil {
				return err
			}
		}
		return nil
	})
	_, on := to.ExecContext(ctx, "PRAGMA foreign_keys = ON")
	return errors.Join(err, on)
}

// A table is one whose rows are salvaged.
type table struct {
	name    string
	columns []string
	rowid   string // the column that is the row's number, "" where rows have none
}

func tablesOf(ctx context.Context, db *sql.DB) ([]table, error) {
	rows, err := db.QueryContext(ctx, `SELECT tables.name, columns.name,
			tables.wr = 0 AND columns.pk = 1 AND columns.type = 'INTEGER'
		FROM pragma_table_list AS tables, pragma_table_info(tables.name) AS columns
		WHERE tables.schema = 'main' AND tables.type = 'table' AND tables.name NOT LIKE 'sqlite\_%' ESCAPE '\'
		ORDER BY tables.name, columns.cid`)
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	var tables []table
	for rows.Next() {
		var name, column string
		var isRowid bool
		if err := rows.Scan(&name, &column, &isRowid); err != nil {
			return nil, explain(err)
		}
		if len(tables) == 0 || tables[len(tables)-1].name != name {
			tables = append(tables, table{name: name})
		}
		t := &tables[len(tables)-1]
		t.columns = append(t.columns, `"`+column+`"`)
		if isRowid {
			t.rowid = column
		}
	}
	return tables, explain(rows.Err())
}

func (t table) salvage(ctx context.Context, from *sql.DB, to *sql.Tx) error {
	list := strings.Join(t.columns, ", ")
	insert, err := to.PrepareContext(ctx, fmt.Sprintf("INSERT OR IGNORE INTO %s (%s) VALUES (?%s)",
		t.name, list, strings.Repeat(", ?", len(t.columns)-1)))
	if err != nil {
		return explain(err)
	}
	defer insert.Close()
	put := func(values []any) error {
		_, err := insert.ExecContext(ctx, values...)
		if what := meaning(err); what == ErrFull || ctx.Err() != nil {
			return explain(err)
		}
		return nil // a row that does not fit its table is damaged
	}
	if t.rowid != "" {
		return t.salvageByNumber(ctx, from, list, put)
	}
	for _, order := range [...]string{"ASC", "DESC"} { // from both ends, each up to the damage
		query := fmt.Sprintf("SELECT %s FROM %s ORDER BY %s %s", list, t.name, t.columns[0], order)
		err := t.each(ctx, from, query, nil, put)
		if err == nil || !isUnreadable(err) {
			return err
		}
	}
	return nil
}

// mostTries bounds the search for readable rows between damaged pages; each try takes some ten microseconds.
const mostTries = 200_000

// salvageByNumber reads rows in the order of their numbers. Where it meets damage it halves what is left and tries both
// halves, down to single rows.
func (t table) salvageByNumber(ctx context.Context, from *sql.DB, list string, put func([]any) error) error {
	type span struct{ first, last int64 }
	query := fmt.Sprintf("SELECT %s FROM %s WHERE %s BETWEEN ? AND ? ORDER BY %s", list, t.name, t.rowid, t.rowid)
	rowid := 0
	for i, column := range t.columns {
		if column == `"`+t.rowid+`"` {
			rowid = i
		}
	}
	left := []span{{1, math.MaxInt32}}
	for tries := 0; len(left) > 0 && tries < mostTries; tries++ {
		s := left[len(left)-1]
		left = left[:len(left)-1]
		err := t.each(ctx, from, query, []any{s.first, s.last}, func(values []any) error {
			if number, ok := values[rowid].(int64); ok && number >= s.first {
				s.first = number + 1
			}
			return put(values)
		})
		switch {
		case err == nil || s.first > s.last:
		case !isUnreadable(err):
			return err
		case s.first < s.last:
			middle := s.first + (s.last-s.first)/2
			left = append(left, span{middle + 1, s.last}, span{s.first, middle})
		}
	}
	return nil
}

// An unreadable error is one met while reading the damaged database.
type unreadable struct{ error }

func isUnreadable(err error) bool { return errors.As(err, new(unreadable)) }

func (t table) each(ctx context.Context, from *sql.DB, query string, args []any, do func([]any) error) error {
	rows, err := from.QueryContext(ctx, query, args...)
	if err != nil {
		return ctxOr(ctx, unreadable{err})
	}
	defer rows.Close()
	for rows.Next() {
		values, into := make([]any, len(t.columns)), make([]any, len(t.columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return ctxOr(ctx, unreadable{err})
		}
		if err := do(values); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return ctxOr(ctx, unreadable{err})
	}
	return nil
}

func ctxOr(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}
