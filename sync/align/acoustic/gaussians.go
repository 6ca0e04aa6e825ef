package acoustic

import (
	"fmt"
	"math"
)

// gaussians are all normal distributions of the model, with diagonal covariance: codebook by codebook, stream by stream.
type gaussians struct {
	books [codebook]book // phone·streams + stream
}

// book is one codebook in one stream. The score of a vector x under a Gaussian is log N(x) = constant + Σ x·linear +
// x²·square, with linear = mean/variance and square = −1/(2·variance); all Gaussians' numbers for one dimension lie together.
type book struct {
	constant [density]float32
	linear   [dims][density]float32
	square   [dims][density]float32
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
	for n := range g.books {
		b := &g.books[n]
		for d := range density {
			at := (n*density + d) * dims
			constant := 0.0
			for i := range dims {
				m, v := float64(mean[at+i]), max(float64(variance[at+i]), leastVariance)
				b.linear[i][d] = float32(m / v)
				b.square[i][d] = float32(-1 / (2 * v))
				constant -= 0.5*math.Log(2*math.Pi*v) + m*m/(2*v)
			}
			b.constant[d] = float32(constant)
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
