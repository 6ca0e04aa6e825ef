package acoustic

import "math"

// Unknown stands for a score that nobody has asked for yet.
const Unknown = float32(math.MaxFloat32)

// Scores gives the scores of the senones in one frame after the other. Few of the thousands are asked for in any frame, so
// each is computed when it is first asked for; with wide arithmetic, all those of its phone where many are. Not for use by
// several goroutines.
type Scores struct {
	model   *Model
	frame   *Frame
	known   []float32        // by senone; Unknown where it is not
	asked   [phones]uint8    // how many of each phone have been computed by themselves
	phones  [][States]uint16 // the senones of each phone by itself
	silence float32
	any     float32
}

// NewScores gives the scores of no frame yet.
func (m *Model) NewScores() *Scores {
	s := &Scores{model: m, known: make([]float32, m.mixtures.senones())}
	for p := range phones {
		s.phones = append(s.phones, m.senones(m.definition.entry(p)))
	}
	return s
}

// Set makes the frame the one that is asked about.
func (s *Scores) Set(f *Frame) {
	s.frame = f
	s.asked = [phones]uint8{}
	copy(s.known, s.model.mixtures.unknown)
	var top [3]float32
	for i := range top {
		top[i] = float32(math.Inf(-1))
	}
	for p, senones := range s.phones {
		if s.most(p) < top[2] {
			continue
		}
		for _, q := range senones {
			v := s.Senone(q)
			switch {
			case v > top[0]:
				top[0], top[1], top[2] = v, top[0], top[1]
			case v > top[1]:
				top[1], top[2] = v, top[1]
			case v > top[2]:
				top[2] = v
			}
		}
	}
	s.any = (top[0] + top[1] + top[2]) / 3
	s.silence = float32(math.Inf(-1))
	for _, q := range s.phones[s.model.Silence] {
		s.silence = max(s.silence, s.Senone(q))
	}
}

// most is a score that no senone of a phone can exceed: that of its nearest Gaussians alone, as weights sum up to 1, or
// hardly more when rounded.
func (s *Scores) most(p int) float32 {
	const rounding = streams
	steps := rounding
	for i := range streams {
		steps -= int(s.frame[p*streams+i].cost[0])
	}
	return unit * float32(steps)
}

// Known are the scores of all senones in the frame, as far as they have been asked for; the others are [Unknown]. It is
// always the same slice.
func (s *Scores) Known() []float32 { return s.known }

// Senone is the score of one senone in the frame.
func (s *Scores) Senone(q uint16) float32 {
	if s.known[q] == Unknown {
		s.mix(q)
	}
	return s.known[q]
}

// mixScale keeps the product of three small sums within what a float32 can hold.
const (
	mixScaleBits = 64
	mixScale     = 1 << mixScaleBits
)

// plainMix computes the score of a senone: the mix of the nearest Gaussians of its phone, stream by stream.
func (s *Scores) plainMix(q uint16) {
	m := &s.model.mixtures
	first := int(m.phone[q]) * streams
	product := float32(mixScale)
	for i := range streams {
		r := &s.frame[first+i]
		w := &m.weights[q][i]
		product *= m.linear[int(r.cost[0])+int(w[r.gaussian[0]&(density-1)])] +
			m.linear[int(r.cost[1])+int(w[r.gaussian[1]&(density-1)])] +
			m.linear[int(r.cost[2])+int(w[r.gaussian[2]&(density-1)])] +
			m.linear[int(r.cost[3])+int(w[r.gaussian[3]&(density-1)])]
	}
	s.known[q] = logarithm(product)
}

// Any is the score of the frame as some sound of speech or other: the mean of the three best states of phones taken by
// themselves. What the words of a text score is to be held against it.
func (s *Scores) Any() float32 { return s.any }

// Silence is the score of the frame as silence.
func (s *Scores) Silence() float32 { return s.silence }

// logarithm is the natural logarithm of a positive number less that of mixScale, to within 0.0002: much faster than
// [math.Log], and scores need no more. The exponent is read from the bits of the number; a polynomial fits log2 of the rest,
// from 1 to 2.
func logarithm(x float32) float32 {
	bits := math.Float32bits(x)
	exponent := float32(int(bits>>mantissaBits) - bias - mixScaleBits)
	m := math.Float32frombits(bits&(1<<mantissaBits-1) | bias<<mantissaBits)
	rest := log0 + m*(log1+m*(log2+m*(log3+m*(log4+m*log5))))
	return (exponent + rest) * math.Ln2
}

// What float32 looks like, and the polynomial.
const (
	mantissaBits, bias = 23, 127

	log0, log1, log2, log3, log4, log5 = -2.787926, 5.047855, -3.489879, 1.589474, -0.402513, 0.043005
)
