package reader

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"alongside/app/look"
)

// scrollThumb shows how much of the story is in sight and where, and can be dragged. The page moves by keys as well.
type scrollThumb struct {
	widget.BaseWidget
	v     *View
	shape *canvas.Rectangle
}

var _ fyne.Draggable = (*scrollThumb)(nil)

const (
	thumbWidth = 10
	thumbLeast = 44 // height, so that it can be taken hold of
)

func newScrollThumb(v *View) *scrollThumb {
	t := &scrollThumb{v: v, shape: canvas.NewRectangle(nil)}
	t.ExtendBaseWidget(t)
	return t
}

// CreateRenderer implements fyne.Widget.
func (t *scrollThumb) CreateRenderer() fyne.WidgetRenderer {
	t.color()
	return widget.NewSimpleRenderer(t.shape)
}

// Refresh takes the theme's colour.
func (t *scrollThumb) Refresh() {
	t.color()
	t.shape.Refresh()
}

func (t *scrollThumb) color() {
	t.shape.FillColor = t.Theme().Color(look.ColorBorder, fyne.CurrentApp().Settings().ThemeVariant())
	t.shape.CornerRadius = thumbWidth / 2
}

// place puts the thumb where the view is on the page.
func (t *scrollThumb) place() {
	view, page := t.v.Size().Height, t.v.page.height
	if page <= view || view == 0 {
		setShown(t, false)
		return
	}
	setShown(t, true)
	height := max(view*view/page, thumbLeast)
	t.Resize(fyne.NewSize(thumbWidth, height))
	t.Move(fyne.NewPos(t.v.Size().Width-thumbWidth-4, (view-height)*t.v.offset/(page-view)))
}

// Dragged implements fyne.Draggable.
func (t *scrollThumb) Dragged(e *fyne.DragEvent) {
	view, page := t.v.Size().Height, t.v.page.height
	if free := view - t.Size().Height; free > 0 {
		t.v.scroll(e.Dragged.DY * (page - view) / free)
	}
}

// DragEnd implements fyne.Draggable.
func (t *scrollThumb) DragEnd() {}
