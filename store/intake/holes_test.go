package intake

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"alongside/store"
	"alongside/sync/align"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// sketched is the progress of a story in which each turn takes ten seconds, drawn with a letter for each: "x" has a time, "-"
// was gone over and has none, "." was not gone over, "s" is a sound.
func sketched(drawn string) progress {
	var s store.Story
	s.Alignment.Method = Unfinished
	for i, c := range drawn {
		text, turn := transcript.Turn{Text: "Three short words"}, timing.Turn{}
		switch c {
		case 'x':
			start := time.Duration(i) * 10 * time.Second
			turn.Timing = timing.Timing{Start: start, End: start + 10*time.Second, Confidence: 1}
		case '-':
			turn.Words = make([]timing.Timing, 3)
		case 's':
			text.Kind = transcript.Sound
		}
		s.Transcript.Turns = append(s.Transcript.Turns, text)
		s.Alignment.Turns = append(s.Alignment.Turns, turn)
	}
	return newProgress(s, time.Duration(len(drawn))*10*time.Second)
}

func TestHolesAreWhatHasNotBeenGoneOver(t *testing.T) {
	for drawn, want := range map[string]string{
		"":          "",
		".....":     "[0-5 0s-50s]",
		"xx...":     "[1-5 10s-50s]", // the last one known is gone over again
		"..xx":      "[0-2 0s-20s]",
		"..x-x..":   "[0-2 0s-20s] [4-7 40s-1m10s]",
		"x-s-xx":    "",
		"x---":      "",
		"--..":      "[0-4 0s-40s]",
		"x.-xs...":  "[0-3 0s-30s] [3-8 30s-1m20s]",
		"sx..s..xs": "[1-7 10s-1m10s]",
	} {
		t.Run(drawn, func(t *testing.T) {
			p := sketched(drawn)
			var got []string
			for _, h := range p.holes() {
				got = append(got, fmt.Sprintf("[%d-%d %v-%v]", h.First, h.Last, h.From, h.To))
			}
			if got := strings.Join(got, " "); got != want {
				t.Errorf("holes %s, want %s", got, want)
			}
		})
	}
}

func TestATurnThatWasGoneOverIsRememberedAsThat(t *testing.T) {
	p := sketched("...")
	p.settle(0, timing.Turn{Timing: timing.Timing{End: time.Second}})
	p.settle(1, timing.Turn{})
	p.settle(2, timing.Turn{})
	if left := p.holes(); len(left) > 0 {
		t.Errorf("all has been gone over, but %v is said to be missing", left)
	}
	for i, turn := range p.finished().Turns {
		if !turn.Known() && len(turn.Words) > 0 {
			t.Errorf("turn %d, which was not found, has times for its words in the finished alignment", i+1)
		}
	}
}

func TestTheWorkGoesWhereItIsNeededSoonest(t *testing.T) {
	minute := strings.Repeat(".", 6)
	cases := []struct {
		name    string
		drawn   string
		working align.Stretch
		at      time.Duration // how far the work is
		listens time.Duration
		want    bool
	}{
		{"listening to what is known", "xx" + strings.Repeat(minute, 60), align.Stretch{First: 1, From: 10 * time.Second, To: time.Hour}, time.Minute, 5 * time.Second, false},
		{"a little ahead of the work", strings.Repeat(minute, 60), align.Stretch{To: time.Hour}, time.Minute, 3 * time.Minute, false},
		{"far ahead of the work", strings.Repeat(minute, 60), align.Stretch{To: time.Hour}, time.Minute, 50 * time.Minute, true},
		{"in another hole", strings.Repeat(minute, 30) + "x" + strings.Repeat(minute, 30), align.Stretch{From: 30 * time.Minute, To: time.Hour}, 31 * time.Minute, 2 * time.Minute, true},
		{"in another hole, when this one is nearly done", strings.Repeat(minute, 30) + "x" + strings.Repeat(minute, 30), align.Stretch{From: 30 * time.Minute, To: time.Hour}, 59 * time.Minute, time.Minute, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := aligning{
				now: sketched(c.drawn), stretch: c.working, at: c.at, gone: 100 * time.Second, began: time.Now().Add(-5 * time.Second),
				listener: Listener{Position: func() time.Duration { return c.listens }},
			}
			if got := a.isElsewhere(); got != c.want {
				t.Errorf("it goes there: %v, want %v", got, c.want)
			}
			a.tried = append(a.tried, c.listens)
			if a.isElsewhere() {
				t.Error("it goes there again, although it was tried")
			}
		})
	}
}
