package acoustic

import (
	"fmt"
	"math"

	"alongside/sync/align/feature"
)

// gaussians are all normal distributions of the model, with diagonal covariance: codebook by codebook, stream by stream.
// The score of a vector x under one is peak − Σ (x−mean)²·precision.
type gaussians struct {
	books [codebook][density]gaussian // phone·streams + stream
}

type gaussian struct {
	peak      float32 // the logarithm of the density at the mean
	mean      [dims]float32
	precision [dims]float32 // 1/(2·variance)
}

func readGaussians(means, variances []byte) (g gaussians, err error) {
	const leastVariance = 1e-4
	mean, err := readParameters(means)
	if err != nil {
		return g, fmt.Errorf("reading the model's means: %w", err)
	}
	variance, err := readParameters(variances)
	if err != nil {
		return g, fmt.Errorf("reading the model's variances: %w", err)
	}
	for b := range g.books {
		for d := range g.books[b] {
			n := &g.books[b][d]
			at := (b*density + d) * dims
			peak := 0.0
			for i := range dims {
				v := max(float64(variance[at+i]), leastVariance)
				n.mean[i] = mean[at+i]
				n.precision[i] = float32(1 / (2 * v))
				peak -= 0.5 * math.Log(2*math.Pi*v)
			}
			n.peak = float32(peak)
		}
	}
	return g, nil
}

// readParameters reads a file of means or variances: [phones][streams][density][dims]float32.
func readParameters(data []byte) ([]float32, error) {
	c := s3(data)
	books, kinds, each := c.int(), c.int(), c.int()
	if c.err == nil && (books != phones || kinds != streams || each != density) {
		return nil, fmt.Errorf("%d codebooks of %d streams of %d Gaussians", books, kinds, each)
	}
	for range streams {
		if n := c.int(); c.err == nil && n != dims {
			return nil, fmt.Errorf("a stream of %d numbers", n)
		}
	}
	c.int() // how many numbers follow
	out := c.floats(codebook * density * dims)
	return out, c.err
}

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

// An Evaluator scores frames one after the other. Each goroutine needs one of its own.
type Evaluator struct {
	model *Model
	last  [codebook][best]uint8 // the best of the frame before are likely to be the best again
}

// NewEvaluator gives an evaluator of frames for the model.
func (m *Model) NewEvaluator() *Evaluator { return &Evaluator{model: m} }

// Evaluate finds the best Gaussians for the features.
func (e *Evaluator) Evaluate(f *feature.Frame, out *Frame) {
	var scores [phones][best]float32
	for s := range streams {
		x := (*[dims]float32)(f[s*dims:])
		top := float32(math.Inf(-1))
		for p := range phones {
			b := p*streams + s
			scores[p] = e.rank(b, x, &out[b].gaussian)
			top = max(top, scores[p][0])
		}
		for p := range phones {
			r := &out[p*streams+s]
			for i, v := range scores[p] {
				r.cost[i] = uint8(min(worst, (top-v)/unit+0.5))
			}
		}
	}
}

// rank finds the best Gaussians of one codebook.
func (e *Evaluator) rank(b int, x *[dims]float32, order *[best]uint8) (scores [best]float32) {
	for i := range scores {
		scores[i] = float32(math.Inf(-1))
	}
	book := &e.model.gaussians.books[b]
	for d := range book {
		v := book[d].score(x)
		if v <= scores[best-1] {
			continue
		}
		i := best - 1
		for ; i > 0 && scores[i-1] < v; i-- {
			scores[i], order[i] = scores[i-1], order[i-1]
		}
		scores[i], order[i] = v, uint8(d)
	}
	return scores
}

func (g *gaussian) score(x *[dims]float32) float32 {
	var a, b float32
	for i := 0; i < dims-1; i += 2 {
		u, v := x[i]-g.mean[i], x[i+1]-g.mean[i+1]
		a += u * u * g.precision[i]
		b += v * v * g.precision[i+1]
	}
	u := x[dims-1] - g.mean[dims-1]
	return g.peak - a - b - u*u*g.precision[dims-1]
}
