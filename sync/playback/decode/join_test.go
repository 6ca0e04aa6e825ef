package decode_test

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alongside/sync/playback/decode"
)

// cut writes a sound as several files that begin at the given frames, and gives them as parts of known length.
func cut(t testing.TB, rate int, samples [][2]float64, at ...int) []decode.Part {
	t.Helper()
	dir := t.TempDir()
	var parts []decode.Part
	for i, from := range at {
		to := len(samples)
		if i+1 < len(at) {
			to = at[i+1]
		}
		part := decode.Part{
			Path:   filepath.Join(dir, fmt.Sprintf("%03d.wav", i)),
			Length: time.Duration(float64(to-from) / float64(rate) * float64(time.Second)),
		}
		if err := os.WriteFile(part.Path, floatWAV(rate, samples[from:to]), 0o600); err != nil {
			t.Fatal(err)
		}
		parts = append(parts, part)
	}
	return parts
}

func join(t testing.TB, parts []decode.Part) *decode.Audio {
	t.Helper()
	audio, err := decode.Join(parts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { audio.Close() })
	return audio
}

// differs is the first frame in which two sounds differ, or -1.
func differs(a, b [][2]float64) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	if len(a) != len(b) {
		return min(len(a), len(b))
	}
	return -1
}

func TestPartsAreHeardAsOneSound(t *testing.T) {
	const rate = 44100
	samples := voice(rate, 3*time.Second)
	whole := all(t, join(t, cut(t, rate, samples, 0)))
	for name, at := range map[string][]int{
		"three parts":                  {0, 40001, 90007},
		"a part of one frame":          {0, 50000, 50001},
		"as many as a long book's":     every(len(samples), 441),
		"a boundary within each block": every(len(samples), 4097),
	} {
		t.Run(name, func(t *testing.T) {
			audio := join(t, cut(t, rate, samples, at...))
			if audio.Len() != len(samples) {
				t.Errorf("%d frames, not %d", audio.Len(), len(samples))
			}
			if i := differs(all(t, audio), whole); i >= 0 {
				t.Errorf("frame %d differs from the whole's", i)
			}
			if d := audio.Damage(); len(d) > 0 {
				t.Errorf("it tells of damage: %v", d)
			}
		})
	}
}

// every gives the frames at which parts of a length begin.
func every(total, length int) (at []int) {
	for from := 0; from < total; from += length {
		at = append(at, from)
	}
	return at
}

func TestLengthsThatAreNotGivenAreFound(t *testing.T) {
	samples := voice(48000, 2*time.Second)
	parts := cut(t, 48000, samples, 0, 30000, 70000)
	for i := range parts {
		parts[i].Length = 0
	}
	if i := differs(all(t, join(t, parts)), all(t, join(t, cut(t, 48000, samples, 0)))); i >= 0 {
		t.Errorf("frame %d differs from the whole's", i)
	}
}

func TestSeeksInPartsAreExact(t *testing.T) {
	const rate = 44100
	samples := voice(rate, 3*time.Second)
	audio := join(t, cut(t, rate, samples, 0, 40001, 90007))
	whole := all(t, audio)
	random := rand.New(rand.NewPCG(1, 2))
	frames := []int{0, 40000, 40001, 40002, 39000, 90006, 90007, 35905, len(whole) - 1, len(whole), 1}
	for range 30 {
		frames = append(frames, random.IntN(len(whole)))
	}
	got := make([][2]float64, 6000)
	for _, frame := range frames {
		if err := audio.Seek(frame); err != nil {
			t.Fatal(err)
		}
		n, _ := audio.Stream(got)
		want := whole[frame:min(frame+len(got), len(whole))]
		if i := differs(got[:n], want); i >= 0 {
			t.Errorf("sought to %d, frame %d after it is another", frame, i)
		}
	}
}

// What an encoder puts in front of each file and behind it is taken off, so that nothing is heard of the boundaries.
func TestCompressedPartsFollowWithoutAGap(t *testing.T) {
	const rate, around = 44100, 2000
	samples := make([][2]float64, 3*rate)
	for i := range samples {
		v := 0.4 * math.Sin(2*math.Pi*440*float64(i)/rate)
		samples[i] = [2]float64{v, v}
	}
	at := []int{0, 50001, 91003}
	for name, args := range map[string][]string{
		"a.mp3": {"-b:a", "128k"}, "a.flac": nil, "a.ogg": {"-c:a", "libvorbis", "-q:a", "6"},
	} {
		t.Run(name, func(t *testing.T) {
			parts := cut(t, rate, samples, at...)
			for i := range parts {
				path := filepath.Join(t.TempDir(), name)
				ffmpeg(t, append(append([]string{"-i", parts[i].Path}, args...), path)...)
				parts[i] = decode.Part{Path: path}
			}
			got := all(t, join(t, parts))
			if len(got) != len(samples) {
				t.Fatalf("%d frames, want %d", len(got), len(samples))
			}
			for _, boundary := range at[1:] {
				if alike := signalToNoise(got[boundary-around:boundary+around], samples[boundary-around:boundary+around]); alike < 20 {
					t.Errorf("around frame %d it is like the whole by only %.1f dB", boundary, alike)
				}
			}
		})
	}
}

