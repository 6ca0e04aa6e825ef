package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// nearEnd is how close to the end of the audio a place counts as the end.
const nearEnd = 3 * time.Second

// SavePlace keeps how far one has got in a story. A story is finished once a place at its end was saved, until a place
// inside it is: going back to the beginning after the end leaves it finished.
func (l *Library) SavePlace(ctx context.Context, id int64, position time.Duration) error {
	err := l.change(ctx, `INSERT INTO places (story, position, finished, read)
		SELECT id, @position, duration > 0 AND @position >= duration - @near, @now FROM stories
			WHERE id = @id AND removed IS NULL
		ON CONFLICT (story) DO UPDATE SET position = excluded.position, read = excluded.read,
			finished = excluded.finished OR (finished AND excluded.position = 0)`,
		sql.Named("id", id), sql.Named("position", int64(max(position, 0))), sql.Named("near", int64(nearEnd)),
		sql.Named("now", time.Now().UnixMilli()))
	return failed(err, "saving the place in story %d", id)
}

// Setting gives the value of a setting; it reports false where none was saved.
func (l *Library) Setting(ctx context.Context, key string) (value string, known bool, err error) {
	err = l.read(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT value FROM settings WHERE key = ?", key).Scan(&value)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return value, err == nil, failed(err, "reading the setting %s", key)
}

// SaveSetting keeps a setting.
func (l *Library) SaveSetting(ctx context.Context, key, value string) error {
	err := l.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO settings (key, value) VALUES (?, ?)
			ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
		return err
	})
	return failed(err, "saving the setting %s", key)
}
