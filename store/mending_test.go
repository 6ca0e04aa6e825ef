package store

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"alongside/sync/tapping"
	"alongside/sync/timing"
)

// shifted is an alignment in which some turns start later.
func shifted(a timing.Alignment, by time.Duration, turns ...int) timing.Alignment {
	out := timing.Alignment{Method: a.Method, Turns: append([]timing.Turn(nil), a.Turns...)}
	for _, n := range turns {
		t := timing.Turn{Timing: out.Turns[n].Timing}
		t.Start, t.End = t.Start+by, t.End+by
		out.Turns[n] = t
	}
	return out
}

func mend(t *testing.T, l *Library, id int64, tap tapping.Tap, now timing.Alignment) Mending {
	t.Helper()
	m, err := l.MendTimes(t.Context(), id, []tapping.Tap{tap}, now)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func undo(t *testing.T, l *Library, m Mending) {
	t.Helper()
	if err := l.UndoMending(t.Context(), m.ID); err != nil {
		t.Fatal(err)
	}
}

func sameTimes(t *testing.T, what string, l *Library, id int64, want timing.Alignment) {
	t.Helper()
	if got := read(t, l, id).Alignment; !reflect.DeepEqual(got, want) {
		t.Errorf("%s the times are\n%+v, not\n%+v", what, got, want)
	}
}

func TestWhatIsMendedIsListedAndUndone(t *testing.T) {
	l := openLibrary(t)
	first := timed(lighthouse())
	id := save(t, l, Draft{Transcript: lighthouse(), Alignment: first})
	tap := tapping.Tap{Unit: tapping.Unit{Turn: 1}, At: 9 * time.Second, Speed: 1.5}
	second := shifted(first, time.Second, 0, 2)
	m := mend(t, l, id, tap, second)
	sameTimes(t, "mended,", l, id, second)
	list, err := l.Mendings(t.Context(), id)
	if err != nil || len(list) != 1 || list[0].ID != m.ID || !reflect.DeepEqual(list[0].Taps, []tapping.Tap{tap}) {
		t.Errorf("the list is %+v, %v", list, err)
	}
	undo(t, l, m)
	sameTimes(t, "undone,", l, id, first)
	if list, err := l.Mendings(t.Context(), id); err != nil || len(list) != 0 {
		t.Errorf("the list is %+v, %v", list, err)
	}
	if err := l.UndoMending(t.Context(), m.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("undone once more: %v", err)
	}
}

func TestMendingsAreUndoneInAnyOrder(t *testing.T) {
	l := openLibrary(t)
	first := timed(lighthouse())
	id := save(t, l, Draft{Transcript: lighthouse(), Alignment: first})
	tap := tapping.Tap{Unit: tapping.Unit{Turn: 1}, At: 9 * time.Second}
	second := shifted(first, time.Second, 0, 2)
	earlier := mend(t, l, id, tap, second)
	third := shifted(second, time.Second, 2)
	third.Method = tapping.Method
	later := mend(t, l, id, tap, third)
	undo(t, l, earlier)
	want := shifted(first, 2*time.Second, 2)
	want.Method = tapping.Method
	sameTimes(t, "with the later one alone,", l, id, want)
	undo(t, l, later)
	sameTimes(t, "with neither,", l, id, first)
}

func TestAStoryWithoutTimesHasNoneAgain(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	times := timed(lighthouse())
	times.Method = tapping.Method
	m := mend(t, l, id, tapping.Tap{Unit: tapping.Unit{Turn: 1}}, times)
	sameTimes(t, "mended,", l, id, times)
	undo(t, l, m)
	sameTimes(t, "undone,", l, id, timing.Alignment{})
}

func TestATapOnNothingIsRefused(t *testing.T) {
	l := openLibrary(t)
	first := timed(lighthouse())
	id := save(t, l, Draft{Transcript: lighthouse(), Alignment: first})
	_, err := l.MendTimes(t.Context(), id, []tapping.Tap{{Unit: tapping.Unit{Turn: 99}}}, first)
	if !errors.Is(err, ErrMisfit) {
		t.Errorf("the error is %v", err)
	}
}

func TestABackupBringsWhatWasMended(t *testing.T) {
	l := openLibrary(t)
	first := timed(lighthouse())
	id := save(t, l, Draft{Transcript: lighthouse(), Alignment: first})
	mend(t, l, id, tapping.Tap{Unit: tapping.Unit{Turn: 1}, At: time.Second}, shifted(first, time.Second, 0))
	fresh := openLibrary(t)
	restore(t, fresh, backUpTo(t, l))
	list, err := fresh.Mendings(t.Context(), id)
	if err != nil || len(list) != 1 {
		t.Fatalf("the list is %+v, %v", list, err)
	}
	undo(t, fresh, list[0])
	sameTimes(t, "restored and undone,", fresh, id, first)
}
