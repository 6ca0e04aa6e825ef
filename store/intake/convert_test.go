package intake

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"alongside/store/intake/convert"
)

// needFFmpeg skips the test where the program is not installed.
func needFFmpeg(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed, which converts the sound (Debian: apt-get install ffmpeg)")
	}
}

// encoded makes a file of ten seconds of sound, of the kind that its ending says.
func encoded(t *testing.T, path string, args ...string) {
	t.Helper()
	needFFmpeg(t)
	args = append([]string{"-nostdin", "-v", "error", "-f", "lavfi", "-i", "sine=d=10"}, append(args, path)...)
	if out, err := exec.CommandContext(t.Context(), "ffmpeg", args...).CombinedOutput(); err != nil {
		t.Fatalf("making %s: %v\n%s", path, err, out)
	}
}

func TestSoundOfAnyKindIsConvertedIntoTheLibrary(t *testing.T) {
	for _, ending := range []string{".m4a", ".opus", ".aac", ".mp4", ".webm", ".wma", ".aiff"} {
		t.Run(ending, func(t *testing.T) {
			dir := folder(t, map[string]string{"bell.txt": text, "bell.vtt": cues})
			encoded(t, filepath.Join(dir, "bell"+ending), "-vn")
			lib := openLibrary(t)
			var steps []Step
			id, err := Add(t.Context(), lib, Source{Location: filepath.Join(dir, "bell.txt")}, func(p Progress) {
				if !slices.Contains(steps, p.Step) {
					steps = append(steps, p.Step)
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			story, err := lib.Story(t.Context(), id)
			if err != nil || filepath.Ext(story.Audio) != ".ogg" || (story.Duration-10*time.Second).Abs() > 100*time.Millisecond {
				t.Errorf("the story has the sound %q of %v, %v", story.Audio, story.Duration, err)
			}
			if !hasTimes(story.Alignment) {
				t.Error("it has no times")
			}
			if !slices.Contains(steps, Converting) {
				t.Errorf("the steps were %q", steps)
			}
			if again, err := Add(t.Context(), lib, Source{Location: filepath.Join(dir, "bell.txt")}, nil); again != id || err != nil {
				t.Errorf("added again it is story %d, %v, and not %d", again, err, id)
			}
		})
	}
}

func TestSoundThatWouldBePlayedIsNotConverted(t *testing.T) {
	dir := folder(t, map[string]string{"bell.txt": text, "bell.wav": tenSeconds()})
	path, done, err := Playable(t.Context(), filepath.Join(dir, "bell.wav"), "", nil)
	defer done()
	if path != filepath.Join(dir, "bell.wav") || err != nil {
		t.Errorf("it is %s, %v", path, err)
	}
}

func TestAStoryGetsConvertedSound(t *testing.T) {
	dir := folder(t, map[string]string{"bell.txt": text})
	lib := openLibrary(t)
	id, err := Add(t.Context(), lib, Source{Location: filepath.Join(dir, "bell.txt")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	encoded(t, filepath.Join(dir, "other.m4a"))
	if _, err := SetAudio(t.Context(), lib, id, filepath.Join(dir, "other.m4a"), nil); err != nil {
		t.Fatal(err)
	}
	if story, err := lib.Story(t.Context(), id); err != nil || filepath.Ext(story.Audio) != ".ogg" {
		t.Errorf("its sound is %q, %v", story.Audio, err)
	}
}

func TestWithoutFFmpegASoundBesideIsLeftOutAndOneThatIsNamedSaysWhatToInstall(t *testing.T) {
	dir := folder(t, map[string]string{"bell.txt": text, "bell.m4a": "\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00"})
	t.Setenv("PATH", t.TempDir())
	found, err := Read(t.Context(), Source{Location: filepath.Join(dir, "bell.txt")})
	if err != nil || found.AudioPath != "" || !strings.Contains(strings.Join(found.Notes, " "), "apt-get install ffmpeg") {
		t.Errorf("found the sound %q and says %q, %v", found.AudioPath, found.Notes, err)
	}
	saved := strings.Replace(page, "<article>", `<article><audio src="sound.m4a"></audio>`, 1)
	pages := folder(t, map[string]string{"page.html": saved, "sound.m4a": "\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00"})
	found, err = Read(t.Context(), Source{Location: filepath.Join(pages, "page.html")})
	if err != nil || found.AudioPath != "" || !strings.Contains(strings.Join(found.Notes, " "), "apt-get install ffmpeg") {
		t.Errorf("of a page it found the sound %q and says %q, %v", found.AudioPath, found.Notes, err)
	}
	_, err = Read(t.Context(), Source{Location: filepath.Join(dir, "bell.txt"), AudioPath: filepath.Join(dir, "bell.m4a")})
	if !errors.Is(err, convert.ErrNoProgram) || !errors.As(err, new(*SoundError)) {
		t.Errorf("named, it gives %v", err)
	}
}

func TestCancelledWhileItConvertsNothingStays(t *testing.T) {
	dir := folder(t, map[string]string{"bell.txt": text})
	encoded(t, filepath.Join(dir, "bell.m4a"))
	lib := openLibrary(t)
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	_, err := Add(ctx, lib, Source{Location: filepath.Join(dir, "bell.txt")}, func(p Progress) {
		if p.Step == Converting {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	if stories, err := lib.Stories(t.Context()); err != nil || len(stories) > 0 {
		t.Errorf("saved: %v, %v", stories, err)
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("%v is left, %v", left, err)
	}
}
