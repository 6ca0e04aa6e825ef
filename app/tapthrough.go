package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"alongside/app/control"
	"alongside/store"
	"alongside/store/intake"
	"alongside/sync/tapping"
)

// How far the sound goes back where something is tapped once more.
const runUp = 3 * time.Second

// A tapRun is the panel in which a story is tapped through: it shows the next sentence, and a button for the moment at which
// that begins.
type tapRun struct {
	w     *window
	r     *reading
	units []tapping.Unit
	next  int // of units
	taps  []tapping.Tap

	how, text         *widget.Label
	now               *control.Button
	back, skip, pause *control.Button
	panel             *control.OpenPanel
}

// tapThrough opens the panel in which a story without times is given some.
func (w *window) tapThrough() {
	r := w.reading
	switch {
	case r == nil:
	case r.player == nil:
		w.say(control.Message{Text: "This story has no sound yet. To tap it through, add its sound first."})
	case w.isAligning(r):
		w.say(control.Message{Text: "Alongside is still finding the times. Stop that first if you would rather tap them yourself."})
	case !intake.Tappable(r.story):
		w.say(control.Message{Text: "The times of this story are known. Where they are wrong, press Ctrl + Shift + T as the next sentence begins."})
	default:
		background(w, func(ctx context.Context) ([]store.Mending, error) {
			return w.library.Mendings(ctx, r.story.ID)
		}, func(list []store.Mending, err error) {
			if err != nil {
				w.problem(err)
			} else if w.reading == r && r.player != nil {
				w.openTapRun(r, list)
			}
		})
	}
}

func (w *window) openTapRun(r *reading, before []store.Mending) {
	t := &tapRun{w: w, r: r, units: tapping.Units(r.story.Transcript)}
	if len(t.units) == 0 {
		w.say(control.Message{Text: "Nobody speaks in this story, so there is nothing to tap."})
		return
	}
	w.seek(t.begin(before))
	t.how, t.text = widget.NewLabel(""), widget.NewLabel("")
	t.how.Wrapping, t.text.Wrapping = fyne.TextWrapWord, fyne.TextWrapWord
	t.text.TextStyle.Bold = true
	t.now = control.NewMainButton("", "This starts now", "", t.tap)
	t.back = control.NewButton("Back one sentence", "Back one", "", t.goBack)
	t.skip = control.NewButton("Skip this sentence: nobody speaks it", "Skip it", "", t.skipOne)
	t.pause = control.NewButton("Play or pause", "Play or pause", "", r.player.Toggle)
	t.pause.Keys = "Space"
	box := container.NewVBox(
		words("Listen, and press Enter, or the large button, each time the words below begin. Space pauses. When you close this, your presses are made times."),
		t.how, t.text, t.now, container.New(&control.Row{}, t.back, t.skip, t.pause),
	)
	r.player.SetSpeed(w.chosen.Presses.Speed)
	r.player.Play()
	t.show()
	t.panel = control.ShowPanel(w.win.Canvas(), control.Panel{Title: "Tap through the story", Content: box, First: t.now, Closed: t.close})
}

// begin says where the sound is to begin, and what is tapped first: where the caret was put, from where one listens; else
// after what was tapped last; else the beginning.
func (t *tapRun) begin(before []store.Mending) time.Duration {
	if turn, letter, put := t.r.screen.View.CaretPlace(); put {
		if unit, ok := t.r.unitAt(turn, letter); ok {
			t.next = slices.Index(t.units, unit)
			return t.r.position()
		}
	}
	var all []tapping.Tap
	for _, m := range slices.Backward(before) {
		all = append(all, m.Taps...)
	}
	if all = tapping.InOrder(all); len(all) > 0 {
		last := all[len(all)-1]
		if i := slices.Index(t.units, last.Unit); i >= 0 && i+1 < len(t.units) {
			t.next = i + 1
			return last.At
		}
	}
	return 0
}

// show shows what is to be tapped next.
func (t *tapRun) show() {
	if t.next == len(t.units) {
		t.how.SetText(fmt.Sprintf("That was the last sentence. You have tapped %d.", len(t.taps)))
		t.text.SetText("")
		t.now.Set("Close, and make times of what you tapped", "Done", "")
	} else {
		text := t.units[t.next].Text(t.r.story.Transcript)
		t.how.SetText(fmt.Sprintf("Sentence %d of %d", t.next+1, len(t.units)))
		t.text.SetText(text)
		t.now.Set("This starts now: "+text, "This starts now", "")
	}
	if t.panel != nil {
		t.panel.Refresh()
	}
}

func (t *tapRun) tap() {
	if t.next == len(t.units) {
		t.panel.Close()
		return
	}
	at, speed := t.r.player.Now()
	t.taps = append(t.taps, tapping.Tap{Unit: t.units[t.next], At: at, Speed: speed})
	t.next++
	t.show()
}

// goBack takes the last tap back, and plays from a little before it.
func (t *tapRun) goBack() {
	if len(t.taps) == 0 {
		t.w.seek(max(t.r.position()-runUp, 0))
		return
	}
	last := t.taps[len(t.taps)-1]
	t.taps = t.taps[:len(t.taps)-1]
	t.next = slices.Index(t.units, last.Unit)
	t.w.seek(max(last.At-runUp, 0))
	t.show()
}

func (t *tapRun) skipOne() {
	t.next = min(t.next+1, len(t.units))
	t.show()
}

// close ends tapping, and makes times of what was tapped.
func (t *tapRun) close() {
	w, r := t.w, t.r
	if w.reading != r || r.player == nil {
		return
	}
	r.player.Pause()
	r.player.SetSpeed(w.chosen.Speed)
	if len(t.taps) == 0 {
		return
	}
	w.say(control.Message{Text: fmt.Sprintf("Making times of the %d sentences that you tapped.", len(t.taps))})
	w.mend(r, t.taps, func(m mended) {
		w.say(control.Message{
			Text:   fmt.Sprintf("The times of %d sentences are made of what you tapped. What lies between and after them is estimated, and has a ≈.", len(t.taps)),
			Action: "Undo", Do: func() { w.undoMending(r, m.Mending.ID) },
		})
	})
}
