package decode_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"alongside/sync/playback/decode"
)

// ffmpeg runs ffmpeg, or skips the test where there is none.
func ffmpeg(t *testing.T, args ...string) {
	t.Helper()
	program, err := exec.LookPath("ffmpeg")
	if err != nil {
		t.Skip("ffmpeg is not installed: nothing to compare with")
	}
	out, err := exec.Command(program, append([]string{"-v", "error", "-y"}, args...)...).CombinedOutput()
	if err != nil {
		t.Skipf("ffmpeg %q: %v\n%s", args, err, out)
	}
}

// voice makes a source as rough as speech: bursts of noise and of tones, left and right different.
func voice(rate int, length time.Duration) [][2]float64 {
	random := rand.New(rand.NewPCG(3, 4))
	samples := make([][2]float64, int(length.Seconds()*float64(rate)))
	var low float64
	for i := range samples {
		t := float64(i) / float64(rate)
		low += 0.3 * (random.NormFloat64() - low)
		loud := math.Pow(math.Sin(2*math.Pi*1.7*t), 2)
		samples[i][0] = 0.3 * loud * low
		samples[i][1] = 0.3 * (1 - loud) * math.Sin(2*math.Pi*(200*t+300*t*t))
	}
	return samples
}

// floatWAV is a stereo WAV file of 32-bit floats.
func floatWAV(rate int, samples [][2]float64) []byte {
	le := binary.LittleEndian
	var data []byte
	for _, s := range samples {
		data = le.AppendUint32(data, math.Float32bits(float32(s[0])))
		data = le.AppendUint32(data, math.Float32bits(float32(s[1])))
	}
	return wavFile(3, 2, rate, 32, data)
}

func wavFile(encoding, channels, rate, bits int, data []byte) []byte {
	le := binary.LittleEndian
	b := append([]byte("RIFF"), le.AppendUint32(nil, uint32(36+len(data)))...)
	b = append(b, "WAVEfmt "...)
	b = le.AppendUint32(b, 16)
	b = le.AppendUint16(b, uint16(encoding))
	b = le.AppendUint16(b, uint16(channels))
	b = le.AppendUint32(b, uint32(rate))
	b = le.AppendUint32(b, uint32(rate*channels*bits/8))
	b = le.AppendUint16(b, uint16(channels*bits/8))
	b = le.AppendUint16(b, uint16(bits))
	b = append(b, "data"...)
	b = le.AppendUint32(b, uint32(len(data)))
	return append(b, data...)
}

// encode makes a sound file of the voice with ffmpeg and gives its path.
func encode(t *testing.T, name string, length time.Duration, args ...string) string {
	t.Helper()
	dir := t.TempDir()
	source, path := filepath.Join(dir, "voice.wav"), filepath.Join(dir, name)
	if err := os.WriteFile(source, floatWAV(48000, voice(48000, length)), 0o600); err != nil {
		t.Fatal(err)
	}
	ffmpeg(t, append(append([]string{"-i", source}, args...), path)...)
	return path
}

func open(t *testing.T, path string) *decode.Audio {
	t.Helper()
	audio, err := decode.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { audio.Close() })
	return audio
}

// all streams the rest of the audio.
func all(t testing.TB, audio *decode.Audio) [][2]float64 {
	t.Helper()
	var samples [][2]float64
	buf := make([][2]float64, 1000)
	for {
		n, ok := audio.Stream(buf)
		if !ok {
			break
		}
		samples = append(samples, buf[:n]...)
	}
	if err := audio.Err(); err != nil {
		t.Fatal(err)
	}
	return samples
}

// signalToNoise says how alike two runs of sound are, in decibels.
func signalToNoise(a, b [][2]float64) float64 {
	var signal, noise float64
	for i := range min(len(a), len(b)) {
		for c := range 2 {
			signal += b[i][c] * b[i][c]
			noise += (a[i][c] - b[i][c]) * (a[i][c] - b[i][c])
		}
	}
	return 10 * math.Log10(signal/(noise+1e-30))
}

