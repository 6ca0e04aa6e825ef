package sync

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

const ms = time.Millisecond

// at is a timing in milliseconds.
func at(start, end int) timing.Timing {
	return timing.Timing{Start: time.Duration(start) * ms, End: time.Duration(end) * ms, Confidence: 1}
}

// speech is a transcript of turns by Ann and Bob.
func speech(texts ...string) transcript.Transcript {
	var t transcript.Transcript
	for i, text := range texts {
		t.Turns = append(t.Turns, transcript.Turn{Speaker: []string{"Ann", "Bob"}[i%2], Text: text})
	}
	return t
}

// market is a story of two turns: the first of two sentences of two words, the second of one sentence whose words have no
// times.
func market() (transcript.Transcript, timing.Alignment) {
	return speech("Good morning. Fresh bread.", "How much?"), timing.Alignment{Turns: []timing.Turn{
		{
			Timing:    at(1000, 5000),
			Sentences: []timing.Timing{at(1000, 2500), at(3000, 5000)},
			Words:     []timing.Timing{at(1100, 1500), at(1600, 2400), at(3000, 3500), at(4000, 5000)},
		},
		{Timing: at(5800, 7000), Sentences: []timing.Timing{at(5800, 7000)}},
	}}
}

func TestTimelineSaysWhatIsHeard(t *testing.T) {
	l := NewTimeline(market())
	for _, c := range []struct {
		name string
		at   int
		want Place
	}{
		{"before the audio", -5, Nowhere},
		{"before the first turn", 999, Nowhere},
		{"in a sentence before its first word", 1000, Place{0, 0, -1}},
		{"as a word starts", 1100, Place{0, 0, 0}},
		{"in a word", 1499, Place{0, 0, 0}},
		{"in a short pause between two words", 1550, Place{0, 0, 0}},
		{"in the next word", 1600, Place{0, 0, 1}},
		{"in a short pause before the sentence ends", 2450, Place{0, 0, 1}},
		{"between two sentences", 2700, Place{0, -1, -1}},
		{"in the next sentence", 3000, Place{0, 1, 2}},
		{"in a long pause between two words", 3600, Place{0, 1, -1}},
		{"in the word after it", 4000, Place{0, 1, 3}},
		{"in a short pause between two turns", 5400, Place{0, -1, -1}},
		{"in a sentence without word times", 6000, Place{1, 0, -1}},
		{"as the last turn ends", 7000, Nowhere},
		{"long after the end", 1_000_000, Nowhere},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := l.At(time.Duration(c.at) * ms); got != c.want {
				t.Errorf("At(%d ms) = %v, want %v", c.at, got, c.want)
			}
		})
	}
}

