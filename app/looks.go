package app

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"alongside/app/desktop"
	"alongside/app/look"
)

// controlStep is the least change of control scale worth redrawing everything for.
const controlStep = 0.05

// An appearance is how the window looks: what was chosen, at what the window's size allows, as the desktop asks for it.
type appearance struct {
	settings fyne.Settings
	canvas   fyne.Canvas
	fonts    look.Fonts
	desktop  desktop.Appearance
	theme    look.Theme
	size     fyne.Size // the window's
}

func newAppearance(settings fyne.Settings, canvas fyne.Canvas, size fyne.Size) *appearance {
	a := &appearance{settings: settings, canvas: canvas, fonts: fonts(), size: size}
	a.desktop.Dark = runtime.GOOS != "linux" && settings.ThemeVariant() == theme.VariantDark
	return a
}

// controlScale is how large controls are beside text of a scale.
func (a *appearance) controlScale(text float32) float32 {
	s := look.ControlScale(text, a.size.Width, a.size.Height)
	return float32(int(s/controlStep)) * controlStep
}

// resized takes note of the window's size and reports whether the controls should have another one now.
func (a *appearance) resized(text float32) bool {
	if a.canvas.Size() == a.size {
		return false
	}
	a.size = a.canvas.Size()
	return a.controlScale(text) != a.theme.Control()
}

// apply shows everything in the chosen look and sizes.
func (a *appearance) apply(chosen preferences) {
	a.theme = look.New(look.Options{
		Look:         look.Parse(chosen.Look),
		Dark:         a.desktop.Dark,
		MoreContrast: a.desktop.MoreContrast,
		Text:         chosen.Text,
		Control:      a.controlScale(chosen.Text),
		Fonts:        a.fonts,
	})
	a.settings.SetTheme(a.theme)
}

// applyTheme shows everything as it is chosen now.
func (w *window) applyTheme() { w.appearance.apply(w.chosen) }

func (w *window) setLook(l look.Look) {
	w.chosen.Look = l.String()
	w.keepPreferences()
	w.applyTheme()
	w.refreshMenus()
}

// setDesktop follows what the desktop asks for.
func (w *window) setDesktop(a desktop.Appearance) {
	if w.appearance.desktop != a {
		w.appearance.desktop = a
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

// chooseLook offers the looks.
func (w *window) chooseLook(near fyne.CanvasObject) {
	w.chooseFrom(near, looks)
}