// variants are files as they are found in the wild. (At 24 kHz ffmpeg is no reference: it takes the 18th band of the
// spectrum for narrower than LAME does.)
var variants = []struct {
	name, file string
	decibels   float64 // how like ffmpeg's they must be
	args       []string
}{
	{"MP3 of constant bitrate", "a.mp3", 50, []string{"-ar", "44100", "-b:a", "128k"}},
	{"MP3 of variable bitrate", "a.mp3", 50, []string{"-ar", "44100", "-q:a", "4"}},
	{"MP3 mono", "a.mp3", 50, []string{"-ac", "1", "-ar", "44100", "-b:a", "64k"}},
	{"MP3 at 48 kHz, 320 kbit/s", "a.mp3", 50, []string{"-ar", "48000", "-b:a", "320k"}},
	{"MP3 at 32 kHz", "a.mp3", 50, []string{"-ar", "32000", "-b:a", "96k"}},
	{"MP3 at 24 kHz mono", "a.mp3", 20, []string{"-ac", "1", "-ar", "24000", "-b:a", "32k"}},
	{"MP3 at 16 kHz, 160 kbit/s", "a.mp3", 50, []string{"-ar", "16000", "-b:a", "160k", "-joint_stereo", "0"}},
	{"MP3 at 22.05 kHz", "a.mp3", 50, []string{"-ar", "22050", "-b:a", "80k", "-joint_stereo", "0"}},
	{"MP3 at 22.05 kHz mono", "a.mp3", 50, []string{"-ac", "1", "-ar", "22050", "-b:a", "32k"}},
	{"MP3 at 16 kHz, 8 kbit/s", "a.mp3", 50, []string{"-ac", "1", "-ar", "16000", "-b:a", "8k"}},
	{"MP3 with joint stereo off", "a.mp3", 50, []string{"-ar", "44100", "-joint_stereo", "0"}},
	{"MP3 of another encoder", "a.mp3", 50, []string{"-ar", "44100", "-c:a", "libshine"}},
	{"FLAC of 16 bits", "a.flac", 50, []string{"-ar", "44100", "-sample_fmt", "s16"}},
	{"FLAC of 24 bits at 96 kHz", "a.flac", 50, []string{"-ar", "96000", "-sample_fmt", "s32"}},
	{"FLAC mono at 16 kHz", "a.flac", 50, []string{"-ac", "1", "-ar", "16000"}},
	{"Ogg Vorbis", "a.ogg", 50, []string{"-ar", "44100", "-c:a", "libvorbis", "-q:a", "3"}},
	{"Ogg Vorbis mono at 22.05 kHz", "a.ogg", 50, []string{"-ac", "1", "-ar", "22050", "-c:a", "libvorbis", "-q:a", "1"}},
	{"WAV of 8 bits", "a.wav", 50, []string{"-ar", "22050", "-c:a", "pcm_u8"}},
	{"WAV of 16 bits", "a.wav", 50, []string{"-ar", "44100", "-c:a", "pcm_s16le"}},
	{"WAV of 24 bits", "a.wav", 50, []string{"-ar", "48000", "-c:a", "pcm_s24le"}},
	{"WAV of 32 bits mono", "a.wav", 50, []string{"-ac", "1", "-ar", "48000", "-c:a", "pcm_s32le"}},
	{"WAV of floats", "a.wav", 50, []string{"-ar", "44100", "-c:a", "pcm_f32le"}},
	{"WAV of long floats", "a.wav", 50, []string{"-ar", "44100", "-c:a", "pcm_f64le"}},
}

func TestSamplesAgreeWithFFmpegs(t *testing.T) {
	for _, v := range variants {
		t.Run(v.name, func(t *testing.T) {
			path := encode(t, v.file, 1300*time.Millisecond, v.args...)
			audio := open(t, path)
			reference := path + ".wav"
			layout := []string{"-af", "pan=stereo|c0=c0|c1=c1"}
			if audio.Channels() == 1 {
				layout = []string{"-af", "pan=stereo|c0=c0|c1=c0"}
			}
			ffmpeg(t, append(append([]string{"-i", path}, layout...), "-c:a", "pcm_f32le", reference)...)
			want := all(t, open(t, reference))
			got := all(t, audio)
			if len(got) != len(want) {
				t.Errorf("%d frames, ffmpeg has %d", len(got), len(want))
			}
			if db := signalToNoise(got, want); db < v.decibels {
				t.Errorf("only %.1f dB like ffmpeg's", db)
			}
			if damage := audio.Damage(); len(damage) > 0 {
				t.Errorf("damage: %v", damage)
			}
		})
	}
}

