package timing

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"alongside/sync/transcript"
)

// How far the words of a transcript and of timed text may differ.
const (
	core     = 3    // so many words in a row must be the same for a stretch to count; single ones agree by chance
	slack    = 2    // so many words may differ between two that are the same, and before the first of a sentence
	enough   = 0.5  // the share of a sentence's words that must be found for its times to be believed
	sameText = 0.25 // the share of the shorter text's words that must be found for it to be the same story
)

// How sure times are that do not come from a cue with just these words.
const (
	lessSure   = 0.7 // words at the boundary differ
	leastSure  = 0.5 // the boundary is the nearest sure one, not that of the first or last word
	nearlySure = 0.5 // a sound taken for the one between the same neighbours
)

// Match lays the times of cues beside a transcript of the same story. Their words may differ: it finds those that are the
// same in both, in order, however they are spelt, and then
//
//   - a sentence has the time from the cue that begins with it to the one that ends with it. One that begins or ends inside
//     a cue has none, unless the cue has times inside: nothing is ever interpolated;
//   - a word has a time where the cues have it for just that word;
//   - a turn has the time from the first such boundary in it to the last;
//   - a sound has that of a cue with the same text, or of the only sound between the same neighbours;
//   - what is found by less than half its words, and what nobody says, has no time.
//
// Confidence is the share of the words found, and less where the boundary itself differs. If hardly anything is found the
// error wraps [ErrDifferentStory], if there is nothing to find it in, [ErrNoCues].
func Match(t transcript.Transcript, cues []Cue) (Alignment, error) {
	if len(cues) == 0 {
		return Alignment{}, fmt.Errorf("matching the timed text with the transcript: %w", ErrNoCues)
	}
	m := newMatcher(t, cues)
	a := m.alignment()
	if of := min(len(m.units), len(m.cueUnits)); float64(m.found) < sameText*float64(of) || !anyKnown(a) && of == 0 {
		return Alignment{}, fmt.Errorf("matching the timed text with the transcript: %w: only %d of %d words agree",
			ErrDifferentStory, m.found, of)
	}
	return a, nil
}

func anyKnown(a Alignment) bool {
	return slices.ContainsFunc(a.Turns, func(t Turn) bool { return t.Known() })
}

// A unit of the transcript, and where it lies.
type unit struct {
	turn, sentence, word int32 // indexes; sentence and word are those within the turn
}

// A cueUnit is a unit of a cue. Its start and end are those of a boundary of the cue, or of a part, that lies there.
type cueUnit struct {
	cue        int32
	start, end time.Duration // or NoTime
}

type matcher struct {
	transcript transcript.Transcript
	cues       []Cue
	spoken     []spokenTurn
	units      []unit
	cueUnits   []cueUnit
	match      []int32 // for each unit the cueUnit that it is, or -1
	back       []int32 // for each cueUnit the unit
	found      int     // how many units have one
	used       []bool  // for each cue, whether a unit was found in it
}

// A spokenTurn is where a turn's units are: those of sentence s from sentences[s] up to sentences[s+1].
type spokenTurn struct {
	words     int
	sentences []int
}

func newMatcher(t transcript.Transcript, cues []Cue) *matcher {
	m := &matcher{transcript: t, cues: cues, used: make([]bool, len(cues))}
	n := numbering{numbers: make(map[string]int32)}
	var a, b []int32
	for i, turn := range t.Turns {
		a = m.addTurn(a, &n, i, turn)
	}
	for i, c := range cues {
		first := len(b)
		spans := transcript.Turn{Text: c.Text}.Words()
		words := make([]wordEnd, len(spans))
		for k, w := range spans {
			b = n.add(b, w.In(c.Text))
			words[k] = wordEnd{w, len(b)}
		}
		for range len(b) - first {
			m.cueUnits = append(m.cueUnits, cueUnit{int32(i), NoTime, NoTime})
		}
		m.bound(c, first, words)
	}
	m.match = matchUnits(a, b)
	m.back = make([]int32, len(b))
	m.trust()
	return m
}

// addTurn adds the units of a turn, and their numbers to a.
func (m *matcher) addTurn(a []int32, n *numbering, i int, turn transcript.Turn) []int32 {
	words, spans := turn.Words(), turn.Sentences()
	st := spokenTurn{words: len(words)}
	s := 0
	for k, w := range words {
		for s < len(spans)-1 && w.Start >= spans[s].End {
			s++
		}
		for len(st.sentences) <= s {
			st.sentences = append(st.sentences, len(m.units))
		}
		a = n.add(a, w.In(turn.Text))
		for len(m.units) < len(a) {
			m.units = append(m.units, unit{int32(i), int32(s), int32(k)})
		}
	}
	for len(words) > 0 && len(st.sentences) <= len(spans) {
		st.sentences = append(st.sentences, len(m.units))
	}
	m.spoken = append(m.spoken, st)
	return a
}

