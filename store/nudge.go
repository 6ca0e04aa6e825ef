package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// MostNudge is by how much the marks of a story may come earlier or later than its times say.
const MostNudge = time.Second

// SaveNudge keeps by how much the marks of a story come later than its times say; below 0 they come earlier.
func (l *Library) SaveNudge(ctx context.Context, id int64, later time.Duration) error {
	err := l.write(ctx, func(tx *sql.Tx) error {
		s := saver{Library: l, ctx: ctx, tx: tx}
		var exists bool
		err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM stories WHERE id = ? AND removed IS NULL)", id).Scan(&exists)
		switch {
		case err != nil:
			return err
		case !exists:
			return ErrNotFound
		case later == 0:
			return s.exec("DELETE FROM nudges WHERE story = ?", id)
		}
		return s.exec(`INSERT INTO nudges (story, later) VALUES (?, ?) ON CONFLICT (story) DO UPDATE SET later = excluded.later`,
			id, int64(inNudges(later)))
	})
	return failed(err, "saving when the marks of story %d come", id)
}

func inNudges(later time.Duration) time.Duration { return max(-MostNudge, min(later, MostNudge)) }

// readNudge reads by how much a story's marks come later. A backup may hold any number.
func readNudge(ctx context.Context, db querier, story *Story) error {
	var later int64
	err := db.QueryRowContext(ctx, "SELECT coalesce((SELECT later FROM nudges WHERE story = ?), 0)", story.ID).Scan(&later)
	if err != nil {
		return fmt.Errorf("reading when its marks come: %w", err)
	}
	story.Nudge = inNudges(time.Duration(later))
	return nil
}

// restoreNudge gives a story the nudge of a backup, unless it has one.
func (s *saver) restoreNudge(id int64, later time.Duration) error {
	if later == 0 {
		return nil
	}
	return s.exec("INSERT OR IGNORE INTO nudges (story, later) VALUES (?, ?)", id, int64(later))
}

// formOfNudges is the version from which on a story may have a nudge.
const formOfNudges = 8

// nudges lets go those of stories that are lost.
func (m *mender) nudges() error {
	if m.form < formOfNudges {
		return nil
	}
	return m.exec("DELETE FROM nudges WHERE story NOT IN (SELECT id FROM stories)")
}
