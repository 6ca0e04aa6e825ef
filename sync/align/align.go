package align

import (
	"context"
	"time"

	"alongside/sync/align/acoustic"
	"alongside/sync/align/lexicon"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

type Aligner struct {
	model   *acoustic.Model
	lexicon *lexicon.Lexicon
}

func New() (*Aligner, error) {
	m, err := acoustic.Load()
	if err != nil {
		return nil, err
	}
	l, err := lexicon.Load(m)
	if err != nil {
		return nil, err
	}
	return &Aligner{m, l}, nil
}

const frameTime = 10 * time.Millisecond
const edge = 8 * time.Millisecond

func (a *Aligner) Align(ctx context.Context, samples Samples, t transcript.Transcript) (timing.Alignment, error) {
	out := timing.Alignment{Method: "acoustic", Turns: make([]timing.Turn, len(t.Turns))}
	for i, turn := range t.Turns {
		out.Turns[i].Words = make([]timing.Timing, len(turn.Words()))
	}
	tx, err := read(a.lexicon, t.Turns, 0, len(t.Turns))
	if err != nil {
		return out, err
	}
	k := newTrack(a.model, tx, func(fs []found) {
		for _, f := range fs {
			r := tx.words[f.word]
			out.Turns[r.turn].Words[r.number] = timing.Timing{Start: time.Duration(f.start)*frameTime + edge, End: time.Duration(f.end)*frameTime + edge, Confidence: 1}
			if Found != nil {
				tu := t.Turns[r.turn]
				Found(f, r.turn, r.number, tu.Words()[r.number].In(tu.Text))
			}
		}
	})
	for b := range score(ctx, a.model, samples) {
		<-b.done
		if b.err != nil {
			return out, b.err
		}
		if err := k.take(ctx, b); err != nil {
			return out, err
		}
	}
	k.close()
	for i := range out.Turns {
		tt := &out.Turns[i]
		for _, w := range tt.Words {
			if !w.Known() {
				continue
			}
			if !tt.Known() {
				tt.Start = w.Start
			}
			tt.End = w.End
			tt.Confidence = 1
		}
		ss := t.Turns[i].Sentences()
		ws := t.Turns[i].Words()
		tt.Sentences = make([]timing.Timing, len(ss))
		for k, sp := range ss {
			for j, w := range tt.Words {
				if !w.Known() || ws[j].Start < sp.Start || ws[j].End > sp.End {
					continue
				}
				x := &tt.Sentences[k]
				if !x.Known() {
					x.Start = w.Start
				}
				x.End = w.End
				x.Confidence = 1
			}
		}
	}
	return out, nil
}

var Found func(f found, turn, word int, text string)
var Show = func(f func(s, e int, score float64, turn, word int, text string)) {
	Found = func(x found, turn, word int, text string) { f(x.start, x.end, x.score, turn, word, text) }
}
