package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"alongside/sync/transcript"
)

// This file keeps what the reader has marked in a story.

// A MarkKind says what a mark is.
type MarkKind string

// The kinds of marks.
const (
	Bookmark  MarkKind = "bookmark"  // a place to come back to; its story's sound is never let go to save room
	Highlight MarkKind = "highlight" // words that stand out
	Note      MarkKind = "note"      // something written to some words
	Word      MarkKind = "word"      // a word to learn
)

// A Mark is one that the reader has put on some words of a story.
type Mark struct {
	ID    int64
	Story int64
	Kind  MarkKind
	Turn  int             // in Transcript.Turns
	Span  transcript.Span // the words, in that turn's text
	Quote string          // the words as they were when the mark was last found on them
	Note  string          // what the reader wrote, "" for nothing
	Made  time.Time
	// Lost says that the story was read anew and the words are no longer in it. Turn and Span are then where they were.
	Lost bool
}

// Bounds of a mark, in bytes.
const (
	mostNote    = 64 << 10
	mostQuote   = 256 << 10
	mostContext = 64 // of what stands before and after it
)

// mostMarks is how many marks of one story are looked for when it is read anew: more than anyone makes, and a backup may be
// a stranger's.
const mostMarks = 10000

// ErrNoteTooLong is given for a note that is longer than any that someone writes.
var ErrNoteTooLong = fmt.Errorf("a note holds up to %d KB of text; make two of it", mostNote>>10)

// marksIn reads marks with whether their words still stand where they were put.
const marksIn = `SELECT marks.id, marks.story, marks.kind, marks.turn, start, "end", quote, note, made,
		coalesce(substr(CAST(turns.text AS BLOB), start + 1, "end" - start) = CAST(quote AS BLOB), 0)
	FROM marks LEFT JOIN turns ON turns.story = marks.story AND turns.n = marks.turn `

func scanMark(row scanner) (m Mark, err error) {
	var made int64
	var fits bool
	err = row.Scan(&m.ID, &m.Story, &m.Kind, &m.Turn, &m.Span.Start, &m.Span.End, &m.Quote, &m.Note, &made, &fits)
	m.Made, m.Lost = time.UnixMilli(made), !fits
	return m, err
}

// Marks gives a story's marks in the order of its words; those whose words are lost stand where they were.
func (l *Library) Marks(ctx context.Context, story int64) (marks []Mark, err error) {
	err = l.read(ctx, func(tx *sql.Tx) error {
		marks, err = readMarks(ctx, tx, story)
		return err
	})
	return marks, failed(err, "reading the marks of story %d", story)
}

func readMarks(ctx context.Context, db querier, story int64) ([]Mark, error) {
	return each(ctx, db, scanMark, marksIn+`WHERE marks.story = ? ORDER BY marks.turn, start, "end", marks.id`, story)
}

// AddMark puts a mark on some words of a story and gives it as it is in the library. Where the same mark is there already,
// that one is given. Without a date it is made now.
func (l *Library) AddMark(ctx context.Context, m Mark) (added Mark, err error) {
	err = l.write(ctx, func(tx *sql.Tx) error {
		s := saver{Library: l, ctx: ctx, tx: tx, now: time.Now()}
		added, err = s.addMark(m)
		return err
	})
	return added, failed(err, "marking words in story %d", m.Story)
}

// SetNote changes what is written to a mark; "" for nothing.
func (l *Library) SetNote(ctx context.Context, id int64, note string) error {
	err := l.write(ctx, func(tx *sql.Tx) error {
		s := saver{Library: l, ctx: ctx, tx: tx}
		if err := checkNote(note); err != nil {
			return err
		}
		return s.changeMark(id, "UPDATE marks SET note = ? WHERE id = ?", note, id)
	})
	return failed(err, "saving the note %d", id)
}

// RemoveMark takes a mark away. To undo that, add it again.
func (l *Library) RemoveMark(ctx context.Context, id int64) error {
	err := l.write(ctx, func(tx *sql.Tx) error {
		s := saver{Library: l, ctx: ctx, tx: tx}
		return s.changeMark(id, "DELETE FROM marks WHERE id = ?", id)
	})
	return failed(err, "removing the mark %d", id)
}

func checkNote(note string) error {
	if len(note) > mostNote {
		return ErrNoteTooLong
	}
	return nil
}

// changeMark runs a statement on a mark and keeps the index of what is written in step.
func (s *saver) changeMark(id int64, query string, args ...any) error {
	if err := s.unindexNotes("id", id); err != nil {
		return err
	}
	result, err := s.tx.ExecContext(s.ctx, query, args...)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err == nil && n == 0 {
		return ErrNotFound
	}
	return s.indexNote(id)
}

// addMark adds a mark to a story that is in the library, or finds the same one there.
func (s *saver) addMark(m Mark) (Mark, error) {
	var text string
	err := s.tx.QueryRowContext(s.ctx, `SELECT text FROM turns JOIN stories ON stories.id = story
		WHERE story = ? AND n = ? AND removed IS NULL`, m.Story, m.Turn).Scan(&text)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return m, ErrNotFound
	case err != nil:
		return m, err
	}
	if err := checkMark(m, text); err != nil {
		return m, err
	}
	same, err := each(s.ctx, s.tx, scanMark, marksIn+`WHERE marks.story = ? AND marks.kind = ? AND marks.turn = ?
		AND start = ? AND "end" = ? AND note = ? LIMIT 1`, m.Story, m.Kind, m.Turn, m.Span.Start, m.Span.End, m.Note)
	if err != nil || len(same) > 0 {
		return append(same, m)[0], err
	}
	if m.Made.IsZero() {
		m.Made = s.now
	}
	a := anchorIn(text, m.Span)
	m.Quote, m.Lost = a.quote, false
	return s.insertMark(m, a)
}

