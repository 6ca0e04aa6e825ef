package store

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// A library of 1,000 stories of 1,500 words; ALONGSIDE_BENCH_STORIES sets another number.
func benchStories(b *testing.B) int {
	if n, err := strconv.Atoi(os.Getenv("ALONGSIDE_BENCH_STORIES")); err == nil {
		return n
	}
	return 1000
}

// spoken gives a story of words that come as often as words do (Zipf's law), with all its times.
func spoken(random *rand.Rand, number, words int) Draft {
	zipf := rand.NewZipf(random, 1.07, 3, 40_000)
	t := numbered(number, 0)
	a := timing.Alignment{Method: "acoustic"}
	at := time.Second
	for words > 0 {
		n := min(20+random.IntN(60), words)
		words -= n
		text := make([]string, n)
		for i := range text {
			text[i] = invented(zipf.Uint64())
		}
		turn := transcript.Turn{Speaker: t.Speakers[len(t.Turns)%2].Name, Text: strings.Join(text, " ") + "."}
		t.Turns = append(t.Turns, turn)
		var times timing.Turn
		times.Start, times.Confidence = at, 0.9
		for range turn.Words() {
			times.Words = append(times.Words, timing.Timing{Start: at, End: at + ms(10*(8+random.IntN(50))), Confidence: float64(random.IntN(200)) / 200})
			at = times.Words[len(times.Words)-1].End + ms(10*random.IntN(3))
		}
		times.End = at
		times.Sentences = []timing.Timing{{Start: times.Start, End: at, Confidence: 0.9}}
		a.Turns = append(a.Turns, times)
	}
	return Draft{Transcript: t, Alignment: a}
}

// invented gives a word for a rank; frequent ones are shorter, as words are.
func invented(rank uint64) string {
	syllables := []string{"ka", "lo", "mi", "ten", "shu", "ra", "vel", "do", "nis", "per", "ga", "wu", "fi", "bo", "zen", "ta", "ol", "ce", "ym", "hu"}
	var b strings.Builder
	for rank++; rank > 0; rank /= 20 {
		b.WriteString(syllables[rank%20])
	}
	return b.String()
}

func filled(b *testing.B) (*Library, int) {
	random := rand.New(rand.NewPCG(1, 2))
	l := openLibrary(b)
	text := 0
	for n := range benchStories(b) {
		d := spoken(random, n, 1500)
		for _, turn := range d.Transcript.Turns {
			text += len(turn.Text)
		}
		save(b, l, d)
	}
	return l, text
}

func BenchmarkLibrary(b *testing.B) {
	began := time.Now()
	l, text := filled(b)
	saving := time.Since(began)
	dir := l.Dir()
	l.Close()
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			openIn(b, dir).Close()
		}
		b.ReportMetric(float64(sizeOf(l.path(databaseName)))/float64(text), "times-its-text")
		b.ReportMetric(float64(saving.Microseconds())/1000/float64(benchStories(b)), "ms-saving/story")
	})
	l = openIn(b, dir)
	b.Run("list", func(b *testing.B) {
		for b.Loop() {
			list(b, l)
		}
	})
	b.Run("story", func(b *testing.B) {
		for b.Loop() {
			read(b, l, 1)
		}
	})
	for _, query := range []string{invented(0), "k", "ka", invented(5) + " " + invented(300), invented(39_000), "story number 77"} {
		b.Run("search "+query, func(b *testing.B) {
			for b.Loop() {
				if _, err := l.Search(b.Context(), query, 20); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("place", func(b *testing.B) {
		for b.Loop() {
			if err := l.SavePlace(b.Context(), 1, time.Second); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("quick check", func(b *testing.B) {
		for b.Loop() {
			if err := l.read(b.Context(), func(tx *sql.Tx) error { return quickCheck(b.Context(), tx) }); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkLongStory(b *testing.B) {
	l := openLibrary(b)
	d := spoken(rand.New(rand.NewPCG(1, 2)), 1, 30_000)
	b.Run("save", func(b *testing.B) {
		n := 0
		for b.Loop() {
			n++
			d.Transcript.Title, d.Transcript.URL = fmt.Sprint(n), fmt.Sprintf("https://example.org/%d", n)
			d.Transcript.Turns[0].Text = fmt.Sprintf("this is turn %d ", n)
			d.Alignment.Turns[0] = timing.Turn{}
			save(b, l, d)
		}
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			read(b, l, 1)
		}
	})
}
