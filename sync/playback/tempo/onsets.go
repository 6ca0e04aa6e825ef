package tempo

import (
	"slices"
	"sort"
)

const (
	onsetBlock  = 120  // frames, 2.5 ms, whose loudness is compared
	onsetBefore = 6    // blocks before that are all softer: 15 ms, more than a period of the deepest voices, whose beats are no onsets
	onsetRise   = 8    // by how much: 9 dB
	onsetLeast  = 1e-6 // of a frame: what is softer is no onset
)

// onsets finds where sounds begin suddenly: the bursts of p, t and k, a knock. High frequencies are looked at only, in the
// difference of each frame to the one before.
type onsets struct {
	found  []int // frames, in order
	heard  int   // frames looked at
	before [onsetBefore]float64
}

// hear looks at the frames of buf, which begins with the frame base, that it has not seen.
func (o *onsets) hear(buf []frame, base int) {
	for ; o.heard+onsetBlock <= base+len(buf); o.heard += onsetBlock {
		block := buf[o.heard-base:][:onsetBlock]
		power, before := 0.0, block[0]
		for _, f := range block[1:] {
			left, right := f[0]-before[0], f[1]-before[1]
			power += left*left + right*right
			before = f
		}
		if power > onsetRise*slices.Max(o.before[:]) && power > onsetLeast*onsetBlock {
			o.found = append(o.found, o.heard)
		}
		o.before[o.heard/onsetBlock%onsetBefore] = power
	}
}

// between gives the onsets from one frame to another.
func (o *onsets) between(low, high int) []int {
	return o.found[sort.SearchInts(o.found, low):sort.SearchInts(o.found, high)]
}

func (o *onsets) forget(before int) {
	o.found = slices.Delete(o.found, 0, sort.SearchInts(o.found, before))
}
