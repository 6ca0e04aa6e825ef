package decode_test

import (
	"fmt"
	"math"
	"testing"

	"alongside/sync/playback/decode"

	"github.com/faiface/beep"
)

// sine streams so many frames of a tone at a rate, in pieces of uneven size.
type sine struct {
	pitch, rate float64
	at, length  int
}

func (s *sine) Err() error { return nil }

func (s *sine) Stream(samples [][2]float64) (int, bool) {
	n := min(len(samples), s.length-s.at, 1+s.at%700)
	for i := range n {
		v := math.Sin(2 * math.Pi * s.pitch * float64(s.at+i) / s.rate)
		samples[i] = [2]float64{v, -v}
	}
	s.at += n
	return n, n > 0
}

func drain(s beep.Streamer, piece int) [][2]float64 {
	var samples [][2]float64
	buf := make([][2]float64, piece)
	for n, ok := s.Stream(buf); ok; n, ok = s.Stream(buf) {
		samples = append(samples, buf[:n]...)
	}
	return samples
}

func TestResampledToneIsTheSameToneInTime(t *testing.T) {
	for _, rate := range []int{8000, 11025, 16000, 22050, 24000, 32000, 44056, 44100, 96000, 192000} {
		t.Run(fmt.Sprint(rate, " Hz"), func(t *testing.T) {
			const length = 3 // seconds: the place is counted anew each second
			src := &sine{pitch: 1000, rate: float64(rate), length: length * rate}
			got := drain(decode.Resample(src, beep.SampleRate(rate), 48000), 777)
			if len(got) != length*48000 {
				t.Errorf("%d frames, not %d", len(got), length*48000)
			}
			worst := 0.0
			for i := 2000; i < len(got)-2000; i++ {
				want := math.Sin(2 * math.Pi * 1000 * float64(i) / 48000)
				worst = max(worst, math.Abs(got[i][0]-want), math.Abs(got[i][1]+want))
			}
			if worst > 1e-3 {
				t.Errorf("off by up to %.5f", worst)
			}
		})
	}
}

func TestResamplingCutsWhatWouldFoldBack(t *testing.T) {
	src := &sine{pitch: 30000, rate: 96000, length: 96000}
	worst := 0.0
	for _, frame := range drain(decode.Resample(src, 96000, 48000), 512)[1000:47000] {
		worst = max(worst, math.Abs(frame[0]))
	}
	if worst > 1e-3 {
		t.Errorf("a tone of 30 kHz is left with %.5f", worst)
	}
}

func TestSameRatePassesThrough(t *testing.T) {
	want := drain(&sine{pitch: 440, rate: 48000, length: 5000}, 512)
	got := drain(decode.Resample(&sine{pitch: 440, rate: 48000, length: 5000}, 48000, 48000), 512)
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("frame %d is another", i)
		}
	}
}

// An endless stream of silence costs nothing to make.
type silence struct{}

func (silence) Err() error                        { return nil }
func (silence) Stream(s [][2]float64) (int, bool) { return len(s), true }

func BenchmarkResample(b *testing.B) {
	for _, rate := range []beep.SampleRate{22050, 44100} {
		b.Run(fmt.Sprint(rate), func(b *testing.B) {
			r := decode.Resample(silence{}, rate, 48000)
			buf := make([][2]float64, 4800)
			for b.Loop() {
				r.Stream(buf)
			}
			b.ReportMetric(float64(b.N)/10/b.Elapsed().Seconds(), "x-real-time")
		})
	}
}

func BenchmarkBeepResample(b *testing.B) {
	r := beep.Resample(4, 44100, 48000, silence{})
	buf := make([][2]float64, 4800)
	for b.Loop() {
		r.Stream(buf)
	}
	b.ReportMetric(float64(b.N)/10/b.Elapsed().Seconds(), "x-real-time")
}
