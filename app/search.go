package app

import (
	"context"
	"strings"
	"time"

	"alongside/app/library"
	"alongside/store"
)

const (
	searchPause = 120 * time.Millisecond // typing may pause this long before the library is asked
	mostHits    = 100
)

// A search asks the library while the reader types: only for what stands there when typing pauses, and an answer that
// comes too late is dropped.
type search struct {
	w      *window
	timer  *time.Timer
	cancel context.CancelFunc
	query  string
}

func newSearch(w *window) *search { return &search{w: w} }

// find looks for a query, "" for none.
func (s *search) find(query string) {
	query = strings.TrimSpace(query)
	if query == s.query {
		return
	}
	s.query = query
	s.stop()
	if query == "" {
		s.w.shelf.screen.ClearHits()
		return
	}
	var ctx context.Context
	ctx, s.cancel = context.WithCancel(s.w.ctx)
	s.timer = time.AfterFunc(searchPause, func() { s.ask(ctx, query) })
}

func (s *search) stop() {
	if s.timer != nil {
		s.timer.Stop()
	}
	if s.cancel != nil {
		s.cancel()
	}
}

// ask runs away from the drawing goroutine.
func (s *search) ask(ctx context.Context, query string) {
	found, err := s.w.library.Search(ctx, query, mostHits)
	s.w.do(func() { s.show(query, found, err) })
}

func (s *search) show(query string, found []store.Hit, err error) {
	switch {
	case query != s.query:
		return
	case err != nil:
		s.w.problem(err)
		return
	}
	hits := make([]library.Hit, len(found))
	for i, h := range found {
		hits[i] = library.HitOf(h)
	}
	s.w.shelf.screen.SetHits(query, hits)
}
