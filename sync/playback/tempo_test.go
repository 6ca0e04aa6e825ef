package playback

import (
	"fmt"
	"math"
	"testing"
)

// tones streams two tones like a voice: a pitch and an overtone.
type tones struct{ at, length int }

func (s *tones) Err() error { return nil }

func (s *tones) Stream(samples [][2]float64) (int, bool) {
	n := min(len(samples), s.length-s.at, 1000)
	for i := range n {
		t := float64(s.at+i) / float64(SampleRate)
		v := 0.3*math.Sin(2*math.Pi*140*t) + 0.2*math.Sin(2*math.Pi*420*t)
		samples[i] = [2]float64{v, v}
	}
	s.at += n
	return n, n > 0
}

func stretched(t *tempo, size int) [][2]float64 {
	var samples [][2]float64
	buf := make([][2]float64, size)
	for n, ok := t.Stream(buf); ok; n, ok = t.Stream(buf) {
		samples = append(samples, buf[:n]...)
	}
	return samples
}

func TestSpeedOneChangesNothing(t *testing.T) {
	want := make([][2]float64, 0, 30000)
	for s, buf := (&tones{length: 30000}), make([][2]float64, 500); ; {
		n, ok := s.Stream(buf)
		if !ok {
			break
		}
		want = append(want, buf[:n]...)
	}
	got := stretched(newTempo(&tones{length: 30000}, 1), 777)
	if len(got) != len(want) {
		t.Fatalf("%d frames, not %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("frame %d is another", i)
		}
	}
}

func TestStretchedSoundLastsAsItShould(t *testing.T) {
	const length = 48000
	for _, speed := range []float64{0.3, 0.5, 0.75, 1.25, 2, 3, 4} {
		got := len(stretched(newTempo(&tones{length: length}, speed), 512))
		if want := length / speed; math.Abs(float64(got)-want) > 2 {
			t.Errorf("at speed %v it lasts %d frames, not %.0f", speed, got, want)
		}
	}
}

// crossings counts how often the sound rises through zero.
func crossings(samples [][2]float64) int {
	n := 0
	for i := 1; i < len(samples); i++ {
		if samples[i-1][0] < 0 && samples[i][0] >= 0 {
			n++
		}
	}
	return n
}

func TestPitchIsKept(t *testing.T) {
	natural := stretched(newTempo(&tones{length: 96000}, 1), 512)
	want := float64(crossings(natural)) / float64(len(natural))
	for _, speed := range []float64{0.5, 0.8, 1.5, 2} {
		got := stretched(newTempo(&tones{length: 96000}, speed), 512)
		if pitch := float64(crossings(got)) / float64(len(got)); math.Abs(pitch/want-1) > 0.02 {
			t.Errorf("at speed %v the pitch is %.3f of what it was", speed, pitch/want)
		}
	}
}

func TestStretchedSoundHasNoSteps(t *testing.T) {
	steepest := 0.3*2*math.Pi*140/float64(SampleRate) + 0.2*2*math.Pi*420/float64(SampleRate)
	for _, speed := range []float64{0.5, 0.8, 1.5, 2} {
		got := stretched(newTempo(&tones{length: 96000}, speed), 512)
		worst := 0.0
		for i := 1; i < len(got); i++ {
			worst = max(worst, math.Abs(got[i][0]-got[i-1][0]))
		}
		if worst > 1.5*steepest {
			t.Errorf("at speed %v it steps by %.4f, the sound itself by %.4f", speed, worst, steepest)
		}
	}
}

// The place is what the position is reckoned from: it must follow the speed to the frame, across changes too.
func TestPlaceFollowsTheSpeed(t *testing.T) {
	s := newTempo(&tones{length: 480000}, 1)
	buf := make([][2]float64, 4800) // a whole number of hops
	want := 0.0
	for _, speed := range []float64{1, 2, 0.5, 1.3, 0.8} {
		s.setSpeed(speed)
		before := s.place()
		s.Stream(buf)
		if got := s.place() - before; math.Abs(got-speed*4800) > 0.01 {
			t.Errorf("at speed %v it went %v frames of 4800", speed, got)
		}
		want += speed * 4800
	}
	if got := s.place(); math.Abs(got-want) > 0.01 {
		t.Errorf("it is at %v, not %v", got, want)
	}
}

// What sounds is to be what the place says, to less than is noticed: here the pitch tells the place.
func TestPlaceIsWhatSounds(t *testing.T) {
	for _, speed := range []float64{0.5, 1.5, 2} {
		t.Run(fmt.Sprint(speed), func(t *testing.T) {
			s := newTempo(&rise{}, speed)
			buf := make([][2]float64, 4800)
			for range 40 {
				middle := s.place() + speed*2400
				s.Stream(buf)
				want := 300 + 100*middle/float64(SampleRate)
				got := pitchOf(buf)
				if off := (got - want) / 100; math.Abs(off) > 0.012 {
					t.Errorf("at %.2f s it sounds like %.3f s later", middle/float64(SampleRate), off)
				}
			}
		})
	}
}

// rise streams a tone that rises by 100 Hz a second from 300 Hz on.
type rise struct{ at int }

func (s *rise) Err() error { return nil }

func (s *rise) Stream(samples [][2]float64) (int, bool) {
	for i := range samples {
		t := float64(s.at+i) / float64(SampleRate)
		v := math.Sin(2 * math.Pi * (300*t + 50*t*t))
		samples[i] = [2]float64{v, v}
	}
	s.at += len(samples)
	return len(samples), true
}

// pitchOf measures a tone by its first and last rise through zero.
func pitchOf(samples [][2]float64) float64 {
	first, last, n := -1.0, 0.0, 0
	for i := 1; i < len(samples); i++ {
		a, b := samples[i-1][0], samples[i][0]
		if a < 0 && b >= 0 {
			last = float64(i-1) + a/(a-b)
			if first < 0 {
				first = last
			} else {
				n++
			}
		}
	}
	return float64(n) / (last - first) * float64(SampleRate)
}

func BenchmarkTempo(b *testing.B) {
	s := newTempo(&rise{}, 1.5)
	buf := make([][2]float64, 4800)
	for b.Loop() {
		s.Stream(buf)
	}
	b.ReportMetric(float64(b.N)/10/b.Elapsed().Seconds(), "x-real-time")
}
