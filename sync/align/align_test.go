package align_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alongside/sync/align"
	"alongside/sync/playback/decode"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

const shared = "../../../shared/align"

func aligner(t testing.TB) *align.Aligner {
	t.Helper()
	a, err := align.New()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// sound opens the audio of a shared set. A user's checkout does not have it.
func sound(t testing.TB, set string) *decode.Audio {
	t.Helper()
	audio, err := openSound(filepath.Join(shared, set))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("the set %s is not there", set)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { audio.Close() })
	return audio
}

func openSound(folder string) (*decode.Audio, error) {
	paths, _ := filepath.Glob(filepath.Join(folder, "audio.*"))
	if len(paths) == 0 {
		return nil, fmt.Errorf("the audio of %s: %w", folder, fs.ErrNotExist)
	}
	path := paths[0]
	if data, err := os.ReadFile(path); err == nil && len(data) < 200 { // the place of the file, relative to the set
		path = filepath.Join(filepath.Dir(path), strings.TrimSpace(string(data)))
	}
	return decode.Open(path)
}

func samples(audio *decode.Audio) align.Samples { return align.NewSamples(audio, audio.SampleRate()) }

// story is the story of a set. Tests that use it are left out in short mode, as under the race detector: aligning is
// arithmetic, which takes ten times as long there, and what goes on side by side in it is the same for shortStory.
func story(t testing.TB, set string) transcript.Transcript {
	t.Helper()
	if testing.Short() {
		t.Skip("a whole recording is not aligned in short mode")
	}
	return shortStory(t, set)
}

