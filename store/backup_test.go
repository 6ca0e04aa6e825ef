package store

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// full makes a library with a book that was read and is kept, a story without sound, and one whose sound was let go.
func full(t *testing.T) *Library {
	t.Helper()
	l := openLibrary(t)
	book := save(t, l, bookDraft(t))
	if err := errors.Join(l.SavePlace(t.Context(), book, 30*time.Second), l.Keep(t.Context(), book)); err != nil {
		t.Fatal(err)
	}
	save(t, l, Draft{Transcript: numbered(1, 5), Alignment: timed(numbered(1, 5))})
	withSound(t, l, 2, time.Hour)
	if _, err := l.LetGo(t.Context(), whole(t, l)-1); err != nil {
		t.Fatal(err)
	}
	if err := l.SaveSetting(t.Context(), "look", "ink"); err != nil {
		t.Fatal(err)
	}
	return l
}

func backUpTo(t *testing.T, l *Library) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "stories.zip")
	if _, err := l.Backup(t.Context(), file, nil); err != nil {
		t.Fatal(err)
	}
	return file
}

func restore(t *testing.T, l *Library, file string) Restored {
	t.Helper()
	done, err := l.RestoreBackup(t.Context(), file, nil)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// alike compares stories but for the moments of their import.
func alike(a, b Story) bool {
	a.Updated, b.Updated = time.Time{}, time.Time{}
	return reflect.DeepEqual(a, b)
}

func TestABackupRestoresAnEmptyLibraryAsItWas(t *testing.T) {
	from := full(t)
	var told []int64
	file := filepath.Join(t.TempDir(), "stories.zip")
	done, err := from.Backup(t.Context(), file, func(done, total int64) { told = append(told, done, total) })
	if err != nil {
		t.Fatal(err)
	}
	if done.Stories != 3 || done.Media != 3 || done.Bytes != sizeOf(file) || len(done.Missing) > 0 {
		t.Errorf("backed up: %+v", done)
	}
	if n := len(told); n < 2 || told[n-1] != told[n-2] {
		t.Errorf("told %v", told)
	}
	to := openLibrary(t)
	if got := restore(t, to, file); got.Added != 3 || got.Joined != 0 || len(got.Problems) > 0 {
		t.Errorf("restored: %+v", got)
	}
	for _, want := range list(t, from) {
		before, after := read(t, from, want.ID), read(t, to, want.ID)
		if !alike(before, after) {
			t.Errorf("before %+v\nafter  %+v", before, after)
		}
	}
	if got, want := mediaFiles(t, to), mediaFiles(t, from); !slices.Equal(got, want) {
		t.Errorf("media %v, want %v", got, want)
	}
	if look, _, err := to.Setting(t.Context(), "look"); look != "ink" || err != nil {
		t.Errorf("setting = %q, %v", look, err)
	}
	checkSound(t, to)
	if _, err := os.Stat(to.path(restoringName)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder it worked in is left: %v", err)
	}
}

func TestRestoringTwiceChangesNothing(t *testing.T) {
	from := full(t)
	file := backUpTo(t, from)
	if got := restore(t, from, file); got.Added != 0 || got.Joined != 3 {
		t.Errorf("restored: %+v", got)
	}
	to := openLibrary(t)
	restore(t, to, file)
	before := list(t, to)
	restore(t, to, file)
	if after := list(t, to); !reflect.DeepEqual(after, before) {
		t.Errorf("before %+v\nafter  %+v", before, after)
	}
}

func TestRestoringJoinsWhatIsThere(t *testing.T) {
	file := backUpTo(t, full(t))
	t.Run("the further place wins", func(t *testing.T) {
		for _, position := range []time.Duration{10 * time.Second, 50 * time.Second} {
			l := openLibrary(t)
			id := save(t, l, Draft{Transcript: lighthouse()})
			if err := l.SavePlace(t.Context(), id, position); err != nil {
				t.Fatal(err)
			}
			restore(t, l, file)
			if got, want := read(t, l, id).Place, max(position, 30*time.Second); got != want {
				t.Errorf("place = %v, want %v", got, want)
			}
		}
	})
	t.Run("a story gets what it lacks", func(t *testing.T) {
		l := openLibrary(t)
		save(t, l, Draft{Transcript: numbered(9, 3)}) // its number is taken
		id := save(t, l, Draft{Transcript: lighthouse()})
		restore(t, l, file)
		story := read(t, l, id)
		if !story.HasAudio || len(story.Parts) != 1 || len(story.Chapters) != 3 || story.Picture.Alt == "" || !story.Kept || story.Aligned == "" {
			t.Errorf("it is %+v", story)
		}
		checkSound(t, l)
	})
	t.Run("a story keeps what it has", func(t *testing.T) {
		l := openLibrary(t)
		mine := lighthouse()
		mine.Turns[0].Text = "These are my words."
		path, hash := audioFile(t, "my sound")
		id := save(t, l, Draft{Transcript: mine, Alignment: timed(mine), AudioPath: path})
		restore(t, l, file)
		story := read(t, l, id)
		if story.audioHash() != hash || !reflect.DeepEqual(story.Transcript.Turns, mine.Turns) || !reflect.DeepEqual(story.Alignment, timed(mine)) {
			t.Errorf("it is %+v", story)
		}
		checkSound(t, l)
	})
	t.Run("a setting stays", func(t *testing.T) {
		l := openLibrary(t)
		if err := l.SaveSetting(t.Context(), "look", "paper"); err != nil {
			t.Fatal(err)
		}
		restore(t, l, file)
		if look, _, _ := l.Setting(t.Context(), "look"); look != "paper" {
			t.Errorf("setting = %q", look)
		}
	})
}

func TestFeedsAreRestoredWithWhatTheyList(t *testing.T) {
	from, feed := subscribed(t)
	id := save(t, from, Draft{Transcript: numbered(1, 3)})
	list, err := from.Episodes(t.Context(), feed.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := from.LinkEpisode(t.Context(), list[0].ID, id); err != nil {
		t.Fatal(err)
	}
	l := openLibrary(t)
	save(t, l, Draft{Transcript: lighthouse()}) // so that the story gets another number
	file := backUpTo(t, from)
	for range 2 {
		restore(t, l, file)
	}
	feeds, err := l.Feeds(t.Context())
	if err != nil || len(feeds) != 1 || feeds[0].URL != feed.URL || feeds[0].Episodes != 3 {
		t.Fatalf("feeds: %+v, %v", feeds, err)
	}
	episodes, err := l.Episodes(t.Context(), feeds[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range episodes {
		if e.GUID != list[i].GUID || e.Saved != (i == 0) {
			t.Errorf("episode %d: %+v", i, e)
		}
	}
	if got := read(t, l, episodes[0].Story).Title; got != numbered(1, 3).Title {
		t.Errorf("its story is %q", got)
	}
	checkSound(t, l)
}

func TestABackupOfAnOlderVersionIsRestored(t *testing.T) {
	dir := storedLibrary(t, 1)
	file := filepath.Join(t.TempDir(), "old.zip")
	content := mustRead(t, filepath.Join(dir, databaseName))
	writeZip(t, file, map[string][]byte{databaseName: content}, func(m *manifest) { m.Version = 1 })
	l := openLibrary(t)
	restore(t, l, file)
	if got := read(t, l, 1); !reflect.DeepEqual(got.Transcript, lighthouse()) || got.Place != 30*time.Second {
		t.Errorf("restored: %+v", got)
	}
	checkSound(t, l)
}

// writeZip writes a backup of these files with a manifest that fits, changed.
func writeZip(t *testing.T, file string, files map[string][]byte, change func(*manifest)) {
	t.Helper()
	m := manifest{Format: manifestFormat, Version: len(migrations())}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range files {
		entry := manifestFile{name, int64(len(content)), hashText(content)}
		if name == databaseName {
			m.Library = entry
		} else if strings.HasPrefix(name, "media/") {
			m.Media = append(m.Media, entry)
		}
		method := zip.Store
		if strings.HasSuffix(name, ".zeroes") || name == databaseName {
			method = zip.Deflate
		}
		put(t, z, name, method, content)
	}
	change(&m)
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	put(t, z, manifestName, zip.Store, text)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, z *zip.Writer, name string, method uint16, content []byte) {
	t.Helper()
	err := writeEntry(z, name, method, time.Now(), func(w io.Writer) error { _, err := w.Write(content); return err })
	if err != nil {
		t.Fatal(err)
	}
}

func hashText(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func TestAFileThatIsNoBackupIsRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("short mode, as for the race detector, which would take minutes over it")
	}
	dir := storedLibrary(t, len(migrations()))
	database := func(t *testing.T, statements ...string) []byte {
		t.Helper()
		copied := t.TempDir()
		if err := os.WriteFile(filepath.Join(copied, databaseName), mustRead(t, filepath.Join(dir, databaseName)), 0o600); err != nil {
			t.Fatal(err)
		}
		changeFile(t, copied, statements...)
		return mustRead(t, filepath.Join(copied, databaseName))
	}
	name := func(content string) string { return "media/" + hashText([]byte(content)) + ".mp3" }
	none := func(*manifest) {}
	for _, test := range []struct {
		name   string
		files  func(t *testing.T) map[string][]byte
		change func(*manifest)
		is     error
	}{
		{"a path that leads out", func(t *testing.T) map[string][]byte {
			return map[string][]byte{databaseName: database(t), "../evil.mp3": []byte("x")}
		}, none, ErrNotBackup},
		{"a path that leads out of media", func(t *testing.T) map[string][]byte {
			return map[string][]byte{databaseName: database(t), "media/../../evil.mp3": []byte("x")}
		}, none, ErrNotBackup},
		{"a file of another name", func(t *testing.T) map[string][]byte {
			return map[string][]byte{databaseName: database(t), "media/evil.sh": []byte("x")}
		}, none, ErrNotBackup},
		{"no database", func(*testing.T) map[string][]byte { return map[string][]byte{name("x"): []byte("x")} }, none, ErrNotBackup},
		{"media that the manifest does not name", func(t *testing.T) map[string][]byte {
			return map[string][]byte{databaseName: database(t), name("x"): []byte("x")}
		}, func(m *manifest) { m.Media = nil }, ErrNotBackup},
		{"media of another size", func(t *testing.T) map[string][]byte {
			return map[string][]byte{databaseName: database(t), name("x"): []byte("x")}
		}, func(m *manifest) { m.Media[0].Bytes = 1 << 40 }, ErrNotBackup},
		{"a database that is not what was backed up", func(t *testing.T) map[string][]byte {
			return map[string][]byte{databaseName: database(t)}
		}, func(m *manifest) { m.Library.Hash = strings.Repeat("0", 64) }, ErrNotBackup},
		{"a database of zeroes, packed a thousand times smaller", func(*testing.T) map[string][]byte {
			return map[string][]byte{databaseName: make([]byte, 32<<20)}
		}, none, ErrNotBackup},
		{"a database that is none", func(*testing.T) map[string][]byte {
			return map[string][]byte{databaseName: []byte(strings.Repeat("no database, ", 500))}
		}, none, ErrNotBackup},
		{"a database with a trigger", func(t *testing.T) map[string][]byte {
			return map[string][]byte{databaseName: database(t, "CREATE TRIGGER evil AFTER INSERT ON stories BEGIN DELETE FROM stories; END")}
		}, none, ErrNotBackup},
		{"a database with another view", func(t *testing.T) map[string][]byte {
			return map[string][]byte{databaseName: database(t, "CREATE VIEW evil AS SELECT 1")}
		}, none, ErrNotBackup},
		{"a database with a column that computes", func(t *testing.T) map[string][]byte {
			return map[string][]byte{databaseName: database(t, "ALTER TABLE settings ADD COLUMN evil BLOB AS (zeroblob(1000000000))")}
		}, none, ErrNotBackup},
		{"a database in which rows refer to none", func(t *testing.T) map[string][]byte {
			return map[string][]byte{databaseName: database(t, "INSERT INTO places VALUES (99, 0, 0, 0)")}
		}, none, ErrNotBackup},
		{"a database with a text that no memory holds", func(t *testing.T) map[string][]byte {
			return map[string][]byte{databaseName: database(t, "UPDATE turns SET text = hex(randomblob(10000000)) WHERE n = 0")}
		}, none, ErrNotBackup},
		{"a database with a title that no list shows", func(t *testing.T) map[string][]byte {
			return map[string][]byte{databaseName: database(t, "UPDATE stories SET title = hex(randomblob(3000000))")}
		}, none, ErrNotBackup},
		{"a database of a newer version", func(t *testing.T) map[string][]byte {
			return map[string][]byte{databaseName: database(t, "PRAGMA user_version = 99")}
		}, none, ErrNewer},
		{"a backup of a newer form", func(t *testing.T) map[string][]byte {
			return map[string][]byte{databaseName: database(t)}
		}, func(m *manifest) { m.Format = manifestFormat + 1 }, ErrNewer},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "evil.zip")
			writeZip(t, file, test.files(t), test.change)
			l := openLibrary(t)
			save(t, l, Draft{Transcript: lighthouse()})
			before := list(t, l)
			_, err := l.RestoreBackup(t.Context(), file, nil)
			if !errors.Is(err, test.is) {
				t.Fatalf("error = %v, want %v", err, test.is)
			}
			if after := list(t, l); !reflect.DeepEqual(after, before) {
				t.Error("the library was changed")
			}
			checkSound(t, l)
		})
	}
}

