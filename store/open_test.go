package store

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	stdsync "sync"
	"testing"
	"time"
)

func TestALibraryOpensInAnyFolder(t *testing.T) {
	for _, name := range []string{"plain", "with spaces", "what?", "100%", "a#b", "ключ", "q&a=1;2", "%41", "?mode=memory", "a'b\"c"} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), name, "library")
			id := save(t, openIn(t, dir), Draft{Transcript: lighthouse()})
			if _, err := os.Stat(filepath.Join(dir, databaseName)); err != nil {
				t.Fatal(err)
			}
			if got := read(t, openIn(t, dir), id).Title; got != lighthouse().Title {
				t.Errorf("title = %q", got)
			}
		})
	}
}

func TestALibraryThatCannotBeOpenedSaysWhy(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("I am a file."), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, dir string
		is        error
	}{
		{"it is a file", file, ErrNotLibrary},
		{"it is inside a file", filepath.Join(file, "library"), ErrNotLibrary},
		{"its database is a folder", withDatabaseFolder(t), ErrNotLibrary},
		{"its database is another program's", withOtherDatabase(t), ErrNotLibrary},
	} {
		t.Run(test.name, func(t *testing.T) {
			l, err := Open(t.Context(), test.dir)
			if err == nil {
				l.Close()
			}
			if !errors.Is(err, test.is) {
				t.Fatalf("error = %v, want %v", err, test.is)
			}
			if text := err.Error(); !strings.Contains(text, test.dir) || !strings.Contains(text, "choose another folder") {
				t.Errorf("it says %q", text)
			}
		})
	}
}

func withDatabaseFolder(t *testing.T) string {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, databaseName), 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

func withOtherDatabase(t *testing.T) string {
	dir := t.TempDir()
	changeFile(t, dir, "CREATE TABLE recipes (name TEXT)")
	return dir
}

func TestAnotherProgramsDatabaseIsNotTouched(t *testing.T) {
	dir := withOtherDatabase(t)
	before := mustRead(t, filepath.Join(dir, databaseName))
	if l, err := Open(t.Context(), dir); err == nil {
		l.Close()
	}
	if !sameFile(t, filepath.Join(dir, databaseName), before) {
		t.Error("it was changed")
	}
}

func TestNoFolderIsNamed(t *testing.T) {
	if _, err := Open(t.Context(), ""); err == nil || !strings.Contains(err.Error(), "--library") {
		t.Errorf("error = %v", err)
	}
}

func TestAFolderThatMayNotBeWrittenTo(t *testing.T) {
	dir := t.TempDir()
	if os.Geteuid() == 0 { // who may write everywhere, except on what is mounted read-only
		mount(t, dir, "ro,size=1m")
	} else if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), dir)
	if !errors.Is(err, ErrReadOnly) {
		t.Fatalf("error = %v, want ErrReadOnly", err)
	}
	if !strings.Contains(err.Error(), dir) {
		t.Errorf("it does not say where: %v", err)
	}
}

// mount mounts a small file system of its own on a folder for the time of the test, or skips the test.
func mount(t *testing.T, dir, options string) {
	t.Helper()
	command := exec.Command("mount", "-t", "tmpfs", "-o", options, "tmpfs", dir)
	if out, err := command.CombinedOutput(); err != nil {
		t.Skipf("a file system of its own is needed, and cannot be mounted here: %v %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("unmounting: %v %s", err, out)
		}
	})
}

func TestAClosedLibrarySaysSo(t *testing.T) {
	l := openLibrary(t)
	l.Close()
	if _, err := l.Stories(t.Context()); !errors.Is(err, ErrClosed) {
		t.Errorf("listing gave %v", err)
	}
	if _, err := l.Save(t.Context(), Draft{Transcript: lighthouse()}); !errors.Is(err, ErrClosed) {
		t.Errorf("saving gave %v", err)
	}
	if err := l.Close(); err != nil {
		t.Errorf("closing it again gave %v", err)
	}
}

func TestACancelledContext(t *testing.T) {
	l := openLibrary(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Stories(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("listing gave %v", err)
	}
	if _, err := Open(ctx, t.TempDir()); !errors.Is(err, context.Canceled) {
		t.Errorf("opening gave %v", err)
	}
	if n := len(list(t, l)); n != 0 {
		t.Errorf("%d stories", n)
	}
}

func TestDefaultDirFollowsThePlatform(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", "/data")
	t.Setenv("HOME", "/home/ada")
	t.Setenv("LocalAppData", `C:\Users\ada\AppData\Local`)
	if dir := DefaultDir(); !strings.EqualFold(filepath.Base(dir), "alongside") || !filepath.IsAbs(dir) {
		t.Errorf("it is %q", dir)
	}
}

func TestWhatAKilledProgramLeftIsCleanedAway(t *testing.T) {
	l := openLibrary(t)
	path, hash := audioFile(t, "waves")
	save(t, l, Draft{Transcript: lighthouse(), AudioPath: path})
	unused := strings.Repeat("ab", 32) + ".mp3" // placed, but the transaction did not end
	for _, name := range []string{unused, "incoming/123456", "notes.txt"} {
		if err := os.WriteFile(l.path(mediaName, name), []byte("left"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	l.Close()
	l = openIn(t, l.Dir())
	got := strings.Join(mediaFiles(t, l), " ")
	if want := hash + ".mp3 notes.txt"; got != want {
		t.Errorf("media = %q, want %q", got, want)
	}
}

func TestWhatALivingProgramWritesIsLeftAlone(t *testing.T) {
	l := openLibrary(t)
	audio, _ := audioFile(t, strings.Repeat("waves ", 100_000))
	opened := false
	save(t, l, Draft{Transcript: lighthouse(), AudioPath: audio, Copied: func(done, total int64) {
		if !opened && done > total/2 {
			opened = true
			openIn(t, l.Dir()).Close()
		}
	}})
	checkSound(t, l)
}

func TestANewLibraryIsMadeByManyAtOnce(t *testing.T) {
	dir := t.TempDir()
	var wait stdsync.WaitGroup
	for n := range 8 {
		wait.Go(func() {
			l, err := Open(t.Context(), dir)
			if err != nil {
				t.Error(err)
				return
			}
			defer l.Close()
			if _, err := l.Save(t.Context(), Draft{Transcript: numbered(n, 2)}); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	l := openIn(t, dir)
	if n := len(list(t, l)); n != 8 {
		t.Errorf("%d stories, want 8", n)
	}
	checkSound(t, l)
}

func TestALongWaitForAnotherProgramEndsWhenItIsCancelled(t *testing.T) {
	l := openLibrary(t)
	lock := &fileLock{mustOpen(t, l.path(lockName))}
	defer lock.Close()
	l.Close()
	if !lock.tryExclusive() {
		t.Skip("there are no locks between programs on this file system")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	began := time.Now()
	if _, err := Open(ctx, l.Dir()); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error = %v", err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
}

func mustOpen(t *testing.T, path string) *os.File {
	t.Helper()
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	return file
}
