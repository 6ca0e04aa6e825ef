package app

import (
	"path/filepath"
	"testing"
	"time"

	"alongside/app/library"
	"alongside/store/intake"
	"alongside/sync/playback/excerpt"
)

// spokenStart writes the first seconds of the sample story's sound, and what is said in them, into a folder.
func spokenStart(t *testing.T, length time.Duration) (text, sound string) {
	t.Helper()
	folder := t.TempDir()
	sound, text = filepath.Join(folder, "start.wav"), filepath.Join(folder, "start.txt")
	excerpt.Write(t, sound, 0, length)
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
