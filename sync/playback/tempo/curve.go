package tempo

import (
	"cmp"
	"slices"
	"time"
)

// A Point is a tempo at a time of an audio: 1 is as recorded.
type Point struct {
	At    time.Duration
	Tempo float64
}

// A Curve is the tempo over an audio's time: at its points as they say, in between on the straight line. Before the first
// point and after the last it stays. An empty one is 1 everywhere. The points lie in order.
type Curve []Point

// At is the tempo at a time.
func (c Curve) At(at time.Duration) float64 {
	if len(c) == 0 {
		return 1
	}
	i, _ := slices.BinarySearchFunc(c, at, func(p Point, at time.Duration) int { return cmp.Compare(p.At, at) })
	switch {
	case i == 0:
		return c[0].Tempo
	case i == len(c):
		return c[i-1].Tempo
	}
	a, b := c[i-1], c[i]
	return a.Tempo + (b.Tempo-a.Tempo)*float64(at-a.At)/float64(b.At-a.At)
}
