package app

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"alongside/app/control"
	"alongside/app/library"
	"alongside/store"
	"alongside/store/intake"
	"alongside/store/intake/saving"
)

// A savings is what is being saved, as far as the window shows it.
type savings struct {
	w      *window
	queue  *saving.Queue
	states []saving.State
	open   int64 // the job whose story is shown as soon as it can be read, 0 for none

	reading atomic.Int64 // the story that is open, for the queue's goroutines
}

// newSavings takes what makes the downloads of one story, for the address that was named.
func newSavings(w *window, downloads func(named string) saving.Downloader) *savings {
	s := &savings{w: w}
	news := newLatest(w.do, func(states []saving.State) { s.show(states) })
	s.queue = saving.New(w.ctx, w.library, saving.Options{
		Downloads: downloads,
		Changed:   func() { news.set(s.queue.States()) },
		Reading:   s.reading.Load,
	})
	return s
}

// resume goes on with what was being saved when the program ended.
func (s *savings) resume() {
	background(s.w, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.queue.Resume(ctx)
	}, func(_ struct{}, err error) { s.w.problem(err) })
}

// add begins to save a story. Where it is the only one, it is opened as soon as it can be read.
func (s *savings) add(source intake.Source, failed func(error)) {
	background(s.w, func(ctx context.Context) (int64, error) {
		return s.queue.Add(ctx, source)
	}, func(job int64, err error) {
		if err != nil {
			failed(err)
			return
		}
		s.open = job
		s.show(s.queue.States())
		s.tellWhenStopped(job, func(err error) {
			if errors.Is(err, intake.ErrFeed) && library.IsAddress(source.Location) {
				s.offerFeed(source.Location)
				return
			}
			failed(err)
		})
	})
}

// offerFeed says that an address is that of a feed, to which one can subscribe.
func (s *savings) offerFeed(address string) {
	s.w.say(control.Message{
		Text:   "This is the address of a feed: a list of stories. Subscribe to it, and choose which of them to save.",
		Action: "Subscribe", Do: func() { s.w.feeds.subscribe(address) },
	})
}

// addAll begins to save several stories, which stay on the shelf, and says what came of them. The notes are on what was
// left out.
func (s *savings) addAll(sources []intake.Source, notes []string) {
	begun := fmt.Sprintf("%s %s", countOf(len(sources)), oneOr(len(sources), "is", "are")) + " being saved. You can go on; they will be here."
	s.w.say(control.Message{Text: strings.Join(append([]string{begun}, notes...), " ")})
	background(s.w, func(ctx context.Context) (int, error) {
		return s.saveAll(ctx, sources)
	}, func(stopped int, err error) {
		s.w.problem(err)
		if err == nil {
			s.w.say(control.Message{Text: strings.Join(append([]string{savedText(len(sources), stopped)}, notes...), " "), Problem: stopped > 0})
		}
	})
}

// saveAll waits until several stories are saved, or cannot be, and gives how many of them need something yet.
func (s *savings) saveAll(ctx context.Context, sources []intake.Source) (stopped int, err error) {
	jobs := make([]int64, len(sources))
	for i, source := range sources {
		if jobs[i], err = s.queue.Add(ctx, source); err != nil {
			return 0, err
		}
	}
	for _, job := range jobs {
		if _, err := s.queue.Wait(ctx, job); err != nil && !errors.Is(err, store.ErrNoJob) {
			stopped++
		}
	}
	return stopped, ctx.Err()
}

// savedText says what came of saving several stories.
func savedText(all, stopped int) string {
	if stopped == 0 {
		return fmt.Sprintf("%s %s saved.", countOf(all), oneOr(all, "is", "are"))
	}
	if stopped == 1 {
		return fmt.Sprintf("%d of %d stories are saved. The other one needs something from you: its card says what.", all-1, all)
	}
	return fmt.Sprintf("%d of %d stories are saved. The others need something from you: their cards say what.", all-stopped, all)
}

