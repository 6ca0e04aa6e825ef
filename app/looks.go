package app

import (
	"runtime"
	"time"

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
	fonts    look.Fonts // in use
	own      fontFile
	desktop  desktop.Appearance
	theme    look.Theme
	size     fyne.Size // the window's
}

func newAppearance(settings fyne.Settings, canvas fyne.Canvas, size fyne.Size) *appearance {
	a := &appearance{settings: settings, canvas: canvas, fonts: fonts(), size: size, desktop: desktop.Usual()}
	a.desktop.Dark = runtime.GOOS != "linux" && settings.ThemeVariant() == theme.VariantDark
	return a
}

// text is how large the story's text is: the size chosen here is a share of what is usual on the desktop.
func (a *appearance) text(chosen float32) float32 { return look.Within(chosen * a.desktop.Text) }

// controlScale is how large controls are beside text of a chosen size.
func (a *appearance) controlScale(chosen float32) float32 {
	s := look.ControlScale(a.text(chosen), a.size.Width, a.size.Height)
	return float32(int(s/controlStep)) * controlStep
}

// resized takes note of the window's size and reports whether the controls should have another one now.
func (a *appearance) resized(chosen float32) bool {
	if a.canvas.Size() == a.size {
		return false
	}
	a.size = a.canvas.Size()
	return a.controlScale(chosen) != a.theme.Control()
}

// apply shows everything in the chosen look and sizes.
func (a *appearance) apply(chosen preferences) {
	a.fonts = a.fontsFor(chosen.Type)
	a.theme = look.New(look.Options{
		Look:         look.Parse(chosen.Look),
		Dark:         a.desktop.Dark,
		MoreContrast: a.desktop.MoreContrast,
		Text:         a.text(chosen.Text),
		Control:      a.controlScale(chosen.Text),
		Fonts:        a.fonts,
		Spacing:      chosen.Type.Spacing,
		Own:          chosen.Type.Own,
	})
	a.settings.SetTheme(a.theme)
}

// applyTheme shows everything as it is chosen now.
func (w *window) applyTheme() {
	w.appearance.apply(w.chosen.preferences)
	if w.shelf != nil && w.screen == w.shelf.screen {
		w.shelf.look = w.appearance.theme
	}
}

func (w *window) setLook(l look.Look) {
	w.chosen.Look = l.String()
	w.keepPreferences()
	w.applyTheme()
	w.refreshMenus()
}

// firstLook is how long the window waits to hear how the desktop wants it to look, so that it opens in the right size and
// colours. A portal that runs answers in a hundredth of that.
const firstLook = 300 * time.Millisecond

// followDesktop looks as the desktop asks, at once and whenever that changes.
func (w *window) followDesktop(asked <-chan desktop.Appearance) {
	select {
	case a, ok := <-asked:
		if !ok {
			return
		}
		w.setDesktop(a)
	case <-time.After(firstLook):
	}
	go func() {
		for a := range asked {
			w.do(func() { w.setDesktop(a) })
		}
	}()
}

// setDesktop follows what the desktop asks for.
func (w *window) setDesktop(a desktop.Appearance) {
	if w.appearance.desktop != a {
		w.appearance.desktop = a
		w.applyTheme()
		w.applyStill()
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

// step is the next size from one at which the text has another size on the screen, or the same where there is none: with
// a large or small size on the desktop, sizes near the ends come to the same.
func (a *appearance) step(from float32, next func(float32) float32) float32 {
	for scale := from; ; {
		to := next(scale)
		switch {
		case to == scale:
			return from
		case a.text(to) != a.text(from):
			return to
		}
		scale = to
	}
}

func (w *window) larger()    { w.zoom(1) }
func (w *window) smaller()   { w.zoom(-1) }
func (w *window) usualSize() { w.setText(1) }

// zoom changes the text's size by steps, as the wheel does with Ctrl.
func (w *window) zoom(steps int) {
	scale := w.chosen.Text
	for ; steps > 0; steps-- {
		scale = w.appearance.step(scale, look.Larger)
	}
	for ; steps < 0; steps++ {
		scale = w.appearance.step(scale, look.Smaller)
	}
	w.setText(scale)
}

func (w *window) toggleStill() {
	w.chosen.Still = !w.chosen.Still
	w.keepPreferences()
	w.applyStill()
}

// applyStill has the page glide or not, as it is chosen now.
func (w *window) applyStill() {
	if w.reading != nil {
		w.reading.screen.View.SetStill(w.still())
	}
}

// still reports whether nothing may glide: by the reader's choice here, on the desktop, or for all programs of the toolkit.
func (w *window) still() bool {
	return w.chosen.Still || w.appearance.desktop.Still || !w.app.Settings().ShowAnimations()
}

func (w *window) toggleFullScreen() { w.win.SetFullScreen(!w.win.FullScreen()) }

// chooseLook offers the looks.
func (w *window) chooseLook(near fyne.CanvasObject) {
	w.chooseFrom(near, looks)
}
