package store

import (
	"context"
	"database/sql"
	"time"
)

// A Learnt is a word that the reader has put on the word list, with what it stands in.
type Learnt struct {
	Mark
	Title string // of its story
	Text  string // of the turn that it stands in; "" where it is lost
}

// WordsOfAll gives the words to learn of all stories, in the order of the alphabet.
func (l *Library) WordsOfAll(ctx context.Context) (words []Learnt, err error) {
	err = l.read(ctx, func(tx *sql.Tx) error {
		words, err = each(ctx, tx, scanLearnt, `SELECT marks.id, marks.story, marks.kind, marks.turn, start, "end", quote, note, made,
				coalesce(substr(CAST(turns.text AS BLOB), start + 1, "end" - start) = CAST(quote AS BLOB), 0),
				title, coalesce(turns.text, '')
			FROM marks JOIN stories ON stories.id = marks.story
				LEFT JOIN turns ON turns.story = marks.story AND turns.n = marks.turn
			WHERE marks.kind = 'word' AND removed IS NULL ORDER BY lower(quote), title, marks.id LIMIT ?`, mostWords)
		return err
	})
	return words, failed(err, "reading the words to learn of all stories")
}

// mostWords is how many words are listed: more than anyone learns.
const mostWords = 50000

func scanLearnt(row scanner) (w Learnt, err error) {
	var made int64
	var fits bool
	m := &w.Mark
	err = row.Scan(&m.ID, &m.Story, &m.Kind, &m.Turn, &m.Span.Start, &m.Span.End, &m.Quote, &m.Note, &made, &fits, &w.Title, &w.Text)
	m.Made, m.Lost = time.UnixMilli(made), !fits
	if m.Lost {
		w.Text = ""
	}
	return w, err
}

// MarkedStories gives the numbers of the stories in which something is marked, by title.
func (l *Library) MarkedStories(ctx context.Context) (ids []int64, err error) {
	err = l.read(ctx, func(tx *sql.Tx) error {
		ids, err = each(ctx, tx, func(row scanner) (id int64, err error) {
			err = row.Scan(&id)
			return id, err
		}, "SELECT id FROM stories WHERE id IN (SELECT story FROM marks) "+present+" ORDER BY lower(title), id")
		return err
	})
	return ids, failed(err, "looking for what is marked in all stories")
}
