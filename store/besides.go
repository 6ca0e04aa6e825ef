package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// This file keeps what a story has besides its words, its times and its first file of sound.

// A stagedDraft is a draft's files, copied and not yet named. A field is nil where the draft has no such file.
type stagedDraft struct {
	audio   *stagedFile
	parts   []*stagedFile
	picture *stagedFile
}

// stageDraft copies a draft's files into the library's folder. Close it.
func (l *Library) stageDraft(ctx context.Context, d Draft) (_ *stagedDraft, err error) {
	staged := &stagedDraft{}
	defer func() {
		if err != nil {
			staged.Close()
		}
	}()
	if d.AudioPath != "" {
		if staged.audio, err = l.stage(ctx, d.AudioPath, d.Copied); err != nil {
			return nil, fmt.Errorf("copying the audio %s: %w", d.AudioPath, err)
		}
	}
	for _, part := range d.Parts {
		file, err := l.stage(ctx, part.File, d.Copied)
		if err != nil {
			return nil, fmt.Errorf("copying the audio %s: %w", part.File, err)
		}
		staged.parts = append(staged.parts, file)
	}
	if d.Picture.File != "" {
		if staged.picture, err = l.stage(ctx, d.Picture.File, nil); err != nil {
			return nil, fmt.Errorf("copying the picture %s: %w", d.Picture.File, err)
		}
	}
	return staged, nil
}

// Close deletes the copies that were not named.
func (s *stagedDraft) Close() {
	for _, file := range append([]*stagedFile{s.audio, s.picture}, s.parts...) {
		if file != nil {
			file.Close()
		}
	}
}

// besides writes what a draft has besides words, times and its first file. Chapters and asides are counted in turns: they
// go with the turns they were given for.
func (s *saver) besides(id int64, d Draft, staged *stagedDraft, sameTurns bool) error {
	if staged.audio != nil {
		if err := s.parts(id, d.Parts, staged.parts); err != nil {
			return err
		}
	}
	if !sameTurns || len(d.Chapters)+len(d.Asides) > 0 {
		if err := s.structure(id, d); err != nil {
			return err
		}
	}
	if staged.picture == nil {
		return nil
	}
	return s.picture(id, d.Picture, staged.picture)
}

func (s *saver) parts(id int64, parts []Part, files []*stagedFile) error {
	if err := s.replace("DELETE FROM parts WHERE story = ?", id); err != nil {
		return err
	}
	for i, file := range files {
		if err := s.media(file); err != nil {
			return err
		}
		err := s.exec("INSERT INTO parts (story, n, audio, start) VALUES (?, ?, ?, ?)", id, i+1, file.hash, int64(parts[i].Start))
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *saver) structure(id int64, d Draft) error {
	for _, table := range [...]string{"chapters", "asides"} {
		if err := s.exec("DELETE FROM "+table+" WHERE story = ?", id); err != nil {
			return err
		}
	}
	for n, c := range d.Chapters {
		if c.Turn < 0 || c.Turn >= len(d.Transcript.Turns) || c.Level < 0 {
			return fmt.Errorf("%w (chapter %d begins at turn %d of %d)", ErrMisfit, n+1, c.Turn+1, len(d.Transcript.Turns))
		}
		err := s.exec("INSERT INTO chapters (story, n, level, turn, title) VALUES (?, ?, ?, ?, ?)", id, n, c.Level, c.Turn, c.Title)
		if err != nil {
			return err
		}
	}
	for _, a := range d.Asides {
		if a.First < 0 || a.Last < a.First || a.Last >= len(d.Transcript.Turns) {
			return fmt.Errorf("%w (an aside is from turn %d to %d of %d)", ErrMisfit, a.First+1, a.Last+1, len(d.Transcript.Turns))
		}
		err := s.exec("INSERT OR IGNORE INTO asides (story, first, last, kind) VALUES (?, ?, ?, ?)", id, a.First, a.Last, a.Kind)
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *saver) picture(id int64, p Picture, file *stagedFile) error {
	if err := s.media(file); err != nil {
		return err
	}
	if err := s.replace("DELETE FROM pictures WHERE story = ?", id); err != nil {
		return err
	}
	return s.exec("INSERT INTO pictures (story, image, url, alt, credit) VALUES (?, ?, ?, ?, ?)", id, file.hash, p.URL, p.Alt, p.Credit)
}

// replace deletes rows that may have been the last to use a media file.
func (s *saver) replace(query string, args ...any) error {
	result, err := s.tx.ExecContext(s.ctx, query, args...)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return err
	}
	s.replaced = true
	return nil
}

// SavePicture gives a story its picture, in place of any it has.
func (l *Library) SavePicture(ctx context.Context, id int64, p Picture) (err error) {
	defer func() { err = failed(err, "saving the picture of story %d", id) }()
	file, err := l.stage(ctx, p.File, nil)
	if err != nil {
		return err
	}
	defer file.Close()
	return l.changeMedia(ctx, id, func(s *saver) error { return s.picture(id, p, file) })
}

// changeMedia does something in one transaction to a story that is there, and then deletes the files that are not used
// any more.
func (l *Library) changeMedia(ctx context.Context, id int64, do func(*saver) error) error {
	s := saver{Library: l, ctx: ctx, now: time.Now()}
	err := l.write(ctx, func(tx *sql.Tx) error {
		s.tx = tx
		var there bool
		err := tx.QueryRowContext(ctx, "SELECT 1 FROM stories WHERE id = ? "+present, id).Scan(&there)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNotFound
		}
		if err := errors.Join(err, do(&s)); err != nil {
			return err
		}
		if s.replaced {
			return s.dropMedia()
		}
		return nil
	})
	if s.replaced || err != nil {
		l.sweep(context.WithoutCancel(ctx))
	}
	return err
}

