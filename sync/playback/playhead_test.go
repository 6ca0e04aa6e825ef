package playback

import (
	"math"
	"testing"
	"time"
)

func TestPlayheadMovesBetweenReadings(t *testing.T) {
	var p playhead
	start := time.Now()
	p.read(start, 1000, true)
	if got := p.now(start.Add(time.Second / 2)); math.Abs(got-25000) > 1 {
		t.Errorf("half a second after frame 1000 it is at %v", got)
	}
}

func TestPlayheadEvensOutLateAnswers(t *testing.T) {
	var p playhead
	start := time.Now()
	p.read(start, 0, true)
	at := start.Add(time.Second)
	p.read(at, 48000+480, true) // 10 ms off
	if got := p.now(at) - 48000; got < 100 || got > 140 {
		t.Errorf("a reading that is 480 frames off moves it by %v", got)
	}
}

func TestPlayheadBelievesALeap(t *testing.T) {
	var p playhead
	start := time.Now()
	p.read(start, 0, true)
	at := start.Add(time.Second)
	p.read(at, 24000, true)
	if got := p.now(at); got != 24000 {
		t.Errorf("it is at %v", got)
	}
}

func TestStoppedPlayheadStands(t *testing.T) {
	var p playhead
	start := time.Now()
	p.read(start, 0, true)
	at := start.Add(time.Second)
	p.stop(at)
	if got := p.now(at.Add(time.Second)); math.Abs(got-48000) > 1 {
		t.Errorf("it is at %v", got)
	}
}
