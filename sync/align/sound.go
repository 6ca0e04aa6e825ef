package align

import (
	"io"
	"time"

	"github.com/faiface/beep"

	"alongside/sync/playback/decode"
)

// sampleRate is that of [Samples].
const sampleRate = 16000

// A Sound gives the samples of a sound file: its channels mixed, at the rate that alignment works at.
type Sound struct {
	audio     *decode.Audio
	resampled *decode.Resampler
	stereo    [][2]float64
	err       error
}

var _ Samples = (*Sound)(nil)

// Open opens a sound file, to be read from a position on.
func Open(path string, from time.Duration) (*Sound, error) {
	audio, err := decode.Open(path)
	if err != nil {
		return nil, err
	}
	if err := audio.Seek(audio.Frame(from)); err != nil {
		audio.Close()
		return nil, err
	}
	return &Sound{audio: audio, resampled: decode.Resample(audio, audio.SampleRate(), beep.SampleRate(sampleRate))}, nil
}

// Duration is the length of the whole file.
func (s *Sound) Duration() time.Duration { return s.audio.Duration() }

// Close closes the file.
func (s *Sound) Close() error { return s.audio.Close() }

// Read gives the next samples, as [Samples] says.
func (s *Sound) Read(samples []float32) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	if len(s.stereo) < len(samples) {
		s.stereo = make([][2]float64, len(samples))
	}
	n, ok := s.resampled.Stream(s.stereo[:len(samples)])
	for i, both := range s.stereo[:n] {
		samples[i] = float32((both[0] + both[1]) / 2)
	}
	if !ok {
		if s.err = s.audio.Err(); s.err == nil {
			s.err = io.EOF
		}
		return n, s.err
	}
	return n, nil
}
