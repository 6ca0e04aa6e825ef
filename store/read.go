package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// Stories gives a summary of each story, what was last read or added first. It reads no transcripts.
func (l *Library) Stories(ctx context.Context) (list []Summary, err error) {
	err = l.read(ctx, func(tx *sql.Tx) error {
		list, err = summaries(ctx, tx, "WHERE removed IS NULL ORDER BY max(coalesce(places.read, 0), added) DESC, stories.id DESC")
		return err
	})
	return list, failed(err, "listing the stories")
}

// A Page is a stretch of the list of stories.
type Page struct {
	Stories []Summary
	All     int // how many stories the library has
}

// Page gives count of the stories that [Library.Stories] gives, from the one on that so many come before. However large
// the library, the first page comes at once.
func (l *Library) Page(ctx context.Context, before, count int) (page Page, err error) {
	err = l.read(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, "SELECT count(*) FROM stories WHERE removed IS NULL").Scan(&page.All)
		if err != nil {
			return err
		}
		// What is among the first by the later of two moments is among the first by one of them.
		page.Stories, err = summaries(ctx, tx, `WHERE stories.id IN (
				SELECT id FROM (SELECT id FROM stories WHERE removed IS NULL ORDER BY added DESC, id DESC LIMIT @to)
				UNION
				SELECT id FROM (SELECT places.story AS id FROM places CROSS JOIN stories ON stories.id = places.story
					WHERE removed IS NULL ORDER BY places.read DESC, places.story DESC LIMIT @to))
			ORDER BY max(coalesce(places.read, 0), added) DESC, stories.id DESC LIMIT @count OFFSET @before`,
			sql.Named("to", before+count), sql.Named("before", before), sql.Named("count", count))
		return err
	})
	return page, failed(err, "listing the stories")
}

// Story gives all of one story, or ErrNotFound.
func (l *Library) Story(ctx context.Context, id int64) (story Story, err error) {
	err = l.read(ctx, func(tx *sql.Tx) error {
		story, err = readStory(ctx, tx, id, present)
		return err
	})
	return story, failed(err, "reading story %d", id)
}

const summaryColumns = `stories.id, title, authors, source, stories.url, origin, published, language, duration,
	stories.speakers, stories.turns, stories.words, coalesce(media.hash || media.extension, ''),
	coalesce(alignments.method, ''), alignments.story IS NOT NULL, coalesce(places.position, 0), coalesce(places.finished, 0),
	added, updated, places.read, kept.story IS NOT NULL, downloads.let_go IS NOT NULL`

const summaryTables = `stories LEFT JOIN media ON media.hash = stories.audio
	LEFT JOIN alignments ON alignments.story = stories.id
	LEFT JOIN places ON places.story = stories.id
	LEFT JOIN kept ON kept.story = stories.id
	LEFT JOIN downloads ON downloads.story = stories.id`

func summaries(ctx context.Context, db querier, where string, args ...any) ([]Summary, error) {
	return each(ctx, db, func(row scanner) (Summary, error) { return scanSummary(row) },
		"SELECT "+summaryColumns+" FROM "+summaryTables+" "+where, args...)
}

// A scanner is a row.
type scanner interface{ Scan(into ...any) error }

// scanSummary reads a row of summaryColumns, and what else was asked for after them.
func scanSummary(row scanner, more ...any) (s Summary, err error) {
	var authors string
	var added, updated int64
	var read sql.NullInt64
	var aligned bool
	into := []any{
		&s.ID, &s.Title, &authors, &s.Source, &s.URL, &s.Origin, &s.Published, &s.Language, &s.Duration,
		&s.Speakers, &s.Turns, &s.Words, &s.Audio, &s.Aligned, &aligned, &s.Place, &s.Finished, &added, &updated, &read, &s.Kept, &s.LetGo,
	}
	if err := row.Scan(append(into, more...)...); err != nil {
		return s, err
	}
	if authors != "" {
		s.Authors = strings.Split(authors, "\n")
	}
	if aligned && s.Aligned == "" {
		s.Aligned = "unknown"
	}
	s.HasAudio = s.Audio != ""
	s.Added, s.Updated = time.UnixMilli(added), time.UnixMilli(updated)
	if read.Valid {
		s.LastRead = time.UnixMilli(read.Int64)
	}
	return s, nil
}

// Which stories may be read.
const (
	present  = "AND removed IS NULL"
	anyStory = ""
)

