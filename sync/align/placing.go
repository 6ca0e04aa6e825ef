package align

import (
	"math"
	"time"

	"alongside/sync/align/warp"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// placing makes times of the words that are found in synthesised speech. It judges a word by those around it, so that a
// turn is settled some words late.
type placing struct {
	transcript transcript.Transcript
	settled    func(int, timing.Turn)
	anchors    map[int]time.Duration
	offset     time.Duration // when the samples begin
	reading    *reading
	again      func(first, last, begin, end int) []warp.Found // looks again for words in frames
	turns      []timing.Turn
	now        int   // the first turn that is not settled
	end        int   // the turn past the last
	latest     int   // the last word that was found
	hits       []hit // one for each word of the reading
	spoken     int   // words that could have been found
	placed     int   // and those that were
}

// hit is where a word was found: frames, and how well it fits. The zero hit is none.
type hit struct {
	start, end int32
	score      float32
}

func (h hit) known() bool { return h.end > h.start }

func newPlacing(t transcript.Transcript, o Options) *placing {
	p := &placing{
		transcript: t, settled: o.Settled, turns: make([]timing.Turn, len(t.Turns)), anchors: make(map[int]time.Duration), end: len(t.Turns),
	}
	for _, a := range o.Anchors {
		p.anchors[a.Turn] = a.At
	}
	return p
}

func (p *placing) read(r *reading) {
	p.reading = r
	p.hits = make([]hit, len(r.words))
}

// beside is how many words on either side are looked at to judge one.
const beside = 12

// take takes the next words that were found, in order.
func (p *placing) take(found []warp.Found) {
	for _, f := range found {
		p.hits[f.Word] = hit{start: int32(f.Start), end: int32(f.End), score: float32(f.Score)}
		p.latest = f.Word
	}
	for p.now < p.end && p.reading.wordOf(p.now+1)+beside <= p.latest {
		p.settle()
	}
}

func (p *placing) settle() {
	first, last := p.reading.wordOf(p.now), p.reading.wordOf(p.now+1)
	p.cull(first, min(last+beside, len(p.hits)))
	p.resettle(first, last)
	p.turns[p.now] = p.timings(p.now, first, last)
	if p.settled != nil {
		p.settled(p.now, p.turns[p.now])
	}
	p.now++
}

// settleRest settles what is left when there is no more to be found.
func (p *placing) settleRest() {
	for p.now < p.end {
		p.settle()
	}
}

func (p *placing) finish(sure bool) (timing.Alignment, error) {
	p.settleRest()
	if !sure && unrelated(p.placed, p.spoken) {
		return timing.Alignment{Method: Synthesised, Turns: make([]timing.Turn, len(p.turns))}, ErrUnrelated
	}
	c := collector{transcript: p.transcript, offset: p.offset, turns: p.turns}
	c.sounds()
	return timing.Alignment{Method: Synthesised, Turns: p.turns}, nil
}

// Words that stand by themselves, and do not fit much better than chance, are nothing.
const (
	farApart   = 50 // frames: a second
	leastGroup = 20 // score
)

// cull drops, of the words from first to last, those in groups that may be chance. A group is words that follow each other
// closely; it may begin and end in other turns.
func (p *placing) cull(first, last int) {
	for w := first; w < last; w++ {
		if !p.hits[w].known() {
			continue
		}
		low, high, score := w, w, p.hits[w].score
		for q := p.before(low); q >= 0 && low-q <= 4 && p.hits[low].start-p.hits[q].end < farApart; q = p.before(low) {
			low, score = q, score+p.hits[q].score
		}
		for q := p.after(high); q >= 0 && q-high <= 4 && p.hits[q].start-p.hits[high].end < farApart; q = p.after(high) {
			high, score = q, score+p.hits[q].score
		}
		end := min(high+1, last)
		if score < leastGroup {
			clear(p.hits[w:end])
		}
		w = end - 1
	}
}

// The beginnings of turns and sentences are looked at again where they are not firm: where words are missing or stand
// apart. After music or foreign speech the first words are often taken for something in there.
const (
	firmWords = 3   // that must follow each other
	firmGap   = 10  // frames between them, a fifth of a second
	lookBack  = 150 // frames before the beginning, besides what the missing words take
	lookWords = 20  // that are looked for at most
)

// resettle looks at the turn's beginnings again.
func (p *placing) resettle(first, last int) {
	for w := first; w < last; w++ {
		if p.reading.words[w].begins == warp.Inside && w > first || p.firm(w) {
			continue
		}
		from := w
		for w++; w < min(from+lookWords, len(p.hits)) && !p.firm(w); w++ {
		}
		if w < min(from+lookWords, len(p.hits)) {
			p.look(from, w)
		}
		w--
	}
}

// firm reports whether a word and the next ones were found close together.
func (p *placing) firm(w int) bool {
	for i := w; i < w+firmWords; i++ {
		if i >= len(p.hits) || !p.hits[i].known() || i > w && p.hits[i].start-p.hits[i-1].end > firmGap {
			return false
		}
	}
	return true
}

// look looks for the words from first up to the firm one, in the sound just before that.
func (p *placing) look(first, firm int) {
	last := firm + firmWords
	end := int(p.hits[last-1].end)
	words := p.reading.reference.Words
	begin := int(p.hits[firm].start) - 2*(words[firm].First-words[first].First) - lookBack
	if q := p.before(first); q >= 0 {
		begin = max(begin, int(p.hits[q].end))
	}
	if begin >= end {
		return
	}
	found := p.again(first, last, begin, end)
	if len(found) == 0 || found[len(found)-1].Word < firm {
		return
	}
	clear(p.hits[first:last])
	for _, f := range found {
		p.hits[f.Word] = hit{start: int32(f.Start), end: int32(f.End), score: float32(f.Score)}
	}
}

// before is the word found before one, or −1.
func (p *placing) before(w int) int {
	for w--; w >= 0 && !p.hits[w].known(); w-- {
	}
	return w
}

// after is the word found after one, or −1.
func (p *placing) after(w int) int {
	for w++; w < len(p.hits); w++ {
		if p.hits[w].known() {
			return w
		}
	}
	return -1
}

// mostlySure is the share of its words that must be sure for a turn to have a time although its beginning is not.
const mostlySure = 0.8

// timings makes the times of a turn, which has the words from first to last.
func (p *placing) timings(turn, first, last int) timing.Turn {
	t := p.transcript.Turns[turn]
	p.spoken += last - first
	out := timing.Turn{Words: make([]timing.Timing, len(t.Words()))}
	sure := 0
	for w := first; w < last; w++ {
		if h := p.hits[w]; h.known() {
			p.placed++
			out.Words[p.reading.words[w].number] = p.timing(h.start, h.end, wordLikeness().of(p.wordFeatures(w)), leastSure)
			if out.Words[p.reading.words[w].number].Known() {
				sure++
			}
		}
	}
	least := leastSure
	if sure >= manyWords && float64(sure) >= mostlySure*float64(last-first) { // only when it begins is not sure
		least = 0
	}
	out.Timing = p.unit(first, last, least)
	if at, anchored := p.anchors[turn]; anchored {
		out.Timing = timing.Timing{Start: at, End: max(out.End, at+time.Duration(max(1, last-first))*frameLength), Confidence: 1}
	}
	if !out.Known() {
		return timing.Turn{}
	}
	out.Sentences = p.sentences(t, first, last)
	inside(&out)
	return out
}

func (p *placing) sentences(t transcript.Turn, first, last int) []timing.Timing {
	sentences, spans := t.Sentences(), t.Words()
	out := make([]timing.Timing, len(sentences))
	w := first
	for i, s := range sentences {
		begin := w
		for w < last && spans[p.reading.words[w].number].Start < s.End {
			w++
		}
		out[i] = p.unit(begin, w, leastSure)
	}
	return out
}

// inside takes away the times that an anchor has put outside their turn.
func inside(t *timing.Turn) {
	for _, list := range [][]timing.Timing{t.Sentences, t.Words} {
		for i := range list {
			if list[i].Start < t.Start || list[i].End > t.End {
				list[i] = timing.Timing{}
			}
		}
	}
}

// unit is the time of the words from first to last together.
func (p *placing) unit(first, last int, least float64) timing.Timing {
	begin, end := p.after(first-1), p.before(last)
	if begin < 0 || begin >= last {
		return timing.Timing{}
	}
	return p.timing(p.hits[begin].start, p.hits[end].end, unitLikeness().of(p.unitFeatures(first, last, begin)), least)
}

func (p *placing) timing(start, end int32, confidence, least float64) timing.Timing {
	if confidence < least {
		return timing.Timing{}
	}
	return timing.Timing{
		Start: p.offset + timeAt(momentAt(int(start))), End: p.offset + timeAt(momentAt(int(end))), Confidence: math.Round(confidence*1000) / 1000,
	}
}

// The weights were fitted as those of the acoustic way were (see confidence.go): to recordings of people in English and of
// machines in five languages, with music, noise or a telephone line, with turns taken out of the text and put into it.

func unitLikeness() certainty {
	return certainty{constant: -5.18, weights: features{-1.41, 2.04, 4.09, 0.88, -0.21, -0.16, 1.37}}
}

// wordLikeness is that of a word, which is judged as a beginning is.
func wordLikeness() certainty { return unitLikeness() }

// unitFeatures are what is known of the beginning of a turn or sentence with the words from first to last, of which begin
// was the first that was found.
func (p *placing) unitFeatures(first, last, begin int) features {
	placed := 0
	for w := first; w < last; w++ {
		if p.hits[w].known() {
			placed++
		}
	}
	f := p.wordFeatures(begin)
	f[0] = min(1, float64(begin-first)/3)                // words missing at the beginning
	f[1] = float64(placed) / float64(max(1, last-first)) // share of the words found
	return f
}

// wordFeatures are what is known of the place of one word.
func (p *placing) wordFeatures(w int) features {
	near, n := p.fit(w, w+near)
	around, found := p.fit(w-beside, w+beside+1)
	low, high := max(0, w-beside), min(len(p.hits), w+beside+1)
	return features{
		0,
		min(1, float64(n)/3),
		near,            // how it and the next fit
		p.hits[w].fit(), // how it fits itself
		p.apart(w),      // how far it stands from the next
		p.hurried(w),    // whether its tempo is another than that of the words around it
		around * float64(found) / float64(high-low), // how all fits around it
	}
}

func (h hit) fit() float64 {
	return max(-1, min(2, float64(h.score)/float64(max(1, h.end-h.start))))
}

// fit is how the words from first to last fit, on average over their frames, and how many of them were found.
func (p *placing) fit(first, last int) (fit float64, n int) {
	score, frames := 0.0, 0.0
	for _, h := range p.hits[max(0, first):max(0, min(last, len(p.hits)))] {
		if h.known() {
			score += float64(h.score)
			frames += float64(h.end - h.start)
			n++
		}
	}
	return max(-1, min(2, score/max(1, frames))), n
}

// apart is how far a word stands from the one found after it: 1 for two seconds or more.
func (p *placing) apart(w int) float64 {
	next := p.after(w)
	if next < 0 || next-w > near {
		return 0.5
	}
	return min(1, float64(p.hits[next].start-p.hits[w].end)/100)
}

// hurried is by how much a word and the next are said faster or slower than those around them, compared with the
// reference: 1 for twice as fast or half as fast.
func (p *placing) hurried(w int) float64 {
	return min(2, math.Abs(math.Log2(p.tempo(w, w+3)/p.tempo(w-beside, w+beside+1))))
}

// tempo is how long the words from first to last take, compared with the reference.
func (p *placing) tempo(first, last int) float64 {
	said, reference := 1.0, 1.0
	for w := max(0, first); w < min(last, len(p.hits)); w++ {
		if p.hits[w].known() {
			said += float64(p.hits[w].end - p.hits[w].start)
			reference += float64(p.reading.reference.Words[w].Last - p.reading.reference.Words[w].First)
		}
	}
	return said / reference
}
