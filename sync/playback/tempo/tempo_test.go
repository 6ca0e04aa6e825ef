package tempo

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/faiface/beep"
)

const rate = 48000

// A sound streams frames that a function makes, up to a length.
type sound struct {
	frame  func(at int) [2]float64
	at     int
	length int
}

func (s *sound) Err() error { return nil }

func (s *sound) Stream(samples [][2]float64) (int, bool) {
	n := min(len(samples), s.length-s.at, 1000)
	for i := range n {
		samples[i] = s.frame(s.at + i)
	}
	s.at += n
	return n, n > 0
}

func both(v float64) [2]float64 { return [2]float64{v, v} }

// voice is like one: a pitch and an overtone.
func voice(length int) *sound {
	return &sound{length: length, frame: func(at int) [2]float64 {
		t := float64(at) / rate
		return both(0.3*math.Sin(2*math.Pi*140*t) + 0.2*math.Sin(2*math.Pi*420*t))
	}}
}

// rising is a tone that rises by 100 Hz a second from 300 Hz on.
func rising(length int) *sound {
	return &sound{length: length, frame: func(at int) [2]float64 {
		t := float64(at) / rate
		return both(math.Sin(2 * math.Pi * (300*t + 50*t*t)))
	}}
}

func all(s beep.Streamer, size int) [][2]float64 {
	var samples [][2]float64
	buf := make([][2]float64, size)
	for n, ok := s.Stream(buf); ok; n, ok = s.Stream(buf) {
		samples = append(samples, buf[:n]...)
	}
	return samples
}

func TestSpeedOneChangesNothing(t *testing.T) {
	want := all(voice(30000), 500)
	got := all(New(voice(30000), 1), 777)
	if len(got) != len(want) {
		t.Fatalf("%d frames, not %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("frame %d is another", i)
		}
	}
}

// After other speeds, what is heard at speed 1 is soon the source itself, frame for frame at its place.
func TestSpeedOneAfterOthersIsTheSoundItself(t *testing.T) {
	s := New(rising(20*rate), 1.37)
	buf := make([][2]float64, rate)
	s.Stream(buf)
	s.SetSpeed(1)
	s.Stream(buf)
	place := int(math.Round(s.Place()))
	s.Stream(buf[:1000])
	want := rising(20 * rate)
	for i, got := range buf[:1000] {
		if got != want.frame(place+i) {
			t.Fatalf("frame %d is not the source's frame %d", i, place+i)
		}
	}
}

func TestStretchedSoundLastsAsItShould(t *testing.T) {
	const length = rate
	for _, speed := range []float64{0.3, 0.5, 0.75, 1.25, 2, 3, 4} {
		got := len(all(New(voice(length), speed), 512))
		if off := float64(got) - length/speed; math.Abs(off) > rate/1000 {
			t.Errorf("at speed %v it lasts %v frames more than it should", speed, off)
		}
	}
}

func TestPitchOfAToneIsKept(t *testing.T) {
	for _, speed := range []float64{0.3, 0.5, 0.7, 0.9, 1.1, 1.5, 2, 3, 4} {
		tone := &sound{length: 8 * rate, frame: func(at int) [2]float64 { return both(math.Sin(2 * math.Pi * 220 * float64(at) / rate)) }}
		got := all(New(tone, speed), 512)
		if cents := 1200 * math.Log2(pitchOf(got)/220); math.Abs(cents) > 5 {
			t.Errorf("at speed %v the pitch is %.1f cents off", speed, cents)
		}
	}
}

func TestStretchedSoundHasNoSteps(t *testing.T) {
	for _, speed := range []float64{0.5, 0.8, 1.5, 2} {
		checkSmooth(t, fmt.Sprintf("at speed %v", speed), all(New(voice(96000), speed), 512))
	}
}

func TestChangesOfSpeedDoNotClick(t *testing.T) {
	s := New(voice(60*rate), 1)
	random := rand.New(rand.NewPCG(3, 4))
	var got [][2]float64
	for range 300 {
		buf := make([][2]float64, 100+random.IntN(3000))
		s.Stream(buf)
		got = append(got, buf...)
		s.SetSpeed([]float64{1, 0.3, 0.7, 1, 1.1, 2, 4}[random.IntN(7)])
	}
	checkSmooth(t, "while the speed changes", got)
}

