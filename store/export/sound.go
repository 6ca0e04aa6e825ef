package export

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"alongside/sync/playback/decode"
)

// The media types of sound that is written.
const (
	mp3    = "audio/mpeg"
	mp4    = "audio/mp4"
	opus   = "audio/ogg; codecs=opus"
	vorbis = "audio/ogg; codecs=vorbis"
	flac   = "audio/flac"
	wav    = "audio/wav"
)

// A track is a file of sound as it is written: what kind it is, and which stretch of the story's time it holds.
//
// Its times count from the first frame that is meant to be heard, which is where package decode begins, and where browsers
// and the readers built on them (Thorium, Readium, Apple Books) begin, too: they take off what an MP3's LAME header says the
// encoder put in front. So clip times need no correction. Of an MP3 without such a header decode takes off 25 ms, and they
// take off nothing; there a clip is early by that much, which nobody sees.
type track struct {
	path       string
	media      string
	start, end time.Duration // of the story's time
	bytes      int64
}

// length is how long the file is.
func (t track) length() time.Duration { return t.end - t.start }

// tracks looks at the files of a story's sound.
func tracks(s Story) ([]track, error) {
	var list []track
	for i, sound := range s.Sounds {
		t := track{path: sound.Path, start: sound.Start}
		info, err := os.Stat(sound.Path)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrSound, err)
		}
		if !info.Mode().IsRegular() || info.Size() == 0 {
			return nil, fmt.Errorf("%w: %s is no file with anything in it", ErrSound, sound.Path)
		}
		t.bytes = info.Size()
		length := time.Duration(0)
		if t.media, length, err = measure(sound.Path); err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrSound, sound.Path, err)
		}
		until := s.length() // where the file's own length cannot be told
		if i+1 < len(s.Sounds) {
			until = s.Sounds[i+1].Start
		}
		if length <= 0 {
			length = until - sound.Start
		}
		if t.end = sound.Start + length; i+1 < len(s.Sounds) {
			t.end = min(t.end, until)
		}
		if sound.Start < 0 || t.end <= t.start {
			return nil, fmt.Errorf("%w: %s has no time of its own in the story", ErrSound, sound.Path)
		}
		list = append(list, t)
	}
	return list, nil
}

// measure says what kind of sound a file is, and how long it is where that can be told.
func measure(path string) (media string, length time.Duration, err error) {
	file, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer file.Close()
	head := make([]byte, 64)
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", 0, err
	}
	switch head = head[:n]; {
	case n > 12 && string(head[4:8]) == "ftyp":
		return mp4, 0, nil
	case bytes.HasPrefix(head, []byte("OggS")) && bytes.Contains(head, []byte("OpusHead")):
		return opus, 0, nil
	}
	audio, err := decode.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer audio.Close()
	switch audio.Format() {
	case "MP3":
		media = mp3
	case "FLAC":
		media = flac
	case "WAV":
		media = wav
	default:
		media = vorbis
	}
	return media, audio.Duration(), nil
}

// inBooks reports whether every reader of EPUB plays such sound.
func inBooks(media string) bool { return media == mp3 || media == mp4 || media == opus }
