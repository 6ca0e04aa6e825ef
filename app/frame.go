package app

import "fyne.io/fyne/v2"

// A frame fills the window with a screen and tells when the window's size changes.
type frame struct {
	resized func()
}

func newFrame(screen fyne.CanvasObject, resized func()) *fyne.Container {
	return &fyne.Container{Layout: &frame{resized}, Objects: []fyne.CanvasObject{screen}}
}

// MinSize implements fyne.Layout. It does not grow with the text: screens fold, so the window need not.
func (f *frame) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(leastWidth, leastHeight-60)
}

// Layout implements fyne.Layout.
func (f *frame) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
	f.resized()
}
