package playback_test

import (
	"context"
	"fmt"
	"math"
	stdsync "sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/faiface/beep"

	"alongside/sync/playback"
	"alongside/sync/playback/hearing"
	"alongside/sync/playback/loudness"
)

// A tape is a device that hears as many frames as it is told to, and keeps them.
type tape struct {
	mu      stdsync.Mutex
	changed func()
	src     beep.Streamer
	heard   int64
	frames  []float64 // the left side
	output  playback.Output
}

func (t *tape) Connect(_ context.Context, changed func()) (playback.Sink, error) {
	t.changed = changed
	return t, nil
}

func (t *tape) Start(src beep.Streamer) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.src, t.heard = src, 0
}

func (t *tape) Stop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.src = nil
}

func (t *tape) Heard() (int64, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.heard, t.src != nil
}

func (t *tape) Lost() <-chan struct{} { return nil }
func (t *tape) Silent() bool          { return false }
func (t *tape) Close() error          { return nil }

func (t *tape) Output() playback.Output {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.output
}

// moveTo has the sound come out elsewhere from now on.
func (t *tape) moveTo(output playback.Output) {
	t.mu.Lock()
	t.output = output
	t.mu.Unlock()
	t.changed()
}

// hear runs the tape for so long.
func (t *tape) hear(d time.Duration) {
	n := t.fetch(d)
	t.mu.Lock()
	t.heard += int64(n)
	t.mu.Unlock()
	t.changed()
}

// fetch takes so much sound that is not heard yet.
func (t *tape) fetch(d time.Duration) int {
	buf := make([][2]float64, playback.SampleRate.N(d))
	t.mu.Lock()
	src := t.src
	t.mu.Unlock()
	src.Stream(buf)
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, f := range buf {
		t.frames = append(t.frames, f[0])
	}
	return len(buf)
}

// length is how long it has run.
func (t *tape) length() time.Duration { return playback.SampleRate.D(len(t.frames)) }

// checkSmooth fails when what was heard of sine has steps.
func (t *tape) checkSmooth(test *testing.T, when string) {
	test.Helper()
	const steepest = 0.2 * 2 * math.Pi * 220 / float64(playback.SampleRate)
	worst, at := 0.0, 0
	for i := 1; i < len(t.frames); i++ {
		if step := math.Abs(t.frames[i] - t.frames[i-1]); step > worst {
			worst, at = step, i
		}
	}
	if worst > 1.5*steepest {
		test.Errorf("%s it steps by %.4f after %v, the sound itself by %.4f", when, worst, playback.SampleRate.D(at), steepest)
	}
}

// sine is a tone of 220 Hz.
func sine(length time.Duration) []float64 {
	samples := make([]float64, playback.SampleRate.N(length))
	for i := range samples {
		samples[i] = 0.2 * math.Sin(2*math.Pi*220*float64(i)/float64(playback.SampleRate))
	}
	return samples
}

// recorded is a player that plays on a tape; the sound's frames tell their own time: they rise from 0 to 1.
func recorded(t *testing.T, length time.Duration) (*playback.Player, *tape) {
	t.Helper()
	samples := make([]float64, playback.SampleRate.N(length))
	for i := range samples {
		samples[i] = float64(i) / float64(len(samples))
	}
	return playing(t, samples)
}

// playing is a player of samples on a tape.
func playing(t *testing.T, samples []float64) (*playback.Player, *tape) {
	t.Helper()
	audio, err := playback.Open(writeSamples(t, int(playback.SampleRate), samples))
	if err != nil {
		t.Fatal(err)
	}
	return taped(t, audio)
}

func taped(t testing.TB, audio *playback.Audio) (*playback.Player, *tape) {
	t.Helper()
	device := &tape{}
	p := playback.NewPlayer(device, audio)
	t.Cleanup(func() {
		p.Close()
		audio.Close()
	})
	for p.State() == playback.Connecting {
		time.Sleep(time.Millisecond)
	}
	return p, device
}

