package warp

import (
	"math"
	"slices"

	"alongside/sync/align/traceback"
)

// What a way pays for its tempo, and how far behind the best it may fall. A frame of a word that fits gains about 1.
const (
	stayCost  = 0.5 // for each frame that stays in the state of the one before it
	hurryCost = 0.5 // for each state that is hurried over
	longStay  = 4   // frames: no sound stays the same for longer
	longCost  = 3.0 // for each frame after that
	beam      = 1000.0
	sideBeam  = 250.0 // within which words are skipped and jumps are made: from further behind that would be most of the text
	jumpBeam  = 100.0 // behind limbo, ahead of where it began: whatever falls further behind can be jumped to again
	jumpMost  = 80    // sentences
)

// settleEvery is how often what all ways agree on is handed over: every four seconds.
const settleEvery = 200

// Costs are what a way pays for not being one word after the other.
type Costs struct {
	Garbage       float64 // for each frame of it
	GarbageBefore float64 // to begin garbage before a sentence
	GarbageInside float64 // and within one
	Pause         float64 // for each frame of silence within a sentence
	SkipWord      float64
	SkipMore      float64 // a sentence or a turn
	Jump          float64
	JumpEach      float64 // for each sentence that is jumped over
}

// Searching are the costs where all of the text is looked for in all of the sound.
func Searching() Costs {
	return Costs{Garbage: 0.05, GarbageBefore: 2, GarbageInside: 8, SkipWord: 8, SkipMore: 16, Jump: 100, JumpEach: 0.1}
}

// Settling are the costs where it is known that some words end in some seconds of sound, and only where they begin is
// asked: they are said in one go, or not at all.
func Settling() Costs {
	return Costs{GarbageBefore: 2, GarbageInside: 40, Pause: 0.5, SkipWord: 12, SkipMore: 20, Jump: 1000}
}

// lost is the score of no way at all.
var lost = math.Inf(-1)

// An arrival is having heard a word, from when to when.
type arrival struct {
	word       int32
	start, end int32
	score      float32 // of the frames in it
}

// A token is a way that has come so far.
type token struct {
	score float64
	entry float64 // the score at the start of its word
	from  int32   // its last arrival
	start int32   // the frame at which its word began
	stays int32   // how long it has been in its state
}

// node is the place before a word: the ways that wait there, and those that are in the word.
type node struct {
	now     token // has just arrived
	silence token
	garbage token
	word    []token // one for each state; nil if none is alive
}

// Search finds the best way through a reference while the frames come.
type Search struct {
	ref         *Reference
	costs       Costs
	first, last int // words; last not included
	nodes       []node
	live        []int32 // nodes with anything alive, in order
	alive       []bool
	frame       int32
	history     traceback.Tree[arrival]
	limbo       token // a way that has lost its place
	limboAt     int   // the node at which it lost it
	best        float64
	starts      []int32   // the words that begin sentences
	free        [][]token // rows that are not in use
	settled     func([]Found)
}

var none = token{score: lost}

// NewSearch makes ready to search for the words from first to last, not included.
func NewSearch(r *Reference, first, last int, costs Costs, settled func([]Found)) *Search {
	s := &Search{ref: r, costs: costs, first: first, last: last, settled: settled}
	s.nodes = make([]node, last-first+1)
	s.alive = make([]bool, len(s.nodes))
	for i := range s.nodes {
		s.nodes[i].now, s.nodes[i].silence, s.nodes[i].garbage = none, none, none
	}
	for i := first; i < last; i++ {
		if r.Words[i].Begins != Inside || i == first {
			s.starts = append(s.starts, int32(i-first))
		}
	}
	s.history.Add(traceback.Root, arrival{})
	s.limbo = none
	s.nodes[0].now = token{from: 0}
	s.enliven(0)
	s.spreadFrom()
	return s
}

// enliven puts a node among the live ones.
func (s *Search) enliven(i int) {
	if !s.alive[i] {
		s.alive[i] = true
		s.live = append(s.live, int32(i))
	}
}

// Take takes the gains of the next frame.
func (s *Search) Take(gains *Gains) {
	s.best = lost
	s.order()
	for _, i := range s.live {
		s.advance(int(i), gains)
	}
	s.limbo.score -= s.costs.Garbage
	s.best = max(s.best, s.limbo.score)
	s.frame++
	s.spreadFrom()
	s.prune()
	if s.frame%settleEvery == 0 {
		s.settle()
	}
}

