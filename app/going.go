package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
	"alongside/app/control"
	"alongside/app/look"
	"alongside/app/reader"
	"alongside/sync"
	"alongside/sync/finding"
)

// This file goes to places in the open story by what they are called, and to what was found.

// goCommands lead to places in the open story.
func goCommands() []command {
	return slices.Concat([]command{
		{name: "Go to…", key: ctrl(fyne.KeyG), where: inReader, do: (*window).showGoTo, over: closes},
		{name: "Who speaks", key: ctrl(fyne.KeyI), where: inReader, do: (*window).showSpeakers, over: closes},
		line,
		{name: "Next match, or turn of the speaker chosen", key: plain(fyne.KeyF4), where: inReader, do: func(w *window) { w.walkFound(1) }},
		{
			name: "Previous match, or turn of the speaker chosen", key: &desktop.CustomShortcut{KeyName: fyne.KeyF4, Modifier: fyne.KeyModifierShift},
			where: inReader, do: func(w *window) { w.walkFound(-1) },
		},
		line,
		{name: "Next turn of this speaker", where: inReader, do: func(w *window) { w.walkHeard(1) }},
		{name: "Previous turn of this speaker", where: inReader, do: func(w *window) { w.walkHeard(-1) }},
		line,
	}, thingCommands())
}

// walkFound goes to the next (by 1) or previous (by -1) of what was last asked for: a match, or a turn of one speaker.
func (w *window) walkFound(by int) {
	if w.reading.speaker != nil && !w.reading.screen.Finding() {
		w.walkSpeaker(by)
		return
	}
	w.reading.screen.FindStep(by)
}

// openFound opens a story at a turn that answers a search, with all that was found in it.
func (w *window) openFound(id int64, turn int, query string) {
	background(w, func(ctx context.Context) (opened, error) {
		o, err := w.load(ctx, id)
		if err != nil {
			return o, err
		}
		matches, err := w.library.Matches(ctx, id, query)
		o.query, o.matches = query, make([]finding.Match, 0, len(matches))
		for _, m := range matches {
			if m.Turn < len(o.Transcript.Turns) && m.Span.End <= len(o.Transcript.Turns[m.Turn].Text) {
				o.matches = append(o.matches, finding.Match(m))
			}
		}
		return o, err
	}, func(o opened, err error) {
		if err != nil {
			w.problem(err)
			return
		}
		w.showStory(o, turn)
	})
}

// matchToOpenAt is the match at which a story opens that the library found: the first one in the turn that answers. It is -1 where
// there is none, and has the story begin where that match is heard.
func (r *reading) matchToOpenAt(o opened, turn int) int {
	n, last := finding.Within(o.matches, turn, turn)
	if turn < 0 || n == last {
		return -1
	}
	if at, ok := r.startOf(turn, wordIn(o.Transcript.Turns[turn], o.matches[n].Span)); ok {
		r.seekTo = at
	}
	return n
}

// A goTo is the panel in which one types where to go.
type goTo struct {
	w      *window
	r      *reading
	story  finding.Story
	field  *control.Field
	says   *goSays
	list   *control.List
	panel  *control.OpenPanel
	places []finding.Place
}

// showGoTo opens the panel in which one types where to go.
func (w *window) showGoTo() {
	r := w.reading
	if r == nil {
		return
	}
	g := &goTo{w: w, r: r, story: r.findingStory(), says: &goSays{}, list: control.NewList("Places")}
	g.says.Wrapping = fyne.TextWrapWord
	g.says.ExtendBaseWidget(g.says)
	g.field = control.NewField("Where to go", "12:30, turn 12, a name")
	g.field.OnChanged = g.look
	g.field.OnEnter = func() { g.take(g.list.Current()) }
	g.field.OnDown = g.enterList
	g.list.OnChoose = g.take
	leave := control.NewButton("Close", "Close", "", func() { g.panel.Close() })
	leave.Keys = "Esc"
	buttons := container.New(&control.Row{Place: control.Right}, leave)
	content := container.New(&goLayout{g}, g.field, g.says, g.list, buttons)
	g.look("")
	g.panel = control.ShowPanel(w.win.Canvas(), control.Panel{Title: "Go to", Content: content, First: g.field.Focus(), Bare: true})
}

// findingStory is the open story as places are looked for in it.
func (r *reading) findingStory() finding.Story {
	s := finding.Story{Transcript: r.story.Transcript, Alignment: r.story.Alignment, Length: r.story.Duration, Now: r.placeNow()}
	for _, c := range r.chapters {
		s.Titles = append(s.Titles, finding.Title{Text: c.Title, Turn: c.Turn})
	}
	return s
}

// placeNow is the turn where the reader is: the one that is heard, or where there are no times the one in sight.
func (r *reading) placeNow() int {
	if len(r.story.Alignment.Turns) == 0 {
		return r.screen.View.TurnInSight()
	}
	return r.turnNow()
}

