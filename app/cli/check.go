package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"time"

	"alongside/store"
	"alongside/store/intake"
	"alongside/sync/align/synthesis"
	"alongside/sync/playback"
)

// deviceTime is how long a sound device may take to answer.
const deviceTime = 5 * time.Second

type checkCommand struct{ repair, takeOther bool }

func (c *checkCommand) flags(set *flag.FlagSet) {
	set.BoolVar(&c.repair, "repair", false, "mend damaged sound and pictures from where they came from, if they are the same there")
	set.BoolVar(&c.takeOther, "take-other", false, "with --repair: take other sound where the same cannot be had, and find its times anew")
}

// A finding is the answer to one question of the check.
type finding struct {
	Part string `json:"part"`
	OK   bool   `json:"ok"`
	Must bool   `json:"must"`           // whether Alongside cannot do without
	Says string `json:"says"`           // how it is
	Do   string `json:"do,omitempty"`   // what to do if it is not right
	File string `json:"file,omitempty"` // what it is about
}

// errUnfit is the error for a machine or a library that Alongside cannot work with.
var errUnfit = errors.New("something that Alongside cannot do without is not right; see above")

func (c *checkCommand) run(ctx context.Context, s *session, _ []string) error {
	if c.takeOther && !c.repair {
		return &usageError{"--take-other goes with --repair", "check"}
	}
	findings := []finding{s.checkSound(ctx), checkDisplay(), checkConverter(), checkSpeaker(ctx)}
	if c.repair {
		other := intake.LeaveOther
		if c.takeOther {
			other = intake.TakeOther
		}
		findings = append(findings, s.repairLibrary(ctx, other)...)
	}
	findings = append(findings, s.checkLibrary(ctx)...)
	fit := true
	for _, f := range findings {
		fit = fit && (f.OK || !f.Must)
	}
	if s.json {
		if err := s.printJSON(findings); err != nil {
			return err
		}
	} else {
		for _, f := range findings {
			s.printFinding(f)
		}
	}
	if !fit {
		return errUnfit
	}
	return ctx.Err()
}

func (s *session) printFinding(f finding) {
	mark := "ok"
	switch {
	case !f.OK && f.Must:
		mark = "wrong"
	case !f.OK:
		mark = "note"
	}
	fmt.Fprintf(s.Out, "%-6s %-9s %s\n", mark, f.Part, f.Says)
	if f.Do != "" {
		fmt.Fprintf(s.Out, "%16s %s\n", "", f.Do)
	}
}

// checkSound connects to the sound device.
func (s *session) checkSound(ctx context.Context) finding {
	ctx, stop := context.WithTimeout(ctx, deviceTime)
	defer stop()
	sink, err := s.Sound.Connect(ctx, func() {})
	if err == nil {
		if sink.Silent() {
			err = playback.ErrNoDevice
		}
		sink.Close()
	}
	if err != nil {
		return finding{
			Part: "sound", Says: "There is no sound device: " + sentence(err) + ".",
			Do: "Stories can be followed in silence. To hear them, connect a device, or start the sound server (PipeWire or PulseAudio).",
		}
	}
	return finding{Part: "sound", OK: true, Says: "There is a sound device."}
}

func checkDisplay() finding {
	f := finding{Part: "display", OK: true, Says: "There is a display."}
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		f.OK, f.Says = false, "There is no display, so the window cannot open."
		f.Do = "Start Alongside from a desktop, or follow in the terminal: alongside follow STORY"
	}
	return f
}

// checkConverter looks for the program that makes sound that Alongside plays of sound that it does not.
func checkConverter() finding {
	path, err := exec.LookPath("ffmpeg")
	if err != nil {
		return finding{
			Part: "ffmpeg", Says: "ffmpeg is not here. MP3, WAV, FLAC and Ogg Vorbis are played without it.",
			Do: "To have M4A, Opus, films and others converted, install it (on Debian: apt-get install ffmpeg).",
		}
	}
	return finding{
		Part: "ffmpeg", OK: true, File: path,
		Says: "ffmpeg is here: M4A, Opus, films and others are converted when their story is saved.",
	}
}

// checkSpeaker looks for the program that speaks the languages of which Alongside knows no sounds.
func checkSpeaker(ctx context.Context) finding {
	p, err := synthesis.Find(ctx)
	switch {
	case errors.Is(err, synthesis.ErrMissing):
		return finding{
			Part: "espeak-ng", Says: "espeak-ng is not here. In English, words are found in the sound without it; in other languages times are estimates.",
			Do: "To have them found in other languages, install it (on Debian: apt-get install espeak-ng).",
		}
	case err != nil:
		return finding{
			Part: "espeak-ng", Says: "espeak-ng is here but does not work: " + sentence(err) + ".",
			Do: "To have words found in other languages than English, install it anew.",
		}
	}
	return finding{
		Part: "espeak-ng", OK: true, File: p.Path(),
		Says: fmt.Sprintf("espeak-ng is here, to find words in other languages than English; it speaks %s.", counted(p.Languages(), "language")),
	}
}

// checkLibrary opens the library, lets it look at all of itself and searches in it.
func (s *session) checkLibrary(ctx context.Context) []finding {
	wrong := func(part string, err error) finding {
		return finding{Part: part, Must: true, Says: sentence(err) + ".", File: s.folder()}
	}
	lib, err := s.library(ctx)
	if err != nil {
		return []finding{wrong("library", err)}
	}
	report, err := lib.Check(ctx)
	if err != nil {
		return []finding{wrong("library", err)}
	}
	var findings []finding
	for _, problem := range report.Problems {
		findings = append(findings, wrong("library", errors.New(problem)))
	}
	if report.Sound() {
		findings = append(findings, finding{
			Part: "library", OK: true, Must: true, File: lib.Dir(),
			Says: fmt.Sprintf("The library in %s is sound: %s.", lib.Dir(), contents(report)),
		})
	}
	if _, err := lib.Search(ctx, "alongside", 1); err != nil {
		return append(findings, wrong("search", err))
	}
	return append(findings, finding{Part: "search", OK: true, Must: true, Says: "Stories can be searched."})
}

func contents(r store.Report) string {
	stories := counted(r.Stories, "story")
	if r.Media == 0 {
		return stories
	}
	return fmt.Sprintf("%s, %s of %.1f MB", stories, counted(r.Media, "sound file"), float64(r.Bytes)/1e6)
}
