package store

import (
	"errors"
	"testing"
)

func ownOf(t *testing.T, l *Library, id int64, settings string) {
	t.Helper()
	if err := l.SaveOwnSettings(t.Context(), id, settings); err != nil {
		t.Fatal(err)
	}
}

func TestAStoryHasSettingsOfItsOwnUntilTheyAreTakenAway(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	ownOf(t, l, id, `{"speed":0.9}`)
	ownOf(t, l, id, `{"speed":0.8}`)
	if got := read(t, l, id).Own; got != `{"speed":0.8}` {
		t.Errorf("its own settings are %s", got)
	}
	ownOf(t, l, id, "")
	if got := read(t, l, id).Own; got != "" {
		t.Errorf("taken away, they are %s", got)
	}
}

func TestSettingsThatAreNoneAreRefused(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	for _, c := range []struct {
		story    int64
		settings string
		want     error
	}{{id, `{"speed":`, ErrMisfit}, {99, `{}`, ErrNotFound}} {
		if err := l.SaveOwnSettings(t.Context(), c.story, c.settings); !errors.Is(err, c.want) {
			t.Errorf("%s for story %d: %v", c.settings, c.story, err)
		}
	}
}

func TestSettingsOfAStoryOutliveAnotherReadingOfIt(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	ownOf(t, l, id, `{"speed":0.9}`)
	other := lighthouse()
	other.Turns = append(other.Turns, other.Turns[0])
	if again := save(t, l, Draft{Transcript: other}); again != id || read(t, l, id).Own == "" {
		t.Errorf("story %d has %q", again, read(t, l, id).Own)
	}
}

func TestABackupBringsTheSettingsOfAStory(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	ownOf(t, l, id, `{"speed":0.9}`)
	file := backUpTo(t, l)
	for name, c := range map[string]struct{ here, want string }{
		"to a story that has none": {"", `{"speed":0.9}`},
		"but none that it has":     {`{"speed":2}`, `{"speed":2}`},
	} {
		fresh := openLibrary(t)
		if c.here != "" {
			ownOf(t, fresh, save(t, fresh, Draft{Transcript: lighthouse()}), c.here)
		}
		restore(t, fresh, file)
		if got := read(t, fresh, id).Own; got != c.want {
			t.Errorf("%s: it has %s, want %s", name, got, c.want)
		}
	}
}

func TestRecoveryKeepsTheSettingsOfAStoryAndItsTaps(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	ownOf(t, l, id, `{"speed":0.9}`)
	tapped(t, l, id, 0)
	l.Close()
	damageHeader(t, l.Dir())
	l = openIn(t, l.Dir())
	if got := read(t, l, id).Own; got != `{"speed":0.9}` {
		t.Errorf("its own settings are %q", got)
	}
	if taps := tapsOf(t, l, id); len(taps) != 1 {
		t.Errorf("its taps are %+v", taps)
	}
	checkSound(t, l)
}
