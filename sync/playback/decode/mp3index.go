package decode

import (
	"encoding/binary"
	"fmt"
	"math"
)

const (
	mp3Window   = 256 << 10 // how much is read at a time
	mp3Chain    = 3         // frames in a row that make the start of a stream
	mp3Junk     = 16 << 20  // how far the first frame is looked for
	mp3Missing  = -1        // the offset of a frame that is lost
	mp3Lookback = 529       // frames of sound that every decoder is late by, beyond what the encoder says
	mp3Delay    = 576       // frames of sound that LAME and most others put in front, where nothing says how many
)

// An mp3Index says where each frame of a stream lies. The place of frame k in time is k times the samples of a frame.
type mp3Index struct {
	header  mp3Header // of the first frame
	offsets []int64   // mp3Missing for a frame that is lost
	skip    int       // samples before the first one that is meant to be heard
	length  int       // samples that are meant to be heard
	damage  []lost
}

// An mp3Scan reads a file from front to back.
type mp3Scan struct {
	src    source
	window []byte
	offset int64 // of window
	err    error
}

// at gives n bytes from an offset, or nil where the file ends before them.
func (s *mp3Scan) at(offset int64, n int) []byte {
	if offset < s.offset || offset+int64(n) > s.offset+int64(len(s.window)) {
		if offset+int64(n) > s.src.size || s.err != nil {
			return nil
		}
		s.window, s.err = s.src.section(offset, mp3Window)
		s.offset = offset
		if s.err != nil || len(s.window) < n {
			return nil
		}
	}
	return s.window[offset-s.offset:][:n]
}

// header gives the header at an offset, if there is one that goes with the stream of like.
func (s *mp3Scan) header(offset int64, like mp3Header) (mp3Header, bool) {
	b := s.at(offset, mp3HeaderSize)
	if b == nil || b[0] != 0xFF {
		return 0, false
	}
	h := parseMP3Header(b)
	return h, h.valid() && (like == 0 || (h^like)&mp3Same == 0)
}

// chained reports whether so many frames follow each other from offset on, or fewer up to the end of the sound.
func (s *mp3Scan) chained(offset int64, like mp3Header, count int) bool {
	for i := range count {
		h, ok := s.header(offset, like)
		if !ok {
			return i > 0 && (offset == s.src.size || s.tag(offset) > 0)
		}
		like = h
		offset += int64(h.size())
	}
	return true
}

// tag is the size of the tag at an offset, 0 if there is none: what other programs put between or after the frames.
func (s *mp3Scan) tag(offset int64) int64 {
	b := s.at(offset, 10)
	if b == nil {
		return 0
	}
	switch {
	case string(b[:3]) == "ID3":
		return skipID3(s.src, offset) - offset
	case string(b[:3]) == "TAG" && s.src.size-offset <= 128+227:
		return s.src.size - offset
	case string(b[:8]) == "APETAGEX":
		if b = s.at(offset, 32); b != nil {
			return min(s.src.size-offset, int64(binary.LittleEndian.Uint32(b[12:]))+32)
		}
	case string(b) == "LYRICSBEGI":
		return s.src.size - offset
	}
	return 0
}

// indexMP3 finds all frames. Reading all of the file is quick (a tenth of a second for 100 MB), and the only way to know
// where the frames of a file with changing bitrates lie.
func indexMP3(src source, start int64) (mp3Index, error) {
	s := &mp3Scan{src: src}
	offset := start
	for {
		h, ok := s.header(offset, 0)
		if ok && s.chained(offset, h, mp3Chain) {
			break
		}
		offset++
		if s.err != nil {
			return mp3Index{}, s.err
		}
		if offset-start > mp3Junk || offset+mp3HeaderSize > src.size {
			return mp3Index{}, ErrFormat
		}
	}
	h, _ := s.header(offset, 0)
	if h.version() == mpeg25 {
		return mp3Index{}, fmt.Errorf("%w: MPEG 2.5, an MP3 of %d Hz", ErrUnsupported, h.rate())
	}
	index := mp3Index{header: h}
	info := readMP3Info(s, offset, h)
	if info.present {
		offset += int64(h.size())
	}
	index.collect(s, offset, info.frames)
	if s.err != nil {
		return mp3Index{}, s.err
	}
	if !info.present && index.begun(s) {
		info.trimmed, info.delay = true, mp3Delay
	}
	index.trim(info)
	return index, nil
}

