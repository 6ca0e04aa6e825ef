package finding

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// A Kind says what a person named.
type Kind int

// The kinds of place.
const (
	Moment Kind = iota // a time
	Turn
	Chapter
	NextOf  // the next turn of a speaker
	FirstOf // the first turn of a speaker
)

// A Place is somewhere in a story.
type Place struct {
	Kind   Kind
	Name   string        // of the chapter or the speaker
	Number int           // of the turn or the chapter, from 1
	Turn   int           // that begins there; -1 where only the time is meant
	At     time.Duration // when it is heard; Unknown where nobody knows
}

// A Title is where a chapter begins.
type Title struct {
	Text string
	Turn int
}

// A Story is what places are looked for in.
type Story struct {
	Transcript transcript.Transcript
	Alignment  timing.Alignment
	Titles     []Title       // of its chapters, in order
	Length     time.Duration // 0 where it has no sound
	Now        int           // the turn where the reader is
}

// Limits of what is typed and of what is offered for it.
const (
	mostTyped  = 200
	mostPlaces = 60
)

// ErrNothingTyped says that a place has yet to be named.
var ErrNothingTyped = errors.New("type a time, as 12:30 or 90 s, a turn’s number, a chapter or a speaker’s name")

// Places are those that a person may mean by what they typed, the likeliest first. The error says in plain words why there is
// none, and what can be typed.
func Places(s Story, typed string) ([]Place, error) {
	typed = strings.Join(strings.Fields(typed), " ")
	if len(typed) > mostTyped {
		return nil, errors.New("this is too long for a time or a name; type a few letters of it")
	}
	lower := strings.ToLower(typed)
	switch at, isTime, err := parseTime(lower); {
	case typed == "":
		return nil, ErrNothingTyped
	case err != nil:
		return nil, err
	case isTime:
		return s.moment(at)
	}
	if word, n, ok := numbered(lower); ok {
		found, err := s.numbered(word, n)
		found = merge(found, s.named(typed))
		if len(found) > 0 {
			err = nil
		}
		return found, err
	}
	if found := s.named(typed); len(found) > 0 {
		return found, nil
	}
	return nil, fmt.Errorf("no chapter and no speaker is called “%s”; type a time, as 12:30 or 90 s, a turn’s number, a chapter or a speaker’s name", typed)
}

// moment is a time in the story.
func (s Story) moment(at time.Duration) ([]Place, error) {
	switch {
	case s.Length <= 0:
		return nil, errors.New("this story has no sound yet, so it has no times; type a turn’s number, a chapter or a speaker’s name")
	case at > s.Length:
		return nil, fmt.Errorf("the story is %s long, so %s is after its end; type a time up to %[1]s", clock(s.Length), clock(at))
	}
	return []Place{{Kind: Moment, Turn: -1, At: at}}, nil
}

// numbered are what a number counts: turns, chapters, minutes.
func (s Story) numbered(word string, n int) (found []Place, err error) {
	turns := len(s.Transcript.Turns)
	if word != "chapter" && n >= 1 && n <= turns {
		found = append(found, s.place(Turn, "", n, n-1))
	}
	if word != "turn" && n >= 1 && n <= len(s.Titles) {
		found = append(found, s.place(Chapter, s.Titles[n-1].Text, n, s.Titles[n-1].Turn))
	}
	if at := time.Duration(n) * time.Minute; word == "" && at <= s.Length {
		found = append(found, Place{Kind: Moment, Turn: -1, At: at})
	}
	switch {
	case len(found) > 0:
		return found, nil
	case word == "chapter" && len(s.Titles) == 0:
		return nil, errors.New("this story has no chapters; type a time, a turn’s number or a speaker’s name")
	case word == "chapter":
		return nil, fmt.Errorf("this story has %d chapters; type a number from 1 to %[1]d", len(s.Titles))
	}
	return nil, fmt.Errorf("this story has %d turns; type a number from 1 to %[1]d", turns)
}

