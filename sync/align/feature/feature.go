// Package feature turns sound into the numbers that an acoustic model knows speech by: mel-frequency cepstra, one vector
// for each hundredth of a second.
//
// Its words: a [Frame] is the vector of one hundredth of a second, computed from a window of about 26 ms. Its first 13
// numbers are the *cepstrum*: the cosine transform of the logarithm of the energy in 25 bands spaced as the ear hears
// (the mel scale). The next 13, the *delta*, say how the cepstrum is changing, and the last 13, the *delta-delta*, how
// that change is changing.
//
// A model only works with features made exactly as those it was trained on, so every constant here is that of the CMU
// Sphinx en-us model (its feat.params and sphinxbase's fe_sigproc.c, fe_noise.c and feat.c). The steps, for each window:
// pre-emphasis, Hamming window, 512-point Fourier transform, mel filters, removal of steady noise, logarithm, cosine
// transform, liftering; then over time: subtraction of the mean, deltas.
//
// Sources: Davis and Mermelstein, "Comparison of Parametric Representations for Monosyllabic Word Recognition", IEEE
// Trans. ASSP 28 (1980), for the cepstra; Kim and Stern, "Power-Normalized Cepstral Coefficients", IEEE/ACM Trans. ASLP
// 24 (2016), for the noise removal; Furui, "Speaker-Independent Isolated Word Recognition Using Dynamic Features", IEEE
// Trans. ASSP 34 (1986), for the deltas.
package feature

// The shape of the features.
const (
	Rate     = 16000 // samples a second of the sound that goes in
	Shift    = 160   // samples from one frame to the next: 10 ms
	Window   = 410   // samples that one frame looks at
	Cepstra  = 13    // numbers in a cepstrum
	Size     = 3 * Cepstra
	meanHalf = 300 // frames on either side over which the mean is taken: voices and lines change, so not the whole
	deltaLag = 3   // frames on either side that the deltas look at
)

// A Frame is the features of one hundredth of a second: cepstrum, delta, delta-delta.
type Frame [Size]float32

// An Extractor makes frames of sound as it comes. It holds no more than the few seconds of cepstra that the mean needs;
// its frames come out that much later. The zero Extractor is not ready: use [New].
type Extractor struct {
	spectrum *spectrum
	samples  []float32 // not yet used up; the first belongs to the next window
	before   float32   // the sample before samples[0]
	cepstra  means
}

// New gives an extractor at the start of a sound.
func New() *Extractor { return &Extractor{spectrum: newSpectrum()} }

// Write takes the next samples, between −1 and 1 at [Rate], and hands over the frames that are ready.
func (e *Extractor) Write(samples []float32, emit func(Frame)) {
	e.samples = append(e.samples, samples...)
	at := 0
	for ; at+Window <= len(e.samples); at += Shift {
		e.cepstra.add(e.spectrum.cepstrum(e.samples[at:at+Window], e.before), emit)
		e.before = e.samples[at+Shift-1]
	}
	e.samples = e.samples[:copy(e.samples, e.samples[at:])]
}

// Close hands over the frames that were waiting for sound that will not come.
func (e *Extractor) Close(emit func(Frame)) { e.cepstra.drain(emit) }

type cepstrum [Cepstra]float32

// means subtracts from each cepstrum the mean of those around it and adds the deltas. Frame t needs the cepstra up to
// t+meanHalf+deltaLag.
type means struct {
	raw     ring // cepstra as they came
	level   ring // with the mean taken off
	sum     [Cepstra]float64
	in, out int // cepstra taken in, frames handed out
	mid     int // cepstra with the mean taken off
	from    int // first cepstrum within sum
	ended   bool
}

// ring holds the latest cepstra by their number.
type ring [1024]cepstrum

func (r *ring) at(t int) *cepstrum { return &r[t&(len(r)-1)] }

func (m *means) add(c cepstrum, emit func(Frame)) {
	*m.raw.at(m.in) = c
	for i, v := range c {
		m.sum[i] += float64(v)
	}
	m.in++
	m.advance(emit)
}

func (m *means) drain(emit func(Frame)) {
	m.ended = true
	m.advance(emit)
}

func (m *means) advance(emit func(Frame)) {
	for m.mid < m.in && (m.ended || m.mid+meanHalf < m.in) {
		for ; m.from < m.mid-meanHalf; m.from++ {
			for i, v := range m.raw.at(m.from) {
				m.sum[i] -= float64(v)
			}
		}
		raw, level := m.raw.at(m.mid), m.level.at(m.mid)
		for i := range level {
			level[i] = raw[i] - float32(m.sum[i]/float64(m.in-m.from))
		}
		m.mid++
	}
	for m.out < m.mid && (m.ended || m.out+deltaLag < m.mid) {
		emit(m.frame(m.out))
		m.out++
	}
}

// frame adds the deltas, Sphinx's "1s_c_d_dd": Δ[t] = c[t+2] − c[t−2] and ΔΔ[t] = Δ[t+1] − Δ[t−1]. Beyond the ends the
// first and the last cepstrum go on.
func (m *means) frame(t int) (f Frame) {
	at := func(t int) *cepstrum { return m.level.at(max(0, min(m.mid-1, t))) }
	here := at(t)
	early3, early2, early1 := at(t-3), at(t-2), at(t-1)
	late1, late2, late3 := at(t+1), at(t+2), at(t+3)
	for i := range Cepstra {
		f[i] = here[i]
		f[Cepstra+i] = late2[i] - early2[i]
		f[2*Cepstra+i] = (late3[i] - early1[i]) - (late1[i] - early3[i])
	}
	return f
}
