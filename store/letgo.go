package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"strings"
)

// This file keeps the library within a size that the person chose. What is let go is only sound that was downloaded: a
// story's words, times, place and picture stay, and its sound can be had again.

// ErrTooLarge is given where the library cannot be brought to the size that was asked for.
var ErrTooLarge = errors.New("the library is still larger than it may be; the rest is text, stories that are kept, bookmarked or " +
	"being read, and sound from files of your own; keep fewer stories, remove some, or allow more room")

// download remembers where a story's sound came from. What is of the person's own can never be let go.
func (s *saver) download(id int64, address string, audio *stagedFile) error {
	if !strings.HasPrefix(address, "http://") && !strings.HasPrefix(address, "https://") {
		return s.exec("DELETE FROM downloads WHERE story = ?", id)
	}
	return s.exec("INSERT OR REPLACE INTO downloads (story, url, hash, extension, bytes) VALUES (?, ?, ?, ?, ?)",
		id, address, audio.hash, audio.extension, audio.bytes)
}

// hashBefore gives the hash of the sound that a story has, or had until it was let go.
func (s *saver) hashBefore(old Story) (hash string) {
	if old.HasAudio {
		return old.audioHash()
	}
	s.tx.QueryRowContext(s.ctx, "SELECT hash FROM downloads WHERE story = ?", old.ID).Scan(&hash) // "" where there is none
	return hash
}

// A LetGone tells what was let go.
type LetGone struct {
	Stories []Summary // as they were before, what was least recently read first
	Bytes   int64     // that were freed
	Over    int64     // bytes by which the library is still too large; 0 where it is not
}

// LetGo brings the library down to a number of bytes, if that can be done: it deletes the sound of stories that can be
// downloaded again, of what was read the longest time ago first. It spares stories that are kept or have a bookmark, those
// that are being saved, and those that are named as being read. Where that is not enough, all that can be is let go, and the error is
// ErrTooLarge. The library's size is that of [Usage.Whole].
func (l *Library) LetGo(ctx context.Context, most int64, reading ...int64) (gone LetGone, err error) {
	defer func() { err = failed(err, "making room in the library") }()
	usage, err := l.Usage(ctx)
	if err != nil {
		return gone, err
	}
	gone.Over = usage.Whole() - most
	if gone.Over <= 0 {
		return LetGone{}, nil
	}
	err = l.letGo(ctx, &gone, func(c candidate) bool {
		return gone.Over > 0 && !slices.ContainsFunc(c.stories, func(id int64) bool { return slices.Contains(reading, id) })
	})
	if err == nil && gone.Over > 0 {
		err = ErrTooLarge
	}
	return gone, err
}

// LetGoOf deletes the sound of these stories, as far as it can be downloaded again and no other story needs it. It spares
// those that LetGo spares.
func (l *Library) LetGoOf(ctx context.Context, stories ...int64) (gone LetGone, err error) {
	defer func() { err = failed(err, "making room in the library") }()
	if len(stories) == 0 {
		return gone, nil
	}
	err = l.letGo(ctx, &gone, func(c candidate) bool {
		return !slices.ContainsFunc(c.stories, func(id int64) bool { return !slices.Contains(stories, id) })
	})
	return gone, err
}

// letGo deletes the files that may go, what was least recently read or added first.
func (l *Library) letGo(ctx context.Context, gone *LetGone, may func(candidate) bool) error {
	err := l.write(ctx, func(tx *sql.Tx) error {
		s := saver{Library: l, ctx: ctx, tx: tx}
		return s.letGo(gone, may)
	})
	if err != nil {
		*gone = LetGone{}
		return err
	}
	if gone.Bytes > 0 {
		return l.sweep(context.WithoutCancel(ctx))
	}
	return nil
}

// A candidate is a file of sound that could be let go, with all stories that use it.
type candidate struct {
	hash    string
	bytes   int64
	stories []int64
}

// candidates lists the files that every story using them can spare, what was least recently read or added first.
func (s *saver) candidates() ([]candidate, error) {
	return each(s.ctx, s.tx, func(row scanner) (c candidate, err error) {
		var stories string
		if err := row.Scan(&c.hash, &c.bytes, &stories); err != nil {
			return c, err
		}
		for id := range strings.SplitSeq(stories, ",") {
			n, err := strconv.ParseInt(id, 10, 64)
			if err != nil {
				return c, err
			}
			c.stories = append(c.stories, n)
		}
		return c, nil
	}, `SELECT media.hash, media.bytes, group_concat(uses.story)
		FROM media
		JOIN uses ON uses.hash = media.hash
		JOIN stories ON stories.id = uses.story
		LEFT JOIN places ON places.story = stories.id
		GROUP BY media.hash
		HAVING min(removed IS NULL AND stories.audio = media.hash
			AND stories.id IN (SELECT story FROM downloads WHERE downloads.hash = media.hash)
			AND stories.id NOT IN (SELECT story FROM parts)
			AND stories.id NOT IN (SELECT story FROM kept)
			AND stories.id NOT IN (SELECT story FROM marks WHERE kind = 'bookmark')
			AND stories.id NOT IN (SELECT story FROM jobs WHERE story IS NOT NULL))
		ORDER BY max(coalesce(places.read, 0), added), min(stories.id)`)
}

func (s *saver) letGo(gone *LetGone, may func(candidate) bool) error {
	list, err := s.candidates()
	if err != nil {
		return err
	}
	for _, c := range list {
		if !may(c) {
			continue
		}
		for _, id := range c.stories {
			story, err := summaries(s.ctx, s.tx, "WHERE stories.id = ?", id)
			if err != nil {
				return err
			}
			gone.Stories = append(gone.Stories, story...)
			err = errors.Join(
				s.exec("UPDATE stories SET audio = NULL WHERE id = ?", id),
				s.exec("UPDATE downloads SET let_go = unixepoch('subsec') * 1000 WHERE story = ?", id))
			if err != nil {
				return err
			}
		}
		gone.Bytes += c.bytes
		gone.Over -= c.bytes
	}
	gone.Over = max(gone.Over, 0)
	return s.dropMedia()
}

// mostSetting is the setting that says how large the library may become, in bytes.
const mostSetting = "most-bytes"

// Most gives how many bytes the person lets the library take; 0 where no bound was set.
func (l *Library) Most(ctx context.Context) (int64, error) {
	value, known, err := l.Setting(ctx, mostSetting)
	if err != nil || !known {
		return 0, err
	}
	most, err := strconv.ParseInt(value, 10, 64)
	if err != nil || most < 0 {
		return 0, nil // as good as none
	}
	return most, nil
}

// SetMost keeps how many bytes the library may take; 0 for as many as it likes. Nothing is let go before [Library.LetGo].
func (l *Library) SetMost(ctx context.Context, most int64) error {
	return l.SaveSetting(ctx, mostSetting, strconv.FormatInt(max(most, 0), 10))
}
