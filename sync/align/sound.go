package align

import (
	"io"

	"github.com/faiface/beep"

	"alongside/sync/align/feature"
	"alongside/sync/playback/decode"
)

// sound makes samples of a stream: all its channels together, at the rate that alignment works with.
type sound struct {
	src    beep.Streamer
	buffer [1024][2]float64
}

// NewSamples gives the samples of a stream that has the given rate. Errors of the stream are those of the samples.
func NewSamples(src beep.Streamer, rate beep.SampleRate) Samples {
	if rate != feature.Rate {
		src = decode.Resample(src, rate, feature.Rate)
	}
	return &sound{src: src}
}

func (s *sound) Read(samples []float32) (int, error) {
	n, ok := s.src.Stream(s.buffer[:min(len(samples), len(s.buffer))])
	for i, frame := range s.buffer[:n] {
		samples[i] = float32(frame[0]+frame[1]) / 2
	}
	if ok {
		return n, nil
	}
	if err := s.src.Err(); err != nil {
		return n, err
	}
	return n, io.EOF
}