// named are the chapters and speakers whose name holds what was typed; those that begin with it come first.
func (s Story) named(typed string) (found []Place) {
	word := fold(typed).text
	var inside []Place
	add := func(name string, places ...Place) {
		switch at := fold(name).index(word, 0); {
		case at < 0:
		case at == 0:
			found = append(found, places...)
		default:
			inside = append(inside, places...)
		}
	}
	for i, title := range s.Titles {
		add(title.Text, s.place(Chapter, title.Text, i+1, title.Turn))
	}
	for _, speaker := range Speakers(s.Transcript, timing.Alignment{}, 0) {
		first := speaker.Turns[0]
		places := []Place{s.place(FirstOf, speaker.Name, first+1, first)}
		if next, ok := Beside(speaker.Turns, s.Now, 1); ok && next != first {
			places = append([]Place{s.place(NextOf, speaker.Name, next+1, next)}, places...)
		}
		add(speaker.Name, places...)
	}
	found = append(found, inside...)
	return found[:min(len(found), mostPlaces)]
}

// merge adds places that are not there yet.
func merge(places, more []Place) []Place {
	for _, p := range more {
		if !slices.Contains(places, p) {
			places = append(places, p)
		}
	}
	return places
}

// place is where a turn begins. A chapter begins to be heard at its first turn that has a time.
func (s Story) place(kind Kind, name string, number, turn int) Place {
	p := Place{Kind: kind, Name: strings.Join(strings.Fields(name), " "), Number: number, Turn: turn, At: Unknown}
	last := turn
	if kind == Chapter {
		last = len(s.Transcript.Turns) - 1
		if number < len(s.Titles) {
			last = max(s.Titles[number].Turn-1, turn)
		}
	}
	for i := turn; i <= last && i < len(s.Alignment.Turns); i++ {
		if s.Alignment.Turns[i].Known() {
			p.At = s.Alignment.Turns[i].Start
			break
		}
	}
	return p
}

var (
	clockForm    = regexp.MustCompile(`^(?:(\d{1,3}):)?(\d{1,4}):(\d{1,2})(?:[.,](\d{1,3})\d*)?$`)
	unitForm     = regexp.MustCompile(`^(\d{1,6}(?:[.,]\d{1,3})?) ?(hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)\b[ ,.]*`)
	numberedForm = regexp.MustCompile(`^(?:(turn|chapter) )?(\d{1,9})$`)
)

// parseTime reads a time as people write it: 12:30, 1:02:03, 90 s, 1 h 5 min. It reports false for what is none.
func parseTime(text string) (time.Duration, bool, error) {
	if m := clockForm.FindStringSubmatch(text); m != nil {
		hours, minutes, seconds := number(m[1]), number(m[2]), number(m[3])
		if seconds > 59 || m[1] != "" && minutes > 59 {
			return 0, false, fmt.Errorf("%s is no time: minutes and seconds end with 59; write it as 12:30 or 1:02:03", text)
		}
		at := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute + time.Duration(seconds)*time.Second
		if m[4] != "" {
			at += time.Duration(number((m[4] + "00")[:3])) * time.Millisecond
		}
		return at, true, nil
	}
	var at time.Duration
	rest := spaced(text)
	for rest != "" {
		m := unitForm.FindStringSubmatch(rest)
		if m == nil {
			return 0, false, nil
		}
		unit := map[byte]time.Duration{'h': time.Hour, 'm': time.Minute, 's': time.Second}[m[2][0]]
		n, err := strconv.ParseFloat(strings.Replace(m[1], ",", ".", 1), 64)
		if err != nil {
			return 0, false, nil
		}
		at += time.Duration(n * float64(unit))
		rest = rest[len(m[0]):]
	}
	return at, text != "", nil
}

// spaced puts a space between a unit and a number that follows it: "1h05m".
func spaced(text string) string {
	var b strings.Builder
	var before rune
	for _, r := range text {
		if unicode.IsDigit(r) && unicode.IsLetter(before) {
			b.WriteRune(' ')
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}

// numbered reads "turn 12", "chapter 3" or "12".
func numbered(text string) (word string, n int, ok bool) {
	m := numberedForm.FindStringSubmatch(text)
	if m == nil {
		return "", 0, false
	}
	return m[1], number(m[2]), true
}

// number reads a few digits; "" is 0.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// clock writes a time the way players do.
func clock(at time.Duration) string {
	s := int(at.Seconds())
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
