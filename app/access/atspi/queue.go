package atspi

import (
	"sync"

	"alongside/app/access"
)

// longestQueue is how many looks and keys may wait to be sent: far more than a reader that still follows ever leaves. What
// waits beyond that is given up for one look at how things stand.
const longestQueue = 400

// A queue holds what is to be sent. The goroutine that draws puts things in and never waits.
type queue struct {
	mu      sync.Mutex
	waiting []any         // access.Change, access.Key or resync
	more    chan struct{} // has something in it when something waits
	filled  chan struct{} // closed when the first look is there
	first   sync.Once
}

// A resync stands for all that was not told.
type resync struct{ now *access.Snapshot }

func newQueue() *queue {
	return &queue{more: make(chan struct{}, 1), filled: make(chan struct{})}
}

func (q *queue) change(c access.Change) {
	q.put(c, c.Now)
	q.first.Do(func() { close(q.filled) })
}

func (q *queue) key(k access.Key) { q.put(k, nil) }

func (q *queue) put(item any, now *access.Snapshot) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) >= longestQueue {
		if now == nil {
			return
		}
		item, q.waiting = resync{now}, nil
	}
	q.waiting = append(q.waiting, item)
	select {
	case q.more <- struct{}{}:
	default:
	}
}

// take empties the queue.
func (q *queue) take() []any {
	q.mu.Lock()
	defer q.mu.Unlock()
	items := q.waiting
	q.waiting = nil
	return items
}
