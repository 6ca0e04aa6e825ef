package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A Usage tells how much room the library takes on the disk, in bytes.
type Usage struct {
	Stories   []StoryUsage // what takes the most first
	Media     int64        // all sound and pictures, each file counted once
	Database  int64        // text, times, the search index and all else
	Downloads int64        // what is being downloaded
	SetAside  int64        // copies from before the library's form changed, and what was set aside because of damage
	Free      int64        // on that disk; -1 where that cannot be told
}

// Whole is all that the library takes.
func (u Usage) Whole() int64 { return u.Media + u.Database + u.Downloads + u.SetAside }

// A StoryUsage tells how much of that one story takes.
type StoryUsage struct {
	ID      int64
	Title   string
	Sound   int64 // in all its files
	Picture int64
	Text    int64 // its text and times, roughly: without its share of the search index
	Shared  int64 // of Sound and Picture, what other stories use too
}

// Whole is all that the story takes, with what it shares.
func (u StoryUsage) Whole() int64 { return u.Sound + u.Picture + u.Text }

// Usage tells how much room the library takes.
func (l *Library) Usage(ctx context.Context) (u Usage, err error) {
	defer func() { err = failed(err, "looking how large the library is") }()
	err = l.read(ctx, func(tx *sql.Tx) error {
		if u.Stories, err = usageOfStories(ctx, tx); err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, "SELECT coalesce(sum(bytes), 0) FROM media").Scan(&u.Media)
	})
	if err != nil {
		return Usage{}, err
	}
	for _, suffix := range [...]string{"", "-wal", "-shm"} {
		u.Database += sizeOf(l.path(databaseName + suffix))
	}
	downloads, err := sizeOfAll(l.path(mediaName, jobsName))
	if err != nil {
		return Usage{}, err
	}
	incoming, err := sizeOfAll(l.path(mediaName, incomingName))
	if err != nil {
		return Usage{}, err
	}
	u.Downloads = downloads + incoming
	u.SetAside, err = l.sizeSetAside()
	u.Free = freeSpace(l.dir)
	return u, err
}

func usageOfStories(ctx context.Context, tx *sql.Tx) ([]StoryUsage, error) {
	return each(ctx, tx, func(row scanner) (u StoryUsage, err error) {
		err = row.Scan(&u.ID, &u.Title, &u.Sound, &u.Picture, &u.Text, &u.Shared)
		return u, err
	}, `WITH
		files (story, hash, image) AS (
			SELECT id, audio, 0 FROM stories WHERE audio IS NOT NULL
			UNION SELECT story, audio, 0 FROM parts
			UNION SELECT story, image, 1 FROM pictures),
		used (hash, shared) AS (SELECT hash, count(DISTINCT story) > 1 FROM files GROUP BY hash),
		media_of (story, sound, picture, shared) AS (
			SELECT story, sum(bytes * NOT image), sum(bytes * image), sum(bytes * used.shared)
			FROM files JOIN media USING (hash) JOIN used USING (hash) GROUP BY story),
		text_of (story, bytes) AS (
			SELECT story, sum(octet_length(text) + coalesce(octet_length(spans), 0))
			FROM turns LEFT JOIN timings ON timings.turn = turns.id GROUP BY story)
		SELECT id, title, coalesce(sound, 0), coalesce(picture, 0), coalesce(text_of.bytes, 0), coalesce(media_of.shared, 0)
		FROM stories LEFT JOIN media_of ON media_of.story = id LEFT JOIN text_of ON text_of.story = id
		WHERE removed IS NULL
		ORDER BY coalesce(sound, 0) + coalesce(picture, 0) + coalesce(text_of.bytes, 0) DESC, id`)
}

// sizeSetAside is the size of what the library keeps for the case that something went wrong.
func (l *Library) sizeSetAside() (size int64, err error) {
	entries, err := os.ReadDir(l.dir)
	if err != nil {
		return 0, explain(err)
	}
	for _, entry := range entries {
		if name := entry.Name(); name == backupName || strings.HasPrefix(name, setAsidePrefix) {
			more, err := sizeOfAll(l.path(name))
			if err != nil {
				return 0, err
			}
			size += more
		}
	}
	return size, nil
}

// sizeOfAll is the size of all files in a folder; what goes away meanwhile is not there.
func sizeOfAll(dir string) (size int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			var info fs.FileInfo
			if info, err = entry.Info(); err == nil {
				size += info.Size()
			}
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
	return size, explain(err)
}
