package store

import (
	"slices"
	"testing"

	"alongside/sync/transcript"
)

func TestAllMatchesInAStoryAreCountedAndGiven(t *testing.T) {
	l := openLibrary(t)
	text := lighthouse()
	id := save(t, l, Draft{Transcript: text})
	for _, test := range []struct {
		name, query string
		want        []string
	}{
		{"a word", "night", nil},
		{"a word that is there twice", "rock", []string{"Rock", "rock"}},
		{"one begun letter", "r", []string{"Rock", "rock"}},
		{"two words", "rock dark", []string{"Rock", "dark", "rock"}},
		{"a phrase", `"gull rock"`, []string{"Gull Rock"}},
		{"only in the title", "keeper's", nil},
		{"nothing", " ", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			matches, err := l.Matches(t.Context(), id, test.query)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, m := range matches {
				got = append(got, m.Span.In(text.Turns[m.Turn].Text))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("the matches are %q, want %q", got, test.want)
			}
			for _, h := range hits(t, l, test.query) {
				if h.Matches != len(matches) {
					t.Errorf("the search counts %d, there are %d", h.Matches, len(matches))
				}
			}
		})
	}
}

func TestMarkedWordsHaveTheirPlaceInTheirTurn(t *testing.T) {
	for _, test := range []struct {
		name, words string
		want        []Match
	}{
		{"none", "One bell.", nil},
		{"in one turn", "a \x02bell\x03, é \x02bell\x03", []Match{{0, span(2, 6)}, {0, span(11, 15)}}},
		{"in the second turn", "one\x1e\x02bell\x03", []Match{{1, span(0, 4)}}},
		{"without an end", "\x02bell", []Match{{0, span(0, 4)}}},
		{"of nothing", "\x02\x03", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := matchesIn(test.words); !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func span(start, end int) transcript.Span { return transcript.Span{Start: start, End: end} }
