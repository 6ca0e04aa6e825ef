package align

import (
	"math"
	"time"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// collector makes times of the words that are found.
type collector struct {
	transcript transcript.Transcript
	settled    func(int, timing.Turn)
	anchors    map[int]time.Duration
	offset     time.Duration // when the samples begin
	turns      []timing.Turn
	found      map[int]found // the words of the turns not settled yet, by their number
	now        int           // the turn they are of
	end        int           // the turn past the last
	placed     int
	words      int
}

func newCollector(t transcript.Transcript, o Options) *collector {
	c := &collector{
		transcript: t, settled: o.Settled, turns: make([]timing.Turn, len(t.Turns)),
		anchors: make(map[int]time.Duration), found: make(map[int]found), end: len(t.Turns),
	}
	for _, a := range o.Anchors {
		c.anchors[a.Turn] = a.At
	}
	return c
}

// take takes the next words, in order.
func (c *collector) take(t text, all []found) {
	for _, f := range all {
		w := t.words[f.word]
		c.settle(w.turn)
		c.found[w.number] = f
	}
}

// settle makes the times of all turns before this one.
func (c *collector) settle(turn int) {
	for ; c.now < turn; c.now++ {
		c.turns[c.now] = c.timings(c.now)
		clear(c.found)
		if c.settled != nil {
			c.settled(c.now, c.turns[c.now])
		}
	}
}

// leastPlaced is the share of the words that must have been found for the sound to belong to the text.
const leastPlaced = 0.05

// unrelated reports whether too few of so many words were placed for that.
func unrelated(placed, words int) bool {
	return words > 0 && float64(placed) < leastPlaced*float64(words)
}

func (c *collector) finish(sure bool) (timing.Alignment, error) {
	c.settle(c.end)
	a := timing.Alignment{Method: Method, Turns: c.turns}
	if !sure && unrelated(c.placed, c.words) {
		return timing.Alignment{Method: Method, Turns: make([]timing.Turn, len(c.turns))}, ErrUnrelated
	}
	c.sounds()
	return a, nil
}

// timings makes the times of one turn: those of its words, and of its sentences and itself from the first to the last of
// their words.
func (c *collector) timings(turn int) timing.Turn {
	t := c.transcript.Turns[turn]
	spans := t.Words()
	if t.Kind != transcript.Speech || len(spans) == 0 {
		return timing.Turn{}
	}
	line := make([]*found, len(spans))
	for n, f := range c.found {
		line[n] = &f
	}
	c.words += len(spans)
	c.placed += len(c.found)
	out := timing.Turn{Words: make([]timing.Timing, len(spans))}
	sure := 0
	for i, f := range line {
		if f != nil {
			out.Words[i] = c.timing(f.start, f.end, wordCertainty().of(wordFeatures(line, i)), leastSure)
		}
		if out.Words[i].Known() {
			sure++
		}
	}
	least := leastSure
	if sure >= manyWords && 2*sure >= len(spans) { // it is spoken for sure, only when it begins is not
		least = 0
	}
	out.Timing = c.unit(line, least)
	if at, anchored := c.anchors[turn]; anchored {
		out.Timing = timing.Timing{Start: at, End: max(out.End, at+time.Duration(len(spans))*frameLength), Confidence: 1}
	}
	if !out.Known() {
		return timing.Turn{}
	}
	out.Sentences = c.sentences(t, spans, line)
	return out
}

// manyWords is how many words must be sure for their turn to have a time although its beginning is not sure.
const manyWords = 5

// sentences makes the times of a turn's sentences.
func (c *collector) sentences(t transcript.Turn, spans []transcript.Span, line []*found) []timing.Timing {
	sentences := t.Sentences()
	out := make([]timing.Timing, len(sentences))
	w := 0
	for i, s := range sentences {
		first := w
		for w < len(spans) && spans[w].Start < s.End {
			w++
		}
		out[i] = c.unit(line[first:w], leastSure)
	}
	return out
}

// unit is the time of some words together.
func (c *collector) unit(line []*found, least float64) timing.Timing {
	first, last := -1, -1
	for i, f := range line {
		if f != nil {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		return timing.Timing{}
	}
	return c.timing(line[first].start, line[last].end, unitCertainty().of(unitFeatures(line, first)), least)
}

// timing is a time if it is sure enough, else none.
func (c *collector) timing(start, end int, confidence, least float64) timing.Timing {
	if confidence < least {
		return timing.Timing{}
	}
	return timing.Timing{Start: c.offset + timeAt(start), End: c.offset + timeAt(end), Confidence: math.Round(confidence*1000) / 1000}
}

// certainty turns what is known of a time into the chance that it is within a quarter of a second of the truth: logistic
// regression (Cox, J. Royal Statistical Society B 20, 1958), one weight for each feature and a constant.
type certainty struct {
	constant float64
	weights  features
}

// features are what is known of a time, each about 0 to 1.
type features [7]float64

func (c certainty) of(f features) float64 {
	sum := c.constant
	for i, w := range c.weights {
		sum += w * f[i]
	}
	return 1 / (1 + math.Exp(-sum))
}

// The weights were fitted to turns, sentences and words of known times: recordings of people and of machines, as they are
// and with music, noise or a telephone line laid over them, with turns taken out of the text and put into it and words
// changed. docs/alignment.md says how well they hold for recordings that they were not fitted to.

func unitCertainty() certainty {
	return certainty{constant: -9.63, weights: features{-6.97, 10.30, 2.60, 1.28, -2.60, -1.64, -0.52}}
}

func wordCertainty() certainty {
	return certainty{constant: -7.47, weights: features{9.29, 1.81, 0.07, -0.65, -3.24, 4.13}}
}

// leastSure is the confidence below which no time is given.
const leastSure = 0.3

// near is how many words are looked at to judge the beginning of a longer unit.
const near = 6

// unitFeatures are those of the beginning of a turn or a sentence, of which at least the word first was found.
func unitFeatures(line []*found, first int) features {
	placed, beginning, squeezed, fit := 0.0, 0.0, 0.0, 0.0
	for _, f := range line {
		if f == nil {
			continue
		}
		placed++
		if beginning < near {
			beginning++
			fit += f.fit()
			squeezed += f.squeezed()
		}
	}
	return features{
		min(1, float64(first)/3),    // words missing at the beginning
		placed / float64(len(line)), // share of the words found
		fit / beginning,             // how they fit, compared with garbage
		line[first].fit(),           // how the first fits
		squeezed / beginning,        // how many are as short as can be
		apart(line, first),          // how far the first stands from the next
		1 / placed,                  // how few they are
	}
}

// wordFeatures are those of one word that was found.
func wordFeatures(line []*found, i int) features {
	low, high := max(0, i-near/2), min(len(line), i+near/2+1)
	placed, fit := 0.0, 0.0
	for _, f := range line[low:high] {
		if f != nil {
			placed++
			fit += f.fit()
		}
	}
	return features{
		placed / float64(high-low),
		fit / placed,
		line[i].fit(),
		line[i].squeezed(),
		apart(line, i),
		1 / placed,
	}
}

// fit is how much better a word fits than garbage would, about 0 to 1.
func (f *found) fit() float64 { return max(-1, min(1, (f.score+f.garbage)/4)) }

// squeezed is 1 for a word that takes the least time in which it can be said, falling to 0 at twice that.
func (f *found) squeezed() float64 {
	return max(0, min(1, 2-float64(f.end-f.start)/float64(f.least)))
}

// apart is how far a word stands from the one found after it: 1 for two seconds or more.
func apart(line []*found, i int) float64 {
	for _, f := range line[i+1:] {
		if f != nil {
			return min(1, float64(f.start-line[i].end)/200)
		}
	}
	return 0
}

// A cue of a sound is shown from the end of the speech before it to the beginning of the speech after it, if that is long
// enough to be it.
const (
	leastSound = 300 * time.Millisecond
	soundSure  = 0.5 // there may be more in the gap than the sound
)

// sounds gives the cues of sounds the time that the speech around them leaves.
func (c *collector) sounds() {
	for i := 0; i < len(c.turns); i++ {
		first := i
		for i < len(c.turns) && c.transcript.Turns[i].Kind == transcript.Sound {
			i++
		}
		if i == first || i == len(c.turns) || !c.turns[i].Known() {
			continue
		}
		from := c.offset
		if first > 0 {
			from = c.turns[first-1].End
		}
		each := (c.turns[i].Start - from) / time.Duration(i-first)
		if first > 0 && !c.turns[first-1].Known() || each < leastSound {
			continue
		}
		for k := range i - first {
			start := from + time.Duration(k)*each
			c.turns[first+k].Timing = timing.Timing{Start: start, End: start + each, Confidence: soundSure}
		}
	}
}
