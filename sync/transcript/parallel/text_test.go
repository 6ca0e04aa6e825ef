package parallel

import (
	"reflect"
	"testing"
	"time"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

func TestTimedTurnsAreCutIntoSentences(t *testing.T) {
	at := func(from, to int) timing.Timing {
		return timing.Timing{Start: time.Duration(from) * time.Second, End: time.Duration(to) * time.Second, Confidence: 1}
	}
	story := transcript.Transcript{Turns: []transcript.Turn{
		{Speaker: "Ann", Text: "One is here. Two is there. Three is far."},
		{Speaker: "Ben", Text: "Four is here.\n\nFive is there."},
	}}
	times := timing.Alignment{Turns: []timing.Turn{
		{Timing: at(0, 9), Sentences: []timing.Timing{at(0, 3), {}, at(6, 9)}},
		{Timing: at(9, 12), Sentences: []timing.Timing{at(9, 10), at(10, 12)}},
	}}
	part := func(who, text string, from, to int, joined bool) Turn {
		return Turn{transcript.Turn{Speaker: who, Text: text}, time.Duration(from) * time.Second, time.Duration(to) * time.Second, joined}
	}
	want := []Turn{
		part("Ann", "One is here. Two is there.", 0, 3, false), part("Ann", "Three is far.", 6, 9, true),
		part("Ben", "Four is here.", 9, 10, false), part("Ben", "Five is there.", 10, 12, false),
	}
	if got := Cut(story, times); !reflect.DeepEqual(got, want) {
		t.Errorf("turns are\n%v, want\n%v", got, want)
	}
}

func TestEstimatesAreNoTimesToPairBy(t *testing.T) {
	story := transcript.Transcript{Turns: []transcript.Turn{{Text: "One."}, {Text: "Two."}, {Text: "Three."}}}
	times := timing.Alignment{Turns: make([]timing.Turn, 3)}
	for i, confidence := range []float64{0, 0.2, 0.9} {
		times.Turns[i].Timing = timing.Timing{Start: time.Duration(i) * time.Second, End: time.Duration(i+1) * time.Second, Confidence: confidence}
	}
	for i, want := range []bool{true, false, true} {
		if got := Whole(story, times)[i].Known(); got != want {
			t.Errorf("turn %d has a time: %v, want %v", i, got, want)
		}
	}
}

func TestATurnWithoutTimesStaysWhole(t *testing.T) {
	story := transcript.Transcript{Turns: []transcript.Turn{{Text: "One is here. Two is there."}}}
	if got := Cut(story, timing.Alignment{}); len(got) != 1 || got[0].Text != story.Turns[0].Text {
		t.Errorf("turns are %v", got)
	}
}

func TestTheTextOfAGroup(t *testing.T) {
	joined := said("Ann", "Two.")
	joined.Joined = true
	for _, c := range []struct {
		name  string
		turns []Turn
		want  string
	}{
		{"nothing", nil, ""},
		{"one turn", []Turn{said("Ann", "One.")}, "One."},
		{"sentences of one turn", []Turn{said("Ann", "One."), joined}, "One. Two."},
		{"two turns of one person", []Turn{said("Ann", "One."), said("Ann", "Two.")}, "One.\n\nTwo."},
		{"turns of two people", []Turn{said("Ann", "One."), joined, said("Ben", "Three.")}, "Ann: One. Two.\n\nBen: Three."},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Text(c.turns); got != c.want {
				t.Errorf("it is %q, want %q", got, c.want)
			}
		})
	}
}
