// Package warp finds speech in a recording by holding it against the same words as a machine says them: dynamic time
// warping.
//
// Its words: the *reference* is the speech that was synthesised, a row of *states*, each a fiftieth of a second. A way
// through it gives each *frame* of the recording a state: it *stays* in one where the recording is slower, and *hurries*
// over one where it is faster; both cost something, so that the tempo cannot be anything. Frames between words may be
// silence, or *garbage*: anything else that the text lacks. Words, sentences and turns may be left out, and a way that has
// lost its place may *jump* to a later sentence. Ways far behind the best are given up: the band is a beam.
//
// A [Frame] is what is compared: the cepstrum, how it changes, and the *phonetic posteriorgram*, which says how likely an
// acoustic model holds each phone to be. Frames of the reference are put into [Classes], by k-means; a state is the number
// of a class. A [Model] says how each class sounds in the recording: at first much like in the reference, then as it was
// heard where words have been found ([Adapter]). What counts is how much better its class fits a frame than all classes
// and the [background] together do. The background knows how this recording sounds, whatever it is; so music or a speech in
// another language fits no class well, although some class is always the nearest.
//
// Sources: Sakoe and Chiba, "Dynamic Programming Algorithm Optimization for Spoken Word Recognition", IEEE Trans. ASSP 26
// (1978), for the warping; Hazen, Shen and White, "Query-by-example spoken term detection using phonetic posteriorgram
// templates" (ASRU 2009); Hermansky, Ellis and Sharma, "Tandem connectionist feature extraction" (ICASSP 2000), for
// putting both kinds of numbers side by side; Gauvain and Lee, "Maximum a Posteriori Estimation for Multivariate Gaussian
// Mixture Observations", IEEE Trans. SAP 2 (1994), for the adaptation; Reynolds, Quatieri and Dunn, "Speaker Verification
// Using Adapted Gaussian Mixture Models", Digital Signal Processing 10 (2000), for the background.
package warp

import (
	"alongside/sync/align/acoustic"
	"alongside/sync/align/feature"
)

// The shape of a frame.
const (
	cepstra = 2 * feature.Cepstra // the cepstrum and how it changes
	heard   = 24                  // principal components of the posteriorgram
	size    = cepstra + heard
)

// Raw is a frame as it was heard: cepstra, and for each phone the logarithm of its chance.
type Raw struct {
	Cepstra [cepstra]float32
	Phones  [acoustic.Phones]float32
}

// A Frame is what is compared.
type Frame [size]float32

// Break says what begins with a word: there may be left out what is between two breaks, or jumped to one.
type Break int

// The breaks.
const (
	Inside   Break = iota // nothing: it is within a sentence
	Sentence              // a sentence
	Turn                  // a turn
)

// A Word of the reference has the states from First to Last, not included: at least one, once it is known how it sounds.
type Word struct {
	First, Last int
	Begins      Break
}

// A Reference is the speech that is to be found. Its words are known from the beginning; how they sound is added while it is
// already being looked for.
type Reference struct {
	Words  []Word
	states []uint8
	ready  int
}

// NewReference gives a reference of which only is known what begins with each word.
func NewReference(begins []Break) *Reference {
	r := &Reference{Words: make([]Word, len(begins))}
	for i, b := range begins {
		r.Words[i].Begins = b
	}
	return r
}

// Ready is how many words, from the first, it is known of how they sound.
func (r *Reference) Ready() int { return r.ready }

// Append says how the next word sounds. Where there are no frames it is as short as can be.
func (r *Reference) Append(c *Classes, frames []Frame) {
	w := &r.Words[r.ready]
	w.First = len(r.states)
	for i := range frames {
		r.states = append(r.states, uint8(c.nearest(&frames[i])))
	}
	if len(frames) == 0 {
		r.states = append(r.states, 0)
	}
	w.Last = len(r.states)
	r.ready++
}

// Found is a word that was found: the frames from Start to End, not included, and how much better than others its classes
// fit them.
type Found struct {
	Word       int
	Start, End int
	Score      float64
}
