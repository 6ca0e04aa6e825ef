package loopback

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"net"
	stdsync "sync"
	"time"

	"github.com/jfreymuth/pulse/proto"
)

// Rate is the sample rate of recordings and sources, in Hz.
const Rate = 48000

// A Recording is what a sink has played, both channels mixed, and when.
type Recording struct {
	Samples []float32
	Start   time.Time     // when Samples[0] was recorded
	Ahead   time.Duration // how much later than recorded the sound would leave the sink
}

// At is when a sample was recorded.
func (r *Recording) At(sample int) time.Time {
	return r.Start.Add(time.Duration(float64(sample) / Rate * float64(time.Second)))
}

// Sample is the number of the sample recorded at a time; it may lie outside of the recording.
func (r *Recording) Sample(at time.Time) int {
	return int(math.Round(at.Sub(r.Start).Seconds() * Rate))
}

// A Recorder records what the server's sink plays.
type Recorder struct {
	client *proto.Client
	conn   net.Conn
	stream uint32
	begun  chan struct{} // closed when there is something

	mu      stdsync.Mutex
	samples []float32
	start   time.Time // the earliest that fits an arrival
}

// Record begins to record in fragments of the given length; 5 ms is good. It also makes the sink work in blocks of that
// length. It returns once it records: a sink that nobody used may first finish a block of up to two seconds.
func (s *Server) Record(fragment time.Duration) (*Recorder, error) {
	r := &Recorder{begun: make(chan struct{})}
	var err error
	if r.client, r.conn, err = proto.Connect(s.Address()); err != nil {
		return nil, fmt.Errorf("recording: %w", err)
	}
	r.client.Callback = r.hear
	err = r.client.Request(&proto.SetClientName{Props: proto.PropList{
		"application.name": proto.PropListString("loopback"),
	}}, &proto.SetClientNameReply{})
	var reply proto.CreateRecordStreamReply
	if err == nil {
		err = r.client.Request(&proto.CreateRecordStream{
			SampleSpec:         proto.SampleSpec{Format: proto.FormatFloat32LE, Channels: 1, Rate: Rate},
			ChannelMap:         proto.ChannelMap{proto.ChannelMono},
			SourceIndex:        proto.Undefined,
			SourceName:         Sink + ".monitor",
			BufferMaxLength:    proto.Undefined,
			BufferFragSize:     uint32(4 * Rate * fragment / time.Second),
			AdjustLatency:      true,
			DirectOnInputIndex: proto.Undefined,
			ChannelVolumes:     proto.ChannelVolumes{uint32(proto.VolumeNorm)},
		}, &reply)
	}
	if err != nil {
		r.conn.Close()
		return nil, fmt.Errorf("recording: %w", err)
	}
	r.stream = reply.StreamIndex
	select {
	case <-r.begun:
		return r, nil
	case <-time.After(5 * time.Second):
		r.conn.Close()
		return nil, errors.New("recording: the sink does not play")
	}
}

// hear takes in a fragment.
func (r *Recorder) hear(message any) {
	packet, ok := message.(*proto.DataPacket)
	if !ok {
		return
	}
	now := time.Now()
	r.mu.Lock()
	defer r.mu.Unlock()
	for b := packet.Data; len(b) >= 4; b = b[4:] {
		r.samples = append(r.samples, math.Float32frombits(binary.LittleEndian.Uint32(b)))
	}
	start := now.Add(-time.Duration(float64(len(r.samples)) / Rate * float64(time.Second)))
	if r.start.IsZero() {
		close(r.begun)
	}
	if r.start.IsZero() || start.Before(r.start) {
		r.start = start
	}
}

// Stop ends the recording and gives it.
func (r *Recorder) Stop() *Recording {
	var latency proto.GetRecordLatencyReply
	_ = r.client.Request(&proto.GetRecordLatency{StreamIndex: r.stream}, &latency) // 0 when the server is gone
	r.conn.Close()
	r.mu.Lock()
	defer r.mu.Unlock()
	return &Recording{
		Samples: r.samples, Start: r.start,
		Ahead: time.Duration(latency.MonitorLatency) * time.Microsecond,
	}
}
