package acoustic

import "math"

// Scores gives the scores of the senones in one frame after the other. Few of the thousands are asked for in any frame, so
// each is computed when it is first asked for. Not for use by several goroutines.
type Scores struct {
	model   *Model
	frame   *Frame
	now     uint32
	stamp   []uint32 // the frame that value was computed for
	value   []float32
	phones  [][States]uint16 // the senones of each phone by itself
	silence float32
	any     float32
}

// NewScores gives the scores of no frame yet.
func (m *Model) NewScores() *Scores {
	s := &Scores{model: m, stamp: make([]uint32, m.mixtures.senones()), value: make([]float32, m.mixtures.senones())}
	for p := range phones {
		s.phones = append(s.phones, m.definition.sequence(m.definition.entry(p).sequence))
	}
	return s
}

// Set makes the frame the one that is asked about.
func (s *Scores) Set(f *Frame) {
	s.frame = f
	s.now++
	var top [3]float32
	for i := range top {
		top[i] = float32(math.Inf(-1))
	}
	for _, senones := range s.phones {
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

// Senone is the score of one senone in the frame.
func (s *Scores) Senone(q uint16) float32 {
	if s.stamp[q] == s.now {
		return s.value[q]
	}
	m := &s.model.mixtures
	first := int(m.book[q]) * streams
	product := 1.0
	for i := range streams {
		r := &s.frame[first+i]
		w := &m.weights[q][i]
		product *= float64(m.linear[int(r.cost[0])+int(w[r.gaussian[0]&(density-1)])] +
			m.linear[int(r.cost[1])+int(w[r.gaussian[1]&(density-1)])] +
			m.linear[int(r.cost[2])+int(w[r.gaussian[2]&(density-1)])] +
			m.linear[int(r.cost[3])+int(w[r.gaussian[3]&(density-1)])])
	}
	v := float32(math.Log(product))
	s.stamp[q], s.value[q] = s.now, v
	return v
}

// Any is the score of the frame as some sound of speech or other: the mean of the three best states of phones taken by
// themselves. What the words of a text score is to be held against it.
func (s *Scores) Any() float32 { return s.any }

// Silence is the score of the frame as silence.
func (s *Scores) Silence() float32 { return s.silence }
