package app

import (
	"time"

	"fyne.io/fyne/v2"

	"alongside/app/control"
	"alongside/app/reader"
	"alongside/sync"
)

// speeds are the speeds on offer, slowest first.
func speeds() []float64 {
	return []float64{0.3, 0.4, 0.5, 0.6, 0.75, 0.85, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4}
}

// volumeStep is how much louder or quieter one press makes it.
const volumeStep = 0.1

// actions are what the reader's buttons do: the same as the commands of the same names.
func (w *window) actions() reader.Actions {
	return reader.Actions{
		Leave:            w.goBack,
		Toggle:           w.toggle,
		Seek:             w.seek,
		PlayFrom:         w.playFrom,
		PreviousTurn:     w.previousTurn,
		PreviousSentence: w.previousSentence,
		NextSentence:     w.nextSentence,
		NextTurn:         w.nextTurn,
		Smaller:          w.smaller,
		Larger:           w.larger,
		Zoom:             w.zoom,
		Find:             w.find,
		Contents:         w.showContents,
		ChooseThing:      w.chooseThing,
		ChooseLook:       w.chooseLook,
		ChooseSpeed:      w.chooseSpeed,
		ChooseVolume:     w.chooseVolume,
		ChooseMore:       func(near fyne.CanvasObject) { w.chooseFrom(near, looks, folded) },
	}
}

func (w *window) toggle() {
	r := w.reading
	if r == nil || !r.story.HasAudio {
		return
	}
	w.begun()
	w.hushElsewhere()
	if r.player == nil {
		r.wanted = !r.wanted
		r.screen.SetPlaying(r.wanted)
		return
	}
	r.player.Toggle()
}

// begun takes away the line that says how to begin, for good.
func (w *window) begun() {
	if !w.chosen.Begun {
		w.chosen.Begun = true
		w.keepPreferences()
		w.reading.screen.Notice.Clear()
	}
}

// position is where the listener is, also before the sound is open.
func (r *reading) position() time.Duration {
	if r.player != nil {
		return r.player.Position()
	}
	return r.seekTo
}

// seek goes to a position; the page follows again, since this is where the reader wants to be.
func (w *window) seek(at time.Duration) {
	r := w.reading
	if r == nil {
		return
	}
	r.seekTo = at
	if r.player != nil {
		r.player.Seek(at)
	}
	r.showPosition(at)
	r.mark(r.timeline.At(at))
	r.screen.View.Follow()
	w.tellDesktop()
}

// playFrom plays from a word: from its sentence or turn where the word's own time is not known.
func (w *window) playFrom(turn, word int) {
	r := w.reading
	if r == nil {
		return
	}
	at, ok := r.startOf(turn, word)
	if !ok {
		return
	}
	w.seek(at)
	w.begun()
	if r.player == nil {
		r.wanted = r.story.HasAudio
	} else {
		r.player.Play()
	}
}

// startOf is when a word is spoken, else the sentence it stands in, else the turn.
func (r *reading) startOf(turn, word int) (time.Duration, bool) {
	t := r.story.Transcript.Turns[turn]
	sentence := -1
	if words := t.Words(); word < len(words) {
		for i, s := range t.Sentences() {
			if words[word].Start >= s.Start && words[word].End <= s.End {
				sentence = i
			}
		}
	}
	return r.timeline.Start(sync.Place{Turn: turn, Sentence: sentence, Word: word})
}

// step goes where a neighbour of the present position says, past what is left out.
func (w *window) step(neighbour func(*sync.Timeline, time.Duration) (time.Duration, bool)) {
	r := w.reading
	if r == nil {
		return
	}
	for at := r.position(); ; {
		next, ok := neighbour(r.timeline, at)
		if !ok || next == at {
			return
		}
		if at = next; !w.isSkipped(r, r.timeline.At(at).Turn) {
			w.goTo(at)
			return
		}
	}
}

func (w *window) previousTurn()     { w.step((*sync.Timeline).PreviousTurn) }
func (w *window) nextTurn()         { w.step((*sync.Timeline).NextTurn) }
func (w *window) previousSentence() { w.step((*sync.Timeline).PreviousSentence) }
func (w *window) nextSentence()     { w.step((*sync.Timeline).NextSentence) }
func (w *window) fromBeginning()    { w.goTo(0) }

// goTo goes to a position, and says what is there to someone who cannot see it.
func (w *window) goTo(at time.Duration) {
	if w.reading == nil {
		return
	}
	view := w.reading.screen.View
	from := view.CaretTurn()
	w.seek(at)
	view.SayPlace(from)
}

func (w *window) follow() {
	if w.reading != nil {
		w.reading.screen.View.Follow()
	}
}

func (w *window) setSpeed(speed float64) {
	w.chosen.Speed = speed
	w.keepPreferences()
	defer w.tellDesktop()
	if w.reading == nil {
		return
	}
	w.reading.screen.SetSpeed(speed)
	if w.reading.player != nil {
		w.reading.player.SetSpeed(speed)
	}
}

func (w *window) faster() {
	for _, s := range speeds() {
		if s > w.chosen.Speed {
			w.setSpeed(s)
			return
		}
	}
}

func (w *window) slower() {
	all := speeds()
	for i := len(all) - 1; i >= 0; i-- {
		if all[i] < w.chosen.Speed {
			w.setSpeed(all[i])
			return
		}
	}
}

func (w *window) setVolume(volume float64) {
	w.chosen.Volume = min(max(volume, 0), 1)
	w.keepPreferences()
	defer w.tellDesktop()
	if w.reading == nil {
		return
	}
	w.reading.screen.SetVolume(w.chosen.Volume)
	if w.reading.player != nil {
		w.reading.player.SetVolume(w.chosen.Volume)
	}
}

func (w *window) louder()  { w.setVolume(w.chosen.Volume + volumeStep) }
func (w *window) quieter() { w.setVolume(w.chosen.Volume - volumeStep) }

// chooseSpeed offers the speeds.
func (w *window) chooseSpeed(near fyne.CanvasObject) {
	var items []control.MenuItem
	for _, speed := range speeds() {
		items = append(items, control.MenuItem{Name: speedText(speed), Checkable: true, Checked: speed == w.chosen.Speed, Do: func() { w.setSpeed(speed) }})
	}
	items = append(items, w.paceItem())
	w.popUp(items, near)
}

// chooseVolume offers how loud to play.
func (w *window) chooseVolume(near fyne.CanvasObject) {
	var items []control.MenuItem
	for _, choice := range []struct {
		name   string
		volume float64
	}{{"As recorded", 1}, {"A little quieter", 0.7}, {"Quiet", 0.4}, {"Very quiet", 0.15}, {"Silent", 0}} {
		now := choice.volume == w.chosen.Volume
		items = append(items, control.MenuItem{Name: choice.name, Checkable: true, Checked: now, Do: func() { w.setVolume(choice.volume) }})
	}
	w.popUp(items, near)
}
