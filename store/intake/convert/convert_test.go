package convert

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"alongside/sync/playback/decode"
)

const rate = 44100

// clicks are the times at which the sound of these tests has a short tone.
func clicks() []time.Duration {
	return []time.Duration{100 * time.Millisecond, 1370 * time.Millisecond, 4250 * time.Millisecond}
}

// tone is a soft click of 5 ms.
func tone() []float64 {
	wave := make([]float64, rate*5/1000)
	for i := range wave {
		at := float64(i) / float64(len(wave))
		wave[i] = 0.8 * math.Sin(math.Pi*at) * math.Sin(math.Pi*at) * math.Sin(2*math.Pi*10*at)
	}
	return wave
}

// clicking writes a WAV of five seconds.
func clicking(t *testing.T, dir string) string {
	t.Helper()
	samples := make([]int16, 5*rate)
	for _, at := range clicks() {
		for i, v := range tone() {
			samples[int(at*rate/time.Second)+i] = int16(v * math.MaxInt16)
		}
	}
	var out bytes.Buffer
	out.WriteString("RIFF")
	binary.Write(&out, binary.LittleEndian, uint32(36+2*len(samples)))
	out.WriteString("WAVEfmt ")
	binary.Write(&out, binary.LittleEndian, struct {
		Size             uint32
		Format, Channels uint16
		Rate, Bytes      uint32
		Frame, Bits      uint16
	}{16, 1, 1, rate, 2 * rate, 2, 16})
	out.WriteString("data")
	binary.Write(&out, binary.LittleEndian, uint32(2*len(samples)))
	binary.Write(&out, binary.LittleEndian, samples)
	path := filepath.Join(dir, "clicks.wav")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// ffmpeg runs it, and skips the test where it is not installed.
func ffmpeg(t *testing.T, args ...string) {
	t.Helper()
	program, err := exec.LookPath("ffmpeg")
	if err != nil {
		t.Skip("ffmpeg is not installed, which converts the sound (Debian: apt-get install ffmpeg)")
	}
	command := exec.CommandContext(t.Context(), program, append([]string{"-nostdin", "-v", "error", "-y"}, args...)...)
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// heard gives the times at which a file has its clicks: where the sound is most like one.
func heard(t *testing.T, path string) []time.Duration {
	t.Helper()
	audio, err := decode.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer audio.Close()
	frames := make([][2]float64, audio.Len())
	for at := 0; at < len(frames); {
		n, ok := audio.Stream(frames[at:])
		if at += n; !ok {
			break
		}
	}
	hz := int(audio.SampleRate())
	var found []time.Duration
	for _, click := range clicks() {
		near := 100 * time.Millisecond
		best, most := time.Duration(0), 0.0
		for at := max(click-near, 0); at < click+near; at += 100 * time.Microsecond {
			if like := likeness(frames, hz, at); like > most {
				best, most = at, like
			}
		}
		found = append(found, best)
	}
	return found
}

// likeness is how much the sound at a time is like a click.
func likeness(frames [][2]float64, hz int, at time.Duration) (sum float64) {
	wave := tone()
	for i, v := range wave {
		n := int(math.Round((at.Seconds() + float64(i)/rate) * float64(hz)))
		if n < len(frames) {
			sum += v * frames[n][0]
		}
	}
	return sum
}

func TestSoundIsHeardWhenItWasInAnyKindOfFile(t *testing.T) {
	dir := t.TempDir()
	wav := clicking(t, dir)
	for name, c := range map[string]struct {
		file string
		args string
		kind string
		late time.Duration // what the file itself adds, and cannot say
	}{
		"M4A":           {file: "a.m4a", args: "-c:a aac -b:a 128k", kind: "MP4 sound (M4A)"},
		"M4B":           {file: "a.m4b", args: "-c:a aac -f ipod", kind: "MP4 sound (M4A)"},
		"AAC":           {file: "a.aac", args: "-c:a aac -b:a 128k", kind: "AAC", late: 1024 * time.Second / rate},
		"Opus":          {file: "a.opus", args: "-c:a libopus", kind: "Opus"},
		"WebM":          {file: "a.webm", args: "-c:a libopus", kind: "WebM or Matroska"},
		"Matroska":      {file: "a.mkv", args: "-c:a flac", kind: "WebM or Matroska"},
		"AIFF":          {file: "a.aiff", args: "-c:a pcm_s16be", kind: "AIFF"},
		"Windows Media": {file: "a.wma", args: "-c:a wmav2 -b:a 128k", kind: "Windows Media", late: 2010 * time.Second / rate},
		"QuickTime":     {file: "a.mov", args: "-c:a alac", kind: "MP4 sound (M4A)"},
		"AVI":           {file: "a.avi", args: "-c:a pcm_s16le", kind: "an AVI film"},
		"WAV in µ-law":  {file: "a.wav", args: "-c:a pcm_mulaw", kind: "a WAV of a rare kind"},
		"Core Audio":    {file: "a.caf", args: "-c:a alac", kind: "Core Audio"},
		"surround":      {file: "s.m4a", args: "-c:a aac -b:a 256k -af pan=5.1|FC=c0", kind: "MP4 sound (M4A)"},
	} {
		t.Run(name, func(t *testing.T) {
			from := filepath.Join(dir, "of "+name+" "+c.file)
			ffmpeg(t, append(append([]string{"-i", wav}, strings.Fields(c.args)...), from)...)
			info, err := Probe(t.Context(), from)
			if err != nil || info.Kind.Name != c.kind {
				t.Errorf("it is %q, %v, not %q", info.Kind.Name, err, c.kind)
			}
			if off := (info.Duration - 5*time.Second).Abs(); info.Duration != 0 && off > 200*time.Millisecond {
				t.Errorf("it says it lasts %v", info.Duration)
			}
			to, err := To(t.Context(), dir, from, nil)
			if err != nil {
				t.Fatal(err)
			}
			for i, at := range heard(t, to) {
				if off := at - clicks()[i] - c.late; off.Abs() > time.Millisecond {
					t.Errorf("the click at %v is heard at %v", clicks()[i], at)
				}
			}
		})
	}
}

func TestSoundThatStartsAfterThePictureStaysAtItsTime(t *testing.T) {
	dir := t.TempDir()
	film := filepath.Join(dir, "film.mp4")
	ffmpeg(t, "-f", "lavfi", "-i", "color=black:s=64x64:d=6:r=10", "-itsoffset", "0.05", "-i", clicking(t, dir),
		"-map", "0:v", "-map", "1:a", "-c:v", "mpeg4", "-c:a", "aac", film)
	to, err := To(t.Context(), dir, film, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, at := range heard(t, to) {
		if off := at - clicks()[i] - 50*time.Millisecond; off.Abs() > time.Millisecond {
			t.Errorf("the click at %v is heard at %v, and not 50 ms later", clicks()[i], at)
		}
	}
}

func TestTheSameSoundGivesTheSameFile(t *testing.T) {
	dir := t.TempDir()
	from := filepath.Join(dir, "a.m4a")
	ffmpeg(t, "-i", clicking(t, dir), from)
	var files [2][]byte
	for i := range files {
		to, err := To(t.Context(), dir, from, nil)
		if err != nil {
			t.Fatal(err)
		}
		if files[i], err = os.ReadFile(to); err != nil {
			t.Fatal(err)
		}
		if i == 1 && !bytes.Equal(files[0], files[1]) {
			t.Error("they differ")
		}
	}
}

func TestWithoutVorbisItIsFLAC(t *testing.T) {
	dir := t.TempDir()
	from := filepath.Join(dir, "a.m4a")
	ffmpeg(t, "-i", clicking(t, dir), from)
	info, err := Probe(t.Context(), from)
	if err != nil {
		t.Fatal(err)
	}
	work := conversion{from: from, info: info, told: func(_, _ time.Duration) {}, limits: standard()}
	if _, err := work.into(t.Context(), dir, form{".ogg", []string{"-c:a", "libnothing", "-f", "ogg"}}); !errors.Is(err, errNoEncoder) {
		t.Errorf("an encoder that is not there gives %v", err)
	}
	to, err := work.into(t.Context(), dir, forms()[1])
	if err != nil {
		t.Fatal(err)
	}
	for i, at := range heard(t, to) {
		if off := at - clicks()[i]; off.Abs() > time.Millisecond {
			t.Errorf("the click at %v is heard at %v", clicks()[i], at)
		}
	}
}

func TestChaptersAndTagsAreTold(t *testing.T) {
	dir := t.TempDir()
	meta := filepath.Join(dir, "meta.txt")
	const text = ";FFMETADATA1\ntitle=The Bell\nartist=Ada Gruen\nalbum=Harbour Tales\n" +
		"[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=2000\ntitle=The Quay\n" +
		"[CHAPTER]\nTIMEBASE=1/1000\nSTART=2000\nEND=5000\ntitle=The Night\n"
	if err := os.WriteFile(meta, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	book := filepath.Join(dir, "book.m4b")
	ffmpeg(t, "-i", clicking(t, dir), "-i", meta, "-map_metadata", "1", "-c:a", "aac", "-f", "ipod", book)
	info, err := Probe(t.Context(), book)
	if err != nil || info.Title != "The Bell" || info.Artist != "Ada Gruen" || info.Album != "Harbour Tales" {
		t.Errorf("it says %+v, %v", info, err)
	}
	want := []Chapter{{"The Quay", 0, 2 * time.Second}, {"The Night", 2 * time.Second, 5 * time.Second}}
	if !slices.Equal(info.Chapters, want) {
		t.Errorf("the chapters are %v, not %v", info.Chapters, want)
	}
}

func TestProgressIsToldUpToTheEnd(t *testing.T) {
	dir := t.TempDir()
	from := filepath.Join(dir, "a.m4a")
	ffmpeg(t, "-i", clicking(t, dir), from)
	var last, total time.Duration
	if _, err := To(t.Context(), dir, from, func(done, all time.Duration) { last, total = done, all }); err != nil {
		t.Fatal(err)
	}
	if (last-5*time.Second).Abs() > 100*time.Millisecond || (total-5*time.Second).Abs() > 100*time.Millisecond {
		t.Errorf("told of %v of %v", last, total)
	}
}
