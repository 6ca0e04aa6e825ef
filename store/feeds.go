package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// A Feed is a list of stories that one has subscribed to: a podcast, or what a station publishes.
type Feed struct {
	ID       int64
	URL      string
	Title    string
	Link     string    // the page it belongs to
	Language string    // BCP 47
	Picture  string    // an address
	ETag     string    // what the server called the state that was read last, for asking whether there is a newer one
	Modified string    // and when it says that was made, in the words of HTTP
	Checked  time.Time // when it was last asked for, whatever came of it; zero where it never was
	Keep     int       // how many of the newest episodes are kept for reading offline
	Problem  string    // why it could not be read the last time, in words; "" where it could
	Added    time.Time

	Episodes int // how many there are, without hidden ones
	New      int // how many of them nobody has seen yet
}

// An Episode is a story that a feed lists, saved or not. What the feed does not say is left empty.
type Episode struct {
	ID        int64
	Feed      int64
	GUID      string // what it is known by in its feed
	Title     string
	Published time.Time
	Link      string // the page it has for itself
	Author    string
	Summary   string // plain text, a line a paragraph
	Picture   string // an address

	AudioURL       string // "" where it has no sound
	AudioType      string
	AudioBytes     int64         // as the feed has it, which is not always right
	Duration       time.Duration // as the feed has it, which is not always right
	Season, Number string
	TranscriptURL  string // "" where it has none
	TranscriptType string
	ChaptersURL    string

	Story  int64 // once it is saved, and as long as its story is in the library; else 0
	Saved  bool  // it is, or was once: where it has no story any more, somebody removed that
	Listed bool  // the feed lists it; one that is saved stays when it does not
	New    bool  // nobody has seen it yet
	Hidden bool  // one does not want to be shown it
}

// What is given for a feed or an episode that is not there.
var (
	ErrNoFeed    = errors.New("there is no such feed; it may have been removed")
	ErrNoEpisode = errors.New("there is no such episode; the feed may not list it any more")
)

// Subscribe adds a feed, of which URL and, until the feed itself was read, Title are needed. It reports false where the
// library has a feed of that address: then that one's number is given, and nothing changes.
func (l *Library) Subscribe(ctx context.Context, f Feed) (id int64, added bool, err error) {
	err = l.write(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, "SELECT id FROM feeds WHERE url = ?", f.URL).Scan(&id)
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		added = true
		return tx.QueryRowContext(ctx, `INSERT INTO feeds (url, title, link, language, picture, etag, modified, keep, problem, added)
			VALUES (?, ?, ?, ?, ?, '', '', ?, '', ?) RETURNING id`,
			f.URL, f.Title, f.Link, f.Language, f.Picture, f.Keep, time.Now().UnixMilli()).Scan(&id)
	})
	if err != nil {
		return 0, false, failed(err, "subscribing to %s", f.URL)
	}
	return id, added, nil
}

// Unsubscribe removes a feed and the list of its episodes. Stories that were saved from it stay.
func (l *Library) Unsubscribe(ctx context.Context, id int64) error {
	return failed(l.changeFeed(ctx, "DELETE FROM feeds WHERE id = ?", id), "removing feed %d", id)
}

// SetKeep says how many of a feed's newest episodes are kept for reading offline.
func (l *Library) SetKeep(ctx context.Context, id int64, newest int) error {
	err := l.changeFeed(ctx, "UPDATE feeds SET keep = ? WHERE id = ?", max(newest, 0), id)
	return failed(err, "saving how many episodes of feed %d are kept", id)
}

// CheckedFeed says that a feed was asked for just now and gave nothing new, with the problem that there was: "" for none.
func (l *Library) CheckedFeed(ctx context.Context, id int64, problem string) error {
	err := l.changeFeed(ctx, "UPDATE feeds SET checked = ?, problem = ? WHERE id = ?", time.Now().UnixMilli(), problem, id)
	return failed(err, "saving that feed %d was asked for", id)
}

// SeenFeed says that somebody has seen what is new in a feed.
func (l *Library) SeenFeed(ctx context.Context, id int64) error {
	err := l.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE episodes SET seen = 1 WHERE feed = ? AND seen = 0", id)
		return err
	})
	return failed(err, "saving that feed %d was seen", id)
}

// LinkEpisode says as which story an episode was saved.
func (l *Library) LinkEpisode(ctx context.Context, episode, story int64) error {
	err := l.write(ctx, func(tx *sql.Tx) error {
		var there bool
		err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM stories WHERE id = ? "+present+")", story).Scan(&there)
		if err == nil && !there {
			err = ErrNotFound
		}
		if err != nil {
			return err
		}
		return changed(ErrNoEpisode)(tx.ExecContext(ctx, "UPDATE episodes SET story = ?, saved = 1, seen = 1 WHERE id = ?", story, episode))
	})
	return failed(err, "saving that episode %d is story %d", episode, story)
}

