package finding

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// harbor is a story of five turns with two chapters. The last turn has no time.
func harbor() Story {
	say := func(who, text string) transcript.Turn { return transcript.Turn{Speaker: who, Text: text} }
	s := Story{
		Transcript: transcript.Transcript{
			Speakers: []transcript.Speaker{{Name: "Nora Field", Role: "host"}, {Name: "Tom Alder", Role: "byline"}},
			Turns: []transcript.Turn{
				say("Nora Field", "The fog comes in."), say("Tom Alder", "That is the bell."),
				{Kind: transcript.Sound, Text: "(BELL)"},
				say("Nora Field", "Who rings it? Nobody."), say("Renée Tomás", "The wind does."),
			},
		},
		Titles: []Title{{"The Fog", 0}, {"Who rings", 3}},
		Length: 65 * time.Minute,
	}
	for i := range 4 {
		at := time.Duration(i) * time.Minute
		s.Alignment.Turns = append(s.Alignment.Turns, timing.Turn{Timing: timing.Timing{Start: at, End: at + time.Minute, Confidence: 1}})
	}
	s.Alignment.Turns = append(s.Alignment.Turns, timing.Turn{})
	return s
}

// text is a place in short.
func (p Place) text() string {
	at := "?"
	if p.At != Unknown {
		at = clock(p.At)
	}
	return fmt.Sprintf("%s %s%d %s", [...]string{"moment", "turn", "chapter", "next of", "first of"}[p.Kind], strings.TrimSpace(p.Name+" "), p.Number, at)
}

func TestPlacesAreFoundByWhatIsTyped(t *testing.T) {
	cases := []struct{ typed, want string }{
		{"12:30", "moment 0 12:30"},
		{"1:02:03", "moment 0 1:02:03"},
		{"0:05.5", "moment 0 0:05"},
		{"90 s", "moment 0 1:30"},
		{"90s", "moment 0 1:30"},
		{"2 min 5 sec", "moment 0 2:05"},
		{"1h02m", "moment 0 1:02:00"},
		{"1 Hour, 2 minutes", "moment 0 1:02:00"},
		{"2,5 min", "moment 0 2:30"},
		{"turn 4", "turn 4 3:00"},
		{"Turn  5", "turn 5 ?"},
		{"4", "turn 4 3:00; moment 0 4:00"},
		{"2", "turn 2 1:00; chapter Who rings2 3:00; moment 0 2:00"},
		{"60", "moment 0 1:00:00"},
		{"chapter 2", "chapter Who rings2 3:00"},
		{"fog", "chapter The Fog1 0:00"},
		{"who", "chapter Who rings2 3:00"},
		{"nora", "next of Nora Field4 3:00; first of Nora Field1 0:00"},
		{"tom", "first of Tom Alder2 1:00; first of Renée Tomás5 ?"},
		{"renee", "first of Renée Tomás5 ?"},
	}
	for _, c := range cases {
		t.Run(c.typed, func(t *testing.T) {
			found, err := Places(harbor(), c.typed)
			var got []string
			for _, p := range found {
				got = append(got, p.text())
			}
			if text := strings.Join(got, "; "); err != nil || text != c.want {
				t.Errorf("got %q, error %v, want %q", text, err, c.want)
			}
		})
	}
}

func TestWhatIsNoPlaceIsToldInWords(t *testing.T) {
	silent := harbor()
	silent.Length, silent.Titles = 0, nil
	cases := []struct {
		name  string
		story Story
		typed string
		says  string
	}{
		{"nothing", harbor(), "  ", "type a time"},
		{"a time after the end", harbor(), "2:00:00", "the story is 1:05:00 long, so 2:00:00 is after its end"},
		{"a time that is none", harbor(), "12:75", "12:75 is no time"},
		{"a time in a story without sound", silent, "1:00", "no sound"},
		{"turn 0", harbor(), "0x", "no chapter and no speaker"},
		{"a turn after the last", harbor(), "turn 6", "this story has 5 turns; type a number from 1 to 5"},
		{"a number that counts nothing", harbor(), "999", "from 1 to 5"},
		{"a chapter after the last", harbor(), "chapter 3", "this story has 2 chapters"},
		{"a chapter where there are none", silent, "chapter 1", "no chapters"},
		{"a name that nobody has", harbor(), "Zoe", "no chapter and no speaker is called “Zoe”"},
		{"a whole page", harbor(), strings.Repeat("word ", 100), "too long"},
		{"a number beyond all", harbor(), "99999999999999999999:00", "no chapter and no speaker"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			found, err := Places(c.story, c.typed)
			if err == nil || !strings.Contains(err.Error(), c.says) || len(found) > 0 {
				t.Errorf("found %v, error %v, want one that says %q", found, err, c.says)
			}
		})
	}
}

func TestAnEmptyTranscriptHasNoPlaces(t *testing.T) {
	for _, typed := range []string{"1", "turn 1", "a"} {
		if found, err := Places(Story{}, typed); err == nil && typed != "1" {
			t.Errorf("%q: %v", typed, found)
		}
	}
}

func FuzzPlaces(f *testing.F) {
	for _, typed := range []string{"12:30", "1h 5", "turn 3", "é", "\xff", "9:99:99"} {
		f.Add(typed)
	}
	story := harbor()
	f.Fuzz(func(t *testing.T, typed string) {
		found, err := Places(story, typed)
		if (err == nil) != (len(found) > 0) {
			t.Errorf("%d places and error %v", len(found), err)
		}
		for _, p := range found {
			if p.At > story.Length || p.Turn >= len(story.Transcript.Turns) {
				t.Errorf("%+v is not in the story", p)
			}
		}
	})
}
