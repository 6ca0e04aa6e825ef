package acoustic

import (
	"math/rand"
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
	var f feature.Frame
	var out Frame
	for b.Loop() {
		for i := range f {
			f[i] = float32(rand.NormFloat64() * 5)
		}
		e.Evaluate(&f, &out)
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
