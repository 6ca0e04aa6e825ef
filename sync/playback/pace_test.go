package playback_test

import (
	"context"
	"math"
	"testing"
	"testing/synctest"
	"time"

	"alongside/sync"
	"alongside/sync/playback"
	"alongside/sync/playback/loopback"
	"alongside/sync/playback/tempo"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// slowing is a pace that falls from 1 at 2 s to a half at 3 s, and stays there.
func slowing() tempo.Curve {
	return tempo.Curve{{At: 2 * time.Second, Tempo: 1}, {At: 3 * time.Second, Tempo: 0.5}}
}

func TestThePaceIsAPartOfTheSpeed(t *testing.T) {
	for _, speed := range []float64{1, 2, 0.8} {
		p, device := recorded(t, 20*time.Second)
		p.SetSpeed(speed)
		p.SetPlan(playback.Plan{Pace: slowing()})
		for _, c := range []struct {
			from time.Duration
			rate float64
		}{{0, speed}, {10 * time.Second, speed / 2}} {
			p.Seek(c.from)
			p.Play()
			device.hear(200 * time.Millisecond)
			before := p.Position()
			checkAt(t, p, device, 500*time.Millisecond, before+time.Duration(c.rate*float64(500*time.Millisecond)))
			if _, rate := p.Now(); math.Abs(rate-c.rate) > 1e-6 {
				t.Errorf("at speed %v, after %v, the position moves at %v, not %v", speed, c.from, rate, c.rate)
			}
		}
	}
}

func TestPaceAndSpeedTogetherStayWithinWhatCanBePlayed(t *testing.T) {
	for _, c := range []struct{ speed, pace, rate float64 }{{4, 2, playback.MaxSpeed}, {0.3, 0.5, playback.MinSpeed}} {
		p, device := recorded(t, 20*time.Second)
		p.SetSpeed(c.speed)
		p.SetPlan(playback.Plan{Pace: tempo.Curve{{Tempo: c.pace}}})
		p.Play()
		device.hear(500 * time.Millisecond)
		if _, rate := p.Now(); math.Abs(rate-c.rate) > 1e-6 {
			t.Errorf("at speed %v and pace %v the position moves at %v", c.speed, c.pace, rate)
		}
	}
}

func TestWhatIsRepeatedSlowerIsSoAtItsPace(t *testing.T) {
	p, device := recorded(t, 10*time.Second)
	plan := repeating(2, 0.5)
	plan.Pace = tempo.Curve{{Tempo: 0.8}}
	p.SetPlan(plan)
	p.Seek(2500 * time.Millisecond)
	p.Play()
	device.hear(time.Second)
	before := p.Position()
	checkAt(t, p, device, time.Second, before+400*time.Millisecond)
}

func TestAPaceLastsAsLongAsItsCurveSays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // in here time passes as soon as everyone waits
		p := silentPlayer(t, 6*time.Second)
		p.SetPlan(playback.Plan{Pace: slowing()})
		// Two seconds as recorded, the fall (the integral of 1/tempo: 2 ln 2), and three seconds at a half.
		want := seconds(2 + 2*math.Ln2 + 6)
		p.Play()
		began := time.Now()
		for !p.Ended() && time.Since(began) < time.Minute {
			time.Sleep(time.Millisecond)
		}
		if took := time.Since(began); (took - want).Abs() > 20*time.Millisecond {
			t.Errorf("it ended after %v, want %v", took, want)
		}
		p.Close()
	})
}

func TestAChangingPaceDoesNotClick(t *testing.T) {
	p, device := playing(t, sine(20*time.Second))
	var pace tempo.Curve
	for i := range 19 {
		pace = append(pace, tempo.Point{At: time.Duration(i) * time.Second, Tempo: []float64{1, 0.6, 1.4, 0.8}[i%4]})
	}
	p.SetPlan(playback.Plan{Pace: pace})
	p.Play()
	device.hear(15 * time.Second)
	device.checkSmooth(t, "while the pace changes")
}

// The tempo is looked up for each hundredth of a second, at which it may have changed by one step.
func TestTheTempoChangesInStepsThatAreNotHeard(t *testing.T) {
	p, device := recorded(t, 10*time.Second)
	p.SetPlan(playback.Plan{Pace: slowing()})
	p.Play()
	device.hear(1500 * time.Millisecond)
	_, before := p.Now()
	for range 300 {
		device.hear(10 * time.Millisecond)
		_, rate := p.Now()
		if step := math.Abs(rate - before); step > 0.0201 {
			t.Fatalf("at %v the tempo goes from %.3f to %.3f at once", p.Position(), before, rate)
		}
		before = rate
	}
	if math.Abs(before-0.5) > 1e-6 {
		t.Errorf("at %v the tempo is %v", p.Position(), before)
	}
}

// What the position says is to be what is heard: the sound's frames tell their own time.
func TestThePositionIsExactWhileThePaceChanges(t *testing.T) {
	const length = 60 * time.Second
	p, device := recorded(t, length)
	var pace tempo.Curve
	for i := range 120 {
		pace = append(pace, tempo.Point{At: time.Duration(i) * 500 * time.Millisecond, Tempo: []float64{1, 0.5, 0.9, 2, 0.7, 1.3}[i%6]})
	}
	p.SetPlan(playback.Plan{Pace: pace})
	p.Play()
	for p.Position() < length-5*time.Second {
		device.hear(70 * time.Millisecond)
		heard := time.Duration(device.frames[len(device.frames)-1] * float64(length))
		if off := p.Position() - heard; off.Abs() > 15*time.Millisecond { // how far a piece may lie from where it is due
			t.Fatalf("it says %v and is %v off", p.Position(), off)
		}
	}
}