// mixed are parts of a tone at several rates, the first at 44.1 kHz, and how many frames of that each should take.
func mixed(t *testing.T) []decode.Part {
	t.Helper()
	dir := t.TempDir()
	var parts []decode.Part
	var before time.Duration
	for i, rate := range []int{44100, 48000, 22050, 44100, 96000} {
		samples := make([][2]float64, rate)
		for k := range samples {
			v := 0.5 * math.Sin(2*math.Pi*500*(float64(k)/float64(rate)+before.Seconds()))
			samples[k] = [2]float64{v, v}
		}
		before += time.Second
		path := filepath.Join(dir, fmt.Sprintf("%d.wav", i))
		if err := os.WriteFile(path, floatWAV(rate, samples), 0o600); err != nil {
			t.Fatal(err)
		}
		parts = append(parts, decode.Part{Path: path, Length: time.Second})
	}
	return parts
}

func TestPartsOfOtherRatesKeepTheirTimeAndPitch(t *testing.T) {
	const rate = 44100
	audio := join(t, mixed(t))
	if int(audio.SampleRate()) != rate || audio.Len() != 5*rate {
		t.Fatalf("%d frames at %d Hz, want %d at %d Hz", audio.Len(), audio.SampleRate(), 5*rate, rate)
	}
	worst := 0.0
	for i, frame := range all(t, audio) {
		if edge := i % rate; edge < 100 || edge > rate-100 {
			continue // the filter meets the silence around a part
		}
		worst = max(worst, math.Abs(frame[0]-0.5*math.Sin(2*math.Pi*500*float64(i)/rate)))
	}
	if worst > 1e-3 {
		t.Errorf("off by up to %.5f", worst)
	}
}

func TestSeeksInPartsOfOtherRatesAreExact(t *testing.T) {
	audio := join(t, mixed(t))
	whole := all(t, audio)
	random := rand.New(rand.NewPCG(5, 6))
	got := make([][2]float64, 3000)
	for range 60 {
		frame := random.IntN(len(whole))
		if err := audio.Seek(frame); err != nil {
			t.Fatal(err)
		}
		n, _ := audio.Stream(got)
		if i := differs(got[:n], whole[frame:frame+n]); i >= 0 {
			t.Errorf("sought to %d, frame %d after it is another", frame, i)
		}
	}
}

func TestAPartThatCannotBeHadIsSilent(t *testing.T) {
	const rate, from, to = 44100, 40000, 90000
	samples := voice(rate, 3*time.Second)
	tests := []struct {
		name  string
		harm  func(path string) error
		quiet int // the first frame that is silent
		cause error
	}{
		{"missing", os.Remove, from, fs.ErrNotExist},
		{"no sound", func(path string) error { return os.WriteFile(path, make([]byte, 5000), 0o600) }, from, decode.ErrFormat},
		{"cut off", func(path string) error { return os.WriteFile(path, floatWAV(rate, samples[from:60000]), 0o600) }, 60000, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			parts := cut(t, rate, samples, 0, from, to)
			if err := test.harm(parts[1].Path); err != nil {
				t.Fatal(err)
			}
			audio := join(t, parts)
			got := all(t, audio)
			for i := test.quiet; i < to; i++ {
				if got[i] != [2]float64{} {
					t.Fatalf("frame %d is not silent", i)
				}
			}
			if i := differs(got[to:], all(t, join(t, cut(t, rate, samples[to:], 0)))); i >= 0 {
				t.Errorf("frame %d after it is another", i)
			}
			damage := audio.Damage()
			if len(damage) != 1 {
				t.Fatalf("it tells of %v, want one stretch", damage)
			}
			if d := damage[0]; d.Start != audio.Time(test.quiet) || d.End != audio.Time(to) {
				t.Errorf("it is said to be silent from %v to %v, want %v to %v", d.Start, d.End, audio.Time(test.quiet), audio.Time(to))
			}
			if err := damage[0].Err; !errors.Is(err, decode.ErrDamaged) || test.cause != nil && !errors.Is(err, test.cause) || !strings.Contains(err.Error(), parts[1].Path) {
				t.Errorf("the cause is %v", err)
			}
		})
	}
}

