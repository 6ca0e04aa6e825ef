package convert

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// left lists what a conversion left in a folder beside what was there before.
func left(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "sound-") {
			names = append(names, e.Name())
		}
	}
	return names
}

func TestWhatIsNoSoundSaysWhy(t *testing.T) {
	dir := t.TempDir()
	wav := clicking(t, dir)
	whole := filepath.Join(dir, "whole.m4a")
	ffmpeg(t, "-i", wav, whole)
	body, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	film := filepath.Join(dir, "silent.mp4")
	ffmpeg(t, "-f", "lavfi", "-i", "color=black:s=64x64:d=1:r=5", "-c:v", "mpeg4", film)
	silent, err := os.ReadFile(film)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		body string
		want error
	}{
		"text":                      {"The bell rings.", ErrUnknown},
		"empty":                     {"", ErrUnknown},
		"a head and nothing more":   {"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00", ErrDamaged},
		"cut off before its end":    {string(body[:len(body)/2]), ErrDamaged},
		"a film without sound":      {string(silent), ErrSilent},
		"a playlist of other files": {"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile://" + wav + "\n", ErrUnknown},
		"a list of files to join":   {"ffconcat version 1.0\nfile " + filepath.Base(wav) + "\n", ErrUnknown},
		"a playlist behind an MP4":  {"\x00\x00\x00\x08ftyp#EXTM3U\n#EXTINF:5,\n" + wav + "\n", ErrDamaged},
		"a description of a stream": {"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n", ErrUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			from := filepath.Join(dir, "bad.mp4")
			if err := os.WriteFile(from, []byte(c.body), 0o600); err != nil {
				t.Fatal(err)
			}
			to, err := To(t.Context(), dir, from, nil)
			if !errors.Is(err, c.want) {
				t.Errorf("it gave %q, %v, not %v", to, err, c.want)
			}
			if names := left(t, dir); len(names) > 0 {
				t.Errorf("%v is left", names)
			}
		})
	}
}

func TestAFileIsReadAsItsKindWhateverItIsCalled(t *testing.T) {
	dir := t.TempDir()
	wav := clicking(t, dir)
	for _, name := range []string{"-y.mp4", "concat:a|b.m3u8", "http:--x.ffconcat", "a%03d.sdp"} {
		t.Run(name, func(t *testing.T) {
			plain := filepath.Join(dir, "plain.m4a")
			ffmpeg(t, "-i", wav, plain)
			from := filepath.Join(dir, name)
			if err := os.Rename(plain, from); err != nil {
				t.Skipf("no file can have that name here: %v", err)
			}
			if _, err := To(t.Context(), dir, from, nil); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestACancelledConversionLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	from := filepath.Join(dir, "long.m4a")
	ffmpeg(t, "-f", "lavfi", "-i", "sine=d=400", "-c:a", "aac", "-b:a", "32k", from)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	_, err := To(ctx, dir, from, func(done, _ time.Duration) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	if names := left(t, dir); len(names) > 0 {
		t.Errorf("%v is left", names)
	}
}

func TestTheLimitsOfAConversionHold(t *testing.T) {
	dir := t.TempDir()
	from := filepath.Join(dir, "a.m4a")
	ffmpeg(t, "-f", "lavfi", "-i", "anoisesrc=d=60:r=44100", "-c:a", "aac", from)
	info, err := Probe(t.Context(), from)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		limits limits
		want   error
	}{
		"of size":           {limits{bytes: 1<<20 + 100_000, length: time.Hour, stalled: time.Minute}, ErrTooLarge},
		"of length":         {limits{bytes: 1 << 30, length: time.Second, stalled: time.Minute}, ErrTooLarge},
		"of standing still": {limits{bytes: 1 << 30, length: time.Hour, stalled: time.Nanosecond}, ErrStuck},
	} {
		t.Run(name, func(t *testing.T) {
			work := conversion{from: from, info: info, told: func(_, _ time.Duration) {}, limits: c.limits}
			if _, err := work.into(t.Context(), dir, forms()[0]); !errors.Is(err, c.want) {
				t.Errorf("the error is %v, not %v", err, c.want)
			}
			if names := left(t, dir); len(names) > 0 {
				t.Errorf("%v is left", names)
			}
		})
	}
}

func TestWithoutTheProgramItIsSaidWhatToInstall(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.m4a")
	if err := os.WriteFile(path, []byte("\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", t.TempDir())
	_, err := To(t.Context(), t.TempDir(), path, nil)
	if !errors.Is(err, ErrNoProgram) || !strings.Contains(err.Error(), "apt-get install ffmpeg") {
		t.Errorf("the error is %v", err)
	}
}

func FuzzKind(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x20ftypM4A "))
	f.Add([]byte("RIFF\x00\x00\x00\x00WAVEfmt "))
	f.Add([]byte("OggS\x00\x02OpusHead"))
	f.Fuzz(func(t *testing.T, body []byte) {
		path := filepath.Join(t.TempDir(), "a")
		if err := os.WriteFile(path, body, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, kind := range []Kind{KindOf(path), VariantOf(path)} {
			if (kind.Name == "") != (kind.demuxer == "") {
				t.Errorf("%+v", kind)
			}
		}
	})
}
