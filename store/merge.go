package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"alongside/sync/tapping"
	"alongside/sync/timing"
)

// This file puts one story of a backup into the library.

// A backedStory is one story of a backup.
type backedStory struct {
	Story
	draft    Draft
	download downloadRow
	added    int64 // milliseconds since 1970, as in the database
	updated  int64
	read     sql.NullInt64
	finished bool
	marks    []anchored
	mendings []mendingRow
	begun    []tapping.Tap
}

// A downloadRow is what is known of where sound came from.
type downloadRow struct {
	url, hash, extension string
	bytes                int64
	letGo                sql.NullInt64
}

// load reads a story of the backup.
func (r *restoration) load(id int64) (b backedStory, err error) {
	err = r.copy.read(r.ctx, func(tx *sql.Tx) error {
		if b.Story, err = readStory(r.ctx, tx, id, present); err != nil {
			return err
		}
		err := tx.QueryRowContext(r.ctx, `SELECT added, updated, places.read, coalesce(finished, 0), coalesce(url, ''), coalesce(hash, ''),
				coalesce(extension, ''), coalesce(bytes, 0), let_go
			FROM (SELECT id, added, updated FROM stories) AS stories LEFT JOIN places ON places.story = id
				LEFT JOIN downloads ON downloads.story = id WHERE id = ?`, id).Scan(
			&b.added, &b.updated, &b.read, &b.finished, &b.download.url, &b.download.hash,
			&b.download.extension, &b.download.bytes, &b.download.letGo)
		if err != nil {
			return err
		}
		if b.marks, err = readAnchored(r.ctx, tx, id); err != nil {
			return err
		}
		if b.mendings, err = readMendings(r.ctx, tx, id); err != nil {
			return err
		}
		b.begun, err = readBegun(r.ctx, tx, id)
		return err
	})
	b.draft = Draft{
		Transcript: b.Transcript, Alignment: b.Alignment, Origin: b.Origin, AudioURL: b.download.url,
		Parts: b.Parts, Chapters: b.Chapters, Asides: b.Asides, Picture: b.Picture,
	}
	if checkFit(b.Alignment, b.Transcript) != nil {
		b.draft.Alignment.Turns, b.draft.Alignment.Method = nil, ""
	}
	return b, err
}

// story restores one. What is wrong with it alone is a problem to tell, and no reason to stop.
func (r *restoration) story(id int64) error {
	b, err := r.load(id)
	if err == nil && len(b.Transcript.Turns) == 0 {
		err = ErrNoWords
	}
	if err != nil {
		if r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		r.problem("Story %d of the backup cannot be read (%v).", id, causeOf(err))
		return nil
	}
	staged, err := r.stageAll(b)
	if err != nil {
		return err
	}
	defer staged.Close()
	s := saver{Library: r.to, ctx: r.ctx, now: time.Now()}
	added := false
	var number int64
	err = r.to.write(r.ctx, func(tx *sql.Tx) error {
		s.tx = tx
		number, added, err = s.restore(b, staged)
		return err
	})
	if s.replaced || err != nil {
		r.to.sweep(context.WithoutCancel(r.ctx)) // what it leaves is deleted when the library is next opened
	}
	switch {
	case errors.Is(err, ErrMisfit):
		r.problem("The story %s cannot be restored (%v).", quoted(b.Title), err)
		return nil
	case err != nil:
		return err
	case added:
		r.done.Added++
	default:
		r.done.Joined++
	}
	r.numbers[id] = number
	return nil
}

// stageAll unpacks a story's files. Sound of which a part is missing is left out whole: times after it would lie.
func (r *restoration) stageAll(b backedStory) (staged *stagedDraft, err error) {
	staged = &stagedDraft{}
	defer func() {
		if err != nil {
			staged.Close()
		}
	}()
	if b.Audio != "" {
		if staged.audio, err = r.stage(b.Audio, b.Title); err != nil {
			return nil, err
		}
	}
	for _, part := range b.Parts {
		if staged.audio == nil {
			break
		}
		file, err := r.stage(part.File, b.Title)
		if err != nil {
			return nil, err
		}
		if file == nil {
			staged.Close()
			staged = &stagedDraft{}
			break
		}
		staged.parts = append(staged.parts, file)
	}
	if b.Picture.File != "" {
		staged.picture, err = r.stage(b.Picture.File, b.Title)
	}
	return staged, err
}

// restore writes a story, gives its number here and reports whether it is one that the library did not have.
func (s *saver) restore(b backedStory, staged *stagedDraft) (id int64, added bool, err error) {
	hash := ""
	if staged.audio != nil {
		hash = staged.audio.hash
	}
	same := identify(b.draft, hash)
	id, err = findSame(s.ctx, s.tx, same)
	switch {
	case err != nil:
		return 0, false, err
	case id == 0:
		id, err = s.addBacked(b, same, staged)
		added = true
	default:
		err = s.join(id, b, staged)
	}
	if err != nil {
		return 0, false, err
	}
	now, err := readStory(s.ctx, s.tx, id, present)
	if err != nil {
		return 0, false, err
	}
	return id, added, errors.Join(s.restorePlace(id, b), s.restoreNudge(id, b.Nudge), s.restoreMarks(id, b.marks, now.Transcript.Turns), s.restoreOwn(id, b.Own))
}