// HideEpisode says that one does not want to be shown an episode.
func (l *Library) HideEpisode(ctx context.Context, id int64) error {
	err := l.write(ctx, func(tx *sql.Tx) error {
		return changed(ErrNoEpisode)(tx.ExecContext(ctx, "UPDATE episodes SET hidden = 1 WHERE id = ?", id))
	})
	return failed(err, "hiding episode %d", id)
}

// UnhideEpisode takes that back.
func (l *Library) UnhideEpisode(ctx context.Context, id int64) error {
	err := l.write(ctx, func(tx *sql.Tx) error {
		return changed(ErrNoEpisode)(tx.ExecContext(ctx, "UPDATE episodes SET hidden = 0 WHERE id = ?", id))
	})
	return failed(err, "showing episode %d again", id)
}

func (l *Library) changeFeed(ctx context.Context, query string, args ...any) error {
	return l.write(ctx, func(tx *sql.Tx) error { return changed(ErrNoFeed)(tx.ExecContext(ctx, query, args...)) })
}

// changed gives the error missing for a statement that changed no row.
func changed(missing error) func(sql.Result, error) error {
	return func(result sql.Result, err error) error {
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err == nil && n == 0 {
			return missing
		}
		return nil
	}
}

// SaveFeed keeps what was read of a feed just now, in one transaction: what the feed says of itself, its address, ETag and
// Modified, and its episodes, the newest first. Of these, those that are there already are updated and keep their numbers
// and marks; those that are missing go, unless they are saved. The first episodes of a feed do not count as new.
func (l *Library) SaveFeed(ctx context.Context, f Feed, episodes []Episode) error {
	err := l.write(ctx, func(tx *sql.Tx) error {
		var known bool
		if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM episodes WHERE feed = ?)", f.ID).Scan(&known); err != nil {
			return err
		}
		err := changed(ErrNoFeed)(tx.ExecContext(ctx, `UPDATE feeds SET
				url = CASE WHEN EXISTS (SELECT 1 FROM feeds AS other WHERE other.url = @url AND other.id <> @id) THEN url ELSE @url END,
				title = coalesce(nullif(@title, ''), title), link = @link, language = @language, picture = @picture,
				etag = @etag, modified = @modified, checked = @now, problem = ''
			WHERE id = @id`, sql.Named("id", f.ID), sql.Named("url", f.URL), sql.Named("title", f.Title), sql.Named("link", f.Link),
			sql.Named("language", f.Language), sql.Named("picture", f.Picture), sql.Named("etag", f.ETag),
			sql.Named("modified", f.Modified), sql.Named("now", time.Now().UnixMilli())))
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE episodes SET listed = 0 WHERE feed = ?", f.ID); err != nil {
			return err
		}
		if err := saveEpisodes(ctx, tx, f.ID, episodes, known); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "DELETE FROM episodes WHERE feed = ? AND listed = 0 AND story IS NULL", f.ID)
		return err
	})
	return failed(err, "saving the feed %s", quoted(f.Title))
}

// saveEpisodes writes the oldest first, so that a later number is a newer episode where no dates say so.
func saveEpisodes(ctx context.Context, tx *sql.Tx, feed int64, episodes []Episode, known bool) error {
	columns := strings.Fields(`title published link author summary picture audio_url audio_type audio_bytes duration season number
		transcript_url transcript_type chapters_url`)
	updates := make([]string, len(columns))
	for i, c := range columns {
		updates[i] = fmt.Sprintf("%s = excluded.%[1]s", c)
	}
	insert, err := tx.PrepareContext(ctx, fmt.Sprintf(`INSERT INTO episodes (feed, guid, seen, %s, saved, listed, hidden)
		VALUES (?, ?, ?%s, 0, 1, 0) ON CONFLICT (feed, guid) DO UPDATE SET listed = 1, %s`,
		strings.Join(columns, ", "), strings.Repeat(", ?", len(columns)), strings.Join(updates, ", ")))
	if err != nil {
		return err
	}
	defer insert.Close()
	for i := len(episodes) - 1; i >= 0; i-- {
		e := episodes[i]
		_, err := insert.ExecContext(ctx, feed, e.GUID, !known, e.Title, moment(e.Published), e.Link, e.Author, e.Summary, e.Picture,
			e.AudioURL, e.AudioType, e.AudioBytes, int64(e.Duration), e.Season, e.Number,
			e.TranscriptURL, e.TranscriptType, e.ChaptersURL)
		if err != nil {
			return err
		}
	}
	return nil
}

// moment is a time as the database has it; NULL for none.
func moment(t time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: t.UnixMilli(), Valid: !t.IsZero()}
}

