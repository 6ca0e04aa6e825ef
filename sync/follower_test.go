package sync

import (
	"context"
	"slices"
	stdsync "sync"
	"testing"
	"testing/synctest"
	"time"

	"alongside/sync/timing"
)

// A fakeClock is a player that follows the test's time exactly.
type fakeClock struct {
	mu       stdsync.Mutex
	position time.Duration // at since
	since    time.Time
	rate     float64
	speed    float64 // how fast the position really moves, where the rate is not true
	watchers []chan struct{}
	asked    int // how often Now was called
}

func newFakeClock(position time.Duration, rate float64) *fakeClock {
	return &fakeClock{position: position, since: time.Now(), rate: rate, speed: rate}
}

func (c *fakeClock) now() time.Duration {
	return c.position + time.Duration(float64(time.Since(c.since))*c.speed)
}

func (c *fakeClock) Now() (time.Duration, float64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked++
	return c.now(), c.rate
}

func (c *fakeClock) Watch() (<-chan struct{}, func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch := make(chan struct{}, 1)
	c.watchers = append(c.watchers, ch)
	return ch, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.watchers = slices.DeleteFunc(c.watchers, func(w chan struct{}) bool { return w == ch })
	}
}

// change is a seek, a pause or another speed.
func (c *fakeClock) change(f func(position time.Duration) (time.Duration, float64)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.position, c.rate = f(c.now())
	c.speed, c.since = c.rate, time.Now()
	for _, w := range c.watchers {
		select {
		case w <- struct{}{}:
		default:
		}
	}
}

func (c *fakeClock) seek(to time.Duration) {
	c.change(func(time.Duration) (time.Duration, float64) { return to, c.rate })
}

func (c *fakeClock) run(rate float64) {
	c.change(func(at time.Duration) (time.Duration, float64) { return at, rate })
}

// A heard is a published change, and when it was published.
type heard struct {
	After    time.Duration
	Place    Place
	Position time.Duration
}

// A following is a Follower at work on the market story, and what it has published.
type following struct {
	clock *fakeClock
	start time.Time
	mu    stdsync.Mutex
	list  []heard
}

// follow runs a Follower until the test of the bubble ends.
func follow(t *testing.T, clock *fakeClock, options ...FollowerOption) *following {
	t.Helper()
	f := &following{clock: clock, start: time.Now()}
	ctx, cancel := context.WithCancel(t.Context())
	follower := NewFollower(NewTimeline(market()), clock, func(p Place, at time.Duration) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.list = append(f.list, heard{time.Since(f.start), p, at})
	}, options...)
	done := make(chan struct{})
	go func() { defer close(done); follower.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	synctest.Wait()
	return f
}

// wait lets time pass.
func (f *following) wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (f *following) places() []Place {
	f.mu.Lock()
	defer f.mu.Unlock()
	var list []Place
	for _, h := range f.list {
		list = append(list, h.Place)
	}
	return list
}

// boundaries are the changes of the market story.
func boundaries() []heard {
	l := NewTimeline(market())
	var list []heard
	for pos, ok := l.NextChange(0); ok; pos, ok = l.NextChange(pos) {
		list = append(list, heard{pos, l.At(pos), pos})
	}
	return list
}

func TestFollowerPublishesEachChangeAtItsTime(t *testing.T) {
	for _, rate := range []float64{0.5, 1, 1.7, 2} {
		synctest.Test(t, func(t *testing.T) {
			f := follow(t, newFakeClock(0, rate))
			f.wait(30 * time.Second)
			want := boundaries()
			if len(f.list) != len(want) {
				t.Fatalf("at rate %v it published %v, want %v", rate, f.places(), want)
			}
			for i, h := range f.list {
				due := time.Duration(float64(want[i].After) / rate)
				if h.Place != want[i].Place || (h.After-due).Abs() > ms {
					t.Errorf("at rate %v: %v after %v, want %v after %v", rate, h.Place, h.After, want[i].Place, due)
				}
			}
		})
	}
}

func TestFollowerWakesOnceForEachChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := follow(t, newFakeClock(0, 1))
		f.wait(7 * time.Second)
		// One look at the start, one for each change, one for each second at most.
		if most := 1 + len(boundaries()) + 7; f.clock.asked > most {
			t.Errorf("it looked at the clock %d times, want %d at most", f.clock.asked, most)
		}
	})
}

func TestFollowerSleepsWhilePaused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := follow(t, newFakeClock(2*time.Second, 0))
		f.wait(time.Hour)
		if f.clock.asked != 1 {
			t.Errorf("it looked at the clock %d times in an hour, want once", f.clock.asked)
		}
	})
}

func TestFollowerSleepsAfterTheStory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := follow(t, newFakeClock(8*time.Second, 1))
		f.wait(time.Hour)
		if f.clock.asked != 1 {
			t.Errorf("it looked at the clock %d times in an hour, want once", f.clock.asked)
		}
	})
}

