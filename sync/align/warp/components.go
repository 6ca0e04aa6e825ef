package warp

import (
	"math"

	"alongside/sync/align/acoustic"
)

const phones = acoustic.Phones

// leastChance is the logarithm of a chance that is as good as none.
const leastChance = -7

// components are the directions in which posteriorgrams differ most, by principal component analysis: the phones' chances
// go up and down together, and models want numbers that do not.
type components struct {
	mean [phones]float64
	axes [heard][phones]float32
}

type matrix [phones][phones]float64

func newComponents(raws []Raw) (c components) {
	for i := range raws {
		for p, v := range raws[i].Phones {
			c.mean[p] += float64(max(v, leastChance)) / float64(len(raws))
		}
	}
	var covariance matrix
	for i := range raws {
		var x [phones]float64
		for p, v := range raws[i].Phones {
			x[p] = float64(max(v, leastChance)) - c.mean[p]
		}
		for a := range x {
			for b := range x {
				covariance[a][b] += x[a] * x[b]
			}
		}
	}
	vectors := covariance.diagonalise()
	for i := range c.axes {
		best := 0
		for p := range covariance {
			if covariance[p][p] > covariance[best][best] {
				best = p
			}
		}
		covariance[best][best] = -1 // taken
		for p := range vectors {
			c.axes[i][p] = float32(vectors[p][best])
		}
	}
	return c
}

func (c *components) of(chances *[phones]float32, out *[heard]float32) {
	var x [phones]float32
	for p, v := range chances {
		x[p] = max(v, leastChance) - float32(c.mean[p])
	}
	for i := range c.axes {
		sum := float32(0)
		for p, v := range c.axes[i] {
			sum += v * x[p]
		}
		out[i] = sum
	}
}

// sweeps is how often each pair of rows is turned; a matrix of this size is diagonal long before.
const sweeps = 12

// diagonalise leaves the eigenvalues of a symmetric matrix in its diagonal and gives its eigenvectors, as columns, by
// Jacobi's method (Golub and Van Loan, "Matrix Computations", section 8.5).
func (m *matrix) diagonalise() *matrix {
	var vectors matrix
	for p := range vectors {
		vectors[p][p] = 1
	}
	for range sweeps {
		for p := range phones {
			for q := p + 1; q < phones; q++ {
				m.turn(p, q, &vectors)
			}
		}
	}
	return &vectors
}

// turn makes the elements (p, q) and (q, p) zero.
func (m *matrix) turn(p, q int, vectors *matrix) {
	if math.Abs(m[p][q]) < 1e-12 {
		return
	}
	angle := (m[q][q] - m[p][p]) / (2 * m[p][q])
	tan := math.Copysign(1/(math.Abs(angle)+math.Sqrt(angle*angle+1)), angle)
	cos := 1 / math.Sqrt(tan*tan+1)
	sin := tan * cos
	for k := range phones {
		x, y := m[k][p], m[k][q]
		m[k][p], m[k][q] = cos*x-sin*y, sin*x+cos*y
	}
	for k := range phones {
		x, y := m[p][k], m[q][k]
		m[p][k], m[q][k] = cos*x-sin*y, sin*x+cos*y
	}
	for k := range phones {
		x, y := vectors[k][p], vectors[k][q]
		vectors[k][p], vectors[k][q] = cos*x-sin*y, sin*x+cos*y
	}
}
