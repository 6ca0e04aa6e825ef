package timing

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
)

// longest is the longest time that is believed: no audio lasts a thousand hours.
const longest = 1000 * time.Hour

// seconds is a time that JSON has as a number of seconds. It is written to the millisecond and read from a number or a
// string.
type seconds time.Duration

func newSeconds(d time.Duration) *seconds {
	s := seconds(d)
	return &s
}

func (s seconds) MarshalJSON() ([]byte, error) { return []byte(formatSeconds(time.Duration(s))), nil }

func (s *seconds) UnmarshalJSON(data []byte) error {
	text := strings.TrimSpace(strings.Trim(string(data), `"`))
	if text == "null" {
		return nil
	}
	d, err := parseSeconds(text)
	if err != nil {
		return err
	}
	*s = seconds(d)
	return nil
}

// formatSeconds gives d in seconds with no more decimals than are needed, three at most.
func formatSeconds(d time.Duration) string {
	return strconv.FormatFloat(float64(d.Round(time.Millisecond).Milliseconds())/1000, 'f', -1, 64)
}

var errTime = errors.New("this is not a time")

// parseSeconds reads a number of seconds, or hours, minutes and seconds with colons, to the millisecond.
func parseSeconds(text string) (time.Duration, error) {
	if strings.Contains(text, ":") {
		return parseClock(text)
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(f) || math.Abs(f) > longest.Seconds() {
		return 0, errTime
	}
	return time.Duration(math.Round(f*1000)) * time.Millisecond, nil
}

// parseClock reads [h:]mm:ss[.mmm], with a comma or a point, with any number of digits, and with a sign, because broken
// files have them.
func parseClock(text string) (time.Duration, error) {
	rest, negative := strings.CutPrefix(text, "-")
	whole, fraction, _ := strings.Cut(strings.ReplaceAll(rest, ",", "."), ".")
	fields := strings.Split(whole, ":")
	if len(fields) < 2 || len(fields) > 3 || strings.HasPrefix(rest, "+") {
		return 0, errTime
	}
	var d time.Duration
	for i, field := range fields {
		// A negative sign inside is how some programs write a time before the start.
		field, minus := strings.CutPrefix(field, "-")
		negative = negative || minus
		n, err := strconv.ParseUint(field, 10, 32)
		if err != nil || i > 0 && n > 59 || time.Duration(n) > longest/time.Second {
			return 0, errTime
		}
		d = d*60 + time.Duration(n)*time.Second
	}
	ms, err := parseFraction(fraction)
	if err != nil || d > longest {
		return 0, errTime
	}
	if d += ms; negative {
		d = -d
	}
	return d, nil
}

// parseFraction reads the digits after the point, to the nearest millisecond.
func parseFraction(digits string) (time.Duration, error) {
	if digits == "" {
		return 0, nil
	}
	for _, r := range digits {
		if r < '0' || r > '9' {
			return 0, errTime
		}
	}
	f, err := strconv.ParseFloat("0."+digits, 64)
	if err != nil {
		return 0, errTime
	}
	return time.Duration(math.Round(f*1000)) * time.Millisecond, nil
}