func TestTimelineFallsBackToTheLargerUnit(t *testing.T) {
	none := timing.Timing{}
	three := speech("One two. Three four.", "Five six.", "Seven eight.")
	two := speech("One two. Three four.", "Five six.")
	sound := speech("One two.", "(LAUGHTER)", "Five six.")
	sound.Turns[1].Kind = transcript.Sound
	note := speech("One two.", "(Corrected on Monday.)", "Five six.")
	note.Turns[1].Kind = transcript.Note
	for _, c := range []struct {
		name  string
		story transcript.Transcript
		turns []timing.Turn
		at    int
		want  Place
	}{
		{"a turn without a time is never shown", three, []timing.Turn{{Timing: at(0, 1000)}, {}, {Timing: at(1900, 3000)}}, 1500, Nowhere},
		{"only the turn has a time", two, []timing.Turn{{Timing: at(0, 1000)}, {}}, 500, Place{0, -1, -1}},
		{
			"a sentence without a time", two,
			[]timing.Turn{{Timing: at(0, 4000), Sentences: []timing.Timing{at(0, 2000), none}}, {}},
			3000,
			Place{0, -1, -1},
		},
		{
			"a word without a time, after a short pause", two,
			[]timing.Turn{{Timing: at(0, 4000), Sentences: []timing.Timing{at(0, 2000), at(2000, 4000)}, Words: []timing.Timing{at(0, 1800), none, at(2000, 3000), at(3000, 4000)}}, {}},
			1900,
			Place{0, 0, -1},
		},
		{
			"words without sentence times give the sentence", two,
			[]timing.Turn{{Timing: at(0, 4000), Words: []timing.Timing{at(100, 500), at(500, 900), none, none}}, {}},
			600,
			Place{0, 0, 1},
		},
		{
			"and not beyond them", two,
			[]timing.Turn{{Timing: at(0, 4000), Words: []timing.Timing{at(100, 500), at(500, 900), none, none}}, {}},
			950,
			Place{0, -1, -1},
		},
		{
			"sentences without a turn's time give the turn", two,
			[]timing.Turn{{Sentences: []timing.Timing{at(0, 1000), at(2000, 3000)}}, {}},
			1500,
			Place{0, -1, -1},
		},
		{"of overlapping turns the one that began last", two, []timing.Turn{{Timing: at(0, 3000)}, {Timing: at(1000, 2000)}}, 1500, Place{1, -1, -1}},
		{"and the other again when it ends", two, []timing.Turn{{Timing: at(0, 3000)}, {Timing: at(1000, 2000)}}, 2500, Place{0, -1, -1}},
		{"of turns that begin together the first", two, []timing.Turn{{Timing: at(0, 3000)}, {Timing: at(0, 3000)}}, 1500, Place{0, -1, -1}},
		{"turns in another order than the transcript's", two, []timing.Turn{{Timing: at(5000, 6000)}, {Timing: at(0, 1000)}}, 500, Place{1, -1, -1}},
		{"a long pause between two turns", two, []timing.Turn{{Timing: at(0, 1000)}, {Timing: at(2000, 3000)}}, 1000, Nowhere},
		{"a pause that may be a sound", sound, []timing.Turn{{Timing: at(0, 1000)}, {}, {Timing: at(1500, 3000)}}, 1200, Nowhere},
		{"a pause with an unspoken note", note, []timing.Turn{{Timing: at(0, 1000)}, {}, {Timing: at(1500, 3000)}}, 1200, Place{0, -1, -1}},
		{"a sound with a time", sound, []timing.Turn{{}, {Timing: at(0, 1000)}, {}}, 500, Place{1, -1, -1}},
		{"an alignment of fewer turns", three, []timing.Turn{{Timing: at(0, 1000)}}, 500, Place{0, -1, -1}},
		{"a time that ends before it starts", two, []timing.Turn{{Timing: at(1000, 500)}, {}}, 700, Nowhere},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := NewTimeline(c.story, timing.Alignment{Turns: c.turns})
			if got := l.At(time.Duration(c.at) * ms); got != c.want {
				t.Errorf("At(%d ms) = %v, want %v", c.at, got, c.want)
			}
		})
	}
}

