package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2/container"

	"alongside/app/control"
	"alongside/sync/latency"
	"alongside/sync/playback"
)

// A delayTest finds how late the sound is heard, from someone who presses along: first with flashes, then with clicks. Each step is a
// panel of its own, so that a screen reader says what there is to do before it begins.
type delayTest struct {
	w       *window
	clicker *latency.Clicker
	output  playback.Output
	panel   *control.OpenPanel
	going   bool // from one panel to the next

	seen *latency.Tapping // nil where that was left out
	run  *delayRun
}

// A delayRun is one rhythm that is being tapped along.
type delayRun struct {
	rhythm latency.Rhythm
	pad    *control.BeatPad
	play   func(context.Context, *delayRun)      // begins the rhythm
	now    func() (at time.Duration, going bool) // where in it it is, once it has begun
	taps   []time.Duration
	late   []time.Duration // of flashes, how late each was on the screen
	cancel context.CancelFunc
	done   func(latency.Tapping)
}

// showDelay opens the panel in which the delay of the sound is found or set.
func (w *window) showDelay() {
	if w.reading != nil && w.reading.player != nil {
		w.reading.player.Pause()
	}
	t := &delayTest{w: w}
	background(w, func(ctx context.Context) (*latency.Clicker, error) {
		return latency.NewClicker(ctx, w.device, func() { w.do(t.moved) })
	}, func(c *latency.Clicker, err error) {
		switch {
		case err != nil:
			w.problem(fmt.Errorf("no sound device was found, so its delay cannot be told; plug in or switch on your speakers or headphones: %w", err))
		case c.Silent():
			c.Close()
			w.say(control.Message{Problem: true, Text: "No sound device was found, so its delay cannot be told. Plug in or switch on your speakers or headphones first."})
		default:
			t.clicker, t.output = c, c.Output()
			t.begin()
		}
	})
}

// moved takes note that the sound comes out elsewhere: what was tapped until then is of no use.
func (t *delayTest) moved() {
	if t.clicker == nil || t.panel == nil || !t.panel.Open() || t.clicker.Output().ID == t.output.ID {
		return
	}
	t.output = t.clicker.Output()
	t.begin()
}

// show shows the panel of a step in place of the one before.
func (t *delayTest) show(p control.Panel) {
	t.stop()
	if t.panel != nil {
		t.going = true
		t.panel.Close()
		t.going = false
	}
	p.Closed = func() {
		t.stop()
		if !t.going {
			t.clicker.Close()
		}
	}
	t.panel = control.ShowPanel(t.w.win.Canvas(), p)
}

// stop ends the rhythm that is going on.
func (t *delayTest) stop() {
	if t.run != nil {
		t.run.cancel()
		t.run = nil
		t.clicker.Stop()
	}
}

// begin says what the test is, and offers both ways.
func (t *delayTest) begin() {
	t.seen = nil
	both := control.NewMainButton("Press along with flashes, then with clicks", "Begin", "", t.watch)
	byEar := control.NewButton("Press along with clicks alone", "By ear alone", "", t.hear)
	t.show(control.Panel{Title: "Delay of the sound", First: both, Content: container.NewVBox(
		words(fmt.Sprintf("How late is the sound of %s? Press along for a minute and a half: first with a small mark that flashes, then with clicks.", outputName(t.output))),
		container.New(&control.Row{}, both, byEar),
		words("If you cannot see the mark, or do not want flashes, press along by ear alone. Then it is reckoned with how people press as a rule, and the delay is good to some hundredths of a second only."),
		heading("Or set it by hand"),
		t.w.delaySlider(t.output),
	)})
}

// watch has someone press along with flashes.
func (t *delayTest) watch() {
	const title, how = "Press with each flash", "Watch the mark. Press Space, Enter or the large button each time it lights up: as exactly with it as you can, not after it. The first press begins."
	t.tap(title, how, &delayRun{
		rhythm: latency.Flashes, pad: control.NewFlashPad(title, "Begin"), play: t.flash,
		done: func(seen latency.Tapping) {
			t.seen = &seen
			t.hear()
		},
	})
}

// hear has someone press along with clicks.
func (t *delayTest) hear() {
	const title, how = "Press with each click", "Listen. Press Space, Enter or the large button with each click: as exactly with it as you can, not after it. The first press begins."
	t.tap(title, how, &delayRun{rhythm: latency.Clicks, pad: control.NewBeatPad(title, "Begin"), play: t.click, done: t.found})
}

// tap shows a panel in which a rhythm is tapped along. It begins with the first press, so that whoever reads what there is to do has
// the time for it.
func (t *delayTest) tap(title, how string, run *delayRun) {
	run.cancel = func() {}
	run.pad.OnTap = func() { t.start(run) }
	t.show(control.Panel{Title: title, First: run.pad, Content: container.NewVBox(words(how), run.pad)})
	t.run = run
}

// start begins a rhythm. The pad keeps its name: nothing is said to whoever is listening now.
func (t *delayTest) start(run *delayRun) {
	var ctx context.Context
	ctx, run.cancel = context.WithCancel(t.w.ctx)
	run.pad.SetLabel("Press")
	run.pad.OnTap = run.tap
	run.play(ctx, run)
	go t.watchOver(ctx, run)
}

// click plays a rhythm, also for who has set the sound of stories very low.
func (t *delayTest) click(_ context.Context, run *delayRun) {
	const softest = 0.4
	t.clicker.Start(run.rhythm, max(t.w.chosen.Volume, softest))
	run.now = t.clicker.At
}

