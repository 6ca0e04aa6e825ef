package store

import "testing"

func TestSearchFindsWordsTitlesAndPeople(t *testing.T) {
	l := openLibrary(t)
	save(t, l, Draft{Transcript: lighthouse()})
	save(t, l, Draft{Transcript: numbered(7, 3)})
	for _, test := range []struct {
		name, query string
		want        string // the snippet with the marks in brackets
		turn        int
	}{
		{"a word", "century", "The lamp on Gull Rock burned for a [century]. Tonight it goes out.", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			hits, err := l.Search(t.Context(), test.query, 10)
			if err != nil {
				t.Fatal(err)
			}
			if len(hits) != 1 {
				t.Fatalf("%d hits, want 1", len(hits))
			}
			if got := bracketed(hits[0]); got != test.want || hits[0].Turn != test.turn {
				t.Errorf("turn %d, %q; want turn %d, %q", hits[0].Turn, got, test.turn, test.want)
			}
		})
	}
}

func bracketed(h Hit) string {
	text, at := "", 0
	for _, m := range h.Marks {
		text += h.Snippet[at:m.Start] + "[" + m.In(h.Snippet) + "]"
		at = m.End
	}
	return text + h.Snippet[at:]
}
