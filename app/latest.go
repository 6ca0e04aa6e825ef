package app

import stdsync "sync"

// latest hands values from any goroutine to the one that draws, keeping only the newest: at most one is ever on its way,
// so a slow screen falls behind by one frame and not by a queue.
type latest[T any] struct {
	schedule func(func()) // runs its argument on the drawing goroutine, later
	apply    func(T)

	mu      stdsync.Mutex
	value   T
	pending bool
}

func newLatest[T any](schedule func(func()), apply func(T)) *latest[T] {
	return &latest[T]{schedule: schedule, apply: apply}
}

// set hands over a value. It may be called from any goroutine.
func (l *latest[T]) set(value T) {
	l.mu.Lock()
	l.value = value
	waiting := l.pending
	l.pending = true
	l.mu.Unlock()
	if !waiting {
		l.schedule(l.take)
	}
}

func (l *latest[T]) take() {
	l.mu.Lock()
	value := l.value
	l.pending = false
	l.mu.Unlock()
	l.apply(value)
}
