package sync

import (
	"cmp"
	"runtime"
	"slices"
	stdsync "sync"
	"sync/atomic"
	"time"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// How long a pause may last before the mark is taken off. A shorter one would only make the page flicker.
const (
	wordPause = 300 * time.Millisecond // between two words of a sentence, or two sentences of a turn
	turnPause = time.Second            // between two turns
)

// backStep is how far into a turn or sentence "previous" still means the one before, as on any player.
const backStep = 1500 * time.Millisecond

// A Timeline answers where in the transcript a position is. It never changes once made and may be used by several
// goroutines.
//
// What it says in the gaps is chosen for a calm page:
//
//   - In a pause between two words the sentence stays marked. A pause shorter than 0.3 s leaves the word marked, too; a
//     longer one belongs to no word.
//   - In a pause between two sentences of a turn the turn stays marked, and with it the sentence if the pause is shorter
//     than 0.3 s.
//   - In a pause shorter than 1 s between two turns the earlier turn stays marked, without a sentence. A longer one, and
//     what comes before the first and after the last turn, belongs to nothing.
//   - Where something lies in between that has no time of its own, the pause may well be that. Then nothing is held on to.
//   - Where turns overlap the one that began last is marked, and the other again if it goes on for longer.
//   - What has no time is never guessed: the place is then the larger unit, or nothing.
type Timeline struct {
	changes   []change // where the place changes, by time
	turns     []turnTimes
	turnStops []time.Duration // where "next turn" stops
	stops     []time.Duration // where "next sentence" stops
	duration  time.Duration
}

// A change is a moment from which on another place is heard. Int32s keep a long story's changes small.
type change struct {
	at                   time.Duration
	turn, sentence, word int32
}

// turnTimes are the intervals of one turn and of all its spans; those not known are empty.
type turnTimes struct {
	interval
	sentences, words []interval
	sentenceOf       []int32 // for each word, the sentence it lies in
}

type interval struct{ start, end time.Duration }

func (iv interval) known() bool { return iv.end > iv.start }

// within is the part of iv that lies in the outer interval.
func (iv interval) within(outer interval) interval {
	iv = interval{max(iv.start, outer.start), min(iv.end, outer.end)}
	if !iv.known() {
		return interval{}
	}
	return iv
}

// NewTimeline arranges an alignment of t. Timings in a that the transcript has no place for are left out.
func NewTimeline(t transcript.Transcript, a timing.Alignment) *Timeline {
	l := &Timeline{duration: t.Audio.Duration}
	l.turns = make([]turnTimes, min(len(t.Turns), len(a.Turns)))
	inner := make([][]change, len(l.turns))
	eachOf(len(l.turns), func(i int) {
		l.turns[i] = newTurnTimes(t.Turns[i], a.Turns[i])
		if l.turns[i].known() {
			inner[i] = l.turns[i].changes(i)
		}
	})
	l.lay(t, inner)
	l.stop()
	return l
}

// batch is how many turns are worth a goroutine.
const batch = 64

// eachOf does something for each number below n, a batch on each processor at a time: a book has thousands of turns, and
// somebody waits for it to open.
func eachOf(n int, do func(int)) {
	var next atomic.Int64
	var working stdsync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (n+batch-1)/batch) {
		working.Go(func() {
			for {
				from := int(next.Add(batch)) - batch
				if from >= n {
					return
				}
				for i := from; i < min(from+batch, n); i++ {
					do(i)
				}
			}
		})
	}
	working.Wait()
}

// newTurnTimes brings the timings of a turn into order: words lie in their sentence, sentences in the turn, and a larger
// unit without a time of its own has that of its parts.
func newTurnTimes(t transcript.Turn, a timing.Turn) turnTimes {
	tt := turnTimes{interval: known(a.Timing)}
	if len(a.Sentences) == 0 && len(a.Words) == 0 {
		return tt
	}
	spans, words := t.Spans()
	tt.sentences = make([]interval, len(spans))
	for i := range min(len(spans), len(a.Sentences)) {
		tt.sentences[i] = known(a.Sentences[i])
	}
	if len(a.Words) > 0 {
		tt.addWords(words, spans, a.Words)
	}
	if !tt.known() {
		tt.interval = hull(tt.sentences)
	}
	for i := range tt.sentences {
		tt.sentences[i] = tt.sentences[i].within(tt.interval)
	}
	for i := range tt.words {
		tt.words[i] = tt.words[i].within(tt.sentences[tt.sentenceOf[i]])
	}
	return tt
}

func (tt *turnTimes) addWords(words, sentences []transcript.Span, timings []timing.Timing) {
	tt.words = make([]interval, 0, len(words))
	found := make([]interval, len(sentences)) // what the words say of each sentence
	s := 0
	for i := range min(len(words), len(timings)) {
		for s < len(sentences)-1 && words[i].Start >= sentences[s].End {
			s++
		}
		if len(sentences) == 0 {
			break
		}
		iv := known(timings[i])
		tt.words = append(tt.words, iv)
		tt.sentenceOf = append(tt.sentenceOf, int32(s))
		found[s] = join(found[s], iv)
	}
	for i, iv := range found {
		if !tt.sentences[i].known() {
			tt.sentences[i] = iv
		}
	}
}

