package store

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"time"

	"alongside/sync/transcript"
)

// A mender makes salvaged rows fit together again. It works on the form that the damaged library had; what it names is
// there in each, but for what besides and feeds look after.
type mender struct {
	ctx    context.Context
	tx     *sql.Tx
	media  string // the folder of media files
	form   int    // the version of that form
	whole  int
	partly []string // titles
}

func (m *mender) exec(statements ...string) error {
	for _, statement := range statements {
		if _, err := m.tx.ExecContext(m.ctx, statement); err != nil {
			return explain(fmt.Errorf("%s: %w", strings.Join(strings.Fields(statement), " "), err))
		}
	}
	return nil
}

func (m *mender) all() error {
	if err := m.exec("PRAGMA defer_foreign_keys = ON"); err != nil {
		return err
	}
	for _, mend := range []func() error{m.stories, m.audio, m.speakers, m.turns, m.tell, m.structure, m.feeds, m.marks, m.mendings, m.own, m.nudges, m.companions, m.rest} {
		if err := mend(); err != nil {
			return err
		}
	}
	return nil
}

// stories makes a story for turns that have lost theirs, and calls it by their first words.
func (m *mender) stories() error {
	return m.exec(fmt.Sprintf(`INSERT INTO stories (id, title, authors, source, url, published, language, rights,
			audio_url, audio_type, duration, origin, speakers, turns, words, added, updated)
		SELECT story, substr(text, 1, 60) || '…', '', '', '', '', '', '', '', '', 0, '', 0, 0, 0, %d, %[1]d
		FROM (SELECT story, text, min(n) FROM turns GROUP BY story)
		WHERE story NOT IN (SELECT id FROM stories) AND story > 0`, time.Now().UnixMilli()))
}

// audio makes the list of media from the files that are there, and lets stories go without whose file is not.
func (m *mender) audio() error {
	if err := m.exec("DELETE FROM media"); err != nil {
		return err
	}
	used := "SELECT 1 FROM stories WHERE audio = @hash"
	if m.form >= formOfBesides {
		used = "SELECT 1 FROM uses WHERE hash = @hash"
	}
	entries, err := os.ReadDir(m.media)
	if err != nil {
		return explain(err)
	}
	for _, entry := range entries {
		name := mediaFile.FindStringSubmatch(entry.Name())
		info, err := entry.Info()
		if name == nil || err != nil || !info.Mode().IsRegular() {
			continue
		}
		_, err = m.tx.ExecContext(m.ctx, `INSERT OR IGNORE INTO media (hash, extension, bytes)
			SELECT @hash, @extension, @bytes WHERE EXISTS (`+used+")",
			sql.Named("hash", name[1]), sql.Named("extension", name[2]), sql.Named("bytes", info.Size()))
		if err != nil {
			return explain(err)
		}
	}
	if err := m.exec("UPDATE stories SET audio = NULL WHERE audio NOT IN (SELECT hash FROM media)"); err != nil {
		return err
	}
	return m.besides()
}

// formOfBesides is the version from which on a story may have parts, chapters, asides, a picture and a job.
const formOfBesides = 2

// besides lets go what has lost its story. A story of whose sound a part is lost goes without: times after it would lie.
func (m *mender) besides() error {
	if m.form < formOfBesides {
		return nil
	}
	return m.exec(
		"UPDATE stories SET audio = NULL WHERE id IN (SELECT story FROM parts WHERE audio NOT IN (SELECT hash FROM media))",
		"DELETE FROM parts WHERE story NOT IN (SELECT id FROM stories WHERE audio IS NOT NULL)",
		"DELETE FROM pictures WHERE image NOT IN (SELECT hash FROM media) OR story NOT IN (SELECT id FROM stories)",
		"DELETE FROM media WHERE hash NOT IN (SELECT hash FROM uses)",
		"DELETE FROM chapters WHERE story NOT IN (SELECT id FROM stories)",
		"DELETE FROM asides WHERE story NOT IN (SELECT id FROM stories)",
		"DELETE FROM kept WHERE story NOT IN (SELECT id FROM stories)",
		"DELETE FROM downloads WHERE story NOT IN (SELECT id FROM stories)",
		// Sound that is not here and should be is as good as let go: it can be had again.
		fmt.Sprintf("UPDATE downloads SET let_go = %d WHERE let_go IS NULL AND story IN (SELECT id FROM stories WHERE audio IS NULL)",
			time.Now().UnixMilli()),
		"UPDATE jobs SET story = NULL WHERE story NOT IN (SELECT id FROM stories)",
	)
}

