// Package decode reads sound files, MP3, WAV, FLAC and Ogg Vorbis, into streams of stereo frames that can be sought to
// the exact frame.
//
// Its words: a frame is one moment of sound: a left and a right sample. A block is the run of frames that one packet of
// the file decodes to. An [Audio] is an open file: a beep.StreamSeekCloser at the file's own sample rate, whose frame 0 is
// the first one the file's author meant to be heard (the silence an encoder puts in front is taken off, as ffmpeg and
// browsers do), and whose length never changes. [Damage] is a stretch that could not be decoded: silence is given in its
// place, so that everything after it stays at its time. A [Part] is one of several files that [Join] makes one Audio of, as
// most audio books need.
//
// The decoding itself is done by the libraries that package beep uses. What beep puts around them is not used, because
// there a seek is not exact (FLAC keeps old samples, MP3 gives wrong ones), mono Vorbis runs at twice its speed, WAV loses
// half its loudness, and a damaged packet ends the stream or the program.
package decode

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	stdsync "sync"
	"time"

	"github.com/faiface/beep"
)

// Errors that callers may test for with errors.Is.
var (
	// ErrFormat is a file that is none of the formats that can be read.
	ErrFormat = errors.New("not an MP3, WAV, FLAC or Ogg Vorbis file")
	// ErrUnsupported is a file of a known format, in a variant that cannot be read.
	ErrUnsupported = errors.New("a variant of the format that cannot be played")
	// ErrEmpty is a file without any sound.
	ErrEmpty = errors.New("the file holds no sound")
	// ErrDamaged is a packet that could not be decoded, or a file too damaged to be opened.
	ErrDamaged = errors.New("damaged")
	// ErrClosed is use after Close.
	ErrClosed = errors.New("the audio is closed")
)

// Damage is a stretch of the audio that could not be decoded and is silent instead.
type Damage struct {
	Start, End time.Duration
	Err        error // what was wrong; errors.Is(Err, ErrDamaged)
}

// Audio is an open sound file. It is a beep.StreamSeekCloser at its own sample rate; Len, Position and Seek count frames.
// Its methods may be called from several goroutines.
type Audio struct {
	path   string
	format string
	rate   int
	chans  int

	mu     stdsync.Mutex
	blocks *blockReader
	closer io.Closer
}

var _ beep.StreamSeekCloser = (*Audio)(nil)

// opened is what a format's reader hands back.
type opened struct {
	format   string // as a person would call it: "MP3"
	rate     int    // Hz
	channels int
	length   int // frames
	decoder  decoder
	damage   []lost // found while opening
}

// A lost stretch is damage counted in frames.
type lost struct {
	from, to int
	err      error
}

// Sample rates outside of these are taken for damage.
const (
	minRate = 1000
	maxRate = 768000
)

// Open opens the sound file at path. The errors wrap ErrFormat, ErrUnsupported, ErrEmpty, ErrDamaged or what the file
// system said.
func Open(path string) (*Audio, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening the audio: %w", err)
	}
	info, err := file.Stat()
	if err == nil && info.IsDir() {
		err = ErrFormat
	}
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("opening the audio %s: %w", path, err)
	}
	audio, err := Read(file, info.Size())
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("opening the audio %s: %w", path, err)
	}
	audio.path = path
	audio.closer = file
	return audio, nil
}

// Read reads a sound file of the given size that is already open; it is read from as long as the Audio is in use.
func Read(r io.ReaderAt, size int64) (audio *Audio, err error) {
	defer recoverDamage(&err)
	if size == 0 {
		return nil, ErrEmpty
	}
	head := make([]byte, 12)
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	src := source{r, size}
	start := skipID3(src, 0)
	if start > 0 {
		n, err = r.ReadAt(head, start)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
	}
	var o opened
	switch head := string(head[:n]); {
	case len(head) == 12 && (head[:4] == "RIFF" || head[:4] == "RF64") && head[8:] == "WAVE":
		o, err = openWAV(src, start)
	case len(head) >= 4 && head[:4] == "fLaC":
		o, err = openFLAC(src, start)
	case len(head) >= 4 && head[:4] == "OggS":
		o, err = openVorbis(src, start)
	default:
		o, err = openMP3(src, start)
	}
	if err != nil {
		return nil, err
	}
	if o.rate < minRate || o.rate > maxRate || o.channels < 1 {
		return nil, fmt.Errorf("%w: %d Hz, %d channels", ErrDamaged, o.rate, o.channels)
	}
	if o.length <= 0 {
		return nil, ErrEmpty
	}
	return &Audio{
		format: o.format, rate: o.rate, chans: o.channels,
		blocks: &blockReader{decoder: o.decoder, length: o.length, damage: o.damage, stale: true},
	}, nil
}

