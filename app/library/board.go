package library

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// A board draws a message on the list.
type board struct {
	widget.BaseWidget
	row  *message
	set  setting // that it was planned for
	plan plan
}

var _ fyne.Accessible = (*board)(nil)

func newBoard(r *message) *board {
	b := &board{row: r}
	b.ExtendBaseWidget(b)
	return b
}

// show draws the message for a setting.
func (b *board) show(s setting) {
	if b.set != s {
		b.set, b.plan = s, b.row.plan(s)
		b.Refresh()
	}
}

// AccessibilityLabel implements fyne.Accessible. The list says to screen readers what the message means.
func (b *board) AccessibilityLabel() string { return b.row.words() }

// AccessibilityRole implements fyne.Accessible.
func (b *board) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (b *board) CreateRenderer() fyne.WidgetRenderer {
	r := &boardRenderer{b: b}
	r.Refresh()
	return r
}

type boardRenderer struct {
	b       *board
	picture picture
	objects []fyne.CanvasObject
}

func (r *boardRenderer) Destroy() {}

func (r *boardRenderer) MinSize() fyne.Size { return fyne.NewSize(0, r.b.plan.height) }

func (r *boardRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *boardRenderer) Layout(fyne.Size) {
	for _, p := range r.b.plan.buttons {
		p.button.Move(p.at)
		p.button.Resize(p.button.MinSize())
	}
}

func (r *boardRenderer) Refresh() {
	r.picture.draw(r.b.plan, r.b.Theme(), fyne.CurrentApp().Settings().ThemeVariant())
	r.objects = append(r.objects[:0], r.picture.objects...)
	for _, p := range r.b.plan.buttons {
		r.objects = append(r.objects, p.button)
	}
	r.Layout(r.b.Size())
	canvas.Refresh(r.b)
}
