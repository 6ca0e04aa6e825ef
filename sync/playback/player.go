package playback

import (
	"context"
	"errors"
	"fmt"
	"math"
	stdsync "sync"
	"sync/atomic"
	"time"

	"alongside/sync/playback/tempo"
)

// State says where the sound goes.
type State int

const (
	// Connecting is the time until the device has answered for the first time.
	Connecting State = iota
	// Sounding is the usual state: there is a device.
	Sounding
	// Silenced is playing in real time without sound: there is no device.
	Silenced
	// Lost is a device that went away while playing: the position stands still. It goes on from there when sound is back, or
	// silently once Play is called.
	Lost
)

func (s State) String() string {
	return [...]string{"connecting", "sounding", "silenced", "lost"}[s]
}

// Speeds outside of these bounds are brought inside.
const (
	MinSpeed = tempo.MinSpeed
	MaxSpeed = tempo.MaxSpeed
)

const (
	retryFirst = 200 * time.Millisecond // from losing a device to looking for it
	retryNext  = time.Second            // between looks
)

// A Player plays an Audio on a Device and says what is heard. It implements sync.Clock. Its methods may be called from any
// goroutine and do not wait for the device.
type Player struct {
	device Device
	audio  *Audio

	volume  atomic.Uint64 // bits of a float64
	reading stdsync.Mutex
	current atomic.Pointer[run]  // the run that may read the audio, the same as run
	plan    atomic.Pointer[Plan] // never nil
	delays  atomic.Pointer[Delays]

	mu       stdsync.Mutex
	playing  bool
	ended    bool
	speed    float64
	state    State
	err      error
	at       time.Duration // the position while there is no run, and what it never falls below during one
	back     int           // how often the run has gone back
	heard    int           // how often what is repeated was heard before
	waiting  bool          // paused by a pause of the plan
	run      *run          // nil while paused or lost
	sink     Sink          // nil while there is none
	watchers map[chan struct{}]struct{}

	kicked   chan struct{} // something happened that attend should look at
	lines    chan line
	quit     context.Context
	stop     context.CancelFunc
	finished chan struct{}
}

// A line is the answer of a device.
type line struct {
	sink Sink
	err  error
}

// NewPlayer makes a Player, paused at the start. It looks for the device at once. The Audio stays the caller's, to be
// closed after the Player, and must not be read meanwhile.
func NewPlayer(device Device, audio *Audio) *Player {
	p := &Player{
		device:   device,
		audio:    audio,
		speed:    1,
		watchers: make(map[chan struct{}]struct{}),
		kicked:   make(chan struct{}, 1),
		lines:    make(chan line),
		finished: make(chan struct{}),
	}
	p.volume.Store(math.Float64bits(1))
	p.plan.Store(&Plan{})
	p.delays.Store(&Delays{})
	p.quit, p.stop = context.WithCancel(context.Background())
	go p.attend()
	return p
}

// Play begins or goes on. After the end it begins again from the start. While the device is lost it goes on silently.
func (p *Player) Play() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.play()
}

func (p *Player) play() {
	if p.quit.Err() != nil || (p.playing && p.state != Lost) {
		return
	}
	if p.ended {
		p.ended, p.at, p.heard = false, 0, 0
	}
	p.playing, p.waiting = true, false
	if p.sink == nil && p.state != Connecting {
		p.sink, p.state = newSilentSink(p.kick), Silenced
	}
	p.begin()
	p.notify()
}

// Pause stops at once. The position stays where it is.
func (p *Player) Pause() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pause()
}

func (p *Player) pause() {
	if !p.playing {
		return
	}
	p.position()
	p.playing = false
	p.rest()
	p.notify()
}

// Toggle plays when paused and pauses when playing.
func (p *Player) Toggle() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.playing {
		p.pause()
	} else {
		p.play()
	}
}

// Seek goes to a position; one outside of the audio is brought inside. Position is the new one at once, and stands there
// until sound from there is heard.
func (p *Player) Seek(to time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.at = max(0, min(to, p.audio.Duration()))
	p.ended, p.waiting, p.heard = false, false, 0
	if p.playing {
		p.begin()
	}
	p.notify()
}

