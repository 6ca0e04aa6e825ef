package playback_test

import (
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	stdsync "sync"
	"testing"
	"time"

	"alongside/sync/playback"
	"alongside/sync/playback/decode"
	"alongside/sync/playback/hearing"
	"alongside/sync/playback/loopback"
	"alongside/sync/playback/loudness"
)

// startServer starts a sound server for the test, and makes it the one that the default device finds.
func startServer(t *testing.T) *loopback.Server {
	t.Helper()
	dir, err := os.MkdirTemp("", "pulse")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	server, err := loopback.Start(dir)
	if errors.Is(err, loopback.ErrMissing) {
		t.Skip("pulseaudio is not installed: what is heard cannot be measured")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Kill)
	for _, pair := range server.Environment() {
		name, value, _ := strings.Cut(pair, "=")
		t.Setenv(name, value)
	}
	return server
}

// listening is a player on the default device, whose sound is recorded and whose position is noted.
type listening struct {
	*playback.Player
	t        *testing.T
	recorder *loopback.Recorder
	quit     chan struct{}
	done     stdsync.WaitGroup
	trace    loopback.Trace
}

func listen(t *testing.T, server *loopback.Server, source []float32) *listening {
	t.Helper()
	return listenOn(t, playback.Default(), server, source)
}

func listenOn(t *testing.T, device playback.Device, server *loopback.Server, source []float32) *listening {
	t.Helper()
	samples := make([]float64, len(source))
	for i, v := range source {
		samples[i] = float64(v)
	}
	audio, err := playback.Open(writeSamples(t, loopback.Rate, samples))
	if err != nil {
		t.Fatal(err)
	}
	return listenTo(t, device, server, audio)
}

func listenTo(t *testing.T, device playback.Device, server *loopback.Server, audio *playback.Audio) *listening {
	t.Helper()
	var err error
	l := &listening{Player: playback.NewPlayer(device, audio), t: t, quit: make(chan struct{})}
	if l.recorder, err = server.Record(5 * time.Millisecond); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		l.Close()
		audio.Close()
	})
	l.done.Add(1)
	go l.note()
	return l
}

// note notes the position, as often as a screen is drawn or more often, while it moves.
func (l *listening) note() {
	defer l.done.Done()
	for {
		select {
		case <-l.quit:
			return
		case <-time.After(4 * time.Millisecond):
			if position, rate := l.Now(); rate > 0 {
				l.trace = append(l.trace, loopback.Point{At: time.Now(), Position: position})
			}
		}
	}
}

// stop ends the recording and gives what was recorded and noted.
func (l *listening) stop() (*loopback.Recording, loopback.Trace) {
	close(l.quit)
	l.done.Wait()
	return l.recorder.Stop(), l.trace
}

// The aims are a median within 20 ms and 95% within 45 ms; tests allow for a busy machine on top.
const (
	medianAim = 30 * time.Millisecond
	p95Aim    = 70 * time.Millisecond
)

// check fails when the position was not what was heard.
func check(t *testing.T, what string, list []loopback.Difference, least int) {
	t.Helper()
	s := loopback.Summarize(list)
	t.Logf("%-22s %v", what, s)
	if s.Count < least {
		t.Errorf("%s: only %d moments of sound were found, want %d", what, s.Count, least)
	}
	if s.Median.Abs() > medianAim || s.P95 > p95Aim {
		t.Errorf("%s: the position is not what is heard: %v", what, s)
	}
}

func TestPositionIsWhatIsHeard(t *testing.T) {
	server := startServer(t)
	source := loopback.Noise(20 * time.Second)
	l := listen(t, server, source)
	begin := time.Now()
	l.Play()
	time.Sleep(2500 * time.Millisecond)
	sought := time.Now()
	for i := range 5 {
		l.Seek(time.Duration(15-3*i) * time.Second)
		time.Sleep(600 * time.Millisecond)
	}
	paused := time.Now()
	for range 4 {
		l.Pause()
		time.Sleep(300 * time.Millisecond)
		l.Play()
		time.Sleep(500 * time.Millisecond)
	}
	end := time.Now()
	recording, trace := l.stop()
	list := loopback.Compare(recording, trace, 50*time.Millisecond, loopback.Correlate(source))
	check(t, "from the start", loopback.Between(list, begin, sought), 30)
	check(t, "after seeks", loopback.Between(list, sought, paused), 20)
	check(t, "after pauses", loopback.Between(list, paused, end), 12)
	t.Logf("the sink works %v ahead", recording.Ahead)
}

