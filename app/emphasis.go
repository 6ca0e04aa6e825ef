package app

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"alongside/app/access"
	"alongside/app/reader"
)

// followCommands choose what stands out while a story is followed, and what is held back.
func followCommands() []command {
	return slices.Concat(emphasisCommands(), []command{line}, dimCommands(), []command{
		line,
		{name: "Reading ruler", key: ctrl(fyne.KeyU), checked: func(w *window) bool { return w.chosen.Emphasis.Ruler }, do: (*window).toggleRuler},
		{name: "Only the lines around the voice", key: ctrlShift(fyne.KeyW), checked: func(w *window) bool { return w.chosen.Emphasis.Window }, do: (*window).toggleWindow},
	}, lineCommands(), []command{
		line,
		{name: "One word at a time", key: ctrl(fyne.KeyK), checked: func(w *window) bool { return w.chosen.Emphasis.Single }, do: (*window).toggleSingle},
		{name: "Hide words until they are heard", key: ctrl(fyne.KeyH), checked: func(w *window) bool { return w.chosen.Emphasis.Hide }, do: (*window).toggleHide},
		{name: "Show the next hidden sentence", where: inReader, do: (*window).revealNext},
	})
}

// emphasisCommands choose what is highlighted.
func emphasisCommands() []command {
	return []command{
		emphasisCommand(reader.Word, "Mark word, sentence and turn"),
		emphasisCommand(reader.Sentence, "Mark sentence and turn"),
		emphasisCommand(reader.Turn, "Mark the turn"),
		emphasisCommand(reader.NoUnit, "Mark nothing"),
	}
}

// dimCommands choose what stands back.
func dimCommands() []command {
	return []command{
		dimCommand(reader.DimNothing, "Dim nothing"),
		dimCommand(reader.DimTurns, "Dim the other turns"),
		dimCommand(reader.DimSentences, "Dim all but the sentence"),
	}
}

// lineCommands choose how many lines the window shows.
func lineCommands() (all []command) {
	for _, n := range reader.WindowLines() {
		name := "One line"
		if n > 1 {
			name = fmt.Sprintf("%d lines", n)
		}
		all = append(all, command{
			name:    name,
			checked: func(w *window) bool { return w.chosen.Emphasis.Window && w.chosen.Emphasis.Lines == n },
			do:      func(w *window) { w.emphasize(func(e *reader.Emphasis) { e.Lines, e.Window = n, true }) },
		})
	}
	return all
}

// allLines takes the window away.
func allLines() command {
	return command{
		name:    "All lines",
		checked: func(w *window) bool { return !w.chosen.Emphasis.Window },
		do:      func(w *window) { w.emphasize(func(e *reader.Emphasis) { e.Window = false }) },
	}
}

func emphasisCommand(u reader.Unit, name string) command {
	return command{
		name:    name,
		checked: func(w *window) bool { return w.chosen.Emphasis.Mark == u },
		do:      func(w *window) { w.emphasize(func(e *reader.Emphasis) { e.Mark = u }) },
	}
}

func dimCommand(d reader.Dimming, name string) command {
	return command{
		name:    name,
		checked: func(w *window) bool { return w.chosen.Emphasis.Dim == d },
		do:      func(w *window) { w.emphasize(func(e *reader.Emphasis) { e.Dim = d }) },
	}
}

// emphasize changes what stands out, for all stories.
func (w *window) emphasize(change func(*reader.Emphasis)) {
	change(&w.chosen.Emphasis)
	w.keepPreferences()
	if w.reading != nil {
		w.reading.screen.View.SetEmphasis(w.chosen.Emphasis)
	}
}

func (w *window) toggleRuler() {
	w.emphasize(func(e *reader.Emphasis) { e.Ruler = !e.Ruler })
	w.tellSwitched("Reading ruler", w.chosen.Emphasis.Ruler)
}

func (w *window) toggleWindow() {
	w.emphasize(func(e *reader.Emphasis) { e.Window = !e.Window })
	w.tellSwitched("Only the lines around the voice", w.chosen.Emphasis.Window)
}

func (w *window) toggleSingle() {
	w.emphasize(func(e *reader.Emphasis) { e.Single = !e.Single })
	w.tellSwitched("One word at a time", w.chosen.Emphasis.Single)
}

func (w *window) toggleHide() {
	w.emphasize(func(e *reader.Emphasis) { e.Hide = !e.Hide })
	w.tellSwitched("Hide words until they are heard", w.chosen.Emphasis.Hide)
}

// tellSwitched says that something was switched by its key to someone who cannot see it. In a menu or the settings they hear it
// from what they are on.
func (w *window) tellSwitched(what string, on bool) {
	if w.win.Canvas().Overlays().Top() != nil {
		return
	}
	state := "off"
	if on {
		state = "on"
	}
	w.tree.Announce(what+": "+state, access.Polite)
}

func (w *window) revealNext() { w.reading.screen.View.RevealNext() }