// SetPlan says what is done with the sound from now on. Sound that is on its way to the device is not called back. What is
// repeated is counted anew when it is another stretch.
func (p *Player) SetPlan(plan Plan) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if plan.Repeat != p.plan.Load().Repeat {
		p.position()
		p.heard = 0
	}
	p.plan.Store(plan.ready())
}

// Plan is what SetPlan set: its stretches and pauses in order, those joined that touch.
func (p *Player) Plan() Plan { return *p.plan.Load().ready() }

// Waiting reports whether it has paused by itself, in a pause of the plan that lasts until Play.
func (p *Player) Waiting() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.waiting
}

// Repeated is how often the stretch that is repeated has been heard before: 0 the first time.
func (p *Player) Repeated() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.position()
	return p.heard
}

// SetVolume sets how loud it is, from 0 to 1; 1 is as recorded.
func (p *Player) SetVolume(volume float64) {
	if volume == volume { // a number
		p.volume.Store(math.Float64bits(max(0, min(1, volume))))
	}
}

// Volume is what SetVolume set.
func (p *Player) Volume() float64 { return math.Float64frombits(p.volume.Load()) }

// SetSpeed sets how fast it plays, the pitch kept: 1 is as recorded. What is outside of MinSpeed and MaxSpeed is brought
// inside.
func (p *Player) SetSpeed(speed float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if speed != speed { // not a number
		return
	}
	p.speed = max(MinSpeed, min(MaxSpeed, speed))
	if p.run != nil {
		p.run.setSpeed(p.speed)
	}
	p.kick()
}

// Speed is what SetSpeed set.
func (p *Player) Speed() float64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.speed
}

// Position is the place in the audio that is heard now.
func (p *Player) Position() time.Duration {
	position, _ := p.Now()
	return position
}

// Now is the position, and how much faster than real time it moves: 0 while it stands still. While playing that is so too
// until sound is heard; Watch tells when it begins to move.
func (p *Player) Now() (position time.Duration, rate float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.position()
}

// Ahead is where the position will be after so much more listening, if nothing is changed meanwhile: behind a jump, or still
// in a pause. It knows of what is on its way to the device, a few hundredths of a second. While it stands still it is the
// position.
func (p *Player) Ahead(by time.Duration) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	now, _ := p.position()
	if p.run == nil {
		return now
	}
	heard, rising := p.hearing()
	if !rising {
		return now
	}
	if then := p.run.spot(heard + frames(by)); then.back > p.back || then.at > now {
		return then.at
	}
	return now
}

// position is Now for who holds mu. The position never falls within a run, but where it goes back to what is repeated.
func (p *Player) position() (time.Duration, float64) {
	if p.run == nil {
		return p.at, 0
	}
	heard, rising := p.hearing()
	spot := p.run.spot(heard)
	p.run.forget(heard)
	if spot.back > p.back {
		p.at, p.back = spot.at, spot.back
	} else {
		p.at = max(p.at, spot.at)
	}
	if spot.repeat == p.plan.Load().Repeat {
		p.heard = max(p.heard, spot.heard)
	}
	if !rising {
		return p.at, 0
	}
	return p.at, spot.rate
}

// hearing is which frame of the run is heard, which is later than the line says by the delay of its output; below 0 nothing is
// heard yet. It reports whether that number is rising.
func (p *Player) hearing() (frame int64, rising bool) {
	frame, rising = p.sink.Heard()
	return frame - frames(p.delay()), rising
}

// Watch gives a channel that receives after each change that makes a schedule wrong: play, pause, seek, the first sound
// after them, a stretch skipped or gone back to, a pause of the plan, another speed, a device lost or found, the end. Changes that were not yet received become one. Call stop
// when done.
func (p *Player) Watch() (changed <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.watchers[c] = struct{}{}
	return c, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.watchers, c)
	}
}

// Duration is the length of the audio.
func (p *Player) Duration() time.Duration { return p.audio.Duration() }

// Playing reports whether it was told to play and has not ended; it may be silent or waiting all the same, see State.
func (p *Player) Playing() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.playing
}

// Ended reports whether it has played to the end.
func (p *Player) Ended() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ended
}

