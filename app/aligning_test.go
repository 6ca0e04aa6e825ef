package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/faiface/beep"
	"github.com/faiface/beep/wav"

	"alongside/app/library"
	"alongside/assets"
	"alongside/store/intake"
	"alongside/sync/align/synthesis"
	"alongside/sync/playback/decode"
)

// spokenStart writes the first seconds of the sample story's sound, and what is said in them, into a folder.
func spokenStart(t *testing.T, length time.Duration) (text, sound string) {
	t.Helper()
	folder := t.TempDir()
	whole := filepath.Join(folder, assets.Sample().AudioName)
	write(t, whole, assets.Sample().Audio)
	audio, err := decode.Open(whole)
	if err != nil {
		t.Fatal(err)
	}
	defer audio.Close()
	sound, text = filepath.Join(folder, "start.wav"), filepath.Join(folder, "start.txt")
	out, err := os.Create(sound)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	format := beep.Format{SampleRate: audio.SampleRate(), NumChannels: 1, Precision: 2}
	if err := wav.Encode(out, beep.Take(audio.Frame(length), audio), format); err != nil {
		t.Fatal(err)
	}
	write(t, text, []byte("The Bell\n\nNORA FIELD: In the town of Wren Harbor, fog comes in from the sea on about 80 mornings a year. "+
		"For a century, one sound brought the boats home. Then it fell silent.\n"))
	return text, sound
}

func TestStoryWithoutTimesIsFollowedOnceTheyAreFound(t *testing.T) {
	text, sound := spokenStart(t, 17*time.Second)
	lib := newLibrary(t)
	d := newDesk(t, lib)
	d.start("")
	d.importStory(library.AddRequest{Source: text, AudioPath: sound})
	d.until("the times are looked for", func() bool { return d.job != nil })
	if !d.reading.screen.Progress.Visible() {
		t.Error("nobody says that the times are being looked for")
	}
	d.untilWithin(time.Minute, "the times are found", func() bool { return d.job == nil && d.reading.story.Aligned != "" })
	at, ok := d.reading.timeline.NextSentence(0)
	if !ok || at < 5900*time.Millisecond || at > 6300*time.Millisecond {
		t.Errorf("the first sentence begins at %v, found %v; it is heard at 6.1 s", at, ok)
	}
	story, err := lib.Story(t.Context(), d.reading.story.ID)
	if err != nil || story.Aligned == "" || story.Aligned == intake.Unfinished {
		t.Errorf("the library has the times as %q (%v)", story.Aligned, err)
	}
}

func TestTimeLeftIsSaidInWords(t *testing.T) {
	cases := []struct {
		left time.Duration
		want string
	}{
		{0, "Finding when each word is spoken"},
		{2 * time.Second, "Finding when each word is spoken, a few seconds left"},
		{18 * time.Second, "Finding when each word is spoken, about 20 seconds left"},
		{4*time.Minute + 10*time.Second, "Finding when each word is spoken, about 4 minutes left"},
	}
	for _, c := range cases {
		if got := aligningText(intake.Aligned{Left: c.left}); got != c.want {
			t.Errorf("%v left: %q, want %q", c.left, got, c.want)
		}
	}
}

func TestEstimatesAreExplainedWithWhatHelps(t *testing.T) {
	if got := estimateText(synthesis.ErrMissing); !strings.Contains(got, "estimated") || !strings.Contains(got, "install the program espeak-ng") {
		t.Errorf("without espeak-ng it says %q", got)
	}
	if got := estimateText(synthesis.ErrLanguage); !strings.Contains(got, "estimated") || strings.Contains(got, "install") {
		t.Errorf("in a language that nothing speaks it says %q", got)
	}
}
