package feature

import "math"

const (
	fftSize     = 512
	bands       = 25
	lowest      = 130.0 // Hz, of the lowest band
	highest     = 6800.0
	preEmphasis = 0.97
	lifter      = 22
	fullScale   = 32768 // the model was trained on 16-bit samples
	leastEnergy = 1e-4  // so that the logarithm of silence exists
)

// spectrum makes the cepstrum of one window. It remembers the steady noise of the windows before.
type spectrum struct {
	hamming [Window]float64
	fourier fourier
	mel     [bands]band
	noise   noise
	cosine  [Cepstra][bands]float64 // the cosine transform with scaling and liftering in it
	real    [fftSize]float64
	energy  [bands]float64
}

// band is one triangular filter: the weights of the Fourier bins from first on.
type band struct {
	first   int
	weights []float64
}

func newSpectrum() *spectrum {
	s := &spectrum{fourier: newFourier(), mel: melBands()}
	for i := range s.hamming {
		s.hamming[i] = 0.54 - 0.46*math.Cos(2*math.Pi*float64(i)/(Window-1))
	}
	for i := range s.cosine {
		scale := math.Sqrt(2.0 / bands)
		if i == 0 {
			scale = math.Sqrt(1.0 / bands)
		}
		scale *= 1 + lifter/2*math.Sin(float64(i)*math.Pi/lifter)
		for j := range s.cosine[i] {
			s.cosine[i][j] = scale * math.Cos(math.Pi/bands*float64(i)*(float64(j)+0.5))
		}
	}
	return s
}

// cepstrum takes one window of samples and the sample before it.
func (s *spectrum) cepstrum(window []float32, before float32) (c cepstrum) {
	for i, v := range window {
		s.real[i] = fullScale * float64(v-preEmphasis*before) * s.hamming[i]
		before = v
	}
	clear(s.real[Window:])
	power := s.fourier.power(&s.real)
	for i := range s.mel {
		b := &s.mel[i]
		sum := 0.0
		for k, w := range b.weights {
			sum += w * power[b.first+k]
		}
		s.energy[i] = sum
	}
	s.noise.remove(&s.energy)
	for i, v := range s.energy {
		s.energy[i] = math.Log(v + leastEnergy)
	}
	for i := range c {
		sum := 0.0
		for j, w := range s.cosine[i] {
			sum += w * s.energy[j]
		}
		c[i] = float32(sum)
	}
	return c
}

// melBands lays triangles of equal area between lowest and highest, evenly on the mel scale, their corners rounded to
// Fourier bins, as Sphinx does.
func melBands() (out [bands]band) {
	mel := func(hz float64) float64 { return 2595 * math.Log10(1+hz/700) }
	hertz := func(mel float64) float64 { return 700 * (math.Pow(10, mel/2595) - 1) }
	step := (mel(highest) - mel(lowest)) / (bands + 1)
	const bin = float64(Rate) / fftSize
	for i := range out {
		var corner [3]float64
		for j := range corner {
			corner[j] = math.Round(hertz(mel(lowest)+float64(i+j)*step)/bin) * bin
		}
		first := int(math.Ceil(corner[0] / bin))
		b := band{first: first}
		for k := first; float64(k)*bin <= corner[2]; k++ {
			hz := float64(k) * bin
			rising := (hz - corner[0]) / (corner[1] - corner[0])
			falling := (corner[2] - hz) / (corner[2] - corner[1])
			b.weights = append(b.weights, min(rising, falling)*2/(corner[2]-corner[0]))
		}
		out[i] = b
	}
	return out
}
