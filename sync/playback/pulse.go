package playback

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"net"
	stdsync "sync"
	"sync/atomic"
	"time"

	"github.com/faiface/beep"
	"github.com/jfreymuth/pulse/proto"
)

const (
	pulseFrame = 8 // bytes: two 32-bit floats
	// pulseQueue is how much sound waits in the server, against a machine that is busy elsewhere, and pulseRefill how much
	// it asks for at a time. By half of what the first exceeds twice the second the server works ahead of the device: 10 ms.
	pulseQueue  = 200 * time.Millisecond
	pulseRefill = 90 * time.Millisecond
	pulseStart  = 20 * time.Millisecond // how much must wait before it plays
	pulseChunk  = 1024                  // frames sent at a time
	pulseTaken  = 20 * time.Millisecond // how far its device may have got ahead of what the server said
	pulseFade   = 240                   // frames over which a sound that is cut off dies away
	pulseKeep   = 1 << 14               // frames that are kept to fade them out: more than wait in the server

	pulseAskSoon  = 10 * time.Millisecond  // between questions for the place until sound is heard
	pulseAskLater = 300 * time.Millisecond // and from then on
	pulseCork     = 200 * time.Millisecond // from falling silent to letting the server rest
)

// dummySink is what PulseAudio and PipeWire call the sink that stands in when there is no device.
const dummySink = "auto_null"

type pulseDevice struct{}

func (pulseDevice) Connect(ctx context.Context, changed func()) (Sink, error) {
	s := &pulseSink{
		changed: changed,
		orders:  make(chan order, 1),
		wake:    make(chan struct{}, 1),
		gone:    make(chan struct{}),
		quit:    make(chan struct{}),
		done:    make(chan struct{}),
	}
	config := readPulseConfig()
	var err error
	if s.client, s.conn, err = dialPulse(ctx, config, s.hear); err != nil {
		return nil, err
	}
	err = s.open(config.sink)
	if err != nil && config.sink != "" {
		err = s.open("") // the one that was chosen is not there now
	}
	if err != nil {
		s.conn.Close()
		return nil, fmt.Errorf("%w: the sound server refuses: %w", ErrNoDevice, err)
	}
	if s.unnamed.Swap(false) {
		s.name()
	}
	go s.serve()
	return s, nil
}

// An order is what the Player wants next: a stream to play, or nil for silence.
type order struct{ src beep.Streamer }

// A pulseSink plays through a PulseAudio server. The server counts every frame it was ever sent, and says which of them its
// device plays now: that is what is heard.
//
// One goroutine (serve) speaks with the server and reads the stream; nothing else may write to the connection. The server's
// own messages come on another one, which only takes notes.
type pulseSink struct {
	client  *proto.Client
	conn    net.Conn
	stream  uint32
	changed func()

	orders chan order    // the latest one; an older one that was not taken up is replaced
	wake   chan struct{} // the server said something
	gone   chan struct{} // closed when the connection is lost
	lost   stdsync.Once
	quit   chan struct{} // closed by Close
	close  stdsync.Once
	done   chan struct{} // closed when serve has ended

	asked atomic.Int64 // bytes that the server wants
	news  atomic.Bool  // something happened to the stream: ask for the place
	dummy atomic.Bool  // the device is none

	output  atomic.Pointer[Output] // the device that it plays on
	unnamed atomic.Bool            // ask for the name of that

	// Only serve uses these.
	src    beep.Streamer
	corked bool
	next   int64            // the server's number of the frame that is sent next
	kept   [][2]float32     // the last frames sent, each at its number modulo pulseKeep
	chunk  [][2]float64     // read from src
	packet []byte           // chunk as the server wants it
	cork   <-chan time.Time // when to let the server rest
	ask    *time.Timer      // when to ask for the place

	mu      stdsync.Mutex
	order   beep.Streamer // what Start was last called with
	playing beep.Streamer // what head and the following are about
	head    playhead      // counts the server's frames
	zero    int64         // the server's number of frame 0 of playing
	sent    int64         // frames of playing sent
	heard   int64         // what Heard said last
	rising  bool          // whether it was told that playing is being heard
}

