package intake

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/faiface/beep"
	"github.com/faiface/beep/wav"

	"alongside/assets"
	"alongside/store"
	"alongside/sync/playback/decode"
	"alongside/sync/playback/excerpt"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// cut is where the sample story is cut off for these tests: after its fourth turn.
const cut = 4

// untimedSample puts the beginning of the sample story into a new library, without its times. truth are those times.
func untimedSample(t *testing.T) (lib *store.Library, id int64, truth timing.Alignment, text transcript.Transcript) {
	t.Helper()
	return untimedAfter(t, 0)
}

// untimedAfter is the same after some silence, in which two turns should have been spoken.
func untimedAfter(t *testing.T, silence time.Duration) (lib *store.Library, id int64, truth timing.Alignment, text transcript.Transcript) {
	t.Helper()
	text, truth, err := timing.ReadStory(bytes.NewReader(assets.Sample().Timed))
	if err != nil {
		t.Fatal(err)
	}
	text.Turns, truth.Turns = text.Turns[:cut], truth.Turns[:cut]
	end := truth.Turns[cut-1].End + time.Second
	if silence > 0 {
		text.Turns = append([]transcript.Turn{{Text: "Good evening to all of our listeners."}, {Text: "Here is what comes next."}}, text.Turns...)
		truth.Turns = append(make([]timing.Turn, 2), truth.Turns...)
		for i := range truth.Turns[2:] {
			truth.Turns[i+2].Start += silence
		}
	}
	folder := t.TempDir()
	found := Found{Transcript: text, AudioPath: filepath.Join(folder, "start.wav")}
	found.Transcript.Audio.Duration = silence + end
	excerpt.Write(t, found.AudioPath, silence, end)
	if lib, err = store.Open(t.Context(), filepath.Join(folder, "library")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lib.Close() })
	if id, err = Save(t.Context(), lib, found, func(Progress) {}); err != nil {
		t.Fatal(err)
	}
	return lib, id, truth, text
}

// checkTurns compares the beginnings of the spoken turns.
func checkTurns(t *testing.T, got, truth timing.Alignment, text transcript.Transcript) {
	t.Helper()
	for i, turn := range text.Turns {
		if turn.Kind != transcript.Speech || truth.Turns[i].Start == 0 {
			continue
		}
		if off := got.Turns[i].Start - truth.Turns[i].Start; !got.Turns[i].Known() || off < -250*time.Millisecond || off > 250*time.Millisecond {
			t.Errorf("turn %d begins at %v, found %v", i+1, truth.Turns[i].Start, got.Turns[i].Timing)
		}
	}
}