// shortStory is the story of a set whose sound is so short that it is aligned in short mode too.
func shortStory(t testing.TB, set string) transcript.Transcript {
	t.Helper()
	out, err := readStory(filepath.Join(shared, set))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("the set %s is not there", set)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func readStory(folder string) (transcript.Transcript, error) {
	f, err := os.Open(filepath.Join(folder, "transcript.json"))
	if err != nil {
		return transcript.Transcript{}, err
	}
	defer f.Close()
	out, _, err := timing.ReadStory(f)
	return out, err
}

func turns(texts ...string) (t transcript.Transcript) {
	for _, text := range texts {
		t.Turns = append(t.Turns, transcript.Turn{Text: text})
	}
	return t
}

func near(t *testing.T, what string, got timing.Timing, want, within time.Duration) {
	t.Helper()
	if !got.Known() || (got.Start-want).Abs() > within {
		t.Errorf("%s starts at %v (%v sure), not near %v", what, got.Start, got.Confidence, want)
	}
}

func nothingPlaced(t *testing.T, got timing.Alignment) {
	t.Helper()
	for i, turn := range got.Turns {
		if turn.Known() {
			t.Errorf("turn %d is placed at %v", i+1, turn.Start)
		}
	}
}

func obeyed(t *testing.T, got timing.Alignment, anchors []align.Anchor) {
	t.Helper()
	for _, a := range anchors {
		if at := got.Turns[a.Turn].Start; at != a.At {
			t.Errorf("turn %d starts at %v, not at %v", a.Turn+1, at, a.At)
		}
	}
}

func TestEachWordIsFoundWhereAPersonMarkedIt(t *testing.T) {
	want := []float64{0.191, 0.358, 0.574, 0.720, 1.021, 1.325, 1.410, 1.754, 2.110, 2.347, 2.520}
	story := shortStory(t, "timit_sa1")
	got, err := aligner(t).Align(t.Context(), samples(sound(t, "timit_sa1")), story, align.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := got.Check(story); err != nil {
		t.Fatal(err)
	}
	for i, w := range got.Turns[0].Words {
		near(t, "word", w, time.Duration(want[i]*float64(time.Second)), 60*time.Millisecond)
	}
}

func TestATurnThatNobodySpeaksHasNoTime(t *testing.T) {
	story := shortStory(t, "lj_contiguous")
	unspoken := transcript.Turn{Text: "Support for this station comes from our members and from people who listen every day."}
	story.Turns = append(story.Turns[:3:3], append([]transcript.Turn{unspoken}, story.Turns[3:]...)...)
	got, err := aligner(t).Align(t.Context(), samples(sound(t, "lj_contiguous")), story, align.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Turns[3].Known() {
		t.Errorf("it is placed at %v", got.Turns[3].Start)
	}
	near(t, "the turn before it", got.Turns[2].Timing, 11555*time.Millisecond, 100*time.Millisecond)
	near(t, "the turn after it", got.Turns[4].Timing, 21221*time.Millisecond, 100*time.Millisecond)
}

func TestSpeechThatIsNotInTheTextIsPassedOver(t *testing.T) {
	story := story(t, "lj_contiguous")
	story.Turns = append(story.Turns[:2:2], story.Turns[4:]...)
	got, err := aligner(t).Align(t.Context(), samples(sound(t, "lj_contiguous")), story, align.Options{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "the turn before it", got.Turns[1].Timing, 9655*time.Millisecond, 100*time.Millisecond)
	near(t, "the turn after it", got.Turns[2].Timing, 26360*time.Millisecond, 100*time.Millisecond)
}

func TestSoundThatBelongsToAnotherTextIsRecognised(t *testing.T) {
	story := story(t, "kgou_seed")
	got, err := aligner(t).Align(t.Context(), samples(sound(t, "lj_contiguous")), story, align.Options{})
	if !errors.Is(err, align.ErrUnrelated) {
		t.Fatalf("the error is %v", err)
	}
	nothingPlaced(t, got)
}

func TestASoundCueGetsTheTimeBetween(t *testing.T) {
	story := story(t, "kgou_seed")
	got, err := aligner(t).Align(t.Context(), samples(sound(t, "kgou_seed")), story, align.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, turn := range story.Turns {
		if turn.Kind == transcript.Sound {
			near(t, "the cue", got.Turns[i].Timing, 109826*time.Millisecond, 250*time.Millisecond)
		}
	}
}

func TestAnchorsAreObeyed(t *testing.T) {
	story := story(t, "lj_contiguous")
	anchors := []align.Anchor{{Turn: 2, At: 11600 * time.Millisecond}, {Turn: 5, At: 34 * time.Second}}
	got, err := aligner(t).Align(t.Context(), samples(sound(t, "lj_contiguous")), story, align.Options{Anchors: anchors})
	if err != nil {
		t.Fatal(err)
	}
	if err := got.Check(story); err != nil {
		t.Error(err)
	}
	obeyed(t, got, anchors)
	near(t, "a turn between them", got.Turns[4].Timing, 26360*time.Millisecond, 100*time.Millisecond)
}

func TestAnchorsThatContradictAreRefused(t *testing.T) {
	for name, anchors := range map[string][]align.Anchor{
		"turns out of order": {{Turn: 1, At: time.Second}, {Turn: 0, At: 2 * time.Second}},
		"times out of order": {{Turn: 0, At: 2 * time.Second}, {Turn: 1, At: time.Second}},
		"one turn twice":     {{Turn: 1, At: time.Second}, {Turn: 1, At: 2 * time.Second}},
		"no such turn":       {{Turn: 2, At: time.Second}},
		"before the first":   {{Turn: -1, At: time.Second}},
		"a time before zero": {{Turn: 0, At: -time.Second}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := aligner(t).Align(t.Context(), &tone{}, turns("one", "two"), align.Options{Anchors: anchors})
			if !errors.Is(err, align.ErrAnchors) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

func TestAStretchIsAlignedByItself(t *testing.T) {
	story := story(t, "lj_contiguous")
	old := timing.Alignment{Method: align.Method, Turns: make([]timing.Turn, len(story.Turns))}
	kept := timing.Turn{Timing: timing.Timing{Start: time.Second, End: 2 * time.Second, Confidence: 1}}
	old.Turns[0], old.Turns[7] = kept, kept
	audio := sound(t, "lj_contiguous")
	stretch := align.Stretch{First: 3, Last: 6, From: 21200 * time.Millisecond, To: 40155 * time.Millisecond}
	if err := audio.Seek(audio.Frame(stretch.From)); err != nil {
		t.Fatal(err)
	}
	var settled []int
	o := align.Options{Settled: func(turn int, _ timing.Turn) { settled = append(settled, turn) }}
	got, err := aligner(t).Within(t.Context(), samples(audio), story, old, stretch, o)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "its first turn", got.Turns[3].Timing, 21221*time.Millisecond, 100*time.Millisecond)
	near(t, "the turn within", got.Turns[4].Timing, 26360*time.Millisecond, 100*time.Millisecond)
	if got.Turns[0].Timing != kept.Timing || got.Turns[7].Timing != kept.Timing || got.Turns[6].Known() {
		t.Error("turns outside have changed")
	}
	if len(settled) != 3 || settled[0] != 3 {
		t.Errorf("turns %v were said to be settled", settled)
	}
}

func TestTurnsAreSettledWhileTheSoundComes(t *testing.T) {
	story := story(t, "kgou_seed")
	var position time.Duration
	first := map[int]time.Duration{}
	_, err := aligner(t).Align(t.Context(), samples(sound(t, "kgou_seed")), story, align.Options{
		Progress: func(p time.Duration) { position = p },
		Settled:  func(turn int, _ timing.Turn) { first[turn] = position },
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(first) != len(story.Turns) {
		t.Errorf("%d of %d turns were settled", len(first), len(story.Turns))
	}
	if first[0] > 90*time.Second {
		t.Errorf("the first turn was settled at %v only", first[0])
	}
}

func TestAlignmentEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	o := align.Options{Progress: func(time.Duration) { cancel() }}
	_, err := aligner(t).Align(ctx, &tone{length: math.MaxInt}, turns("She had your dark suit in greasy wash water all year"), o)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}

var errBroken = errors.New("the disc is scratched")

func TestAnErrorOfTheSoundIsGivenOut(t *testing.T) {
	_, err := aligner(t).Align(t.Context(), &tone{length: 50000, err: errBroken}, turns("one", "two"), align.Options{})
	if !errors.Is(err, errBroken) {
		t.Errorf("the error is %v", err)
	}
}

func TestThereMayBeNothingToAlign(t *testing.T) {
	for name, story := range map[string]transcript.Transcript{
		"no turns": {}, "no words": turns("", "…", "-"), "only a sound": {Turns: []transcript.Turn{{Kind: transcript.Sound, Text: "(MUSIC)"}}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := aligner(t).Align(t.Context(), &tone{length: 50000}, story, align.Options{})
			if err != nil || len(got.Turns) != len(story.Turns) {
				t.Errorf("%d turns, error %v", len(got.Turns), err)
			}
		})
	}
}

func TestAnotherLanguageIsEstimatedAndSaidToBeWhereNothingSpeaksIt(t *testing.T) {
	t.Setenv("PATH", t.TempDir()) // so that there is no espeak-ng
	story := turns("Es war einmal ein kleines Mädchen", "Das hatte jedermann lieb", "der sie nur ansah")
	story.Language = "de-DE"
	got, err := aligner(t).Align(t.Context(), &tone{length: 160000, pause: 80000}, story, align.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Method != align.Estimate {
		t.Errorf("the method is %q", got.Method)
	}
	if err := got.Check(story); err != nil {
		t.Error(err)
	}
	for i, turn := range got.Turns {
		if !turn.Known() || turn.Confidence > 0.2 {
			t.Errorf("turn %d: %v", i+1, turn.Timing)
		}
		if turn.Start < 5*time.Second-50*time.Millisecond {
			t.Errorf("turn %d starts in the silence, at %v", i+1, turn.Start)
		}
	}
}

// tone is a sound of so many samples, at first silent, that ends with an error.
type tone struct {
	length, pause, at int
	err               error
}

func (s *tone) Read(out []float32) (int, error) {
	for i := range out {
		if s.at == s.length {
			if s.err != nil {
				return i, s.err
			}
			return i, io.EOF
		}
		out[i] = 0
		if s.at >= s.pause {
			out[i] = float32(0.3 * math.Sin(float64(s.at)*0.2) * math.Sin(float64(s.at)*0.001))
		}
		s.at++
	}
	return len(out), nil
}
