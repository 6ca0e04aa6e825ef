package saving

import (
	"context"
	"fmt"
	"slices"
	stdsync "sync"
	"time"

	"alongside/store"
	"alongside/store/intake"
)

// tellEvery is how often, at most, progress of one job is told.
const tellEvery = 200 * time.Millisecond

// A board shows how far each job is.
type board struct {
	changed func()

	mu    stdsync.Mutex
	notes []*note
	ended map[int64]result // of jobs that are done, for who waits
	news  chan struct{}    // closed, and made anew, when a job begins, ends or stops
}

// A note is one job on the board.
type note struct {
	state  State
	stop   context.CancelFunc // nil while it does not run
	began  time.Time          // the step
	from   int64              // what of the step was done then
	told   time.Time          // when its progress was last told
	later  bool               // it is told again soon
	failed error
}

// A result is what became of a job.
type result struct {
	saved Saved
	err   error
}

func newBoard(changed func()) *board {
	if changed == nil {
		changed = func() {}
	}
	return &board{changed: changed, ended: map[int64]result{}, news: make(chan struct{})}
}

// add puts a job on the board; it reports false for one that is there.
func (b *board) add(job store.Job) bool {
	b.mu.Lock()
	if b.find(job.ID) != nil {
		b.mu.Unlock()
		return false
	}
	b.notes = append(b.notes, newNote(job))
	b.tell()
	return true
}

// again shows a job that stopped as it is now, about to begin.
func (b *board) again(job store.Job) {
	b.mu.Lock()
	if n := b.find(job.ID); n == nil {
		b.notes = append(b.notes, newNote(job))
	} else if n.stop == nil {
		*n = *newNote(job)
	}
	b.tell()
}

func newNote(job store.Job) *note {
	r, _ := parseRequest(job.Source) // what cannot be read is said when the job is run
	return &note{state: State{
		Episode: r.episode(),
		Job:     job.ID, Title: job.Title, Story: job.Story, Step: step(job.Step).shown(),
		Problem: job.Problem, Missing: intake.Missing(job.Wants),
	}}
}

// start marks a job as running; it reports false where it runs already.
func (b *board) start(id int64, stop context.CancelFunc) bool {
	b.mu.Lock()
	n := b.find(id)
	if n == nil || n.stop != nil {
		b.mu.Unlock()
		return false
	}
	n.stop, n.state.Running = stop, true
	b.tell()
	return true
}

func (b *board) isRunning(id int64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := b.find(id)
	return n != nil && n.stop != nil
}

// show shows a job as it is kept.
func (b *board) show(job store.Job) {
	b.change(job.ID, func(n *note) {
		n.state.Title, n.state.Story = job.Title, job.Story
	})
}

// change changes a job's note and tells of it.
func (b *board) change(id int64, do func(*note)) {
	b.mu.Lock()
	n := b.find(id)
	if n == nil {
		b.mu.Unlock()
		return
	}
	do(n)
	b.tell()
}

// progress shows how far a job's step is, and about how long it takes yet.
func (b *board) progress(id int64, p intake.Progress, aligned *intake.Aligned) {
	b.mu.Lock()
	n := b.find(id)
	if n == nil {
		b.mu.Unlock()
		return
	}
	now, s := time.Now(), &n.state
	if s.Step != p.Step || n.began.IsZero() {
		n.began, n.from, n.told = now, p.Done, time.Time{}
	}
	s.Step, s.Done, s.Total = p.Step, p.Done, p.Total
	s.Left = left(p, n.from, now.Sub(n.began))
	if aligned != nil {
		s.Aligned, s.Left = aligned, aligned.Left
	}
	wait := tellEvery - now.Sub(n.told)
	if wait > 0 {
		if !n.later {
			n.later = true
			time.AfterFunc(wait, func() { b.tellProgress(n) })
		}
		b.mu.Unlock()
		return
	}
	b.mu.Unlock()
	b.tellProgress(n)
}

