package hearing

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/faiface/beep"

	"alongside/sync/playback/loudness"
)

// A sound streams what a function makes.
type sound struct {
	frame  func(at int) [2]float64
	at     int
	length int
}

func (s *sound) Err() error { return nil }

func (s *sound) Stream(samples [][2]float64) (int, bool) {
	n := min(len(samples), s.length-s.at, 333)
	for i := range n {
		samples[i] = s.frame(s.at + i)
	}
	s.at += n
	return n, n > 0
}

func sine(frequency, level float64, length int) *sound {
	return &sound{length: length, frame: func(at int) [2]float64 {
		v := math.Pow(10, level/20) * math.Sin(2*math.Pi*frequency*float64(at)/Rate)
		return [2]float64{v, v}
	}}
}

// noise is other noise on each side, louder and softer, with peaks far above full scale.
func noise(length int) *sound {
	random := rand.New(rand.NewPCG(1, 2))
	return &sound{length: length, frame: func(at int) [2]float64 {
		loud := 0.6 + 0.5*math.Sin(float64(at)/3000)
		return [2]float64{loud * random.NormFloat64(), loud * random.NormFloat64()}
	}}
}

func all(s beep.Streamer) [][2]float64 {
	var samples [][2]float64
	buf := make([][2]float64, 500)
	for n, ok := s.Stream(buf); ok; n, ok = s.Stream(buf) {
		samples = append(samples, buf[:n]...)
	}
	return samples
}

func constant(s Settings) func() Settings { return func() Settings { return s } }

func always() bool { return true }

func level(samples [][2]float64, side int) float64 {
	sum := 0.0
	for _, f := range samples {
		sum += f[side] * f[side]
	}
	return 10 * math.Log10(2*sum/float64(len(samples))+1e-20)
}

func checkSame(t *testing.T, got, want [][2]float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d frames, not %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("frame %d is %v, not %v", i, got[i], want[i])
		}
	}
}

func TestNoSettingsChangeNothing(t *testing.T) {
	checkSame(t, all(Shape(noise(20000), constant(Settings{}))), all(noise(20000)))
}

func TestClarityLiftsConsonantsAndLeavesTheRest(t *testing.T) {
	for frequency, want := range map[float64]float64{100: 0, 300: 0.3, 2000: 5.5, 2828: 6, 4000: 5.5, 15000: 0.6} {
		got := all(Shape(sine(frequency, -30, Rate), constant(Settings{Clarity: 6})))
		if lift := level(got[Rate/2:], 0) + 30; math.Abs(lift-want) > 0.6 {
			t.Errorf("%.0f Hz is lifted by %.1f dB, not %.1f", frequency, lift, want)
		}
	}
}

func TestCompressionBringsSoftAndLoudTogether(t *testing.T) {
	for before, want := range map[float64]float64{-38: -28, -28: -23, -18: -18, -8: -13} {
		got := all(Shape(sine(997, before, 2*Rate), constant(Settings{Compression: 2})))
		if after := level(got[Rate:], 0); math.Abs(after-want) > 2.5 {
			t.Errorf("%.0f dB become %.1f dB, not %.0f", before, after, want)
		}
	}
}

func TestNoiseIsNotLiftedWithoutEnd(t *testing.T) {
	got := all(Shape(sine(997, -70, 2*Rate), constant(Settings{Compression: 4})))
	if lift := level(got[Rate:], 0) + 70; lift > compressLift+0.1 {
		t.Errorf("what is soft is lifted by %.1f dB", lift)
	}
}

func TestMonoPlaysBothSidesOnEach(t *testing.T) {
	left := &sound{length: 9600, frame: func(int) [2]float64 { return [2]float64{0.5, 0} }}
	for i, f := range all(Shape(left, constant(Settings{Mono: true}))) {
		if f != [2]float64{0.25, 0.25} {
			t.Fatalf("frame %d is %v", i, f)
		}
	}
}

func TestBalanceMakesTheOtherSideSofter(t *testing.T) {
	for balance, want := range map[float64][2]float64{-1: {0.5, 0}, -0.5: {0.5, 0.25}, 0: {0.5, 0.5}, 1: {0, 0.5}, 9: {0, 0.5}} {
		even := &sound{length: 480, frame: func(int) [2]float64 { return [2]float64{0.5, 0.5} }}
		if got := all(Shape(even, constant(Settings{Balance: balance})))[100]; got != want {
			t.Errorf("at %v it is %v, not %v", balance, got, want)
		}
	}
}

func TestChangesOfSettingsDoNotClick(t *testing.T) {
	settings := Settings{}
	s := Shape(sine(200, -18, 10*Rate), func() Settings { return settings })
	limited := Limit(s, always)
	random := rand.New(rand.NewPCG(3, 4))
	var got [][2]float64
	for range 60 {
		buf := make([][2]float64, 4000)
		limited.Stream(buf)
		got = append(got, buf...)
		settings = Settings{
			Compression: 4 * random.Float64(), Clarity: MostClarity * random.Float64(),
			Mono: random.IntN(2) == 0, Balance: 2*random.Float64() - 1,
		}
	}
	steepest, worst := math.Pow(10, -18.0/20)*2*math.Pi*200/Rate, 0.0
	for i := 1; i < len(got); i++ {
		worst = max(worst, math.Abs(got[i][0]-got[i-1][0]), math.Abs(got[i][1]-got[i-1][1]))
	}
	if worst > 1.6*steepest {
		t.Errorf("it steps by %.5f, the sound itself by %.5f", worst, steepest)
	}
}

func TestNothingPassesTheCeiling(t *testing.T) {
	peak, top := loudness.NewPeak(), 0.0
	for _, f := range all(Limit(noise(3*Rate), always)) {
		top = max(top, peak.Next(f, top))
	}
	if got := 20 * math.Log10(top); got > Ceiling+0.1 {
		t.Errorf("the true peak is %.2f dBTP", got)
	}
}

func TestWhatIsBelowTheCeilingIsNotLimited(t *testing.T) {
	checkSame(t, all(Limit(sine(997, -2, 20000), always)), all(sine(997, -2, 20000)))
}

func TestALimiterAtRestChangesNothing(t *testing.T) {
	checkSame(t, all(Limit(noise(20000), func() bool { return false })), all(noise(20000)))
}

// One knock far too loud: what is around it comes at its time, softer just before, and all itself again later.
func TestLimitedSoundStaysAtItsTime(t *testing.T) {
	knock := func() *sound {
		s := sine(200, -20, 2*Rate)
		quiet := s.frame
		s.frame = func(at int) [2]float64 {
			if at == Rate/2 {
				return [2]float64{3, 3}
			}
			return quiet(at)
		}
		return s
	}
	got, want := all(Limit(knock(), always)), all(knock())
	for i := range want {
		near := i > Rate/2-limitAhead-loudness.PeakDelay-2 && i < Rate/2+Rate*3/2-1000
		if !near && got[i] != want[i] {
			t.Fatalf("frame %d is %v, not %v", i, got[i], want[i])
		}
		if ratio := got[i][0] / want[i][0]; want[i][0] != 0 && (ratio > 1 || ratio < 0.2) {
			t.Fatalf("frame %d is %v times what it was", i, ratio)
		}
	}
	if got[Rate/2][0] < 0.85 {
		t.Errorf("the knock is %v loud", got[Rate/2][0])
	}
}