// A sound in several files is heard at its place from one file to the next, and on both sides of what is skipped.
func TestPositionIsWhatIsHeardFromFileToFile(t *testing.T) {
	server := startServer(t)
	source := loopback.Noise(12 * time.Second)
	var parts []decode.Part
	for from := 0; from < len(source); from += loopback.Rate {
		samples := make([]float64, loopback.Rate)
		for i, v := range source[from : from+loopback.Rate] {
			samples[i] = float64(v)
		}
		parts = append(parts, decode.Part{Path: writeSamples(t, loopback.Rate, samples), Length: time.Second})
	}
	audio, err := decode.Join(parts)
	if err != nil {
		t.Fatal(err)
	}
	l := listenTo(t, playback.Default(), server, audio)
	l.SetPlan(playback.Plan{LeaveOut: []playback.Stretch{{Start: 8500 * time.Millisecond, End: 9700 * time.Millisecond}}})
	begin := time.Now()
	l.Play()
	time.Sleep(3200 * time.Millisecond)
	sought := time.Now()
	l.Seek(7800 * time.Millisecond)
	time.Sleep(2 * time.Second)
	end := time.Now()
	recording, trace := l.stop()
	for _, p := range trace {
		if p.Position > 8530*time.Millisecond && p.Position < 9670*time.Millisecond {
			t.Errorf("it is at %v, which is to be skipped", p.Position)
		}
	}
	list := loopback.Compare(recording, trace, 50*time.Millisecond, loopback.Correlate(source))
	check(t, "over four files", loopback.Between(list, begin, sought), 30)
	check(t, "past what is skipped", loopback.Between(list, sought, end), 15)
}

// Who waits for a signal while the position stands still must get one when it moves.
func TestWatchersAreToldWhenSoundIsHeardAfterASeek(t *testing.T) {
	server := startServer(t)
	l := listen(t, server, loopback.Noise(20*time.Second))
	changed, stop := l.Watch()
	defer stop()
	l.Play()
	for i := range 20 {
		l.Seek(time.Duration(i%7) * 2 * time.Second)
		for rate, late := 0.0, time.After(2*time.Second); rate == 0; {
			select {
			case <-changed:
				_, rate = l.Now()
			case <-late:
				_, rate = l.Now()
				t.Fatalf("seek %d: no signal came when the position began to move; its rate is %g now", i+1, rate)
			}
		}
		time.Sleep(time.Duration(i) * 7 * time.Millisecond)
	}
}

