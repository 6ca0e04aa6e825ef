package feature_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"alongside/sync/align/feature"
)

// extract gives the frames of samples that come in pieces of a size.
func extract(samples []float32, piece int) (frames []feature.Frame) {
	e := feature.New()
	take := func(f feature.Frame) { frames = append(frames, f) }
	for part := range slices.Chunk(samples, piece) {
		e.Write(part, take)
	}
	e.Close(take)
	return frames
}

func noise(seconds float64) []float32 {
	random := rand.New(rand.NewPCG(1, 2))
	out := make([]float32, int(seconds*feature.Rate))
	for i := range out {
		out[i] = float32(random.NormFloat64() * 0.1)
	}
	return out
}

func TestThereIsAFrameForEachHundredthOfASecond(t *testing.T) {
	for seconds, want := range map[float64]int{0: 0, 0.02: 0, 0.026: 1, 1: 98, 20: 1998} {
		if got := len(extract(noise(seconds), 4000)); got != want {
			t.Errorf("%v s of sound give %d frames, not %d", seconds, got, want)
		}
	}
}

func TestItDoesNotMatterInWhatPiecesTheSoundComes(t *testing.T) {
	samples := noise(9)
	whole := extract(samples, len(samples))
	for _, piece := range []int{1, 159, 160, 4097} {
		if !slices.Equal(extract(samples, piece), whole) {
			t.Errorf("in pieces of %d samples the frames are others", piece)
		}
	}
}

func TestTheMeanIsTakenOff(t *testing.T) {
	var sum [feature.Cepstra]float64
	frames := extract(noise(5), 4000) // shorter than what the mean is taken over
	for _, f := range frames {
		for i := range sum {
			sum[i] += float64(f[i])
		}
	}
	for i, s := range sum {
		if mean := s / float64(len(frames)); math.Abs(mean) > 0.5 {
			t.Errorf("number %d of the cepstrum is %.2f in the mean", i, mean)
		}
	}
}

func TestLoudnessDoesNotMatter(t *testing.T) {
	samples := noise(4)
	loud := extract(samples, 4000)
	for i := range samples {
		samples[i] /= 8
	}
	for n, f := range extract(samples, 4000) {
		for i := range f {
			if math.Abs(float64(f[i]-loud[n][i])) > 0.05 {
				t.Fatalf("frame %d, number %d: %.3f, eight times as loud %.3f", n, i, f[i], loud[n][i])
			}
		}
	}
}

func TestSilenceGivesNumbers(t *testing.T) {
	for n, f := range extract(make([]float32, 2*feature.Rate), 4000) {
		for i, v := range f {
			if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
				t.Fatalf("frame %d, number %d is %v", n, i, v)
			}
		}
	}
}

func BenchmarkExtract(b *testing.B) {
	samples := noise(10)
	for b.Loop() {
		extract(samples, 4096)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*1000), "µs/frame")
}
