package feature

import (
	"math"
	"math/bits"
)

// fourier computes power spectra of real windows. A real transform of 512 points is one complex transform of 256 points
// with even samples as real and odd samples as imaginary parts, untangled afterwards (Press et al., "Numerical Recipes",
// section 12.3).
type fourier struct {
	turn    [half]complex128 // e^(−2πik/512)
	reverse [half]int
	work    [half]complex128
	out     [half + 1]float64
}

const half = fftSize / 2

func newFourier() (f fourier) {
	for k := range f.turn {
		sin, cos := math.Sincos(-2 * math.Pi * float64(k) / fftSize)
		f.turn[k] = complex(cos, sin)
		f.reverse[k] = int(bits.Reverse8(uint8(k)))
	}
	return f
}

// power gives |X|² of bins 0 to 256. The result is overwritten by the next call.
func (f *fourier) power(x *[fftSize]float64) *[half + 1]float64 {
	for k, r := range f.reverse {
		f.work[r] = complex(x[2*k], x[2*k+1])
	}
	f.transform()
	for k := 0; k <= half/2; k++ {
		a, b := f.work[k], f.work[(half-k)%half]
		b = complex(real(b), -imag(b))
		even, odd := (a+b)/2, (a-b)/2
		odd = complex(imag(odd), -real(odd)) // divided by i
		turned := odd * f.turn[k]
		f.out[k] = square(even + turned)
		f.out[half-k] = square(even - turned)
	}
	return &f.out
}

func square(z complex128) float64 { return real(z)*real(z) + imag(z)*imag(z) }

// transform is the in-place radix-2 transform of Cooley and Tukey (Math. Comp. 19, 1965); work is in bit-reversed order.
func (f *fourier) transform() {
	for size := 2; size <= half; size *= 2 {
		step := fftSize / size
		for start := 0; start < half; start += size {
			low, high := f.work[start:start+size/2], f.work[start+size/2:start+size]
			for k := range low {
				t := high[k] * f.turn[k*step]
				low[k], high[k] = low[k]+t, low[k]-t
			}
		}
	}
}
