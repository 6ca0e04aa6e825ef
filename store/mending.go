package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"alongside/sync/tapping"
	"alongside/sync/timing"
)

// A Mending is what the reader has put right of a story's times at once, by one tap or by tapping through the story. It can be
// undone.
type Mending struct {
	ID   int64
	Taps []tapping.Tap
	Made time.Time
}

// MendTimes keeps what the reader has tapped in a story, and the times that were made of it in place of those that it has. What
// the times were before is kept too.
func (l *Library) MendTimes(ctx context.Context, story int64, taps []tapping.Tap, now timing.Alignment) (m Mending, err error) {
	m = Mending{Taps: taps, Made: time.Now()}
	err = l.write(ctx, func(tx *sql.Tx) error {
		old, err := readStory(ctx, tx, story, present)
		if err != nil {
			return err
		}
		if err := checkFit(now, old.Transcript); err != nil {
			return err
		}
		if err := checkTaps(taps, old); err != nil {
			return err
		}
		s := saver{Library: l, ctx: ctx, tx: tx, now: m.Made}
		m.ID, err = s.addMending(story, old.Aligned, taps)
		if err != nil {
			return err
		}
		if err := s.takeBegun(story, taps); err != nil {
			return err
		}
		if err := s.replaceTimes(m.ID, story, tapping.Changed(old.Alignment, now), now); err != nil {
			return err
		}
		return errors.Join(s.dropLoudness(story), s.setMethod(story, now.Method))
	})
	return m, failed(err, "keeping the times that you mended in story %d", story)
}

// checkTaps gives ErrMisfit where a tap is not one of the story.
func checkTaps(taps []tapping.Tap, s Story) error {
	for _, t := range taps {
		if t.Text(s.Transcript) == "" || t.At < 0 || t.At > longest || !(t.Speed >= 0 && t.Speed <= 100) {
			return fmt.Errorf("%w (sentence %d of turn %d is said to start at %v)", ErrMisfit, t.Sentence+1, t.Turn+1, t.At)
		}
	}
	return nil
}

func (s *saver) addMending(story int64, method string, taps []tapping.Tap) (id int64, err error) {
	err = s.tx.QueryRowContext(s.ctx, "INSERT INTO mendings (story, method, made) VALUES (?, ?, ?) RETURNING id",
		story, method, s.now.UnixMilli()).Scan(&id)
	if err != nil {
		return 0, err
	}
	for n, t := range taps {
		err := s.exec("INSERT INTO taps (mending, n, turn, sentence, position, speed) VALUES (?, ?, ?, ?, ?, ?)",
			id, n, t.Turn, t.Sentence, int64(t.At), t.Speed)
		if err != nil {
			return 0, err
		}
	}
	return id, nil
}

// replaceTimes gives some turns new times, and keeps those that they had.
func (s *saver) replaceTimes(mending, story int64, turns []int, now timing.Alignment) error {
	for _, n := range turns {
		err := s.exec(`INSERT INTO replaced (mending, turn, start, "end", confidence, spans)
			SELECT ?, n, start, "end", confidence, spans FROM turns LEFT JOIN timings ON turn = id WHERE story = ? AND n = ?`, mending, story, n)
		if err != nil {
			return err
		}
		if err := s.exec("DELETE FROM timings WHERE turn = (SELECT id FROM turns WHERE story = ? AND n = ?)", story, n); err != nil {
			return err
		}
		t := now.Turns[n]
		if !t.Known() {
			continue
		}
		err = s.exec(`INSERT INTO timings (turn, start, "end", confidence, spans) SELECT id, ?, ?, ?, ? FROM turns WHERE story = ? AND n = ?`,
			int64(t.Start), int64(t.End), t.Confidence, packSpans(t), story, n)
		if err != nil {
			return err
		}
	}
	return nil
}

// setMethod says how a story's times were made; with "" it has none.
func (s *saver) setMethod(story int64, method string) error {
	if method == "" {
		return s.exec("DELETE FROM alignments WHERE story = ?", story)
	}
	return s.exec("INSERT OR REPLACE INTO alignments (story, method, made) VALUES (?, ?, ?)", story, method, s.now.UnixMilli())
}

// Mendings lists what the reader has mended in a story, the latest first.
func (l *Library) Mendings(ctx context.Context, story int64) (list []Mending, err error) {
	err = l.read(ctx, func(tx *sql.Tx) error {
		list, err = mendings(ctx, tx, story)
		return err
	})
	return list, failed(err, "reading what you mended in story %d", story)
}

