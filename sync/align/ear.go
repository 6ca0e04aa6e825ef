package align

import (
	"alongside/sync/align/acoustic"
	"alongside/sync/align/feature"
	"alongside/sync/align/warp"
)

// ear makes of samples what is compared: fifty times a second the cepstra, and how likely the acoustic model holds each
// phone to be. The model knows English; that it takes the sounds of other languages for English ones does not matter, as
// it takes those of the recording and those that were synthesised for the same. It matters that it does so whoever speaks:
// the cepstra of two voices saying the same differ about as much as those of one voice saying different things.
type ear struct {
	extractor *feature.Extractor
	evaluator *acoustic.Evaluator
	scores    *acoustic.Scores
	heard     func(warp.Raw)
	frames    int
	features  []feature.Frame
	evaluated []acoustic.Frame
}

// each is how many features make one frame that is compared.
const each = 2

func newEar(m *acoustic.Model, heard func(warp.Raw)) *ear {
	return &ear{
		extractor: feature.New(), evaluator: m.NewEvaluator(), scores: m.NewScores(), heard: heard,
		evaluated: make([]acoustic.Frame, blockFrames),
	}
}

func (e *ear) write(samples []float32) { e.extractor.Write(samples, e.take) }

func (e *ear) close() {
	e.extractor.Close(e.take)
	e.evaluate()
}

func (e *ear) take(f feature.Frame) {
	if e.frames%each == 0 {
		e.features = append(e.features, f)
	}
	e.frames++
	if len(e.features) == blockFrames {
		e.evaluate()
	}
}

func (e *ear) evaluate() {
	e.evaluator.Evaluate(e.features, e.evaluated[:len(e.features)])
	for i := range e.features {
		e.scores.Set(&e.evaluated[i])
		var raw warp.Raw
		copy(raw.Cepstra[:], e.features[i][:])
		e.scores.Phones(&raw.Phones)
		e.heard(raw)
	}
	e.features = e.features[:0]
}

// momentAt is when a frame that is compared begins.
func momentAt(frame int) int { return frame * each }
