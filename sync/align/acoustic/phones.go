package acoustic

import "math"

// Phones is how many phones the model has, silence and noises among them.
const Phones = phones

// Phones gives, for each phone taken by itself, the logarithm of the chance that the frame is one of it: a phonetic
// posteriorgram (Hazen, Shen and White, ASRU 2009).
func (s *Scores) Phones(out *[Phones]float32) {
	top := float32(math.Inf(-1))
	for p, senones := range s.phones {
		out[p] = max(s.Senone(senones[0]), s.Senone(senones[1]), s.Senone(senones[2]))
		top = max(top, out[p])
	}
	sum := float32(0)
	for _, v := range out {
		sum += float32(math.Exp(float64(v - top)))
	}
	top += float32(math.Log(float64(sum)))
	for p := range out {
		out[p] -= top
	}
}
