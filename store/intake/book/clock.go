package book

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// longest is the longest time that is believed: no book lasts a thousand hours.
const longest = 1000 * time.Hour

// clock reads a clock value of SMIL, exactly to the nanosecond: "0:01:02.5", "01:02.5", "12.5", "12.5s", "500ms", "1.5min"
// or "3h", and with "npt=" in front, as SMIL 1.0 has it.
func clock(text string) (time.Duration, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	text = strings.TrimSpace(strings.TrimPrefix(text, "npt="))
	if strings.Contains(text, ":") {
		return fullClock(strings.TrimSuffix(text, "s"))
	}
	for _, unit := range [...]struct {
		name string
		of   time.Duration
	}{{"ms", time.Millisecond}, {"min", time.Minute}, {"h", time.Hour}, {"s", time.Second}, {"", time.Second}} {
		if number, found := strings.CutSuffix(text, unit.name); found {
			return count(strings.TrimSpace(number), unit.of)
		}
	}
	return 0, false
}

// fullClock reads hours, minutes and seconds, or minutes and seconds.
func fullClock(text string) (time.Duration, bool) {
	fields := strings.Split(text, ":")
	if len(fields) > 3 {
		return 0, false
	}
	last := len(fields) - 1
	sum, ok := count(fields[last], time.Second)
	if !ok || sum >= time.Minute {
		return 0, false
	}
	unit := time.Minute
	for i := last - 1; i >= 0; i-- {
		if strings.Contains(fields[i], ".") {
			return 0, false
		}
		whole, ok := count(fields[i], unit)
		if !ok || i > 0 && whole >= 60*unit {
			return 0, false
		}
		sum, unit = sum+whole, unit*60
	}
	return sum, sum <= longest
}

// count is a number of units, written in digits with at most one point.
func count(number string, unit time.Duration) (time.Duration, bool) {
	whole, fraction, _ := strings.Cut(number, ".")
	if whole+fraction == "" || len(whole) > 12 || strings.Trim(whole+fraction, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt("0"+whole, 10, 64)
	if err != nil || n > int64(longest/unit) {
		return 0, false
	}
	part, err := strconv.ParseFloat("0."+fraction+"0", 64)
	if err != nil {
		return 0, false
	}
	d := time.Duration(n)*unit + time.Duration(math.Round(part*float64(unit)))
	return d, d <= longest
}
