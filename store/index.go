package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// This file keeps what search looks through in step with the stories. There are four indexes, none of which holds text of
// its own: search knows where each word is, beginnings only which stories have words that begin so, names is of titles and
// people alone, written is of the notes to marks.

// An index is one of the tables that search looks through.
type index struct{ name, columns string }

// indexes gives those that a library of a version has.
func indexes(form int) []index {
	list := []index{{"search", "title, people, words"}}
	if form >= formOfBesides {
		list = append(list, index{"beginnings", "title, people, words"}, index{"names", "title, people"})
	}
	if form >= formOfMarks {
		list = append(list, index{"written", "note"})
	}
	return list
}

func newestIndexes() []index { return indexes(formOfMarks) }

// storyIndexes gives those that have a row for each story.
func storyIndexes() []index { return indexes(formOfBesides) }

// rebuilding gives the statements that make all indexes anew.
func rebuilding(form int) (statements []string) {
	for _, i := range indexes(form) {
		statements = append(statements, fmt.Sprintf("INSERT INTO %s (%[1]s) VALUES ('rebuild')", i.name))
	}
	return statements
}

// index makes a story searchable. Before any of its searchable columns change, unindex must be called: the indexes hold no
// text of their own to know what to take out.
func (s *saver) index(id int64) error {
	for _, i := range storyIndexes() {
		err := s.exec(fmt.Sprintf("INSERT INTO %s (rowid, %s) SELECT id, %[2]s FROM searchable WHERE id = ?", i.name, i.columns), id)
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *saver) unindex(id int64) error {
	for _, i := range storyIndexes() {
		err := s.exec(fmt.Sprintf("INSERT INTO %s (%[1]s, rowid, %s) SELECT 'delete', id, %[2]s FROM searchable WHERE id = ?",
			i.name, i.columns), id)
		if err != nil {
			return err
		}
	}
	return nil
}

// checkIndex compares the search indexes with the stories.
func (l *Library) checkIndex(ctx context.Context, report *Report) error {
	if !report.Sound() {
		return nil // they are made anew when the library is recovered
	}
	err := explain(transact(ctx, l.writer, func(tx *sql.Tx) error {
		for _, i := range newestIndexes() {
			_, err := tx.ExecContext(ctx, fmt.Sprintf("INSERT INTO %s (%[1]s, rank) VALUES ('integrity-check', 1)", i.name))
			if err != nil {
				return err
			}
		}
		return nil
	}))
	if !errors.Is(err, ErrDamaged) {
		return err
	}
	report.problem("The search index did not fit the stories. It has been made anew.")
	return l.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, strings.Join(rebuilding(formOfMarks), "; "))
		return err
	})
}
