package playback_test

import (
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"alongside/sync/playback"
)

// writeWAV writes a mono 16-bit file of a quiet tone and gives its path.
func writeWAV(t testing.TB, rate int, length time.Duration) string {
	t.Helper()
	n := int(length.Seconds() * float64(rate))
	samples := make([]float64, n)
	for i := range samples {
		samples[i] = 0.1 * math.Sin(2*math.Pi*220*float64(i)/float64(rate))
	}
	return writeSamples(t, rate, samples)
}

// writeSamples writes a mono 16-bit file and gives its path.
func writeSamples(t testing.TB, rate int, samples []float64) string {
	t.Helper()
	le := binary.LittleEndian
	buf := append([]byte("RIFF"), le.AppendUint32(nil, uint32(36+2*len(samples)))...)
	buf = append(buf, "WAVEfmt "...)
	buf = le.AppendUint32(buf, 16)
	buf = le.AppendUint16(buf, 1)
	buf = le.AppendUint16(buf, 1)
	buf = le.AppendUint32(buf, uint32(rate))
	buf = le.AppendUint32(buf, uint32(2*rate))
	buf = le.AppendUint16(buf, 2)
	buf = le.AppendUint16(buf, 16)
	buf = append(buf, "data"...)
	buf = le.AppendUint32(buf, uint32(2*len(samples)))
	for _, v := range samples {
		buf = le.AppendUint16(buf, uint16(int16(v*32767)))
	}
	path := filepath.Join(t.TempDir(), "tone.wav")
	if err := os.WriteFile(path, buf, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// silentPlayer plays a tone of the length on the silent device.
func silentPlayer(t testing.TB, length time.Duration) *playback.Player {
	t.Helper()
	audio, err := playback.Open(writeWAV(t, 44100, length))
	if err != nil {
		t.Fatal(err)
	}
	player := playback.NewPlayer(playback.Silent(), audio)
	t.Cleanup(func() {
		player.Close()
		audio.Close()
	})
	return player
}

// near reports whether a position is within 30 ms of where it should be.
func near(got, want time.Duration) bool { return (got - want).Abs() < 30*time.Millisecond }

func TestSilentPlayerCountsRealTime(t *testing.T) {
	p := silentPlayer(t, 10*time.Second)
	p.Play()
	for _, rate := p.Now(); rate == 0; _, rate = p.Now() {
		time.Sleep(time.Millisecond)
	}
	from, begin := p.Position(), time.Now()
	time.Sleep(400 * time.Millisecond)
	if got, want := p.Position()-from, time.Since(begin); !near(got, want) {
		t.Errorf("it moved %v in %v", got, want)
	}
}

func TestPausedPositionStands(t *testing.T) {
	p := silentPlayer(t, 10*time.Second)
	p.Play()
	time.Sleep(100 * time.Millisecond)
	p.Pause()
	before := p.Position()
	time.Sleep(100 * time.Millisecond)
	if after := p.Position(); after != before {
		t.Errorf("it moved from %v to %v", before, after)
	}
}

func TestSeekIsSeenAtOnce(t *testing.T) {
	p := silentPlayer(t, 10*time.Second)
	p.Play()
	p.Seek(7 * time.Second)
	if got := p.Position(); !near(got, 7*time.Second) {
		t.Errorf("position %v", got)
	}
}

func TestSeekOutsideIsBroughtInside(t *testing.T) {
	for name, c := range map[string]struct{ to, want time.Duration }{
		"before the start": {-time.Second, 0},
		"after the end":    {time.Hour, 2 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			p := silentPlayer(t, 2*time.Second)
			p.Seek(c.to)
			if got := p.Position(); got != c.want {
				t.Errorf("position %v, want %v", got, c.want)
			}
		})
	}
}

func TestPlaysToTheEnd(t *testing.T) {
	p := silentPlayer(t, 300*time.Millisecond)
	changed, stop := p.Watch()
	defer stop()
	p.Play()
	for late := time.After(3 * time.Second); !p.Ended(); {
		select {
		case <-changed:
		case <-late:
			t.Fatal("it does not end")
		}
	}
	if got := p.Position(); got != 300*time.Millisecond || p.Playing() {
		t.Errorf("it ended at %v, playing %v", got, p.Playing())
	}
}

func TestPlayAfterTheEndBeginsAgain(t *testing.T) {
	p := silentPlayer(t, 100*time.Millisecond)
	p.Play()
	for !p.Ended() {
		time.Sleep(10 * time.Millisecond)
	}
	p.Play()
	if got := p.Position(); got > 50*time.Millisecond {
		t.Errorf("it begins at %v", got)
	}
}

func TestSpeedMovesThePosition(t *testing.T) {
	for _, speed := range []float64{0.5, 1.5, 2} {
		p := silentPlayer(t, 10*time.Second)
		p.SetSpeed(speed)
		p.Play()
		for _, rate := p.Now(); rate == 0; _, rate = p.Now() {
			time.Sleep(time.Millisecond)
		}
		from, begin := p.Position(), time.Now()
		time.Sleep(300 * time.Millisecond)
		want := time.Duration(speed * float64(time.Since(begin)))
		if got := p.Position() - from; (got - want).Abs() > 100*time.Millisecond { // a busy machine may be late
			t.Errorf("at speed %v it moved %v, want %v", speed, got, want)
		}
	}
}

func TestSilentDeviceSaysSo(t *testing.T) {
	p := silentPlayer(t, time.Second)
	for late := time.Now().Add(3 * time.Second); p.State() == playback.Connecting && time.Now().Before(late); {
		time.Sleep(time.Millisecond)
	}
	if got := p.State(); got != playback.Silenced {
		t.Errorf("state %v", got)
	}
}

func BenchmarkPosition(b *testing.B) {
	p := silentPlayer(b, 10*time.Minute)
	p.Play()
	time.Sleep(300 * time.Millisecond)
	for b.Loop() {
		p.Position()
	}
}

// A screen may still ask while the story is being left.
func TestClosedPlayerStillAnswers(t *testing.T) {
	audio, err := playback.Open(writeSamples(t, 48000, make([]float64, 48000)))
	if err != nil {
		t.Fatal(err)
	}
	defer audio.Close()
	player := playback.NewPlayer(playback.Silent(), audio)
	await(t, player, playback.Silenced)
	player.Close()
	if state := player.State(); player.Playing() || player.Position() != 0 {
		t.Errorf("after Close: %v, playing %v, at %v", state, player.Playing(), player.Position())
	}
}
