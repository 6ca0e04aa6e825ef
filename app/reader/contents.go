package reader

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"alongside/app/control"
)

// NewContents lists a story's chapters, to go to one; now is the one that one is in, or -1 before the first.
func NewContents(chapters []Chapter, now int) *control.List {
	items := make([]control.Item, len(chapters))
	for i, chapter := range chapters {
		items[i] = entryOf(chapter)
		if i == now {
			items[i].Icon = control.IconPlay
			items[i].Note = strings.TrimPrefix(items[i].Note+", you are here", ", ")
		}
	}
	list := control.NewList("Contents")
	list.SetItems(items)
	list.Mark(now)
	return list
}

// entryOf is how a chapter stands in the contents.
func entryOf(c Chapter) control.Item {
	item := control.Item{Name: strings.Join(strings.Fields(c.Title), " "), Level: c.Level, Style: control.Strong}
	if item.Name == "" {
		item.Name = "A chapter without a title"
	}
	if c.Level > 0 {
		item.Style, item.Note = control.Ordinary, fmt.Sprintf("level %d", c.Level+1)
	}
	return item
}

// ShowContents opens a list of chapters over the window.
func ShowContents(c fyne.Canvas, list *control.List) *control.OpenPanel {
	var panel *control.OpenPanel
	leave := control.NewButton("Close", "Close", "", func() { panel.Close() })
	buttons := container.New(&control.Row{Place: control.Right}, leave)
	content := container.New(&contentsLayout{}, list, buttons)
	panel = control.ShowPanel(c, control.Panel{Title: "Contents", Content: content, First: list, Bare: true})
	return panel
}

// contentsLayout puts the list over its buttons.
type contentsLayout struct{}

// MinSize implements fyne.Layout.
func (contentsLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	list, buttons := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(max(list.Width, buttons.Width), list.Height+buttons.Height)
}

// Layout implements fyne.Layout.
func (contentsLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	buttons := o[1].MinSize().Height
	control.Lay(o[0], 0, 0, size.Width, max(size.Height-buttons, 0))
	control.Lay(o[1], 0, size.Height-buttons, size.Width, buttons)
}
