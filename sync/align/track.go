package align

import (
	"alongside/sync/align/acoustic"
	"alongside/sync/align/search"
)

// A stretch of the sound is aligned in two passes. The first goes through all of it and finds which words are heard where,
// ready for text that nobody speaks and for speech that is not in the text. What it finds is divided into *runs* of words
// between which nothing else is heard. The second pass goes over each run again and takes what is within it to be mostly
// the text: it moves the edges of words to where they fit best and finds words that the first was too wary to see. Both
// work as the sound comes in: the second follows the first by some seconds.
type track struct {
	graphModel
	text   text
	first  *search.Search
	scores *acoustic.Scores
	past   []*acoustic.Frame // those that may still be needed
	gone   int               // how many came before them
	group  group
	run    run
	taken  int // the words before this one have had their run
	bound  int // where the run before ended
	emit   func([]found)
	score  float64 // of the latest minutes' words
	frames float64
	tuned  bool
}

// graphModel is what graphs are made with.
type graphModel struct {
	model   *acoustic.Model
	silence acoustic.Phone
}

// found is one word and when it is heard, in frames.
type found struct {
	word       int // of the text
	start, end int
	least      int     // the fewest frames in which it can be said
	score      float64 // a frame, over any sound of speech
	garbage    float64 // by how much garbage would have been worse than that
}

// run is some words in a row, with nothing but short pauses and sounds between them.
type run struct {
	words      []int
	start, end int
	gap        int // how long it is since the last word
}

// group is some words with only short pauses between them. A group that fits its sound no better than chance is
// taken for a part of the gap.
type group struct {
	words      []int
	start, end int
	evidence   float64 // by how many nats the words are better than garbage
	score      float64
	frames     int
	gap        int
}

// How groups and runs are divided, in frames.
const (
	groupGap  = 100  // frames without a word that end a group
	runGap    = 300  // and a run
	longRun   = 3000 // after that length, a run ends at the next pause between turns
	turnPause = 15
	margin    = 300 // how far beyond its edges a run is looked at again
)

// leastEvidence is what words by themselves must have for them. A short word that fits well has some 50 nats.
const leastEvidence = 80

func newTrack(m *acoustic.Model, t text, emit func([]found)) *track {
	gm := graphModel{m, m.Silence}
	return &track{
		graphModel: gm, text: t, emit: emit,
		first:  search.New(t.graph(gm, 0, len(t.words)), search.Default()),
		scores: m.NewScores(),
	}
}

// take goes through the next frames.
func (k *track) take(frames []acoustic.Frame) {
	for i := range frames {
		k.past = append(k.past, &frames[i])
		k.scores.Set(&frames[i])
		k.first.Step(k.scores)
	}
	if !k.tuned {
		if len(k.past) >= tuneFrames {
			k.tune()
		}
		return
	}
	k.follow(k.first.Settled())
	k.forget()
}

// forget drops the frames that will not be looked at again.
func (k *track) forget() {
	keep := k.first.SettledTo()
	if len(k.run.words) > 0 {
		keep = k.run.start
	} else if len(k.group.words) > 0 {
		keep = k.group.start
	}
	end := k.gone + len(k.past)
	drop := max(keep-margin, end-mostPast) - k.gone
	if drop > forgetEvery {
		k.past = append([]*acoustic.Frame(nil), k.past[drop:]...)
		k.gone += drop
	}
}

const (
	forgetEvery = 1000  // frames
	mostPast    = 30000 // frames that are held at most: five minutes. A run that is not settled by then is cut short.
)

// tuneFrames is how many frames are used to learn how well words fit in this sound, before they are gone over again.
const tuneFrames = 6000

// tune learns from what has been heard so far and begins again.
func (k *track) tune() {
	trial := *k
	trial.follow(trial.first.Settled())
	trial.follow(trial.first.Close())
	trial.closeGroup()
	k.score, k.frames = trial.score, trial.frames
	k.tuned = true
	k.first = search.New(k.text.graph(k.graphModel, 0, len(k.text.words)), search.Default())
	k.first.Adapt(float32(k.garbage()))
	for _, f := range k.past {
		k.scores.Set(f)
		k.first.Step(k.scores)
	}
	k.follow(k.first.Settled())
}

// close goes through what is left at the end of the sound.
func (k *track) close() {
	if !k.tuned {
		k.tune()
	}
	k.follow(k.first.Close())
	k.closeGroup()
	k.finish(k.gone + len(k.past))
}