func TestSkippedStretchesAreNotHeard(t *testing.T) {
	for _, speed := range []float64{1, 0.75, 1.5} {
		p, device := recorded(t, 10*time.Second)
		p.SetSpeed(speed)
		p.SetPlan(playback.Plan{LeaveOut: []playback.Stretch{{6 * time.Second, 7 * time.Second}, {2 * time.Second, 3 * time.Second}, {2500 * time.Millisecond, 4 * time.Second}}})
		p.Seek(time.Second)
		p.Play()
		var before time.Duration
		for range 400 {
			device.hear(10 * time.Millisecond)
			now := p.Position()
			step := now - before
			jumped := before != 0 && step > 500*time.Millisecond
			if jumped && !near(before, 2*time.Second) && !near(before, 6*time.Second) {
				t.Errorf("at speed %g it went from %v to %v", speed, before, now)
			}
			if now > 2020*time.Millisecond && now < 3990*time.Millisecond || now > 6020*time.Millisecond && now < 6990*time.Millisecond {
				t.Errorf("at speed %g it is at %v, which is to be skipped", speed, now)
			}
			before = now
		}
		// Where one passage fades into the next, for 8 ms, every value in between comes by.
		within := 0
		for _, v := range device.frames {
			if at := v * 10; at > 2.01 && at < 3.97 || at > 6.01 && at < 6.97 {
				within++
			}
		}
		if most := playback.SampleRate.N(50 * time.Millisecond); within > most {
			t.Errorf("at speed %g %d frames are of the sound that is to be skipped, more than %d", speed, within, most)
		}
	}
}

func TestWhoSeeksIntoASkippedStretchHearsIt(t *testing.T) {
	p, device := recorded(t, 10*time.Second)
	p.SetPlan(playback.Plan{LeaveOut: []playback.Stretch{{2 * time.Second, 4 * time.Second}}})
	p.Seek(2500 * time.Millisecond)
	p.Play()
	device.hear(500 * time.Millisecond)
	if got := p.Position(); !near(got, 3*time.Second) {
		t.Errorf("half a second after 2.5 s it is at %v", got)
	}
}

func TestSkippingMayBeginWhilePlaying(t *testing.T) {
	p, device := recorded(t, 10*time.Second)
	p.Play()
	device.hear(1050 * time.Millisecond)
	p.SetPlan(playback.Plan{LeaveOut: []playback.Stretch{{500 * time.Millisecond, 1500 * time.Millisecond}, {2 * time.Second, 4 * time.Second}}})
	for want := 1150 * time.Millisecond; want < 5*time.Second; want += 100 * time.Millisecond {
		if want == 2050*time.Millisecond {
			want += 2 * time.Second
		}
		device.hear(100 * time.Millisecond)
		if got := p.Position(); !near(got, want) {
			t.Fatalf("it is at %v, want %v", got, want)
		}
	}
}

func TestWhatIsLeftOutDoesNotClick(t *testing.T) {
	for _, speed := range []float64{1, 0.6, 1.7} {
		p, device := playing(t, sine(10*time.Second))
		p.SetSpeed(speed)
		p.SetPlan(playback.Plan{
			LeaveOut: []playback.Stretch{{1003 * time.Millisecond, 1501 * time.Millisecond}, {2 * time.Second, 3 * time.Second}},
			Pauses:   []playback.Pause{{At: 1777 * time.Millisecond, For: 100 * time.Millisecond}},
			Repeat:   playback.Repeat{Stretch: playback.Stretch{Start: 3200 * time.Millisecond, End: 3701 * time.Millisecond}, Times: 3, Again: 0.8},
		})
		p.Play()
		device.hear(5 * time.Second)
		device.checkSmooth(t, fmt.Sprintf("at speed %v", speed))
	}
}

func TestShortenedGapsLastAsLongAsTheyMay(t *testing.T) {
	gaps := []playback.Stretch{{time.Second, 2 * time.Second}, {3 * time.Second, 3200 * time.Millisecond}}
	got := playback.Shortened(gaps, 400*time.Millisecond)
	want := playback.Stretch{Start: 1200 * time.Millisecond, End: 1800 * time.Millisecond}
	if len(got) != 1 || got[0] != want {
		t.Errorf("%v is left out, not %v", got, want)
	}
}

