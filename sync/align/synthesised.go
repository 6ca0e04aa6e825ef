package align

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"alongside/sync/align/acoustic"
	"alongside/sync/align/feature"
	"alongside/sync/align/synthesis"
	"alongside/sync/align/warp"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// Synthesised is what [timing.Alignment.Method] says of times that were found by holding the sound against the text as
// eSpeak NG speaks it.
const Synthesised = "synthesis"

// MethodFor is the method by which words in a language are found, where they can be ([Knows]).
func MethodFor(language string) string {
	if Speaks(language) {
		return Method
	}
	return Synthesised
}

// Knows says whether words in a language can be found on this machine: nil if so. Otherwise there are estimates; the error
// is synthesis.ErrMissing where eSpeak NG would help, and synthesis.ErrLanguage where it does not.
func Knows(ctx context.Context, language string) error {
	if Speaks(language) {
		return nil
	}
	_, err := findSpeaker(ctx, language)
	return err
}

// unspeakable reports whether an error says that there is no way to have a language spoken.
func unspeakable(err error) bool {
	return errors.Is(err, synthesis.ErrMissing) || errors.Is(err, synthesis.ErrLanguage)
}

// findSpeaker looks for a voice for a language.
func findSpeaker(ctx context.Context, language string) (speaker, error) {
	p, err := synthesis.Find(ctx)
	if err != nil {
		return speaker{}, err
	}
	voice, err := p.Voice(language)
	if err != nil {
		return speaker{}, err
	}
	return speaker{p, voice}, nil
}

// alignForeign aligns a transcript in a language that the acoustic model does not know: by synthesis where there is a
// voice for it, else by estimates.
func (a *Aligner) alignForeign(ctx context.Context, samples Samples, t transcript.Transcript, o Options) (timing.Alignment, error) {
	voice, err := findSpeaker(ctx, t.Language)
	switch {
	case unspeakable(err):
		return reckon(ctx, samples, t, o)
	case err != nil:
		return timing.Alignment{}, fmt.Errorf("aligning in the language %q: %w", t.Language, err)
	}
	stretches, err := divide(o.Anchors, len(t.Turns))
	if err != nil {
		return timing.Alignment{}, err
	}
	p := newPlacing(t, o)
	if err := a.warp(ctx, samples, voice, stretches, p, o.Progress); err != nil {
		return timing.Alignment{}, err
	}
	return p.finish(len(o.Anchors) > 0)
}

// withinForeign is within for such a language. Estimates of one stretch would be worth little.
func (a *Aligner) withinForeign(ctx context.Context, samples Samples, t transcript.Transcript, s Stretch, o Options) ([]timing.Turn, error) {
	voice, err := findSpeaker(ctx, t.Language)
	if err != nil {
		return nil, fmt.Errorf("aligning turns %d to %d in the language %q: %w: %w", s.First+1, s.Last, t.Language, ErrLanguage, err)
	}
	p := newPlacing(t, o)
	p.offset, p.now, p.end = s.From, s.First, s.Last
	if err := a.warp(ctx, samples, voice, []stretch{s.frames()}, p, o.Progress); err != nil {
		return nil, err
	}
	p.settleRest()
	return p.turns, nil
}

