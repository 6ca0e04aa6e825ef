package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"alongside/store"
	"alongside/store/invented"
	"alongside/sync/figures"
)

// kept is where the figures of the last run are.
const kept = "../build/figures.json"

// A library of 10,000 stories with 15 million words, of which every tenth has times; ALONGSIDE_BENCH_STORIES sets another
// number of stories.
func crowd() int {
	if n, err := strconv.Atoi(os.Getenv("ALONGSIDE_BENCH_STORIES")); err == nil {
		return n
	}
	return 10_000
}

const (
	wordsEach  = 1500
	timesEvery = 10
)

// fill makes the library and gives the bytes of its text.
func fill(b *testing.B, dir string) (text int64, stories *invented.Stories) {
	b.Helper()
	stories, err := invented.New()
	if err != nil {
		b.Fatal(err)
	}
	lib := open(b, dir)
	defer lib.Close()
	for n := range crowd() {
		t, a := stories.Next(wordsEach)
		draft := store.Draft{Transcript: t}
		if n%timesEvery == 0 {
			draft.Alignment = a
		}
		for _, turn := range t.Turns {
			text += int64(len(turn.Text))
		}
		if _, err := lib.Save(b.Context(), draft); err != nil {
			b.Fatal(err)
		}
	}
	return text, stories
}

func open(tb testing.TB, dir string) *store.Library {
	tb.Helper()
	lib, err := store.Open(tb.Context(), dir)
	if err != nil {
		tb.Fatal(err)
	}
	return lib
}

// BenchmarkFigures measures a library of years.
func BenchmarkFigures(b *testing.B) {
	dir := os.Getenv("ALONGSIDE_BENCH_DIR")
	if dir == "" {
		dir = b.TempDir()
	}
	began := time.Now()
	text, stories := fill(b, dir)
	table := figures.Table{Name: "library", Columns: []string{fmt.Sprintf("%d stories, every %dth with times", crowd(), timesEvery), "figure"}}
	add := func(what, format string, args ...any) {
		table.Rows = append(table.Rows, []string{what, fmt.Sprintf(format, args...)})
	}
	add("saving a story", "%.1f ms", ms(time.Since(began))/float64(crowd()))
	var lib *store.Library
	add("opening the library", "%.0f ms", ms(best(b, func() error {
		if lib != nil {
			lib.Close()
		}
		lib = open(b, dir)
		return nil
	})))
	defer lib.Close()
	add("the whole list", "%.0f ms", ms(best(b, func() error {
		_, err := lib.Stories(b.Context())
		return err
	})))
	add("the first 50 of the list", "%.1f ms", ms(best(b, func() error {
		_, err := lib.Page(b.Context(), 0, 50)
		return err
	})))
	for _, query := range queries(stories) {
		add("searching for “"+query+"”", "%.1f ms", ms(best(b, func() error {
			_, err := lib.Search(b.Context(), query, 100)
			return err
		})))
	}
	info, err := os.Stat(filepath.Join(dir, "library.sqlite"))
	if err != nil {
		b.Fatal(err)
	}
	add("size on disk", "%.2f times its text of %.0f MB", float64(info.Size())/float64(text), float64(text)/1e6)
	if err := table.Print(os.Stdout, kept); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(0, "ns/op")
}

// queries are what is in the search field as words of different frequencies are typed.
func queries(s *invented.Stories) (all []string) {
	for _, rank := range []int{0, 50, 300, 20_000} {
		word := s.Word(rank)
		for _, query := range []string{word[:1], word[:min(3, len(word))], word, word + " "} {
			if !slices.Contains(all, query) {
				all = append(all, query)
			}
		}
	}
	return append(all, "that", "people th", "the people", s.Word(150)+" "+s.Word(400))
}

// best gives the shortest of a few runs: what else the machine does is left out.
func best(b *testing.B, do func() error) time.Duration {
	b.Helper()
	shortest := time.Hour
	for range 5 {
		began := time.Now()
		if err := do(); err != nil {
			b.Fatal(err)
		}
		shortest = min(shortest, time.Since(began))
	}
	return shortest
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
