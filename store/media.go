package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"
)

const (
	incomingName = "incoming" // inside the media folder: files that are being written
	jobsName     = "jobs"     // inside the media folder: what is downloaded for stories that are being saved, a folder a job
	leftAfter    = 24 * time.Hour
)

// A stagedFile is a copy of a media file, whole and on the disk, that has no name yet. Close it: the copy goes unless it
// was placed.
type stagedFile struct {
	file      *os.File
	hash      string
	extension string
	bytes     int64
}

// stage copies the file at path into the library's folder and takes its hash on the way.
func (l *Library) stage(ctx context.Context, path string, copied func(done, total int64)) (_ *stagedFile, err error) {
	source, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer source.Close()
	info, err := source.Stat()
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("it is not a file; choose the audio file itself")
	case info.Size() == 0:
		return nil, errors.New("the file is empty; get it again")
	}
	return l.stageFrom(&meter{ctx: ctx, r: source, total: info.Size(), told: copied}, extension(path))
}

// stageFrom copies what is read into the library's folder and takes its hash on the way.
func (l *Library) stageFrom(source io.Reader, extension string) (_ *stagedFile, err error) {
	file, err := l.createIncoming()
	if err != nil {
		return nil, explain(err)
	}
	staged := &stagedFile{file: file, extension: extension}
	defer func() {
		if err != nil {
			staged.Close()
		}
	}()
	hash := sha256.New()
	if staged.bytes, err = io.Copy(io.MultiWriter(file, hash), source); err != nil {
		return nil, explain(err)
	}
	staged.hash = hex.EncodeToString(hash.Sum(nil))
	return staged, explain(file.Sync())
}

// createIncoming makes a file for a copy, locked, so that no other program takes it for one that was left behind.
func (l *Library) createIncoming() (*os.File, error) {
	for {
		file, err := os.CreateTemp(l.path(mediaName, incomingName), "*")
		if err != nil {
			return nil, err
		}
		locked := (&fileLock{file}).tryExclusive()
		if _, err := os.Stat(file.Name()); locked && err == nil {
			return file, nil
		}
		file.Close() // between its making and its locking another program swept it away
	}
}

// Close deletes the copy unless it was placed.
func (s *stagedFile) Close() {
	name := s.file.Name()
	if runtime.GOOS == "windows" { // no file can be deleted there that is open
		s.file.Close()
		os.Remove(name)
		return
	}
	os.Remove(name)
	s.file.Close()
}

func (s *stagedFile) name() string { return s.hash + s.extension }

// extension gives a file's extension in lower case, if it is a plain one.
func extension(path string) string {
	ext := strings.ToLower(filepath.Ext(path))
	if !regexp.MustCompile(`^\.[a-z0-9]{1,8}$`).MatchString(ext) {
		return ""
	}
	return ext
}

// A meter passes a file on, tells how far it is, and ends when it is cancelled.
type meter struct {
	ctx         context.Context
	r           io.Reader
	done, total int64
	told        func(done, total int64)
}

func (m *meter) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.r.Read(p)
	m.done += int64(n)
	if m.told != nil {
		m.told(m.done, m.total)
	}
	return n, err
}

// syncPath makes sure that a file, or a folder's list of files, is on the disk.
func syncPath(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := file.Sync(); err != nil && runtime.GOOS != "windows" { // Windows cannot for folders
		return err
	}
	return nil
}

// AudioPath is where a story's audio is; it is "" for a story without.
func (l *Library) AudioPath(s Summary) string {
	if s.Audio == "" {
		return ""
	}
	return l.path(mediaName, s.Audio)
}

// mediaFile matches the names that this package gives to media files.
var mediaFile = regexp.MustCompile(`^([0-9a-f]{64})(\.[a-z0-9]{1,8})?$`)

// unusedMedia lists the files in the media folder that no story uses. Whoever calls it holds the write lock.
func (l *Library) unusedMedia(ctx context.Context, tx *sql.Tx) ([]string, error) {
	used := map[string]bool{}
	rows, err := tx.QueryContext(ctx, "SELECT hash || extension FROM media")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		used[name] = true
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(l.path(mediaName))
	if err != nil {
		return nil, err
	}
	var unused []string
	for _, entry := range entries {
		if name := entry.Name(); mediaFile.MatchString(name) && !used[name] {
			unused = append(unused, name)
		}
	}
	return unused, nil
}

// sweep deletes media files that no story uses.
func (l *Library) sweep(ctx context.Context) error {
	return l.write(ctx, func(tx *sql.Tx) error {
		unused, err := l.unusedMedia(ctx, tx)
		for _, name := range unused {
			err = errors.Join(err, os.Remove(l.path(mediaName, name)))
		}
		return err
	})
}

// sweepIncoming deletes copies that a killed program left unfinished, but none that a living one is writing.
func (l *Library) sweepIncoming() error {
	folder := l.path(mediaName, incomingName)
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := removeLeft(filepath.Join(folder, entry.Name())); err != nil {
			return fmt.Errorf("cleaning up: %w", err)
		}
	}
	return nil
}

// removeLeft deletes a file unless a program has it locked; where locks cannot be told, unless it is younger than a day.
func removeLeft(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil || !info.Mode().IsRegular() {
		return err
	}
	if !canTellLocks {
		if time.Since(info.ModTime()) < leftAfter {
			return nil
		}
		return ignoreMissing(os.Remove(path))
	}
	file, err := os.Open(path)
	if err != nil {
		return ignoreMissing(err)
	}
	defer file.Close()
	if !(&fileLock{file}).tryExclusive() {
		return nil
	}
	if runtime.GOOS == "windows" { // no file can be deleted there that is open
		file.Close()
	}
	return ignoreMissing(os.Remove(path))
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
