package acoustic

import (
	"math/rand/v2"
	"testing"

	"alongside/sync/align/feature"
)

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEvaluate(b *testing.B) {
	m, err := Load()
	if err != nil {
		b.Fatal(err)
	}
	e := m.NewEvaluator()
	features := make([]feature.Frame, 64)
	walk(features)
	out := make([]Frame, len(features))
	for b.Loop() {
		e.Evaluate(features, out)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(features)), "µs/frame")
}

// walk makes features that change about as fast as those of speech.
func walk(features []feature.Frame) {
	random := rand.New(rand.NewPCG(1, 2))
	for t := range features {
		for i := range features[t] {
			if t > 0 {
				features[t][i] = 0.9 * features[t-1][i]
			}
			features[t][i] += float32(random.NormFloat64())
		}
	}
}

func BenchmarkSet(b *testing.B) {
	m, err := Load()
	if err != nil {
		b.Fatal(err)
	}
	s := m.NewScores()
	var f Frame
	for b.Loop() {
		s.Set(&f)
	}
}