func readStory(ctx context.Context, db querier, id int64, which string) (story Story, err error) {
	t := &story.Transcript
	row := db.QueryRowContext(ctx, "SELECT "+summaryColumns+", rights, audio_url, audio_type, coalesce(downloads.url, '') FROM "+summaryTables+
		" WHERE stories.id = ? "+which, id)
	story.Summary, err = scanSummary(row, &t.Rights, &t.Audio.URL, &t.Audio.Type, &story.DownloadURL)
	if errors.Is(err, sql.ErrNoRows) {
		return story, ErrNotFound
	} else if err != nil {
		return story, err
	}
	t.Title, t.Authors, t.Source, t.URL = story.Title, story.Authors, story.Source, story.URL
	t.Published, t.Language, t.Audio.Duration = story.Published, story.Language, story.Duration
	if t.Speakers, err = readSpeakers(ctx, db, id); err != nil {
		return story, err
	}
	if err := readTurns(ctx, db, id, &story); err != nil {
		return story, err
	}
	if story.Marks, err = readMarks(ctx, db, id); err != nil {
		return story, err
	}
	if story.Own, err = readOwn(ctx, db, id); err != nil {
		return story, err
	}
	if err := readNudge(ctx, db, &story); err != nil {
		return story, err
	}
	return story, readBesides(ctx, db, &story)
}

func readSpeakers(ctx context.Context, db querier, id int64) ([]transcript.Speaker, error) {
	return each(ctx, db, func(row scanner) (s transcript.Speaker, err error) {
		err = row.Scan(&s.Name, &s.Role)
		return s, err
	}, "SELECT name, role FROM speakers WHERE story = ? ORDER BY n", id)
}

func readTurns(ctx context.Context, db querier, id int64, story *Story) error {
	rows, err := db.QueryContext(ctx, `SELECT speaker, kind, text, start, "end", confidence, spans
		FROM turns LEFT JOIN timings ON timings.turn = turns.id WHERE story = ? ORDER BY n`, id)
	if err != nil {
		return err
	}
	defer rows.Close()
	t, a := &story.Transcript, &story.Alignment
	for rows.Next() {
		var row turnRow
		if err := rows.Scan(&row.speaker, &row.kind, &row.text, &row.start, &row.end, &row.confidence, &row.spans); err != nil {
			return err
		}
		turn, timed, err := row.turn(t.Speakers)
		if err != nil {
			return &explained{ErrDamaged, fmt.Errorf("turn %d of story %d: %w", len(t.Turns)+1, id, err)}
		}
		t.Turns = append(t.Turns, turn)
		if story.Aligned != "" {
			a.Turns = append(a.Turns, timed)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if len(t.Turns) != story.Turns {
		return &explained{ErrDamaged, fmt.Errorf("story %d has %d turns and should have %d", id, len(t.Turns), story.Turns)}
	}
	a.Method = story.Aligned
	return nil
}

// A turnRow is a turn and its timings as they lie in the database.
type turnRow struct {
	speaker    sql.NullInt64
	kind, text string
	start, end sql.NullInt64
	confidence sql.NullFloat64
	spans      sql.RawBytes
}

func (r *turnRow) turn(speakers []transcript.Speaker) (turn transcript.Turn, timed timing.Turn, err error) {
	turn.Text = r.text
	var known bool
	if turn.Kind, known = transcript.ParseKind(r.kind); !known {
		return turn, timed, fmt.Errorf("its kind is %q", r.kind)
	}
	if r.speaker.Valid {
		if r.speaker.Int64 < 0 || r.speaker.Int64 >= int64(len(speakers)) {
			return turn, timed, fmt.Errorf("it is spoken by speaker %d", r.speaker.Int64)
		}
		turn.Speaker = speakers[r.speaker.Int64].Name
	}
	if !r.start.Valid {
		return turn, timed, nil
	}
	timed.Start, timed.End = time.Duration(r.start.Int64), time.Duration(r.end.Int64)
	timed.Confidence = r.confidence.Float64
	return turn, timed, unpackSpans(r.spans, &timed)
}

// audioHash is the hash of a story's audio, "" where it has none.
func (s Summary) audioHash() string {
	hash, _, _ := strings.Cut(s.Audio, ".")
	return hash
}

// readable reports whether the packed times can be read.
func (r *turnRow) readable() bool {
	var timed timing.Turn
	return unpackSpans(r.spans, &timed) == nil
}
