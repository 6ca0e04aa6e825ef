package reader

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"alongside/sync/finding"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// A Thing is a kind of thing that lies on the strip, and that Up and Down go by.
type Thing string

// The kinds of thing, in the order in which they are chosen.
const (
	ByTurn   Thing = "turns"
	BySound  Thing = "sounds"
	ByMark   Thing = "marks" // of the reader's own
	ByMatch  Thing = "matches"
	ByUnsure Thing = "unsure"
)

// Things are all kinds.
func Things() []Thing { return []Thing{ByTurn, BySound, ByMark, ByMatch, ByUnsure} }

// Mended has what is not known as usual.
func (t Thing) Mended() Thing {
	if slices.Contains(Things(), t) {
		return t
	}
	return ByTurn
}

// One and Many name the kind in words.
func (t Thing) One() string {
	return map[Thing]string{
		ByTurn: "turn", BySound: "sound", ByMark: "mark of your own", ByMatch: "match", ByUnsure: "turn whose time is not sure",
	}[t]
}

// Many names several of them.
func (t Thing) Many() string {
	return map[Thing]string{
		ByTurn: "turns", BySound: "sounds", ByMark: "marks of your own", ByMatch: "matches", ByUnsure: "turns whose time is not sure",
	}[t]
}

// signed is a sign beside the strip: something of the reader's, and when it is heard.
type signed struct {
	kind NotedKind
	at   time.Duration
}

// signsOf are the reader's marks whose words have a time, in the order of these.
func signsOf(noted []Noted, turns []transcript.Turn, a timing.Alignment) []signed {
	places := make([]finding.Match, len(noted))
	for i, n := range noted {
		places[i] = finding.Match{Turn: n.Turn, Span: n.Span}
	}
	var signs []signed
	for i, at := range finding.Times(turns, a, places) {
		if at != finding.Unknown {
			signs = append(signs, signed{noted[i].Kind, at})
		}
	}
	slices.SortStableFunc(signs, func(a, b signed) int { return cmp.Compare(a.at, b.at) })
	return signs
}

// stops are when the things of a kind are heard, in order, each time once.
func (s *Strip) stops(by Thing) (stops []time.Duration) {
	switch by {
	case ByMark:
		for _, sign := range s.signs {
			stops = append(stops, sign.at)
		}
	case ByMatch:
		for _, at := range s.matches {
			if at != finding.Unknown {
				stops = append(stops, at)
			}
		}
	default:
		for _, st := range s.stretches {
			if by == ByTurn || by == BySound && s.turns[st.turn].Kind == transcript.Sound || by == ByUnsure && st.unsure {
				stops = append(stops, st.start)
			}
		}
	}
	slices.Sort(stops)
	return slices.Compact(stops)
}

// again is how shortly after a stop the previous one is the one before it, as on any player.
const again = 1500 * time.Millisecond

// beside is the stop after (by 1) or before (by -1) a time. A time shortly after the stop that one has come to counts as that one.
func beside(stops []time.Duration, from, come time.Duration, by int) (time.Duration, bool) {
	if come >= 0 && from >= come && from < come+again {
		from = come
	}
	n, exact := slices.BinarySearch(stops, from)
	switch {
	case by > 0 && exact:
		n++
	case by < 0:
		n--
		if n >= 0 && come != from && from-stops[n] < again {
			n-- // only just passed
		}
	}
	if n < 0 || n >= len(stops) {
		return 0, false
	}
	return stops[n], true
}

// walk goes to the next (by 1) or previous (by -1) thing of the kind that was chosen.
func (s *Strip) walk(by int) {
	stops := s.stops(s.by)
	at, ok := beside(stops, s.position, s.come, by)
	switch {
	case len(stops) == 0:
		s.tell(fmt.Sprintf("There are no %s here", s.by.Many()))
	case !ok && by > 0:
		s.tell(fmt.Sprintf("No %s after this", s.by.One()))
	case !ok:
		s.tell(fmt.Sprintf("No %s before this", s.by.One()))
	default:
		s.come = at
		s.seekTo(at)
		if s.playing {
			s.tell(strings.Join(s.lies(at, near), "; ")) // while nothing plays the value says it
		}
	}
}

// choose goes by the next (by 1) or previous (by -1) kind of thing from now on.
func (s *Strip) choose(by int) {
	all := Things()
	s.SetBy(all[(slices.Index(all, s.by)+by+len(all))%len(all)])
	if s.OnBy != nil {
		s.OnBy(s.by)
	}
	s.tell(fmt.Sprintf("%d in this story", len(s.stops(s.by)))) // by what is told by the description
}

// SetBy says by what kind of thing Up and Down go.
func (s *Strip) SetBy(by Thing) {
	s.by = by.Mended()
	s.told = ""
	s.showLabel()
}

// byText says what Up and Down go by.
func (s *Strip) byText() string { return "Up and Down go by " + s.by.Many() }

func (s *Strip) tell(text string) {
	if s.OnSay != nil {
		s.OnSay(text)
	}
}

// near is how far from a time something may be to lie there.
const near = 500 * time.Millisecond

// lies is what lies at a time, in words: who speaks with their first words, and what is marked, found or not sure there.
func (s *Strip) lies(at, within time.Duration) (says []string) {
	if st, ok := s.stretchAt(at); ok {
		if opening := s.opening(st.turn); opening != "" {
			says = append(says, opening)
		}
		if st.unsure {
			says = append(says, "time not sure")
		}
	}
	lo, hi := at-within, at+within
	first, _ := slices.BinarySearchFunc(s.signs, lo, func(sign signed, at time.Duration) int { return cmp.Compare(sign.at, at) })
	for _, sign := range s.signs[first:] {
		if sign.at > hi {
			break
		}
		says = append(says, string(sign.kind))
	}
	for i, match := range s.matches {
		if match >= lo && match <= hi {
			says = append(says, fmt.Sprintf("match %d of %d", i+1, len(s.matches)))
			break
		}
	}
	return says
}

// stretchAt is the turn that is heard at a time: of several the one that began last.
func (s *Strip) stretchAt(at time.Duration) (found stretch, ok bool) {
	for _, st := range s.stretches {
		if st.start <= at && at < st.end && (!ok || st.start >= found.start) {
			found, ok = st, true
		}
	}
	return found, ok
}

// opening is who speaks in a turn and their first words.
func (s *Strip) opening(turn int) string {
	name := headingOf(s.turns[turn], s.voices).name
	text := s.turns[turn].Text
	if s.Words != nil {
		text = s.Words(turn)
	}
	switch text = firstWords(text); {
	case name == "":
		return text
	case text == "":
		return name
	}
	return name + ": " + text
}

// firstWords are as many words of a text as make a short line.
func firstWords(text string) string {
	const most = 44 // letters
	words := strings.Fields(text)
	line, letters := "", 0
	for i, word := range words {
		letters += len([]rune(word)) + 1
		if letters > most && i > 0 {
			return line + "…"
		}
		if i > 0 {
			line += " "
		}
		line += word
	}
	return line
}