func TestMediaDamagedInABackupAreLeftOut(t *testing.T) {
	from := full(t)
	file := backUpTo(t, from)
	content := mustRead(t, file)
	at := bytes.Index(content, []byte("the second chapter's sound"))
	writeAt(t, file, int64(at), []byte("THE"))
	to := openLibrary(t)
	got := restore(t, to, file)
	if got.Added != 3 || len(got.Problems) != 1 || !strings.Contains(got.Problems[0], "Keeper") {
		t.Errorf("restored: %+v", got)
	}
	story := read(t, to, 1)
	if story.HasAudio || len(story.Parts) > 0 || story.Picture.Alt == "" || len(story.Chapters) != 3 {
		t.Errorf("it is %+v", story)
	}
	checkSound(t, to)
}

func TestABackupWithoutAFileThatIsGoneSaysSo(t *testing.T) {
	l := full(t)
	if err := os.Remove(l.AudioPaths(read(t, l, 1))[1]); err != nil {
		t.Fatal(err)
	}
	done, err := l.Backup(t.Context(), filepath.Join(t.TempDir(), "stories.zip"), nil)
	if err != nil || len(done.Missing) != 1 || !strings.Contains(done.Missing[0], "Keeper") || done.Media != 2 {
		t.Errorf("backed up: %+v, %v", done, err)
	}
}

