// Package convert makes sound of any kind into sound that Alongside plays, with the program ffmpeg, which has to be installed.
//
// Its words: a kind is what a file is by its first bytes, whatever it is called: "MP4 sound (M4A)", "Opus". A file that is
// converted is read as its kind and as nothing else, so that none can have another file read in its name. What comes out is
// Ogg Vorbis, or FLAC where that ffmpeg cannot write Vorbis.
//
// Ogg Vorbis was chosen since its times are exact: a sample that is heard at a time in the file is heard within a millisecond
// of it afterwards, which MP3's frames and delays do not promise; and since an hour of speech takes some 40 MB, where FLAC
// takes 200. The silence that an encoder of AAC or Opus puts in front is cut where the file says how long it is, as it is in
// M4A, MP4, WebM and Opus. A bare AAC stream (.aac) does not say, and starts later by the 20 to 50 ms of its encoder, as in any
// player.
package convert

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"alongside/store"
)

// What can be wrong; test with errors.Is.
var (
	// ErrNoProgram is returned where ffmpeg is not installed.
	ErrNoProgram = errors.New("the program ffmpeg is not installed; install it (Debian and Ubuntu: apt-get install ffmpeg; macOS: " +
		"brew install ffmpeg; Windows: winget install ffmpeg, or from https://ffmpeg.org/download.html) and try again")
	// ErrUnknown is returned for a file of no kind that is converted.
	ErrUnknown = errors.New("it is no sound or film of a kind that is known; choose another file")
	// ErrSilent is returned for a film without sound, or any other file without.
	ErrSilent = errors.New("there is no sound in it; choose another file")
	// ErrDamaged is returned for a file that ffmpeg cannot read.
	ErrDamaged = errors.New("the file is damaged or not complete; get it again")
	// ErrProtected is returned for a file that only the shop's own programs may play.
	ErrProtected = errors.New("it is copy-protected, and only the shop's own programs can play it; get it without the protection")
	// ErrTooLarge is returned for sound longer or larger than any story is.
	ErrTooLarge = errors.New("it is longer or larger than any story; cut it into parts")
	// ErrStuck is returned where ffmpeg does not get on.
	ErrStuck = errors.New("ffmpeg does not get on with it; get the file again")
)

// An Error says which file could not be converted, and why.
type Error struct {
	Path string
	Err  error
}

// Error says it to a person.
func (e *Error) Error() string { return fmt.Sprintf("converting %s: %v", e.Path, e.Err) }

func (e *Error) Unwrap() error { return e.Err }

// limits bound what ffmpeg does.
type limits struct {
	bytes   int64         // of what is written
	length  time.Duration // of the sound; a file with a time that is wrong would be filled up with silence
	stalled time.Duration // without anything being written
}

func standard() limits { return limits{bytes: 4 << 30, length: 200 * time.Hour, stalled: time.Minute} }

// To converts the sound of a file into a new file in a folder, and gives the file's path. Nothing stays of what could not be
// converted. told is called with how much sound was converted, of how much where that is known, and may be nil.
func To(ctx context.Context, dir, from string, told func(done, total time.Duration)) (string, error) {
	if told == nil {
		told = func(_, _ time.Duration) {}
	}
	info, err := Probe(ctx, from)
	if err != nil {
		return "", err
	}
	work := conversion{from: from, info: info, told: told, limits: standard()}
	var unknown error
	for _, f := range forms() {
		to, err := work.into(ctx, dir, f)
		if !errors.Is(err, errNoEncoder) {
			return to, err
		}
		unknown = err
	}
	return "", unknown
}

// A form is a kind of file that is written.
type form struct {
	ending string
	args   []string
}

// forms are the better first. Each gives the same bytes for the same sound, so that a story's sound is known again.
func forms() []form {
	return []form{
		{".ogg", []string{"-c:a", "libvorbis", "-q:a", "6", "-f", "ogg"}},
		{".flac", []string{"-c:a", "flac", "-sample_fmt", "s16", "-f", "flac"}},
	}
}

var errNoEncoder = errors.New("that ffmpeg can write neither Ogg Vorbis nor FLAC; install another one")

// A conversion is the work of converting one file.
type conversion struct {
	from   string
	info   Info
	told   func(done, total time.Duration)
	limits limits
}

