package playback

import (
	"math"
	"time"
)

const (
	// playheadJump is how far a reading may differ before it is believed at once. Smaller differences, of which clocks
	// that run unevenly and late answers make many, are evened out.
	playheadJump = 30 * time.Millisecond
	// playheadTrust is how much of a small difference one reading takes away.
	playheadTrust = 0.25
)

// A playhead says which frame a device plays at any moment, from readings that come now and then: in between it goes by
// the monotonic clock. Frames are counted as the device does.
type playhead struct {
	at     time.Time // of the last reading
	frame  float64   // at that time
	moving bool
	known  bool
}

// now is the frame that plays at a time.
func (p *playhead) now(t time.Time) float64 {
	if !p.moving {
		return p.frame
	}
	return p.frame + t.Sub(p.at).Seconds()*float64(SampleRate)
}

// read takes in a reading: at the time t the frame was playing, and moving on or not.
func (p *playhead) read(t time.Time, frame float64, moving bool) {
	expected := p.now(t)
	off := frame - expected
	if p.known && p.moving && moving && math.Abs(off) < playheadJump.Seconds()*float64(SampleRate) {
		frame = expected + playheadTrust*off
	}
	p.at, p.frame, p.moving, p.known = t, frame, moving, true
}

// stop makes it stand where it is.
func (p *playhead) stop(t time.Time) {
	p.frame, p.at, p.moving = p.now(t), t, false
}