// Keep says that a story is never let go to save room.
func (l *Library) Keep(ctx context.Context, id int64) error {
	err := l.change(ctx, `INSERT INTO kept (story) SELECT id FROM stories WHERE id = ? AND removed IS NULL
		ON CONFLICT DO UPDATE SET story = story`, id)
	return failed(err, "keeping story %d", id)
}

// Unkeep takes that back.
func (l *Library) Unkeep(ctx context.Context, id int64) error {
	err := l.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM kept WHERE story = ?", id)
		return err
	})
	return failed(err, "keeping story %d no longer", id)
}

func readBesides(ctx context.Context, db querier, story *Story) (err error) {
	if story.Parts, err = readParts(ctx, db, story.ID); err != nil {
		return err
	}
	if story.Chapters, err = readChapters(ctx, db, story.ID); err != nil {
		return err
	}
	if story.Asides, err = readAsides(ctx, db, story.ID); err != nil {
		return err
	}
	if story.Companion, err = readCompanion(ctx, db, story.ID); err != nil {
		return err
	}
	p := &story.Picture
	err = db.QueryRowContext(ctx, `SELECT hash || extension, url, alt, credit FROM pictures JOIN media ON hash = image
		WHERE story = ?`, story.ID).Scan(&p.File, &p.URL, &p.Alt, &p.Credit)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

func readParts(ctx context.Context, db querier, id int64) ([]Part, error) {
	return each(ctx, db, func(row scanner) (p Part, err error) {
		err = row.Scan(&p.File, &p.Start)
		return p, err
	}, "SELECT hash || extension, start FROM parts JOIN media ON hash = audio WHERE story = ? ORDER BY n", id)
}

func readChapters(ctx context.Context, db querier, id int64) ([]Chapter, error) {
	return each(ctx, db, func(row scanner) (c Chapter, err error) {
		err = row.Scan(&c.Level, &c.Turn, &c.Title)
		return c, err
	}, "SELECT level, turn, title FROM chapters WHERE story = ? ORDER BY n", id)
}

func readAsides(ctx context.Context, db querier, id int64) ([]Aside, error) {
	return each(ctx, db, func(row scanner) (a Aside, err error) {
		err = row.Scan(&a.First, &a.Last, &a.Kind)
		return a, err
	}, "SELECT first, last, kind FROM asides WHERE story = ? ORDER BY first, last DESC", id)
}

// each reads all rows that a query gives.
func each[T any](ctx context.Context, db querier, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// AudioPaths are where the files of a story's sound are, in the order in which they are heard; none for a story without.
func (l *Library) AudioPaths(s Story) []string {
	if s.Audio == "" {
		return nil
	}
	paths := []string{l.AudioPath(s.Summary)}
	for _, part := range s.Parts {
		paths = append(paths, l.path(mediaName, part.File))
	}
	return paths
}

// PicturePath is where a story's picture is, "" for a story without.
func (l *Library) PicturePath(s Story) string {
	if s.Picture.File == "" {
		return ""
	}
	return l.path(mediaName, s.Picture.File)
}

// SaveChapters gives a story its chapters, in place of any it has.
func (l *Library) SaveChapters(ctx context.Context, id int64, chapters []Chapter) error {
	err := l.write(ctx, func(tx *sql.Tx) error {
		story, err := readStory(ctx, tx, id, present)
		if err != nil {
			return err
		}
		s := saver{Library: l, ctx: ctx, tx: tx, now: time.Now()}
		return s.structure(id, Draft{Transcript: story.Transcript, Chapters: chapters, Asides: story.Asides})
	})
	return failed(err, "saving the chapters of story %d", id)
}
