package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"alongside/store/export"
	"alongside/store/intake"
	"alongside/sync/align"
	"alongside/sync/align/synthesis"
	"alongside/sync/playback/decode"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// alignCommand finds times without the library.
type alignCommand struct{ audio, transcript, format, output string }

func (c *alignCommand) flags(set *flag.FlagSet) {
	set.StringVar(&c.audio, "audio", "", "the sound is in `FILE`")
	set.StringVar(&c.transcript, "transcript", "", "what is said is in `FILE`: a page, a text, or a story's JSON")
	set.StringVar(&c.format, "format", "json", "write `FORMAT`: json, vtt, srt or tsv")
	set.StringVar(&c.output, "o", "", "write to `FILE` instead of standard output")
}

func (c *alignCommand) run(ctx context.Context, s *session, _ []string) error {
	write, ok := map[string]func(io.Writer, transcript.Transcript, timing.Alignment) error{
		"json": timing.WriteStory, "vtt": timing.WriteVTT, "srt": timing.WriteSRT, "tsv": timing.WriteTSV,
	}[c.format]
	switch {
	case c.audio == "" || c.transcript == "":
		return &usageError{"align needs --audio and --transcript", "align"}
	case !ok:
		return &usageError{fmt.Sprintf("there is no format %q; there are json, vtt, srt and tsv", c.format), "align"}
	}
	found, err := intake.Read(ctx, intake.Source{Location: c.transcript, AudioPath: c.audio})
	if err != nil {
		return err
	}
	defer found.Close()
	playable, done, err := s.playable(ctx, found.AudioPath)
	if err != nil {
		return err
	}
	defer done()
	alignment, err := alignFile(ctx, s.Err, playable, found)
	if err != nil && !errors.Is(err, align.ErrUnrelated) {
		return err
	}
	if err != nil {
		fmt.Fprintf(s.Err, "alongside: %s.\n", err)
	}
	s.tellEstimated(ctx, alignment.Method, found.Transcript.Language)
	put := func(w io.Writer) error { return write(w, found.Transcript, alignment) }
	if c.output == "" || c.output == "-" {
		return put(s.Out)
	}
	return export.WriteFile(c.output, put)
}

// playable is a file with the sound that can be decoded; done has to be called.
func (s *session) playable(ctx context.Context, path string) (_ string, done func(), _ error) {
	line := newProgress(s.Err)
	defer line.end()
	return intake.Playable(ctx, path, "", line.set)
}

// tellEstimated says where times are only estimates, and what gives better ones.
func (s *session) tellEstimated(ctx context.Context, method, language string) {
	if method != align.Estimate {
		return
	}
	fmt.Fprintln(s.Err, "These times are estimates from the length of the text, and can be off by a good deal.")
	if errors.Is(align.Knows(ctx, language), synthesis.ErrMissing) {
		fmt.Fprintln(s.Err, "With the program espeak-ng installed (on Debian: apt-get install espeak-ng) the words are looked for in the sound.")
	}
}

// alignFile finds the times of a transcript in a sound file.
func alignFile(ctx context.Context, progress io.Writer, path string, found intake.Found) (timing.Alignment, error) {
	aligner, err := align.New()
	if err != nil {
		return timing.Alignment{}, err
	}
	sound, err := decode.Open(path)
	if err != nil {
		return timing.Alignment{}, fmt.Errorf("opening the sound %s: %w", path, err)
	}
	defer sound.Close()
	line := newProgress(progress)
	defer line.end()
	return aligner.Align(ctx, align.NewSamples(sound, sound.SampleRate()), found.Transcript, align.Options{Progress: func(position time.Duration) {
		line.set(intake.Progress{Step: intake.Aligning, Done: int64(position), Total: int64(sound.Duration())})
	}})
}
