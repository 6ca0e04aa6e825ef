package app

import (
	"fmt"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"alongside/app/access"
	"alongside/app/control"
	"alongside/app/look"
)

// showSettings opens what can be chosen for all stories, by what a person wants: text, looks, sound, following. Each choice
// shows its effect at once.
func (w *window) showSettings() {
	size := control.NewSlider("Text size", textSteps(), float64(w.chosen.Text), percent, func(scale float64) { w.setText(float32(scale)) })
	box := container.NewVBox(
		heading("Text"), size,
		heading("Looks"), w.choices("Looks", lookCommands()),
		heading("Sound"),
		control.NewSlider("Speed", speeds(), w.chosen.Speed, speedText, w.setSpeed),
		control.NewSlider("Loudness", volumeSteps(), w.chosen.Volume, percent, w.setVolume),
		w.awakeRows(),
		w.soundSettings(),
		heading("Following"),
		control.NewSwitch("Keep the page still: it jumps to the spoken words and never glides", w.chosen.Still, func(bool) { w.toggleStill() }),
		heading("Times"), w.timesSettings(),
		heading("Screen reader"), words("How the place in the words keeps up while a story plays, for braille and for speech."),
		w.choices("While a story plays", mannerCommands()),
		w.choices("How far at a time", portionCommands()),
		heading("Books"),
		control.NewSwitch("Skip page numbers", w.chosen.Skip.Pages, func(bool) { w.toggleSkipPages() }),
		control.NewSwitch("Skip notes", w.chosen.Skip.Notes, func(bool) { w.toggleSkipNotes() }),
		control.NewSwitch("Skip tables and other asides", w.chosen.Skip.Tables, func(bool) { w.toggleSkipTables() }),
	)
	control.ShowPanel(w.win.Canvas(), control.Panel{Title: "Settings", Content: box, First: size})
}

// choices are commands of which one is chosen, as buttons.
func (w *window) choices(name string, commands []command) fyne.CanvasObject {
	buttons := make([]*control.Button, len(commands))
	show := func() {
		control.Choose(slices.IndexFunc(commands, func(c command) bool { return c.checked(w) }), buttons...)
	}
	box := container.NewVBox()
	for i, c := range commands {
		buttons[i] = control.NewButton(c.name, c.name, "", func() {
			c.do(w)
			w.refreshMenus()
			show()
		})
		buttons[i].Keys = keyText(c.key)
		box.Add(container.NewHBox(buttons[i]))
	}
	show()
	return control.NewGroup(access.Group, name, box)
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
