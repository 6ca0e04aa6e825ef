package tempo

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/faiface/beep"

	"alongside/sync/figures"
	"alongside/sync/playback/decode"
)

const (
	shared = "../../../../shared"
	story  = shared + "/seed/kgou-story.mp3"
	speech = 8 * rate // where the story's speech begins
)

// samples are the sides of a sound file together, at 48 kHz, from one frame to another.
func samples(t testing.TB, path string, from, to int) []float32 {
	t.Helper()
	audio, err := decode.Open(path)
	if err != nil {
		t.Skip("the recording is not here: ", err)
	}
	defer audio.Close()
	var mono []float32
	for _, f := range all(beep.Take(to, decode.Resample(audio, audio.SampleRate(), rate)), 4800) {
		mono = append(mono, float32(f[0]+f[1])/2)
	}
	return mono[min(from, len(mono)):]
}

func streamed(mono []float32) *sound {
	return &sound{length: len(mono), frame: func(at int) [2]float64 { return both(float64(mono[at])) }}
}

func stretched(mono []float32, speed float64) []float32 {
	var out []float32
	for _, f := range all(New(streamed(mono), speed), 4800) {
		out = append(out, float32(f[0]))
	}
	return out
}

// A program stretches files.
type program struct {
	name    string
	command func(in, out, speed string) []string
}

var others = []program{
	{"sox tempo -s", func(in, out, speed string) []string { return []string{"sox", in, out, "tempo", "-s", speed} }},
	{"rubberband", func(in, out, speed string) []string { return []string{"rubberband", "-q", "-T", speed, in, out} }},
	{"rubberband --fine", func(in, out, speed string) []string { return []string{"rubberband", "-q", "-3", "-T", speed, in, out} }},
}

// stretch gives what the program makes of a sound; ok is false where the program is not installed.
func (p program) stretch(t testing.TB, mono []float32, speed float64) (out []float32, ok bool) {
	t.Helper()
	dir := t.TempDir()
	in, made := filepath.Join(dir, "in.wav"), filepath.Join(dir, "made.wav")
	write(t, in, mono)
	args := p.command(in, made, strconv.FormatFloat(speed, 'f', -1, 64))
	if _, err := exec.LookPath(args[0]); err != nil {
		return nil, false
	}
	if said, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %v: %s", args, err, said)
	}
	return samples(t, made, 0, math.MaxInt32), true
}

