package playback

import (
	"context"
	"errors"
	"time"

	"github.com/faiface/beep"
)

// SampleRate is the rate at which everything is played.
const SampleRate = beep.SampleRate(48000)

// ErrNoDevice is a machine, or a moment, without a way to make sound.
var ErrNoDevice = errors.New("no sound device")

// A Device is a way to make sound.
type Device interface {
	// Connect opens a line to the device. It blocks while the device answers, a second or two at most. Of each change that
	// its Heard shows out of turn (sound begins, stops, the line is lost) the line tells by calling changed, which must not
	// block and may be called from any goroutine.
	Connect(ctx context.Context, changed func()) (Sink, error)
}

// A Sink is an open line to a device. Its methods do not block.
type Sink interface {
	// Start drops what is queued and goes on with the frames of src, at SampleRate. Streams are read from one goroutine.
	Start(src beep.Streamer)
	// Stop makes it silent and drops what is queued.
	Stop()
	// Heard is how many frames of the stream that was started last have been heard, and whether that number is rising now.
	// It never falls, and is never more than was read.
	Heard() (frames int64, rising bool)
	// Lost is closed when the line has broken.
	Lost() <-chan struct{}
	// Output is where the sound comes out. It may become another one while playing.
	Output() Output
	// Silent reports whether the line only counts time.
	Silent() bool
	// Close gives the line back.
	Close() error
}

// An Output is where sound comes out: loudspeakers, headphones.
type Output struct {
	ID   string // by which it is known again; "" where nobody tells one from another
	Name string // as people call it; "" where that is not known
}

// frames is how many frames pass in d.
func frames(d time.Duration) int64 {
	return int64(d/time.Second)*int64(SampleRate) + int64(d%time.Second)*int64(SampleRate)/int64(time.Second)
}

// lasting is how long so many frames last.
func lasting(frames int64) time.Duration {
	const rate = int64(SampleRate)
	return time.Duration(frames/rate)*time.Second + time.Duration(frames%rate)*time.Second/time.Duration(rate)
}
