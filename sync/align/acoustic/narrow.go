//go:build !goexperiment.simd || !amd64

package acoustic

// score computes the scores of all Gaussians of a codebook.
func (b *book) score(x *[dims]float32, out *bookScores) { b.plain(x, out) }
