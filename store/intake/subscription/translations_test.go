package subscription

import (
	"context"
	"errors"
	"slices"
	"testing"

	"alongside/store"
	"alongside/store/intake/feed"
	"alongside/sync/transcript"
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
	want := []Translation{{Language: "es", URL: "es.vtt"}, {Language: "de-AT", URL: "de.srt"}}
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

// spoken is a feed in English with one episode that has three transcripts.
const spoken = `<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Harbor Radio</title><language>en</language>
<item><title>The Keeper</title><guid>keeper-1</guid><enclosure url="https://example.org/k.mp3" type="audio/mpeg"/>
<podcast:transcript url="https://example.org/k.vtt" type="text/vtt"/>
<podcast:transcript url="https://example.org/k.es.vtt" type="text/vtt" language="es"/>
<podcast:transcript url="https://example.org/k.de.srt" type="application/srt" language="de"/>
</item></channel></rss>`

// A given answer is what a network gives for any address.
type givenAnswer string

func (g givenAnswer) Get(_ context.Context, address, _, _ string) (Answer, error) {
	return Answer{URL: address, Type: "application/rss+xml", Body: []byte(g)}, nil
}

func TestAFeedIsAskedForTheTranslationsOfItsStory(t *testing.T) {
	lib, err := store.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	network := func(string) Getter { return givenAnswer(spoken) }
	f, _, err := Subscribe(t.Context(), lib, "https://example.org/feed", network)
	if err != nil {
		t.Fatal(err)
	}
	story, err := lib.Save(t.Context(), store.Draft{Transcript: transcript.Transcript{Title: "The Keeper", Turns: []transcript.Turn{{Text: "Good night."}}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Translations(t.Context(), lib, story, network); !errors.Is(err, store.ErrNoEpisode) {
		t.Errorf("of a story from elsewhere: %v", err)
	}
	list, err := lib.Episodes(t.Context(), f.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := lib.LinkEpisode(t.Context(), list[0].ID, story); err != nil {
		t.Fatal(err)
	}
	want := []Translation{{"es", "https://example.org/k.es.vtt", f.URL}, {"de", "https://example.org/k.de.srt", f.URL}}
	if got, err := Translations(t.Context(), lib, story, network); err != nil || !slices.Equal(got, want) {
		t.Errorf("they are %v, %v; want %v", got, err, want)
	}
}
