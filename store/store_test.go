package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// openLibrary opens a library in a folder of its own.
func openLibrary(t testing.TB) *Library {
	t.Helper()
	return openIn(t, t.TempDir())
}

func openIn(t testing.TB, dir string) *Library {
	t.Helper()
	l, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// A lighthouse story, with two speakers, a sound and a note.
func lighthouse() transcript.Transcript {
	return transcript.Transcript{
		Title:     "The Keeper's Last Night",
		Authors:   []string{"Ada Grün"},
		Source:    "Harbour Radio",
		URL:       "https://example.org/2024/keeper",
		Published: "2024-03-01",
		Language:  "en",
		Rights:    "Copyright Harbour Radio.",
		Audio:     transcript.Audio{URL: "https://example.org/keeper.mp3", Type: "audio/mpeg", Duration: 90 * time.Second},
		Speakers:  []transcript.Speaker{{Name: "Ada Grün", Role: "host"}, {Name: "Tomás Vela"}},
		Turns: []transcript.Turn{
			{Speaker: "Ada Grün", Text: "The lamp on Gull Rock burned for a century. Tonight it goes out."},
			{Kind: transcript.Sound, Text: "(SOUNDBITE OF WAVES)"},
			{Speaker: "Tomás Vela", Text: "I lit it every evening, and now I don't.\n\nIt was never dark."},
			{Kind: transcript.Note, Text: "[Correction: the rock is called Gull Stone.]"},
		},
	}
}

// timed gives an alignment in which each word takes 300 ms.
func timed(t transcript.Transcript) timing.Alignment {
	a := timing.Alignment{Method: "acoustic"}
	at := 500 * time.Millisecond
	for _, turn := range t.Turns {
		var timed timing.Turn
		if turn.Kind == transcript.Speech {
			timed.Start, timed.Confidence = at, 0.9
			for range turn.Words() {
				timed.Words = append(timed.Words, timing.Timing{Start: at, End: at + 290*time.Millisecond, Confidence: 0.75})
				at += 300 * time.Millisecond
			}
			timed.End = at
			for range turn.Sentences() {
				timed.Sentences = append(timed.Sentences, timing.Timing{Start: timed.Start, End: timed.End, Confidence: 0.8})
			}
		}
		a.Turns = append(a.Turns, timed)
	}
	return a
}

// audioFile writes a file that is as good as audio to this package, and gives its path and hash.
func audioFile(t testing.TB, content string) (path, hash string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "sound.MP3")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(content))
	return path, hex.EncodeToString(sum[:])
}

func save(t testing.TB, l *Library, d Draft) int64 {
	t.Helper()
	id, err := l.Save(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func read(t testing.TB, l *Library, id int64) Story {
	t.Helper()
	story, err := l.Story(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return story
}

func list(t testing.TB, l *Library) []Summary {
	t.Helper()
	stories, err := l.Stories(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return stories
}

// story gives a story of so many turns of ten words, whose words depend on the number.
func numbered(number, turns int) transcript.Transcript {
	t := transcript.Transcript{
		Title: fmt.Sprintf("Story number %d", number), Source: "Harbour Radio", Published: "2024-03-01", Language: "en",
		URL:      fmt.Sprintf("https://example.org/%d", number),
		Speakers: []transcript.Speaker{{Name: "Ada Grün"}, {Name: "Olu Baker"}},
	}
	for n := range turns {
		t.Turns = append(t.Turns, transcript.Turn{
			Speaker: t.Speakers[n%2].Name,
			Text:    fmt.Sprintf("In story %d this is turn %d and there is nothing more.", number, n),
		})
	}
	return t
}

func mustRead(t testing.TB, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func sameFile(t testing.TB, path string, content []byte) bool {
	t.Helper()
	return bytes.Equal(mustRead(t, path), content)
}

var background = context.Background()
