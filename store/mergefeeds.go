package store

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// This file puts the feeds of a backup into the library.

// feeds restores the feeds that the library does not follow, each with what it lists.
func (r *restoration) feeds() error {
	columns, err := r.columns("feeds")
	if err != nil {
		return err
	}
	rows, err := r.rows("SELECT "+strings.Join(columns, ", ")+" FROM feeds ORDER BY id", len(columns))
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := r.feed(columns, row); err != nil {
			return err
		}
	}
	return nil
}

// feed restores one, or nothing where one of its address is there already.
func (r *restoration) feed(columns []string, row []any) error {
	episodes, err := r.columns("episodes")
	if err != nil {
		return err
	}
	listed, err := r.rows("SELECT "+strings.Join(episodes, ", ")+" FROM episodes WHERE feed = ? ORDER BY id", len(episodes), row[slices.Index(columns, "id")])
	if err != nil {
		return err
	}
	return r.to.write(r.ctx, func(tx *sql.Tx) error {
		id, added, err := r.insert(tx, "feeds", columns, row)
		if err != nil || !added {
			return err
		}
		story, feed := slices.Index(episodes, "story"), slices.Index(episodes, "feed")
		for _, episode := range listed {
			episode[feed] = id
			if old, saved := episode[story].(int64); saved {
				episode[story] = nil // unless it came
				if number, known := r.numbers[old]; known {
					episode[story] = number
				}
			}
			if _, _, err := r.insert(tx, "episodes", episodes, episode); err != nil {
				return err
			}
		}
		return nil
	})
}

// columns names those of a table of the backup, which is of the newest form.
func (r *restoration) columns(table string) (names []string, err error) {
	err = r.copy.read(r.ctx, func(tx *sql.Tx) error {
		names, err = each(r.ctx, tx, func(row scanner) (name string, err error) {
			err = row.Scan(&name)
			return name, err
		},
			"SELECT name FROM pragma_table_info(?) ORDER BY cid", table)
		return err
	})
	return names, err
}

func (r *restoration) rows(query string, columns int, args ...any) (rows [][]any, err error) {
	err = r.copy.read(r.ctx, func(tx *sql.Tx) error {
		rows, err = each(r.ctx, tx, func(row scanner) ([]any, error) {
			values, into := make([]any, columns), make([]any, columns)
			for i := range values {
				into[i] = &values[i]
			}
			err = row.Scan(into...)
			return values, err
		}, query, args...)
		return err
	})
	return rows, err
}

// insert adds a row under a new number, unless there is one that is the same.
func (r *restoration) insert(tx *sql.Tx, table string, columns []string, values []any) (id int64, added bool, err error) {
	number := slices.Index(columns, "id")
	columns = slices.Delete(slices.Clone(columns), number, number+1)
	values = slices.Delete(slices.Clone(values), number, number+1)
	result, err := tx.ExecContext(r.ctx, fmt.Sprintf("INSERT OR IGNORE INTO %s (%s) VALUES (?%s)",
		table, strings.Join(columns, ", "), strings.Repeat(", ?", len(columns)-1)), values...)
	if err != nil {
		return 0, false, err
	}
	n, err := result.RowsAffected()
	if err != nil || n == 0 {
		return 0, false, err
	}
	id, err = result.LastInsertId()
	return id, true, err
}
