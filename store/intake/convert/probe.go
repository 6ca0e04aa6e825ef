package convert

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Info is what a file says of itself.
type Info struct {
	Kind     Kind
	Duration time.Duration // 0 where it is not known before it is converted
	Title    string
	Artist   string
	Album    string
	Chapters []Chapter     // in order of time
	start    time.Duration // when the file's first stream starts, at a time of its own
}

// A Chapter is a stretch of the sound with a name, as audiobooks have.
type Chapter struct {
	Title      string
	Start, End time.Duration
}

// Bounds of a probe.
const (
	probeTime    = 30 * time.Second
	mostProbed   = 8 << 20 // bytes of its answer
	mostChapters = 5_000
	longest      = 1000 * time.Hour
)

// Probe tells what a file is that can be converted, and how long its sound is. It needs ffprobe, which comes with ffmpeg.
func Probe(ctx context.Context, path string) (Info, error) {
	kind := KindOf(path)
	if kind == (Kind{}) {
		kind = VariantOf(path)
	}
	if kind == (Kind{}) {
		return Info{}, &Error{path, ErrUnknown}
	}
	said, err := probe(ctx, path, kind)
	if err != nil {
		return Info{}, &Error{path, err}
	}
	info, err := said.info(kind)
	if err != nil {
		return Info{}, &Error{path, err}
	}
	return info, nil
}

func probe(ctx context.Context, path string, kind Kind) (probed, error) {
	program, err := exec.LookPath("ffprobe")
	if err != nil {
		return probed{}, ErrNoProgram
	}
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		return probed{}, ErrNoProgram
	}
	limited, cancel := context.WithTimeoutCause(ctx, probeTime, ErrStuck)
	defer cancel()
	args := append([]string{"-hide_banner", "-v", "error"}, kind.guard()...)
	args = append(args, "-select_streams", "a:0", "-show_entries", "format=duration,start_time:format_tags:stream=duration,codec_tag_string:chapter=start_time,end_time:chapter_tags",
		"-of", "json", "-i", "file:"+path)
	command := exec.CommandContext(limited, program, args...)
	said := &tail{most: 8 << 10}
	command.Stderr = said
	command.WaitDelay = 5 * time.Second
	withoutWindow(command)
	out, err := command.StdoutPipe()
	if err != nil {
		return probed{}, err
	}
	if err := command.Start(); err != nil {
		return probed{}, fmt.Errorf("running ffprobe: %w", err)
	}
	body, readErr := io.ReadAll(io.LimitReader(out, mostProbed))
	if len(body) == mostProbed {
		cancel()
	}
	err = command.Wait()
	var answer probed
	switch {
	case len(body) == mostProbed:
		return probed{}, ErrTooLarge
	case limited.Err() != nil:
		return probed{}, context.Cause(limited)
	case err != nil:
		return probed{}, explain(said.String(), err)
	case readErr != nil, json.Unmarshal(body, &answer) != nil:
		return probed{}, ErrDamaged
	}
	return answer, nil
}

// probed is ffprobe's answer.
type probed struct {
	Streams []struct {
		Duration string `json:"duration"`
		Tag      string `json:"codec_tag_string"`
	} `json:"streams"`
	Format struct {
		Duration string            `json:"duration"`
		Start    string            `json:"start_time"`
		Tags     map[string]string `json:"tags"`
	} `json:"format"`
	Chapters []struct {
		Start string            `json:"start_time"`
		End   string            `json:"end_time"`
		Tags  map[string]string `json:"tags"`
	} `json:"chapters"`
}

func (p probed) info(kind Kind) (Info, error) {
	switch {
	case len(p.Streams) == 0:
		return Info{}, ErrSilent
	case slices.Contains([]string{"drms", "enca", "aavd"}, p.Streams[0].Tag):
		return Info{}, ErrProtected
	}
	info := Info{Kind: kind, Duration: seconds(p.Streams[0].Duration)}
	if info.Duration == 0 {
		info.Duration = seconds(p.Format.Duration)
	}
	if kind.guesses() {
		info.Duration = 0
	}
	if before, negative := strings.CutPrefix(p.Format.Start, "-"); negative {
		info.start = -seconds(before)
	}
	info.Title, info.Artist, info.Album = tag(p.Format.Tags, "title"), tag(p.Format.Tags, "artist"), tag(p.Format.Tags, "album")
	for _, c := range p.Chapters[:min(len(p.Chapters), mostChapters)] {
		chapter := Chapter{tag(c.Tags, "title"), seconds(c.Start), seconds(c.End)}
		if chapter.End > chapter.Start {
			info.Chapters = append(info.Chapters, chapter)
		}
	}
	slices.SortStableFunc(info.Chapters, func(a, b Chapter) int { return int(min(max(a.Start-b.Start, -1), 1)) })
	return info, nil
}

// tag gives a tag whatever the case of its name, without breaks and not longer than any title is.
func tag(tags map[string]string, name string) string {
	const most = 500
	for key, value := range tags {
		if strings.EqualFold(key, name) {
			words := []rune(strings.Join(strings.Fields(value), " "))
			return string(words[:min(len(words), most)])
		}
	}
	return ""
}

// seconds reads a time as ffprobe writes it; 0 for one that is not known or absurd.
func seconds(s string) time.Duration {
	value, err := strconv.ParseFloat(s, 64)
	if err != nil || !(value > 0) || value > longest.Seconds() {
		return 0
	}
	return time.Duration(value * float64(time.Second)).Round(time.Microsecond)
}
