package app

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"alongside/app/library"
	"alongside/store"
	"alongside/store/intake"
	"alongside/sync"
	"alongside/sync/align"
	"alongside/sync/align/synthesis"
	"alongside/sync/playback/excerpt"
	"alongside/sync/timing"
	"alongside/sync/transcript"
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

func TestBetterTimesMarkOtherWordsAndLeaveTheSoundAlone(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	d.seek(40 * time.Second)
	marked := d.reading.marked
	better := timing.Alignment{Method: "by hand", Turns: slices.Clone(d.reading.story.Alignment.Turns)}
	better.Turns[marked.Turn] = timing.Turn{Timing: timing.Timing{Start: 30 * time.Second, End: 35 * time.Second, Confidence: 1}}
	better.Turns[len(better.Turns)-1] = timing.Turn{Timing: timing.Timing{Start: 39 * time.Second, End: 45 * time.Second, Confidence: 1}}
	d.setTimes(d.reading, times{better, sync.NewTimeline(d.reading.story.Transcript, better)})
	if got, want := d.reading.marked.Turn, len(better.Turns)-1; got != want {
		t.Errorf("turn %d is marked, by the better times it is turn %d", got, want)
	}
	if at := d.reading.position(); at != 40*time.Second {
		t.Errorf("the sound is at %v, and was at 40 s", at)
	}
}

// BenchmarkBetterTimes measures how long better times of a three-hour story keep the drawing goroutine.
func BenchmarkBetterTimes(b *testing.B) {
	d := newDesk(b, newLibrary(b))
	d.openSample()
	text, a := threeHours()
	d.showStory(opened{Story: store.Story{Transcript: text, Alignment: a}, timeline: sync.NewTimeline(text, a)}, -1)
	for b.Loop() {
		b.StopTimer()
		t := times{a, sync.NewTimeline(text, a)}
		b.StartTimer()
		d.setTimes(d.reading, t)
	}
}

// threeHours is a story of 30,000 words with the times of all of them.
func threeHours() (t transcript.Transcript, a timing.Alignment) {
	const turns, words, each = 600, 50, 350 * time.Millisecond
	for n := range turns {
		t.Turns = append(t.Turns, transcript.Turn{Speaker: string(rune('A' + n%4)), Text: strings.Repeat("one two three four five. ", words/5)})
		at := func(first, last int) timing.Timing {
			return timing.Timing{Start: time.Duration(n*words+first) * each, End: time.Duration(n*words+last) * each, Confidence: 1}
		}
		turn := timing.Turn{Timing: at(0, words)}
		for w := range words {
			turn.Words = append(turn.Words, at(w, w+1))
			if w%5 == 0 {
				turn.Sentences = append(turn.Sentences, at(w, w+5))
			}
		}
		a.Turns = append(a.Turns, turn)
	}
	return t, a
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

func TestAStoryIsAlignedAsFarAsItCanBe(t *testing.T) {
	for name, c := range map[string]struct {
		sound   bool
		method  string
		unknown error
		want    bool
	}{
		"no times yet":                          {true, "", nil, true},
		"no times yet, in an unknown language":  {true, "", synthesis.ErrMissing, true},
		"some times":                            {true, intake.Unfinished, nil, true},
		"all times":                             {true, align.Method, nil, false},
		"estimates that can be bettered":        {true, align.Estimate, nil, true},
		"estimates in an unknown language":      {true, align.Estimate, synthesis.ErrMissing, false},
		"no sound":                              {false, "", nil, false},
		"estimates of a sound that is gone now": {false, align.Estimate, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			o := opened{Story: store.Story{Summary: store.Summary{HasAudio: c.sound, Aligned: c.method}}, unknown: c.unknown}
			if got := o.needsAligning(); got != c.want {
				t.Errorf("it is aligned: %v", got)
			}
		})
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
