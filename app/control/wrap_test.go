package control

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// block is something of a size.
func block(width, height float32) fyne.CanvasObject {
	r := canvas.NewRectangle(nil)
	r.SetMinSize(fyne.NewSize(width, height))
	return r
}

func TestObjectsWrapIntoAsManyRowsAsTheyNeed(t *testing.T) {
	for _, c := range []struct {
		name  string
		width float32
		want  []fyne.Position // of blocks 100 wide and 40 high, but the second, which is 20 high
		high  float32
	}{
		{"room for all", 400, []fyne.Position{{X: 0, Y: 0}, {X: 100 + spacing, Y: 10}, {X: 200 + 2*spacing, Y: 0}}, 40},
		{"just room for two", 200 + spacing, []fyne.Position{{X: 0, Y: 0}, {X: 100 + spacing, Y: 10}, {X: 0, Y: 40 + spacing}}, 80 + spacing},
		{"room for one", 150, []fyne.Position{{X: 0, Y: 0}, {X: 0, Y: 40 + spacing}, {X: 0, Y: 60 + 2*spacing}}, 100 + 2*spacing},
		{"no room", 10, []fyne.Position{{X: 0, Y: 0}, {X: 0, Y: 40 + spacing}, {X: 0, Y: 60 + 2*spacing}}, 100 + 2*spacing},
	} {
		t.Run(c.name, func(t *testing.T) {
			objects := []fyne.CanvasObject{block(100, 40), block(100, 20), block(100, 40)}
			w := &Wrap{}
			w.Layout(objects, fyne.NewSize(c.width, 0))
			for i, o := range objects {
				if o.Position() != c.want[i] {
					t.Errorf("block %d is at %v, want %v", i+1, o.Position(), c.want[i])
				}
			}
			if got := w.MinSize(objects); got != fyne.NewSize(100, c.high) {
				t.Errorf("it needs %v, want 100 by %v", got, c.high)
			}
		})
	}
}
