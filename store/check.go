package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
)

// A Report is what a check of the library found.
type Report struct {
	Stories  int
	Media    int      // files that were compared with their hashes
	Bytes    int64    // in those files
	Problems []string // sentences; none where all is sound
}

// Sound reports whether nothing is wrong.
func (r Report) Sound() bool { return len(r.Problems) == 0 }

func (r *Report) problem(format string, args ...any) {
	r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
}

// Check looks at all of the library: the database's own form, that what refers to something refers to what is there, that
// each story can be read, the search index, and each media file against its hash. It changes nothing, except that a
// search index which does not fit the stories is made anew. The error is about the check itself.
func (l *Library) Check(ctx context.Context) (Report, error) {
	var report Report
	for _, check := range []func(context.Context, *Report) error{
		l.checkDatabase, l.checkStories, l.checkMedia, l.checkIndex,
	} {
		if err := check(ctx, &report); err != nil {
			return report, failed(err, "checking the library in %s", l.dir)
		}
	}
	return report, nil
}

// checkDatabase looks through a connection of its own: one that has searched before may know the search index as it was
// before another program's last write, and then SQLite finds fault with it.
func (l *Library) checkDatabase(ctx context.Context, report *Report) error {
	db, err := openDatabase(l.path(databaseName), readerSettings())
	if err != nil {
		return err
	}
	defer db.Close()
	err = l.transact(ctx, db, func(tx *sql.Tx) error {
		if err := quickCheck(ctx, tx); err != nil {
			return err
		}
		return checkForeignKeys(ctx, tx)
	})
	return l.damage(report, "The database", err)
}

// damage puts an error that is about damage into the report, and sees to it that the next Open looks closely. Any other
// error, or none, it gives back.
func (l *Library) damage(report *Report, what string, err error) error {
	if err = explain(err); !errors.Is(err, ErrDamaged) {
		return err
	}
	report.problem("%s is damaged (%v). Close Alongside and open it again: what can be read will be saved.", what, causeOf(err))
	return explain(os.WriteFile(l.path(suspectName), nil, 0o600))
}

// causeOf gives the error that an explained one explains.
func causeOf(err error) error {
	var e *explained
	if errors.As(err, &e) {
		return e.cause
	}
	return err
}

func (l *Library) checkStories(ctx context.Context, report *Report) error {
	stories, err := l.Stories(ctx)
	if err != nil {
		return l.damage(report, "The list of stories", err)
	}
	for _, s := range stories {
		story, err := l.Story(ctx, s.ID)
		switch {
		case errors.Is(err, ErrNotFound): // removed meanwhile
			continue
		case err == nil && story.Aligned != "":
			err = story.Alignment.Check(story.Transcript)
			if err != nil {
				report.problem("The timings of %s do not fit its transcript (%v). Align it again.", quoted(s.Title), err)
			}
		case err != nil:
			if err := l.damage(report, "The story "+quoted(s.Title), err); err != nil {
				return err
			}
		}
		report.Stories++
	}
	return nil
}

func hashOf(ctx context.Context, path string) (hash string, bytes int64, err error) {
	file, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer file.Close()
	sum := sha256.New()
	bytes, err = io.Copy(sum, &meter{ctx: ctx, r: file})
	return hex.EncodeToString(sum.Sum(nil)), bytes, err
}
