package loopback

import (
	"fmt"
	"math"
	"math/cmplx"
	"math/rand/v2"
	"slices"
	"sort"
	"time"
)

const (
	coarse     = 6                      // the first search looks at every so many samples, averaged
	window     = Rate / 10              // samples that are looked for: 100 ms
	sweepSpan  = Rate / 25              // samples of which the pitch is taken: 40 ms
	confidence = 0.8                    // correlation below which nothing is found
	loudEnough = 1e-3                   // the root mean square of what counts as sound
	sweepFirst = 400.0                  // Hz at the start of a sweep
	sweepSlope = 200.0                  // Hz a second
	trackGap   = 50 * time.Millisecond  // the longest time between points over which a position is followed
	reach      = 300 * time.Millisecond // how far from where it should be sound is looked for
)

// A Point is a position that a program showed at a time.
type Point struct {
	At       time.Time
	Position time.Duration
}

// A Trace is what a program showed, in order of time.
type Trace []Point

// Position is the position at a time, moving evenly between two points that are at most trackGap apart. Elsewhere it is not
// known.
func (t Trace) Position(at time.Time) (time.Duration, bool) {
	i := sort.Search(len(t), func(i int) bool { return t[i].At.After(at) })
	if i == 0 || i == len(t) {
		return 0, false
	}
	a, b := t[i-1], t[i]
	if b.At.Sub(a.At) > trackGap || (b.Position-a.Position).Abs() > trackGap*8 {
		return 0, false
	}
	part := float64(at.Sub(a.At)) / float64(b.At.Sub(a.At))
	return a.Position + time.Duration(part*float64(b.Position-a.Position)), true
}

// A Difference is how far a position was ahead of the sound at a time: shown minus heard.
type Difference struct {
	At           time.Time
	Shown, Heard time.Duration
	Ahead        time.Duration
	Quality      float64 // 1 when the sound is just as in the source
}

// A Finder finds which place of the source, near the expected one, sounds at a sample of the recording. quality is 0 when
// there is none.
type Finder func(recording []float32, sample int, expected time.Duration) (place time.Duration, quality float64)

// Compare looks at the recording every step and finds the differences, where there is sound and the position is known.
func Compare(recording *Recording, trace Trace, step time.Duration, find Finder) []Difference {
	var list []Difference
	for i := 0; i < len(recording.Samples); i += int(Rate * step / time.Second) {
		at := recording.At(i)
		shown, ok := trace.Position(at)
		if !ok {
			continue
		}
		if heard, quality := find(recording.Samples, i, shown); quality > 0 {
			list = append(list, Difference{at, shown, heard, shown - heard, quality})
		}
	}
	return list
}

// Each finds the difference at each point of the trace, as for a trace of single moments at which something was shown.
// Points without sound are left out.
func Each(recording *Recording, trace Trace, find Finder) []Difference {
	var list []Difference
	for _, p := range trace {
		i := recording.Sample(p.At)
		if i < 0 || i >= len(recording.Samples) {
			continue
		}
		if heard, quality := find(recording.Samples, i, p.Position); quality > 0 {
			list = append(list, Difference{p.At, p.Position, heard, p.Position - heard, quality})
		}
	}
	return list
}

// Between gives the differences from one time to another.
func Between(list []Difference, from, to time.Time) []Difference {
	var part []Difference
	for _, d := range list {
		if !d.At.Before(from) && d.At.Before(to) {
			part = append(part, d)
		}
	}
	return part
}

// A Summary says how far shown and heard lie apart over many moments.
type Summary struct {
	Count  int
	Median time.Duration // above 0: shown too early
	P95    time.Duration // 95% of the differences are within ± this
	Worst  time.Duration // the largest, with its sign
}

func (s Summary) String() string {
	ms := func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
	return fmt.Sprintf("median %+.1f ms, 95%% within %.1f ms, worst %+.1f ms (%d moments)",
		ms(s.Median), ms(s.P95), ms(s.Worst), s.Count)
}

// Summarize sums up differences.
func Summarize(list []Difference) Summary {
	if len(list) == 0 {
		return Summary{}
	}
	var signed, sizes []time.Duration
	var worst time.Duration
	for _, d := range list {
		signed = append(signed, d.Ahead)
		sizes = append(sizes, d.Ahead.Abs())
		if d.Ahead.Abs() > worst.Abs() {
			worst = d.Ahead
		}
	}
	slices.Sort(signed)
	slices.Sort(sizes)
	return Summary{len(list), signed[len(signed)/2], sizes[len(sizes)*95/100], worst}
}

