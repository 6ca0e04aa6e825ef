package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
)

// A keyList lists keys and what they do, in two columns. Those who cannot see it are read each line as one.
type keyList struct {
	widget.BaseWidget
	lines []keyLine
	grid  *fyne.Container
}

var _ access.Describer = (*keyList)(nil)

func newKeyList(lines []keyLine) *keyList {
	l := &keyList{lines: lines, grid: container.New(&twoColumns{})}
	for _, line := range lines {
		l.grid.Add(widget.NewLabelWithStyle(line.key, fyne.TextAlignLeading, fyne.TextStyle{Bold: true}))
		l.grid.Add(words(line.does))
	}
	l.ExtendBaseWidget(l)
	return l
}

// Describe implements access.Describer.
func (l *keyList) Describe() access.Node {
	return access.Node{Role: access.List, Name: "Keys", Parts: l.parts}
}

func (l *keyList) parts() []access.Part {
	parts := make([]access.Part, len(l.lines))
	for i, line := range l.lines {
		text := line.key + ": " + line.does
		key, does := l.grid.Objects[2*i], l.grid.Objects[2*i+1]
		parts[i] = access.Part{
			Key: i, At: key.Position(), Size: fyne.NewSize(l.Size().Width, max(key.Size().Height, does.Size().Height)),
			Node: access.Node{
				Role: access.ListItem, Name: text, Text: &access.Text{Content: text}, Position: i + 1, Count: len(l.lines),
			},
		}
	}
	return parts
}

// CreateRenderer implements fyne.Widget.
func (l *keyList) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.grid) }

// twoColumns lays out pairs: the left column as wide as its widest, at most two fifths; the right takes the rest.
type twoColumns struct{}

func (t *twoColumns) left(o []fyne.CanvasObject) float32 {
	var w float32
	for i := 0; i < len(o); i += 2 {
		w = max(w, o[i].MinSize().Width)
	}
	return w
}

// MinSize implements fyne.Layout. Its height is that for the width it was last laid out in, since the right column wraps.
func (t *twoColumns) MinSize(o []fyne.CanvasObject) fyne.Size {
	var height, right float32
	for i := 0; i+1 < len(o); i += 2 {
		height += max(o[i].MinSize().Height, o[i+1].MinSize().Height)
		right = max(right, o[i+1].MinSize().Width)
	}
	return fyne.NewSize(t.left(o)+right, height)
}

// Layout implements fyne.Layout.
func (t *twoColumns) Layout(o []fyne.CanvasObject, size fyne.Size) {
	left := t.left(o)
	var y float32
	for i := 0; i+1 < len(o); i += 2 {
		o[i+1].Resize(fyne.NewSize(size.Width-left, o[i+1].MinSize().Height))
		height := max(o[i].MinSize().Height, o[i+1].MinSize().Height)
		o[i].Resize(fyne.NewSize(left, height))
		o[i].Move(fyne.NewPos(0, y))
		o[i+1].Move(fyne.NewPos(left, y))
		y += height
	}
}
