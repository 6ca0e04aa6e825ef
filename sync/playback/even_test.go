package playback_test

import (
	"bufio"
	"context"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/faiface/beep"

	"alongside/sync/figures"
	"alongside/sync/playback"
	"alongside/sync/playback/hearing"
	"alongside/sync/playback/loudness"
)

// radio is a broadcast of eight voices in recordings of all kinds, with music, and with the times of its turns.
const (
	radio       = "../../../shared/align/radio_mix/"
	radioLength = 220 * time.Second
)

// turns are the broadcast's turns and the sounds between them.
func turns(t testing.TB, length time.Duration) []loudness.Part {
	t.Helper()
	file, err := os.Open(radio + "truth.tsv")
	if err != nil {
		t.Skip("the recording is not here: ", err)
	}
	defer file.Close()
	var parts []loudness.Part
	for lines := bufio.NewScanner(file); lines.Scan(); {
		cells := strings.Split(lines.Text(), "\t")
		start, bad := strconv.ParseFloat(cells[0], 64)
		end, worse := strconv.ParseFloat(cells[1], 64)
		if bad == nil && worse == nil {
			parts = append(parts, loudness.Part{Start: seconds(start), End: seconds(end)})
		}
	}
	return loudness.Filled(parts, length)
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

func openRadio(t testing.TB) *playback.Audio {
	t.Helper()
	audio, err := playback.Open(radio + "audio.mp3")
	if err != nil {
		t.Skip("the recording is not here: ", err)
	}
	return audio
}

func measure(t testing.TB, audio loudness.Audio, parts []loudness.Part) []loudness.Measured {
	t.Helper()
	measured, err := loudness.Measure(context.Background(), audio, parts)
	if err != nil {
		t.Fatal(err)
	}
	return measured
}

// A heard sound is what a tape kept, for measuring.
type heard struct {
	frames [][2]float64
	at     int
}

func (h *heard) Err() error                  { return nil }
func (h *heard) SampleRate() beep.SampleRate { return playback.SampleRate }

func (h *heard) Stream(samples [][2]float64) (int, bool) {
	n := copy(samples, h.frames[h.at:])
	h.at += n
	return n, n > 0
}

// unevenly is the broadcast as if it had been recorded badly: its turns, which are all about as loud, are each softer by
// another number of dB, up to 15.
func unevenly(t testing.TB, parts []loudness.Part) *playback.Audio {
	t.Helper()
	audio := openRadio(t)
	defer audio.Close()
	samples := make([]float64, 0, audio.Len())
	buf := make([][2]float64, 4096)
	part := 0
	for n, ok := audio.Stream(buf); ok; n, ok = audio.Stream(buf) {
		for _, f := range buf[:n] {
			for part+1 < len(parts) && audio.Time(len(samples)) >= parts[part+1].Start {
				part++
			}
			samples = append(samples, f[0]*math.Pow(10, -float64(part*7%16)/20))
		}
	}
	uneven, err := playback.Open(writeSamples(t, int(audio.SampleRate()), samples))
	if err != nil {
		t.Fatal(err)
	}
	return uneven
}

// measureHeard plays audio with a plan, and measures what is heard of its parts.
func measureHeard(t testing.TB, audio *playback.Audio, parts []loudness.Part, plan playback.Plan) []loudness.Measured {
	t.Helper()
	if err := audio.Seek(0); err != nil {
		t.Fatal(err)
	}
	p, device := taped(t, audio)
	defer p.Close()
	p.SetPlan(plan)
	p.Play()
	device.hear(audio.Duration())
	sound := &heard{}
	for _, v := range device.frames {
		sound.frames = append(sound.frames, [2]float64{v, v}) // the recording is mono
	}
	return measure(t, sound, parts)
}

// spread is the standard deviation of the loudness of the turns, and how far apart the 10th and the 90th of a hundred are.
func spread(measured []loudness.Measured) (deviation, range80 float64) {
	var all []float64
	sum, squares := 0.0, 0.0
	for _, m := range measured {
		if m.Kind == loudness.Speech {
			all = append(all, m.Loudness)
			sum, squares = sum+m.Loudness, squares+m.Loudness*m.Loudness
		}
	}
	slices.Sort(all)
	n := float64(len(all))
	return math.Sqrt(max(0, squares/n-sum/n*sum/n)), all[len(all)*9/10] - all[len(all)/10]
}

func TestTurnsOfABroadcastAreHeardAlikeLoud(t *testing.T) {
	parts := turns(t, radioLength)
	audio := unevenly(t, parts)
	before := measure(t, audio, parts)
	after := measureHeard(t, audio, parts, playback.Plan{Gain: loudness.Plan(before, loudness.Usual())})
	was, _ := spread(before)
	if deviation, _ := spread(after); was < 3 || deviation > 1.5 {
		t.Errorf("the loudness of the turns has a standard deviation of %.2f LU, before it was %.2f", deviation, was)
	}
	for i, m := range after {
		if m.Peak > hearing.Ceiling+0.2 {
			t.Errorf("part %d has a true peak of %.2f dBTP", i, m.Peak)
		}
		if m.Kind == loudness.Sound && m.Loudness > loudness.Usual().Speech-loudness.Usual().Below+0.5 {
			t.Errorf("the sound from %v has %.1f LUFS", m.Start, m.Loudness)
		}
	}
}

// BenchmarkLoudness prints how loud the turns of a broadcast are, as recorded and made even.
func BenchmarkLoudness(b *testing.B) {
	parts := turns(b, radioLength)
	recorded, uneven := openRadio(b), unevenly(b, parts)
	defer recorded.Close()
	began := processorTime(b)
	asRecorded := measure(b, recorded, parts)
	took := processorTime(b) - began
	before := measure(b, uneven, parts)
	table := figures.Table{Name: "loudness", Columns: []string{"turns of radio_mix", "standard deviation, LU", "10% to 90%, LU", "softest, LUFS", "loudest, LUFS", "highest true peak, dBTP"}}
	gain := loudness.Plan(before, loudness.Usual())
	for _, row := range []struct {
		name string
		list []loudness.Measured
	}{
		{"as recorded", asRecorded},
		{"made even", measureHeard(b, recorded, parts, playback.Plan{Gain: loudness.Plan(asRecorded, loudness.Usual())})},
		{"each turn softer by another number of dB, up to 15", before},
		{"that made even", measureHeard(b, uneven, parts, playback.Plan{Gain: gain})},
		{"that made even, compressed 2:1, clear by 6 dB", measureHeard(b, uneven, parts, playback.Plan{Gain: gain, Shape: hearing.Settings{Compression: 2, Clarity: 6}})},
	} {
		softest, loudest, peak := 0.0, loudness.Silent, loudness.Silent
		for _, m := range row.list {
			peak = max(peak, m.Peak)
			if m.Kind == loudness.Speech {
				softest, loudest = min(softest, m.Loudness), max(loudest, m.Loudness)
			}
		}
		deviation, range80 := spread(row.list)
		table.Rows = append(table.Rows, []string{
			row.name, fmt.Sprintf("%.2f", deviation), fmt.Sprintf("%.1f", range80),
			fmt.Sprintf("%.1f", softest), fmt.Sprintf("%.1f", loudest), fmt.Sprintf("%.1f", peak),
		})
	}
	if err := table.Print(os.Stdout, "../../build/figures.json"); err != nil {
		b.Fatal(err)
	}
	fmt.Printf("Measuring an hour takes %.0f s of a processor.\n", 3600*took.Seconds()/recorded.Duration().Seconds())
}

// BenchmarkPlan prints how much of a processor playing takes: decoding, and all that a plan can do.
func BenchmarkPlan(b *testing.B) {
	parts := turns(b, radioLength)
	table := figures.Table{Name: "playing", Columns: []string{"playing radio_mix", "processor"}}
	for _, speed := range []float64{0.5, 1, 2, 4} {
		for _, row := range []struct {
			name string
			plan playback.Plan
		}{
			{"as recorded", playback.Plan{}},
			{"even, compressed, clear", playback.Plan{Gain: loudness.Plan(measure(b, openRadio(b), parts), loudness.Usual()), Shape: hearing.Settings{Compression: 2, Clarity: 6}}},
		} {
			p, device := taped(b, openRadio(b))
			p.SetSpeed(speed)
			p.SetPlan(row.plan)
			p.Play()
			began := processorTime(b)
			device.hear(30 * time.Second)
			share := 100 * (processorTime(b) - began).Seconds() / 30
			table.Rows = append(table.Rows, []string{fmt.Sprintf("%s, speed %v", row.name, speed), fmt.Sprintf("%.1f%%", share)})
		}
	}
	if err := table.Print(os.Stdout, "../../build/figures.json"); err != nil {
		b.Fatal(err)
	}
}

func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