// checkSmooth fails when the voice has steps that it has not itself.
func checkSmooth(t *testing.T, when string, voice [][2]float64) {
	t.Helper()
	const steepest = 0.3*2*math.Pi*140/rate + 0.2*2*math.Pi*420/rate
	worst := 0.0
	for i := 1; i < len(voice); i++ {
		worst = max(worst, math.Abs(voice[i][0]-voice[i-1][0]))
	}
	if worst > 1.5*steepest {
		t.Errorf("%s it steps by %.4f, the sound itself by %.4f", when, worst, steepest)
	}
}

// The place is what the position is reckoned from: it must follow the speed to the frame, whatever changes there are.
func TestPlaceFollowsTheSpeedThroughAllChanges(t *testing.T) {
	s := New(&sound{length: math.MaxInt, frame: func(int) [2]float64 { return [2]float64{} }}, 1)
	random := rand.New(rand.NewPCG(5, 6))
	buf := make([][2]float64, hop)
	want := 0.0
	for range 10000 {
		speed := 1.0
		if random.IntN(4) > 0 {
			speed = 0.3 + 3.7*random.Float64()
		}
		s.SetSpeed(speed)
		s.Stream(buf)
		want += speed * hop
	}
	if off := s.Place() - want; math.Abs(off) > 0.01 { // in 100 s: it stays within a frame for an hour
		t.Errorf("after %.0f frames it is off by %v", want, off)
	}
}

func TestPlaceMovesEvenlyAsLongAsItSays(t *testing.T) {
	s := New(rising(10*rate), 1.7)
	buf := make([][2]float64, hop)
	for range 100 {
		before := s.Place()
		frames, step := s.Steady()
		s.Stream(buf[:frames/2+1])
		if off := s.Place() - before - step*float64(frames/2+1); math.Abs(off) > 1e-6 {
			t.Fatalf("at %v it moves %v more than it said", before, off)
		}
	}
}

// What sounds is to be what the place says, to less than is noticed: here the pitch tells the place.
func TestPlaceIsWhatSounds(t *testing.T) {
	for _, speed := range []float64{0.5, 1.5, 2} {
		t.Run(fmt.Sprint(speed), func(t *testing.T) {
			s := New(rising(60*rate), speed)
			buf := make([][2]float64, 4800)
			for range 40 {
				middle := s.Place() + speed*2400
				s.Stream(buf)
				want := 300 + 100*middle/rate
				if off := (pitchOf(buf) - want) / 100; math.Abs(off) > 0.012 {
					t.Errorf("at %.2f s it sounds like %.3f s later", middle/rate, off)
				}
			}
		})
	}
}

// What is on the sides is taken from the same moment: a side that is the other one turned over and softer stays just that.
func TestBothSidesStayTogether(t *testing.T) {
	for _, speed := range []float64{0.5, 1.7} {
		sound := rising(4 * rate)
		one := sound.frame
		sound.frame = func(at int) [2]float64 { v := one(at)[0]; return [2]float64{v, -0.5 * v} }
		for i, f := range all(New(sound, speed), 512) {
			if math.Abs(f[1]+0.5*f[0]) > 1e-9 {
				t.Fatalf("at speed %v frame %d is %v", speed, i, f)
			}
		}
	}
}

// A knock is not to be heard twice when it is slow.
func TestKnocksAreHeardOnce(t *testing.T) {
	const every, knocks = rate / 3, 30
	random := rand.New(rand.NewPCG(7, 8))
	noise := make([]float64, 240)
	for i := range noise {
		noise[i] = random.NormFloat64() * math.Exp(-float64(i)/60) / 4
	}
	sound := &sound{length: every * knocks, frame: func(at int) [2]float64 {
		if i := at%every - every/2; i >= 0 && i < len(noise) {
			return both(noise[i])
		}
		return [2]float64{}
	}}
	heard, last := 0, -rate
	for i, f := range all(New(sound, 0.5), 512) {
		if math.Abs(f[0]) > 0.1 {
			if i-last > 96 { // 2 ms of quiet before it
				heard++
			}
			last = i
		}
	}
	if heard != knocks {
		t.Errorf("%d knocks are heard %d times", knocks, heard)
	}
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
	return float64(n) / (last - first) * rate
}
