package playback

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	stdsync "sync"
	"time"

	"github.com/ebitengine/oto/v3"
	"github.com/faiface/beep"
)

const (
	// otoBuffer is the device's buffer that Oto is asked for; it works in two halves of it.
	otoBuffer = 40 * time.Millisecond
	// otoQueue is how much waits behind what Oto took last: the full buffer, and the half that it holds in its hand.
	otoQueue = otoBuffer * 3 / 2
	// otoAhead is how much Oto reads ahead for itself.
	otoAhead = 30 * time.Millisecond
	// otoIdle is how long after falling silent the device is let go, and otoCheck how often it is looked after.
	otoIdle  = time.Second
	otoCheck = 100 * time.Millisecond
)

// An otoDevice plays through what the operating system offers: ALSA, WASAPI, Core Audio. Oto does not tell how much waits
// in the device, so that the position is good to some 20 ms only, and once it has failed it cannot be opened again.
type otoDevice struct {
	mu      stdsync.Mutex
	context *oto.Context
	err     error
	users   int // lines that play; the device rests while there are none
}

func (d *otoDevice) Connect(ctx context.Context, changed func()) (Sink, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.err == nil && d.context == nil {
		d.err = d.open(ctx)
	}
	if d.err == nil {
		d.err = d.context.Err()
	}
	if d.err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoDevice, d.err)
	}
	s := &otoSink{
		device: d, context: d.context, changed: changed,
		gone: make(chan struct{}), quit: make(chan struct{}), wake: make(chan struct{}, 1),
	}
	s.player = d.context.NewPlayer(s)
	s.player.SetBufferSize(int(frames(otoAhead)) * pulseFrame)
	go s.attend()
	return s, nil
}

func (d *otoDevice) open(ctx context.Context) error {
	device, ready, err := oto.NewContext(&oto.NewContextOptions{
		SampleRate: int(SampleRate), ChannelCount: 2, Format: oto.FormatFloat32LE, BufferSize: otoBuffer,
	})
	if err != nil {
		return err
	}
	select {
	case <-ready:
	case <-ctx.Done():
		return ctx.Err()
	}
	d.context = device
	return device.Err()
}

// use notes that a line plays, or plays no more, and wakes the device or lets it rest. What fails shows in the context.
func (d *otoDevice) use(lines int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	before := d.users
	d.users += lines
	switch {
	case before == 0 && d.users > 0:
		_ = d.context.Resume()
	case before > 0 && d.users == 0:
		_ = d.context.Suspend()
	}
}

// An otoSink plays through Oto, which reads from it.
type otoSink struct {
	device  *otoDevice
	context *oto.Context
	player  *oto.Player
	changed func()
	gone    chan struct{}
	quit    chan struct{}
	wake    chan struct{}
	once    stdsync.Once

	rising  bool          // what changed was told last; only attend uses it
	reading stdsync.Mutex // held while Oto reads
	chunk   [][2]float64

	mu    stdsync.Mutex
	src   beep.Streamer // nil while silent
	head  playhead      // counts the frames of src
	sent  int64         // frames of src read
	heard int64         // what Heard said last
}

func (s *otoSink) Start(src beep.Streamer) {
	s.mu.Lock()
	s.src, s.sent, s.heard, s.head = src, 0, 0, playhead{}
	s.mu.Unlock()
	s.nudge()
}

func (s *otoSink) Stop() {
	s.mu.Lock()
	s.src = nil
	s.head.stop(time.Now())
	s.mu.Unlock()
	s.nudge()
}

func (s *otoSink) nudge() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *otoSink) Heard() (int64, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.src == nil {
		return s.heard, false
	}
	frame := int64(s.head.now(time.Now()))
	s.heard = max(s.heard, min(frame, s.sent))
	return s.heard, s.head.moving && frame >= 0
}

func (s *otoSink) Lost() <-chan struct{} { return s.gone }

// Output is unknown: Oto does not tell of which device it plays on.
func (s *otoSink) Output() Output { return Output{} }

func (s *otoSink) Silent() bool { return false }

func (s *otoSink) Close() error {
	s.once.Do(func() { close(s.quit) })
	return nil
}

// attend starts and stops the player, lets the device rest, and notices when it fails.
func (s *otoSink) attend() {
	check := time.NewTicker(otoIdle)
	defer check.Stop()
	defer s.player.Pause()
	var current beep.Streamer
	var silent time.Time
	using := false
	defer func() {
		if using {
			s.device.use(-1)
		}
	}()
	for {
		select {
		case <-s.quit:
			return
		case <-s.wake:
		case <-check.C:
		}
		if s.context.Err() != nil {
			s.lose()
			return
		}
		s.mu.Lock()
		src := s.src
		s.mu.Unlock()
		switch {
		case src != current && src == nil:
			s.player.Pause()
			silent = time.Now()
		case src != current:
			if !using {
				using = true
				s.device.use(1)
			}
			check.Reset(otoCheck)
			_, _ = s.player.Seek(0, io.SeekStart) // drops what Oto has read; see Seek
			s.player.Play()
		case src == nil && using && time.Since(silent) > otoIdle:
			using = false
			s.device.use(-1)
			check.Reset(otoIdle)
		}
		current = src
		s.tell()
	}
}

// lose marks the line as lost.
func (s *otoSink) lose() {
	s.mu.Lock()
	s.head.stop(time.Now())
	s.mu.Unlock()
	close(s.gone)
}

// tell tells when sound begins or ends to be heard.
func (s *otoSink) tell() {
	_, rising := s.Heard()
	if rising != s.rising {
		s.rising = rising
		s.changed()
	}
}

// Seek is called by Oto when it has dropped what it read. There is nothing to do: src is another one already.
func (s *otoSink) Seek(int64, int) (int64, error) { return 0, nil }

// Read gives Oto the next frames, and takes note of how far it is. Oto reads whenever its device has taken something.
func (s *otoSink) Read(p []byte) (int, error) {
	s.reading.Lock()
	defer s.reading.Unlock()
	waiting := int64(s.player.BufferedSize() / pulseFrame)
	n := min(len(p)/pulseFrame, int(frames(otoAhead)))
	if cap(s.chunk) < n {
		s.chunk = make([][2]float64, n)
	}
	chunk := s.chunk[:n]
	s.mu.Lock()
	src := s.src
	if src != nil && s.sent > waiting {
		s.head.read(time.Now(), float64(s.sent-waiting-frames(otoQueue)), true)
	}
	s.mu.Unlock()
	if src == nil {
		clear(chunk)
	} else {
		src.Stream(chunk)
	}
	for i, frame := range chunk {
		binary.LittleEndian.PutUint32(p[8*i:], math.Float32bits(float32(frame[0])))
		binary.LittleEndian.PutUint32(p[8*i+4:], math.Float32bits(float32(frame[1])))
	}
	s.mu.Lock()
	if s.src == src && src != nil {
		s.sent += int64(n)
	}
	s.mu.Unlock()
	return n * pulseFrame, nil
}
