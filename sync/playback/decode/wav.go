package decode

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// wavBlock is how many frames are read at a time.
const wavBlock = 4096

// Sample encodings, as numbered in the fmt chunk.
const (
	wavPCM        = 1
	wavFloat      = 3
	wavExtensible = 0xFFFE
)

// A wavDecoder gives the frames of a RIFF WAVE file (integers of 8 to 32 bits, floats of 32 and 64).
type wavDecoder struct {
	src      source
	start    int64 // offset of frame 0
	length   int   // frames
	size     int   // bytes a frame
	channels int
	sample   func([]byte) float64

	at  int
	raw []byte
	buf [][2]float64
}

// openWAV reads the chunks up to the sound. Sizes that are wrong, as those of a file that was written to a pipe, are
// replaced by what is there.
func openWAV(src source, start int64) (opened, error) {
	var format []byte
	offset := start + 12
	for {
		head, err := src.section(offset, 8)
		if err != nil {
			return opened{}, err
		}
		if len(head) < 8 {
			return opened{}, fmt.Errorf("%w: a WAV file without sound", ErrDamaged)
		}
		size := int64(binary.LittleEndian.Uint32(head[4:]))
		offset += 8
		switch string(head[:4]) {
		case "fmt ":
			if format, err = src.section(offset, int(min(size, 40))); err != nil {
				return opened{}, err
			}
		case "data":
			return wavData(src, format, offset, min(size, src.size-offset))
		}
		offset += size + size%2
	}
}

func wavData(src source, format []byte, start, size int64) (opened, error) {
	if len(format) < 16 {
		return opened{}, fmt.Errorf("%w: a WAV file without a format", ErrDamaged)
	}
	encoding := int(binary.LittleEndian.Uint16(format))
	channels := int(binary.LittleEndian.Uint16(format[2:]))
	rate := int(binary.LittleEndian.Uint32(format[4:]))
	bits := int(binary.LittleEndian.Uint16(format[14:]))
	if encoding == wavExtensible && len(format) >= 26 {
		encoding = int(binary.LittleEndian.Uint16(format[24:]))
	}
	sample := wavSample(encoding, bits)
	if sample == nil {
		return opened{}, fmt.Errorf("%w: WAV encoding %d with %d bits", ErrUnsupported, encoding, bits)
	}
	if channels < 1 || channels > 64 {
		return opened{}, fmt.Errorf("%w: a WAV file with %d channels", ErrDamaged, channels)
	}
	frame := channels * bits / 8
	length := int(size / int64(frame))
	return opened{
		format: "WAV", rate: rate, channels: channels, length: length,
		decoder: &wavDecoder{
			src: src, start: start, length: length, size: frame, channels: channels, sample: sample,
			raw: make([]byte, wavBlock*frame), buf: make([][2]float64, wavBlock),
		},
	}, nil
}

// wavSample gives the function that reads one sample, or nil for an encoding that is not known.
func wavSample(encoding, bits int) func([]byte) float64 {
	switch {
	case encoding == wavPCM && bits == 8:
		return func(b []byte) float64 { return (float64(b[0]) - 128) / (1 << 7) }
	case encoding == wavPCM && bits == 16:
		return func(b []byte) float64 { return float64(int16(binary.LittleEndian.Uint16(b))) / (1 << 15) }
	case encoding == wavPCM && bits == 24:
		return func(b []byte) float64 {
			return float64(int32(uint32(b[0])<<8|uint32(b[1])<<16|uint32(b[2])<<24)) / (1 << 31)
		}
	case encoding == wavPCM && bits == 32:
		return func(b []byte) float64 { return float64(int32(binary.LittleEndian.Uint32(b))) / (1 << 31) }
	case encoding == wavFloat && bits == 32:
		return func(b []byte) float64 { return bounded(float64(math.Float32frombits(binary.LittleEndian.Uint32(b)))) }
	case encoding == wavFloat && bits == 64:
		return func(b []byte) float64 { return bounded(math.Float64frombits(binary.LittleEndian.Uint64(b))) }
	}
	return nil
}

// bounded keeps a sample that was stored as a float within -1 to 1.
func bounded(v float64) float64 {
	if v != v { // not a number
		return 0
	}
	return min(1, max(-1, v))
}

func (d *wavDecoder) seek(frame int) error {
	d.at = frame
	return nil
}

func (d *wavDecoder) next() (int, [][2]float64, error) {
	n := min(wavBlock, d.length-d.at)
	if n <= 0 {
		return 0, nil, io.EOF
	}
	raw := d.raw[:n*d.size]
	got, err := d.src.ReadAt(raw, d.start+int64(d.at)*int64(d.size))
	if n = got / d.size; n == 0 {
		return 0, nil, err
	}
	right := d.size / d.channels
	if d.channels == 1 {
		right = 0
	}
	for i := range n {
		frame := raw[i*d.size:]
		d.buf[i] = [2]float64{d.sample(frame), d.sample(frame[right:])}
	}
	first := d.at
	d.at += n
	return first, d.buf[:n], nil
}