func TestFollowerPublishesWhatASeekLeadsTo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := follow(t, newFakeClock(0, 1))
		f.wait(1200 * ms) // sentence, word
		f.clock.seek(6 * time.Second)
		f.wait(10 * ms)
		f.clock.seek(3100 * ms)
		f.wait(600 * ms) // to 3.7 s, past the end of the word at 3.5 s
		want := []Place{{0, 0, -1}, {0, 0, 0}, {1, 0, -1}, {0, 1, 2}, {0, 1, -1}}
		if got := f.places(); !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestFollowerPublishesNothingForASeekWithinAWord(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := follow(t, newFakeClock(4100*ms, 1))
		f.clock.seek(4500 * ms)
		f.wait(10 * ms)
		if got, want := f.places(), []Place{{0, 1, 3}}; !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestFollowerPublishesWhilePausedOnlyOnASeek(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := follow(t, newFakeClock(3100*ms, 1))
		f.wait(100 * ms)
		f.clock.run(0)
		f.wait(time.Minute)
		f.clock.run(0) // a signal without a change
		f.wait(time.Minute)
		f.clock.seek(1700 * ms)
		f.wait(time.Minute)
		want := []Place{{0, 1, 2}, {0, 0, 1}}
		if got := f.places(); !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestFollowerGoesOnAfterAPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := follow(t, newFakeClock(3100*ms, 1))
		f.clock.run(0)
		f.wait(time.Minute)
		f.clock.run(2)
		f.wait(200*ms + ms) // 3.1 s + 0.4 s: the word has just ended
		last := f.list[len(f.list)-1]
		if want := (Place{0, 1, -1}); last.Place != want || (last.After-time.Minute-200*ms).Abs() > ms {
			t.Errorf("got %v after %v, want %v after %v", last.Place, last.After, want, time.Minute+200*ms)
		}
	})
}

func TestFollowerPublishesEarlierByTheLead(t *testing.T) {
	for _, rate := range []float64{0.5, 1, 2} {
		synctest.Test(t, func(t *testing.T) {
			const lead = 40 * ms
			f := follow(t, newFakeClock(0, rate), Lead(func() time.Duration { return lead }))
			f.wait(30 * time.Second)
			for i, want := range boundaries() {
				due := time.Duration(float64(want.After)/rate) - lead
				if h := f.list[i]; h.Place != want.Place || (h.After-due).Abs() > ms {
					t.Errorf("at rate %v: %v after %v, want %v after %v", rate, h.Place, h.After, want.Place, due)
				}
			}
		})
	}
}

func TestPauseDoesNotTakeBackWhatTheLeadBroughtUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := follow(t, newFakeClock(3900*ms, 1), Lead(func() time.Duration { return 50 * ms }))
		f.wait(70 * ms) // 3.97 s: the word of 4 s is already marked
		f.clock.run(0)
		f.wait(time.Second)
		f.clock.run(1)
		f.wait(10 * ms)
		want := []Place{{0, 1, -1}, {0, 1, 3}}
		if got := f.places(); !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestSeekWhilePausedIsNotLed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := follow(t, newFakeClock(4500*ms, 1), Lead(func() time.Duration { return 50 * ms }))
		f.clock.run(0)
		f.wait(time.Second)
		f.clock.seek(3980 * ms)
		f.wait(time.Second)
		want := []Place{{0, 1, 3}, {0, 1, -1}}
		if got := f.places(); !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestFollowerDoesNotGoBackWhenThePositionTrembles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := follow(t, newFakeClock(2995*ms, 1))
		f.wait(8 * ms)
		f.clock.mu.Lock()
		f.clock.position -= 20 * ms // no signal: this is the device's inexactness
		f.clock.mu.Unlock()
		f.wait(2 * time.Second)
		want := []Place{{0, -1, -1}, {0, 1, 2}, {0, 1, -1}, {0, 1, 3}}
		if got := f.places(); !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestStuckClockCostsAlmostNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := follow(t, newFakeClock(2990*ms, 1))
		f.clock.mu.Lock()
		f.clock.position, f.clock.since, f.clock.speed = 2990*ms, time.Now(), 0
		f.clock.mu.Unlock()
		f.wait(time.Minute)
		if most := 250; f.clock.asked > most {
			t.Errorf("it looked %d times in a minute at a clock that stands still, want %d at most", f.clock.asked, most)
		}
	})
}

func TestFollowerEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock := newFakeClock(0, 1)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			NewFollower(NewTimeline(market()), clock, func(Place, time.Duration) {}).Run(ctx)
		}()
		synctest.Wait()
		cancel()
		<-done
		if len(clock.watchers) != 0 {
			t.Error("it still watches the clock")
		}
	})
}

func TestFollowerOfAnEmptyStoryPublishesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		published := 0
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		NewFollower(NewTimeline(speech(), timing.Alignment{}), newFakeClock(0, 1), func(Place, time.Duration) { published++ }).Run(ctx)
		if published != 0 {
			t.Errorf("it published %d places", published)
		}
	})
}

// foresight is a clock that plays, and that will leave out what lies from one moment to another.
type foresight struct {
	at, from, to time.Duration
}

func (c *foresight) Now() (time.Duration, float64) { return c.at, 1 }

func (c *foresight) Watch() (<-chan struct{}, func()) { return nil, func() {} }

func (c *foresight) Ahead(by time.Duration) time.Duration {
	if then := c.at + by; then < c.from {
		return then
	}
	return c.at + by + c.to - c.from
}

func TestWhatIsShownAheadOfTimeIsWhatWillBeHeardPastAJump(t *testing.T) {
	clock := &foresight{at: 4990 * time.Millisecond, from: 5 * time.Second, to: 9 * time.Second}
	f := NewFollower(nil, clock, nil, Lead(func() time.Duration { return 30 * time.Millisecond }))
	if got, want := f.ahead(clock.at, 1), 9020*time.Millisecond; got != want {
		t.Errorf("30 ms before it is heard %v is shown, want %v, behind the jump", got, want)
	}
	clock.at = 2 * time.Second
	if got, want := f.ahead(clock.at, 1), 2030*time.Millisecond; got != want {
		t.Errorf("far from the jump %v is shown, want %v", got, want)
	}
}
