package playback_test

import (
	"testing"
	"time"

	"alongside/sync/playback"
	"alongside/sync/playback/loopback"
)

const late = 200 * time.Millisecond

// onHeadphones plays on headphones that are late, a sound whose frames tell their own time.
func onHeadphones(t *testing.T) (*playback.Player, *tape) {
	t.Helper()
	p, device := recorded(t, 10*time.Second)
	device.moveTo(playback.Output{ID: "headphones", Name: "Headphones"})
	p.SetDelays(playback.Delays{"headphones": late})
	return p, device
}

func TestThePositionIsWhatComesOutOfLateHeadphones(t *testing.T) {
	for _, speed := range []float64{1, 2, 0.5} {
		p, device := onHeadphones(t)
		p.SetSpeed(speed)
		p.Seek(time.Second)
		p.Play()
		device.hear(700 * time.Millisecond)
		want := time.Second + time.Duration(speed*float64(500*time.Millisecond))
		if got := p.Position(); (got - want).Abs() > time.Millisecond {
			t.Errorf("at speed %v it is at %v after 700 ms of which 200 are on their way, not at %v", speed, got, want)
		}
		if now, got := p.Position(), p.Ahead(100*time.Millisecond); (got - now - time.Duration(speed*float64(100*time.Millisecond))).Abs() > time.Millisecond {
			t.Errorf("at speed %v, at %v, it will be at %v in 100 ms", speed, now, got)
		}
	}
}

func TestThePositionStandsUntilLateHeadphonesAreHeard(t *testing.T) {
	p, device := onHeadphones(t)
	p.Seek(time.Second)
	p.Play()
	device.hear(late - 10*time.Millisecond)
	if got, rate := p.Now(); got != time.Second || rate != 0 {
		t.Errorf("before anything is heard it is at %v and moves at %v", got, rate)
	}
	device.hear(20 * time.Millisecond)
	if _, rate := p.Now(); rate != 1 {
		t.Errorf("once it is heard it moves at %v", rate)
	}
}

func TestAStoryEndsOnceItsEndIsHeard(t *testing.T) {
	p, device := onHeadphones(t)
	p.Seek(9 * time.Second)
	p.Play()
	device.hear(1100 * time.Millisecond)
	time.Sleep(20 * time.Millisecond)
	if p.Ended() {
		t.Error("it has ended before its end was heard")
	}
	device.hear(200 * time.Millisecond)
	for wait := time.Now().Add(2 * time.Second); !p.Ended(); time.Sleep(time.Millisecond) {
		if time.Now().After(wait) {
			t.Fatal("it does not end")
		}
	}
}

func TestTheDelayIsThatOfTheOutputOfNow(t *testing.T) {
	p, device := onHeadphones(t)
	p.Play()
	device.hear(time.Second)
	device.moveTo(playback.Output{ID: "loudspeakers"})
	device.hear(time.Second)
	if got := p.Position(); !near(got, 2*time.Second) {
		t.Errorf("two seconds later, on loudspeakers, it is at %v", got)
	}
	device.moveTo(playback.Output{ID: "headphones"})
	device.hear(time.Second)
	if got := p.Position(); !near(got, 3*time.Second-late) {
		t.Errorf("a second later, on headphones again, it is at %v", got)
	}
}

func TestOtherDelaysHoldWhilePlaying(t *testing.T) {
	p, device := onHeadphones(t)
	p.Play()
	device.hear(time.Second)
	for _, d := range []time.Duration{0, 100 * time.Millisecond, time.Hour} {
		p.SetDelays(playback.Delays{"headphones": d})
		device.hear(2 * time.Second)
		if got, want := p.Position(), device.length()-min(d, playback.MostDelay); !near(got, want) {
			t.Errorf("with a delay of %v it is at %v, not %v", d, got, want)
		}
	}
}

func TestAPlayerKnowsWhereItsSoundComesOut(t *testing.T) {
	server := startServer(t)
	l := listen(t, server, loopback.Noise(20*time.Second))
	l.SetDelays(playback.Delays{"earbuds": 300 * time.Millisecond})
	l.Play()
	time.Sleep(500 * time.Millisecond)
	if got := l.Output(); got.ID != loopback.Sink || got.Name == "" {
		t.Errorf("it plays on %+v", got)
	}
	changed, stop := l.Watch()
	defer stop()
	if err := server.MoveTo("earbuds", "Ear buds"); err != nil {
		t.Fatal(err)
	}
	for late := time.After(5 * time.Second); l.Output() != (playback.Output{ID: "earbuds", Name: "Ear buds"}); {
		select {
		case <-changed:
		case <-late:
			t.Fatalf("it plays on %+v", l.Output())
		}
	}
}

// What the server plays is recorded; someone on late headphones hears it later by their delay, and so says the position.
func TestThePositionIsLateByTheDelayBehindWhatTheServerPlays(t *testing.T) {
	server := startServer(t)
	source := loopback.Noise(20 * time.Second)
	l := listen(t, server, source)
	l.SetDelays(playback.Delays{loopback.Sink: late})
	l.Play()
	time.Sleep(2 * time.Second)
	l.Seek(10 * time.Second)
	time.Sleep(2 * time.Second)
	recording, trace := l.stop()
	for i := range trace {
		trace[i].At = trace[i].At.Add(-late)
	}
	check(t, "earlier by the delay", loopback.Compare(recording, trace, 50*time.Millisecond, loopback.Correlate(source)), 40)
}
