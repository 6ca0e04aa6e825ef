package align

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"

	"alongside/sync/align/acoustic"
	"alongside/sync/align/feature"
)

// Samples are the sound to be aligned: one channel, 16 000 samples a second, between −1 and 1. Read gives some of them, as
// io.Reader does, and io.EOF at the end.
type Samples interface {
	Read(samples []float32) (n int, err error)
}

// block is some frames in a row, scored by one goroutine. done is closed when they are.
type block struct {
	features []feature.Frame
	frames   []acoustic.Frame
	done     chan struct{}
	err      error // what ended the sound, in the last block; nil at its end
}

// blockFrames is how many frames are scored at a time.
const blockFrames = 64

// scorer makes scored frames of samples, on all processors: one goroutine reads and extracts features, others score.
type scorer struct {
	model      *acoustic.Model
	evaluators chan *acoustic.Evaluator
	blocks     chan *block
}

// score begins to score the samples. The blocks come in order; the channel is closed after the last or when ctx ends.
func score(ctx context.Context, m *acoustic.Model, samples Samples) <-chan *block {
	workers := runtime.GOMAXPROCS(0)
	s := scorer{model: m, evaluators: make(chan *acoustic.Evaluator, workers), blocks: make(chan *block, 2*workers)}
	for range workers {
		s.evaluators <- m.NewEvaluator()
	}
	go func() {
		defer close(s.blocks)
		err := s.run(ctx, samples)
		if err != nil && ctx.Err() == nil {
			last := &block{err: err, done: make(chan struct{})}
			close(last.done)
			select {
			case s.blocks <- last:
			case <-ctx.Done():
			}
		}
	}()
	return s.blocks
}

// drain ends the scoring and waits until the samples are not read any more: they are the caller's again.
func drain(stop context.CancelFunc, blocks <-chan *block) {
	stop()
	for range blocks {
	}
}

func (s *scorer) run(ctx context.Context, samples Samples) error {
	extractor := feature.New()
	buffer := make([]float32, blockFrames*feature.Shift)
	b := &block{}
	take := func(f feature.Frame) {
		b.features = append(b.features, f)
		if len(b.features) == blockFrames {
			s.send(ctx, b)
			b = &block{}
		}
	}
	for ctx.Err() == nil {
		n, err := samples.Read(buffer)
		extractor.Write(buffer[:n], take)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("reading the sound: %w", err)
		}
	}
	extractor.Close(take)
	s.send(ctx, b)
	return nil
}

// send has the block scored, as soon as a goroutine is free for it.
func (s *scorer) send(ctx context.Context, b *block) {
	b.done = make(chan struct{})
	select {
	case e := <-s.evaluators:
		go func() {
			b.frames = make([]acoustic.Frame, len(b.features))
			e.Evaluate(b.features, b.frames)
			b.features = nil
			s.evaluators <- e
			close(b.done)
		}()
	case <-ctx.Done():
		return
	}
	select {
	case s.blocks <- b:
	case <-ctx.Done():
	}
}
