package control

import (
	"fyne.io/fyne/v2"
)

// Fold says how far a [Row] has folded to fit its width.
type Fold int

// The steps of folding, from roomy to tight.
const (
	Labels  Fold = iota // every button shows its label
	Icons               // buttons that have an icon show it instead
	Fewest              // those marked as foldable are hidden; the row's More button, if it has one, holds them
	folds   = 3
	spacing = 2 // between the buttons' ring spaces, which already keep faces apart
)

// A Row lays out buttons from left to right and folds them as room gets short. It is a fyne.Layout for the objects it was
// made with; Place says where in the width they stand.
type Row struct {
	Place    Place
	Foldable []*Button // hidden in the last step
	More     *Button   // shown only in the last step
	Stretch  fyne.CanvasObject
}

// Place is where a row's objects stand in its width.
type Place int

// The places.
const (
	Left Place = iota
	Center
	Right
)

var _ fyne.Layout = (*Row)(nil)

// MinSize implements fyne.Layout: the row at its tightest.
func (r *Row) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width, height := float32(0), float32(0)
	for _, o := range objects {
		height = max(height, o.MinSize().Height)
		if r.shown(o, Fewest) && o != r.Stretch {
			width += r.width(o, Fewest) + spacing
		}
	}
	return fyne.NewSize(max(width-spacing, 0), height)
}

// Layout implements fyne.Layout.
func (r *Row) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	fold, used := r.fold(objects, size.Width)
	for _, o := range objects {
		if b, ok := o.(*Button); ok {
			b.Fold(fold)
		}
		if r.shown(o, fold) {
			o.Show()
		} else {
			o.Hide()
		}
	}
	x := float32(0)
	switch r.Place {
	case Center:
		x = (size.Width - used) / 2
	case Right:
		x = size.Width - used
	}
	if r.Stretch != nil {
		x = 0
	}
	for _, o := range objects {
		if !r.shown(o, fold) {
			continue
		}
		w := r.width(o, fold)
		if o == r.Stretch {
			w = max(size.Width-used, 0)
		}
		h := o.MinSize().Height
		o.Resize(fyne.NewSize(w, h))
		o.Move(fyne.NewPos(x, (size.Height-h)/2))
		x += w + spacing
	}
}

// fold is the first step at which the objects fit, and the width they take then.
func (r *Row) fold(objects []fyne.CanvasObject, width float32) (Fold, float32) {
	var used float32
	for fold := Labels; fold < folds; fold++ {
		used = -spacing
		for _, o := range objects {
			if r.shown(o, fold) {
				used += spacing
				if o != r.Stretch {
					used += r.width(o, fold)
				}
			}
		}
		least := float32(0)
		if r.Stretch != nil && fold != Fewest {
			least = r.Stretch.MinSize().Width
		}
		if used+least <= width {
			return fold, used
		}
	}
	return Fewest, used
}

func (r *Row) shown(o fyne.CanvasObject, fold Fold) bool {
	b, ok := o.(*Button)
	if !ok {
		return true
	}
	if b == r.More {
		return fold == Fewest
	}
	if fold != Fewest {
		return true
	}
	for _, f := range r.Foldable {
		if f == b {
			return false
		}
	}
	return true
}

// width is how wide an object is at a step, whatever step it is drawn at now.
func (r *Row) width(o fyne.CanvasObject, fold Fold) float32 {
	b, ok := o.(*Button)
	if !ok {
		return o.MinSize().Width
	}
	return b.Width(fold)
}
