package store

import (
	"reflect"
	"testing"
	"time"

	"alongside/sync/tapping"
)

// tapped taps some of a story's sentences, counted from 0.
func tapped(t *testing.T, l *Library, id int64, which ...int) (taps []tapping.Tap) {
	t.Helper()
	units := tapping.Units(read(t, l, id).Transcript)
	for _, n := range which {
		tap := tapping.Tap{Unit: units[n], At: time.Duration(n+1) * time.Second, Speed: 1.5}
		if err := l.KeepTap(t.Context(), id, tap); err != nil {
			t.Fatal(err)
		}
		taps = append(taps, tap)
	}
	return taps
}

func tapsOf(t *testing.T, l *Library, id int64) []tapping.Tap {
	t.Helper()
	taps, err := l.KeptTaps(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return taps
}

func TestTapsAreKeptOneByOneInTheOrderOfTheWords(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	taps := tapped(t, l, id, 0, 1, 2)
	if err := l.TakeTapBack(t.Context(), id, taps[1].Unit); err != nil {
		t.Fatal(err)
	}
	if got, want := tapsOf(t, l, id), []tapping.Tap{taps[0], taps[2]}; !reflect.DeepEqual(got, want) {
		t.Errorf("they are %+v, want %+v", got, want)
	}
	if err := l.DropTaps(t.Context(), id); err != nil || len(tapsOf(t, l, id)) != 0 {
		t.Errorf("dropped, they are %+v, %v", tapsOf(t, l, id), err)
	}
}

func TestTapsOfWhichTimesAreMadeWaitNoMore(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	taps := tapped(t, l, id, 0, 1)
	if _, err := l.MendTimes(t.Context(), id, taps[:1], timed(lighthouse())); err != nil {
		t.Fatal(err)
	}
	if got := tapsOf(t, l, id); !reflect.DeepEqual(got, taps[1:]) {
		t.Errorf("they are %+v, want %+v", got, taps[1:])
	}
}

func TestTapsGoWithTheirWords(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	tapped(t, l, id, 0)
	other := lighthouse()
	other.Turns = other.Turns[1:]
	if again := save(t, l, Draft{Transcript: other}); again != id || len(tapsOf(t, l, id)) != 0 {
		t.Errorf("read anew as story %d, it has the taps %+v", again, tapsOf(t, l, id))
	}
}

func TestABackupBringsTaps(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	want := tapped(t, l, id, 0, 2)
	fresh := openLibrary(t)
	restore(t, fresh, backUpTo(t, l))
	if got := tapsOf(t, fresh, id); !reflect.DeepEqual(got, want) {
		t.Errorf("they are %+v, want %+v", got, want)
	}
}
