package listening

import (
	"time"

	"alongside/sync/playback"
	"alongside/sync/playback/hearing"
	"alongside/sync/playback/loudness"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// A Unit is what there is a pause after.
type Unit string

// The units.
const (
	Nothing  Unit = ""
	Sentence Unit = "sentence"
	Turn     Unit = "turn"
)

// Wishes are what a person has chosen for the sound of all stories. The zero value is: as recorded.
type Wishes struct {
	Even       bool             // every turn alike loud
	Shape      hearing.Settings // for an ear
	Shorten    time.Duration    // pauses between sentences last no longer; 0 leaves them
	PauseAfter Unit             // silence is put in after each
	PauseFor   time.Duration    // for so long, or playback.UntilPlay
	OnlyTold   bool             // what the transcript does not hold is left out
	Pace       Pace             // as many words a minute from all voices
}

// Measures reports whether the sound's loudness has to be known for the wishes.
func (w Wishes) Measures() bool { return w.Even || w.Shorten > 0 || w.OnlyTold }

// A Story is what there is to be heard.
type Story struct {
	Transcript transcript.Transcript
	Alignment  timing.Alignment
	Duration   time.Duration
	Measured   []loudness.Measured // nil while that is not known; of Parts
	Spoken     []float64           // nil while that is not known; what Rates gives
}

const (
	sureEnough  = 0.8 // confidence from which on a time is taken for certain
	longestTold = 6 * time.Second
	softer      = 18.0                   // LU by which a pause is softer than the speech around it; else it is music
	breath      = 250 * time.Millisecond // of what is left out, this much stays beside the words
)

// Parts are the story's parts whose loudness is to be measured: its turns, and what lies between them.
func (s Story) Parts() []loudness.Part {
	var parts []loudness.Part
	at := time.Duration(0)
	for i, t := range s.Alignment.Turns {
		if !t.Known() || t.Start < at || i >= len(s.Transcript.Turns) {
			continue // told in another order, or at once with another
		}
		kind := loudness.Sound
		if s.Transcript.Turns[i].Kind == transcript.Speech {
			kind = loudness.Speech
		}
		parts = append(parts, loudness.Part{Start: t.Start, End: t.End, Kind: kind})
		at = t.End
	}
	return loudness.Filled(parts, s.Duration)
}

// Plan is what is done with the story's sound to fulfil wishes, as far as what is known of it allows.
func Plan(s Story, w Wishes) playback.Plan {
	plan := playback.Plan{Shape: w.Shape}
	if w.Even && len(s.Measured) > 0 {
		plan.Gain = loudness.Plan(s.Measured, loudness.Usual())
	}
	if w.Pace.On && len(s.Spoken) > 0 {
		plan.Pace = w.Pace.Curve(s, s.Spoken)
	}
	if w.Shorten > 0 && len(s.Measured) > 0 {
		plan.LeaveOut = append(plan.LeaveOut, playback.Shortened(s.pauses(), w.Shorten)...)
	}
	if w.OnlyTold && len(s.Measured) > 0 {
		plan.LeaveOut = append(plan.LeaveOut, s.untold()...)
	}
	if w.PauseAfter != Nothing && w.PauseFor != 0 {
		for _, at := range s.ends(w.PauseAfter) {
			plan.Pauses = append(plan.Pauses, playback.Pause{At: at, For: w.PauseFor})
		}
	}
	return plan
}

// spans are the story's sentences in order, or its turns where those have no sentences; what is no speech is one span.
func (s Story) spans() (spans []span) {
	for i, t := range s.Alignment.Turns {
		if i >= len(s.Transcript.Turns) || !t.Known() {
			continue
		}
		speech := s.Transcript.Turns[i].Kind == transcript.Speech
		known := false
		for _, sentence := range t.Sentences {
			if sentence.Known() {
				spans, known = append(spans, span{sentence, speech, false}), true
			}
		}
		if !known {
			spans = append(spans, span{t.Timing, speech, false})
		}
		spans[len(spans)-1].last = true
	}
	return spans
}

// A span is a sentence or a turn.
type span struct {
	timing.Timing
	speech bool
	last   bool // of its turn
}

// ends are where each sentence or turn of speech ends.
func (s Story) ends(unit Unit) (ends []time.Duration) {
	for _, span := range s.spans() {
		if span.speech && (unit == Sentence || span.last) {
			ends = append(ends, span.End)
		}
	}
	return ends
}

// gaps are what lies between two spans of speech that follow each other and are certain.
func (s Story) gaps() (gaps []playback.Stretch) {
	spans := s.spans()
	for i := 1; i < len(spans); i++ {
		a, b := spans[i-1], spans[i]
		if a.speech && b.speech && b.Start > a.End && a.Confidence >= sureEnough && b.Confidence >= sureEnough {
			gaps = append(gaps, playback.Stretch{Start: a.End, End: b.Start})
		}
	}
	return gaps
}

// pauses are the gaps in which there is silence, or what the recording has for it.
func (s Story) pauses() (pauses []playback.Stretch) {
	for _, gap := range s.gaps() {
		if gap.End-gap.Start < longestTold && s.isSoft(gap) {
			pauses = append(pauses, gap)
		}
	}
	return pauses
}

// untold are long stretches between certain words in which there is more than silence that the transcript says nothing of:
// advertising, mostly. What comes before the first words and after the last is left: that is where music belongs.
func (s Story) untold() (untold []playback.Stretch) {
	for _, gap := range s.gaps() {
		if gap.End-gap.Start >= longestTold {
			untold = append(untold, playback.Stretch{Start: gap.Start + breath, End: gap.End - breath})
		}
	}
	return untold
}

// isSoft reports whether a gap is much softer than the speech beside it. Gaps of less than a second are no parts that were
// measured; speech pauses that long by itself, and what is taken out of them is little.
func (s Story) isSoft(gap playback.Stretch) bool {
	var before loudness.Measured
	for _, m := range s.Measured {
		switch {
		case m.Kind == loudness.Speech && m.Start <= gap.Start:
			before = m
		case m.Kind == loudness.Sound && m.Start < gap.End && m.End > gap.Start:
			return m.Loudness < before.Loudness-softer
		}
	}
	return true
}