func TestABackupIsWholeOrNotThere(t *testing.T) {
	for _, test := range []struct {
		name string
		run  func(t *testing.T, l *Library, file string) error
		is   error
	}{
		{"cancelled", func(t *testing.T, l *Library, file string) error {
			ctx, cancel := context.WithCancel(t.Context())
			_, err := l.Backup(ctx, file, func(int64, int64) { cancel() })
			return err
		}, context.Canceled},
		{"to a full disk", func(t *testing.T, l *Library, file string) error {
			mount(t, filepath.Dir(file), "size=64k")
			_, err := l.Backup(t.Context(), file, nil)
			return err
		}, ErrFull},
		{"over another file", func(t *testing.T, l *Library, file string) error {
			other := filepath.Join(t.TempDir(), "other.zip")
			if err := os.WriteFile(other, []byte("mine"), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := l.Backup(t.Context(), other, nil)
			if !sameFile(t, other, []byte("mine")) {
				t.Error("it was overwritten")
			}
			return err
		}, ErrExists},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := full(t)
			file := filepath.Join(t.TempDir(), "stories.zip")
			if err := test.run(t, l, file); !errors.Is(err, test.is) {
				t.Errorf("error = %v, want %v", err, test.is)
			}
			if left, err := os.ReadDir(filepath.Dir(file)); err != nil || len(left) > 0 {
				t.Errorf("left: %v, %v", left, err)
			}
			checkSound(t, l)
		})
	}
}

