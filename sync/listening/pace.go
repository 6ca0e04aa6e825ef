package listening

import (
	"math"
	"slices"
	"time"

	"alongside/sync/playback/tempo"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// A Pace is how many words a minute are to be heard, whoever speaks.
type Pace struct {
	On     bool
	Words  int  // a minute
	Faster bool // those who speak slower are made faster too
}

// The bounds of what Pace.Words may be, and what it is at first: 160 to 180 words a minute are what the BBC's guidelines for
// subtitles hold to be comfortable to read.
const (
	LeastWords = 100
	UsualWords = 160
	MostWords  = 220
)

// Mended is the pace with words in their range.
func (p Pace) Mended() Pace {
	if p.Words < LeastWords || p.Words > MostWords {
		p.Words = UsualWords
	}
	return p
}

// How far a voice is made slower or faster than it was recorded.
const (
	slowestTempo = 0.5
	fastestTempo = 2.0
	nearEnough   = 0.03 // less is not noticed, so the sound is left as it is
)

const (
	// A turn has a rate of its own from so many certain words on: in fewer, one long word tells too much.
	enoughWords = 12
	// Of a pause within a sentence no more than this counts: who thinks does not speak slowly.
	longestPause = 500 * time.Millisecond
	// What is said to be spoken slower or faster than this has wrong times. Few read aloud faster than 300 words a minute.
	slowestRate, fastestRate = 50.0, 400.0
	// Longer gaps between turns may hold music, or someone whom the transcript does not know: they are left as they are.
	longestBreath = 2 * time.Second
	// The tempo changes over so much of the audio, half of it on each side of the border between two turns.
	tempoChange = time.Second
)

// A tally is of words and of how long it takes to speak them.
type tally struct {
	words int
	time  time.Duration
}

func (t *tally) add(other tally) {
	t.words += other.words
	t.time += other.time
}

// rate is in words a minute, 0 where there are too few to tell.
func (t tally) rate() float64 {
	if t.words < enoughWords || t.time <= 0 {
		return 0
	}
	return float64(t.words) / t.time.Minutes()
}

// Rates are how many words a minute are spoken in each turn, as far as its times are certain; of a turn that has too few such words,
// how many its speaker says in the story, else how many are said in all of it. It is 0 where nothing tells, and for what is no speech.
func (s Story) Rates() []float64 {
	var all tally
	turns := make([]tally, len(s.Alignment.Turns))
	speakers := make(map[string]*tally)
	for i := range turns {
		if !s.speaks(i) {
			continue
		}
		turns[i] = s.tally(i)
		all.add(turns[i])
		name := s.Transcript.Turns[i].Speaker
		if speakers[name] == nil {
			speakers[name] = &tally{}
		}
		speakers[name].add(turns[i])
	}
	rates := make([]float64, len(turns))
	for i := range rates {
		if !s.speaks(i) {
			continue
		}
		for _, t := range []tally{turns[i], *speakers[s.Transcript.Turns[i].Speaker], all} {
			if rates[i] = t.rate(); rates[i] > 0 {
				break
			}
		}
	}
	return rates
}

func (s Story) speaks(turn int) bool {
	return turn < len(s.Transcript.Turns) && s.Transcript.Turns[turn].Kind == transcript.Speech
}

// tally counts the words of a turn's sentences whose times are certain; of a turn without times of its sentences, its own.
func (s Story) tally(turn int) (sum tally) {
	times := s.Alignment.Turns[turn]
	sentences, words := s.Transcript.Turns[turn].Spans()
	if len(times.Sentences) != len(sentences) {
		sum.addCertain(times.Timing, len(words), 0)
		return sum
	}
	k := 0
	for i, sentence := range sentences {
		first := k
		for k < len(words) && words[k].Start < sentence.End {
			k++
		}
		var thinking time.Duration
		if len(times.Words) == len(words) {
			thinking = longPauses(times.Words[first:k])
		}
		sum.addCertain(times.Sentences[i], k-first, thinking)
	}
	return sum
}

// addCertain adds so many words if their time is certain, and can be right.
func (t *tally) addCertain(when timing.Timing, words int, thinking time.Duration) {
	if !when.Known() || when.Confidence < sureEnough || words == 0 {
		return
	}
	lasts := when.End - when.Start - thinking
	if rate := float64(words) / lasts.Minutes(); lasts > 0 && rate >= slowestRate && rate <= fastestRate {
		t.add(tally{words, lasts})
	}
}

// longPauses is what the pauses between words last beyond the longest that counts.
func longPauses(words []timing.Timing) (sum time.Duration) {
	end := timing.NoTime
	for _, w := range words {
		if !w.Known() {
			continue
		}
		if end != timing.NoTime {
			sum += max(0, w.Start-end-longestPause)
		}
		end = w.End
	}
	return sum
}

// tempo is what brings a voice of a rate to the pace, in hundredths.
func (p Pace) tempo(rate float64) float64 {
	if rate <= 0 || p.Words <= 0 {
		return 1
	}
	most := 1.0
	if p.Faster {
		most = fastestTempo
	}
	t := math.Round(100*max(slowestTempo, min(most, float64(p.Words)/rate))) / 100
	if math.Abs(t-1) < nearEnough {
		return 1
	}
	return t
}

// A stretchOf is a part of the audio that goes at one tempo, but for its borders.
type stretchOf struct {
	start, end time.Duration
	tempo      float64
	speech     bool
}

// Curve is the tempo that brings each turn to the pace, given the turns' rates. Sounds, and what the transcript does not hold, stay
// as they are.
func (p Pace) Curve(s Story, rates []float64) tempo.Curve {
	var curve tempo.Curve
	stretches := p.stretches(s, rates)
	for i := 1; i < len(stretches); i++ {
		a, b := stretches[i-1], stretches[i]
		if a.tempo != b.tempo {
			before, after := change(a, b)
			curve = append(curve, tempo.Point{At: a.end - before, Tempo: a.tempo}, tempo.Point{At: b.start + after, Tempo: b.tempo})
		}
	}
	if len(curve) == 0 && len(stretches) > 0 && stretches[0].tempo != 1 {
		curve = tempo.Curve{{At: stretches[0].start, Tempo: stretches[0].tempo}}
	}
	return curve
}

// change is over how much before and after the border of two stretches the tempo changes: around it between two turns, but within
// the turn where the other is no speech. It takes no more than half of a turn, so that the other half is left for its other end.
func change(a, b stretchOf) (before, after time.Duration) {
	switch {
	case a.speech && b.speech:
		return min(tempoChange, a.end-a.start) / 2, min(tempoChange, b.end-b.start) / 2
	case a.speech:
		return min(tempoChange, (a.end-a.start)/2), 0
	}
	return 0, min(tempoChange, (b.end-b.start)/2)
}

// stretches are the turns, and what lies between them, without a gap from the start of the audio to its end.
func (p Pace) stretches(s Story, rates []float64) []stretchOf {
	list := []stretchOf{{0, 0, 1, false}}
	for i, t := range s.Alignment.Turns {
		if i >= len(rates) || !t.Known() || t.Start < list[len(list)-1].start {
			continue // told in another order
		}
		for _, part := range unbroken(t) {
			list = joined(list, stretchOf{part.Start, part.End, p.tempo(rates[i]), s.speaks(i)})
		}
	}
	last := list[len(list)-1]
	list = append(list, stretchOf{last.end, max(last.end, s.Duration), 1, false})
	return slices.DeleteFunc(list, func(s stretchOf) bool { return s.start == s.end })
}

// joined is a list with one more stretch, and with what lies before it. Short gaps between two turns are theirs.
func joined(list []stretchOf, next stretchOf) []stretchOf {
	last := &list[len(list)-1]
	next.start = max(next.start, last.end)
	if next.start >= next.end {
		return list // at once with another
	}
	switch gap := next.start - last.end; {
	case last.speech && next.speech && gap <= longestBreath:
		last.end += gap / 2
		next.start = last.end
	case gap > 0 && last.speech:
		list = append(list, stretchOf{last.end, next.start, 1, false})
	case gap > 0:
		last.end = next.start
	}
	return append(list, next)
}

// unbroken are the parts of a turn between which there is nothing that the transcript does not hold.
func unbroken(t timing.Turn) (parts []timing.Timing) {
	part := t.Timing
	end := part.Start
	for _, sentence := range t.Sentences {
		if !sentence.Known() {
			continue
		}
		if sentence.Start-end > longestBreath && end > part.Start {
			parts = append(parts, timing.Timing{Start: part.Start, End: end})
			part.Start = sentence.Start
		}
		end = sentence.End
	}
	return append(parts, part)
}
