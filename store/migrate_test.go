package store

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// storedLibrary unpacks testdata/version-N.sqlite.gz into a folder of its own; see testdata/README.md.
func storedLibrary(t *testing.T, version int) (dir string) {
	t.Helper()
	packed, err := os.Open(fmt.Sprintf("testdata/version-%d.sqlite.gz", version))
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	from, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, databaseName), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestMigrationsAreNumberedWithoutAGap(t *testing.T) {
	entries, err := migrationFiles.ReadDir("migrations")
	if err != nil {
		t.Fatal(err)
	}
	for i, entry := range entries {
		if want := fmt.Sprintf("%04d.sql", i+1); entry.Name() != want {
			t.Errorf("%s should be %s", entry.Name(), want)
		}
	}
}

func TestEachOlderVersionIsStored(t *testing.T) {
	for version := 1; version <= len(migrations()); version++ {
		if _, err := os.Stat(fmt.Sprintf("testdata/version-%d.sqlite.gz", version)); err != nil {
			t.Errorf("no library of version %d is stored to test with: %v", version, err)
		}
	}
}

// Whatever version a library has, this program opens it and finds in it what was saved.
func TestALibraryOfAnyVersionOpens(t *testing.T) {
	for version := 1; version <= len(migrations()); version++ {
		t.Run(fmt.Sprint("version ", version), func(t *testing.T) {
			l := openIn(t, storedLibrary(t, version))
			got := read(t, l, 1)
			if !reflect.DeepEqual(got.Transcript, lighthouse()) {
				t.Errorf("transcript = %+v", got.Transcript)
			}
			if !reflect.DeepEqual(got.Alignment, timed(lighthouse())) {
				t.Errorf("alignment = %+v", got.Alignment)
			}
			if got.Place != 30*time.Second || got.LastRead.IsZero() {
				t.Errorf("place = %v, read %v", got.Place, got.LastRead)
			}
			if look, known, err := l.Setting(t.Context(), "look"); look != "ink" || !known || err != nil {
				t.Errorf("setting = %q, %v, %v", look, known, err)
			}
			if n := len(hits(t, l, "century")); n != 1 {
				t.Errorf("search finds %d", n)
			}
			checkSound(t, l)
		})
	}
}

// The next version, as the tests have it: it makes a table anew that others refer to.
func nextVersion() []migration {
	_, view, _ := strings.Cut(string(migrations()[0]), "CREATE VIEW")
	view, _, _ = strings.Cut(view, ";")
	return append(migrations(), migration(`
		DROP VIEW searchable;
		CREATE TABLE renamed (
			id INTEGER PRIMARY KEY, story INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
			n INTEGER NOT NULL, speaker INTEGER, kind TEXT NOT NULL, text TEXT NOT NULL, mark TEXT NOT NULL DEFAULT '', UNIQUE (story, n)
		) STRICT;
		INSERT INTO renamed (id, story, n, speaker, kind, text) SELECT id, story, n, speaker, kind, text FROM turns;
		DROP TABLE turns;
		ALTER TABLE renamed RENAME TO turns;
		CREATE VIEW`+view))
}

func openWith(t *testing.T, dir string, steps []migration) (*Library, error) {
	t.Helper()
	l, err := open(t.Context(), dir, steps)
	if err == nil {
		t.Cleanup(func() { l.Close() })
	}
	return l, err
}

