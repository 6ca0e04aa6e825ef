package align

import (
	"context"
	"errors"
	"runtime"
	"slices"

	"github.com/faiface/beep"

	"alongside/sync/align/acoustic"
	"alongside/sync/align/feature"
	"alongside/sync/align/synthesis"
	"alongside/sync/align/warp"
)

// reading is the text as it is synthesised, and what its words are. It gets longer while it is held against the sound.
//
// What the first minutes sound like decides by what classes of sound all is compared, so that they wait for each other.
type reading struct {
	reference *warp.Reference
	words     []phraseWord
	classes   *warp.Classes

	said    <-chan chan saying // the phrases that are still to come
	heard   int                // phrases
	failed  int                // of them, those that could not be spoken
	err     error
	ear     *ear
	samples int // that the ear was given
	noise   uint32
	raws    []warp.Raw   // until the classes are known
	frames  []warp.Frame // after that; the first has the number first
	first   int
	pending []extent // words of which not all frames are there yet
	closed  bool
}

// extent is the frames of a word.
type extent struct{ begin, end int }

// enoughFrames is how much speech decides the classes: four minutes.
const enoughFrames = 12000

// newReading begins to have the phrases spoken. The reading must be stopped.
func newReading(ctx context.Context, m *acoustic.Model, speaker speaker, list []phrase) (r *reading, stop func()) {
	r = &reading{}
	var begins []warp.Break
	for _, p := range list {
		for _, w := range p.words {
			r.words = append(r.words, w)
			begins = append(begins, w.begins)
		}
	}
	r.reference = warp.NewReference(begins)
	r.ear = newEar(m, r.take)
	ctx, cancel := context.WithCancel(ctx)
	said := speaker.sayAll(ctx, list)
	r.said = said
	return r, func() { // returns when no program is left running
		cancel()
		for one := range said {
			<-one
		}
	}
}

// reach reads on until it is known how the first words sound, or the text or ctx has ended.
func (r *reading) reach(words int) {
	for !r.closed && r.err == nil && (r.reference.Ready() < words || r.classes == nil) {
		one, more := <-r.said
		if !more {
			r.close()
			return
		}
		s := <-one
		r.heard++
		if s.err != nil { // it may be this text; the others are worth having
			r.failed++
			s.utterance = synthesis.Utterance{Rate: feature.Rate}
		}
		if r.failed > fewFailures && 2*r.failed > r.heard || errors.Is(s.err, context.Canceled) {
			r.err = s.err
			return
		}
		r.hear(s.phrase, s.utterance)
	}
}

// fewFailures is how many phrases may not be spoken without that telling anything of the others.
const fewFailures = 5

// speaker is a program that speaks, and the voice that it is to speak with.
type speaker struct {
	program *synthesis.Program
	voice   string
}

// saying is a phrase as it was spoken.
type saying struct {
	phrase    phrase
	utterance synthesis.Utterance
	err       error
}

// sayAll has phrases spoken, as many at a time as there are processors, and gives them in order. After ctx has ended
// nothing more is begun.
func (s speaker) sayAll(ctx context.Context, list []phrase) <-chan chan saying {
	said := make(chan chan saying, runtime.GOMAXPROCS(0)-1)
	go func() {
		defer close(said)
		for _, p := range list {
			if ctx.Err() != nil {
				return
			}
			one := make(chan saying, 1)
			go func() {
				u, err := s.program.Say(ctx, s.voice, p.text)
				one <- saying{p, u, err}
			}()
			said <- one
		}
	}()
	return said
}

// noiseLevel is how loud the noise is that is laid over synthesised speech: it is silent as no recording is.
const noiseLevel = 0.0005

// hear takes the next phrase as it was spoken.
func (r *reading) hear(p phrase, u synthesis.Utterance) {
	begin := r.samples
	samples := NewSamples(&memory{u.Samples}, beep.SampleRate(u.Rate))
	buffer := make([]float32, blockFrames*feature.Shift)
	for more := true; more; {
		n, err := samples.Read(buffer)
		more = err == nil
		for i := range buffer[:n] {
			r.noise = r.noise*1664525 + 1013904223
			buffer[i] += (float32(r.noise>>8)/(1<<23) - 1) * noiseLevel
		}
		r.ear.write(buffer[:n])
		r.samples += n
	}
	at := frameOf(begin)
	ends := p.divide(u.Pieces)
	for i := range p.words {
		end := at
		if i < len(ends) {
			end = frameOf(begin + int(int64(ends[i])*feature.Rate/int64(u.Rate)))
		}
		r.pending = append(r.pending, extent{at, end})
		at = end
	}
	r.advance()
}

// frameOf is the first frame that has its middle after a sample.
func frameOf(sample int) int {
	return max(0, sample-feature.Window/2+each*feature.Shift-1) / (each * feature.Shift)
}

func (r *reading) take(raw warp.Raw) {
	if r.classes == nil {
		r.raws = append(r.raws, raw)
		return
	}
	r.frames = append(r.frames, r.classes.Frame(&raw))
}

// advance makes states of the words of which all frames are there.
func (r *reading) advance() {
	if r.classes == nil {
		if !r.closed && len(r.raws) < enoughFrames {
			return
		}
		r.classes = warp.NewClasses(r.raws)
		for i := range r.raws {
			r.frames = append(r.frames, r.classes.Frame(&r.raws[i]))
		}
		r.raws = nil
	}
	done := 0
	for _, w := range r.pending {
		if !r.closed && w.end > r.first+len(r.frames) {
			break
		}
		r.reference.Append(r.classes, r.between(w.begin, w.end))
		done++
	}
	r.pending = r.pending[done:]
	if len(r.pending) > 0 {
		drop := max(0, min(r.pending[0].begin-r.first-1, len(r.frames)))
		r.frames = append(r.frames[:0], r.frames[drop:]...)
		r.first += drop
	}
}

// between gives the frames from begin to end, at least one if there is any.
func (r *reading) between(begin, end int) []warp.Frame {
	begin, end = begin-r.first, min(max(end, begin+1)-r.first, len(r.frames))
	begin = max(0, min(begin, end-1))
	return r.frames[begin:max(begin, end)]
}

func (r *reading) close() {
	r.closed = true
	r.ear.close()
	r.advance()
}

// memory is samples as a stream.
type memory struct{ samples []float32 }

func (m *memory) Stream(out [][2]float64) (int, bool) {
	n := min(len(out), len(m.samples))
	for i, v := range m.samples[:n] {
		out[i] = [2]float64{float64(v), float64(v)}
	}
	m.samples = m.samples[n:]
	return n, n > 0
}

func (m *memory) Err() error { return nil }

// wordOf is the number of the first word that is in a turn or after it.
func (r *reading) wordOf(turn int) int {
	n, _ := slices.BinarySearchFunc(r.words, turn, func(w phraseWord, turn int) int {
		if w.turn < turn {
			return -1
		}
		return 1
	})
	return n
}
