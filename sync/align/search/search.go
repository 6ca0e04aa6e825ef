package search

import (
	"math"
	"math/bits"

	"alongside/sync/align/acoustic"
	"alongside/sync/align/traceback"
)

// A Segment is a stretch of the sound and what is heard in it.
type Segment struct {
	Start, End int // frames, from the first one searched; End is past the last
	What       What
	Word       int     // for Spoken
	Least      int     // for Spoken: the fewest frames in which it can be said
	Score      float64 // nats by which it is better than if every frame were some sound of speech or other
}

// What is heard in a segment.
type What uint8

// What may be heard.
const (
	Spoken  What = iota // a word of the text, or one of the dictionary words that it is read as
	Silent              // nothing
	Foreign             // something that is not in the text
)

// scores are those of one frame.
type scores interface {
	Senone(uint16) float32
	Known() []float32 // by senone, as far as they have been asked for; the others are acoustic.Unknown
	Any() float32
	Silence() float32
}

const none = float32(math.MaxFloat32 * -0.5)

// A Search goes through a sound frame by frame. It is for one goroutine.
type Search struct {
	graph     *Graph
	costs     Costs
	frame     int32
	best      float32
	base      float64 // what has been taken off all scores
	history   traceback.Tree[arrival]
	tokens    []token // for each state of the graph
	alive     []int32 // for each arc: how many of its states, from the first, may hold a token
	nodes     []place // for each node
	now, next nodeSet // nodes to look at in this frame and in the next
	limbo     limboState
	astray    float32 // how much of the latest second the best way was in no word
	settled   []Segment
}

// token is the best way of being in a state.
type token struct {
	score float32
	from  int32 // the latest arrival
	since int32 // for words: the frame in which the state was entered; for silences: in which they began
}

// pending is the best way of getting to a node at the beginning of a frame. It becomes an arrival when something goes on
// from there.
type pending struct {
	score float32
	from  int32
	by    int32
}

type place struct {
	now, next        pending
	silence, garbage token
}

type limboState struct {
	token
	next  int32   // the first turn that it may lead to
	words int32   // how many words lie before the turn from which it was entered
	each  float32 // what each word from there on costs
	far   float32 // and what each does that cannot have been said meanwhile
}

// New begins a search at the start of the graph's text.
func New(g *Graph, c Costs) *Search {
	s := &Search{
		graph: g, costs: c,
		tokens: make([]token, len(g.states)),
		alive:  make([]int32, len(g.arcs)),
		nodes:  make([]place, len(g.nodes)),
		now:    newNodeSet(len(g.nodes)), next: newNodeSet(len(g.nodes)),
	}
	for i := range s.tokens {
		s.tokens[i].score = none
	}
	for i := range s.nodes {
		p := &s.nodes[i]
		p.now.score, p.next.score, p.silence.score, p.garbage.score = none, none, none, none
	}
	s.limbo.score = none
	root := s.history.Add(traceback.Root, arrival{by: silent})
	s.nodes[0].now = pending{score: 0, from: root, by: silent}
	s.now.add(0)
	return s
}

// Anywhere begins a search at any turn of the graph's text equally, for a sound that begins in the middle of it.
func Anywhere(g *Graph, c Costs) *Search {
	s := New(g, c)
	s.limbo = limboState{token: token{score: c.Find}} // lost from the start, and found at no cost
	s.astray = 1
	return s
}

// Adapt sets what each frame of garbage costs from now on: more where even the right words fit badly.
func (s *Search) Adapt(garbageStay float32) {
	s.costs.GarbageStay, s.costs.EdgeStay = garbageStay, garbageStay
}

// tidyEvery is how many frames apart the past is pruned and settled.
const tidyEvery = 256

// Step takes the scores of the next frame.
func (s *Search) Step(f scores) {
	if s.frame%tidyEvery == tidyEvery-1 {
		s.tidy()
	}
	floor, wordFloor := s.best-s.costs.Beam, s.best-s.costs.WordBeam-s.astray*s.costs.AstrayBeam
	any, foreign := f.Any(), -s.costs.GarbageStay // all scores are relative to any sound of speech
	best, bestWord := none, none
	best = max(best, s.stepLimbo(foreign, floor, s.best-s.costs.FindBeam))
	for i := range s.now {
		done := uint64(0)
		for s.now[i]&^done != 0 { // skipping adds nodes ahead
			bit := s.now[i] &^ done & -(s.now[i] &^ done)
			done |= bit
			n := int32(i*64 + bits.TrailingZeros64(bit))
			s.skip(n, wordFloor)
			best = max(best, s.stepAside(n, f.Silence()-any-s.costs.SilenceStay, foreign, floor))
			hopeless := s.nodes[n].garbage.score - s.costs.GarbageBeam
			bestWord = max(bestWord, s.stepWords(n, f, max(wordFloor, hopeless)))
			s.nodes[n].now.score = none
		}
		s.now[i] = 0
	}
	s.best = max(best, bestWord)
	s.swap()
	s.frame++
	const memory = 0.99
	s.astray *= memory
	if bestWord < best {
		s.astray += 1 - memory
	}
}

