package transcript

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	monthFirst = regexp.MustCompile(`(?i)\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+([12]\d{3})`)
	dayFirst   = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)?\.?\s+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+([12]\d{3})`)
	isoDate    = regexp.MustCompile(`\b([12]\d{3})-(\d{2})-(\d{2})\b`)
	clockZone  = regexp.MustCompile(`^\D{0,12}?(\d{1,2}):(\d{2})\s*(?i:([ap])\.?m\.?)\s*([ECMP][SD]T|GMT|UTC)\b`)
)

// parseDate reads a date that a page gives to programs, and gives it in ISO 8601.
func parseDate(s string) string {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05Z07:00", time.RFC1123Z, time.RFC1123} {
		if at, err := time.Parse(layout, s); err == nil {
			return at.Truncate(time.Second).Format(time.RFC3339)
		}
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04"} {
		if at, err := time.Parse(layout, s); err == nil {
			return at.Format(time.DateOnly) // a time without its zone is no moment
		}
	}
	date, _ := findDate(s)
	return date
}

// findDate looks for a date as people write it, "November 18, 2014 at 3:02 PM CST", and gives it in ISO 8601: with its time
// where that has a zone with one meaning.
func findDate(s string) (string, bool) {
	var year, month, day, rest string
	if m := monthFirst.FindStringSubmatchIndex(s); m != nil {
		month, day, year, rest = s[m[2]:m[3]], s[m[4]:m[5]], s[m[6]:m[7]], s[m[1]:]
	} else if m := dayFirst.FindStringSubmatchIndex(s); m != nil {
		day, month, year, rest = s[m[2]:m[3]], s[m[4]:m[5]], s[m[6]:m[7]], s[m[1]:]
	} else if m := isoDate.FindString(s); m != "" {
		_, err := time.Parse(time.DateOnly, m)
		return m, err == nil
	} else {
		return "", false
	}
	month = strings.ToUpper(month[:1]) + strings.ToLower(month[1:])
	at, err := time.Parse("2 Jan 2006", day+" "+month+" "+year)
	if err != nil {
		return "", false
	}
	if m := clockZone.FindStringSubmatch(rest); m != nil {
		if moment, ok := withClock(at, m); ok {
			return moment, true
		}
	}
	return at.Format(time.DateOnly), true
}

// withClock adds hour, minute, "a" or "p", and zone to a day.
func withClock(day time.Time, m []string) (string, bool) {
	hour, err1 := strconv.Atoi(m[1])
	minute, err2 := strconv.Atoi(m[2])
	if err1 != nil || err2 != nil || hour < 1 || hour > 12 || minute > 59 {
		return "", false
	}
	hour %= 12
	if strings.EqualFold(m[3], "p") {
		hour += 12
	}
	hours := map[byte]int{'E': -5, 'C': -6, 'M': -7, 'P': -8}[m[4][0]]
	if m[4][1] == 'D' {
		hours++
	}
	at := time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, time.FixedZone(m[4], hours*3600))
	return at.Format(time.RFC3339), true
}