// flash shows a rhythm.
func (t *delayTest) flash(ctx context.Context, run *delayRun) {
	begun := time.Now()
	run.now = func() (time.Duration, bool) { return time.Since(begun), true }
	run.pad.OnLit = func() { t.w.do(run.flashed) }
	go t.light(ctx, run, begun)
}

// tap takes note of a press.
func (r *delayRun) tap() {
	if at, going := r.now(); going {
		r.taps = append(r.taps, at)
	}
}

// flashed takes note of when a flash has been handed to the screen.
func (r *delayRun) flashed() {
	at, _ := r.now()
	for _, beat := range r.rhythm.Beats() {
		if late := at - beat; late >= 0 && late < latency.Period/2 {
			r.late = append(r.late, late)
		}
	}
}

// flashLasts is how long the mark is lit: long enough to be seen, and then dark for longer.
const flashLasts = 150 * time.Millisecond

// light lights the mark with each beat.
func (t *delayTest) light(ctx context.Context, run *delayRun, begun time.Time) {
	for _, beat := range run.rhythm.Beats() {
		for _, change := range []struct {
			at  time.Duration
			lit bool
		}{{beat, true}, {beat + flashLasts, false}} {
			select {
			case <-ctx.Done():
				return
			case <-time.After(time.Until(begun.Add(change.at))):
				t.w.do(func() {
					if ctx.Err() == nil {
						run.pad.Light(change.lit)
					}
				})
			}
		}
	}
}

// watchOver shows how far a rhythm is, and goes on once it is over.
func (t *delayTest) watchOver(ctx context.Context, run *delayRun) {
	const look = 500 * time.Millisecond
	every := time.NewTicker(look)
	defer every.Stop()
	length := run.rhythm.Length()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.clicker.Lost():
			t.w.do(func() { t.lost(ctx) })
			return
		case <-every.C:
		}
		at, _ := run.now()
		if at >= length {
			t.w.do(func() { t.over(ctx, run) })
			return
		}
		t.w.do(func() {
			if ctx.Err() == nil {
				run.pad.SetShare(at.Seconds() / length.Seconds())
			}
		})
	}
}

// lost ends the test as its device has gone.
func (t *delayTest) lost(ctx context.Context) {
	if ctx.Err() == nil {
		t.panel.Close()
		t.w.say(control.Message{Problem: true, Text: "The sound has gone away. Try again once it is back."})
	}
}

// over reads what was tapped along a rhythm.
func (t *delayTest) over(ctx context.Context, run *delayRun) {
	if ctx.Err() != nil {
		return
	}
	tapping, err := run.rhythm.Listen(run.shifted())
	if err != nil {
		t.failed(err)
		return
	}
	run.done(tapping)
}

// shifted are the taps as if each flash had been on the screen in time.
func (r *delayRun) shifted() []time.Duration {
	var late time.Duration
	if n := len(r.late); n > 0 {
		late = slices.Sorted(slices.Values(r.late))[n/2]
	}
	taps := make([]time.Duration, len(r.taps))
	for i, at := range r.taps {
		taps[i] = at - late
	}
	return taps
}

// failed says why nothing was found.
func (t *delayTest) failed(err error) {
	again := control.NewMainButton("Try again", "Try again", "", t.begin)
	t.show(control.Panel{Title: "Nothing was found", First: again, Content: container.NewVBox(
		words(sentence(err)), container.New(&control.Row{}, again), t.w.delaySlider(t.output),
	)})
}

// found says what was found, and offers to keep it.
func (t *delayTest) found(heard latency.Tapping) {
	found := latency.ByEar(heard)
	if t.seen != nil {
		found = latency.Compare(*t.seen, heard)
	}
	keep := control.NewMainButton(fmt.Sprintf("Keep %s", inMilliseconds(found.Delay)), "Keep it", "", func() { t.keep(found.Delay) })
	again := control.NewButton("Try again", "Try again", "", t.begin)
	byHand := t.w.delaySlider(t.output)
	byHand.SetValue(milliseconds(found.Delay))
	t.show(control.Panel{Title: foundText(t.output, found.Delay), First: keep, Content: container.NewVBox(
		words(sureText(found)),
		container.New(&control.Row{}, keep, again),
		heading("Or set it by hand"),
		byHand,
	)})
}

func (t *delayTest) keep(delay time.Duration) {
	t.w.setDelay(t.output, delay)
	t.panel.Close()
	t.w.say(control.Message{Text: fmt.Sprintf("The marks now go by what you hear from %s, %s after the computer plays it.", outputName(t.output), inMilliseconds(delay))})
}

// foundText says how late an output is.
func foundText(o playback.Output, delay time.Duration) string {
	const least = 15 * time.Millisecond // less is no more than a press scatters
	if delay < least {
		return fmt.Sprintf("The sound of %s is not late", outputName(o))
	}
	return fmt.Sprintf("The sound of %s is %s late", outputName(o), inMilliseconds(delay))
}

// sureText says how sure that is.
func sureText(f latency.Found) string {
	steady := "Your presses were steady"
	const wide = 60 * time.Millisecond
	if f.Scatter > wide {
		steady = "Your presses varied much, so you may want to try again"
	}
	return fmt.Sprintf("It is very likely right to %s. %s: they lay within some %s of each other.", inMilliseconds(f.Within), steady, inMilliseconds(2*f.Scatter))
}

func inMilliseconds(d time.Duration) string { return fmt.Sprintf("%d ms", d.Milliseconds()) }
