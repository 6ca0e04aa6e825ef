package tapping

import (
	"time"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// justBegun is how long after its expected start a press still means the unit that is marked: whoever presses is late.
const justBegun = 700 * time.Millisecond

// Expected is the unit that a listener most likely means who says at a position "this starts now", while a unit is marked or
// was tapped last: the next one after that, or that one itself if it has only just begun. Where nothing was marked it
// is the one that is expected next. It reports false at the end of the text.
func Expected(t transcript.Transcript, a timing.Alignment, marked Unit, position time.Duration) (Unit, bool) {
	units := Units(t)
	if marked.Turn < 0 {
		for _, u := range units {
			if start, ok := startOf(a, u); ok && start >= position-justBegun {
				return u, true
			}
		}
		return Unit{}, false
	}
	for _, u := range units {
		switch {
		case u.Before(marked):
		case marked.Before(u):
			return u, true
		default:
			if start, ok := startOf(a, u); ok && position >= start && position-start < justBegun {
				return u, true
			}
		}
	}
	return Unit{}, false
}

// After is the unit that follows another.
func After(t transcript.Transcript, u Unit) (Unit, bool) {
	for _, next := range Units(t) {
		if u.Before(next) {
			return next, true
		}
	}
	return Unit{}, false
}

func startOf(a timing.Alignment, u Unit) (time.Duration, bool) {
	if u.Turn >= len(a.Turns) {
		return 0, false
	}
	turn := a.Turns[u.Turn]
	if u.Sentence < len(turn.Sentences) && turn.Sentences[u.Sentence].Known() {
		return turn.Sentences[u.Sentence].Start, true
	}
	return turn.Start, u.Sentence == 0 && turn.Known()
}