func mendings(ctx context.Context, tx *sql.Tx, story int64) ([]Mending, error) {
	list, err := each(ctx, tx, func(row scanner) (m Mending, err error) {
		var made int64
		err = row.Scan(&m.ID, &made)
		m.Made = time.UnixMilli(made)
		return m, err
	}, "SELECT id, made FROM mendings WHERE story = ? ORDER BY id DESC", story)
	if err != nil {
		return nil, err
	}
	for i, m := range list {
		list[i].Taps, err = each(ctx, tx, func(row scanner) (t tapping.Tap, err error) {
			err = row.Scan(&t.Turn, &t.Sentence, &t.At, &t.Speed)
			return t, err
		}, "SELECT turn, sentence, position, speed FROM taps WHERE mending = ? ORDER BY n", m.ID)
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// UndoMending brings back the times that a story had before. A turn that was mended again later keeps those later times; when
// that is undone as well, it gets what it had before both.
func (l *Library) UndoMending(ctx context.Context, id int64) error {
	err := l.write(ctx, func(tx *sql.Tx) error {
		s := saver{Library: l, ctx: ctx, tx: tx, now: time.Now()}
		var story int64
		var method string
		err := tx.QueryRowContext(ctx, "SELECT story, method FROM mendings WHERE id = ?", id).Scan(&story, &method)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNotFound
		} else if err != nil {
			return err
		}
		if err := s.handOn(id, story, method); err != nil {
			return err
		}
		return errors.Join(s.dropLoudness(story), s.exec("DELETE FROM mendings WHERE id = ?", id))
	})
	return failed(err, "undoing what you mended")
}

// handOn gives what a mending replaced to the next one that replaced the same, else back to the story.
func (s *saver) handOn(id, story int64, method string) error {
	var later sql.NullInt64
	if err := s.tx.QueryRowContext(s.ctx, "SELECT min(id) FROM mendings WHERE story = ? AND id > ?", story, id).Scan(&later); err != nil {
		return err
	}
	if later.Valid {
		if err := s.exec("UPDATE mendings SET method = ? WHERE id = ?", method, later.Int64); err != nil {
			return err
		}
	} else if err := s.setMethod(story, method); err != nil {
		return err
	}
	const next = `(SELECT min(r.mending) FROM replaced AS r JOIN mendings ON mendings.id = r.mending
		WHERE r.turn = replaced.turn AND mendings.story = @story AND r.mending > @id)`
	names := []any{sql.Named("id", id), sql.Named("story", story)}
	for _, statement := range []string{
		"DELETE FROM timings WHERE turn IN (SELECT id FROM turns JOIN replaced ON replaced.turn = n WHERE story = @story AND mending = @id AND " + next + " IS NULL)",
		`INSERT INTO timings (turn, start, "end", confidence, spans)
			SELECT turns.id, start, "end", confidence, spans FROM turns JOIN replaced ON replaced.turn = n
			WHERE story = @story AND mending = @id AND start IS NOT NULL AND ` + next + " IS NULL",
		`INSERT OR REPLACE INTO replaced (mending, turn, start, "end", confidence, spans)
			SELECT ` + next + `, turn, start, "end", confidence, spans FROM replaced WHERE mending = @id AND ` + next + " IS NOT NULL",
	} {
		if err := s.exec(statement, names...); err != nil {
			return err
		}
	}
	return nil
}

// A mendingRow is a mending with all that it replaced, as a backup has it.
type mendingRow struct {
	Mending
	method   string
	replaced [][]any
}

func readMendings(ctx context.Context, tx *sql.Tx, story int64) (rows []mendingRow, err error) {
	list, err := mendings(ctx, tx, story)
	if err != nil {
		return nil, err
	}
	for i := len(list) - 1; i >= 0; i-- { // the earliest first
		row := mendingRow{Mending: list[i]}
		if err := tx.QueryRowContext(ctx, "SELECT method FROM mendings WHERE id = ?", row.ID).Scan(&row.method); err != nil {
			return nil, err
		}
		row.replaced, err = each(ctx, tx, func(r scanner) ([]any, error) {
			values := make([]any, 5)
			err := r.Scan(&values[0], &values[1], &values[2], &values[3], &values[4])
			return values, err
		}, `SELECT turn, start, "end", confidence, spans FROM replaced WHERE mending = ?`, row.ID)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// restoreMendings keeps what a backup says was mended, of a story that has its times from there.
func (s *saver) restoreMendings(story int64, rows []mendingRow) error {
	for _, row := range rows {
		s := *s
		s.now = row.Made
		id, err := s.addMending(story, row.method, row.Taps)
		if err != nil {
			return err
		}
		for _, values := range row.replaced {
			err := s.exec(`INSERT INTO replaced (mending, turn, start, "end", confidence, spans) VALUES (?, ?, ?, ?, ?, ?)`,
				append([]any{id}, values...)...)
			if err != nil {
				return err
			}
		}
	}
	return nil
}
