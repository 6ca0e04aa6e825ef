package app

import (
	"context"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"alongside/app/control"
	"alongside/sync/listening"
)

// rates are how many words a minute are spoken in each turn of an open story.
type rates struct {
	known   []float64 // nil while that is not known
	current bool      // they are of the times of now, or those are being looked at
	asked   int       // how often that was asked for
}

// any reports whether a rate of any turn is known.
func (r rates) any() bool { return len(r.known) > 0 && slices.Max(r.known) > 0 }

// between are the least and the most words a minute in the story.
func (r rates) between() (least, most float64) {
	for _, rate := range r.known {
		if rate > 0 && (least == 0 || rate < least) {
			least = rate
		}
		most = max(most, rate)
	}
	return least, most
}

// reckonRates finds how fast each turn is spoken, away from the drawing goroutine: a book has a hundred thousand words. Until that is
// known, what was known of older times holds.
func (w *window) reckonRates(r *reading, then func()) {
	r.sound.rates.current = true
	r.sound.rates.asked++
	story, asked := r.heardStory(), r.sound.rates.asked
	background(w, func(context.Context) ([]float64, error) {
		return story.Rates(), nil
	}, func(known []float64, _ error) {
		if w.reading != r || r.sound.rates.asked != asked || r.player == nil {
			return
		}
		r.sound.rates.known = known
		w.applyPlan(r)
		then()
	})
}

// showPace shows in the play bar at which pace an open story plays, once it is known how fast it is spoken.
func (w *window) showPace(r *reading) {
	pace := w.chosen.Sound.Pace
	if pace.On && !r.sound.rates.current {
		w.reckonRates(r, func() {})
	}
	words := 0
	if pace.On && r.sound.rates.any() {
		words = pace.Words
	}
	r.screen.SetPace(words)
}

// setPace changes the pace of all stories; it is heard at once.
func (w *window) setPace(change func(*listening.Pace)) {
	w.wish(func(s *listening.Wishes) { change(&s.Pace) })
	w.tellDesktop()
}

// togglePace brings all voices to one pace, or plays them as recorded, and says which.
func (w *window) togglePace() {
	w.setPace(func(p *listening.Pace) { p.On = !p.On })
	if !w.chosen.Sound.Pace.On {
		w.say(control.Message{Text: "Each voice is heard as fast as it was recorded."})
		return
	}
	r := w.reading
	if r == nil || r.player == nil {
		w.say(control.Message{Text: paceText(w.chosen.Sound.Pace)})
		return
	}
	w.reckonRates(r, func() {
		text := paceText(w.chosen.Sound.Pace)
		if !r.sound.rates.any() {
			text = "It is not known surely enough when the words of this story are spoken, so its voices stay as they were recorded."
		}
		w.say(control.Message{Text: text})
	})
}

// paceText says what a pace does.
func paceText(p listening.Pace) string {
	if p.Faster {
		return fmt.Sprintf("Every voice is heard at about %d words a minute.", p.Words)
	}
	return fmt.Sprintf("Voices faster than %d words a minute are slowed to that.", p.Words)
}

// paceStep is by how many words a minute one press changes the pace.
const paceStep = 5

func paceSteps() (steps []float64) {
	for words := listening.LeastWords; words <= listening.MostWords; words += paceStep {
		steps = append(steps, float64(words))
	}
	return steps
}

// stepPace chooses more or fewer words a minute, and turns the pace on.
func (w *window) stepPace(by int) {
	w.setPace(func(p *listening.Pace) {
		p.On, p.Words = true, min(max(p.Words+by, listening.LeastWords), listening.MostWords)
	})
	w.say(control.Message{Text: paceText(w.chosen.Sound.Pace)})
}

// paceCommands choose the pace.
func paceCommands() []command {
	return []command{
		line,
		{name: "Even pace", key: plain(fyne.KeyF8), group: folded, checked: func(w *window) bool { return w.chosen.Sound.Pace.On }, do: (*window).togglePace},
		{name: "More words a minute", do: func(w *window) { w.stepPace(paceStep) }},
		{name: "Fewer words a minute", do: func(w *window) { w.stepPace(-paceStep) }},
		{
			name: "Make slow voices faster too", checked: func(w *window) bool { return w.chosen.Sound.Pace.Faster },
			do: func(w *window) { w.setPace(func(p *listening.Pace) { p.Faster = !p.Faster }) },
		},
	}
}

// paceItem is the pace among the speeds.
func (w *window) paceItem() control.MenuItem {
	p := w.chosen.Sound.Pace
	return control.MenuItem{
		Name: fmt.Sprintf("Even pace, %d words a minute", p.Words), Key: keyText(plain(fyne.KeyF8)),
		Checkable: true, Checked: p.On, Do: func() { w.togglePace(); w.refreshMenus() },
	}
}
