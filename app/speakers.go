package app

import (
	"fmt"
	"slices"

	"alongside/app/control"
	"alongside/app/reader"
	"alongside/sync/finding"
)

// This file lists who speaks in the open story, and goes through the turns of one of them.

// speakerChosen is the one whose turns are walked through.
type speakerChosen struct{ finding.Speaker }

// showSpeakers lists who speaks, and how much of the story is theirs.
func (w *window) showSpeakers() {
	r := w.reading
	if r == nil {
		return
	}
	speakers := finding.Speakers(r.story.Transcript, r.story.Alignment, r.story.Duration)
	if len(speakers) == 0 {
		w.say(control.Message{Text: "The transcript does not say of anyone that they speak."})
		return
	}
	list := control.NewList("Who speaks")
	items := make([]control.Item, len(speakers))
	here := -1
	for i, s := range speakers {
		items[i] = control.Item{Name: speakerText(s), Icon: control.SpeakerIcon(i), Share: s.Share}
		if slices.Contains(s.Turns, r.placeNow()) {
			items[i].Note, here = "speaks now", i
		}
	}
	list.SetItems(items)
	if here >= 0 {
		list.Mark(here)
	}
	panel := control.ShowList(w.win.Canvas(), "Who speaks", list)
	list.OnChoose = func(n int) {
		panel.Close()
		if w.reading == r {
			w.showTurnsOf(r, speakers[n])
		}
	}
}

// speakerName is what a speaker is called.
func speakerName(s finding.Speaker) string {
	if s.Name == "" {
		return "Someone not named"
	}
	return s.Name
}

// speakerText says in words how much of the story is a speaker's.
func speakerText(s finding.Speaker) string {
	text := speakerName(s)
	if role := reader.RoleName(s.Role); role != "" {
		text += ", " + role
	}
	turns := "1 turn"
	if n := len(s.Turns); n != 1 {
		turns = fmt.Sprintf("%d turns", n)
	}
	text += ": " + turns
	switch {
	case s.Untimed == len(s.Turns):
		return text + ", not known yet when"
	case s.Share < 0.005:
		text += fmt.Sprintf(", %s, less than 1%% of the story", reader.Clock(s.Time))
	default:
		text += fmt.Sprintf(", %s, %.0f%% of the story", reader.Clock(s.Time), 100*s.Share)
	}
	if s.Untimed > 0 {
		text += fmt.Sprintf(", without %d whose time is not known", s.Untimed)
	}
	return text
}

// showTurnsOf lists the turns of one speaker. From then on the keys for the next and the previous match go through them.
func (w *window) showTurnsOf(r *reading, s finding.Speaker) {
	r.speaker = &speakerChosen{s}
	r.screen.LeaveFind()
	name := speakerName(s)
	list := control.NewList("Turns of " + name)
	items := make([]control.Item, len(s.Turns))
	for i, turn := range s.Turns {
		items[i] = control.Item{Name: r.timeText(turn) + r.wordsOf(turn)}
	}
	list.SetItems(items)
	mark := func() {
		for i, turn := range s.Turns {
			if turn <= r.placeNow() {
				list.Mark(i)
			}
		}
	}
	mark()
	step := func(by int) func() {
		return func() {
			if w.reading == r {
				w.walkSpeaker(by)
				mark()
			}
		}
	}
	var panel *control.OpenPanel
	previous := control.NewButton("Previous turn of "+name, "Previous", control.IconBack, step(-1))
	next := control.NewButton("Next turn of "+name, "Next", control.IconNext, step(1))
	previous.Keys, next.Keys = "Shift + F4", "F4"
	all := control.NewButton("Who speaks", "All speakers", "", func() { panel.Close(); w.showSpeakers() })
	panel = control.ShowList(w.win.Canvas(), "Turns of "+name, list, previous, next, all)
	list.OnChoose = func(n int) {
		panel.Close()
		if w.reading == r {
			w.goToTurn(s.Turns[n])
		}
	}
}

// timeText is when a turn begins, to stand before its words.
func (r *reading) timeText(turn int) string {
	if turn < len(r.story.Alignment.Turns) && r.story.Alignment.Turns[turn].Known() {
		return reader.Clock(r.story.Alignment.Turns[turn].Start) + "   "
	}
	return ""
}

// walkHeard goes to the next (by 1) or previous (by -1) turn of the one who is heard, and has the keys go on with theirs.
func (w *window) walkHeard(by int) {
	r := w.reading
	if s, ok := r.speakerNow(); ok {
		r.speaker = &speakerChosen{s}
	}
	w.walkSpeaker(by)
}

// walkSpeaker goes to the next (by 1) or previous (by -1) turn of the speaker who was chosen.
func (w *window) walkSpeaker(by int) {
	r := w.reading
	if r.speaker == nil {
		return
	}
	turn, ok := finding.Beside(r.speaker.Turns, r.placeNow(), by)
	switch name := speakerName(r.speaker.Speaker); {
	case ok:
		w.goToTurn(turn)
	case by > 0:
		w.say(control.Message{Text: name + " does not speak after this."})
	default:
		w.say(control.Message{Text: name + " does not speak before this."})
	}
}

// speakerNow is who speaks where the reader is. It reports false where nobody does.
func (r *reading) speakerNow() (finding.Speaker, bool) {
	for _, s := range finding.Speakers(r.story.Transcript, r.story.Alignment, r.story.Duration) {
		if slices.Contains(s.Turns, r.placeNow()) {
			return s, true
		}
	}
	return finding.Speaker{}, false
}