// Oto is heard through ALSA's plug-in for PulseAudio here. It can be opened once in a program: this is its only test.
func TestPositionIsWhatIsHeardWithoutASoundServer(t *testing.T) {
	server := startServer(t)
	home := t.TempDir()
	if err := os.WriteFile(filepath.Join(home, ".asoundrc"), []byte("pcm.!default { type pulse }\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("HOME", home)
	source := loopback.Noise(10 * time.Second)
	l := listenOn(t, playback.Oto(), server, source)
	for deadline := time.Now().Add(5 * time.Second); l.State() == playback.Connecting && time.Now().Before(deadline); {
		time.Sleep(5 * time.Millisecond)
	}
	if l.State() != playback.Sounding {
		t.Skip("ALSA has no plug-in for PulseAudio:", l.Err())
	}
	begin := time.Now()
	l.Play()
	time.Sleep(1500 * time.Millisecond)
	sought := time.Now()
	l.Seek(5 * time.Second)
	time.Sleep(1500 * time.Millisecond)
	recording, trace := l.stop()
	list := loopback.Compare(recording, trace, 50*time.Millisecond, loopback.Correlate(source))
	check(t, "from the start", loopback.Between(list, begin, sought), 15)
	check(t, "after a seek", loopback.Between(list, sought, time.Now()), 10)
	l.Play() // a device that rests does not hear of it
	server.Kill()
	await(t, l.Player, playback.Lost)
}

func TestPositionIsWhatIsHeardAtOtherSpeeds(t *testing.T) {
	server := startServer(t)
	l := listen(t, server, loopback.Tone(15*time.Second))
	l.SetSpeed(0.5)
	l.Play()
	slow := time.Now()
	time.Sleep(1500 * time.Millisecond)
	l.SetSpeed(2)
	fast := time.Now()
	time.Sleep(2 * time.Second)
	l.SetSpeed(1.3)
	l.Seek(2 * time.Second)
	sought := time.Now()
	time.Sleep(1500 * time.Millisecond)
	end := time.Now()
	recording, trace := l.stop()
	list := loopback.Compare(recording, trace, 25*time.Millisecond, loopback.Sweep())
	check(t, "at half the speed", loopback.Between(list, slow, fast), 20)
	check(t, "at twice the speed", loopback.Between(list, fast, sought), 30)
	check(t, "at 1.3 after a seek", loopback.Between(list, sought, end), 15)
}

// Whatever a plan does with the sound, the position is what is heard.
func TestPositionIsWhatIsHeardThroughAPlan(t *testing.T) {
	server := startServer(t)
	source := loopback.Noise(12 * time.Second)
	l := listen(t, server, source)
	l.SetPlan(playback.Plan{
		LeaveOut: []playback.Stretch{{Start: 1500 * time.Millisecond, End: 3 * time.Second}},
		Pauses:   []playback.Pause{{At: 4 * time.Second, For: 400 * time.Millisecond}},
		Repeat:   playback.Repeat{Stretch: playback.Stretch{Start: 5 * time.Second, End: 6 * time.Second}, Times: 2},
		Gain:     loudness.Curve{{At: 0, Gain: -3}, {At: 7 * time.Second, Gain: 3}},
		Shape:    hearing.Settings{Clarity: 3},
	})
	l.Play()
	time.Sleep(7500 * time.Millisecond)
	recording, trace := l.stop()
	for _, p := range trace {
		if p.Position > 1530*time.Millisecond && p.Position < 2970*time.Millisecond {
			t.Errorf("it is at %v, which is left out", p.Position)
		}
	}
	list := loopback.Compare(recording, trace, 50*time.Millisecond, loopback.Correlate(source))
	for _, part := range []struct {
		name     string
		from, to time.Duration
	}{{"before a jump", 0, 1500}, {"after it", 3000, 4000}, {"after a pause", 4000, 5000}, {"repeated", 5000, 6000}, {"after that", 6000, 7000}} {
		var there []loopback.Difference
		for _, d := range list {
			if d.Shown >= part.from*time.Millisecond && d.Shown < part.to*time.Millisecond {
				there = append(there, d)
			}
		}
		check(t, part.name, there, 8)
	}
}

// await waits until the player is in a state.
func await(t *testing.T, p *playback.Player, state playback.State) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); p.State() != state; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the state is %v, not %v", p.State(), state)
		}
	}
}

func TestKilledServerStopsTheClockUntilItIsBack(t *testing.T) {
	server := startServer(t)
	source := loopback.Noise(20 * time.Second)
	l := listen(t, server, source)
	l.Play()
	time.Sleep(time.Second)
	server.Kill()
	await(t, l.Player, playback.Lost)
	before := l.Position()
	time.Sleep(700 * time.Millisecond)
	if after := l.Position(); after != before || !l.Playing() {
		t.Errorf("without sound it went from %v to %v, playing %v", before, after, l.Playing())
	}
	if before > 1100*time.Millisecond {
		t.Errorf("it ran ahead, to %v in a second", before)
	}
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	recorder, err := server.Record(5 * time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	l.recorder = recorder
	await(t, l.Player, playback.Sounding)
	if back := l.Position(); back < before || back > before+300*time.Millisecond {
		t.Errorf("it went on at %v, having stopped at %v", back, before)
	}
	begin := time.Now()
	time.Sleep(1500 * time.Millisecond)
	recording, trace := l.stop()
	list := loopback.Compare(recording, trace, 50*time.Millisecond, loopback.Correlate(source))
	check(t, "when sound is back", loopback.Between(list, begin, time.Now()), 8)
}

func TestLostPlayerGoesOnSilentlyWhenAsked(t *testing.T) {
	server := startServer(t)
	l := listen(t, server, loopback.Noise(20*time.Second))
	l.Play()
	time.Sleep(500 * time.Millisecond)
	server.Kill()
	await(t, l.Player, playback.Lost)
	l.Play()
	from, begin := l.Position(), time.Now()
	time.Sleep(500 * time.Millisecond)
	if moved := l.Position() - from; l.State() != playback.Silenced || (moved-time.Since(begin)).Abs() > 60*time.Millisecond {
		t.Errorf("state %v, moved %v in %v", l.State(), moved, time.Since(begin))
	}
}

func TestSuspendedSinkStopsTheClock(t *testing.T) {
	server := startServer(t)
	l := listen(t, server, loopback.Noise(20*time.Second))
	l.Play()
	time.Sleep(500 * time.Millisecond)
	if err := server.Suspend(true); err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond)
	before := l.Position()
	time.Sleep(300 * time.Millisecond)
	if after := l.Position(); after != before {
		t.Errorf("it went from %v to %v", before, after)
	}
	if err := server.Suspend(false); err != nil {
		t.Fatal(err)
	}
	time.Sleep(500 * time.Millisecond)
	if after := l.Position(); after < before+200*time.Millisecond {
		t.Errorf("it stays at %v", after)
	}
}

