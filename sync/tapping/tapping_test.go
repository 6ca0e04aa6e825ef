package tapping_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"alongside/sync/align"
	"alongside/sync/playback/decode"
	"alongside/sync/tapping"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

const shared = "../../../shared/align"

// A set is a recording with a text and when each of its units starts; a user's checkout does not have it.
type set struct {
	text   transcript.Transcript
	sound  tapping.Sound
	path   string
	units  []tapping.Unit
	truth  []time.Duration
	spoken []bool
}

func open(t *testing.T, name string) set {
	t.Helper()
	folder := filepath.Join(shared, name)
	f, err := os.Open(filepath.Join(folder, "transcript.json"))
	if err != nil {
		t.Skipf("the set %s is not there", name)
	}
	defer f.Close()
	var s set
	if s.text, _, err = timing.ReadStory(f); err != nil {
		t.Fatal(err)
	}
	paths, _ := filepath.Glob(filepath.Join(folder, "audio.*"))
	if len(paths) == 0 {
		t.Skipf("the sound of %s is not there", name)
	}
	s.path = paths[0]
	if data, err := os.ReadFile(s.path); err == nil && len(data) < 200 { // the place of the file, relative to the set
		s.path = filepath.Join(folder, strings.TrimSpace(string(data)))
	}
	audio := s.open(t)
	if s.sound, err = tapping.Listen(t.Context(), align.NewSamples(audio, audio.SampleRate()), nil); err != nil {
		t.Fatal(err)
	}
	s.units = tapping.Units(s.text)
	s.readTruth(t, filepath.Join(folder, "truth.tsv"))
	return s
}

func (s *set) open(t *testing.T) *decode.Audio {
	t.Helper()
	audio, err := decode.Open(s.path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { audio.Close() })
	return audio
}

func (s *set) readTruth(t *testing.T, path string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Scan() // the names of the columns
	byTurn := strings.Split(lines.Text(), "\t")[2] == "turn"
	s.truth, s.spoken = make([]time.Duration, len(s.units)), make([]bool, len(s.units))
	for row, i := 0, 0; lines.Scan(); row++ {
		seconds, err := strconv.ParseFloat(strings.Split(lines.Text(), "\t")[0], 64)
		if byTurn {
			i = slices.Index(s.units, tapping.Unit{Turn: row})
		}
		if err != nil || i < 0 {
			continue // nobody speaks it
		}
		s.truth[i], s.spoken[i] = time.Duration(seconds*float64(time.Second)), true
		i++
	}
}

// A hand presses when it hears something start, as late as it does and as unevenly.
type hand struct {
	reaction time.Duration
	speed    float64
	scatter  func(*rand.Rand) time.Duration
}

func evenly(r *rand.Rand) time.Duration {
	return time.Duration((2*r.Float64() - 1) * 0.150 * float64(time.Second))
}

func normally(r *rand.Rand) time.Duration {
	return time.Duration(r.NormFloat64() * 0.150 * float64(time.Second))
}

// taps are what a hand does on a set, the same for the same seed; it taps every nth unit.
func (h hand) taps(s set, seed uint64, every int) (out []tapping.Tap) {
	r := rand.New(rand.NewPCG(seed, 7))
	for i, u := range s.units {
		late := float64(h.reaction+h.scatter(r)) * h.speed
		if s.spoken[i] && i%every == 0 {
			out = append(out, tapping.Tap{Unit: u, At: max(s.truth[i]+time.Duration(late), 0), Speed: h.speed})
		}
	}
	return out
}

// right counts the units that start within a quarter of a second of the truth, of those that are there.
func (s set) right(a timing.Alignment) (right, all int) {
	for i, u := range s.units {
		if !s.spoken[i] {
			continue
		}
		all++
		got := s.start(a, u)
		if got.Known() && (got.Start-s.truth[i]).Abs() <= 250*time.Millisecond {
			right++
		}
	}
	return right, all
}

func (s set) start(a timing.Alignment, u tapping.Unit) timing.Timing {
	if sentences := a.Turns[u.Turn].Sentences; u.Sentence < len(sentences) {
		return sentences[u.Sentence]
	}
	return timing.Timing{}
}

