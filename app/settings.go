package app

import (
	"fmt"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"alongside/app/control"
	"alongside/app/look"
)

// showSettings opens what can be chosen for all stories, by what a person wants: text, looks, sound, following. Each choice
// shows its effect at once.
func (w *window) showSettings() {
	size := control.NewSlider("Text size", textSteps(), float64(w.chosen.Text), percent, func(scale float64) { w.setText(float32(scale)) })
	text := slices.Concat([]fyne.CanvasObject{heading("Text"), size}, w.fontSettings(), w.spacingSettings(),
		[]fyne.CanvasObject{heading("Looks")}, w.colorSettings())
	box := container.NewVBox(append(text,
		heading("Sound"),
		control.NewSlider("Speed", speeds(), w.chosen.Speed, speedText, w.setSpeed),
		control.NewSlider("Loudness", volumeSteps(), w.chosen.Volume, percent, w.setVolume),
		w.awakeRows(),
		w.soundSettings(),
		heading("Following"),
		control.NewSwitch("Keep the page still: it jumps to the spoken words and never glides", w.chosen.Still, func(bool) { w.toggleStill() }),
		w.followingSettings(),
		w.stripSettings(),
		heading("Times"), w.timesSettings(),
		heading("Screen reader"), words("How the place in the words keeps up while a story plays, for braille and for speech."),
		w.choiceOf("While a story plays", mannerCommands()),
		w.choiceOf("How far at a time", portionCommands()),
		heading("Books"),
		control.NewSwitch("Skip page numbers", w.chosen.Skip.Pages, func(bool) { w.toggleSkipPages() }),
		control.NewSwitch("Skip notes", w.chosen.Skip.Notes, func(bool) { w.toggleSkipNotes() }),
		control.NewSwitch("Skip tables and other asides", w.chosen.Skip.Tables, func(bool) { w.toggleSkipTables() }),
	)...)
	control.ShowPanel(w.win.Canvas(), control.Panel{Title: "Settings", Content: box, First: size, Closed: func() { w.fontTold = nil }})
}

func textSteps() (steps []float64) {
	for _, s := range look.TextScales() {
		steps = append(steps, float64(s))
	}
	return steps
}

func volumeSteps() (steps []float64) {
	for n := range 11 {
		steps = append(steps, float64(n)/10)
	}
	return steps
}

func percent(share float64) string { return fmt.Sprintf("%.0f%%", share*100) }

func speedText(speed float64) string { return strconv.FormatFloat(speed, 'f', -1, 64) + "×" }

// choiceOf is commands of which one is chosen, as buttons that nothing else changes.
func (w *window) choiceOf(name string, commands []command) fyne.CanvasObject {
	box, _ := w.choices(name, commands, nil)
	return box
}
