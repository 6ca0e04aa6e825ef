// Package acoustic tells how well each sound of speech explains each hundredth of a second: it reads an acoustic model of
// the CMU Sphinx kind and scores frames with it.
//
// Its words: a [Phone] is a sound of the language ("AA", "SH"; 39 of English, silence and two noises). How a phone sounds
// depends on its neighbours, so the unit of the model is the *triphone*: a phone between two others, at a place in its
// word. A triphone is a hidden Markov model of three [State]s passed from left to right; each has the probability of
// staying, of moving on, and a *senone*: the distribution of the frames heard in it, shared among the many triphones whose
// states sound alike. A senone is a weighted mix of *Gaussians*. In a phonetically tied model, as this is, all senones of
// a phone mix the same 128 Gaussians (a *codebook*) with weights of their own, for each of three *streams* (cepstrum,
// delta, delta-delta) by themselves.
//
// Scores are natural logarithms of likelihoods ("nats"): higher is better, and only differences mean something.
//
// Sources: Rabiner, "A Tutorial on Hidden Markov Models", Proc. IEEE 77 (1989); Hwang and Huang, "Shared-distribution
// hidden Markov models", IEEE Trans. SAP 1 (1993), for senones; the file formats are those of sphinxbase and pocketsphinx
// (bin_mdef.c, bio.c, ms_gauden.c, ptm_mgau.c, tmat.c).
package acoustic

import (
	"fmt"
	stdsync "sync"

	"alongside/assets/model"
	"alongside/sync/align/feature"
)

// The shape of a model.
const (
	States   = 3   // in a phone
	streams  = 3   // cepstrum, delta, delta-delta
	density  = 128 // Gaussians in a codebook, for each stream
	dims     = feature.Cepstra
	phones   = 42
	codebook = phones * streams
)

// A Phone is the number of a sound in the model.
type Phone uint8

// Position is where in its word a phone stands.
type Position uint8

// The positions, numbered as in the model's files.
const (
	Inside Position = iota
	First
	Last
	Only
)

// A State is one of the three stages of a phone in its surroundings.
type State struct {
	Senone uint16
	Stay   float32 // score of remaining for another frame
	Move   float32 // score of going on to the next state
}

// A Model is an acoustic model, ready for use by many goroutines at once.
type Model struct {
	definition definition
	gaussians  gaussians
	mixtures   mixtures
	number     []uint16 // of each senone of the files: see mixtures
	moves      [][States]move
	Silence    Phone
}

type move struct{ stay, next float32 }

// Load reads the built-in model. It takes some tens of milliseconds; the model can be shared afterwards.
func Load() (*Model, error) {
	var m Model
	var dump sendump
	var means, variances []byte
	var group group
	group.read(model.Definition, func(data []byte) (err error) {
		m.definition, err = readDefinition(data)
		return err
	})
	group.read(model.Mixtures, func(data []byte) (err error) {
		dump, err = readMixtures(data)
		return err
	})
	group.read(model.Transitions, func(data []byte) (err error) {
		m.moves, err = readTransitions(data)
		return err
	})
	group.read(model.Means, func(data []byte) error { means = data; return nil })
	group.read(model.Variances, func(data []byte) error { variances = data; return nil })
	if err := group.wait(); err != nil {
		return nil, err
	}
	if err := m.check(&dump); err != nil {
		return nil, err
	}
	var arranging stdsync.WaitGroup
	arranging.Go(func() { m.mixtures, m.number = newMixtures(&dump, &m.definition) })
	var err error
	m.gaussians, err = readGaussians(means, variances)
	arranging.Wait()
	if err != nil {
		return nil, err
	}
	return &m, nil
}

// check refuses a model whose parts do not belong together.
func (m *Model) check(dump *sendump) error {
	silence, ok := m.Phone("SIL")
	if !ok {
		return fmt.Errorf("reading the acoustic model: it has no silence phone SIL")
	}
	m.Silence = silence
	if m.definition.senones != dump.columns {
		return fmt.Errorf("reading the acoustic model: the definition has %d senones and the mixture weights %d",
			m.definition.senones, dump.columns)
	}
	if m.definition.transitions > len(m.moves) {
		return fmt.Errorf("reading the acoustic model: the definition needs %d transition matrices, there are %d",
			m.definition.transitions, len(m.moves))
	}
	return nil
}

// Phone finds a phone by its name.
func (m *Model) Phone(name string) (Phone, bool) {
	p, ok := m.definition.byName[name]
	return p, ok
}

// Name is the name of a phone.
func (m *Model) Name(p Phone) string { return m.definition.names[p] }

// Triphone gives the three states of a phone between two others at a place in its word. Where the model has not seen it
// there, the nearest that it has seen stands in: elsewhere in a word, then beside a silence, then the phone by itself.
func (m *Model) Triphone(base, left, right Phone, at Position) (out [States]State) {
	e := m.definition.nearest(base, left, right, at, m.Silence)
	senones := m.senones(e)
	for i := range out {
		t := m.moves[e.transition][i]
		out[i] = State{Senone: senones[i], Stay: t.stay, Move: t.next}
	}
	return out
}

func (m *Model) senones(e entry) (out [States]uint16) {
	for i, n := range m.definition.sequence(e.sequence) {
		out[i] = m.number[n]
	}
	return out
}

// group reads files in parallel and keeps the first error.
type group struct {
	all   stdsync.WaitGroup
	once  stdsync.Once
	first error
}

func (g *group) read(name string, use func([]byte) error) {
	g.all.Go(func() {
		data, err := model.Read(name)
		if err == nil {
			err = use(data)
		}
		if err != nil {
			g.once.Do(func() { g.first = err })
		}
	})
}

func (g *group) wait() error {
	g.all.Wait()
	return g.first
}