// tellWhenStopped hands what goes wrong before a story can be read to failed, and gives the job up: the person is in front
// of it, and decides.
func (s *savings) tellWhenStopped(job int64, failed func(error)) {
	background(s.w, func(ctx context.Context) (saving.Saved, error) {
		return s.queue.Wait(ctx, job)
	}, func(saved saving.Saved, err error) {
		if s.open == job {
			s.open = 0
			if saved.Story != 0 { // it was done before anybody looked how far it is
				s.w.openStory(saved.Story, -1)
			}
		}
		if err == nil || saved.Story != 0 || errors.Is(err, store.ErrNoJob) || errors.Is(err, saving.ErrMissing) {
			return
		}
		s.cancel(job)
		failed(err)
	})
}

// show shows how far everything is: on the shelf, and in the reader for the story that is open.
func (s *savings) show(states []saving.State) {
	before := s.states
	s.states = states
	w := s.w
	items := make([]library.Item, 0, len(states))
	for _, state := range states {
		items = append(items, savingItem(state))
	}
	w.shelf.screen.SetSaving(items)
	if saved(before, states) {
		w.shelf.reload(nil)
	}
	w.feeds.progressed(before, states)
	if r := w.reading; r != nil {
		s.showInReader(r, before)
	}
	for _, state := range states {
		if state.Job == s.open && state.Story != 0 {
			s.open = 0
			w.openStory(state.Story, -1)
		}
	}
}

// saved reports whether the library's stories are others than before: a job got its story, or the story its sound, or is done.
func saved(before, now []saving.State) bool {
	for _, b := range before {
		i := slices.IndexFunc(now, func(n saving.State) bool { return n.Job == b.Job })
		if i < 0 || now[i].Story != b.Story || now[i].Step == intake.Aligning && b.Step != intake.Aligning {
			return true
		}
	}
	return false
}

// showInReader shows how far the open story is, and opens its sound once it is there.
func (s *savings) showInReader(r *reading, before []saving.State) {
	of := func(states []saving.State) (saving.State, bool) {
		i := slices.IndexFunc(states, func(n saving.State) bool { return n.Story == r.story.ID })
		if i < 0 {
			return saving.State{}, false
		}
		return states[i], true
	}
	was, had := of(before)
	now, has := of(s.states)
	switch {
	case has && now.Running && now.Step != intake.Aligning:
		share, _ := now.Share()
		r.screen.Progress.Say(string(now.Step)+leftText(now.Left), share, // how much is done, the bar shows
			func() { s.cancel(now.Job) })
	case had && was.Running && was.Step != intake.Aligning:
		r.screen.Progress.Clear()
	}
	if has && now.Problem != "" && was.Problem == "" {
		s.w.say(control.Message{Text: sentenceOf(now.Problem), Problem: true, Action: "Try again", Do: func() { s.retry(now.Job) }})
	}
	if had && !r.story.HasAudio && (!has || now.Step == intake.Aligning) {
		s.w.soundArrived(r)
	}
}

// soundArrived gives an open story the sound that has been saved meanwhile. The page stays where the reader is in it.
func (w *window) soundArrived(r *reading) {
	background(w, func(ctx context.Context) (opened, error) {
		return w.load(ctx, r.story.ID)
	}, func(o opened, err error) {
		if err != nil || w.reading != r || r.story.HasAudio {
			return
		}
		if !o.HasAudio { // its saving was given up
			w.greet(r)
			return
		}
		r.story, r.timeline, r.unknown = o.Story, o.timeline, o.unknown
		r.screen.SetDuration(o.Duration)
		r.screen.Notice.Clear()
		w.openSound(r)
		if o.needsAligning() {
			w.align(r)
		}
	})
}

// savingText says what is being done with a story, how far it is and how long it takes yet.
func savingText(s saving.State) string {
	text := string(s.Step)
	if share, known := s.Share(); known {
		text = fmt.Sprintf("%s, %d%%", text, int(share*100))
	}
	return text + leftText(s.Left)
}

// leftText says about how long something takes yet; "" where that is not known.
func leftText(left time.Duration) string {
	switch left = left.Round(time.Second); {
	case left <= 0:
		return ""
	case left < 5*time.Second:
		return ", a few seconds left"
	case left < 90*time.Second:
		return fmt.Sprintf(", about %d seconds left", int(math.Ceil(left.Seconds()/5))*5)
	default:
		return fmt.Sprintf(", about %d minutes left", int(math.Round(left.Minutes())))
	}
}

