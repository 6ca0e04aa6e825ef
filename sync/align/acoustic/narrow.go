//go:build !goexperiment.simd || !amd64

package acoustic

// canWide reports whether this program has wide arithmetic.
func canWide() bool { return false }

// measure computes the distances of all Gaussians of a codebook from some frames.
func (b *book) measure(x *spread, out *[together]distances) { b.plainMeasure(x, out) }

// within has a bit for each Gaussian that is no farther away than the limit.
func (d *distances) within(limit float32) [density / 64]uint64 { return d.plainWithin(limit) }

// mix computes the score of a senone.
func (s *Scores) mix(q uint16) { s.plainMix(q) }
