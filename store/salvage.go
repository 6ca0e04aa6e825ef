package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
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

// openDamaged opens a copy of a damaged database, as well as that can be. Where its first page, which says where the tables
// are, is of no use, the copy gets the first page of a new library: in all libraries made by one version the tables begin
// at the same places.
func (l *Library) openDamaged(ctx context.Context, path string, steps []migration) (*sql.DB, error) {
	give := func(string) error { return nil }
	for attempt := 1; ; attempt++ {
		damaged := l.path(damagedName)
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
		if _, err := db.ExecContext(ctx, "SELECT 1 FROM stories LIMIT 0"); err == nil || attempt == 2 {
			return db, nil
		}
		db.Close()
		give = func(path string) error { return l.giveFirstPage(ctx, path, steps) }
	}
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

// salvage copies each row that can be read, and that fits, from a damaged database to an empty one of the same form. What
// belongs to the search index is left out: it is made anew. First the tables are read as they should be, from both ends up
// to the damage; then all pages of the file are looked through for rows that this did not reach.
func salvage(ctx context.Context, path string, from, to *sql.DB) error {
	tables, err := tablesOf(ctx, to)
	if err != nil {
		return err
	}
	if _, err := to.ExecContext(ctx, "PRAGMA foreign_keys = OFF"); err != nil { // mended afterwards
		return explain(err)
	}
	err = transact(ctx, to, func(tx *sql.Tx) error {
		put := putter{ctx: ctx, tx: tx}
		for _, table := range tables {
			if err := table.read(ctx, from, put.row); err != nil {
				return err
			}
		}
		// Empties the write-ahead log into the file. Where that cannot be done, what is in the file has to do.
		from.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
		return readPages(path, tables, put.row)
	})
	_, on := to.ExecContext(ctx, "PRAGMA foreign_keys = ON")
	return errors.Join(err, on)
}

// A putter puts rows into the new database.
type putter struct {
	ctx context.Context
	tx  *sql.Tx
}

func (p putter) row(t *table, values []any) error {
	for i, value := range values {
		if text, ok := value.(string); ok {
			values[i] = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
		}
	}
	_, err := p.tx.ExecContext(p.ctx, t.insert, values...)
	if what := meaning(err); what == ErrFull || p.ctx.Err() != nil {
		return explain(err)
	}
	return nil // a row that does not fit its table is damaged
}

// A table is one whose rows are salvaged.
type table struct {
	name    string
	columns []column
	insert  string
}

// A column is one of a table.
type column struct {
	name     string
	kind     string // INTEGER, REAL, TEXT or BLOB
	optional bool   // may be NULL
	rowid    bool   // is the row's number
}

func tablesOf(ctx context.Context, db *sql.DB) ([]*table, error) {
	rows, err := db.QueryContext(ctx, `SELECT tables.name, tables.wr, columns.name, columns.type, columns."notnull", columns.pk
		FROM pragma_table_list AS tables, pragma_table_info(tables.name) AS columns
		WHERE tables.schema = 'main' AND tables.type = 'table' AND tables.name NOT LIKE 'sqlite\_%' ESCAPE '\'
		ORDER BY tables.name, columns.cid`)
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	var tables []*table
	for rows.Next() {
		var name string
		var c column
		var withoutRowid, notNull bool
		var inKey int // from 1 where the key is of several columns
		if err := rows.Scan(&name, &withoutRowid, &c.name, &c.kind, &notNull, &inKey); err != nil {
			return nil, explain(err)
		}
		key := inKey > 0
		c.rowid = key && !withoutRowid && c.kind == "INTEGER"
		c.optional = !notNull && !key
		if len(tables) == 0 || tables[len(tables)-1].name != name {
			tables = append(tables, &table{name: name})
		}
		t := tables[len(tables)-1]
		t.columns = append(t.columns, c)
	}
	for _, t := range tables {
		t.insert = fmt.Sprintf("INSERT OR IGNORE INTO %s (%s) VALUES (?%s)",
			t.name, t.list(), strings.Repeat(", ?", len(t.columns)-1))
	}
	return tables, explain(rows.Err())
}

func (t *table) list() string {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = `"` + c.name + `"`
	}
	return strings.Join(names, ", ")
}

// read reads a table from both ends, each up to the damage.
func (t *table) read(ctx context.Context, from *sql.DB, put func(*table, []any) error) error {
	for _, order := range [...]string{"ASC", "DESC"} {
		var stopped error
		query := fmt.Sprintf("SELECT %s FROM %s ORDER BY 1 %s", t.list(), t.name, order)
		err := t.each(ctx, from, query, func(values []any) error {
			stopped = put(t, values)
			return stopped
		})
		switch {
		case stopped != nil:
			return stopped
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil:
			return nil
		}
	}
	return nil
}

func (t *table) each(ctx context.Context, from *sql.DB, query string, do func([]any) error) error {
	rows, err := from.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		values, into := make([]any, len(t.columns)), make([]any, len(t.columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := do(values); err != nil {
			return err
		}
	}
	return rows.Err()
}
