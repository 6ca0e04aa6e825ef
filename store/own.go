package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
)

// mostOwn is how long the settings of one story may be: more than any are.
const mostOwn = 100000

// SaveOwnSettings keeps what the reader has chosen for one story alone, in JSON; "" for nothing.
func (l *Library) SaveOwnSettings(ctx context.Context, id int64, settings string) error {
	err := l.write(ctx, func(tx *sql.Tx) error {
		s := saver{Library: l, ctx: ctx, tx: tx}
		if settings == "" {
			return s.exec("DELETE FROM own WHERE story = ?", id)
		}
		if err := checkOwn(settings); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO own (story, settings)
			SELECT id, ? FROM stories WHERE id = ? `+present, settings, id)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err == nil && n == 0 {
			return ErrNotFound
		}
		return nil
	})
	return failed(err, "saving the settings of story %d", id)
}

func checkOwn(settings string) error {
	if len(settings) > mostOwn || !json.Valid([]byte(settings)) {
		return fmt.Errorf("%w (its settings are not such as the window writes)", ErrMisfit)
	}
	return nil
}

func readOwn(ctx context.Context, db querier, id int64) (settings string, err error) {
	err = db.QueryRowContext(ctx, "SELECT settings FROM own WHERE story = ?", id).Scan(&settings)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return settings, err
}

// restoreOwn gives a story the settings that a backup has for it, unless it has some here.
func (s *saver) restoreOwn(id int64, settings string) error {
	if settings == "" || checkOwn(settings) != nil { // a stranger's; the story can be read without
		return nil
	}
	return s.exec("INSERT OR IGNORE INTO own (story, settings) VALUES (?, ?)", id, settings)
}
