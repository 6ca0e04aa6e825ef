package finding

import (
	"time"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// A Speaker is someone who speaks in a story.
type Speaker struct {
	Name    string // "" for one who is not named
	Role    string // as published
	Turns   []int  // that they speak, in order
	Time    time.Duration
	Untimed int     // of their turns, those of which it is not known when they are spoken
	Share   float64 // of the story, 0 to 1
}

// Speakers are those who speak, in the order in which they first do. A share is that of the story's length, which includes
// music and pauses; where the length is not known, that of all that is spoken. Where two speak at once, both do.
func Speakers(t transcript.Transcript, a timing.Alignment, length time.Duration) []Speaker {
	roles := map[string]string{}
	for _, s := range t.Speakers {
		roles[s.Name] = s.Role
	}
	number := map[string]int{}
	var all []Speaker
	var spoken time.Duration
	for i, turn := range t.Turns {
		if turn.Kind != transcript.Speech {
			continue
		}
		n, known := number[turn.Speaker]
		if !known {
			n = len(all)
			number[turn.Speaker] = n
			all = append(all, Speaker{Name: turn.Speaker, Role: roles[turn.Speaker]})
		}
		s := &all[n]
		s.Turns = append(s.Turns, i)
		if i >= len(a.Turns) || !a.Turns[i].Known() {
			s.Untimed++
			continue
		}
		s.Time += a.Turns[i].End - a.Turns[i].Start
		spoken += a.Turns[i].End - a.Turns[i].Start
	}
	if length <= 0 {
		length = spoken
	}
	for i := range all {
		if length > 0 {
			all[i].Share = min(float64(all[i].Time)/float64(length), 1)
		}
	}
	return all
}

// Beside is the next (by 1) or previous (by -1) of some turns from one on, none of which is the one itself. It reports false
// where there is none.
func Beside(turns []int, from, by int) (int, bool) {
	found, ok := 0, false
	for _, turn := range turns {
		switch {
		case by > 0 && turn > from:
			return turn, true
		case by < 0 && turn < from:
			found, ok = turn, true
		}
	}
	return found, ok
}
