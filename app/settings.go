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

// showSettings opens what can be chosen. Each choice shows its effect at once.
func (w *window) showSettings() {
	s := &openSettings{w: w, box: container.NewVBox()}
	w.settings = s
	s.fill()
	s.panel = control.ShowPanel(w.win.Canvas(), control.Panel{Title: "Settings", Content: s.box, First: s.first(), Closed: func() { w.settings, w.fontTold = nil, nil }})
}

// A settingGroup is the settings that have to do with one thing that a person wants. One group is shown at a time.
type settingGroup struct {
	name string
	rows func(*window) []fyne.CanvasObject
}

// settingGroups are the groups of single settings.
func settingGroups() []settingGroup {
	return []settingGroup{
		{"Text", (*window).textSettings},
		{"Looks", (*window).colorSettings},
		{"Sound", (*window).listenSettings},
		{"Following", (*window).followSettings},
		{"More", (*window).moreSettings},
	}
}

func (w *window) textSettings() []fyne.CanvasObject {
	size := control.NewSlider("Text size", textSteps(), float64(w.chosen.Text), percent, func(scale float64) { w.setText(float32(scale)) })
	return slices.Concat([]fyne.CanvasObject{size}, w.fontSettings(), w.spacingSettings())
}

func (w *window) listenSettings() []fyne.CanvasObject {
	return []fyne.CanvasObject{
		control.NewSlider("Speed", speeds(), w.chosen.Speed, speedText, w.setSpeed),
		control.NewSlider("Loudness", volumeSteps(), w.chosen.Volume, percent, w.setVolume),
		w.soundSettings(),
		heading("Even pace"), w.paceSettings(),
		heading("Delay of the sound"), w.delaySettings(),
	}
}

func (w *window) followSettings() []fyne.CanvasObject {
	return []fyne.CanvasObject{
		control.NewSwitch("Keep the page still: it jumps to the spoken words and never glides", w.chosen.Still, func(bool) { w.toggleStill() }),
		w.followingSettings(),
		w.panesSettings(),
		w.stripSettings(),
		heading("Times"), w.timesSettings(),
	}
}

// moreSettings are what few people choose.
func (w *window) moreSettings() []fyne.CanvasObject {
	return []fyne.CanvasObject{
		heading("Screen reader"), words("How the place in the words keeps up while a story plays, for braille and for speech."),
		w.choiceOf("While a story plays", mannerCommands()),
		w.choiceOf("How far at a time", portionCommands()),
		heading("Books"),
		control.NewSwitch("Skip page numbers", w.chosen.Skip.Pages, func(bool) { w.toggleSkipPages() }),
		control.NewSwitch("Skip notes", w.chosen.Skip.Notes, func(bool) { w.toggleSkipNotes() }),
		control.NewSwitch("Skip tables and other asides", w.chosen.Skip.Tables, func(bool) { w.toggleSkipTables() }),
		w.awakeRows(),
	}
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
