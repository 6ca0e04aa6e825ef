package app

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"alongside/app/control"
	"alongside/store"
	"alongside/sync/playback"
)

// delays are by how much later than the computer knows each output of sound is heard, the one set latest first.
type delays struct {
	Outputs [keptDelays]outputDelay `json:"outputs"`
}

// An outputDelay is one of them; where it is 0 there is none.
type outputDelay struct {
	ID    string `json:"id,omitempty"`
	Name  string `json:"name,omitempty"`
	Delay int    `json:"delay,omitempty"` // milliseconds
}

// keptDelays is of how many outputs the delay is kept.
const keptDelays = 16

func (d delays) mended() delays {
	var mended delays
	n := 0
	for _, o := range d.Outputs {
		if o.Delay > 0 && o.Delay <= int(playback.MostDelay.Milliseconds()) {
			mended.Outputs[n] = o
			n++
		}
	}
	return mended
}

// of is the delay of an output.
func (d delays) of(output playback.Output) time.Duration {
	return d.all()[output.ID]
}

// all are the delays as a player takes them.
func (d delays) all() playback.Delays {
	all := make(playback.Delays)
	for _, o := range d.Outputs {
		if o.Delay > 0 {
			all[o.ID] = time.Duration(o.Delay) * time.Millisecond
		}
	}
	return all
}

// set gives an output another delay, in the first place.
func (d *delays) set(output playback.Output, delay time.Duration) {
	now := delays{}
	now.Outputs[0] = outputDelay{output.ID, output.Name, int(delay.Milliseconds())}
	n := 1
	for _, o := range d.mended().Outputs {
		if o.Delay > 0 && o.ID != output.ID && n < keptDelays {
			now.Outputs[n] = o
			n++
		}
	}
	*d = now.mended()
}

// outputName is what an output is called.
func outputName(o playback.Output) string {
	switch {
	case o.Name != "":
		return o.Name
	case o.ID != "":
		return o.ID
	}
	return "this computer"
}

// setDelay takes another delay of an output off what is heard, from now on.
func (w *window) setDelay(output playback.Output, delay time.Duration) {
	w.chosen.Delays.set(output, delay)
	w.keepPreferences()
	if w.reading != nil && w.reading.player != nil {
		w.reading.player.SetDelays(w.chosen.Delays.all())
	}
}

// nudge is by how much later the marks of an open story come, for any goroutine to ask.
type nudge struct{ later atomic.Int64 }

func (n *nudge) set(later time.Duration) { n.later.Store(int64(later)) }
func (n *nudge) get() time.Duration      { return time.Duration(n.later.Load()) }

// lead is how much earlier than heard a change of the highlight is made, as the reader has it for this story.
func (r *reading) lead() time.Duration { return r.frames.lead() - r.nudge.get() }

// nudgeStep is by how much one press moves the marks.
const nudgeStep = 10 * time.Millisecond

// nudgeMarks has the marks of the open story come later than they do, or earlier, and says by how much they are now.
func (w *window) nudgeMarks(by time.Duration) {
	if w.reading != nil {
		w.setNudge(w.reading.nudge.get() + by)
	}
}

func (w *window) setNudge(later time.Duration) {
	r := w.reading
	if r == nil {
		return
	}
	later = max(-store.MostNudge, min(later, store.MostNudge))
	r.nudge.set(later)
	id := r.story.ID
	w.saver.save(fmt.Sprintf("nudge %d", id), func(ctx context.Context) error {
		return w.library.SaveNudge(ctx, id, later)
	})
	w.say(control.Message{Text: nudgeText(later)})
}

// nudgeText says when the marks of a story come.
func nudgeText(later time.Duration) string {
	switch {
	case later > 0:
		return fmt.Sprintf("The marks come %d ms later in this story.", later.Milliseconds())
	case later < 0:
		return fmt.Sprintf("The marks come %d ms earlier in this story.", -later.Milliseconds())
	}
	return "The marks come with the sound in this story, as its times say."
}

// delayCommands put right when the marks come.
func delayCommands() []command {
	return []command{
		line,
		{name: "Marks earlier in this story", key: alt(fyne.KeyComma), where: inReader, do: func(w *window) { w.nudgeMarks(-nudgeStep) }},
		{name: "Marks later in this story", key: alt(fyne.KeyPeriod), where: inReader, do: func(w *window) { w.nudgeMarks(nudgeStep) }},
		{name: "Marks as this story’s times say", where: inReader, do: func(w *window) { w.setNudge(0) }},
		{name: "Delay of the sound…", do: (*window).showDelay, over: closes},
	}
}
