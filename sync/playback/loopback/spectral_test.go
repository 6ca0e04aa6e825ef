package loopback

import (
	"slices"
	"testing"
	"time"

	"github.com/faiface/beep"

	"alongside/sync/playback/decode"
	"alongside/sync/playback/tempo"
)

// spoken is the sample story's sound.
func spoken(t *testing.T) []float32 {
	t.Helper()
	audio, err := decode.Open("../../../assets/sample/the-fog-bell.ogg")
	if err != nil {
		t.Fatal(err)
	}
	defer audio.Close()
	var mono []float32
	stream := beep.Take(30*Rate, decode.Resample(audio, audio.SampleRate(), Rate))
	buf := make([][2]float64, 4800)
	for {
		n, ok := stream.Stream(buf)
		if !ok {
			return mono
		}
		for _, f := range buf[:n] {
			mono = append(mono, float32(f[0]+f[1])/2)
		}
	}
}

// stretched is speech at another speed, and the place of the source, in samples, for each of its hundredths of a second.
func stretched(source []float32, speed float64) (out []float32, places []float64) {
	at := 0
	s := tempo.New(beep.StreamerFunc(func(buf [][2]float64) (int, bool) {
		n := 0
		for n < len(buf) && at < len(source) {
			buf[n] = [2]float64{float64(source[at]), float64(source[at])}
			n, at = n+1, at+1
		}
		return n, n > 0
	}), speed)
	buf := make([][2]float64, Rate/100)
	for {
		places = append(places, s.Place())
		n, ok := s.Stream(buf)
		if !ok {
			return out, places
		}
		for _, f := range buf[:n] {
			out = append(out, float32(f[0]))
		}
	}
}

func TestSpeechIsFoundAtAnySpeed(t *testing.T) {
	source := spoken(t)
	spectra := NewSpectra(source)
	for _, speed := range []float64{0.5, 0.75, 1, 1.5, 2} {
		recording, places := stretched(source, speed)
		find := spectra.At(speed)
		var off []time.Duration // of listening
		for i := 50; i+100 < len(places); i += 20 {
			place := time.Duration(places[i] / Rate * float64(time.Second))
			const shown = 40 * time.Millisecond // too early
			if heard, quality := find(recording, i*Rate/100, place+shown); quality > 0 {
				off = append(off, time.Duration(float64(heard-place)/speed).Abs())
			}
		}
		slices.Sort(off)
		if len(off) < len(places)/20*2/3 {
			t.Errorf("at %v only %d of %d places were found", speed, len(off), len(places)/20)
			continue
		}
		t.Logf("at %v: half within %v, 95%% within %v, worst %v", speed, off[len(off)/2], off[len(off)*95/100], off[len(off)-1])
		if off[len(off)/2] > 3*time.Millisecond || off[len(off)*95/100] > 8*time.Millisecond {
			t.Errorf("at %v places are found %v off, and 5%% of them more than %v", speed, off[len(off)/2], off[len(off)*95/100])
		}
	}
}
