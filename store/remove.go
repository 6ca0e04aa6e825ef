package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// undoTime is how long a removed story can be restored, however often the library is opened meanwhile: another program
// may open it while the window still offers to undo.
const undoTime = time.Hour

// Remove takes a story out of the library. It can be restored until it is purged: by [Library.Purge], or when the library
// is opened an hour or more later.
func (l *Library) Remove(ctx context.Context, id int64) error {
	err := l.change(ctx, "UPDATE stories SET removed = ? WHERE id = ? AND removed IS NULL", time.Now().UnixMilli(), id)
	return failed(err, "removing story %d", id)
}

// Restore brings a removed story back as it was, or gives ErrNotFound if it has been purged.
func (l *Library) Restore(ctx context.Context, id int64) error {
	err := l.change(ctx, "UPDATE stories SET removed = NULL WHERE id = ?", id)
	return failed(err, "restoring story %d", id)
}

// change runs a statement that changes one story; it gives ErrNotFound where it changed none.
func (l *Library) change(ctx context.Context, query string, args ...any) error {
	return l.write(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, query, args...)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err == nil && n == 0 {
			return ErrNotFound
		}
		return nil
	})
}

// Purge deletes the removed stories for good, with all that nothing else uses.
func (l *Library) Purge(ctx context.Context) error {
	return failed(l.purge(ctx, time.Now().Add(undoTime)), "deleting the removed stories")
}

// purge deletes stories that were removed up to the moment given.
func (l *Library) purge(ctx context.Context, until time.Time) error {
	purged := false
	err := l.write(ctx, func(tx *sql.Tx) error {
		ids, err := removedStories(ctx, tx, until)
		if err != nil || len(ids) == 0 {
			return err
		}
		purged = true
		s := saver{Library: l, ctx: ctx, tx: tx, now: time.Now()}
		for _, id := range ids {
			if err := errors.Join(s.unindex(id), s.unindexNotes("story", id)); err != nil {
				return err
			}
			if err := s.exec("DELETE FROM stories WHERE id = ?", id); err != nil {
				return err
			}
		}
		return s.dropMedia()
	})
	if err != nil || !purged {
		return err
	}
	return l.sweep(ctx)
}

func removedStories(ctx context.Context, tx *sql.Tx, until time.Time) (ids []int64, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT id FROM stories WHERE removed <= ?", until.UnixMilli())
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// tidy cleans up when the library is opened: what was removed long enough ago, what killed programs left.
func (l *Library) tidy(ctx context.Context) error {
	if err := l.purge(ctx, time.Now().Add(-undoTime)); err != nil {
		return err
	}
	if err := l.sweep(ctx); err != nil {
		return err
	}
	if err := l.sweepIncoming(); err != nil {
		return err
	}
	return errors.Join(l.sweepJobs(ctx), l.sweepRestoring())
}