// After all changes, what sounds at a tempo of 1 is the recording itself: there it can be told to the frame whether the position
// has drifted. (Package tempo holds the place to a hundredth of a frame in as long a time, so to a frame in an hour.)
func TestThePositionDoesNotDriftHoweverThePaceChanges(t *testing.T) {
	const length, period = 100 * time.Second, 4800
	samples := make([]float64, playback.SampleRate.N(length))
	for i := range samples {
		samples[i] = float64(i%period)/period - 0.5
	}
	p, device := playing(t, samples)
	var pace tempo.Curve
	for i := range 190 {
		pace = append(pace, tempo.Point{At: time.Duration(i) * 500 * time.Millisecond, Tempo: []float64{1, 0.5, 0.9, 2, 0.7, 1.3}[i%6]})
	}
	p.SetPlan(playback.Plan{Pace: append(pace, tempo.Point{At: 95 * time.Second, Tempo: 1})})
	p.Play()
	for p.Position() < 97*time.Second {
		device.hear(70 * time.Millisecond)
	}
	place := p.Position().Seconds() * float64(playback.SampleRate)
	sounds := (device.frames[len(device.frames)-1]+0.5)*period + 1 // the position is that of the frame that comes next
	if off := math.Mod(place-sounds+period+period/2, period) - period/2; math.Abs(off) > 0.5 {
		t.Errorf("at %v the position is off by %.3f frames", p.Position(), off)
	}
}

func TestAheadKnowsOfThePace(t *testing.T) {
	p, device := recorded(t, 10*time.Second)
	p.SetPlan(playback.Plan{Pace: tempo.Curve{{At: 2 * time.Second, Tempo: 1}, {At: 2010 * time.Millisecond, Tempo: 0.5}}})
	p.Seek(1900 * time.Millisecond)
	p.Play()
	device.hear(100 * time.Millisecond)
	device.fetch(300 * time.Millisecond)
	if now, got := p.Position(), p.Ahead(200*time.Millisecond); (got - now - 100*time.Millisecond).Abs() > 12*time.Millisecond {
		t.Errorf("at %v it will be at %v, 200 ms later at half the tempo", now, got)
	}
}

func TestAnotherPaceHoldsAtOnce(t *testing.T) {
	p, device := recorded(t, 10*time.Second)
	p.Play()
	device.hear(time.Second)
	p.SetPlan(playback.Plan{Pace: tempo.Curve{{Tempo: 0.5}}})
	device.hear(20 * time.Millisecond)
	before := p.Position()
	checkAt(t, p, device, time.Second, before+500*time.Millisecond)
}

// Each mark is to be given out by the lead before its word is heard, also where the pace is about to change.
func TestTheHighlightLeadsByAsMuchAtAnyPace(t *testing.T) {
	const lead = 40 * time.Millisecond
	synctest.Test(t, func(t *testing.T) { // in here time passes as soon as everyone waits
		var story transcript.Transcript
		var times timing.Alignment
		var pace tempo.Curve
		for at := time.Duration(0); at < 20*time.Second; at += 500 * time.Millisecond {
			story.Turns = append(story.Turns, transcript.Turn{Text: "One."})
			times.Turns = append(times.Turns, timing.Turn{Timing: timing.Timing{Start: at, End: at + 500*time.Millisecond}})
			pace = append(pace, tempo.Point{At: at, Tempo: []float64{1, 0.6, 0.6, 1.4, 0.8}[len(pace)%5]})
		}
		p := silentPlayer(t, 20*time.Second)
		p.SetPlan(playback.Plan{Pace: pace})
		began := time.Now()
		marked := make(map[int]time.Duration)
		follower := sync.NewFollower(sync.NewTimeline(story, times), p, func(place sync.Place, _ time.Duration) {
			marked[place.Turn] = time.Since(began)
		}, sync.Lead(func() time.Duration { return lead }))
		ctx, stop := context.WithTimeout(t.Context(), 15*time.Second)
		defer stop()
		heard := make(map[int]time.Duration)
		p.Play()
		listened := make(chan struct{})
		go func() {
			defer close(listened)
			for turn := 1; ctx.Err() == nil; time.Sleep(time.Millisecond) {
				if p.Position() >= times.Turns[turn].Start {
					heard[turn] = time.Since(began)
					turn++
				}
			}
		}()
		follower.Run(ctx)
		<-listened
		for turn := 1; turn < 20; turn++ {
			if off := heard[turn] - marked[turn] - lead; off.Abs() > 4*time.Millisecond {
				t.Errorf("turn %d is marked %v before it is heard, not %v", turn, heard[turn]-marked[turn], lead)
			}
		}
		p.Close()
	})
}

// What comes out of a sound server is recorded, and held against what the position said meanwhile.
func TestPositionIsWhatIsHeardWhileThePaceChanges(t *testing.T) {
	server := startServer(t)
	l := listen(t, server, loopback.Tone(15*time.Second))
	var pace tempo.Curve
	for i := range 15 {
		pace = append(pace, tempo.Point{At: time.Duration(i) * time.Second, Tempo: []float64{1, 0.6, 1.4, 0.8}[i%4]})
	}
	l.SetPlan(playback.Plan{Pace: pace})
	l.Play()
	time.Sleep(5 * time.Second)
	recording, trace := l.stop()
	check(t, "at a changing pace", loopback.Compare(recording, trace, 50*time.Millisecond, loopback.Sweep()), 60)
}
