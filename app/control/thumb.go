package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"alongside/app/look"
)

// A Thumb stands at the right edge of a view that scrolls. It shows how much of the page is in sight and where, and can be
// dragged; whatever scrolls this way must also move by keys.
type Thumb struct {
	widget.BaseWidget
	scroll func(by float32)
	shape  *canvas.Rectangle

	view, page float32
}

var _ fyne.Draggable = (*Thumb)(nil)

// Measures of a thumb, in device-independent pixels.
const (
	ThumbSpace = 20 // width at the view's right edge that nothing else should be drawn in

	thumbWidth  = 10 // width that is drawn
	thumbEdge   = 4
	thumbTarget = 44 // width and least height that can be taken hold of; a press, which it has no use for, reaches what lies below
)

// NewThumb makes a thumb that calls scroll with the height by which the page is to move.
func NewThumb(scroll func(by float32)) *Thumb {
	t := &Thumb{scroll: scroll, shape: canvas.NewRectangle(nil)}
	t.ExtendBaseWidget(t)
	return t
}

// Place shows the part of a page of the given height that begins at offset and is in sight in a view of the given size.
func (t *Thumb) Place(view fyne.Size, page, offset float32) {
	t.view, t.page = view.Height, page
	if page <= view.Height || view.Height == 0 {
		t.Hide()
		return
	}
	height := min(max(view.Height*view.Height/page, thumbTarget), view.Height)
	t.Resize(fyne.NewSize(thumbTarget, height))
	t.Move(fyne.NewPos(view.Width-thumbTarget, (view.Height-height)*offset/(page-view.Height)))
	t.Show()
}

// Dragged implements fyne.Draggable.
func (t *Thumb) Dragged(e *fyne.DragEvent) {
	if free := t.view - t.Size().Height; free > 0 {
		t.scroll(e.Dragged.DY * (t.page - t.view) / free)
	}
}

// DragEnd implements fyne.Draggable.
func (t *Thumb) DragEnd() {}

// CreateRenderer implements fyne.Widget.
func (t *Thumb) CreateRenderer() fyne.WidgetRenderer {
	r := &thumbRenderer{t}
	r.Refresh()
	return r
}

type thumbRenderer struct{ t *Thumb }

func (r *thumbRenderer) Destroy() {}

func (r *thumbRenderer) MinSize() fyne.Size { return fyne.NewSize(thumbTarget, 0) }

func (r *thumbRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.t.shape} }

func (r *thumbRenderer) Layout(size fyne.Size) {
	Lay(r.t.shape, size.Width-thumbWidth-thumbEdge, 0, thumbWidth, size.Height)
}

func (r *thumbRenderer) Refresh() {
	r.t.shape.FillColor = r.t.Theme().Color(look.ColorBorder, fyne.CurrentApp().Settings().ThemeVariant())
	r.t.shape.CornerRadius = thumbWidth / 2
	r.t.shape.Refresh()
}