func known(t timing.Timing) interval {
	if !t.Known() || t.End <= 0 {
		return interval{}
	}
	return interval{max(t.Start, 0), t.End}
}

// join is the smallest interval that holds both.
func join(a, b interval) interval {
	switch {
	case !a.known():
		return b
	case !b.known():
		return a
	}
	return interval{min(a.start, b.start), max(a.end, b.end)}
}

func hull(parts []interval) interval {
	var all interval
	for _, p := range parts {
		all = join(all, p)
	}
	return all
}

// lay writes down where the place changes in the whole story; inner is where it does in each turn.
func (l *Timeline) lay(t transcript.Transcript, inner [][]change) {
	outer := make([]interval, len(l.turns))
	for i, tt := range l.turns {
		outer[i] = tt.interval
		l.duration = max(l.duration, tt.end)
	}
	spoken := func(i int) bool { return t.Turns[i].Kind != transcript.Note }
	shown := layers(outer)
	for k, s := range shown {
		l.cut(inner[s.index], s.interval)
		if k+1 == len(shown) {
			l.add(change{s.end, -1, -1, -1})
			break
		}
		next := shown[k+1]
		switch gap := next.start - s.end; {
		case gap <= 0:
		case gap < turnPause && follows(s.index, next.index, spoken):
			l.add(change{s.end, int32(s.index), -1, -1})
		default:
			l.add(change{s.end, -1, -1, -1})
		}
	}
}

// follows reports whether nothing that might be heard lies between the turns i and j.
func follows(i, j int, spoken func(int) bool) bool {
	for k := i + 1; k < j; k++ {
		if spoken(k) {
			return false
		}
	}
	return j > i
}

// cut adds what the changes say of the part that is shown.
func (l *Timeline) cut(changes []change, part interval) {
	i, exact := slices.BinarySearchFunc(changes, part.start, byTime)
	if !exact {
		i--
	}
	for ; i < len(changes) && changes[i].at < part.end; i++ {
		c := changes[i]
		c.at = max(c.at, part.start)
		l.add(c)
	}
}

// add appends a change unless it changes nothing.
func (l *Timeline) add(c change) {
	n := len(l.changes)
	if n > 0 && l.changes[n-1].at == c.at {
		l.changes = l.changes[:n-1]
		n--
	}
	if n > 0 && l.changes[n-1].place() == c.place() || n == 0 && c.turn < 0 {
		return
	}
	l.changes = append(l.changes, c)
}

func (c change) place() Place { return Place{int(c.turn), int(c.sentence), int(c.word)} }

func byTime(c change, at time.Duration) int { return cmp.Compare(c.at, at) }

// changes are the places within one turn, from its start on.
func (tt *turnTimes) changes(turn int) []change {
	none := change{tt.start, int32(turn), -1, -1}
	list := []change{none}
	byStart := make([][]int, len(tt.sentences))
	for w, s := range tt.sentenceOf {
		byStart[s] = append(byStart[s], w)
	}
	shown := layers(tt.sentences)
	for k, s := range shown {
		list = append(list, change{s.start, int32(turn), int32(s.index), -1})
		list = tt.wordChanges(list, s, byStart[s.index])
		after := change{s.end, int32(turn), -1, -1}
		if k+1 < len(shown) && shown[k+1].index == s.index+1 && shown[k+1].start-s.end < wordPause {
			after.sentence = int32(s.index)
		}
		list = append(list, after)
	}
	return list
}

// wordChanges adds those within a sentence, as far as the sentence is shown.
func (tt *turnTimes) wordChanges(list []change, s layer, words []int) []change {
	at := list[len(list)-1]
	intervals := make([]interval, len(words))
	for i, w := range words {
		intervals[i] = tt.words[w].within(s.interval)
	}
	shown := layers(intervals)
	for k, w := range shown {
		at.at, at.word = w.start, int32(words[w.index])
		list = append(list, at)
		next, follows := s.end, w.index == len(words)-1
		if k+1 < len(shown) {
			next, follows = shown[k+1].start, shown[k+1].index == w.index+1
		}
		if !follows || next-w.end >= wordPause {
			at.at, at.word = w.end, -1
			list = append(list, at)
		}
	}
	return list
}

// A layer is a stretch of time during which one of several intervals, which may overlap, is the one to show.
type layer struct {
	interval
	index int
}

