package acoustic

import (
	"math"
	"math/bits"

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
// Much of the time that alignment takes is spent here. So it takes many frames at a time, codebook by codebook: one codebook
// stays in the processor's nearest cache meanwhile. And it holds each Gaussian against four frames at once, so that what is
// loaded of it serves them all; where the program is built for wide arithmetic and the processor has it, eight Gaussians
// side by side (see wide.go).
type Evaluator struct {
	gaussians *gaussians
	spread    [][streams]spread // for each four frames
	distances [together]distances
	nearest   [][codebook]nearest
	least     [][streams]float32 // the least distance in each stream, of the codebooks so far
}

// together is how many frames are held against a Gaussian at once.
const together = 4

// spread is a stream of some frames, each number as often as there are lanes.
type spread [dims][together][lanes]float32

// distances are those of all Gaussians of a codebook from a frame.
type distances [density / lanes][lanes]float32

func (d *distances) of(gaussian uint8) float32 {
	return d[gaussian/lanes&(density/lanes-1)][gaussian%lanes]
}

// nearest are the Gaussians of a codebook that are nearest to a frame, nearest first.
type nearest struct {
	gaussian [best]uint8
	distance [best]float32
}

// NewEvaluator gives an evaluator of frames for the model.
func (m *Model) NewEvaluator() *Evaluator { return &Evaluator{gaussians: &m.gaussians} }

// Evaluate finds the best Gaussians for the features of frames in a row. Both are of the same length.
func (e *Evaluator) Evaluate(features []feature.Frame, out []Frame) {
	e.take(features)
	for b := range e.gaussians.books {
		book, stream := &e.gaussians.books[b], b%streams
		guess := [best]uint8{0, 1, 2, 3}
		for t := range features {
			if t%together == 0 {
				book.measure(&e.spread[t/together][stream], &e.distances)
			}
			near, least := &e.nearest[t][b], &e.least[t][stream]
			near.find(&e.distances[t%together], guess, *least+worst*unit)
			*least = min(*least, near.distance[0])
			guess = near.gaussian
		}
	}
	for t := range features {
		cost(&e.nearest[t], &e.least[t], &out[t])
	}
}

// take makes ready for the features. What is missing of the last frames together stays as it was.
func (e *Evaluator) take(features []feature.Frame) {
	if frames := len(features); len(e.nearest) < frames {
		e.nearest = make([][codebook]nearest, frames)
		e.least = make([][streams]float32, frames)
		e.spread = make([][streams]spread, (frames+together-1)/together)
	}
	for t := range features {
		for s := range e.least[t] {
			e.least[t][s] = float32(math.Inf(1))
		}
		for i, v := range features[t] {
			all := &e.spread[t/together][i/dims][i%dims][t%together]
			for k := range all {
				all[k] = v
			}
		}
	}
}

// find finds the nearest. The guess are those of the frame before: what is farther away than all of them need not be looked
// at, and that is nearly everything; nor what is beyond the limit, which is as bad as can be.
func (n *nearest) find(all *distances, guess [best]uint8, limit float32) {
	far := float32(0)
	for i, g := range guess {
		far = max(far, all.of(g))
		n.distance[i] = float32(math.Inf(1))
	}
	n.gaussian = guess
	limit = min(limit, far)
	for half, found := range all.within(limit) {
		for ; found != 0; found &= found - 1 {
			g := uint8(half*64 + bits.TrailingZeros64(found))
			if v := all.of(g); v <= limit {
				n.insert(g, v)
				limit = min(limit, n.distance[best-1])
			}
		}
	}
}

// insert takes a Gaussian that is nearer than the last, or as near.
func (n *nearest) insert(gaussian uint8, distance float32) {
	i := best - 1
	for ; i > 0 && n.distance[i-1] > distance; i-- {
		n.distance[i], n.gaussian[i] = n.distance[i-1], n.gaussian[i-1]
	}
	n.distance[i], n.gaussian[i] = distance, gaussian
}

// cost turns the distances of a frame into costs.
func cost(near *[codebook]nearest, least *[streams]float32, out *Frame) {
	for b := range near {
		out[b].gaussian = near[b].gaussian
		for i, v := range near[b].distance {
			out[b].cost[i] = worst
			if c := (v-least[b%streams])/unit + 0.5; c < worst {
				out[b].cost[i] = uint8(c)
			}
		}
	}
}

// plainMeasure computes the distances of all Gaussians of a codebook from some frames without wide arithmetic.
func (b *book) plainMeasure(x *spread, out *[together]distances) {
	for d := range density {
		group, row, lane := &b.groups[d/groupSize], d/lanes%rows, d%lanes
		sum0 := b.constant[d/groupSize][row][lane]
		sum1, sum2, sum3 := sum0, sum0, sum0
		for i := range x {
			scale, shift := group[i].scale[row][lane], group[i].shift[row][lane]
			y0, y1 := x[i][0][0]*scale+shift, x[i][1][0]*scale+shift
			y2, y3 := x[i][2][0]*scale+shift, x[i][3][0]*scale+shift
			sum0 += y0 * y0
			sum1 += y1 * y1
			sum2 += y2 * y2
			sum3 += y3 * y3
		}
		for k, sum := range [together]float32{sum0, sum1, sum2, sum3} {
			out[k][d/lanes][lane] = sum
		}
	}
}

// plainWithin does the same as within without wide arithmetic.
func (d *distances) plainWithin(limit float32) (out [density / 64]uint64) {
	for i := range d {
		for k, v := range d[i] {
			if v <= limit {
				out[i*lanes/64] |= 1 << (i*lanes%64 + k)
			}
		}
	}
	return out
}
