package acoustic

import (
	"math"

	"alongside/sync/align/feature"
)

// best is how many Gaussians of a codebook count in a frame: the others hardly add to the sum.
const best = 4

// A Frame is what the Gaussians say of one frame: for each codebook the best few and by how much each is worse than the
// best of all codebooks in that stream, in units of the mixture weights.
type Frame [codebook]ranking

type ranking struct {
	gaussian [best]uint8
	cost     [best]uint8
}

// worst is the largest cost of a Gaussian, 9.83 nats: a codebook that does not fit at all should not cost without limit.
const worst = 96

// An Evaluator scores frames. Each goroutine needs one of its own.
//
// Nearly all of the time that alignment takes is spent here. So it takes many frames at a time, codebook by codebook: one
// codebook stays in the processor's nearest cache meanwhile. And it computes all Gaussians of a codebook side by side,
// which wide arithmetic does eight at a time where the program is built for it (see wide.go).
type Evaluator struct {
	gaussians *gaussians
	scores    [][codebook][best]float32
	top       [][streams]float32 // the highest score in each stream, of the codebooks so far
	all       bookScores
}

// bookScores are the scores of the Gaussians of a codebook. As few of them matter, the highest of each column is kept too.
// Gaussian d is in column d/(lanes·rows)·lanes + d%lanes.
type bookScores struct {
	each    [density]float32
	columns [density / rows]float32
}

// Wide arithmetic computes as many scores at once as there are lanes, in several rows, so that there is always something
// to do while a result is on its way.
const (
	lanes = 8
	rows  = 4
)

// NewEvaluator gives an evaluator of frames for the model.
func (m *Model) NewEvaluator() *Evaluator { return &Evaluator{gaussians: &m.gaussians} }

// Evaluate finds the best Gaussians for the features of frames in a row. Both are of the same length.
func (e *Evaluator) Evaluate(features []feature.Frame, out []Frame) {
	if len(e.scores) < len(features) {
		e.scores = make([][codebook][best]float32, len(features))
		e.top = make([][streams]float32, len(features))
	}
	for t := range features {
		for s := range e.top[t] {
			e.top[t][s] = float32(math.Inf(-1))
		}
	}
	for b := range e.gaussians.books {
		book, stream := &e.gaussians.books[b], b%streams
		order := [best]uint8{0, 1, 2, 3}
		for t := range features {
			book.score((*[dims]float32)(features[t][stream*dims:]), &e.all)
			top := &e.top[t][stream]
			order = rank(&e.all, order, *top-worst*unit, &e.scores[t][b])
			*top = max(*top, e.scores[t][b][0])
			out[t][b].gaussian = order
		}
	}
	for t := range features {
		cost(&e.scores[t], &e.top[t], &out[t])
	}
}

// rank finds the best of the scores, best first. The guess is the best of the frame before: what scores less than all of
// them need not be looked at, and that is nearly everything; nor what scores less than the limit, which is as bad as can be.
func rank(all *bookScores, guess [best]uint8, limit float32, scores *[best]float32) (order [best]uint8) {
	least := all.each[guess[0]]
	for _, d := range guess[1:] {
		least = min(least, all.each[d])
	}
	least = max(least, limit)
	order = guess
	for i := range scores {
		scores[i] = float32(math.Inf(-1))
	}
	for c, highest := range all.columns {
		if highest < least {
			continue
		}
		first := c/lanes*lanes*rows + c%lanes
		for d := first; d < first+lanes*rows; d += lanes {
			v := all.each[d]
			if v < least {
				continue
			}
			i := best - 1
			for ; i > 0 && scores[i-1] < v; i-- {
				scores[i], order[i] = scores[i-1], order[i-1]
			}
			scores[i], order[i] = v, uint8(d)
			least = max(least, scores[best-1])
		}
	}
	return order
}

// cost turns the scores of a frame into costs.
func cost(scores *[codebook][best]float32, top *[streams]float32, out *Frame) {
	for b := range scores {
		for i, v := range scores[b] {
			out[b].cost[i] = worst
			if c := (top[b%streams]-v)/unit + 0.5; c < worst {
				out[b].cost[i] = uint8(c)
			}
		}
	}
}

// plain computes the scores of all Gaussians of a codebook without wide arithmetic.
func (b *book) plain(x *[dims]float32, out *bookScores) {
	each := &out.each
	*each = b.constant
	for i, v := range x {
		linear, square := &b.linear[i], &b.square[i]
		w := v * v
		for d := range each {
			each[d] += v*linear[d] + w*square[d]
		}
	}
	for c := range out.columns {
		d := c/lanes*lanes*rows + c%lanes
		out.columns[c] = max(max(each[d], each[d+lanes]), max(each[d+2*lanes], each[d+3*lanes]))
	}
}
