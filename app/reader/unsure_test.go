package reader

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

func TestTurnsWithoutSureTimesHaveASign(t *testing.T) {
	at := func(from, to int, confidence float64) timing.Timing {
		return timing.Timing{Start: time.Duration(from) * time.Second, End: time.Duration(to) * time.Second, Confidence: confidence}
	}
	two := "It rained all day. We stayed in."
	cases := []struct {
		name string
		turn transcript.Turn
		time timing.Turn
		want bool
	}{
		{"all known", say("Ann", two), timing.Turn{Timing: at(0, 4, 1), Sentences: []timing.Timing{at(0, 2, 1), at(2, 4, 1)}}, false},
		{"times as published, without confidence", say("Ann", two), timing.Turn{Timing: at(0, 4, 0)}, false},
		{"no time at all", say("Ann", two), timing.Turn{}, true},
		{"an estimate", say("Ann", two), timing.Turn{Timing: at(0, 4, 0.1)}, true},
		{"no sentence known", say("Ann", two), timing.Turn{Timing: at(0, 4, 1), Sentences: make([]timing.Timing, 2)}, true},
		{"a sound without a time", transcript.Turn{Kind: transcript.Sound, Text: "(LAUGHTER)"}, timing.Turn{}, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v := showView(t, transcript.Transcript{Turns: []transcript.Turn{c.turn}}, fyne.NewSize(600, 300), 1)
			v.ShowUnsure(timing.Alignment{Turns: []timing.Turn{c.time}})
			if got := v.Unsure() == 1; got != c.want {
				t.Errorf("counts as unsure: %v, want %v", got, c.want)
			}
			line, _ := v.renderer.lines.Shown(lineKey{})
			if line.sign.Visible() != c.want {
				t.Errorf("the sign is shown: %v, want %v", line.sign.Visible(), c.want)
			}
		})
	}
}
