package export

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"alongside/store"
)

// convert makes an MP3 of a file of sound, in dir. It has one bit rate throughout: there a reader that jumps to a clip finds
// the right place by arithmetic, where otherwise it would guess.
func (t track) convert(ctx context.Context, dir string, told func(share float64)) (track, error) {
	program, err := exec.LookPath("ffmpeg")
	if err != nil {
		return t, fmt.Errorf("books hold MP3, M4A or Opus, so %s has to be converted, and %w; install it (on Debian: apt-get install ffmpeg) and write the book again",
			filepath.Base(t.path), ErrNeedsConverter)
	}
	out, err := os.CreateTemp(dir, "*.mp3")
	if err != nil {
		return t, err
	}
	out.Close()
	command := exec.CommandContext(ctx, program, "-nostdin", "-hide_banner", "-v", "error", "-y", "-progress", "pipe:1",
		"-protocol_whitelist", "file,pipe", "-i", "file:"+t.path,
		"-map", "0:a:0", "-map_metadata", "-1", "-c:a", "libmp3lame", "-b:a", "96k", "-f", "mp3", "file:"+out.Name())
	var said bytes.Buffer
	command.Stderr = &said
	if err := t.run(command, told); err != nil {
		if ctx.Err() != nil {
			return t, ctx.Err()
		}
		if strings.Contains(said.String(), "No space left on device") {
			return t, fmt.Errorf("converting %s: %w", filepath.Base(t.path), store.ErrFull)
		}
		line, _, _ := strings.Cut(strings.TrimSpace(said.String()), "\n")
		return t, fmt.Errorf("%w: ffmpeg could not convert %s (%w: %s)", ErrSound, t.path, err, line)
	}
	info, err := os.Stat(out.Name())
	if err != nil {
		return t, err
	}
	t.path, t.media, t.bytes = out.Name(), mp3, info.Size()
	return t, nil
}

// run runs the converter, and tells how far it is.
func (t track) run(command *exec.Cmd, told func(share float64)) error {
	output, err := command.StdoutPipe()
	if err != nil {
		return err
	}
	if err := command.Start(); err != nil {
		return err
	}
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		if done, ok := strings.CutPrefix(lines.Text(), "out_time_us="); ok {
			if us, err := strconv.ParseInt(done, 10, 64); err == nil {
				told(float64(us) * float64(time.Microsecond) / float64(t.length()))
			}
		}
	}
	_, _ = io.Copy(io.Discard, output) // what is too long for a line; Wait says what went wrong
	return command.Wait()
}
