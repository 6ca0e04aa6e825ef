package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// Save puts a story into the library, whole or not at all, and gives its number there. A story that is there already is
// updated and keeps its number, its place and the date it was added; one that was removed comes back. Where the draft has
// no audio the story keeps what it had; where the draft has no alignment it keeps its own as long as that fits the turns
// and the audio; what the draft's transcript does not say of title, authors and the like it keeps, too.
func (l *Library) Save(ctx context.Context, d Draft) (id int64, err error) {
	defer func() { err = failed(err, "saving %s", quoted(cmp.Or(d.Transcript.Title, d.Name))) }()
	if len(d.Transcript.Turns) == 0 {
		return 0, ErrNoWords
	}
	if err := checkFit(d.Alignment, d.Transcript); err != nil {
		return 0, err
	}
	staged, err := l.stageDraft(ctx, d)
	if err != nil {
		return 0, err
	}
	defer staged.Close()
	replaced := false
	err = l.write(ctx, func(tx *sql.Tx) error {
		s := saver{Library: l, ctx: ctx, tx: tx, now: time.Now()}
		id, err = s.save(d, staged)
		replaced = s.replaced
		return err
	})
	if replaced || err != nil {
		l.sweep(context.WithoutCancel(ctx)) // what it leaves is deleted when the library is next opened
	}
	return id, err
}

// SaveAlignment replaces a story's alignment; one without turns takes it away.
func (l *Library) SaveAlignment(ctx context.Context, id int64, a timing.Alignment) error {
	err := l.write(ctx, func(tx *sql.Tx) error {
		story, err := readStory(ctx, tx, id, present)
		if err != nil {
			return err
		}
		if err := checkFit(a, story.Transcript); err != nil {
			return err
		}
		s := saver{Library: l, ctx: ctx, tx: tx, now: time.Now()}
		return s.alignment(id, a)
	})
	return failed(err, "saving the timings of story %d", id)
}

// longest is more than any audio lasts. It keeps nonsense out, and sums of packed times within their type.
const longest = 10000 * time.Hour

// checkFit gives ErrMisfit where an alignment is not one of the transcript.
func checkFit(a timing.Alignment, t transcript.Transcript) error {
	if len(a.Turns) == 0 {
		return nil
	}
	if err := a.Check(t); err != nil {
		return fmt.Errorf("%w (%w)", ErrMisfit, err)
	}
	for n, turn := range a.Turns {
		for _, list := range [][]timing.Timing{{turn.Timing}, turn.Sentences, turn.Words} {
			for _, t := range list {
				if t.Start > longest || t.End > longest {
					return fmt.Errorf("%w (turn %d has a time of %v)", ErrMisfit, n+1, max(t.Start, t.End))
				}
			}
		}
	}
	return nil
}

// A saver writes one story within a transaction.
type saver struct {
	*Library
	ctx      context.Context
	tx       *sql.Tx
	now      time.Time
	replaced bool // a media file may have fallen out of use
}

func (s *saver) exec(query string, args ...any) error {
	_, err := s.tx.ExecContext(s.ctx, query, args...)
	return err
}

func (s *saver) save(d Draft, staged *stagedDraft) (int64, error) {
	hash := ""
	if staged.audio != nil {
		hash = staged.audio.hash
	}
	same := identify(d, hash)
	id, err := findSame(s.ctx, s.tx, same)
	if err != nil {
		return 0, err
	}
	if staged.audio != nil {
		if err := s.media(staged.audio); err != nil {
			return 0, err
		}
	}
	if id == 0 {
		id, err = s.insert(d, same, staged)
	} else {
		err = s.update(id, d, same, staged)
	}
	if err != nil || staged.audio == nil {
		return id, err
	}
	return id, s.download(id, d.AudioURL, staged.audio)
}

func (s *saver) media(audio *stagedFile) error {
	// The extension may be another this time: the file has the one it was first saved with.
	err := s.tx.QueryRowContext(s.ctx, `INSERT INTO media (hash, extension, bytes) VALUES (?, ?, ?)
		ON CONFLICT (hash) DO UPDATE SET bytes = excluded.bytes RETURNING extension`,
		audio.hash, audio.extension, audio.bytes).Scan(&audio.extension)
	if err != nil {
		return err
	}
	return s.place(audio)
}

func (s *saver) insert(d Draft, same identity, staged *stagedDraft) (id int64, err error) {
	now := s.now.UnixMilli()
	row := rowOf(d, same)
	err = s.tx.QueryRowContext(s.ctx, `INSERT INTO stories (title, authors, source, url, published, language, rights,
			audio_url, audio_type, duration, audio, origin, same_url, same_title, same_words, speakers, turns, words,
			added, updated)
		VALUES (coalesce(nullif(@title, ''), @name), @authors, @source, @url, @published, @language, @rights,
			@audio_url, @audio_type, @duration, nullif(@audio, ''), @origin, nullif(@same_url, ''),
			nullif(@same_title, ''), nullif(@same_words, ''), @speakers, @turns, @words, @now, @now)
		RETURNING id`, append(row, sql.Named("name", d.Name), sql.Named("now", now))...).Scan(&id)
	if err != nil {
		return 0, err
	}
	if err := s.transcript(id, d.Transcript); err != nil {
		return 0, err
	}
	if err := s.alignment(id, d.Alignment); err != nil {
		return 0, err
	}
	if err := s.besides(id, d, staged, false); err != nil {
		return 0, err
	}
	return id, s.index(id)
}