// layers cuts intervals into stretches that do not overlap, in order: at any moment the interval that began last is shown,
// and of those that began together the first.
func layers(all []interval) []layer {
	order := make([]layer, 0, len(all))
	for i, iv := range all {
		if iv.known() {
			order = append(order, layer{iv, i})
		}
	}
	slices.SortStableFunc(order, func(a, b layer) int { return cmp.Compare(a.start, b.start) })
	var out, open []layer
	show := func(l layer, from, to time.Duration) {
		if n := len(out); n > 0 && out[n-1].index == l.index && out[n-1].end == from {
			out[n-1].end = to
		} else if to > from {
			out = append(out, layer{interval{from, to}, l.index})
		}
	}
	now := time.Duration(0)
	// finish shows what is open until the moment to, the latest begun first.
	finish := func(to time.Duration) {
		for len(open) > 0 {
			top := open[len(open)-1]
			if top.end > to {
				show(top, now, to)
				break
			}
			if top.end > now {
				show(top, now, top.end)
				now = top.end
			}
			open = open[:len(open)-1]
		}
		now = to
	}
	for _, l := range order {
		finish(l.start)
		i := len(open)
		for i > 0 && open[i-1].start == l.start {
			i--
		}
		open = slices.Insert(open, i, l)
	}
	if len(open) > 0 {
		end := now
		for _, l := range open {
			end = max(end, l.end)
		}
		finish(end)
	}
	return out
}

// stop collects the places where the reader may jump to.
func (l *Timeline) stop() {
	for _, tt := range l.turns {
		if !tt.known() {
			continue
		}
		l.turnStops = append(l.turnStops, tt.start)
		n := len(l.stops)
		for _, s := range tt.sentences {
			if s.known() {
				l.stops = append(l.stops, s.start)
			}
		}
		if len(l.stops) == n {
			l.stops = append(l.stops, tt.start)
		}
	}
	slices.Sort(l.turnStops)
	l.turnStops = slices.Compact(l.turnStops)
	slices.Sort(l.stops)
	l.stops = slices.Compact(l.stops)
}

// At is the place heard at pos. It takes O(log n) steps and allocates nothing.
func (l *Timeline) At(pos time.Duration) Place {
	i, exact := slices.BinarySearchFunc(l.changes, pos, byTime)
	if !exact {
		i--
	}
	if i < 0 {
		return Nowhere
	}
	return l.changes[i].place()
}

// NextChange is the first moment after pos from which on At gives something else. It reports false when there is none.
func (l *Timeline) NextChange(pos time.Duration) (time.Duration, bool) {
	i, exact := slices.BinarySearchFunc(l.changes, pos, byTime)
	if exact {
		i++
	}
	if i == len(l.changes) {
		return 0, false
	}
	return l.changes[i].at, true
}

// Start is when the place begins: its word if that has a time, else its sentence, else its turn. It reports false where
// not even the turn has one.
func (l *Timeline) Start(p Place) (time.Duration, bool) {
	if p.Turn < 0 || p.Turn >= len(l.turns) {
		return 0, false
	}
	tt := &l.turns[p.Turn]
	s := p.Sentence
	if p.Word >= 0 && p.Word < len(tt.words) {
		if tt.words[p.Word].known() {
			return tt.words[p.Word].start, true
		}
		s = int(tt.sentenceOf[p.Word])
	}
	if s >= 0 && s < len(tt.sentences) && tt.sentences[s].known() {
		return tt.sentences[s].start, true
	}
	return tt.start, tt.known()
}

// NextTurn is where the next turn after pos starts. It reports false when there is none.
func (l *Timeline) NextTurn(pos time.Duration) (time.Duration, bool) { return next(l.turnStops, pos) }

// NextSentence is where the next sentence after pos starts; a turn of which no sentence has a time counts as one.
func (l *Timeline) NextSentence(pos time.Duration) (time.Duration, bool) { return next(l.stops, pos) }

// PreviousTurn is where the turn at pos starts, or the one before if this one has only just begun (within 1.5 s). It
// reports false when pos is not after the start of any turn.
func (l *Timeline) PreviousTurn(pos time.Duration) (time.Duration, bool) {
	return previous(l.turnStops, pos)
}

// PreviousSentence is where the sentence at pos starts, or the one before if this one has only just begun (within 1.5 s).
// It reports false when pos is not after the start of any sentence.
func (l *Timeline) PreviousSentence(pos time.Duration) (time.Duration, bool) {
	return previous(l.stops, pos)
}

func next(stops []time.Duration, pos time.Duration) (time.Duration, bool) {
	i, exact := slices.BinarySearch(stops, pos)
	if exact {
		i++
	}
	if i == len(stops) {
		return 0, false
	}
	return stops[i], true
}

func previous(stops []time.Duration, pos time.Duration) (time.Duration, bool) {
	i, _ := slices.BinarySearch(stops, pos)
	if i == 0 {
		return 0, false
	}
	if i > 1 && pos-stops[i-1] < backStep {
		return stops[i-2], true
	}
	return stops[i-1], true
}

// Duration is the length of the audio as far as it is known: what the transcript says of it, or the end of the last turn
// if that is later.
func (l *Timeline) Duration() time.Duration { return l.duration }