func timeOf(m sql.NullInt64) time.Time {
	if !m.Valid {
		return time.Time{}
	}
	return time.UnixMilli(m.Int64)
}

// Feeds lists the feeds, by their titles.
func (l *Library) Feeds(ctx context.Context) (list []Feed, err error) {
	err = l.read(ctx, func(tx *sql.Tx) error {
		list, err = feeds(ctx, tx, "ORDER BY title COLLATE NOCASE, id")
		return err
	})
	return list, failed(err, "listing the feeds")
}

// Feed gives one feed, or ErrNoFeed.
func (l *Library) Feed(ctx context.Context, id int64) (f Feed, err error) {
	err = l.read(ctx, func(tx *sql.Tx) error {
		list, err := feeds(ctx, tx, "WHERE id = ?", id)
		f, err = first(list, err, ErrNoFeed)
		return err
	})
	return f, failed(err, "reading feed %d", id)
}

// first is the first of what was read, or the error; none says that there is nothing.
func first[T any](list []T, err, none error) (found T, _ error) {
	switch {
	case err != nil:
		return found, err
	case len(list) == 0:
		return found, none
	}
	return list[0], nil
}

func feeds(ctx context.Context, tx *sql.Tx, where string, args ...any) ([]Feed, error) {
	return each(ctx, tx, scanFeed, `SELECT id, url, title, link, language, picture, etag, modified, checked, keep, problem, added,
		(SELECT count(*) FROM episodes WHERE feed = feeds.id AND hidden = 0),
		(SELECT count(*) FROM episodes WHERE feed = feeds.id AND hidden = 0 AND seen = 0) FROM feeds `+where, args...)
}

func scanFeed(row scanner) (f Feed, err error) {
	var checked sql.NullInt64
	var added int64
	err = row.Scan(&f.ID, &f.URL, &f.Title, &f.Link, &f.Language, &f.Picture, &f.ETag, &f.Modified, &checked, &f.Keep,
		&f.Problem, &added, &f.Episodes, &f.New)
	f.Checked, f.Added = timeOf(checked), time.UnixMilli(added)
	return f, err
}

// Episodes lists a feed's episodes, hidden ones too, the newest first; or gives ErrNoFeed.
func (l *Library) Episodes(ctx context.Context, feed int64) (list []Episode, err error) {
	err = l.read(ctx, func(tx *sql.Tx) error {
		var there bool
		if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM feeds WHERE id = ?)", feed).Scan(&there); err != nil {
			return err
		}
		if !there {
			return ErrNoFeed
		}
		list, err = episodes(ctx, tx, "WHERE feed = ? ORDER BY episodes.published DESC NULLS LAST, episodes.id DESC", feed)
		return err
	})
	return list, failed(err, "listing the episodes of feed %d", feed)
}

// Episode gives one episode, or ErrNoEpisode.
func (l *Library) Episode(ctx context.Context, id int64) (e Episode, err error) {
	err = l.read(ctx, func(tx *sql.Tx) error {
		list, err := episodes(ctx, tx, "WHERE episodes.id = ?", id)
		e, err = first(list, err, ErrNoEpisode)
		return err
	})
	return e, failed(err, "reading episode %d", id)
}

// EpisodeOf gives the episode that a story was saved from, or ErrNoEpisode.
func (l *Library) EpisodeOf(ctx context.Context, story int64) (e Episode, err error) {
	err = l.read(ctx, func(tx *sql.Tx) error {
		list, err := episodes(ctx, tx, "WHERE stories.id = ? ORDER BY episodes.id LIMIT 1", story)
		e, err = first(list, err, ErrNoEpisode)
		return err
	})
	return e, failed(err, "reading which episode story %d is", story)
}

func episodes(ctx context.Context, tx *sql.Tx, where string, args ...any) ([]Episode, error) {
	return each(ctx, tx, scanEpisode, `SELECT episodes.id, feed, guid, episodes.title, episodes.published, link, author, summary, picture,
			episodes.audio_url, episodes.audio_type, audio_bytes, episodes.duration, season, number,
			transcript_url, transcript_type, chapters_url, coalesce(stories.id, 0), saved, listed, NOT seen, hidden
		FROM episodes LEFT JOIN stories ON stories.id = story AND removed IS NULL `+where, args...)
}

func scanEpisode(row scanner) (e Episode, err error) {
	var published sql.NullInt64
	err = row.Scan(&e.ID, &e.Feed, &e.GUID, &e.Title, &published, &e.Link, &e.Author, &e.Summary, &e.Picture,
		&e.AudioURL, &e.AudioType, &e.AudioBytes, &e.Duration, &e.Season, &e.Number,
		&e.TranscriptURL, &e.TranscriptType, &e.ChaptersURL, &e.Story, &e.Saved, &e.Listed, &e.New, &e.Hidden)
	e.Published = timeOf(published)
	return e, err
}
