package sample

import (
	"bytes"
	"testing"

	"alongside/assets"
	"alongside/sync/timing"
)

func TestSampleHasATimeForEachSentenceAndWord(t *testing.T) {
	story, alignment, err := timing.ReadStory(bytes.NewReader(assets.Sample().Timed))
	if err != nil {
		t.Fatal(err)
	}
	for i, turn := range story.Turns {
		times := alignment.Turns[i]
		if !times.Known() {
			t.Errorf("turn %d has no time", i+1)
		}
		for k, span := range turn.Sentences() {
			if k >= len(times.Sentences) || !times.Sentences[k].Known() {
				t.Errorf("turn %d: no time for the sentence %q", i+1, span.In(turn.Text))
			}
		}
		for k, span := range turn.Words() {
			if k >= len(times.Words) || !times.Words[k].Known() {
				t.Errorf("turn %d: no time for the word %q", i+1, span.In(turn.Text))
			}
		}
	}
}