// A numbering gives each unit a number, because numbers are faster to compare.
type numbering struct {
	numbers map[string]int32
	scratch []string
}

// add appends the numbers of a word's units.
func (n *numbering) add(list []int32, word string) []int32 {
	n.scratch = appendUnits(n.scratch[:0], word)
	for _, u := range n.scratch {
		number, ok := n.numbers[u]
		if !ok {
			number = int32(len(n.numbers))
			n.numbers[u] = number
		}
		list = append(list, number)
	}
	return list
}

// A wordEnd is a word of a cue and the number of units up to its end.
type wordEnd struct {
	span  transcript.Span
	units int
}

// bound puts the times of a cue and its parts on the units that begin and end with them.
func (m *matcher) bound(c Cue, first int, words []wordEnd) {
	if len(words) == 0 {
		return
	}
	at := func(k int) int { // the first unit of word k
		if k == 0 {
			return first
		}
		return words[k-1].units
	}
	m.cueUnits[first].start = c.Start
	m.cueUnits[words[len(words)-1].units-1].end = c.End
	k := 0
	for _, p := range c.Parts {
		for k < len(words) && words[k].span.Start < p.Span.Start {
			k++
		}
		from := k
		for k < len(words) && words[k].span.End <= p.Span.End {
			k++
		}
		if from == k {
			continue
		}
		// What stands between the parts is no word, so that a part's first word begins with it.
		if p.Start != NoTime {
			m.cueUnits[at(from)].start = p.Start
		}
		if p.End != NoTime {
			m.cueUnits[words[k-1].units-1].end = p.End
		}
	}
}

// trust forgets the words that agree by chance. What is left is in runs in which few words differ, with several the same in
// a row somewhere, or makes up a whole sentence and a whole cue.
func (m *matcher) trust() {
	var pairs []anchor
	for i, j := range m.match {
		if j >= 0 {
			pairs = append(pairs, anchor{i, int(j)})
		}
	}
	for len(pairs) > 0 {
		n, row, longestRow := 1, 1, 1
		for n < len(pairs) && pairs[n].a-pairs[n-1].a <= slack+1 && pairs[n].b-pairs[n-1].b <= slack+1 {
			if row++; pairs[n].a-pairs[n-1].a != 1 || pairs[n].b-pairs[n-1].b != 1 {
				row = 1
			}
			longestRow = max(longestRow, row)
			n++
		}
		if run := pairs[:n]; longestRow < core && !m.whole(run) {
			for _, p := range run {
				m.match[p.a] = -1
			}
		}
		pairs = pairs[n:]
	}
	for j := range m.back {
		m.back[j] = -1
	}
	for i, j := range m.match {
		if j >= 0 {
			m.back[j] = int32(i)
			m.used[m.cueUnits[j].cue] = true
			m.found++
		}
	}
}

// whole reports whether a run is all of its sentences and all of its cues.
func (m *matcher) whole(run []anchor) bool {
	first, last := run[0], run[len(run)-1]
	begins := first.a == 0 || m.sentenceOf(first.a-1) != m.sentenceOf(first.a)
	ends := last.a == len(m.units)-1 || m.sentenceOf(last.a+1) != m.sentenceOf(last.a)
	return begins && ends && m.cueUnits[first.b].start != NoTime && m.cueUnits[last.b].end != NoTime &&
		last.a-first.a == len(run)-1 && last.b-first.b == len(run)-1
}

func (m *matcher) sentenceOf(i int) [2]int32 { return [2]int32{m.units[i].turn, m.units[i].sentence} }

// alignment reads the times off the units that were found.
func (m *matcher) alignment() Alignment {
	a := Alignment{Turns: make([]Turn, len(m.spoken))}
	cues := make([]cueRange, len(m.spoken))
	for i := range m.spoken {
		a.Turns[i], cues[i] = m.turn(i)
	}
	m.sounds(a, cues)
	return a
}