func TestTapsThatAreLateAndUnevenGiveGoodTimes(t *testing.T) {
	s := open(t, "kgou_seed")
	for name, h := range map[string]hand{
		"as it was recorded":                     {250 * time.Millisecond, 1, evenly},
		"half as fast again":                     {250 * time.Millisecond, 1.5, evenly},
		"by a slow hand":                         {450 * time.Millisecond, 1, evenly},
		"by a hand that is now and then far off": {250 * time.Millisecond, 1, normally},
	} {
		t.Run(name, func(t *testing.T) {
			right, all := 0, 0
			for seed := range uint64(20) {
				taps := h.taps(s, seed, 1)
				n, of := s.right(tapping.Times(s.text, taps, s.sound, tapping.Delay(taps, s.sound, tapping.Usual)))
				right, all = right+n, all+of
			}
			if t.Logf("%d of %d sentences are right", right, all); right*100 < all*95 {
				t.Error("that is too few")
			}
		})
	}
}

func TestTheDelayIsLearntFromWhereTheSoundBegins(t *testing.T) {
	s := open(t, "kgou_seed")
	for _, reaction := range []time.Duration{100, 250, 400, 550, 750} {
		reaction *= time.Millisecond
		for seed := range uint64(5) {
			taps := hand{reaction, 1.5, evenly}.taps(s, seed, 1)
			if got := tapping.Delay(taps, s.sound, tapping.Usual); (got - reaction).Abs() > 100*time.Millisecond {
				t.Errorf("try %d: a delay of %v is taken for %v", seed, reaction, got)
			}
		}
	}
}

// A said is how sure starts were said to be, and how many were right.
type said struct {
	sure       float64 // in all
	right, all int
}

// sureness compares what is said of the starts that a hand taps with the truth, on five recordings, with each sentence tapped, every
// second and every third.
func sureness(t *testing.T, scatter func(*rand.Rand) time.Duration) map[float64]*said {
	t.Helper()
	out := map[float64]*said{}
	for _, name := range []string{"kgou_seed", "radio_mix", "epub0120_basic_tests", "lj_contiguous", "roy_interview"} {
		s := open(t, name)
		for every := 1; every <= 3; every++ {
			for seed := range uint64(20) {
				taps := hand{250 * time.Millisecond, 1, scatter}.taps(s, seed, every)
				a := tapping.Times(s.text, taps, s.sound, tapping.Delay(taps, s.sound, tapping.Usual))
				for i, u := range s.units {
					if got := s.start(a, u); s.spoken[i] && got.Known() {
						if out[got.Confidence] == nil {
							out[got.Confidence] = &said{}
						}
						out[got.Confidence].count(got.Confidence, (got.Start-s.truth[i]).Abs() <= 250*time.Millisecond)
					}
				}
			}
		}
	}
	return out
}

func (s *said) count(sure float64, right bool) {
	s.sure += sure
	s.all++
	if right {
		s.right++
	}
}

func (s *said) check(t *testing.T, what string) {
	t.Helper()
	sure, right := s.sure/float64(s.all), float64(s.right)/float64(s.all)
	t.Logf("%s: %d are said to be %.0f%% sure, %.0f%% are right", what, s.all, 100*sure, 100*right)
	if right < sure-0.05 {
		t.Error("that is too much said")
	}
}

func TestHowSureATimeIsSaidToBeIsHowOftenItIsRight(t *testing.T) {
	for sure, s := range sureness(t, normally) {
		if s.all >= 100 { // what takes a steady hand for another is rare
			s.check(t, fmt.Sprintf("starts of %.2f", sure))
		}
	}
}

func TestAnUnsteadyHandIsNotTakenForASureOne(t *testing.T) {
	var tapped said
	unsteadily := func(r *rand.Rand) time.Duration { return time.Duration(r.NormFloat64() * 0.350 * float64(time.Second)) }
	for sure, s := range sureness(t, unsteadily) {
		if sure != 0.3 { // what is shared out between taps
			tapped.sure, tapped.right, tapped.all = tapped.sure+s.sure, tapped.right+s.right, tapped.all+s.all
		}
	}
	tapped.check(t, "starts that were tapped")
}
