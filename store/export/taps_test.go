package export

import (
	"strings"
	"testing"
	"time"

	"alongside/store"
	"alongside/sync/tapping"
	"alongside/sync/transcript"
)

func TestTapsAreWrittenWithTheirWords(t *testing.T) {
	s := store.Story{Transcript: transcript.Transcript{Turns: []transcript.Turn{{Text: "One. Two & three."}}}}
	s.Title = "Numbers"
	var b strings.Builder
	err := WriteTaps(&b, s, []store.Mending{
		{Taps: []tapping.Tap{{Unit: tapping.Unit{Sentence: 1}, At: 2500 * time.Millisecond, Speed: 1.5}}, Made: time.Unix(0, 0)},
	})
	for _, want := range []string{`"title": "Numbers"`, `"sentence": 2`, `"text": "Two & three."`, `"heard": 2.5`, `"speed": 1.5`} {
		if err != nil || !strings.Contains(b.String(), want) {
			t.Errorf("%s is missing, error %v, in %s", want, err, b.String())
		}
	}
}