func TestARestoringThatIsStoppedIsGoneOnWith(t *testing.T) {
	file := backUpTo(t, full(t))
	l := openLibrary(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	entries := 0
	_, err := l.RestoreBackup(ctx, file, func(done, total int64) {
		if entries++; done == total {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error = %v", err)
	}
	checkSound(t, l)
	restore(t, l, file)
	if n := len(list(t, l)); n != 3 {
		t.Errorf("%d stories", n)
	}
	checkSound(t, l)
}

func TestRestoringToAFullDiskLosesNothing(t *testing.T) {
	file := backUpTo(t, full(t))
	disk := t.TempDir()
	mount(t, disk, "size=900k")
	l := openIn(t, filepath.Join(disk, "library"))
	save(t, l, Draft{Transcript: numbered(5, 1)})
	if err := os.WriteFile(filepath.Join(disk, "filler"), make([]byte, int(freeSpace(disk))-200<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := l.RestoreBackup(t.Context(), file, nil); !errors.Is(err, ErrFull) {
		t.Fatalf("error = %v, want ErrFull", err)
	}
	if err := os.Remove(filepath.Join(disk, "filler")); err != nil {
		t.Fatal(err)
	}
	checkSound(t, l)
}

func TestAStrangersNumberDoesNotUseUpAllNumbers(t *testing.T) {
	from := openLibrary(t)
	id := save(t, from, Draft{Transcript: numbered(1, 1)})
	err := from.write(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec("PRAGMA defer_foreign_keys = ON; UPDATE stories SET id = 9223372036854775806 WHERE id = ?1; "+
			"UPDATE turns SET story = 9223372036854775806; UPDATE speakers SET story = 9223372036854775806", id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	l := openLibrary(t)
	restore(t, l, backUpTo(t, from))
	if id := save(t, l, Draft{Transcript: numbered(2, 1)}); id > 10 {
		t.Errorf("the next story is number %d", id)
	}
}

// FuzzOpenArchive looks that no file is too much for the reader.
func FuzzOpenArchive(f *testing.F) {
	l := openLibrary(f)
	save(f, l, Draft{Transcript: numbered(1, 1)})
	file := filepath.Join(f.TempDir(), "stories.zip")
	if _, err := l.Backup(background, file, nil); err != nil {
		f.Fatal(err)
	}
	f.Add(mustRead(f, file))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Add([]byte("no archive"))
	f.Fuzz(func(t *testing.T, content []byte) {
		file := filepath.Join(t.TempDir(), "file.zip")
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		a, err := openArchive(file)
		if err != nil {
			if !errors.Is(err, ErrNotBackup) && !errors.Is(err, ErrNewer) {
				t.Errorf("error = %v", err)
			}
			return
		}
		defer a.Close()
		for name, entry := range a.media {
			readEntry(entry, a.sums[name], func(r io.Reader) error { _, err := io.Copy(io.Discard, r); return err })
		}
	})
}
