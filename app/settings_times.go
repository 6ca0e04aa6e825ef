package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"alongside/app/control"
)

// timesCommands put the times of a story right.
func timesCommands() []command {
	enter := func(key fyne.KeyName) fyne.Shortcut {
		return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
	}
	return []command{
		{
			name: "This starts now", key: ctrlShift(fyne.KeyT), also: []fyne.Shortcut{enter(fyne.KeyReturn), enter(fyne.KeyEnter)},
			where: inReader, do: (*window).startsNow,
		},
		{name: "What you mended…", where: inReader, do: (*window).showMended, over: closes},
		{name: "Tap through the story…", where: inReader, do: (*window).tapThrough, over: closes},
	}
}

// timesSettings are how times are mended.
func (w *window) timesSettings() fyne.CanvasObject {
	label := widget.NewLabel("")
	label.Wrapping = fyne.TextWrapWord
	show := func() {
		label.SetText("Where the marks are early or late, press Ctrl + Shift + T, or Ctrl + Enter, as the next sentence begins. " + w.chosen.Presses.text())
	}
	show()
	forget := control.NewButton("Learn anew how late you press", "Learn anew", "", func() {
		w.chosen.Presses.forget()
		w.keepPreferences()
		show()
	})
	return container.NewVBox(label, container.NewHBox(forget),
		control.NewSlider("Speed while you tap through a story", tapSpeeds(), w.chosen.Presses.Speed, speedText, func(speed float64) {
			w.chosen.Presses.Speed = speed
			w.keepPreferences()
		}))
}
