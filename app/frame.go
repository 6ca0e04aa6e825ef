package app

import (
	"fyne.io/fyne/v2"

	"alongside/app/control"
)

// A frame fills the window with a screen, below the menu bar where there is one, and tells when the window's size changes.
type frame struct {
	menus   *control.MenuBar // nil where the system has a menu of its own
	screen  fyne.CanvasObject
	resized func()
}

func newFrame(menus *control.MenuBar, screen fyne.CanvasObject, resized func()) *fyne.Container {
	f := &frame{menus, screen, resized}
	c := &fyne.Container{Layout: f, Objects: []fyne.CanvasObject{screen}}
	if menus != nil {
		c.Objects = append(c.Objects, menus)
	}
	return c
}

// MinSize implements fyne.Layout. It does not grow with the text: screens fold, so the window need not.
func (f *frame) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(leastWidth, leastHeight) }

// Layout implements fyne.Layout. It is called for another look, too, which may change the bar's height.
func (f *frame) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	var top float32
	if f.menus != nil {
		top = f.menus.MinSize().Height
		control.Lay(f.menus, 0, 0, size.Width, top)
	}
	control.Lay(f.screen, 0, top, size.Width, size.Height-top)
	f.resized()
}