func TestShortPauseBetweenSentencesDoesNotFlicker(t *testing.T) {
	l := NewTimeline(speech("Yes. No."), timing.Alignment{Turns: []timing.Turn{
		{Timing: at(0, 2000), Sentences: []timing.Timing{at(0, 800), at(1000, 2000)}},
	}})
	if got, want := l.At(900*ms), (Place{0, 0, -1}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestStartIsThatOfTheSmallestUnitWithATime(t *testing.T) {
	l := NewTimeline(market())
	for _, c := range []struct {
		name  string
		place Place
		want  time.Duration
		ok    bool
	}{
		{"a word", Place{0, 1, 3}, 4000 * ms, true},
		{"a word without a time", Place{1, 0, 1}, 5800 * ms, true},
		{"a sentence", Place{0, 1, -1}, 3000 * ms, true},
		{"a turn", Place{1, -1, -1}, 5800 * ms, true},
		{"nowhere", Nowhere, 0, false},
		{"a turn that is not there", Place{7, 0, 0}, 0, false},
		{"a word that is not there", Place{0, 1, 99}, 3000 * ms, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, ok := l.Start(c.place); got != c.want || ok != c.ok {
				t.Errorf("Start(%v) = %v, %v, want %v, %v", c.place, got, ok, c.want, c.ok)
			}
		})
	}
}

func TestSteppingThroughTurnsAndSentences(t *testing.T) {
	l := NewTimeline(market())
	for _, c := range []struct {
		name string
		step func(time.Duration) (time.Duration, bool)
		from int
		want int // -1 for none
	}{
		{"next turn from before the story", l.NextTurn, 0, 1000},
		{"next turn from the start of one", l.NextTurn, 1000, 5800},
		{"next turn from the last", l.NextTurn, 6000, -1},
		{"previous turn well within a turn", l.PreviousTurn, 4000, 1000},
		{"previous turn as one has begun", l.PreviousTurn, 6500, 1000},
		{"previous turn from the end of a long one", l.PreviousTurn, 7400, 5800},
		{"previous turn as the first has begun", l.PreviousTurn, 1200, 1000},
		{"previous turn before the first", l.PreviousTurn, 500, -1},
		{"previous turn at the start of the first", l.PreviousTurn, 1000, -1},
		{"next sentence within a turn", l.NextSentence, 1200, 3000},
		{"next sentence across turns", l.NextSentence, 3200, 5800},
		{"previous sentence well within one", l.PreviousSentence, 4600, 3000},
		{"previous sentence as one has begun", l.PreviousSentence, 3500, 1000},
		{"previous sentence across turns", l.PreviousSentence, 5900, 3000},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := c.step(time.Duration(c.from) * ms)
			if !ok {
				got = -1 * ms
			}
			if got != time.Duration(c.want)*ms {
				t.Errorf("from %d ms: got %v, want %d ms", c.from, got, c.want)
			}
		})
	}
}

func TestPreviousSentenceAgainAndAgainReachesTheStart(t *testing.T) {
	l := NewTimeline(market())
	pos := 6900 * ms
	for range 10 {
		if next, ok := l.PreviousSentence(pos); ok {
			pos = next
		}
	}
	if pos != 1000*ms {
		t.Errorf("got to %v, want the first sentence", pos)
	}
}

func TestDurationIsTheAudiosOrThatOfTheLastTurn(t *testing.T) {
	story, a := market()
	if got := NewTimeline(story, a).Duration(); got != 7000*ms {
		t.Errorf("of a story whose audio is not known: %v, want 7s", got)
	}
	story.Audio.Duration = 9000 * ms
	if got := NewTimeline(story, a).Duration(); got != 9000*ms {
		t.Errorf("of a story with audio of 9s: %v", got)
	}
}

// A Timeline must agree with itself at every moment whatever it is made of.
func TestNextChangeIsWhereAtChangesAndNowhereElse(t *testing.T) {
	for seed := range uint64(200) {
		story, a := disorder(seed)
		l := NewTimeline(story, a)
		pos, steps := -1*ms, 0
		for steps < 10_000 {
			next, ok := l.NextChange(pos)
			here := l.At(pos)
			last := next - 1
			if !ok {
				last = pos + time.Hour
			}
			if got := l.At(last); got != here {
				t.Fatalf("seed %d: At(%v) is %v and At(%v) is %v, but NextChange is %v, %v", seed, pos, here, last, got, next, ok)
			}
			if !ok {
				break
			}
			if next <= pos || l.At(next) == here {
				t.Fatalf("seed %d: after %v NextChange is %v, but the place stays %v", seed, pos, next, here)
			}
			pos = next
			steps++
		}
	}
}

