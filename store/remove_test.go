package store

import (
	"errors"
	"reflect"
	"testing"
	"time"
)

func remove(t *testing.T, l *Library, id int64) {
	t.Helper()
	if err := l.Remove(t.Context(), id); err != nil {
		t.Fatal(err)
	}
}

func hits(t *testing.T, l *Library, query string) []Hit {
	t.Helper()
	found, err := l.Search(t.Context(), query, 10)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestARemovedStoryIsNowhere(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	remove(t, l, id)
	if n := len(list(t, l)); n != 0 {
		t.Errorf("%d stories are listed", n)
	}
	if _, err := l.Story(t.Context(), id); !errors.Is(err, ErrNotFound) {
		t.Errorf("reading it gave %v", err)
	}
	if n := len(hits(t, l, "lamp")); n != 0 {
		t.Errorf("search found it %d times", n)
	}
	if err := l.SavePlace(t.Context(), id, time.Second); !errors.Is(err, ErrNotFound) {
		t.Errorf("saving a place gave %v", err)
	}
	if err := l.Remove(t.Context(), id); !errors.Is(err, ErrNotFound) {
		t.Errorf("removing it again gave %v", err)
	}
}

func TestARestoredStoryIsAsItWas(t *testing.T) {
	l := openLibrary(t)
	path, _ := audioFile(t, "waves")
	id := save(t, l, Draft{Transcript: lighthouse(), Alignment: timed(lighthouse()), AudioPath: path})
	if err := l.SavePlace(t.Context(), id, time.Second); err != nil {
		t.Fatal(err)
	}
	before := read(t, l, id)
	remove(t, l, id)
	if err := l.Restore(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if after := read(t, l, id); !reflect.DeepEqual(after, before) {
		t.Errorf("before %+v\nafter  %+v", before.Summary, after.Summary)
	}
	if len(hits(t, l, "lamp")) != 1 {
		t.Error("search does not find it")
	}
}

func TestAStoryOutlivesTheNextOpenButNotTheOneAfterAnHour(t *testing.T) {
	for _, test := range []struct {
		name string
		ago  time.Duration
		kept bool
	}{
		{"just now", 0, true},
		{"two hours ago", 2 * time.Hour, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := openLibrary(t)
			path, _ := audioFile(t, "waves")
			id := save(t, l, Draft{Transcript: lighthouse(), AudioPath: path})
			remove(t, l, id)
			l.Close()
			changeFile(t, l.Dir(), "UPDATE stories SET removed = removed - "+milliseconds(test.ago))
			l = openIn(t, l.Dir())
			err := l.Restore(t.Context(), id)
			if test.kept != (err == nil) || !test.kept && !errors.Is(err, ErrNotFound) {
				t.Errorf("restoring gave %v", err)
			}
			if kept := len(mediaFiles(t, l)) == 1; kept != test.kept {
				t.Errorf("audio kept: %v", kept)
			}
		})
	}
}

func TestPurgeDeletesWhatNothingElseUses(t *testing.T) {
	l := openLibrary(t)
	path, _ := audioFile(t, "waves")
	own, _ := audioFile(t, "its own")
	shared := save(t, l, Draft{Transcript: numbered(1, 3), AudioPath: path})
	other := save(t, l, Draft{Transcript: numbered(2, 3), AudioPath: path})
	single := save(t, l, Draft{Transcript: lighthouse(), Alignment: timed(lighthouse()), AudioPath: own})
	if err := l.SavePlace(t.Context(), single, time.Second); err != nil {
		t.Fatal(err)
	}
	remove(t, l, shared)
	remove(t, l, single)
	if err := l.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(mediaFiles(t, l)); n != 1 {
		t.Errorf("%d media files are left, want the one that is still used", n)
	}
	for table, want := range map[string]int{
		"stories": 1, "turns": 3, "speakers": 2, "alignments": 0, "timings": 0, "places": 0, "media": 1, "search": 1,
	} {
		var got int
		if err := l.readers.QueryRow("SELECT count(*) FROM " + table).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("%d rows are left in %s, want %d", got, table, want)
		}
	}
	if content := string(mustRead(t, l.AudioPath(read(t, l, other).Summary))); content != "waves" {
		t.Errorf("the shared audio is %q", content)
	}
	checkSound(t, l)
}

func TestImportingARemovedStoryBringsItBack(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	if err := l.SavePlace(t.Context(), id, 40*time.Second); err != nil {
		t.Fatal(err)
	}
	remove(t, l, id)
	if again := save(t, l, Draft{Transcript: lighthouse()}); again != id {
		t.Fatalf("it is story %d now, was %d", again, id)
	}
	if got := read(t, l, id).Place; got != 40*time.Second {
		t.Errorf("place = %v", got)
	}
}

func TestANumberIsNeverUsedTwice(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	remove(t, l, id)
	if err := l.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	if again := save(t, l, Draft{Transcript: lighthouse()}); again == id {
		t.Error("the new story has the old one's number")
	}
}
