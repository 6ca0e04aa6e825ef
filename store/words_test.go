package store

import (
	"slices"
	"strings"
	"testing"
)

func TestTheWordsOfAllStoriesAreInTheOrderOfTheAlphabet(t *testing.T) {
	l := openLibrary(t)
	first, second := save(t, l, Draft{Transcript: lighthouse()}), save(t, l, Draft{Transcript: numbered(1, 3)})
	marked(t, l, first, Word, "never", "")
	marked(t, l, first, Bookmark, "Tonight", "")
	other := read(t, l, second).Transcript.Turns[0]
	marked(t, l, second, Word, other.Words()[0].In(other.Text), "")
	words, err := l.WordsOfAll(t.Context())
	if err != nil || len(words) != 2 {
		t.Fatalf("the words are %+v, %v", words, err)
	}
	byLetters := func(a, b Learnt) int { return strings.Compare(strings.ToLower(a.Quote), strings.ToLower(b.Quote)) }
	if !slices.IsSortedFunc(words, byLetters) {
		t.Errorf("they come as %q, %q", words[0].Quote, words[1].Quote)
	}
	for _, w := range words {
		if w.Title != read(t, l, w.Story).Title || w.Text != read(t, l, w.Story).Transcript.Turns[w.Mark.Turn].Text {
			t.Errorf("%q is said to be of %q, in %q", w.Quote, w.Title, w.Text)
		}
	}
}

func TestWordsOfARemovedStoryAreNotListed(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	marked(t, l, id, Word, "never", "")
	if err := l.Remove(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	words, err := l.WordsOfAll(t.Context())
	ids, err2 := l.MarkedStories(t.Context())
	if len(words) != 0 || len(ids) != 0 || err != nil || err2 != nil {
		t.Errorf("listed are %+v and the stories %v, %v, %v", words, ids, err, err2)
	}
}