// look shows what can be meant by what was typed.
func (g *goTo) look(typed string) {
	places, err := finding.Places(g.story, typed)
	g.places = places
	items := make([]control.Item, len(places))
	for i, p := range places {
		items[i] = control.Item{Name: g.r.placeText(p)}
	}
	g.list.SetItems(items)
	control.SetShown(g.list, len(items) > 0)
	switch {
	case err != nil:
		g.says.say(sentence(err), "")
	case len(items) == 1:
		g.says.say("Enter goes there.", items[0].Name)
	default:
		g.says.say(fmt.Sprintf("%d places. Enter goes to the first, the Down key chooses another.", len(items)), items[0].Name)
	}
	if g.panel != nil {
		g.panel.Refresh()
	}
}

// goSays is the line that says what Enter does. To someone who cannot see the list it also says where the first place is.
type goSays struct {
	widget.Label
	first string
}

func (s *goSays) say(text, first string) {
	s.first = first
	s.SetText(text)
}

// Describe implements access.Describer.
func (s *goSays) Describe() access.Node {
	text := strings.TrimSpace(s.Text + " " + s.first)
	return access.Node{Role: access.Status, Name: text, Text: &access.Text{Content: text}}
}

func (g *goTo) enterList() {
	if g.list.Len() > 0 {
		g.w.win.Canvas().Focus(g.list)
	}
}

// take goes to one of the places.
func (g *goTo) take(n int) {
	if n >= len(g.places) {
		if strings.TrimSpace(g.field.Text()) == "" {
			g.panel.Close()
		}
		return
	}
	g.panel.Close()
	if g.w.reading != g.r {
		return
	}
	switch p := g.places[n]; {
	case p.At != finding.Unknown:
		g.w.goTo(p.At)
	default:
		g.w.goToTurn(p.Turn)
	}
}

// placeText says in words where a place leads.
func (r *reading) placeText(p finding.Place) string {
	when := ", which has no time yet"
	if p.At != finding.Unknown {
		when = " at " + reader.Clock(p.At)
	}
	switch p.Kind {
	case finding.Turn:
		return fmt.Sprintf("Turn %d%s: %s", p.Number, when, r.turnText(p.Turn))
	case finding.Chapter:
		return fmt.Sprintf("Chapter %d%s: %s", p.Number, when, p.Name)
	case finding.NextOf:
		return fmt.Sprintf("Next turn of %s%s: %s", p.Name, when, r.wordsOf(p.Turn))
	case finding.FirstOf:
		return fmt.Sprintf("First turn of %s%s: %s", p.Name, when, r.wordsOf(p.Turn))
	}
	text := reader.Clock(p.At)
	if at := r.timeline.At(p.At); at.Turn >= 0 {
		text += ": " + r.turnText(at.Turn)
	}
	return text
}

// turnText is who speaks in a turn, and their first words.
func (r *reading) turnText(turn int) string {
	if who := r.story.Transcript.Turns[turn].Speaker; who != "" {
		return who + ", " + r.wordsOf(turn)
	}
	return r.wordsOf(turn)
}

// wordsOf are the first words of a turn, as far as they are not hidden.
func (r *reading) wordsOf(turn int) string {
	return "“" + shortened(r.screen.View.OpeningWords(turn)) + "”"
}

// goToTurn goes where a turn begins, and plays on from there if the story was playing.
func (w *window) goToTurn(turn int) {
	r := w.reading
	if at, ok := r.timeline.Start(sync.Place{Turn: turn, Sentence: -1, Word: -1}); ok {
		w.goTo(at)
		return
	}
	r.screen.View.Read(reader.Stretch{Turn: turn})
	if r.story.HasAudio {
		w.say(control.Message{Text: "It is not known yet when this turn is spoken, so the sound stays where it is."})
	}
}

// goLayout is the panel's: the field, what it says, the list with all the room there is, the buttons. It is as high with a list
// as without, so that nothing moves while one types.
type goLayout struct{ g *goTo }

// MinSize implements fyne.Layout.
func (l *goLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	const shown = 6 // items in sight
	th := l.g.list.Theme()
	height := float32(shown) * th.Size(look.SizeTarget)
	for _, part := range []fyne.CanvasObject{o[0], o[3]} {
		height += part.MinSize().Height
	}
	return fyne.NewSize(200, height+3*th.Size(look.SizeControl)*1.5)
}

// Layout implements fyne.Layout.
func (l *goLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	field, says, list, buttons := o[0], o[1], o[2], o[3]
	control.Lay(field, 0, 0, size.Width, field.MinSize().Height)
	says.Resize(fyne.NewSize(size.Width, says.MinSize().Height)) // its text wraps to the width first
	y, bottom := field.MinSize().Height, size.Height-buttons.MinSize().Height
	control.Lay(buttons, 0, bottom, size.Width, buttons.MinSize().Height)
	control.Lay(says, 0, y, size.Width, says.MinSize().Height)
	y += says.MinSize().Height
	control.Lay(list, 0, y, size.Width, max(bottom-y, 0))
}