// What is shown must be heard then, or have been heard just before.
func TestTimelineNeverShowsAWrongPlace(t *testing.T) {
	for seed := range uint64(200) {
		story, a := disorder(seed)
		l := NewTimeline(story, a)
		for pos := time.Duration(0); pos < 20*time.Second; pos += 37 * ms {
			p := l.At(pos)
			if p.Turn < 0 {
				continue
			}
			turn := a.Turns[p.Turn]
			covers := func(list []timing.Timing, i int, pause time.Duration) bool {
				return i < 0 || len(list) == 0 || !list[i].Known() || list[i].Start <= pos && pos < list[i].End+pause
			}
			if !covers([]timing.Timing{turn.Timing}, 0, turnPause) || !covers(turn.Sentences, p.Sentence, wordPause) || !covers(turn.Words, p.Word, wordPause) {
				t.Fatalf("seed %d: at %v the place is %v, which is heard at %+v", seed, pos, p, turn)
			}
			if p.Word >= 0 && !turn.Words[p.Word].Known() {
				t.Fatalf("seed %d: at %v the place is %v, a word without a time", seed, pos, p)
			}
		}
	}
}

// disorder is a story with times that overlap, are missing, contradict each other.
func disorder(seed uint64) (transcript.Transcript, timing.Alignment) {
	r := rand.New(rand.NewPCG(seed, 1))
	story := speech("One two. Three four.", "Five six seven.", "Eight. Nine. Ten.", "Eleven twelve.")
	random := func(n int) []timing.Timing {
		if r.IntN(4) == 0 {
			return nil
		}
		list := make([]timing.Timing, n)
		for i := range list {
			start := r.IntN(15_000)
			list[i] = at(start, start-300+r.IntN(4000))
			if r.IntN(5) == 0 {
				list[i] = timing.Timing{}
			}
		}
		return list
	}
	var a timing.Alignment
	for _, turn := range story.Turns {
		tt := timing.Turn{Sentences: random(len(turn.Sentences())), Words: random(len(turn.Words()))}
		if one := random(1); one != nil {
			tt.Timing = one[0]
		}
		a.Turns = append(a.Turns, tt)
	}
	return story, a
}

// long is a story of 2,000 turns, 30,000 words and 3 hours, with all its times.
func long() (transcript.Transcript, timing.Alignment) {
	const turns, sentences, words = 2000, 3, 5
	var story transcript.Transcript
	var a timing.Alignment
	pos := 0
	for i := range turns {
		var text strings.Builder
		var tt timing.Turn
		first := pos
		for s := range sentences {
			start := pos
			for w := range words {
				fmt.Fprintf(&text, "word%c%c ", 'a'+rune(s), 'a'+rune(w))
				tt.Words = append(tt.Words, at(pos, pos+300))
				pos += 340
			}
			text.WriteString("ended. ")
			tt.Words = append(tt.Words, at(pos, pos+10))
			pos += 20
			tt.Sentences = append(tt.Sentences, at(start, pos))
			pos += 80
		}
		tt.Timing = at(first, pos)
		story.Turns = append(story.Turns, transcript.Turn{Speaker: []string{"Ann", "Bob"}[i%2], Text: text.String()})
		a.Turns = append(a.Turns, tt)
	}
	return story, a
}

func TestAtDoesNotAllocate(t *testing.T) {
	l := NewTimeline(long())
	if n := testing.AllocsPerRun(100, func() { l.At(time.Hour); l.NextChange(time.Hour); l.NextSentence(time.Hour) }); n != 0 {
		t.Errorf("a look-up allocates %v times", n)
	}
}

func BenchmarkNewTimeline(b *testing.B) {
	story, a := long()
	b.ReportAllocs()
	for b.Loop() {
		NewTimeline(story, a)
	}
}

func BenchmarkAt(b *testing.B) {
	l := NewTimeline(long())
	b.ReportAllocs()
	pos := time.Duration(0)
	for b.Loop() {
		pos = (pos + 7919*ms) % (3 * time.Hour)
		l.At(pos)
	}
}