// warp has the text synthesised and goes through the samples with it, stretch by stretch.
func (a *Aligner) warp(ctx context.Context, samples Samples, voice speaker, stretches []stretch, p *placing, progress func(time.Duration)) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	heard := hear(ctx, a.model, samples)
	list := phrases(p.transcript.Turns, stretches[0].first, stretches[len(stretches)-1].last)
	r, end := newReading(ctx, a.model, voice, list)
	defer end()
	p.read(r)
	w := &warping{stretches: stretches, reading: r, placing: p}
	p.again = w.again
	if r.reach(0); r.err != nil { // after that the classes are known
		return r.err
	}
	for b := range heard {
		for i := range b.raws {
			w.take(ctx, r.classes.Frame(&b.raws[i]))
		}
		if err := errors.Join(b.err, r.err); err != nil {
			return err
		}
		if progress != nil {
			progress(p.offset + timeAt(momentAt(w.taken)))
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	w.close(ctx)
	return errors.Join(ctx.Err(), r.err)
}

// rawBlock is a second or so of what was heard; the last may have what ended the sound.
type rawBlock struct {
	raws []warp.Raw
	err  error
}

// blocksAhead is how far listening may be ahead of searching: while the text is being synthesised, it can go on.
const blocksAhead = 128

// hear listens to the samples in a goroutine of its own, until they or ctx end.
func hear(ctx context.Context, m *acoustic.Model, samples Samples) <-chan rawBlock {
	blocks := make(chan rawBlock, blocksAhead)
	go func() {
		defer close(blocks)
		var b rawBlock
		send := func() {
			select {
			case blocks <- b:
			case <-ctx.Done():
			}
			b = rawBlock{}
		}
		e := newEar(m, func(raw warp.Raw) { b.raws = append(b.raws, raw) })
		buffer := make([]float32, blockFrames*feature.Shift)
		for ctx.Err() == nil {
			n, err := samples.Read(buffer)
			e.write(buffer[:n])
			if err != nil {
				e.close()
				if !errors.Is(err, io.EOF) {
					b.err = fmt.Errorf("reading the sound: %w", err)
				}
				send()
				return
			}
			if len(b.raws) >= blockFrames {
				send()
			}
		}
	}()
	return blocks
}

// warping is the way through the frames. The first minutes are gone through several times, each time with a model that has
// learned from the time before how the recording sounds; after that the model is bettered every few minutes.
type warping struct {
	stretches []stretch
	reading   *reading
	placing   *placing
	pass      *pass // once the first minutes have been learned from
	adapter   *warp.Adapter
	taken     int // frames
	frames    []warp.Frame
	first     int          // the number of frames[0]
	unheard   []warp.Found // what the adapter has not heard yet
	adapted   int          // when the model was bettered
}

// How much is learned from, in frames.
const (
	learnFrames = 9000  // the first three minutes
	adaptFrames = 9000  // after which the model is bettered
	keepFrames  = 15000 // that are kept for it: words may be found late
	learnRounds = 3
	forget      = 0.5 // how much what was heard counts when as much again has been heard
)

func (w *warping) take(ctx context.Context, f warp.Frame) {
	w.frames = append(w.frames, f)
	w.taken++
	switch {
	case w.pass != nil:
		w.pass.step(&f)
		if w.taken-w.adapted >= adaptFrames {
			w.adapt()
		}
	case w.taken == learnFrames:
		w.learn(ctx)
	}
}

func (w *warping) close(ctx context.Context) {
	if w.pass == nil {
		w.learn(ctx)
	}
	w.pass.close()
}

// learn makes a model of the first minutes, and goes through them with it.
func (w *warping) learn(ctx context.Context) {
	first := warp.NewModel(w.reading.classes, w.frames)
	model := first
	w.adapter = warp.NewAdapter(first)
	for range learnRounds {
		var found []warp.Found
		rehearsal := newPass(w.reading, w.stretches, model, func(f []warp.Found) { found = append(found, f...) })
		for i := range w.frames {
			if rehearsal.step(&w.frames[i]); ctx.Err() != nil {
				break
			}
		}
		rehearsal.close()
		w.adapter = warp.NewAdapter(first)
		w.adapter.Hear(model, w.reading.reference, found, w.frames, 0)
		model = w.adapter.Model()
	}
	w.adapted = w.taken
	w.pass = newPass(w.reading, w.stretches, model, func(f []warp.Found) {
		w.unheard = append(w.unheard, f...)
		w.placing.take(f)
	})
	for i := range w.frames {
		if w.pass.step(&w.frames[i]); ctx.Err() != nil {
			return
		}
	}
}

// again looks for the words from first to last once more, in the frames from begin to end: as far as they are still there.
func (w *warping) again(first, last, begin, end int) (out []warp.Found) {
	begin, end = max(begin, w.first), min(end, w.first+len(w.frames))
	search := warp.NewSearch(w.reading.reference, first, last, warp.Settling(), func(found []warp.Found) { out = append(out, found...) })
	var gains warp.Gains
	for t := begin; t < end; t++ {
		w.pass.model.Gains(&w.frames[t-w.first], &gains)
		search.Take(&gains)
	}
	search.Close()
	for i := range out {
		out[i].Start, out[i].End = out[i].Start+begin, out[i].End+begin
	}
	return out
}

// adapt betters the model with what has been found since, and drops frames that are not needed any more.
func (w *warping) adapt() {
	w.adapter.Forget(forget)
	w.adapter.Hear(w.pass.model, w.reading.reference, w.unheard, w.frames, w.first)
	w.unheard = nil
	w.pass.model = w.adapter.Model()
	w.adapted = w.taken
	drop := max(0, len(w.frames)-keepFrames)
	w.frames = append(w.frames[:0], w.frames[drop:]...)
	w.first += drop
}

// pass is one search through all stretches.
type pass struct {
	stretches []stretch
	reading   *reading
	model     *warp.Model
	found     func([]warp.Found)
	search    *warp.Search
	begin     int // the frame at which the search began
	frame     int
}

func newPass(r *reading, stretches []stretch, m *warp.Model, found func([]warp.Found)) *pass {
	p := &pass{stretches: stretches, reading: r, model: m, found: found}
	p.start()
	return p
}

// start begins with the first of the stretches, and with the next where one has no time at all.
func (p *pass) start() {
	for len(p.stretches) > 0 {
		s := p.stretches[0]
		begin := p.frame
		p.begin = begin
		p.search = warp.NewSearch(p.reading.reference, p.reading.wordOf(s.first), p.reading.wordOf(s.last), warp.Searching(), func(all []warp.Found) {
			for i := range all {
				all[i].Start, all[i].End = all[i].Start+begin, all[i].End+begin
			}
			p.found(all)
		})
		if p.frame < s.end/each {
			return
		}
		p.close()
		p.stretches = p.stretches[1:]
	}
}

// How often the reading is made to reach beyond the frontier of the search, in frames, and how many words further, so that
// the frontier does not come there meanwhile.
const (
	frontierEvery = 25
	frontierAhead = 100
)

func (p *pass) step(f *warp.Frame) {
	if p.search == nil {
		return
	}
	if p.frame%frontierEvery == 0 {
		p.reading.reach(p.search.Frontier() + frontierAhead)
	}
	var gains warp.Gains
	p.model.Gains(f, &gains)
	p.search.Take(&gains)
	if p.frame++; p.frame < p.stretches[0].end/each {
		return
	}
	p.close()
	p.stretches = p.stretches[1:]
	p.start()
}

func (p *pass) close() {
	if p.search != nil {
		p.search.Close()
		p.search = nil
	}
}
