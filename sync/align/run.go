package align

import (
	"alongside/sync/align/acoustic"
	"alongside/sync/align/search"
)

// margin is how many frames beyond its edges a run is looked at again.
const margin = 300

// closeRun goes over the run again, up to a frame at which other things may begin, and hands over the result. It takes what
// is within the run to be the text, or near it: so the edges of words move to where they fit best, and words are found that
// the first pass was too wary to see.
func (k *track) closeRun(limit int) {
	words := k.run.words
	k.run = run{}
	for len(words) > 0 && words[0].word < k.taken {
		words = words[1:]
	}
	if len(words) == 0 || !k.tuned {
		return
	}
	from := max(k.bound, k.gone, words[0].start-margin)
	to := max(from, min(limit, words[len(words)-1].end+margin))
	numbers := k.within(words)
	s := search.New(k.graphs.of(k.text, numbers), k.strict())
	for _, f := range k.past[from-k.gone : to-k.gone] {
		k.scores.Set(f)
		s.Step(k.scores)
	}
	out := k.gather(s.Close(), numbers, from)
	if len(out) > 0 {
		last := out[len(out)-1]
		k.taken, k.bound = last.word+1, last.end
		k.emit(out)
	}
}

// mostMissing is how many words of a turn the first pass may have missed at the beginning or the end of a run.
const mostMissing = 5

// wordTime is the least time, in frames, that a missing word must have found if it is to be looked for.
const wordTime = 12

// within gives the words to look for: those found, those of their turns just before and after, and those between them that
// are few and of the same turn, or for which there is time.
func (k *track) within(words []found) (out []int) {
	last := k.before(words[0].word)
	for i, f := range words {
		missing := f.word - last - 1
		few := missing <= mostMissing && (i == 0 || k.text.words[f.word].turn == k.text.words[last].turn)
		if few || missing*wordTime <= f.start-words[i-1].end {
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

// before gives the last word that is not to be looked for before a word: one of an earlier turn, or taken, or too far.
func (k *track) before(word int) int {
	turn := k.text.words[word].turn
	w := word - 1
	for w >= max(k.taken, word-mostMissing) && k.text.words[w].turn == turn {
		w--
	}
	return w
}

// strict are the costs of the second pass.
func (k *track) strict() search.Costs {
	c := search.Default()
	garbage := float32(k.fit.garbage())
	c.GarbageStay, c.EdgeStay = garbage+1.5, garbage
	c.Garbage, c.GarbageWord = 40, 60
	c.Turn, c.TurnWord, c.TurnMost = 60, 30, 300
	c.Lose = 0
	return c
}

// gather makes words of the segments. The dictionary words of one reading are one word.
func (k *track) gather(segments []search.Segment, numbers []int, firstFrame int) (out []found) {
	for _, s := range segments {
		if s.What != search.Spoken {
			continue
		}
		f := found{
			word: numbers[s.Word], start: firstFrame + s.Start, end: firstFrame + s.End, least: s.Least, score: s.Score,
			garbage: k.fit.garbage(),
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
