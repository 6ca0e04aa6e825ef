package decode

import (
	"encoding/binary"
	"fmt"
)

// An mp3Header is the four bytes that begin an MPEG audio frame (ISO 11172-3, 2.4.1.3).
type mp3Header uint32

const (
	mp3HeaderSize = 4
	// mp3Same masks what all frames of one stream share: the sync word, version, layer and sample rate.
	mp3Same = 0xFFFE0C00
	// mp3Reservoir is how far back, at most, a frame's data may begin.
	mp3Reservoir = 511
)

// MPEG versions, as numbered in the header.
const (
	mpeg25 = 0
	mpeg2  = 2
	mpeg1  = 3
)

func parseMP3Header(b []byte) mp3Header { return mp3Header(binary.BigEndian.Uint32(b)) }

func (h mp3Header) version() int  { return int(h >> 19 & 3) }
func (h mp3Header) bitrate() int  { return int(h >> 12 & 15) } // index
func (h mp3Header) mono() bool    { return h>>6&3 == 3 }
func (h mp3Header) hasCRC() bool  { return h>>16&1 == 0 }
func (h mp3Header) padding() int  { return int(h >> 9 & 1) }
func (h mp3Header) emphasis() int { return int(h & 3) }

// valid reports whether it is a header of layer III with a known bitrate.
func (h mp3Header) valid() bool {
	return h>>21 == 0x7FF && h.version() != 1 && h>>17&3 == 1 &&
		h.bitrate() != 0 && h.bitrate() != 15 && h>>10&3 != 3 && h.emphasis() != 2
}

// rate is the sample rate in Hz.
func (h mp3Header) rate() int {
	rate := [...]int{44100, 48000, 32000}[h>>10&3]
	switch h.version() {
	case mpeg2:
		return rate / 2
	case mpeg25:
		return rate / 4
	}
	return rate
}

func (h mp3Header) channels() int {
	if h.mono() {
		return 1
	}
	return 2
}

// granules is how many runs of 576 samples are in the frame.
func (h mp3Header) granules() int {
	if h.version() == mpeg1 {
		return 2
	}
	return 1
}

// samples is the number of frames of sound in the MPEG frame.
func (h mp3Header) samples() int { return 576 * h.granules() }

// size is the number of bytes of the whole frame.
func (h mp3Header) size() int {
	if h.version() == mpeg1 {
		kbps := [...]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}[h.bitrate()]
		return 144000*kbps/h.rate() + h.padding()
	}
	kbps := [...]int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}[h.bitrate()]
	return 72000*kbps/h.rate() + h.padding()
}

// sideSize is the number of bytes of the side information.
func (h mp3Header) sideSize() int {
	switch {
	case h.version() == mpeg1 && !h.mono():
		return 32
	case h.version() != mpeg1 && h.mono():
		return 9
	}
	return 17
}

// mainStart is where in the frame the main data begins.
func (h mp3Header) mainStart() int {
	if h.hasCRC() {
		return mp3HeaderSize + 2 + h.sideSize()
	}
	return mp3HeaderSize + h.sideSize()
}

// side is the side information of the frame.
func (h mp3Header) side(frame []byte) []byte {
	return frame[h.mainStart()-h.sideSize() : h.mainStart()]
}

// biggest is the same header with the highest bitrate, no padding and no CRC: the roomiest frame of the stream.
func (h mp3Header) biggest() mp3Header { return h&^0xF200 | 0xE000 | 0x10000 }

// An mp3Side is what is needed of the side information (ISO 11172-3, 2.4.1.7).
type mp3Side struct {
	begin int // how many bytes before this frame its main data begins
	need  int // bytes of main data that the frame uses
}

// parseMP3Side reads the side information and checks it against the frame: a damaged one rarely agrees with itself.
func parseMP3Side(h mp3Header, frame []byte) (mp3Side, error) {
	raw := h.side(frame)
	if h.hasCRC() && mp3CRC(frame, h) != binary.BigEndian.Uint16(frame[mp3HeaderSize:]) {
		return mp3Side{}, fmt.Errorf("%w: a frame has a wrong checksum", ErrDamaged)
	}
	var side mp3Side
	var at, each int
	channels := h.channels()
	if h.version() == mpeg1 {
		side.begin = bitsAt(raw, 0, 9)
		at, each = 9+3+4*channels, 59
		if h.mono() {
			at = 9 + 5 + 4
		}
	} else {
		side.begin = bitsAt(raw, 0, 8)
		at, each = 8+channels, 63
	}
	used := 0
	for range h.granules() * channels {
		used += bitsAt(raw, at, 12)
		switching := at + each - 26
		if h.version() != mpeg1 {
			switching = at + each - 25
		}
		if bitsAt(raw, at+12, 9) > 288 || (bitsAt(raw, switching, 1) == 1 && bitsAt(raw, switching+1, 2) == 0) {
			return mp3Side{}, fmt.Errorf("%w: a frame makes no sense", ErrDamaged)
		}
		at += each
	}
	side.need = (used + 7) / 8
	if side.need > side.begin+len(frame)-h.mainStart() {
		return mp3Side{}, fmt.Errorf("%w: a frame makes no sense", ErrDamaged)
	}
	return side, nil
}

// bitsAt reads n bits from the given bit on.
func bitsAt(b []byte, at, n int) int {
	v := 0
	for i := at; i < at+n; i++ {
		v = v<<1 | int(b[i/8]>>(7-i%8)&1)
	}
	return v
}

// mp3CRC is the checksum of the header's second half and the side information: CRC-16, polynomial 0x8005, from 0xFFFF.
func mp3CRC(frame []byte, h mp3Header) uint16 {
	crc := uint16(0xFFFF)
	add := func(b byte) {
		crc ^= uint16(b) << 8
		for range 8 {
			if crc&0x8000 != 0 {
				crc = crc<<1 ^ 0x8005
			} else {
				crc <<= 1
			}
		}
	}
	add(frame[2])
	add(frame[3])
	for _, b := range h.side(frame) {
		add(b)
	}
	return crc
}
