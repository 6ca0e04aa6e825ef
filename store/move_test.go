package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func moveTo(t *testing.T, l *Library, to string) {
	t.Helper()
	if err := l.Move(t.Context(), to, nil); err != nil {
		t.Fatal(err)
	}
}

// everything gives all stories of a library whole, and the names of its media files.
func everything(t *testing.T, l *Library) (stories []Story, media []string) {
	t.Helper()
	for _, s := range list(t, l) {
		stories = append(stories, read(t, l, s.ID))
	}
	return stories, mediaFiles(t, l)
}

func TestAMovedLibraryIsFoundFromWhereItWas(t *testing.T) {
	from := full(t)
	stories, media := everything(t, from)
	old, to := from.Dir(), filepath.Join(t.TempDir(), "new folder")
	moveTo(t, from, to)
	for _, dir := range []string{old, to} {
		l := openIn(t, dir)
		if l.Dir() != to {
			t.Errorf("opened in %s it is in %s", dir, l.Dir())
		}
		gotStories, gotMedia := everything(t, l)
		if !reflect.DeepEqual(gotStories, stories) || !slices.Equal(gotMedia, media) {
			t.Errorf("opened in %s it has %d stories and %v", dir, len(gotStories), gotMedia)
		}
		checkSound(t, l)
		l.Close()
	}
	if _, err := os.Stat(filepath.Join(old, databaseName)); err != nil {
		t.Errorf("what was in the old folder is gone: %v", err)
	}
	if _, err := os.Stat(filepath.Join(to, unfinishedMove)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the new folder is still marked: %v", err)
	}
}

func TestALibraryCanBeMovedOnAndBack(t *testing.T) {
	home := full(t)
	stories, media := everything(t, home)
	a, b, c := home.Dir(), filepath.Join(t.TempDir(), "b"), filepath.Join(t.TempDir(), "c")
	home.Close()
	for _, step := range []struct{ from, to string }{{a, b}, {b, c}, {c, a}} {
		moveTo(t, openIn(t, step.from), step.to)
		if err := DeleteMoved(t.Context(), step.from); err != nil {
			t.Fatal(err)
		}
		if left, _ := os.ReadDir(step.from); len(left) > 3 { // the pointer and two locks
			t.Errorf("in %s is left %v", step.from, left)
		}
	}
	l := openIn(t, a)
	gotStories, gotMedia := everything(t, l)
	if l.Dir() != a || !reflect.DeepEqual(gotStories, stories) || !slices.Equal(gotMedia, media) {
		t.Errorf("in %s are %d stories and %v", l.Dir(), len(gotStories), gotMedia)
	}
}

func TestALibraryThatIsNotThereIsNotMadeAnew(t *testing.T) {
	l := full(t)
	old, disk := l.Dir(), filepath.Join(t.TempDir(), "disk")
	to := filepath.Join(disk, "library")
	moveTo(t, l, to)
	for _, unplug := range []func() error{
		func() error { return os.Rename(disk, disk+" in a drawer") },
		func() error { return os.MkdirAll(to, 0o700) }, // the folder in which the disk was mounted
	} {
		if err := unplug(); err != nil {
			t.Fatal(err)
		}
		_, err := Open(t.Context(), old)
		if !errors.Is(err, ErrNotThere) || !strings.Contains(err.Error(), to) || !strings.Contains(err.Error(), "connect the disk") {
			t.Errorf("error = %v", err)
		}
		if _, err := os.Stat(filepath.Join(to, databaseName)); err == nil {
			t.Error("a new library was made")
		}
		if err := DeleteMoved(t.Context(), old); !errors.Is(err, ErrNotThere) {
			t.Errorf("deleting what was left gave %v", err)
		}
	}
	if err := errors.Join(os.RemoveAll(disk), os.Rename(disk+" in a drawer", disk)); err != nil {
		t.Fatal(err)
	}
	if n := len(list(t, openIn(t, old))); n != 3 {
		t.Errorf("plugged in again it has %d stories", n)
	}
}