func TestSeekIsExact(t *testing.T) {
	for _, v := range variants {
		t.Run(v.name, func(t *testing.T) {
			audio := open(t, encode(t, v.file, 2500*time.Millisecond, v.args...))
			whole := all(t, audio)
			random := rand.New(rand.NewPCG(5, 6))
			places := []int{0, 1, len(whole) - 1, len(whole)}
			for range 20 {
				places = append(places, random.IntN(len(whole)))
			}
			buf := make([][2]float64, 3000)
			for _, place := range places {
				if err := audio.Seek(place); err != nil {
					t.Fatal(err)
				}
				n, _ := audio.Stream(buf)
				if n != min(len(buf), len(whole)-place) {
					t.Fatalf("at %d: %d frames", place, n)
				}
				if !slices.Equal(buf[:n], whole[place:place+n]) {
					t.Fatalf("at %d: other samples than without a seek", place)
				}
			}
		})
	}
}

func TestEncoderDelayIsTakenOff(t *testing.T) {
	source := voice(48000, 3*time.Second)
	for _, args := range [][]string{{"-b:a", "192k"}, {"-q:a", "2"}} {
		audio := open(t, encode(t, "a.mp3", 3*time.Second, args...))
		got := all(t, audio)
		best, score := 0, math.Inf(-1)
		for lag := -50; lag <= 50; lag++ {
			if s := signalToNoise(got[100+lag:100000], source[100:]); s > score {
				best, score = lag, s
			}
		}
		if best != 0 || len(got) != len(source) {
			t.Errorf("%v: late by %d frames, %d frames long for %d", args, best, len(got), len(source))
		}
	}
}

func TestEncoderDelayIsTakenOffWhereNothingSaysHowLongItIs(t *testing.T) {
	const delay = 576 + 529 // of LAME and of every decoder; ffmpeg leaves it where there is no information frame
	for _, rate := range []string{"44100", "22050"} {
		path := encode(t, "a.mp3", 3*time.Second, "-ar", rate, "-write_xing", "0")
		ffmpeg(t, "-i", path, "-c:a", "pcm_f32le", path+".wav")
		want, got := all(t, open(t, path+".wav"))[delay:], all(t, open(t, path))
		if len(got) != len(want) || signalToNoise(got, want) < 50 {
			t.Errorf("at %s Hz: %d frames for %d, %.1f dB alike", rate, len(got), len(want), signalToNoise(got, want))
		}
	}
}

