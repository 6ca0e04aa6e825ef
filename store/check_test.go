package store

import (
	"os"
	"strings"
	"testing"
)

func TestCheckTellsWhatIsWrong(t *testing.T) {
	for _, test := range []struct {
		name string
		harm func(t *testing.T, l *Library, audio string)
		says []string
	}{
		{"nothing", func(*testing.T, *Library, string) {}, nil},
		{"audio is missing", func(t *testing.T, _ *Library, audio string) { os.Remove(audio) }, []string{"Keeper", "is missing", "Add"}},
		{"audio was changed", func(t *testing.T, _ *Library, audio string) {
			os.WriteFile(audio, []byte("WAVES"), 0o600)
		}, []string{"Keeper", "not what was saved", "Add"}},
		{"the search index lacks a story", func(t *testing.T, l *Library, _ string) {
			l.Close()
			changeFile(t, l.Dir(), "INSERT INTO search (search) VALUES ('delete-all')")
		}, []string{"search index", "made anew"}},
		{"a row refers to none", func(t *testing.T, l *Library, _ string) {
			l.Close()
			changeFile(t, l.Dir(), "INSERT INTO places VALUES (99, 0, 0, 0)")
		}, []string{"database is damaged", "open it again"}},
		{"a turn is lost", func(t *testing.T, l *Library, _ string) {
			l.Close()
			changeFile(t, l.Dir(), "DELETE FROM turns WHERE n = 3")
		}, []string{"Keeper", "is damaged"}},
		{"times cannot be read", func(t *testing.T, l *Library, _ string) {
			l.Close()
			changeFile(t, l.Dir(), "UPDATE timings SET spans = x'01ff' WHERE turn = 1")
		}, []string{"Keeper", "is damaged"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := openLibrary(t)
			path, _ := audioFile(t, "waves")
			id := save(t, l, Draft{Transcript: lighthouse(), Alignment: timed(lighthouse()), AudioPath: path})
			test.harm(t, l, l.AudioPath(read(t, l, id).Summary))
			if l.closed.Load() {
				l = openIn(t, l.Dir())
			}
			report, err := l.Check(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if len(test.says) == 0 != report.Sound() || len(report.Problems) > 1 {
				t.Fatalf("problems: %q", report.Problems)
			}
			for _, want := range test.says {
				if !strings.Contains(report.Problems[0], want) {
					t.Errorf("%q does not say %q", report.Problems[0], want)
				}
			}
		})
	}
}

func TestCheckCounts(t *testing.T) {
	l := openLibrary(t)
	path, _ := audioFile(t, "waves")
	save(t, l, Draft{Transcript: lighthouse(), AudioPath: path})
	save(t, l, Draft{Transcript: numbered(1, 2)})
	report, err := l.Check(t.Context())
	if err != nil || report.Stories != 2 || report.Media != 1 || report.Bytes != 5 {
		t.Errorf("report = %+v, %v", report, err)
	}
}

func TestASearchIndexMadeAnewFindsAgain(t *testing.T) {
	l := openLibrary(t)
	save(t, l, Draft{Transcript: lighthouse()})
	l.Close()
	changeFile(t, l.Dir(), "INSERT INTO search (search) VALUES ('delete-all')")
	l = openIn(t, l.Dir())
	if n := len(hits(t, l, "lamp")); n != 0 {
		t.Fatalf("the harm was not done: %d hits", n)
	}
	if _, err := l.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(hits(t, l, "lamp")); n != 1 {
		t.Errorf("%d hits", n)
	}
	checkSound(t, l)
}
