package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// On a disk of 3 MB, stories are saved until it is full.
func TestAFullDiskLosesNothing(t *testing.T) {
	disk := t.TempDir()
	mount(t, disk, "size=3m")
	filler := filepath.Join(disk, "something else")
	if err := os.WriteFile(filler, make([]byte, 512<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(disk, "library")
	l := openIn(t, dir)
	saved := map[int64]string{}
	var failure error
	for n := 0; failure == nil && n < 500; n++ {
		path, _ := audioFile(t, strings.Repeat(fmt.Sprint("waves ", n), 5000))
		d := Draft{Transcript: numbered(n, 20), Alignment: timed(numbered(n, 20)), AudioPath: path}
		var id int64
		if id, failure = l.Save(t.Context(), d); failure == nil {
			saved[id] = d.Transcript.Title
		}
	}
	if !errors.Is(failure, ErrFull) || !strings.Contains(failure.Error(), "the disk is full") {
		t.Fatalf("error = %v, want ErrFull", failure)
	}
	checkKept(t, l, saved)
	t.Run("without audio, down to the last page", func(t *testing.T) {
		var failure error
		for n := 1000; failure == nil && n < 3000; n++ {
			d := Draft{Transcript: numbered(n, 20)}
			var id int64
			if id, failure = l.Save(t.Context(), d); failure == nil {
				saved[id] = d.Transcript.Title
			}
		}
		if !errors.Is(failure, ErrFull) {
			t.Fatalf("error = %v, want ErrFull", failure)
		}
		checkKept(t, l, saved)
	})
	l.Close()
	l = openIn(t, dir)
	t.Run("opened again", func(t *testing.T) { checkKept(t, l, saved) })
	t.Run("with room again", func(t *testing.T) {
		if err := os.Remove(filler); err != nil {
			t.Fatal(err)
		}
		for id := range saved {
			remove(t, l, id)
			delete(saved, id)
			break
		}
		if err := l.Purge(t.Context()); err != nil {
			t.Fatal(err)
		}
		saved[save(t, l, Draft{Transcript: lighthouse()})] = lighthouse().Title
		checkKept(t, l, saved)
		checkSound(t, l)
	})
}

func checkKept(t *testing.T, l *Library, saved map[int64]string) {
	t.Helper()
	got := map[int64]string{}
	for _, s := range list(t, l) {
		read(t, l, s.ID)
		got[s.ID] = s.Title
	}
	if !reflect.DeepEqual(got, saved) {
		t.Errorf("%d stories are there, %d were reported saved", len(got), len(saved))
	}
	for _, name := range mediaFiles(t, l) {
		if hash, _, err := hashOf(t.Context(), l.path(mediaName, name)); err != nil || !strings.HasPrefix(name, hash) {
			t.Errorf("media file %s: %v", name, err)
		}
	}
}

// Without a file system of its own: the database may not grow.
func TestAFullDatabaseLosesNothing(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse(), Alignment: timed(lighthouse())})
	before := read(t, l, id)
	if _, err := l.writer.Exec("PRAGMA max_page_count = 1"); err != nil { // no more than there are now
		t.Fatal(err)
	}
	longer := lighthouse()
	longer.Turns = append(longer.Turns, numbered(1, 2000).Turns[0])
	longer.Turns[4].Speaker, longer.Turns[4].Text = "", strings.Repeat("more and more ", 20_000)
	if _, err := l.Save(t.Context(), Draft{Transcript: longer}); !errors.Is(err, ErrFull) {
		t.Fatalf("error = %v, want ErrFull", err)
	}
	if after := read(t, l, id); !reflect.DeepEqual(after, before) {
		t.Errorf("before %+v\nafter  %+v", before, after)
	}
	if err := l.SavePlace(t.Context(), id, time.Second); err != nil {
		t.Errorf("a place, which needs no room, gave %v", err)
	}
	checkSound(t, l)
}

// Sound is let go where there is no room left for anything else.
func TestAFullDiskIsHelpedByLettingSoundGo(t *testing.T) {
	disk := t.TempDir()
	mount(t, disk, "size=4m")
	l := openIn(t, filepath.Join(disk, "library"))
	id := withSound(t, l, 1, time.Hour)
	if err := os.WriteFile(filepath.Join(disk, "something else"), make([]byte, freeSpace(disk)), 0o600); err != nil {
		t.Fatal(err)
	}
	before := read(t, l, id)
	gone, err := l.LetGo(t.Context(), whole(t, l)-1)
	switch {
	case errors.Is(err, ErrFull): // not even the log can be written: then nothing has changed
		if after := read(t, l, id); !reflect.DeepEqual(after, before) {
			t.Errorf("before %+v\nafter  %+v", before, after)
		}
	case err != nil || gone.Bytes != soundBytes || freeSpace(disk) < soundBytes/2:
		t.Errorf("let go %+v, free %d, %v", gone, freeSpace(disk), err)
	}
	checkSound(t, l)
}