func (s *saver) update(id int64, d Draft, same identity, staged *stagedDraft) error {
	old, err := readStory(s.ctx, s.tx, id, anyStory)
	if err != nil {
		return err
	}
	if err := s.unindex(id); err != nil {
		return err
	}
	same.title = titleKey(cmp.Or(d.Transcript.Title, old.Title), cmp.Or(d.Transcript.Source, old.Source))
	row := rowOf(d, same)
	err = s.exec(`UPDATE stories SET title = coalesce(nullif(@title, ''), title),
			authors = coalesce(nullif(@authors, ''), authors), source = coalesce(nullif(@source, ''), source),
			url = coalesce(nullif(@url, ''), url), published = coalesce(nullif(@published, ''), published),
			language = coalesce(nullif(@language, ''), language), rights = coalesce(nullif(@rights, ''), rights),
			audio_url = coalesce(nullif(@audio_url, ''), audio_url),
			audio_type = coalesce(nullif(@audio_type, ''), audio_type),
			duration = coalesce(nullif(@duration, 0), duration), audio = coalesce(nullif(@audio, ''), audio),
			origin = coalesce(nullif(@origin, ''), origin), same_url = coalesce(nullif(@same_url, ''), same_url),
			same_title = nullif(@same_title, ''), same_words = nullif(@same_words, ''),
			speakers = @speakers, turns = @turns, words = @words, updated = @now, removed = NULL
		WHERE id = @id`, append(row, sql.Named("id", id), sql.Named("now", s.now.UnixMilli()))...)
	if err != nil {
		return err
	}
	sameTurns := slices.Equal(old.Transcript.Turns, d.Transcript.Turns)
	if err := s.besides(id, d, staged, sameTurns); err != nil {
		return err
	}
	s.replaced = s.replaced || same.audio != "" && old.audioHash() != "" && same.audio != old.audioHash()
	if s.replaced {
		if err := s.dropMedia(); err != nil {
			return err
		}
	}
	if !sameTurns || !slices.Equal(old.Transcript.Speakers, d.Transcript.Speakers) {
		if err := s.transcript(id, d.Transcript); err != nil {
			return err
		}
	}
	switch {
	case len(d.Alignment.Turns) > 0 || !sameTurns || s.otherLength(old, d, same):
		err = s.alignment(id, d.Alignment)
	case !slices.Equal(old.Transcript.Speakers, d.Transcript.Speakers):
		err = s.alignment(id, old.Alignment) // the turns were written anew
	}
	if err != nil {
		return err
	}
	return s.index(id)
}

// otherLength reports whether new audio is of another length than the old was, which may have been let go, so that the old
// times cannot be right.
func (s *saver) otherLength(old Story, d Draft, same identity) bool {
	length := d.Transcript.Audio.Duration
	return same.audio != "" && (old.HasAudio || old.LetGo) && same.audio != s.hashBefore(old) &&
		length != 0 && old.Transcript.Audio.Duration != 0 && (length-old.Transcript.Audio.Duration).Abs() > time.Second
}

// rowOf gives the values of a story's row.
func rowOf(d Draft, same identity) []any {
	t := d.Transcript
	authors := make([]string, len(t.Authors))
	for i, author := range t.Authors {
		authors[i] = strings.Join(strings.Fields(author), " ")
	}
	words := 0
	for _, turn := range t.Turns {
		words += len(turn.Words())
	}
	return []any{
		sql.Named("title", t.Title), sql.Named("authors", strings.Join(authors, "\n")), sql.Named("source", t.Source),
		sql.Named("url", t.URL), sql.Named("published", t.Published), sql.Named("language", t.Language),
		sql.Named("rights", t.Rights), sql.Named("audio_url", t.Audio.URL), sql.Named("audio_type", t.Audio.Type),
		sql.Named("duration", int64(t.Audio.Duration)), sql.Named("audio", same.audio), sql.Named("origin", d.Origin),
		sql.Named("same_url", same.url), sql.Named("same_title", same.title), sql.Named("same_words", same.words),
		sql.Named("speakers", len(t.Speakers)), sql.Named("turns", len(t.Turns)), sql.Named("words", words),
	}
}

