package files

import (
	"fyne.io/fyne/v2"

	"alongside/app/control"
	"alongside/app/look"
)

// chooserLayout puts what the chooser is made of under each other; the list gets what room there is.
type chooserLayout struct{ list *control.List }

// listRows is how many rows of the list the panel has room for, where the window has.
const listRows = 12

// MinSize implements fyne.Layout. It does not follow the list, so that the panel stays as large while one looks around.
func (l *chooserLayout) MinSize(parts []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(0, listRows*l.list.Theme().Size(look.SizeTarget))
	for _, part := range parts {
		if part != l.list && part.Visible() {
			least := part.MinSize()
			size = fyne.NewSize(max(size.Width, least.Width), size.Height+least.Height)
		}
	}
	return size
}

// Layout implements fyne.Layout.
func (l *chooserLayout) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	room := size.Height
	for _, part := range parts {
		if part != l.list && part.Visible() {
			part.Resize(fyne.NewSize(size.Width, part.MinSize().Height)) // text wraps to the width first
			room -= part.MinSize().Height
		}
	}
	y := float32(0)
	for _, part := range parts {
		if !part.Visible() {
			continue
		}
		height := max(room, 0)
		if part != l.list {
			height = part.MinSize().Height
		}
		control.Lay(part, 0, y, size.Width, height)
		y += height
	}
}

// middle puts text in the middle of the height.
type middle struct{}

// MinSize implements fyne.Layout.
func (middle) MinSize(parts []fyne.CanvasObject) fyne.Size { return parts[0].MinSize() }

// Layout implements fyne.Layout.
func (middle) Layout(parts []fyne.CanvasObject, size fyne.Size) {
	parts[0].Resize(fyne.NewSize(size.Width, parts[0].MinSize().Height))
	height := parts[0].MinSize().Height
	control.Lay(parts[0], 0, max((size.Height-height)/2, 0), size.Width, height)
}
