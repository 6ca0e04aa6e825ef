package listening

import (
	"bufio"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"alongside/sync/align"
	"alongside/sync/figures"
	"alongside/sync/playback/decode"
	"alongside/sync/playback/tempo"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

const shared = "../../../shared/"

// A recording is a story with its sound, and with when a person heard each stretch of it.
type recording struct{ name, story, sound, truth string }

// BenchmarkPace prints how many words a minute are heard in each turn, as recorded and at an even pace. The pace goes by the times
// that the aligner finds; what is heard is reckoned from those that a person has marked.
func BenchmarkPace(b *testing.B) {
	table := figures.Table{Name: "pace", Columns: []string{"words a minute in turns", "turns", "mean", "standard deviation", "slowest", "fastest", "lasts"}}
	for _, r := range []recording{
		{"radio_mix", "align/radio_mix/transcript.json", "align/radio_mix/audio.mp3", "align/radio_mix/truth.tsv"},
		{"seed story", "align/kgou_seed/transcript.json", "seed/kgou-story.mp3", "seed/kgou-story.truth.tsv"},
	} {
		s := r.open(b)
		truth := r.turns(b)
		for _, row := range []struct {
			name string
			pace Pace
		}{
			{"as recorded", Pace{}},
			{"at 160", Pace{On: true, Words: 160}},
			{"at 160, slow ones faster", Pace{On: true, Words: 160, Faster: true}},
			{"at 130", Pace{On: true, Words: 130}},
		} {
			curve := Plan(s, Wishes{Pace: row.pace}).Pace
			table.Rows = append(table.Rows, append([]string{r.name + " " + row.name}, heardRates(truth, curve, s.Duration)...))
		}
	}
	if err := table.Print(os.Stdout, "../../build/figures.json"); err != nil {
		b.Fatal(err)
	}
}

// open reads a recording and has the aligner find its times.
func (r recording) open(b *testing.B) Story {
	b.Helper()
	f, err := os.Open(shared + r.story)
	if err != nil {
		b.Skip("the recording is not here: ", err)
	}
	defer f.Close()
	s := Story{}
	if s.Transcript, _, err = timing.ReadStory(f); err != nil {
		b.Fatal(err)
	}
	audio, err := decode.Open(filepath.Clean(shared + r.sound))
	if err != nil {
		b.Skip("the recording is not here: ", err)
	}
	defer audio.Close()
	s.Duration = audio.Duration()
	aligner, err := align.New()
	if err == nil {
		s.Alignment, err = aligner.Align(context.Background(), align.NewSamples(audio, audio.SampleRate()), s.Transcript, align.Options{})
	}
	if err != nil {
		b.Fatal(err)
	}
	s.Spoken = s.Rates()
	return s
}

// A heardTurn is a turn as a person marked it: its stretches, and the words in them.
type heardTurn struct {
	words     int
	stretches []timing.Timing
}

// turns are the turns of the truth that have words enough to tell a rate.
func (r recording) turns(b *testing.B) (list []heardTurn) {
	b.Helper()
	f, err := os.Open(shared + r.truth)
	if err != nil {
		b.Skip("the recording is not here: ", err)
	}
	defer f.Close()
	last := ""
	for lines := bufio.NewScanner(f); lines.Scan(); {
		cells := strings.Split(lines.Text(), "\t")
		start, bad := strconv.ParseFloat(cells[0], 64)
		end, worse := strconv.ParseFloat(cells[1], 64)
		if bad != nil || worse != nil || cells[2] == "0" {
			continue
		}
		if cells[2] != last {
			list, last = append(list, heardTurn{}), cells[2]
		}
		t := &list[len(list)-1]
		t.words += len(transcript.Turn{Kind: transcript.Speech, Text: cells[len(cells)-1]}.Words())
		t.stretches = append(t.stretches, timing.Timing{Start: seconds(start), End: seconds(end)})
	}
	enough := list[:0]
	for _, t := range list {
		if t.words >= enoughWords {
			enough = append(enough, t)
		}
	}
	return enough
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// heardRates are the figures of turns heard at the tempo of a curve.
func heardRates(turns []heardTurn, c tempo.Curve, whole time.Duration) []string {
	var sum, squares float64
	slowest, fastest := math.Inf(1), 0.0
	for _, t := range turns {
		var lasts time.Duration
		for _, s := range t.stretches {
			lasts += listened(c, s.Start, s.End)
		}
		rate := float64(t.words) / lasts.Minutes()
		sum, squares = sum+rate, squares+rate*rate
		slowest, fastest = min(slowest, rate), max(fastest, rate)
	}
	n := float64(len(turns))
	mean := sum / n
	return []string{
		strconv.Itoa(len(turns)), fmt.Sprintf("%.0f", mean), fmt.Sprintf("%.1f", math.Sqrt(squares/n-mean*mean)),
		fmt.Sprintf("%.0f", slowest), fmt.Sprintf("%.0f", fastest), listened(c, 0, whole).Round(time.Second).String(),
	}
}

// listened is how long it takes to hear a stretch of the audio.
func listened(c tempo.Curve, start, end time.Duration) time.Duration {
	const step = time.Millisecond
	sum := 0.0
	for at := start; at < end; at += step {
		sum += float64(min(step, end-at)) / c.At(at)
	}
	return time.Duration(sum)
}
