package intake

import (
	"testing"
	"time"

	"alongside/sync/tapping"
	"alongside/sync/timing"
)

func TestAStoryWithoutTimesIsTappedThrough(t *testing.T) {
	lib, id, truth, text := untimedSample(t)
	var taps []tapping.Tap
	for _, u := range tapping.Units(text) {
		at := truth.Turns[u.Turn].Sentences[u.Sentence].Start
		taps = append(taps, tapping.Tap{Unit: u, At: at + 300*time.Millisecond, Speed: 1})
	}
	got, err := Tap(t.Context(), lib, id, taps, tapping.Usual)
	if err != nil {
		t.Fatal(err)
	}
	checkTurns(t, got.Alignment, truth, text)
	story, err := lib.Story(t.Context(), id)
	if err != nil || story.Aligned != tapping.Method {
		t.Fatalf("its times are %q, %v", story.Aligned, err)
	}
	checkTurns(t, story.Alignment, truth, text)
}

func TestATapMendsTimesThatWereFoundWrong(t *testing.T) {
	lib, id, truth, text := untimedSample(t)
	bad := timing.Alignment{Method: "acoustic", Turns: make([]timing.Turn, len(truth.Turns))}
	for i, turn := range truth.Turns {
		if turn.Known() {
			bad.Turns[i].Timing = turn.Timing
			bad.Turns[i].Start += time.Second
			bad.Turns[i].End += time.Second
		}
	}
	if err := lib.SaveAlignment(t.Context(), id, bad); err != nil {
		t.Fatal(err)
	}
	units := tapping.Units(text)
	u := units[len(units)/2]
	tap := tapping.Tap{Unit: u, At: truth.Turns[u.Turn].Sentences[u.Sentence].Start + 200*time.Millisecond, Speed: 1}
	got, err := Tap(t.Context(), lib, id, []tapping.Tap{tap}, tapping.Usual)
	if err != nil {
		t.Fatal(err)
	}
	checkTurns(t, got.Alignment, truth, text)
	if len(got.Late) != 1 || (got.Late[0]-200*time.Millisecond).Abs() > 100*time.Millisecond {
		t.Errorf("the tap is said to be late by %v", got.Late)
	}
}
