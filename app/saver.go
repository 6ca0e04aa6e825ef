package app

import (
	"context"
	stdsync "sync"
)

// A saver writes to the library away from the drawing goroutine, one thing at a time and in order. Of writes under one
// name that wait their turn only the newest is done.
type saver struct {
	failed func(error) // told of each failure, from the saver's goroutine

	mu      stdsync.Mutex
	order   []string
	waiting map[string]func(context.Context) error
	wake    chan struct{}
	done    chan struct{}
	closed  bool
}

func newSaver(ctx context.Context, failed func(error)) *saver {
	s := &saver{
		failed:  failed,
		waiting: map[string]func(context.Context) error{},
		wake:    make(chan struct{}, 1),
		done:    make(chan struct{}),
	}
	go s.run(context.WithoutCancel(ctx)) // what was asked for before the end is still written
	return s
}

// save has write done soon. After close it does nothing.
func (s *saver) save(name string, write func(context.Context) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	if _, ok := s.waiting[name]; !ok {
		s.order = append(s.order, name)
	}
	s.waiting[name] = write
	s.signal()
}

// close waits until everything is written.
func (s *saver) close() {
	s.mu.Lock()
	s.closed = true
	s.signal()
	s.mu.Unlock()
	<-s.done
}

func (s *saver) signal() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *saver) run(ctx context.Context) {
	defer close(s.done)
	for {
		write, closed := s.next()
		switch {
		case write != nil:
			if err := write(ctx); err != nil {
				s.failed(err)
			}
		case closed:
			return
		default:
			<-s.wake
		}
	}
}

// next takes the write whose turn it is; nil when none waits.
func (s *saver) next() (write func(context.Context) error, closed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.order) == 0 {
		return nil, s.closed
	}
	name := s.order[0]
	s.order = s.order[1:]
	write = s.waiting[name]
	delete(s.waiting, name)
	return write, false
}