// write writes a wave file of 32-bit numbers.
func write(t testing.TB, path string, mono []float32) {
	t.Helper()
	le := binary.LittleEndian
	buf := append([]byte("RIFF"), le.AppendUint32(nil, uint32(36+4*len(mono)))...)
	buf = append(buf, "WAVEfmt "...)
	buf = le.AppendUint32(buf, 16)
	buf = le.AppendUint32(buf, 3|1<<16) // floating point, one channel
	buf = le.AppendUint32(buf, rate)
	buf = le.AppendUint32(buf, 4*rate)
	buf = le.AppendUint32(buf, 4|32<<16)
	buf = append(buf, "data"...)
	buf = le.AppendUint32(buf, uint32(4*len(mono)))
	for _, v := range mono {
		buf = le.AppendUint32(buf, math.Float32bits(v))
	}
	if err := os.WriteFile(path, buf, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestVoicesAreKeptAtLeastAsWellAsSoxKeepsThem(t *testing.T) {
	mono := samples(t, story, speech, speech+5*rate)
	m := newMels()
	for _, speed := range []float64{0.5, 2} {
		theirs, ok := others[0].stretch(t, mono, speed)
		if !ok {
			t.Skip("sox is not installed")
		}
		ours := m.distance(mono, stretched(mono, speed), speed, 0)
		if sox := m.distance(mono, theirs, speed, m.lateness(mono, theirs, speed)); ours > sox {
			t.Errorf("at speed %v it is %.2f dB from the original, sox %.2f dB", speed, ours, sox)
		}
	}
}

func TestPitchOfVoicesIsKept(t *testing.T) {
	for name, path := range map[string]string{
		"the story": story, "an interview": shared + "/align/roy_interview/audio.flac", "a reader": shared + "/align/lj_contiguous/audio.flac",
	} {
		t.Run(name, func(t *testing.T) {
			mono := samples(t, path, speech, speech+12*rate)
			for _, speed := range []float64{0.5, 1.5} {
				if cents, n := pitchChange(mono, stretched(mono, speed), speed); n < 20 || math.Abs(cents) > 5 {
					t.Errorf("at speed %v the pitch is %.1f cents off, at %d places", speed, cents, n)
				}
			}
		})
	}
}

// pitchChange is the median change of pitch, in cents, over the places where both sounds are voiced.
func pitchChange(original, stretched []float32, speed float64) (cents float64, places int) {
	var changes []float64
	for at := rate / 10; at < len(stretched)-rate/10; at += rate / 20 {
		place := int(float64(at) * speed)
		if place+rate/20 > len(original) {
			break
		}
		before, voiced := period(original[place-rate/50:][:rate/25])
		after, still := period(stretched[at-rate/50:][:rate/25])
		if change := 1200 * math.Log2(before/after); voiced && still && math.Abs(change) < 300 { // more is another voice or an octave
			changes = append(changes, change)
		}
	}
	if len(changes) == 0 {
		return 0, 0
	}
	slices.Sort(changes)
	return changes[len(changes)/2], len(changes)
}

// The periods of voices, in frames.
const shortest, longest = rate / 350, rate / 70

// period is how many frames a voice's period has, to a fraction, by normalised correlation: first every fourth is looked at,
// then those around the best.
func period(voice []float32) (frames float64, voiced bool) {
	best, score := 0, 0.0
	for lag := shortest; lag <= longest; lag += 4 {
		if now := periodic(voice, lag); now > score+0.02 || lag == best+4 && now > score { // a multiple must be much better
			best, score = lag, now
		}
	}
	for lag := best - 3; lag <= best+3; lag++ {
		if now := periodic(voice, lag); now > score {
			best, score = lag, now
		}
	}
	if best <= shortest || best >= longest || score < 0.8 {
		return 1, false
	}
	a, b, c := periodic(voice, best-1), score, periodic(voice, best+1)
	return float64(best) + (a-c)/(2*(a-2*b+c)), true
}

// periodic is how much a voice is like itself so many frames later.
func periodic(voice []float32, lag int) float64 {
	if lag < 0 || lag > longest+3 {
		return 0
	}
	var product, power float64
	for i := 0; i < len(voice)-longest-3; i += 2 {
		a, b := float64(voice[i]), float64(voice[i+lag])
		product += a * b
		power += a*a + b*b
	}
	return 2 * product / (power + 1e-3)
}

// BenchmarkQuality prints how far the story is from itself when its speed is another, beside what other programs make of it.
func BenchmarkQuality(b *testing.B) {
	mono := samples(b, story, speech, speech+30*rate)
	m := newMels()
	table := figures.Table{Name: "tempo", Columns: []string{"speed: distance in dB, at its time / at any", "here", "sox tempo -s", "rubberband", "rubberband --fine", "processor"}}
	for _, speed := range []float64{0.5, 0.7, 1.5, 2, 3} {
		ours := stretched(mono, speed)
		row := []string{fmt.Sprint(speed), fmt.Sprintf("%.2f / %.2f", m.distance(mono, ours, speed, 0), m.likeness(mono, ours, speed, 0))}
		for _, p := range others {
			cell := "not installed"
			if theirs, ok := p.stretch(b, mono, speed); ok {
				late := m.lateness(mono, theirs, speed)
				cell = fmt.Sprintf("%.2f / %.2f", m.distance(mono, theirs, speed, late), m.likeness(mono, theirs, speed, late))
			}
			row = append(row, cell)
		}
		table.Rows = append(table.Rows, append(row, fmt.Sprintf("%.1f%%", 100*share(b, mono, speed))))
	}
	if err := table.Print(os.Stdout, "../../../build/figures.json"); err != nil {
		b.Fatal(err)
	}
}

// share is which part of one processor's time playing at a speed takes.
func share(b *testing.B, mono []float32, speed float64) float64 {
	b.Helper()
	s := New(streamed(mono), speed)
	buf := make([][2]float64, 4800)
	frames, before := 0, processorTime(b)
	for n, ok := s.Stream(buf); ok; n, ok = s.Stream(buf) {
		frames += n
	}
	return (processorTime(b) - before).Seconds() * rate / float64(frames)
}

func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
