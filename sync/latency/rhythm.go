package latency

import "time"

const (
	// Period is from one beat to the next. Flashes as far apart are no danger to those who cannot bear more than three a second.
	Period = 600 * time.Millisecond
	// PerGroup is how many beats a group has.
	PerGroup = 8
	// groupLength is from the beginning of one group to that of the next: a multiple of the period, so that all beats are in
	// step with each other.
	groupLength = (PerGroup + 3) * Period
	// leadIn is before the first beat, for hands to get ready.
	leadIn = 2 * time.Second
	// leadOut is after the last group, for what is still on its way.
	leadOut = 1500 * time.Millisecond
)

// A Rhythm is so many groups of beats.
type Rhythm int

// The rhythms of the test: more scatters in tapping to clicks than flashes can tell in the same time, and a minute and a half is
// as long as one likes to tap.
const (
	Flashes Rhythm = 6
	Clicks  Rhythm = 8
)

// Beats are when the beats come, from the start.
func (r Rhythm) Beats() []time.Duration {
	beats := make([]time.Duration, 0, PerGroup*int(r))
	for group := range int(r) {
		for beat := range PerGroup {
			beats = append(beats, r.start(group)+time.Duration(beat)*Period)
		}
	}
	return beats
}

// Length is how long it lasts.
func (r Rhythm) Length() time.Duration { return r.start(int(r)) + leadOut }

// start is when a group begins.
func (Rhythm) start(group int) time.Duration { return leadIn + time.Duration(group)*groupLength }
