package export

import (
	"encoding/json"
	"time"

	"alongside/sync"
)

// times is what a page's script knows of a story, in milliseconds of the story's time. Lists of groups are laid flat, which
// browsers read fastest.
type times struct {
	Key       string  `json:"key"`       // under which the browser keeps the reader's place
	Starts    []int64 `json:"starts"`    // when each file of sound begins
	Length    int64   `json:"length"`    // of all of it
	Changes   []int64 `json:"changes"`   // when, turn, sentence, word: what is marked from then on; -1 for none
	Turns     []int64 `json:"turns"`     // where "next turn" stops
	Sentences []int64 `json:"sentences"` // where "next sentence" stops
	Begins    []int64 `json:"begins"`    // turn, sentence or -1, when it begins
	Strip     []int64 `json:"strip"`     // start, end, voice or -1: who is heard when
}

// newTimes lays out a story's times, none where there is no sound to go with them.
func newTimes(s Story, list []track) times {
	t := times{
		Key: "alongside:" + identity(s), Starts: []int64{}, Changes: []int64{},
		Turns: []int64{}, Sentences: []int64{}, Begins: []int64{}, Strip: []int64{},
	}
	if len(list) == 0 {
		return t
	}
	for _, track := range list {
		t.Starts = append(t.Starts, track.start.Milliseconds())
		t.Length = track.end.Milliseconds()
	}
	l := sync.NewTimeline(s.Transcript, s.Alignment)
	for at, more := l.NextChange(-1); more; at, more = l.NextChange(at) {
		p := l.At(at)
		t.Changes = append(t.Changes, at.Milliseconds(), int64(p.Turn), int64(p.Sentence), int64(p.Word))
	}
	t.Turns, t.Sentences = stops(l.NextTurn), stops(l.NextSentence)
	t.addTurns(s, l)
	return t
}

// stops are all the places where a step leads.
func stops(next func(time.Duration) (time.Duration, bool)) []int64 {
	list := []int64{}
	for at, more := next(-1); more; at, more = next(at) {
		list = append(list, at.Milliseconds())
	}
	return list
}

// addTurns adds when each turn and sentence begins, and who is heard when. A sentence without a time begins with its turn.
func (t *times) addTurns(s Story, l *sync.Timeline) {
	who := castOf(s.Transcript)
	for i, turn := range s.Transcript.Turns {
		at, known := l.Start(sync.Place{Turn: i, Sentence: -1, Word: -1})
		if !known {
			continue
		}
		t.Begins = append(t.Begins, int64(i), -1, at.Milliseconds())
		for k := range turn.Sentences() {
			at, _ := l.Start(sync.Place{Turn: i, Sentence: k, Word: -1})
			t.Begins = append(t.Begins, int64(i), int64(k), at.Milliseconds())
		}
		if time := s.Alignment.Turns[i]; time.Known() {
			voice := int64(-1)
			if turn.Speaker != "" {
				voice = int64(who[turn.Speaker].voice)
			}
			t.paint(time.Start.Milliseconds(), time.End.Milliseconds(), voice)
		}
	}
}

// paint adds a stretch to the strip, or lengthens the last one.
func (t *times) paint(start, end, voice int64) {
	n := len(t.Strip)
	if n > 0 && t.Strip[n-1] == voice && start >= t.Strip[n-3] && start-t.Strip[n-2] < breath.Milliseconds() {
		t.Strip[n-2] = max(t.Strip[n-2], end)
		return
	}
	t.Strip = append(t.Strip, start, end, voice)
}

// json writes the times so that nothing in them could end the element they stand in.
func (t times) json() ([]byte, error) { return json.Marshal(t) }
