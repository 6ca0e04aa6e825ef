package acoustic

import (
	"fmt"
	"math"
)

// gaussians are all normal distributions of the model, with diagonal covariance: codebook by codebook, stream by stream.
type gaussians struct {
	books [codebook]book // phone·streams + stream
}

// book is one codebook in one stream. The score of a vector x under a Gaussian, log N(x), is less the *distance* between them:
// constant + Σ (x·scale + shift)², with scale = 1/√(2·variance), shift = −mean·scale and what does not depend on x in the
// constant. Some Gaussians' numbers for one dimension lie together, as wide arithmetic wants them.
type book struct {
	constant [groups][rows][lanes]float32
	groups   [groups][dims]row
}

type row struct{ scale, shift [rows][lanes]float32 }

// Wide arithmetic computes as many distances at once as there are lanes, in several rows, so that there is always something
// to do while a result is on its way.
const (
	lanes     = 8
	rows      = 2
	groupSize = rows * lanes
	groups    = density / groupSize
)

func readGaussians(means, variances []byte) (g gaussians, err error) {
	mean, err := readParameters(means)
	if err != nil {
		return g, fmt.Errorf("reading the model's means: %w", err)
	}
	variance, err := readParameters(variances)
	if err != nil {
		return g, fmt.Errorf("reading the model's variances: %w", err)
	}
	for n := range g.books {
		for d := range density {
			at := (n*density + d) * dims
			g.books[n].set(d, (*[dims]float32)(mean[at:]), (*[dims]float32)(variance[at:]))
		}
	}
	return g, nil
}

// set takes the numbers of one Gaussian.
func (b *book) set(d int, mean, variance *[dims]float32) {
	const leastVariance = 1e-4
	group, row, lane := d/groupSize, d/lanes%rows, d%lanes
	product := 1.0
	for i := range dims {
		v := max(float64(variance[i]), leastVariance)
		scale := 1 / math.Sqrt(2*v)
		b.groups[group][i].scale[row][lane] = float32(scale)
		b.groups[group][i].shift[row][lane] = float32(-float64(mean[i]) * scale)
		product *= 2 * math.Pi * v
	}
	b.constant[group][row][lane] = float32(0.5 * math.Log(product))
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