// checkMark makes sure that a mark is one of a turn's text.
func checkMark(m Mark, text string) error {
	from, to := m.Span.Start, m.Span.End
	if from < 0 || to <= from || to > len(text) || !utf8.RuneStart(text[from]) || to < len(text) && !utf8.RuneStart(text[to]) {
		return fmt.Errorf("%w (there are no words from %d to %d in turn %d)", ErrMisfit, from, to, m.Turn+1)
	}
	if to-from > mostQuote {
		return fmt.Errorf("%w (a mark holds up to %d KB of text)", ErrMisfit, mostQuote>>10)
	}
	return checkNote(m.Note)
}

func (s *saver) insertMark(m Mark, a anchor) (Mark, error) {
	err := s.tx.QueryRowContext(s.ctx, `INSERT INTO marks (story, kind, turn, start, "end", quote, earlier, later, note, made)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, m.Story, m.Kind, m.Turn, m.Span.Start, m.Span.End,
		a.quote, a.earlier, a.later, m.Note, m.Made.UnixMilli()).Scan(&m.ID)
	if err != nil {
		return m, err
	}
	return m, s.indexNote(m.ID)
}

// An anchor is what a mark is found by when its story was read anew.
type anchor struct{ quote, earlier, later string }

// anchorIn is what some words of a text can be found by.
func anchorIn(text string, span transcript.Span) anchor {
	from, to := max(span.Start-mostContext, 0), min(span.End+mostContext, len(text))
	for !utf8.RuneStart(text[from]) {
		from++
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to--
	}
	return anchor{span.In(text), text[from:span.Start], text[span.End:to]}
}

// anchored is a mark with what it is found by.
type anchored struct {
	Mark
	anchor
}

func readAnchored(ctx context.Context, db querier, story int64) ([]anchored, error) {
	return each(ctx, db, func(row scanner) (m anchored, err error) {
		var made int64
		err = row.Scan(&m.ID, &m.Story, &m.Kind, &m.Turn, &m.Span.Start, &m.Span.End, &m.quote, &m.earlier, &m.later, &m.Note, &made)
		m.Quote, m.Made = m.quote, time.UnixMilli(made)
		return m, err
	}, `SELECT id, story, kind, turn, start, "end", quote, earlier, later, note, made FROM marks WHERE story = ? ORDER BY id LIMIT ?`, story, mostMarks)
}

// moveMarks puts a story's marks on their words in other turns. What is not found there stays as it is: the next reading may
// have it.
func moveMarks(ctx context.Context, tx *sql.Tx, story int64, turns []transcript.Turn) error {
	marks, err := readAnchored(ctx, tx, story)
	if err != nil || len(marks) == 0 {
		return err
	}
	f := finder{turns: turns}
	for _, m := range marks {
		turn, span, ok := f.find(m)
		if !ok {
			continue
		}
		a := anchorIn(turns[turn].Text, span)
		_, err := tx.ExecContext(ctx, `UPDATE marks SET turn = ?, start = ?, "end" = ?, quote = ?, earlier = ?, later = ? WHERE id = ?`,
			turn, span.Start, span.End, a.quote, a.earlier, a.later, m.ID)
		if err != nil {
			return err
		}
	}
	return nil
}

// restoreMarks gives a story the marks of a backup that it does not have. They may be a stranger's: each is put on its words
// as if the story had been read anew, or kept as one whose words are lost.
func (s *saver) restoreMarks(id int64, backed []anchored, turns []transcript.Turn) error {
	here, err := readMarks(s.ctx, s.tx, id)
	if err != nil {
		return err
	}
	type key struct {
		kind MarkKind
		turn int
		span transcript.Span
		note string
	}
	known := map[key]bool{}
	for _, m := range here {
		known[key{m.Kind, m.Turn, m.Span, m.Note}] = true
	}
	f := finder{turns: turns}
	for _, m := range backed {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		m.Story = id
		if turn, span, ok := f.find(m); ok {
			m.Turn, m.Span, m.anchor = turn, span, anchorIn(turns[turn].Text, span)
		} else {
			m.Turn, m.Span.Start = max(m.Turn, 0), max(m.Span.Start, 0)
			m.Span.End = max(m.Span.End, m.Span.Start)
		}
		k := key{m.Kind, m.Turn, m.Span, m.Note}
		if known[k] || checkNote(m.Note) != nil || len(m.quote) > mostQuote {
			continue
		}
		known[k] = true
		if _, err := s.insertMark(m.Mark, m.anchor); err != nil {
			return err
		}
	}
	return nil
}

// indexNote makes what is written to a mark searchable, unindexNotes takes it out; of a story's marks all, by "story".
func (s *saver) indexNote(id int64) error {
	return s.exec("INSERT INTO written (rowid, note) SELECT id, note FROM marks WHERE id = ?", id)
}

func (s *saver) unindexNotes(column string, id int64) error {
	return s.exec("INSERT INTO written (written, rowid, note) SELECT 'delete', id, note FROM marks WHERE "+column+" = ?", id)
}