// follow takes what the first pass has settled and finishes the groups and runs in it.
func (k *track) follow(segments []search.Segment) {
	for _, s := range segments {
		g := &k.group
		switch {
		case s.What == search.Spoken:
			if len(g.words) == 0 {
				g.start = s.Start
			}
			g.words = append(g.words, s.Word)
			g.end, g.gap = s.End, 0
			g.evidence += k.evidence(s)
			g.score += s.Score
			g.frames += s.End - s.Start
		case g.end-k.run.start > longRun && s.End-s.Start >= turnPause && len(g.words) > 0 && k.turnEnds(g.words[len(g.words)-1]):
			k.closeGroup()
			k.finish((s.Start + s.End) / 2)
		default:
			k.gap(s.End - s.Start)
			if k.run.gap >= runGap {
				k.finish(s.End)
			}
		}
	}
}

// gap notes frames without a word. They may be silence or not: music, too, can look like silence.
func (k *track) gap(frames int) {
	if len(k.group.words) == 0 {
		k.run.gap += frames
		return
	}
	k.group.gap += frames
	if k.group.gap >= groupGap {
		k.closeGroup()
	}
}

// evidence is by how much a word is better than garbage. That a phone goes on and on says nothing more.
func (k *track) evidence(s search.Segment) float64 {
	const repeats = 4
	frames := float64(s.End - s.Start)
	return (s.Score/frames + k.garbage()) * min(frames, float64(repeats*s.Least))
}

// garbage is what a frame of garbage costs. On a poor line even the right words are not much better than any other sound.
func (k *track) garbage() float64 {
	const clean, share = 0.3, 0.7 // how words fit on a good line; how far to follow
	least := float64(search.Default().GarbageStay)
	if k.frames == 0 {
		return least
	}
	return least + share*min(4, max(0, clean-k.score/k.frames))
}

// learn notes how well the words of a group fit. It forgets in some minutes.
func (k *track) learn(g group) {
	const memory = 6000 // frames
	frames := float64(g.frames)
	keep := max(0, 1-frames/memory)
	k.score, k.frames = keep*k.score+g.score, keep*k.frames+frames
	k.first.Adapt(float32(k.garbage()))
}

// closeGroup adds the group to the run, or what it covers to the gap after it.
func (k *track) closeGroup() {
	g, r := k.group, &k.run
	k.group = group{}
	if len(g.words) == 0 || g.evidence < leastEvidence {
		r.gap += g.gap + g.end - g.start
		return
	}
	k.learn(g)
	if len(r.words) == 0 {
		r.start = g.start
	}
	r.words = append(r.words, g.words...)
	r.end, r.gap = g.end, g.gap
}

// turnEnds reports whether a word is the last of its turn.
func (k *track) turnEnds(w int) bool {
	return w+1 == len(k.text.words) || k.text.words[w].turn != k.text.words[w+1].turn
}

// whole extends some words to the beginning and the end of their turns, as far as they have not been taken already.
func (k *track) whole(first, last int) (int, int) {
	turn := k.text.words[first].turn
	for first > k.taken && k.text.words[first-1].turn == turn {
		first--
	}
	turn = k.text.words[last-1].turn
	for last < len(k.text.words) && k.text.words[last].turn == turn {
		last++
	}
	return first, last
}

// finish goes over the run again, up to a frame at which other things may begin, and hands over the result.
func (k *track) finish(limit int) {
	r := k.run
	k.run = run{}
	if len(r.words) == 0 || !k.tuned {
		return
	}
	from, to := max(k.bound, r.start-margin), min(limit, r.end+margin)
	k.bound = to
	from = max(from, k.gone)
	firstWord, lastWord := k.whole(r.words[0], r.words[len(r.words)-1]+1)
	g := k.text.graph(k.graphModel, firstWord, lastWord)
	s := search.New(g, k.strict())
	for f := from; f < to; f++ {
		k.scores.Set(k.past[f-k.gone])
		s.Step(k.scores)
	}
	out := words(s.Close(), firstWord, from)
	for i := range out {
		out[i].garbage = k.garbage()
	}
	if len(out) > 0 {
		k.taken = out[len(out)-1].word + 1
		k.emit(out)
	}
}

// words gathers the words of the segments; the dictionary words of one reading are one word.
func words(segments []search.Segment, firstWord, firstFrame int) (out []found) {
	for _, s := range segments {
		if s.What != search.Spoken {
			continue
		}
		f := found{word: firstWord + s.Word, start: firstFrame + s.Start, end: firstFrame + s.End, least: s.Least, score: s.Score}
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

// strict are the costs of the second pass: the text is mostly what is said.
func (k *track) strict() search.Costs {
	c := search.Default()
	c.Lose = 0
	c.GarbageStay, c.EdgeStay = float32(k.garbage())+1.5, float32(k.garbage())
	c.Garbage, c.GarbageWord = 40, 60
	c.Word = 60
	c.Turn, c.TurnWord, c.TurnMost = 60, 50, 600
	return c
}