// swap makes what was got to in this frame the beginning of the next.
func (s *Search) swap() {
	s.now, s.next = s.next, s.now
	for n := range s.now.all() {
		p := &s.nodes[n]
		p.now, p.next.score = p.next, none
		if p.silence.score > p.now.score {
			p.now = pending{score: p.silence.score, from: p.silence.from, by: silent}
		}
		if p.garbage.score > p.now.score {
			p.now = pending{score: p.garbage.score, from: p.garbage.from, by: garbage}
		}
	}
}

// arrive makes the pending arrival at a node one of the history.
func (s *Search) arrive(p *pending) int32 {
	return s.history.Add(p.from, arrival{frame: s.frame, by: p.by, score: s.base + float64(p.score)})
}

// reach offers a way of getting to a node at the beginning of this frame.
func (s *Search) reach(n int32, p pending) {
	if here := &s.nodes[n].now; p.score > here.score {
		*here = p
		s.now.add(n)
	}
}

// skip goes on from a node without a sound.
func (s *Search) skip(n int32, floor float32) {
	p, here := s.nodes[n].now, &s.graph.nodes[n]
	if p.score < floor || here.inside || here.next < 0 {
		return
	}
	score := p.score
	p.score = score - s.costs.Word
	s.reach(here.next, p)
	if here.turn >= 0 {
		next := s.graph.turns[here.turn+1]
		words := float32(next.words - s.graph.turns[here.turn].words)
		p.score = score - min(s.costs.TurnMost, s.costs.Turn+s.costs.TurnWord*words)
		s.reach(next.node, p)
	}
}

// longSilence is how many frames people hesitate at most in the middle of a phrase.
const longSilence = 100

// stepAside moves the silence and the garbage of a node and gives the better score.
func (s *Search) stepAside(n int32, silence, foreign, floor float32) float32 {
	p, here := &s.nodes[n], &s.graph.nodes[n]
	enter, from := none, int32(-1)
	if p.now.score >= floor {
		enter = p.now.score
	}
	enterSilence := s.costs.Silence
	if !here.begins {
		enterSilence = s.costs.SilenceWord
		if s.frame-p.silence.since > longSilence {
			silence -= s.costs.SilenceLong
		}
	}
	if v := enter - enterSilence; v > p.silence.score {
		from = s.arrive(&p.now)
		p.silence = token{score: v, from: from, since: s.frame}
	}
	best := p.silence.move(silence, floor)
	if here.inside {
		return s.keep(n, best)
	}
	cost := s.costs.GarbageWord
	if here.turn >= 0 {
		cost = s.costs.Garbage
	}
	if v := enter - cost; v > p.garbage.score {
		if from < 0 {
			from = s.arrive(&p.now)
		}
		p.garbage = token{score: v, from: from}
	}
	if n == 0 || here.next < 0 {
		foreign = -s.costs.EdgeStay
	}
	return s.keep(n, max(best, p.garbage.move(foreign, floor)))
}

// move adds a frame's score to a token, or ends it where it is below the floor.
func (t *token) move(score, floor float32) float32 {
	if t.score < floor {
		t.score = none
	} else {
		t.score += score
	}
	return t.score
}

func (s *Search) keep(n int32, best float32) float32 {
	if best > none {
		s.next.add(n)
	}
	return best
}

// stepWords moves what is within the arcs that leave a node and gives the best score.
func (s *Search) stepWords(n int32, f scores, floor float32) float32 {
	here := &s.graph.nodes[n]
	enter, from := s.nodes[n].now.score, int32(-1)
	if enter < floor {
		enter = none
	}
	best := none
	for a := here.firstArc; a < here.firstArc+here.arcs; a++ {
		if enter == none && s.alive[a] == 0 {
			continue
		}
		if enter > none && from < 0 {
			from = s.arrive(&s.nodes[n].now)
		}
		best = max(best, s.stepArc(a, f, token{score: enter, from: from}, floor))
	}
	return s.keep(n, best)
}

// longState is how many frames a state usually takes at most: a phone has three.
const longState = 30

// stepArc moves the tokens along one arc and gives the best score.
func (s *Search) stepArc(a int32, f scores, enter token, floor float32) float32 {
	arc, any, known := &s.graph.arcs[a], f.Any(), f.Known()
	states := s.graph.states[arc.states[0]:arc.states[1]]
	tokens := s.tokens[arc.states[0]:arc.states[1]]
	best, last := none, len(tokens)-1
	alive := int32(0)
	for k := min(int(s.alive[a]), last); k >= 0; k-- {
		t := tokens[k]
		t.score += states[k].Stay
		if s.frame-t.since > longState {
			t.score -= s.costs.LongStay
		}
		before := enter
		if k > 0 {
			before = token{score: tokens[k-1].score + states[k-1].Move, from: tokens[k-1].from}
		}
		before.since = s.frame
		if before.score > t.score {
			t = before
		}
		if t.score < floor {
			tokens[k].score = none
			continue
		}
		heard := known[states[k].Senone]
		if heard == acoustic.Unknown {
			heard = f.Senone(states[k].Senone)
		}
		t.score += heard - any
		tokens[k] = t
		best = max(best, t.score)
		alive = max(alive, int32(k+1))
	}
	s.alive[a] = alive
	if out := tokens[last]; out.score > none {
		to := &s.nodes[arc.to].next
		if v := out.score + states[last].Move; v > to.score {
			*to = pending{score: v, from: out.from, by: a}
			s.next.add(arc.to)
		}
	}
	return best
}