// addBacked adds a story under the number that it had, if that was never used here.
func (s *saver) addBacked(b backedStory, same identity, staged *stagedDraft) (int64, error) {
	const mostNumber = 1 << 31 // a number at the end of all numbers would let no story come after it
	if b.ID < mostNumber {
		err := errors.Join(
			s.exec("INSERT INTO sqlite_sequence (name, seq) SELECT 'stories', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'stories')"),
			s.exec("UPDATE sqlite_sequence SET seq = ? WHERE name = 'stories' AND seq < ?", b.ID-1, b.ID-1))
		if err != nil {
			return 0, err
		}
	}
	if staged.audio != nil {
		if err := s.media(staged.audio); err != nil {
			return 0, err
		}
	}
	id, err := s.insert(b.draft, same, staged)
	if err != nil {
		return 0, err
	}
	return id, errors.Join(
		s.exec("UPDATE stories SET added = ?, updated = ? WHERE id = ?", b.added, b.updated, id),
		s.restoreMendings(id, b.mendings),
		s.restoreBegun(id, b),
		s.restoreCompanion(id, b.Companion),
		s.restoreDownload(id, b, staged.audio))
}

// restoreDownload keeps where the sound came from, also where it was let go or is missing in the backup.
func (s *saver) restoreDownload(id int64, b backedStory, audio *stagedFile) error {
	if b.download.url == "" {
		return nil
	}
	if audio != nil {
		return s.download(id, b.download.url, audio)
	}
	d := b.download
	return s.exec(`INSERT OR REPLACE INTO downloads (story, url, hash, extension, bytes, let_go) VALUES (?, ?, ?, ?, ?, ?)`,
		id, d.url, d.hash, d.extension, d.bytes, cmp.Or(d.letGo.Int64, s.now.UnixMilli()))
}

// join gives a story of the library what it lacks and the backup has.
func (s *saver) join(id int64, b backedStory, staged *stagedDraft) error {
	old, err := readStory(s.ctx, s.tx, id, anyStory)
	if err != nil {
		return err
	}
	if err := s.exec("UPDATE stories SET removed = NULL WHERE id = ?", id); err != nil {
		return err
	}
	if !old.HasAudio && staged.audio != nil {
		if err := s.joinSound(old, b, staged); err != nil {
			return err
		}
	}
	if old.Picture.File == "" && staged.picture != nil {
		if err := s.picture(id, b.Picture, staged.picture); err != nil {
			return err
		}
	}
	if len(old.Companion.Turns) == 0 {
		if err := s.restoreCompanion(id, b.Companion); err != nil {
			return err
		}
	}
	if !slices.Equal(old.Transcript.Turns, b.Transcript.Turns) {
		return nil
	}
	if now, err := readStory(s.ctx, s.tx, id, present); err != nil {
		return err
	} else if now.Aligned == "" && len(b.draft.Alignment.Turns) > 0 {
		if err := s.alignment(id, b.draft.Alignment); err != nil {
			return err
		}
	}
	if len(old.Chapters)+len(old.Asides) == 0 {
		return s.structure(id, b.draft)
	}
	return nil
}

func (s *saver) joinSound(old Story, b backedStory, staged *stagedDraft) error {
	if err := s.media(staged.audio); err != nil {
		return err
	}
	err := s.exec("UPDATE stories SET audio = ?, duration = coalesce(nullif(?, 0), duration) WHERE id = ?",
		staged.audio.hash, int64(b.Duration), old.ID)
	if err != nil {
		return err
	}
	if err := s.parts(old.ID, b.Parts, staged.parts); err != nil {
		return err
	}
	if s.otherLength(old, b.draft, identity{audio: staged.audio.hash}) {
		if err := s.alignment(old.ID, timing.Alignment{}); err != nil { // join gives it those of the backup, if they fit
			return err
		}
	}
	return s.download(old.ID, b.download.url, staged.audio)
}

// restoreCompanion gives a story the second text that a backup has of it, if it has one.
func (s *saver) restoreCompanion(id int64, c Companion) error {
	if len(c.Turns) == 0 || len(c.Turns) > mostCompanion {
		return nil
	}
	return s.companion(id, c)
}

// restorePlace keeps the further of two places, and that a story is kept.
func (s *saver) restorePlace(id int64, b backedStory) error {
	if b.read.Valid {
		err := s.exec(`INSERT INTO places (story, position, finished, read) VALUES (?, ?, ?, ?)
			ON CONFLICT (story) DO UPDATE SET position = max(position, excluded.position),
				finished = max(finished, excluded.finished), read = max(read, excluded.read)`,
			id, max(int64(b.Place), 0), b.finished, b.read.Int64)
		if err != nil {
			return err
		}
	}
	if !b.Kept {
		return nil
	}
	return s.exec("INSERT OR IGNORE INTO kept (story) VALUES (?)", id)
}