func TestTheEndsMayBeMissingWhereTheirLengthsAreKnown(t *testing.T) {
	samples := voice(44100, time.Second)
	for _, lost := range []int{0, 2} {
		t.Run(fmt.Sprint("part ", lost), func(t *testing.T) {
			parts := cut(t, 44100, samples, 0, 10000, 30000)
			if err := os.Remove(parts[lost].Path); err != nil {
				t.Fatal(err)
			}
			audio := join(t, parts)
			all(t, audio)
			if n := len(audio.Damage()); audio.Len() != len(samples) || n != 1 {
				t.Errorf("%d frames and %d damaged stretches, want %d and 1", audio.Len(), n, len(samples))
			}
		})
	}
}

func TestAFileLongerThanItWasIsCutAndTold(t *testing.T) {
	samples := voice(44100, 2*time.Second)
	parts := cut(t, 44100, samples, 0, 40000)
	parts[0].Length = 500 * time.Millisecond
	audio := join(t, parts)
	got := all(t, audio)
	if want := 22050 + len(samples) - 40000; len(got) != want {
		t.Errorf("%d frames, want %d", len(got), want)
	}
	if d := audio.Damage(); len(d) != 1 || d[0].Start != 500*time.Millisecond || d[0].End != d[0].Start {
		t.Errorf("it tells of %v", d)
	}
}

func TestDamageInAPartIsToldInTheTimeOfTheWhole(t *testing.T) {
	mp3 := encode(t, "a.mp3", 2*time.Second, "-b:a", "64k")
	content, err := os.ReadFile(mp3)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(mp3, hurt(content, len(content)/2, 400, make([]byte, 400)), 0o600); err != nil {
		t.Fatal(err)
	}
	alone := open(t, mp3)
	all(t, alone)
	parts := append(cut(t, 48000, voice(48000, time.Second), 0), decode.Part{Path: mp3})
	audio := join(t, parts)
	all(t, audio)
	got, want := audio.Damage(), alone.Damage()
	if len(want) == 0 {
		t.Fatal("the harm done to the file is not noticed")
	}
	if len(got) != len(want) {
		t.Fatalf("%d damaged stretches, alone it has %d", len(got), len(want))
	}
	for i := range want {
		if off := got[i].Start - want[i].Start - time.Second; off.Abs() > time.Millisecond {
			t.Errorf("it is said to be damaged at %v, want a second after %v", got[i].Start, want[i].Start)
		}
	}
}

func TestFewFilesAreOpenAtATime(t *testing.T) {
	open := func() int {
		files, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip("this system does not tell which files are open")
		}
		return len(files)
	}
	samples := voice(8000, 3*time.Second)
	parts := cut(t, 8000, samples, every(len(samples), 80)...)
	before := open()
	audio := join(t, parts)
	most := 0
	buf := make([][2]float64, 200)
	for i := 0; ; i++ {
		if i%7 == 0 {
			if err := audio.Seek((audio.Position() + 13*i) % audio.Len()); err != nil {
				t.Fatal(err)
			}
		}
		if _, ok := audio.Stream(buf); !ok || i > 500 {
			break
		}
		most = max(most, open()-before)
	}
	if most > 2 {
		t.Errorf("of %d files up to %d were open", len(parts), most)
	}
	audio.Close()
	if left := open() - before; left > 0 {
		t.Errorf("%d files stay open", left)
	}
}

func TestPartsOfWhichNoneIsThereAreAnError(t *testing.T) {
	_, err := decode.Join([]decode.Part{{Path: "/nowhere/1.mp3", Length: time.Second}, {Path: "/nowhere/2.mp3", Length: time.Second}})
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "1.mp3") {
		t.Errorf("the error is %v", err)
	}
	if _, err := decode.Join(nil); !errors.Is(err, decode.ErrEmpty) {
		t.Errorf("without any part the error is %v", err)
	}
}

func TestClosedPartsEnd(t *testing.T) {
	audio := join(t, cut(t, 8000, voice(8000, time.Second), 0, 1000, 3000))
	audio.Close()
	if n, ok := audio.Stream(make([][2]float64, 10)); n > 0 || ok || !errors.Is(audio.Err(), decode.ErrClosed) {
		t.Errorf("%d frames, error %v", n, audio.Err())
	}
}
