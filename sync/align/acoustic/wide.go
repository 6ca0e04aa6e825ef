//go:build goexperiment.simd && amd64

package acoustic

import (
	"math"
	"simd/archsimd"
)

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

// manySenones is how many senones of a phone take about as long one by one as all of them with wide arithmetic.
const manySenones = 16

// mix computes the score of a senone; where many of its phone have been asked for in this frame, those of all of them.
func (s *Scores) mix(q uint16) {
	m := &s.model.mixtures
	p := int(m.phone[q])
	s.asked[p]++
	if s.asked[p] <= manySenones || !canWide() {
		s.plainMix(q)
		return
	}
	w := &m.rows[p]
	out := s.known[w.first : w.first+w.count]
	for k := range out {
		out[k] = mixScale
	}
	for i := range streams {
		var share [best][lanes]float32
		r := &s.frame[p*streams+i]
		for k, c := range r.cost {
			for lane := range share[k] {
				share[k][lane] = m.linear[c]
			}
		}
		multiply(out, &share, w.row(i, r.gaussian[0]), w.row(i, r.gaussian[1]), w.row(i, r.gaussian[2]), w.row(i, r.gaussian[3]))
	}
	logarithms(out)
}

// multiply multiplies each number by the sum of the rows in their shares.
func multiply(out []float32, share *[best][lanes]float32, a, b, c, d []float32) {
	a, b, c, d = a[:len(out)], b[:len(out)], c[:len(out)], d[:len(out)]
	s0, s1 := archsimd.LoadFloat32x8(&share[0]), archsimd.LoadFloat32x8(&share[1])
	s2, s3 := archsimd.LoadFloat32x8(&share[2]), archsimd.LoadFloat32x8(&share[3])
	for k := 0; k+lanes <= len(out); k += lanes {
		sum := archsimd.LoadFloat32x8Slice(a[k:]).Mul(s0)
		sum = archsimd.LoadFloat32x8Slice(b[k:]).MulAdd(s1, sum)
		sum = archsimd.LoadFloat32x8Slice(c[k:]).MulAdd(s2, sum)
		sum = archsimd.LoadFloat32x8Slice(d[k:]).MulAdd(s3, sum)
		archsimd.LoadFloat32x8Slice(out[k:]).Mul(sum).StoreSlice(out[k:])
	}
	archsimd.ClearAVXUpperBits()
}

// logarithms makes of each number what logarithm does.
func logarithms(x []float32) {
	mantissa, one := archsimd.BroadcastInt32x8(1<<mantissaBits-1), archsimd.BroadcastInt32x8(bias<<mantissaBits)
	shift := archsimd.BroadcastInt32x8(bias + mixScaleBits)
	c0, c1, c2 := spreadConstant(math.Float32bits(log0)), spreadConstant(math.Float32bits(log1)), spreadConstant(math.Float32bits(log2))
	c3, c4, c5 := spreadConstant(math.Float32bits(log3)), spreadConstant(math.Float32bits(log4)), spreadConstant(math.Float32bits(log5))
	ln2 := spreadConstant(math.Float32bits(math.Ln2))
	for k := 0; k+lanes <= len(x); k += lanes {
		bits := archsimd.LoadFloat32x8Slice(x[k:]).AsInt32x8()
		exponent := bits.ShiftAllRight(mantissaBits).Sub(shift).ConvertToFloat32()
		m := bits.And(mantissa).Or(one).AsFloat32x8()
		rest := c5.MulAdd(m, c4).MulAdd(m, c3).MulAdd(m, c2).MulAdd(m, c1).MulAdd(m, c0)
		exponent.Add(rest).Mul(ln2).StoreSlice(x[k:])
	}
	archsimd.ClearAVXUpperBits()
}

// spreadConstant is the number with these bits in all lanes. It goes by way of whole numbers, as a single float32 would be
// loaded with an instruction of the other kind.
func spreadConstant(bits uint32) archsimd.Float32x8 {
	return archsimd.BroadcastUint32x8(bits).AsFloat32x8()
}
