package latency

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"
)

const ms = time.Millisecond

// A person taps along in a way of their own.
type person struct {
	early   time.Duration // before each beat
	scatter time.Duration
	reacts  bool    // taps to the first beat of each group as well, once it was perceived
	over    int     // beats tapped that are not there, after each group
	slips   float64 // the share of taps that are anywhere
	misses  float64 // and of those that are not made
}

// along are a person's taps to a rhythm that is perceived so much later.
func (p person) along(r Rhythm, late time.Duration, seed uint64) (taps []time.Duration) {
	random := rand.New(rand.NewPCG(seed, 1))
	for group := range int(r) {
		start := r.start(group) + late
		if p.reacts {
			taps = append(taps, start+170*ms+time.Duration(random.NormFloat64()*float64(40*ms)))
		}
		for beat := 1; beat < PerGroup+p.over; beat++ {
			at := start + time.Duration(beat)*Period - p.early + time.Duration(random.NormFloat64()*float64(p.scatter))
			switch {
			case random.Float64() < p.misses:
				continue
			case random.Float64() < p.slips:
				at += time.Duration((random.Float64() - 0.5) * float64(Period))
			}
			taps = append(taps, at)
		}
	}
	return taps
}

func people() map[string]person {
	return map[string]person{
		"a steady hand":            {early: 30 * ms, scatter: 20 * ms, reacts: true},
		"a usual one":              {early: 40 * ms, scatter: 30 * ms, over: 1},
		"one that taps late":       {early: -60 * ms, scatter: 25 * ms, reacts: true, over: 1},
		"one that waits":           {early: 70 * ms, scatter: 30 * ms},
		"one that slips":           {early: 20 * ms, scatter: 25 * ms, reacts: true, over: 1, slips: 0.1},
		"one that leaves some out": {early: 30 * ms, scatter: 25 * ms, misses: 0.15},
	}
}

func listen(t *testing.T, r Rhythm, taps []time.Duration) Tapping {
	t.Helper()
	got, err := r.Listen(taps)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestTheDelayIsFoundWhoeverTaps(t *testing.T) {
	for name, p := range people() {
		for delay := time.Duration(0); delay <= 1000*ms; delay += 50 * ms {
			for seed := range uint64(10) {
				got := Compare(listen(t, Flashes, p.along(Flashes, 0, seed)), listen(t, Clicks, p.along(Clicks, delay, seed+100)))
				// Three standard errors of a hand with a scatter of 30 ms are 19 ms.
				if (got.Delay - delay).Abs() > 20*ms {
					t.Errorf("%s: %v is found for %v", name, got.Delay, delay)
				}
			}
		}
	}
}

func TestFewAreFurtherOffThanFifteenMilliseconds(t *testing.T) {
	off, all := 0, 0
	for _, p := range people() {
		for seed := range uint64(200) {
			got := Compare(listen(t, Flashes, p.along(Flashes, 0, seed)), listen(t, Clicks, p.along(Clicks, 180*ms, seed+1000)))
			all++
			if (got.Delay - 180*ms).Abs() > 15*ms {
				off++
			}
		}
	}
	t.Logf("%d of %d are further off", off, all)
	if off > all/20 {
		t.Errorf("%d of %d are further off", off, all)
	}
}

func TestHowSureADelayIsSaidToBeIsHowSureItIs(t *testing.T) {
	for _, scatter := range []time.Duration{15 * ms, 30 * ms, 60 * ms} {
		p := person{early: 30 * ms, scatter: scatter, over: 1}
		within, all := 0, 0
		for seed := range uint64(400) {
			got := Compare(listen(t, Flashes, p.along(Flashes, 0, seed)), listen(t, Clicks, p.along(Clicks, 200*ms, seed+1000)))
			all++
			if (got.Delay - 200*ms).Abs() <= got.Within+3*ms { // it is told in steps of 5 ms
				within++
			}
		}
		if share := float64(within) / float64(all); share < 0.92 {
			t.Errorf("with a scatter of %v it is as near as it says %.0f times in a hundred", scatter, 100*share)
		}
	}
}

func TestByEarTheUsualAnticipationIsTakenOff(t *testing.T) {
	for _, p := range []person{{early: 30 * ms, scatter: 25 * ms, reacts: true}, {early: 30 * ms, scatter: 25 * ms, over: 1}} {
		for _, delay := range []time.Duration{0, 40 * ms, 180 * ms, 300 * ms} {
			got := ByEar(listen(t, Clicks, p.along(Clicks, delay, 1)))
			if (got.Delay-delay).Abs() > 15*ms || got.Within < 50*ms {
				t.Errorf("%+v: %v within %v is found for %v", p, got.Delay, got.Within, delay)
			}
		}
	}
}

func TestTapsThatTellNothingAreRefused(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var anywhere []time.Duration
	for range 60 {
		anywhere = append(anywhere, time.Duration(random.Float64()*float64(Clicks.Length())))
	}
	for _, c := range []struct {
		name string
		taps []time.Duration
		want error
	}{
		{"none", nil, ErrFew},
		{"a few", Clicks.Beats()[:8], ErrFew},
		{"anywhere", anywhere, ErrUneven},
	} {
		if _, err := Clicks.Listen(c.taps); !errors.Is(err, c.want) {
			t.Errorf("taps %s: %v", c.name, err)
		}
	}
}

func TestARhythmIsSteadyAndShortEnough(t *testing.T) {
	if all := Flashes.Length() + Clicks.Length(); all > 2*time.Minute {
		t.Errorf("the test lasts %v", all)
	}
	beats := Clicks.Beats()
	if len(beats) != 64 || beats[0] != 2*time.Second {
		t.Errorf("%d beats, the first at %v", len(beats), beats[0])
	}
	for i := 1; i < len(beats); i++ {
		if by := beats[i] - beats[i-1]; by%Period != 0 || by < 500*ms {
			t.Errorf("beat %d comes %v after the one before", i, by)
		}
	}
}
