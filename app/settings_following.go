package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"alongside/app/control"
)

// followingSettings are what can be chosen of how the story shows what is heard.
func (w *window) followingSettings() fyne.CanvasObject {
	e := w.chosen.Emphasis
	return container.NewVBox(
		words("What is marked while you listen. Where it is not sure when a word is spoken, its sentence or turn is marked alone."),
		w.choiceOf("What is marked", emphasisCommands()),
		words("What is set in quieter letters than what you hear. They can still be read well."),
		w.choiceOf("What is dimmed", dimCommands()),
		control.NewSwitch("Reading ruler: a line above and below the words you hear", e.Ruler, func(bool) { w.toggleRuler() }),
		words("How many lines you see around the words you hear. The rest is covered, until you scroll."),
		w.choiceOf("How many lines you see", append([]command{allLines()}, lineCommands()...)),
		control.NewSwitch("One word at a time: large, with its sentence below", e.Single, func(bool) { w.toggleSingle() }),
		control.NewSwitch("Hide words until they are heard; press a hidden word to see its sentence", e.Hide, func(bool) { w.toggleHide() }),
	)
}
