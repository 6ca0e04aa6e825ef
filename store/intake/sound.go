package intake

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"alongside/sync/playback/decode"
)

// A SoundError says why a file's sound cannot be used. It wraps the errors of package decode.
type SoundError struct {
	Path string
	Kind string // what it is: "AAC", "Opus"; "" where that cannot be told
	Err  error
}

// Error says what the file is and what to do with it.
func (e *SoundError) Error() string {
	const doing = "using the sound %s: "
	name := filepath.Base(e.Path)
	switch {
	case e.Kind != "":
		plain := strings.TrimSuffix(name, filepath.Ext(name)) + ".mp3"
		return fmt.Sprintf(doing+"it is %s, and Alongside plays MP3, WAV, FLAC and Ogg Vorbis; convert it, "+
			"for example with ffmpeg -i %q %q", e.Path, e.Kind, name, plain)
	case errors.Is(e.Err, decode.ErrEmpty):
		return fmt.Sprintf(doing+"there is no sound in it; get the file again", e.Path)
	case errors.Is(e.Err, decode.ErrDamaged):
		return fmt.Sprintf(doing+"the file is damaged; get it again", e.Path)
	case errors.Is(e.Err, decode.ErrUnsupported):
		return fmt.Sprintf(doing+"%v; convert it to MP3", e.Path, e.Err)
	}
	return fmt.Sprintf(doing+"it is no sound that Alongside can play: MP3, WAV, FLAC or Ogg Vorbis; choose another file", e.Path)
}

func (e *SoundError) Unwrap() error { return e.Err }

// A sound is a file that can be played.
type sound struct {
	path      string
	duration  time.Duration
	mediaType string
}

// hear opens a file as sound, to see whether it can be played and how long it is.
func hear(name string) (sound, error) {
	full, err := filepath.Abs(name)
	if err != nil {
		return sound{}, fmt.Errorf("using the sound %s: %w", name, err)
	}
	info, err := os.Stat(full)
	switch {
	case err != nil:
		return sound{}, fileError(name, err)
	case info.IsDir():
		return sound{}, fmt.Errorf("using the sound %s: it is a folder; choose a file in it", name)
	}
	if kind := unplayable(full); kind != "" {
		return sound{}, &SoundError{name, kind, decode.ErrFormat}
	}
	audio, err := decode.Open(full)
	if err != nil {
		if errors.Is(err, os.ErrPermission) {
			return sound{}, fileError(name, err)
		}
		return sound{}, &SoundError{name, "", err}
	}
	defer audio.Close()
	return sound{full, audio.Duration(), mediaType(full)}, nil
}

func mediaType(name string) string {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".mp3":
		return "audio/mpeg"
	case ".wav":
		return "audio/wav"
	case ".flac":
		return "audio/flac"
	case ".ogg", ".oga":
		return "audio/ogg"
	}
	return ""
}

// unplayable names what a file is that has sound which cannot be played, by its first bytes; "" for any other.
func unplayable(name string) string {
	file, err := os.Open(name)
	if err != nil {
		return ""
	}
	defer file.Close()
	head := make([]byte, 64)
	n, _ := io.ReadFull(file, head)
	head = head[:n]
	starts := func(prefix string) bool { return bytes.HasPrefix(head, []byte(prefix)) }
	switch {
	case n >= 12 && string(head[4:8]) == "ftyp":
		return "MP4 sound (M4A)"
	case n >= 2 && head[0] == 0xff && head[1]&0xf6 == 0xf0: // ADTS: layer 0, which no MPEG sound has
		return "AAC"
	case starts("OggS") && bytes.Contains(head, []byte("OpusHead")):
		return "Opus"
	case starts("OggS") && bytes.Contains(head, []byte("Speex")):
		return "Speex"
	case starts("\x1a\x45\xdf\xa3"):
		return "WebM or Matroska"
	case starts("\x30\x26\xb2\x75"):
		return "Windows Media"
	case n >= 12 && starts("FORM") && string(head[8:11]) == "AIF":
		return "AIFF"
	case starts("#!AMR"):
		return "AMR"
	case starts(".ra\xfd"), starts(".RMF"):
		return "RealAudio"
	}
	return ""
}
