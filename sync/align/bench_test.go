package align_test

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"alongside/sync/align"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// mark is what is known of one turn, sentence or word: when it is spoken, if it is.
type mark struct {
	start  time.Duration
	spoken bool
}

// marks reads the truth of a set and says of which unit it is.
func marks(b *testing.B, set string) (unit string, out []mark) {
	f, err := os.Open(filepath.Join(shared, set, "truth.tsv"))
	if err != nil {
		b.Skipf("the set %s is not there", set)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t")
		if unit == "" {
			unit = fields[2]
			continue
		}
		seconds, err := strconv.ParseFloat(fields[0], 64)
		out = append(out, mark{start: time.Duration(seconds * float64(time.Second)), spoken: err == nil})
	}
	return unit, out
}

// units are the times of that unit in the order of the story.
func units(unit string, story transcript.Transcript, a timing.Alignment) (out []timing.Timing) {
	for i, turn := range a.Turns {
		switch {
		case unit == "turn":
			out = append(out, turn.Timing)
		case unit == "sentence" && story.Turns[i].Kind == transcript.Speech:
			out = append(out, turn.Sentences...)
		case unit == "sentence":
			out = append(out, timing.Timing{})
		default:
			out = append(out, turn.Words...)
		}
	}
	return out
}

// figures are what is counted.
type figures struct {
	errors           []time.Duration // of what was placed and is spoken
	spoken, unspoken int
	hidden           int
	said             [10]struct{ n, right int } // by tenths of confidence
}

func (f *figures) count(truth []mark, got []timing.Timing) {
	for i, m := range truth {
		t := got[i]
		off := (t.Start - m.start).Abs()
		switch {
		case m.spoken:
			f.spoken++
			if t.Known() {
				f.errors = append(f.errors, off)
			}
		case t.Known():
			f.unspoken++
		default:
			f.unspoken++
			f.hidden++
		}
		if t.Known() {
			bin := &f.said[min(9, int(t.Confidence*10))]
			bin.n++
			if m.spoken && off <= 250*time.Millisecond {
				bin.right++
			}
		}
	}
}

func (f *figures) within(limit time.Duration) float64 {
	n := 0
	for _, e := range f.errors {
		if e <= limit {
			n++
		}
	}
	return 100 * float64(n) / float64(max(1, f.spoken))
}

func (f *figures) median() time.Duration {
	if len(f.errors) == 0 {
		return 0
	}
	slices.Sort(f.errors)
	return f.errors[len(f.errors)/2]
}

// BenchmarkSets aligns each set of known times and prints how near the times come, and at the end how far what is said to
// be sure is so.
func BenchmarkSets(b *testing.B) {
	paths, _ := filepath.Glob(filepath.Join(shared, "*", "truth.tsv"))
	if len(paths) == 0 {
		b.Skip("the sets are not there")
	}
	a := aligner(b)
	var all figures
	for _, path := range paths {
		set := filepath.Base(filepath.Dir(path))
		b.Run(set, func(b *testing.B) {
			unit, truth := marks(b, set)
			story := story(b, set)
			var f figures
			audio := sound(b, set)
			for b.Loop() {
				if err := audio.Seek(0); err != nil {
					b.Fatal(err)
				}
				got, _ := a.Align(b.Context(), samples(audio), story, align.Options{}) // unrelated sound has no times
				list := units(unit, story, got)
				if len(list) != len(truth) {
					b.Skipf("the truth has %d %ss, the story %d", len(truth), unit, len(list))
				}
				f = figures{}
				f.count(truth, list)
			}
			all.add(&f)
			report(b, &f)
			b.ReportMetric(audio.Duration().Seconds()/(b.Elapsed().Seconds()/float64(b.N)), "×real-time")
		})
	}
	all.calibration()
}

// report gives out the figures of a set.
func report(b *testing.B, f *figures) {
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(math.Round(1000*f.median().Seconds()), "ms-median")
	b.ReportMetric(f.within(250*time.Millisecond), "%≤0.25s")
	b.ReportMetric(f.within(time.Second), "%≤1s")
	b.ReportMetric(float64(f.unspoken-f.hidden), "unspoken-placed")
}

// add adds what another set has of the confidence.
func (f *figures) add(other *figures) {
	for i, s := range other.said {
		f.said[i].n += s.n
		f.said[i].right += s.right
	}
}

// calibration prints how far what is said to be sure is so.
func (f *figures) calibration() {
	fmt.Println("\nconfidence     spans   within 0.25 s")
	for i, s := range f.said {
		if s.n > 0 {
			fmt.Printf("%.1f to %.1f    %6d   %5.1f%%\n", float64(i)/10, float64(i+1)/10, s.n, 100*float64(s.right)/float64(s.n))
		}
	}
}
