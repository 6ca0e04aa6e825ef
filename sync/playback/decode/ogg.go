package decode

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
)

const (
	oggHeaderSize = 27
	oggWindow     = 64 << 10
	oggPacketMax  = 16 << 20 // bytes; pictures travel in the comment packet
)

// An oggPage is a page of a logical stream (RFC 3533).
type oggPage struct {
	offset  int64
	size    int   // bytes, with its header
	granule int64 // the stream's time at the end of the last packet that ends on the page, -1 when none does
	serial  uint32
	begins  bool  // the first page of its stream
	last    bool  // the last page of its stream
	skipped int64 // bytes before it that are no page
}

// An oggScan steps from page to page.
type oggScan struct {
	src    source
	offset int64
}

// next finds the next page and steps over it, without looking at its body.
func (s *oggScan) next() (oggPage, error) {
	var page oggPage
	for s.offset+oggHeaderSize <= s.src.size {
		head, err := s.src.section(s.offset, oggHeaderSize+255)
		if err != nil {
			return page, err
		}
		if segments, ok := oggSegments(head); ok {
			page.offset = s.offset
			page.begins = head[5]&2 != 0
			page.last = head[5]&4 != 0
			page.granule = int64(binary.LittleEndian.Uint64(head[6:]))
			page.serial = binary.LittleEndian.Uint32(head[14:])
			page.size = oggHeaderSize + len(segments)
			for _, n := range segments {
				page.size += int(n)
			}
			if s.offset+int64(page.size) <= s.src.size {
				s.offset += int64(page.size)
				return page, nil
			}
		}
		found, err := s.search(s.offset + 1)
		if err != nil {
			return page, err
		}
		page.skipped += found - s.offset
		s.offset = found
	}
	return page, io.EOF
}

// oggSegments gives the segment table of the page header at the start of b.
func oggSegments(b []byte) ([]byte, bool) {
	if len(b) < oggHeaderSize || string(b[:4]) != "OggS" || b[4] != 0 || len(b) < oggHeaderSize+int(b[26]) {
		return nil, false
	}
	return b[oggHeaderSize:][:b[26]], true
}

// search finds the next capture pattern.
func (s *oggScan) search(offset int64) (int64, error) {
	for offset+oggHeaderSize <= s.src.size {
		window, err := s.src.section(offset, oggWindow)
		if err != nil {
			return 0, err
		}
		if i := bytes.Index(window, []byte("OggS")); i >= 0 {
			return offset + int64(i), nil
		}
		offset += int64(max(1, len(window)-3))
	}
	return 0, io.EOF
}

// An oggPackets puts the packets of one stream together from its pages.
type oggPackets struct {
	src     source
	partial []byte // the packet that goes on on the next page
	open    bool   // partial holds the start of a packet
}

// read gives the packets that end on a page.
func (p *oggPackets) read(page oggPage) ([][]byte, error) {
	raw, err := p.src.section(page.offset, page.size)
	if err != nil {
		return nil, err
	}
	segments, ok := oggSegments(raw)
	if !ok || len(raw) < page.size || oggChecksum(raw) != binary.LittleEndian.Uint32(raw[22:]) {
		p.partial, p.open = nil, false
		return nil, fmt.Errorf("%w: an Ogg page has a wrong checksum", ErrDamaged)
	}
	if raw[5]&1 == 0 { // it begins with a packet of its own
		p.partial, p.open = nil, true
	}
	var packets [][]byte
	body := raw[oggHeaderSize+len(segments):]
	for _, n := range segments {
		p.partial = append(p.partial, body[:n]...)
		body = body[n:]
		if n == 255 {
			continue
		}
		if p.open {
			packets = append(packets, p.partial)
		}
		p.partial, p.open = nil, true
	}
	if len(p.partial) > oggPacketMax {
		return nil, fmt.Errorf("%w: an Ogg packet of more than %d bytes", ErrDamaged, oggPacketMax)
	}
	return packets, nil
}

// oggChecksum is the checksum of a page, taken with its own place zero: CRC-32, polynomial 0x04C11DB7, not reflected.
func oggChecksum(page []byte) uint32 {
	var crc uint32
	for i, b := range page {
		if i >= 22 && i < 26 {
			b = 0
		}
		crc = crc<<8 ^ oggTable[byte(crc>>24)^b]
	}
	return crc
}

var oggTable = func() (table [256]uint32) {
	for i := range table {
		r := uint32(i) << 24
		for range 8 {
			r = r<<1 ^ (r>>31)*0x04C11DB7
		}
		table[i] = r
	}
	return table
}()
