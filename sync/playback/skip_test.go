package playback_test

import (
	"context"
	"math"
	stdsync "sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/faiface/beep"

	"alongside/sync/playback"
)

// A tape is a device that hears as many frames as it is told to, and keeps them.
type tape struct {
	mu      stdsync.Mutex
	changed func()
	src     beep.Streamer
	heard   int64
	frames  []float64 // the left side
}

func (t *tape) Connect(_ context.Context, changed func()) (playback.Sink, error) {
	t.changed = changed
	return t, nil
}

func (t *tape) Start(src beep.Streamer) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.src, t.heard = src, 0
}

func (t *tape) Stop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.src = nil
}

func (t *tape) Heard() (int64, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.heard, t.src != nil
}

func (t *tape) Lost() <-chan struct{} { return nil }
func (t *tape) Silent() bool          { return false }
func (t *tape) Close() error          { return nil }

// hear runs the tape for so long.
func (t *tape) hear(d time.Duration) {
	buf := make([][2]float64, playback.SampleRate.N(d))
	t.mu.Lock()
	src := t.src
	t.mu.Unlock()
	src.Stream(buf)
	t.mu.Lock()
	t.heard += int64(len(buf))
	for _, f := range buf {
		t.frames = append(t.frames, f[0])
	}
	t.mu.Unlock()
	t.changed()
}

// recorded is a player that plays on a tape; the sound's frames tell their own time: they rise from 0 to 1.
func recorded(t *testing.T, length time.Duration) (*playback.Player, *tape) {
	t.Helper()
	samples := make([]float64, playback.SampleRate.N(length))
	for i := range samples {
		samples[i] = float64(i) / float64(len(samples))
	}
	audio, err := playback.Open(writeSamples(t, int(playback.SampleRate), samples))
	if err != nil {
		t.Fatal(err)
	}
	device := &tape{}
	p := playback.NewPlayer(device, audio)
	t.Cleanup(func() {
		p.Close()
		audio.Close()
	})
	for p.State() == playback.Connecting {
		time.Sleep(time.Millisecond)
	}
	return p, device
}

func TestSkippedStretchesAreNotHeard(t *testing.T) {
	for _, speed := range []float64{1, 0.75, 1.5} {
		p, device := recorded(t, 10*time.Second)
		p.SetSpeed(speed)
		p.Skip([]playback.Stretch{{6 * time.Second, 7 * time.Second}, {2 * time.Second, 3 * time.Second}, {2500 * time.Millisecond, 4 * time.Second}})
		p.Seek(time.Second)
		p.Play()
		var before time.Duration
		for range 400 {
			device.hear(10 * time.Millisecond)
			now := p.Position()
			step := now - before
			jumped := before != 0 && step > 500*time.Millisecond
			if jumped && !near(before, 2*time.Second) && !near(before, 6*time.Second) {
				t.Errorf("at speed %g it went from %v to %v", speed, before, now)
			}
			if now > 2020*time.Millisecond && now < 3990*time.Millisecond || now > 6020*time.Millisecond && now < 6990*time.Millisecond {
				t.Errorf("at speed %g it is at %v, which is to be skipped", speed, now)
			}
			before = now
		}
		for i, v := range device.frames {
			if at := v * 10; at > 2.01 && at < 3.97 || at > 6.01 && at < 6.97 {
				// What fades out and in has other values: they are far apart from these only at full loudness.
				if i > 0 && math.Abs(v-device.frames[i-1]) < 1e-4 && i+1 < len(device.frames) && math.Abs(device.frames[i+1]-v) < 1e-4 {
					t.Fatalf("at speed %g frame %d is of the sound at %.2f s", speed, i, at)
				}
			}
		}
	}
}

func TestWhoSeeksIntoASkippedStretchHearsIt(t *testing.T) {
	p, device := recorded(t, 10*time.Second)
	p.Skip([]playback.Stretch{{2 * time.Second, 4 * time.Second}})
	p.Seek(2500 * time.Millisecond)
	p.Play()
	device.hear(500 * time.Millisecond)
	if got := p.Position(); !near(got, 3*time.Second) {
		t.Errorf("half a second after 2.5 s it is at %v", got)
	}
}

func TestSkippingMayBeginWhilePlaying(t *testing.T) {
	p, device := recorded(t, 10*time.Second)
	p.Play()
	device.hear(1050 * time.Millisecond)
	p.Skip([]playback.Stretch{{500 * time.Millisecond, 1500 * time.Millisecond}, {2 * time.Second, 4 * time.Second}})
	for want := 1150 * time.Millisecond; want < 5*time.Second; want += 100 * time.Millisecond {
		if want == 2050*time.Millisecond {
			want += 2 * time.Second
		}
		device.hear(100 * time.Millisecond)
		if got := p.Position(); !near(got, want) {
			t.Fatalf("it is at %v, want %v", got, want)
		}
	}
}

func TestWatchersAreToldWhenAStretchHasBeenSkipped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // in here time passes as soon as everyone waits
		p := silentPlayer(t, 10*time.Second)
		p.Skip([]playback.Stretch{{2 * time.Second, 5 * time.Second}})
		changed, stop := p.Watch()
		defer stop()
		p.Play()
		began := time.Now()
		for p.Position() < 5*time.Second {
			<-changed
		}
		if took := time.Since(began); (took - 2*time.Second).Abs() > 20*time.Millisecond {
			t.Errorf("told after %v, want 2 s", took)
		}
		p.Close()
	})
}

func TestASkippedEndIsTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := silentPlayer(t, 5*time.Second)
		p.Skip([]playback.Stretch{{2 * time.Second, time.Minute}})
		p.Play()
		began := time.Now()
		for !p.Ended() && time.Since(began) < time.Minute {
			time.Sleep(10 * time.Millisecond)
		}
		if took := time.Since(began); (took - 2*time.Second).Abs() > 100*time.Millisecond {
			t.Errorf("it ended after %v, want 2 s", took)
		}
		p.Close()
	})
}
