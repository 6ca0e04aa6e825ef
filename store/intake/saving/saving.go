// Package saving takes stories in from beginning to end, several at once: the page is fetched and read, its words are put
// into the library, its sound and its picture are downloaded, and when each word is spoken is found.
//
// Its words: a job is one story on its way; the library keeps it, so that it goes on where it stopped after the program was
// ended or killed. Its steps are those of package intake. A [Queue] runs the jobs; a [State] is how far one has come. A job
// that cannot go on stays, with its problem in words, until it is tried again or given up; one of which a half is missing
// waits for it. A story's words can be read from the moment they are in the library, while the rest is still on its way.
package saving

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	stdsync "sync"
	"time"

	"alongside/store"
	"alongside/store/intake"
	"alongside/store/intake/subscription"
	"alongside/store/intake/web"
	"alongside/sync/transcript"
)

// A State is how far a job has come.
type State struct {
	Job     int64
	Title   string
	Story   int64           // once its words are in the library, else 0
	Episode int64           // of a feed, 0 where it is none
	Step    intake.Step     // what is being done, or is done next
	Running bool            // else it waits for its turn, for the person, or has a problem
	Done    int64           // of Total, in bytes or in nanoseconds of sound
	Total   int64           // 0 where it is not known
	Left    time.Duration   // about how long the step takes yet; 0 where that is not known
	Problem string          // why it stopped, in words; "" where it did not
	Missing intake.Missing  // the half that the person is asked for
	Aligned *intake.Aligned // the times found so far, while they are looked for
	Read    intake.Found    // the notes and repairs of what was read, once it was
}

// Share is how much of the step is done, 0 to 1; it reports false where that is not known.
func (s State) Share() (float64, bool) {
	if s.Total <= 0 {
		return 0, false
	}
	return float64(min(s.Done, s.Total)) / float64(s.Total), true
}

// ErrMissing is wrapped by the error for a story of which a half is missing: its job waits until it is given.
var ErrMissing = errors.New("a half of the story is missing")

// A step is what a job does next, as the library keeps it.
type step string

const (
	read    step = "read"    // fetch and read the source, and save its words
	sound   step = "sound"   // download the sound
	picture step = "picture" // download the picture
	times   step = "times"   // find when the words are spoken
	parted  step = "parted"  // fetch the chapters
)

// shown is the step as it is told until there is news of it.
func (s step) shown() intake.Step {
	switch s {
	case sound:
		return intake.Downloading
	case picture:
		return intake.Picturing
	case times, parted:
		return intake.Aligning
	}
	return intake.Reading
}

// A request is what a job's source says in the library.
type request struct {
	intake.Source
	Known      *transcript.Transcript `json:",omitempty"` // of a story whose other half was given
	Inside     bool                   `json:",omitempty"` // what is downloaded may come from the person's own network
	Named      string                 `json:",omitempty"` // the address that was named, where Source is now the half that was given
	AudioURL   string                 `json:",omitempty"` // what is to be downloaded yet
	PictureURL string                 `json:",omitempty"`
	Alt        string                 `json:",omitempty"`
	Marks      []intake.Mark          `json:",omitempty"` // chapters that the sound names
	Credit     string                 `json:",omitempty"`
	Episode    *subscription.Source   `json:",omitempty"` // of which this is the saving
}

func (r request) text() (string, error) {
	text, err := json.Marshal(r)
	return string(text), err
}

func parseRequest(text string) (r request, err error) {
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return r, fmt.Errorf("going on with saving a story: what was to be saved cannot be read any more; add the story again: %w", err)
	}
	return r, nil
}

// A Downloader gets files from the internet into one on disk, and goes on with one that was begun.
type Downloader interface {
	Download(ctx context.Context, address, path string, kind web.Kind, told func(done, total int64)) (web.File, error)
}

// Queue runs jobs. Make one with [New].
type Queue struct {
	lib     *store.Library
	options Options
	ctx     context.Context // of all jobs
	end     context.CancelFunc
	running stdsync.WaitGroup
	network chan struct{} // as many places as may download at once
	gate    *gate
	board   *board
}

// Options are what a queue may be told.
type Options struct {
	// Downloads makes what downloads for one story. The address is the one that the person named, "" for a file.
	Downloads func(named string) Downloader
	// Changed, where given, is called whenever a state has changed, from any goroutine, a few times a second at most for one
	// job. It must not block.
	Changed func()
	// Reading, where given, is the story that the person has open, 0 for none: its sound is not let go. It may be called from
	// any goroutine.
	Reading func() int64
}

// atOnce is how many stories are fetched at once: more would only share the line.
const atOnce = 3

