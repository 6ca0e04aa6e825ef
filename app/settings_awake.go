package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"alongside/app/control"
	"alongside/app/desktop"
)

// awakeCommands choose whether the computer may fall asleep while a story plays, on desktops that can be told.
func awakeCommands() []command {
	if !desktop.HasBus() {
		return nil
	}
	return []command{line, {name: "Keep the computer awake", checked: func(w *window) bool { return !w.chosen.Sleep }, do: (*window).toggleAwake}}
}

// awakeRows are the same among the settings.
func (w *window) awakeRows() fyne.CanvasObject {
	rows := container.NewVBox()
	if desktop.HasBus() {
		rows.Add(control.NewSwitch("Keep the computer awake", !w.chosen.Sleep, func(bool) { w.toggleAwake() }))
		rows.Add(words("While a story plays, the screen stays on and the computer does not fall asleep."))
	}
	return rows
}

func (w *window) toggleAwake() {
	w.chosen.Sleep = !w.chosen.Sleep
	w.keepPreferences()
	w.tellDesktop()
}
