package web

import (
	"context"
	"io"
	"net/http"
	"sync/atomic"
	"time"
)

// A pace reads an answer's body, tells how far it is, and breaks the fetch off where it comes too slowly to be meant.
type pace struct {
	body        io.Reader
	done, total int64                   // bytes; total is 0 where nobody knows
	told        func(done, total int64) // may be nil
	since       atomic.Int64            // bytes since it was looked at last
}

// newPace reads a response until ctx is done, and has it done by cancel where that takes too long.
func newPace(ctx context.Context, response *http.Response, limits Limits, cancel context.CancelCauseFunc) *pace {
	p := &pace{body: response.Body, total: max(response.ContentLength, 0)}
	go func() {
		ticker := time.NewTicker(limits.SlowTime)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				if p.since.Swap(0) < limits.Slow {
					cancel(ErrSlow)
				}
			}
		}
	}()
	return p
}

func (p *pace) Read(b []byte) (int, error) {
	n, err := p.body.Read(b)
	p.since.Add(int64(n))
	p.done += int64(n)
	if p.told != nil {
		p.told(p.done, p.total)
	}
	return n, err
}
