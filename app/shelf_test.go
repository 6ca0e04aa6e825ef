package app

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"alongside/store"
	"alongside/sync/figures"
	"alongside/sync/transcript"
)

// crowded makes a library of so many short stories.
func crowded(t testing.TB, many int) *store.Library {
	t.Helper()
	lib, err := store.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lib.Close() })
	for n := range many {
		if _, err := lib.Save(t.Context(), store.Draft{Transcript: transcript.Transcript{
			Title: fmt.Sprintf("Story %d of the lighthouse keepers and of everyone who heard the bell", n), Source: "Harbor Radio",
			Speakers: []transcript.Speaker{{Name: "Nora Field"}},
			Turns:    []transcript.Turn{{Speaker: "Nora Field", Text: fmt.Sprintf("This is story %d.", n)}},
		}}); err != nil {
			t.Fatal(err)
		}
	}
	return lib
}

func TestTheRestOfALargeLibraryComesBehindTheFirstPage(t *testing.T) {
	d := newDesk(t, crowded(t, firstPage+30))
	d.start("")
	d.until("the first page is shown", func() bool { return len(d.shelf.stories) == firstPage })
	first := d.shelf.stories[0].ID
	d.shelf.screen.Select(d.shelf.stories[20].ID)
	before := d.focus()
	d.until("all are shown", func() bool { return len(d.shelf.stories) == firstPage+30 })
	if d.shelf.stories[0].ID != first || d.focus() != before {
		t.Errorf("the first is %d, and was %d; the focus is on %q, and was on %q", d.shelf.stories[0].ID, first, d.focus(), before)
	}
}

// crowd is how many stories the library of BenchmarkShelf holds; ALONGSIDE_BENCH_STORIES sets another number.
func crowd() int {
	if n, err := strconv.Atoi(os.Getenv("ALONGSIDE_BENCH_STORIES")); err == nil {
		return n
	}
	return 10_000
}

// BenchmarkShelf measures how long it takes to show a library of years: from when the window asks for it
// until its cards are laid out. Painting them takes a frame more.
func BenchmarkShelf(b *testing.B) {
	lib := crowded(b, crowd())
	best := func(show func(d *desk)) time.Duration {
		least := time.Duration(1<<63 - 1)
		for range 5 {
			d := newDesk(b, lib)
			began := time.Now()
			show(d)
			least = min(least, time.Since(began))
		}
		return least
	}
	first := best(func(d *desk) {
		d.shelf.fill(nil)
		d.until("the first page is shown", func() bool { return len(d.shelf.stories) > 0 })
	})
	all := best(func(d *desk) {
		d.shelf.reload(nil)
		d.until("all are shown", func() bool { return len(d.shelf.stories) == crowd() })
	})
	for b.Loop() { // what is measured is measured above
	}
	table := figures.Table{Name: "shelf", Columns: []string{fmt.Sprintf("%d stories", crowd()), "until laid out"}, Rows: [][]string{
		{"the first page", fmt.Sprintf("%.0f ms", 1000*first.Seconds())},
		{"the whole list at once", fmt.Sprintf("%.0f ms", 1000*all.Seconds())},
	}}
	if err := table.Print(os.Stdout, "../build/figures.json"); err != nil {
		b.Fatal(err)
	}
}

func TestFindingEverywhereFromAStoryKeepsTheFocusInItsField(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	d.findEverywhere()
	asked := d.shelf.asked
	d.until("the stories have been read again", func() bool { return d.shelf.asked > asked && d.shelf.told == d.shelf.asked })
	d.settle()
	if got := d.focus(); got != "Find in all stories" {
		t.Errorf("the focus is on %q, want the field", got)
	}
}
