package control

import "fyne.io/fyne/v2"

// Wrap lays out objects from left to right, in as many rows as they need in its width. Objects of one row stand on its middle.
type Wrap struct{ width float32 }

var _ fyne.Layout = (*Wrap)(nil)

// MinSize implements fyne.Layout: as wide as the widest object, and as high as the rows are in the width it had last.
func (w *Wrap) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var least fyne.Size
	for _, row := range w.rows(objects, w.width) {
		if least.Height > 0 {
			least.Height += spacing
		}
		least.Height += row.height
		for _, o := range row.objects {
			least.Width = max(least.Width, o.MinSize().Width)
		}
	}
	return least
}

// Layout implements fyne.Layout.
func (w *Wrap) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w.width = size.Width
	y := float32(0)
	for _, row := range w.rows(objects, size.Width) {
		x := float32(0)
		for _, o := range row.objects {
			least := o.MinSize()
			o.Resize(least)
			o.Move(fyne.NewPos(x, y+(row.height-least.Height)/2))
			x += least.Width + spacing
		}
		y += row.height + spacing
	}
}

// A wrapped is a row: what fits into the width side by side.
type wrapped struct {
	objects []fyne.CanvasObject
	height  float32
}

func (w *Wrap) rows(objects []fyne.CanvasObject, width float32) (rows []wrapped) {
	right := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		least := o.MinSize()
		if len(rows) == 0 || right+spacing+least.Width > width {
			rows, right = append(rows, wrapped{}), -spacing
		}
		row := &rows[len(rows)-1]
		row.objects = append(row.objects, o)
		row.height = max(row.height, least.Height)
		right += spacing + least.Width
	}
	return rows
}
