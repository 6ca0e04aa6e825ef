package decode

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"

	"github.com/mewkiz/flac/frame"
)

const (
	flacHeaderMax = 16       // bytes of the longest frame header
	flacNear      = 64 << 10 // how close by bisection comes to the frame that is sought
	flacWindow    = 64 << 10 // how much is searched for a header at a time
	flacTail      = 8 << 20  // how far before the end the last frame is looked for
)

// A flacInfo is what the stream says of all its frames (RFC 9639, 8.2).
type flacInfo struct {
	rate, channels, bits int
	block                int // samples of a block, the longest one where they differ
	samples              int // 0 when unknown
}

// A flacDecoder decodes frame by frame. It finds frames by their header (sync code and checksum), so that it can begin
// anywhere and go on behind damage.
type flacDecoder struct {
	src    source
	info   flacInfo
	start  int64 // offset of the first frame
	length int

	offset int64 // of the next frame
	lost   bool  // offset is no frame's start; the next one is to be looked for
	file   *bufio.Reader
	buf    [][2]float64
}

func openFLAC(src source, start int64) (opened, error) {
	info, first, err := readFLACInfo(src, start+4)
	if err != nil {
		return opened{}, err
	}
	d := &flacDecoder{src: src, info: info, start: first, offset: first, lost: true}
	var damage []lost
	if d.length, err = d.measure(); err != nil {
		return opened{}, err
	}
	if d.length < info.samples {
		damage = []lost{{d.length, d.length, fmt.Errorf(
			"%w: the file is cut off: %d of %d samples are missing", ErrDamaged, info.samples-d.length, info.samples)}}
	}
	return opened{
		format: "FLAC", rate: info.rate, channels: info.channels, length: d.length, decoder: d, damage: damage,
	}, nil
}

// readFLACInfo reads the stream's description and steps over the other metadata. It gives the first frame's offset.
func readFLACInfo(src source, offset int64) (flacInfo, int64, error) {
	var info flacInfo
	for last := false; !last; {
		head, err := src.section(offset, 4)
		if err != nil {
			return info, 0, err
		}
		if len(head) < 4 {
			return info, 0, fmt.Errorf("%w: a FLAC file without sound", ErrDamaged)
		}
		last = head[0]&0x80 != 0
		size := int64(head[1])<<16 | int64(head[2])<<8 | int64(head[3])
		offset += 4
		if head[0]&0x7F == 0 {
			b, err := src.section(offset, 34)
			if err != nil {
				return info, 0, err
			}
			if len(b) < 34 {
				return info, 0, fmt.Errorf("%w: a FLAC file without sound", ErrDamaged)
			}
			info.block = int(binary.BigEndian.Uint16(b[2:]))
			v := binary.BigEndian.Uint64(b[10:])
			info.rate = int(v >> 44)
			info.channels = int(v>>41&7) + 1
			info.bits = int(v>>36&31) + 1
			info.samples = int(v & (1<<36 - 1))
		}
		offset += size
	}
	if info.rate == 0 || info.block == 0 {
		return info, 0, fmt.Errorf("%w: a FLAC file without a description", ErrDamaged)
	}
	return info, offset, nil
}

// measure finds where the last frame that can be decoded ends.
func (d *flacDecoder) measure() (int, error) {
	for _, back := range []int64{flacWindow, 1 << 20, flacTail} {
		from := max(d.start, d.src.size-back)
		tail, err := d.src.section(from, int(d.src.size-from))
		if err != nil {
			return 0, err
		}
		for at := len(tail) - 2; at >= 0; at-- {
			first, size, ok := d.header(tail[at:])
			if ok && d.decodes(tail[at:]) {
				return first + size, nil
			}
		}
		if from == d.start {
			break
		}
	}
	return 0, fmt.Errorf("%w: a FLAC file of which nothing can be read", ErrDamaged)
}

// decodes reports whether a whole frame is there, with the right checksum.
func (d *flacDecoder) decodes(b []byte) bool {
	var err error
	func() {
		defer recoverDamage(&err)
		_, err = frame.Parse(bytes.NewReader(b))
	}()
	return err == nil
}

// header reads the frame header at the start of b (RFC 9639, 9.1): the number of its first sample, and how many it has. It
// must go with the stream and have the right checksum.
func (d *flacDecoder) header(b []byte) (first, size int, ok bool) {
	if len(b) < 6 || b[0] != 0xFF || b[1]&0xFE != 0xF8 || b[3]&1 != 0 {
		return 0, 0, false
	}
	channels := int(b[3]>>4) + 1
	if channels > 8 && channels < 12 {
		channels = 2
	}
	number, n := flacNumber(b[4:])
	if channels != d.info.channels || n == 0 {
		return 0, 0, false
	}
	end := 4 + n
	rest := make([]byte, 5) // zeros where the file ends
	copy(rest, b[end:])
	switch code := int(b[2] >> 4); {
	case code == 0:
		return 0, 0, false
	case code == 1:
		size = 192
	case code < 6:
		size = 576 << (code - 2)
	case code == 6:
		size, rest, end = int(rest[0])+1, rest[1:], end+1
	case code == 7:
		size, rest, end = int(rest[0])<<8+int(rest[1])+1, rest[2:], end+2
	default:
		size = 256 << (code - 8)
	}
	rate := [...]int{
		0, 88200, 176400, 192000, 8000, 16000, 22050, 24000, 32000, 44100, 48000, 96000,
		int(rest[0]) * 1000, int(rest[0])<<8 + int(rest[1]), 10 * (int(rest[0])<<8 + int(rest[1])), -1,
	}[b[2]&15]
	end += [...]int{12: 1, 13: 2, 14: 2, 15: 0}[b[2]&15]
	if (rate != 0 && rate != d.info.rate) || end >= len(b) || flacCRC(b[:end]) != b[end] {
		return 0, 0, false
	}
	return d.place(number, size, b[1]&1 == 0)
}