func (c conversion) into(ctx context.Context, dir string, f form) (_ string, err error) {
	file, err := os.CreateTemp(dir, "sound-*"+f.ending)
	if err != nil {
		return "", c.failed(err)
	}
	to := file.Name()
	defer func() {
		if err != nil {
			os.Remove(to)
		}
	}()
	if err := file.Close(); err != nil {
		return "", c.failed(err)
	}
	if err := c.run(ctx, to, f); err != nil {
		return "", c.failed(err)
	}
	info, err := os.Stat(to)
	switch {
	case err != nil:
		return "", c.failed(err)
	case info.Size() == 0:
		return "", c.failed(ErrSilent)
	case info.Size() > c.limits.bytes-1<<20: // ffmpeg stops just before its limit, and calls that a success
		return "", c.failed(ErrTooLarge)
	}
	return to, nil
}

func (c conversion) failed(err error) error {
	if errors.Is(err, syscall.ENOSPC) {
		err = store.ErrFull
	}
	return &Error{c.from, err}
}

// args are those of ffmpeg. The filter keeps the times: silence is put in where the file has none of its sound, and nothing is
// ever stretched. Of more than two channels it makes two.
func (c conversion) args(to string, f form) []string {
	args := append([]string{"-nostdin", "-hide_banner", "-y", "-v", "error", "-progress", "pipe:1", "-stats_period", "0.2"}, c.info.Kind.guard()...)
	const mostBefore = time.Second
	if c.info.start < 0 && c.info.start > -mostBefore {
		// What comes before the start is an encoder's silence. It is cut, and ffmpeg must not make room for it.
		args = append(args, "-itsoffset", strconv.FormatFloat(c.info.start.Seconds(), 'f', 6, 64))
	}
	args = append(args,
		"-i", "file:"+c.from, "-vn", "-sn", "-dn", "-map", "0:a:0", "-map_metadata", "-1", "-map_chapters", "-1",
		"-af", "aresample=async=1:first_pts=0,aformat=channel_layouts=mono|stereo",
		"-fflags", "+bitexact", "-flags:a", "+bitexact", "-fs", strconv.FormatInt(c.limits.bytes, 10))
	return append(append(args, f.args...), "file:"+to)
}

func (c conversion) run(ctx context.Context, to string, f form) error {
	program, err := exec.LookPath("ffmpeg")
	if err != nil {
		return ErrNoProgram
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stalled := time.AfterFunc(c.limits.stalled, func() { cancel(ErrStuck) })
	defer stalled.Stop()
	said := &tail{most: 8 << 10}
	command := exec.CommandContext(ctx, program, c.args(to, f)...)
	command.Stdout = &progress{told: func(done time.Duration) {
		if done > c.limits.length {
			cancel(ErrTooLarge)
		}
		stalled.Reset(c.limits.stalled)
		c.told(done, c.info.Duration)
	}}
	command.Stderr = said
	command.WaitDelay = 5 * time.Second
	withoutWindow(command)
	err = command.Run()
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil:
		return explain(said.String(), err)
	}
	return nil
}

// explain says in our words what ffmpeg said before it failed.
func explain(said string, err error) error {
	var failed *exec.ExitError
	switch {
	case strings.Contains(said, "Unknown encoder"):
		return errNoEncoder
	case strings.Contains(said, "No space left on device"):
		return store.ErrFull
	case strings.Contains(said, "matches no streams"), strings.Contains(said, "does not contain any stream"):
		return ErrSilent
	case errors.As(err, &failed):
		return ErrDamaged
	}
	return fmt.Errorf("running ffmpeg: %w", err)
}

// progress reads what ffmpeg writes with -progress.
type progress struct {
	told func(done time.Duration)
	rest []byte
	last time.Duration
}

func (p *progress) Write(b []byte) (int, error) {
	const longest = 4 << 10
	p.rest = append(p.rest, b...)
	for {
		line, rest, whole := bytes.Cut(p.rest, []byte("\n"))
		if !whole {
			break
		}
		p.rest = rest
		value, found := strings.CutPrefix(strings.TrimSpace(string(line)), "out_time_us=")
		micros, err := strconv.ParseInt(value, 10, 64)
		if done := time.Duration(micros) * time.Microsecond; found && err == nil && done > p.last {
			p.last = done
			p.told(done)
		}
	}
	if len(p.rest) > longest {
		p.rest = nil
	}
	return len(b), nil
}

// A tail keeps the last bytes that were written to it.
type tail struct {
	most int
	last []byte
}

var _ io.Writer = (*tail)(nil)

func (t *tail) Write(b []byte) (int, error) {
	t.last = append(t.last, b...)
	if over := len(t.last) - t.most; over > 0 {
		t.last = append([]byte(nil), t.last[over:]...)
	}
	return len(b), nil
}

func (t *tail) String() string { return string(t.last) }