func TestNothingIsTakenOffAStreamThatWasCutFromALongerOne(t *testing.T) {
	path := encode(t, "a.mp3", 3*time.Second, "-b:a", "64k", "-write_xing", "0", "-id3v2_version", "0")
	whole := open(t, path).Len()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const frame = 64000 * 1152 / 48000 / 8 // bytes; at 48 kHz none is padded
	file = file[20*frame:]
	audio, err := decode.Read(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	if want := whole + 576 + 529 - 20*1152; audio.Len() != want {
		t.Errorf("it is %d frames long, not %d", audio.Len(), want)
	}
}

func TestTagsAndJunkAreNoSound(t *testing.T) {
	audio := open(t, filepath.Join("testdata", "tone.mp3"))
	want := all(t, audio)
	file, err := os.ReadFile(filepath.Join("testdata", "tone.mp3"))
	if err != nil {
		t.Fatal(err)
	}
	picture := make([]byte, 300_000)
	for i := range picture {
		picture[i] = byte(i * i >> 3)
	}
	tag := append([]byte{'I', 'D', '3', 4, 0, 0, 0, 18, 39, 96}, picture...) // 300,000 as a synchsafe number
	for name, file := range map[string][]byte{
		"a picture in front":   slices.Concat(tag, file),
		"two tags in front":    slices.Concat(tag, tag, file),
		"junk in front":        slices.Concat(picture[:5000], file),
		"a tag at the end":     slices.Concat(file, []byte("TAG"), make([]byte, 125)),
		"an APE tag at end":    slices.Concat(file, apeTag(400)),
		"zeros at the end":     slices.Concat(file, make([]byte, 5000)),
		"a tag that is a lie":  slices.Concat([]byte("ID3\x04\x00\x00\x7f\x7f\x7f\x7f"), file),
		"a web page at an end": slices.Concat(file, []byte("<html>not found</html>")),
	} {
		t.Run(name, func(t *testing.T) {
			audio, err := decode.Read(bytes.NewReader(file), int64(len(file)))
			if err != nil {
				t.Fatal(err)
			}
			if got := all(t, audio); !slices.Equal(got, want) {
				t.Errorf("%d frames instead of %d, or others", len(got), len(want))
			}
		})
	}
}

func apeTag(size int) []byte {
	head := append([]byte("APETAGEX"), binary.LittleEndian.AppendUint32(nil, 2000)...)
	head = binary.LittleEndian.AppendUint32(head, uint32(size))
	return append(append(head, make([]byte, 16)...), make([]byte, size)...)
}

// hurt gives the file with a piece of it replaced.
func hurt(file []byte, at, size int, by []byte) []byte {
	return slices.Concat(file[:at], by, file[at+size:])
}

func TestDamageKeepsTheRestInTime(t *testing.T) {
	noise := make([]byte, 900)
	for i := range noise {
		noise[i] = byte(i*i*7 + i>>2)
	}
	for _, v := range []struct {
		name, file string
		args       []string
	}{
		{"MP3", "a.mp3", []string{"-ar", "44100", "-b:a", "128k"}},
		{"MP3 of MPEG 2", "a.mp3", []string{"-ar", "24000", "-b:a", "64k"}},
		{"FLAC", "a.flac", []string{"-ar", "44100"}},
		{"Ogg Vorbis", "a.ogg", []string{"-ar", "44100", "-c:a", "libvorbis"}},
	} {
		t.Run(v.name, func(t *testing.T) {
			path := encode(t, v.file, 8*time.Second, v.args...)
			want := all(t, open(t, path))
			file, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			file = hurt(file, len(file)/2, len(noise), noise)
			audio, err := decode.Read(bytes.NewReader(file), int64(len(file)))
			if err != nil {
				t.Fatal(err)
			}
			got := all(t, audio)
			if len(got) != len(want) {
				t.Fatalf("%d frames instead of %d", len(got), len(want))
			}
			damage := audio.Damage()
			if len(damage) == 0 {
				t.Fatal("no damage is reported")
			}
			from, to := damage[0].Start, damage[len(damage)-1].End
			if from < 3*time.Second || to > 5*time.Second || from >= to || !errors.Is(damage[0].Err, decode.ErrDamaged) {
				t.Errorf("damage from %v to %v: %v", from, to, damage[0].Err)
			}
			rate := audio.SampleRate()
			before, after := rate.N(from)-rate.N(100*time.Millisecond), rate.N(to)+rate.N(100*time.Millisecond)
			if !slices.Equal(got[:before], want[:before]) {
				t.Error("the sound before is another")
			}
			if !slices.Equal(got[after:], want[after:]) {
				t.Error("the sound behind is another")
			}
		})
	}
}

func TestCutOffFilePlaysWhatIsThere(t *testing.T) {
	for _, v := range []struct {
		name, file string
		args       []string
	}{
		{"MP3", "a.mp3", []string{"-ar", "44100", "-b:a", "128k"}},
		{"FLAC", "a.flac", []string{"-ar", "44100"}},
		{"Ogg Vorbis", "a.ogg", []string{"-ar", "44100", "-c:a", "libvorbis"}},
		{"WAV", "a.wav", []string{"-ar", "44100"}},
	} {
		t.Run(v.name, func(t *testing.T) {
			path := encode(t, v.file, 8*time.Second, v.args...)
			want := all(t, open(t, path))
			file, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			file = file[:len(file)*6/10]
			audio, err := decode.Read(bytes.NewReader(file), int64(len(file)))
			if err != nil {
				t.Fatal(err)
			}
			got := all(t, audio)
			if d := audio.Duration(); d < 3*time.Second || d > 6*time.Second {
				t.Errorf("it lasts %v", d)
			}
			if !slices.Equal(got, want[:len(got)]) {
				t.Error("the sound is another")
			}
		})
	}
}

func TestErrorsSayWhatIsWrong(t *testing.T) {
	tone, err := os.ReadFile(filepath.Join("testdata", "tone.wav"))
	if err != nil {
		t.Fatal(err)
	}
	opus := []byte("OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x41\x3a\x96\x25\x01\x13" +
		"OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00")
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"an empty file":             {nil, decode.ErrEmpty},
		"a text":                    {[]byte("Once upon a time there was no sound in this file at all."), decode.ErrFormat},
		"zeros":                     {make([]byte, 100_000), decode.ErrFormat},
		"a WAV header only":         {tone[:40], decode.ErrDamaged},
		"a WAV without a sample":    {wavFile(1, 1, 8000, 16, nil), decode.ErrEmpty},
		"a compressed WAV":          {wavFile(2, 1, 8000, 4, make([]byte, 1000)), decode.ErrUnsupported},
		"a WAV of no sample rate":   {wavFile(1, 1, 0, 16, make([]byte, 1000)), decode.ErrDamaged},
		"a FLAC of four bytes":      {[]byte("fLaC"), decode.ErrDamaged},
		"an Ogg file of four bytes": {[]byte("OggS"), decode.ErrDamaged},
		"Opus":                      {opus, decode.ErrDamaged}, // its checksum is wrong; see below
	} {
		t.Run(name, func(t *testing.T) {
			_, err := decode.Read(bytes.NewReader(c.file), int64(len(c.file)))
			if !errors.Is(err, c.want) {
				t.Errorf("%v, not %v", err, c.want)
			}
		})
	}
}