// open makes the stream on the server, corked.
func (s *pulseSink) open(sink string) error {
	request := proto.CreatePlaybackStream{
		SampleSpec:            proto.SampleSpec{Format: proto.FormatFloat32LE, Channels: 2, Rate: uint32(SampleRate)},
		ChannelMap:            proto.ChannelMap{proto.ChannelLeft, proto.ChannelRight},
		SinkIndex:             proto.Undefined,
		SinkName:              sink,
		BufferMaxLength:       uint32(4 * pulseFrame * frames(pulseQueue)),
		Corked:                true,
		BufferTargetLength:    uint32(pulseFrame * frames(pulseQueue)),
		BufferPrebufferLength: uint32(pulseFrame * frames(pulseStart)),
		BufferMinimumRequest:  uint32(pulseFrame * frames(pulseRefill)),
		ChannelVolumes:        proto.ChannelVolumes{uint32(proto.VolumeNorm), uint32(proto.VolumeNorm)},
		AdjustLatency:         true,
		Properties: proto.PropList{
			"media.name": proto.PropListString("Alongside"),
			"media.role": proto.PropListString("music"),
		},
	}
	var reply proto.CreatePlaybackStreamReply
	if err := s.client.Request(&request, &reply); err != nil {
		return err
	}
	s.stream = reply.StreamIndex
	s.asked.Add(int64(reply.Missing))
	s.playOn(reply.SinkName)
	s.corked = true
	s.kept = make([][2]float32, pulseKeep)
	s.chunk = make([][2]float64, pulseChunk)
	return nil
}

// hear takes note of what the server says.
func (s *pulseSink) hear(message any) {
	switch message := message.(type) {
	case *proto.Request:
		s.asked.Add(int64(message.Length))
	case *proto.PlaybackStreamMoved:
		s.playOn(message.DestName)
		s.news.Store(true)
		s.changed()
	case *proto.Started, *proto.Underflow, *proto.PlaybackStreamSuspended, *proto.PlaybackBufferAttrChanged:
		s.news.Store(true)
	case *proto.PlaybackStreamKilled, *proto.ConnectionClosed:
		s.lose()
		return
	default:
		return
	}
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// playOn takes note of the sink that the server plays on. What people call it is asked for.
func (s *pulseSink) playOn(sink string) {
	s.dummy.Store(sink == dummySink)
	s.output.Store(&Output{ID: sink})
	s.unnamed.Store(true)
}

// name asks what the device that it plays on is called. Without an answer it stays without a name.
func (s *pulseSink) name() {
	now := s.output.Load()
	var reply proto.GetSinkInfoReply
	err := s.client.Request(&proto.GetSinkInfo{SinkIndex: proto.Undefined, SinkName: now.ID}, &reply)
	if err == nil && s.output.CompareAndSwap(now, &Output{ID: now.ID, Name: reply.Device}) {
		s.changed()
	}
}

// lose marks the line as lost. What waited in the server will not be heard any more.
func (s *pulseSink) lose() {
	s.lost.Do(func() {
		s.mu.Lock()
		s.head.stop(time.Now())
		s.mu.Unlock()
		close(s.gone)
	})
}

func (s *pulseSink) Start(src beep.Streamer) { s.give(order{src}) }

func (s *pulseSink) Stop() { s.give(order{nil}) }

func (s *pulseSink) give(o order) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.order = o.src
	select {
	case <-s.orders:
	default:
	}
	s.orders <- o // never blocks: only here is it filled, under the lock
}

func (s *pulseSink) Heard() (int64, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.order == nil || s.order != s.playing {
		return 0, false
	}
	frame := int64(s.head.now(time.Now())) - s.zero
	s.heard = max(s.heard, min(frame, s.sent))
	return s.heard, s.head.moving && frame >= 0
}

func (s *pulseSink) Lost() <-chan struct{} { return s.gone }

func (s *pulseSink) Silent() bool { return s.dummy.Load() }

