package latency

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/faiface/beep"

	"alongside/sync/playback"
)

// earphones are a device that someone hears so much later than it says.
type earphones struct {
	src   beep.Streamer
	heard int64
	late  time.Duration
	gone  chan struct{}
}

func (e *earphones) Connect(context.Context, func()) (playback.Sink, error) { return e, nil }
func (e *earphones) Start(src beep.Streamer)                                { e.src, e.heard = src, 0 }
func (e *earphones) Stop()                                                  { e.src = nil }
func (e *earphones) Heard() (int64, bool)                                   { return e.heard, e.src != nil }
func (e *earphones) Lost() <-chan struct{}                                  { return e.gone }
func (e *earphones) Output() playback.Output {
	return playback.Output{ID: "earphones", Name: "Earphones"}
}
func (e *earphones) Silent() bool { return false }
func (e *earphones) Close() error { return nil }

// listening hears a rhythm to its end, and gives when each click begins, as the ear has it by the computer's clock.
func (e *earphones) listening(r Rhythm) (clicks []time.Duration) {
	const step = 48 // frames: a millisecond
	buf := make([][2]float64, step)
	quiet := time.Duration(math.MaxInt64)
	for at := time.Duration(0); at < r.Length(); at += ms {
		e.src.Stream(buf)
		e.heard += step
		for _, f := range buf {
			if math.Abs(f[0]) > 0.1 {
				if quiet > 100*ms {
					clicks = append(clicks, at+e.late)
				}
				quiet = 0
			}
		}
		quiet += min(ms, math.MaxInt64-quiet)
	}
	return clicks
}

func TestClicksComeWithTheBeats(t *testing.T) {
	device := &earphones{}
	c, err := NewClicker(t.Context(), device, func() {})
	if err != nil {
		t.Fatal(err)
	}
	if _, rising := c.At(); rising {
		t.Error("it plays before it was started")
	}
	c.Start(Clicks, 1)
	heard, beats := device.listening(Clicks), Clicks.Beats()
	if len(heard) != len(beats) {
		t.Fatalf("%d clicks are heard, there are %d beats", len(heard), len(beats))
	}
	for i, at := range heard {
		if (at - beats[i]).Abs() > ms {
			t.Errorf("click %d comes at %v, its beat at %v", i, at, beats[i])
		}
	}
	if at, rising := c.At(); !rising || (at-Clicks.Length()).Abs() > ms {
		t.Errorf("after all it is at %v, playing %v", at, rising)
	}
	c.Stop()
	if _, rising := c.At(); rising {
		t.Error("it plays after it was stopped")
	}
}

// From the streamed sound to what is found, with a person at the end who hears it late.
func TestTheDelayOfADeviceIsFoundFromWhatItPlays(t *testing.T) {
	for _, late := range []time.Duration{0, 180 * ms, 420 * ms} {
		device := &earphones{late: late}
		c, err := NewClicker(t.Context(), device, func() {})
		if err != nil {
			t.Fatal(err)
		}
		c.Start(Clicks, 0.5)
		var taps []time.Duration
		for i, heard := range device.listening(Clicks) {
			scatter := time.Duration((i*7)%5-2) * 12 * ms
			taps = append(taps, heard-35*ms+scatter)
		}
		seen := people()["a usual one"]
		seen.early = 35 * ms
		got := Compare(listen(t, Flashes, seen.along(Flashes, 0, 1)), listen(t, Clicks, taps))
		if (got.Delay - late).Abs() > 15*ms {
			t.Errorf("%v is found for %v", got.Delay, late)
		}
	}
}
