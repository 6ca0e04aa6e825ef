package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"alongside/sync/transcript"
	"alongside/sync/transcript/parallel"
)

// A Companion is a second text of a story, which is read beside it: its translation, or another transcript.
type Companion struct {
	Title    string
	Language string // BCP 47, "" where it is not known
	Origin   string // the file or address it was read from, "" for what was pasted
	Added    time.Time
	Turns    []parallel.Turn // none: the story has no second text
}

// mostCompanion is how many turns a second text may have: more than a long book.
const mostCompanion = 200_000

// SaveCompanion gives a story its second text, in place of any it has.
func (l *Library) SaveCompanion(ctx context.Context, id int64, c Companion) error {
	err := l.write(ctx, func(tx *sql.Tx) error {
		if err := isPresent(ctx, tx, id); err != nil {
			return err
		}
		s := saver{Library: l, ctx: ctx, tx: tx, now: time.Now()}
		return s.companion(id, c)
	})
	return failed(err, "saving the second text of story %d", id)
}

// RemoveCompanion takes a story's second text away. To undo that, save it again.
func (l *Library) RemoveCompanion(ctx context.Context, id int64) error {
	err := l.change(ctx, "DELETE FROM companions WHERE story = ?", id)
	return failed(err, "removing the second text of story %d", id)
}

// isPresent gives ErrNotFound where a story is not in the library.
func isPresent(ctx context.Context, tx *sql.Tx, id int64) error {
	var there bool
	err := tx.QueryRowContext(ctx, "SELECT 1 FROM stories WHERE id = ? "+present, id).Scan(&there)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return err
}

func (s *saver) companion(id int64, c Companion) error {
	switch {
	case len(c.Turns) == 0:
		return ErrNoWords
	case len(c.Turns) > mostCompanion:
		return fmt.Errorf("%w (the second text has %d turns, and may have %d)", ErrMisfit, len(c.Turns), mostCompanion)
	}
	if c.Added.IsZero() {
		c.Added = s.now
	}
	err := errors.Join(
		s.exec("DELETE FROM companions WHERE story = ?", id),
		s.exec("INSERT INTO companions (story, title, language, origin, added) VALUES (?, ?, ?, ?, ?)",
			id, c.Title, c.Language, c.Origin, c.Added.UnixMilli()))
	if err != nil {
		return err
	}
	insert, err := s.tx.PrepareContext(s.ctx, `INSERT INTO companion_turns (story, n, speaker, kind, text, start, "end", joined)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer insert.Close()
	for n, t := range c.Turns {
		if !t.Known() || t.Start < 0 || t.End > longest {
			t.Start, t.End = 0, 0
		}
		_, err := insert.ExecContext(s.ctx, id, n, t.Speaker, t.Kind.String(), t.Text, int64(t.Start), int64(t.End), t.Joined)
		if err != nil {
			return err
		}
	}
	return nil
}

func readCompanion(ctx context.Context, db querier, id int64) (c Companion, err error) {
	var added int64
	err = db.QueryRowContext(ctx, "SELECT title, language, origin, added FROM companions WHERE story = ?", id).
		Scan(&c.Title, &c.Language, &c.Origin, &added)
	if errors.Is(err, sql.ErrNoRows) {
		return Companion{}, nil
	} else if err != nil {
		return c, err
	}
	c.Added = time.UnixMilli(added)
	c.Turns, err = each(ctx, db, func(row scanner) (t parallel.Turn, err error) {
		var kind string
		err = row.Scan(&t.Speaker, &kind, &t.Text, &t.Start, &t.End, &t.Joined)
		t.Kind, _ = transcript.ParseKind(kind)
		return t, err
	}, `SELECT speaker, kind, text, start, "end", joined FROM companion_turns WHERE story = ? ORDER BY n`, id)
	return c, err
}

// formOfCompanions is the version from which on a story may have a second text.
const formOfCompanions = 7

// companions lets go second texts that have lost their story or all their words, and words that have lost what they are of.
func (m *mender) companions() error {
	if m.form < formOfCompanions {
		return nil
	}
	return m.exec(
		"DELETE FROM companions WHERE story NOT IN (SELECT id FROM stories)",
		fmt.Sprintf(`INSERT INTO companions (story, title, language, origin, added)
			SELECT DISTINCT story, '', '', '', %d FROM companion_turns
			WHERE story IN (SELECT id FROM stories) AND story NOT IN (SELECT story FROM companions)`, time.Now().UnixMilli()),
		"DELETE FROM companion_turns WHERE story NOT IN (SELECT story FROM companions)",
		"DELETE FROM companions WHERE story NOT IN (SELECT story FROM companion_turns)",
	)
}
