package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"alongside/app/control"
)

// A frame fills the window with a screen, below the menu bar where there is one, and tells when the window's size changes.
type frame struct {
	ground  *canvas.Rectangle // the toolkit's own is a shade lighter than the colour it is given
	menus   *control.MenuBar  // nil where the system has a menu of its own
	screen  fyne.CanvasObject
	resized func()
}

func newFrame(menus *control.MenuBar, screen fyne.CanvasObject, resized func()) *fyne.Container {
	f := &frame{canvas.NewRectangle(nil), menus, screen, resized}
	c := &fyne.Container{Layout: f, Objects: []fyne.CanvasObject{f.ground, screen}}
	if menus != nil {
		c.Objects = append(c.Objects, menus)
	}
	return c
}

// MinSize implements fyne.Layout. It does not grow with the text: screens fold, so the window need not.
func (f *frame) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(leastWidth, leastHeight) }

// Layout implements fyne.Layout. It is called for another look, too, which may change colours and the bar's height.
func (f *frame) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	f.ground.FillColor = theme.Color(theme.ColorNameBackground)
	f.ground.Refresh()
	control.Lay(f.ground, 0, 0, size.Width, size.Height)
	var top float32
	if f.menus != nil {
		top = f.menus.MinSize().Height
		control.Lay(f.menus, 0, 0, size.Width, top)
	}
	control.Lay(f.screen, 0, top, size.Width, size.Height-top)
	f.resized()
}
