package app

import (
	"fmt"
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
		heading("Looks"), w.lookChoices(),
		heading("Sound"),
		control.NewSlider("Speed", speeds(), w.chosen.Speed, timesUsual, w.setSpeed),
		control.NewSlider("Loudness", volumeSteps(), w.chosen.Volume, percent, w.setVolume),
		heading("Following"),
		control.NewSwitch("Keep the page still: it jumps to the spoken words and never glides", w.chosen.Still, func(bool) { w.toggleStill() }),
		heading("Books"),
		control.NewSwitch("Skip page numbers", w.chosen.Skip.Pages, func(bool) { w.toggleSkipPages() }),
		control.NewSwitch("Skip notes", w.chosen.Skip.Notes, func(bool) { w.toggleSkipNotes() }),
		control.NewSwitch("Skip tables and other asides", w.chosen.Skip.Tables, func(bool) { w.toggleSkipTables() }),
	)
	control.ShowPanel(w.win.Canvas(), control.Panel{Title: "Settings", Content: box, First: size})
}

// lookChoices are the looks, of which one is chosen.
func (w *window) lookChoices() fyne.CanvasObject {
	all := []struct {
		look look.Look
		name string
	}{
		{look.System, "Colours as on the desktop"},
		{look.Paper, "Paper (light)"},
		{look.Ink, "Ink (dark)"},
		{look.Contrast, "High contrast"},
	}
	buttons := make([]*control.Button, len(all))
	show := func() {
		for i, c := range all {
			if look.Parse(w.chosen.Look) == c.look {
				control.Choose(i, buttons...)
			}
		}
	}
	box := container.NewVBox()
	for i, c := range all {
		buttons[i] = control.NewButton(c.name, c.name, "", func() {
			w.setLook(c.look)
			show()
		})
		box.Add(container.NewHBox(buttons[i]))
	}
	show()
	return control.NewGroup(access.Group, "Looks", box)
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

func timesUsual(speed float64) string { return strconv.FormatFloat(speed, 'f', -1, 64) + "×" }
