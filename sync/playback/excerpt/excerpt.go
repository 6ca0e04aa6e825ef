// Package excerpt makes short sounds with real speech in them, for tests: the beginning of the sample story, as wave files.
package excerpt

import (
	"bytes"
	"os"
	"testing"
	"time"

	"github.com/faiface/beep"
	"github.com/faiface/beep/wav"

	"alongside/assets"
	"alongside/sync/playback/decode"
)

// Write writes a wave file: silence of some length, and then the sample story's sound up to a moment of it.
func Write(t testing.TB, path string, silence, until time.Duration) {
	t.Helper()
	whole := assets.Sample().Audio
	audio, err := decode.Read(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	defer audio.Close()
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	format := beep.Format{SampleRate: audio.SampleRate(), NumChannels: 1, Precision: 2}
	sound := beep.Seq(beep.Silence(audio.SampleRate().N(silence)), beep.Take(audio.Frame(until), audio))
	if err := wav.Encode(out, sound, format); err != nil {
		t.Fatal(err)
	}
}