func (s *pulseSink) Output() Output { return *s.output.Load() }

func (s *pulseSink) Close() error {
	s.close.Do(func() { close(s.quit) })
	return nil
}

// serve carries out orders and gives the server what it asks for, until Close or the loss of the line.
func (s *pulseSink) serve() {
	defer close(s.done)
	defer s.conn.Close()
	s.ask = time.NewTimer(time.Hour)
	defer s.ask.Stop()
	for {
		var err error
		select {
		case <-s.quit:
			s.silence()
			return
		case <-s.gone:
			return
		case o := <-s.orders:
			err = s.obey(o)
		case <-s.wake:
		case <-s.ask.C:
			err = s.locate()
		case <-s.cork:
			s.cork = nil
			err = s.setCorked(true)
		}
		if s.unnamed.Swap(false) {
			s.name()
		}
		if err == nil && s.news.Swap(false) {
			err = s.locate()
		}
		if err == nil {
			err = s.refill()
		}
		if err != nil { // the server does not answer
			s.lose()
			return
		}
	}
}

// silence cuts the sound off before the line is given back.
func (s *pulseSink) silence() {
	if s.src != nil {
		_ = s.obey(order{nil})
		time.Sleep(lasting(pulseFade) + 2*pulseTaken)
	}
}

// obey turns to the stream of the order, in place of what waits in the server.
func (s *pulseSink) obey(o order) error {
	if o.src == nil && s.src == nil {
		return nil
	}
	end := s.next
	var err error
	if s.corked {
		err = s.empty()
	} else {
		err = s.goBack()
	}
	if err != nil {
		return err
	}
	s.src = o.src
	s.mu.Lock()
	s.playing = o.src
	s.zero, s.sent, s.heard, s.rising = s.next, 0, 0, false
	s.mu.Unlock()
	if o.src == nil {
		s.cork = time.After(pulseCork)
		s.ask.Stop()
		return s.sendSilence(max(int(end-s.next), int(frames(pulseStart)))) // over what is left of the old sound
	}
	s.cork = nil
	s.ask.Reset(pulseAskSoon)
	if s.corked {
		return s.setCorked(false)
	}
	return nil
}

// empty drops what waits in the server, which rests. A little silence comes before what is sent next: servers swallow part
// of the first block.
func (s *pulseSink) empty() error {
	if err := s.client.Request(&proto.FlushPlaybackStream{StreamIndex: s.stream}, nil); err != nil {
		return err
	}
	place, err := s.place()
	if err != nil {
		return err
	}
	s.next = place.WriteIndex / pulseFrame
	return s.sendSilence(int(frames(pulseStart)))
}

// goBack makes what is sent next replace what waits in the server, but for the few frames that its device may have taken
// already. The old sound dies away before it. (To flush the server's queue would leave a hole, and so a click.)
func (s *pulseSink) goBack() error {
	place, err := s.place()
	if err != nil {
		return err
	}
	end := s.next
	s.next = min(end, place.ReadIndex/pulseFrame+frames(pulseTaken))
	n := min(pulseFade, end-s.next)
	for i := range n {
		loud := 1 - float64(i+1)/pulseFade
		frame := s.kept[(s.next+i)%pulseKeep]
		s.chunk[i] = [2]float64{float64(frame[0]) * loud, float64(frame[1]) * loud}
	}
	if n == 0 {
		return nil
	}
	return s.write(s.chunk[:n], pulseAbsolute, s.next*pulseFrame)
}

// sendSilence sends so many frames of silence.
func (s *pulseSink) sendSilence(n int) error {
	clear(s.chunk)
	for n > 0 {
		m := min(n, len(s.chunk))
		if err := s.write(s.chunk[:m], pulseOnward, 0); err != nil {
			return err
		}
		n -= m
	}
	return nil
}

func (s *pulseSink) setCorked(corked bool) error {
	s.corked = corked
	s.mu.Lock()
	s.head.stop(time.Now())
	s.mu.Unlock()
	return s.client.Request(&proto.CorkPlaybackStream{StreamIndex: s.stream, Corked: corked}, nil)
}