// Format is the file's format as a person would call it: "MP3", "WAV", "FLAC", "Ogg Vorbis".
func (a *Audio) Format() string { return a.format }

// Path is where the file was opened, or "".
func (a *Audio) Path() string { return a.path }

// SampleRate is the number of frames a second.
func (a *Audio) SampleRate() beep.SampleRate { return beep.SampleRate(a.rate) }

// Channels is the number of channels in the file. Mono is given on both sides; of more than two the first two are given.
func (a *Audio) Channels() int { return a.chans }

// Duration is the length of the audio.
func (a *Audio) Duration() time.Duration { return duration(a.Len(), a.rate) }

// Len is the number of frames.
func (a *Audio) Len() int { return a.blocks.length }

// Frame is the number of the frame that is heard at a time, within 0 to Len.
func (a *Audio) Frame(at time.Duration) int {
	if at <= 0 {
		return 0
	}
	rest := at % time.Second
	frame := int(at/time.Second)*a.rate + int(rest*time.Duration(a.rate)/time.Second)
	return min(frame, a.Len())
}

// Time is when a frame is heard.
func (a *Audio) Time(frame int) time.Duration { return duration(frame, a.rate) }

// Position is the number of the frame that Stream gives next.
func (a *Audio) Position() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.blocks.pos
}

// Seek makes Stream go on with the given frame. It is exact and cheap; the reading is done by the next Stream. A frame
// outside of 0 to Len is an error.
func (a *Audio) Seek(frame int) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if frame < 0 || frame > a.blocks.length {
		return fmt.Errorf("seeking to frame %d of %d", frame, a.blocks.length)
	}
	a.blocks.seek(frame)
	return nil
}

// Stream fills samples with the next frames; see beep.Streamer. It always fills all of them before the end.
func (a *Audio) Stream(samples [][2]float64) (n int, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.blocks.stream(samples)
}

// Err says what ended the stream before its end: only ErrClosed or a failing disk can. Damage is no such error.
func (a *Audio) Err() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.blocks.err
}

// Damage lists what could not be decoded so far, in order of time. Some of it is found when the file is opened, the rest
// when the stretch is read.
// It does not wait for a Stream that is under way.
func (a *Audio) Damage() []Damage {
	damage := a.damaged()
	list := make([]Damage, len(damage))
	for i, l := range damage {
		list[i] = Damage{duration(l.from, a.rate), duration(l.to, a.rate), l.err}
	}
	return list
}

// damaged is the same in frames.
func (a *Audio) damaged() []lost {
	a.blocks.noting.Lock()
	defer a.blocks.noting.Unlock()
	return slices.Clone(a.blocks.damage)
}

// Close closes the file. The stream ends.
func (a *Audio) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.blocks.err = ErrClosed
	closer := a.closer
	a.closer = nil
	if closer == nil {
		return nil
	}
	if err := closer.Close(); err != nil {
		return fmt.Errorf("closing the audio %s: %w", a.path, err)
	}
	return nil
}

// duration is how long so many frames take, without the overflow of a plain multiplication.
func duration(frames, rate int) time.Duration {
	whole, rest := frames/rate, frames%rate
	return time.Duration(whole)*time.Second + time.Duration(rest)*time.Second/time.Duration(rate)
}

// recoverDamage turns a decoder's panic over a damaged file into an error.
func recoverDamage(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%w: the decoder gave up: %v", ErrDamaged, r)
	}
}

// A source is the file that is read.
type source struct {
	io.ReaderAt
	size int64
}

// section reads up to n bytes from offset; fewer at the end of the file.
func (s source) section(offset int64, n int) ([]byte, error) {
	n = int(min(int64(n), max(0, s.size-offset)))
	buf := make([]byte, n)
	n, err := s.ReadAt(buf, offset)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return buf[:n], err
}

// skipID3 gives the offset after the ID3v2 tags (which hold pictures, and so may be large) that begin at offset.
func skipID3(src source, offset int64) int64 {
	for {
		head, err := src.section(offset, 10)
		if err != nil || len(head) < 10 || string(head[:3]) != "ID3" ||
			(head[6]|head[7]|head[8]|head[9])&0x80 != 0 {
			return offset
		}
		size := int64(head[6])<<21 | int64(head[7])<<14 | int64(head[8])<<7 | int64(head[9])
		size += 10
		if head[5]&0x10 != 0 { // a footer
			size += 10
		}
		if offset+size >= src.size {
			return offset // it claims the whole file: look for sound in it all the same
		}
		offset += size
	}
}
