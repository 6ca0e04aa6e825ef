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
	next  int           // of units
	taps  []tapping.Tap // each is written as it comes, so that none is lost however this ends
	aside []tapping.Tap // those of before, set aside to begin anew; forgotten with the first tap

	how, text         *widget.Label
	before            *widget.Label   // says that something was tapped before
	anew              *control.Button // sets it aside, or brings it back; both are nil where nothing was
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
		background(w, func(ctx context.Context) (tappedBefore, error) {
			list, err := w.library.Mendings(ctx, r.story.ID)
			if err != nil {
				return tappedBefore{}, err
			}
			kept, err := w.library.KeptTaps(ctx, r.story.ID)
			return tappedBefore{list, kept}, err
		}, func(before tappedBefore, err error) {
			if err != nil {
				w.problem(err)
			} else if w.reading == r && r.player != nil {
				w.openTapRun(r, before)
			}
		})
	}
}

// tappedBefore is what was tapped in a story: what times were made of, and what of which none are made yet.
type tappedBefore struct {
	mendings []store.Mending
	kept     []tapping.Tap
}

func (w *window) openTapRun(r *reading, before tappedBefore) {
	t := &tapRun{w: w, r: r, units: tapping.Units(r.story.Transcript), taps: before.kept}
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
	if len(t.taps) > 0 {
		t.before, t.anew = widget.NewLabel(""), control.NewButton("", "", "", nil)
		t.before.Wrapping = fyne.TextWrapWord
		t.offerAnew()
		box.Objects = slices.Insert(box.Objects, 1, fyne.CanvasObject(t.before))
		box.Add(container.NewHBox(t.anew))
	}
	r.player.SetSpeed(w.chosen.Presses.Speed)
	r.player.Play()
	t.show()
	t.panel = control.ShowPanel(w.win.Canvas(), control.Panel{Title: "Tap through the story", Content: box, First: t.now, Closed: t.close})
}

func sentencesText(n int) string { return fmt.Sprintf("%d %s", n, oneOr(n, "sentence", "sentences")) }

// tellTapped offers to go on with tapping through the story, where that ended before times were made.
func (w *window) tellTapped(r *reading) {
	w.say(control.Message{
		Text:   fmt.Sprintf("You have tapped %s of this story. Go on, or close what opens then, and times are made of them.", sentencesText(r.begun)),
		Action: "Go on tapping", Do: w.tapThrough,
	})
}

// begin says where the sound is to begin, and what is tapped first: where the caret was put, from where one listens; else
// after what was tapped last; else the beginning.
func (t *tapRun) begin(before tappedBefore) time.Duration {
	if turn, letter, put := t.r.screen.View.CaretPlace(); put {
		if unit, ok := t.r.unitAt(turn, letter); ok {
			t.next = slices.Index(t.units, unit)
			return t.r.position()
		}
	}
	var all []tapping.Tap
	for _, m := range slices.Backward(before.mendings) {
		all = append(all, m.Taps...)
	}
	if len(before.kept) > 0 {
		all = before.kept
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
	if t.aside != nil {
		t.forget()
	}
	tap := tapping.Tap{Unit: t.units[t.next], At: at, Speed: speed}
	t.taps = append(t.taps, tap)
	t.write(tap.Unit, func(ctx context.Context, id int64) error { return t.w.library.KeepTap(ctx, id, tap) })
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
	t.write(last.Unit, func(ctx context.Context, id int64) error { return t.w.library.TakeTapBack(ctx, id, last.Unit) })
	t.next = slices.Index(t.units, last.Unit)
	t.w.seek(max(last.At-runUp, 0))
	t.show()
}

// write has something written of a unit's tap.
func (t *tapRun) write(unit tapping.Unit, do func(ctx context.Context, id int64) error) {
	id := t.r.story.ID
	t.w.saver.save(fmt.Sprintf("tap %d %d %d", id, unit.Turn, unit.Sentence), func(ctx context.Context) error { return do(ctx, id) })
}

// offerAnew says that one goes on after what was tapped before, and offers to begin anew.
func (t *tapRun) offerAnew() {
	t.before.SetText(fmt.Sprintf("You go on after the %s that you tapped before.", sentencesText(len(t.taps))))
	t.anew.Set("Begin anew, without what you tapped before", "Begin anew", "")
	t.anew.OnTapped = t.beginAnew
}

// beginAnew sets what was tapped aside and goes to the beginning. Until something is tapped it can be brought back.
func (t *tapRun) beginAnew() {
	t.aside, t.taps, t.next = t.taps, nil, 0
	t.before.SetText("You begin anew. What you tapped before is forgotten with the first press.")
	t.anew.Set("Bring back what you tapped before", "Bring it back", "")
	t.anew.OnTapped = t.bringBack
	t.w.seek(0)
	t.show()
	t.w.win.Canvas().Focus(t.now)
}

func (t *tapRun) bringBack() {
	t.taps, t.aside = t.aside, nil
	last := t.taps[len(t.taps)-1]
	t.next = slices.Index(t.units, last.Unit) + 1
	t.offerAnew()
	t.w.seek(last.At)
	t.show()
	t.w.win.Canvas().Focus(t.now)
}

// forget forgets what was set aside.
func (t *tapRun) forget() {
	id := t.r.story.ID
	t.w.saver.save(fmt.Sprintf("no taps %d", id), func(ctx context.Context) error { return t.w.library.DropTaps(ctx, id) })
	t.aside = nil
	t.before.Hide()
	t.anew.Hide()
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
	w.saver.save(fmt.Sprintf("times of taps %d", r.story.ID), func(context.Context) error { // when the last tap is written
		w.do(func() { t.makeTimes() })
		return nil
	})
}

// makeTimes makes times of what was tapped.
func (t *tapRun) makeTimes() {
	w, r := t.w, t.r
	w.mend(r, t.taps, func(m mended) {
		w.say(control.Message{
			Text:   fmt.Sprintf("The times of %d sentences are made of what you tapped. What lies between and after them is estimated, and has a ≈.", len(t.taps)),
			Action: "Undo", Do: func() { w.undoMending(r, m.Mending.ID) },
		})
	})
}
