package store

import (
	"context"
	"database/sql"
	"errors"

	"alongside/sync/tapping"
	"alongside/sync/transcript"
)

// This file keeps the taps of a story that is being tapped through, one by one, so that none is lost however that ends.

// KeepTap keeps a tap of which no times are made yet, in place of one of the same sentence.
func (l *Library) KeepTap(ctx context.Context, story int64, tap tapping.Tap) error {
	err := l.write(ctx, func(tx *sql.Tx) error {
		var turn transcript.Turn
		err := tx.QueryRowContext(ctx, `SELECT text FROM turns JOIN stories ON stories.id = story
			WHERE story = ? AND n = ? `+present, story, tap.Turn).Scan(&turn.Text)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNotFound
		} else if err != nil {
			return err
		}
		alone := tap // in a story of its turn alone: the whole one need not be read for each tap
		alone.Turn = 0
		if err := checkTaps([]tapping.Tap{alone}, Story{Transcript: transcript.Transcript{Turns: []transcript.Turn{turn}}}); err != nil {
			return err
		}
		s := saver{Library: l, ctx: ctx, tx: tx}
		return s.keepTap(story, tap)
	})
	return failed(err, "keeping what you tapped in story %d", story)
}

func (s *saver) keepTap(story int64, t tapping.Tap) error {
	return s.exec("INSERT OR REPLACE INTO begun (story, turn, sentence, position, speed) VALUES (?, ?, ?, ?, ?)",
		story, t.Turn, t.Sentence, int64(t.At), t.Speed)
}

// TakeTapBack forgets such a tap of one sentence.
func (l *Library) TakeTapBack(ctx context.Context, story int64, unit tapping.Unit) error {
	err := l.write(ctx, func(tx *sql.Tx) error {
		s := saver{Library: l, ctx: ctx, tx: tx}
		return s.exec("DELETE FROM begun WHERE story = ? AND turn = ? AND sentence = ?", story, unit.Turn, unit.Sentence)
	})
	return failed(err, "taking back what you tapped in story %d", story)
}

// KeptTaps gives a story's taps of which no times are made yet, in the order of the words.
func (l *Library) KeptTaps(ctx context.Context, story int64) (taps []tapping.Tap, err error) {
	err = l.read(ctx, func(tx *sql.Tx) error {
		taps, err = readBegun(ctx, tx, story)
		return err
	})
	return taps, failed(err, "reading what you tapped in story %d", story)
}

func readBegun(ctx context.Context, db querier, story int64) ([]tapping.Tap, error) {
	return each(ctx, db, func(row scanner) (t tapping.Tap, err error) {
		err = row.Scan(&t.Turn, &t.Sentence, &t.At, &t.Speed)
		return t, err
	}, "SELECT turn, sentence, position, speed FROM begun WHERE story = ? ORDER BY turn, sentence", story)
}

// DropTaps forgets all of them.
func (l *Library) DropTaps(ctx context.Context, story int64) error {
	err := l.write(ctx, func(tx *sql.Tx) error {
		s := saver{Library: l, ctx: ctx, tx: tx}
		return s.dropTaps(story)
	})
	return failed(err, "forgetting what you tapped in story %d", story)
}

func (s *saver) dropTaps(story int64) error {
	return s.exec("DELETE FROM begun WHERE story = ?", story)
}

// takeBegun forgets those of which times are made now.
func (s *saver) takeBegun(story int64, taps []tapping.Tap) error {
	for _, t := range taps {
		err := s.exec("DELETE FROM begun WHERE story = ? AND turn = ? AND sentence = ?", story, t.Turn, t.Sentence)
		if err != nil {
			return err
		}
	}
	return nil
}

// restoreBegun keeps the taps of a backup, of a story that has its turns from there.
func (s *saver) restoreBegun(story int64, b backedStory) error {
	if checkTaps(b.begun, b.Story) != nil { // a stranger's
		return nil
	}
	for _, t := range b.begun {
		if err := s.keepTap(story, t); err != nil {
			return err
		}
	}
	return nil
}
