package decode

import (
	"encoding/binary"
	"fmt"
	"io"

	gomp3 "github.com/hajimehoshi/go-mp3"
)

// mp3Warm is how many frames before the wanted one are decoded and dropped: each sounds into the next, through the
// overlap of its transform and the filter bank.
const mp3Warm = 2

// An mp3Decoder decodes frame by frame. It hands go-mp3 one frame at a time, and keeps the bit reservoir (the end of
// earlier frames, in which later ones begin) itself: so it can begin at any frame exactly, and go on behind a damaged one.
type mp3Decoder struct {
	src   source
	index mp3Index

	frame     int    // the next one
	drop      int    // frames before this one are decoded for their echo only
	reservoir []byte // the last main data, at most mp3Reservoir bytes
	broken    bool   // frames before this one were lost
	decoder   *gomp3.Decoder
	feed      mp3Feed

	pcm []byte
	buf [][2]float64
}

// An mp3Feed is what go-mp3 reads: the frame it is to decode next.
type mp3Feed struct{ rest []byte }

func (f *mp3Feed) Read(p []byte) (int, error) {
	if len(f.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}

func openMP3(src source, start int64) (opened, error) {
	index, err := indexMP3(src, start)
	if err != nil {
		return opened{}, err
	}
	samples := index.header.samples()
	return opened{
		format: "MP3", rate: index.header.rate(), channels: index.header.channels(), length: index.length,
		damage: index.damage,
		decoder: &mp3Decoder{
			src: src, index: index, pcm: make([]byte, 4*samples), buf: make([][2]float64, samples),
		},
	}, nil
}

func (d *mp3Decoder) seek(sample int) error {
	d.drop = (sample + d.index.skip) / d.index.header.samples()
	d.frame = max(0, d.drop-mp3Warm)
	d.decoder = nil
	return d.fillReservoir()
}

// fillReservoir reads the main data before the next frame.
func (d *mp3Decoder) fillReservoir() error {
	d.reservoir, d.broken = nil, false
	for k := d.frame - 1; k >= 0 && len(d.reservoir) < mp3Reservoir; k-- {
		if d.index.offsets[k] == mp3Missing {
			d.broken = true
			return nil
		}
		h, raw, err := d.read(k)
		if err != nil {
			return err
		}
		d.reservoir = append(raw[min(len(raw), h.mainStart()):], d.reservoir...)
	}
	d.reservoir = d.reservoir[max(0, len(d.reservoir)-mp3Reservoir):]
	return nil
}

// read reads the bytes of a frame.
func (d *mp3Decoder) read(frame int) (mp3Header, []byte, error) {
	offset := d.index.offsets[frame]
	raw := make([]byte, mp3HeaderSize)
	if _, err := d.src.ReadAt(raw, offset); err != nil {
		return 0, nil, err
	}
	h := parseMP3Header(raw)
	if !h.valid() {
		return 0, nil, fmt.Errorf("%w: the file changed while it was played", ErrDamaged)
	}
	raw, err := d.src.section(offset, h.size())
	if err == nil && len(raw) < h.mainStart() {
		err = fmt.Errorf("%w: a frame is cut off", ErrDamaged)
	}
	return h, raw, err
}

func (d *mp3Decoder) next() (int, [][2]float64, error) {
	for d.frame < len(d.index.offsets) {
		frame := d.frame
		d.frame++
		if d.index.offsets[frame] == mp3Missing {
			d.decoder, d.reservoir, d.broken = nil, nil, true
			return 0, nil, fmt.Errorf("%w: a frame is missing", ErrDamaged)
		}
		if err := d.decode(frame); err != nil {
			d.decoder = nil
			return 0, nil, err
		}
		if frame >= d.drop {
			return frame*len(d.buf) - d.index.skip, d.samples(), nil
		}
	}
	return 0, nil, io.EOF
}

// decode decodes a frame into pcm.
func (d *mp3Decoder) decode(frame int) (err error) {
	h, raw, err := d.read(frame)
	if err != nil {
		return err
	}
	main := raw[h.mainStart():]
	reservoir := d.reservoir
	d.reservoir = append(reservoir[:len(reservoir):len(reservoir)], main...)
	d.reservoir = d.reservoir[max(0, len(d.reservoir)-mp3Reservoir):]
	defer recoverDamage(&err)
	side, err := parseMP3Side(h, raw)
	if err != nil {
		return err
	}
	if side.begin > len(reservoir) {
		if d.broken {
			return fmt.Errorf("%w: a frame begins in one that is lost", ErrDamaged)
		}
		clear(d.pcm) // the file was cut out of a longer one: its first frames begin in front of it
		d.decoder = nil
		return nil
	}
	d.broken = d.broken && len(d.reservoir) < mp3Reservoir
	if h.version() != mpeg1 && h.rate() == 22050 {
		raw = selfContained(h, raw, reservoir[len(reservoir)-side.begin:], side.need)
	}
	return d.run(h, raw, reservoir)
}

// run has go-mp3 decode a frame into pcm.
func (d *mp3Decoder) run(h mp3Header, raw, reservoir []byte) error {
	if d.decoder == nil {
		d.feed.rest = carrier(h, reservoir)
		decoder, err := gomp3.NewDecoder(&d.feed)
		if err == nil {
			_, err = io.ReadFull(decoder, d.pcm)
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		d.decoder = decoder
	}
	d.feed.rest = raw
	if _, err := io.ReadFull(d.decoder, d.pcm); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil
}

// samples turns pcm into frames of sound.
func (d *mp3Decoder) samples() [][2]float64 {
	for i := range d.buf {
		left := int16(binary.LittleEndian.Uint16(d.pcm[4*i:]))
		right := int16(binary.LittleEndian.Uint16(d.pcm[4*i+2:]))
		d.buf[i] = [2]float64{float64(left) / (1 << 15), float64(right) / (1 << 15)}
	}
	return d.buf
}

// carrier makes a silent frame that holds the reservoir, for a decoder that begins in the middle.
func carrier(h mp3Header, reservoir []byte) []byte {
	h = h.biggest()
	frame := make([]byte, h.size())
	binary.BigEndian.PutUint32(frame, uint32(h))
	if room := len(frame) - h.mainStart(); len(reservoir) > room {
		reservoir = reservoir[len(reservoir)-room:]
	}
	copy(frame[len(frame)-len(reservoir):], reservoir)
	return frame
}

// selfContained rewrites a frame so that its main data lies all within it. go-mp3 takes the size of padded MPEG 2 frames,
// which there are at 22.05 kHz only, for a byte less than it is, and would read all that follow one byte off. What does not
// fit into the biggest frame is cut off: that can only be the highest pitches, above 80 kbit/s.
func selfContained(h mp3Header, raw, before []byte, need int) []byte {
	big := h.biggest()
	frame := make([]byte, big.size())
	binary.BigEndian.PutUint32(frame, uint32(big))
	side := frame[mp3HeaderSize:big.mainStart()]
	copy(side, h.side(raw))
	side[0] = 0 // main_data_begin
	main := append(before[:len(before):len(before)], raw[h.mainStart():]...)
	copy(frame[big.mainStart():], main[:min(need, len(main))])
	return frame
}
