package align_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alongside/sync/align"
	"alongside/sync/align/feature"
	"alongside/sync/align/synthesis"
	"alongside/sync/playback/decode"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// needVoice skips what needs a voice for a language where there is none.
func needVoice(t testing.TB, language string) {
	t.Helper()
	err := align.Knows(t.Context(), language)
	if errors.Is(err, synthesis.ErrMissing) || errors.Is(err, synthesis.ErrLanguage) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// tale is a German text. The voice that reads it in these tests is another, higher and slower, than the aligner's.
func tale() []string {
	return []string{
		"Es war einmal ein kleines Mädchen, das hatte jedermann lieb, der es nur ansah.",
		"Am allerliebsten aber hatte es seine Großmutter, die wusste gar nicht, was sie dem Kinde alles geben sollte.",
		"Einmal schenkte sie ihm ein Käppchen von rotem Samt.",
		"Eines Tages sprach seine Mutter zu ihm: Komm, da hast du ein Stück Kuchen und eine Flasche Wein.",
		"Bring das der Großmutter hinaus, sie ist krank und schwach und wird sich daran laben.",
		"Die Großmutter aber wohnte draußen im Wald, eine halbe Stunde vom Dorf.",
		"Wie nun das Mädchen in den Wald kam, begegnete ihm der Wolf.",
		"Es wusste aber nicht, was das für ein böses Tier war, und fürchtete sich nicht vor ihm.",
	}
}

// readAloud gives the samples of a text as a voice reads it.
func readAloud(t testing.TB, voice, text string) []float32 {
	t.Helper()
	path := filepath.Join(t.TempDir(), "said.wav")
	cmd := exec.Command("espeak-ng", "-v", voice, "-s", "150", "-p", "70", "-w", path, "--stdin")
	cmd.Stdin = strings.NewReader(text)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	audio, err := decode.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer audio.Close()
	return collect(t, samples(audio))
}

func collect(t testing.TB, s align.Samples) (out []float32) {
	t.Helper()
	buffer := make([]float32, 4096)
	for {
		n, err := s.Read(buffer)
		out = append(out, buffer[:n]...)
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// A tape is a sound that is put together.
type tape struct{ samples []float32 }

func (s *tape) add(samples []float32) { s.samples = append(s.samples, samples...) }

func (s *tape) length() time.Duration {
	return time.Duration(len(s.samples)) * time.Second / feature.Rate
}

// hiss adds noise of a loudness.
func (s *tape) hiss(seconds, loud float64) {
	random := rand.New(rand.NewPCG(3, 4))
	for range int(seconds * feature.Rate) {
		s.samples = append(s.samples, float32(random.NormFloat64()*loud))
	}
}

func (s *tape) play() align.Samples { return &reel{s.samples} }

type reel struct{ left []float32 }

func (r *reel) Read(out []float32) (int, error) {
	if len(r.left) == 0 {
		return 0, io.EOF
	}
	n := copy(out, r.left)
	r.left = r.left[n:]
	return n, nil
}

// german is the tale as a story and on tape, and when each turn begins.
func german(t testing.TB, pause float64) (transcript.Transcript, *tape, []time.Duration) {
	t.Helper()
	if testing.Short() {
		t.Skip("a whole tale is not aligned in short mode")
	}
	needVoice(t, "de")
	var begins []time.Duration
	s := &tape{}
	for _, text := range tale() {
		s.hiss(pause, 0.001)
		begins = append(begins, s.length())
		s.add(readAloud(t, "de+f3", text))
	}
	story := turns(tale()...)
	story.Language = "de-DE"
	return story, s, begins
}

func TestTurnsInAnotherLanguageAreFoundByHavingThemSpoken(t *testing.T) {
	story, sound, begins := german(t, 0.4)
	var settled []int
	got, err := aligner(t).Align(t.Context(), sound.play(), story, align.Options{
		Settled: func(turn int, _ timing.Turn) { settled = append(settled, turn) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := got.Check(story); err != nil {
		t.Error(err)
	}
	if got.Method != align.Synthesised {
		t.Errorf("the method is %q", got.Method)
	}
	for i, at := range begins {
		near(t, story.Turns[i].Text, got.Turns[i].Timing, at, 150*time.Millisecond)
		if i >= len(settled) || settled[i] != i {
			t.Errorf("turns were settled in the order %v", settled)
		}
	}
}

func TestInAnotherLanguageToAnUnspokenTurnHasNoTime(t *testing.T) {
	story, sound, begins := german(t, 0.4)
	unspoken := transcript.Turn{Text: "Unterstützen Sie unsere Redaktion mit einem monatlichen Beitrag, wir danken Ihnen sehr."}
	story.Turns = append(story.Turns[:3:3], append([]transcript.Turn{unspoken}, story.Turns[3:]...)...)
	got, err := aligner(t).Align(t.Context(), sound.play(), story, align.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Turns[3].Known() {
		t.Errorf("it is placed at %v, %v sure", got.Turns[3].Start, got.Turns[3].Confidence)
	}
	near(t, "the turn before it", got.Turns[2].Timing, begins[2], 150*time.Millisecond)
	near(t, "the turn after it", got.Turns[4].Timing, begins[3], 150*time.Millisecond)
}

func TestInAnotherLanguageTooWhatTheTextLacksIsPassedOver(t *testing.T) {
	story, sound, begins := german(t, 0.4)
	story.Turns = append(story.Turns[:2:2], story.Turns[4:]...)
	got, err := aligner(t).Align(t.Context(), sound.play(), story, align.Options{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "the turn before it", got.Turns[1].Timing, begins[1], 150*time.Millisecond)
	near(t, "the turn after it", got.Turns[2].Timing, begins[4], 150*time.Millisecond)
}

func TestInAnotherLanguageTooSoundOfAnotherTextIsRecognised(t *testing.T) {
	story, _, _ := german(t, 0.4)
	noise := &tape{}
	noise.hiss(30, 0.1)
	got, err := aligner(t).Align(t.Context(), noise.play(), story, align.Options{})
	if !errors.Is(err, align.ErrUnrelated) {
		t.Fatalf("the error is %v", err)
	}
	nothingPlaced(t, got)
}

func TestInAnotherLanguageTooAnchorsAreObeyed(t *testing.T) {
	story, sound, begins := german(t, 0.4)
	anchors := []align.Anchor{{Turn: 2, At: begins[2] + 30*time.Millisecond}, {Turn: 5, At: begins[5] - 70*time.Millisecond}}
	got, err := aligner(t).Align(t.Context(), sound.play(), story, align.Options{Anchors: anchors})
	if err != nil {
		t.Fatal(err)
	}
	if err := got.Check(story); err != nil {
		t.Error(err)
	}
	obeyed(t, got, anchors)
	near(t, "a turn between them", got.Turns[3].Timing, begins[3], 150*time.Millisecond)
	near(t, "the last", got.Turns[7].Timing, begins[7], 150*time.Millisecond)
}

func TestAStretchInAnotherLanguageIsAlignedAgainByItself(t *testing.T) {
	story, sound, begins := german(t, 0.4)
	old := timing.Alignment{Method: align.Synthesised, Turns: make([]timing.Turn, len(story.Turns))}
	stretch := align.Stretch{First: 2, Last: 5, From: begins[2], To: begins[5]}
	rest := &tape{sound.samples[int(stretch.From.Seconds()*feature.Rate):]}
	got, err := aligner(t).Within(t.Context(), rest.play(), story, old, stretch, align.Options{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "a turn within", got.Turns[3].Timing, begins[3], 150*time.Millisecond)
	near(t, "a turn within", got.Turns[4].Timing, begins[4], 150*time.Millisecond)
	if got.Turns[1].Known() || got.Turns[5].Known() {
		t.Error("turns outside have changed")
	}
}

func TestWhereNothingSpeaksALanguageAStretchCannotBeAlignedAgain(t *testing.T) {
	t.Setenv("PATH", t.TempDir()) // so that there is no espeak-ng
	story := turns("Es war einmal", "ein kleines Mädchen")
	story.Language = "de"
	old := timing.Alignment{Method: align.Estimate, Turns: make([]timing.Turn, 2)}
	_, err := aligner(t).Within(t.Context(), &tone{length: 50000}, story, old, align.Stretch{Last: 2, To: 3 * time.Second}, align.Options{})
	if !errors.Is(err, align.ErrLanguage) || !errors.Is(err, synthesis.ErrMissing) {
		t.Errorf("the error is %v", err)
	}
}

func TestALanguageThatNobodyKnowsIsEstimated(t *testing.T) {
	needVoice(t, "de")
	story := turns("Qapla'", "nuqneH")
	story.Language = "qaa"
	got, err := aligner(t).Align(t.Context(), &tone{length: 160000}, story, align.Options{})
	if err != nil || got.Method != align.Estimate {
		t.Errorf("the method is %q, the error %v", got.Method, err)
	}
}

func TestWhenAlignmentEndsNoProgramIsLeftRunning(t *testing.T) {
	needVoice(t, "de")
	ctx, cancel := context.WithCancel(t.Context())
	story := turns(strings.Repeat(strings.Join(tale(), " ")+" ", 40))
	story.Language = "de"
	time.AfterFunc(300*time.Millisecond, cancel)
	_, err := aligner(t).Align(ctx, &tone{length: 1 << 30}, story, align.Options{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	time.Sleep(1500 * time.Millisecond)
	for _, child := range children(t) {
		if strings.Contains(child, "espeak") {
			t.Errorf("%q still runs", child)
		}
	}
}

// children are the names of the programs that this one has started, where the system tells.
func children(t *testing.T) (names []string) {
	t.Helper()
	lists, _ := filepath.Glob("/proc/self/task/*/children")
	for _, list := range lists {
		ids, err := os.ReadFile(list)
		if err != nil {
			continue
		}
		for _, id := range bytes.Fields(ids) {
			if name, err := os.ReadFile("/proc/" + string(id) + "/comm"); err == nil {
				names = append(names, string(name))
			}
		}
	}
	return names
}
