package intake

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"alongside/store/intake/convert"
	"alongside/sync/playback/decode"
)

// A SoundError says why a file's sound cannot be used. It wraps the errors of the packages decode and convert.
type SoundError struct {
	Path string
	Kind string // what it is, where it has to be converted: "AAC", "Opus"; else ""
	Err  error
}

// Error says what the file is and what to do with it.
func (e *SoundError) Error() string {
	const doing = "using the sound %s: "
	converting := e.Err
	if wrapped := new(convert.Error); errors.As(e.Err, &wrapped) {
		converting = wrapped.Err
	}
	switch {
	case errors.Is(e.Err, convert.ErrNoProgram):
		return fmt.Sprintf(doing+"it is %s, which has to be converted, and %v", e.Path, e.Kind, converting)
	case e.Kind != "":
		return fmt.Sprintf(doing+"it is %s, which has to be converted, and that failed: %v", e.Path, e.Kind, converting)
	case errors.Is(e.Err, decode.ErrEmpty):
		return fmt.Sprintf(doing+"there is no sound in it; get the file again", e.Path)
	case errors.Is(e.Err, decode.ErrDamaged):
		return fmt.Sprintf(doing+"the file is damaged; get it again", e.Path)
	case errors.Is(e.Err, decode.ErrUnsupported):
		return fmt.Sprintf(doing+"%v; convert it to MP3", e.Path, e.Err)
	}
	return fmt.Sprintf(doing+"it is no sound that Alongside knows; choose another file", e.Path)
}

func (e *SoundError) Unwrap() error { return e.Err }

// A sound is a file that can be played, or converted into one that can.
type sound struct {
	path      string
	duration  time.Duration // 0 where it is not known before it is converted
	mediaType string
	convert   bool
	title     string // as its tags have it, where it has to be converted
	marks     []Mark // likewise
}

// hear opens a file as sound, to see whether it can be used and how long it is.
func hear(ctx context.Context, name string) (sound, error) {
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
	case !info.Mode().IsRegular():
		return sound{}, fmt.Errorf("using the sound %s: it is no file; choose another", name)
	}
	if kind := convert.KindOf(full); kind.Name != "" {
		return probe(ctx, full, name, kind)
	}
	audio, err := decode.Open(full)
	if err != nil {
		kind := convert.VariantOf(full)
		switch {
		case errors.Is(err, os.ErrPermission):
			return sound{}, fileError(name, err)
		case errors.Is(err, decode.ErrUnsupported) && kind.Name != "":
			return probe(ctx, full, name, kind)
		}
		return sound{}, &SoundError{name, "", err}
	}
	defer audio.Close()
	return sound{path: full, duration: audio.Duration(), mediaType: mediaType(full)}, nil
}

// probe looks at sound that has to be converted before it can be played.
func probe(ctx context.Context, full, name string, kind convert.Kind) (sound, error) {
	info, err := convert.Probe(ctx, full)
	switch {
	case ctx.Err() != nil:
		return sound{}, ctx.Err()
	case err != nil:
		return sound{}, &SoundError{name, kind.Name, err}
	}
	heard := sound{path: full, duration: info.Duration, convert: true, title: info.Title}
	for _, c := range info.Chapters {
		if c.Title != "" {
			heard.marks = append(heard.marks, Mark{c.Start, c.Title})
		}
	}
	return heard, nil
}

// Playable gives a file with the same sound that can be played: the file itself, or one that it was converted into, in the
// folder room, or in the system's for such files where that is "". done deletes the latter, and has to be called. told is
// called as it goes on, and may be nil.
func Playable(ctx context.Context, name, room string, told func(Progress)) (playable string, done func(), err error) {
	if told == nil {
		told = func(Progress) {}
	}
	nothing := func() {}
	heard, err := hear(ctx, name)
	if err != nil {
		return "", nothing, err
	}
	if !heard.convert {
		return heard.path, nothing, nil
	}
	dir, err := os.MkdirTemp(room, "alongside-sound-")
	if err != nil {
		return "", nothing, fmt.Errorf("converting the sound %s: %w", name, full(err))
	}
	done = func() { os.RemoveAll(dir) }
	told(Progress{Step: Converting})
	playable, err = convert.To(ctx, dir, heard.path, func(done, total time.Duration) {
		told(Progress{Converting, int64(done), int64(total)})
	})
	if err == nil {
		return playable, done, nil
	}
	done()
	if ctx.Err() != nil {
		return "", nothing, ctx.Err()
	}
	kind := convert.KindOf(heard.path)
	if kind.Name == "" {
		kind = convert.VariantOf(heard.path)
	}
	return "", nothing, &SoundError{name, kind.Name, err}
}

// playable is what was found with its sound in a file that can be played: taken out of the page's file, or converted. done
// deletes that file, and has to be called.
func (f Found) playable(ctx context.Context, told func(Progress)) (_ Found, done func(), err error) {
	nothing := func() {}
	if f.AudioPath == f.played && f.inside == nil {
		return f, nothing, nil
	}
	path, unpacked := f.AudioPath, nothing
	if f.inside != nil {
		if path, unpacked, err = unpack(*f.inside, f.room); err != nil {
			return f, nothing, err
		}
	}
	playable, converted, err := Playable(ctx, path, f.room, told)
	done = func() {
		converted()
		unpacked()
	}
	if err != nil {
		done()
		return f, nothing, err
	}
	if playable == f.AudioPath {
		return f, done, nil
	}
	heard, err := hear(ctx, playable)
	if err != nil {
		done()
		return f, nothing, err
	}
	f.AudioPath, f.Transcript.Audio.Duration, f.Transcript.Audio.Type = heard.path, heard.duration, heard.mediaType
	return f, done, nil
}

func mediaType(name string) string { return mimeOf(strings.ToLower(filepath.Ext(name))) }

// mimeOf gives the media type of the files with an ending, of those that are played.
func mimeOf(ending string) string {
	switch ending {
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