// turn gives the times of a turn's words, sentences and of the whole, and the cues that it is in.
func (m *matcher) turn(i int) (Turn, cueRange) {
	st := m.spoken[i]
	if st.words == 0 {
		return Turn{}, cueRange{}
	}
	out := Turn{Sentences: make([]Timing, len(st.sentences)-1), Words: make([]Timing, st.words)}
	whole := bounds{start: NoTime, end: NoTime}
	var in cueRange
	found := 0
	first, last := st.sentences[0], st.sentences[len(st.sentences)-1]
	for s := range out.Sentences {
		from, to := st.sentences[s], st.sentences[s+1]
		b, n := m.sentence(from, to)
		if n == 0 {
			continue
		}
		share := float64(n) / float64(to-from)
		if b.start != NoTime && b.end > b.start {
			out.Sentences[s] = Timing{b.start, b.end, share * min(b.sureStart, b.sureEnd)}
		}
		m.words(out.Words, from, to)
		if b = m.widened(b, from, to); from > first {
			b.sureStart = min(b.sureStart, lessSure)
		}
		whole = whole.join(b)
		in = in.join(m.cuesOf(from, to))
		found += n
	}
	if whole.start != NoTime && whole.end > whole.start {
		out.Timing = Timing{whole.start, whole.end, whole.sureStart * float64(found) / float64(last-first)}
	}
	out.mend()
	return out, in
}

// bounds are where something starts and ends, each NoTime if not known, and how sure that is.
type bounds struct {
	start, end         time.Duration
	sureStart, sureEnd float64
}

// join is the time from the start of b, or of c if b has none, to the end of c, or of b.
func (b bounds) join(c bounds) bounds {
	if b.start == NoTime {
		b.start, b.sureStart = c.start, c.sureStart
	}
	if c.end > b.end {
		b.end, b.sureEnd = c.end, c.sureEnd
	}
	return b
}

// sentence finds where the sentence with the units from up to to starts and ends, and how many of them were found: none if
// they are too few to believe it.
func (m *matcher) sentence(from, to int) (bounds, int) {
	b := bounds{start: NoTime, end: NoTime}
	found, first, last := 0, -1, -1
	for i := from; i < to; i++ {
		if m.match[i] < 0 {
			continue
		}
		if found++; first < 0 {
			first = i
		}
		last = i
	}
	if found == 0 || float64(found) < enough*float64(to-from) {
		return b, 0
	}
	b.start, b.sureStart = m.startOf(from, first)
	b.end, b.sureEnd = m.endOf(to, last)
	return b, found
}

// startOf is the boundary at which the sentence begins that has its first unit in from and the first one found in i. Where
// words before that one differ, the boundary must be where they would be, and the words on the other side of it must not
// be in question.
func (m *matcher) startOf(from, i int) (time.Duration, float64) {
	missing, j := i-from, int(m.match[i])
	if missing > slack {
		return NoTime, 0
	}
	for _, extra := range nearest(missing) {
		k := j - extra
		if k < 0 || m.cueUnits[k].start == NoTime || m.anyFound(k, j) {
			continue
		}
		switch {
		case missing == 0 && extra == 0:
			return m.cueUnits[k].start, 1
		case extra > 0 && from > 0 && m.match[from-1] < 0, missing > 0 && k > 0 && m.back[k-1] < 0:
			return NoTime, 0
		}
		return m.cueUnits[k].start, lessSure
	}
	return NoTime, 0
}

// endOf is startOf for the end: to is after the sentence's last unit, i the last one found.
func (m *matcher) endOf(to, i int) (time.Duration, float64) {
	missing, j := to-1-i, int(m.match[i])
	if missing > slack {
		return NoTime, 0
	}
	for _, extra := range nearest(missing) {
		k := j + extra
		if k >= len(m.cueUnits) || m.cueUnits[k].end == NoTime || m.anyFound(j+1, k+1) {
			continue
		}
		switch {
		case missing == 0 && extra == 0:
			return m.cueUnits[k].end, 1
		case extra > 0 && to < len(m.units) && m.match[to] < 0, missing > 0 && k+1 < len(m.back) && m.back[k+1] < 0:
			return NoTime, 0
		}
		return m.cueUnits[k].end, lessSure
	}
	return NoTime, 0
}

// nearest are the numbers from 0 to slack, those next to n first.
func nearest(n int) []int {
	switch n {
	case 0:
		return []int{0, 1, 2}
	case 1:
		return []int{1, 0, 2}
	}
	return []int{2, 1, 0}
}

// anyFound reports whether one of the cue units from up to to is a word of the transcript.
func (m *matcher) anyFound(from, to int) bool {
	return slices.ContainsFunc(m.back[from:to], func(i int32) bool { return i >= 0 })
}

// widened gives a sentence without a start or end the first or last boundary inside it: for its turn that is better than
// nothing, and never too much.
func (m *matcher) widened(b bounds, from, to int) bounds {
	for i := from; i < to && b.start == NoTime; i++ {
		if j := m.match[i]; j >= 0 && m.cueUnits[j].start != NoTime {
			b.start, b.sureStart = m.cueUnits[j].start, leastSure
		}
	}
	for i := to - 1; i >= from && b.end == NoTime; i-- {
		if j := m.match[i]; j >= 0 && m.cueUnits[j].end != NoTime {
			b.end, b.sureEnd = m.cueUnits[j].end, leastSure
		}
	}
	return b
}

