package cli

import (
	"testing"
	"time"

	"alongside/sync/transcript"
)

func TestLongTextIsBrokenBetweenWords(t *testing.T) {
	turn := transcript.Turn{
		Speaker: "Ida", Text: "One two three four five six seven eight nine ten eleven twelve thirteen fourteen.\n\nAfter.",
	}
	want := "Ida: One two three four five six seven eight nine ten eleven twelve\n" +
		"  thirteen fourteen.\n\n  After."
	if got := turnText(turn, 2); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTimesAreReadAsPeopleWriteThem(t *testing.T) {
	cases := map[string]struct {
		text string
		want time.Duration
		ok   bool
	}{
		"seconds":          {"12.5", 12500 * time.Millisecond, true},
		"minutes":          {"1:30", 90 * time.Second, true},
		"hours":            {"1:02:03", time.Hour + 2*time.Minute + 3*time.Second, true},
		"nothing":          {"", 0, false},
		"words":            {"later", 0, false},
		"before the start": {"-3", 0, false},
		"not a number":     {"NaN", 0, false},
		"far too long":     {"1e300", 0, false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := parseClock(c.text)
			if got != c.want || (err == nil) != c.ok {
				t.Errorf("%q is %v (%v)", c.text, got, err)
			}
		})
	}
}

func TestTimesAreWrittenAsOnAPlayer(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0:00", 65*time.Second + 900*time.Millisecond: "1:05", time.Hour + 2*time.Minute + 3*time.Second: "1:02:03",
	} {
		if got := clock(d); got != want {
			t.Errorf("%v is written %q, want %q", d, got, want)
		}
	}
}
