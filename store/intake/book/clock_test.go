package book

import (
	"testing"
	"time"
)

func TestClockValuesOfAllFormsAreRead(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"5:34:31.396": 5*time.Hour + 34*time.Minute + 31*time.Second + 396*time.Millisecond,
		"124:59:36":   124*time.Hour + 59*time.Minute + 36*time.Second,
		"0:05:01.2":   5*time.Minute + 1200*time.Millisecond, "00:56.78": 56780 * time.Millisecond, "09:58": 9*time.Minute + 58*time.Second,
		"76.2s": 76200 * time.Millisecond, "7.75h": 7*time.Hour + 45*time.Minute, "13min": 13 * time.Minute, "2345ms": 2345 * time.Millisecond,
		"12.345": 12345 * time.Millisecond, "12.": 12 * time.Second, ".5": 500 * time.Millisecond, "0": 0, " 1.5min ": 90 * time.Second,
		"npt=12.3s": 12300 * time.Millisecond, "npt=0:01:02.5": 62500 * time.Millisecond, "NPT=3S": 3 * time.Second, "0.0005s": 500 * time.Microsecond,
		"0:00:01.000s": time.Second, "1000h": 1000 * time.Hour, "1.23456789012345678901234567890s": 1234567890 * time.Nanosecond,
	} {
		if got, ok := clock(text); got != want || !ok {
			t.Errorf("%q is %v, %v, not %v", text, got, ok, want)
		}
	}
}

func TestWhatIsNoClockValueIsNotRead(t *testing.T) {
	for _, text := range []string{
		"", "s", "npt=", "-1s", "+1s", "NaN", "Inf", "1e3", "0x10", "1:2:3:4", "1:60", "1:60:00", "1.5:00", ":", "::", "1:", ":1", "1,5", "1001h",
		"99999999999999999999", "9999999999999", "1s1s", "1 2", "smpte=0:0:0", "1..2", "12.3.4", "١s", "4000000s", "1:-5",
	} {
		if got, ok := clock(text); ok {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

func FuzzClock(f *testing.F) {
	for _, seed := range []string{"npt=12.3s", "0:01:02.5", "1.5min", "3h", "500ms", "NaN", "-1", "1:60"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, _ := clock(text); got < 0 || got > longest {
			t.Errorf("%q is %v", text, got)
		}
	})
}