// words fills in the words of a sentence for which the cues have times of their own.
func (m *matcher) words(out []Timing, from, to int) {
	for i := from; i < to; {
		n := i + 1
		for n < to && m.units[n].word == m.units[i].word {
			n++
		}
		first, last := m.match[i], m.match[n-1]
		if first >= 0 && last >= 0 && int(last-first) == n-1-i {
			if start, end := m.cueUnits[first].start, m.cueUnits[last].end; start != NoTime && end > start {
				out[m.units[i].word] = Timing{start, end, 1}
			}
		}
		i = n
	}
}

// A cueRange are the cues from first up to end.
type cueRange struct{ first, end int }

func (r cueRange) known() bool { return r.end > r.first }

func (r cueRange) join(s cueRange) cueRange {
	if !r.known() {
		return s
	}
	return cueRange{min(r.first, s.first), max(r.end, s.end)}
}

func (m *matcher) cuesOf(from, to int) cueRange {
	var r cueRange
	for _, j := range m.match[from:to] {
		if j >= 0 {
			c := int(m.cueUnits[j].cue)
			r = r.join(cueRange{c, c + 1})
		}
	}
	return r
}

// sounds gives the turns that are sounds the times of cues that are, too.
func (m *matcher) sounds(a Alignment, cues []cueRange) {
	turns := m.transcript.Turns
	before := 0 // the first cue after what was found so far
	for i := 0; i < len(turns); {
		if !m.isSoundTurn(i) {
			before = max(before, cues[i].end)
			i++
			continue
		}
		first := i
		var group []int
		for i < len(turns) && !cues[i].known() && (m.isSoundTurn(i) || turns[i].Kind == transcript.Note) {
			if m.isSoundTurn(i) {
				group = append(group, i)
			}
			i++
		}
		// Between turns that were found the place alone says which sound it is. Otherwise only its text does.
		placed := (first == 0 || cues[first-1].known()) && (i == len(turns) || cues[i].known())
		after := len(m.cues)
		for k := i; k < len(turns); k++ {
			if cues[k].known() {
				after = cues[k].first
				break
			}
		}
		m.soundsBetween(a, group, cueRange{before, after}, placed)
	}
}

func (m *matcher) isSoundTurn(i int) bool {
	return m.transcript.Turns[i].Kind != transcript.Note && m.spoken[i].words == 0
}

// soundsBetween lays a group of sounds beside the cues of a range: in order by their text, and the only one that is left by
// its place.
func (m *matcher) soundsBetween(a Alignment, group []int, in cueRange, placed bool) {
	var left []int
	next := in.first
	for _, i := range group {
		want := soundText(m.transcript.Turns[i].Text)
		found := false
		for c := next; c < in.end && !found; c++ {
			if want == "" || m.used[c] || soundText(m.cues[c].Text) != want {
				continue
			}
			end := c + 1
			for end < in.end && soundText(m.cues[end].Text) == want && len(group) == 1 {
				end++
			}
			m.take(a, i, cueRange{c, end}, 1)
			found, next = true, end
		}
		if !found {
			left = append(left, i)
		}
	}
	if !placed || len(left) != 1 || len(group) != 1 {
		return
	}
	var r cueRange
	for c := in.first; c < in.end; c++ {
		if m.used[c] || !isSound(m.cues[c].Text) {
			return // something else is heard here, too
		}
		r = r.join(cueRange{c, c + 1})
	}
	if r.known() {
		m.take(a, left[0], r, nearlySure)
	}
}

// take gives a sound the time of some cues.
func (m *matcher) take(a Alignment, turn int, r cueRange, sure float64) {
	t := Timing{Start: m.cues[r.first].Start, Confidence: sure}
	for c := r.first; c < r.end; c++ {
		m.used[c] = true
		t.End = max(t.End, m.cues[c].End)
	}
	a.Turns[turn].Timing = t
	if len(m.transcript.Turns[turn].Sentences()) == 1 {
		a.Turns[turn].Sentences = []Timing{t}
	}
}

// soundText is what a sound's text is compared by: its letters and digits.
func soundText(text string) string {
	if strings.ContainsAny(text, "♪♫♬♩🎵🎶") && strings.IndexFunc(text, isWordRune) < 0 {
		return "music"
	}
	return strings.Map(func(r rune) rune {
		if isWordRune(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
