package warp

import (
	"math"
	"math/rand/v2"
)

const (
	classes = 160
	rounds  = 8 // of k-means
)

// Classes are what the sounds of the reference are divided into.
type Classes struct {
	components components
	centre     [classes]Frame
	share      [classes]float64
	spread     spread
}

// NewClasses finds the classes of the reference, or of as much as is there of it, by k-means (MacQueen, 1967).
func NewClasses(raws []Raw) *Classes {
	c := &Classes{components: newComponents(raws)}
	frames := make([]Frame, len(raws))
	for i := range raws {
		frames[i] = c.Frame(&raws[i])
	}
	c.spread = spreadOf(frames)
	if len(frames) == 0 {
		return c
	}
	random := rand.New(rand.NewPCG(1, 2)) // the same for the same text, so that the times are the same
	for k := range c.centre {
		c.centre[k] = frames[random.IntN(len(frames))]
	}
	for range rounds {
		c.improve(frames)
	}
	return c
}

// Frame gives what is compared of a frame.
func (c *Classes) Frame(raw *Raw) (f Frame) {
	copy(f[:], raw.Cepstra[:])
	c.components.of(&raw.Phones, (*[heard]float32)(f[cepstra:]))
	return f
}

// improve moves each class to the middle of the frames that are nearest to it.
func (c *Classes) improve(frames []Frame) {
	sums := make([]sums, classes)
	for i := range frames {
		sums[c.nearest(&frames[i])].add(&frames[i], 1)
	}
	for k := range sums {
		c.share[k] = sums[k].n / float64(len(frames))
		if sums[k].n > 0 {
			c.centre[k] = sums[k].mean()
		}
	}
}

func (c *Classes) nearest(f *Frame) int { return nearest(c.centre[:], f, &c.spread.scale) }

// nearest is the number of the nearest centre.
func nearest(centres []Frame, f, scale *Frame) int {
	best, least := 0, float32(math.Inf(1))
	for k := range centres {
		distance := float32(0)
		for d, v := range centres[k] {
			x := (f[d] - v) * scale[d]
			distance += x * x
		}
		if distance < least {
			best, least = k, distance
		}
	}
	return best
}

// spread is about what frames lie and how far from it.
type spread struct {
	mean, variance Frame
	scale          Frame // 1 / standard deviation
}

func spreadOf(frames []Frame) (s spread) {
	var all sums
	for i := range frames {
		all.add(&frames[i], 1)
	}
	if len(frames) > 0 {
		s.mean = all.mean()
	}
	for d := range s.scale {
		v := max(leastVariance, all.scatter(d)/max(1, all.n))
		s.variance[d] = float32(v)
		s.scale[d] = float32(1 / math.Sqrt(v))
	}
	return s
}

const leastVariance = 1e-3

// sums are what a mean and a variance are computed from.
type sums struct {
	n             float64
	value, square [size]float64
}

func (s *sums) add(f *Frame, weight float64) {
	s.n += weight
	for d, v := range f {
		x := float64(v)
		s.value[d] += weight * x
		s.square[d] += weight * x * x
	}
}

func (s *sums) scale(by float64) {
	s.n *= by
	for d := range s.value {
		s.value[d] *= by
		s.square[d] *= by
	}
}

func (s *sums) mean() (f Frame) {
	for d := range f {
		f[d] = float32(s.value[d] / s.n)
	}
	return f
}

// scatter is the sum of the squares of the distances from the mean.
func (s *sums) scatter(d int) float64 {
	if s.n == 0 {
		return 0
	}
	return max(0, s.square[d]-s.value[d]*s.value[d]/s.n)
}