// speakers gives those that are lost a number for a name, so that the turns still tell who speaks.
func (m *mender) speakers() error {
	return m.exec(
		"DELETE FROM speakers WHERE story NOT IN (SELECT id FROM stories) OR n NOT BETWEEN 0 AND 9999",
		"UPDATE turns SET speaker = NULL WHERE speaker NOT BETWEEN 0 AND 9999",
		`WITH RECURSIVE
			most (story, n) AS (
				SELECT story, max(n) FROM (
					SELECT story, speaker AS n FROM turns WHERE speaker IS NOT NULL
					UNION ALL SELECT story, n FROM speakers)
				GROUP BY story),
			expected (story, n) AS (
				SELECT story, n FROM most UNION ALL SELECT story, n - 1 FROM expected WHERE n > 0)
		INSERT OR IGNORE INTO speakers (story, n, name, role)
		SELECT story, n, 'Speaker ' || (n + 1), '' FROM expected WHERE story IN (SELECT id FROM stories)`,
	)
}

// turns closes the gaps between those that are left. A story with none keeps its audio, and a note.
func (m *mender) turns() error {
	return m.exec(
		"DELETE FROM turns WHERE story NOT IN (SELECT id FROM stories)",
		"DELETE FROM stories WHERE audio IS NULL AND id NOT IN (SELECT story FROM turns)",
		`INSERT INTO turns (story, n, kind, text)
			SELECT id, 0, 'note', 'The transcript of this story could not be recovered.' FROM stories
			WHERE id NOT IN (SELECT story FROM turns)`,
		`UPDATE turns SET n = -numbers.n FROM (
				SELECT id, row_number() OVER (PARTITION BY story ORDER BY turns.n) AS n FROM turns) AS numbers
			WHERE turns.id = numbers.id`, // below zero first: two turns never have one number
		"UPDATE turns SET n = -1 - n",
		`DELETE FROM timings WHERE turn NOT IN (SELECT id FROM turns)`,
		`DELETE FROM alignments WHERE story NOT IN (SELECT id FROM stories)`,
		`DELETE FROM alignments WHERE story NOT IN (SELECT story FROM turns, timings WHERE timings.turn = turns.id)`,
		`INSERT OR IGNORE INTO alignments (story, method, made)
			SELECT DISTINCT story, 'unknown', 0 FROM turns, timings WHERE timings.turn = turns.id`,
		`DELETE FROM places WHERE story NOT IN (SELECT id FROM stories)`,
	)
}

// tell finds out which stories are whole: those with as many turns as they had and with the same words.
func (m *mender) tell() error {
	rows, err := m.tx.QueryContext(m.ctx, "SELECT id, title, turns, coalesce(same_words, '') FROM stories ORDER BY title, id")
	if err != nil {
		return explain(err)
	}
	type story struct {
		id           int64
		title, words string
		turns        int
	}
	var stories []story
	for rows.Next() {
		var s story
		if err := rows.Scan(&s.id, &s.title, &s.turns, &s.words); err != nil {
			rows.Close()
			return explain(err)
		}
		stories = append(stories, s)
	}
	if err := rows.Err(); err != nil {
		return explain(err)
	}
	for _, s := range stories {
		turns, err := m.readTurns(s.id)
		if err != nil {
			return err
		}
		if len(turns) == s.turns && wordsHash(turns) == s.words {
			m.whole++
			continue
		}
		m.partly = append(m.partly, quoted(s.title))
		words := 0
		for _, turn := range turns {
			words += len(turn.Words())
		}
		_, err = m.tx.ExecContext(m.ctx, `UPDATE stories SET turns = ?, words = ?, same_words = NULL,
			speakers = (SELECT count(*) FROM speakers WHERE story = id) WHERE id = ?`, len(turns), words, s.id)
		if err != nil {
			return explain(err)
		}
	}
	return nil
}

// readTurns reads a story's turns, without speakers.
func (m *mender) readTurns(story int64) (turns []transcript.Turn, err error) {
	rows, err := m.tx.QueryContext(m.ctx, "SELECT kind, text FROM turns WHERE story = ? ORDER BY n", story)
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		var kind string
		var turn transcript.Turn
		if err := rows.Scan(&kind, &turn.Text); err != nil {
			return nil, explain(err)
		}
		turn.Kind, _ = transcript.ParseKind(kind)
		turns = append(turns, turn)
	}
	return turns, explain(rows.Err())
}

