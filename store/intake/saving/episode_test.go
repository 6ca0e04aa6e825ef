package saving

import (
	"slices"
	"testing"
	"time"

	"alongside/store"
	"alongside/store/intake"
	"alongside/sync/timing"
)

func TestChaptersBeginWithTheTurnsThatAreHeardThen(t *testing.T) {
	at := func(seconds ...float64) (a timing.Alignment) {
		for _, s := range seconds {
			var turn timing.Turn
			if s >= 0 {
				turn.Start = time.Duration(s * float64(time.Second))
				turn.End = turn.Start + time.Second
			}
			a.Turns = append(a.Turns, turn)
		}
		return a
	}
	mark := func(title string, seconds float64) intake.Mark {
		return intake.Mark{Start: time.Duration(seconds * float64(time.Second)), Title: title}
	}
	const unknown = -1
	for name, c := range map[string]struct {
		marks []intake.Mark
		times timing.Alignment
		want  []store.Chapter
	}{
		"at the turns":                      {[]intake.Mark{mark("A", 0), mark("B", 10)}, at(0, 5, 10), []store.Chapter{{Title: "A", Turn: 0}, {Title: "B", Turn: 2}}},
		"a little after its first word":     {[]intake.Mark{mark("A", 5.6)}, at(0, 5, 10), []store.Chapter{{Title: "A", Turn: 1}}},
		"before its first word":             {[]intake.Mark{mark("A", 2)}, at(0, 5, 10), []store.Chapter{{Title: "A", Turn: 1}}},
		"a turn without a time":             {[]intake.Mark{mark("A", 4)}, at(0, unknown, 10), []store.Chapter{{Title: "A", Turn: 2}}},
		"two within one turn":               {[]intake.Mark{mark("A", 6.5), mark("B", 8)}, at(0, 5, 10), []store.Chapter{{Title: "A", Turn: 2}}},
		"one after the last word":           {[]intake.Mark{mark("A", 0), mark("B", 30)}, at(0, 5, 10), []store.Chapter{{Title: "A", Turn: 0}}},
		"a story without times":             {[]intake.Mark{mark("A", 0)}, timing.Alignment{}, nil},
		"times of which none could be told": {[]intake.Mark{mark("A", 0)}, at(unknown, unknown), nil},
	} {
		t.Run(name, func(t *testing.T) {
			if got := chaptersAt(c.marks, c.times); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
