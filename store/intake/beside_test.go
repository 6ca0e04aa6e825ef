package intake

import (
	"slices"
	"testing"
)

func TestEveryKindOfStoryCanBeChosen(t *testing.T) {
	for _, ending := range []string{".html", ".txt", ".docx", ".epub", ".zip", ".vtt", ".mp3"} {
		if !slices.Contains(StoryEndings(), ending) {
			t.Errorf("files that end in %s cannot be chosen", ending)
		}
	}
}
