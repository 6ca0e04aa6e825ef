package feature

// noise takes steady noise out of the band energies and masks echoes, as the front end of the model's makers does
// (sphinxbase, fe_noise.c; after Kim and Stern). It follows the lower envelope of each band, takes it away, and smooths
// the resulting gains over neighbouring bands.
type noise struct {
	begun                      bool
	power, steady, floor, peak [bands]float64
}

// The constants of fe_noise.c.
const (
	powerMemory   = 0.7   // of the smoothed power
	risingMemory  = 0.995 // of the lower envelope while the power is above it
	fallingMemory = 0.5   // and while it is below
	peakMemory    = 0.85
	maskedShare   = 0.2 // what is left of an echo under a recent peak
	firstShare    = 20  // the first window is taken to be this many times its noise
	mostGain      = 20
	leastGain     = 1.0 / mostGain
	smoothing     = 4 // bands on either side
)

func (n *noise) remove(energy *[bands]float64) {
	if !n.begun {
		for i, e := range energy {
			n.power[i], n.steady[i], n.floor[i] = e, e/firstShare, e/firstShare
		}
		n.begun = true
	}
	for i, e := range energy {
		n.power[i] = powerMemory*n.power[i] + (1-powerMemory)*e
	}
	follow(&n.steady, &n.power)
	var signal, gain [bands]float64
	for i := range signal {
		signal[i] = max(n.power[i]-n.steady[i], 1)
	}
	follow(&n.floor, &signal)
	n.mask(&signal)
	for i := range gain {
		gain[i] = min(mostGain, max(leastGain, max(signal[i], n.floor[i])/n.power[i]))
	}
	for i := range energy {
		low, high := max(0, i-smoothing), min(bands-1, i+smoothing)
		sum := 0.0
		for _, g := range gain[low : high+1] {
			sum += g
		}
		energy[i] *= sum / float64(high-low+1)
	}
}

// follow moves the envelope under the values: slowly up, quickly down.
func follow(envelope, values *[bands]float64) {
	for i, v := range values {
		memory := fallingMemory
		if v >= envelope[i] {
			memory = risingMemory
		}
		envelope[i] = memory*envelope[i] + (1-memory)*v
	}
}

// mask lowers what follows closely on a peak in its band: it is an echo, and the ear does not hear it.
func (n *noise) mask(signal *[bands]float64) {
	for i, v := range signal {
		n.peak[i] *= peakMemory
		if v < peakMemory*n.peak[i] {
			signal[i] = n.peak[i] * maskedShare
		}
		n.peak[i] = max(n.peak[i], v)
	}
}
