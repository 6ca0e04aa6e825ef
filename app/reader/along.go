package reader

import (
	"strings"

	"fyne.io/fyne/v2"

	"alongside/app/access"
	"alongside/sync/transcript"
)

// A Listener reads the window to someone: a screen reader, a braille display.
type Listener interface {
	Heard() bool // someone listens now
	Refresh()    // there is something new to be read
	Announce(text string, urgency access.Urgency)
}

// A Manner is how the caret keeps those who read by ear or by finger with the sound.
type Manner string

// The manners.
const (
	Stays   Manner = "stays"   // the caret stays where the reader has it
	Quietly Manner = "quietly" // it goes with the sound; braille shows the place, and no voice speaks over the sound
	Aloud   Manner = "aloud"   // it goes with the sound, and what is heard is also said
)

// A Portion is how much of the story the caret goes by.
type Portion string

// The portions.
const (
	Sentences Portion = "sentences"
	Turns     Portion = "turns"
)

// Along says how the caret goes along with the sound while someone listens to the window. While nobody does, it stands on
// the word that is heard until the reader moves it.
type Along struct {
	Manner  Manner  `json:"manner"`
	Portion Portion `json:"portion"`
}

// UsualAlong is for someone who has not chosen: a braille display shows each sentence as it is heard, and nothing talks.
func UsualAlong() Along { return Along{Manner: Quietly, Portion: Sentences} }

// Mended has whatever is not known as usual.
func (a Along) Mended() Along {
	usual := UsualAlong()
	if a.Manner != Stays && a.Manner != Quietly && a.Manner != Aloud {
		a.Manner = usual.Manner
	}
	if a.Portion != Sentences && a.Portion != Turns {
		a.Portion = usual.Portion
	}
	return a
}

// SetListener says who reads the window to someone.
func (v *View) SetListener(l Listener) { v.listener = l }

// SetAlong says how the caret goes along with the sound.
func (v *View) SetAlong(a Along) {
	v.along = a
	v.goAlong()
}

func (v *View) heard() bool { return v.listener != nil && v.listener.Heard() }

// goesAlong reports whether someone listens who wants to be kept with the sound.
func (v *View) goesAlong() bool { return v.heard() && v.along.Manner != Stays }

// heardPlace is where the caret belongs while it goes with the sound: at the beginning of the sentence or turn that is heard,
// or of the word while nobody listens. It reports false where there is none, or where the caret is to stay.
func (v *View) heardPlace() (place, bool) {
	if v.mark.Turn < 0 || v.mark.Turn >= len(v.turns) {
		return nowhere, false
	}
	at := place{passage{v.mark.Turn, ownText}, 0}
	switch {
	case !v.heard():
		at.at, _ = v.markedByte()
		return at, true
	case v.along.Manner == Stays:
		return nowhere, false
	}
	if span, ok := v.heardSpan(); ok {
		at.at = span.Start
	} else if v.caret.passage == at.passage {
		return v.caret.place, true // between two sentences
	}
	return at, true
}

// heardSpan is the sentence that is heard, or the whole turn where the caret goes by turns.
func (v *View) heardSpan() (transcript.Span, bool) {
	if v.along.Portion == Turns {
		return transcript.Span{End: len(v.turns[v.mark.Turn].Text)}, true
	}
	sentences := v.spansOf(v.mark.Turn).sentences
	if len(sentences) == 0 { // of a sound
		return transcript.Span{End: len(v.turns[v.mark.Turn].Text)}, true
	}
	if v.mark.Sentence < 0 || v.mark.Sentence >= len(sentences) {
		return transcript.Span{}, false
	}
	return sentences[v.mark.Sentence], true
}

// goAlong takes the caret to what is heard, unless the reader has taken it elsewhere, and has whoever listens told at once.
// While nothing plays the reader has gone there, and another turn is read to them.
func (v *View) goAlong() {
	if !v.following || v.caret.own {
		return
	}
	to, ok := v.heardPlace()
	if !ok || to == v.caret.place {
		return
	}
	elsewhere := to.passage != v.caret.passage
	v.put(to)
	v.caret.byItself, v.caret.whole = v.playing, elsewhere && !v.playing
	if v.goesAlong() {
		v.listener.Refresh()
	}
}

// goAlongQuietly does so with nothing said, where nobody has gone anywhere.
func (v *View) goAlongQuietly() {
	stood := v.caret.place
	v.goAlong()
	if v.caret.place != stood {
		v.caret.byItself, v.caret.whole = true, false
	}
}

// sayAlong has said what is heard now, where that is asked for.
func (v *View) sayAlong() {
	at, ok := v.heardPlace()
	if !ok || at == v.wasHeard || !v.goesAlong() || !v.following || v.caret.own {
		return
	}
	v.wasHeard = at
	if v.along.Manner == Aloud && v.playing && !v.emphasis.Hide { // what is hidden is not said either
		v.listener.Announce(v.heardText(), access.Polite)
	}
}

// heardText is what is heard, led by who speaks where that is shown.
func (v *View) heardText() string {
	p := passage{v.mark.Turn, ownText}
	text := v.shownText(p)
	span, ok := v.heardSpan()
	if !ok {
		span = transcript.Span{End: len(text)}
	}
	if span.Start == 0 {
		return v.leadOf(p) + span.In(text)
	}
	return span.In(text)
}

// begin has the focus go from a button that has begun to play to the words, where someone listens who wants to be kept with
// them: braille shows what has the focus. Space goes on to play and pause from there.
func (v *View) begin(from fyne.Focusable) {
	c := fyne.CurrentApp().Driver().CanvasForObject(v)
	if !v.goesAlong() || !v.following || v.caret.own || c == nil || c.Focused() != from {
		return
	}
	c.Focus(v)
	v.caret.byItself = true
	v.listener.Refresh()
}

// CaretTurn is the turn that the caret is in, -1 where there is none.
func (v *View) CaretTurn() int { return v.caret.turn }

// SayPlace has what is marked said to someone who has gone there from the turn that the caret was in, where nothing else says it:
// no sound plays, and the keyboard is elsewhere or the caret still in that turn.
func (v *View) SayPlace(from int) {
	if v.mark.Turn >= 0 && v.mark.Turn < len(v.turns) && !v.playing && (!v.focused || v.caret.turn == from) {
		v.say(strings.TrimSpace(v.heardText())) // what is hidden of it are spaces
	}
}

// say has something said that is seen elsewhere than where the keyboard is.
func (v *View) say(text string) {
	if text != "" && v.heard() {
		v.listener.Announce(text, access.Polite)
	}
}
