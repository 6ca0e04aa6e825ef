package latency

import (
	"context"
	"fmt"
	"math"
	stdsync "sync"
	"time"

	"github.com/faiface/beep"

	"alongside/sync/playback"
)

// A click is short, begins suddenly and is no pain to hear.
const (
	clickPitch  = 1000.0 // Hz
	clickLength = 30 * time.Millisecond
	clickFades  = 6 * time.Millisecond // by a factor of e
	clickLoud   = 0.5
)

// A Clicker plays rhythms on a device and says where in them it is, as the device says.
type Clicker struct {
	sink playback.Sink

	mu    stdsync.Mutex
	begun bool
}

// NewClicker opens a line to a device. Of its output becoming another one, or going away, changed is told from any goroutine.
func NewClicker(ctx context.Context, device playback.Device, changed func()) (*Clicker, error) {
	sink, err := device.Connect(ctx, changed)
	if err != nil {
		return nil, fmt.Errorf("playing clicks: %w", err)
	}
	return &Clicker{sink: sink}, nil
}

// Start plays a rhythm from its start, loud from 0 to 1.
func (c *Clicker) Start(r Rhythm, loud float64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.begun = true
	c.sink.Start(&clicks{beats: r.Beats(), loud: loud * clickLoud})
}

// Stop falls silent.
func (c *Clicker) Stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.begun = false
	c.sink.Stop()
}

// At is where in the rhythm it is, as the device says; it reports false while nothing is played.
func (c *Clicker) At() (time.Duration, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.begun {
		return 0, false
	}
	frame, rising := c.sink.Heard()
	return playback.SampleRate.D(int(frame)), rising
}

// Output is where the clicks come out.
func (c *Clicker) Output() playback.Output { return c.sink.Output() }

// Silent reports whether there is no device that would be heard.
func (c *Clicker) Silent() bool { return c.sink.Silent() }

// Lost is closed when the device has gone away.
func (c *Clicker) Lost() <-chan struct{} { return c.sink.Lost() }

// Close gives the line back.
func (c *Clicker) Close() error { return c.sink.Close() }

// clicks is a stream of a rhythm, with silence after it without end.
type clicks struct {
	beats []time.Duration
	loud  float64
	at    int
}

// Err implements beep.Streamer.
func (*clicks) Err() error { return nil }

// Stream implements beep.Streamer.
func (c *clicks) Stream(samples [][2]float64) (int, bool) {
	for i := range samples {
		for len(c.beats) > 0 && c.at-playback.SampleRate.N(c.beats[0]) >= playback.SampleRate.N(clickLength) {
			c.beats = c.beats[1:]
		}
		samples[i] = [2]float64{}
		if len(c.beats) > 0 {
			v := c.loud * click(c.at-playback.SampleRate.N(c.beats[0]))
			samples[i] = [2]float64{v, v}
		}
		c.at++
	}
	return len(samples), true
}

// click is a click so many frames after it began.
func click(frame int) float64 {
	if frame < 0 {
		return 0
	}
	t := float64(frame) / float64(playback.SampleRate)
	return math.Exp(-t/clickFades.Seconds()) * math.Sin(2*math.Pi*clickPitch*t)
}

var _ beep.Streamer = (*clicks)(nil)
