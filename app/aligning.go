package app

import (
	"context"
	"errors"
	"fmt"

	"alongside/app/control"
	"alongside/store/intake"
	"alongside/sync"
	"alongside/sync/align"
	"alongside/sync/align/synthesis"
)

// An alignJob finds, in the background, when a story's words are spoken. There is one at a time: it uses the whole machine.
type alignJob struct {
	id     int64
	cancel context.CancelFunc
	newest found
}

// found is what an alignment has found so far, ready to be followed.
type found struct {
	intake.Aligned
	times
}

// needsAligning reports whether a story has words and sound, but not all the times that could be found. Estimates can be
// bettered where a program that speaks the language has been installed since.
func (o opened) needsAligning() bool {
	return o.HasAudio && (isUnfinished(o.Aligned) || o.Aligned == align.Estimate && o.unknown == nil)
}

// isUnfinished reports whether there is more to be found than an alignment made by a method has.
func isUnfinished(method string) bool { return method == "" || method == intake.Unfinished }

// align begins to find the times of the open story. Another story's are left for when that is opened again.
func (w *window) align(r *reading) {
	if w.job != nil {
		if w.job.id == r.story.ID {
			return
		}
		w.job.cancel()
	}
	ctx, cancel := context.WithCancel(w.ctx)
	job := &alignJob{id: r.story.ID, cancel: cancel}
	w.job = job
	r.screen.Progress.Say("Finding when each word is spoken", 0, cancel)
	newest := newLatest(w.do, func(f found) {
		job.newest = f
		w.showFound(job)
	})
	text := r.story.Transcript
	background(w, func(context.Context) (struct{}, error) {
		return struct{}{}, w.savings.queue.Align(ctx, job.id, intake.Listener{
			Position: r.heard.get,
			Told: func(a intake.Aligned) {
				newest.set(found{a, times{a.Alignment, sync.NewTimeline(text, a.Alignment)}})
			},
		})
	}, func(_ struct{}, err error) {
		cancel()
		w.aligned(job, err)
	})
}

// showFound follows with what has been found so far.
func (w *window) showFound(job *alignJob) {
	r := w.reading
	if r == nil || r.story.ID != job.id || w.job != job {
		return
	}
	f := job.newest
	w.setTimes(r, f.times)
	r.screen.Progress.Say(aligningText(f.Aligned), float64(f.Done)/float64(max(f.Duration, 1)), job.cancel)
}

// aligningText says how far an alignment is, and about how long it takes yet.
func aligningText(a intake.Aligned) string {
	return "Finding when each word is spoken" + leftText(a.Left)
}

// aligned is the end of a job.
func (w *window) aligned(job *alignJob, err error) {
	if w.job == job {
		w.job = nil
	}
	r := w.reading
	if r == nil || r.story.ID != job.id {
		w.shelf.reload(nil)
		return
	}
	r.screen.Progress.Clear()
	w.applyPlan(r) // what was to be measured once the times are there
	switch {
	case errors.Is(err, context.Canceled):
		w.say(control.Message{Text: "Stopped. What was found so far is kept.", Action: "Go on", Do: func() { w.align(r) }})
	case errors.Is(err, align.ErrUnrelated):
		w.say(control.Message{
			Problem: true, Text: "This sound does not seem to belong to this text: hardly a word of it was heard. Choose another sound, or read without marks.",
			Action: "Choose another sound", Do: w.addSound,
		})
	case err != nil:
		w.problem(err)
	default:
		r.story.Aligned = job.newest.alignment.Method
		r.screen.ShowUnsure(job.newest.alignment)
		w.tellUnsure(r)
		w.mendWaiting(r)
		w.pairAgain(r)
	}
}

// estimateText says that times are estimates, and what the reader can do, by why no words could be found.
func estimateText(why error) string {
	text := "Who speaks when is only estimated here, from the length of the text, and can be off by a good deal; a ≈ beside each turn says so."
	if errors.Is(why, synthesis.ErrMissing) {
		return text + " For better times, install the program espeak-ng, which speaks many languages, and open the story again."
	}
	return text + " Neither Alongside nor espeak-ng knows this language."
}

// tellUnsure explains the marks beside turns whose times are not sure.
func (w *window) tellUnsure(r *reading) {
	if r.story.Aligned == align.Estimate {
		w.say(control.Message{Text: estimateText(r.unknown)})
		return
	}
	if n := r.screen.View.Unsure(); n > 0 {
		what := fmt.Sprintf("In %d turns", n)
		if n == 1 {
			what = "In one turn"
		}
		w.say(control.Message{Text: what + " Alongside is not sure when the words are spoken. They have a ≈ beside them; less, or nothing, is marked while they are heard."})
	}
}
