package loopback

import (
	"testing"
	"time"
)

// late is a recording of the source from its second second on, and a trace that shows each position too early by a lead.
func late(source []float32, lead time.Duration) (*Recording, Trace) {
	start := time.Now()
	recording := &Recording{Samples: source[Rate : 4*Rate], Start: start}
	var trace Trace
	for t := time.Duration(0); t < 3*time.Second; t += 10 * time.Millisecond {
		trace = append(trace, Point{At: start.Add(t), Position: time.Second + t + lead})
	}
	return recording, trace
}

func TestDifferenceIsFound(t *testing.T) {
	noise, tone := Noise(5*time.Second), Tone(5*time.Second)
	for name, c := range map[string]struct {
		source []float32
		find   Finder
	}{
		"by correlation": {noise, Correlate(noise)},
		"by pitch":       {tone, Sweep()},
	} {
		for _, lead := range []time.Duration{0, 12 * time.Millisecond, -40 * time.Millisecond} {
			recording, trace := late(c.source, lead)
			s := Summarize(Compare(recording, trace, 50*time.Millisecond, c.find))
			if (s.Median-lead).Abs() > time.Millisecond || (s.P95-lead.Abs()).Abs() > 2*time.Millisecond || s.Count < 50 {
				t.Errorf("%s: shown %v too early, found %v", name, lead, s)
			}
		}
	}
}

func TestDifferenceAtSingleMomentsIsFound(t *testing.T) {
	source := Noise(5 * time.Second)
	recording, trace := late(source, 30*time.Millisecond)
	moments := Trace{trace[20], trace[90], trace[200]}
	s := Summarize(Each(recording, moments, Correlate(source)))
	if s.Count != 3 || (s.Worst-30*time.Millisecond).Abs() > time.Millisecond {
		t.Errorf("%v", s)
	}
}

func TestSilenceIsNoSound(t *testing.T) {
	source := Noise(5 * time.Second)
	recording, trace := late(source, 0)
	clear(recording.Samples)
	if list := Compare(recording, trace, 50*time.Millisecond, Correlate(Noise(5*time.Second))); len(list) > 0 {
		t.Errorf("%d moments were found", len(list))
	}
}