// place checks a frame's number and size against the stream, and gives its place in it. In a stream of equal blocks it is
// the blocks that are numbered, else their first samples.
func (d *flacDecoder) place(number, size int, equal bool) (first, count int, ok bool) {
	first = number
	if equal {
		first *= d.info.block
	}
	if size < 1 || size > d.info.block || number > 1<<36 || (d.info.samples > 0 && first+size > d.info.samples) {
		return 0, 0, false
	}
	return first, size, true
}

// flacNumber reads a number coded like UTF-8, in up to seven bytes. It gives how many it took, 0 for none.
func flacNumber(b []byte) (number, n int) {
	n = bits.LeadingZeros8(^b[0])
	switch {
	case n == 0:
		return int(b[0]), 1
	case n == 1 || n > 7 || len(b) < n:
		return 0, 0
	}
	number = int(b[0] & (0x7F >> n))
	for _, c := range b[1:n] {
		if c&0xC0 != 0x80 {
			return 0, 0
		}
		number = number<<6 | int(c&0x3F)
	}
	return number, n
}

// flacCRC is the checksum of a frame header: CRC-8, polynomial 0x07.
func flacCRC(b []byte) byte {
	var crc byte
	for _, c := range b {
		crc ^= c
		for range 8 {
			crc = crc<<1 ^ (crc>>7)*0x07
		}
	}
	return crc
}

// find gives the offset and place of the first frame header from offset on, before limit.
func (d *flacDecoder) find(offset, limit int64) (at int64, first int, err error) {
	for offset < limit {
		window, err := d.src.section(offset, flacWindow+flacHeaderMax)
		if err != nil {
			return 0, 0, err
		}
		for i := range window {
			if first, _, ok := d.header(window[i:]); ok && i < flacWindow {
				return offset + int64(i), first, nil
			}
		}
		offset += flacWindow
	}
	return 0, 0, io.EOF
}

// seek finds by bisection a frame a little before the sample.
func (d *flacDecoder) seek(sample int) error {
	low, high := d.start, d.src.size
	for high-low > flacNear {
		middle := low + (high-low)/2
		at, first, err := d.find(middle, high)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if err == nil && first <= sample {
			low = at
		} else {
			high = middle
		}
	}
	d.goTo(low)
	d.lost = true
	return nil
}

// goTo makes an offset the next to be read.
func (d *flacDecoder) goTo(offset int64) {
	d.offset, d.lost, d.file = offset, false, nil
}

func (d *flacDecoder) next() (int, [][2]float64, error) {
	if d.lost {
		at, _, err := d.find(d.offset, d.src.size)
		if err != nil {
			return 0, nil, err
		}
		d.goTo(at)
	}
	if d.offset >= d.src.size {
		return 0, nil, io.EOF
	}
	if d.file == nil {
		d.file = bufio.NewReaderSize(io.NewSectionReader(d.src, d.offset, d.src.size-d.offset), 64<<10)
	}
	start, count := d.offset, &counter{r: d.file}
	d.goTo(start + 1) // wherever this one ends, should it be damaged
	d.lost = true
	f, err := frame.Parse(count)
	if err != nil {
		return 0, nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	first, _, ok := d.place(int(f.Num), int(f.BlockSize), f.HasFixedBlockSize)
	ok = ok && f.Channels.Count() == d.info.channels
	if !ok {
		return 0, nil, fmt.Errorf("%w: a frame of another stream", ErrDamaged)
	}
	d.offset, d.lost, d.file = start+count.n, false, count.r
	return first, d.samples(f), nil
}

// samples turns a decoded frame into frames of sound.
func (d *flacDecoder) samples(f *frame.Frame) [][2]float64 {
	left := f.Subframes[0].Samples
	right := left
	if len(f.Subframes) > 1 {
		right = f.Subframes[1].Samples
	}
	n := min(len(left), len(right))
	if cap(d.buf) < n {
		d.buf = make([][2]float64, n)
	}
	d.buf = d.buf[:n]
	depth := int(f.BitsPerSample)
	if depth == 0 {
		depth = d.info.bits
	}
	scale := 1 / float64(int64(1)<<(depth-1))
	for i := range d.buf {
		d.buf[i] = [2]float64{float64(left[i]) * scale, float64(right[i]) * scale}
	}
	return d.buf
}

// A counter counts the bytes that were read.
type counter struct {
	r *bufio.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