func TestThePositionStandsStillInAPause(t *testing.T) {
	for _, speed := range []float64{1, 2, 0.5} {
		p, device := recorded(t, 10*time.Second)
		p.SetSpeed(speed)
		p.SetPlan(playback.Plan{Pauses: []playback.Pause{{At: 2 * time.Second, For: time.Second}}})
		p.Seek(time.Second)
		p.Play()
		begins := time.Duration(float64(time.Second) / speed)
		for _, step := range []struct{ after, want time.Duration }{
			{begins - 10*time.Millisecond, 2*time.Second - time.Duration(speed*float64(10*time.Millisecond))},
			{begins + 10*time.Millisecond, 2 * time.Second},
			{begins + 990*time.Millisecond, 2 * time.Second},
			{begins + 1010*time.Millisecond, 2*time.Second + time.Duration(speed*float64(10*time.Millisecond))},
			{begins + 1500*time.Millisecond, 2*time.Second + time.Duration(speed*float64(500*time.Millisecond))},
		} {
			device.hear(step.after - device.length())
			if got := p.Position(); (got - step.want).Abs() > 200*time.Microsecond {
				t.Errorf("at speed %v, after %v, it is at %v, not %v", speed, step.after, got, step.want)
			}
		}
		for _, v := range device.frames[playback.SampleRate.N(begins)+10 : playback.SampleRate.N(begins+time.Second)-10] {
			if v != 0 {
				t.Fatalf("at speed %v the pause is not silent", speed)
			}
		}
	}
}

func TestWatchersAreToldWhenAPauseBeginsAndEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // in here time passes as soon as everyone waits
		p := silentPlayer(t, 10*time.Second)
		p.SetPlan(playback.Plan{Pauses: []playback.Pause{{At: 2 * time.Second, For: 3 * time.Second}}})
		changed, stop := p.Watch()
		defer stop()
		p.Play()
		began := time.Now()
		for _, want := range []struct {
			moves bool
			after time.Duration
		}{{true, 0}, {false, 2 * time.Second}, {true, 5 * time.Second}} {
			for _, rate := p.Now(); (rate > 0) != want.moves; _, rate = p.Now() {
				<-changed
			}
			if took := time.Since(began); (took - want.after).Abs() > 20*time.Millisecond {
				t.Errorf("told that it moves (%v) after %v, want %v", want.moves, took, want.after)
			}
		}
		p.Close()
	})
}

func TestAPauseUntilPlayLastsUntilPlay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := silentPlayer(t, 10*time.Second)
		p.SetPlan(playback.Plan{Pauses: []playback.Pause{{At: 2 * time.Second, For: playback.UntilPlay}, {At: 3 * time.Second, For: playback.UntilPlay}}})
		p.Play()
		for _, at := range []time.Duration{2 * time.Second, 3 * time.Second} {
			time.Sleep(time.Minute)
			if got := p.Position(); p.Playing() || !p.Waiting() || (got-at).Abs() > time.Millisecond {
				t.Errorf("it is at %v, playing %v, waiting %v, and should wait at %v", got, p.Playing(), p.Waiting(), at)
			}
			p.Play()
		}
		time.Sleep(2 * time.Second)
		if got := p.Position(); !p.Playing() || p.Waiting() || !near(got, 5*time.Second) {
			t.Errorf("two seconds later it is at %v, playing %v, waiting %v", got, p.Playing(), p.Waiting())
		}
		p.Close()
	})
}

// repeating is a plan that repeats from 2 s to 3 s.
func repeating(times int, again float64) playback.Plan {
	return playback.Plan{Repeat: playback.Repeat{Stretch: playback.Stretch{Start: 2 * time.Second, End: 3 * time.Second}, Times: times, Again: again}}
}