// collect walks from frame to frame. frames is how many there should be, or 0.
func (x *mp3Index) collect(s *mp3Scan, offset int64, frames int) {
	x.offsets = make([]int64, 0, min(frames, int(s.src.size/int64(x.header.size()))+1))
	var good, bytes int64
	for offset+mp3HeaderSize <= s.src.size && s.err == nil {
		if h, ok := s.header(offset, x.header); ok {
			if offset+int64(h.size()) > s.src.size {
				break // cut off
			}
			x.offsets = append(x.offsets, offset)
			offset += int64(h.size())
			good++
			bytes += int64(h.size())
			continue
		}
		if tag := s.tag(offset); tag > 0 {
			offset += tag
			continue
		}
		found, ok := s.resync(offset+1, x.header)
		if !ok {
			break
		}
		if good > 0 {
			x.lose(found-offset, float64(bytes)/float64(good), offset)
		}
		offset = found
	}
}

// resync finds the next place where frames follow each other.
func (s *mp3Scan) resync(offset int64, like mp3Header) (int64, bool) {
	for ; offset+mp3HeaderSize <= s.src.size && s.err == nil; offset++ {
		if h, ok := s.header(offset, like); ok && s.chained(offset, h, 2) {
			return offset, true
		}
	}
	return 0, false
}

// lose accounts for bytes between two frames that are none. As many bytes as whole frames have are frames with a damaged
// header: they keep their time. Anything else was put in between, and took no time.
func (x *mp3Index) lose(bytes int64, frame float64, offset int64) {
	count := int(math.Round(float64(bytes) / frame))
	off := math.Abs(float64(bytes) - float64(count)*frame)
	from := len(x.offsets)
	if count == 0 || off > float64(count)+0.02*float64(bytes) {
		count = 0
	}
	for range count {
		x.offsets = append(x.offsets, mp3Missing)
	}
	samples := x.header.samples()
	x.damage = append(x.damage, lost{
		from * samples, (from + count) * samples,
		fmt.Errorf("%w: %d bytes at %d are no sound", ErrDamaged, bytes, offset),
	})
}

// begun reports whether the stream begins where its encoder began. The first frame of one that was cut out of a longer one
// mostly has main data in the frames before, which are gone.
func (x *mp3Index) begun(s *mp3Scan) bool {
	if len(x.offsets) == 0 || x.offsets[0] == mp3Missing {
		return false
	}
	frame := s.at(x.offsets[0], x.header.size())
	if len(frame) < x.header.mainStart() {
		return false
	}
	side, err := parseMP3Side(x.header, frame)
	return err == nil && side.begin == 0
}

// trim takes off what the encoder put in front and behind, and brings the damage into those terms.
func (x *mp3Index) trim(info mp3Info) {
	samples := x.header.samples()
	there := len(x.offsets) * samples
	x.length = there
	if info.trimmed {
		x.skip = min(there, info.delay+mp3Lookback)
		x.length = there - x.skip
		if whole := info.frames*samples - info.delay - info.padding; info.frames >= len(x.offsets) && whole > 0 {
			x.length = min(x.length, whole)
		}
	}
	for i := range x.damage {
		d := &x.damage[i]
		d.from = max(0, min(x.length, d.from-x.skip))
		d.to = max(0, min(x.length, d.to-x.skip))
	}
	if missing := info.frames - len(x.offsets); missing > 0 && info.frames < math.MaxInt32 {
		x.damage = append(x.damage, lost{
			x.length, x.length,
			fmt.Errorf("%w: the file is cut off: %d of %d frames are missing", ErrDamaged, missing, info.frames),
		})
	}
}

// mp3Info is what the silent first frame of many files says of the others.
type mp3Info struct {
	present bool
	frames  int // 0 when unknown
	// With trimmed, delay and padding are the samples that the encoder put in front and behind.
	trimmed        bool
	delay, padding int
}

// readMP3Info reads the Xing, Info or VBRI header, with the part that LAME added. As in ffmpeg, delay and padding are
// believed only of encoders that are known to write them.
func readMP3Info(s *mp3Scan, offset int64, h mp3Header) mp3Info {
	frame := s.at(offset, h.size())
	var info mp3Info
	if len(frame) > 36+18 && string(frame[36:40]) == "VBRI" {
		info.present = true
		info.frames = int(binary.BigEndian.Uint32(frame[36+14:]))
		return info
	}
	start := mp3HeaderSize + h.sideSize()
	if len(frame) < start+8 {
		return info
	}
	b := frame[start:]
	if tag := string(b[:4]); tag != "Xing" && tag != "Info" {
		return info
	}
	info.present = true
	flags := binary.BigEndian.Uint32(b[4:])
	b = b[8:]
	for bit, size := range []int{4, 4, 100, 4} {
		if flags>>bit&1 == 0 {
			continue
		}
		if len(b) < size {
			return info
		}
		if bit == 0 {
			info.frames = int(binary.BigEndian.Uint32(b))
		}
		b = b[size:]
	}
	if len(b) < 24 {
		return info
	}
	switch string(b[:4]) {
	case "LAME", "Lavf", "Lavc":
		v := int(b[21])<<16 | int(b[22])<<8 | int(b[23])
		info.trimmed, info.delay, info.padding = true, v>>12, v&0xFFF
	}
	return info
}