// Frontier is the word up to which it should be known how words sound before the next frame is taken: ways come no further
// meanwhile, by jumping or by skipping.
func (s *Search) Frontier() int {
	furthest := 0
	for _, i := range s.live {
		furthest = max(furthest, int(i))
	}
	k, _ := slices.BinarySearch(s.starts, int32(s.limboAt+1))
	if k += jumpMost; k < len(s.starts) {
		furthest = max(furthest, int(s.starts[k]))
	} else if len(s.starts) > 0 {
		furthest = max(furthest, int(s.starts[len(s.starts)-1]))
	}
	return min(s.last, s.first+furthest+int(sideBeam/s.costs.SkipWord)+2)
}

// order sorts the live nodes.
func (s *Search) order() {
	if !slices.IsSorted(s.live) {
		slices.Sort(s.live)
	}
}

// advance moves what is at a node by one frame: into its word, through it, or waiting.
func (s *Search) advance(i int, gains *Gains) {
	n := &s.nodes[i]
	if entry := s.waiting(i); i < len(s.nodes)-1 && s.first+i < s.ref.ready && (n.word != nil || entry.score > lost) {
		s.through(i, entry, gains)
	}
	if n.now.score > n.silence.score {
		n.silence = n.now
	}
	n.now = none
	begin, pause := s.costs.GarbageInside, s.costs.Pause
	if i == 0 || i == len(s.nodes)-1 || s.ref.Words[s.first+i].Begins != Inside {
		begin, pause = s.costs.GarbageBefore, 0
	}
	if score := n.silence.score - begin; score > n.garbage.score {
		n.garbage = n.silence
		n.garbage.score = score
	}
	n.silence.score += min(0, float64(gains[silence])) - pause // to be silent is no merit
	n.garbage.score -= s.costs.Garbage
	s.best = max(s.best, n.silence.score, n.garbage.score)
}

// through moves the tokens in a word. What leaves it is left in the next node's now by spreadFrom.
func (s *Search) through(i int, entry token, gains *Gains) {
	n := &s.nodes[i]
	w := s.ref.Words[s.first+i]
	states := s.ref.states[w.First:w.Last]
	if n.word == nil {
		n.word = s.row(len(states))
	}
	row := n.word
	top := lost
	for j := len(states) - 1; j >= 0; j-- {
		t := row[j]
		t.score -= stayCost
		if t.stays++; t.stays > longStay {
			t.score -= longCost
		}
		if j > 0 && row[j-1].score > t.score {
			t = row[j-1]
			t.stays = 0
		}
		if j > 1 && row[j-2].score-hurryCost > t.score {
			t = row[j-2]
			t.score -= hurryCost
			t.stays = 0
		}
		if j == 0 && entry.score > t.score {
			t = token{score: entry.score, entry: entry.score, from: entry.from, start: s.frame}
		}
		t.score += float64(gains[states[j]])
		row[j] = t
		top = max(top, t.score)
	}
	s.best = max(s.best, top)
}

// row gives tokens for the states of a word.
func (s *Search) row(n int) []token {
	var row []token
	if last := len(s.free) - 1; last >= 0 && cap(s.free[last]) >= n {
		row = s.free[last][:n]
		s.free = s.free[:last]
	} else {
		row = make([]token, n, max(n, 64))
	}
	for i := range row {
		row[i] = none
	}
	return row
}

// spreadFrom lets what has come to the end of words arrive, skip words and jump.
func (s *Search) spreadFrom() {
	limit := s.best - beam
	for k := 0; k < len(s.live); k++ { // grows while it is gone through
		i := int(s.live[k])
		n := &s.nodes[i]
		if n.word != nil {
			if t := n.word[len(n.word)-1]; t.score > limit && t.score > s.nodes[i+1].now.score && t.score > s.nodes[i+1].silence.score {
				from := s.history.Add(t.from, arrival{word: int32(i), start: t.start, end: s.frame, score: float32(t.score - t.entry)})
				s.arrive(i+1, token{score: t.score, from: from})
			}
		}
	}
	s.order()
	for k := 0; k < len(s.live); k++ {
		s.skip(int(s.live[k]), s.best-sideBeam)
	}
	s.jump(s.best - sideBeam)
}

// arrive lets a way come to a node.
func (s *Search) arrive(i int, t token) {
	if t.score > s.nodes[i].now.score {
		s.nodes[i].now = t
		s.enliven(i)
	}
}