// New makes a queue for a library. Its jobs end with the context, and go on with the next queue. Close it before the library.
func New(ctx context.Context, lib *store.Library, o Options) *Queue {
	ctx, end := context.WithCancel(ctx)
	return &Queue{
		lib: lib, options: o, ctx: ctx, end: end, network: make(chan struct{}, atOnce), gate: newGate(), board: newBoard(o.Changed),
	}
}

// Close ends the jobs that run, and waits until they have kept how far they are.
func (q *Queue) Close() {
	q.end()
	q.running.Wait()
}

// Resume goes on with the jobs that are in the library, but for those that wait for the person.
func (q *Queue) Resume(ctx context.Context) error {
	jobs, err := q.lib.Jobs(ctx)
	if err != nil {
		return err
	}
	for _, job := range jobs {
		if q.board.add(job) && job.Problem == "" && job.Wants == "" {
			q.running.Go(func() { q.run(job.ID) })
		}
	}
	return nil
}

// Add keeps a new job and begins with it; its number is given. One for the same source that stopped is gone on with.
func (q *Queue) Add(ctx context.Context, s intake.Source) (int64, error) {
	jobs, err := q.lib.Jobs(ctx)
	if err != nil {
		return 0, err
	}
	for _, job := range jobs {
		if r, err := parseRequest(job.Source); err == nil && r.Source == s && r.Episode == nil {
			return job.ID, q.begin(ctx, job)
		}
	}
	return q.addJob(ctx, request{Source: s})
}

// GetSound keeps a new job that downloads the sound of a story again, which was let go or lost, and begins with it. The
// story keeps its times if the sound is of the same length.
func (q *Queue) GetSound(ctx context.Context, story int64) (int64, error) {
	s, err := q.lib.Story(ctx, story)
	if err != nil {
		return 0, err
	}
	address := cmp.Or(s.DownloadURL, s.Transcript.Audio.URL)
	if !isAddress(address) {
		return 0, fmt.Errorf("getting the sound of %q again: it is not known where it was downloaded from; add the story again", s.Title)
	}
	return q.keepJob(ctx, store.Job{Title: s.Title, Step: string(sound), Story: story}, request{AudioURL: address})
}

func (q *Queue) addJob(ctx context.Context, r request) (int64, error) {
	return q.keepJob(ctx, store.Job{Title: nameOf(r.Source), Step: string(read)}, r)
}

func (q *Queue) keepJob(ctx context.Context, job store.Job, r request) (_ int64, err error) {
	if job.Source, err = r.text(); err != nil {
		return 0, err
	}
	if job.ID, err = q.lib.AddJob(ctx, job); err != nil {
		return 0, err
	}
	q.board.add(job)
	q.running.Go(func() { q.run(job.ID) })
	return job.ID, nil
}

// Retry begins again with a job that stopped, where it stopped.
func (q *Queue) Retry(ctx context.Context, id int64) error {
	job, err := q.lib.Job(ctx, id)
	if errors.Is(err, store.ErrNoJob) { // another program has done it, or given it up
		q.board.remove(id)
	}
	if err != nil {
		return err
	}
	return q.begin(ctx, job)
}

// Give gives a job the half of the story that is missing, as a source of its own, and goes on.
func (q *Queue) Give(ctx context.Context, id int64, half intake.Source) error {
	job, err := q.lib.Job(ctx, id)
	if err != nil {
		return err
	}
	whole, err := parseRequest(job.Source)
	if err != nil {
		return err
	}
	half.AudioPath = cmp.Or(half.AudioPath, whole.AudioPath)
	if whole.Inside {
		whole.Named = cmp.Or(whole.Named, whole.Location)
	}
	whole.Source = half
	if job.Source, err = whole.text(); err != nil {
		return err
	}
	return q.begin(ctx, job)
}

func (q *Queue) begin(ctx context.Context, job store.Job) error {
	if q.board.isRunning(job.ID) {
		return nil // and has come farther, perhaps, than job says
	}
	job.Problem, job.Wants = "", ""
	if err := q.lib.SaveJob(ctx, job); err != nil {
		return err
	}
	q.board.again(job)
	q.running.Go(func() { q.run(job.ID) })
	return nil
}

// Cancel gives a job up. What is in the library of the story stays there.
func (q *Queue) Cancel(ctx context.Context, id int64) error {
	q.board.stop(id)
	err := q.lib.RemoveJob(ctx, id)
	q.board.remove(id)
	return err
}

// States are all jobs, the first begun first.
func (q *Queue) States() []State { return q.board.states() }

// Wait waits until a job is done, has stopped, or waits for the person. ErrMissing is wrapped where a half is missing.
func (q *Queue) Wait(ctx context.Context, id int64) (Saved, error) { return q.board.wait(ctx, id) }

// Saved is what came of a job.
type Saved struct {
	Story int64        // 0 where it has none
	Read  intake.Found // the notes and repairs of what was read
}
