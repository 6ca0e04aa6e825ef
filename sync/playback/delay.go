package playback

import (
	"maps"
	"time"
)

// MostDelay is by how much later than a device says its sound may be heard.
const MostDelay = time.Second

// Delays are by how much later than the device says its sound is heard: sound goes to some headphones by radio, and the sound server
// does not always know how long that takes. They go by the ID of the Output; what plays on none has no delay.
type Delays map[string]time.Duration

// SetDelays says how late outputs are. The position is what is heard through them; where the output becomes another one while
// playing, it goes by that one's delay at once.
func (p *Player) SetDelays(delays Delays) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delays = maps.Clone(delays)
	maps.DeleteFunc(delays, func(_ string, d time.Duration) bool { return d <= 0 })
	for id, d := range delays {
		delays[id] = min(d, MostDelay)
	}
	p.delays.Store(&delays)
	p.kick()
}

// Output is where the sound comes out now.
func (p *Player) Output() Output {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.sink == nil {
		return Output{}
	}
	return p.sink.Output()
}

// delay is that of the output of now, for who holds mu.
func (p *Player) delay() time.Duration {
	if p.sink.Silent() {
		return 0
	}
	return (*p.delays.Load())[p.sink.Output().ID]
}
