package app

import (
	"testing"

	"alongside/sync/listening"
	"alongside/sync/playback"
)

func TestATreatmentHoldsWhatIsAskedForInOneStory(t *testing.T) {
	var sound treatment
	sound.repeats(playback.Stretch{Start: at(2), End: at(3)}, repeats{Times: 3, Slower: true})
	sound.stopAt = at(9)
	asides := []playback.Stretch{{Start: at(4), End: at(5)}}
	plan := sound.plan(listening.Story{Duration: at(20)}, listening.Wishes{}, asides)
	if plan.Repeat.Times != 3 || plan.Repeat.Again != slower || len(plan.LeaveOut) != 1 || len(plan.Pauses) != 1 || plan.Pauses[0].At != at(9) {
		t.Errorf("the plan is %+v", plan)
	}
	if left := sound.leftOut.Load(); left == nil || len(*left) != 1 {
		t.Error("nobody is told what is left out")
	}
	if !sound.stopped() || sound.stopped() {
		t.Error("it is to stop by itself never, or more than once")
	}
	sound.repeats(playback.Stretch{}, repeats{Times: 3})
	if plan := sound.plan(listening.Story{}, listening.Wishes{}, nil); plan.Repeat.End != 0 || len(plan.Pauses) > 0 {
		t.Errorf("afterwards the plan is %+v", plan)
	}
}

func TestWhatIsSlowerIsSoUntilItWasHeardOrOneWentElsewhere(t *testing.T) {
	for _, c := range []struct {
		name  string
		until float64
		at    float64
		over  bool
	}{
		{"before its end", 100, 99, false},
		{"at its end", 100, 100, true},
		{"somewhere else", 100, 20, true},
		{"when nothing is slower", 0, 50, false},
	} {
		sound := treatment{slowUntil: at(c.until)}
		if got := sound.slowed(at(c.at)); got != c.over {
			t.Errorf("%s it is over: %v", c.name, got)
		}
		if c.over && sound.slowed(at(c.at)) {
			t.Errorf("%s it is over more than once", c.name)
		}
	}
}
