package synthesis

import (
	"context"
	"encoding/binary"
	"errors"
	"os"
	"strings"
	"testing"
	"time"
)

// program finds eSpeak NG, or skips the test where it is not installed.
func program(t *testing.T) *Program {
	t.Helper()
	p, err := Find(t.Context())
	if errors.Is(err, ErrMissing) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAVoiceIsFoundByTheTagOfItsLanguage(t *testing.T) {
	p := program(t)
	for tag, want := range map[string]string{
		"de": "de", "de-AT": "de", "deu": "de", "pt-BR": "pt-br", "pt-PT": "pt", "pt": "pt", "fr": "fr-fr", "fr-CA": "fr-fr", "fr_BE": "fr-be",
		"zh": "cmn", "zh-Hans-CN": "cmn", "zh-TW": "cmn", "zh-HK": "yue", "es-MX": "es-419", "no": "nb", "nn-NO": "nb", "EN-us": "en-us",
	} {
		if got, err := p.Voice(tag); err != nil || got != want {
			t.Errorf("%s is spoken by %q (%v), not by %q", tag, got, err, want)
		}
	}
	for _, tag := range []string{"xx", "", "-f /etc/passwd", "tlh-Latn-x-none"} {
		if got, err := p.Voice(tag); !errors.Is(err, ErrLanguage) {
			t.Errorf("%q is spoken by %q (%v)", tag, got, err)
		}
	}
}

func TestEachWordIsAPiece(t *testing.T) {
	p := program(t)
	for voice, text := range map[string]string{
		"de": "Es war einmal ein kleines Mädchen.", "it": "C’era una volta un pezzo di legno.", "fi": "Olipa kerran vanha mies.",
		"ru": "Жили были старик и старуха.", "fr-fr": "Il était une fois un petit garçon.",
	} {
		u, err := p.Say(t.Context(), voice, text)
		if err != nil {
			t.Error(err)
			continue
		}
		if want := len(strings.Fields(text)); len(u.Pieces) != want {
			t.Errorf("%q has %d pieces, not %d", text, len(u.Pieces), want)
		}
		if seconds := float64(len(u.Samples)) / float64(u.Rate); seconds < 0.5 || seconds > 5 {
			t.Errorf("%q takes %.1f s", text, seconds)
		}
	}
}

func TestTextIsSpokenAndNeverAnOrder(t *testing.T) {
	p := program(t)
	for _, text := range []string{
		"--voices", "-f /etc/passwd", "$(reboot); `reboot`", "[[hVl'oU]]", "<audio src='/etc/passwd'/>", "\x01 100P hallo", "\xff\xfe\x00",
		"", " ", "…", strings.Repeat("ja ", 3000), strings.Repeat("9", 500), strings.Repeat("x", 20000),
	} {
		if _, err := p.Say(t.Context(), "de", text); err != nil {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

func TestSpeakingEndsWithItsContext(t *testing.T) {
	p := program(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Say(ctx, "de", "Guten Tag"); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}

// standIn puts a script in the place of the program.
func standIn(t *testing.T, script string) {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(folder+"/"+name, []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder+":/usr/bin:/bin")
}

func TestAProgramThatGivesNonsenseIsNotBelieved(t *testing.T) {
	for what, script := range map[string]string{
		"an empty list": "", "no list": "echo hello", "too much": "yes",
	} {
		standIn(t, script)
		if _, err := Find(t.Context()); !errors.Is(err, ErrOutput) {
			t.Errorf("%s: the error is %v", what, err)
		}
	}
}

func TestAProgramThatHangsIsEnded(t *testing.T) {
	standIn(t, `case "$1" in --voices) echo "5 de --/M German gmw/de";; *) exec sleep 60;; esac`)
	p, err := Find(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	began := time.Now()
	if _, err := p.Say(ctx, "de", "Guten Tag"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the error is %v", err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestWithoutTheProgramThatIsSaid(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := Find(t.Context()); !errors.Is(err, ErrMissing) {
		t.Errorf("the error is %v", err)
	}
}

// wav is a file with the samples.
func wav(samples ...int16) []byte {
	le := binary.LittleEndian
	out := append([]byte("RIFF\xff\xff\xff\x7fWAVEfmt "), make([]byte, 20)...)
	le.PutUint32(out[16:], 16)
	le.PutUint16(out[20:], 1)
	le.PutUint16(out[22:], 1)
	le.PutUint32(out[24:], 22050)
	le.PutUint16(out[34:], 16)
	out = append(out, "data\xff\xff\xff\x7f"...)
	for _, s := range samples {
		out = le.AppendUint16(out, uint16(s))
	}
	return out
}

func TestRestsAreCutOutAndShortSilencesAreNot(t *testing.T) {
	samples := make([]int16, 30000)
	for _, i := range []int{6000, 6001, 7000, 20000} {
		samples[i] = 1000
	}
	u, err := readUtterance(wav(samples...))
	if err != nil {
		t.Fatal(err)
	}
	if len(u.Pieces) != 2 || u.Pieces[0] != 1001 || u.Pieces[1] != 1002 {
		t.Errorf("the pieces end at %v", u.Pieces)
	}
}

func FuzzUtterance(f *testing.F) {
	f.Add(wav(1, 0, -1))
	f.Add([]byte("RIFF"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		u, err := readUtterance(data)
		if err != nil {
			return
		}
		last := 0
		for _, p := range u.Pieces {
			if p <= last || p > len(u.Samples) {
				t.Fatalf("pieces end at %v of %d samples", u.Pieces, len(u.Samples))
			}
			last = p
		}
		if last != len(u.Samples) {
			t.Fatalf("pieces end at %v of %d samples", u.Pieces, len(u.Samples))
		}
	})
}

func FuzzVoices(f *testing.F) {
	f.Add([]byte(" 5  cmn             --/M      Chinese_(Mandarin)  sit/cmn   (zh-cmn 5)(zh 5)\n"))
	f.Add([]byte("Pty Language Age/Gender VoiceName File Other Languages"))
	f.Fuzz(func(t *testing.T, list []byte) {
		for _, v := range readVoices(list) {
			if !isTag(v.language) || strings.HasPrefix(v.language, "-") {
				t.Fatalf("%q is taken for a voice", v.language)
			}
		}
	})
}
