//go:build goexperiment.simd && amd64

package acoustic

import "simd/archsimd"

// score computes the scores of all Gaussians of a codebook, eight at a time. Where the processor cannot, it does the same
// one at a time.
func (b *book) score(x *[dims]float32, out *bookScores) {
	if !archsimd.X86.FMA() || !archsimd.X86.AVX2() {
		b.plain(x, out)
		return
	}
	for d := 0; d < density; d += lanes * rows {
		s0 := archsimd.LoadFloat32x8Slice(b.constant[d:])
		s1 := archsimd.LoadFloat32x8Slice(b.constant[d+lanes:])
		s2 := archsimd.LoadFloat32x8Slice(b.constant[d+2*lanes:])
		s3 := archsimd.LoadFloat32x8Slice(b.constant[d+3*lanes:])
		for i, v := range x {
			a, q := archsimd.BroadcastFloat32x8(v), archsimd.BroadcastFloat32x8(v*v)
			linear, square := (*[lanes * rows]float32)(b.linear[i][d:]), (*[lanes * rows]float32)(b.square[i][d:])
			s0 = archsimd.LoadFloat32x8Slice(linear[0:]).MulAdd(a, s0)
			s1 = archsimd.LoadFloat32x8Slice(linear[lanes:]).MulAdd(a, s1)
			s2 = archsimd.LoadFloat32x8Slice(linear[2*lanes:]).MulAdd(a, s2)
			s3 = archsimd.LoadFloat32x8Slice(linear[3*lanes:]).MulAdd(a, s3)
			s0 = archsimd.LoadFloat32x8Slice(square[0:]).MulAdd(q, s0)
			s1 = archsimd.LoadFloat32x8Slice(square[lanes:]).MulAdd(q, s1)
			s2 = archsimd.LoadFloat32x8Slice(square[2*lanes:]).MulAdd(q, s2)
			s3 = archsimd.LoadFloat32x8Slice(square[3*lanes:]).MulAdd(q, s3)
		}
		s0.StoreSlice(out.each[d:])
		s1.StoreSlice(out.each[d+lanes:])
		s2.StoreSlice(out.each[d+2*lanes:])
		s3.StoreSlice(out.each[d+3*lanes:])
		s0.Max(s1).Max(s2.Max(s3)).StoreSlice(out.columns[d/rows:])
	}
}