func TestPositionMovesEvenly(t *testing.T) {
	server := startServer(t)
	l := listen(t, server, loopback.Noise(10*time.Second))
	l.Play()
	time.Sleep(2500 * time.Millisecond)
	_, trace := l.stop()
	if len(trace) < 100 {
		t.Fatalf("the position moved at %d moments only", len(trace))
	}
	trace = trace[len(trace)/4:] // once it has settled
	uneven := 0
	for i, p := range trace[1:] {
		step, took := p.Position-trace[i].Position, p.At.Sub(trace[i].At)
		if step < 0 {
			t.Fatalf("it fell from %v to %v", trace[i].Position, p.Position)
		}
		if (step - took).Abs() > 5*time.Millisecond {
			uneven++
		}
	}
	if uneven > len(trace)/20 { // a busy machine may make the sound stutter now and then
		t.Errorf("%d of %d times it moved by more or less than the time that passed", uneven, len(trace))
	}
}

func TestSeeksAndPausesDoNotClick(t *testing.T) {
	server := startServer(t)
	const pitch, loud = 200, 0.3
	source := make([]float32, 10*loopback.Rate)
	for i := range source {
		source[i] = float32(loud * math.Sin(2*math.Pi*pitch*float64(i)/loopback.Rate))
	}
	l := listen(t, server, source)
	l.Play()
	for i := range 8 {
		time.Sleep(230 * time.Millisecond)
		l.Seek(time.Duration(i)*time.Second + 3*time.Millisecond*time.Duration(i))
		time.Sleep(210 * time.Millisecond)
		l.Toggle()
	}
	recording, _ := l.stop()
	// Beside the tone's own slope there is the fade's. A click is a step of up to twice the loudness.
	const most = loud * 2 * math.Pi * pitch / loopback.Rate * 2
	clicks, last := 0, -loopback.Rate
	for i := 1; i < len(recording.Samples); i++ {
		step := math.Abs(float64(recording.Samples[i] - recording.Samples[i-1]))
		if step > most && i-last > loopback.Rate/50 {
			t.Logf("at %v it steps by %.4f, more than %.4f", recording.At(i).Sub(recording.Start), step, most)
			clicks, last = clicks+1, i
		}
	}
	if clicks > 4 { // a busy machine may make the sound stutter now and then
		t.Errorf("16 seeks and pauses made %d clicks", clicks)
	}
}

func TestVolumeIsHeard(t *testing.T) {
	server := startServer(t)
	l := listen(t, server, loopback.Noise(10*time.Second))
	l.Play()
	time.Sleep(time.Second)
	loud := time.Now()
	l.SetVolume(0.25)
	time.Sleep(time.Second)
	quiet := time.Now()
	recording, _ := l.stop()
	level := func(end time.Time) float64 { // of the last half second before
		sum := 0.0
		for _, v := range recording.Samples[recording.Sample(end.Add(-500*time.Millisecond)):recording.Sample(end)] {
			sum += float64(v) * float64(v)
		}
		return math.Sqrt(sum)
	}
	if got := level(quiet) / level(loud); math.Abs(got-0.25) > 0.03 {
		t.Errorf("at a quarter of the volume it is %.2f as loud", got)
	}
}

// A sink of a program that plays through a server is to fall silent in the moment of a pause.
func TestPauseIsSilentSoon(t *testing.T) {
	server := startServer(t)
	l := listen(t, server, loopback.Noise(20*time.Second))
	l.Play()
	time.Sleep(700 * time.Millisecond)
	l.Pause()
	paused := time.Now()
	time.Sleep(400 * time.Millisecond)
	recording, _ := l.stop()
	last := 0
	for i, v := range recording.Samples {
		if v > 1e-3 || v < -1e-3 {
			last = i
		}
	}
	if late := recording.At(last).Sub(paused); late > 60*time.Millisecond {
		t.Errorf("it sounds for another %v", late)
	} else {
		t.Logf("it sounds for another %v", late)
	}
}

func TestMain(m *testing.M) {
	if _, err := exec.LookPath("pulseaudio"); err == nil {
		os.Setenv("PULSE_SERVER", "unix:/nonexistent") // never the person's own server
	}
	os.Exit(m.Run())
}