// lostAfter is the share of the latest second without a word after which the search looks for its place anywhere.
const lostAfter = 0.3

// People say at most wordRate words in a frame; fewWords are jumped over without any being said.
const (
	wordRate = 0.04
	fewWords = 40
)

// stepLimbo lets ways leave limbo for any later turn, go into it from any turn, and stay.
func (s *Search) stepLimbo(foreign, floor, findFloor float32) float32 {
	if s.costs.Lose <= 0 {
		return none
	}
	l := &s.limbo
	if leave := l.score - s.costs.Find; s.astray > lostAfter && leave >= findFloor {
		sayable := fewWords + int32(wordRate*float32(s.frame-l.since))
		for _, t := range s.graph.turns[l.next:] {
			jumped := t.words - l.words
			far := min(s.costs.FindFarMost, l.far*float32(max(0, jumped-sayable)))
			p := pending{score: leave - l.each*float32(jumped) - far, from: l.from, by: limbo}
			if p.score < findFloor {
				break
			}
			s.reach(t.node, p)
		}
	}
	for n := range s.now.all() {
		p, here := &s.nodes[n].now, &s.graph.nodes[n]
		if here.turn < 0 || int(here.turn) == len(s.graph.turns)-1 || p.by == limbo || p.score < floor {
			continue
		}
		if v := p.score - s.costs.Lose; v > l.score {
			*l = limboState{
				token: token{score: v, from: s.arrive(p), since: s.frame},
				next:  here.turn + 1, words: s.graph.turns[here.turn].words, each: s.costs.FindWord, far: s.costs.FindFar,
			}
		}
	}
	return l.move(foreign, floor)
}

// tidy forgets what no way goes through any more, takes note of what is settled, and keeps the scores near zero, where they
// are exact.
func (s *Search) tidy() {
	s.history.Prune(s.eachFrom)
	s.note(s.history.Settle(s.eachFrom))
	s.eachToken(func(score *float32, _ *int32) { *score -= s.best })
	s.base += float64(s.best)
	s.best = 0
}

func (s *Search) eachFrom(visit func(*int32)) {
	s.eachToken(func(_ *float32, from *int32) { visit(from) })
}

// eachToken visits everything that is alive at the beginning of a frame.
func (s *Search) eachToken(visit func(score *float32, from *int32)) {
	one := func(t *token) {
		if t.score > none {
			visit(&t.score, &t.from)
		}
	}
	one(&s.limbo.token)
	for n := range s.now.all() {
		p, here := &s.nodes[n], &s.graph.nodes[n]
		if p.now.score > none {
			visit(&p.now.score, &p.now.from)
		}
		one(&p.silence)
		one(&p.garbage)
		for a := here.firstArc; a < here.firstArc+here.arcs; a++ {
			first := s.graph.arcs[a].states[0]
			for k := first; k < first+s.alive[a]; k++ {
				one(&s.tokens[k])
			}
		}
	}
}

func (s *Search) note(path []arrival) {
	for i := 1; i < len(path); i++ {
		seg := Segment{Start: int(path[i-1].frame), End: int(path[i].frame), Score: path[i].score - path[i-1].score}
		switch by := path[i].by; by {
		case silent:
			seg.What = Silent
		case garbage, limbo:
			seg.What = Foreign
		default:
			arc := &s.graph.arcs[by]
			seg.Word, seg.Least = int(arc.word), int(arc.states[1]-arc.states[0])
		}
		if seg.End > seg.Start {
			s.settled = append(s.settled, seg)
		}
	}
}

// Settled gives the segments that have been settled since it was last asked, in order.
func (s *Search) Settled() []Segment {
	out := s.settled
	s.settled = nil
	return out
}

// SettledTo is the frame up to which the past is settled.
func (s *Search) SettledTo() int { return int(s.history.Root().frame) }

// Close ends the sound and settles the rest. Text that is left over is skipped.
func (s *Search) Close() []Segment {
	for n := range s.now.all() {
		s.skip(n, none)
	}
	end := s.nodes[len(s.nodes)-1].now
	if l := s.limbo; l.score > none && l.score-s.costs.Find > end.score {
		end = pending{score: l.score - s.costs.Find, from: l.from, by: limbo}
	}
	if end.score == none {
		return s.Settled()
	}
	last := s.arrive(&end)
	s.note(s.history.Path(last))
	return s.Settled()
}
