package transcript

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

const clockPattern = `(?:\d{1,2}:)?\d{1,3}:[0-5]\d(?:[.,]\d{1,3})?`

var (
	bracketedStamp = regexp.MustCompile(`^[\[({<](` + clockPattern + `)(?:\s*(?:-->|[-–—])\s*` + clockPattern + `)?[\])}>]\s*[-–—|]?\s*`)
	bareStamp      = regexp.MustCompile(`^(` + clockPattern + `)(?:\s*(?:-->|[-–—])\s*` + clockPattern + `)?(?:\s*[-–—|]\s+|\s+|$)`)
	clockOnly      = regexp.MustCompile(`^` + clockPattern + `$`)
	clockWord      = regexp.MustCompile(`^(?i:[ap]\.?m\b|o'clock|o’clock|hours?\b|in the (?:morning|afternoon|evening))`)
)

// stampAtHead takes a time stamp, "[00:12:05]" or "0:15", from the beginning of text. A bare one is doubtful: it may be what
// is said ("10:30 is late").
func stampAtHead(text string) (at time.Duration, rest string, bare, ok bool) {
	if m := bracketedStamp.FindStringSubmatchIndex(text); m != nil {
		at, ok = parseClock(text[m[2]:m[3]])
		return at, text[m[1]:], false, ok
	}
	if m := bareStamp.FindStringSubmatchIndex(text); m != nil && !clockWord.MatchString(text[m[1]:]) {
		at, ok = parseClock(text[m[2]:m[3]])
		return at, text[m[1]:], true, ok
	}
	return 0, text, false, false
}

// parseClock reads "1:02:03", "62:03" or "2:03.5".
func parseClock(s string) (time.Duration, bool) {
	s = strings.TrimSpace(strings.ReplaceAll(s, ",", "."))
	if !clockOnly.MatchString(s) {
		return 0, false
	}
	var seconds float64
	for part := range strings.SplitSeq(s, ":") {
		n, err := strconv.ParseFloat(part, 64)
		if err != nil {
			return 0, false
		}
		seconds = seconds*60 + n
	}
	return time.Duration(seconds*1000+0.5) * time.Millisecond, true
}
