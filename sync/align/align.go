package align

import (
	"context"
	"time"

	"alongside/sync/align/acoustic"
	"alongside/sync/align/lexicon"
	"alongside/sync/align/search"
	"alongside/sync/align/spoken"
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

type wordRef struct{ turn, word int }

const frameTime = 10 * time.Millisecond

func (a *Aligner) Align(ctx context.Context, samples Samples, t transcript.Transcript) (timing.Alignment, error) {
	var refs []wordRef
	var turns [][]search.Word
	out := timing.Alignment{Method: "acoustic", Turns: make([]timing.Turn, len(t.Turns))}
	for i, turn := range t.Turns {
		spans := turn.Words()
		out.Turns[i].Words = make([]timing.Timing, len(spans))
		texts := make([]string, len(spans))
		for k, s := range spans {
			texts[k] = s.In(turn.Text)
		}
		var words []search.Word
		for k, rs := range spoken.Readings(a.lexicon, texts) {
			if w, ok := a.word(rs); ok {
				words = append(words, w)
				refs = append(refs, wordRef{i, k})
			}
		}
		if len(words) > 0 {
			turns = append(turns, words)
		}
	}
	g := search.NewGraph(a.model, a.model.Silence, turns)
	s := search.New(g, search.Default())
	scores := a.model.NewScores()
	place := func(segs []search.Segment) {
		for _, seg := range segs {
			if Debug != nil {
				w := ""
				if seg.What == search.Spoken {
					r := refs[seg.Word]
					w = t.Turns[r.turn].Words()[r.word].In(t.Turns[r.turn].Text)
				}
				Debug(seg, w)
			}
			if seg.What != search.Spoken {
				continue
			}
			r := refs[seg.Word]
			w := &out.Turns[r.turn].Words[r.word]
			if !w.Known() {
				w.Start = time.Duration(seg.Start) * frameTime
			}
			w.End = time.Duration(seg.End) * frameTime
			w.Confidence = 1
		}
	}
	for b := range score(ctx, a.model, samples) {
		<-b.done
		if b.err != nil {
			return out, b.err
		}
		for i := range b.frames {
			scores.Set(&b.frames[i])
			s.Step(scores)
		}
		place(s.Settled())
	}
	segs, _ := s.Close()
	place(segs)
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
	}
	return out, nil
}

var Debug func(search.Segment, string)

func (a *Aligner) word(rs []spoken.Reading) (search.Word, bool) {
	var w search.Word
	for _, r := range rs {
		var reading search.Reading
		for _, token := range r {
			p, err := a.lexicon.Pronounce(token)
			if err != nil || len(p) == 0 {
				reading = nil
				break
			}
			reading = append(reading, p)
		}
		if reading != nil {
			w.Readings = append(w.Readings, reading)
		}
	}
	return w, len(w.Readings) > 0
}
