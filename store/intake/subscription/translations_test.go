package subscription

import (
	"slices"
	"testing"

	"alongside/store"
	"alongside/store/intake/feed"
)

func TestTheBestTranscriptInEachOtherLanguageIsATranslation(t *testing.T) {
	all := []feed.Transcript{
		{URL: "en.vtt", Language: "en"},
		{URL: "en-GB.vtt", Language: "en-GB"},
		{URL: "es.vtt", Language: "es"},
		{URL: "es.txt", Language: "es"},
		{URL: "what.vtt", Language: ""},
		{URL: "de.srt", Language: "de-AT"},
	}
	want := []store.Translation{{Language: "es", URL: "es.vtt"}, {Language: "de-AT", URL: "de.srt"}}
	if got := translations(all, ""); !slices.Equal(got, want) {
		t.Errorf("they are %v, want %v", got, want)
	}
	all[0].Language = ""
	if got := translations(all, "en"); !slices.Equal(got, want) {
		t.Errorf("where only the feed says its language they are %v, want %v", got, want)
	}
	if got := translations(all, ""); got != nil {
		t.Errorf("where nothing says its language they are %v", got)
	}
}
