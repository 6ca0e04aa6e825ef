package store

import (
	"strings"
	"testing"
	"unicode/utf8"

	"alongside/sync/transcript"
)

func TestSearchFindsWordsTitlesAndPeople(t *testing.T) {
	l := openLibrary(t)
	save(t, l, Draft{Transcript: lighthouse()})
	save(t, l, Draft{Transcript: numbered(7, 3)})
	for _, test := range []struct {
		name, query string
		want        string // the snippet with the marks in brackets; "" for no hit
		turn        int
	}{
		{"a word", "century", "The lamp on Gull Rock burned for a [century]. Tonight it goes out.", 0},
		{"capitals", "CENTURY", "The lamp on Gull Rock burned for a [century]. Tonight it goes out.", 0},
		{"the beginning of a word, while it is typed", "centu", "The lamp on Gull Rock burned for a [century]. Tonight it goes out.", 0},
		{"the beginning of a word, followed by a space", "centu ", "", 0},
		{"a word with an apostrophe", "don't ", "I lit it every evening, and now I [don't]. It was never dark.", 2},
		{"half a word with an apostrophe", "don'", "I lit it every evening, and now I [don]'t. It was never dark.", 2},
		{"words of one turn", "lamp tonight", "The [lamp] on Gull Rock burned for a century. [Tonight] it goes out.", 0},
		{"words of different turns", "lamp dark", "The [lamp] on Gull Rock burned for a century. Tonight it goes out.", 0},
		{"a word of the title and one of the text", "keeper dark", "I lit it every evening, and now I don't. It was never [dark].", 2},
		{"a phrase", `"gull rock"`, "The lamp on [Gull Rock] burned for a century. Tonight it goes out.", 0},
		{"a phrase in typographic quotation marks", "“gull rock”", "The lamp on [Gull Rock] burned for a century. Tonight it goes out.", 0},
		{"a phrase that is not there", `"rock gull"`, "", 0},
		{"a phrase not ended yet", `"gull ro`, "The lamp on [Gull Rock] burned for a century. Tonight it goes out.", 0},
		{"the title", "keeper's last", "The [Keeper's] [Last] Night", -1},
		{"a speaker, without the accent", "tomas vela ", "Ada Grün, [Tomás] [Vela]", -1},
		{"a note", "correction", "[[Correction]: the rock is called Gull Stone.]", 3},
		{"no such word", "elephant", "", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			found := hits(t, l, test.query)
			if test.want == "" {
				if len(found) != 0 {
					t.Errorf("found %q", bracketed(found[0]))
				}
				return
			}
			if len(found) != 1 {
				t.Fatalf("%d hits, want 1", len(found))
			}
			if got := bracketed(found[0]); got != test.want || found[0].Turn != test.turn {
				t.Errorf("turn %d, %q\nwant turn %d, %q", found[0].Turn, got, test.turn, test.want)
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

func TestATitleCountsForMoreThanAWord(t *testing.T) {
	l := openLibrary(t)
	text := numbered(1, 5)
	text.Turns[2].Text = "Somebody mentions a comet, and the comet again."
	save(t, l, Draft{Transcript: text})
	title := numbered(2, 5)
	title.Title = "The comet"
	want := save(t, l, Draft{Transcript: title})
	if found := hits(t, l, "comet"); len(found) != 2 || found[0].ID != want {
		t.Errorf("found %v", found)
	}
}

func TestSearchFollowsAnUpdate(t *testing.T) {
	l := openLibrary(t)
	save(t, l, Draft{Transcript: lighthouse()})
	changed := lighthouse()
	changed.Turns[0].Text = "The beacon went out."
	save(t, l, Draft{Transcript: changed})
	if n := len(hits(t, l, "lamp")); n != 0 {
		t.Errorf("the old words are found %d times", n)
	}
	if n := len(hits(t, l, "beacon")); n != 1 {
		t.Errorf("the new words are found %d times", n)
	}
	checkSound(t, l)
}

func TestAQueryWithoutWordsFindsNothing(t *testing.T) {
	l := openLibrary(t)
	save(t, l, Draft{Transcript: lighthouse()})
	for _, query := range []string{"", " ", "!?", `""`, "\x00", "—", `"`, "*", "^", "\xff\xfe"} {
		if found := hits(t, l, query); len(found) != 0 {
			t.Errorf("%q found %d stories", query, len(found))
		}
	}
}

func TestASnippetIsAStretchAroundTheFirstMark(t *testing.T) {
	l := openLibrary(t)
	long := numbered(1, 0)
	long.Turns = []transcript.Turn{{Text: strings.Repeat("Hier läuft das Wasser. ", 50) + "Ein Käfer. " + strings.Repeat("Там тихо. ", 50)}}
	save(t, l, Draft{Transcript: long})
	hit := hits(t, l, "kafer")[0]
	if !strings.HasPrefix(hit.Snippet, "…") || !strings.HasSuffix(hit.Snippet, "…") || len(hit.Snippet) > snippetLength+10 {
		t.Errorf("snippet = %q", hit.Snippet)
	}
	if len(hit.Marks) != 1 || hit.Marks[0].In(hit.Snippet) != "Käfer" {
		t.Errorf("marks = %v in %q", hit.Marks, hit.Snippet)
	}
}

func FuzzSearch(f *testing.F) {
	l := openLibrary(f)
	save(f, l, Draft{Transcript: lighthouse()})
	for _, query := range []string{
		"lamp", `"`, `a"b`, "NEAR(lamp dark)", "title:lamp", "lamp AND", "NOT", "-lamp", "lamp*", "^lamp", "{a b}:c", "(", "'; DROP TABLE stories",
		"“gull", "\x00lamp", "\xff", "日本", strings.Repeat("a ", 1000), strings.Repeat("é", 1000), "U.N.", "\u0301", "\ue000",
	} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		found, err := l.Search(t.Context(), query, 5)
		if err != nil {
			t.Fatalf("%q: %v", query, err)
		}
		for _, hit := range found {
			if !utf8.ValidString(hit.Snippet) {
				t.Errorf("%q: snippet %q", query, hit.Snippet)
			}
			for _, m := range hit.Marks {
				if m.Start < 0 || m.End > len(hit.Snippet) || m.Start >= m.End {
					t.Errorf("%q: mark %v in %q", query, m, hit.Snippet)
				}
			}
		}
	})
}
