package intake

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/faiface/beep"
	"github.com/faiface/beep/wav"

	"alongside/assets"
	"alongside/store"
	"alongside/sync/playback/decode"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// cut is where the sample story is cut off for these tests: after its fourth turn.
const cut = 4

// untimedSample puts the beginning of the sample story into a new library, without its times. truth are those times.
func untimedSample(t *testing.T) (lib *store.Library, id int64, truth timing.Alignment, text transcript.Transcript) {
	t.Helper()
	text, truth, err := timing.ReadStory(bytes.NewReader(assets.Sample().Timed))
	if err != nil {
		t.Fatal(err)
	}
	text.Turns, truth.Turns = text.Turns[:cut], truth.Turns[:cut]
	folder := t.TempDir()
	found := Found{Transcript: text, AudioPath: filepath.Join(folder, "start.wav")}
	found.Transcript.Audio.Duration = truth.Turns[cut-1].End + time.Second
	writeStart(t, found.AudioPath, found.Transcript.Audio.Duration)
	if lib, err = store.Open(t.Context(), filepath.Join(folder, "library")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lib.Close() })
	if id, err = Save(t.Context(), lib, found, func(Progress) {}); err != nil {
		t.Fatal(err)
	}
	return lib, id, truth, text
}

// writeStart writes the beginning of the sample story's sound.
func writeStart(t *testing.T, path string, length time.Duration) {
	t.Helper()
	whole := assets.Sample().Audio
	audio, err := decode.Read(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	defer audio.Close()
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	format := beep.Format{SampleRate: audio.SampleRate(), NumChannels: 1, Precision: 2}
	if err := wav.Encode(out, beep.Take(audio.Frame(length), audio), format); err != nil {
		t.Fatal(err)
	}
}

// checkTurns compares the beginnings of the spoken turns.
func checkTurns(t *testing.T, got, truth timing.Alignment, text transcript.Transcript) {
	t.Helper()
	for i, turn := range text.Turns {
		if turn.Kind != transcript.Speech {
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
	if err := Align(t.Context(), lib, id, func(a Aligned) {
		if first < 0 {
			first = a.Position
		}
	}); err != nil {
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

func TestCancelledAlignmentLeavesTheStoryAsItWas(t *testing.T) {
	lib, id, _, _ := untimedSample(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Align(ctx, lib, id, nil); !errors.Is(err, context.Canceled) {
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
