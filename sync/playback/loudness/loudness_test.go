package loudness

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"

	"github.com/faiface/beep"
)

// A tone is some seconds of a sine on both sides, at so many dB of full scale.
type tone struct{ level, seconds float64 }

// tones streams tones of 1 kHz one after the other.
type tones struct {
	rate  int
	tones []tone
	at    int
}

func (s *tones) Err() error                  { return nil }
func (s *tones) SampleRate() beep.SampleRate { return beep.SampleRate(s.rate) }

func (s *tones) Stream(samples [][2]float64) (n int, ok bool) {
	for n < len(samples) && len(s.tones) > 0 {
		t := s.tones[0]
		v := math.Pow(10, t.level/20) * math.Sin(2*math.Pi*1000*float64(s.at)/float64(s.rate))
		samples[n] = [2]float64{v, v}
		n++
		if s.at++; s.at >= int(t.seconds*float64(s.rate)) {
			s.tones, s.at = s.tones[1:], 0
		}
	}
	return n, n > 0
}

func measured(t *testing.T, audio Audio, parts ...Part) []Measured {
	t.Helper()
	list, err := Measure(context.Background(), audio, parts)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// The signals with which EBU Tech 3341 (2023), table 1, has meters tested; those of two channels.
func TestLoudnessIsThatOfTheStandard(t *testing.T) {
	for name, c := range map[string]struct {
		tones []tone
		want  float64
	}{
		"1":                                 {[]tone{{-23, 20}}, -23},
		"2":                                 {[]tone{{-33, 20}}, -33},
		"3: the relative gate":              {[]tone{{-36, 10}, {-23, 60}, {-36, 10}}, -23},
		"4: both gates":                     {[]tone{{-72, 10}, {-36, 10}, {-23, 60}, {-36, 10}, {-72, 10}}, -23},
		"5: what is within the gate counts": {[]tone{{-26, 20}, {-20, 20.1}, {-26, 20}}, -23},
	} {
		got := measured(t, &tones{rate: 48000, tones: c.tones}, Part{0, time.Hour, Speech})[0].Loudness
		if math.Abs(got-c.want) > 0.1 {
			t.Errorf("case %s: %.2f LUFS, not %.1f", name, got, c.want)
		}
	}
}

func TestLoudnessIsTheSameAtEachSampleRate(t *testing.T) {
	for _, rate := range []int{96000, 44100, 22050, 16000} {
		got := measured(t, &tones{rate: rate, tones: []tone{{-23, 5}}}, Part{0, time.Hour, Speech})[0].Loudness
		if math.Abs(got+23) > 0.1 {
			t.Errorf("at %d Hz it is %.2f LUFS, not -23", rate, got)
		}
	}
}

func TestSilenceIsSilent(t *testing.T) {
	got := measured(t, &tones{rate: 48000, tones: []tone{{-200, 3}}}, Part{0, time.Hour, Speech})[0]
	if got.Loudness != Silent || got.Peak != Silent {
		t.Errorf("silence has %.1f LUFS and a peak of %.1f", got.Loudness, got.Peak)
	}
}

func TestPartsAreMeasuredApart(t *testing.T) {
	got := measured(t, &tones{rate: 44100, tones: []tone{{-20, 3}, {-35, 2}, {-28, 0.2}}},
		Part{0, 3 * time.Second, Speech}, Part{3 * time.Second, 5 * time.Second, Speech}, Part{5 * time.Second, 6 * time.Second, Speech})
	for i, want := range []float64{-20, -35, -28} {
		if math.Abs(got[i].Loudness-want) > 0.2 {
			t.Errorf("part %d: %.2f LUFS, not %.1f", i, got[i].Loudness, want)
		}
	}
}

// Cases 15 to 19 of EBU Tech 3341: between the samples these sines go farther than at them.
func TestPeakIsFoundBetweenTheSamples(t *testing.T) {
	for name, c := range map[string]struct{ part, phase, amplitude, want float64 }{
		"15": {4, 0, 0.5, -6}, "16": {4, 45, 0.5, -6}, "17": {6, 60, 0.5, -6}, "18": {8, 67.5, 0.5, -6}, "19": {4, 45, 1.41, 3},
	} {
		p, top := NewPeak(), 0.0
		for i := range 4800 {
			v := c.amplitude * math.Sin(2*math.Pi*(float64(i)/c.part+c.phase/360)) * min(1, float64(i)/480)
			top = max(top, p.Next([2]float64{v, 0}, top))
		}
		if got := 20 * math.Log10(top); got > c.want+0.2 || got < c.want-0.4 {
			t.Errorf("case %s: %.2f dBTP, not %.1f", name, got, c.want)
		}
	}
}

func TestMeasuringCanBeGivenUp(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Measure(ctx, &tones{rate: 48000, tones: []tone{{-20, 30}}}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("it says %v", err)
	}
}

func TestNoiseIsTheLoudnessOfThePauses(t *testing.T) {
	var speech []tone
	for range 10 {
		speech = append(speech, tone{-20, 0.6}, tone{-55, 0.3})
	}
	if got := measured(t, &tones{rate: 48000, tones: speech}, Part{0, 9 * time.Second, Speech})[0].Noise; math.Abs(got+55) > 2 {
		t.Errorf("the noise is %.1f LUFS, not -55", got)
	}
}

func part(from, to time.Duration, kind Kind, loudness, noise float64) Measured {
	return Measured{Part: Part{from * time.Second, to * time.Second, kind}, Loudness: loudness, Noise: noise}
}

func TestGainIsWhatIsWished(t *testing.T) {
	for name, c := range map[string]struct {
		part Measured
		want float64
	}{
		"loud speech is made softer":              {part(0, 5, Speech, -12, -60), -6},
		"soft speech is lifted":                   {part(0, 5, Speech, -28, -60), 10},
		"speech is not lifted without end":        {part(0, 5, Speech, -48, -70), 18},
		"noise is not lifted into the foreground": {part(0, 5, Speech, -28, -38), 8},
		"a little lift is free":                   {part(0, 5, Speech, -28, -30), 6},
		"loud music is held below speech":         {part(0, 5, Sound, -14, -20), -7},
		"soft music stays":                        {part(0, 5, Sound, -30, -40), 0},
		"silence stays":                           {part(0, 5, Speech, Silent, Silent), 0},
	} {
		if got := Plan([]Measured{c.part}, Usual()).At(2 * time.Second); got != c.want {
			t.Errorf("%s: %.1f dB, not %.1f", name, got, c.want)
		}
	}
}

func TestGainIsTheSameWithinAPart(t *testing.T) {
	curve := Plan([]Measured{part(0, 5, Speech, -28, -60), part(6, 9, Speech, -12, -60)}, Usual())
	for at := time.Duration(0); at <= 5*time.Second; at += 100 * time.Millisecond {
		if got := curve.At(at); got != 10 {
			t.Errorf("at %v it is %.2f dB", at, got)
		}
	}
}

func TestGainChangesInThePauseSmoothly(t *testing.T) {
	curve := Plan([]Measured{part(0, 5, Speech, -28, -60), part(5, 9, Speech, -12, -60), part(11, 12, Speech, -18, -60)}, Usual())
	before := curve.At(0)
	for at := time.Duration(0); at < 12*time.Second; at += time.Millisecond {
		now := curve.At(at)
		if math.Abs(now-before) > 16.0/60+1e-9 {
			t.Errorf("at %v it steps by %.2f dB in a millisecond", at, now-before)
		}
		before = now
	}
	if got := curve.At(11 * time.Second); got != 0 {
		t.Errorf("when the third begins, the gain is %.2f dB", got)
	}
}

func TestWhatLiesBetweenPartsIsASound(t *testing.T) {
	got := Filled([]Part{{2 * time.Second, 3 * time.Second, Speech}, {3200 * time.Millisecond, 5 * time.Second, Speech}}, 8*time.Second)
	want := []Part{{0, 2 * time.Second, Sound}, {2 * time.Second, 3 * time.Second, Speech}, {3200 * time.Millisecond, 5 * time.Second, Speech}, {5 * time.Second, 8 * time.Second, Sound}}
	if len(got) != len(want) {
		t.Fatalf("%v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("part %d is %v, not %v", i, got[i], want[i])
		}
	}
}
