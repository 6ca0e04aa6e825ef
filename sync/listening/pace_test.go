package listening

import (
	"math"
	"strings"
	"testing"
	"time"

	"alongside/sync/playback/tempo"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// A spoken turn has sentences of so many words, each with its time.
type spoken struct {
	speaker   string
	sentences []said
}

type said struct {
	words      int
	start, end int // ms
	sure       float64
}

// told makes a story of turns.
func told(turns ...spoken) Story {
	var s Story
	for _, t := range turns {
		text, timed := []string{}, timing.Turn{}
		for _, sentence := range t.sentences {
			text = append(text, "Word"+strings.Repeat(" word", sentence.words-1)+".")
			timed.Sentences = append(timed.Sentences, at(sentence.start, sentence.end, sentence.sure))
		}
		timed.Timing = timing.Timing{Start: timed.Sentences[0].Start, End: timed.Sentences[len(timed.Sentences)-1].End, Confidence: 0.95}
		s.Transcript.Turns = append(s.Transcript.Turns, transcript.Turn{Kind: transcript.Speech, Speaker: t.speaker, Text: strings.Join(text, " ")})
		s.Alignment.Turns = append(s.Alignment.Turns, timed)
		s.Duration = timed.End + 5*time.Second
	}
	return s
}

func TestHowManyWordsAMinuteATurnHas(t *testing.T) {
	for _, c := range []struct {
		name  string
		story Story
		want  []float64
	}{
		{"the words of a turn over the time of its sentences", told(spoken{"A", []said{{20, 0, 6000, 0.9}, {20, 8000, 14000, 0.9}}}), []float64{200}},
		{"a sentence whose time is not certain does not count", told(spoken{"A", []said{{20, 0, 6000, 0.9}, {20, 6000, 26000, 0.5}}}), []float64{200}},
		{"a sentence that nobody could say so fast does not count", told(spoken{"A", []said{{20, 0, 6000, 0.9}, {20, 6000, 7000, 0.9}}}), []float64{200}},
		{"a sentence that nobody would say so slowly does not count", told(spoken{"A", []said{{20, 0, 6000, 0.9}, {2, 6000, 16000, 0.9}}}), []float64{200}},
		{
			"a turn of few words goes by its speaker",
			told(spoken{"A", []said{{20, 0, 6000, 0.9}}}, spoken{"B", []said{{20, 6000, 14000, 0.9}}}, spoken{"A", []said{{3, 14000, 16000, 0.9}}}),
			[]float64{200, 150, 23 / (8.0 / 60)},
		},
		{
			"a turn whose times are not certain goes by its speaker",
			told(spoken{"A", []said{{20, 0, 6000, 0.9}}}, spoken{"A", []said{{20, 6000, 9000, 0.2}}}),
			[]float64{200, 200},
		},
		{
			"a speaker of few words goes by the story",
			told(spoken{"A", []said{{20, 0, 6000, 0.9}}}, spoken{"B", []said{{20, 6000, 14000, 0.9}}}, spoken{"C", []said{{2, 14000, 15000, 0.9}}}),
			[]float64{200, 150, 42 / (15.0 / 60)},
		},
		{"where no time is certain nothing is known", told(spoken{"A", []said{{20, 0, 6000, 0.3}}}), []float64{0}},
	} {
		for i, got := range c.story.Rates() {
			if math.Abs(got-c.want[i]) > 0.01 {
				t.Errorf("%s: turn %d has %.1f words a minute, not %.1f", c.name, i+1, got, c.want[i])
			}
		}
	}
}

func TestWhoThinksWithinASentenceDoesNotSpeakSlowly(t *testing.T) {
	s := told(spoken{"A", []said{{20, 0, 9000, 0.9}}})
	for i := range 20 { // ten words in three seconds, three of silence, ten in three
		start := 300 * i
		if i >= 10 {
			start += 3000
		}
		s.Alignment.Turns[0].Words = append(s.Alignment.Turns[0].Words, at(start, start+300, 0.9))
	}
	if got, want := s.Rates()[0], 20/(6.5/60); math.Abs(got-want) > 0.01 {
		t.Errorf("%.1f words a minute, not %.1f", got, want)
	}
}

func TestWhatIsNoSpeechHasNoRate(t *testing.T) {
	s := told(spoken{"", []said{{20, 0, 6000, 0.9}}}, spoken{"", []said{{20, 6000, 12000, 0.9}}})
	s.Transcript.Turns[1].Kind = transcript.Sound
	if got := s.Rates()[1]; got != 0 {
		t.Errorf("a sound has %.1f words a minute", got)
	}
}

// twoVoices says 240 words a minute for ten seconds and then, after half a second, 120.
func twoVoices() Story {
	return told(spoken{"A", []said{{40, 1000, 11000, 0.9}}}, spoken{"B", []said{{20, 11500, 21500, 0.9}}})
}

func curveOf(s Story, p Pace) tempo.Curve {
	p.On = true
	s.Spoken = s.Rates()
	return Plan(s, Wishes{Pace: p}).Pace
}

func checkTempo(t *testing.T, c tempo.Curve, at, want float64) {
	t.Helper()
	if got := c.At(time.Duration(at * float64(time.Second))); math.Abs(got-want) > 0.001 {
		t.Errorf("after %v s the tempo is %.3f, not %.3f", at, got, want)
	}
}

func TestEachVoiceGoesAtThePace(t *testing.T) {
	c := curveOf(twoVoices(), Pace{Words: 160, Faster: true})
	for at, want := range map[float64]float64{0.5: 1, 2.1: 0.67, 10.7: 0.67, 11.25: 1, 11.8: 1.33, 20.4: 1.33, 21.6: 1} {
		checkTempo(t, c, at, want)
	}
}

func TestNobodyIsMadeFasterUnlessWished(t *testing.T) {
	c := curveOf(twoVoices(), Pace{Words: 160})
	for at := 0.0; at < 30; at += 0.01 {
		if got := c.At(time.Duration(at * float64(time.Second))); got > 1 {
			t.Fatalf("after %.2f s the tempo is %.3f", at, got)
		}
	}
	checkTempo(t, c, 5, 0.67)
	checkTempo(t, c, 15, 1)
}

func TestTheTempoOfAPaceHasBounds(t *testing.T) {
	s := told(spoken{"A", []said{{60, 0, 10000, 0.9}}}, spoken{"B", []said{{12, 10500, 20500, 0.9}}})
	c := curveOf(s, Pace{Words: 160, Faster: true})
	checkTempo(t, c, 5, 0.5)
	checkTempo(t, c, 15, 2)
}

func TestAVoiceNearThePaceIsLeftAsRecorded(t *testing.T) {
	if c := curveOf(told(spoken{"A", []said{{41, 0, 15000, 0.9}}}), Pace{Words: 160}); len(c) > 0 {
		t.Errorf("164 words a minute are made 160: %v", c)
	}
}

func TestTheTempoNeverJumps(t *testing.T) {
	s := told(
		spoken{"A", []said{{40, 1000, 11000, 0.9}}}, spoken{"B", []said{{1, 11100, 11500, 0.9}}}, spoken{"A", []said{{1, 11600, 11900, 0.9}}},
		spoken{"B", []said{{20, 12000, 22000, 0.9}}}, spoken{"A", []said{{40, 22000, 32000, 0.9}}},
	)
	c := curveOf(s, Pace{Words: 160, Faster: true})
	for i := 1; i < len(c); i++ {
		if step, over := math.Abs(c[i].Tempo-c[i-1].Tempo), c[i].At-c[i-1].At; step > 0 && over < 300*ms {
			t.Errorf("it goes from %v to %v within %v", c[i-1].Tempo, c[i].Tempo, over)
		}
	}
}

func TestWhatIsNotInTheTranscriptIsAsRecorded(t *testing.T) {
	music := told(spoken{"A", []said{{40, 5000, 15000, 0.9}}}, spoken{"A", []said{{1, 15000, 21000, 0.9}}}, spoken{"A", []said{{40, 21000, 31000, 0.9}}})
	music.Transcript.Turns[1].Kind = transcript.Sound
	within := told(spoken{"A", []said{{40, 5000, 15000, 0.9}, {40, 21000, 31000, 0.9}}})
	between := told(spoken{"A", []said{{40, 5000, 15000, 0.9}}}, spoken{"A", []said{{40, 21000, 31000, 0.9}}})
	for name, s := range map[string]Story{"a cue": music, "something within a turn": within, "something between turns": between} {
		t.Run(name, func(t *testing.T) {
			c := curveOf(s, Pace{Words: 160})
			for _, part := range [][2]float64{{0, 5}, {15, 21}, {31, 36}} {
				for at := part[0]; at <= part[1]; at += 0.1 {
					checkTempo(t, c, at, 1)
				}
			}
			checkTempo(t, c, 10, 0.67)
			checkTempo(t, c, 25, 0.67)
		})
	}
}

func TestAPaceThatIsOffChangesNothing(t *testing.T) {
	s := twoVoices()
	s.Spoken = s.Rates()
	if c := Plan(s, Wishes{Pace: Pace{Words: 160}}).Pace; len(c) > 0 {
		t.Errorf("the tempo is %v", c)
	}
}