// structure drops chapters and asides that begin after the last turn that is left.
func (m *mender) structure() error {
	if m.form < formOfBesides {
		return nil
	}
	return m.exec(
		"DELETE FROM chapters WHERE turn >= (SELECT turns FROM stories WHERE id = story)",
		"DELETE FROM asides WHERE last >= (SELECT turns FROM stories WHERE id = story)",
	)
}

// formOfFeeds is the version from which on there may be feeds.
const formOfFeeds = 3

// feeds lets go episodes that have lost their feed: nobody could ask for them again. Those that have lost their story can be
// saved again.
func (m *mender) feeds() error {
	if m.form < formOfFeeds {
		return nil
	}
	return m.exec(
		"DELETE FROM episodes WHERE feed NOT IN (SELECT id FROM feeds)",
		"UPDATE episodes SET story = NULL, saved = 0 WHERE story NOT IN (SELECT id FROM stories)",
	)
}

// formOfMarks is the version from which on there may be marks.
const formOfMarks = 4

// marks lets go those that have lost their story, and puts the others on their words in the turns that are left.
func (m *mender) marks() error {
	if m.form < formOfMarks {
		return nil
	}
	if err := m.exec("DELETE FROM marks WHERE story NOT IN (SELECT id FROM stories)"); err != nil {
		return err
	}
	stories, err := each(m.ctx, m.tx, func(row scanner) (id int64, err error) {
		err = row.Scan(&id)
		return id, err
	}, "SELECT DISTINCT story FROM marks")
	if err != nil {
		return explain(err)
	}
	for _, id := range stories {
		turns, err := m.readTurns(id)
		if err != nil {
			return err
		}
		if err := moveMarks(m.ctx, m.tx, id, turns); err != nil {
			return explain(err)
		}
	}
	return nil
}

// formOfMendings is the version from which on times may have been mended by the reader.
const formOfMendings = 5

// mendings lets go those of stories that have lost something: their turns would not be those that were tapped.
func (m *mender) mendings() error {
	if m.form < formOfMendings {
		return nil
	}
	return m.exec(
		"DELETE FROM mendings WHERE story NOT IN ("+m.wholeStories()+")",
		"DELETE FROM taps WHERE mending NOT IN (SELECT id FROM mendings)",
		"DELETE FROM replaced WHERE mending NOT IN (SELECT id FROM mendings)",
	)
}

// formOfOwn is the version from which on a story may have settings of its own, taps that are no times yet, and a loudness.
const formOfOwn = 6

// own lets go what has lost its story, and taps of stories that have lost something.
func (m *mender) own() error {
	if m.form < formOfOwn {
		return nil
	}
	return m.exec(
		"DELETE FROM own WHERE story NOT IN (SELECT id FROM stories) OR NOT json_valid(settings)",
		"DELETE FROM begun WHERE story NOT IN ("+m.wholeStories()+")",
		"DELETE FROM loudness", // it is measured again
	)
}

// wholeStories selects those that have lost nothing.
func (m *mender) wholeStories() string {
	whole := "SELECT id FROM stories WHERE turns = (SELECT count(*) FROM turns WHERE story = stories.id)"
	if len(m.partly) > 0 {
		whole += " AND 0" // some have lost turns, and by now all say that they have as many as are left
	}
	return whole
}

// rest drops times that cannot be read, and makes the search index anew.
func (m *mender) rest() error {
	rows, err := m.tx.QueryContext(m.ctx, "SELECT turn, spans FROM timings")
	if err != nil {
		return explain(err)
	}
	var bad []int64
	for rows.Next() {
		var turn int64
		var row turnRow
		if err := rows.Scan(&turn, &row.spans); err != nil {
			rows.Close()
			return explain(err)
		}
		if !row.readable() {
			bad = append(bad, turn)
		}
	}
	if err := rows.Err(); err != nil {
		return explain(err)
	}
	for _, turn := range bad {
		if _, err := m.tx.ExecContext(m.ctx, "DELETE FROM timings WHERE turn = ?", turn); err != nil {
			return explain(err)
		}
	}
	return m.exec(rebuilding(m.form)...)
}
