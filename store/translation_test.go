package store

import (
	"slices"
	"testing"
)

// withTranslations has a feed with an episode that is saved as a story, and has transcripts in two more languages.
func withTranslations(t *testing.T, l *Library) (story int64) {
	t.Helper()
	feed, _, err := l.Subscribe(t.Context(), Feed{URL: "https://example.org/feed", Title: "Harbor Radio"})
	if err != nil {
		t.Fatal(err)
	}
	episode := Episode{GUID: "1", Title: "The Keeper", Translations: []Translation{{Language: "es", URL: "https://example.org/es.vtt"}, {Language: "de", URL: "https://example.org/de.vtt"}}}
	if err := l.SaveFeed(t.Context(), Feed{ID: feed, URL: "https://example.org/feed", Title: "Harbor Radio"}, []Episode{episode}); err != nil {
		t.Fatal(err)
	}
	list, err := l.Episodes(t.Context(), feed)
	if err != nil {
		t.Fatal(err)
	}
	story = save(t, l, Draft{Transcript: lighthouse()})
	if _, err := l.writer.Exec("UPDATE episodes SET story = ?, saved = 1 WHERE id = ?", story, list[0].ID); err != nil {
		t.Fatal(err)
	}
	return story
}

func translationsOf(t *testing.T, l *Library, story int64) []Translation {
	t.Helper()
	list, err := l.Translations(t.Context(), story)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestTheTranslationsOfAnEpisodeAreKnownOfItsStory(t *testing.T) {
	l := openLibrary(t)
	story := withTranslations(t, l)
	want := []Translation{
		{"es", "https://example.org/es.vtt", "https://example.org/feed"}, {"de", "https://example.org/de.vtt", "https://example.org/feed"},
	}
	if got := translationsOf(t, l, story); !slices.Equal(got, want) {
		t.Errorf("they are %v, want %v", got, want)
	}
	if err := l.SaveFeed(t.Context(), Feed{ID: 1, URL: "https://example.org/feed"}, []Episode{{GUID: "1", Title: "The Keeper", Translations: []Translation{{Language: "nl", URL: "https://example.org/nl.vtt"}}}}); err != nil {
		t.Fatal(err)
	}
	if got := translationsOf(t, l, story); len(got) != 1 || got[0].Language != "nl" {
		t.Errorf("after the feed was read again they are %v", got)
	}
}

func TestABackupHoldsTheTranslationsOfEpisodes(t *testing.T) {
	from := openLibrary(t)
	story := withTranslations(t, from)
	to := openLibrary(t)
	restore(t, to, backUpTo(t, from))
	if got, want := translationsOf(t, to, story), translationsOf(t, from, story); !slices.Equal(got, want) {
		t.Errorf("they are %v, want %v", got, want)
	}
}
