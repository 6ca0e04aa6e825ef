package sync

import (
	"context"
	"math"
	"time"
)

// A Clock tells where the listener is. The player is one.
type Clock interface {
	// Now gives the position that is heard and how fast it moves: 1 at normal speed, 0 while paused.
	Now() (position time.Duration, rate float64)
	// Watch returns a channel that receives whenever Now changes other than by time passing: after a seek, at play and
	// pause, when the rate changes, when the device is lost. One signal may stand for several changes. The caller calls
	// stop when it is done with the channel.
	Watch() (changed <-chan struct{}, stop func())
}

// A foreseer is a Clock that knows what is not heard on the way: it tells where the position will be after so much more listening,
// behind a stretch that is left out, or still in a pause.
type foreseer interface {
	Ahead(listening time.Duration) time.Duration
}

// A Follower publishes the places of a story as they are heard.
type Follower struct {
	timeline *Timeline
	clock    Clock
	publish  func(place Place, position time.Duration)
	lead     func() time.Duration
}

// A FollowerOption changes how a Follower works.
type FollowerOption func(*Follower)

// Lead publishes each change earlier by what lead returns, so that what is drawn then is seen as the sound is heard. It is
// asked anew for each change, because the time a frame takes is measured while following. A negative lead publishes later.
func Lead(lead func() time.Duration) FollowerOption {
	return func(f *Follower) { f.lead = lead }
}

// NewFollower makes a Follower; [Follower.Run] sets it to work. It calls publish with each new place and the position at
// that moment, one call at a time, from the goroutine of Run.
func NewFollower(t *Timeline, c Clock, publish func(place Place, position time.Duration), options ...FollowerOption) *Follower {
	f := &Follower{timeline: t, clock: c, publish: publish, lead: func() time.Duration { return 0 }}
	for _, option := range options {
		option(f)
	}
	return f
}

const (
	// tick is the longest sleep while playing, so that a clock that drifts from the computer's is met at the boundary.
	tick = time.Second
	// settle is how much too early a timer may fire, or a clock's rounding put the position, without another sleep.
	settle = 500 * time.Microsecond
	// leap is the least jump that a clock is believed to foresee.
	leap = 150 * time.Millisecond
	// retry is the shortest sleep when the position has not come as far as it should have, as when sound stutters. Each
	// further one is twice as long, up to slowest, so that a clock that stands still costs next to nothing.
	retry   = 5 * time.Millisecond
	slowest = 250 * time.Millisecond
)

// Run publishes changes until ctx is done. Before the first one the place counts as [Nowhere]. It sleeps until the next
// boundary and wakes at once when the clock changes; while paused it only waits. A change that is over before it could be
// published, as after the computer slept, is left out.
func (f *Follower) Run(ctx context.Context) {
	changed, stop := f.clock.Watch()
	defer stop()
	timer := time.NewTimer(0)
	defer timer.Stop()
	var p pursuit
	p.last, p.rate = Nowhere, 1
	signalled := true
	for {
		sleep, ok := f.step(&p, signalled)
		if ok {
			timer.Reset(sleep)
		} else {
			timer.Stop()
		}
		select {
		case <-ctx.Done():
			return
		case _, open := <-changed:
			if !open {
				return
			}
			signalled = true
		case <-timer.C:
			signalled = false
		}
	}
}

// A pursuit is what a Follower remembers from one step to the next.
type pursuit struct {
	last   Place
	rate   float64       // the last rate that was not 0
	paused bool          // whether the clock stood still at the last step
	ahead  time.Duration // the position looked at in the last step, lead included
	due    time.Duration // where that should be after the sleep
	wait   time.Duration // the shortest sleep, if the position was not there
}

// step publishes the place of this moment if it is a new one, and says how long to sleep; it reports false when only a
// signal of the clock can bring a change.
func (f *Follower) step(p *pursuit, signalled bool) (time.Duration, bool) {
	position, rate := f.clock.Now()
	if !(rate > 0) || math.IsInf(rate, 1) {
		f.rest(p, position)
		return 0, false
	}
	p.rate, p.paused = rate, false
	ahead := f.ahead(position, rate) + settle
	if !signalled && ahead < p.ahead {
		ahead = p.ahead // a position that trembles must not make the highlight go back
	}
	switch {
	case signalled || ahead >= p.due-settle:
		p.wait = 0
	default:
		p.wait = min(max(retry, 2*p.wait), slowest)
	}
	p.ahead = ahead
	f.show(p, f.timeline.At(ahead), position)
	next, ok := f.timeline.NextChange(ahead)
	if !ok {
		return 0, false
	}
	sleep := min(float64(next-ahead)/rate, float64(tick))
	p.due = ahead + time.Duration(sleep*rate)
	return max(time.Duration(math.Ceil(sleep)), p.wait), true
}

// ahead is where the position will be when what is published now is seen.
func (f *Follower) ahead(position time.Duration, rate float64) time.Duration {
	lead := f.lead()
	ahead := position + time.Duration(float64(lead)*rate)
	if clock, ok := f.clock.(foreseer); ok && lead > 0 {
		// Only a jump is taken from the clock: it knows of what has been sent to the device, which now and then is less than lead.
		if foreseen := clock.Ahead(lead); (foreseen - ahead).Abs() > leap {
			return foreseen
		}
	}
	return ahead
}

// rest is a step while the clock stands still. What the lead has already brought up stays: a pause must not take it back.
func (f *Follower) rest(p *pursuit, position time.Duration) {
	place := f.timeline.At(position)
	if !p.paused && f.timeline.At(p.ahead) == p.last && position <= p.ahead && position > p.ahead-tick {
		lead := time.Duration(float64(f.lead())*p.rate) + settle
		if f.timeline.At(position+lead) == p.last {
			place = p.last
		}
	}
	p.paused, p.ahead, p.due, p.wait = true, position, position, 0
	f.show(p, place, position)
}

func (f *Follower) show(p *pursuit, place Place, position time.Duration) {
	if place != p.last {
		p.last = place
		f.publish(place, position)
	}
}