func TestOpusIsNamed(t *testing.T) {
	_, err := decode.Open(encode(t, "a.ogg", time.Second, "-c:a", "libopus"))
	if !errors.Is(err, decode.ErrUnsupported) {
		t.Errorf("%v", err)
	}
}

func TestFileThatIsNotThereIsNamed(t *testing.T) {
	_, err := decode.Open(filepath.Join(t.TempDir(), "none.mp3"))
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

func TestSizesThatAreLiesAreNotBelieved(t *testing.T) {
	wav := wavFile(1, 1, 8000, 16, make([]byte, 1600))
	huge := bytes.Clone(wav)
	binary.LittleEndian.PutUint32(huge[40:], math.MaxUint32) // as ffmpeg writes to a pipe
	flac, err := os.ReadFile(filepath.Join("testdata", "tone.flac"))
	if err != nil {
		t.Fatal(err)
	}
	flac[21] |= 0x0F // 2^36 samples
	flac[22], flac[23], flac[24], flac[25] = 0xFF, 0xFF, 0xFF, 0xFF
	for name, c := range map[string]struct {
		file []byte
		want time.Duration
	}{
		"WAV":  {huge, 100 * time.Millisecond},
		"FLAC": {flac, 500 * time.Millisecond},
	} {
		audio, err := decode.Read(bytes.NewReader(c.file), int64(len(c.file)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := audio.Duration(); got != c.want {
			t.Errorf("%s: it lasts %v, not %v", name, got, c.want)
		}
	}
}

func TestClosedAudioEnds(t *testing.T) {
	audio := open(t, filepath.Join("testdata", "tone.wav"))
	audio.Close()
	if n, ok := audio.Stream(make([][2]float64, 10)); n != 0 || ok || !errors.Is(audio.Err(), decode.ErrClosed) {
		t.Errorf("%d frames, %v", n, audio.Err())
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"tone.mp3", "tone-mpeg2.mp3", "tone.flac", "tone.ogg", "tone.wav"} {
		file, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		audio, err := decode.Read(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			return
		}
		buf := make([][2]float64, 4096)
		for _, place := range []int{0, audio.Len() / 2, audio.Len() - 1} {
			if err := audio.Seek(place); err != nil {
				t.Fatal(err)
			}
			for range 4 {
				n, ok := audio.Stream(buf)
				if n < len(buf) && audio.Position() < audio.Len() {
					t.Fatalf("it ends at %d of %d", audio.Position(), audio.Len())
				}
				if !ok {
					break
				}
			}
		}
		if err := audio.Err(); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	for _, name := range []string{"tone.mp3", "tone.flac", "tone.ogg"} {
		b.Run(name, func(b *testing.B) {
			file, err := os.ReadFile(filepath.Join("testdata", name))
			if err != nil {
				b.Fatal(err)
			}
			buf := make([][2]float64, 1024)
			var length time.Duration
			for b.Loop() {
				audio, err := decode.Read(bytes.NewReader(file), int64(len(file)))
				if err != nil {
					b.Fatal(err)
				}
				for _, ok := audio.Stream(buf); ok; _, ok = audio.Stream(buf) {
				}
				length += audio.Duration()
			}
			b.ReportMetric(length.Seconds()/b.Elapsed().Seconds(), "x-real-time")
		})
	}
}
