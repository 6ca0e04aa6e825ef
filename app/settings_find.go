package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"alongside/app/reader"
)

// stripChosen is what the reader has chosen of the strip of the whole story.
type stripChosen struct {
	By reader.Thing `json:"by"` // what Up and Down go by
}

func usualStrip() stripChosen { return stripChosen{By: reader.ByTurn} }

func (s stripChosen) mended() stripChosen { return stripChosen{By: s.By.Mended()} }

// thingCommands choose what Up and Down go by on the strip.
func thingCommands() (all []command) {
	for _, by := range reader.Things() {
		all = append(all, command{
			name:    "On the strip, go by " + by.Many(),
			checked: func(w *window) bool { return w.chosen.Strip.By == by },
			do:      func(w *window) { w.chooseThing(by) },
		})
	}
	return all
}

// chooseThing has Up and Down on the strip go by another kind of thing.
func (w *window) chooseThing(by reader.Thing) {
	w.chosen.Strip.By = by
	w.keepPreferences()
	if w.reading != nil {
		w.reading.screen.SetThing(by)
	}
}

// stripSettings are what can be chosen of the strip, and what it shows.
func (w *window) stripSettings() fyne.CanvasObject {
	return container.NewVBox(
		words("The strip below a story is the whole of it: each speaker has a colour and a height, a thin line is a sound, slanted lines are not transcribed, "+
			"upright stripes are turns whose time is not sure. Signs above it are your marks, arrowheads below it are what you found."),
		w.choiceOf("What Up and Down go by on the strip", thingCommands()),
	)
}