// checkAt hears for so long and fails when the position is another then.
func checkAt(t *testing.T, p *playback.Player, device *tape, after, want time.Duration) {
	t.Helper()
	device.hear(after)
	if got := p.Position(); (got - want).Abs() > time.Millisecond {
		t.Errorf("after %v more it is at %v, not %v", after, got, want)
	}
}

func TestAStretchIsHeardAsOftenAsItIsRepeated(t *testing.T) {
	p, device := recorded(t, 10*time.Second)
	p.SetPlan(repeating(3, 0))
	p.Seek(1500 * time.Millisecond)
	p.Play()
	for i, want := range []time.Duration{2, 2, 2, 3, 4} {
		checkAt(t, p, device, time.Second, want*time.Second+500*time.Millisecond)
		if got := p.Repeated(); got != min(i, 2) {
			t.Errorf("after %d seconds it says that it was heard %d times", i+1, got)
		}
	}
}

func TestWhatIsRepeatedIsSlowerIfWished(t *testing.T) {
	p, device := recorded(t, 10*time.Second)
	p.SetPlan(repeating(2, 0.5))
	p.Seek(2 * time.Second)
	p.Play()
	checkAt(t, p, device, 900*time.Millisecond, 2900*time.Millisecond)
	device.hear(200 * time.Millisecond)
	before := p.Position()
	checkAt(t, p, device, time.Second, before+500*time.Millisecond)
	if _, rate := p.Now(); rate != 0.5 {
		t.Errorf("the position moves at %v", rate)
	}
	device.hear(2 * time.Second)
	before = p.Position()
	checkAt(t, p, device, time.Second, before+time.Second)
}

func TestRepeatingWithoutEndGoesOn(t *testing.T) {
	p, device := recorded(t, 10*time.Second)
	p.SetPlan(repeating(0, 0))
	p.Seek(2500 * time.Millisecond)
	p.Play()
	for range 20 {
		checkAt(t, p, device, time.Second, 2500*time.Millisecond)
	}
}

func TestAPlayerThatWasPausedKnowsHowOftenItHasRepeated(t *testing.T) {
	p, device := recorded(t, 10*time.Second)
	p.SetPlan(repeating(2, 0))
	p.Seek(2500 * time.Millisecond)
	p.Play()
	device.hear(time.Second)
	p.Pause()
	p.Play()
	checkAt(t, p, device, time.Second, 3500*time.Millisecond)
}

func TestASeekBeginsToCountAnew(t *testing.T) {
	p, device := recorded(t, 10*time.Second)
	p.SetPlan(repeating(2, 0))
	p.Seek(2500 * time.Millisecond)
	p.Play()
	device.hear(time.Second)
	p.Seek(2500 * time.Millisecond)
	checkAt(t, p, device, time.Second, 2500*time.Millisecond)
}

func TestAPauseAtTheEndOfWhatIsRepeatedComesEachTime(t *testing.T) {
	p, device := recorded(t, 10*time.Second)
	plan := repeating(2, 0)
	plan.Pauses = []playback.Pause{{At: 3 * time.Second, For: 500 * time.Millisecond}}
	p.SetPlan(plan)
	p.Seek(2 * time.Second)
	p.Play()
	checkAt(t, p, device, 1250*time.Millisecond, 3*time.Second)
	checkAt(t, p, device, 750*time.Millisecond, 2500*time.Millisecond)
	checkAt(t, p, device, 750*time.Millisecond, 3*time.Second)
	checkAt(t, p, device, 750*time.Millisecond, 3500*time.Millisecond)
}

// What is left out may take the end of what is repeated with it.
func TestWhatIsLeftOutWithinARepeatIsLeftOut(t *testing.T) {
	p, device := recorded(t, 10*time.Second)
	plan := repeating(2, 0)
	plan.LeaveOut = []playback.Stretch{{2200 * time.Millisecond, 2400 * time.Millisecond}, {2900 * time.Millisecond, 3300 * time.Millisecond}}
	p.SetPlan(plan)
	p.Seek(2 * time.Second)
	p.Play()
	checkAt(t, p, device, 600*time.Millisecond, 2800*time.Millisecond)
	checkAt(t, p, device, 200*time.Millisecond, 2100*time.Millisecond)
	checkAt(t, p, device, 700*time.Millisecond, 3400*time.Millisecond)
}

