package hearing

import "math"

const (
	compressFrom  = -40.0 // dB of full scale: above, loudness is compressed
	compressAt    = -18.0 // dB: what is as loud as this stays so; speech that is made even is
	compressKnee  = 10.0  // dB over which compression sets in
	compressLift  = 12.0  // dB by which soft sounds are lifted at most, noise among them
	compressEvery = 16    // frames after which the gain is reckoned anew
	compressMean  = 0.010 // seconds over which the level is taken
	compressRise  = 0.005 // seconds in which the gain falls when it becomes loud
	compressFall  = 0.200 // and in which it comes back
)

// A compressor makes loud moments softer and soft ones louder, both sides alike: D. Giannoulis, M. Massberg and J. D. Reiss,
// "Digital dynamic range compressor design", J. Audio Eng. Soc. 60, 2012, with the smoothing in the logarithm.
type compressor struct {
	power    float64 // mean of the louder side
	gain     float64 // dB, smoothed
	from, to float64 // factors that the gain goes between until it is reckoned anew
	count    int
}

// next takes a frame and gives its gain, as a factor.
func (c *compressor) next(frame [2]float64, slope float64) float64 {
	const mean = 1 / (compressMean * Rate)
	c.power += mean * (max(frame[0]*frame[0], frame[1]*frame[1]) - c.power)
	if c.count == 0 {
		if c.to == 0 {
			c.to = 1
		}
		c.from, c.to = c.to, c.reckon(slope)
		c.count = compressEvery
	}
	c.count--
	return c.to + (c.from-c.to)*float64(c.count)/compressEvery
}

// reckon follows the gain that the level calls for.
func (c *compressor) reckon(slope float64) float64 {
	level := 10 * math.Log10(c.power+1e-12)
	wanted := min(compressLift, slope*(compressAt-compressFrom-above(level)))
	seconds := compressFall
	if wanted < c.gain {
		seconds = compressRise
	}
	c.gain += (wanted - c.gain) * (1 - math.Exp(-compressEvery/(seconds*Rate)))
	return math.Pow(10, c.gain/20)
}

// above is how far a level is above compressFrom, with a knee.
func above(level float64) float64 {
	over := level - compressFrom
	switch {
	case over <= -compressKnee/2:
		return 0
	case over >= compressKnee/2:
		return over
	}
	return (over + compressKnee/2) * (over + compressKnee/2) / (2 * compressKnee)
}