// transcript replaces a story's speakers and turns, and so takes its timings away, and taps of which none are made yet.
func (s *saver) transcript(id int64, t transcript.Transcript) error {
	for _, table := range [...]string{"turns", "speakers", "begun"} {
		if err := s.exec("DELETE FROM "+table+" WHERE story = ?", id); err != nil {
			return err
		}
	}
	numbers := map[string]int{}
	for n, speaker := range t.Speakers {
		if _, known := numbers[speaker.Name]; !known {
			numbers[speaker.Name] = n
		}
		err := s.exec("INSERT INTO speakers (story, n, name, role) VALUES (?, ?, ?, ?)", id, n, speaker.Name, speaker.Role)
		if err != nil {
			return err
		}
	}
	insert, err := s.tx.PrepareContext(s.ctx, "INSERT INTO turns (story, n, speaker, kind, text) VALUES (?, ?, ?, ?, ?)")
	if err != nil {
		return err
	}
	defer insert.Close()
	for n, turn := range t.Turns {
		var speaker sql.NullInt64
		if number, known := numbers[turn.Speaker]; known {
			speaker = sql.NullInt64{Int64: int64(number), Valid: true}
		} else if turn.Speaker != "" {
			return fmt.Errorf("turn %d is spoken by %s, who is not among the speakers", n+1, quoted(turn.Speaker))
		}
		if _, err := insert.ExecContext(s.ctx, id, n, speaker, turn.Kind.String(), turn.Text); err != nil {
			return err
		}
	}
	return moveMarks(s.ctx, s.tx, id, t.Turns)
}

// alignment replaces a story's alignment; one without turns takes it away. What was mended was mended of the old one.
func (s *saver) alignment(id int64, a timing.Alignment) error {
	if err := errors.Join(s.exec("DELETE FROM mendings WHERE story = ?", id), s.dropLoudness(id)); err != nil {
		return err
	}
	err := s.exec("DELETE FROM timings WHERE turn IN (SELECT id FROM turns WHERE story = ?)", id)
	if err != nil || len(a.Turns) == 0 {
		return errors.Join(err, s.exec("DELETE FROM alignments WHERE story = ?", id))
	}
	err = s.exec("INSERT OR REPLACE INTO alignments (story, method, made) VALUES (?, ?, ?)", id, a.Method, s.now.UnixMilli())
	if err != nil {
		return err
	}
	insert, err := s.tx.PrepareContext(s.ctx, `INSERT INTO timings (turn, start, "end", confidence, spans)
		SELECT id, ?, ?, ?, ? FROM turns WHERE story = ? AND n = ?`)
	if err != nil {
		return err
	}
	defer insert.Close()
	for n, turn := range a.Turns {
		if turn.Timing == (timing.Timing{}) && len(turn.Sentences)+len(turn.Words) == 0 {
			continue
		}
		_, err := insert.ExecContext(s.ctx, int64(turn.Start), int64(turn.End), turn.Confidence, packSpans(turn), id, n)
		if err != nil {
			return err
		}
	}
	return nil
}

// dropMedia forgets media that no story uses; sweep deletes the files once that is certain.
func (s *saver) dropMedia() error {
	return s.exec("DELETE FROM media WHERE hash NOT IN (SELECT hash FROM uses)")
}

func quoted(title string) string {
	if title == "" {
		return "a story without a title"
	}
	return "“" + title + "”"
}

// SaveAudio gives a story its audio from a file of the person's own, in place of any it has. Its alignment goes if the new
// audio is of another length.
func (l *Library) SaveAudio(ctx context.Context, id int64, path string, length time.Duration) error {
	return l.SaveDownload(ctx, id, path, length, "")
}

// SaveDownload gives a story its audio, like [Library.SaveAudio], from a file that was downloaded from an address: it can be
// let go to save room. The audio that was let go brings the story back as it was.
func (l *Library) SaveDownload(ctx context.Context, id int64, path string, length time.Duration, address string) (err error) {
	defer func() { err = failed(err, "saving the audio %s", path) }()
	audio, err := l.stage(ctx, path, nil)
	if err != nil {
		return err
	}
	defer audio.Close()
	return l.changeMedia(ctx, id, func(s *saver) error { return s.audio(id, audio, length, address) })
}

func (s *saver) audio(id int64, audio *stagedFile, length time.Duration, address string) error {
	old, err := readStory(s.ctx, s.tx, id, present)
	if err != nil {
		return err
	}
	if err := s.media(audio); err != nil {
		return err
	}
	err = s.exec("UPDATE stories SET audio = ?, duration = coalesce(nullif(?, 0), duration), updated = ? WHERE id = ?",
		audio.hash, int64(length), s.now.UnixMilli(), id)
	if err != nil {
		return err
	}
	if err := s.replace("DELETE FROM parts WHERE story = ?", id); err != nil {
		return err
	}
	s.replaced = s.replaced || old.HasAudio && old.audioHash() != audio.hash
	draft := Draft{Transcript: transcript.Transcript{Audio: transcript.Audio{Duration: length}}}
	if s.otherLength(old, draft, identity{audio: audio.hash}) {
		err = s.alignment(id, timing.Alignment{})
	}
	return errors.Join(err, s.download(id, address, audio))
}