// Noise makes a source in which every place is unlike any other: noise of speech's loudness, without high frequencies.
func Noise(length time.Duration) []float32 {
	random := rand.New(rand.NewPCG(1, 2))
	samples := make([]float32, int(Rate*length/time.Second))
	var a, b float64
	for i := range samples {
		a += 0.2 * (random.NormFloat64() - a)
		b += 0.2 * (a - b)
		samples[i] = float32(0.4 * b)
	}
	return samples
}

// Tone makes a source whose pitch tells the place, at any speed: a sweep.
func Tone(length time.Duration) []float32 {
	samples := make([]float32, int(Rate*length/time.Second))
	for i := range samples {
		t := float64(i) / Rate
		samples[i] = float32(0.3 * math.Sin(2*math.Pi*(sweepFirst*t+sweepSlope*t*t/2)))
	}
	return samples
}

// Correlate finds by correlation which 100 ms of the source sound from a sample on. The source, at Rate, may be any sound
// that does not repeat itself, played at its natural speed.
func Correlate(source []float32) Finder {
	rough := thin(source, coarse)
	return func(recording []float32, sample int, expected time.Duration) (time.Duration, float64) {
		if sample+window > len(recording) {
			return 0, 0
		}
		piece := recording[sample : sample+window]
		if power(piece[:window/5]) < max(loudEnough, power(piece)/4) {
			return 0, 0 // no sound, or none yet
		}
		due := int(expected.Seconds() * Rate)
		span := int(Rate * reach / time.Second)
		at, _ := best(rough, thin(piece, coarse), (due-span)/coarse, (due+span)/coarse)
		at, quality := best(source, piece, (at-2)*coarse, (at+2)*coarse)
		if quality < confidence {
			return 0, 0
		}
		return time.Duration(float64(at) / Rate * float64(time.Second)), quality
	}
}

// thin averages samples in groups of so many.
func thin(samples []float32, group int) []float32 {
	out := make([]float32, len(samples)/group)
	for i := range out {
		for _, v := range samples[i*group:][:group] {
			out[i] += v / float32(group)
		}
	}
	return out
}

func power(samples []float32) float64 {
	sum := 0.0
	for _, v := range samples {
		sum += float64(v) * float64(v)
	}
	return math.Sqrt(sum / float64(len(samples)))
}

// best finds where, from low to high, the source is most like the piece.
func best(source, piece []float32, low, high int) (at int, quality float64) {
	low, high = max(0, low), min(high, len(source)-len(piece))
	own := power(piece)
	for i := low; i <= high; i++ {
		there := source[i : i+len(piece)]
		sum := 0.0
		for k, v := range piece {
			sum += float64(v) * float64(there[k])
		}
		if q := sum / float64(len(piece)) / (own*power(there) + 1e-12); q > quality {
			at, quality = i, q
		}
	}
	return at, quality
}

// Sweep finds by its pitch which place of Tone sounds around a sample. It works at any speed that keeps the pitch, for
// differences up to 100 ms.
func Sweep() Finder {
	return func(recording []float32, sample int, expected time.Duration) (time.Duration, float64) {
		if sample < sweepSpan/2 || sample+sweepSpan/2 > len(recording) {
			return 0, 0
		}
		piece := recording[sample-sweepSpan/2:][:sweepSpan]
		loud := power(piece)
		if loud < loudEnough {
			return 0, 0
		}
		pitch := sweepFirst + sweepSlope*expected.Seconds()
		early, late := pulse(piece[:sweepSpan/2], pitch), pulse(piece[sweepSpan/2:], pitch)
		quality := (cmplx.Abs(early) + cmplx.Abs(late)) / (math.Sqrt2 * loud)
		if quality < confidence {
			return 0, 0
		}
		// How far the phase turns from the middle of one half to that of the other tells how far off the pitch is.
		turn := cmplx.Phase(late*cmplx.Rect(1, -2*math.Pi*pitch*sweepSpan/2/Rate)/early) / (2 * math.Pi)
		off := turn / (float64(sweepSpan) / 2 / Rate)
		place := (pitch + off - sweepFirst) / sweepSlope
		return time.Duration(place * float64(time.Second)), quality
	}
}

// pulse is the amplitude and phase of a pitch in samples.
func pulse(samples []float32, pitch float64) complex128 {
	var sum complex128
	for i, v := range samples {
		sum += complex(float64(v), 0) * cmplx.Rect(1, -2*math.Pi*pitch*float64(i)/Rate)
	}
	return sum / complex(float64(len(samples)), 0)
}
