package playback

import (
	"context"
	stdsync "sync"
	"time"

	"github.com/faiface/beep"
)

// silentLead is how far the silent line reads ahead of the time it counts, and silentPause how often it does.
const (
	silentLead  = 400 * time.Millisecond
	silentPause = 200 * time.Millisecond
)

type silentDevice struct{}

// Silent is the device that plays in real time into nothing.
func Silent() Device { return silentDevice{} }

func (silentDevice) Connect(_ context.Context, changed func()) (Sink, error) {
	return newSilentSink(changed), nil
}

// A silentSink counts the frames that would be heard if there were a device.
type silentSink struct {
	mu    stdsync.Mutex
	src   beep.Streamer // nil while stopped
	since time.Time     // when frame 0 of src was due
	read  int64         // frames read of src
	heard int64         // when it was asked last

	changed func() // told when a stream begins to be heard
	wake    chan struct{}
	quit    chan struct{}
	once    stdsync.Once
}

func newSilentSink(changed func()) *silentSink {
	s := &silentSink{changed: changed, wake: make(chan struct{}, 1), quit: make(chan struct{})}
	go s.feed()
	return s
}

func (s *silentSink) Start(src beep.Streamer) {
	s.mu.Lock()
	s.src, s.since, s.read, s.heard = src, time.Now(), 0, 0
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *silentSink) Stop() {
	s.mu.Lock()
	s.src = nil
	s.mu.Unlock()
}

func (s *silentSink) Heard() (int64, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.src != nil {
		s.heard = min(frames(time.Since(s.since)), s.read)
	}
	return s.heard, s.src != nil && s.read > 0
}

func (s *silentSink) Lost() <-chan struct{} { return nil }

func (s *silentSink) Silent() bool { return true }

func (s *silentSink) Output() Output { return Output{} }

func (s *silentSink) Close() error {
	s.once.Do(func() { close(s.quit) })
	return nil
}

// feed reads the stream a little ahead of time, so that its position is known, and sleeps while stopped.
func (s *silentSink) feed() {
	buf := make([][2]float64, frames(silentPause))
	pause := time.NewTimer(0)
	defer pause.Stop()
	for {
		select {
		case <-s.quit:
			return
		case <-s.wake:
		case <-pause.C:
		}
		if s.top(buf) {
			pause.Reset(silentPause)
		}
	}
}

// top reads what is due. It reports false when stopped.
func (s *silentSink) top(buf [][2]float64) bool {
	for {
		s.mu.Lock()
		src := s.src
		due := src != nil && s.read < frames(time.Since(s.since)+silentLead)
		s.mu.Unlock()
		if !due {
			return src != nil
		}
		n, _ := src.Stream(buf)
		if n == 0 { // a stream that ends; those of a Player do not
			return false
		}
		s.mu.Lock()
		begins := s.src == src && s.read == 0
		if begins { // the first reading may take long; it is not to be made up for
			s.since = time.Now()
		}
		if s.src == src {
			s.read += int64(n)
		}
		s.mu.Unlock()
		if begins {
			s.changed()
		}
	}
}
