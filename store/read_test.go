package store

import (
	"errors"
	"slices"
	"testing"
	"time"
)

func TestPagesTogetherAreTheList(t *testing.T) {
	l := openLibrary(t)
	for n := range 25 {
		id := save(t, l, Draft{Transcript: numbered(n, 1)})
		if n%3 == 0 {
			if err := l.SavePlace(t.Context(), id-id/2, time.Second); err != nil && !errors.Is(err, ErrNotFound) {
				t.Fatal(err)
			}
		}
		if n%7 == 3 {
			remove(t, l, id)
		}
	}
	want := list(t, l)
	var got []Summary
	for {
		page, err := l.Page(t.Context(), len(got), 4)
		if err != nil {
			t.Fatal(err)
		}
		if page.All != len(want) {
			t.Fatalf("%d stories, want %d", page.All, len(want))
		}
		if got = append(got, page.Stories...); len(page.Stories) == 0 {
			break
		}
	}
	same := func(a, b Summary) bool { return a.ID == b.ID && a.LastRead.Equal(b.LastRead) }
	if !slices.EqualFunc(got, want, same) {
		t.Errorf("pages give %d stories, the list %d, or others", len(got), len(want))
	}
}