func TestWhereALibraryCannotBeMoved(t *testing.T) {
	for _, test := range []struct {
		name string
		to   func(t *testing.T, l *Library) string
		is   error
	}{
		{"a folder with something in it", func(t *testing.T, _ *Library) string {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "photo.jpg"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
			return dir
		}, ErrNotEmpty},
		{"another library's folder", func(t *testing.T, _ *Library) string { return openLibrary(t).Dir() }, ErrNotEmpty},
		{"the folder where it is", func(_ *testing.T, l *Library) string { return l.Dir() }, ErrInside},
		{"a folder inside it", func(_ *testing.T, l *Library) string { return filepath.Join(l.Dir(), "new") }, ErrInside},
		{"a folder around it", func(_ *testing.T, l *Library) string { return filepath.Dir(l.Dir()) }, ErrInside},
		{"inside a file", func(t *testing.T, _ *Library) string {
			path, _ := audioFile(t, "x")
			return filepath.Join(path, "new")
		}, ErrNotLibrary},
		{"anywhere while another program has it open", func(t *testing.T, l *Library) string {
			openIn(t, l.Dir())
			return t.TempDir()
		}, ErrInUse},
		{"a full disk", func(t *testing.T, _ *Library) string {
			dir := t.TempDir()
			mount(t, dir, "size=64k")
			return dir
		}, ErrFull},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := full(t)
			to := test.to(t, l)
			if err := l.Move(t.Context(), to, nil); !errors.Is(err, test.is) {
				t.Fatalf("error = %v, want %v", err, test.is)
			}
			if n := len(list(t, l)); n != 3 {
				t.Errorf("it has %d stories", n)
			}
			checkSound(t, l)
		})
	}
}

func TestAMoveThatIsCancelledLeavesNothing(t *testing.T) {
	l := full(t)
	to := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if err := l.Move(ctx, to, func(int64, int64) { cancel() }); !errors.Is(err, context.Canceled) {
		t.Fatalf("error = %v", err)
	}
	left, err := os.ReadDir(to)
	for _, entry := range left {
		if entry.Name() != lockName {
			t.Errorf("%s is left", entry.Name())
		}
	}
	if err != nil || len(list(t, l)) != 3 {
		t.Errorf("%d stories, %v", len(list(t, l)), err)
	}
	moveTo(t, l, to)
	checkSound(t, openIn(t, to))
}

func TestWhatIsLeftIsNotDeletedUnlessTheNewIsWhole(t *testing.T) {
	l := full(t)
	old, to := l.Dir(), t.TempDir()
	media := mediaFiles(t, l)
	moveTo(t, l, to)
	if err := os.WriteFile(filepath.Join(to, mediaName, media[0]), []byte("rubbish"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := DeleteMoved(t.Context(), old); err == nil || !strings.Contains(err.Error(), "is not like its original") {
		t.Errorf("error = %v", err)
	}
	for _, name := range append([]string{databaseName}, filepath.Join(mediaName, media[0])) {
		if _, err := os.Stat(filepath.Join(old, name)); err != nil {
			t.Error(err)
		}
	}
}

func TestALibraryThatWasNotMovedIsNotDeleted(t *testing.T) {
	l := full(t)
	if err := DeleteMoved(t.Context(), l.Dir()); err == nil {
		t.Error("no error")
	}
	checkSound(t, l)
}

func TestPointersThatLeadNowhere(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	for _, test := range []struct {
		name, content, says string
	}{
		{"rubbish", "rubbish", "cannot be read"},
		{"nothing", "", "cannot be read"},
		{"a folder that depends on where one is", `{"to": "there"}`, "cannot be read"},
		{"round and round", `{"to": "` + filepath.ToSlash(b) + `"}`, "leads from one folder to the next"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if err := errors.Join(os.WriteFile(filepath.Join(a, pointerName), []byte(test.content), 0o600), writePointer(b, a)); err != nil {
				t.Fatal(err)
			}
			if _, err := Open(t.Context(), a); err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("error = %v", err)
			}
		})
	}
}

// Whoever waits for the lock while the library is moved away opens it where it is then.
func TestALibraryThatMovesWhileItIsOpenedIsFollowed(t *testing.T) {
	l := full(t)
	old, to := l.Dir(), t.TempDir()
	opened := make(chan *Library)
	started := false
	err := l.Move(t.Context(), to, func(int64, int64) {
		if !started {
			started = true
			go func() {
				other, err := Open(context.Background(), old)
				if err != nil {
					t.Error(err)
				}
				opened <- other
			}()
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if other := <-opened; other != nil {
		defer other.Close()
		if other.Dir() != to {
			t.Errorf("it was opened in %s", other.Dir())
		}
	}
}
