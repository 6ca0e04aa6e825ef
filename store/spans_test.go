package store

import (
	"database/sql"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"alongside/sync/timing"
)

func ms(n int) time.Duration { return time.Duration(n) * time.Millisecond }

func TestPackedSpansComeBackExactly(t *testing.T) {
	for _, test := range []struct {
		name string
		turn timing.Turn
	}{
		{"nothing", timing.Turn{}},
		{"words only", timing.Turn{Words: []timing.Timing{{Start: ms(10), End: ms(200), Confidence: 1}}}},
		{"an unknown word", timing.Turn{Words: []timing.Timing{{}, {Start: ms(10), End: ms(200), Confidence: 0.5}, {}}}},
		{"nanoseconds", timing.Turn{Words: []timing.Timing{{Start: 1, End: 3}, {Start: 12345678901, End: 12345678902}}}},
		{"overlapping words", timing.Turn{Words: []timing.Timing{{Start: ms(10), End: ms(300)}, {Start: ms(200), End: ms(210)}}}},
		{"an end before the start", timing.Turn{Sentences: []timing.Timing{{Start: ms(300), End: ms(100)}}}},
		{"all at zero, but sure", timing.Turn{Sentences: []timing.Timing{{Confidence: 1}}}},
		{"the longest time", timing.Turn{Words: []timing.Timing{{Start: longest, End: longest}, {}, {Start: 1, End: 2}}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got timing.Turn
			if err := unpackSpans(packSpans(test.turn), &got); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, test.turn) {
				t.Errorf("got %v, want %v", got, test.turn)
			}
		})
	}
}

func TestConfidenceIsKeptInSteps(t *testing.T) {
	for _, test := range []struct{ given, kept float64 }{{0, 0}, {0.95, 0.95}, {1, 1}, {0.5012, 0.5}, {7, 1}, {-1, 0}} {
		if got := float64(packConfidence(test.given)) / confidenceSteps; got != test.kept {
			t.Errorf("%v is kept as %v, want %v", test.given, got, test.kept)
		}
	}
}

func TestASpokenWordTakesFourBytesAtMost(t *testing.T) {
	turn := spokenTurn(rand.New(rand.NewPCG(1, 2)), 1000)
	if n := len(packSpans(turn)); n > 4*1050 {
		t.Errorf("1000 words take %d bytes", n)
	}
}

// spokenTurn gives the timings of a turn, at the frames of 10 ms that acoustic alignment gives.
func spokenTurn(random *rand.Rand, words int) timing.Turn {
	var turn timing.Turn
	at := ms(10 * random.IntN(360_000))
	for range words {
		end := at + ms(80+10*random.IntN(60))
		turn.Words = append(turn.Words, timing.Timing{Start: at, End: end, Confidence: float64(random.IntN(200)) / 200})
		at = end + ms(10*random.IntN(3))
	}
	return turn
}

func FuzzUnpackSpans(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{1, 0, 0})
	f.Add(packSpans(spokenTurn(rand.New(rand.NewPCG(1, 2)), 5)))
	f.Add([]byte{1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, blob []byte) {
		var turn timing.Turn
		if unpackSpans(blob, &turn) != nil {
			if turn.Sentences != nil || turn.Words != nil {
				t.Error("an unreadable blob gave timings")
			}
			return
		}
		if len(turn.Sentences)+len(turn.Words) > len(blob) {
			t.Errorf("%d bytes gave %d timings", len(blob), len(turn.Sentences)+len(turn.Words))
		}
	})
}

// BenchmarkSpans compares a blob a turn with a row a word, for a story of 30,000 words in 600 turns.
func BenchmarkSpans(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	var turns []timing.Turn
	for range 600 {
		turns = append(turns, spokenTurn(random, 50))
	}
	for _, form := range []struct {
		name   string
		schema string
		write  func(exec func(string, ...any)) // all of it
	}{
		{
			"a blob a turn", "CREATE TABLE spans (turn INTEGER PRIMARY KEY, spans BLOB NOT NULL) STRICT",
			func(exec func(string, ...any)) {
				for n, turn := range turns {
					exec("INSERT INTO spans VALUES (?, ?)", n, packSpans(turn))
				}
			},
		},
		{
			"a row a word", `CREATE TABLE spans (turn INTEGER, n INTEGER, start INTEGER, "end" INTEGER, confidence REAL,
				PRIMARY KEY (turn, n)) STRICT, WITHOUT ROWID`,
			func(exec func(string, ...any)) {
				for n, turn := range turns {
					for i, w := range turn.Words {
						exec("INSERT INTO spans VALUES (?, ?, ?, ?, ?)", n, i, w.Start.Milliseconds(), w.End.Milliseconds(), w.Confidence)
					}
				}
			},
		},
	} {
		b.Run(form.name, func(b *testing.B) { benchmarkSpans(b, form.schema, form.write) })
	}
}

func benchmarkSpans(b *testing.B, schema string, write func(exec func(string, ...any))) {
	db, err := openDatabase(b.TempDir()+"/spans.sqlite", writerSettings())
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	exec := func(query string, args ...any) {
		if _, err := db.ExecContext(background, query, args...); err != nil {
			b.Fatal(err)
		}
	}
	exec(schema)
	var writing, reading time.Duration
	for b.Loop() {
		exec("DELETE FROM spans")
		began := time.Now()
		err := transact(background, db, func(tx *sql.Tx) error {
			write(func(query string, args ...any) {
				if _, err := tx.Exec(query, args...); err != nil {
					b.Fatal(err)
				}
			})
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		writing += time.Since(began)
		began = time.Now()
		readAllSpans(b, db)
		reading += time.Since(began)
	}
	exec("VACUUM")
	var pages, size int
	if err := db.QueryRow("SELECT page_count, page_size FROM pragma_page_count, pragma_page_size").Scan(&pages, &size); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(writing.Milliseconds())/float64(b.N), "ms-writing/op")
	b.ReportMetric(float64(reading.Milliseconds())/float64(b.N), "ms-reading/op")
	b.ReportMetric(float64(pages*size)/30000, "bytes/word")
}

func readAllSpans(b *testing.B, db *sql.DB) {
	rows, err := db.Query("SELECT * FROM spans")
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		b.Fatal(err)
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range into {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			b.Fatal(err)
		}
		if blob, ok := values[1].([]byte); ok && unpackSpans(blob, new(timing.Turn)) != nil {
			b.Fatal("a blob cannot be read")
		}
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
}