// waiting is the best of the ways at a node that are not in its word.
func (s *Search) waiting(i int) token {
	n := &s.nodes[i]
	t := n.now
	if n.silence.score > t.score {
		t = n.silence
	}
	if n.garbage.score > t.score {
		t = n.garbage
	}
	return t
}

// skip leaves out the next word, sentence or turn.
func (s *Search) skip(i int, limit float64) {
	if i == len(s.nodes)-1 {
		return
	}
	t := s.waiting(i)
	try := func(to int, cost float64) {
		u := t
		u.score -= cost
		if u.score > limit && u.score > s.waiting(to).score {
			s.arrive(to, u)
		}
	}
	if t.score-s.costs.SkipWord <= limit {
		return
	}
	try(i+1, s.costs.SkipWord)
	switch s.ref.Words[s.first+i].Begins {
	case Sentence:
		try(s.next(i, Sentence), s.costs.SkipMore)
	case Turn:
		try(s.next(i, Sentence), s.costs.SkipMore)
		try(s.next(i, Turn), s.costs.SkipMore)
	}
}

// next is the next place at which a sentence or a turn begins.
func (s *Search) next(i int, b Break) int {
	for i++; i < len(s.nodes)-1 && s.ref.Words[s.first+i].Begins < b; i++ {
	}
	return i
}

// jump goes into limbo and out of it again.
func (s *Search) jump(limit float64) {
	for _, i := range s.live {
		n := &s.nodes[i]
		for _, t := range []token{n.now, n.silence, n.garbage} {
			if t.score-s.costs.Jump > s.limbo.score {
				s.limbo = t
				s.limbo.score -= s.costs.Jump
				s.limboAt = int(i)
			}
		}
	}
	if s.limbo.score <= limit {
		return
	}
	k, _ := slices.BinarySearch(s.starts, int32(s.limboAt+1))
	n := len(s.starts)
	for d := 0; d < jumpMost && k+d < n; d++ {
		t := s.limbo
		t.score -= s.costs.JumpEach * float64(d)
		if to := int(s.starts[k+d]); t.score > limit && t.score > s.waiting(to).score {
			s.arrive(to, t)
		}
	}
}

// prune drops what has fallen behind.
func (s *Search) prune() {
	kept := s.live[:0]
	for _, i := range s.live {
		n := &s.nodes[i]
		limit := s.best - beam
		if int(i) > s.limboAt {
			limit = max(limit, s.limbo.score-jumpBeam)
		}
		s.pruneWord(n, limit)
		for _, t := range []*token{&n.now, &n.silence, &n.garbage} {
			if t.score < limit {
				*t = none
			}
		}
		if s.alive[i] = n.word != nil || s.waiting(int(i)).score > lost; s.alive[i] {
			kept = append(kept, i)
		}
	}
	s.live = kept
}

func (s *Search) pruneWord(n *node, limit float64) {
	if n.word == nil {
		return
	}
	alive := false
	for j := range n.word {
		if n.word[j].score > limit {
			alive = true
		} else {
			n.word[j] = none
		}
	}
	if !alive {
		s.free = append(s.free, n.word)
		n.word = nil
	}
}

// each calls f for the arrival of each way.
func (s *Search) each(f func(*int32)) {
	visit := func(t *token) {
		if t.score > lost {
			f(&t.from)
		}
	}
	visit(&s.limbo)
	for _, i := range s.live {
		n := &s.nodes[i]
		visit(&n.now)
		visit(&n.silence)
		visit(&n.garbage)
		for j := range n.word {
			visit(&n.word[j])
		}
	}
}

// settle hands over what all ways have in common.
func (s *Search) settle() {
	s.history.Prune(s.each)
	s.hand(s.history.Settle(s.each))
}

// hand hands over the words of a path after its first arrival, which is none yet or was handed over before.
func (s *Search) hand(path []arrival) {
	if len(path) < 2 {
		return
	}
	path = path[1:]
	out := make([]Found, len(path))
	for i, a := range path {
		out[i] = Found{Word: s.first + int(a.word), Start: int(a.start), End: int(a.end), Score: float64(a.score)}
	}
	s.settled(out)
}

// Close says that there are no more frames.
func (s *Search) Close() {
	best := s.limbo
	for _, i := range s.live {
		t := s.waiting(int(i))
		if int(i) < len(s.nodes)-1 {
			t.score -= s.costs.SkipMore
		}
		if t.score > best.score {
			best = t
		}
	}
	if best.score > lost {
		s.hand(s.history.Path(best.from))
	}
}
