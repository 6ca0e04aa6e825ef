package book

import (
	"fmt"
	"slices"
	"strings"
)

// notes are what is told of a book: files by name, and small things by their number.
type notes struct {
	missing []string // files that are referred to
	more    int      // missing ones that are not named
	other   []string
	counts  [countedThings]int
}

// A counted thing happens to single clips.
type counted int

const (
	pastEnd    counted = iota // a clip ends after its file
	afterEnd                  // a clip begins after its file
	backwards                 // a clip's end is not after its beginning
	unreadable                // a time that is none
	goesBack                  // a clip is earlier than that of the text before it
	overlaps                  // a clip goes on while the next one is heard
	nowhere                   // a clip's text is not there
	twice                     // text that is heard a second time
	tooLong                   // a clip's text is longer than a turn may be
	countedThings
)

// The most that is told one by one.
const mostNotes = 10

func (n *notes) count(c counted) { n.counts[c]++ }

// miss notes a file that is referred to and not there.
func (n *notes) miss(name string) {
	switch {
	case slices.Contains(n.missing, name):
	case len(n.missing) < mostNotes:
		n.missing = append(n.missing, name)
	default:
		n.more++
	}
}

// add notes a sentence.
func (n *notes) add(format string, args ...any) {
	sentence := fmt.Sprintf(format, args...)
	if len(n.other) < 3*mostNotes && !slices.Contains(n.other, sentence) {
		n.other = append(n.other, sentence)
	}
}

// sentences are all that is to be told.
func (n *notes) sentences() []string {
	out := slices.Clone(n.other)
	if len(n.missing) > 0 {
		names := strings.Join(quoteAll(n.missing), ", ")
		if n.more > 0 {
			names += " and more"
		}
		out = append(out, fmt.Sprintf("Missing in the book: %s; the rest was read.", names))
	}
	for c, count := range n.counts {
		if count > 0 {
			out = append(out, fmt.Sprintf("%s: %d. %s", counted(c).what(), count, counted(c).done()))
		}
	}
	return out
}

func quoteAll(names []string) []string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = fmt.Sprintf("%q", name)
	}
	return quoted
}

func (c counted) what() string {
	return [...]string{
		pastEnd:    "Clips of sound that end after their file does",
		afterEnd:   "Clips of sound that begin after their file has ended",
		backwards:  "Clips of sound that do not end after they begin",
		unreadable: "Clips of sound whose times cannot be read",
		goesBack:   "Clips of sound that go back, within a paragraph, to what was heard before",
		overlaps:   "Clips of sound that go on while the next one is heard",
		nowhere:    "Clips of sound whose text is not in the book",
		twice:      "Stretches of text that are heard a second time",
		tooLong:    "Clips of sound for which there is more text than can be marked at once",
	}[c]
}

func (c counted) done() string {
	switch c {
	case pastEnd:
		return "Now they end with it."
	case overlaps:
		return "Now they end where it begins."
	case nowhere:
		return "They are heard, and nothing is marked meanwhile."
	case twice:
		return "They are marked the first time."
	}
	return "Their text has no time."
}
