package app

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
	"alongside/app/control"
)

// openSettings are the settings on the screen: one group of them at a time, which is chosen above. They are filled anew where many
// values change at once.
type openSettings struct {
	w     *window
	panel *control.OpenPanel
	box   *fyne.Container
	told  control.Message           // of the last choice that changed much
	undo  *control.Button           // takes that back; nil for nothing
	tops  map[string]fyne.Focusable // what stands above the single settings, by name
	last  string                    // which of those was used last
}

// readyMade is the first group: what changes many settings at once.
const readyMade = "Ready-made"

// groups are all groups, in their order.
func (s *openSettings) groups() []settingGroup {
	return append([]settingGroup{{readyMade, func(*window) []fyne.CanvasObject { return s.setRows() }}}, settingGroups()...)
}

// fill shows a group of settings as they are now.
func (s *openSettings) fill() {
	s.tops, s.undo = map[string]fyne.Focusable{}, nil
	groups := s.groups()
	shown := groups[s.w.settingsAt]
	rows := []fyne.CanvasObject{s.groupRow(groups)}
	if s.w.reading != nil {
		rows = append(rows, s.storyRows()...)
	}
	rows = append(append(rows, heading(shown.name)), shown.rows(s.w)...)
	if _, inPlace := s.tops[s.last]; !inPlace || s.last == shown.name {
		rows = slices.Insert(rows, 1, s.toldRows()...)
	}
	s.box.Objects = rows
	s.box.Refresh()
}

// groupRow is where the group is chosen.
func (s *openSettings) groupRow(groups []settingGroup) fyne.CanvasObject {
	row := container.New(&control.Wrap{})
	var buttons []*control.Button
	for i, g := range groups {
		b := control.NewButton(g.name, g.name, "", func() {
			s.w.settingsAt, s.last, s.told = i, g.name, control.Message{}
			s.again()
		})
		s.tops[g.name] = b
		buttons = append(buttons, b)
		row.Add(b)
	}
	control.Choose(s.w.settingsAt, buttons...)
	return control.NewGroup(access.Group, "Groups of settings", row)
}

// again fills the settings anew, with the focus where it was.
func (s *openSettings) again() {
	s.fill()
	s.panel.Refresh()
	if s.undo != nil {
		s.panel.Reveal(s.undo)
	}
	if f, ok := s.tops[s.last]; ok {
		s.w.win.Canvas().Focus(f)
		return
	}
	s.w.win.Canvas().Focus(s.first())
}

// first is where the keyboard begins.
func (s *openSettings) first() fyne.Focusable { return s.tops[s.groups()[s.w.settingsAt].name] }

// setRows are the ready-made sets.
func (s *openSettings) setRows() []fyne.CanvasObject {
	w := s.w
	var buttons []*control.Button
	box := container.NewVBox()
	for _, set := range sets() {
		b := control.NewButton(set.name, set.name, "", func() {
			s.last = set.name
			w.chooseSet(set)
		})
		b.Description = set.about
		s.tops[set.name] = b
		buttons = append(buttons, b)
		box.Add(container.NewHBox(b))
		box.Add(newCaption(set.about))
		if s.last == set.name {
			box.Objects = append(box.Objects, s.toldRows()...)
		}
	}
	control.Choose(setOf(w.chosen.preferences), buttons...)
	return []fyne.CanvasObject{
		words("Each changes several settings at once, and only those that it names. You can change every one of them afterwards."),
		words(setText(w.chosen.preferences)),
		control.NewGroup(access.Group, "Ready-made settings", box),
	}
}

// A caption stands below a button for the eye alone: those who cannot see it hear it as the button's description.
type caption struct{ widget.Label }

var _ access.Describer = (*caption)(nil)

func newCaption(text string) *caption {
	c := &caption{}
	c.Wrapping = fyne.TextWrapWord
	c.ExtendBaseWidget(c)
	c.SetText(text)
	return c
}

// Describe implements access.Describer.
func (c *caption) Describe() access.Node { return access.Node{} }

// toldRows say what the last choice has changed, and offer to undo it.
func (s *openSettings) toldRows() []fyne.CanvasObject {
	if s.told.Text == "" {
		return nil
	}
	rows := []fyne.CanvasObject{newVerdict(s.told.Text)}
	if s.told.Action != "" {
		s.undo = control.NewButton(s.told.Action, s.told.Action, "", s.told.Do)
		rows = append(rows, container.NewHBox(s.undo))
	}
	return rows
}

// tellChange says what a choice has changed that changes much: in the settings while they are open, else on the screen.
func (w *window) tellChange(m control.Message) {
	if w.settings == nil {
		w.say(m)
		return
	}
	w.settings.told = m
	w.settings.again()
}

// onlyHere is what the switch is called that keeps what is changed to the open story.
const onlyHere = "Only for this story"

// storyRows are what is said of settings of the open story alone.
func (s *openSettings) storyRows() []fyne.CanvasObject {
	w := s.w
	only := control.NewSwitch(onlyHere, w.chosen.only, func(bool) {
		s.last, s.told = onlyHere, control.Message{}
		w.toggleOnlyHere()
		s.again()
	})
	s.tops[onlyHere] = only
	only.Description = "What you change while this is on stays with this story. All other stories keep theirs."
	rows := []fyne.CanvasObject{only, newCaption(only.Description)}
	if here := w.chosen.here.names(); len(here) > 0 {
		rows = append(rows, words("Here: "+listed(here)+"."), container.NewHBox(
			control.NewButton("Use the settings of all stories", "Use the settings of all stories", "", func() {
				s.last = onlyHere
				w.asEverywhere()
			})))
	}
	if s.last == onlyHere {
		rows = append(rows, s.toldRows()...)
	}
	return rows
}

// toggleOnlyHere has what is changed from now on kept with the open story alone, or for all again. What the story has otherwise
// by then it keeps.
func (w *window) toggleOnlyHere() {
	w.chosen.only = !w.chosen.only
	w.refreshMenus()
	w.tellSwitched(onlyHere, w.chosen.only)
}

// asEverywhere has the open story as all stories, and offers to undo that.
func (w *window) asEverywhere() {
	id, own, before := w.chosen.story, w.chosen.here.text(), w.chosen.preferences
	w.chosen.forget()
	w.keepHere()
	w.putInForce(before)
	w.tellChange(control.Message{
		Text: "This story has the settings of all stories again.", Action: "Undo",
		Do: func() {
			if w.chosen.story != id {
				return
			}
			w.enterStory(id, own)
			w.keepHere()
			w.tellChange(control.Message{Text: "Undone. This story has settings of its own, as before."})
		},
	})
}

// ownCommands are what the settings say of one story, as commands.
func ownCommands() []command {
	return []command{
		{name: onlyHere, where: inReader, checked: func(w *window) bool { return w.chosen.only }, do: (*window).toggleOnlyHere},
		{name: "Use the settings of all stories", where: inReader, do: (*window).asEverywhere},
	}
}
