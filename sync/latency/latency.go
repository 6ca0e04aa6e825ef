package latency

import (
	"errors"
	"math"
	"slices"
	"time"
)

// What taps may lack.
var (
	ErrFew    = errors.New("there were too few presses to tell; press with each beat")
	ErrUneven = errors.New("the presses were too uneven to tell; press right with each beat")
)

const (
	// leastTaps are as few as tell anything.
	leastTaps = 12
	// leastEven is how much alike all taps must be: the length of the mean of their directions, if an interval is once round. Taps
	// at random have 0, those with a standard deviation of 90 ms 0.64.
	leastEven = 0.6
	// outlying is by how many standard deviations a tap is off that is a slip.
	outlying = 3
)

// A Tapping is what someone's taps along a rhythm tell.
type Tapping struct {
	Scatter time.Duration // the standard deviation of the taps, without slips
	Taps    int           // how many there were, without slips

	late   time.Duration // by how much they come after the beats: right but for whole intervals
	middle time.Duration // by how much the middle of a group's taps comes after that of its beats: right to half an interval or so
}

// Listen reads taps, given from the rhythm's start.
func (r Rhythm) Listen(taps []time.Duration) (Tapping, error) {
	taps = slices.Sorted(slices.Values(taps))
	var steady []time.Duration
	var middles []float64
	for group := range int(r) {
		from, to := r.start(group)-Period/2, r.start(group+1)-Period/2
		first, _ := slices.BinarySearch(taps, from)
		last, _ := slices.BinarySearch(taps, to)
		if last-first < 2 {
			continue
		}
		steady = append(steady, taps[first+1:last]...) // to the first beat one can only react
		center := r.start(group) + (PerGroup-1)*Period/2
		middles = append(middles, median(seconds(taps[first:last]))-center.Seconds())
	}
	if len(steady) < leastTaps {
		return Tapping{}, ErrFew
	}
	late, even := direction(steady)
	if even < leastEven {
		return Tapping{}, ErrUneven
	}
	off := offsets(steady, late)
	center := median(off)
	scatter := spread(off, center)
	off = slices.DeleteFunc(off, func(v float64) bool { return math.Abs(v-center) > outlying*scatter })
	center = pseudoMedian(off)
	return Tapping{
		Scatter: duration(spread(off, center)), Taps: len(off),
		late: late + duration(center), middle: duration(median(middles)),
	}, nil
}

// A Found is what a test has found.
type Found struct {
	Delay   time.Duration // by how much later the device is heard
	Within  time.Duration // the truth is very likely no further from that
	Scatter time.Duration // of the taps to the clicks
}

// Compare finds how much later clicks are heard than flashes are seen, from one person's taps to both.
func Compare(seen, heard Tapping) Found {
	return found(heard, seen.late, seen.middle, seen.error())
}

const (
	// anticipation is by how much people tap before a click, as a rule; it is between 20 and 80 ms for most (Repp 2005).
	anticipation = 30 * time.Millisecond
	habits       = 30 * time.Millisecond // how much that is otherwise from one to the other
	// overlap is by how much the middle of a group's taps is late as a rule: the first beat is missed, or one tapped that is not there.
	overlap = 350 * time.Millisecond
)

// ByEar finds how late clicks are heard from taps to them alone, with what people do as a rule. It takes the shorter of two delays that it cannot
// tell apart: few devices are later than half a second.
func ByEar(heard Tapping) Found {
	return found(heard, -anticipation, overlap, habits.Seconds())
}

// found is how late taps are beside others, which are as sure as given.
func found(heard Tapping, late, middle time.Duration, sure float64) Found {
	fine, rough := heard.late-late, heard.middle-middle
	const earliest = -Period / 6 // a device that is early by so much is late by an interval less that
	fine += Period * time.Duration(math.Round(float64(rough-fine)/float64(Period)))
	for fine < earliest {
		fine += Period
	}
	return Found{
		Delay:   max(0, fine).Round(5 * time.Millisecond),
		Within:  duration(2 * math.Hypot(heard.error(), sure)).Round(time.Millisecond),
		Scatter: heard.Scatter,
	}
}

// error is the standard error of when the taps come, in seconds.
func (t Tapping) error() float64 {
	const efficiency = 0.955 // of the pseudomedian, beside the mean, where taps scatter normally
	return t.Scatter.Seconds() / math.Sqrt(efficiency*float64(t.Taps))
}

// direction is by which part of an interval taps come after the beats, as a mean on the circle, and how much they are alike.
func direction(taps []time.Duration) (late time.Duration, even float64) {
	var x, y float64
	for _, t := range taps {
		angle := 2 * math.Pi * (t - leadIn).Seconds() / Period.Seconds()
		x, y = x+math.Cos(angle), y+math.Sin(angle)
	}
	return time.Duration(math.Atan2(y, x) / (2 * math.Pi) * float64(Period)), math.Hypot(x, y) / float64(len(taps))
}

// offsets are by how many seconds taps come after the beats and late, each within half an interval.
func offsets(taps []time.Duration, late time.Duration) []float64 {
	off := make([]float64, len(taps))
	for i, t := range taps {
		off[i] = math.Remainder((t - leadIn - late).Seconds(), Period.Seconds())
	}
	return off
}

// pseudoMedian is the median of the means of all pairs (J. L. Hodges, E. L. Lehmann 1963): nearly as exact as the mean, and hardly moved
// by slips.
func pseudoMedian(values []float64) float64 {
	means := make([]float64, 0, len(values)*(len(values)+1)/2)
	for i, a := range values {
		for _, b := range values[:i+1] {
			means = append(means, (a+b)/2)
		}
	}
	return median(means)
}

// spread is the standard deviation of values around a center as their median distance from it tells.
func spread(values []float64, center float64) float64 {
	const normal = 1.4826
	away := make([]float64, len(values))
	for i, v := range values {
		away[i] = math.Abs(v - center)
	}
	return normal * median(away)
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	if n == 0 {
		return 0
	}
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

func seconds(times []time.Duration) []float64 {
	out := make([]float64, len(times))
	for i, t := range times {
		out[i] = t.Seconds()
	}
	return out
}

func duration(seconds float64) time.Duration { return time.Duration(seconds * float64(time.Second)) }
