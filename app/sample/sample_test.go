package sample

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"alongside/assets"
	"alongside/store"
	"alongside/sync/transcript"
)

func openLibrary(t *testing.T) *store.Library {
	t.Helper()
	lib, err := store.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lib.Close() })
	return lib
}

func add(t *testing.T, lib *store.Library) int64 {
	t.Helper()
	id, err := Add(t.Context(), lib)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestANewLibraryIsGivenTheWholeStory(t *testing.T) {
	lib := openLibrary(t)
	story, err := lib.Story(t.Context(), add(t, lib))
	if err != nil {
		t.Fatal(err)
	}
	if len(story.Transcript.Turns) != len(story.Alignment.Turns) || !story.HasAudio {
		t.Errorf("%d turns, %d with times, audio: %v", len(story.Transcript.Turns), len(story.Alignment.Turns), story.HasAudio)
	}
}

func TestAStoryThatWasRemovedStaysAway(t *testing.T) {
	lib := openLibrary(t)
	if err := lib.Remove(t.Context(), add(t, lib)); err != nil {
		t.Fatal(err)
	}
	if id := add(t, lib); id != 0 {
		t.Errorf("it came back as story %d", id)
	}
}

func TestItsTranscriptIsReadAsTheSameTurns(t *testing.T) {
	draft, err := draft()
	if err != nil {
		t.Fatal(err)
	}
	read, err := transcript.ReadText(context.Background(), transcript.Input{
		Name: "the-fog-bell.txt", Body: bytes.NewReader(assets.Sample().Transcript),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := draft.Transcript
	if read.Title != want.Title || read.Published != want.Published || read.Source != want.Source || read.Rights != want.Rights {
		t.Errorf("the head is read as %q of %q, %q, %q", read.Title, read.Published, read.Source, read.Rights)
	}
	if !slices.Equal(read.Authors, want.Authors) || !slices.Equal(read.Speakers, want.Speakers) {
		t.Errorf("the people are read as %q and %+v", read.Authors, read.Speakers)
	}
	for i, want := range draft.Transcript.Turns {
		if i >= len(read.Turns) {
			t.Fatalf("only %d turns are read, want %d", len(read.Turns), len(draft.Transcript.Turns))
		}
		if read.Turns[i] != want {
			t.Errorf("turn %d is read as %+v, want %+v", i+1, read.Turns[i], want)
		}
	}
}
