package store

import (
	"errors"
	"path/filepath"
	"testing"
	"time"
)

func nudged(t *testing.T, l *Library, id int64, later time.Duration) {
	t.Helper()
	if err := l.SaveNudge(t.Context(), id, later); err != nil {
		t.Fatal(err)
	}
}

func TestANudgeIsKeptWithItsStory(t *testing.T) {
	dir := t.TempDir()
	l := openIn(t, dir)
	one, other := save(t, l, Draft{Transcript: lighthouse()}), save(t, l, Draft{Transcript: numbered(1, 5)})
	for _, later := range []time.Duration{20 * time.Millisecond, -30 * time.Millisecond, 0, 10 * time.Millisecond} {
		nudged(t, l, one, later)
		if got := read(t, l, one).Nudge; got != later {
			t.Errorf("it is %v, saved was %v", got, later)
		}
	}
	if got := read(t, l, other).Nudge; got != 0 {
		t.Errorf("the other story has %v", got)
	}
	save(t, l, Draft{Transcript: lighthouse()})
	if got := read(t, l, one).Nudge; got != 10*time.Millisecond {
		t.Errorf("imported again it is %v", got)
	}
	l.Close()
	if got := read(t, openIn(t, dir), one).Nudge; got != 10*time.Millisecond {
		t.Errorf("opened again it is %v", got)
	}
}

func TestANudgeHasBounds(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	nudged(t, l, id, -time.Hour)
	if got := read(t, l, id).Nudge; got != -MostNudge {
		t.Errorf("it is %v", got)
	}
}

func TestANudgeOfNoStory(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	if err := l.Remove(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	for _, gone := range []int64{id, id + 1} {
		if err := l.SaveNudge(t.Context(), gone, time.Millisecond); !errors.Is(err, ErrNotFound) {
			t.Errorf("of story %d: %v", gone, err)
		}
	}
}

func TestANudgeComesBackWithABackup(t *testing.T) {
	from := openLibrary(t)
	nudged(t, from, save(t, from, Draft{Transcript: lighthouse()}), 40*time.Millisecond)
	file := backUpTo(t, from)
	for _, c := range []struct {
		name        string
		there, want time.Duration
		has         bool
	}{
		{"to a library without the story", 0, 40 * time.Millisecond, false},
		{"to a story that has none", 0, 40 * time.Millisecond, true},
		{"to a story that has one of its own", -10 * time.Millisecond, -10 * time.Millisecond, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := openLibrary(t)
			if c.has {
				nudged(t, l, save(t, l, Draft{Transcript: lighthouse()}), c.there)
			}
			restore(t, l, file)
			if got := read(t, l, 1).Nudge; got != c.want {
				t.Errorf("it is %v, want %v", got, c.want)
			}
		})
	}
}

func TestANudgeIsRecoveredFromADamagedLibrary(t *testing.T) {
	dir, _ := keptLibrary(t)
	l := openIn(t, dir)
	nudged(t, l, 1, 50*time.Millisecond)
	l.Close()
	writeAt(t, filepath.Join(dir, databaseName), 0, make([]byte, 4096))
	if got := read(t, openIn(t, dir), 1).Nudge; got != 50*time.Millisecond {
		t.Errorf("it is %v", got)
	}
}
