package align

import (
	"alongside/sync/align/acoustic"
	"alongside/sync/align/search"
)

// A run is looked at again from margin frames before it to margin frames after it: the first pass may have put its first
// words beside the others, where there was a long pause between them. Where words of earlier turns are looked for too, it is
// wordReach frames more for each.
const (
	margin    = 800
	wordReach = 50
)

// closeRun goes over the run again, up to a frame at which other things may begin, and hands over the result. It takes what
// is within the run to be the text, or near it: so the edges of words move to where they fit best, and words are found that
// the first pass was too wary to see. What garbage costs is learned from the run itself: its line may be another than that
// of the minute before.
func (k *track) closeRun(limit int) {
	words := k.run.words
	k.run = run{}
	for len(words) > 0 && words[0].word < k.taken {
		words = words[1:]
	}
	if len(words) == 0 || !k.tuned {
		return
	}
	var own fit
	own.learn(words)
	before := k.before(words[0])
	var out []found
	for searched := false; !searched; {
		out = k.again(words, before, limit, own.garbage())
		absent := k.absent(out, words[0].word, before)
		before, searched = absent, absent == before
	}
	if len(out) > 0 {
		last := out[len(out)-1]
		k.taken, k.bound = last.word+1, last.end
		k.compare(out)
		k.emit(out)
	}
}

// compare sets what garbage costs by what is known of the line from elsewhere than the words' own turn: from the turns about
// it, or from what came before. A turn that fits much worse than those is probably not there, however well it pays.
func (k *track) compare(out []found) {
	const enough = 300 // frames
	for i := 0; i < len(out); {
		turn, first := k.text.words[out[i].word].turn, i
		for i < len(out) && k.text.words[out[i].word].turn == turn {
			i++
		}
		var others fit
		others.learn(out[:first])
		others.learn(out[i:])
		garbage := k.fit.garbage()
		if others.frames >= enough {
			garbage = max(garbage, others.garbage())
		}
		for n := range out[first:i] {
			out[first+n].garbage = garbage
		}
	}
}

// again searches for the words of a run and those that may be missing from it, all of them after the word before, at a price
// for each frame of garbage.
func (k *track) again(words []found, before, limit int, garbage float64) []found {
	missing := words[0].word - before - 1
	from := max(k.bound, k.gone, words[0].start-margin-missing*wordReach)
	to := max(from, min(limit, words[len(words)-1].end+margin))
	numbers := k.within(words, before)
	s := search.New(k.graphs.of(k.text, numbers), strict(float32(garbage)))
	for _, f := range k.past[from-k.gone : to-k.gone] {
		k.scores.Set(f)
		s.Step(k.scores)
	}
	return gather(s.Close(), numbers, from, garbage)
}

// mostMissing is how many words of a turn the first pass may have missed at the beginning or the end of a run.
const mostMissing = 5

// wordTime is the least time, in frames, that a missing word must have found if it is to be looked for.
const wordTime = 12

// within gives the words to look for: those after the word before up to the first found, those found, those of the last's
// turn just after, and those between them that are few and of the same turn, or for which there is time.
func (k *track) within(words []found, before int) (out []int) {
	last := before
	for i, f := range words {
		missing := f.word - last - 1
		few := missing <= mostMissing && i > 0 && k.text.words[f.word].turn == k.text.words[last].turn
		if i == 0 || few || missing*wordTime <= f.start-words[i-1].end {
			for w := last + 1; w < f.word; w++ {
				out = append(out, w)
			}
		}
		if f.word > last { // not another dictionary word of the same reading
			out = append(out, f.word)
		}
		last = f.word
	}
	turn := k.text.words[last].turn
	for w := last + 1; w <= min(last+mostMissing, len(k.text.words)-1) && k.text.words[w].turn == turn; w++ {
		out = append(out, w)
	}
	return out
}

// Whole turns that are missing before a run are looked for where there is slowWordTime for each of their words, and
// mostBefore words back at most.
const (
	slowWordTime = 25
	mostBefore   = 40
)

// before gives the last word that is not to be looked for before the first of a run: it is taken, or too far, or there is no
// time for what follows it.
func (k *track) before(first found) int {
	turn := k.text.words[first.word].turn
	w := first.word - 1
	for w >= max(k.taken, first.word-mostMissing) && k.text.words[w].turn == turn {
		w--
	}
	room := first.start - max(k.bound, k.gone)
	for w >= max(k.taken, first.word-mostBefore) && (first.word-w)*slowWordTime <= room {
		w--
	}
	return w
}

// absent gives the last word of the last turn that was looked for before the turn of a word and is not there after all, or
// the word before all of them. Of a turn that is there most words are found, and they are evidence enough.
func (k *track) absent(out []found, word, before int) int {
	turn := k.text.words[word].turn
	for w := word - 1; w > before; {
		if k.text.words[w].turn == turn {
			w--
			continue
		}
		last := w
		turn = k.text.words[w].turn
		for w > before && k.text.words[w].turn == turn {
			w--
		}
		if n, evidence := k.heard(out, turn); 5*n < 4*(last-w) || evidence < leastEvidence {
			return last
		}
	}
	return before
}

// heard counts the words of a turn that were found, and their evidence.
func (k *track) heard(out []found, turn int) (n int, evidence float64) {
	for _, f := range out {
		if k.text.words[f.word].turn == turn {
			n++
			evidence += f.evidence()
		}
	}
	return n, evidence
}

// strict are the costs of the second pass, at a price for each frame of garbage.
func strict(garbage float32) search.Costs {
	c := search.Default()
	c.GarbageStay, c.EdgeStay = garbage+1.5, garbage
	c.Garbage, c.GarbageWord = 40, 60
	c.Turn, c.TurnWord, c.TurnMost = 60, 30, 300
	c.Lose = 0
	return c
}

// gather makes words of the segments. The dictionary words of one reading are one word.
func gather(segments []search.Segment, numbers []int, firstFrame int, garbage float64) (out []found) {
	for _, s := range segments {
		if s.What != search.Spoken {
			continue
		}
		f := found{
			word: numbers[s.Word], start: firstFrame + s.Start, end: firstFrame + s.End, least: s.Least, score: s.Score,
			garbage: garbage,
		}
		if n := len(out) - 1; n >= 0 && out[n].word == f.word {
			out[n].end, out[n].least, out[n].score = f.end, out[n].least+f.least, out[n].score+f.score
			continue
		}
		out = append(out, f)
	}
	for i := range out {
		out[i].score /= float64(out[i].end - out[i].start)
	}
	return out
}

// graphs makes the networks of words.
type graphs struct {
	model   *acoustic.Model
	silence acoustic.Phone
}

func (g graphs) all(t text) *search.Graph {
	numbers := make([]int, len(t.words))
	for i := range numbers {
		numbers[i] = i
	}
	return g.of(t, numbers)
}

// of makes the network of some words of the text, turn by turn.
func (g graphs) of(t text, numbers []int) *search.Graph {
	var turns [][]search.Word
	for i, n := range numbers {
		if i == 0 || t.words[n].turn != t.words[numbers[i-1]].turn {
			turns = append(turns, nil)
		}
		turns[len(turns)-1] = append(turns[len(turns)-1], t.words[n].said)
	}
	return search.NewGraph(g.model, g.silence, turns)
}
