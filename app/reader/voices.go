package reader

import (
	"strings"

	"alongside/sync/transcript"
)

// voices numbers a story's speakers in the order in which they first speak, so that each keeps one colour and one shape.
// Sounds and notes have a sign and a colour of their own and take no number: the first two who speak have the first two.
type voices struct {
	number map[string]int
	role   map[string]string
	first  map[string]int // the turn in which each first speaks
}

func newVoices(t transcript.Transcript) voices {
	v := voices{number: map[string]int{}, role: map[string]string{}, first: map[string]int{}}
	for _, s := range t.Speakers {
		v.role[s.Name] = s.Role
	}
	for i, turn := range t.Turns {
		if _, ok := v.first[turn.Speaker]; !ok && turn.Kind == transcript.Speech {
			v.first[turn.Speaker], v.number[turn.Speaker] = i, len(v.number)
		}
	}
	return v
}

// roleOf is a speaker's role in words that do not need explaining.
func (v voices) roleOf(name string) string { return RoleName(v.role[name]) }

// RoleName is a role as published in words that do not need explaining.
func RoleName(role string) string {
	if strings.EqualFold(role, "byline") {
		return "reporter"
	}
	return role
}
