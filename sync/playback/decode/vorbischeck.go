package decode

import (
	"fmt"
	"math"
)

// The decoder of Vorbis believes what a set-up header says: a few bytes of it can ask for gigabytes, or for a loop without
// end. So the header is checked before the decoder sees it. The bounds are several times what encoders use.
const (
	vorbisMaxChannels = 32
	vorbisMaxEntries  = 1 << 15 // of one codebook
	vorbisMaxTotal    = 1 << 17 // of all codebooks
	vorbisMaxValues   = 1 << 20 // numbers in all codebooks
)

var errVorbisSetup = fmt.Errorf("%w: a Vorbis header makes no sense", ErrDamaged)

// checkVorbisInfo checks the identification header (Vorbis I specification, 4.2.2).
func checkVorbisInfo(packet []byte) error {
	if len(packet) < 30 {
		return errVorbisSetup
	}
	channels, short, long := packet[11], packet[28]&15, packet[28]>>4
	if channels < 1 || channels > vorbisMaxChannels || short < 6 || long > 13 || short > long {
		return errVorbisSetup
	}
	return nil
}

// checkVorbisSetup checks the codebooks of the set-up header (Vorbis I specification, 3.2.1).
func checkVorbisSetup(packet []byte) error {
	bits := &bitReader{data: packet[7:]}
	var total, values int
	for range bits.read(8) + 1 {
		if bits.read(24) != 0x564342 {
			return errVorbisSetup
		}
		dimensions, entries := bits.read(16), bits.read(24)
		total += entries
		if dimensions < 1 || entries < 1 || entries > vorbisMaxEntries || total > vorbisMaxTotal {
			return errVorbisSetup
		}
		values += dimensions * entries
		if values > vorbisMaxValues || !checkVorbisLengths(bits, entries) {
			return errVorbisSetup
		}
		kind := bits.read(4)
		if kind > 2 {
			return errVorbisSetup
		}
		if kind > 0 {
			bits.skip(64)
			width := bits.read(4) + 1
			bits.skip(1)
			count := dimensions * entries
			if kind == 1 { // as the decoder reckons it, to stay in step with it
				count = int(math.Floor(math.Pow(float64(entries), 1/float64(dimensions))))
			}
			bits.skip(count * width)
		}
		if bits.short() {
			return errVorbisSetup
		}
	}
	return nil
}

// checkVorbisLengths reads the lengths of a codebook's words. It reports whether there is a word, and no end to seek.
func checkVorbisLengths(bits *bitReader, entries int) bool {
	if bits.read(1) == 0 {
		sparse := bits.read(1) == 1
		used := 0
		for range entries {
			if sparse && bits.read(1) == 0 {
				continue
			}
			bits.skip(5)
			used++
		}
		return used > 0
	}
	bits.skip(5)
	for at := 0; at < entries; {
		width := 0
		for left := entries - at; left > 0; left >>= 1 {
			width++
		}
		at += bits.read(width)
		if bits.short() || at > entries {
			return false
		}
	}
	return true
}

// A bitReader reads bits from the lowest of each byte on; after the end they are 0.
type bitReader struct {
	data []byte
	at   int
}

func (b *bitReader) read(n int) int {
	v := 0
	for i := range n {
		if at := b.at + i; at/8 < len(b.data) {
			v |= int(b.data[at/8]>>(at%8)&1) << i
		}
	}
	b.at += n
	return v
}

func (b *bitReader) skip(n int) { b.at += n }

// short reports whether more was read than there is.
func (b *bitReader) short() bool { return b.at > 8*len(b.data) }
