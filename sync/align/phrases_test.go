package align

import (
	"slices"
	"testing"

	"alongside/sync/transcript"
)

func TestAPhraseIsASentence(t *testing.T) {
	turns := []transcript.Turn{{Text: "Es war einmal (GELÄCHTER) ein Kind. Das hatte jeder lieb!"}, {Kind: transcript.Note, Text: "Nicht gesprochen."}}
	got := phrases(turns, 0, len(turns))
	var texts []string
	for _, p := range got {
		texts = append(texts, p.text)
	}
	want := []string{"Es war einmal, ein Kind", "Das hatte jeder lieb"}
	if !slices.Equal(texts, want) {
		t.Errorf("the phrases are %q", texts)
	}
}

func TestWordsAndPiecesOfAnotherNumberAreMatchedByLength(t *testing.T) {
	word := func(letters int) phraseWord { return phraseWord{letters: letters} }
	for what, test := range map[string]struct {
		words        []phraseWord
		pieces, want []int
	}{
		"as many":             {[]phraseWord{word(1), word(9)}, []int{50, 100}, []int{50, 100}},
		"a number in two":     {[]phraseWord{word(2), word(4), word(4)}, []int{200, 500, 600, 1000}, []int{200, 600, 1000}},
		"two words in one":    {[]phraseWord{word(4), word(2), word(2), word(4)}, []int{400, 800, 1200}, []int{400, 600, 800, 1200}},
		"nothing was said":    {[]phraseWord{word(4)}, nil, nil},
		"far too many pieces": {[]phraseWord{word(4)}, []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, []int{10}},
	} {
		got := phrase{words: test.words}.divide(test.pieces)
		if !slices.Equal(got, test.want) && len(got)+len(test.want) > 0 {
			t.Errorf("%s: the words end at %v, not at %v", what, got, test.want)
		}
	}
}