// savingItem is what the shelf says of a story that is being saved.
func savingItem(s saving.State) library.Item {
	item := library.Item{ID: s.Story, Title: s.Title, Detail: savingText(s), Busy: true}
	if s.Story == 0 {
		item.ID = -s.Job
	}
	if share, known := s.Share(); known {
		item.Progress = share
	}
	switch {
	case s.Missing == intake.NoTranscript:
		item.Detail, item.Status, item.Progress = "Its sound was found, its words were not", "Needs its words", library.NoBar
	case s.Problem != "":
		item.Detail, item.Status, item.Progress = sentenceOf(s.Problem), "Stopped", library.NoBar
	case !s.Running:
		item.Status = "Waiting"
	case item.Progress > 0:
		item.Status = fmt.Sprintf("%d%%", int(item.Progress*100))
	default:
		item.Status = "Working"
	}
	return item
}

// brings reports whether a story's sound is on its way.
func (s *savings) brings(story int64) bool {
	return slices.ContainsFunc(s.states, func(n saving.State) bool { return n.Story == story && n.Problem == "" && n.Missing == "" })
}

func (s *savings) state(job int64) (saving.State, bool) {
	i := slices.IndexFunc(s.states, func(n saving.State) bool { return n.Job == job })
	if i < 0 {
		return saving.State{}, false
	}
	return s.states[i], true
}

// choose acts on the card of a job that has no story yet.
func (s *savings) choose(job int64) {
	state, ok := s.state(job)
	switch {
	case !ok:
	case state.Missing != "":
		s.giveHalf(state)
	case state.Problem != "":
		s.w.say(control.Message{Text: sentenceOf(state.Problem), Problem: true, Action: "Try again", Do: func() { s.retry(job) }})
	default:
		s.w.say(control.Message{Text: savingText(state) + ".", Action: "Cancel", Do: func() { s.cancel(job) }})
	}
}

// menu offers what can be done with a job.
func (s *savings) menu(job int64, near fyne.CanvasObject) {
	state, ok := s.state(job)
	if !ok {
		return
	}
	var items []control.MenuItem
	if state.Missing != "" {
		items = append(items, control.MenuItem{Name: "Give its transcript…", Do: func() { s.giveHalf(state) }})
	}
	if !state.Running {
		items = append(items, control.MenuItem{Name: "Try again", Do: func() { s.retry(job) }})
	}
	items = append(items, control.MenuItem{Name: "Give it up", Do: func() { s.cancel(job) }})
	s.w.popUp(items, near)
}

// giveHalf opens the form for the transcript of a story whose sound was found.
func (s *savings) giveHalf(state saving.State) {
	s.w.openForm(library.AddRequest{Title: state.Title}, "Its transcript", func(r library.AddRequest) { s.give(state.Job, r) })
}

// give gives a job its other half, and opens the story then.
func (s *savings) give(job int64, r library.AddRequest) {
	background(s.w, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.queue.Give(ctx, job, sourceOf(r))
	}, func(_ struct{}, err error) {
		if err != nil {
			s.w.problem(err)
			return
		}
		s.open = job
		s.show(s.queue.States())
	})
}

func (s *savings) retry(job int64) {
	background(s.w, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.queue.Retry(ctx, job)
	}, func(_ struct{}, err error) { s.w.problem(err) })
}

func (s *savings) cancel(job int64) {
	background(s.w, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.queue.Cancel(ctx, job)
	}, func(_ struct{}, err error) { s.w.problem(err) })
}

func sourceOf(r library.AddRequest) intake.Source {
	return intake.Source{Location: r.Source, Text: r.Text, Title: r.Title, AudioPath: r.AudioPath}
}

// getSound downloads the sound of a story again.
func (w *window) getSound(id int64) {
	background(w, func(ctx context.Context) (int64, error) {
		return w.savings.queue.GetSound(ctx, id)
	}, func(_ int64, err error) { w.problem(err) })
}