// State says where the sound goes.
func (p *Player) State() State {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.state == Sounding && p.sink != nil && p.sink.Silent() {
		return Silenced
	}
	return p.state
}

// Err says why there is no sound, or why playing stopped before the end; nil when all is well.
func (p *Player) Err() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err
}

// Close stops, and gives the device back.
func (p *Player) Close() error {
	p.Pause()
	p.stop()
	<-p.finished
	return nil
}

// begin starts a run at the position, if there is a line.
func (p *Player) begin() {
	if p.sink == nil {
		return
	}
	r := newRun(p)
	p.run, p.back = r, 0
	p.current.Store(r)
	p.sink.Start(r)
	p.kick()
}

// rest ends the run.
func (p *Player) rest() {
	p.run = nil
	p.current.Store(nil)
	if p.sink != nil {
		p.sink.Stop()
	}
}

func (p *Player) notify() {
	for c := range p.watchers {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

func (p *Player) kick() {
	select {
	case p.kicked <- struct{}{}:
	default:
	}
}

// attend looks after the line and the end of the audio until Close.
func (p *Player) attend() {
	defer close(p.finished)
	retry := time.NewTimer(0)
	due := time.NewTimer(time.Hour)
	defer retry.Stop()
	defer due.Stop()
	for {
		var lost <-chan struct{}
		p.mu.Lock()
		if p.sink != nil {
			lost = p.sink.Lost()
		}
		p.mu.Unlock()
		select {
		case <-p.quit.Done():
			p.release()
			return
		case <-retry.C:
			go p.connect()
		case answer := <-p.lines:
			if p.adopt(answer) != nil {
				retry.Reset(retryNext)
			}
		case <-lost:
			p.lose()
			retry.Reset(retryFirst)
		case <-p.kicked:
			due.Reset(p.look())
		case <-due.C:
			due.Reset(p.look())
		}
	}
}

// connect asks the device for a line.
func (p *Player) connect() {
	sink, err := p.device.Connect(p.quit, p.kick)
	select {
	case p.lines <- line{sink, err}:
	case <-p.quit.Done():
		if err == nil {
			sink.Close()
		}
	}
}

// adopt takes up the answer of the device. On another line than before it goes on where it was.
func (p *Player) adopt(answer line) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	defer p.notify()
	if answer.err != nil {
		p.err = answer.err
		if p.state == Connecting {
			p.state = Silenced
		}
		if p.state == Silenced && p.sink == nil && p.playing {
			p.sink = newSilentSink(p.kick)
			p.begin()
		}
		return answer.err
	}
	p.position()
	old := p.sink
	p.sink, p.err, p.state = answer.sink, nil, Sounding
	if p.playing {
		p.begin()
	}
	if old != nil {
		old.Close()
	}
	return nil
}

// lose takes note that the line broke. The position stays at what was heard.
func (p *Player) lose() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.position()
	sink := p.sink
	p.sink = nil
	p.rest()
	p.state = Lost
	p.err = fmt.Errorf("%w: the sound server or the device went away", ErrNoDevice)
	sink.Close()
	p.notify()
}

// look notifies the watchers, ends a run that has been heard to its end, and says when to look again.
func (p *Player) look() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.notify()
	if p.run == nil {
		return time.Hour
	}
	heard, rising := p.hearing()
	left, known := p.run.untilEnd(heard)
	switch {
	case known && left == 0:
		p.finish()
	case p.run.halted(heard):
		p.pause()
		p.waiting = true
	case known && rising:
		return min(left, p.run.untilEvent(heard))
	case rising:
		return p.run.untilEvent(heard)
	}
	return time.Hour
}

// finish takes note that the run was heard to its end.
func (p *Player) finish() {
	p.playing = false
	if err := p.audio.Err(); err != nil {
		p.err = err
	} else {
		p.ended = true
		p.at = p.audio.Duration()
	}
	p.rest()
	p.notify()
}

func (p *Player) release() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rest()
	if p.sink != nil {
		p.sink.Close()
		p.sink = nil
	}
	if p.err == nil {
		p.err = errors.New("the player is closed")
	}
}