// refill sends what the server asked for. It stops for a new order.
func (s *pulseSink) refill() error {
	for s.src != nil && s.asked.Load() >= pulseFrame && len(s.orders) == 0 {
		n := min(pulseChunk, int(s.asked.Load()/pulseFrame))
		n, _ = s.src.Stream(s.chunk[:n])
		if n == 0 {
			s.src = nil // a stream that ends; those of a Player do not
			return nil
		}
		if err := s.write(s.chunk[:n], pulseOnward, 0); err != nil {
			return err
		}
		s.mu.Lock()
		s.sent += int64(n)
		s.mu.Unlock()
	}
	return nil
}

// Where a packet's frames go, as numbered in PulseAudio's protocol: behind the last ones, or to a place in bytes.
const (
	pulseOnward   = 0
	pulseAbsolute = 1
)

// write sends frames, and keeps them in case they must be faded out. The client that asks the server cannot send to a
// place, so that the packet's header is made here: length, stream, offset, mode.
func (s *pulseSink) write(samples [][2]float64, mode uint32, offset int64) error {
	big := binary.BigEndian
	s.packet = big.AppendUint32(s.packet[:0], uint32(len(samples)*pulseFrame))
	s.packet = big.AppendUint32(s.packet, s.stream)
	s.packet = big.AppendUint64(s.packet, uint64(offset))
	s.packet = big.AppendUint32(s.packet, mode)
	for i, frame := range samples {
		left, right := float32(frame[0]), float32(frame[1])
		s.kept[(s.next+int64(i))%pulseKeep] = [2]float32{left, right}
		s.packet = binary.LittleEndian.AppendUint32(s.packet, math.Float32bits(left))
		s.packet = binary.LittleEndian.AppendUint32(s.packet, math.Float32bits(right))
	}
	s.next += int64(len(samples))
	s.asked.Add(-int64(len(samples) * pulseFrame))
	_, err := s.conn.Write(s.packet)
	return err
}

// locate asks the server which frame its device plays.
func (s *pulseSink) locate() error {
	if s.src == nil {
		return nil
	}
	place, err := s.place()
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.head.read(place.at, place.frame, place.Running)
	away := float64(s.zero) - s.head.now(time.Now())
	rising := s.head.moving && away <= 0
	news := rising != s.rising
	s.rising = rising
	s.mu.Unlock()
	switch {
	case rising:
		s.ask.Reset(pulseAskLater)
	case s.head.moving && away < float64(frames(pulseAskSoon)): // heard in a moment
		s.ask.Reset(time.Duration(away / float64(SampleRate) * float64(time.Second)))
	default:
		s.ask.Reset(pulseAskSoon)
	}
	if news {
		s.changed()
	}
	return nil
}

// A pulsePlace is the server's answer to where it is.
type pulsePlace struct {
	proto.GetPlaybackLatencyReply
	at    time.Time // when it was so
	frame float64   // the number of the frame that the device plays
}

// place asks the server where it is. Its answer bears the time of its own clock, which is ours unless it runs on another
// machine: then the middle between question and answer has to do.
func (s *pulseSink) place() (pulsePlace, error) {
	var place pulsePlace
	asked := time.Now()
	err := s.client.Request(&proto.GetPlaybackLatency{
		StreamIndex: s.stream,
		Time:        proto.Time{Seconds: uint32(asked.Unix()), Microseconds: uint32(asked.Nanosecond() / 1000)},
	}, &place.GetPlaybackLatencyReply)
	if err != nil {
		return place, err
	}
	answered := time.Now()
	wall := time.Unix(int64(place.ReplyTime.Seconds), int64(place.ReplyTime.Microseconds)*1000)
	place.at = answered.Add(wall.Sub(answered.Round(0)))
	if place.at.Before(asked) || place.at.After(answered) {
		place.at = asked.Add(answered.Sub(asked) / 2)
	}
	late := float64(place.Latency) * float64(SampleRate) / 1e6
	place.frame = float64(place.ReadIndex)/pulseFrame - late
	return place, nil
}