func TestUnfinishedTimesAreGoneOnWith(t *testing.T) {
	lib, id, truth, text := untimedSample(t)
	half := timing.Alignment{Method: Unfinished, Turns: make([]timing.Turn, len(truth.Turns))}
	copy(half.Turns, truth.Turns[:cut-1])
	if err := lib.SaveAlignment(t.Context(), id, half); err != nil {
		t.Fatal(err)
	}
	first := time.Duration(-1)
	if err := Align(t.Context(), lib, id, Listener{Told: func(a Aligned) {
		if first < 0 {
			first = a.Done
		}
	}}); err != nil {
		t.Fatal(err)
	}
	story, err := lib.Story(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	checkTurns(t, story.Alignment, truth, text)
	if story.Aligned == Unfinished {
		t.Error("it is still unfinished")
	}
	if first < truth.Turns[cut-2].Start {
		t.Errorf("it began again at %v, although all was known up to %v", first, truth.Turns[cut-2].Start)
	}
}

// The sound is cut in the middle of a turn: the files are one sound.
func TestTimesAreFoundInASoundOfSeveralFiles(t *testing.T) {
	whole, id, truth, text := untimedSample(t)
	story, err := whole.Story(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	at := (truth.Turns[1].Start + truth.Turns[1].End) / 2
	parts := cutSound(t, whole.AudioPath(story.Summary), at)
	lib, err := store.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lib.Close() })
	id, err = lib.Save(t.Context(), store.Draft{Transcript: text, AudioPath: parts[0], Parts: []store.Part{{File: parts[1], Start: at}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := Align(t.Context(), lib, id, Listener{}); err != nil {
		t.Fatal(err)
	}
	if story, err = lib.Story(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	checkTurns(t, story.Alignment, truth, text)
}

// cutSound writes a sound as two files, cut at a moment.
func cutSound(t *testing.T, path string, at time.Duration) []string {
	t.Helper()
	audio, err := decode.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer audio.Close()
	format := beep.Format{SampleRate: audio.SampleRate(), NumChannels: 1, Precision: 2}
	parts := []string{filepath.Join(t.TempDir(), "1.wav"), filepath.Join(t.TempDir(), "2.wav")}
	for i, sound := range []beep.Streamer{beep.Take(audio.Frame(at), audio), audio} {
		out, err := os.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		defer out.Close()
		if err := wav.Encode(out, sound, format); err != nil {
			t.Fatal(err)
		}
	}
	return parts
}

// knows tells which turns of an alignment have a time.
func knows(a timing.Alignment) string {
	out := []byte(strings.Repeat(".", len(a.Turns)))
	for i, turn := range a.Turns {
		if turn.Known() {
			out[i] = 'x'
		}
	}
	return string(out)
}

func TestTimesAreFoundFirstWhereOneListensAndKeptWhenCancelled(t *testing.T) {
	const silence = 4 * time.Minute
	lib, id, truth, text := untimedAfter(t, silence)
	ctx, cancel := context.WithCancel(t.Context())
	if err := Align(ctx, lib, id, Listener{
		Position: func() time.Duration { return silence + 15*time.Second },
		Told:     func(Aligned) { cancel() },
	}); !errors.Is(err, context.Canceled) {
		t.Fatalf("cancelled, it says %v", err)
	}
	story, err := lib.Story(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := knows(story.Alignment), "..x..."; got != want {
		t.Errorf("known is %q, want %q: the turn that is listened to, and not what comes in the four minutes before it", got, want)
	}
	checkTurns(t, timing.Alignment{Turns: story.Alignment.Turns[:3]}, truth, transcript.Transcript{Turns: text.Turns[:3]})
}

func TestWhatIsMissingBeforeKnownTimesIsFound(t *testing.T) {
	lib, id, truth, text := untimedSample(t)
	end := timing.Alignment{Method: Unfinished, Turns: make([]timing.Turn, len(truth.Turns))}
	end.Turns[cut-1] = truth.Turns[cut-1]
	if err := lib.SaveAlignment(t.Context(), id, end); err != nil {
		t.Fatal(err)
	}
	if err := Align(t.Context(), lib, id, Listener{}); err != nil {
		t.Fatal(err)
	}
	story, err := lib.Story(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	checkTurns(t, story.Alignment, truth, text)
	if got := story.Alignment.Turns[cut-1].Timing; got != truth.Turns[cut-1].Timing {
		t.Errorf("what was known has changed from %v to %v", truth.Turns[cut-1].Timing, got)
	}
	if before := story.Alignment.Turns[cut-2]; before.End > truth.Turns[cut-1].Start {
		t.Errorf("the turn before it ends at %v, within it", before.End)
	}
}

func TestCancelledAlignmentLeavesTheStoryAsItWas(t *testing.T) {
	lib, id, _, _ := untimedSample(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Align(ctx, lib, id, Listener{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled, it says %v", err)
	}
	story, err := lib.Story(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if len(story.Transcript.Turns) == 0 || len(story.Alignment.Turns) != 0 {
		t.Errorf("%d turns, %d with times", len(story.Transcript.Turns), len(story.Alignment.Turns))
	}
}