// Whatever is asked for, playing comes to an end: nothing goes round in a circle in which nothing is heard.
func TestARepeatOfWhatIsLeftOutIsNone(t *testing.T) {
	p, device := recorded(t, 5*time.Second)
	plan := repeating(0, 0)
	plan.LeaveOut = []playback.Stretch{{2 * time.Second, 4 * time.Second}}
	p.SetPlan(plan)
	p.Play()
	checkAt(t, p, device, 2500*time.Millisecond, 4500*time.Millisecond)
}

func TestAheadKnowsOfAJump(t *testing.T) {
	p, device := recorded(t, 10*time.Second)
	p.SetPlan(repeating(2, 0))
	p.Seek(2500 * time.Millisecond)
	p.Play()
	device.hear(480 * time.Millisecond)
	device.fetch(100 * time.Millisecond)
	if now, got := p.Position(), p.Ahead(50*time.Millisecond); !near(now, 2980*time.Millisecond) || (got-2030*time.Millisecond).Abs() > time.Millisecond {
		t.Errorf("at %v it will be at %v, not at 2.03 s", now, got)
	}
}

func TestGainIsHeardAtItsTime(t *testing.T) {
	for _, speed := range []float64{1, 2} {
		steady := make([]float64, 6*playback.SampleRate)
		for i := range steady {
			steady[i] = 0.1
		}
		p, device := playing(t, steady)
		p.SetSpeed(speed)
		p.SetPlan(playback.Plan{Gain: loudness.Curve{{At: 2 * time.Second, Gain: 0}, {At: 3 * time.Second, Gain: 12}}})
		p.Seek(time.Second)
		p.Play()
		for range 200 {
			device.hear(10 * time.Millisecond)
			db := 20 * math.Log10(device.frames[len(device.frames)-1]/0.1)
			want := max(0, min(12, 12*(p.Position()-2*time.Second).Seconds()))
			if off := db - want; math.Abs(off) > 0.15 && device.length() > 20*time.Millisecond { // 12.5 ms of the curve
				t.Fatalf("at speed %v, at %v, the gain is %.2f dB, not %.2f", speed, p.Position(), db, want)
			}
		}
	}
}

func TestAnotherPlanDoesNotClick(t *testing.T) {
	p, device := playing(t, sine(10*time.Second))
	p.Play()
	for i := range 20 {
		device.hear(233 * time.Millisecond)
		p.SetPlan(playback.Plan{Gain: loudness.Curve{{At: 0, Gain: float64(-6 * (i % 3))}}, Shape: hearing.Settings{Clarity: float64(i % 2 * 6)}})
	}
	device.checkSmooth(t, "with other plans")
}

func TestWatchersAreToldWhenAStretchHasBeenSkipped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // in here time passes as soon as everyone waits
		p := silentPlayer(t, 10*time.Second)
		p.SetPlan(playback.Plan{LeaveOut: []playback.Stretch{{2 * time.Second, 5 * time.Second}}})
		changed, stop := p.Watch()
		defer stop()
		p.Play()
		began := time.Now()
		for p.Position() < 5*time.Second {
			<-changed
		}
		if took := time.Since(began); (took - 2*time.Second).Abs() > 20*time.Millisecond {
			t.Errorf("told after %v, want 2 s", took)
		}
		p.Close()
	})
}

func TestASkippedEndIsTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := silentPlayer(t, 5*time.Second)
		p.SetPlan(playback.Plan{LeaveOut: []playback.Stretch{{2 * time.Second, time.Minute}}})
		p.Play()
		began := time.Now()
		for !p.Ended() && time.Since(began) < time.Minute {
			time.Sleep(10 * time.Millisecond)
		}
		if took := time.Since(began); (took - 2*time.Second).Abs() > 100*time.Millisecond {
			t.Errorf("it ended after %v, want 2 s", took)
		}
		p.Close()
	})
}