func (b *board) tellProgress(n *note) {
	b.mu.Lock()
	n.told, n.later = time.Now(), false
	b.mu.Unlock()
	b.changed()
}

// left is how long a step takes yet, as long as it goes on as it did so far; 0 where that cannot be told.
func left(p intake.Progress, from int64, took time.Duration) time.Duration {
	const enough = time.Second // before it, the speed means nothing
	if p.Total <= 0 || p.Done <= from || took < enough {
		return 0
	}
	return time.Duration(float64(took) * float64(max(p.Total-p.Done, 0)) / float64(p.Done-from))
}

// stop asks a running job to end, and waits until it has.
func (b *board) stop(id int64) {
	for {
		b.mu.Lock()
		n := b.find(id)
		if n == nil || n.stop == nil {
			b.mu.Unlock()
			return
		}
		n.stop()
		news := b.news
		b.mu.Unlock()
		<-news
	}
}

// stopped says that a job does not run any more, and why: with an error it stays on the board.
func (b *board) stopped(job store.Job, err error) {
	b.mu.Lock()
	if n := b.find(job.ID); n != nil {
		n.stop, n.failed, n.began = nil, err, time.Time{}
		s := &n.state
		s.Title, s.Story, s.Running, s.Aligned, s.Left = job.Title, job.Story, false, nil, 0
		s.Problem, s.Missing = job.Problem, intake.Missing(job.Wants)
	}
	if err == nil {
		b.ended[job.ID] = result{saved: b.saved(job.ID)}
		b.drop(job.ID)
	}
	b.tell()
}

// halted says that a job could not be begun with: it stays as it was.
func (b *board) halted(id int64, err error) {
	b.change(id, func(n *note) { n.stop, n.failed, n.state.Running, n.state.Problem = nil, err, false, sentence(err) })
}

// remove takes a job off the board that was given up.
func (b *board) remove(id int64) {
	b.mu.Lock()
	b.ended[id] = result{err: fmt.Errorf("saving the story: %w", store.ErrNoJob)}
	b.drop(id)
	b.tell()
}

func (b *board) states() []State {
	b.mu.Lock()
	defer b.mu.Unlock()
	states := make([]State, len(b.notes))
	for i, n := range b.notes {
		states[i] = n.state
	}
	return states
}

// wait waits until a job does not run any more.
func (b *board) wait(ctx context.Context, id int64) (Saved, error) {
	for {
		b.mu.Lock()
		n, news := b.find(id), b.news
		end, done := b.ended[id]
		if n == nil && !done {
			end, done = result{err: store.ErrNoJob}, true
		}
		if n != nil && n.stop == nil && n.failed != nil {
			end, done = result{b.saved(id), n.failed}, true
		}
		b.mu.Unlock()
		if done {
			return end.saved, end.err
		}
		select {
		case <-ctx.Done():
			return Saved{}, ctx.Err()
		case <-news:
		}
	}
}

// saved is what came of a job so far. The lock is held.
func (b *board) saved(id int64) Saved {
	n := b.find(id)
	if n == nil {
		return Saved{}
	}
	return Saved{n.state.Story, n.state.Read}
}

// find gives a job's note; nil for none. The lock is held.
func (b *board) find(id int64) *note {
	for _, n := range b.notes {
		if n.state.Job == id {
			return n
		}
	}
	return nil
}

func (b *board) drop(id int64) {
	b.notes = slices.DeleteFunc(b.notes, func(n *note) bool { return n.state.Job == id })
}

// tell gives the lock back and tells everyone that something has changed.
func (b *board) tell() {
	close(b.news)
	b.news = make(chan struct{})
	b.mu.Unlock()
	b.changed()
}

// saves reports whether there is a job for an episode.
func (b *board) saves(episode int64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.ContainsFunc(b.notes, func(n *note) bool { return n.state.Episode == episode })
}