func backups(t *testing.T, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, backupName, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestAMigrationKeepsEverythingAndABackup(t *testing.T) {
	version := len(migrations())
	dir := storedLibrary(t, version)
	l, err := openWith(t, dir, nextVersion())
	if err != nil {
		t.Fatal(err)
	}
	if got := read(t, l, 1); !reflect.DeepEqual(got.Alignment, timed(lighthouse())) || got.Title != lighthouse().Title {
		t.Errorf("after it: %+v", got)
	}
	checkSound(t, l)
	kept := backups(t, dir)
	if len(kept) != 1 || !strings.HasPrefix(filepath.Base(kept[0]), fmt.Sprintf("version-%d-", version)) {
		t.Fatalf("backups = %v", kept)
	}
	before := t.TempDir()
	if err := os.Rename(kept[0], filepath.Join(before, databaseName)); err != nil {
		t.Fatal(err)
	}
	if got := read(t, openIn(t, before), 1); !reflect.DeepEqual(got.Transcript, lighthouse()) {
		t.Errorf("the backup has %+v", got.Transcript)
	}
}

func TestAnEmptyLibraryIsMigratedWithoutABackup(t *testing.T) {
	dir := t.TempDir()
	openIn(t, dir).Close()
	if _, err := openWith(t, dir, nextVersion()); err != nil {
		t.Fatal(err)
	}
	if kept := backups(t, dir); len(kept) != 0 {
		t.Errorf("backups = %v", kept)
	}
}

func TestAMigrationThatFailsChangesNothing(t *testing.T) {
	for _, test := range []struct {
		name string
		step migration
	}{
		{"an error in its last statement", "UPDATE stories SET title = ''; DROP TABLE settings; SELECT nothing"},
		{"a row that refers to none", "DELETE FROM stories WHERE id = 1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := storedLibrary(t, 1)
			if _, err := openWith(t, dir, append(migrations(), test.step)); err == nil {
				t.Fatal("it did not fail")
			}
			l := openIn(t, dir)
			if got := read(t, l, 1); !reflect.DeepEqual(got.Transcript, lighthouse()) {
				t.Errorf("transcript = %+v", got.Transcript)
			}
			checkSound(t, l)
		})
	}
}

func TestALibraryOpenElsewhereIsNotMigrated(t *testing.T) {
	dir := storedLibrary(t, 1)
	openIn(t, dir)
	if _, err := openWith(t, dir, nextVersion()); !errors.Is(err, ErrInUse) {
		t.Errorf("error = %v, want ErrInUse", err)
	}
}

func TestANewerLibraryIsRefusedAndNotTouched(t *testing.T) {
	version := len(migrations())
	dir := storedLibrary(t, version)
	l, err := openWith(t, dir, nextVersion())
	if err != nil {
		t.Fatal(err)
	}
	for _, closed := range []bool{false, true} {
		t.Run(fmt.Sprint("closed: ", closed), func(t *testing.T) {
			other := dir // still open: what is new is in the write-ahead log only
			if closed {
				l.Close()
			} else {
				other = t.TempDir()
				for _, name := range []string{databaseName, databaseName + "-wal"} {
					if err := os.WriteFile(filepath.Join(other, name), mustRead(t, filepath.Join(dir, name)), 0o600); err != nil {
						t.Fatal(err)
					}
				}
			}
			before := contents(t, other)
			_, err := Open(t.Context(), other)
			if !errors.Is(err, ErrNewer) || !strings.Contains(err.Error(), "install the newest version") {
				t.Fatalf("error = %v, want ErrNewer", err)
			}
			for name, content := range before {
				if !sameFile(t, name, content) {
					t.Errorf("%s was changed", name)
				}
			}
		})
	}
}

// contents gives the database's files as they are.
func contents(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for _, suffix := range []string{"", "-wal"} {
		path := filepath.Join(dir, databaseName+suffix)
		if content, err := os.ReadFile(path); err == nil {
			files[path] = content
		} else if !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
	}
	return files
}

func TestADamagedOlderLibraryIsRecoveredAndMigrated(t *testing.T) {
	dir := storedLibrary(t, 1)
	writeAt(t, filepath.Join(dir, databaseName), 0, make([]byte, 16))
	l, err := openWith(t, dir, nextVersion())
	if err != nil {
		t.Fatal(err)
	}
	if got := read(t, l, 1); !reflect.DeepEqual(got.Alignment, timed(lighthouse())) {
		t.Errorf("alignment = %v", got.Alignment)
	}
	if l.Recovered() == nil || l.Recovered().Stories != 1 {
		t.Errorf("recovered: %v", l.Recovered())
	}
}
