package app

import (
	"fmt"
	"time"

	"alongside/app/control"
	"alongside/app/look"
	"alongside/app/reader"
	"alongside/sync/listening"
)

// A set changes several preferences at once, to what serves many who read or hear in one way. It changes only what it names, so
// that two can be chosen one after the other, and locks nothing.
type set struct {
	key   string // as it is kept; "" for that which takes the others back
	name  string
	about string // what it changes, in a sentence
	apply func(preferences) preferences
}

// setKey is where it is kept which set was chosen last.
const setKey = "set"

// sets are all of them. Why each is as it is, docs/decisions.md says.
func sets() []set {
	return []set{
		{"", "As it comes", "How everything is at first. Your loudness, own colours, what is skipped and your screen reader’s ways stay.", asItComes},
		{"vision", "Low vision", "Text at 200% or more, the Atkinson font, high contrast, a ruler around the line you hear, and nothing dimmed.", forLowVision},
		{"dyslexia", "Dyslexia", "The Lexend font on cream, more room and shorter lines, the sentence marked, and the other turns dimmed.", forDyslexia},
		{"hearing", "Hearing loss", "All voices alike loud, soft sounds lifted, clearer consonants, a little slower, and every mark shown.", forHearingLoss},
		{"language", "Learning a language", "Slower, with a pause after each sentence, each word marked, and repeats that are heard three times.", forLearning},
	}
}

// asItComes takes back what the other sets, or the reader, have changed of how one reads and listens.
func asItComes(p preferences) preferences {
	u := usual()
	p.Look, p.Text, p.Still, p.Speed, p.Repeats, p.Emphasis = u.Look, u.Text, u.Still, u.Speed, u.Repeats, u.Emphasis
	p.Type.Spacing, p.Type.Font = u.Type.Spacing, u.Type.Font
	u.Sound.OnlyTold = p.Sound.OnlyTold
	p.Sound = u.Sound
	return p
}

func forLowVision(p preferences) preferences {
	p.Text = max(p.Text, 2)
	p.Look = look.Contrast.String()
	p.Type.Font = atkinson
	p.Emphasis.Mark, p.Emphasis.Dim, p.Emphasis.Ruler = reader.Word, reader.DimNothing, true
	return p
}

func forDyslexia(p preferences) preferences {
	p.Look = look.Cream.String()
	p.Type.Font = lexend
	s := look.UsualSpacing()
	s.Letter, s.Word, s.Line, s.Turn, s.Column = 0.06, 0.2, 1.8, 2, 50
	p.Type.Spacing = s
	p.Emphasis.Mark, p.Emphasis.Dim = reader.Sentence, reader.DimTurns
	return p
}

func forHearingLoss(p preferences) preferences {
	p.Speed = 0.9
	p.Sound.Even, p.Sound.Shape.Compression, p.Sound.Shape.Clarity = true, 2, 6
	p.Emphasis.Mark = reader.Word
	return p
}

func forLearning(p preferences) preferences {
	p.Speed = 0.85
	p.Sound.PauseAfter, p.Sound.PauseFor, p.Sound.Shorten = listening.Sentence, 2*time.Second, 0
	p.Repeats = repeats{Times: 3, Slower: true}
	p.Emphasis.Mark = reader.Word
	return p
}

// in are preferences with the set chosen.
func (s set) in(p preferences) preferences {
	p = s.apply(p)
	p.Set = s.key
	return p
}

// holds reports whether preferences are as the set makes them.
func (s set) holds(p preferences) bool { return s.in(p).text() == p.text() }

// setOf is the set that was chosen last, by its place among all; -1 where none was and something is not as it comes.
func setOf(p preferences) int {
	for i, s := range sets() {
		if s.key == p.Set && (s.key != "" || s.holds(p)) {
			return i
		}
	}
	return -1
}

// setText says which set is chosen, and whether something has been changed since.
func setText(p preferences) string {
	n := setOf(p)
	switch {
	case n < 0:
		return "Now: your own choice."
	case sets()[n].holds(p):
		return "Now: " + sets()[n].name + "."
	}
	return "Now: " + sets()[n].name + ", changed."
}

// setCommands choose a set.
func setCommands() (all []command) {
	for i, s := range sets() {
		all = append(all, command{
			name:    "Settings: " + s.name,
			checked: func(w *window) bool { return setOf(w.chosen.preferences) == i },
			do:      func(w *window) { w.chooseSet(s) },
		})
	}
	return all
}

// chooseSet has a set in force, says what that changes, and offers to undo it.
func (w *window) chooseSet(s set) {
	before := w.chosen.preferences
	w.change(s.in(before))
	back := changed(w.chosen.preferences, before)
	names := back.names()
	if len(names) == 0 {
		w.tellChange(control.Message{Text: s.name + ". Nothing had to be changed for it."})
		return
	}
	w.tellChange(control.Message{
		Text: fmt.Sprintf("%s. Changed: %s.", s.name, listed(names)), Action: "Undo",
		Do: func() {
			w.change(back.in(w.chosen.preferences))
			w.tellChange(control.Message{Text: "Undone. Everything is as it was before."})
		},
	})
}
