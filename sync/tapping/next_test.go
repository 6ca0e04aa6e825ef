package tapping_test

import (
	"testing"
	"time"

	"alongside/sync/tapping"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

func TestWhichUnitSomebodyMeans(t *testing.T) {
	text := transcript.Transcript{Turns: []transcript.Turn{{Text: "One. Two."}, {Kind: transcript.Sound, Text: "[bell]"}, {Text: "Three."}}}
	span := func(from, to int) timing.Timing {
		return timing.Timing{Start: time.Duration(from) * time.Second, End: time.Duration(to) * time.Second, Confidence: 1}
	}
	a := timing.Alignment{Turns: []timing.Turn{
		{Timing: span(1, 5), Sentences: []timing.Timing{span(1, 3), span(3, 5)}}, {}, {Timing: span(8, 9)},
	}}
	nothing, one, two, three := tapping.Unit{Turn: -1}, tapping.Unit{}, tapping.Unit{Sentence: 1}, tapping.Unit{Turn: 2}
	for name, test := range map[string]struct {
		marked   tapping.Unit
		position time.Duration
		want     tapping.Unit
	}{
		"the next one":                        {one, 2500 * time.Millisecond, two},
		"the one that has just begun":         {two, 3300 * time.Millisecond, two},
		"the next spoken one, past a sound":   {two, 4500 * time.Millisecond, three},
		"the one to come where none is":       {nothing, 6 * time.Second, three},
		"the one whose mark is about to come": {nothing, 0, one},
	} {
		if got, ok := tapping.Expected(text, a, test.marked, test.position); got != test.want || !ok {
			t.Errorf("%s: %+v, %v", name, got, ok)
		}
	}
	if got, ok := tapping.Expected(text, a, three, 9*time.Second); ok {
		t.Errorf("after the last one %+v is expected", got)
	}
}
