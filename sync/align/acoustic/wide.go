//go:build goexperiment.simd && amd64

package acoustic

import "simd/archsimd"

// canWide reports whether this processor has wide arithmetic.
func canWide() bool { return archsimd.X86.FMA() && archsimd.X86.AVX2() }

// measure computes the distances of all Gaussians of a codebook from some frames. No arithmetic on single numbers may come
// in between: where the upper halves of wide registers are in use, it can take a processor ten times as long.
func (b *book) measure(x *spread, out *[together]distances) {
	if !canWide() {
		b.plainMeasure(x, out)
		return
	}
	for g := range b.groups {
		c, d := archsimd.LoadFloat32x8(&b.constant[g][0]), archsimd.LoadFloat32x8(&b.constant[g][1])
		c0, c1, c2, c3 := c, c, c, c
		d0, d1, d2, d3 := d, d, d, d
		for i := range x {
			r, v := &b.groups[g][i], &x[i]
			c, d := archsimd.LoadFloat32x8(&r.scale[0]), archsimd.LoadFloat32x8(&r.scale[1])
			p, q := archsimd.LoadFloat32x8(&r.shift[0]), archsimd.LoadFloat32x8(&r.shift[1])
			x0, x1 := archsimd.LoadFloat32x8(&v[0]), archsimd.LoadFloat32x8(&v[1])
			y, z := c.MulAdd(x0, p), d.MulAdd(x0, q)
			c0, d0 = y.MulAdd(y, c0), z.MulAdd(z, d0)
			y, z = c.MulAdd(x1, p), d.MulAdd(x1, q)
			c1, d1 = y.MulAdd(y, c1), z.MulAdd(z, d1)
			x0, x1 = archsimd.LoadFloat32x8(&v[2]), archsimd.LoadFloat32x8(&v[3])
			y, z = c.MulAdd(x0, p), d.MulAdd(x0, q)
			c2, d2 = y.MulAdd(y, c2), z.MulAdd(z, d2)
			y, z = c.MulAdd(x1, p), d.MulAdd(x1, q)
			c3, d3 = y.MulAdd(y, c3), z.MulAdd(z, d3)
		}
		c0.Store(&out[0][g*rows])
		d0.Store(&out[0][g*rows+1])
		c1.Store(&out[1][g*rows])
		d1.Store(&out[1][g*rows+1])
		c2.Store(&out[2][g*rows])
		d2.Store(&out[2][g*rows+1])
		c3.Store(&out[3][g*rows])
		d3.Store(&out[3][g*rows+1])
	}
	archsimd.ClearAVXUpperBits()
}

// within has a bit for each Gaussian that is no farther away than the limit.
func (d *distances) within(limit float32) (out [density / 64]uint64) {
	if !canWide() {
		return d.plainWithin(limit)
	}
	most := archsimd.BroadcastFloat32x8(limit)
	for i := range out {
		for k := range 64 / lanes {
			near := archsimd.LoadFloat32x8(&d[i*64/lanes+k]).LessEqual(most).ToBits()
			out[i] |= uint64(near) << (k * lanes)
		}
	}
	archsimd.ClearAVXUpperBits()
	return out
}
