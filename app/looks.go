package app

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"alongside/app/desktop"
	"alongside/app/look"
)

// controlStep is the least change of control scale worth redrawing everything for.
const controlStep = 0.05

func (w *window) controlScale() float32 {
	s := look.ControlScale(w.chosen.Text, w.size.Width, w.size.Height)
	return float32(int(s/controlStep)) * controlStep
}

// applyTheme shows everything in the chosen look and sizes.
func (w *window) applyTheme() {
	w.theme = look.New(look.Options{
		Look:         look.Parse(w.chosen.Look),
		Dark:         w.desktop.Dark,
		MoreContrast: w.desktop.MoreContrast,
		Text:         w.chosen.Text,
		Control:      w.controlScale(),
		Fonts:        w.fonts,
	})
	w.app.Settings().SetTheme(w.theme)
	// The menu bar has another height now, which the toolkit passes on to the screen below it only when the window's size
	// changes.
	if c, ok := w.win.Canvas().(interface{ Resize(fyne.Size) }); ok {
		c.Resize(w.win.Canvas().Size())
	}
}

func (w *window) setLook(l look.Look) {
	w.chosen.Look = l.String()
	w.keepPreferences()
	w.applyTheme()
	w.refreshMenu()
}

// setDesktop follows what the desktop asks for.
func (w *window) setDesktop(a desktop.Appearance) {
	if w.desktop != a {
		w.desktop = a
		w.applyTheme()
	}
}

func (w *window) setText(scale float32) {
	if scale == w.chosen.Text {
		return
	}
	w.chosen.Text = scale
	w.keepPreferences()
	w.applyTheme()
}

func (w *window) larger()    { w.setText(look.Larger(w.chosen.Text)) }
func (w *window) smaller()   { w.setText(look.Smaller(w.chosen.Text)) }
func (w *window) usualSize() { w.setText(1) }

// zoom changes the text's size by steps, as the wheel does with Ctrl.
func (w *window) zoom(steps int) {
	scale := w.chosen.Text
	for ; steps > 0; steps-- {
		scale = look.Larger(scale)
	}
	for ; steps < 0; steps++ {
		scale = look.Smaller(scale)
	}
	w.setText(scale)
}

func (w *window) toggleStill() {
	w.chosen.Still = !w.chosen.Still
	w.keepPreferences()
	if w.reading != nil {
		w.reading.screen.View.SetStill(w.still())
	}
}

// still reports whether nothing may glide: by the reader's choice here, or for all programs of the toolkit.
func (w *window) still() bool { return w.chosen.Still || !w.app.Settings().ShowAnimations() }

func (w *window) toggleFullScreen() { w.win.SetFullScreen(!w.win.FullScreen()) }

// chooseFrom opens the commands of some groups in a menu beside a button.
func (w *window) chooseFrom(near fyne.CanvasObject, groups ...group) {
	menu := &fyne.Menu{}
	for i, s := range w.sections {
		for j, c := range s.commands {
			if slices.Contains(groups, c.group) {
				item := *w.mainMenu.Items[i].Items[j]
				menu.Items = append(menu.Items, &item)
			}
		}
	}
	w.popUp(menu, near)
}

// popUp opens a menu beside what it belongs to, kept within the window.
func (w *window) popUp(menu *fyne.Menu, near fyne.CanvasObject) {
	widget.ShowPopUpMenuAtRelativePosition(menu, w.win.Canvas(), fyne.NewPos(0, near.Size().Height), near)
}

// chooseLook offers the looks.
func (w *window) chooseLook(near fyne.CanvasObject) {
	w.chooseFrom(near, looks)
}
