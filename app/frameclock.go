package app

import (
	"sync/atomic"
	"time"

	"alongside/sync"
)

// A frameClock measures how long a change of the highlight takes to the screen, so that changes can be made that much
// earlier and meet the sound.
type frameClock struct {
	place sync.Place // the change on its way
	since time.Time  // when it was given out; zero once it was drawn
	usual atomic.Int64
}

const (
	firstFrame   = time.Second / 60      // what a frame is held to take before one was measured
	longestFrame = 60 * time.Millisecond // what takes longer was a hiccup, not a frame
	smoothing    = 8                     // frames over which the usual time settles
)

// marked notes that a change was given out at a time.
func (f *frameClock) marked(place sync.Place, at time.Time) {
	f.place, f.since = place, at
}

// drawn notes that a frame showing place has been handed to the screen.
func (f *frameClock) drawn(place sync.Place, at time.Time) {
	if f.since.IsZero() || place != f.place {
		return
	}
	took := min(at.Sub(f.since), longestFrame)
	f.since = time.Time{}
	usual := time.Duration(f.usual.Load())
	if usual == 0 {
		usual = took
	}
	f.usual.Store(int64(usual + (took-usual)/smoothing))
}

// lead is how much earlier than heard a change should be made. It may be called from any goroutine.
func (f *frameClock) lead() time.Duration {
	if usual := f.usual.Load(); usual != 0 {
		return time.Duration(usual)
	}
	return firstFrame
}
